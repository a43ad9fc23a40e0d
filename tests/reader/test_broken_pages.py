"""Answers that are a profile's frame and not the profile: the system behind the page failed, or filled nothing in."""

import pytest

from jsiq_scrape.parse import read
from jsiq_scrape.parse.labels.vocabulary import Vocabulary
from jsiq_scrape.records import FindingKind

HEAD = """<html><body><main><h1>Fachdienst Jugend</h1><h2>Landkreis Musterau</h2><h2>Kontakt</h2>
<p>Landkreis Musterau<br>Beispielweg 16<br>19999 Musterau<br>Mecklenburg-Vorpommern</p>"""
AREAS = "<h2>Fördergebiete</h2><h4>FG 1: Altstadt</h4><p>Die Straßen um den Markt.</p>"
BLOCKS = "<dl><dt>Soziale Stadt</dt><dd>ja</dd></dl>"
PROJECT = """<h2>Projekte</h2><h3>Wegweiser</h3><dl><dt>Umsetzende Institution(en)</dt><dd>Lernwege e. V.</dd>
<dt>Zeitraum</dt><dd>2015 - 2018</dd></dl>"""
END = "</main></body></html>"
FAILURE = "<p>Oops, an error occurred! Code: 2018041209300012ab34cd</p>"


def _kinds(body: str, vocabulary: Vocabulary) -> set[FindingKind]:
    return {finding.kind for finding in read(body.encode(), vocabulary).findings}


PARTS = {
    "projects": HEAD + AREAS + BLOCKS + "<h2>Projekte</h2>" + FAILURE + END,
    "areas": HEAD + FAILURE + BLOCKS + PROJECT + END,
    "behind the page": HEAD + AREAS + BLOCKS + "</main>" + FAILURE + "</body></html>",
}


@pytest.mark.parametrize("body", PARTS.values(), ids=PARTS)
def test_a_line_that_says_that_a_part_failed_makes_a_page_a_part(body: str, vocabulary: Vocabulary) -> None:
    assert FindingKind.TRUNCATED in _kinds(body, vocabulary)


@pytest.mark.parametrize(
    "body",
    [
        HEAD + AREAS + BLOCKS + PROJECT + FAILURE + END,
        HEAD + AREAS + BLOCKS + PROJECT + END,
        HEAD + AREAS + BLOCKS + END,
        HEAD + AREAS + BLOCKS + PROJECT.replace("Wegweiser", "Wartungsarbeiten am Fahrrad") + END,
    ],
    ids=["nothing is missing", "no failure", "no projects", "title"],
)
def test_a_page_from_which_nothing_is_missing_is_whole(body: str, vocabulary: Vocabulary) -> None:
    assert FindingKind.TRUNCATED not in _kinds(body, vocabulary)


def test_labels_without_any_value_are_an_empty_profile(vocabulary: Vocabulary) -> None:
    empty = """<html><body><h1></h1><h2>Kontakt</h2><h2>Ansprechpartner</h2><h2>Fördergebiete</h2><h2>Projekte</h2>
    <h3></h3><dl><dt>Umsetzende Institution(en)</dt><dd></dd><dt>Zeitraum</dt><dd></dd></dl></body></html>"""
    assert FindingKind.EMPTY_PROFILE in _kinds(empty, vocabulary)
    assert FindingKind.EMPTY_PROFILE not in _kinds(HEAD + AREAS + BLOCKS + END, vocabulary)


@pytest.mark.parametrize(("charset", "title"), [("cp1252", "„Über Ö“ – äß"), ("latin-1", "Über Ö äß")])
def test_text_encoded_twice_by_way_of_either_western_charset_is_repaired(
    charset: str, title: str, vocabulary: Vocabulary
) -> None:
    body = HEAD.replace("<body>", '<meta charset="utf-8"><body>') + AREAS + PROJECT.replace("Wegweiser", title) + END
    once, twice = (read(text.encode(), vocabulary) for text in (body, body.encode().decode(charset)))
    assert once.projects[0].title == title
    assert twice.model_copy(update={"findings": once.findings}) == once
