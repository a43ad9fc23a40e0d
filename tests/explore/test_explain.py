"""`jsiq-scrape explain`: from a value to its text, its line, its capture, and a footnote."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from small_world import FIRST, PLACES, PROJECTS, capture, page

from jsiq_scrape.database import build
from jsiq_scrape.evidence.store import Snapshots
from jsiq_scrape.explore.value_evidence import entry
from jsiq_scrape.workspace import Workspace

pytestmark = pytest.mark.sweep  # each starts processes of its own

PROJECT = "nw-kreis-dueren--lotsen-vor-ort"


def test_a_value_is_told_with_text_line_capture_and_history(jsiq, small: Workspace) -> None:
    done = jsiq("explain", "project", PROJECT, "period_end", "--root", small.root)
    assert (done.returncode, done.stderr) == (0, "")
    for told in (
        "period_end = 2022-06-30",
        "Zeitraum: 01.01.2015 - 30.06.2022 [understood]",
        "line 18  html/body/",
        "captured   2017-05-02T09:00:00Z",
        "archive    https://web.archive.org/web/20160502090000/",
        "2016-05-02T09:00:00Z to 2016-05-02T09:00:00Z  2018-12-31",
    ):
        assert told in done.stdout
    assert "services" not in done.stdout


def test_without_a_column_every_value_is_told(jsiq, small: Workspace) -> None:
    told = jsiq("explain", "profile", "nw-kreis-dueren", "--root", small.root).stdout
    assert "municipality = Kreis Düren" in told
    assert "ags = 05358" in told
    assert "soziale_stadt = ja" in told


def test_a_footnote_names_archive_time_line_and_both_digests(jsiq, small: Workspace) -> None:
    done = jsiq("explain", "project", PROJECT, "services", "--cite", "--root", small.root)
    (line,) = done.stdout.splitlines()
    assert line.startswith(f"{PROJECT}, services: „Einzelfallberatung, Begleitung zu Ämtern“. https://web.archive.org/")
    assert "#:~:text=Einzelfallberatung%2C%20Begleitung" in line
    assert "captured 2017-05-02T09:00:00Z, line 22" in line
    assert f"database sha256:{sha256(small.database.read_bytes()).hexdigest()}." in line


def test_what_stands_under_an_unknown_label_is_told_too(jsiq, demo: Workspace) -> None:
    done = jsiq("explain", "extra", "he-kreis-musterwald--extra-sprechzeiten", "--root", demo.root)
    assert (done.returncode, done.stderr) == (0, "")
    assert "text = Mo. bis Do. 9 bis 16 Uhr" in done.stdout
    assert "Sprechzeiten: Mo. bis Do. 9 bis 16 Uhr [understood]" in done.stdout
    assert "\n             line 36  html/body/" in done.stdout


def test_every_unknown_label_has_its_line(demo: Workspace) -> None:
    with closing(sqlite3.connect(demo.database)) as connection:
        keys = [key for (key,) in connection.execute("SELECT id FROM extra")]
        found = [entry(connection, "extra", key).values[0] for key in keys]
        owners = {
            key: next(value for value in entry(connection, "project", key).values if value.column.name == "extras")
            for (key,) in connection.execute("SELECT DISTINCT project FROM extra WHERE project IS NOT NULL")
        }
    assert len(found) > 3
    assert [value.value for value in found] == [source.text for value in found for source in value.sources]
    for value in owners.values():
        assert value.shown == "\n".join(f"{one.label}: {one.text}" for one in value.sources)


def test_an_unknown_label_has_a_history_of_its_own(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    with Snapshots(workspace.snapshots).run("live", FIRST) as run:
        for day, note in enumerate((None, "drei", "drei", "vier")):
            body = page(PLACES[0], PROJECTS[:1], "2015 - 2018")
            if note:
                body = body.replace(b"<dt>Zielgruppe", f"<dt>Plätze</dt><dd>{note}</dd><dt>Zielgruppe".encode())
            run.add(capture("dueren", FIRST + timedelta(days=day), body, archived=False))
    build(workspace)
    with closing(sqlite3.connect(workspace.database)) as connection:
        ((key,),) = connection.execute("SELECT id FROM extra").fetchall()
        (value,) = entry(connection, "extra", key).values
    days = [(state.shown, state.seen_from[8:10], state.seen_to[8:10]) for state in value.history]
    assert days == [("keine Angabe", "02", "02"), ("drei", "03", "04"), ("vier", "05", "05")]


def test_a_page_cannot_send_commands_to_the_terminal(jsiq, small: Workspace) -> None:
    key = "he-landkreis-img-src-http-evil-invalid-x-png-onerror-alert-1"
    told = jsiq("explain", "profile", key, "--root", small.root).stdout
    assert "\x1b" not in told
    assert '<img src="http://evil.invalid/x.png" onerror="alert(1)">' in told


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("project", "nobody"), "project nobody: no such entry"),
        (("capture", "x"), "capture: evidence is kept for profile, contact, funding_area, project"),
        (("extra", "x"), "extra x: no such entry"),
        (("project", PROJECT, "ags"), "project has no column ags; it has title, "),
    ],
)
def test_what_cannot_be_explained_is_said_in_one_line(jsiq, small: Workspace, arguments, complaint: str) -> None:
    done = jsiq("explain", *arguments, "--root", small.root)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"jsiq-scrape: {complaint}")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        (
            ("project", "Mädchen"),
            "be-bezirk-musterfelde-von-berlin--maedchen-machen-handwerk (Mädchen machen Handwerk)",
        ),
        (("project", "kurs"), "bb-stadt-beispielow--kurs-halten (Kurs halten)"),
        (("project", "kiezleufer"), "be-bezirk-musterfelde-von-berlin--kiezlaeufer (Kiezläufer)"),
        (("profile", "Beispielow"), "bb-stadt-beispielow (Stadt Beispielow)"),
        (("extra", "Sprechzeit"), "he-kreis-musterwald--extra-sprechzeiten (Sprechzeiten)"),
        (("contact", "musterle"), "bw-stadt-musterbach--kontakt-aabcc5 (Jonas Musterle)"),
    ],
)
def test_who_asks_with_words_of_a_title_is_given_the_key(jsiq, demo: Workspace, asked, meant: str) -> None:
    done = jsiq("explain", *asked, "--root", demo.root)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"no such entry; did you mean {meant}" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_many_suggestions_are_counted_and_not_all_named(jsiq, demo: Workspace) -> None:
    said = jsiq("explain", "profile", "stadt", "--root", demo.root).stderr
    assert said.count("(Stadt ") == 5
    assert "more?" in said


@pytest.mark.parametrize("table", ["profile", "contact", "funding_area", "project", "extra"])
def test_without_a_key_all_keys_are_listed_with_what_they_name(jsiq, demo: Workspace, table: str) -> None:
    done = jsiq("explain", table, "--root", demo.root)
    assert (done.returncode, done.stderr) == (0, "")
    with closing(sqlite3.connect(demo.database)) as connection:
        keys = [key for (key,) in connection.execute(f"SELECT id FROM {table} ORDER BY id")]
    assert [line.split()[0] for line in done.stdout.splitlines()] == keys
    if table == "project":
        assert "bb-stadt-beispielow--kurs-halten  " in done.stdout
        assert "  Kurs halten\n" in done.stdout


def test_a_listed_title_cannot_send_commands_to_the_terminal(jsiq, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    project = ("Lotsen\x9b2J", *PROJECTS[0][1:])
    with Snapshots(workspace.snapshots).run("live", FIRST) as run:
        run.add(capture("dueren", FIRST, page(PLACES[0], (project,), "2015 - 2018"), archived=False))
    build(workspace)
    for done in (jsiq("explain", "project"), jsiq("explain", "project", "lotsen")):
        assert "Lotsen" in done.stdout + done.stderr
        assert "\x9b" not in done.stdout + done.stderr


def test_a_footnote_needs_an_entry(jsiq, small: Workspace) -> None:
    done = jsiq("explain", "project", "--cite", "--root", small.root)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--cite needs the ID" in done.stderr
