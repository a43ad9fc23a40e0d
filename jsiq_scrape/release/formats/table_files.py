"""The tables of a release as files: CSV and JSON Lines."""

import csv
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from jsiq_scrape.tables import TABLES, VIEWS, Column, Kind, Table

Cell = str | int | float | None

#: Full-text search needs the number of a row; nobody else does.
_LEFT_OUT = "row"
_FLAT = ("project_overview", "profile_overview", "coverage")


def released(*, contacts: bool) -> list[Table]:
    """The tables and flat views that a release gives as files; without contacts those of contacts are left out."""
    flat = [one for one in VIEWS if one.name in _FLAT]
    return [one for one in (*flat, *TABLES) if contacts or one.name not in ("contact", "contact_version")]


def columns(one: Table) -> tuple[Column, ...]:
    """The columns that are given away."""
    return tuple(column for column in one.columns if column.name != _LEFT_OUT)


def rows(connection: sqlite3.Connection, one: Table) -> Iterator[tuple[Cell, ...]]:
    """The rows of a table as SQLite holds them, by key."""
    listed = ", ".join(f'"{column.name}"' for column in columns(one))
    order = ", ".join(f'"{name}"' for name in one.key)
    yield from connection.execute(f'SELECT {listed} FROM "{one.name}" ORDER BY {order}')  # noqa: S608


def write_csv(connection: sqlite3.Connection, one: Table, path: Path) -> None:
    """UTF-8, comma, a line feed behind each row; true and false in words, nothing where there is no value."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(column.name for column in columns(one))
        for row in rows(connection, one):
            writer.writerow(plain(column, value) for column, value in zip(columns(one), row, strict=True))


def write_json_lines(connection: sqlite3.Connection, one: Table, path: Path) -> None:
    """One object a row, with typed values and null."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in rows(connection, one):
            values = {column.name: typed(column, value) for column, value in zip(columns(one), row, strict=True)}
            file.write(json.dumps(values, ensure_ascii=False) + "\n")


def plain(column: Column, value: Cell) -> str:
    """A value in a CSV file that a program reads."""
    if value is None:
        return ""
    if column.kind is Kind.BOOLEAN:
        return "true" if value else "false"
    return repr(value) if isinstance(value, float) else str(value)


def typed(column: Column, value: Cell) -> object:
    """A value as JSON has it."""
    if value is None:
        return None
    if column.kind is Kind.BOOLEAN:
        return bool(value)
    return json.loads(str(value)) if column.kind is Kind.JSON else value
