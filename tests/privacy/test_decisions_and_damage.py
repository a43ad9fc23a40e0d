"""Whoever is left out is left out of decisions by hand too, and beside evidence that nobody can read."""

import sqlite3
from contextlib import closing

import pytest
from databases import rows
from persons_and_pages import ERIKA, MAX, Person, Store, page, suppress

from jsiq_scrape.database import build
from jsiq_scrape.evidence.store import Snapshots
from jsiq_scrape.parse.document import parse_document
from jsiq_scrape.workspace import Workspace


def cells(workspace: Workspace) -> str:
    """All that the tables say."""
    with closing(sqlite3.connect(workspace.database)) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return "\n".join(str(row) for name in names for row in connection.execute(f'SELECT * FROM "{name}"'))


def capture(workspace: Workspace, name: str, body: bytes) -> str:
    """A capture of a page a year later; gives the digest of its body."""
    Store(workspace).capture(365, name, body)
    (digest,) = {one.digest for one in Snapshots(workspace.snapshots).captures() if one.url.endswith(f"/{name}.html")}
    assert digest is not None
    return digest


@pytest.fixture
def decided(mine: Workspace) -> Workspace:
    """Somebody decided on a number of Erika's, on one of Max's, and on the street, of one page."""
    digest = capture(mine, "westen", page(ERIKA, MAX, municipality="Stadt Westen"))
    mine.parsers.mkdir(exist_ok=True)
    decisions = {"contacts[0].fax": "+4924219990", "contacts[1].fax": "+4924219991", "profile.street": "Westweg 1"}
    (mine.parsers / "decisions.toml").write_text(
        "".join(
            f'[[claim]]\nbody = "{digest}"\nfield = "{field}"\nvalue = "{value}"\nwho = "E. M."\nwhy = "asked"\n'
            for field, value in decisions.items()
        ),
        encoding="utf-8",
    )
    return mine


def test_a_decision_on_a_suppressed_contact_is_in_no_table(decided: Workspace) -> None:
    build(decided)
    assert "+4924219990" in cells(decided)
    suppress(decided, name=ERIKA.name)
    build(decided)
    assert rows(decided.database, "SELECT field FROM by_hand ORDER BY field") == [
        ("contacts[1].fax",),
        ("profile.street",),
    ]
    assert "+4924219990" not in cells(decided)
    assert rows(decided.database, "SELECT street FROM profile WHERE id = 'nw-stadt-westen'") == [("Westweg 1",)]
    assert rows(decided.database, "SELECT fax FROM contact WHERE profile = 'nw-stadt-westen'") == [("+4924219991",)]


def test_without_contacts_no_decision_on_one_is_in_a_table(decided: Workspace) -> None:
    build(decided, contacts=False)
    assert rows(decided.database, "SELECT field FROM by_hand") == [("profile.street",)]
    assert "+492421999" not in cells(decided)


def test_her_lines_and_no_others_are_withheld(mine: Workspace) -> None:
    body = page(ERIKA, MAX, municipality="Stadt Westen")
    digest = capture(mine, "westen", body)
    suppress(mine, name=ERIKA.name)
    build(mine)
    withheld = {line for (line,) in rows(mine.database, f"SELECT line FROM withheld_line WHERE body = '{digest[:16]}'")}
    lines = [line.text for line in parse_document(body).lines()]
    hers = {number for number, text in enumerate(lines, 1) if any(sign in text for sign in ("Erika", "1117", "e.sorg"))}
    assert len(hers) >= 3
    assert withheld == hers


def test_an_address_that_the_reader_could_not_undo_is_taken_out_wherever_it_stands(mine: Workspace) -> None:
    hidden = "gs1966 [Bild] musterau.example"
    body = page(Person(ERIKA.name, "x@x.example", ERIKA.phone), municipality="Stadt Westen")
    whole = b'<a href="mailto:x@x.example">x@x.example</a>'
    assert whole in body
    capture(mine, "westen", body.replace(whole, hidden.encode()))
    capture(mine, "osten", page(MAX, municipality="Stadt Osten", services=f"Fragen bitte an {hidden}"))
    build(mine)
    assert rows(mine.database, "SELECT outcome FROM claim WHERE text LIKE 'gs1966%'") == [("not_understood",)]
    assert cells(mine).count("gs1966") > 1
    suppress(mine, name=ERIKA.name)
    build(mine)
    assert "gs1966" not in cells(mine)
    assert rows(mine.database, "SELECT services FROM project WHERE profile = 'nw-stadt-osten'") == [
        ("Fragen bitte an […]",)
    ]


def test_a_lost_body_and_one_without_lines_hold_nobody_back(mine: Workspace) -> None:
    build(mine)
    lost = capture(mine, "westen", page(ERIKA, municipality="Stadt Westen"))
    capture(mine, "osten", b"\x00\x01\x02\xff" * 40)
    (mine.snapshots / "bodies" / lost[:2] / f"{lost}.html").write_bytes(b"other bytes")
    suppress(mine, name=ERIKA.name, phone=ERIKA.phone)
    report = build(mine)
    assert len(report.damages) == 1
    assert "Sorgenfrei" not in cells(mine)
    assert rows(mine.database, "SELECT count(*) FROM contact WHERE name LIKE 'Max%'") != [(0,)]


def test_who_is_known_by_a_number_alone_takes_no_key_and_no_address_along(mine: Workspace) -> None:
    build(mine)
    before = (
        rows(mine.database, "SELECT id, url FROM page ORDER BY id"),
        rows(mine.database, "SELECT id FROM project ORDER BY id"),
    )
    Store(mine).capture(365, "westen", page(Person("", "", "02421 / 22-1199"), municipality="Stadt Westen"))
    suppress(mine, phone="02421 / 22-1199")
    build(mine)
    assert "221199" not in cells(mine)
    kept = (
        rows(mine.database, "SELECT id, url FROM page ORDER BY id"),
        rows(mine.database, "SELECT id FROM project ORDER BY id"),
    )
    assert all(set(one) <= set(other) for one, other in zip(before, kept, strict=True))
