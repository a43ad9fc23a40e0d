"""Label/value pairs of any page of any site."""

from collections.abc import Sequence

from jsiq_scrape.parse.document import parse_document
from jsiq_scrape.parse.labels.extents import Extents
from jsiq_scrape.parse.labels.forms import known_slots
from jsiq_scrape.parse.labels.slots import Slots
from jsiq_scrape.parse.vocabulary import Vocabulary
from jsiq_scrape.parse.pairs import LabelValue


def label_values(body: bytes | str, labels: Sequence[str] | None = None, *, charset: str | None = None) -> list[LabelValue]:
    document = parse_document(body, charset=charset)
    slots = Slots(document)
    if labels is None:
        from jsiq_scrape.parse.labels.forms import open_slots
        found = open_slots(document, slots)
    else:
        found = known_slots(document, slots, Vocabulary.of(labels))
    out = []
    fields = Extents(document, found).fields()
    if labels is None:
        full = {f.slot.label for f in fields if f.lines(document)}
        empties = {}
        for f in fields:
            g = id(f.slot.group); a = empties.setdefault(g, [0, 0]); a[0] += not f.lines(document); a[1] += 1
        fields = [f for f in fields if f.lines(document) or not (f.slot.label in full or 2 * empties[id(f.slot.group)][0] >= empties[id(f.slot.group)][1])]
    for field in fields:
        if labels is not None and field.slot.term is None:
            continue
        lines = field.lines(document)
        text = "\n".join(t for _, t in lines)
        out.append(LabelValue(field.slot.label, text, "", (field.slot.line + 1, field.slot.line + 1)))
    return out
