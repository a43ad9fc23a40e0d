"""The reader on every page of the demo site, both editions: the records are the facts, whatever the markup."""

import json

import pytest
from facts import facts_of

from jsiq_scrape.demo.edits import DOWN, edition_of
from jsiq_scrape.demo.facts import Edition, Office
from jsiq_scrape.demo.site import INDEX, NEWS, OTHER_PROJECT, PROGRAMME, pages
from jsiq_scrape.parse import read
from jsiq_scrape.parse.labels.vocabulary import Vocabulary, load_vocabulary
from jsiq_scrape.records import Reading
from jsiq_scrape.workspace import PACKAGE, Workspace

BOTH: tuple[Edition, ...] = (1, 2)
SERVED = [(edition, office) for edition in BOTH for office in edition_of(edition) if (edition, office.id) != (2, DOWN)]
LISTS = [
    (edition, path)
    for edition in BOTH
    for path, answer in sorted(pages(edition).items())
    if path == INDEX or b"standort-teaser" in answer.body  # in Brandenburg nobody is left in the second edition
]
PARTS = ("profile", "contacts", "funding_areas", "projects", "extras")


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load_vocabulary(Workspace(PACKAGE.parent).resource("office_page.toml"))


def reading_of(path: str, edition: Edition, vocabulary: Vocabulary) -> Reading:
    answer = pages(edition)[path]
    return read(answer.body, vocabulary, content_type=dict(answer.headers)["Content-Type"])


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(("edition", "office"), SERVED, ids=lambda value: getattr(value, "id", value))
def test_the_records_are_the_facts(edition: Edition, office: Office, part: str, vocabulary: Vocabulary) -> None:
    found = reading_of(office.path, edition, vocabulary).model_dump(mode="json")[part]
    assert json.dumps(found, indent=1, ensure_ascii=False) == json.dumps(
        facts_of(office)[part], indent=1, ensure_ascii=False
    )


@pytest.mark.parametrize(("edition", "office"), SERVED, ids=lambda value: getattr(value, "id", value))
def test_no_line_of_a_profile_stays_unread(edition: Edition, office: Office, vocabulary: Vocabulary) -> None:
    reading = reading_of(office.path, edition, vocabulary)
    assert [finding for finding in reading.findings if finding.kind == "unread"] == []
    assert reading.lines.unread == 0


@pytest.mark.parametrize(("edition", "path"), LISTS)
def test_lists_of_profiles_are_listings(edition: Edition, path: str, vocabulary: Vocabulary) -> None:
    assert reading_of(path, edition, vocabulary).verdict == "listing"


@pytest.mark.parametrize("edition", BOTH)
@pytest.mark.parametrize("path", [PROGRAMME, OTHER_PROJECT, NEWS, "/", "/service/impressum.html", "/intern/"])
def test_other_pages_are_no_profiles(edition: Edition, path: str, vocabulary: Vocabulary) -> None:
    reading = reading_of(path, edition, vocabulary)
    assert reading.verdict != "profile"
    assert (reading.profile, reading.contacts, reading.funding_areas, reading.projects) == (None, (), (), ())
