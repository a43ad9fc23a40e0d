"""Records rendered into any markup come back equal: `read(render(records)) == records`."""

from collections.abc import Callable
from random import Random

import pytest
from corpus import scoring
from corpus.defects import with_defects
from corpus.families import FAMILIES, Family
from corpus.generate import page
from corpus.shown import JsonObject
from hypothesis import given, settings
from hypothesis import strategies as st

from jsiq_scrape.parse import read
from jsiq_scrape.parse.labels.vocabulary import Vocabulary

DEFECTS = {
    "labelled_by_reference": "institutions below a label are read as a further label and its value",
    "print_version": "a title of a project in a run of lines is lost",
}
CASES = with_defects({family.name: family for family in FAMILIES}, DEFECTS)


@pytest.fixture(scope="module")
def record(vocabulary: Vocabulary) -> Callable[[bytes], JsonObject]:
    """Reads a page; a function, since a failed example prints its arguments and the vocabulary is 50 kB long."""
    return lambda body: read(body, vocabulary).model_dump(mode="json")


@pytest.mark.parametrize("family", CASES)
@given(seed=st.integers(0, 2**32), projects=st.integers(0, 5))
@settings(max_examples=12, derandomize=True)
@pytest.mark.few(16)
def test_records_come_back_as_they_were_rendered(
    family: Family, record: Callable[[bytes], JsonObject], seed: int, projects: int
) -> None:
    each = page(family, Random(seed), seed, projects=projects)
    got, expected = scoring.flatten(record(each.body)), scoring.flatten(each.shown.expected)
    assert scoring.differences(got, expected) == []
