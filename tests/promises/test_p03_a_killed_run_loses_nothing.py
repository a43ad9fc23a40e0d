"""P3: a run killed at any instant and run again gives the content of an undisturbed run.

The instants are the calls that alter a file or a folder (open for writing, write, fsync, rename, unlink, mkdir ...), in
a real process that runs `jsiq-scrape run` against a real server.  At the n-th one it is killed, or the disk is full
from then on, or that one call fails.  docs/reliability.md has the figures of all of them.

Seen failing when bodies were written in place, when leftovers were not swept, and when a line was not synced.
"""

import os
from pathlib import Path

import pytest
from faults import LATER, SECOND, Disturbance, Undisturbed, copied, files, kind, lead, points_of_each_kind

from jsiq_scrape.demo.server import serve
from jsiq_scrape.evidence.store import Snapshots
from jsiq_scrape.release.differences import DATA, compare
from jsiq_scrape.workspace import Workspace

#: Set to 1: a fault at every call.  Else at the first of each kind of call on each kind of file, and a few more.
ALL = os.environ.get("JSIQ_ALL_KILL_POINTS") == "1"


def points(wanted: Undisturbed, share: int) -> list[int]:
    """The calls at which something goes wrong: all, or each `share`-th of a sample."""
    calls = wanted.ending.calls
    assert len(calls) == wanted.ending.points > 200, "the library remembers them all"
    return list(range(1, len(calls) + 1)) if ALL else points_of_each_kind(calls, 3)[::share]


@pytest.mark.timeout(7200 if ALL else 600)
@pytest.mark.parametrize(
    ("which", "fault", "share"),
    [
        ("second", "kill", 8),
        ("first", "full", 16),
        pytest.param("second", "kill", 1, marks=pytest.mark.sweep),
        pytest.param("second", "full", 4, marks=pytest.mark.sweep),
        pytest.param("second", "broken", 4, marks=pytest.mark.sweep),
        pytest.param("first", "kill", 4, marks=pytest.mark.sweep),
        pytest.param("first", "full", 8, marks=pytest.mark.sweep),
        pytest.param("first", "broken", 8, marks=pytest.mark.sweep),
    ],
)
@pytest.mark.few(1)
def test_a_fault_at_any_write_loses_nothing_and_leaves_nothing(
    disturbed: Disturbance, which: str, fault: str, share: int, tmp_path: Path
) -> None:
    wanted: Undisturbed = getattr(disturbed, which)
    for point in points(wanted, share):
        disturbed.meet(wanted, fault, point, tmp_path / "disturbed")


@pytest.mark.sweep
def test_a_run_killed_among_several_threads_and_confirmations_loses_nothing(
    disturbed: Disturbance, tmp_path: Path
) -> None:
    """Here pages confirm what is held (304), so the run after a kill has other captures, but the same data."""
    start = disturbed.second.start
    with serve(2) as server:
        template = copied(start, tmp_path / "template")
        lead(template, server.port, SECOND, threads=4)
        whole = copied(template, tmp_path / "whole")
        last = disturbed.faults.run(whole, LATER).points
        for point in range(12, 60, 8):  # while pages arrive
            assert point < last
            killed = copied(template, tmp_path / f"killed at {point}")
            assert disturbed.faults.run(killed, LATER, "kill", point).code == -9
            assert killed.database.read_bytes() == start.database.read_bytes()
            assert [damage for damage in Snapshots(killed.snapshots).verify() if not damage.harmless] == []
            assert disturbed.faults.run(killed, LATER).code == 0
            assert compare(whole.database, killed.database, DATA) == []
            assert files(killed) == files(whole)


def test_what_a_line_or_a_name_promises_is_on_disk_before(disturbed: Disturbance) -> None:
    """The order of writes that a loss of power needs: bytes before names, bodies before the line that names them."""
    calls = [kind(call, path) for call, path in disturbed.first.ending.calls]
    body = "snapshots/bodies/ab/DIGEST"
    stored = [call for call in calls if "bodies/ab" in call and "mkdir" not in call]
    one = [f"open {body}.xxxxxx.tmp", f"write {body}.xxxxxx.tmp", f"fsync {body}.xxxxxx.tmp", f"rename {body}.html",
           "fsync snapshots/bodies/ab"]  # fmt: skip
    assert stored == one * (len(stored) // 5)
    assert len(stored) >= 15
    lines = [call for call in calls if "RUN.jsonl" in call or call == "fsync snapshots/runs"]
    assert lines[:2] == ["open snapshots/runs/RUN.jsonl", "fsync snapshots/runs"]
    assert lines[2:] == ["write snapshots/runs/RUN.jsonl", "fsync snapshots/runs/RUN.jsonl"] * (len(lines) // 2 - 1)
    written, kept = 0, 0
    for call in calls:
        kept += call == "fsync snapshots/bodies/ab"
        written += call == "write snapshots/runs/RUN.jsonl"
        assert written <= kept + 2, "robots.txt and the closing line have no body beside them"
    for folder in ("snapshots", "snapshots/runs", "snapshots/bodies", "db"):
        assert f"mkdir {folder}" in calls
    made = calls.index("fsync db/jsiq.db.new")
    named = calls.index("rename db/jsiq.db")
    assert not [call for call in calls[made + 1 : named] if "jsiq.db.new" in call]
    assert calls[named + 1] == "fsync db"


def test_a_folder_that_never_looked_is_not_harmed_by_a_kill(disturbed: Disturbance, tmp_path: Path) -> None:
    """The very first call of the very first run."""
    ended = disturbed.meet(disturbed.first, "kill", 1, tmp_path / "new")
    assert ended.calls[-1] == ["open", ".jsiq-scrape.lock"]
    assert Workspace(tmp_path / "new").database.exists() is False
