"""Fuzz for minutes or hours, outside the test suite, and keep what fails.

python tests/fuzz/long_run.py MINUTES [TARGET...] [--seed N] [--keep FOLDER]

Minutes are those of the processor, shared by the targets.  Each input is drawn by hypothesis from the same strategies
as in the short run, with other seeds; a failure is printed and kept under FOLDER/TARGET/ for the replay.
"""

import argparse
import hashlib
import json
import sys
import time
import traceback
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[1] / "reader")]

from fuzzing.inputs import of_target  # noqa: E402
from fuzzing.targets import TARGETS  # noqa: E402
from hypothesis import HealthCheck, Phase, given, seed, settings  # noqa: E402

_BATCH = 200  # inputs


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("minutes", type=float)
    arguments.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--keep", type=Path, default=Path("fuzz-findings"))
    arguments.add_argument(
        "--shrink", action="store_true", help="make what fails small, which takes minutes for a page"
    )
    asked = arguments.parse_args()
    names = asked.targets or list(TARGETS)
    failures = 0
    for name in names:
        inputs, used, failed = fuzz(name, asked.minutes * 60 / len(names), asked.seed, asked.keep, asked.shrink)
        failures += failed
        sys.stdout.write(
            json.dumps({"target": name, "inputs": inputs, "seconds": round(used, 1), "failures": failed}) + "\n"
        )
        sys.stdout.flush()
    return 1 if failures else 0


def fuzz(name: str, seconds: float, first: int, keep: Path, shrink: bool) -> tuple[int, float, int]:
    """How many inputs were tried, in how many seconds, and how many different failures there were."""
    begun = time.process_time()
    inputs = failed = 0
    number = first
    places: set[str] = set()
    while time.process_time() - begun < seconds and failed < 5:
        last = b""

        @seed(number)
        @settings(
            max_examples=_BATCH,
            deadline=None,
            database=None,
            report_multiple_bugs=False,
            phases=(Phase.generate, Phase.shrink) if shrink else (Phase.generate,),
            suppress_health_check=list(HealthCheck),
        )
        @given(of_target(name))
        def one(data: bytes) -> None:
            nonlocal inputs, last
            inputs += 1
            last = data
            TARGETS[name](data)

        try:
            one()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is the finding
            place = "".join(traceback.format_tb(error.__traceback__)[-1:])
            if place not in places:
                places.add(place)
                failed += 1
                folder = keep / name
                folder.mkdir(parents=True, exist_ok=True)
                (folder / f"{hashlib.sha256(last).hexdigest()[:12]}.bin").write_bytes(last)
                said = f"== {name}, seed {number}: {type(error).__name__}: {str(error)[:600]}\n{place}{last[:600]!r}\n"
                sys.stdout.write(said)
                sys.stdout.flush()
        number += 1
    return inputs, time.process_time() - begun, failed


if __name__ == "__main__":
    sys.exit(main())
