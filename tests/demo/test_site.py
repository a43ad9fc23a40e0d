"""The demo site as data: every fact on its page, every source new in the second edition."""

import html
import json
import re
import subprocess
import sys
import unicodedata
from collections import Counter

import pytest
from facts import UNCHANGED, facts_of
from protego import Protego

from jsiq_scrape.demo.edits import DOWN, GONE, PLAN, edition_of
from jsiq_scrape.demo.facts import Edition, Office, offices, states
from jsiq_scrape.demo.site import DRAFT, ROBOTS, pages

BOTH: tuple[Edition, ...] = (1, 2)
INVENTED = [office for office in offices() if office.id != "nw-kreis-dueren"]
SERVED = [(edition, office) for edition in BOTH for office in edition_of(edition) if (edition, office.id) != (2, DOWN)]

#: Numbers that the Bundesnetzagentur keeps free for films and books.
FICTION = re.compile(r"\+49(3023125|4066969|6990009|8999998|2214710)\d{2,3}|\+4917604069\d{3}")


def body_of(office: Office, edition: Edition) -> str:
    return pages(edition)[office.path].body.decode(office.charset)


def visible(page: str) -> str:
    """The words of a page: no tags, no scripts, one kind of blank, whole letters."""
    page = re.sub(r"<(script|style|template)\b.*?</\1>|<!--.*?-->", " ", page, flags=re.DOTALL)
    page = html.unescape(re.sub(r"<[^>]+>", " ", page)).replace("\u00ad", "").replace("\u00a0", " ")
    return unicodedata.normalize("NFC", " ".join(page.split()))


def test_there_are_sixteen_offices_in_twelve_laender_with_none_to_five_projects() -> None:
    assert len(offices()) == 16
    assert len({office.profile.state for office in offices()}) == len(states()) == 12
    assert {len(office.projects) for office in offices()} == {0, 1, 2, 3, 4, 5}


def test_every_template_serves_at_least_two_offices() -> None:
    used = Counter(office.template for office in offices())
    assert len(used) == 8
    assert min(used.values()) >= 2


@pytest.mark.parametrize("office", INVENTED, ids=lambda office: office.id)
def test_what_is_invented_shows_it(office: Office) -> None:
    profile = office.profile
    assert re.search("muster|beispiel|exempel|proben", profile.municipality or "", re.IGNORECASE)
    for person in office.people:
        for number in (person.record.phone, person.record.fax, person.record.mobile):
            assert number is None or FICTION.fullmatch(number), number
        assert (person.record.email or ".example").endswith(".example")
        assert ".example" in (person.record.website or ".example")


@pytest.mark.parametrize(("edition", "office"), SERVED, ids=lambda value: getattr(value, "id", value))
def test_every_fact_stands_on_the_page(edition: Edition, office: Office) -> None:
    page = visible(body_of(office, edition))
    texts = [office.profile.office, office.profile.municipality, office.profile.street, office.profile.city]
    texts += [office.profile.areas_text, office.soziale_stadt]
    for area in office.areas:
        texts += [area.heading, area.record.description]
    for person in office.people:
        fields = ("name", "phone", "fax", "mobile", "website")
        texts += [person.printed(field) for field in fields]
        assert office.template == "accordion" or (person.printed("email") or "") in page
    for work in office.projects:
        fields = ("title", "period", "target_group", "services", "case_management", "counselling", "outreach")
        texts += [*work.institutions, *(work.printed(field) for field in fields)]
        texts += [text for extra in work.record.extras for text in (extra.label, extra.text)]
    texts += [text for extra in office.extras for text in (extra.label, extra.text)]
    for block in (block for text in texts if text for block in text.split("\n")):
        assert block in page, block


@pytest.mark.parametrize("path", sorted(set(pages(1)) & set(pages(2)) - {"/robots.txt"}))
def test_every_page_has_another_source_in_the_other_edition(path: str) -> None:
    assert pages(1)[path].body != pages(2)[path].body
    assert dict(pages(1)[path].headers).get("ETag") != dict(pages(2)[path].headers).get("ETag")


@pytest.mark.parametrize("office", [one for one in offices() if one.id not in (GONE, DOWN)], ids=lambda one: one.id)
def test_profile_pages_differ_in_session_date_teaser_and_order_of_attributes(office: Office) -> None:
    later = next(one for one in edition_of(2) if one.id == office.id)
    first, second = body_of(office, 1), body_of(later, 2)
    assert "4b1f0c9e7a52d386" in first
    assert "e07d5538c1a94bf2" in second
    assert "12.04.2018" in first
    assert "12.04.2018" not in second
    assert "Fachtag am" in first
    assert "Fachtag am" not in second
    assert re.search('<a href="[^"]+" class="nav-link">', first)
    assert re.search('<a class="nav-link[^"]*" href="[^"]+">', second)


def test_the_edits_are_the_plan_and_nothing_else() -> None:
    """Compares the facts of the editions, without any page."""
    earlier = {office.id: facts_of(office) for office in offices()}
    later = {office.id: facts_of(office) for office in edition_of(2)}
    differing = {name for name in earlier if _plain(earlier[name]) != _plain(later.get(name))}
    assert differing == {change.profile for change in PLAN}
    assert {change.profile for change in PLAN} | set(UNCHANGED) == set(earlier)
    assert not {change.profile for change in PLAN} & set(UNCHANGED)


def _plain(records: dict[str, object] | None) -> str:
    """Records without what means nothing: kinds of quotes and dashes, order of projects."""
    if records is None:
        return "gone"
    projects = sorted(json.dumps(project, ensure_ascii=False) for project in records["projects"])
    text = json.dumps([{**records, "projects": []}, *projects], ensure_ascii=False)
    return text.replace("\\", "").replace("„", '"').replace("“", '"').replace("–", "-")


def test_each_planned_change_has_an_office_of_its_own() -> None:
    touched = [change.profile for change in PLAN]
    assert len(touched) == len(set(touched)) == 7


def test_robots_forbid_the_draft_that_a_listing_links_to() -> None:
    rules = Protego.parse(ROBOTS)
    site = "http://www.programm.invalid"
    listing = pages(1)["/no_cache/standorte/nordrhein-westfalen/seite-2.html"].body.decode()
    assert f'href="{DRAFT}"' in listing
    assert not rules.can_fetch(site + DRAFT, "jsiq-scrape")
    assert not rules.can_fetch(site + "/intern/", "jsiq-scrape")
    assert all(rules.can_fetch(site + office.path, "jsiq-scrape") for office in offices())


@pytest.mark.parametrize("edition", BOTH)
def test_every_office_is_linked_from_the_listing_of_its_land(edition: Edition) -> None:
    for office in edition_of(edition):
        listings = [
            path for path in pages(edition) if path.startswith("/no_cache/standorte/") and "details" not in path
        ]
        linking = [
            path for path in listings if re.search(f'href="{office.path}["?]', pages(edition)[path].body.decode())
        ]
        assert len(linking) == 1, office.id


@pytest.mark.parametrize("edition", BOTH)
def test_every_link_of_the_site_has_an_answer(edition: Edition) -> None:
    for path, answer in pages(edition).items():
        charset = "windows-1252" if b"iso-8859-1" in answer.body else "utf-8"
        for target in re.findall(r'<a [^>]*href="(/[^"?#]*)', answer.body.decode(charset)):
            assert target in pages(edition), (path, target)


def test_the_moved_page_keeps_its_facts_in_another_markup() -> None:
    before = next(office for office in edition_of(1) if office.id == "mv-landkreis-musterau")
    after = next(office for office in edition_of(2) if office.id == "mv-landkreis-musterau")
    assert facts_of(before) == facts_of(after)
    assert before.template != after.template
    addresses = {office.path for office in edition_of(2)}
    assert after.path in addresses
    assert before.path not in addresses


def test_the_site_is_the_same_in_every_process() -> None:
    program = (
        "import hashlib; from jsiq_scrape.demo.site import pages;"
        "print(hashlib.sha256(repr([sorted(pages(e).items()) for e in (1, 2)]).encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "TZ": zone},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed, zone in (("0", "UTC"), ("1", "Asia/Tokyo"))
    }
    assert len(digests) == 1
