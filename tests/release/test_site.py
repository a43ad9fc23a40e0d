"""The static site says what the database says, escapes it, asks nobody, and is the same bytes each time."""

import json
import re
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag

import pytest
from selectolax.lexbor import LexborHTMLParser

from jsiq_scrape.errors import UsageError
from jsiq_scrape.release.dataset import Dataset
from jsiq_scrape.release.formats.static_site import write, write_pages
from jsiq_scrape.workspace import Workspace

sys.path.insert(0, str(Path(__file__).parents[1] / "explore"))  # import mode "importlib" leaves it out

from persons_and_pages import ERIKA, FORBIDDEN, Store, fill, suppress
from small_world import IMAGE, SCRIPT, small_world

DESCRIBED = Dataset(title="Ein Versuch", description="For tests.", version="1.0.0")


@pytest.fixture(scope="module")
def site(demo: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's site without contacts, for reading."""
    return write(demo, tmp_path_factory.mktemp("site") / "site").folder


@pytest.fixture(scope="module")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Offices of real places, and one page that means no good; for reading."""
    folder = tmp_path_factory.mktemp("small")
    return write(small_world(folder / "workspace"), folder / "site").folder


@pytest.fixture
def database(free: Path, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """The demo's database without contacts, which a test may alter."""
    shutil.copyfile(free / "jsiq.db", tmp_path / "altered.db")
    with closing(sqlite3.connect(tmp_path / "altered.db")) as connection:
        yield connection


def parsed(page: Path) -> LexborHTMLParser:
    return LexborHTMLParser(page.read_text(encoding="utf-8"))


def pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


def entries(site: Path) -> list[dict[str, str]]:
    text = (site / "search-index.js").read_text(encoding="utf-8")
    found: list[dict[str, str]] = json.loads(text.removeprefix("const ENTRIES = ").removesuffix(";\n"))
    return found


def test_each_profile_has_a_page_with_all_of_its_projects_and_areas(site: Path, free: Path) -> None:
    with closing(sqlite3.connect(free / "jsiq.db")) as connection:
        profiles = connection.execute("SELECT id, municipality FROM profile").fetchall()
        assert {path.stem for path in (site / "profile").iterdir()} == {key for key, _ in profiles}
        for key, municipality in profiles:
            page = parsed(site / "profile" / f"{key}.html")
            assert page.css_first("h1").text() == municipality
            shown = {node.attributes["id"] for node in page.css("article")}
            held = connection.execute(
                "SELECT id FROM project WHERE profile = ? UNION SELECT id FROM funding_area WHERE profile = ?",
                (key, key),
            )
            assert shown == {one for (one,) in held}


def test_a_card_shows_period_building_blocks_and_evidence(site: Path) -> None:
    page = parsed(site / "profile" / "th-stadt-musterfurt.html")
    card = page.css_first("article[id='th-stadt-musterfurt--werkstatt-neuer-weg']")
    assert card.css_first(".period").text() == "01.01.2015 bis 30.06.2022"
    answers = [one.text() for one in card.css(".answers li")]
    assert [answer for answer in answers if not answer.endswith(": keine Angabe")] == [
        "Case Management: ja",
        "Beratung/Clearing: nein",
        "Aufsuchende Arbeit: nein",
    ]
    evidence = card.css_first(".evidence")
    assert evidence.css_first("time").text() == "19.04.2018, 10:00 Uhr (UTC)"
    assert "programm.invalid/" in evidence.css_first(".address").text()
    proven = [one.text() for one in evidence.css("li") if one.text().startswith("Zeitraum")]
    assert re.fullmatch(r"Zeitraum: Zeile \d+: 1\. Januar 2015 bis 30\. Juni 2022", proven[0])


@pytest.mark.parametrize(
    ("start", "end", "precision", "shown"),
    [
        ("2015-01-01", "2018-12-31", "year", "2015 bis 2018"),
        ("2018-01-01", "2018-12-31", "year", "2018"),
        ("2015-03-01", "2018-12-31", "month", "03/2015 bis 12/2018"),
        ("2015-03-01", None, "day", "ab 01.03.2015, Ende unbekannt"),
        (None, "2018-12-31", "day", "bis 31.12.2018, Beginn unbekannt"),
        (None, None, None, "Zeitraum unbekannt"),
    ],
)
def test_a_period_is_as_precise_as_the_page(
    database: sqlite3.Connection, tmp_path: Path, start: str, end: str, precision: str, shown: str
) -> None:
    database.execute(
        "UPDATE project_version SET period_start = ?, period_end = ?, period_precision = ?", (start, end, precision)
    )
    database.execute("UPDATE project_version SET counselling = NULL")
    (tmp_path / "site").mkdir()
    write_pages(database, tmp_path / "site", DESCRIBED, contacts=False)
    page = parsed(tmp_path / "site" / "profile" / "nw-kreis-dueren.html")
    assert {one.text() for one in page.css(".period")} == {shown}
    assert "Beratung/Clearing: keine Angabe" in [one.text() for one in page.css(".unknown")]


def test_the_numbers_are_those_of_the_lists(site: Path) -> None:
    page = parsed(site / "index.html")
    numbers = [int(one.text()) for one in page.css(".numbers strong")]
    offices, projects, areas, changes, captures = numbers
    rows = [[int(cell.text()) for cell in row.css("td")] for row in page.css("tbody tr")]
    assert [sum(row[index] for row in rows) for index in range(3)] == [offices, areas, projects]
    assert len(page.css(".columns li")) == offices
    profiles = [parsed(path) for path in (site / "profile").iterdir()]
    assert sum(len(one.css(".captures li")) for one in profiles) == captures
    assert sum(len(one.css(".changes > li")) for one in profiles) == changes
    assert len(parsed(site / "aenderungen.html").css(".changes > li")) == changes
    cards = [card.css_first("h3") for one in profiles for card in one.css("article")]
    assert len(cards) == projects + areas
    yes = [card.text() for one in profiles for card in one.css("article .yes")]
    assert sum(row[3] for row in rows) == yes.count("Case Management: ja") > 10


def test_a_change_shows_what_was_and_what_is(site: Path) -> None:
    printed = {" ".join(one.text().split()) for one in parsed(site / "aenderungen.html").css(".changes > li")}
    seen = "zwischen 12.04.2018 und 19.04.2018 "
    assert f"{seen}Stadt Beispielow, Profil: entfernt" in printed
    changed = "Projekt „Brückenschlag: Schule und Betrieb“, Beratung/Clearing: geändert ja → nein"
    assert f"{seen}Landkreis Beispielland, {changed}" in printed
    assert f"{seen}Stadt Musterfurt, Projekt „Werkstatt „Neuer Weg““, Ende: geändert " in " ".join(printed)
    assert "31.12.2018 → 30.06.2022" in " ".join(printed)


def test_a_changed_text_shows_the_words_that_changed(database: sqlite3.Connection, tmp_path: Path) -> None:
    database.execute(
        "UPDATE change SET field = 'services', old = 'Beratung am Montag', new = 'Beratung am Freitag' "
        "WHERE field = 'counselling'"
    )
    (tmp_path / "site").mkdir()
    write_pages(database, tmp_path / "site", DESCRIBED, contacts=False)
    page = (tmp_path / "site" / "aenderungen.html").read_text(encoding="utf-8")
    assert "Beratung am <del>Montag</del><ins>Freitag</ins>" in page


class Addresses(HTMLParser):
    """All that a page points to."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {value for name, value in attrs if name in ("href", "src", "action") and value}


def test_every_address_of_a_page_is_a_file_and_a_place_of_the_site(site: Path) -> None:
    for page in pages(site):
        for address in Addresses(page).found:
            name, fragment = urldefrag(address)
            target = (page.parent / name) if name else page
            assert target.resolve().is_relative_to(site.resolve())
            assert target.is_file(), f"{page.name}: {address}"
            if fragment:
                ids = {node.attributes["id"] for node in parsed(target).css("[id]")}
                assert fragment in ids, f"{page.name}: {address}"
    for entry in entries(site):
        name, fragment = urldefrag(entry["address"])
        assert not fragment or f'id="{fragment}"' in (site / name).read_text(encoding="utf-8")


def test_every_page_says_that_demo_data_are_invented(site: Path) -> None:
    for page in pages(site):
        assert parsed(page).css_first(".demo").text().startswith("Beispieldaten, die das Programm zeigen"), page
        assert "(Beispieldaten)" in parsed(page).css_first("title").text()
        assert "jugend-staerken.de" not in page.read_text(encoding="utf-8")
    assert json.loads((site / "about.json").read_text(encoding="utf-8"))["demo"] is True


def test_real_data_link_to_their_page_and_archive_without_a_referrer(
    database: sqlite3.Connection, tmp_path: Path
) -> None:
    database.execute("UPDATE page SET url = replace(url, 'programm.invalid', 'www.stadt.de')")
    database.execute("UPDATE capture SET archive_url = 'https://web.archive.org/web/2018/http://www.stadt.de/'")
    (tmp_path / "site").mkdir()
    write_pages(database, tmp_path / "site", DESCRIBED, contacts=False)
    page = parsed(tmp_path / "site" / "profile" / "nw-kreis-dueren.html")
    assert page.css_first(".demo") is None
    links = [one for one in page.css("a") if (one.attributes["href"] or "").startswith("http")]
    assert {one.attributes["rel"] for one in links} == {"noopener noreferrer nofollow"}
    assert "https://web.archive.org/web/2018/http://www.stadt.de/" in {one.attributes["href"] for one in links}


def test_without_contacts_no_file_names_or_reaches_one(site: Path, full: Path) -> None:
    with closing(sqlite3.connect(full / "jsiq.db")) as connection:
        rows = connection.execute("SELECT name, email, phone, fax, mobile FROM contact_version")
        printed = {value for row in rows for value in row if value}
    texts = {path: path.read_text(encoding="utf-8") for path in site.rglob("*") if path.is_file()}
    assert len(printed) > 30
    assert [(path.name, one) for path, text in texts.items() for one in printed if one in text] == []


def test_contacts_are_on_their_pages_when_asked_for_and_never_in_the_search(demo: Workspace, tmp_path: Path) -> None:
    folder = write(demo, tmp_path / "site", contacts=True).folder
    page = (folder / "profile" / "nw-kreis-dueren.html").read_text(encoding="utf-8")
    assert "amt51@kreis-dueren.de" in page
    assert "Diese Seiten enthalten personenbezogene Daten" in page
    assert "amt51@kreis-dueren.de" not in (folder / "search-index.js").read_text(encoding="utf-8")
    assert "+492214710125" in (folder / "aenderungen.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("contacts", [False, True])
def test_a_suppressed_person_is_nowhere(tmp_path: Path, contacts: bool) -> None:
    store = Store(Workspace(tmp_path / "workspace"))
    store.workspace.root.mkdir()
    fill(store)

    def forbidden() -> set[str]:
        folder = write(store.workspace, tmp_path / "site", contacts=contacts, force=True).folder
        files = [path for path in folder.rglob("*") if path.is_file()]
        texts = [f"{path.name} {path.read_text(encoding='utf-8')}" for path in files]
        texts += [value for entry in entries(folder) for value in entry.values()]
        return {one for one in FORBIDDEN for text in texts if one in text.casefold()}

    if contacts:
        assert forbidden() != set()  # seen before she is suppressed, so the test can fail
    suppress(store.workspace, name=ERIKA.name)
    assert forbidden() == set()


def test_what_a_page_tries_stays_text(small_site: Path) -> None:
    for page in pages(small_site):
        tree = parsed(page)
        scripts = [one.attributes.get("src") for one in tree.css("script")]
        assert scripts == (["search-index.js", "search.js"] if page.name == "suche.html" else [])
        assert tree.css("img, iframe, object, style, [onerror], [onclick], [style]") == []
    titles = {one["title"] for one in entries(small_site)}
    assert SCRIPT in titles
    assert any(IMAGE in title for title in titles)
    assert "<script>" in parsed(small_site / "aenderungen.html").css_first("main").text()


def test_the_map_has_a_point_for_each_office_with_a_place(small_site: Path) -> None:
    page = parsed(small_site / "karte.html")
    points = {one.attributes["href"] for one in page.css("svg a")}
    assert len(points) == len(page.css("circle")) == 8
    assert len(page.css(".land")) == 16
    (missing,) = page.css("h2 ~ h2 ~ ul a")
    assert missing.attributes["href"] not in points


def test_the_index_names_building_blocks_in_all_spellings(site: Path) -> None:
    (found,) = [
        one for one in entries(site) if one["address"].endswith("#nw-kreis-dueren--kul-kontakt-und-lotsenstelle")
    ]
    assert found["municipality"] == "Kreis Düren"
    blocks = found["text"].split("\n")[-2:]
    assert blocks[0].startswith("Case Management (Casemanagement, ")
    assert blocks[1].startswith("Beratung/Clearing (Beratung und Clearing, ")
    assert "Aufsuchende" not in found["text"]  # "nein" is not found under the block's name


def test_the_same_snapshots_give_the_same_bytes(demo: Workspace, site: Path, tmp_path: Path) -> None:
    again = write(demo, tmp_path / "again").folder
    first, second = (
        {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in (site, again)
    )
    assert first == second


def test_only_an_earlier_site_is_replaced_and_only_when_asked(demo: Workspace, tmp_path: Path) -> None:
    write(demo, tmp_path / "site")
    (tmp_path / "site" / "profile" / "alt.html").write_text("old", encoding="utf-8")
    with pytest.raises(UsageError, match="holds a site already"):
        write(demo, tmp_path / "site")
    write(demo, tmp_path / "site", force=True)
    assert not (tmp_path / "site" / "profile" / "alt.html").exists()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.odt").write_text("years of work", encoding="utf-8")
    with pytest.raises(UsageError, match="no site of this program"):
        write(demo, tmp_path / "mine", force=True)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.sweep
def test_the_command_writes_a_site(jsiq: Callable[..., object], demo: Workspace, tmp_path: Path) -> None:
    done = jsiq("export", "--site", tmp_path / "site", "--root", demo.root)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{tmp_path / 'site'}: 16 profiles, 24 files, contacts left out\n"
    again = jsiq("export", "--site", tmp_path / "site", "--force", "--with-contacts", "--json", "--root", demo.root)
    assert json.loads(again.stdout)["profiles"] == 16
    assert json.loads((tmp_path / "site" / "about.json").read_text("utf-8"))["contacts"] is True
    both = jsiq("export", tmp_path / "a", "--site", tmp_path / "b", "--root", demo.root)
    assert (both.returncode, both.stdout) == (2, "")
