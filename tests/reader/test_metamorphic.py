"""A page that says the same in other bytes gives the same records."""

from random import Random

import pytest
from corpus import chrome, offices, scoring
from corpus.disguises import ALL, Disguise, without_attributes
from corpus.families import FAMILIES, Family
from corpus.generate import pages
from corpus.shown import Look

from jsiq_scrape.parse import read
from jsiq_scrape.parse.labels.vocabulary import Vocabulary

MARKED_UP = [family for family in FAMILIES if not family.plain]
#: Without any class these two look like rows of paragraphs: nothing but the vocabulary tells an unknown label then.
NEEDS_ATTRIBUTES = {"tab_panels_of_paragraphs", "labelled_by_reference"}


def _records(body: bytes, vocabulary: Vocabulary) -> dict[str, str]:
    return scoring.flatten(read(body, vocabulary).model_dump(mode="json"))


@pytest.mark.parametrize("disguise", ALL, ids=lambda disguise: disguise.__name__)
@pytest.mark.few(4)
def test_a_disguise_changes_no_record(disguise: Disguise, vocabulary: Vocabulary) -> None:
    for family in MARKED_UP:
        known_only = 0 if disguise is without_attributes and family.name in NEEDS_ATTRIBUTES else 30
        for page in pages([family], 3, unknown=known_only):
            plain, disguised = _records(page.body, vocabulary), _records(disguise(page.text), vocabulary)
            assert scoring.differences(disguised, plain) == [], f"{page.family} {page.seed}"


@pytest.mark.parametrize(
    "family",
    [family for family in FAMILIES if len(family.abilities.colons) == 2],
    ids=lambda family: family.name,
)
def test_a_colon_behind_the_labels_changes_no_record(family: Family, vocabulary: Vocabulary) -> None:
    for seed in range(4):
        shown = offices.make(Random(f"colon/{family.name}/{seed}"), family.abilities, projects=2)
        with_colon, without = (
            _records(family.render(shown, Look(colon=colon)).encode(), vocabulary) for colon in (True, False)
        )
        assert scoring.differences(with_colon, without) == [], f"seed {seed}"


@pytest.mark.parametrize("family", MARKED_UP, ids=lambda family: family.name)
def test_heading_levels_and_what_stands_around_change_no_record(family: Family, vocabulary: Vocabulary) -> None:
    for seed in range(3):
        shown = offices.make(Random(f"level/{family.name}/{seed}"), family.abilities, projects=3)
        alone = _records(chrome.bare(shown, family.render(shown, Look(level=1))).encode(), vocabulary)
        for level in (1, 2):
            text = chrome.around(shown, family.render(shown, Look(level=level)), Random(seed))
            assert scoring.differences(_records(text.encode(), vocabulary), alone) == [], f"seed {seed} level {level}"


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_text_instead_of_bytes_gives_the_same_reading(family: Family, vocabulary: Vocabulary) -> None:
    for page in pages([family], 2):
        assert read(page.text, vocabulary).projects == read(page.body, vocabulary).projects
