"""Readings of earlier builds, so that none reads a body twice; may be deleted at any time.

The file is no evidence and no part of the result: damaged, missing or of another format, it is made anew, and where it
cannot be written a temporary one takes its place.
"""

import json
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

from pydantic import ValidationError

from jsiq_scrape.readings import comparable
from jsiq_scrape.records import Outcome, Reading

FILE = "readings.sqlite"
#: This module writes and reads the file, so its code is the format; kept as user_version, which has 31 bits.
_FORMAT = int.from_bytes(sha256(Path(__file__).read_bytes()).digest()[:4], "big") >> 1
#: Readings of older readers are dropped when there are this many of them, so that the file does not grow for ever.
MOST_READERS = 3

#: Field, label, text, first line, last line, path and outcome of a claim.
ClaimLine = tuple[str, str | None, str, int, int, str, str]

_TABLE = """CREATE TABLE IF NOT EXISTS reading (
    reader TEXT NOT NULL, body TEXT NOT NULL, content_type TEXT NOT NULL, fingerprint TEXT, reading BLOB NOT NULL,
    claims BLOB NOT NULL, crc INTEGER NOT NULL, PRIMARY KEY (reader, body, content_type)) WITHOUT ROWID"""
_INSERT = "INSERT OR REPLACE INTO reading VALUES (?, ?, ?, ?, ?, ?, ?)"
_SELECT = "SELECT {} FROM reading WHERE reader = ? AND body = ? AND content_type = ?"
_DELETE = "DELETE FROM reading WHERE reader = ? AND body = ? AND content_type = ?"


class Packed(NamedTuple):
    """A reading as the cache holds it."""

    fingerprint: str | None  # of the state that a profile shows
    reading: bytes  # without the claims of what was understood
    claims: bytes  # all of them


class ReadingCache:
    """Readings by body, content type and reader; a context manager that writes what is new when it ends.

    The claims of what was understood are kept beside the reading, because only the table of claims needs them.
    """

    def __init__(self, folder: Path | None, reader: str) -> None:
        # A fingerprint depends on the reader and on how forms are made.
        self.reader = f"{reader}-{sha256(Path(comparable.__file__).read_bytes()).hexdigest()[:16]}"
        self._folder = folder
        self._connection = _open(folder)

    def get(self, body: str, content_type: str) -> tuple[Reading, str | None] | None:
        """A reading without the claims of what was understood, and the fingerprint of its state; None when not here."""
        row = self._row("fingerprint, reading, crc", body, content_type)
        if row is None:
            return None
        try:
            if _sum(row[0], row[1]) != row[2]:
                return None
            return Reading.model_validate_json(zlib.decompress(row[1])), row[0]
        except (ValidationError, zlib.error, TypeError, AttributeError):  # a damaged cell may be of any type
            return None

    def claims(self, body: str, content_type: str) -> list[ClaimLine] | None:
        """All claims of a reading; None when it is not here or not whole."""
        row = self._row("claims", body, content_type)
        if row is None:
            return None
        try:
            # What is packed has a sum of its own.
            return [tuple(claim) for claim in json.loads(zlib.decompress(row[0]))]
        except (ValueError, TypeError, zlib.error):
            return None

    def has(self, body: str, content_type: str) -> bool:
        """Whether there is a reading, whole or not."""
        return self._row("1", body, content_type) is not None

    def put(self, body: str, content_type: str, packed: Packed) -> None:
        """Keep a reading."""
        row = (self.reader, body, content_type, *packed, _sum(packed.fingerprint, packed.reading))
        try:
            self._connection.execute(_INSERT, row)
        except sqlite3.DatabaseError:  # broken, or no room
            self._begin_anew()
            self._connection.execute(_INSERT, row)

    def save(self) -> None:
        """Write what was put so far, so that a kill loses no more and nobody else waits for the file."""
        try:
            self._connection.commit()
        except sqlite3.DatabaseError:
            self._begin_anew()

    def forget(self, found: Callable[[str], bool]) -> None:
        """Delete all, of whatever reader, in whose text something is found that may be in no output."""
        try:
            rows = list(self._connection.execute("SELECT reader, body, content_type FROM reading"))
            for key in rows:
                reading, claims = self._connection.execute(_SELECT.format("reading, claims"), key).fetchone()
                if found(_text(reading)) or found(_text(claims)):
                    self._connection.execute(_DELETE, key)
        except sqlite3.DatabaseError:
            self._begin_anew()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._forget_old_readers()
            self._connection.commit()
        except sqlite3.DatabaseError:
            self._begin_anew()
        finally:
            self._connection.close()

    def _row(self, columns: str, body: str, content_type: str) -> tuple[Any, ...] | None:
        try:
            key = (self.reader, body, content_type)
            row: tuple[Any, ...] | None = self._connection.execute(_SELECT.format(columns), key).fetchone()
        except sqlite3.DatabaseError:
            return None
        return row

    def _begin_anew(self) -> None:
        """Leave a file that broke, or a disk that is full; the next build reads again."""
        self._connection.close()
        if self._folder is not None:
            with suppress(OSError):
                (self._folder / FILE).unlink(missing_ok=True)
        self._connection = _prepared("")

    def _forget_old_readers(self) -> None:
        readers = [row[0] for row in self._connection.execute("SELECT DISTINCT reader FROM reading")]
        if len(readers) > MOST_READERS:
            self._connection.execute("DELETE FROM reading WHERE reader <> ?", (self.reader,))


def packed(reading: Reading, fingerprint: str | None) -> Packed:
    """What the cache keeps of a reading."""
    doubtful = tuple(claim for claim in reading.claims if claim.outcome is Outcome.NOT_UNDERSTOOD)
    light = reading.model_copy(update={"claims": doubtful}).model_dump_json()
    texts = (light, json.dumps(claim_lines(reading)))
    return Packed(fingerprint, *(zlib.compress(text.encode("utf-8", "surrogatepass"), 1) for text in texts))


def claim_lines(reading: Reading) -> list[ClaimLine]:
    """The claims of a reading as plain values."""
    return [
        (claim.field, claim.label, claim.text, *claim.lines, claim.path, claim.outcome.value)
        for claim in reading.claims
    ]


def _text(packed: bytes) -> str:
    """All strings of a stored reading, as they are; all of it when it is damaged, so that nothing is overlooked."""
    try:
        return "\n".join(_strings(json.loads(zlib.decompress(packed))))
    except (zlib.error, ValueError):
        return packed.decode("utf-8", "replace")


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for entry in value.values() if isinstance(value, dict) else value:
            yield from _strings(entry)


def _sum(fingerprint: str | None, packed: bytes) -> int:
    return zlib.crc32(packed, zlib.crc32((fingerprint or "").encode()))


def _open(folder: Path | None) -> sqlite3.Connection:
    if folder is not None:
        file = folder / FILE
        for _ in range(2):
            try:
                folder.mkdir(parents=True, exist_ok=True)
                return _prepared(str(file))
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError) and "malformed" not in str(error):
                    break  # locked, or a folder that cannot be written
                file.unlink(missing_ok=True)
            except OSError:
                break
    return _prepared("")  # a temporary file of SQLite's own


def _prepared(file: str) -> sqlite3.Connection:
    connection = sqlite3.connect(file, timeout=1)
    try:
        connection.execute("PRAGMA secure_delete = ON")  # what is forgotten leaves no bytes behind
        connection.execute("PRAGMA journal_mode = MEMORY")
        connection.execute("PRAGMA synchronous = OFF")  # worth nothing after a crash, so never waited for
        tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
        if tables and connection.execute("PRAGMA user_version").fetchone()[0] != _FORMAT:
            raise sqlite3.DatabaseError("another format")
        connection.execute(f"PRAGMA user_version = {_FORMAT}")
        connection.execute(_TABLE)
        connection.execute("SELECT count(*) FROM reading").fetchone()
        connection.execute("UPDATE reading SET crc = crc WHERE reader IS NULL")  # fails where it cannot be written
        connection.commit()
    except sqlite3.Error:
        connection.close()
        raise
    return connection
