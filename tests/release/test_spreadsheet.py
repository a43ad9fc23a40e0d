"""The Excel workbook is typed, explained, runs nothing, and is the same file each time."""

import sqlite3
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from jsiq_scrape.errors import UsageError
from jsiq_scrape.release.formats import registry, spreadsheet
from jsiq_scrape.release.formats.spreadsheet import CODEBOOK, GUIDE, HEAD, LONGEST_CELL, write_workbook
from jsiq_scrape.release.formats.table_files import columns, released, rows
from jsiq_scrape.release.release import write
from jsiq_scrape.tables import EVIDENCE, Column, Kind, Table
from jsiq_scrape.workspace import Workspace

Cells = tuple[object, ...]
WORKBOOK = "jsiq.xlsx"


@pytest.fixture(scope="module")
def book(full: Path) -> openpyxl.Workbook:
    """The workbook of a release with contacts, read by another library than the one that wrote it."""
    return openpyxl.load_workbook(full / WORKBOOK)


def records(book: openpyxl.Workbook, name: str) -> dict[object, dict[str, openpyxl.cell.Cell]]:
    """The rows of a sheet by key, as cells by name."""
    sheet = book[name]
    names = [cell.value for cell in sheet[HEAD]]
    return {row[0].value: dict(zip(names, row, strict=True)) for row in sheet.iter_rows(min_row=HEAD + 1)}


def test_keys_postal_codes_and_telephone_numbers_are_texts_with_their_zeros(book: openpyxl.Workbook) -> None:
    profiles, contacts = records(book, "profile"), records(book, "contact")
    cells = (
        profiles["sn-stadt-exempelberg"]["postal_code"],
        profiles["nw-kreis-dueren"]["ags"],
        next(row["phone"] for row in contacts.values() if row["profile"].value == "nw-kreis-dueren"),
    )
    assert [(cell.value, cell.data_type, cell.number_format) for cell in cells] == [
        ("01129", "s", "@"),
        ("05358", "s", "@"),
        ("+492421221111", "s", "@"),
    ]


def test_days_moments_numbers_and_answers_have_their_types(book: openpyxl.Workbook) -> None:
    project = records(book, "project")["bb-stadt-beispielow--kurs-halten"]
    assert (project["period_start"].value, project["period_start"].number_format) == (
        datetime(2015, 1, 1),  # noqa: DTZ001 - Excel knows no time zones
        "dd.mm.yyyy",
    )
    assert project["first_seen"].value == datetime(2018, 4, 12, 10)  # noqa: DTZ001
    assert project["position"].value == 1
    assert [project[name].value for name in ("case_management", "counselling")] == ["ja", "nein"]


def test_a_sheet_holds_the_rows_of_its_table(book: openpyxl.Workbook, full: Path) -> None:
    with closing(sqlite3.connect(full / "jsiq.db")) as connection:
        for one in released(contacts=True):
            if one not in EVIDENCE:
                assert book[one.name].max_row - HEAD == len(list(rows(connection, one))), one.name
                assert [cell.value for cell in book[one.name][HEAD]] == [column.name for column in columns(one)]


def test_heads_stay_in_sight_and_have_filters(book: openpyxl.Workbook) -> None:
    sheet = book["project_overview"]
    heads = {name.value: head.value for head, name in zip(sheet[HEAD - 1], sheet[HEAD], strict=True)}
    assert (heads["postal_code"], heads["target_group"]) == ("PLZ", "Zielgruppe")
    assert sheet.freeze_panes == "B4"
    assert sheet.auto_filter.ref.startswith("A3:")
    assert sheet.auto_filter.ref.endswith(str(sheet.max_row))


def test_a_sheet_explains_each_column_of_the_others(book: openpyxl.Workbook) -> None:
    found = {(row[0], row[1]): row for row in book[CODEBOOK].iter_rows(min_row=HEAD + 1, values_only=True)}
    named = {
        (sheet.title, cell.value) for sheet in book if sheet.title not in (GUIDE, CODEBOOK) for cell in sheet[HEAD]
    }
    assert found.keys() == named
    row = found["profile", "removed_at"]
    assert row[2] == "Nicht mehr da seit"
    assert str(row[3]).startswith("erster Abruf, bei dem der Eintrag")
    assert row[9:] == ("bei der letzten Aufnahme noch da", "it was still there at the last capture", 16, 1)


def test_no_cell_is_a_formula_or_a_link_to_elsewhere(book: openpyxl.Workbook) -> None:
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert len(cells) > 1000
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert [cell.coordinate for cell in cells if cell.hyperlink and cell.hyperlink.target] == []


def test_demo_data_are_marked_on_each_sheet(book: openpyxl.Workbook) -> None:
    firsts = {sheet.title: str(sheet["A1"].value) for sheet in book}
    beginning = "Beispieldaten, die das Programm zeigen"
    assert [title for title, text in firsts.items() if not text.startswith(beginning)] == []


def test_without_contacts_there_is_no_sheet_of_them(free: Path) -> None:
    names = openpyxl.load_workbook(free / WORKBOOK).sheetnames
    assert "profile" in names
    assert not {"contact", "contact_version"} & set(names)


def test_the_same_database_gives_the_same_bytes(full: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(full / "jsiq.db")) as connection:
        write_workbook(connection, released(contacts=True), tmp_path / "again.xlsx", date(2026, 2, 3))
    assert (tmp_path / "again.xlsx").read_bytes() == (full / WORKBOOK).read_bytes()


@pytest.fixture
def notes() -> sqlite3.Connection:
    """A database of one small table."""
    connection = sqlite3.connect(":memory:")
    connection.executescript(
        "CREATE TABLE page (url); CREATE TABLE codebook ('table', 'column', 'rows', 'filled');"
        "CREATE TABLE note (id TEXT, day TEXT, text TEXT, answer INTEGER); INSERT INTO page VALUES ('https://www.stadt.de/');"
    )
    return connection


NOTE = Table(
    "note",
    "Notizen",
    "notes",
    (
        Column("id", "Schlüssel", "key"),
        Column("day", "Tag", "day", "unknown", kind=Kind.DATE),
        Column("text", "Text", "text", "none"),
        Column("answer", "Antwort", "answer", "none", kind=Kind.BOOLEAN),
    ),
    ("id",),
)


@pytest.mark.parametrize(
    "text",
    ['=HYPERLINK("http://evil.invalid")', "@SUM(A1)", "-2+3", "3E5", "1/2", "http://evil.invalid", "\ttab", "{=1}"],
)
def test_what_a_spreadsheet_would_change_stays_as_it_is(notes: sqlite3.Connection, tmp_path: Path, text: str) -> None:
    notes.execute("INSERT INTO note VALUES ('1', NULL, ?, NULL)", (text,))
    write_workbook(notes, [NOTE], tmp_path / "a.xlsx", date(2018, 4, 19))
    cell = openpyxl.load_workbook(tmp_path / "a.xlsx")["note"]["C4"]
    assert (cell.value, cell.data_type) == (text, "s")


def test_what_excel_cannot_hold_is_shortened_or_a_text(notes: sqlite3.Connection, tmp_path: Path) -> None:
    notes.execute("INSERT INTO note VALUES ('1', '1870-05-01', ?, NULL)", ("ü" * 40_000,))
    write_workbook(notes, [NOTE], tmp_path / "a.xlsx", date(2018, 4, 19))
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["note"]
    assert sheet["B4"].value == "1870-05-01"
    assert sheet["D4"].value == "keine Angabe"
    assert sheet["C4"].value == "ü" * (LONGEST_CELL - 1) + "…"
    assert sheet["A1"].value == "Notizen"  # its page is a real one, so no mark of demo data


def test_a_table_that_is_too_long_is_refused(
    notes: sqlite3.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 2)
    notes.executemany("INSERT INTO note VALUES (?, NULL, NULL, NULL)", ["1", "2", "3"])
    with pytest.raises(UsageError, match="note has more rows than a sheet"):
        write_workbook(notes, [NOTE], tmp_path / "a.xlsx", date(2018, 4, 19))


def test_a_release_without_the_library_says_so(
    demo: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "find_spec", lambda name: None)
    done = write(demo, tmp_path / "release")
    assert "Excel was left out: it needs the extra 'xlsx' (XlsxWriter)" in done.notes
    assert not (tmp_path / "release" / WORKBOOK).exists()
    assert WORKBOOK not in (tmp_path / "release" / "README.md").read_text(encoding="utf-8")
