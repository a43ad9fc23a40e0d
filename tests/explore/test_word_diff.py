"""The words that were removed and added: both texts come back, and a row of a change shows them side by side."""

import re
from time import perf_counter

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from servers import Served

from jsiq_scrape.explore.word_diff import MOST_WORDS, Edit, excerpt, marked, word_diff

TEXTS = st.text(st.sampled_from("ab ,.-\n+1ä"), max_size=60)


def words(text: str) -> str:
    return "".join(text.split())


@given(TEXTS, TEXTS)
def test_without_the_added_words_it_is_the_old_text_and_without_the_removed_the_new(old: str, new: str) -> None:
    passages = word_diff(old, new)
    assert words("".join(one.text for one in passages if one.edit is not Edit.ADDED)) == words(old)
    assert words("".join(one.text for one in passages if one.edit is not Edit.REMOVED)) == words(new)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Bis 26 Jahre", "Bis 27 Jahre", "Bis [-26-] {+27+} Jahre"),
        ("Beratung", "Beratung.", "Beratung{+.+}"),
        ("alte Räume im Quartier", "neue Hallen im Quartier", "[-alte Räume-] {+neue Hallen+} im Quartier"),
        ("vom 01.01.2015 an", "vom 01.01.2019 an", "vom [-01.01.2015-] {+01.01.2019+} an"),
        ("a@x.example oder b", "a@y.example oder b", "[-a@x.example-] {+a@y.example+} oder b"),
        ("zwei  Worte", "zwei\nWorte", "zwei Worte"),
        ("", "neu", "{+neu+}"),
    ],
)
def test_what_differs_is_marked_by_words(old: str, new: str, expected: str) -> None:
    assert marked(word_diff(old, new)) == expected


def test_an_excerpt_keeps_what_changed_and_a_few_words_around_it() -> None:
    many = " ".join(f"w{number}" for number in range(100))
    passages = excerpt(word_diff(f"{many} alt {many} alt {many}", f"{many} neu {many} neu {many}"), 2)
    assert marked(passages) == "… w98 w99 [-alt-] {+neu+} w0 w1 … w98 w99 [-alt-] {+neu+} w0 w1 …"
    assert marked(excerpt(word_diff("", many))).startswith("{+w0 w1 ")
    assert " w29 … w70 " in marked(excerpt(word_diff("", many)))


def test_texts_that_are_made_to_be_long_take_no_long_time() -> None:
    old, new = "a b " * MOST_WORDS + "alt Ende", "a b " * MOST_WORDS + "neu Ende"
    begin = perf_counter()
    assert [(one.edit.value, one.text) for one in word_diff(old, new)][1:] == [
        ("removed", "alt "), ("added", "neu "), ("equal", "Ende")
    ]  # fmt: skip
    assert perf_counter() - begin < 20, "comparing each word with each other would take hours"


def test_the_row_of_a_change_shows_both_sides_with_the_words_that_differ(served: Served) -> None:
    with httpx.Client(base_url=served.address) as browser:
        found = browser.get("jsiq/change.json?_shape=array").json()
        (renamed,) = [row["event"] for row in found if row["kind"] == "renamed"]
        (removed,) = [row["event"] for row in found if row["entity"] == "profile"]
        page = browser.get(f"jsiq/change/{renamed}").text
        assert "<del>Wegweiser Wald</del>" in page
        assert "<ins>Talwärts - Wege in Ausbildung</ins>" in page
        assert not re.search("<(del|ins)>", browser.get(f"jsiq/change/{removed}").text)
