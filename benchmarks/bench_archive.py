"""The share of an archive's limit that `collect archive` reaches: 480 playbacks a minute, each taking a second.

Goal: never below 90 % of the limit in any ten seconds while work is left, and never above it.
"""

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "fetch"))

from archive_server import Shelf, pages, serve
from rows import tell

from jsiq_scrape.archives.collection import collect
from jsiq_scrape.clock import SystemClock
from jsiq_scrape.workspace import Workspace

RATE = 480
LATENCY = 1.0
WINDOW = 10.0


def main(captures: int = 320) -> int:
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
    overall = (captures - 1) / (asked[-1] - asked[0]) * 60
    print(f"{captures} captures of {RATE} a minute with {LATENCY:.0f} s latency, {archive.connections} connections")
    print(f"overall {overall:.1f} a minute = {overall / RATE:.1%} of the limit; CPU (with the archive) {used:.1f} s")
    print(f"any {WINDOW:.0f} s: {min(counts) / allowed:.1%} to {max(counts) / allowed:.1%} of the limit")
    least, most = min(counts) / allowed, max(counts) / allowed
    said = f"{overall:.0f} a minute of {RATE}"
    tell("the least share of the archive's limit in any ten seconds", least, ours=said, ratio="share", at_least=0.9)
    tell("the greatest share", most, ours=said, ratio="share", at_most=(allowed + 1) / allowed)
    return 0 if min(counts) >= 0.9 * allowed and max(counts) <= allowed + 1 else 1


if __name__ == "__main__":
    sys.exit(main())
