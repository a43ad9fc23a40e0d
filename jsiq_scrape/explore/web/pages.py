"""The pages of ours in Datasette: what its templates get, and the stored page as text and as it looked."""

import sqlite3
from collections.abc import Callable
from typing import Any, TypeVar

from datasette import NotFound, Response, hookimpl
from datasette.utils import tilde_decode

from jsiq_scrape.explore.web.answers import RENDERED_POLICY, NoStoredPage
from jsiq_scrape.explore.web.descriptions import ours
from jsiq_scrape.explore.web.language import t
from jsiq_scrape.explore.web.page import Page, ask, bodies
from jsiq_scrape.explore.web.stored_page import rendered_page, stored_page

T = TypeVar("T")

#: What the address of a stored page may ask for.
LINES, SOURCE = "zeilen", "quelltext"


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    stored = r"^/(?P<database>[^/]+)/-/seite/(?P<body>[0-9a-f]{16})"
    return [(f"{stored}$", show_stored_page), (f"{stored}/ansicht$", show_rendered_page)]


@hookimpl
def extra_template_vars(database: str | None, datasette: Any) -> dict[str, Any]:
    name = ours(datasette, database)
    return {"ours": name, "page": Page(datasette.get_database(name)) if name is not None else None}


async def show_stored_page(datasette: Any, request: Any) -> Any:
    """The stored body as text, line by line."""
    lines, source = request.args.get(LINES) or "", bool(request.args.get(SOURCE))
    name, shown = await _stored(
        datasette, request, lambda connection, folder, body: stored_page(connection, folder, body, lines, source)
    )
    context = {"stored": shown, "database": name, "asked": lines}
    return Response.html(await datasette.render_template("jsiq/stored_page.html", context, request=request))


async def show_rendered_page(datasette: Any, request: Any) -> Any:
    """The stored body as it looked, without anything that runs or loads."""
    _, shown = await _stored(datasette, request, rendered_page)
    return Response.html(shown, headers={"content-security-policy": RENDERED_POLICY})


async def _stored(
    datasette: Any, request: Any, show: Callable[[sqlite3.Connection, Any, str], T | None]
) -> tuple[str, T]:
    name = tilde_decode(request.url_vars["database"])
    if ours(datasette, name) is None:
        raise NotFound(f"Database not found: {name}")
    await datasette.ensure_permissions(request.actor, [("view-database", name), "view-instance"])
    database = datasette.get_database(name)
    shown = await ask(database, lambda connection: show(connection, bodies(database.path), request.url_vars["body"]))
    if shown is None:
        raise NoStoredPage(
            t(
                "Die Datenbank kennt keine gespeicherte Seite mit diesem Schlüssel, die gezeigt werden darf.",
                "The database knows no stored page of that key that may be shown.",
            )
        )
    return name, shown
