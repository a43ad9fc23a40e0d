"""The pages of ours in Datasette: the start page, the single row with its evidence, and the stored page."""

import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from datasette import NotFound, Response, hookimpl
from datasette.utils import tilde_decode, urlsafe_components

from jsiq_scrape.errors import UsageError
from jsiq_scrape.explore import value_evidence
from jsiq_scrape.explore.instance import FixedDatabase
from jsiq_scrape.explore.overview import overview
from jsiq_scrape.explore.row_names import names
from jsiq_scrape.explore.stored_page import stored_page
from jsiq_scrape.explore.word_diff import Passage, word_diff
from jsiq_scrape.tables import CURRENT, EVIDENCE, HISTORY, TABLES, VIEWS

#: What the address of a stored page may ask for.
LINES, SOURCE = "zeilen", "quelltext"
_GROUPS = (
    ("Für die Auswertung", VIEWS),
    ("Letzter Stand", CURRENT),
    ("Geschichte", HISTORY),
    ("Belege, Codebuch und Herstellung", EVIDENCE),
)
_DESCRIBED = {one.name: one for one in (*TABLES, *VIEWS)}


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [(r"^/(?P<database>[^/]+)/-/seite/(?P<body>[0-9a-f]{16})$", show_stored_page)]


@hookimpl
def extra_template_vars(
    view_name: str, request: Any, database: str | None, table: str | None, datasette: Any
) -> Callable[[], Awaitable[dict[str, Any]]] | None:
    if view_name == "index":
        return lambda: _start(datasette)
    if view_name == "database" and database is not None:
        return lambda: _groups(datasette, database)
    if view_name == "row" and database is not None and table in _DESCRIBED:
        return lambda: _row(datasette, database, table, urlsafe_components(request.url_vars["pks"]))
    return None


async def show_stored_page(datasette: Any, request: Any) -> Any:
    """The stored body as text, never as the page it was."""
    name = tilde_decode(request.url_vars["database"])
    if name not in datasette.databases:
        raise NotFound(f"Database not found: {name}")
    await datasette.ensure_permissions(request.actor, [("view-database", name), "view-instance"])
    database = datasette.get_database(name)
    page = await database.execute_fn(
        lambda connection: stored_page(
            connection,
            _bodies(database.path),
            request.url_vars["body"],
            request.args.get(LINES) or "",
            bool(request.args.get(SOURCE)),
        )
    )
    if page is None:
        raise NotFound("Die Datenbank kennt keine gespeicherte Seite mit diesem Schlüssel.")
    told = {"page": page, "database": name, "asked": request.args.get(LINES) or ""}
    return Response.html(await datasette.render_template("stored_page.html", told, request=request))


def _bodies(path: str | None) -> Path | None:
    """The folder of the store beside a database; None where there is none."""
    if path is None:
        return None
    folder = Path(path).resolve().parent.parent / "snapshots" / "bodies"
    return folder if folder.is_dir() else None


async def _start(datasette: Any) -> dict[str, Any]:
    """The overview of the first database that is ours."""
    for name, database in datasette.databases.items():
        if isinstance(database, FixedDatabase) and "profile_overview" in await database.view_names():
            return {"ours": name, "overview": await database.made_of(overview)}
    return {"ours": None}


async def _groups(datasette: Any, database: str) -> dict[str, Any]:
    """Our tables and views, in the order in which an analyst needs them; none where the database is another."""
    there = {
        *await datasette.get_database(database).table_names(),
        *await datasette.get_database(database).view_names(),
    }
    groups = [(title, [one for one in described if one.name in there]) for title, described in _GROUPS]
    return {"groups": [group for group in groups if group[1]]}


async def _row(datasette: Any, database: str, name: str, key: list[str]) -> dict[str, Any]:
    """What a row and its neighbours are called, and, where it was taken from a page, its evidence."""
    described = {column.name: column for column in _DESCRIBED[name].columns}
    asked = datasette.get_database(database)
    found = await asked.execute_fn(lambda connection: _entry(connection, name, key))
    called = await asked.execute_fn(lambda connection: names(connection, _DESCRIBED[name], key))
    values = {value.column.name: value for value in found.values} if found else {}
    difference = await asked.execute_fn(lambda connection: _difference(connection, key)) if name == "change" else []
    return {"described": described, "entry": found, "values": values, "called": called, "difference": difference}


def _difference(connection: sqlite3.Connection, key: list[str]) -> list[Passage]:
    """The words that a change removed and added; none where it has only one side."""
    row = connection.execute("SELECT old, new FROM change WHERE event = ?", key).fetchone()
    return word_diff(*row) if row is not None and None not in row else []


def _entry(connection: sqlite3.Connection, name: str, key: list[str]) -> value_evidence.Entry | None:
    if name.removesuffix("_version") not in value_evidence.KEPT:
        return None
    version = int(float(key[1])) if name.endswith("_version") else None  # SQLite finds version 1 for "1.0" too
    try:
        return value_evidence.entry(connection, name, key[0], version)
    except UsageError:
        return None
