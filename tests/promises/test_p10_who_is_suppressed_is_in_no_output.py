"""P10: personal data that was suppressed is in no output, of no rebuild and no new capture, also after a kill."""

import os
import re
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from databases import content_digest
from faults import LATER, Disturbance, Ending, copied

from jsiq_scrape.evidence.store import Snapshots
from jsiq_scrape.workspace import Workspace

#: Set to 1: a kill at every call of a purge.  Else at every fourth.
ALL = os.environ.get("JSIQ_ALL_KILL_POINTS") == "1"
#: The page that somebody stands on.
PAGE = "nw-stadt-beispielstadt"


def outputs(workspace: Workspace) -> Iterator[tuple[str, str]]:
    """All files but the evidence, as text; of databases every cell, and every packed cell unpacked."""
    for path in sorted(workspace.root.rglob("*")):
        inside = path.relative_to(workspace.root)
        if not path.is_file() or inside.parts[0] == "snapshots":
            continue
        yield str(inside), path.read_bytes().decode("utf-8", "replace")
        if path.suffix in (".db", ".sqlite"):
            with closing(sqlite3.connect(path)) as connection:
                names = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
                for name in names:
                    for row in connection.execute(f'SELECT * FROM "{name}"'):
                        for cell in row:
                            if isinstance(cell, bytes) and cell[:1] == b"x":
                                yield f"{inside} {name}", zlib.decompress(cell).decode("unicode_escape", "replace")
                            elif cell is not None:
                                yield f"{inside} {name}", str(cell)


def places(workspace: Workspace, words: list[str]) -> set[str]:
    found = re.compile("|".join(re.escape(word) for word in words), re.IGNORECASE)
    return {place for place, text in outputs(workspace) if found.search(text)}


@pytest.fixture
def person(collected: tuple[Workspace, Workspace]) -> tuple[str, list[str]]:
    """Somebody of the page, and the words that only she is known by; another one there has her family name."""
    with closing(sqlite3.connect(collected[1].database)) as connection:
        name, mail = connection.execute(
            "SELECT name, email FROM contact WHERE profile = ? AND name IS NOT NULL AND email IS NOT NULL", (PAGE,)
        ).fetchone()
    return name, [name, mail]


def test_nothing_that_a_workspace_gives_away_names_her(mine: Workspace, person: tuple[str, list[str]], jsiq) -> None:
    """Seen failing when the cache of readings kept what it had read before."""
    name, words = person
    assert {"db/jsiq.db contact", "db/jsiq.db claim", "db/jsiq.db contact_version"} <= places(mine, words)
    done = jsiq("suppress", "--name", "--root", mine.root, stdin=f"{name}\n".encode())
    assert done.returncode == 0, done.stderr
    assert jsiq("suppress", "--report", "--root", mine.root).returncode == 1, "until the next build she is there"
    assert jsiq("build", "--root", mine.root).returncode == 0
    assert places(mine, words) == set()
    assert jsiq("suppress", "--report", "--root", mine.root).returncode == 0
    with closing(sqlite3.connect(mine.database)) as connection:
        assert connection.execute("SELECT count(*) FROM profile WHERE id = ?", (PAGE,)).fetchone() == (1,)


PURGE = ["purge", "--suppressed", "--why", "Az. 12", "--yes"]


def anywhere(workspace: Workspace, words: list[str]) -> set[str]:
    """The files, stored pages and all, that hold one of these words."""
    found = re.compile("|".join(re.escape(word) for word in words).encode(), re.IGNORECASE)
    files = [path for path in workspace.root.rglob("*") if path.is_file()]
    stored = {str(path.relative_to(workspace.root)) for path in files if found.search(path.read_bytes())}
    return stored | places(workspace, words)


def perform(disturbed: Disturbance, workspace: Workspace, arguments: list[str], at: int = 0) -> Ending:
    """A command in a child of the driver, killed at that call if one is named."""
    order = {"folder": str(workspace.root), "moment": LATER.timestamp(), "arguments": arguments}
    return Ending(**disturbed.faults.ask(order | {"fault": "kill" if at else "quiet", "at": at}))  # type: ignore[arg-type]


@pytest.mark.sweep
def test_when_her_pages_are_purged_nothing_at_all_names_her_whenever_a_kill_comes(
    disturbed: Disturbance, person: tuple[str, list[str]], jsiq, tmp_path: Path
) -> None:
    """The evidence too, and a capture that brings the same page again.

    Seen failing when a body that was fetched again was stored again, and when the pages went before the line.
    """
    name, words = person
    template = copied(disturbed.second.end, tmp_path / "template")
    assert jsiq("suppress", "--name", "--root", template.root, stdin=f"{name}\n".encode()).returncode == 0
    assert jsiq("build", "--root", template.root).returncode == 0
    pages = {path for path in anywhere(template, words) if path.startswith("snapshots/bodies/")}
    assert pages
    assert anywhere(template, words) == pages
    whole = copied(template, tmp_path / "whole")
    undisturbed = perform(disturbed, whole, PURGE)
    assert undisturbed.code == 0, undisturbed.said
    assert perform(disturbed, whole, ["build"]).code == 0
    assert anywhere(whole, words) == set()
    for point in range(1, undisturbed.points + 1, 1 if ALL else 4):
        killed = copied(template, tmp_path / f"killed at {point}")
        assert perform(disturbed, killed, PURGE, point).code == -9
        found = [damage for damage in Snapshots(killed.snapshots).verify() if not damage.harmless]
        assert {damage.kind.value for damage in found} <= {"purge_undone"}, "a page that is gone is gone for a reason"
        digests = sorted(Path(path).stem for path in pages)  # which pages told of her cannot be known from the rest
        again = perform(disturbed, killed, ["purge", *digests, *PURGE[2:]])
        assert again.code == 0, again.said
        assert perform(disturbed, killed, ["build"]).code == 0
        assert anywhere(killed, words) == set()
        assert content_digest(killed.database) == content_digest(whole.database)
    captures = disturbed.faults.run(whole, LATER)  # the site still shows the page
    assert captures.code == 0, captures.said
    assert anywhere(whole, words) == set()


@pytest.mark.sweep
def test_a_run_that_was_killed_leaves_her_to_nobody(
    disturbed: Disturbance, person: tuple[str, list[str]], jsiq, tmp_path: Path
) -> None:
    """The capture brings her page anew; after the next run there is no trace, wherever the kill came."""
    name, words = person
    template = copied(disturbed.second.start, tmp_path / "template")
    assert jsiq("suppress", "--name", "--root", template.root, stdin=f"{name}\n".encode()).returncode == 0
    whole = copied(template, tmp_path / "whole")
    undisturbed = disturbed.faults.run(whole, LATER)
    assert undisturbed.code == 0
    assert places(whole, words) == set()
    for point in range(10, undisturbed.points, undisturbed.points // 6):
        killed = copied(template, tmp_path / f"killed at {point}")
        assert disturbed.faults.run(killed, LATER, "kill", point).code == -9
        assert disturbed.faults.run(killed, LATER).code == 0
        assert places(killed, words) == set()
        assert content_digest(killed.database) == content_digest(whole.database)
