"""What every answer keeps to: its language, nothing from other hosts, and no cell that a spreadsheet would run."""

import csv
import io
import json
import re
from collections.abc import Awaitable, Callable
from http.cookies import CookieError
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import parse_qsl, unquote_plus, urlencode

from datasette import Forbidden, NotFound, Response, hookimpl
from datasette.utils import tilde_decode
from datasette.utils.asgi import Request
from markupsafe import Markup

from jsiq_scrape.database.demo_data import NOTE
from jsiq_scrape.explore.datasette_server import Application, Message, Receive, Send
from jsiq_scrape.explore.formula import harmless_cell
from jsiq_scrape.explore.web.descriptions import demo, ours
from jsiq_scrape.explore.web.language import ARGUMENT, COOKIE, LANGUAGE, Language, chosen, t

#: Scripts and styles stand inside Datasette's own pages, so "unsafe-inline"; but nothing may come from elsewhere.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
#: The page that a stored page is shown in: no script, no network, no address of its own; ours alone may hold it.
RENDERED_POLICY = "sandbox; default-src 'none'; form-action 'none'; frame-ancestors 'self'"
HEADERS = {
    b"content-security-policy": POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
}
#: The header with the name of a file.
_NAME = b"content-disposition"
#: What people save; files of invented data say so in their name.
_FILES = frozenset({".csv", ".json", ".db"})


class NoStoredPage(NotFound):  # type: ignore[misc]  # Datasette has no types
    """There is no stored page of that key, or none that may be shown; says so in the language of the page."""


_YEAR = 365 * 24 * 3600


@hookimpl
def startup() -> None:
    from datasette import handle_exception as datasettes_own

    # Where rich is installed, Datasette 0.65 prints a traceback with all variables on standard output for each error
    # page, a mistyped address included, and with rich 15 fails over it.  None is its own word for "not installed".
    datasettes_own.rich = None


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[Application], Application]:
    """Where a database of ours is shown: the language that was chosen, our headers, CSV without formulas."""

    def wrapped(application: Application) -> Application:
        async def answer(scope: Message, receive: Receive, send: Send) -> None:
            if scope["type"] != "http" or ours(datasette) is None:
                await application(scope, receive, send)
                return
            request = Request(scope, receive)
            wanted = chosen(request.args.get(ARGUMENT))
            if wanted is not None:
                await _remember(datasette, request, wanted, send)
                return
            LANGUAGE.set(_remembered(request) or "de")
            query = answerable(scope["query_string"])
            await application({**scope, "query_string": query}, receive, _kept(datasette, scope, send))

        return answer

    return wrapped


def _kept(datasette: Any, scope: Message, send: Send) -> Send:
    """`send`, with our headers; rows of ours as CSV without formulas, and files of invented data marked as such."""
    file = _inside(datasette, scope["path"])
    name = tilde_decode(file.split("/")[0].partition(".")[0])
    kind = PurePosixPath(file).suffix if ours(datasette, name) is not None else ""
    invented = kind in _FILES and demo(datasette.databases[name])
    mapped = b"_shape=object" in scope["query_string"]  # a mapping of rows, which has no place for anything else
    marked = False

    async def pass_on(message: Message) -> None:
        nonlocal marked
        if message["type"] == "http.response.start":
            there = [(key.lower(), value) for key, value in message.get("headers", [])]
            named = dict(there)
            added = [(key, value) for key, value in HEADERS.items() if key not in named]
            if invented:
                called = named.get(_NAME, _inline(PurePosixPath(file).name))
                there = [one for one in there if one[0] != _NAME]
                added.append((_NAME, called.replace(b'filename="', b'filename="demo-')))
                marked = named.get(b"content-type", b"").startswith(b"application/json") and not mapped
            message = {**message, "headers": [*there, *added, (b"vary", b"Cookie")]}
        elif kind == ".csv" and message.get("body"):  # Datasette sends each row of a CSV by itself
            message = {**message, "body": harmless_rows(message["body"].decode("utf-8")).encode("utf-8")}
        elif marked and message.get("body", b"").startswith(b'{"'):
            message = {**message, "body": b'{"demo": %s, %s' % (json.dumps(NOTE).encode(), message["body"][1:])}
        await send(message)

    return pass_on


def _inline(name: str) -> bytes:
    """The header that gives a file a name, for whoever saves what the browser shows."""
    return b'inline; filename="%s"' % re.sub(r"[^\w.~-]", "_", name, flags=re.ASCII).encode()


def _inside(datasette: Any, path: str) -> str:
    """The path below the place where Datasette stands, with or without a proxy that takes that place off."""
    return path.removeprefix(datasette.setting("base_url").rstrip("/")).lstrip("/")


async def _remember(datasette: Any, request: Any, wanted: Language, send: Send) -> None:
    """Lead to the page without the choice in its address, and remember the choice."""
    asked = parse_qsl(request.query_string, keep_blank_values=True)
    kept = urlencode([(name, value) for name, value in asked if name != ARGUMENT])
    answer = Response.redirect(datasette.urls.path(_inside(datasette, request.path)) + ("?" + kept if kept else ""))
    answer.set_cookie(COOKIE, wanted, max_age=_YEAR, samesite="lax", httponly=True)
    await answer.asgi_send(send)


def _remembered(request: Any) -> Language | None:
    try:
        return chosen(request.cookies.get(COOKIE))
    except CookieError:
        return None


@hookimpl
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Callable[[], Awaitable[Any]] | None:
    """A page of ours for what is not there or not allowed; other errors are Datasette's to report."""
    status = 404 if isinstance(exception, NotFound) else 403 if isinstance(exception, Forbidden) else None
    status = status or getattr(exception, "status", None)
    if status is None or ours(datasette) is None or request.path.endswith(".json"):
        return None
    message = getattr(exception, "message", None) or str(exception)
    if getattr(exception, "message_is_html", False):
        message = Markup(message)  # noqa: S704  # Datasette's own, which escapes what it puts in
    elif type(exception) is NotFound:  # which says in English what address it did not find
        message = t("Unter dieser Adresse steht nichts.", "There is nothing at this address.")

    async def page() -> Any:
        context = {"status": status, "error": message}
        return Response.html(
            await datasette.render_template("jsiq/error.html", context, request=request), status=status
        )

    return page


def answerable(query: bytes) -> bytes:
    """The question of an address, without what Datasette's search answers with an error.

    That is a search for no word at all, and NUL, at which SQLite ends a text in the middle of a quoted word.
    """
    asked = query.replace(b"%00", b"%20")
    if b"_search" not in asked:
        return asked
    return b"&".join(part for part in asked.split(b"&") if not _searches_nothing(part))


def _searches_nothing(part: bytes) -> bool:
    name, _, value = part.decode("ascii", "replace").partition("=")
    return name.startswith("_search") and name != "_searchmode" and not unquote_plus(value).replace('"', "").strip()


def harmless_rows(text: str) -> str:
    """Rows of CSV with an apostrophe before each cell that a spreadsheet would run."""
    context = io.StringIO()
    csv.writer(context).writerows(
        [harmless_cell(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""))
    )
    return context.getvalue()
