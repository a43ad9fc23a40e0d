"""Rows on their way into the tables: checked for their columns, sorted, so that equal content gives equal bytes."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from operator import itemgetter

from jsiq_scrape.tables import TABLES

Cell = str | int | float | None
Row = tuple[Cell, ...]
Values = Mapping[str, object]

_COLUMNS = {one.name: itemgetter(*one.names) for one in TABLES}
#: Types of values that are cells already, as most are; asked here, a value costs a fifth of what a call of `cell` does.
_AS_THEY_ARE = frozenset({str, int, float, type(None)})
_KEYS = {one.name: itemgetter(*map(one.names.index, one.key)) for one in TABLES}


class Rows:
    """Rows by table, in the order of the columns."""

    def __init__(self) -> None:
        self.by_table: dict[str, list[Row]] = {}

    def add(self, name: str, values: Values) -> None:
        """Add a row; every column has to be given, by name."""
        row = [one if type(one) in _AS_THEY_ARE else cell(one) for one in _COLUMNS[name](values)]
        self.by_table.setdefault(name, []).append(tuple(row))

    def add_cells(self, name: str, row: Row) -> None:
        """Add a row of a table with very many: cells already, in the order of the columns."""
        self.by_table.setdefault(name, []).append(row)

    def sorted(self, name: str) -> list[Row]:
        """The rows of a table by its key."""
        return sorted(self.by_table.get(name, []), key=_KEYS[name])


@lru_cache(maxsize=1 << 16)  # each capture names its page
def page_id(url: str) -> str:
    """The key of a page: 12 hex digits made of its URL."""
    return sha256(url.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def cell(value: object) -> Cell:
    """A value as SQLite stores it: booleans 0 and 1, moments in UTC, days in ISO form."""
    if isinstance(value, datetime):
        return f"{value.isoformat()[:19]}Z"
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, str | int | float):
        return value
    raise TypeError(f"no cell of a table: {value!r}")
