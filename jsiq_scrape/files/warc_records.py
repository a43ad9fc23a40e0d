"""The records of a WARC file: whole ones only, each checked; what is damaged or cut off is named and stepped over."""

import base64
import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from jsiq_scrape.files.warc_bytes import Broken, Stretch, stretches

VERSIONS = frozenset({"WARC/0.17", "WARC/0.18", "WARC/1.0", "WARC/1.1"})
_USUAL_HEADER, _LONGEST_HEADER = 4096, 1024 * 1024
_PIECE = 1024 * 1024
_END = b"\r\n\r\n"
_ALGORITHMS = {"sha1": "sha1", "sha-1": "sha1", "sha256": "sha256", "sha-256": "sha256", "md5": "md5"}


@dataclass(frozen=True, slots=True)
class Record:
    """One whole record."""

    offset: int  # of the record, or of the gzip member that holds it, in the file
    headers: Mapping[str, str]  # names in lower case; the first of each name
    block: bytes | None  # None when it was not wanted, or larger than wanted
    size: int  # of the block

    @property
    def type(self) -> str:
        return self.headers.get("warc-type", "").lower()

    @property
    def target(self) -> str:
        """The URL it is about."""
        return target_of(self.headers)


def target_of(headers: Mapping[str, str]) -> str:
    """The URL that a record is about; wget puts it into angle brackets, as an example of WARC 1.0 did."""
    return headers.get("warc-target-uri", "").strip().removeprefix("<").removesuffix(">")


Wanted = Callable[[Mapping[str, str]], bool]


def records(path: Path, wanted: Wanted, max_bytes: int, flaws: list[tuple[int, str]]) -> Iterator[Record]:
    """The whole records of a file, in its order, with the blocks of those that are wanted and not above `max_bytes`.

    Flaws are (place in the file, what is wrong).  Raises OSError.
    """
    for stretch in stretches(path, flaws):
        while True:
            try:
                if not _at_record(stretch):
                    break
                record, flaw = _read(stretch, wanted, max_bytes)
            except Broken as broken:
                flaws.append((stretch.offset, str(broken)))
                if not stretch.find_record():
                    break
                continue
            yield record
            if flaw:
                flaws.append((record.offset, flaw))
                if not stretch.find_record():
                    break


def _at_record(stretch: Stretch) -> bool:
    """Whether another record begins here; blank lines between records, which some programs write, are stepped over."""
    while stretch.peek(1) in (b"\r", b"\n"):
        stretch.take(1)
    return bool(stretch.peek(1))


def _read(stretch: Stretch, wanted: Wanted, max_bytes: int) -> tuple[Record, str | None]:
    """A whole record, and what is wrong right behind it.  Raises Broken."""
    stretch.begin()
    headers = _headers(stretch)
    about = f"{headers.get('warc-type', 'record')} {headers.get('warc-target-uri', '')}".strip()
    length = headers.get("content-length", "")
    if not (length.isascii() and length.isdigit()):
        raise Broken(f"{about}: the length {length!r} of the record is no number")
    size = int(length)
    keep = wanted(headers) and size <= max_bytes
    label, _, expected = headers.get("warc-block-digest", "").partition(":")
    algorithm = _ALGORITHMS.get(label.strip().lower())
    digest = hashlib.new(algorithm, usedforsecurity=False) if algorithm else None
    block = bytearray()
    left = size
    try:
        while left:
            piece = stretch.take(min(left, _PIECE))
            if not piece:
                raise Broken(f"is cut off after {size - left} of {size} bytes")
            left -= len(piece)
            if digest is not None:
                digest.update(piece)
            if keep:
                block += piece
    except Broken as broken:
        raise Broken(f"{about}: {broken}") from None
    if digest is not None and not same_digest(digest.digest(), expected):
        raise Broken(f"{about}: the content is not what its digest says")
    record = Record(stretch.offset, headers, bytes(block) if keep else None, size)
    flaw = None
    try:
        end = stretch.take(len(_END))
        if end != _END and not _END.startswith(end):
            raise Broken("the record is longer or shorter than its length says")
        if end != _END:
            flaw = "the file ends right behind the content of this record"
        stretch.settle()
    except Broken as broken:
        flaw = f"{about}: {broken}"
        if digest is None:  # nothing else says that it is whole
            raise Broken(flaw) from None
    return record, flaw


def same_payload(payload: bytes, written: str) -> bool:
    """Whether a payload is what this digest (`sha1:...`) says; True for an algorithm that is not known."""
    label, _, expected = written.partition(":")
    algorithm = _ALGORITHMS.get(label.strip().lower())
    return algorithm is None or same_digest(hashlib.new(algorithm, payload, usedforsecurity=False).digest(), expected)


def same_digest(digest: bytes, written: str) -> bool:
    """Whether a digest is the one that was written in base32 or hexadecimal."""
    text = written.strip().rstrip("=")
    return text.lower() == digest.hex() or text.upper() == base64.b32encode(digest).decode().rstrip("=")


def _headers(stretch: Stretch) -> dict[str, str]:
    head = stretch.peek(_USUAL_HEADER)
    if _END not in head:
        head = stretch.peek(_LONGEST_HEADER)
    end = head.find(_END)
    version = head.partition(b"\n")[0].rstrip(b"\r").decode("latin-1")
    if version not in VERSIONS:
        raise Broken(f"no record of a WARC file begins here, but {version[:30]!r}")
    if end < 0:
        stretch.take(len(head))
        stretch.peek(1)  # raises Broken when something broke
        raise Broken("the header of this record has no end")
    stretch.take(end + len(_END))
    return parse_headers(head[:end].partition(b"\n")[2])


def parse_headers(data: bytes) -> dict[str, str]:
    """The header lines by name in lower case, the first of each; lines that are continued are put together."""
    found: dict[str, str] = {}
    name = ""
    for raw in data.splitlines():
        try:
            line = raw.decode("utf-8")
        except UnicodeDecodeError:
            line = raw.decode("latin-1")
        if line[:1] in (" ", "\t") and name:
            found[name] += " " + line.strip()
            continue
        name, colon, value = line.partition(":")
        name = name.strip().lower() if colon else ""
        if name and name not in found:
            found[name] = value.strip()
        elif name:
            name = ""
    return found
