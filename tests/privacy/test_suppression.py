"""A suppressed person is in no output of any rebuild, and leaving her out is no event.

Seen failing: without `from_rows` in database/building.py the texts keep her; without `from_history` her contacts stay;
without `forget` the cache keeps her; with keys of events made of the keys that are left, `..._came_into_her_place...`
is red.
"""

import gzip
import json
import re
import sqlite3
import unicodedata
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from databases import content, rows
from persons_and_pages import ERIKA, FORBIDDEN, MAX, NINA, Person, Store, page, suppress

from jsiq_scrape.database import build
from jsiq_scrape.errors import UsageError
from jsiq_scrape.explore.web.stored_page import stored_page
from jsiq_scrape.monitor.change_log import changes
from jsiq_scrape.monitor.feed import atom
from jsiq_scrape.privacy.identifiers import MARK
from jsiq_scrape.privacy.leak_check import check_leaks
from jsiq_scrape.release.release import write
from jsiq_scrape.tables import TABLES
from jsiq_scrape.workspace import Workspace


def forbidden_in(text: str) -> list[str]:
    """What of Erika stands in a text; a search of its own, that knows nothing of the program's."""
    plain = unicodedata.normalize("NFC", text).casefold()
    spaced = re.sub(r"[\s/()]+", "", plain)
    return [sign for sign in FORBIDDEN if sign in plain or sign.replace(" ", "") in spaced]


def cells(file: Path) -> Iterator[str]:
    """All cells of all tables, those of the search and the packed ones of the cache too."""
    with closing(sqlite3.connect(file)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
            for row in connection.execute(f'SELECT * FROM "{name}"'):
                for cell in row:
                    if isinstance(cell, bytes) and cell[:1] == b"x":
                        yield zlib.decompress(cell).decode("unicode_escape", "replace")
                    elif cell is not None:
                        yield cell.decode("utf-8", "replace") if isinstance(cell, bytes) else str(cell)


def outputs(workspace: Workspace) -> Iterator[tuple[str, str]]:
    """Each text that the workspace gives away, with where it stands."""
    for path in sorted(workspace.root.rglob("*")):
        inside = path.relative_to(workspace.root)
        if path.is_file() and inside.parts[0] != "snapshots":
            yield str(inside), str(inside)
            if path.suffix in (".db", ".sqlite"):
                yield from ((str(inside), cell) for cell in cells(path))
                yield str(inside), path.read_bytes().decode("utf-8", "replace")
            elif path.suffix != ".parquet":
                content = path.read_bytes()
                content = gzip.decompress(content) if path.suffix == ".gz" else content
                yield str(inside), content.decode("utf-8", "replace")


def test_no_output_of_a_workspace_has_her(suppressed: Workspace) -> None:
    texts = list(outputs(suppressed))
    assert len(texts) > 1000
    assert [(place, sign) for place, text in texts for sign in forbidden_in(text)] == []


def test_the_search_sees_her_where_she_is(named: Workspace) -> None:
    places = {place for place, text in outputs(named) if forbidden_in(text)}
    assert {"db/jsiq.db", ".cache/readings.sqlite"} <= places


def test_every_table_with_texts_named_her_before(named: Workspace) -> None:
    with closing(sqlite3.connect(named.database)) as connection:
        held = {table.name: connection.execute(f'SELECT * FROM "{table.name}"').fetchall() for table in TABLES}
    hers = {name for name, found in held.items() if forbidden_in(json.dumps(found, ensure_ascii=False))}
    assert hers >= {
        "contact", "contact_version", "claim", "finding", "change", "project", "project_version", "institution",
        "project_institution", "extra", "alias", "page", "decision",
    }  # fmt: skip


def test_the_others_keep_their_contacts(named: Workspace, suppressed: Workspace) -> None:
    asked = """SELECT profile, version, name, email, phone, valid_from FROM contact_version
        ORDER BY profile, valid_from, name"""
    before, after = rows(named.database, asked), rows(suppressed.database, asked)
    assert {row[2] for row in before} == {ERIKA.name, MAX.name, NINA.name}
    assert [(row[0], *row[2:]) for row in before if row[2] != ERIKA.name] == [(row[0], *row[2:]) for row in after]


def test_no_event_is_new_and_only_hers_are_gone(named: Workspace, suppressed: Workspace) -> None:
    before = {change.event: change for change in changes(named.database)}
    after = {change.event: change for change in changes(suppressed.database)}
    assert after.keys() < before.keys()
    gone = [change for event, change in before.items() if event not in after]
    assert {change.entity for change in gone} == {"contact"}
    assert all(
        change.profile in ("nw-landkreis-musterau", "nw-stadt-nordfelde", "nw-stadt-suedheim") for change in gone
    )
    kept = [change for change in after.values() if before[change.event] != change]
    assert kept, "texts that named her changed, and are still reported"
    assert all(MARK in f"{change.old}{change.new}{change.field}" or "x" in change.id for change in kept)


def test_a_text_that_changed_by_her_name_alone_is_no_event(mine: Workspace) -> None:
    store = Store(mine)
    store.capture(
        30, "westheim", page(ERIKA, municipality="Stadt Westheim", services="Anmeldung bei Frau Sorgenfrei-Müller.")
    )
    store.capture(40, "westheim", page(ERIKA, municipality="Stadt Westheim", services="Anmeldung bei."))
    build(mine)
    found = [change for change in changes(mine.database) if change.profile == "nw-stadt-westheim"]
    assert [(change.kind, change.field) for change in found] == [("added", None), ("changed", "services")]
    suppress(mine, name=ERIKA.name)
    build(mine)
    found = [change for change in changes(mine.database) if change.profile == "nw-stadt-westheim"]
    assert [(change.kind, change.field) for change in found] == [("added", None)]


def test_who_came_into_her_place_keeps_the_events_about_herself(mine: Workspace) -> None:
    """One entry of the page, by its address: Erika's first, then Nina's, whose number changes."""
    office, store = "jugend@musterau.example", Store(mine)
    people = [
        Person(ERIKA.name, office, "02421 / 22-1130"),
        Person(NINA.name, office, "02421 / 22-1130"),
        Person(NINA.name, office, "02421 / 22-1131"),
    ]
    for number, person in enumerate(people):
        store.capture(30 + number, "osten", page(person, municipality="Stadt Osten"))
    build(mine)
    before = {
        one.event: one for one in changes(mine.database) if (one.profile, one.entity) == ("nw-stadt-osten", "contact")
    }
    assert sorted(str(one.field) for one in before.values()) == ["name", "phone"]
    suppress(mine, name=ERIKA.name)
    build(mine)
    (left,) = [one for one in changes(mine.database) if (one.profile, one.entity) == ("nw-stadt-osten", "contact")]
    assert left.field == "phone"
    assert left.event in before
    assert left.id != before[left.event].id, "its key was made of her name"
    ((key, first_seen),) = rows(mine.database, "SELECT id, first_seen FROM contact WHERE profile = 'nw-stadt-osten'")
    assert (key, first_seen) == (left.id, "2018-02-01T10:00:00Z")


def test_keys_and_references_hold_and_do_not_name_her(suppressed: Workspace) -> None:
    assert rows(suppressed.database, "PRAGMA foreign_key_check") == []
    (key,) = rows(suppressed.database, "SELECT id FROM project WHERE profile = 'nw-stadt-nordfelde'")
    assert re.fullmatch(r"nw-stadt-nordfelde--atelier-(dr-)?x[0-9a-f]{8}", str(key[0]))
    assert rows(suppressed.database, "SELECT count(*) FROM claim WHERE entity = 'project'") != [(0,)]


def test_a_cache_and_a_database_that_had_her_give_the_same_bytes_as_none(suppressed: Workspace, tmp_path: Path) -> None:
    fresh = Workspace(tmp_path / "fresh")
    fresh.root.mkdir()
    fresh.snapshots.symlink_to(suppressed.snapshots)
    fresh.parsers.mkdir()
    (fresh.parsers / "suppressions.toml").write_bytes((suppressed.parsers / "suppressions.toml").read_bytes())
    build(fresh)
    assert fresh.database.read_bytes() == suppressed.database.read_bytes()
    build(fresh)  # from its cache, which has only the others
    assert fresh.database.read_bytes() == suppressed.database.read_bytes()


def test_who_collects_her_again_finds_nothing_of_her(mine: Workspace) -> None:
    suppress(mine, name=ERIKA.name)
    build(mine)
    before = {change.event for change in changes(mine.database)}
    store = Store(mine)
    store.capture(50, "musterau", page(NINA, ERIKA, MAX, services="Anderes.", extra="dienstags"))
    store.capture(60, "musterau", page(NINA, MAX, services="Anderes.", extra="dienstags"))
    store.capture(50, "suedheim-erika-sorgenfrei-mueller", page(ERIKA, municipality="Stadt Suedheim"))
    build(mine)
    assert [place for place, text in outputs(mine) if forbidden_in(text)] == []
    assert [change for change in changes(mine.database) if change.event not in before] == []


@pytest.mark.parametrize(
    "known",
    [{"email": ERIKA.email}, {"phone": "+49 2421 22 11 17"}, {"name": "sorgenfrei-mueller, erika"}],
    ids=["mail", "number", "name spelled otherwise"],
)
def test_one_thing_that_she_is_known_by_is_enough(known: dict[str, str], mine: Workspace) -> None:
    suppress(mine, **known)
    build(mine)
    assert [place for place, text in outputs(mine) if forbidden_in(text)] == []


def test_what_she_shares_with_another_stays_with_the_other(mine: Workspace) -> None:
    office = Person("Oskar Ostmann", "o.ostmann@musterau.example", ERIKA.phone)
    Store(mine).capture(30, "osten", page(office, municipality="Stadt Osten"))
    suppress(mine, name=ERIKA.name)
    build(mine)
    assert rows(mine.database, "SELECT name, phone FROM contact WHERE name LIKE 'Oskar%'") == [
        ("Oskar Ostmann", "+492421221117")
    ]
    suppress(mine, phone=ERIKA.phone)
    build(mine)
    assert rows(mine.database, "SELECT count(*) FROM contact WHERE name LIKE 'Oskar%'") == [(0,)]


def test_a_nameless_contact_with_her_mail_is_she(mine: Workspace) -> None:
    Store(mine).capture(30, "osten", page(Person("", ERIKA.email, "02421 / 22-1100"), municipality="Stadt Osten"))
    suppress(mine, name=ERIKA.name)
    build(mine)
    assert rows(mine.database, "SELECT count(*) FROM contact WHERE profile = 'nw-stadt-osten'") == [(0,)]
    assert [place for place, text in outputs(mine) if forbidden_in(text)] == []


@pytest.mark.parametrize(
    "prose",
    [
        "Anmeldung bei Frau Olga Ostermann im Büro.",
        "Fragen an Herrn Dr. Olga Ostermann Dienstags.",
        "Leitung: Olga Ostermann",
    ],
)
@pytest.mark.few(1)
def test_who_stands_in_prose_alone_is_known_where_the_text_calls_her_a_person(
    prose: str, mine: Workspace, jsiq
) -> None:
    store = Store(mine)
    store.capture(30, "osten", page(municipality="Stadt Osten", services=prose, extra="Olga Ostermann, montags"))
    suppress(mine, name="Olga Ostermann")
    build(mine)
    assert [place for place, text in outputs(mine) if "ostermann" in text.casefold()] == []
    (stored,) = [path for path in (mine.snapshots / "bodies").rglob("*.html") if b"Ostermann" in path.read_bytes()]
    said = jsiq("read", "--json", stored, "--root", mine.root).stdout
    assert "Zielgruppe" in said
    assert "Ostermann" not in said


def test_a_label_that_is_her_name_is_no_label_that_explain_shows(mine: Workspace, jsiq) -> None:
    page = """<!doctype html><meta charset=utf-8><h2>Lotsen</h2><p><b>Umsetzende Institution:</b> Werk e. V.</p>
<p><b>Olga Ostermann:</b> montags</p><p><b>Zielgruppe:</b> Fragen an Frau Olga Ostermann</p>
<p><b>Zeitraum:</b> 2016</p>"""
    explain, wide = ("read", "--explain", "-", "--root", mine.root), {"COLUMNS": "200"}
    shown = jsiq(*explain, stdin=page.encode(), environment=wide).stdout
    assert shown.count("Olga Ostermann") == 4  # lines 3 and 4, the label of line 3, its finding
    suppress(mine, name="Olga Ostermann")
    hidden = jsiq(*explain, stdin=page.encode(), environment=wide).stdout
    assert "Ostermann" not in hidden
    assert "unknown label" in hidden


def test_a_contact_whose_name_was_not_read_goes_with_the_line_that_names_it(mine: Workspace) -> None:
    turned = Person("Ostermann, Olga", "o.ostermann@musterau.example", "02421 / 22-1120")
    Store(mine).capture(30, "osten", page(turned, municipality="Stadt Osten"))
    suppress(mine, name="Olga Ostermann", email=turned.email)
    build(mine)
    assert [place for place, text in outputs(mine) if "ostermann" in text.casefold()] == []


def test_a_release_and_a_feed_have_her_nowhere(suppressed: Workspace, tmp_path: Path) -> None:
    (tmp_path / "workspace").mkdir()
    feed = tmp_path / "workspace" / "feed.xml"
    feed.write_text(atom(changes(suppressed.database)), encoding="utf-8")
    released = write(suppressed, tmp_path / "workspace" / "release").folder
    texts = list(outputs(Workspace(tmp_path / "workspace")))
    assert {"feed.xml", "release/jsiq.db", "release/csv/project.csv"} <= {place for place, _ in texts}
    assert [(place, sign) for place, text in texts for sign in forbidden_in(text)] == []
    report = check_leaks(suppressed, [feed, released])
    assert report.found == ()
    assert report.files > 30


def test_no_page_that_shows_her_is_given_away(suppressed: Workspace, named: Workspace, jsiq, tmp_path: Path) -> None:
    done = jsiq("export", "--warc", tmp_path / "all.warc.gz", "--root", suppressed.root)
    assert done.returncode == 2
    assert "6 stored pages show persons who are suppressed" in done.stderr
    assert forbidden_in(done.stderr.replace(str(suppressed.root), "")) == []
    assert not (tmp_path / "all.warc.gz").exists()
    with pytest.raises(UsageError, match="6 stored pages"):
        write(suppressed, tmp_path / "release", contacts=True)
    assert not (tmp_path / "release").exists()
    assert jsiq("export", "--warc", tmp_path / "all.warc.gz", "--root", named.root).returncode == 0


def test_the_evidence_page_shows_marks_in_her_place(suppressed: Workspace, named: Workspace) -> None:
    bodies = suppressed.snapshots / "bodies"
    with closing(sqlite3.connect(suppressed.database)) as connection:
        marked = 0
        for (body,) in connection.execute("SELECT id FROM body").fetchall():
            shown = stored_page(connection, bodies, body, "1-40", source=True)
            assert shown is not None
            assert forbidden_in(repr(shown)) == []
            lines = [line.number for line in shown.lines if line.text == MARK]
            assert (shown.source is None) == bool(lines)
            marked += bool(lines)
    assert marked == 6
    with closing(sqlite3.connect(named.database)) as connection:
        (body,) = connection.execute("SELECT body FROM claim WHERE text LIKE '%Sorgenfrei%' LIMIT 1").fetchone()
        assert forbidden_in(repr(stored_page(connection, bodies, body, "")))


PROFILES = ("nw-landkreis-musterau", "nw-stadt-nordfelde", "nw-stadt-suedheim")


@pytest.mark.sweep
def test_the_commands_that_show_pages_and_values_leave_her_out(suppressed: Workspace, named: Workspace, jsiq) -> None:
    pages = sorted((suppressed.snapshots / "bodies").rglob("*.html"))
    stored = [
        path for path in pages if b"mailto:e.sorgenfrei" in path.read_bytes()
    ]  # in prose alone `read` cannot know
    assert len(stored) == 3
    root = ("--root", suppressed.root)
    for command in (
        ("read", "--json", *stored), ("read", *stored), ("read", "--explain", *stored), ("changes", "--json"),
        ("changes",), ("changes", "--format", "atom", "--with-contacts"), ("status",),
        *(("diff", "--all", profile, "2018-01-01", "2018-01-11") for profile in PROFILES),
        ("explain", "project", "nw-landkreis-musterau--wegweiser"),
        ("compare", named.database, suppressed.database), ("compare", "--json", named.database, suppressed.database),
        ("audit", "--sample", "500"), ("reread", "--diff"),
    ):  # fmt: skip
        done = jsiq(*command, *root)
        assert done.returncode == 0, (command, done.stderr)
        said = done.stdout + done.stderr
        assert forbidden_in(said) == [], command
    assert forbidden_in(jsiq("read", "--json", *stored, "--root", named.root).stdout)


def test_a_database_that_still_has_her_is_compared_without_her(
    named: Workspace, suppressed: Workspace, jsiq, tmp_path: Path
) -> None:
    here = tmp_path / "here"
    (here / "parsers").mkdir(parents=True)
    for place, has_her in ((suppressed.root, False), (here, True)):
        done = jsiq("compare", suppressed.database, named.database, "--root", place)
        assert done.returncode == 0, done.stderr
        assert bool(forbidden_in(done.stdout)) == has_her


def test_content_is_the_same_but_for_her(named: Workspace, suppressed: Workspace) -> None:
    """Rows that do not name her, and are no contact's, are untouched."""

    def printed(workspace: Workspace) -> set[str]:
        skipped = ('["contact', '["claim', '["finding', '["change', '["withheld_line', '["codebook')
        return {line for line in content(workspace.database) if not line.startswith(skipped)}

    lost, came = printed(named) - printed(suppressed), printed(suppressed) - printed(named)
    assert all(forbidden_in(line) for line in lost)
    assert all(MARK in line or re.search(r"x[0-9a-f]{8}", line) for line in came)
