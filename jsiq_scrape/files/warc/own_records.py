"""The captures that a store's own WARC files carry: each capture's line in a metadata record, in the standard's fields.

A foreign reader sees an ordinary archive; we get back exactly what was exported: hops, robots decisions, errors.
"""

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


def capture_of(block: bytes) -> Capture | None:
    """The capture that such a block carries, with the digest of its body; None when it carries none.

    Raises LineError when it was changed since it was written.
    """
    fields = _fields(block)
    line = fields.get(b"jsiq-capture")
    if not line:
        return None
    capture = read_line(line, fields.get(b"jsiq-run", b"").decode("utf-8", "replace"))
    if not isinstance(capture, Capture):
        raise LineError("is no capture")
    return capture


def fields_of_purge(name: str, line: bytes) -> bytes:
    """The block of the metadata record about a body that was taken out for good: the line of purges/ that says so."""
    return f"jsiq-purges: {name}\r\njsiq-purge: ".encode() + line + b"\r\n"


def purge_of(block: bytes) -> tuple[str, bytes, Purge] | None:
    """The name and the line that such a block carries, and what it says; None when it carries none.

    Raises LineError when it was changed since it was written.
    """
    fields = _fields(block)
    if b"jsiq-purge" not in fields:
        return None
    name, line = fields.get(b"jsiq-purges", b"").decode("utf-8", "replace"), fields[b"jsiq-purge"]
    return name, line, read_purge(line, name)


def _fields(block: bytes) -> dict[bytes, bytes]:
    return dict(part.partition(b": ")[::2] for part in block.split(b"\r\n"))


def is_ours(warcinfo: bytes) -> bool:
    """Does this warcinfo block say that the captures stand in metadata records?"""
    return parse_headers(warcinfo).get(MARK[0]) == MARK[1]
