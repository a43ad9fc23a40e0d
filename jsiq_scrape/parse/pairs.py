"""Label/value pairs of any page of any site, without a vocabulary of ours."""

from collections.abc import Sequence
from dataclasses import dataclass

from jsiq_scrape.parse.outline import divide
from jsiq_scrape.parse.page import Page
from jsiq_scrape.parse.spans import Field, Outline, Span
from jsiq_scrape.parse.structure import divide_by_structure
from jsiq_scrape.parse.vocabulary import Vocabulary
from jsiq_scrape.parse.walk import read_page


@dataclass(frozen=True, slots=True)
class LabelValue:
    """A label with its value as it stands on a page."""

    label: str  # as printed, without its final colon
    text: str  # lines and parts from different blocks joined by a newline; "" where there is none
    path: str  # element path of the value, or of the label when there is no value; "" for plain text
    lines: tuple[int, int]  # first and last line of label and value, from 1


def label_values(
    body: bytes | str, labels: Sequence[str] | None = None, *, charset: str | None = None
) -> list[LabelValue]:
    """The pairs of a page, HTML or plain text, in its order; never raises on content.

    With `labels`, these are looked for (case, blanks, hyphens, quotes and a final colon do not matter), and every place
    where one stands as a label is given.  Without, pairs are told by structure alone: marked-up labels, colons, and
    groups of siblings that repeat label and value.  `body` is the page itself, as bytes or as text that is decoded
    already, never a file's name.  Raises TypeError when the body is anything else, or `labels` a single text.
    """
    if isinstance(labels, str):
        raise TypeError(f"labels are expected as a list of texts, not as one text: [{labels!r}]")
    page = read_page(body, charset=charset)
    outline = divide_by_structure(page) if labels is None else divide(page, Vocabulary.of(labels))
    return _pairs(outline, known_only=labels is not None)


def _take_inner_pairs(page: Page, found: Field, labels: set[int]) -> None:
    """Give a term or cell the text of the description or cell beside it, where this begins with a label of its own."""
    own = found.mark.own
    if own < 0 or page.tags[own] not in ("dt", "th", "td"):
        return
    beside = page.nexts[own]
    there = beside < page.nexts[page.parents[own]] and page.tags[beside] in ("dd", "td") and beside not in labels
    if there and page.starts[beside] == found.mark.last + 1:
        found.span = Span(page.starts[beside], 0, page.stops[beside], 0)


def _pairs(outline: Outline, *, known_only: bool) -> list[LabelValue]:
    page = outline.page
    labels = {each.mark.own for each in outline.fields}
    found = []
    for each in outline.fields:
        if known_only and each.mark.term is None:
            continue
        if each.span.empty:
            _take_inner_pairs(page, each, labels)
        lines = each.lines(page)
        holder = (
            page.holders[each.span.first]
            if lines and each.span.first < len(page.holders)
            else page.holders[each.mark.atom]
        )
        numbers = [each.mark.line, *(line for line, _ in lines)]
        found.append(
            LabelValue(
                each.mark.label,
                "\n".join(text for _, text in lines),
                page.path(holder),
                (min(numbers) + 1, max(numbers) + 1),
            )
        )
    return found
