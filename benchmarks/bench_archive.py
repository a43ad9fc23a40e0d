"""How near `collect archive` comes to an archive's limit of 480 playbacks a minute, each taking a second.

Any ten seconds count while work is left: never below 90 % of the limit, and never above it.
"""

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "fetch"))

from archive_server import Shelf, pages, serve
from measurements import Side, tell

from jsiq_scrape.archives.collection import collect
from jsiq_scrape.clock import SystemClock
from jsiq_scrape.workspace import Workspace

RATE = 480
LATENCY = 1.0
WINDOW = 10.0


def main(captures: int = 320) -> None:
    """Collect, and count the playbacks of every window."""
    with tempfile.TemporaryDirectory() as folder, serve(Shelf()) as shelf:
        for number in range(captures):
            shelf.add("20150301101500", f"{number}.html", f"page {number}")
        archive = shelf.archive(playbacks_per_minute=RATE)
        shelf.latency = LATENCY
        started = time.process_time()
        report = collect(Workspace(Path(folder)), archive, pages(), SystemClock(), state=Path(folder) / "state")
        used = time.process_time() - started
    asked = [when for when, what in shelf.asked if what.startswith("/web")]
    assert report.fetched == len(asked) == captures
    allowed = RATE / 60 * WINDOW
    counts = [sum(begin <= when < begin + WINDOW for when in asked) for begin in asked if begin + WINDOW <= asked[-1]]
    least, most = min(counts) / allowed, max(counts) / allowed
    ours = "collect archive"
    tell("limit against the fewest in any ten seconds", Side(ours, [1 / least]), unit="", at_most=1 / 0.9)
    tell("the most in any ten seconds against the limit", Side(ours, [most]), unit="", at_most=(allowed + 1) / allowed)
    print(f"{used:.1f} s of the processor, the archive's included")


if __name__ == "__main__":
    main()
