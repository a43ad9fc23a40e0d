"""--without-contacts: build, serve and export leave out whoever a page names as a contact, and nothing else changes.

What the release has and has not is tested in tests/release/test_contacts_left_out.py.
"""

import json
import sqlite3
import subprocess
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest
from persons_and_pages import ERIKA, Store, page

from jsiq_scrape.clock import SystemClock
from jsiq_scrape.database import build
from jsiq_scrape.fetch.sources import Sources
from jsiq_scrape.monitor.change_log import changes, without_contacts
from jsiq_scrape.monitor.job import run
from jsiq_scrape.release.differences import compare
from jsiq_scrape.workspace import Workspace

#: Names, addresses and numbers as the database, the pages and the search would have them.
REACHED = (
    "Sorgenfrei", "Nina Neumann", "Max Muster", "n.neumann@", "m.muster@", "e.sorgenfrei@", "492421221117",
    "492421221118", "492421221119", "22-1118",
)  # fmt: skip


def reached(database: Path) -> set[str]:
    """The tables that still name or reach somebody."""
    found = set()
    with closing(sqlite3.connect(database)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
            for row in connection.execute(f'SELECT * FROM "{name}"'):
                if any(sign in str(cell) for cell in row for sign in REACHED):
                    found.add(name)
    return found


def test_build_leaves_them_out_and_says_so(mine: Workspace, named: Workspace, jsiq) -> None:
    done = jsiq("build", "--without-contacts", "--root", mine.root)
    assert done.returncode == 0, done.stderr
    assert " 0 contacts" in done.stdout
    assert reached(mine.database) == set()
    assert {"contact", "contact_version", "claim", "change", "finding", "project_search"} <= reached(named.database)
    with closing(sqlite3.connect(mine.database)) as connection:
        assert connection.execute("SELECT value FROM build WHERE key = 'contacts'").fetchone() == ("left out",)


def test_keys_versions_and_events_of_all_else_stay(mine: Workspace, named: Workspace) -> None:
    build(mine, contacts=False)
    whole = ("profile", "funding_area", "project_institution", "page", "body", "capture", "roster_entry")
    assert compare(named.database, mine.database, whole) == []
    before = [change for change in changes(named.database) if change.entity != "contact"]
    assert [change.event for change in before] == [change.event for change in changes(mine.database)]


def test_what_is_published_of_changes_is_what_a_database_without_contacts_says(
    mine: Workspace, named: Workspace
) -> None:
    build(mine, contacts=False)
    found = changes(named.database)
    public = without_contacts(named.database, found)
    assert {one.entity for one in found} > {one.entity for one in public} > set()
    assert public == [one for one in changes(mine.database) if one.field is None or one.old != one.new]


@pytest.mark.parametrize("form", ["atom", "markdown"])
def test_feed_and_markdown_name_nobody_unless_asked_to(named: Workspace, jsiq, form: str) -> None:
    printed = jsiq("changes", "--root", named.root, "--format", form).stdout
    everything = jsiq("changes", "--root", named.root, "--format", form, "--with-contacts").stdout
    assert [sign for sign in REACHED if sign in printed] == []
    assert {"Sorgenfrei", "Max Muster", "Nina Neumann"} <= {sign for sign in REACHED if sign in everything}
    assert "Landkreis Musterau" in printed


def test_the_same_bytes_with_and_without_a_database_that_had_them(mine: Workspace, tmp_path: Path) -> None:
    build(mine, contacts=False)
    other = Workspace(tmp_path / "other")
    other.root.mkdir()
    other.snapshots.symlink_to(mine.snapshots)
    build(other, contacts=False)
    assert mine.database.read_bytes() == other.database.read_bytes()


def test_a_scheduled_job_keeps_them_out_and_reports_nothing_of_them(mine: Workspace) -> None:
    build(mine, contacts=False)
    idle = Sources.model_validate({})
    run(mine, idle, SystemClock())
    Store(mine).capture(70, "musterau", page(ERIKA, services="Anderes.", extra="dienstags"))
    printed = run(mine, idle, SystemClock())
    assert printed.built is not None
    assert printed.built.counts["contact"] == 0
    assert printed.changes == []
    assert reached(mine.database) == set()


@pytest.mark.sweep
def test_reread_keeps_them_out_and_a_build_brings_them_back(mine: Workspace, jsiq) -> None:
    build(mine, contacts=False)
    shown = jsiq("reread", "--diff", "--exit-code", "--root", mine.root)
    assert (shown.returncode, shown.stdout) == (0, "")
    assert jsiq("reread", "--root", mine.root).returncode == 0
    assert reached(mine.database) == set()
    build(mine)
    assert "contact" in reached(mine.database)


@pytest.mark.sweep
def test_serve_shows_a_database_without_them(named: Workspace, script: Path) -> None:
    before = named.database.read_bytes()
    command = [script, "serve", "--without-contacts", "--root", named.root]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            address = server.stdout.readline().strip()

            def get(path: str) -> str:
                with urllib.request.urlopen(f"{address}{path}", timeout=30) as answer:
                    return str(answer.read().decode("utf-8"))

            assert json.loads(get("jsiq/contact.json?_shape=array")) == []
            assert {"key": "contacts", "value": "left out"} in json.loads(get("jsiq/build.json?_shape=array"))
            for name in ("claim", "change", "finding", "project", "project_version", "extra"):
                assert not any(sign in get(f"jsiq/{name}.json?_size=max&_shape=array") for sign in REACHED), name
            (body,) = {one["body"] for one in json.loads(get("jsiq/claim.json?_size=1&_shape=array"))}
            assert not any(sign in get(f"jsiq/-/seite/{body}?quelltext=1") for sign in REACHED)
        finally:
            server.terminate()
            server.wait(30)
    assert named.database.read_bytes() == before


def test_serve_refuses_a_file_whose_pages_it_does_not_know(named: Workspace, jsiq, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_bytes(named.database.read_bytes())
    done = jsiq("serve", "--without-contacts", copy)
    assert done.returncode == 2
    assert "holds contact persons" in done.stderr


@pytest.mark.parametrize(
    "arguments", [("release", "--with-contacts", "--without-contacts"), ("--warc", "all.warc", "--without-contacts")]
)
def test_what_contradicts_itself_is_refused(arguments: tuple[str, ...], named: Workspace, jsiq) -> None:
    assert jsiq("export", *arguments, "--root", named.root).returncode == 2


@pytest.mark.sweep
def test_export_without_contacts_is_what_export_does_anyway(named: Workspace, jsiq, tmp_path: Path) -> None:
    for arguments in (("one",), ("two", "--without-contacts")):
        assert jsiq("export", *arguments, "--root", named.root).returncode == 0
    assert (tmp_path / "one" / "SHA256SUMS").read_bytes() == (tmp_path / "two" / "SHA256SUMS").read_bytes()
    assert reached(tmp_path / "two" / "jsiq.db") == set()
