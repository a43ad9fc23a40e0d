"""A disk that cannot be read (EIO): each command names the file, nothing becomes poorer, afterwards all is as it was.

Fault injection as in P3, at the calls that read: opening, `read`, `pread`, `mmap`, `stat`, `fstat` and `opendir` of
anything in the workspace.  At the n-th one this call fails, or this file stays unreadable from then on.
"""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from databases import content_digest
from faults import LATER, SECOND, Disturbance, Ending, copied, lead, points_of_each_kind, rows, site

from jsiq_scrape.demo.server import DemoServer
from jsiq_scrape.workspace import Workspace

#: Set to 1: a fault at every call.  Else at some of the first of each kind of call on each kind of file.
ALL = os.environ.get("JSIQ_ALL_KILL_POINTS") == "1"
#: What each command is, and whether the file that it was told of may be named only by the folder it lies in.
COMMANDS = {
    "build": ["build"],
    "run": ["run"],
    "verify": ["verify"],
    "status": ["status"],
    "changes": ["changes"],
    "explain": ["explain", "profile", "nw-stadt-beispielstadt"],
    "export": ["export", "out"],
}
#: What is tried in every run of the tests; the others are a sweep.
SHORT = [("build", "misread"), ("status", "unreadable")]
#: One of so many; the others of a pair of faults lie between.
SHARES = {"build": 12, "run": 16, "export": 40}
#: The documented exit codes of a command that cannot do what it should.
REFUSALS = (1, 2, 4)
#: A file of the workspace, as a message has to name one.
NAMED = re.compile(
    r"snapshots|(runs|bodies)/|jsiq\.db|\.toml|\.csv|\.yaml|told\.json|\.cache|\.jsiq-scrape\.lock"
    r"|: (\.|db): |: \.?out(\.new)?[/:]"
)


@pytest.fixture(scope="module")
def served() -> Iterator[DemoServer]:
    with site(2) as server:
        yield server


@pytest.fixture(scope="module")
def start(disturbed: Disturbance, served: DemoServer, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Two runs' evidence, the database of the first run, a cache that knows both: there is something to lose."""
    workspace = copied(disturbed.second.end, tmp_path_factory.mktemp("unread") / "template")
    shutil.copyfile(disturbed.second.start.database, workspace.database)
    shutil.copyfile(disturbed.second.start.reported, workspace.reported)
    lead(workspace, served.port, SECOND)
    return workspace


def perform(disturbed: Disturbance, workspace: Workspace, name: str, fault: str = "reading", at: int = 0) -> Ending:
    moment = LATER.timestamp()
    order = {"folder": str(workspace.root), "moment": moment, "fault": fault, "at": at, "arguments": COMMANDS[name]}
    return Ending(**disturbed.faults.ask(order))  # type: ignore[arg-type]


def released(workspace: Workspace) -> str | None:
    """The digests of all files of a release; None where there is none."""
    sums = workspace.root / "out" / "SHA256SUMS"
    return sums.read_text() if sums.is_file() else None


def told(name: str, said: str) -> str:
    """What a command said; of `run` the changes, as the rest tells of a site that is looked at anew each time."""
    return "\n".join(sorted(rows(said))) if name == "run" else said


@pytest.mark.timeout(7200 if ALL else 900)
@pytest.mark.parametrize(
    ("name", "fault"),
    [
        pytest.param(name, fault, marks=() if (name, fault) in SHORT else pytest.mark.sweep)
        for name in COMMANDS
        for fault in ("misread", "unreadable")
    ],
)
@pytest.mark.few(1)
def test_a_file_that_cannot_be_read_is_named_and_nothing_becomes_poorer(
    disturbed: Disturbance, start: Workspace, name: str, fault: str, tmp_path: Path
) -> None:
    """Seen failing when a run file that cannot be read was left out as if it were not there."""
    whole = copied(start, tmp_path / "template")
    wanted = perform(disturbed, whole, name)
    assert wanted.code == 0, wanted.said
    content, release = content_digest(whole.database), released(whole)
    assert wanted.points > 80
    old = start.database.read_bytes()
    share = SHARES.get(name, 4)
    some = points_of_each_kind(wanted.calls, 1)[share // 2 if fault == "misread" else 0 :: share]
    points = range(1, wanted.points + 1) if ALL else some
    for point in points:
        workspace = copied(start, tmp_path / "disturbed" / "template")
        ended = perform(disturbed, workspace, name, fault, point)
        place = f"{name}: {fault} at {point}, {' '.join(ended.calls[min(point, len(ended.calls)) - 1])}: {ended.said}"
        assert "Traceback" not in ended.said, place
        if ended.code == 0:  # it could do without, or tried again: then all is as it should be
            assert content_digest(workspace.database) == content, place
            assert released(workspace) == release, place
            assert told(name, ended.said) == told(name, wanted.said), place
        else:
            assert ended.code in REFUSALS, place
            assert NAMED.search(ended.said.replace(str(tmp_path), "")), place
            if workspace.database.read_bytes() != old:
                assert content_digest(workspace.database) == content, place
            assert released(workspace) in (None, release), place
        if not ended.struck:
            continue
        if name == "run":  # what it looked at stands in the store, whatever became of the rest
            assert perform(disturbed, workspace, "verify").code == 0, place
        shutil.rmtree(workspace.root / "out", ignore_errors=True)
        again = perform(disturbed, workspace, name)
        assert again.code == 0, f"{place} then {again.said}"
        assert content_digest(workspace.database) == content, place
        assert released(workspace) == release, place
        shutil.rmtree(workspace.root.parent)
