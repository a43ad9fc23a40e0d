"""What a table and a column of the database are: name, type, meaning in two languages, rules."""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from datetime import date
from enum import StrEnum
from functools import partial

from jsiq_scrape.records import Contact, FieldKind, FundingArea, Profile, Project, Record, fields_of

#: The tables whose rows are entries of pages, each with the record that a row is made of.
ENTITIES: Mapping[str, type[Record]] = {
    "profile": Profile,
    "contact": Contact,
    "funding_area": FundingArea,
    "project": Project,
}


class Kind(StrEnum):
    """The types of columns; each is one SQLite type with one rule."""

    TEXT = "text"
    INTEGER = "integer"
    REAL = "real"
    BOOLEAN = "boolean"  # 0 or 1
    DATE = "date"  # 2015-01-31, a day of the calendar
    MOMENT = "moment"  # 2018-04-12T10:00:00Z, in UTC
    JSON = "json"  # a JSON list as text

    @property
    def sqlite(self) -> str:
        """The SQLite type of a STRICT table."""
        return _SQLITE.get(self, "TEXT")


_SQLITE = {Kind.INTEGER: "INTEGER", Kind.REAL: "REAL", Kind.BOOLEAN: "INTEGER"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `null` says what NULL means there, None that it is never NULL."""

    name: str
    german: str
    english: str
    null: str | None = None
    _: KW_ONLY
    kind: Kind = Kind.TEXT
    labels: tuple[str, ...] = ()  # groups of labels in office_page.toml that it is read from
    unit: str | None = None
    allowed: tuple[str, ...] = ()
    references: str | None = None  # the table whose key it holds
    check: tuple[str, str] | None = None  # name and condition of a rule beyond that of its kind
    content: bool = True  # False: about how and when it came here, not about what the pages say


integer = partial(Column, kind=Kind.INTEGER)
real = partial(Column, kind=Kind.REAL)
moment = partial(Column, kind=Kind.MOMENT)


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns in order, its key, and how Datasette shows it."""

    name: str
    german: str
    english: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    label: str | None = None  # the column that stands for a row in links
    sort: str | None = None  # the column its rows are shown by
    descending: bool = False
    facets: tuple[str, ...] = ()
    indexes: tuple[tuple[str, ...], ...] = ()
    checks: tuple[tuple[str, str], ...] = ()
    #: True: has a rowid, which full-text search needs.  So do long rows: without one, SQLite puts what is beyond a
    #: quarter of a page onto pages of its own, one or more for each row.  And so do many rows with several indexes,
    #: each of which would hold the whole key.
    rowid: bool = False
    personal: bool = False  # holds personal data of contact persons
    hidden: bool = False  # technical: not in Datasette's list of tables
    content: bool = True  # False: no part of the content that two builds are compared by

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns, in order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """The column of that name; KeyError when there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name}.{name}")


_KINDS = {str: Kind.TEXT, int: Kind.INTEGER, float: Kind.REAL, bool: Kind.BOOLEAN, date: Kind.DATE, tuple: Kind.JSON}
_CHECKS = {
    FieldKind.POSTAL_CODE: ("five_digits", "{} GLOB '[0-9][0-9][0-9][0-9][0-9]'"),
    FieldKind.AGS: ("digits", "{0} NOT GLOB '*[^0-9]*' AND length({0}) IN (5, 8)"),
    FieldKind.LATITUDE: ("in_germany", "{} BETWEEN 47 AND 56"),
    FieldKind.LONGITUDE: ("in_germany", "{} BETWEEN 5 AND 16"),
}


def columns_of(record: type[Record], *, lists: bool = False) -> tuple[Column, ...]:
    """The columns of the fields of a record; `lists` includes those that hold several values, as JSON."""
    columns = []
    for name, field in fields_of(record).items():
        kind = _KINDS[field.python]
        if kind is Kind.JSON and not lists:
            continue
        check = _CHECKS.get(field.kind)
        columns.append(
            Column(
                name,
                field.german + (", geordnet, als JSON" if kind is Kind.JSON else ""),
                field.english + (", sorted, as JSON" if kind is Kind.JSON else ""),
                None if kind is Kind.JSON else field.null,
                kind=kind,
                labels=field.labels or (),
                unit=field.unit,
                allowed=("0 nein", "1 ja") if kind is Kind.BOOLEAN else field.allowed,
                check=(check[0], check[1].format(name)) if check else None,
            )
        )
    return tuple(columns)


def answers_of(record: type[Record]) -> tuple[str, ...]:
    """The names of the yes/no columns of a record."""
    return tuple(column.name for column in columns_of(record) if column.kind is Kind.BOOLEAN)
