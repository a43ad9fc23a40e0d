"""A stored body as numbered lines of plain text: nothing of it is ever sent as markup."""

import re
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from jsiq_scrape.errors import DamagedBody, PurgedBody
from jsiq_scrape.evidence.bodies import Bodies
from jsiq_scrape.evidence.purges import Purges
from jsiq_scrape.explore.value_evidence import archived
from jsiq_scrape.parse.document import parse_document
from jsiq_scrape.privacy.identifiers import MARK

_RANGE = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line of the page."""

    number: int
    text: str
    path: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ShownCapture:
    """One capture that saw this body."""

    id: str
    captured_at: str
    url: str
    archive_url: str | None  # leads to the chosen text


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A body with its lines, the captures that saw it, and what was read from the chosen lines."""

    id: str
    digest: str
    title: str | None
    lines: tuple[ShownLine, ...]
    source: str | None  # the markup as text, where it was asked for
    captures: tuple[ShownCapture, ...]
    claims: tuple[tuple[str, str, str, int, int], ...]  # entity, key, column, first and last line
    problem: str | None  # why there are no lines


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
    markup = None
    if content is None:
        shown = _known_lines(connection, body, first, last)
    else:
        page = parse_document(content, content_type=content_type)
        withheld = {row[0] for row in connection.execute("SELECT line FROM withheld_line WHERE body = ?", (body,))}
        markup = content.decode(page.charset or "utf-8", "replace") if source and not withheld else None
        shown = tuple(
            ShownLine(
                line.number,
                MARK if line.number in withheld else line.text,
                line.path,
                first <= line.number <= last,
            )
            for line in page.lines()
        )
        if withheld:
            problem = "Auf dieser Seite wird Personenbezogenes nicht gezeigt, daher auch ihr Quelltext nicht."
    text = " ".join(line.text for line in shown if line.chosen)
    return StoredPage(
        body,
        digest,
        title,
        shown,
        markup,
        _captures(connection, body, text),
        claims,
        problem,
    )


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
        why = "Diese Datenbank nennt keine Kontaktpersonen, die gespeicherte Seite täte es"
    elif bodies is None:
        why = "Die gespeicherten Seiten liegen nicht bei dieser Datenbank"
    else:
        try:
            return Bodies(bodies, Purges(bodies.parent / "purges")).read(digest), None
        except PurgedBody:
            why = "Die gespeicherte Seite wurde gelöscht, mit Absicht und für immer"
        except DamagedBody:
            why = "Die gespeicherte Seite fehlt oder ist beschädigt"
    return None, f"{why}; zu sehen sind die Zeilen, die die Datenbank kennt."


def _known_lines(connection: sqlite3.Connection, body: str, first: int, last: int) -> tuple[ShownLine, ...]:
    known = connection.execute(
        "SELECT first_line, min(path), min(text) FROM claim WHERE body = ? GROUP BY first_line ORDER BY first_line",
        (body,),
    )
    return tuple(ShownLine(number, text, path, first <= number <= last) for number, path, text in known)


def _captures(connection: sqlite3.Connection, body: str, text: str) -> tuple[ShownCapture, ...]:
    rows = connection.execute(
        """SELECT capture.id, capture.captured_at, page.url, capture.archive_url
        FROM capture JOIN page ON page.id = coalesce(capture.final_page, capture.page)
        WHERE capture.body = ? ORDER BY capture.captured_at, capture.id LIMIT 50""",
        (body,),
    )
    return tuple(ShownCapture(id_, at, url, archived(address, text)) for id_, at, url, address in rows)
