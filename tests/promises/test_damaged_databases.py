"""Whatever lies in the place of the database: one line says what it is and what to do, and the file stays as it is."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from databases import content_digest

from jsiq_scrape.commands import program
from jsiq_scrape.database.schema import USER_VERSION
from jsiq_scrape.workspace import Workspace

VERBS = ("serve", "changes", "status", "build", "explain profile nw-stadt-beispielstadt")


def call(workspace: Workspace, verb: str) -> Result:
    return CliRunner().invoke(program, [*verb.split(), "--root", str(workspace.root)])


def pragma(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"PRAGMA {statement}")


def foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE profile (id TEXT)")


def torn_page(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    for start in range(4096 * 3, len(whole), 5 * 4096):
        whole[start : start + 100] = bytes(100)
    path.write_bytes(whole)


def in_place_of(path: Path, content: bytes) -> None:
    path.write_bytes(content)


DAMAGES: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "empty": (lambda path: in_place_of(path, b""), "is empty", "delete it"),
    "text": (lambda path: in_place_of(path, b"Liebe Kollegin,\n" * 400), "no SQLite database", "move it away"),
    "header only": (lambda path: in_place_of(path, path.read_bytes()[:100]), "is damaged", "move it away"),
    "truncated": (
        lambda path: in_place_of(path, path.read_bytes()[: path.stat().st_size // 2]),
        "is damaged",
        "move it away",
    ),
    "pages overwritten": (torn_page, "is damaged", "move it away"),
    "another program's": (foreign, "another program", "left as it is"),
    "foreign application id": (
        lambda path: pragma(path, "application_id = 7"),
        "another program",
        "left as it is",
    ),
    "newer": (lambda path: pragma(path, f"user_version = {USER_VERSION + 1}"), "newer", "update the program"),
    "a folder": (lambda path: (path.unlink(), path.mkdir()), "cannot be read", ""),
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_no_whole_database_of_ours_is_told_with_the_remedy(mine: Workspace, damage: str, verb: str) -> None:
    """Seen failing when only the first bytes of a file were looked at: overwritten pages were served."""
    harm, words, remedy = DAMAGES[damage]
    harm(mine.database)
    before = mine.database.read_bytes() if mine.database.is_file() else None
    done = call(mine, verb)
    assert (done.exit_code, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("jsiq-scrape: ")
    assert "jsiq.db" in line
    assert words in line
    assert remedy in line
    assert (mine.database.read_bytes() if mine.database.is_file() else None) == before


def test_a_database_of_an_older_program_is_built_anew(mine: Workspace) -> None:
    content = content_digest(mine.database)
    pragma(mine.database, f"user_version = {USER_VERSION - 1}")
    for verb in VERBS:
        if verb != "build":
            done = call(mine, verb)
            assert done.exit_code == 1
            assert "older" in done.stderr
            assert "build it anew" in done.stderr
    assert call(mine, "build").exit_code == 0
    assert content_digest(mine.database) == content


@contextmanager
def held(path: Path, statement: str) -> Iterator[sqlite3.Connection]:
    """Another program has the file open and has said that."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(statement).fetchall()
        yield connection


@pytest.mark.sweep
def test_a_database_that_another_program_locks_is_told(mine: Workspace) -> None:
    before = mine.database.read_bytes()
    with held(mine.database, "BEGIN EXCLUSIVE"):
        for verb in ("changes", "build"):  # each waits five seconds, in case it is a moment only
            done = call(mine, verb)
            assert (done.exit_code, done.stdout) == (1, "")
            (line,) = done.stderr.splitlines()
            assert "jsiq.db is locked by another program: close that and try again" in line
    assert mine.database.read_bytes() == before
    assert call(mine, "changes").exit_code == 0


def test_a_log_that_another_program_left_beside_it_is_read_and_folded_in(mine: Workspace) -> None:
    """A program opened the file for writing, in a mode that keeps a log beside it, and died."""
    content = content_digest(mine.database)
    copy = mine.root / "copy"
    copy.mkdir()
    with held(mine.database, "PRAGMA journal_mode = WAL") as connection:
        connection.execute("UPDATE change SET new = 'Mein Amt' WHERE field = 'phone'")
        for path in mine.db.glob("jsiq.db*"):  # as a kill leaves them: closing would fold the log in
            (copy / path.name).write_bytes(path.read_bytes())
    for path in copy.iterdir():
        (mine.db / path.name).write_bytes(path.read_bytes())
    assert (mine.db / "jsiq.db-wal").stat().st_size > 0
    for verb in ("status", "explain profile nw-stadt-beispielstadt", "changes"):
        done = call(mine, verb)
        assert done.exit_code == 0, done.stderr
    assert "Mein Amt" in done.stdout
    assert call(mine, "build").exit_code == 0
    assert content_digest(mine.database) == content, "what another program wrote is no evidence"
    assert sorted(path.name for path in mine.db.glob("jsiq.db*")) == ["jsiq.db"]


def test_a_log_that_is_still_in_use_is_told(mine: Workspace) -> None:
    with held(mine.database, "PRAGMA journal_mode = WAL") as connection:
        connection.execute("UPDATE profile SET office = 'Mein Amt' WHERE id = 'nw-stadt-beispielstadt'")
        connection.execute("BEGIN")
        connection.execute("SELECT * FROM profile").fetchone()
        done = call(mine, "build")
        assert done.exit_code == 1
        (line,) = done.stderr.splitlines()
        assert "has an open write-ahead log" in line
        assert "close the program" in line
