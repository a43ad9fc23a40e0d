"""What the templates ask for: everything on a page of ours that Datasette does not know itself."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextvars import copy_context
from dataclasses import dataclass
from typing import Any, TypeVar

from datasette import hookimpl

from jsiq_scrape.database.demo_data import NOTE
from jsiq_scrape.database.sql import Query, queries
from jsiq_scrape.errors import UsageError
from jsiq_scrape.explore import value_evidence
from jsiq_scrape.explore.value_evidence import Row, rows
from jsiq_scrape.explore.web.charts import Chart
from jsiq_scrape.explore.web.descriptions import demo, ours, whole
from jsiq_scrape.explore.web.germany import Map, draw
from jsiq_scrape.explore.web.language import both, t
from jsiq_scrape.explore.web.overview import OFFICES, Number, Overview, overview
from jsiq_scrape.explore.web.passages import passage, suggestions, texts
from jsiq_scrape.explore.web.questions import Field, chart, fields, filled_in
from jsiq_scrape.explore.web.related import Related, related
from jsiq_scrape.programme import Programme, programme
from jsiq_scrape.tables import CURRENT, EVIDENCE, HISTORY, TABLES, VIEWS, Column, Table, table

T = TypeVar("T")
_KEYED = frozenset(one.name for one in TABLES)
DESCRIBED = {one.name: one for one in (*TABLES, *VIEWS)}
#: Columns about how a row came about and what it is called by programs: last in a list.
_TECHNICAL = frozenset(
    "position latitude longitude matched_by url url_before page row first_seen last_changed event version".split()
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A prepared question as it is filled in, with what belongs to its answer."""

    query: Query
    title: str
    description: str
    fields: tuple[Field, ...]
    chart: Chart | None
    map: Map | None
    missing: Number | None  # on the map

    @property
    def problems(self) -> tuple[str, ...]:
        """Why it cannot be answered as it is filled in."""
        return tuple(field.problem for field in self.fields if field.problem is not None)


@dataclass(frozen=True, slots=True)
class Names:
    """How one row and its neighbours are called."""

    heading: str | None  # None: it has no better name than its key
    labels: dict[str, str]  # by the column that refers to the other row
    entity: str | None  # the table whose entry column "id" names, where there is such an entry


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row with everything around it."""

    columns: Mapping[str, Column]
    entry: value_evidence.Entry | None
    values: Mapping[str, value_evidence.Value]
    called: Names
    related: Related


class Page:
    """One page of a database of ours."""

    def __init__(self, database: Any) -> None:
        self._database = database

    @property
    def demo(self) -> str | None:
        """What stands on each page of invented data."""
        return both(NOTE) if demo(self._database) else None

    @property
    def metadata(self) -> Mapping[str, Any]:
        """What Datasette knows about the database as a whole."""
        return whole(self._database)

    @property
    def programme(self) -> Programme:
        """The facts about the programme."""
        return programme()

    async def overview(self) -> Overview:
        """What the start page shows."""
        return await self._ask(overview)

    async def groups(self) -> list[tuple[str, list[Table]]]:
        """The tables and views, in the order in which an analyst needs them."""
        there = {*await self._database.table_names(), *await self._database.view_names()}
        groups = (
            (t("Für die Auswertung", "For analysis"), VIEWS),
            (t("Letzter Stand", "Last state"), CURRENT),
            (t("Geschichte", "History"), HISTORY),
            (t("Belege, Codebuch und Herstellung", "Evidence, codebook and production"), EVIDENCE),
        )
        return [(title, [one for one in described if one.name in there]) for title, described in groups]

    def questions(self) -> list[tuple[str, str, str]]:
        """Name, title and description of each prepared question."""
        return [(one.name, both(one.title), both(one.description)) for one in queries()]

    def described(self, name: str) -> Table | None:
        """The table or view of that name."""
        return DESCRIBED.get(name)

    def arranged(self, name: str, columns: Sequence[Mapping[str, Any]], rows: Sequence[Any]) -> list[Mapping[str, Any]]:
        """The columns that hold something on this page: what people read first, then keys and what is technical."""
        described = DESCRIBED.get(name)
        filled = {cell["column"] for row in rows for cell in row if cell["raw"] not in (None, "")}
        shown = [column for column in columns if column["name"] in filled or not rows]
        if described is None:
            return shown
        return sorted(shown, key=lambda column: _place(described, column["name"]))

    async def question(self, name: str, values: Mapping[str, str]) -> Asked | None:
        """A prepared question of ours; None where somebody else prepared it."""
        query = next((one for one in queries() if one.name == name), None)
        if query is None:
            return None
        return await self._ask(
            lambda connection: Asked(
                query,
                both(query.title),
                both(query.description),
                fields(connection, query, values),
                chart(connection, query, values),
                draw(connection, query.sql, filled_in(query, values)) if query.name == "karte" else None,
                _missing(connection) if query.name == "karte" else None,
            )
        )

    async def hits(self, rows: Sequence[Any], asked: str) -> list[tuple[str, str, str]]:
        """Table and key of each row that the search found, and the passage it was found by."""
        keys = [("project", row["project"]) if row["project"] else ("profile", row["profile"]) for row in rows]

        def found(connection: sqlite3.Connection) -> list[tuple[str, str, str]]:
            texts_of = {
                table: texts(connection, table, (key for one, key in keys if one == table))
                for table in ("project", "profile")
            }
            return [(table, key, passage(texts_of[table].get(key, ""), asked)) for table, key in keys]

        return await self._ask(found)

    async def suggestions(self, asked: str) -> Sequence[str]:
        """What somebody may have meant who found nothing."""
        (search,) = (one.sql for one in queries() if one.name == "suche")
        return await self._ask(lambda connection: suggestions(connection, search, asked))

    async def row(self, name: str, key: list[str]) -> ShownRow | None:
        """A row of ours with its evidence, its names and what belongs to it."""
        described = DESCRIBED.get(name)
        if described is None:
            return None

        def found(connection: sqlite3.Connection) -> ShownRow:
            entry = _entry(connection, name, key)
            return ShownRow(
                {column.name: column for column in described.columns},
                entry,
                {value.column.name: value for value in entry.values} if entry else {},
                _names(connection, described, key),
                related(connection, name, key[0]),
            )

        return await self._ask(found)

    async def _ask(self, work: Callable[[sqlite3.Connection], T]) -> T:
        return await ask(self._database, work)


@hookimpl
def extra_template_vars(database: str | None, datasette: Any) -> dict[str, Any]:
    name = ours(datasette, database)
    return {"ours": name, "page": Page(datasette.get_database(name)) if name is not None else None}


async def ask(database: Any, work: Callable[[sqlite3.Connection], T]) -> T:
    """What a function makes of a database, in a thread of Datasette's, in the language of the page."""
    context = copy_context()  # which threads of an executor do not get by themselves
    answer: T = await database.execute_fn(lambda connection: context.run(work, connection))
    return answer


def _missing(connection: sqlite3.Connection) -> Number:
    """The offices that have no point on the map."""
    name, without = t("Stellen ohne gefundenen Ort", "offices without a known place"), OFFICES.where("latitude", None)
    return Number(name, without.count(connection), without.address)


def _place(described: Table, name: str) -> int:
    """Where a column stands in a list."""
    if name == described.label and name not in described.key and described in TABLES:
        return 0
    column = next((column for column in described.columns if column.name == name), None)
    if name in described.key or column is None:
        return 3 if len(described.columns) > len(described.key) + 1 else 1
    if column.references is not None:
        return 1 if described in TABLES and column.references in ("profile", "project", "institution") else 3
    return 2 if name in _TECHNICAL else 1


def _entry(connection: sqlite3.Connection, name: str, key: list[str]) -> value_evidence.Entry | None:
    if name.removesuffix("_version") not in value_evidence.KEPT:
        return None
    version = int(float(key[1])) if name.endswith("_version") else None  # SQLite finds version 1 for "1.0" too
    try:
        return value_evidence.entry(connection, name, key[0], version)
    except UsageError:
        return None


def _names(connection: sqlite3.Connection, described: Table, key: Sequence[str]) -> Names:
    """The names around the row with that key."""
    found = rows(connection, f'SELECT * FROM "{described.name}" WHERE {_where(described)}', key)  # noqa: S608  # names of ours
    values: Row = found[0] if found else {}
    labels = {
        column.name: label
        for column in described.columns
        if column.references in _KEYED
        and (label := _label(connection, table(column.references), values.get(column.name)))
    }
    heading = values.get(described.label) if described.label else None
    if not heading and described.name.endswith("_version"):
        heading = labels.get(described.key[0])
    entity = values.get("entity") if {"entity", "id"} <= values.keys() else None
    if entity not in _KEYED or _find(connection, table(entity), "id", values["id"]) is None:
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
