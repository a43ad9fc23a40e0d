"""Starting the command line: `jsiq-scrape --version` and `--help` against an interpreter that does nothing.

python benchmarks/bench_start.py [--rounds N]

Processor time of whole processes, best of N taken in turns.
"""

import argparse
import subprocess
import sys
from pathlib import Path

from processes import measured
from rows import seconds, tell

COMMANDS = {
    "nothing: python -c pass": [sys.executable, "-c", "pass"],
    "jsiq-scrape --version": ["--version"],
    "jsiq-scrape --help": ["--help"],
    "jsiq-scrape build --help": ["build", "--help"],
}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rounds", type=int, default=20)
    rounds = arguments.parse_args().rounds
    script = Path(sys.executable).with_name("jsiq-scrape")
    entry = [str(script)] if script.is_file() else [sys.executable, "-m", "jsiq_scrape"]
    best: dict[str, tuple[float, float]] = {}
    for _ in range(rounds):
        for name, command in COMMANDS.items():
            whole = command if name.startswith("nothing") else [*entry, *command]
            used = measured(whole, stdout=subprocess.DEVNULL)
            former = best.get(name, (float("inf"), float("inf")))
            best[name] = min(former[0], used.wall), min(former[1], used.processor)
    floor = best["nothing: python -c pass"]
    for name, (wall, processor) in best.items():
        ratio = processor / floor[1]
        print(f"{name:28} {wall * 1000:7.0f} ms {processor * 1000:7.0f} ms of the processor {ratio:6.2f} x nothing")
        if not name.startswith("nothing"):
            goal = 5.0 if "--version" in name else None
            tell(
                f"`{name}`, processor time",
                ratio,
                ours=seconds(processor),
                floor=f"`python -c pass` {seconds(floor[1])}",
                ratio="ours / floor",
                at_most=goal,
            )


if __name__ == "__main__":
    main()
