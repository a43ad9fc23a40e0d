"""What a row is called on its page, and the rows that it refers to: by their labels, not by their keys."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from jsiq_scrape.explore.value_evidence import Row, rows
from jsiq_scrape.tables import TABLES, Table, table

_TABLES = frozenset(one.name for one in TABLES)


@dataclass(frozen=True, slots=True)
class Names:
    """How one row and its neighbours are called."""

    heading: str | None  # None: it has no better name than its key
    labels: dict[str, str]  # by the column that refers to the other row
    entity: str | None  # the table whose entry column "id" names, where there is such an entry


def names(connection: sqlite3.Connection, described: Table, key: Sequence[str]) -> Names:
    """The names around the row with that key."""
    found = rows(connection, f'SELECT * FROM "{described.name}" WHERE {_where(described)}', key)  # noqa: S608  # names of ours
    values: Row = found[0] if found else {}
    labels = {
        column.name: label
        for column in described.columns
        if column.references in _TABLES
        and (label := _label(connection, table(column.references), values.get(column.name)))
    }
    heading = values.get(described.label) if described.label else None
    if not heading and described.name.endswith("_version"):
        heading = labels.get(described.key[0])
    entity = values.get("entity") if {"entity", "id"} <= values.keys() else None
    if entity not in _TABLES or _find(connection, table(entity), "id", values["id"]) is None:
        entity = None
    return Names(str(heading) if heading else None, labels, entity)


def _where(described: Table) -> str:
    return " AND ".join(f'"{name}" = ?' for name in described.key)


def _label(connection: sqlite3.Connection, other: Table, key: object) -> str | None:
    if key is None or len(other.key) != 1 or other.label in (None, *other.key):
        return None
    found = _find(connection, other, str(other.label), key)
    return str(found) if found else None


def _find(connection: sqlite3.Connection, other: Table, column: str, key: object) -> object:
    statement = f'SELECT "{column}" FROM "{other.name}" WHERE {_where(other)}'  # noqa: S608  # names of ours
    found = connection.execute(statement, (key,)).fetchone()
    return found[0] if found else None
