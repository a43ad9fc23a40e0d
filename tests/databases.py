"""What a database holds, asked with a statement; imported by the tests of several folders."""

import sqlite3
from contextlib import closing
from pathlib import Path


def rows(path: Path, statement: str) -> list[tuple[object, ...]]:
    """All rows that a statement gives."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(statement).fetchall()
