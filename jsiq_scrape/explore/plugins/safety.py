"""What every answer of the server keeps to: nothing from other hosts, and no cell that a spreadsheet would run."""

import csv
import io
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import unquote_plus

from datasette import hookimpl

from jsiq_scrape.explore.formula import harmless_cell

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
#: The names under which a browser on this machine, or at the end of a tunnel to it, asks.
_HERE = re.compile(r"(?:127\.0\.0\.1|localhost|\[::1\])(?::[0-9]{1,5})?")
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
        if not is_this_machine(scope["headers"]):
            await refuse(send)
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


def is_this_machine(headers: list[tuple[bytes, bytes]]) -> bool:
    """Whether a request names this machine; a foreign page that led its own name here (DNS rebinding) names itself."""
    named = [value.decode("latin-1").lower() for name, value in headers if name == b"host"]
    return len(named) == 1 and _HERE.fullmatch(named[0]) is not None


async def refuse(send: Send) -> None:
    """An answer that tells nothing."""
    head = [(b"content-type", b"text/plain; charset=utf-8"), *HEADERS]
    await send({"type": "http.response.start", "status": 421, "headers": head})
    await send(
        {"type": "http.response.body", "body": b"This server answers this machine only, as 127.0.0.1 or localhost.\n"}
    )


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
