"""The database file: made beside its target, checked, then swapped in; and whether a file is one of ours."""

import filecmp
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from sqlite_utils import Database

from jsiq_scrape.database.schema import APPLICATION_ID, USER_VERSION, create_indexes, create_tables, create_views
from jsiq_scrape.database.search import fill_search
from jsiq_scrape.disk import sync
from jsiq_scrape.errors import DatabaseError
from jsiq_scrape.tables import TABLES, table
from jsiq_scrape.tables.connection import connect

#: SQLite's own default is 4096 today; the bytes of the file depend on it, so it is said here.
PAGE_SIZE = 4096
#: Kibibytes of pages held in memory while the file is made.  Rows come in the order of their keys, so sixteen times as
#: many save no time, at 2,000 pages or 20,000 captures neither.
CACHE = 2048

_MAGIC = b"SQLite format 3\x00"
#: What SQLite says when the machine is at fault, not the statement: a full disk, a bad one, no permission.
_MACHINE = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)


class OlderDatabase(DatabaseError):
    """The file is ours and has the tables of an earlier version: it can be replaced, and compared with nothing."""


def check(path: Path) -> None:
    """Raise DatabaseError, which names the remedy, unless this is a whole database of this program and its version."""
    _check_header(path)
    try:
        with closing(connect(path)) as connection:
            application = connection.execute("PRAGMA application_id").fetchone()[0]
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if application != APPLICATION_ID:
                raise DatabaseError(f"{path} is an SQLite database of another program; it was left as it is")
            if version > USER_VERSION:
                raise DatabaseError(f"{path} was made by a newer jsiq-scrape (schema {version}): update the program")
            problem = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            raise DatabaseError(f"{path} is locked by another program: close that and try again") from error
        raise DatabaseError(f"{path} cannot be opened ({error}): check its permissions, or move it away") from error
    except sqlite3.DatabaseError as error:
        raise DatabaseError(_damaged(path, str(error))) from error
    if problem != "ok":
        raise DatabaseError(_damaged(path, problem.splitlines()[0]))
    if version < USER_VERSION:
        raise OlderDatabase(f"{path} was made by an older jsiq-scrape (schema {version}): build it anew")


@contextmanager
def new_database(path: Path) -> Iterator[Database]:
    """Make a database at `path` with all tables: rows put in inside the block are one transaction.

    When the block ends, indexes, views and full-text tables are made, and the file is checked and on disk.  Raises
    DatabaseError when a row breaks a rule of its table, or when the machine cannot write the file.
    """
    # No VACUUM: rows come in the order of their keys and none is deleted, so the file is dense as it is made; writing
    # all of it once more would take one hundredth off it.
    with closing(sqlite3.connect(path)) as connection, _named_errors(path):
        database = Database(connection, execute_plugins=False)
        for pragma in (
            f"page_size = {PAGE_SIZE}",
            "journal_mode = OFF",
            "synchronous = OFF",
            "locking_mode = EXCLUSIVE",
            f"cache_size = -{CACHE}",
            f"application_id = {APPLICATION_ID}",
            f"user_version = {USER_VERSION}",
        ):
            database.execute(f"PRAGMA {pragma}").fetchall()
        database.executescript(_at_once(create_tables()))
        with database.atomic():
            yield database
        database.executescript(_at_once(create_indexes() + create_views()))
        fill_search(database)
        _check_content(database, path)
    sync(path)


@contextmanager
def _named_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.IntegrityError as error:
        raise DatabaseError(f"a row breaks a rule of its table ({error}); the old database stays") from error
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in _MACHINE:
            raise
        raise DatabaseError(f"{path} cannot be written ({error}); the old database stays") from error


def _at_once(statements: str) -> str:
    """Statements as one transaction: each would be one of its own."""
    return f"BEGIN;\n{statements}\nCOMMIT;"


def insert(database: Database, name: str, rows: Iterable[Sequence[object]]) -> None:
    """Rows of one table, in the order given; they are taken one by one."""
    columns = ", ".join("?" * len(table(name).names))
    database.conn.executemany(f'INSERT INTO "{name}" VALUES ({columns})', rows)  # noqa: S608  # names of our own


def publish(new: Path, target: Path) -> bool:
    """Put the new file in the place of the old; readers see one or the other.  Says whether the bytes differ."""
    if target.exists():
        _close_log(target)
        if filecmp.cmp(target, new, shallow=False):
            new.unlink()
            return False
    new.replace(target)
    sync(target.parent)
    return True


def _check_content(database: Database, path: Path) -> None:
    broken = database.execute("PRAGMA foreign_key_check").fetchone()
    if broken is not None:
        raise DatabaseError(f"{path}: a row of {broken[0]} refers to a row of {broken[2]} that is not there")
    problem = database.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if problem != "ok":
        raise DatabaseError(f"{path}: {problem}")


def _check_header(path: Path) -> None:
    try:
        with path.open("rb") as file:
            head = file.read(len(_MAGIC))
    except OSError as error:
        raise DatabaseError(f"{path} cannot be read: {error.strerror}") from error
    if not head:
        raise DatabaseError(f"{path} is empty: delete it and build anew")
    if head != _MAGIC:
        raise DatabaseError(f"{path} is no SQLite database: move it away and build anew")


def _close_log(target: Path) -> None:
    """A write-ahead log beside the old file would be read into the new one, so it is folded in first."""
    log = target.with_name(f"{target.name}-wal")
    if not log.exists():
        return
    try:
        with closing(sqlite3.connect(target, timeout=5)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE").fetchall()
    except sqlite3.DatabaseError as error:
        raise DatabaseError(
            f"{target} has an open write-ahead log ({error}): close the program that uses it"
        ) from error
    if log.exists():
        raise DatabaseError(f"{target} has an open write-ahead log: close the program that uses it and try again")


def _damaged(path: Path, problem: str) -> str:
    return f"{path} is damaged ({problem}): move it away and build anew, the snapshots hold everything"


def counts(path: Path) -> dict[str, int]:
    """Rows by table."""
    with closing(connect(path)) as connection:
        return {
            one.name: connection.execute(f'SELECT count(*) FROM "{one.name}"').fetchone()[0]  # noqa: S608
            for one in TABLES
        }
