"""Records rendered into any markup come back equal: `read(render(records)) == records`."""

from random import Random

import pytest
from corpus import scoring
from corpus.families import FAMILIES, Family
from corpus.generate import page
from hypothesis import given, settings
from hypothesis import strategies as st

from jsiq_scrape.parse import read
from jsiq_scrape.parse.vocabulary import Vocabulary


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
@given(seed=st.integers(0, 2**32), projects=st.integers(0, 5))
@settings(max_examples=12, derandomize=True)
def test_records_come_back_as_they_were_rendered(
    family: Family, vocabulary: Vocabulary, seed: int, projects: int
) -> None:
    each = page(family, Random(seed), seed, projects=projects)
    got = read(each.body, vocabulary).model_dump(mode="json")
    assert scoring.differences(scoring.flatten(got), scoring.flatten(each.shown.expected)) == []
