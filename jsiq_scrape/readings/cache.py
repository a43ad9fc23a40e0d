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
from typing import Any, NamedTuple, Self

from pydantic import TypeAdapter

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
    reader TEXT NOT NULL, body TEXT NOT NULL, content_type TEXT NOT NULL, reading BLOB NOT NULL, claims BLOB NOT NULL,
    PRIMARY KEY (reader, body, content_type)) WITHOUT ROWID"""
_SELECT = "SELECT {} FROM reading WHERE reader = ? AND body = ? AND content_type = ?"
_DELETE = "DELETE FROM reading WHERE reader = ? AND body = ? AND content_type = ?"
_READ = TypeAdapter(tuple[str | None, Reading])


class Packed(NamedTuple):
    """A reading as the cache holds it: compressed JSON, which has a sum of its own."""

    reading: bytes  # the fingerprint of the state that a profile shows, and the reading without what was understood
    claims: bytes  # all of them


class ReadingCache:
    """Readings by body, content type and reader; a context manager that writes what is new when it ends.

    The claims of what was understood are kept beside the reading, because only the table of claims needs them.  Where
    the file breaks, or the disk is full, what was not written is read again by the next build.
    """

    def __init__(self, folder: Path | None, reader: str) -> None:
        # A fingerprint depends on the reader and on how forms are made.
        self.reader = f"{reader}-{sha256(Path(comparable.__file__).read_bytes()).hexdigest()[:16]}"
        self._folder = folder
        self._connection = _open(folder)

    def get(self, body: str, content_type: str | None) -> tuple[str | None, Reading] | None:
        """The fingerprint of the state that a body shows, and its reading without the claims of what was understood.

        None when it is not here, or not whole.
        """
        for (packed,) in self._rows(_SELECT.format("reading"), self.reader, body, content_type or ""):
            with suppress(ValueError, TypeError, zlib.error):  # a damaged cell may be of any type
                return _READ.validate_json(zlib.decompress(packed))
        return None

    def claims(self, body: str, content_type: str | None) -> list[ClaimLine] | None:
        """All claims of a reading; None when it is not here, or not whole."""
        for (packed,) in self._rows(_SELECT.format("claims"), self.reader, body, content_type or ""):
            with suppress(ValueError, TypeError, zlib.error):
                return [tuple(claim) for claim in json.loads(zlib.decompress(packed))]
        return None

    def has(self, body: str, content_type: str | None) -> bool:
        """Whether there is a reading, whole or not."""
        return bool(self._rows(_SELECT.format("1"), self.reader, body, content_type or ""))

    def put(self, body: str, content_type: str | None, packed: Packed) -> None:
        """Keep a reading."""
        statement = "INSERT OR REPLACE INTO reading VALUES (?, ?, ?, ?, ?)"
        self._rows(statement, self.reader, body, content_type or "", *packed)

    def save(self) -> None:
        """Write what was put so far, so that a kill loses no more and nobody else waits for the file."""
        if self._connection.in_transaction:
            self._rows("COMMIT")

    def forget(self, found: Callable[[str], bool]) -> None:
        """Delete all, of whatever reader, in whose text something is found that may be in no output."""
        for key in self._rows("SELECT reader, body, content_type FROM reading"):
            if any(found(_text(cell)) for row in self._rows(_SELECT.format("reading, claims"), *key) for cell in row):
                self._rows(_DELETE, *key)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *ending: object) -> None:
        if len(self._rows("SELECT DISTINCT reader FROM reading")) > MOST_READERS:
            self._rows("DELETE FROM reading WHERE reader <> ?", self.reader)
        self.save()
        self._connection.close()

    def _rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """What a statement gives; nothing, and an empty cache from then on, when the file broke or the disk is full."""
        try:
            return self._connection.execute(statement, values).fetchall()
        except sqlite3.DatabaseError:
            self._connection.close()
            if self._folder is not None:
                with suppress(OSError):
                    (self._folder / FILE).unlink(missing_ok=True)
            self._connection = _prepared("")
            return []


def packed(reading: Reading, fingerprint: str | None) -> Packed:
    """What the cache keeps of a reading."""
    doubtful = tuple(claim for claim in reading.claims if claim.outcome is Outcome.NOT_UNDERSTOOD)
    light = reading.model_copy(update={"claims": doubtful}).model_dump_json()
    texts = (f"[{json.dumps(fingerprint)},{light}]", json.dumps(claim_lines(reading)))
    return Packed(*(zlib.compress(text.encode("utf-8", "surrogatepass"), 1) for text in texts))


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
        connection.execute("UPDATE reading SET body = body WHERE reader IS NULL")  # fails where it cannot be written
        connection.commit()
    except sqlite3.Error:
        connection.close()
        raise
    return connection
