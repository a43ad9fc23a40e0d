"""The bytes of a WARC file, gzipped or not, in stretches that can be read on their own; a broken one is reported.

`warc_records` asks for them where fastwarc cannot go on or cannot know: damage, and the end of a file.
"""

import zlib
from collections.abc import Generator, Iterator
from mmap import ACCESS_READ, mmap
from pathlib import Path

GZIP = b"\x1f\x8b\x08"
PLAIN = b"WARC/"
_PIECE = 64 * 1024  # of compressed input
_OUTPUT = 1024 * 1024  # of unpacked output at a time: a bomb unfolds slowly and is counted
_MARK = b"\r\n\r\nWARC/"


class Broken(Exception):
    """The bytes end, or are not what they should be; says how."""


class Stretch:
    """A run of records: a whole plain file, or one member of a gzipped one."""

    def __init__(self, data: mmap, start: int, *, packed: bool) -> None:
        self._data = data
        self._packed = packed
        self._begin_at(start)

    def _begin_at(self, start: int) -> None:
        self.offset = start  # where the record under way begins in the file, or the member that holds it
        self.end: int | None = None  # behind the member, when it was read to its end
        self._position = start  # of a plain file
        self._ready = bytearray()
        self._pieces = _unpacked(self._data, start) if self._packed else _slices(self._data, start)
        self._broken: str | None = None

    def begin(self) -> None:
        """A record begins here."""
        if not self._packed:
            self.offset = self._position

    def peek(self, size: int) -> bytes:
        """So many of the next bytes, or what is left.  Raises Broken when nothing is left because something broke."""
        self.settle(size)
        return bytes(self._ready[:size])

    def take(self, size: int) -> bytes:
        """The same, and go on behind them."""
        piece = self.peek(size)
        del self._ready[: len(piece)]
        self._position += len(piece)
        return piece

    def settle(self, size: int = 1) -> None:
        """Check what can be checked where a record ends: of a member with its last record the checksum.

        Raises Broken.
        """
        self._fill(size)
        if not self._ready and self._broken:
            raise Broken(self._broken)

    def find_record(self) -> bool:
        """Go on to where the next record seems to begin; False when none does."""
        if not self._packed:  # from just behind the beginning of the record that broke: its length may lie
            found = self._data.find(_MARK, self.offset)
            self._begin_at(len(self._data) if found < 0 else found + 4)
            return found >= 0
        while True:
            self._fill(_OUTPUT)
            found = self._ready.find(_MARK)
            if found >= 0:
                del self._ready[: found + 4]
                return True
            if self.end is not None or self._broken:
                self._ready.clear()
                return False
            del self._ready[: 1 - len(_MARK)]

    def _fill(self, size: int) -> None:
        while len(self._ready) < size and self.end is None and not self._broken:
            try:
                self._ready += next(self._pieces)
            except StopIteration as stop:
                self.end = stop.value
            except Broken as broken:
                self._broken = str(broken)


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
            yield Stretch(data, start, packed=False)
        else:
            zipped = data[:4] == b"PK\x03\x04"
            flaws.append((0, "is a zip file that is cut off or damaged" if zipped else "is no WARC file"))


def _members(data: mmap, flaws: list[tuple[int, str]], start: int) -> Iterator[Stretch]:
    position: int | None = start
    while position is not None and position < len(data):
        if data[position : position + 3] == GZIP:
            member = Stretch(data, position, packed=True)
            yield member
            position = _next_member(data, position + 1) if member.end is None else member.end
            continue
        following = _next_member(data, position)
        if data[position : following or len(data)].strip(b"\0"):  # tapes and disks are filled up with zeros
            flaws.append((position, "here is no gzip member"))
        position = following


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


def _slices(data: mmap, start: int) -> Generator[bytes, None, int]:
    for position in range(start, len(data), _OUTPUT):
        yield data[position : position + _OUTPUT]
    return len(data)


def _unpacked(data: mmap, position: int) -> Generator[bytes, None, int]:
    """What a gzip member holds; gives where it ends.  Raises Broken."""
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
    while not unpacker.eof:
        piece = unpacker.unconsumed_tail
        if not piece:
            piece = data[position : position + _PIECE]
            position += len(piece)
        try:
            yield unpacker.decompress(piece, _OUTPUT)
        except zlib.error as error:
            raise Broken(f"the gzip member is damaged ({error})") from error
        if not piece and not unpacker.eof:
            raise Broken("the file ends inside this gzip member")
    return position - len(unpacker.unused_data)
