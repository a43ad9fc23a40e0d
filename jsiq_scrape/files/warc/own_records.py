"""The captures that a store's own WARC files carry: each capture's line in a metadata record, in the standard's fields.

A foreign reader sees an ordinary archive; we get back exactly what was exported: hops, robots decisions, errors.
"""

from dataclasses import dataclass
from typing import Literal

from jsiq_scrape.captures import Capture
from jsiq_scrape.evidence.purges import Purge, read_purge
from jsiq_scrape.evidence.run_lines import LineError, read_line, write_capture
from jsiq_scrape.files.warc.warc_records import parse_headers

#: Stands in the warcinfo record of a file whose captures stand in its metadata records.
MARK = ("jsiq-captures", "1")
CONTENT_TYPE = "application/warc-fields"


def fields_of(capture: Capture) -> bytes:
    """The block of the metadata record about a capture."""
    line = write_capture(capture).rstrip(b"\n")
    via = f"via: {capture.found_on}\r\n".encode() if capture.found_on and "\n" not in capture.found_on else b""
    return via + f"jsiq-run: {capture.run}\r\njsiq-capture: ".encode() + line + b"\r\n"


def fields_of_purge(name: str, line: bytes) -> bytes:
    """The block of the metadata record about a body that was taken out for good: the line of purges/ that says so."""
    return f"jsiq-purges: {name}\r\njsiq-purge: ".encode() + line + b"\r\n"


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A line of a store as a metadata record carries it."""

    folder: Literal["runs", "purges"]
    name: str  # of its file
    data: bytes
    holds: Capture | Purge


def line_of(block: bytes) -> OwnLine | None:
    """The line that such a block carries; None when it carries none.

    Raises LineError when it was changed since it was written.
    """
    fields = dict(part.partition(b": ")[::2] for part in block.split(b"\r\n"))
    if data := fields.get(b"jsiq-purge"):
        name = fields.get(b"jsiq-purges", b"").decode("utf-8", "replace")
        return OwnLine("purges", name, data, read_purge(data, name))
    if data := fields.get(b"jsiq-capture"):
        name = fields.get(b"jsiq-run", b"").decode("utf-8", "replace")
        capture = read_line(data, name)
        if not isinstance(capture, Capture) or "/" in name or not name:
            raise LineError("is no capture")
        return OwnLine("runs", name, data, capture)
    return None


def is_ours(warcinfo: bytes) -> bool:
    """Does this warcinfo block say that the captures stand in metadata records?"""
    return parse_headers(warcinfo).get(MARK[0]) == MARK[1]
