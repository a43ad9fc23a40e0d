"""A connection to a database that cannot change it."""

import sqlite3
from pathlib import Path


def connect(path: Path) -> sqlite3.Connection:
    """A read-only connection."""
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=5)
