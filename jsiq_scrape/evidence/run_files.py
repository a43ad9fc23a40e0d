"""Run files: the captures of one collection, written line by line and read again."""

import errno
import os
import re
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from jsiq_scrape.captures import Capture, Hop, in_utc
from jsiq_scrape.disk import sync
from jsiq_scrape.errors import SnapshotError, naming
from jsiq_scrape.evidence.bodies import Bodies, failing, make_folder
from jsiq_scrape.evidence.damage import Damage, DamageKind
from jsiq_scrape.evidence.run_lines import Closing, LineError, read_line, write_capture, write_closing

# Parts of the names of headers that carry a secret or a session; "www-authenticate" holds one-time values.
_SECRET = re.compile(r"cookie|authori[sz]ation|authenticat|token|secret|session|api-?key", re.IGNORECASE)
_CREDENTIALS = re.compile(r"^([a-z][a-z0-9+.-]*:)?//[^/?#\s]*@", re.IGNORECASE)


class Run:
    """The run file of one collection while it is written; thread-safe.

    As a context manager it closes the run in order; after an exception the run stays marked as interrupted.
    """

    def __init__(self, path: Path, bodies: Bodies, remember: Callable[[Capture], None]) -> None:
        self.id = path.stem
        self._path = path
        self._bodies = bodies
        self._remember = remember
        self._descriptor: int | None = None
        # How many lines there are and where the last one ends, as counted and as it will be after the line under way:
        # Ctrl-C may strike between the two, and then the size of the file says which holds.
        self._counted = self._coming = (0, 0)
        self._over = self._closed = False
        self._lock = threading.Lock()

    def keep(self, capture: Capture) -> Capture:
        """Put the body of a capture on disk ahead of its line, from any thread; gives the capture with its digest."""
        return capture if capture.body is None else replace(capture, body=None, digest=self._bodies.keep(capture.body))

    def add(self, capture: Capture) -> Capture:
        """Store the body, then the line; both are on disk when this returns.  Gives the capture as it is stored.

        Raises SnapshotError when the disk refuses, or when the capture names a body that the store does not hold.
        """
        return self.add_all([capture])[0]

    def add_all(self, captures: Iterable[Capture]) -> list[Capture]:
        """The same for several captures; their lines are written, and put on disk, in one go."""
        checked = [self._checked(capture) for capture in captures]
        if not checked:
            return []
        with self._lock:
            first = self._next_line()
            stored = [replace(capture, run=self.id, line=number) for number, capture in enumerate(checked, first)]
            self._append([write_capture(capture) for capture in stored])
        for capture in stored:
            self._remember(capture)
        return stored

    def _checked(self, capture: Capture) -> Capture:
        brought = None if capture.body is not None else capture.digest
        for named in (brought, capture.confirms):
            if named is not None and not self._bodies.holds(named):
                raise SnapshotError(f"the capture of {capture.url} names body {named}, which is not in the store")
        return _as_stored(self.keep(capture))

    @property
    def captures(self) -> int:
        """How many captures were added so far."""
        return self._counted[0] - self._closed

    def _next_line(self) -> int:
        """The number of the line to come.  Raises SnapshotError when there can be none."""
        if self._descriptor is not None and not self._over:
            with naming(self._path):
                size = os.fstat(self._descriptor).st_size
            if size == self._coming[1]:
                self._counted = self._coming
            self._over = size != self._counted[1]  # the last line is torn, and no line may follow a torn one
        if self._over:
            raise SnapshotError(f"run {self.id} is over; nothing can be added to it")
        return self._counted[0] + 1

    def _append(self, lines: list[bytes]) -> None:
        data = b"".join(lines)
        try:
            if self._descriptor is None:
                make_folder(self._path.parent)
                self._descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o644)
                sync(self._path.parent)
            self._coming = (self._counted[0] + len(lines), self._counted[1] + len(data))
            if os.write(self._descriptor, data) != len(data):
                raise OSError(errno.ENOSPC, "the disk took only a part of it")
            os.fsync(self._descriptor)
            self._counted = self._coming
        except OSError as error:
            self._over = True
            raise SnapshotError(f"cannot write {self._path}: {error.strerror}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            try:
                if kind is None and self.captures and not self._over:
                    self._append([write_closing(self.id, self._next_line())])
                    self._closed = True  # the closing line is no capture
            finally:
                self._over = True
                if self._descriptor is not None:
                    os.close(self._descriptor)
                    self._descriptor = None


class RunReader:
    """The captures of a run file, one by one; a line that cannot be read is named and the rest goes on.

    Raises SnapshotError when the machine cannot read the file: whoever went on without it would know less unawares.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        # These describe what was read so far; of the whole file when the last capture was given.
        self.complete = False
        self.damages: list[Damage] = []

    def __iter__(self) -> Iterator[Capture]:
        seen: set[int] = set()
        expected, run = 1, self.path.stem
        with failing("read", self.path), self.path.open("rb") as file:
            for number, raw in enumerate(file, 1):
                try:
                    found = read_line(raw.removesuffix(b"\n"), run)
                except LineError as error:
                    if raw.endswith(b"\n"):
                        self._damage(number, f"the line {error}", DamageKind.UNREADABLE_LINE)
                    else:
                        self._damage(number, "the last line is torn and was left out", DamageKind.TORN_LINE)
                    expected += 1
                    continue
                if found.line in seen:
                    self._damage(number, "the line stands here twice", DamageKind.DUPLICATE_LINE)
                    continue
                if found.line > expected:
                    several = found.line - 1 > expected
                    lost = f"lines {expected} to {found.line - 1} are" if several else f"line {expected} is"
                    self._damage(number, f"before this line {lost} lost", DamageKind.LOST_LINE)
                seen.add(found.line)
                expected = found.line + 1
                if isinstance(found, Closing):
                    self.complete = True
                else:
                    yield found

    def _damage(self, number: int, message: str, kind: DamageKind) -> None:
        self.damages.append(Damage(f"runs/{self.path.name}", number, message, kind))


def _as_stored(capture: Capture) -> Capture:
    """The capture as its line gives it back: without headers that carry cookies or credentials, and without passwords
    in URLs; times in UTC; texts as UTF-8 can hold them.
    """
    headers = tuple(
        (name.lower(), _bare(value) if name.lower() in ("location", "content-location", "link") else _storable(value))
        for name, value in capture.headers
        if not _SECRET.search(name)
    )
    hops = tuple(Hop(_bare(hop.url), hop.status, hop.location and _bare(hop.location)) for hop in capture.hops)
    return replace(
        capture,
        url=_bare(capture.url),
        asked_at=in_utc(capture.asked_at),
        captured_at=in_utc(capture.captured_at),
        retrieved_at=in_utc(capture.retrieved_at),
        final_url=capture.final_url and _bare(capture.final_url),
        hops=hops,
        headers=headers,
        error=capture.error and _storable(capture.error),
        found_on=capture.found_on and _bare(capture.found_on),
    )


def _bare(url: str) -> str:
    return _CREDENTIALS.sub(lambda match: f"{match[1] or ''}//", _storable(url))


def _storable(text: str) -> str:
    """A lone surrogate cannot be stored as UTF-8; it can only come from a broken header or file name."""
    return text.encode("utf-8", "replace").decode()
