"""What a person sees: the pages in a real browser, complete, quiet, readable, and asking nobody but this machine."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from small_world import PLACES, SCRIPT

pytestmark = pytest.mark.sweep  # a browser starts for each of them
PROJECT = "jsiq/project/nw-kreis-dueren--strassenteam"
PAGES = {
    "start": "",
    "table": "jsiq/project_overview?state=Bayern",
    "row": PROJECT,
    "search": "jsiq/suche?suche=beratung",
    "map": "jsiq/karte",
    "query": "jsiq/projekte_am?datum=2016-12-31",
    "tables": "jsiq",
    "profiles": "jsiq/profile_overview",
}
#: What must pass: the level that public bodies in Germany have to keep (BITV 2.0, by EN 301 549).
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]


@dataclass
class Seen:
    """One page in the browser, and what it did that nobody should see."""

    page: Any
    address: str
    console: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def open(self, path: str) -> Any:
        self.page.goto(self.address + path)
        self.page.wait_for_load_state("networkidle")
        return self.page


@pytest.fixture
def seen(chromium, served) -> Iterator[Seen]:
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="de-DE")
    seen = Seen(context.new_page(), served.address)
    seen.page.on("console", lambda said: seen.console.append(f"{said.type}: {said.text}"))
    seen.page.on("pageerror", lambda error: seen.console.append(f"error: {error}"))
    seen.page.on("request", lambda request: seen.asked.append(request.url))
    yield seen
    context.close()


@pytest.fixture
def picture(repository: Path) -> Callable[[Any, str], None]:
    """Writes a screenshot for the documentation where JSIQ_SCREENSHOTS is set."""

    def take(page: Any, name: str) -> None:
        if os.environ.get("JSIQ_SCREENSHOTS") and name != "profiles":  # it shows the map again
            folder = repository / "docs" / "screenshots"
            folder.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=folder / f"{name}.png")

    return take


def stored_page(seen: Seen) -> Any:
    """The evidence of the project's services, reached as a person reaches it."""
    page = seen.open(PROJECT)
    page.locator('a.jsiq-source[title^="Angebote:"]').click()
    page.wait_for_load_state("networkidle")
    return page


@pytest.mark.parametrize("name", [*PAGES, "evidence"])
def test_a_page_is_quiet_fits_and_can_be_read_by_everybody(seen: Seen, name: str, picture) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed: make install")
    page = stored_page(seen) if name == "evidence" else seen.open(PAGES[name])
    assert seen.console == []
    elsewhere = [url for url in seen.asked if not url.startswith((seen.address, "data:", "blob:"))]
    assert elsewhere == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    found = axe.Axe().run(page, options={"runOnly": RULES}).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == []
    picture(page, name)


@pytest.mark.parametrize("width", [360, 576, 768])
def test_nothing_is_wider_than_a_narrow_screen(seen: Seen, width: int) -> None:
    seen.page.set_viewport_size({"width": width, "height": 740})
    for path in ("", "jsiq", "jsiq/project_overview", PROJECT, PAGES["search"], "jsiq/karte", "jsiq/aenderungen_seit"):
        page = seen.open(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert stored_page(seen).evaluate("document.documentElement.scrollWidth") <= width


def test_a_keyboard_alone_is_enough_to_search_and_to_open_a_hit(seen: Seen) -> None:
    page = seen.open("")
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "jsiq-suche":
            break
    page.keyboard.type("Großmarkt Köln")
    page.keyboard.press("Enter")
    page.wait_for_url("**/suche?suche=*")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "nw-stadt-koeln--strassenteam":
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/project/nw-stadt-koeln--strassenteam")
    assert page.locator("h1").inner_text() == "Straßenteam"


def test_a_printed_page_has_no_forms_and_a_dark_room_no_unreadable_text(seen: Seen) -> None:
    page = seen.open("jsiq/project_overview")
    page.emulate_media(media="print")
    assert not page.locator("form.filters").is_visible()
    assert page.locator("table.rows-and-columns").is_visible()
    page.emulate_media(media="screen", color_scheme="dark")
    colours = "[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]"
    text, ground = page.evaluate(colours)
    page.emulate_media(color_scheme="light")
    assert [text, ground] == page.evaluate(colours)


def test_the_words_around_a_table_are_german(seen: Seen) -> None:
    page = seen.open("jsiq/project_overview")
    assert page.locator("header nav a").first.inner_text() == "Start"
    assert page.locator("label[for=_search]").inner_text() == "Suche:"
    assert page.locator("form.filters input[type=submit]").input_value() == "Anwenden"
    page.goto(f"{seen.address}-/search?q=beratung")
    page.wait_for_selector("table")
    assert "Einzelfallberatung" in page.locator("table").first.inner_text()


def test_the_start_page_leads_into_the_data(seen: Seen) -> None:
    page = seen.open("")
    assert page.locator(".jsiq-charts svg").count() == 4
    page.get_by_label("Suche in Profilen und Projekten").fill("Schüler*innen")
    page.get_by_role("button", name="Suchen").click()
    page.wait_for_load_state("networkidle")
    assert page.locator("table.rows-and-columns tbody tr").count() == len(PLACES)


def test_facets_name_what_is_not_said_and_narrow_the_table(seen: Seen) -> None:
    page = seen.open("jsiq/project_overview")
    facet = page.locator('[data-column="counselling"]', has=page.locator("ul"))
    facet.get_by_role("link", name="keine Angabe").click()
    page.wait_for_load_state("networkidle")
    assert page.locator("td.col-counselling").all_inner_texts() == ["keine Angabe"] * 2


def test_a_value_leads_to_its_highlighted_line(seen: Seen) -> None:
    page = stored_page(seen)
    marked = page.locator("tr.jsiq-chosen")
    assert marked.locator("mark").all_inner_texts() == [
        "Gespräche auf Plätzen und in Parks, Clearingstelle am Großmarkt"
    ]
    assert marked.is_visible()
    page.get_by_role("link", name="auch den Quelltext zeigen").click()
    assert "<dd>Gespräche auf Plätzen" in page.locator("pre.jsiq-markup").inner_text()


def test_the_map_shows_the_offices_on_tiles_of_this_machine(seen: Seen) -> None:
    page = seen.open("jsiq/karte")
    shown = page.locator(".leaflet-marker-icon")
    shown.first.wait_for()
    points = 0
    for marker in shown.all():
        told = marker.inner_text().strip()
        points += int(told) if told else 1
    assert points == len(PLACES)
    tiles = page.locator("img.leaflet-tile")
    assert tiles.count() > 0
    assert all("/-/tiles/basemap/" in str(tile.get_attribute("src")) for tile in tiles.all())
    single = page.locator("img.leaflet-marker-icon").first
    single.click(force=True)
    assert "Projekte" in page.locator(".leaflet-popup-content").inner_text()


def test_a_page_that_means_no_good_is_only_text(seen: Seen) -> None:
    for path in (
        "",
        "jsiq/project",
        "jsiq/profile_overview",
        "jsiq/claim?_size=200",
        "jsiq/institution",
        "jsiq/suche?suche=evil",
    ):
        page = seen.open(path)
        assert "taken over" not in page.title()
    page.get_by_role("link", name="he-landkreis").first.click()
    page.wait_for_load_state("networkidle")
    page.locator("a.jsiq-source").first.click()
    page.wait_for_load_state("networkidle")
    assert SCRIPT in page.locator("table.jsiq-lines").inner_text()
    assert "taken over" not in page.title()
    assert seen.console == []
    assert [url for url in seen.asked if not url.startswith((seen.address, "data:", "blob:"))] == []
