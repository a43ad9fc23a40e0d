"""What an element that is a label by its kind says behind the label: a translation, a remark, a link to edit it."""

from jsiq_scrape.parse.marks import CELLS, Mark, complete
from jsiq_scrape.parse.page import LEVELS, Page
from jsiq_scrape.parse.vocabulary import Vocabulary

_PAIRED = ("dt", *CELLS)  # elements beside which the value stands
_TITLES = frozenset(("label", *LEVELS))
_BRACKETS = {"(": ")", "[": "]"}
_DIVIDERS = ("(", "[", "/", "|", "– ", "- ")


def with_gloss(page: Page, vocabulary: Vocabulary, mark: Mark, atoms: range) -> Mark:
    """The label with all of its element, where the rest of the element can be no value.

    "Zeitraum (von/bis)" in a `dt` before a `dd`, "Angebote [Bearbeiten]" in a heading. Anything else behind the words
    of a label makes another label of it ("Angebote für Mädchen") or is its value.
    """
    if mark.own >= 0 or mark.colon or not mark.leads or mark.alone:
        return mark
    element = _labelling(page, mark)
    if element < 0 or page.stops[element] > atoms.stop:
        return mark
    rest = page.join(range(mark.last, page.stops[element]))[mark.end :].strip()
    bracketed = rest[:1] in _BRACKETS and rest.endswith(_BRACKETS[rest[0]])
    tag = page.tags[element]
    if tag in _PAIRED:
        apart = tag != "td" and mark.end == len(page.texts[mark.last])  # in an element of its own
        a_gloss = bracketed or (tag != "td" and (apart or rest.startswith(_DIVIDERS)))
        if not a_gloss or not _has_value(page, element) or vocabulary.find(rest.strip("()[]/|–- ")) is not None:
            return mark
    elif not bracketed:
        return mark
    mark.last = page.stops[element] - 1
    mark.end = len(page.texts[mark.last])
    return complete(page, mark.line, atoms, mark)


def _labelling(page: Page, mark: Mark) -> int:
    """The element around a label that begins with it and that is a label or a heading by its kind, -1 for none."""
    element = page.holders[mark.last]
    while element > 0 and page.starts[element] == mark.atom:
        if page.tags[element] in _PAIRED or page.tags[element] in _TITLES:
            return element
        if page.is_block(element):
            return -1
        element = page.parents[element]
    return -1


def _has_value(page: Page, element: int) -> bool:
    """Whether the element that stands beside a term or a cell has any text."""
    beside = page.nexts[element]
    return beside < page.nexts[page.parents[element]] and bool(page.atoms_in(beside)) and page.tags[beside] != "dt"
