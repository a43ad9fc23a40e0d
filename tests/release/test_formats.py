"""Every format of a release says what the database holds, and that demo data are demo data."""

import csv
import json
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pyarrow.parquet
import pytest

from jsiq_scrape.explore.value_evidence import ANSWERS
from jsiq_scrape.release.formats.registry import FORMATS, Format
from jsiq_scrape.release.formats.spreadsheet import HEAD
from jsiq_scrape.release.formats.table_files import columns, released, rows, typed
from jsiq_scrape.tables import Column, Kind, Table

Row = dict[str, object]
Tables = Iterator[tuple[str, list[Row]]]
TABLES = {one.name: one for one in released(contacts=True)}
every_format = pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)


def _files(folder: Path) -> Iterator[tuple[Table, Path]]:
    for name, one in TABLES.items():
        yield one, folder / f"{name}.{folder.name}"


def _csv(folder: Path) -> Tables:
    for one, path in _files(folder):
        with path.open(encoding="utf-8", newline="") as file:
            given = list(csv.DictReader(file))
        kinds = {column.name: column.kind for column in columns(one)}
        yield one.name, [{name: _of_text(kinds[name], text) for name, text in row.items()} for row in given]


def _of_text(kind: Kind, text: str) -> object:
    if not text:
        return None
    match kind:
        case Kind.BOOLEAN:
            return {"true": True, "false": False}[text]
        case Kind.INTEGER | Kind.REAL | Kind.JSON:
            return json.loads(text)
    return text


def _json_lines(folder: Path) -> Tables:
    for one, path in _files(folder):
        yield one.name, [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n")[:-1]]


def _parquet(folder: Path) -> Tables:
    for one, path in _files(folder):
        given = pyarrow.parquet.read_table(path).to_pylist()
        yield one.name, [{name: _of_moment(value) for name, value in row.items()} for row in given]


def _of_moment(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat() if isinstance(value, date) else value


def _excel(path: Path) -> Tables:
    """Only what a cell shows as it is: lists and words of the program are shown in German."""
    book = openpyxl.load_workbook(path)
    for name in TABLES.keys() & set(book.sheetnames):
        given = columns(TABLES[name])
        yield (
            name,
            [
                {
                    column.name: _of_cell(column, value)
                    for column, value in zip(given, row, strict=True)
                    if column.kind is not Kind.JSON and (column.kind is Kind.BOOLEAN or not column.allowed)
                }
                for row in book[name].iter_rows(min_row=HEAD + 1, values_only=True)
            ],
        )


def _of_cell(column: Column, value: object) -> object:
    if column.kind is Kind.BOOLEAN:
        return {"ja": True, "nein": False}.get(str(value)) if value in ANSWERS.values() else value
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d" if column.kind is Kind.DATE else "%Y-%m-%dT%H:%M:%SZ")
    return value


#: How a format is read back: table by table, its rows in order, as JSON has their values; columns may be left out.
READERS: dict[str, Callable[[Path], Tables]] = {
    "CSV": _csv,
    "Excel": _excel,
    "JSON Lines": _json_lines,
    "Parquet": _parquet,
}
#: These show an empty text like no value.
NO_EMPTY_TEXT = {"CSV", "Excel"}


@every_format
def test_a_format_reads_back_what_the_database_holds(form: Format, full: Path) -> None:
    """Seen failing: with the rows of a table in another order, and with true for every answer."""
    assert form.name in READERS, f"say here how {form.name} is read, so that it is held against the database"
    given = dict(READERS[form.name](full / form.path))
    assert given
    with closing(sqlite3.connect(full / "jsiq.db")) as connection:
        for name, read in given.items():
            one = TABLES[name]
            names = read[0].keys() if read else TABLES[name].names
            held = [
                {
                    column.name: typed(column, None if cell == "" and form.name in NO_EMPTY_TEXT else cell)
                    for column, cell in zip(columns(one), row, strict=True)
                    if column.name in names
                }
                for row in rows(connection, one)
            ]
            assert read == held, name


@every_format
def test_demo_data_are_marked_in_every_format(form: Format, free: Path) -> None:
    """Seen failing: with a format that knew nothing of demo data."""
    path = free / form.path
    files = [file.read_bytes() for file in ([path] if path.is_file() else path.iterdir())]
    if path.is_file() and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            files = [archive.read(name) for name in archive.namelist()]
    assert any(b"Beispieldaten" in content for content in files)


@every_format
def test_a_format_is_in_the_readme_the_crate_and_the_documentation(form: Format, full: Path, repository: Path) -> None:
    assert f"| `{form.path}" in (full / "README.md").read_text(encoding="utf-8")
    graph = json.loads((full / "ro-crate-metadata.json").read_text(encoding="utf-8"))["@graph"]
    types = {entity["@id"]: entity.get("encodingFormat") for entity in graph}
    assert form.media_type in {type_ for name, type_ in types.items() if name.startswith(form.path)}
    (line,) = [
        line
        for line in (repository / "docs" / "publishing.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| `jsiq-scrape export DIR` |")
    ]
    assert f" {form.name}," in line
