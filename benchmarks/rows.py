"""What every benchmark says to a program beside its text: rows for the table of docs/benchmarks.md."""

import json
import os
import sys
from pathlib import Path

#: Names the file that rows are appended to; without it nothing is written.
ROWS = "JSIQ_BENCHMARK_ROWS"


def tell(
    what: str,
    measured: float,
    *,
    ours: str,
    floor: str = "",
    peer: str = "",
    ratio: str = "",
    at_most: float | None = None,
    at_least: float | None = None,
) -> None:
    """Add one row: what was measured, against what, and whether the goal is met; the goal stands in the row itself.

    `measured` is the figure the goal is about and `ratio` says of what it is one, such as "ours / Scrapy".
    """
    met = None
    if at_most is not None:
        met = measured <= at_most
    if at_least is not None:
        met = measured >= at_least
    target = os.environ.get(ROWS)
    if target:
        row = {
            "script": Path(sys.argv[0]).name,
            "what": what,
            "ours": ours,
            "floor": floor,
            "peer": peer,
            "ratio": ratio,
            "measured": measured,
            "at_most": at_most,
            "at_least": at_least,
            "met": met,
        }
        with Path(target).open("a", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def seconds(value: float) -> str:
    """A time as a person reads it."""
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.3g} ms"
