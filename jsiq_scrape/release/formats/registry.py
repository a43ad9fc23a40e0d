"""The forms in which a release gives its tables: the one list of them."""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from jsiq_scrape.database.demo_data import NOTE, is_demo
from jsiq_scrape.release.formats.parquet import write_parquet
from jsiq_scrape.release.formats.spreadsheet import write_workbook
from jsiq_scrape.release.formats.table_files import write_csv, write_json_lines
from jsiq_scrape.tables import Table

#: Writes the tables of a database to a file or folder; the date is that of the release, for formats that give one.
Write = Callable[[sqlite3.Connection, Sequence[Table], Path, date], None]
#: What stands in each folder of files that cannot say themselves that their data are invented.
MARK = "BEISPIELDATEN.txt"


@dataclass(frozen=True, slots=True)
class Format:
    """One form of the tables.  A single file must say itself when its data are those of the demo (NOTE)."""

    name: str
    path: str  # in the release: a file, or the folder of one file a table
    what: str  # for the README of the release
    media_type: str
    write: Write
    extra: str | None = None  # of this program, that it needs
    package: str | None = None  # that the extra brings

    @property
    def suffix(self) -> str:
        """How its files end."""
        return Path(self.path).suffix or f".{self.path}"

    @property
    def is_available(self) -> bool:
        """Whether what it needs is installed."""
        return self.package is None or find_spec(self.package.lower()) is not None


def _each(write: Callable[[sqlite3.Connection, Table, Path], None]) -> Write:
    """One file a table, in a folder named like their suffix."""

    def write_all(connection: sqlite3.Connection, tables: Sequence[Table], folder: Path, released: date) -> None:
        folder.mkdir()
        for one in tables:
            write(connection, one, folder / f"{one.name}.{folder.name}")
        if is_demo(connection):
            (folder / MARK).write_text(f"{NOTE}\n", encoding="utf-8", newline="\n")

    return write_all


FORMATS = (
    Format(
        "CSV",
        "csv",
        "each table: UTF-8, comma, nothing where there is no value; described by `datapackage.json`",
        "text/csv",
        _each(write_csv),
    ),
    Format(
        "Excel",
        "jsiq.xlsx",
        "the same for Excel, without the evidence: typed, with filters and explained columns",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        write_workbook,
        "xlsx",
        "XlsxWriter",
    ),
    Format("JSON Lines", "jsonl", "each table: one typed object a line", "application/jsonl", _each(write_json_lines)),
    Format(
        "Parquet",
        "parquet",
        "each table, typed",
        "application/vnd.apache.parquet",
        _each(write_parquet),
        "parquet",
        "pyarrow",
    ),
)
