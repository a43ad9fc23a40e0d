"""The tables of a release as files: CSV, CSV for spreadsheets, JSON Lines."""

import csv
import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from jsiq_scrape.explore.formula import harmless_cell
from jsiq_scrape.tables import TABLES, VIEWS, Column, Kind, Table

Cell = str | int | float | None

#: Full-text search needs the number of a row; nobody else does.
_LEFT_OUT = "row"
_FLAT = ("project_overview", "profile_overview", "coverage")
#: What a spreadsheet takes for a number, a day or a time.
_REINTERPRETED = re.compile(
    r"^[\s+-]*[\d.,:/ -]*\d[\d.,:/ %-]*$|^\d+(?:\.\d+)?[eE][+-]?\d+$|^(?:true|false|wahr|falsch)$", re.I
)
#: The most that a cell of a spreadsheet holds.
_LONGEST_CELL = 32_767


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


def write_excel_csv(connection: sqlite3.Connection, one: Table, path: Path) -> None:
    """For a German spreadsheet: semicolons, a byte order mark, decimal commas, ja and nein.

    A text that would be calculated, or taken for a number or a day, has an apostrophe in front: so keys keep their
    zeros and no page can run a formula.
    """
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow(column.name for column in columns(one))
        for row in rows(connection, one):
            writer.writerow(spreadsheet(column, value) for column, value in zip(columns(one), row, strict=True))


def write_json_lines(connection: sqlite3.Connection, one: Table, path: Path) -> None:
    """One object a row, with typed values and null."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in rows(connection, one):
            told = {column.name: typed(column, value) for column, value in zip(columns(one), row, strict=True)}
            file.write(json.dumps(told, ensure_ascii=False) + "\n")


def plain(column: Column, value: Cell) -> str:
    """A value in a CSV file that a program reads."""
    if value is None:
        return ""
    if column.kind is Kind.BOOLEAN:
        return "true" if value else "false"
    return repr(value) if isinstance(value, float) else str(value)


def spreadsheet(column: Column, value: Cell) -> str:
    """A value in a CSV file that a spreadsheet opens."""
    if value is None:
        return ""
    if column.kind is Kind.BOOLEAN:
        return "ja" if value else "nein"
    if column.kind is Kind.MOMENT:
        return str(value).replace("T", " ").removesuffix("Z")
    if column.kind is Kind.DATE or isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return repr(value).replace(".", ",")
    safe = harmless_cell(value)
    safe = f"'{value}" if _REINTERPRETED.search(value) else safe
    return safe if len(safe) <= _LONGEST_CELL else safe[: _LONGEST_CELL - 1] + "…"


def typed(column: Column, value: Cell) -> object:
    """A value as JSON has it."""
    if value is None:
        return None
    if column.kind is Kind.BOOLEAN:
        return bool(value)
    return json.loads(str(value)) if column.kind is Kind.JSON else value
