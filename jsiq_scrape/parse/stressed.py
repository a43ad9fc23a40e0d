"""Words of the vocabulary that a sentence stresses, in bold or italics: they look like labels and are none."""

from collections import Counter

from jsiq_scrape.parse.marks import Mark, style_counts
from jsiq_scrape.parse.page import Page
from jsiq_scrape.parse.prose import CONTINUES


def without_stressed(page: Page, marks: list[Mark]) -> list[Mark]:
    """The marks without words that stand in an element of their own inside running text, unlike the page's labels."""
    inside = [mark for mark in marks if mark.own >= 0 and not mark.colon and not mark.alone and not mark.level]
    if not inside:
        return marks
    kinds = Counter(_kind(page, mark) for mark in marks if style_counts(mark) and (mark.colon or mark.leads))
    usual, number = kinds.most_common(1)[0] if kinds else (None, 0)
    led = {(mark.line, _kind(page, mark)) for mark in marks if mark.leads}
    stressed: set[int] = set()
    for mark in inside:
        unlike = number > 1 and style_counts(mark) and _kind(page, mark) != usual
        if mark.leads:
            if unlike and usual is not None and usual[0] in ("th", "dt") and _inside_cell(page, mark):
                stressed.add(id(mark))
        elif _goes_on_before(page, mark) or (unlike and (mark.line, _kind(page, mark)) not in led):
            stressed.add(id(mark))
    return [mark for mark in marks if id(mark) not in stressed] if stressed else marks


def _kind(page: Page, mark: Mark) -> tuple[str, bool]:
    """How a label is set off from its value: its innermost element, and whether it has a colon."""
    return page.tags[page.holders[mark.atom]], mark.colon


def _inside_cell(page: Page, mark: Mark) -> bool:
    """Whether a word stands behind other text in a cell or description."""
    element = mark.own
    while element > 0 and page.tags[element] not in ("td", "dd"):
        element = page.parents[element]
    return element > 0 and page.starts[element] < mark.atom


def _goes_on_before(page: Page, mark: Mark) -> bool:
    """Whether the text in front of a word needs more to be a sentence: "in der", "und", an opening bracket."""
    before = page.texts[mark.atom - 1].rstrip()
    return before.endswith(("(", "„")) or before.rpartition(" ")[2].lower() in CONTINUES
