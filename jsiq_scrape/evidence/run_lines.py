"""The lines of a run file: one capture each, or the line that closes the run; written and read here alone.

A line is one JSON object of format 1 that ends in `"check"`: 16 hex digits of the SHA-256 of the run's id and of
everything before it in the line.  So a changed byte is noticed in every part of a line, and so is a renamed file.
`"line"` is its number, so a line that was lost, doubled or moved is noticed too.
"""

import json
from dataclasses import dataclass, fields
from datetime import datetime
from hashlib import sha256
from typing import ClassVar, Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError

from jsiq_scrape.captures import ArchiveRecord, Capture, Hop, RobotsDecision, moment_text

FORMAT = 1
_SEAL = b',"check":"0123456789abcdef"}'
_BEGINNING = b'{"format":1,'


class LineError(ValueError):
    """The line is not what was once written; says how."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """The last line of a run that ended in order; without it the run was interrupted, or its end is lost."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid", strict=True)

    line: int
    end: Literal["complete"]


#: In the order in which they stand in a line.
_FIELDS = (
    "purpose", "source", "url", "asked_at", "captured_at", "retrieved_at", "robots", "hops", "final_url", "status",
    "headers", "digest", "confirms", "error_kind", "error", "found_on", "archive",
)  # fmt: skip
_CLOSING = TypeAdapter(Closing)
_CAPTURE = TypeAdapter(Capture)


def write_capture(capture: Capture) -> bytes:
    """The line about this capture, with its line feed.  What is empty is left out."""
    values = {name: _plain(getattr(capture, name)) for name in _FIELDS}
    filled = {name: value for name, value in values.items() if value not in (None, [])}
    return sealed({"format": FORMAT, "line": capture.line, **filled}, capture.run)


def write_closing(run: str, line: int) -> bytes:
    """The line that says that the run ended in order."""
    return sealed({"format": FORMAT, "line": line, "end": "complete"}, run)


def read_line(data: bytes, run: str) -> Capture | Closing:
    """The capture or the closing that a line (without its line feed) holds.  Raises LineError."""
    check_seal(data, run)
    if not data.startswith(_BEGINNING):
        raise LineError("has a format that this program does not know")
    values = b"{" + data[len(_BEGINNING) : -len(_SEAL)]
    try:
        if values.endswith(b'"end":"complete"'):
            return _CLOSING.validate_json(values + b"}")
        found = _CAPTURE.validate_json(values + b',"run":' + json.dumps(run).encode() + b"}")
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise LineError(f"has a field this program does not know how to read: {where}: {first['msg']}") from error
    if found.line < 1:
        raise LineError("has no number")
    return found


def check_seal(data: bytes, run: str) -> None:
    """Raise LineError unless a line (without its line feed) is as it was written, and for this file."""
    tail = data[-len(_SEAL) :]
    if tail[:10] != _SEAL[:10] or tail[-2:] != _SEAL[-2:]:
        raise LineError("is cut short, or no line of a run")
    if data[-18:-2] != _seal_of(data[: -len(_SEAL)], run):
        raise LineError("does not match its check: it was changed, or belongs to another run")


def sealed(values: dict[str, object], run: str) -> bytes:
    """The line that these values make, with its check and its line feed."""
    # A lone surrogate cannot be stored as UTF-8; it can only come from a broken header or file name.
    data = json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")[:-1]
    return data + b',"check":"' + _seal_of(data, run) + b'"}\n'


def _seal_of(data: bytes, run: str) -> bytes:
    return sha256(run.encode() + b"\n" + data).hexdigest()[:16].encode()


def _plain(value: object) -> object:
    """A part of a capture as JSON has it; of its own parts, those that are not None."""
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Hop | RobotsDecision | ArchiveRecord):
        parts = {field.name: getattr(value, field.name) for field in fields(value)}
        return {name: part for name, part in parts.items() if part is not None}
    return value
