"""The tables that people read as one Excel workbook, typed and explained; needs the extra `xlsx`."""

import sqlite3
from collections.abc import Iterable
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from jsiq_scrape.database.codebook import on_page
from jsiq_scrape.database.demo_data import NOTE, is_demo
from jsiq_scrape.errors import UsageError
from jsiq_scrape.explore.value_evidence import ANSWERS, shown
from jsiq_scrape.explore.web.language import empty, head
from jsiq_scrape.parse.labels import vocabulary
from jsiq_scrape.programme import programme
from jsiq_scrape.release.formats.table_files import Cell, columns, rows
from jsiq_scrape.tables import EVIDENCE, Column, Kind, Table

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    Formats = dict[str, Format]

#: Above the rows of each sheet: what the table is, what its columns are called in German, and in the database.
HEAD = 3
GUIDE, CODEBOOK = "Lies mich", "Spalten"
#: What a cell and a sheet of Excel hold at most.
LONGEST_CELL = 32_767
MOST_ROWS = 1_048_576 - HEAD
#: Excel counts the days of 1900 and later ones only.
_FIRST_YEAR = 1900
_WIDTHS = {Kind.INTEGER: 10, Kind.REAL: 12, Kind.BOOLEAN: 14, Kind.DATE: 13, Kind.MOMENT: 20}
_TEXT_WIDTH = 28
#: The heads of the sheet that explains the columns, with their widths.
_CODEBOOK = (
    ("Tabelle", 22),
    ("Spalte", 22),
    ("Bezeichnung", 24),
    ("Bedeutung", 60),
    ("meaning", 60),
    ("auf der Seite", 34),
    ("Typ", 12),
    ("Einheit", 16),
    ("erlaubte Werte", 30),
    ("eine leere Zelle heißt", 60),
    ("NULL means", 60),
    ("Zeilen", 10),
    ("davon ausgefüllt", 16),
)


def write_workbook(connection: sqlite3.Connection, tables: Iterable[Table], path: Path, made: date) -> None:
    """One workbook: a guide, a sheet for each table that is no evidence, and what each column means.

    `made` is the date that the file gives as that of its creation, so that the same database gives the same bytes.
    Raises UsageError when a table has more rows than a sheet.
    """
    from xlsxwriter import Workbook

    # A text stays a text: one that looks like a formula, a number or an address is none.
    kept = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    technical = {one.name for one in EVIDENCE}
    sheets = [one for one in tables if one.name not in technical]
    with Workbook(str(path), {"constant_memory": True, **kept}) as book:
        book.set_properties({"title": programme().name, "created": datetime.combine(made, time())})
        formats = _formats(book, is_demo(connection))
        _write_guide(book.add_worksheet(GUIDE), sheets, formats)
        for one in sheets:
            _write_table(book.add_worksheet(one.name), connection, one, formats)
        _write_codebook(book.add_worksheet(CODEBOOK), connection, sheets, formats)


def _formats(book: "Workbook", demo: bool) -> "Formats":
    formats = {
        "title": book.add_format({"bold": True, "font_size": 12}),
        "head": book.add_format({"bold": True, "bg_color": "#E4E9EE"}),
        "name": book.add_format({"font_color": "#4D5B69", "bottom": 1, "bg_color": "#E4E9EE"}),
        "wrapped": book.add_format({"text_wrap": True, "valign": "top"}),
        Kind.TEXT: book.add_format({"num_format": "@"}),
        Kind.DATE: book.add_format({"num_format": "dd.mm.yyyy"}),
        Kind.MOMENT: book.add_format({"num_format": "dd.mm.yyyy hh:mm:ss"}),
    }
    if demo:
        formats["demo"] = book.add_format({"bold": True, "font_size": 12, "font_color": "#9A4A00"})
    return formats


def _write_title(sheet: "Worksheet", text: str, formats: "Formats") -> None:
    note = NOTE.partition(" | ")[0]
    demo = formats.get("demo")  # there for invented data alone
    sheet.write_string(0, 0, f"{note} – {text}" if demo else text, demo or formats["title"])
    if demo:
        sheet.set_tab_color("#9A4A00")
        sheet.set_header(f"&C{note}")


def _write_guide(sheet: "Worksheet", sheets: list[Table], formats: "Formats") -> None:
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 100)
    _write_title(sheet, f"{programme().name}: Koordinierungsstellen und Projekte", formats)
    notes = (
        f"Jedes Blatt ist eine Tabelle; was ihre Spalten bedeuten, steht im Blatt „{CODEBOOK}“.",
        "Zeitpunkte sind in koordinierter Weltzeit (UTC) angegeben, Tage als Datum.",
        "Leere Zellen heißen: keine Angabe. Schlüssel, Postleitzahlen und Telefonnummern sind Texte.",
        "Belege (Abrufe, Fundstellen, Befunde) stehen in der Datenbank jsiq.db und im Ordner csv.",
    )
    for number, note in enumerate(notes, 2):
        sheet.write_string(number, 0, note)
    first = len(notes) + 3
    sheet.write_row(first, 0, ("Blatt", "Inhalt"), formats["name"])
    for number, one in enumerate(sheets, first + 1):
        sheet.write_url(number, 0, f"internal:'{one.name}'!A1", string=one.name)
        sheet.write_string(number, 1, one.german, formats["wrapped"])


def _write_table(sheet: "Worksheet", connection: sqlite3.Connection, one: Table, formats: "Formats") -> None:
    given = columns(one)
    for index, column in enumerate(given):
        sheet.set_column(index, index, _WIDTHS.get(column.kind, _TEXT_WIDTH), formats.get(column.kind))
    _write_title(sheet, one.german, formats)
    for index, column in enumerate(given):
        sheet.write_string(1, index, head(column.name, column), formats["head"])
    for index, column in enumerate(given):
        sheet.write_string(2, index, column.name, formats["name"])
    last = HEAD - 1
    for number, row in enumerate(rows(connection, one), 1):
        if number > MOST_ROWS:
            raise UsageError(f"{one.name} has more rows than a sheet of Excel: use the CSV or Parquet files instead")
        last += 1
        for index, (column, cell) in enumerate(zip(given, row, strict=True)):
            _write_cell(sheet, last, index, column, cell, formats)
    sheet.freeze_panes(HEAD, 1)
    sheet.autofilter(HEAD - 1, 0, max(last, HEAD), len(given) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{max(last, HEAD) + 1}"})


def _write_cell(sheet: "Worksheet", row: int, index: int, column: Column, cell: Cell, formats: "Formats") -> None:
    if column.kind is Kind.BOOLEAN:
        sheet.write_string(row, index, ANSWERS[None if cell is None else int(cell)])
    elif cell is None:
        return
    elif isinstance(cell, int | float):
        sheet.write_number(row, index, cell)
    elif column.kind in (Kind.DATE, Kind.MOMENT) and int(cell[:4]) >= _FIRST_YEAR:
        moment = datetime.fromisoformat(cell.removesuffix("Z"))
        sheet.write_datetime(row, index, moment, formats[column.kind])
    else:
        text = shown(column, cell)
        sheet.write_string(
            row, index, text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…", formats[Kind.TEXT]
        )


def _write_codebook(
    sheet: "Worksheet",
    connection: sqlite3.Connection,
    sheets: list[Table],
    formats: "Formats",
) -> None:
    for index, (_, width) in enumerate(_CODEBOOK):
        sheet.set_column(index, index, width)
    _write_title(sheet, "Was die Spalten bedeuten", formats)
    sheet.write_row(2, 0, [head for head, _ in _CODEBOOK], formats["name"])
    counts = {
        (row[0], row[1]): (row[2], row[3])
        for row in connection.execute('SELECT "table", "column", "rows", "filled" FROM codebook')
    }
    words = vocabulary.load_vocabulary()
    last = HEAD - 1
    for one in sheets:
        for column in columns(one):
            last += 1
            cells = (
                one.name,
                column.name,
                head(column.name, column),
                column.german,
                column.english,
                on_page(column, words),
                column.kind.value,
                column.unit,
                ", ".join(column.allowed),
                empty(column) or "kommt nicht vor",
                column.null or "never NULL",
                *counts.get((one.name, column.name), (None, None)),
            )
            for index, value in enumerate(cells):
                if isinstance(value, int):
                    sheet.write_number(last, index, value)
                elif value:
                    sheet.write_string(last, index, value, formats["wrapped"])
    sheet.freeze_panes(HEAD, 2)
    sheet.autofilter(HEAD - 1, 0, last, len(_CODEBOOK) - 1)
