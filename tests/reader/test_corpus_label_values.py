"""Label/value pairs of pages that have nothing to do with the programme."""

import pytest
from corpus.foreign import FOREIGN, PROSE, ForeignPage
from hypothesis import given, settings
from hypothesis import strategies as st

from jsiq_scrape.parse import label_values

BY_STRUCTURE = [page for page in FOREIGN if page.by_structure]


@pytest.mark.parametrize("page", FOREIGN, ids=lambda page: page.name)
def test_the_labels_one_asks_for_are_found_with_their_values(page: ForeignPage) -> None:
    found = label_values(page.body, page.labels)
    assert tuple((each.label, each.text) for each in found) == page.pairs


@pytest.mark.parametrize("page", BY_STRUCTURE, ids=lambda page: page.name)
def test_the_pairs_are_found_by_structure_alone(page: ForeignPage) -> None:
    found = label_values(page.body)
    assert tuple((each.label, each.text) for each in found) == page.pairs


@pytest.mark.parametrize("page", FOREIGN, ids=lambda page: page.name)
def test_half_of_the_labels_is_enough_for_the_values_of_that_half(page: ForeignPage) -> None:
    """The other half is unknown and must end the values, not be swallowed by them."""
    if not page.by_structure:
        pytest.skip("without its labels this page shows no structure")
    asked = page.labels[::2]
    found = label_values(page.body, asked)
    assert tuple((each.label, each.text) for each in found) == tuple(pair for pair in page.pairs if pair[0] in asked)


@pytest.mark.parametrize("page", FOREIGN, ids=lambda page: page.name)
def test_bytes_and_text_and_other_charsets_give_the_same(page: ForeignPage) -> None:
    by_text = label_values(page.body, page.labels)
    assert label_values(page.body.encode(), page.labels) == by_text
    latin = page.body.replace('charset="utf-8"', 'charset="windows-1252"').encode("cp1252")
    assert label_values(latin, page.labels, charset="cp1252") == by_text


@pytest.mark.parametrize("page", FOREIGN, ids=lambda page: page.name)
def test_labels_are_asked_for_in_any_spelling(page: ForeignPage) -> None:
    shouted = [f"{label.upper()}:" for label in page.labels]
    found = label_values(page.body, shouted)
    assert tuple((each.label, each.text) for each in found) == page.pairs


@pytest.mark.parametrize("body", PROSE, ids=["html", "text"])
def test_prose_has_no_pairs(body: str) -> None:
    assert label_values(body) == []


def test_a_label_that_is_not_there_gives_nothing() -> None:
    assert label_values(FOREIGN[0].body, ["Farbtiefe"]) == []


@pytest.mark.parametrize("page", FOREIGN, ids=lambda page: page.name)
def test_every_pair_says_where_it_stands(page: ForeignPage) -> None:
    previous = 0
    for each in label_values(page.body, page.labels):
        first, last = each.lines
        assert 1 <= first <= last
        assert first >= previous
        previous = first
        assert bool(each.path) == page.body.startswith("<")


@given(st.one_of(st.binary(max_size=300), st.text(max_size=300)))
@settings(max_examples=150, derandomize=True)
def test_no_content_raises(body: bytes | str) -> None:
    for each in label_values(body):
        assert each.label


@given(
    st.lists(st.sampled_from("<p> </p> <table> <tr> <td> <b> </b> <dl> <dt> <dd> Ort: Ort x <br> <!-- <?php ".split()))
)
@settings(max_examples=200, derandomize=True)
def test_no_broken_markup_raises(pieces: list[str]) -> None:
    label_values(" ".join(pieces), ["Ort"])
    label_values("".join(pieces))
