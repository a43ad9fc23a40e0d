"""A small site, and a `jsiq-scrape run` on it that meets a fault at any write; for the tests beside this file."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from databases import content_digest

from jsiq_scrape.demo.server import DemoServer, serve
from jsiq_scrape.evidence.store import Snapshots
from jsiq_scrape.workspace import Workspace

#: A file of the workspace, as an error has to name one.
NAMED = re.compile(r"\b(snapshots|db)\b|\.cache/|\.jsiq-scrape\.lock")
#: The exit codes of a command that was told to stop.
SIGNALLED = {"ctrl-c": 130, "term": 143}
HERE = Path(__file__).parent
BEGIN = datetime(2018, 4, 12, 10, tzinfo=UTC)
LATER = datetime(2018, 4, 19, 10, tzinfo=UTC)

#: One page that changes, one that is gone, one that stays, and one that only the second capture knows.
CHANGES = "/no_cache/standorte/details/stadt-beispielstadt-jugendamt.html"
GONE = "/just/programme/jugend-staerken-im-quartier/stadt-beispielow-139097"
STAYS = "/just/programme/jugend-staerken-im-quartier/landkreis-probenheim-139071"
ARRIVES = "/no_cache/standorte/details/stadt-musterbach-sozialdezernat.html"
FIRST, SECOND = (CHANGES, GONE, STAYS), (CHANGES, GONE, STAYS, ARRIVES)


@contextmanager
def site(edition: int) -> Iterator[DemoServer]:
    """The demo site without the marks that lead to 304, so that a capture that is repeated says the same once more."""
    with serve(edition) as server:  # type: ignore[arg-type]
        server.pages = {
            path: replace(
                answer,
                headers=tuple((name, value) for name, value in answer.headers if name not in ("ETag", "Last-Modified")),
            )
            for path, answer in server.pages.items()
        }
        yield server


def lead(workspace: Workspace, port: int, paths: tuple[str, ...], threads: int = 1) -> None:
    """Make these pages of the site at that port what the workspace looks at."""
    workspace.parsers.mkdir(parents=True, exist_ok=True)
    urls = ", ".join(f'"http://www.programm.invalid{path}"' for path in paths)
    text = f"""[client]
threads = {threads}
attempts = 1

[[source]]
name = "small"
kind = "live"
local = true
hosts = ["www.programm.invalid"]
profiles = [{urls}]
connect_to = {{ "www.programm.invalid:80" = "127.0.0.1:{port}" }}
"""
    (workspace.parsers / "sources.toml").write_text(text, encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Ending:
    """How a command ended that was to meet a fault."""

    code: int  # of the process; -9 when it was killed
    said: str  # on both streams
    points: int  # calls that alter a file or folder, up to its end
    struck: bool  # the fault came about
    calls: list[list[str]]  # each of them: which call, and on which file, from the root of the workspace


class Faults:
    """A process that runs `jsiq-scrape` in a forked child, as often as asked, each time with another fault."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._in: IO[str] = process.stdin
        self._out: IO[str] = process.stdout

    def ask(self, order: dict[str, object]) -> dict[str, object]:
        self._in.write(json.dumps(order) + "\n")
        self._in.flush()
        answer = self._out.readline()
        assert answer, "the driver ended"
        told: dict[str, object] = json.loads(answer)
        return told

    def run(self, workspace: Workspace, moment: datetime, fault: str = "quiet", at: int = 0) -> Ending:
        """`jsiq-scrape run` at that moment, with this fault at the n-th call that alters a file or folder."""
        order = {
            "folder": str(workspace.root),
            "moment": moment.timestamp(),
            "fault": fault,
            "at": at,
            "arguments": ["run"],
        }
        return Ending(**self.ask(order))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Undisturbed:
    """What a run gives that meets no fault."""

    start: Workspace  # before it
    moment: datetime
    end: Workspace  # after it
    ending: Ending
    content: str  # digest of what the database then says
    files: set[str]


@dataclass(frozen=True, slots=True)
class Disturbance:
    """The driver of disturbed runs, and what they should give: the first run of a workspace, and the one after it."""

    faults: Faults
    first: Undisturbed
    second: Undisturbed

    def meet(self, wanted: Undisturbed, fault: str, at: int, root: Path) -> Ending:
        """Let a run meet a fault, in a new folder, and see that nothing is lost, broken or left behind.

        After the fault: the database is wholly the old or wholly the new one, every stored byte can be verified, and
        an error is one line that names a file, with exit code 1.  After the next run: the content of an undisturbed
        one, no file more, and no change that neither of the two has told.
        """
        workspace = copied(wanted.start, root)
        old = workspace.database.read_bytes() if workspace.database.exists() else None
        ended = self.faults.run(workspace, wanted.moment, fault, at)
        place = f"{fault} at call {at}, {' '.join(ended.calls[min(at, len(ended.calls)) - 1])}: {ended.said}"
        assert ended.struck, place
        if fault == "kill":
            assert ended.code == -9, place
        elif fault in SIGNALLED and ended.code != 0:  # it may come when all is done
            assert ended.code == SIGNALLED[fault], place
            assert "Traceback" not in ended.said, place
        elif ended.code == 0:  # it could do without the file, which then is no part of the result
            assert content_digest(workspace.database) == wanted.content, place
        else:
            assert ended.code == 1, place
            (line,) = [line for line in ended.said.splitlines() if line.startswith("jsiq-scrape: ")]
            assert NAMED.search(line), place
            assert "Traceback" not in ended.said, place
        if not workspace.database.exists():
            assert old is None, place
        elif workspace.database.read_bytes() != old:
            assert content_digest(workspace.database) == wanted.content, place
        if workspace.snapshots.is_dir():
            assert [str(damage) for damage in Snapshots(workspace.snapshots).verify() if not damage.harmless] == [], (
                place
            )
        if fault in ("full", *SIGNALLED):  # what it had begun, it took away again; that works on a full disk
            assert files(workspace) <= files(wanted.start) | wanted.files, place

        after = self.faults.run(workspace, wanted.moment)
        assert after.code == 0, f"{place} then {after.said}"
        heard = set(ended.said.splitlines()) | set(after.said.splitlines())
        assert rows(wanted.ending.said) <= heard, f"{place} then {after.said}"
        assert content_digest(workspace.database) == wanted.content, place
        assert files(workspace) == wanted.files, place
        shutil.rmtree(root)
        return ended


@contextmanager
def faults(library: Path, warm: Workspace) -> Iterator[Faults]:
    """The driver, with the library preloaded; `warm` is a workspace of its own that it may run in once."""
    with subprocess.Popen(
        [sys.executable, HERE / "driver.py"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "LD_PRELOAD": str(library), "PYTHONDONTWRITEBYTECODE": "1"},
    ) as process:
        driver = Faults(process)
        warmed = driver.ask({"folder": str(warm.root), "moment": BEGIN.timestamp(), "arguments": ["run"]})
        assert warmed == {"code": 0}
        yield driver
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(timeout=20) == 0


def rows(said: str) -> set[str]:
    """The lines of a report that tell changes: they begin with a date."""
    return {line for line in said.splitlines() if re.match(r"\d{4}-\d\d-\d\d ", line)}


def copied(workspace: Workspace, to: Path) -> Workspace:
    """The same workspace in another folder."""
    shutil.copytree(workspace.root, to)
    return Workspace(to)


def files(workspace: Workspace) -> set[str]:
    """All files but the run files, of which a killed run leaves one more: it is evidence of what it had seen."""
    found = (path.relative_to(workspace.root) for path in workspace.root.rglob("*") if path.is_file())
    return {str(path) for path in found if path.parts[:2] != ("snapshots", "runs")}


def kind(call: str, path: str) -> str:
    """A call with its file, without what is another digest, run or chance in each run."""
    path = re.sub(r"[0-9a-f]{64}", "DIGEST", path)
    path = re.sub(r"^(snapshots/bodies)/[0-9a-f]{2}(?![0-9a-f])", r"\1/ab", path)
    path = re.sub(r"DIGEST\.[0-9a-f]{6}\.tmp$", "DIGEST.xxxxxx.tmp", path)
    return f"{call} {re.sub(r'[^/]*[.]jsonl$', 'RUN.jsonl', path)}"


def points_of_each_kind(calls: list[list[str]], spread: int) -> list[int]:
    """The first point of each kind of call; of kinds that come more than `spread` times that many, evenly spread."""
    by_kind: dict[str, list[int]] = {}
    for number, (call, path) in enumerate(calls, 1):
        by_kind.setdefault(kind(call, path), []).append(number)
    return sorted(
        {numbers[0] for numbers in by_kind.values()}
        | {
            numbers[len(numbers) * step // spread]
            for numbers in by_kind.values()
            if len(numbers) > spread
            for step in range(spread)
        }
    )
