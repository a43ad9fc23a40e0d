"""The records of a WARC file: whole ones only, each checked; what is damaged or cut off is named and stepped over.

fastwarc reads them.  It ends at the first damage, does not say what follows it, and is silent about a file that ends
early.  So the last record, and everything from the first doubt on, is read by our own framing (`framing`).
"""

import base64
import hashlib
from collections.abc import Callable, Generator, Iterator, Mapping
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import NamedTuple

from fastwarc.warc import ArchiveIterator, WarcRecord

from jsiq_scrape.files.warc.framing import GZIP, PLAIN, Broken, Stretch, stretches
from jsiq_scrape.files.warc.http_message import header_lines, text_of

VERSIONS = frozenset({"WARC/0.17", "WARC/0.18", "WARC/1.0", "WARC/1.1"})
_USUAL_HEADER, _LONGEST_HEADER = 4096, 1024 * 1024
_PIECE = 1024 * 1024
_END = b"\r\n\r\n"
_NEXT = b"\r\n\r\nWARC/"
_ALGORITHMS = {"sha1": "sha1", "sha-1": "sha1", "sha256": "sha256", "sha-256": "sha256", "md5": "md5"}


class Headers(NamedTuple):
    """The header lines of a record, the first of each name; decoded when one is asked for, because few ever are."""

    lines: Mapping[bytes, bytes]  # names in lower case

    def get(self, name: str) -> str:
        """The value of a lower-case name, "" when there is none."""
        return text_of(self.lines.get(name.encode(), b"")).strip()

    @property
    def type(self) -> str:
        """What kind of record this is, in lower case."""
        return self.lines.get(b"warc-type", b"").decode("latin-1").strip().lower()

    @property
    def target(self) -> str:
        """The URL it is about; wget puts it into angle brackets, as an example of WARC 1.0 did."""
        return self.get("warc-target-uri").removeprefix("<").removesuffix(">")


class Record(NamedTuple):
    """One whole record."""

    offset: int  # of the record, or of the gzip member that holds it, in the file
    headers: Headers
    block: bytes | None  # None when it was not wanted, or larger than wanted
    size: int  # of the block


Wanted = Callable[[Headers], bool]
Worth = Callable[[Headers, bytes], bool]


def records(
    path: Path, wanted: Wanted, max_bytes: int, flaws: list[tuple[int, str]], worth: Worth = lambda headers, block: True
) -> Iterator[Record]:
    """The whole records of a file, in its order, with the blocks of those that are wanted and not above `max_bytes`.

    A block that is not `worth` anything may be left out as well, before more is done with it.  Flaws are (place in the
    file, what is wrong).  Digests are checked of blocks that are held, and wherever a file is damaged.  Raises OSError.
    """
    rest = yield from _certain(path, wanted, worth, max_bytes)
    yield from _framed(path, rest, wanted, max_bytes, flaws)


def _certain(path: Path, wanted: Wanted, worth: Worth, max_bytes: int) -> Generator[Record, None, int]:
    """The records that fastwarc reads and that another one follows; gives where in the file the rest begins.

    Records that share a gzip member have no place of their own: they are left to the rest.
    """
    with path.open("rb", buffering=0) as file:
        head = file.read(len(PLAIN))
        packed = head.startswith(GZIP)
        if not packed and head != PLAIN:
            return 0
        file.seek(0)
        before: Record | None = None
        rest = 0
        try:
            with mmap(file.fileno(), 0, access=ACCESS_READ) as data:
                for found in ArchiveIterator(file, parse_http=False):
                    place = found.stream_pos
                    if (packed and data[place : place + len(GZIP)] != GZIP) or (before and place <= before.offset):
                        return rest
                    if before is not None:
                        yield before
                    rest = place
                    before = _record(found, place, packed, wanted, worth, max_bytes)
                    if before is None:
                        return rest
        except OSError:  # what is wrong, and where, the framing says, or meets the error again
            pass
        return rest


def _record(found: WarcRecord, place: int, packed: bool, wanted: Wanted, worth: Worth, max_bytes: int) -> Record | None:
    """A record of fastwarc's as ours, if nothing speaks against it."""
    headers = Headers({name.lower(): value for name, value in reversed(found.headers.items_bytes())})
    size = found.content_length
    if headers.lines.get(b"content-length", b"").strip() != b"%d" % size:  # fastwarc takes what is no number for 0
        return None
    if not wanted(headers) or size > max_bytes:
        return Record(place, headers, None, size)
    block = found.reader.read()
    doubtful = packed and _NEXT in block  # its length may reach into the next gzip member
    if len(block) < size:
        return None
    if not doubtful and not worth(headers, block):
        return Record(place, headers, None, size)
    digest = headers.get("warc-block-digest")
    if not (holds_digest(block, digest) if digest else not doubtful):
        return None
    return Record(place, headers, block, size)


def _framed(path: Path, start: int, wanted: Wanted, max_bytes: int, flaws: list[tuple[int, str]]) -> Iterator[Record]:
    """The records from a place in the file on, by our own framing."""
    for stretch in stretches(path, flaws, start):
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
    about = f"{headers.get('warc-type') or 'record'} {headers.get('warc-target-uri')}".strip()
    length = headers.get("content-length")
    if not (length.isascii() and length.isdigit()):
        raise Broken(f"{about}: the length {length!r} of the record is no number")
    size = int(length)
    keep = wanted(headers) and size <= max_bytes
    label, _, expected = headers.get("warc-block-digest").partition(":")
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


def holds_digest(content: bytes, written: str) -> bool:
    """True unless the digest that is written (`sha1:...`) is another; also for an algorithm that is not known."""
    label, _, expected = written.partition(":")
    algorithm = _ALGORITHMS.get(label.strip().lower())
    return algorithm is None or same_digest(hashlib.new(algorithm, content, usedforsecurity=False).digest(), expected)


def same_digest(digest: bytes, written: str) -> bool:
    """Whether a digest is the one that was written in base32 or hexadecimal."""
    text = written.strip().rstrip("=")
    return text.lower() == digest.hex() or text.upper() == base64.b32encode(digest).decode().rstrip("=")


def sha1_of(data: bytes) -> str:
    """The SHA-1 in base32, as archives write it."""
    return base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()


def _headers(stretch: Stretch) -> Headers:
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


def parse_headers(data: bytes) -> Headers:
    """Header lines as they stand in a file."""
    return Headers(dict(reversed(header_lines(data))))
