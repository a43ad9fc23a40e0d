"""What a database holds, asked with a statement; imported by the tests of several folders."""

import json
import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path

from jsiq_scrape.tables import TABLES


def rows(path: Path, statement: str) -> list[tuple[object, ...]]:
    """All rows that a statement gives."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(statement).fetchall()


def content(path: Path) -> list[str]:
    """All that two builds of the same evidence have to say alike, whatever runs brought it: a line for each row."""
    lines = []
    with closing(sqlite3.connect(path)) as connection:
        for table in (one for one in TABLES if one.content):
            columns = ", ".join(f'"{one.name}"' for one in table.columns if one.content or one.name in table.key)
            order = ", ".join(f'"{name}"' for name in table.key)
            rows = connection.execute(f'SELECT {columns} FROM "{table.name}" ORDER BY {order}')
            lines += [json.dumps([table.name, *row], ensure_ascii=False) for row in rows]
    return lines


def content_digest(path: Path) -> str:
    """SHA-256 of the content."""
    return sha256("\n".join(content(path)).encode("utf-8", "surrogatepass")).hexdigest()
