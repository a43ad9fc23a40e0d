"""The one comparison: it finds what differs in content, and nothing else."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jsiq_scrape.database import build
from jsiq_scrape.demo.site import pages
from jsiq_scrape.errors import DatabaseError
from jsiq_scrape.evidence.store import Capture, Snapshots
from jsiq_scrape.release.differences import Difference, compare, summary
from jsiq_scrape.workspace import Workspace

AT = datetime(2018, 4, 12, 10, tzinfo=UTC)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of a few pages of the demo site."""
    workspace = Workspace(tmp_path_factory.mktemp("compare"))
    chosen = [(path, answer) for path, answer in pages(1).items() if "/details/" in path and "entwurf" not in path]
    with Snapshots(workspace.snapshots).run("live", AT) as run:
        for path, answer in chosen[:4]:
            url = f"http://www.programm.invalid{path}"
            headers = tuple((name.lower(), value) for name, value in answer.headers)
            run.add(
                Capture(source="test", url=url, final_url=url, asked_at=AT, captured_at=AT, retrieved_at=AT, status=200,
                        headers=headers, body=answer.body)
            )  # fmt: skip
    return build(workspace).path


@pytest.fixture
def copy(built: Path, tmp_path: Path) -> Path:
    """A copy that may be changed."""
    path = tmp_path / "copy.db"
    path.write_bytes(built.read_bytes())
    return path


def change(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()


def test_a_database_does_not_differ_from_itself(built: Path) -> None:
    assert compare(built, built) == []


def test_a_changed_cell_is_one_difference(built: Path, copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        key, old = connection.execute("SELECT id, street FROM profile ORDER BY id LIMIT 1").fetchone()
        connection.execute("UPDATE profile SET street = 'Neuer Weg 1' WHERE id = ?", (key,))
        connection.commit()
    assert compare(built, copy) == [Difference("profile", (key,), "changed", "street", old, "Neuer Weg 1")]


def test_rows_that_only_one_has_are_added_or_removed(built: Path, copy: Path) -> None:
    change(copy, "DELETE FROM finding WHERE number = 1")
    removed = compare(built, copy)
    assert {one.kind for one in removed} == {"removed"}
    assert {one.table for one in removed} == {"finding"}
    assert {one.kind for one in compare(copy, built)} == {"added"}
    assert summary(removed) == {"finding": {"added": 0, "removed": len(removed), "changed": 0}}


def test_rows_with_numbers_in_their_keys_are_distinct_and_stand_in_the_order_of_numbers(
    copy: Path, tmp_path: Path
) -> None:
    """The second of three is gone: neither of its neighbours is changed by that."""
    other = tmp_path / "other.db"
    other.write_bytes(copy.read_bytes())
    body = "a" * 16
    for path, lines in ((copy, (2, 10, 11)), (other, (2, 11))):
        for line in lines:
            change(path, f"INSERT INTO withheld_line (body, line) VALUES ('{body}', {line})")
    assert compare(copy, other) == [Difference("withheld_line", (body, 10), "removed")]
    assert compare(other, copy) == [Difference("withheld_line", (body, 10), "added")]


def test_an_answer_that_is_no_longer_said_differs_from_no(built: Path, copy: Path) -> None:
    change(copy, "UPDATE project SET outreach = NULL WHERE outreach = 0")
    assert {(one.column, one.old, one.new) for one in compare(built, copy)} == {("outreach", 0, None)}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE run SET id = id || 'x'",
        "UPDATE capture SET run = 'other', line = line + 9",
        "UPDATE capture SET retrieved_at = '2026-01-01T00:00:00Z'",
        "UPDATE capture SET archive = 'web', archive_url = 'http://archive.invalid/'",
        "UPDATE build SET value = 'other'",
    ],
)
def test_how_the_evidence_came_here_is_no_content(statement: str, built: Path, copy: Path) -> None:
    change(copy, statement)
    assert compare(built, copy) == []


def test_only_the_tables_that_are_asked_for_are_compared(built: Path, copy: Path) -> None:
    change(copy, "UPDATE project SET title = 'Anders'")
    change(copy, "UPDATE page SET captures = 99")
    assert {one.table for one in compare(built, copy, ["project"])} == {"project"}


def test_a_foreign_file_is_refused(built: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.db").write_text("Das ist ein Brief.", encoding="utf-8")
    with pytest.raises(DatabaseError, match="no SQLite database"):
        compare(built, tmp_path / "letter.db")
