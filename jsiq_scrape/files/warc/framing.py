"""The bytes of a WARC file, gzipped or not, in stretches that can be read on their own; a broken one is reported.

`warc_records` asks for them where fastwarc cannot go on or cannot know: damage, and the end of a file.
"""

import zlib
from collections.abc import Iterator
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Protocol

GZIP = b"\x1f\x8b\x08"
PLAIN = b"WARC/"
_PIECE = 64 * 1024  # of compressed input
_OUTPUT = 1024 * 1024  # of unpacked output at a time: a bomb unfolds slowly and is counted
_MARK = b"\r\n\r\nWARC/"


class Broken(Exception):
    """The bytes end, or are not what they should be; says how."""


class Stretch(Protocol):
    """A run of records: a whole plain file, or one member of a gzipped one."""

    offset: int  # where the record under way begins in the file, or the member that holds it

    def begin(self) -> None:
        """A record begins here."""

    def peek(self, size: int) -> bytes:
        """So many of the next bytes, or what is left.  Raises Broken when nothing is left because something broke."""

    def take(self, size: int) -> bytes:
        """The same, and go on behind them."""

    def settle(self) -> None:
        """Check what can be checked where a record ends.  Raises Broken."""

    def find_record(self) -> bool:
        """Go on to where the next record seems to begin; False when none does."""


def stretches(path: Path, flaws: list[tuple[int, str]], start: int = 0) -> Iterator[Stretch]:
    """The file from `start` on in stretches; what is none goes to `flaws` with its place in the file.

    A stretch must be read before the next one is asked for.  Raises OSError.
    """
    if path.stat().st_size == 0:
        flaws.append((0, "the file is empty"))
        return
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
        if data[:3] == GZIP or (data[:5] != PLAIN and _next_member(data, 0) is not None):
            yield from _members(data, flaws, start)
        elif data[:5] == PLAIN or data.find(_MARK) >= 0:
            yield Plain(data, start)
        else:
            zipped = data[:4] == b"PK\x03\x04"
            flaws.append((0, "is a zip file that is cut off or damaged" if zipped else "is no WARC file"))


def _members(data: mmap, flaws: list[tuple[int, str]], start: int) -> Iterator[Stretch]:
    position: int | None = start
    while position is not None and position < len(data):
        if data[position : position + 3] != GZIP:
            following = _next_member(data, position)
            if data[position : following or len(data)].strip(b"\0"):  # tapes and disks are filled up with zeros
                flaws.append((position, "here is no gzip member"))
            position = following
            continue
        member = Member(data, position)
        yield member
        try:
            member.drain()
        except Broken as broken:
            if not member.reported:
                flaws.append((member.offset, str(broken)))
            position = _next_member(data, position + 1)
        else:
            position = member.position


def _next_member(data: mmap, start: int) -> int | None:
    """Where the next gzip member that begins a WARC record begins."""
    position = data.find(GZIP, start)
    while position >= 0:
        try:
            if zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(data[position : position + 512], 5) == PLAIN:
                return position
        except zlib.error:
            pass  # three bytes that only look like a beginning
        position = data.find(GZIP, position + 1)
    return None


class Plain:
    """A file that is not compressed."""

    def __init__(self, data: mmap, start: int) -> None:
        self._data = data
        self._position = self.offset = start

    def begin(self) -> None:
        self.offset = self._position

    def settle(self) -> None:
        """Nothing: a plain file has no checksum of its own."""

    def peek(self, size: int) -> bytes:
        return self._data[self._position : self._position + size]

    def take(self, size: int) -> bytes:
        piece = self.peek(size)
        self._position += len(piece)
        return piece

    def find_record(self) -> bool:
        """From just behind the beginning of the record that broke: its length may lie."""
        found = self._data.find(_MARK, max(self.offset, 0))
        self._position = len(self._data) if found < 0 else found + 4
        return found >= 0


class Member:
    """One gzip member."""

    def __init__(self, data: mmap, start: int) -> None:
        self._data = data
        self.offset = start
        self.position = start  # behind what was unpacked; at its end, behind the member
        self.reported = False  # it was reported already that it is broken
        self._unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
        self._ready = bytearray()
        self._broken: str | None = None

    def begin(self) -> None:
        """Nothing: records are found by the member that holds them."""

    def peek(self, size: int) -> bytes:
        self._fill(size)
        if not self._ready:
            self._complain()
        return bytes(self._ready[:size])

    def take(self, size: int) -> bytes:
        piece = self.peek(size)
        del self._ready[: len(piece)]
        return piece

    def settle(self) -> None:
        """The length and checksum of the member, when this was its last record."""
        self._fill(1)
        if not self._ready:
            self._complain()

    def find_record(self) -> bool:
        while True:
            self._fill(_OUTPUT)
            found = self._ready.find(_MARK)
            if found >= 0:
                del self._ready[: found + 4]
                return True
            if self._at_end() or self._broken:
                self._ready.clear()
                self.reported = self._broken is not None
                return False
            del self._ready[: 1 - len(_MARK)]

    def drain(self) -> None:
        """Read to the member's end.  Raises Broken."""
        while not self._at_end():
            self._ready.clear()
            self._fill(1)
            self._complain()

    def _complain(self) -> None:
        if self._broken:
            raise Broken(self._broken)

    def _fill(self, size: int) -> None:
        while len(self._ready) < size and not self._at_end() and not self._broken:
            piece = self._unpacker.unconsumed_tail
            if not piece:
                piece = self._data[self.position : self.position + _PIECE]
                self.position += len(piece)
            try:
                self._ready += self._unpacker.decompress(piece, _OUTPUT)
            except zlib.error as error:
                self._broken = f"the gzip member is damaged ({error})"
            if self._at_end():
                self.position -= len(self._unpacker.unused_data)
            elif not piece:
                self._broken = "the file ends inside this gzip member"

    def _at_end(self) -> bool:
        return self._unpacker.eof
