"""The static site, opened from its folder in a real browser: it searches, fits, and asks nobody."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from jsiq_scrape.release.formats.static_site import write
from jsiq_scrape.workspace import Workspace

pytestmark = pytest.mark.sweep  # a browser starts for each of them

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
PAGES = ("index.html", "aenderungen.html", "karte.html", "suche.html?q=jugend", "profile/nw-kreis-dueren.html")


@pytest.fixture(scope="session")
def site(small: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(small, tmp_path_factory.mktemp("site") / "Büro 1").folder


@dataclass
class Opened:
    """A page of the site, and what it asked for and said."""

    page: Any
    site: Path
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def open(self, name: str) -> Any:
        path, question, query = name.partition("?")
        self.page.goto((self.site / path).as_uri() + question + query)
        return self.page

    def search(self, words: str) -> list[str]:
        """The titles that are found, asked for on the start page."""
        page = self.open("index.html")
        page.fill("input[name=q]", words)
        page.press("input[name=q]", "Enter")
        page.wait_for_selector("#count:not(:empty)")
        return [str(text) for text in page.locator("#hits a").all_inner_texts()]


@pytest.fixture
def opened(chromium: Any, site: Path) -> Iterator[Opened]:
    page = chromium.new_page(viewport={"width": 1400, "height": 900})
    found = Opened(page, site)
    page.on("request", lambda request: found.asked.append(request.url))
    page.on("console", lambda message: found.said.append(message.text))
    page.on("pageerror", lambda error: found.said.append(str(error)))
    yield found
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1400, 390])
def test_a_page_is_quiet_fits_and_can_be_read_by_everybody(opened: Opened, width: int, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed: make install")
    opened.page.set_viewport_size({"width": width, "height": 900})
    opened.page.emulate_media(color_scheme=scheme)
    for name in PAGES:
        page = opened.open(name)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert page.evaluate("getComputedStyle(document.querySelector('header')).borderBottomWidth") == "1px", name
        assert opened.said == [], name
        found = axe.Axe().run(page, options={"runOnly": RULES}).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == [], name
        opened.said.clear()  # axe asks for the style sheet, which the page forbids
    assert [url for url in opened.asked if not url.startswith(opened.site.as_uri())] == []


@pytest.mark.parametrize(
    ("words", "first", "number"),
    [
        ("Düren", "Kreis Düren", 3),
        ("dueren", "Kreis Düren", 3),
        ("DUREN", "Kreis Düren", 3),
        ("strassenteam", "Straßenteam", None),
        ("Beispielweg koeln", "Stadt Köln", 1),
        ("04109", "Stadt Leipzig", 1),
        ("05358", "Kreis Düren", 1),
        ("Case Management", "Lotsen vor Ort", None),
        ("casemanagement kiel", "Lotsen vor Ort", 1),
        ("großmarkt kiel", "Straßenteam", 1),
        ("onerror", 'Landkreis "><img src="http://evil.invalid/x.png" onerror="alert(1)">', None),
    ],
)
def test_the_search_finds_it(opened: Opened, words: str, first: str, number: int | None) -> None:
    found = opened.search(words)
    assert found[0] == first
    assert number in (None, len(found))
    assert opened.page.inner_text("#count") == f"{len(found)} Treffer"
    assert opened.page.locator("#hits mark").count() > 0
    assert opened.said == []


def test_what_is_not_there_is_not_found(opened: Opened) -> None:
    assert opened.search("Unfindbar") == []
    assert opened.page.inner_text("#count") == "0 Treffer"


def test_a_hit_leads_to_the_card(opened: Opened) -> None:
    opened.search("casemanagement kiel")
    opened.page.click("#hits a")
    opened.page.wait_for_selector("article:target h3")
    assert opened.page.inner_text("article:target h3") == "Lotsen vor Ort"
