"""What a build holds of each capture, and what it says of a damaged line of a run file."""

import tracemalloc
from pathlib import Path

from captures_and_pages import Store, day, fetched

from jsiq_scrape.database import build
from jsiq_scrape.demo.site import Response
from jsiq_scrape.evidence.store import Snapshots
from jsiq_scrape.workspace import Workspace

Editions = dict[int, dict[str, Response]]


def test_a_run_file_with_a_damaged_line_is_reported_at_each_build(store: Store, editions: Editions) -> None:
    for number in (0, 7, 14):
        store.collect(number, dict(list(editions[1].items())[:2]))
    first = min((store.workspace.snapshots / "runs").iterdir())
    first.write_bytes(first.read_bytes().replace(b"programm", b"Programm", 1))
    for _ in range(2):
        report = build(store.workspace)
        assert [damage for damage in report.damages if first.name in damage]
        assert report.counts["capture"] == 5


def test_each_capture_takes_little_memory(tmp_path: Path, editions: Editions) -> None:
    pages = dict(list(editions[1].items())[:5])
    peaks = []
    for rounds in (20, 220):
        workspace = Workspace(tmp_path / str(rounds))
        with Snapshots(workspace.snapshots).run("live", day(0)) as run:
            for number in range(rounds):
                run.add_all([fetched(number, path, answer) for path, answer in pages.items()])
        tracemalloc.start()
        try:
            build(workspace)
            peaks.append(tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()
    assert (peaks[1] - peaks[0]) / (200 * len(pages)) < 5_000  # bytes; measured 1,400, where a run line has 500
