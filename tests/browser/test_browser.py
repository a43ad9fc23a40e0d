"""What a person sees: the pages in a real browser, in both languages, wide and narrow, asking nobody else."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from screenshots import evidence
from small_world import PLACES, SCRIPT

from jsiq_scrape.database.sql import queries

pytestmark = pytest.mark.sweep  # a browser starts for each of them
PROJECT = "jsiq/project/nw-kreis-dueren--strassenteam"
PAGES = {
    "start": "",
    "tables": "jsiq",
    "projects": "jsiq/project_overview?removed_at__isnull=1",
    "facets": "jsiq/project_overview?state__exact=Bayern&_facet=counselling",
    "offices": "jsiq/profile_overview",
    "table": "jsiq/project_version",
    "findings": "jsiq/finding",
    "profile": "jsiq/profile/nw-kreis-dueren",
    "project": PROJECT,
    "nothing found": "jsiq/suche?suche=Dürne",
    "impossible day": "jsiq/projekte_am?datum=31.02.2017",
    "sql": "jsiq?sql=select+*+from+profile",
    "not there": "jsiq/nothing",
    **{f"question {query.name}": f"jsiq/{query.name}" for query in queries()},
    "search": "jsiq/suche?suche=beratung",
    "beyond a day": "jsiq/laufen_ueber?datum=1.1.2019",
    "with and without": "jsiq/mit_und_ohne?mit=case_management&ohne=outreach",
}
WIDTHS = (1400, 390)
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

    @property
    def elsewhere(self) -> list[str]:
        """Requests to other hosts."""
        return [url for url in self.asked if not url.startswith((self.address, "data:", "blob:"))]


@pytest.fixture
def seen(chromium, served) -> Iterator[Seen]:
    context = chromium.new_context(viewport={"width": 1400, "height": 900}, locale="de-DE")
    seen = Seen(context.new_page(), served.address)
    seen.page.on("console", lambda said: seen.console.append(f"{said.type}: {said.text}"))
    seen.page.on("pageerror", lambda error: seen.console.append(f"error: {error}"))
    seen.page.on("request", lambda request: seen.asked.append(request.url))
    yield seen
    context.close()


@pytest.mark.parametrize("name", [*PAGES, "evidence"])
def test_a_page_is_quiet_fits_and_can_be_read_by_everybody(seen: Seen, name: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed: make install")
    for language, scheme in (("de", "light"), ("en", "dark")):
        seen.page.emulate_media(color_scheme=scheme)
        seen.page.goto(f"{seen.address}-/versions.json?_lang={language}")
        for width in WIDTHS:
            seen.page.set_viewport_size({"width": width, "height": 900})
            page = evidence(seen.page, seen.address, PROJECT) if name == "evidence" else seen.open(PAGES[name])
            where = (language, width)
            assert page.evaluate("document.documentElement.lang") == language
            assert page.evaluate("document.documentElement.scrollWidth") <= width, where
            found = axe.Axe().run(page, options={"runOnly": RULES}).response["violations"]
            assert [(one["id"], one["nodes"][0]["html"][:160]) for one in found] == [], where
    failed = [said for said in seen.console if "404 (Not Found)" not in said or name != "not there"]
    assert failed == []
    assert seen.elsewhere == []


def test_every_number_and_every_bar_leads_to_as_many_rows(seen: Seen) -> None:
    page = seen.open("")
    numbers = page.eval_on_selector_all(
        ".numbers a", "all => all.map(a => [a.href, a.querySelector('strong').textContent])"
    )
    bars = drawn(page)
    assert len(numbers) == 6
    assert len(bars) > 20
    for address, number in [*numbers, *bars]:
        assert counted(seen, address) == number, address
    assert seen.console == []


@pytest.mark.parametrize("question", ["bausteine_nach_land", "projekte_nach_jahr", "institutionen", "aenderungen_jahr"])
def test_every_bar_of_a_question_leads_to_as_many_rows(seen: Seen, question: str) -> None:
    bars = drawn(seen.open(f"jsiq/{question}"))
    assert bars
    for address, number in bars:
        assert counted(seen, address) == number, address
    assert seen.console == []


def drawn(page: Any) -> list[tuple[str, str]]:
    """Address and number of each bar."""
    script = "all => all.map(a => [a.href.baseVal, a.getAttribute('aria-label').split(': ').pop()])"
    return [(address, number) for address, number in page.eval_on_selector_all(".chart a[aria-label]", script)]


def counted(seen: Seen, address: str) -> str:
    """How many rows the page of that address says that it has."""
    parts = urlsplit(address)
    page = seen.open(f"{parts.path.lstrip('/')}?{parts.query}")
    return str(page.locator(".count strong").inner_text().split()[0])


@pytest.mark.parametrize("width", [320, 576, 768, 1000])
def test_nothing_is_wider_than_its_screen(seen: Seen, width: int) -> None:
    seen.page.set_viewport_size({"width": width, "height": 740})
    for path in ("", "jsiq", "jsiq/project_overview", PROJECT, PAGES["search"], "jsiq/karte", "jsiq/aenderungen_seit"):
        page = seen.open(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    stored = evidence(seen.page, seen.address, PROJECT)
    assert stored.evaluate("document.documentElement.scrollWidth") <= width


def test_the_rows_of_a_list_are_low_keep_their_first_column_and_become_cards_on_a_phone(seen: Seen) -> None:
    page = seen.open("jsiq/project_overview")
    rows = page.locator("table.rows-and-columns tbody tr")
    assert max(row.bounding_box()["height"] for row in rows.all()) < 70  # two lines
    first = page.locator("tbody tr td").first
    left = first.bounding_box()["x"]
    page.locator(".table-wrapper").evaluate("wide => wide.scrollLeft = 400")
    assert abs(first.bounding_box()["x"] - left) < 2
    page.set_viewport_size({"width": 390, "height": 900})
    assert not page.locator("table.rows-and-columns thead").is_visible()
    head = "getComputedStyle(document.querySelector('tbody td:nth-child(3)'), '::before').content"
    assert page.evaluate(head) == '"Beginn"'


def test_a_keyboard_alone_is_enough_to_search_and_to_open_a_hit(seen: Seen) -> None:
    page = seen.open("")
    for _ in range(15):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "suche":
            break
    page.keyboard.type("Großmarkt Köln")
    page.keyboard.press("Enter")
    page.wait_for_url("**/suche?suche=*")
    for _ in range(25):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Straßenteam":
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/project/nw-stadt-koeln--strassenteam")
    assert page.locator("h1").inner_text() == "Straßenteam"


def test_a_printed_page_has_no_forms_and_all_of_a_text(seen: Seen) -> None:
    page = seen.open("jsiq/project_overview")
    page.emulate_media(media="print")
    assert not page.locator("form.filters").is_visible()
    assert not page.locator("header").is_visible()
    assert page.locator("table.rows-and-columns").is_visible()
    assert page.locator(".short").first.evaluate("text => text.scrollHeight <= text.clientHeight + 1")


def test_dark_and_light_differ(seen: Seen) -> None:
    page = seen.open("")
    ground = "getComputedStyle(document.body).backgroundColor"
    page.emulate_media(color_scheme="dark")
    dark = page.evaluate(ground)
    page.emulate_media(color_scheme="light")
    assert dark != page.evaluate(ground)


def test_the_language_is_chosen_once(seen: Seen) -> None:
    page = seen.open("jsiq/project_overview?state=Bayern")
    page.get_by_role("link", name="English").click()
    page.wait_for_load_state("networkidle")
    assert page.url.endswith("jsiq/project_overview?state=Bayern")
    assert page.locator("th").first.inner_text() == "Municipality"
    assert seen.open(PROJECT).get_by_text("Target group").first.is_visible()
    page.get_by_role("link", name="Deutsch").click()
    page.wait_for_load_state("networkidle")
    assert page.get_by_text("Zielgruppe").first.is_visible()


def test_facets_name_what_is_not_said_and_narrow_the_table(seen: Seen) -> None:
    page = seen.open("jsiq/project_overview")
    page.locator('[data-column="counselling"]').get_by_role("link", name="keine Angabe").click()
    page.wait_for_load_state("networkidle")
    assert page.locator("td.col-counselling").all_inner_texts() == ["keine Angabe"] * 2


def test_a_question_is_filled_in_drawn_and_saved(seen: Seen) -> None:
    page = seen.open("jsiq/mit_und_ohne")
    page.get_by_label("Mit", exact=True).select_option("case_management")
    page.get_by_label("Ohne").select_option("outreach")
    page.get_by_role("button", name="Zeigen").click()
    page.wait_for_load_state("networkidle")
    assert page.url.endswith("?mit=case_management&ohne=outreach&land=")
    assert page.locator(".chart svg rect").count() > 0
    for name, begin in (("SVG", b"<svg"), ("PNG", b"\x89PNG")):
        with page.expect_download() as saving:
            page.get_by_role("button", name=name).first.click()
        saved = saving.value
        assert saved.suggested_filename == f"demo-mit_und_ohne.{name.lower()}"
        content = saved.path().read_bytes()
        assert content.startswith(begin)
        assert (b"Beispieldaten, die das Programm zeigen" in content) == (name == "SVG")
    assert seen.console == []


def test_a_value_leads_to_its_highlighted_line(seen: Seen) -> None:
    page = seen.open(PROJECT)
    page.locator('a.source[title^="Angebote:"]').click()
    page.wait_for_load_state("networkidle")
    marked = page.locator("tr.chosen")
    assert marked.locator("mark").all_inner_texts() == [
        "Gespräche auf Plätzen und in Parks, Clearingstelle am Großmarkt"
    ]
    assert marked.is_visible()
    assert page.frame_locator("iframe").get_by_text("Straßenteam").first.inner_text() == "Straßenteam"
    page.get_by_role("link", name="auch den Quelltext zeigen").click()
    assert "<dd>Gespräche auf Plätzen" in page.locator("pre.markup").inner_text()


def test_the_map_shows_the_offices_and_each_point_leads_to_its_profile(seen: Seen) -> None:
    page = seen.open("jsiq/karte")
    points = page.locator(".map .point")
    assert points.count() == len(PLACES)
    assert page.locator(".map .land").count() == 16
    box = page.locator(".map svg").bounding_box()
    for point in points.all():
        at = point.bounding_box()
        assert box["x"] <= at["x"] <= box["x"] + box["width"]
        assert box["y"] <= at["y"] <= box["y"] + box["height"]
    page.get_by_role("link", name="Kreis Düren, 2 Projekte").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/profile/nw-kreis-dueren")


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
    page.locator('a[href*="/he-landkreis"]').first.click()
    page.wait_for_load_state("networkidle")
    page.locator("a.source").first.click()
    page.wait_for_load_state("networkidle")
    assert SCRIPT in page.locator("table.lines").inner_text()
    assert re.search("Nirgendwo", page.frame_locator("iframe").locator("body").inner_text())
    assert "taken over" not in page.title()
    assert seen.console == []
    assert seen.elsewhere == []
