"""What belongs to a row: the entries of a profile, its timeline, and the two sides of a change."""

import sqlite3
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jsiq_scrape.explore.value_evidence import Row, rows
from jsiq_scrape.explore.web.language import code, shown
from jsiq_scrape.explore.word_diff import Passage, word_diff


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment of a timeline: the captures of that time, and what changed with them."""

    at: str
    captures: tuple[Row, ...]
    changes: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Related:
    """What is shown beside a row."""

    projects: tuple[Row, ...] = ()
    areas: tuple[Row, ...] = ()
    contacts: tuple[Row, ...] = ()
    timeline: tuple[Moment, ...] = ()
    change: Row | None = None
    difference: tuple[Passage, ...] = ()  # between the two sides of a change, where it has both


def related(connection: sqlite3.Connection, table: str, key: str) -> Related:
    """What belongs to the row of that key."""
    if table == "profile":
        return Related(
            projects=_rows(connection, "projects_of_profile", key),
            areas=_rows(connection, "areas_of_profile", key),
            contacts=_rows(connection, "contacts_of_profile", key),
            timeline=_timeline(connection, key),
        )
    if table in ("project", "funding_area", "contact"):
        return Related(timeline=_timeline(connection, key))
    if table == "change":
        change = next(iter(_rows(connection, "change", key)), None)
        return Related(change=change, difference=_difference(change))
    return Related()


def _difference(change: Row | None) -> tuple[Passage, ...]:
    """The words that a change removed and added; none for codes and where one side is not there."""
    if change is None or change["old"] is None or change["new"] is None or code("old", change["old"]):
        return ()
    return tuple(word_diff(*(shown(side, change[side], change["field"]) for side in ("old", "new"))))


def _timeline(connection: sqlite3.Connection, key: str) -> tuple[Moment, ...]:
    moments: dict[str, tuple[list[Row], list[Row]]] = {}
    for row in _rows(connection, "timeline", key):
        captures, changes = moments.setdefault(str(row["at"]), ([], []))
        (captures if row["event"] is None else changes).append(row)
    return tuple(Moment(at, tuple(captures), tuple(changes)) for at, (captures, changes) in moments.items())


def _rows(connection: sqlite3.Connection, question: str, key: str) -> tuple[Row, ...]:
    return tuple(rows(connection, statement(question), {"id": key}))


@cache
def statement(name: str) -> str:
    """The SQL of that file."""
    return files("jsiq_scrape.explore.web").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")
