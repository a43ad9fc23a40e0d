"""What differs between two databases, by the content that a rebuild has to give again; the only comparison there is.

Content are all rows of all tables but `run` and `build`, without the columns that say by which run, when and from
which archive address a capture came here.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from jsiq_scrape.database.file import check
from jsiq_scrape.tables import TABLES, Table
from jsiq_scrape.tables.connection import connect

Cell = str | int | float | None
Held = dict[tuple[Cell, ...], tuple[Cell, ...]]  # the rows of a table by key

#: The tables of the data proper; the others hold the evidence and what is counted from it.
DATA = (
    "profile", "contact", "funding_area", "project", "institution", "project_institution", "extra", "change", "alias",
    "profile_version", "contact_version", "funding_area_version", "project_version",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that only one database has, or one column of a row that both have."""

    table: str
    key: tuple[Cell, ...]
    kind: Literal["added", "removed", "changed"]
    column: str | None = None  # None for added and removed
    old: Cell = None
    new: Cell = None


def compare(old: Path, new: Path, tables: Sequence[str] | None = None) -> list[Difference]:
    """All differences in content, by table and key; only in the tables named, if any are.

    Raises DatabaseError when one of the files is not a database of this program and version.
    """
    check(old)
    check(new)
    with closing(connect(old)) as before, closing(connect(new)) as after:
        return [
            difference
            for table in TABLES
            if table.content and (tables is None or table.name in tables)
            for columns in (_shared(table, before, after),)
            for difference in _differences(
                table, columns, dict(_rows(before, table, columns)), dict(_rows(after, table, columns))
            )
        ]


def _shared(table: Table, *databases: sqlite3.Connection) -> list[str]:
    """The columns that all databases have: a field may have been declared between two builds."""
    known = [
        {row[0] for row in connection.execute("SELECT name FROM pragma_table_info(?)", (table.name,))}
        for connection in databases
    ]
    content = [column.name for column in table.columns if column.content and column.name not in table.key]
    return [name for name in content if all(name in names for names in known)]


def _rows(
    connection: sqlite3.Connection, table: Table, columns: list[str]
) -> Iterator[tuple[tuple[Cell, ...], tuple[Cell, ...]]]:
    """Key and content of each row, sorted by key."""
    names = (*table.key, *columns)
    listed = ", ".join(f'"{name}"' for name in names)
    order = ", ".join(f'"{name}"' for name in table.key)
    size = len(table.key)
    for row in connection.execute(f'SELECT {listed} FROM "{table.name}" ORDER BY {order}'):  # noqa: S608
        yield row[:size], row[size:]


def _differences(table: Table, columns: list[str], before: Held, after: Held) -> Iterator[Difference]:
    for key in sorted(before.keys() | after.keys()):  # the parts of a key are never NULL, and each of one type
        if key not in after:
            yield Difference(table.name, key, "removed")
        elif key not in before:
            yield Difference(table.name, key, "added")
        else:
            for name, was, now in zip(columns, before[key], after[key], strict=True):
                if was != now or type(was) is not type(now):
                    yield Difference(table.name, key, "changed", name, was, now)


def summary(differences: Sequence[Difference]) -> dict[str, dict[str, int]]:
    """How many differences of each kind each table has."""
    counts = Counter((one.table, one.kind) for one in differences)
    return {
        table: {kind: counts[table, kind] for kind in ("added", "removed", "changed")}
        for table in dict.fromkeys(one.table for one in differences)
    }
