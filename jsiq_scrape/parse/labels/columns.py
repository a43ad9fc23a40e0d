"""Labels that all stand before their values, one for one: two columns of lines, tabs and the parts that they open."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from jsiq_scrape.parse.document import Document
from jsiq_scrape.parse.document.document import BLOCKS
from jsiq_scrape.parse.labels.slots import Slot, Slots
from jsiq_scrape.parse.labels.vocabulary import compact

_SERIES = 3  # labels that make a column


def pair_columns(document: Document, slots: Slots, labels: Iterable[Slot]) -> list[Slot]:
    """Give the labels of each column the values beside it, and return the unknown ones among them."""
    columns: defaultdict[int, list[Slot]] = defaultdict(list)
    for slot in labels:
        target = _target(document, slot)
        if slot.alone and slot.apart is None and (not target or target.startswith("#")):
            columns[_column(document, slot)].append(slot)
    unknown: list[Slot] = []
    for column, own in columns.items():
        if len(own) < 2 or document.tags[column] == "tr":
            continue  # a table has rules of its own
        parts = _parts(document, column)
        at = {range(slot.first, slot.last + 1): slot for slot in own}
        known = [at[part] for part in parts if part in at]
        others = [_of_part(slots, part) for part in parts if part not in at]
        colon = all(slot.colon for slot in known)
        more = [slot for slot in others if slot is not None and slot.colon == colon]
        sure = not others and (colon or document.tags[column] == "td")
        fewest = 2 if sure else max(_SERIES, (1 + (not colon)) * len(others))
        if len(known) < fewest or len(more) < len(others):
            continue  # what is written otherwise, or as often, may be a value
        values = _values_beside(document, document.stops[column], len(parts))
        if not values:
            continue
        of_part = dict(zip(parts, values, strict=True))
        for slot in [*own, *more]:
            slot.apart = of_part.get(range(slot.first, slot.last + 1))
        unknown += more
    return unknown


def open_parts(document: Document, labels: list[Slot]) -> list[Slot]:
    """Give the labels that are links to a part of the page, as tabs are, that part; without their other places."""
    links = [slot for slot in labels if slot.alone and _target(document, slot).startswith("#")]
    if not links:
        return labels
    named = [(name, element) for element, node in enumerate(document.nodes) if (name := node.id)]
    times = Counter(name for name, _ in named)
    ids = {f"#{name}": element for name, element in named if times[name] == 1}
    opened: set[str] = set()
    for slot in links:
        part = document.text_nodes(ids.get(_target(document, slot), 0))
        if part and part.start > slot.last and _opens(document, slot, part):
            slot.apart = part
            opened.add(slot.name)
    return [slot for slot in labels if slot.apart or not (slot.name in opened and _target(document, slot))]


def _opens(document: Document, slot: Slot, part: range) -> bool:
    """Whether a link stands among others to parts of the page, or right above its own, which is no heading."""
    lines = range(document.line_of[part.start], document.line_of[part.stop - 1] + 1)
    if all(map(document.level, lines)) or compact(document.text_of(lines.start)) == slot.name:
        return False
    around = (max(slot.first - 1, 0), slot.last + 1)
    beside = (document.target(document.owners[node]) or "" for node in around if node != slot.first)
    return slot.last + 1 == part.start or any(target.startswith("#") for target in beside)


def _target(document: Document, slot: Slot) -> str:
    return document.target(document.owners[slot.first]) or ""


def _of_part(slots: Slots, part: range) -> Slot | None:
    """The slot that takes all of a part, None where there is none."""
    own = slots.of_line(slots.document.line_of[part.start]) if part else ()
    return next((slot for slot in own if range(slot.first, slot.last + 1) == part and slot.alone), None)


def _column(document: Document, slot: Slot) -> int:
    """The element in which labels of a column stand: in lines, or each in a block."""
    box = document.boxes[slot.line]
    whole = document.starts[box] == slot.first and document.stops[box] == slot.last + 1
    return document.parents[box] if whole else box


def _parts(document: Document, element: int) -> list[range]:
    """The blocks that an element consists of, or the lines of one that holds no blocks."""
    if blocks := [child for child in document.children(element) if document.tags[child] in BLOCKS]:
        return list(map(document.text_nodes, blocks))
    lines = dict.fromkeys(document.line_of[node] for node in document.text_nodes(element))
    return list(map(document.nodes_of, lines))


def _values_beside(document: Document, node: int, count: int) -> list[range]:
    """The parts of the outermost element that begins with a text and has so many; nothing where none has."""
    around: list[int] = []
    element = document.owners[node] if node < len(document.texts) else 0
    while element > 0 and document.starts[element] == node:
        around.append(element)
        element = document.parents[element]
    found = (parts for element in reversed(around) if len(parts := _parts(document, element)) == count)
    return next(found, [])
