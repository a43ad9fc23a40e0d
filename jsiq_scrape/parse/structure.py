"""Labels told by structure alone: marked up as such, ended by a colon, or repeated beside their values."""

import re
from collections import Counter, defaultdict
from itertools import pairwise

from jsiq_scrape.parse.likeness import class_tokens, likenesses
from jsiq_scrape.parse.marks import PLACE, Mark, complete, tag_chain, unknown_label
from jsiq_scrape.parse.outline import settle
from jsiq_scrape.parse.page import Page
from jsiq_scrape.parse.spans import Outline
from jsiq_scrape.parse.unknown import colon_mark, unknown_marks

_LABELS = frozenset(("dt", "th", "label", "legend", "summary"))
_STRONG = frozenset(("b", "strong", "em", "i", "u"))
_LONGEST = 60  # characters of a label whose only sign is its place
_INSIDE = re.compile(r"(?<=\s)([^\W\d_a-z][^\s:]*)\s?:(?=\s|$)")
_SMALL = re.compile(r"[^\W\d_A-ZÄÖÜ][\w-]*:(?:\s|$)")
_UNENDED = (",", "„", "«", "(")  # with these a label does not end
_FEW_WORDS = 4  # of a label that only its emphasis shows
_FEWEST = 2  # a group that repeats, repeats at least once


def divide_by_structure(page: Page) -> Outline:
    """The label/value pairs of a page without a vocabulary."""
    starts: dict[tuple[int, int], Mark] = {}
    column_heads: dict[int, bool] = {}
    small = not page.html and _in_small_letters(page)
    for line in range(page.count):
        for mark in _line_marks(page, line, column_heads, small):
            starts[mark.place] = mark
    for element in _repeated(page):
        inside = page.atoms_in(element)
        if inside and (inside.start, 0) not in starts and not page.furniture[element]:
            repeated = _mark_of(page, element)
            if repeated is not None and any(map(str.isalpha, repeated.label)):
                starts[repeated.place] = repeated
    marks = sorted(starts.values(), key=PLACE)
    kinds = likenesses(page, marks)
    if marks:
        alike = [
            mark
            for mark in unknown_marks(page, marks, kinds, range(marks[0].atom, len(page.texts)))
            if not mark.label.endswith(_UNENDED)
        ]
        marks = sorted([*marks, *alike], key=PLACE)
    outline = settle(page, marks, kinds, page.of_site)
    # A heading over other pairs is no label of its own.
    outline.fields = [
        found
        for found in outline.fields
        if not (found.span.empty and found.mark.level and not _LABELS & set(found.mark.chain))
    ]
    return outline


def _mark_of(page: Page, element: int) -> Mark | None:
    """The label that an element is."""
    inside = page.atoms_in(element)
    line = page.line_of[inside.start]
    atoms = page.atoms_of(line)
    if inside.stop > atoms.stop:
        return None
    last = inside.stop - 1
    text = page.join(inside).rstrip(": ")
    if not text or len(text) > _LONGEST or text.endswith(_UNENDED):
        return None
    if page.tags[element] in _STRONG and not any(map(str.isalpha, text)):
        return None  # a number that matters
    mark = unknown_label(page, text, inside.start, last)
    own = mark.own if 0 <= mark.own < element else element  # a box that holds nothing but the label is part of it
    mark.own, mark.chain = own, tag_chain(page, own, page.holders[inside.start])
    return mark


def _in_small_letters(page: Page) -> bool:
    """Whether at least half of a text's lines are one word in small letters and its value: `titel: X`."""
    alike = sum(_SMALL.match(text) is not None for text in page.texts)
    return alike >= _FEWEST and alike * 2 >= page.count


def _line_marks(page: Page, line: int, column_heads: dict[int, bool], small: bool) -> list[Mark]:
    atoms = page.atoms_of(line)
    if page.furniture[page.holders[atoms.start]]:
        return []
    found: list[Mark] = []
    for atom in atoms:
        mark: Mark | None
        if atom in page.pictures or (found and atom <= found[-1].last):
            continue
        if atom in page.unseen:
            if atom == atoms.start == atoms.stop - 1 and page.tags[page.holders[atom]] != "input":
                text = page.texts[atom]  # what only assistive technology is told
                found.append(unknown_label(page, text, atom, atom))
            continue
        element = _ancestor(page, page.holders[atom], _LABELS)
        if element >= 0 and page.atoms_in(element).start == atom:
            mark = _mark_of(page, element)
        elif atom == atoms.start:
            mark = (
                colon_mark(page, line, atom, small=small)
                or _strong_with_colon(page, line, atom)
                or _strong_alone(page, atoms)
            )
        else:
            mark = _strong_with_colon(page, line, atom)
        if mark is not None and not _heads_columns(page, mark, column_heads):
            found.append(mark)
            if mark.colon and mark.own < 0:
                found.extend(_colons_inside(page, line, atoms, mark))
    return found


def _heads_columns(page: Page, mark: Mark, known: dict[int, bool]) -> bool:
    """Whether a label heads a column of many values, not one; `known` holds the rows that were looked at before."""
    cell = mark.own if mark.own >= 0 and page.tags[mark.own] == "th" else page.holders[mark.atom]
    if page.tags[cell] == "th" and (page.attribute(cell, "colspan") or "1") != "1":
        return True  # the title of a table
    if mark.own < 0 or page.tags[mark.own] != "th":
        return False
    row = page.parents[mark.own]
    if row not in known:
        known[row] = _is_row_of_heads(page, row)
    return known[row]


def _is_row_of_heads(page: Page, row: int) -> bool:
    if any(page.tags[cell] != "th" for cell in page.children(row)):
        return False
    table = row
    while table > 0 and page.tags[table] != "table":
        table = page.parents[table]
    rows = below = 0
    for element in range(row + 1, page.nexts[table]):
        if page.tags[element] == "tr":
            rows += 1
            below += all(page.tags[cell] == "td" for cell in page.children(element))
    return below == rows and below > 1


def _colons_inside(page: Page, line: int, atoms: range, first: Mark) -> list[Mark]:
    """Further labels of `Label: value Label: value`: the one word before each colon, where it is written large."""
    text = page.texts[first.last]
    if (inner := _INSIDE.search(text, first.end)) and not text[first.end : inner.start(1)].strip():
        return []  # "Geöffnet: Mo: 10-12, Di: 14-16" has a value of pairs; "Betreff: AW: Termin" has one label
    return [
        complete(
            page, line, atoms, Mark(None, match[1], first.last, match.start(1), first.last, match.end(1), line, False)
        )
        for match in _INSIDE.finditer(text, first.end)
    ]


def _strong_with_colon(page: Page, line: int, atom: int) -> Mark | None:
    """An element of its own in a line whose text ends with a colon, inside it or right behind it."""
    element = page.holders[atom]
    inside = page.atoms_in(element)
    if page.is_block(element) or inside.start != atom:
        return None
    atoms = page.atoms_of(line)
    last = page.texts[min(inside.stop, atoms.stop) - 1]
    behind = page.texts[inside.stop] if inside.stop < atoms.stop else ""
    if not last.endswith(":") and not behind.startswith(":"):
        return None
    return _mark_of(page, element)


def _strong_alone(page: Page, atoms: range) -> Mark | None:
    """An emphasised word that leads its block, before a value and no sentence: <p><strong>Label</strong> Value</p>."""
    element = page.holders[atoms.start]
    inside = page.atoms_in(element)
    if page.tags[element] not in _STRONG or inside.start != atoms.start or inside.stop >= atoms.stop:
        return None
    block = page.atoms_in(page.parents[element])
    text, rest = page.join(inside), page.texts[inside.stop]
    if block.start != atoms.start or len(text.split()) > _FEW_WORDS or rest[0].islower() or text.endswith((".", ",")):
        return None
    return _mark_of(page, element)


def _ancestor(page: Page, element: int, tags: frozenset[str]) -> int:
    for _ in range(4):
        if element <= 0:
            return -1
        if page.tags[element] in tags:
            return element
        element = page.parents[element]
    return -1


def _repeated(page: Page) -> list[int]:
    """Elements that stand where labels stand: first of two in rows that repeat, or every other of their siblings."""
    kids: dict[int, list[int]] = defaultdict(list)
    for element in range(1, len(page.tags)):
        if page.atoms_in(element):
            kids[page.parents[element]].append(element)
    found: list[int] = []
    rows: dict[tuple[int, str], list[tuple[int, int]]] = defaultdict(list)
    for parent, own in kids.items():
        asides = sum(atom in page.asides for atom in page.atoms_in(parent)) if page.asides else 0
        if len(own) == 2 and len(page.atoms_in(parent)) - asides == sum(len(page.atoms_in(child)) for child in own):
            rows[page.parents[parent], page.tags[parent]].append((own[0], own[1]))
        elif page.tags[parent] == "tr" and len(own) == 4 and all(page.tags[child] == "td" for child in own):
            rows[page.parents[parent], "tr/2"].extend([(own[0], own[1]), (own[2], own[3])])
        elif len(own) == 1 and page.tags[own[0]] in _STRONG and _leads_text(page, own[0], parent):
            # <p><strong>Label</strong> value</p>, repeated
            rows[page.parents[parent], page.tags[parent]].append((own[0], parent))
        found.extend(_alternating(page, own))
        found.extend(_leading(page, parent, own))
    for pairs in rows.values():
        found.extend(_alike_rows(page, pairs))
    return found


def _leads_text(page: Page, element: int, parent: int) -> bool:
    return page.starts[element] == page.starts[parent] and page.stops[element] < page.stops[parent]


def _leading(page: Page, parent: int, own: list[int]) -> list[int]:
    """Emphasised words that lead lines of one block: <p><b>Label</b><br>value<br><b>Label</b><br>value</p>."""
    leading = [
        child
        for child in own
        if page.tags[child] in _STRONG
        and page.first_atoms[page.line_of[page.atoms_in(child).start]] == page.atoms_in(child).start
    ]
    texts = [page.join(page.atoms_in(child)) for child in leading]
    if len(leading) < _FEWEST or not _name_records(texts) or any(len(text) > _LONGEST for text in texts):
        return []
    return leading


def _name_records(texts: list[str]) -> bool:
    """Whether texts can be the labels of one record, or of several one behind the other."""
    counts = Counter(texts)
    if len(counts) == len(texts):
        return True
    again = sum(count > 1 for count in counts.values())
    return again * 2 >= len(counts) > 1 and all(one != other for one, other in pairwise(texts))


def _alike_rows(page: Page, pairs: list[tuple[int, int]]) -> list[int]:
    if len(pairs) < _FEWEST:
        return []
    shapes = Counter((_shape(page, label), _shape(page, value)) for label, value in pairs)
    (label_shape, _), count = shapes.most_common(1)[0]
    labels = [label for label, value in pairs if _shape(page, label) == label_shape]
    texts = [page.join(page.atoms_in(label)) for label in labels]
    if count < _FEWEST or not _name_records(texts) or any(len(text) > _LONGEST for text in texts):
        return []
    return labels


def _alternating(page: Page, own: list[int]) -> list[int]:
    """Labels of siblings that go label, value, label, value, told apart by their markup."""
    shapes = [_shape(page, child) for child in own]
    for first in range(min(2, len(own))):
        pairs = [(own[at], shapes[at], shapes[at + 1]) for at in range(first, len(own) - 1, 2)]
        if len(pairs) < _FEWEST:
            continue
        (one, other), count = Counter((label, value) for _, label, value in pairs).most_common(1)[0]
        if one == other or count < max(_FEWEST, len(pairs) * 3 // 4):
            continue
        labels = [child for child, label, value in pairs if (label, value) == (one, other)]
        texts = [page.join(page.atoms_in(label)) for label in labels]
        if all(len(text) <= _LONGEST for text in texts) and _name_records(texts):
            return labels
    return []


def _shape(page: Page, element: int) -> tuple[str, frozenset[str]]:
    return page.tags[element], class_tokens(page, element, element)
