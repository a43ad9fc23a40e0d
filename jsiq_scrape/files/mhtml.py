"""A page that a browser saved as one MHTML file: a MIME message whose root part is the page (RFC 2557).

Chrome, Edge and Opera write `.mhtml`, Internet Explorer and Word wrote `.mht`.  The other parts are pictures, style
sheets and frames.
"""

import binascii
import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.errors import (
    CloseBoundaryNotFoundDefect,
    InvalidBase64CharactersDefect,
    InvalidBase64LengthDefect,
    InvalidBase64PaddingDefect,
)
from email.message import Message

from jsiq_scrape.moments import header_moment

ENDINGS = frozenset({".mhtml", ".mht"})
#: A page with its pictures; what is larger is not held in memory.
LARGEST = 64 * 1024 * 1024
_PAGES = ("text/html", "application/xhtml+xml")
# Header fields from the first line on, one of which says that this is MIME.
_BEGINNING = re.compile(
    rb"(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,50}?(?:mime-version:|content-type:\s*multipart/related\b)",
    re.IGNORECASE,
)
_FOLD = re.compile(r"\s*\n\s*")
_NO_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
_LONGEST_HEADER = 16 * 1024


class NoPage(Exception):
    """A file holds no page; the message says what it is instead."""


@dataclass(frozen=True, slots=True)
class SavedPage:
    """The page in a file, with what the browser noted of it; of a file that is no MHTML only the body."""

    body: bytes
    content_type: str | None = None  # of the root part, with its charset where one is declared
    location: str | None = None  # the address of the page, as the browser wrote it; None where it wrote none
    saved_at: datetime | None = None  # the Date of the message in UTC; None where there is none, or it is no date
    damage: str | None = None  # what is wrong with the file; the body is what is left then


def is_mhtml(content: bytes) -> bool:
    """True if a file begins as a MIME message does, whatever its name."""
    return _BEGINNING.match(content[:_LONGEST_HEADER].lstrip()) is not None


def read(content: bytes) -> SavedPage:
    """The page in the bytes of an MHTML file.  Raises NoPage."""
    if not is_mhtml(content):
        raise NoPage("no MHTML file")
    try:
        message = message_from_bytes(content.lstrip())
        parts = [part for part in message.walk() if not part.is_multipart()]
    except RecursionError:
        raise NoPage("an MHTML file of parts within parts without end") from None
    root = _root(message, parts)
    if root is None:
        raise NoPage("an MHTML file without a page in HTML")
    body, damage = _content(root)
    # Of the page, else what Chrome notes at the head of the file, else of the whole.
    locations = (
        _header(root, "Content-Location"),
        _header(message, "Snapshot-Content-Location"),
        _header(message, "Content-Location"),
    )
    if any(isinstance(defect, CloseBoundaryNotFoundDefect) for part in message.walk() for defect in part.defects):
        damage = "the file ends before its last part does"
    return SavedPage(
        body=body,
        content_type=_header(root, "Content-Type", " ") or root.get_content_type(),
        location=next(filter(None, locations), None),
        saved_at=header_moment(_header(message, "Date", " ") or ""),
        damage=damage,
    )


def _root(message: Message, parts: list[Message]) -> Message | None:
    """The part that the message names as its start, else the first in HTML."""
    start = message.get_param("start")  # without its angle brackets
    pages = [part for part in parts if part.get_content_type() in _PAGES]
    named = (part for part in pages if start and (_header(part, "Content-ID") or "").strip("<>") == start)
    return next(named, next(iter(pages), None))


def _content(root: Message) -> tuple[bytes, str | None]:
    """The decoded bytes of a part, and what is wrong with their base64."""
    body = root.get_payload(decode=True)
    assert isinstance(body, bytes)  # a part that holds no others
    if any(isinstance(defect, InvalidBase64LengthDefect) for defect in root.defects):
        signs = _NO_BASE64.sub(b"", body)  # the library gives it back as it stands
        return binascii.a2b_base64(signs[: len(signs) // 4 * 4]), "the base64 of the page is damaged"
    if any(isinstance(defect, InvalidBase64PaddingDefect | InvalidBase64CharactersDefect) for defect in root.defects):
        return body, "the base64 of the page is damaged"
    return body, None


def _header(part: Message, name: str, joint: str = "") -> str | None:
    """A header field in one line, None when it is missing or empty; an address is folded where it has no blank."""
    return _FOLD.sub(joint, str(part.get(name, ""))).strip() or None
