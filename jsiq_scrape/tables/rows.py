"""Rows on their way into the tables: checked for their columns, sorted, so that equal content gives equal bytes."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from operator import itemgetter
from typing import Any

from jsiq_scrape.tables import TABLES, table

Cell = str | int | float | None
Row = tuple[Cell, ...]
Values = Mapping[str, object]

_COLUMNS = {one.name: itemgetter(*one.names) for one in TABLES}
_PLAIN = frozenset({str, int, float, type(None)})
_KEYS = {one.name: itemgetter(*map(one.names.index, one.key)) for one in TABLES}


class Rows:
    """Rows by table, in the order of the columns."""

    def __init__(self) -> None:
        self.by_table: dict[str, list[Row]] = {}

    def add(self, name: str, values: Values) -> None:
        """Add a row; every column has to be given, by name."""
        columns = _COLUMNS[name](values)
        row = tuple([value if type(value) in _PLAIN else cell(value) for value in columns])
        self.by_table.setdefault(name, []).append(row)

    def put(self, name: str, columns: tuple[str, ...], rows: Iterable[Row]) -> None:
        """Add rows that are in the form of the table already; `columns` are those they were made for."""
        if columns != table(name).names:
            raise ValueError(f"rows of table {name} with other columns: {columns}")
        self.by_table.setdefault(name, []).extend(rows)

    def sorted(self, name: str) -> list[Row]:
        """The rows of a table by its key."""
        return sorted(self.by_table.get(name, []), key=_KEYS[name])


@lru_cache(maxsize=1 << 16)  # each capture names its page
def page_id(url: str) -> str:
    """The key of a page: 12 hex digits made of its URL."""
    return sha256(url.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def cell(value: object) -> Cell:
    """A value as SQLite stores it: booleans 0 and 1, moments in UTC, days in ISO form."""
    return _FORMS.get(type(value), _of_another_type)(value)


@lru_cache(maxsize=1 << 12)  # all captures of a round have nearly the same moments, and each stands in many rows
def _moment(value: datetime) -> str:
    return f"{value.isoformat()[:19]}Z"


@lru_cache(maxsize=1 << 12)
def _day(value: date) -> str:
    return value.isoformat()


def _of_another_type(value: object) -> Cell:
    if type(value) in _PLAIN:
        return value  # type: ignore[return-value]
    if isinstance(value, StrEnum):
        return str.__str__(value)
    raise TypeError(f"no cell of a table: {value!r}")


_FORMS: dict[type, Callable[[Any], Cell]] = {bool: int, datetime: _moment, date: _day}
