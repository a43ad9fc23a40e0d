"""Without contacts a release names and reaches nobody, and says all else as it does with them."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from jsiq_scrape.privacy.withheld import MARK, Withholding
from jsiq_scrape.release.differences import compare
from jsiq_scrape.tables import TABLES, table
from jsiq_scrape.tables.rows import Rows

WHOLE = ("profile", "project", "funding_area", "institution", "project_institution", "extra", "profile_version",
         "project_version", "funding_area_version", "alias", "page", "body", "capture", "roster_entry")  # fmt: skip

#: As the pages print them.
_PRINTED = "SELECT text FROM claim WHERE entity = 'contact' AND variable IN ('name', 'email', 'phone', 'fax', 'mobile')"


def test_no_file_of_it_names_or_reaches_a_contact(free: Path, full: Path) -> None:
    with closing(sqlite3.connect(full / "jsiq.db")) as connection:
        printed = {
            value
            for row in connection.execute("SELECT name, email, phone, fax, mobile FROM contact_version")
            for value in row
            if value
        }
        printed |= {row[0] for row in connection.execute(_PRINTED)}
    assert len(printed) > 30
    found = [
        (path.relative_to(free).as_posix(), value)
        for path in free.rglob("*")
        if path.is_file()
        for value in printed
        if value.encode() in path.read_bytes()
    ]
    assert found == []
    names = {path.relative_to(free).as_posix() for path in free.rglob("*")}
    assert not {"csv/contact.csv", "parquet/contact_version.parquet", "snapshots.warc.gz"} & names


def test_the_rule_sees_them_where_they_are(full: Path) -> None:
    assert b"amt51@kreis-dueren.de" in (full / "jsiq.db").read_bytes()
    assert b"amt51@kreis-dueren.de" in (full / "csv" / "contact.csv").read_bytes()


def test_all_else_is_as_it_is_with_contacts(free: Path, full: Path) -> None:
    assert compare(full / "jsiq.db", free / "jsiq.db", WHOLE) == []
    changes = compare(full / "jsiq.db", free / "jsiq.db", ("change",))
    with closing(sqlite3.connect(full / "jsiq.db")) as connection:
        contacts = {row[0] for row in connection.execute("SELECT event FROM change WHERE entity = 'contact'")}
    assert contacts
    assert {(one.key[0], one.kind) for one in changes} == {(event, "removed") for event in contacts}


def test_its_schema_is_the_same(free: Path, full: Path) -> None:
    schemas = []
    for folder in (free, full):
        with closing(sqlite3.connect(folder / "jsiq.db")) as connection:
            schemas.append(connection.execute("SELECT name, sql FROM sqlite_schema ORDER BY name").fetchall())
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert schemas[0] == schemas[1]


@pytest.fixture
def withholding() -> Withholding:
    """One that has learnt of one contact."""
    rows = Rows()
    known = {"name": "Dr. Erika Musterfrau", "email": "e.musterfrau@stadt.example"}
    rows.by_table["contact_version"] = [tuple(known.get(name) for name in table("contact_version").names)]
    return Withholding.of(rows)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Anmeldung bei Erika Musterfrau im Büro", f"Anmeldung bei {MARK} im Büro"),
        ("Musterfrau, Erika", MARK),
        ("Fragen an Frau Dr. Beispiel", f"Fragen an {MARK}"),
        ("Mail: info@stadt.example!", f"Mail: {MARK}!"),
        ("info(at)stadt.example", MARK),
        ("Telefon 02421 / 22-1111", f"Telefon {MARK}"),
        ("+49 2421 221111", MARK),
        ("vom 01.01.2015 bis 31.12.2018", "vom 01.01.2015 bis 31.12.2018"),
        ("01/2015 - 12/2018", "01/2015 - 12/2018"),
        ("08.00 - 12.00", "08.00 - 12.00"),
        ("52351 Düren", "52351 Düren"),
        ("Frauen und Mädchen", "Frauen und Mädchen"),
    ],
)
def test_what_is_taken_out_of_a_text(withholding: Withholding, text: str, left: str) -> None:
    assert withholding.text(text) == left


def test_a_person_under_an_unknown_label_is_withheld(withholding: Withholding) -> None:
    rows = Rows()
    extra = dict.fromkeys(table("extra").names, None) | {"id": "x", "label": "Vor Ort", "text": "Max Mustermann"}
    rows.by_table["extra"] = [tuple(extra.values())]  # type: ignore[list-item]
    withholding.apply(rows)
    (row,) = rows.by_table["extra"]
    assert dict(zip(table("extra").names, row, strict=True))["text"] == MARK


def test_every_table_that_holds_personal_data_is_filtered() -> None:
    personal = {one.name for one in TABLES if one.personal}
    assert personal == {"contact", "contact_version", "change", "claim", "finding", "by_hand"}
