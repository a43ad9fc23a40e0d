"""A stored body as numbered lines of plain text with their roles, and as a page without script and network."""

import re
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from datasette import NotFound, Response, hookimpl
from datasette.utils import tilde_decode
from selectolax.lexbor import LexborHTMLParser

from jsiq_scrape.errors import DamagedBody, PurgedBody
from jsiq_scrape.evidence.bodies import Bodies
from jsiq_scrape.evidence.purges import Purges
from jsiq_scrape.explore.explanation import PageLine, page_lines
from jsiq_scrape.explore.value_evidence import Row, archived, rows
from jsiq_scrape.explore.web.answers import RENDERED_POLICY, NoStoredPage
from jsiq_scrape.explore.web.descriptions import ours
from jsiq_scrape.explore.web.language import t
from jsiq_scrape.explore.web.page import ask
from jsiq_scrape.parse.document import parse_document
from jsiq_scrape.parse.labels import vocabulary
from jsiq_scrape.parse.profile.reading import examine
from jsiq_scrape.workspace import Workspace

#: What the address of a stored page may ask for.
LINES, SOURCE = "zeilen", "quelltext"
#: What would run, load or lead elsewhere.
_ACTIVE = (
    "script, style, noscript, iframe, frame, object, embed, applet, link, base, meta, form, template, svg, math, portal"
)
#: The attributes that say how a page is laid out, and nothing more.
_LAYOUT = frozenset({"class", "id", "colspan", "rowspan", "lang", "dir", "align", "valign", "width", "title"})
T = TypeVar("T")
_RANGE = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?", re.ASCII)


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    stored = r"^/(?P<database>[^/]+)/-/seite/(?P<body>[0-9a-f]{16})"
    return [(f"{stored}$", show_stored_page), (f"{stored}/ansicht$", show_rendered_page)]


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


def bodies(path: str | None) -> Path | None:
    """The folder of the store beside a database; None where there is none."""
    if path is None:
        return None
    folder = Path(path).resolve().parent.parent / "snapshots" / "bodies"
    return folder if folder.is_dir() else None


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A body with its lines, the captures that saw it, and what was read from the chosen lines."""

    id: str
    digest: str
    title: str | None
    lines: Sequence[PageLine]
    first: int  # of the chosen lines, and the last
    last: int
    source: str | None  # the markup as text, where it was asked for
    captures: tuple[Row, ...]  # that saw this body; their archive_url leads to the chosen text
    claims: tuple[tuple[str, str, str, int, int], ...]  # entity, key, column, first and last line
    problem: str | None  # why there are no lines
    rendered: bool  # whether it can be shown as a page


def stored_page(
    connection: sqlite3.Connection, bodies: Path | None, body: str, lines: str, source: bool = False
) -> StoredPage | None:
    """The body of that id, the lines ("56" or "42-44") highlighted; None when the database has no such body.

    `bodies` is the folder of the store, None where only the database is at hand: then the lines that values rest on
    are shown as the database has them.
    """
    found = connection.execute("SELECT digest, title, content_type FROM body WHERE id = ?", (body,)).fetchone()
    if found is None:
        return None
    digest, title, content_type = found
    first, last = chosen(lines)
    claims = tuple(
        connection.execute(
            "SELECT entity, id, variable, first_line, last_line FROM claim WHERE body = ? ORDER BY first_line, field",
            (body,),
        )
    )
    content, problem = _content(connection, bodies, digest)
    markup, withheld = None, _withheld(connection, body)
    if content is None or bodies is None:
        known = connection.execute(
            "SELECT first_line, min(text), min(path) FROM claim WHERE body = ? GROUP BY first_line ORDER BY first_line",
            (body,),
        )
        shown = [PageLine(number, text, path, "", ()) for number, text, path in known]
    else:
        words = vocabulary.load_vocabulary(Workspace(bodies.parent.parent).resource("office_page.toml"))
        examined = examine(content, words, content_type=content_type)
        charset = examined.document.charset or "utf-8"
        markup = content.decode(charset, "replace") if source and not withheld else None
        shown = page_lines(examined, (), withheld)
        if withheld:
            problem = t(
                "Auf dieser Seite wird Personenbezogenes nicht gezeigt, daher auch ihr Quelltext nicht.",
                "Personal data on this page is withheld, and therefore its source too.",
            )
    text = " ".join(line.text for line in shown if first <= line.number <= last)
    return StoredPage(
        body,
        digest,
        title,
        shown,
        first,
        last,
        markup,
        _captures(connection, body, text),
        claims,
        problem,
        content is not None and not withheld,
    )


def rendered_page(connection: sqlite3.Connection, bodies: Path | None, body: str) -> str | None:
    """The stored page as HTML of which nothing runs, loads or leads elsewhere; None where it is not to be shown."""
    found = connection.execute("SELECT digest, content_type FROM body WHERE id = ?", (body,)).fetchone()
    if found is None or _withheld(connection, body):
        return None
    content, _ = _content(connection, bodies, found[0])
    if content is None:
        return None
    charset = parse_document(content, content_type=found[1]).charset or "utf-8"
    return inert(content.decode(charset, "replace"))


def inert(markup: str) -> str:
    """A page without anything that runs, loads or leads elsewhere."""
    page = LexborHTMLParser(markup)
    for active in page.css(_ACTIVE):
        active.decompose()
    for picture in page.css("img"):
        picture.replace_with(picture.attributes.get("alt") or "")
    for element in page.css("*"):
        for name in set(element.attributes) - _LAYOUT:
            del element.attrs[name]
    return page.html or ""


def _withheld(connection: sqlite3.Connection, body: str) -> frozenset[int]:
    """The lines that are shown to nobody."""
    return frozenset(row[0] for row in connection.execute("SELECT line FROM withheld_line WHERE body = ?", (body,)))


def chosen(lines: str) -> tuple[int, int]:
    """First and last line that an address names; (0, 0), which is no line, when it names none."""
    matched = _RANGE.fullmatch(lines)
    if matched is None:
        return 0, 0
    first = int(matched[1])
    return first, int(matched[2] or first)


def _content(connection: sqlite3.Connection, bodies: Path | None, digest: str) -> tuple[bytes | None, str | None]:
    """The stored bytes, or why they are not shown."""
    if connection.execute("SELECT 1 FROM build WHERE key = 'contacts'").fetchone():
        why = t(
            "Diese Datenbank nennt keine Kontaktpersonen, die gespeicherte Seite täte es",
            "This database names no contact persons; the stored page would",
        )
    elif bodies is None:
        why = t(
            "Die gespeicherten Seiten liegen nicht bei dieser Datenbank",
            "The stored pages are not beside this database",
        )
    else:
        try:
            return Bodies(bodies, Purges(bodies.parent / "purges")).read(digest), None
        except PurgedBody:
            why = t(
                "Die gespeicherte Seite wurde gelöscht, mit Absicht und für immer",
                "The stored page was deleted, on purpose and for good",
            )
        except DamagedBody:
            why = t("Die gespeicherte Seite fehlt oder ist beschädigt", "The stored page is missing or damaged")
    known = t("zu sehen sind die Zeilen, die die Datenbank kennt", "what is shown are the lines the database knows")
    return None, f"{why}; {known}."


def _captures(connection: sqlite3.Connection, body: str, text: str) -> tuple[Row, ...]:
    found = rows(
        connection,
        """SELECT capture.id, capture.captured_at, page.url, capture.archive_url
        FROM capture JOIN page ON page.id = coalesce(capture.final_page, capture.page)
        WHERE capture.body = ? ORDER BY capture.captured_at, capture.id LIMIT 50""",
        (body,),
    )
    return tuple({**row, "archive_url": archived(row["archive_url"], text)} for row in found)
