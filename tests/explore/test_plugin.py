"""The plugin in plain Datasette, as `datasette db/jsiq.db` and `datasette publish` run it."""

import re
import sqlite3
from contextlib import closing
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from datasette.app import Datasette
from servers import ask

from jsiq_scrape.workspace import Workspace

PAGES = (
    "/", "/jsiq", "/jsiq/project_overview", "/jsiq/karte", "/jsiq/suche?suche=Düren", "/jsiq/project_overview.csv",
    "/jsiq/project/nw-kreis-dueren--lotsen-vor-ort", "/jsiq/profile/nw-kreis-dueren",
)  # fmt: skip


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE profile (id TEXT PRIMARY KEY, municipality TEXT)")
        connection.execute("INSERT INTO profile VALUES ('a', '=1+1')")
    return path


def test_the_plugin_is_found_by_its_entry_point() -> None:
    (found,) = (one for one in entry_points(group="datasette") if one.value == "jsiq_scrape.explore.plugin")
    assert found.load().__name__ == "jsiq_scrape.explore.plugin"


@pytest.mark.parametrize("immutable", [True, False])
@pytest.mark.few(1)
def test_plain_datasette_shows_what_serve_shows(small: Workspace, small_served, immutable: bool) -> None:
    import httpx

    path = str(small.database)
    shown = Datasette([], immutables=[path]) if immutable else Datasette([path])
    for path, answer in zip(PAGES, ask(shown, *PAGES), strict=True):
        assert answer.status_code == 200, path
        served = httpx.get(small_served.address.rstrip("/") + path, timeout=30).text
        assert heads(answer.text) == heads(served), path
        assert answer.headers["content-security-policy"].startswith("default-src 'self'")


#: What can be saved, and what it is called when the data are real.
FILES = {
    "/jsiq/project.csv?_dl=1": 'attachment; filename="project.csv"',
    "/jsiq/project.csv": 'inline; filename="project.csv"',
    "/jsiq/projekte_nach_jahr.csv?_dl=1": 'attachment; filename="projekte_nach_jahr.csv"',
    "/jsiq/project.json": 'inline; filename="project.json"',
    "/jsiq/project.json?_shape=array": 'inline; filename="project.json"',
    "/jsiq/karte.json": 'inline; filename="karte.json"',
    "/jsiq.db": 'attachment; filename="jsiq.db"',
}


def heads(page: str) -> list[str]:
    return re.findall(r"<h[12]>.*?</h[12]>|<th [^>]*>|<strong>.*?</strong>", page) or page.splitlines()[:3]


def test_stored_pages_and_pictures_are_there_too(small: Workspace) -> None:
    shown = Datasette([str(small.database)])
    row, style = ask(shown, "/jsiq/project/nw-kreis-dueren--lotsen-vor-ort", "/-/static-plugins/jsiq-scrape/pages.css")
    (line, *_) = re.findall(r'href="(/jsiq/-/seite/[^"#]*)#', row.text)
    assert style.status_code == 200
    assert "<mark>" in ask(shown, line)[0].text


def test_it_works_below_a_path(small: Workspace) -> None:
    shown = Datasette([], immutables=[str(small.database)], settings={"base_url": "/daten/"})
    start, row = ask(shown, "/", "/jsiq/project/nw-kreis-dueren--lotsen-vor-ort")
    for page in (start, row):
        addresses = re.findall(r'(?:href|src|action)="(/[^"]*)"', page.text)
        assert addresses
        assert [one for one in addresses if not one.startswith("/daten/")] == []
    chosen, csv = ask(shown, "/jsiq?_lang=en", "/jsiq/project.csv")
    assert chosen.headers["location"] == "/daten/jsiq"
    assert csv.status_code == 200
    assert "'=HYPERLINK" in csv.text


def test_other_databases_are_left_as_they_are(foreign: Path, small: Workspace) -> None:
    alone = ask(Datasette([str(foreign)]), "/", "/other", "/other/profile", "/other/profile/a", "/other/profile.csv")
    assert [answer.status_code for answer in alone] == [200] * 5
    for answer in alone:
        assert "jsiq" not in answer.text
        assert "content-security-policy" not in answer.headers
    assert "'=1+1" not in alone[-1].text
    both = Datasette([str(foreign)], immutables=[str(small.database)])
    theirs, csv, ours = ask(both, "/other/profile", "/other/profile.csv", "/jsiq/profile")
    assert "Custom SQL" in ask(both, "/other")[0].text
    assert "'=1+1" not in csv.text
    assert "Koordinierungsstellen" not in theirs.text
    assert "Kreis Düren" in ours.text


@pytest.mark.parametrize("pragma", ["user_version = 9999", "application_id = 1"])
def test_a_file_of_another_program_or_version_is_shown_as_datasette_shows_it(
    small: Workspace, tmp_path: Path, pragma: str
) -> None:
    path = tmp_path / "jsiq.db"
    path.write_bytes(small.database.read_bytes())
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"PRAGMA {pragma}")
    start, table = ask(Datasette([str(path)]), "/", "/jsiq/project")
    assert (start.status_code, table.status_code) == (200, 200)
    assert "JUGEND STÄRKEN" not in start.text


def test_invented_data_are_marked_on_each_page_and_in_each_file(small: Workspace, demo: Workspace) -> None:
    for place in (small, demo):
        shown = Datasette([], immutables=[str(place.database)])
        pages = ask(shown, "/", "/jsiq", "/jsiq/project", "/jsiq/suche?suche=a", "/jsiq/karte", "/jsiq/nothing")
        for page in pages:
            assert "Beispieldaten, die das Programm zeigen" in page.text
            assert "jugend-staerken.de" not in page.text
        for address, name in FILES.items():
            (file,) = ask(shown, address)
            assert file.status_code == 200, address
            assert file.headers["content-disposition"] == name.replace('="', '="demo-'), address
        for address in ("project.json", "project.json?_shape=arrays", "karte.json", "profile/nw-kreis-dueren.json"):
            (file,) = ask(shown, f"/jsiq/{address}")
            told = file.json()
            assert next(iter(told)) == "demo"
            assert told["demo"].startswith("Beispieldaten, die das Programm zeigen")
            assert told["rows"], address
        (mapped,) = ask(shown, "/jsiq/project.json?_shape=object")
        assert all(key == row["id"] for key, row in mapped.json().items())
        told = ask(shown, "/-/metadata.json")[0].json()
        assert told["title"].startswith("Beispieldaten")
        assert "jugend-staerken.de" not in str(told)
        assert "jugend-staerken.de" not in (place.db / "metadata.yaml").read_text(encoding="utf-8")


def test_real_data_are_not_marked(small: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "jsiq.db"
    path.write_bytes(small.database.read_bytes())
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("UPDATE page SET url = replace(url, 'www.programm.invalid', 'www.jugend-staerken.de')")
    start, file, told = ask(Datasette([str(path)]), "/", "/jsiq/project.csv?_dl=1", "/jsiq/project.json")
    assert "Beispieldaten" not in start.text
    assert 'href="https://www.jugend-staerken.de/"' in start.text
    assert file.headers["content-disposition"] == 'attachment; filename="project.csv"'
    assert "demo" not in told.json()
    assert "content-disposition" not in told.headers
