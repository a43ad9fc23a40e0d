"""What every answer of the server keeps to: nothing from other hosts, and no cell that a spreadsheet would run."""

import csv
import io
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import unquote_plus

from datasette import hookimpl

from jsiq_scrape.publish.formula import harmless_cell

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]

#: Scripts and styles stand inside Datasette's own pages, so "unsafe-inline"; but nothing may come from elsewhere.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = [
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
]
#: How Datasette's pages begin; without a language a screen reader speaks German as if it were English.
_PAGE = b"<!DOCTYPE html>\n<html>"


@hookimpl
def asgi_wrapper() -> Callable[[Application], Application]:
    return guarded


def guarded(application: Application) -> Application:
    """The application, its answers with our headers and its CSV without formulas."""

    async def guard(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await application(scope, receive, send)
            return
        spreadsheet = scope["path"].endswith(".csv")

        async def pass_on(message: Message) -> None:
            body = message.get("body", b"")
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", []), *HEADERS]}
            elif spreadsheet and body:  # Datasette sends each row of a CSV by itself
                message = {**message, "body": harmless_rows(body.decode("utf-8")).encode("utf-8")}
            elif body.startswith(_PAGE):
                message = {**message, "body": body.replace(b"<html>", b'<html lang="de">', 1)}
            await send(message)

        await application({**scope, "query_string": answerable(scope["query_string"])}, receive, pass_on)

    return guard


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
    told = io.StringIO()
    csv.writer(told).writerows(
        [harmless_cell(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""))
    )
    return told.getvalue()
