"""Readings that were made before, kept so that a build need not read a body twice; may be deleted at any time.

The file is no evidence and no part of the result: damaged or missing, it is made anew, and where it cannot be written
a temporary one takes its place.
"""

import sqlite3
import zlib
from pathlib import Path
from types import TracebackType
from typing import Self

from pydantic import ValidationError

from jsiq_scrape.load.forms import FORM
from jsiq_scrape.records import Reading

#: Readings of older readers are dropped when there are this many of them, so that the file does not grow for ever.
MOST_READERS = 3

_TABLE = """CREATE TABLE IF NOT EXISTS reading (
    reader TEXT NOT NULL, body TEXT NOT NULL, content_type TEXT NOT NULL, fingerprint TEXT, json BLOB NOT NULL,
    crc INTEGER NOT NULL, PRIMARY KEY (reader, body, content_type)) WITHOUT ROWID"""


class ReadingCache:
    """Readings by body, content type and reader; a context manager that writes what is new when it ends well."""

    def __init__(self, folder: Path | None, reader: str) -> None:
        self.reader = f"{reader}-{FORM}"
        self._connection = _open(folder)

    def get(self, body: str, content_type: str) -> tuple[Reading, str | None] | None:
        """The reading of a body and the fingerprint of its state; None when it is not here or not whole."""
        row = self._row(body, content_type)
        if row is None:
            return None
        fingerprint, data, crc = row
        if zlib.crc32(data) != crc:
            return None
        try:
            return Reading.model_validate_json(zlib.decompress(data)), fingerprint
        except (ValidationError, zlib.error):
            return None

    def put(self, body: str, content_type: str, reading: Reading, fingerprint: str | None) -> None:
        """Keep a reading."""
        data = zlib.compress(reading.model_dump_json().encode("utf-8", "surrogatepass"), 1)
        self._connection.execute(
            "INSERT OR REPLACE INTO reading VALUES (?, ?, ?, ?, ?, ?)",
            (self.reader, body, content_type, fingerprint, data, zlib.crc32(data)),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._forget_old_readers()
            self._connection.commit()
        except sqlite3.Error:  # a full disk or a file that broke meanwhile: the next build reads again
            self._connection.rollback()
        finally:
            self._connection.close()

    def _row(self, body: str, content_type: str) -> tuple[str | None, bytes, int] | None:
        try:
            row: tuple[str | None, bytes, int] | None = self._connection.execute(
                "SELECT fingerprint, json, crc FROM reading WHERE reader = ? AND body = ? AND content_type = ?",
                (self.reader, body, content_type),
            ).fetchone()
        except sqlite3.DatabaseError:
            return None
        return row

    def _forget_old_readers(self) -> None:
        readers = [row[0] for row in self._connection.execute("SELECT DISTINCT reader FROM reading")]
        if len(readers) > MOST_READERS:
            self._connection.execute("DELETE FROM reading WHERE reader <> ?", (self.reader,))


def _open(folder: Path | None) -> sqlite3.Connection:
    if folder is not None:
        file = folder / "readings.sqlite"
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
        connection.execute("PRAGMA journal_mode = MEMORY")
        connection.execute("PRAGMA synchronous = OFF")  # worth nothing after a crash, so never waited for
        connection.execute(_TABLE)
        connection.execute("SELECT count(*) FROM reading").fetchone()
        connection.execute("UPDATE reading SET crc = crc WHERE reader IS NULL")  # fails where it cannot be written
        connection.commit()
    except sqlite3.Error:
        connection.close()
        raise
    return connection
