"""Processor time of `jsiq-scrape --version` and `--help`, against an interpreter that does nothing.

python benchmarks/bench_start.py [--rounds N]
"""

import argparse
import sys

from measurements import Side, Used, in_turns, run, tell

GOALS = {"--version": 5.0, "--help": None, "build --help": None}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rounds", type=int, default=20)
    rounds = arguments.parse_args().rounds

    def started(words: str) -> Used:
        return run([sys.executable, "-m", "jsiq_scrape", *words.split()])

    nothing = "python -c pass"
    used = in_turns(
        rounds,
        {nothing: lambda: run([sys.executable, "-c", "pass"])}
        | {words: lambda words=words: started(words) for words in GOALS},
    )
    for words, goal in GOALS.items():
        ours = Side.of(f"jsiq-scrape {words}", used[words], "processor")
        tell(f"jsiq-scrape {words}, processor time", ours, Side.of(nothing, used[nothing], "processor"), at_most=goal)


if __name__ == "__main__":
    main()
