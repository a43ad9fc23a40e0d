"""A whole `jsiq-scrape build` of 178, 2,000 and 20,000 captures, nothing cached: time and memory from its start.

178 profiles are captured again and again, and 2 % of them were edited each time.

python benchmarks/bench_growth.py [--captures 178 2000 20000] [--rounds N]
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from made_pages import PROFILES
from measurements import ROUNDS, Side, Used, in_turns, run, tell

STORE = Path(__file__).with_name("made_pages.py")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--captures", type=int, nargs="+", default=[178, 2000, 20000])
    arguments.add_argument("--rounds", type=int, default=ROUNDS)
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        works: dict[str, Callable[[], Used]] = {}
        sizes = []
        for wanted in asked.captures:
            times = max(1, round(wanted / PROFILES))
            sizes.append((times * PROFILES, Path(name) / str(wanted)))
            run([sys.executable, STORE, sizes[-1][1], str(PROFILES), str(times)])
            works[f"{times * PROFILES:,} captures"] = lambda root=sizes[-1][1]: built(root)
        used = in_turns(asked.rounds, works)
        for (number, root), (what, runs) in zip(sizes, used.items(), strict=True):
            database = root / "db" / "jsiq.db"
            tell(f"build of {what}, processor time", Side.of("jsiq-scrape build", runs, "processor", database=database))
            each = [one.processor / number * 1000 for one in runs]
            tell(f"build of {what}, processor time of a capture", Side("jsiq-scrape build", each), unit="ms")
    (few, small), (many, large) = [
        (number, [one.memory for one in runs]) for (number, _), runs in zip(sizes, used.values(), strict=True)
    ][:: len(sizes) - 1]
    more = [(one - other) / (many - few) * 1000 for one, other in zip(large, small, strict=True)]
    tell("memory of a further thousand captures", Side("jsiq-scrape build", more), unit="MB")
    tell(
        f"memory of {many:,} captures against {few:,}",
        Side("jsiq-scrape build", large),
        Side("the smallest", small),
        unit="MB",
        at_most=1.1,  # constant, but for what every run differs by
    )


def built(root: Path) -> Used:
    shutil.rmtree(root / ".cache", ignore_errors=True)
    (root / "db" / "jsiq.db").unlink(missing_ok=True)
    return run([sys.executable, "-m", "jsiq_scrape", "build", "--root", root])


if __name__ == "__main__":
    main()
