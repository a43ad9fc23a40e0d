"""Each quality gate by itself: what it measures, and at which number it closes."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from captures_and_pages import Store

from jsiq_scrape.database import build
from jsiq_scrape.database.gates import KINDS, Bounds, Gate, accepted, examine
from jsiq_scrape.demo.site import Response
from jsiq_scrape.workspace import Workspace

#: Shares count from the first row on, and nothing may be lost.
STRICT = Bounds(evidence=0, profiles=0, projects=0, removals=0, fill=0, ids=0, unread=0, few=1)


@pytest.fixture(scope="module")
def built(editions: dict[int, dict[str, Response]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of eight profiles."""
    store = Store(Workspace(tmp_path_factory.mktemp("gates")))
    pages = {path: answer for path, answer in sorted(editions[1].items()) if "/details/" in path}
    store.collect(0, dict(list(pages.items())[:8]))
    return build(store.workspace).path


class Pair:
    """A database and the one that it would replace, the same until a test alters one of them."""

    def __init__(self, built: Path, folder: Path) -> None:
        self.new, self.old = folder / "new.db", folder / "old.db"
        for path in (self.new, self.old):
            shutil.copyfile(built, path)

    def alter(self, path: Path, *statements: str) -> None:
        with closing(sqlite3.connect(path)) as connection:
            for statement in statements:
                connection.execute(statement)
            connection.commit()

    def number(self, query: str) -> int:
        with closing(sqlite3.connect(self.new)) as connection:
            found: int = connection.execute(query).fetchone()[0]
            return found

    def gate(self, name: str, bounds: Bounds = STRICT) -> Gate:
        (found,) = (gate for gate in examine(self.new, self.old, bounds) if gate.name == name)
        return found

    def failing(self, bounds: Bounds = STRICT) -> set[str]:
        return {gate.name for gate in examine(self.new, self.old, bounds) if not gate.passed}


@pytest.fixture
def pair(built: Path, tmp_path: Path) -> Pair:
    return Pair(built, tmp_path)


def first(number: int, table: str = "profile") -> str:
    return f"id IN (SELECT id FROM {table} ORDER BY id LIMIT {number})"


def test_the_same_database_passes_every_gate_at_its_strictest(pair: Pair) -> None:
    assert pair.number("SELECT count(*) FROM profile") == 8
    assert pair.failing() == set()
    assert {gate.name.partition(":")[0] for gate in examine(pair.new, pair.old, STRICT)} == set(KINDS)


@pytest.mark.parametrize(
    "statement", ["DELETE FROM capture WHERE {}", "UPDATE body SET size = NULL WHERE {}", "DELETE FROM body WHERE {}"]
)
def test_captures_and_readable_bodies_that_are_lost_are_counted(pair: Pair, statement: str) -> None:
    table = "capture" if "capture" in statement else "body"
    pair.alter(pair.new, statement.format(first(2, table)))
    gate = pair.gate("evidence")
    assert (gate.measured, gate.passed) == (2, False)
    assert pair.gate("evidence", Bounds(evidence=2)).passed
    assert not pair.gate("evidence", Bounds(evidence=1)).passed


def test_a_body_that_could_not_be_read_before_is_not_lost(pair: Pair) -> None:
    for path in (pair.new, pair.old):
        pair.alter(path, f"UPDATE body SET size = NULL WHERE {first(1, 'body')}")
    assert pair.gate("evidence").measured == 0


@pytest.mark.parametrize("lost", range(9))
@pytest.mark.parametrize(("few", "share"), [(1, 0.0), (1, 0.25), (3, 0.0), (3, 0.5), (8, 0.0), (9, 0.0)])
def test_profiles_may_become_fewer_by_few_or_by_a_share_but_never_none(
    pair: Pair, lost: int, few: int, share: float
) -> None:
    pair.alter(pair.new, f"DELETE FROM profile WHERE {first(lost)}")
    gate = pair.gate("profiles", Bounds(profiles=share, few=few))
    assert gate.measured == lost / 8
    assert gate.passed == (lost <= share * 8 or (lost < few and lost < 8))
    assert gate.message == f"number of profiles: {8 - lost} instead of 8"


def test_where_there_were_none_none_are_missing(pair: Pair) -> None:
    for path in (pair.new, pair.old):
        pair.alter(path, "DELETE FROM profile", "DELETE FROM project", "DELETE FROM body")
    assert pair.failing() == set()


def test_projects_are_counted_by_themselves(pair: Pair) -> None:
    pair.alter(pair.new, f"DELETE FROM project WHERE {first(1, 'project')}")
    assert {name for name in pair.failing() if not name.startswith("fill")} == {"projects", "ids"}
    assert pair.failing(Bounds()) == set()


@pytest.mark.parametrize("removed", [0, 1, 2, 3, 7])
def test_what_is_gone_at_once_is_a_share_of_what_was_there(pair: Pair, removed: int) -> None:
    """One of the eight was gone before."""
    gone = "UPDATE profile SET removed_at = '2018-02-01T10:00:00Z' WHERE "
    for path in (pair.new, pair.old):
        pair.alter(path, f"{gone} id = (SELECT max(id) FROM profile)")
    pair.alter(pair.new, f"{gone} {first(removed)}")
    gate = pair.gate("removals:profile", Bounds(removals=2 / 7, few=1))
    assert gate.measured == removed / 7
    assert gate.passed == (removed <= 2)
    assert pair.gate("removals:profile", Bounds(removals=0, few=3)).passed == (removed < 3)
    assert pair.gate("removals:project", Bounds(removals=0, few=1)).passed
    assert gate.message == f"profiles gone at once: {removed} of 7"


@pytest.mark.parametrize("emptied", [0, 1, 2, 3, 8])
def test_a_field_may_be_filled_less_often_by_few_or_by_a_share(pair: Pair, emptied: int) -> None:
    assert pair.number("SELECT count(municipality) FROM profile") == 8
    pair.alter(pair.new, f"UPDATE profile SET municipality = NULL WHERE {first(emptied)}")
    name = "fill:profile.municipality"
    assert pair.gate(name, Bounds(fill=0.25, few=1)).measured == emptied / 8
    assert pair.gate(name, Bounds(fill=0.25, few=1)).passed == (emptied <= 2)
    assert pair.gate(name, Bounds(fill=0, few=3)).passed == (emptied < 3)
    assert pair.failing() == ({name} if emptied else set())
    assert f"{(8 - emptied) / 8:.0%} of the rows instead of 100%" in pair.gate(name).message


def test_a_field_that_is_filled_as_often_among_fewer_rows_is_not_filled_less(pair: Pair) -> None:
    pair.alter(pair.new, f"DELETE FROM profile WHERE {first(4)}")
    assert pair.gate("fill:profile.municipality").passed
    pair.alter(pair.new, f"UPDATE profile SET municipality = NULL WHERE {first(1)}")
    gate = pair.gate("fill:profile.municipality", Bounds(fill=0.2, few=1))
    assert (gate.measured, gate.passed) == (0.25, False)
    assert pair.gate("fill:profile.municipality", Bounds(fill=0.2, few=2)).passed, "one is missing, not five"


@pytest.mark.parametrize("lost", [0, 1, 2, 3])
def test_keys_that_are_lost_are_counted_for_profiles_and_projects_together(pair: Pair, lost: int) -> None:
    keys = 8 + pair.number("SELECT count(*) FROM project")
    pair.alter(
        pair.new,
        f"UPDATE profile SET id = 'other-' || id WHERE {first(min(lost, 1))}",
        f"UPDATE project SET id = 'other-' || id WHERE {first(max(lost - 1, 0), 'project')}",
    )
    gate = pair.gate("ids", Bounds(ids=2 / keys, few=1))
    assert (gate.measured, gate.passed) == (lost / keys, lost <= 2)
    assert pair.gate("ids", Bounds(ids=0, few=3)).passed == (lost < 3)
    assert gate.message == f"keys of profiles and projects that are lost: {lost} of {keys}"


def test_unread_lines_may_rise_by_few_or_by_a_share_of_all_lines_of_profiles(pair: Pair) -> None:
    for path in (pair.new, pair.old):
        pair.alter(path, "UPDATE body SET lines_total = 50, lines_unread = 1")
    pair.alter(pair.new, f"UPDATE body SET lines_unread = 5 WHERE {first(1, 'body')}")
    gate = pair.gate("unread", Bounds(unread=0.005, few=4))
    assert (gate.measured, gate.passed) == (pytest.approx(4 / 400), False)
    assert pair.gate("unread", Bounds(unread=0.02, few=1)).passed
    assert pair.gate("unread", Bounds(unread=0.005, few=5)).passed
    assert gate.message == "3.0% of the lines are unread instead of 2.0%"
    pair.alter(
        pair.new, f"UPDATE capture SET verdict = 'other' WHERE body = (SELECT id FROM body WHERE {first(1, 'body')})"
    )
    assert pair.gate("unread").measured == 0, "it is no profile"


def test_a_gate_is_accepted_by_its_name_or_by_its_kind() -> None:
    gate = Gate("fill:project.title", 1, 0, False, "")
    assert accepted(gate, ("ids", "fill"))
    assert accepted(gate, ("fill:project.title",))
    assert not accepted(gate, ("fill:project", "title", "ids"))
