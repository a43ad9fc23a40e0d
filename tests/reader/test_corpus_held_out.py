"""The families that were written without a look at the reader, and first run when it was frozen."""

from corpus import scoring
from corpus.families import FAMILIES
from corpus.generate import pages
from corpus.held_out import HELD_OUT
from corpus.report import examine, table, total

from jsiq_scrape.parse.vocabulary import Vocabulary

EACH = 12


def test_a_third_of_all_families_is_held_out() -> None:
    assert 3 * len(HELD_OUT) >= len(HELD_OUT) + len(FAMILIES) - 2
    assert not {family.name for family in HELD_OUT} & {family.name for family in FAMILIES}
    assert len(pages(HELD_OUT, EACH)) >= 100


def test_the_fields_of_all_held_out_pages_are_found(vocabulary: Vocabulary) -> None:
    results = examine(HELD_OUT, EACH, vocabulary)
    assert total(results) >= 0.995, "\n" + table(results)
    assert min(scoring.f1(agreed, [miss for _, miss in misses]) for agreed, misses in results.values()) >= 0.95
