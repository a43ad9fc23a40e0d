"""P10: personal data that was suppressed is in no output, of no rebuild and no new look, also after a kill."""

import re
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from faults import LATER, Disturbance, copied

from jsiq_scrape.watch.compare import content_digest
from jsiq_scrape.workspace import Workspace

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
def person(looked: tuple[Workspace, Workspace]) -> tuple[str, list[str]]:
    """Somebody of the page, and the words that only she is known by; another one there has her family name."""
    with closing(sqlite3.connect(looked[1].database)) as connection:
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


def test_a_run_that_was_killed_leaves_her_to_nobody(
    disturbed: Disturbance, person: tuple[str, list[str]], jsiq, tmp_path: Path
) -> None:
    """The look brings her page anew; after the next run there is no trace, wherever the kill came."""
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
