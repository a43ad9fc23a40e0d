"""Label/value pairs of any page of any site."""

from collections.abc import Sequence
from dataclasses import dataclass

from jsiq_scrape.parse.document import Document, parse_document
from jsiq_scrape.parse.labels.extents import Extents, Field
from jsiq_scrape.parse.labels.forms import Group, known_slots, open_slots
from jsiq_scrape.parse.labels.prose import NEVER_BEGIN
from jsiq_scrape.parse.labels.slots import Form, Shape, Slot, Slots
from jsiq_scrape.parse.labels.vocabulary import Vocabulary

_Shown = tuple[Field, list[tuple[int, str]]]  # a label with the lines of its value


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

    The body is bytes, or text that is decoded already, never a file's name.  Raises TypeError when the body is anything
    else, or `labels` a single text.

    With `labels`, these are looked for (case, blanks, hyphens, quotes and a final colon do not matter), and every place
    where one stands as a label is given; one without a value not if others, written in another way, have one.  Without
    labels, the forms of the page decide alone.
    """
    document = parse_document(body, charset=charset)
    slots = Slots(document)
    if labels is not None:
        if isinstance(labels, str):
            raise TypeError(f"labels are expected as a list of texts, not as one text: [{labels!r}]")
        vocabulary = Vocabulary.of(tuple(labels))
        openings = vocabulary.openings.of_texts(document.texts)
        found = known_slots(document, slots, vocabulary, openings, lambda slot: _plausible(slots, slot))
        fields = [field for field in Extents(document, found).fields() if field.slot.term is not None]
    else:
        fields = Extents(document, open_slots(document, slots)).fields()
    shown = [(field, field.lines(document)) for field in fields]
    kept = _without_twins(shown) if labels is not None else _with_values(shown)
    return [_pair(document, field, lines) for field, lines in kept]


def _plausible(slots: Slots, slot: Slot) -> float:
    """0 for words that nothing marks, before one that never begins a value: "Ort der Handlung ist Rom"."""
    return float(slot.shape is not Shape.WORDS or slots.rest(slot).partition(" ")[0] not in NEVER_BEGIN)


def _without_twins(shown: list[_Shown]) -> list[_Shown]:
    """Without the empty labels of which others have the value, unless one of these is written alike: in a record."""
    full: dict[str, set[Form]] = {}
    for field, lines in shown:
        if lines:
            full.setdefault(field.slot.name, set()).add(field.slot.form)
    return [
        (field, lines)
        for field, lines in shown
        if lines or field.slot.name not in full or field.slot.form in full[field.slot.name]
    ]


def _with_values(shown: list[_Shown]) -> list[_Shown]:
    """Without the empty labels of which others have the value, and those of forms that mostly have none."""
    full = {field.slot.label for field, lines in shown if lines}
    counts: dict[Group | None, list[bool]] = {}
    for field, lines in shown:
        counts.setdefault(field.slot.group, []).append(not lines)
    return [
        (field, lines)
        for field, lines in shown
        if lines or (field.slot.label not in full and 2 * sum(own := counts[field.slot.group]) < len(own))
    ]


def _pair(document: Document, field: Field, lines: list[tuple[int, str]]) -> LabelValue:
    holder = document.owners[field.span.first if lines else field.slot.first]
    numbers = [field.slot.line, *(line for line, _ in lines)]
    text = "\n".join(document.paragraphs(lines))
    return LabelValue(field.slot.label, text, document.path(holder), (min(numbers) + 1, max(numbers) + 1))
