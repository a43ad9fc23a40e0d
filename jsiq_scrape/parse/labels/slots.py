"""Every place of a page where a label could be, and the form in which it is written there; nothing is judged here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Any, NamedTuple

from jsiq_scrape.parse.document import Document
from jsiq_scrape.parse.document.document import CELLS, EMPHASIS, HEADINGS
from jsiq_scrape.parse.labels.vocabulary import Term

LONGEST_LABEL = 200  # characters; forms ask whole sentences, the longest label of the programme has 66
# A colon ends a label unless it stands in a time, an address, a word or a path (10:30, http://, Nutzer:innen, A :: B).
COLON = re.compile(r"\s?(?:(?<!:):(?=\s|$|[A-ZÄÖÜ\"„(+\[@]|\d)(?!\d.*(?<=\d:)\d)(?<!\d:(?=\d))|：)")
_INNER = re.compile(r"(?<=[;|•·])\s*([^\W\d_a-zäöü][^:;|•·,]{0,40}?)\s?:(?=\s|$)")
# What some pages have in place of a colon; a dash before a single date may belong to the date.
SEPARATOR = re.compile(r"\s*(?:[=|→»>·—]|\.{3,}|…+|_{3,}|[–-](?!\s*\d[\d.\s]*$))(?:\s+|$)")
_LEADERS = {".": 2, "…": 1, "_": 2, "-": 3}  # what leads from a label to its value, and how often at least
SIGN = re.compile(r"#{1,6}\s+")  # of a heading in a text
_BULLET = re.compile(r"[\s\d\W_]{0,4}[.)]?\s*$|[•·▪►»>*–—-]\s*")
_WORD = re.compile(r"[^\W\d_]")
_SENTENCE = re.compile(r"[^\W\d_]{4}[.!?] [A-ZÄÖÜ]")  # ends, and another begins
_OPENED = re.compile(r"[„(][^“”\"‘’»«)]*$")
_CLOSING = {"„": '“”"‘’»«', "(": ")"}
MEANINGLESS = frozenset(("span", "font"))
REMARKS = frozenset(("small", "sup", "sub", "rt", "rp"))
_FIELDS = frozenset(("input", "textarea"))
_NEAR = 6  # elements between a label and its field
_LABELS = frozenset(("dt", "th", "label", "legend", *HEADINGS))
_PAIRED = frozenset(("td", "th", "dt", "dd"))
BULLETS = "•·▪◦‣●○■\uf0b7"  # what programs write before the items of a list
LABEL_CELLS = frozenset(("td", "th", "dt", "label"))
LABEL_TERMS = frozenset(("dt", "th"))  # whatever stands in them, the element makes a label of it
_LABEL_BLOCKS = LABEL_CELLS | HEADINGS.keys()


_OVER_ROWS = 9  # the place of a cell that heads the rows below it
_ENOUGH = 50  # texts behind a label
_DEEPEST = 20  # elements in each other; more are those of a page that never closes one
_LAID_OUT = 6  # texts; a cell with headings and more than that is a column of the page
_A_PAGE = 20  # texts; a cell with more than that, and most of the page's, is the frame of the page


class Shape(StrEnum):
    """What shows a label where nothing is known of its words."""

    ELEMENT = "element"  # an inline element, with or without something else on its line
    LINE = "line"  # a line, or a cell, on its own
    COLON = "colon"  # the text before a colon
    BEFORE = "before"  # the text before an inline element that takes the rest of the line
    WORDS = "words"  # nothing but words of the vocabulary at the start of a line


class Form(NamedTuple):
    """How a label is written, but for classes: labels of a page that belong together share it."""

    shape: Shape
    chain: tuple[str, ...]  # tags from the block of the line down to the text
    place: int  # the number of its cell in a row, 1 for the second of two siblings, -1 for the head of a column
    soft: bool  # a line on its own that begins after a br


_UNWRITTEN = Form(Shape.LINE, (), 0, False)  # of slots whose form nobody has asked for


@dataclass(slots=True, eq=False)
class Slot:
    """A place where a label could be: from (first, start) to (last, end), text nodes and offsets in their texts."""

    line: int
    first: int
    start: int
    last: int
    end: int  # behind the label and its colon: there the value begins
    label: str  # as printed, without its final colon
    shape: Shape
    colon: bool
    alone: bool  # nothing else stands on the line
    leads: bool  # it begins its line
    own: int  # the innermost element that holds the label, or -1
    form: Form = _UNWRITTEN
    group: Any = None
    term: Term | None = None
    name: str = ""  # the compact label of the vocabulary that it says
    weight: float = 0.0  # of its form on this page
    lost: tuple[
        tuple[Form, int, float], ...
    ] = ()  # other places of the same label that were dropped: form, line, weight
    alternates: bool = False  # with the values around it, which are written alike
    area: bool = False  # it opens a funding area
    apart: range | None = None  # the text nodes of a value that does not follow: in the cell below, a column beside
    record: int = 0  # of a table of records: the number of the row

    @property
    def place(self) -> tuple[int, int]:
        """Where the label begins."""
        return self.first, self.start


class Slots:
    """The slots of a document, made when they are asked for."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._of_line: dict[int, list[Slot]] = {}
        self._has_controls = "label" in document.tags and not (_FIELDS | {"select"}).isdisjoint(document.tags)
        self._has_pairs = not _PAIRED.isdisjoint(document.tags)
        self._forms: dict[tuple[Shape, tuple[str, ...], int, bool], Form] = {}
        self._places: dict[int, int] = {}
        self._layout_cells: dict[int, bool] = {}
        self._cell_chains: dict[int, tuple[str, ...]] = {}
        self.candidates: list[Slot] = []  # all that say a word of the vocabulary
        self._measured: set[int] = set()  # tables whose rows were looked at
        self.heads: set[int] = set()  # rows that name the columns below them

    def _row_of_values(self, row: int, cells: list[int]) -> int:
        """The row below one whose cells are all written alike and otherwise than those below; -1 for none."""
        document = self.document
        below = next(document.rows_below(row), -1) if cells else -1
        if below < 0 or len(beneath := document.cells(below)) != len(cells):
            return -1
        chains = {self._cell_chain(cell) for cell in cells} - {()}
        others = {self._cell_chain(cell) for cell in beneath}
        several = len(list(islice(document.rows_below(row), 2))) > 1
        if chains == {("td",)} and len(others) == len(cells) > 1 and several:
            return -1  # plain cells over label and value, each written in its own way, are a row like theirs
        if len(chains) != 1 or chains & others or (len(cells) == 1 and not self._is_head_above(row, chains)):
            return -1
        return below

    def _is_head_above(self, row: int, chains: set[tuple[str, ...]]) -> bool:
        """Whether an earlier row of the same table is a head written like this one: one cell alone is none else."""
        document = self.document
        return any(
            document.parents[head] == document.parents[row]
            and chains == {self._cell_chain(cell) for cell in document.cells(head)} - {()}
            for head in self.heads
        )

    def _cell_chain(self, cell: int) -> tuple[str, ...]:
        """How the first text of a cell is written, nothing for an empty one."""
        found = self._cell_chains.get(cell)
        if found is None:
            document = self.document
            first = document.starts[cell]
            found = ()
            if document.stops[cell] > first:
                found = (*self._chain(cell, document.owners[first]), *document.classes(cell))
            self._cell_chains[cell] = found
        return found

    def of_line(self, line: int) -> list[Slot]:
        """The slots of a line, that at its start first."""
        found = self._of_line.get(line)
        if found is None:
            plain = self._plain(line)
            found = self._of_line[line] = [plain] if plain is not None else list(self._make(line))
        return found

    def is_of_empty_control(self, slot: Slot) -> bool:
        """Whether a label belongs to a field that nobody has filled in: that of a search, of a login.

        Of a list without a chosen option all options are kept.
        """
        document, element, box = self.document, slot.own, self.document.boxes[slot.line]
        if not self._has_controls or slot.end < len(document.texts[slot.last]):
            return False
        while element > box and document.tags[element] != "label":
            element = document.parents[element]
        if element < 0 or document.tags[element] != "label":
            return False
        behind = slot.last + 1
        stop = document.owners[behind] if behind < len(document.owners) else len(document.tags)
        if stop < len(document.tags) and document.tags[stop] == "option":
            several = any(document.tags[each] == "option" for each in document.siblings_behind(stop))
            return several and document.attribute(stop, "selected") is None
        return any(document.tags[each] in _FIELDS for each in range(element + 1, min(stop, element + _NEAR)))

    def rest(self, slot: Slot) -> str:
        """What stands behind a slot on its line: enough of it to see what it is."""
        document = self.document
        stop = min(document.nodes_of(document.line_of[slot.last]).stop, slot.last + _ENOUGH)
        behind = document.join(range(slot.last + 1, stop)) if slot.last + 1 < stop else ""
        return f"{document.texts[slot.last][slot.end :]} {behind}".strip()

    def form(self, slot: Slot) -> Form:
        """How a slot is written, but for classes; it is found out when it is first asked for."""
        if slot.form is _UNWRITTEN:
            slot.form = self._form(slot)
        return slot.form

    def _form(self, slot: Slot) -> Form:
        document, line, shape = self.document, slot.line, slot.shape
        box = document.boxes[line]
        own = -1 if slot.alone and document.tags[box] in LABEL_TERMS else slot.own
        if own >= 0 and document.tags[own] in MEANINGLESS and self._holds_lines(own):
            own = -1  # a value, or all of a part of the page
        chain = self._chain(box, own) if own >= 0 else (document.tags[box],)
        cell = -1
        if self._has_pairs:
            if (pair := self._pair_around(box)) > 0:
                chain = (document.tags[pair], *chain)
            cell = self._cell(box)
        place, soft = 0, False
        if shape is Shape.LINE:
            if cell > 0 or (document.starts[box] == slot.first and document.stops[box] == slot.last + 1):
                place = self._place(box, cell)
            elif document.starts[box] == slot.first and not slot.colon and self._is_behind_a_line(box):
                place = 1
            if own >= 0:
                shape = Shape.ELEMENT
            elif slot.colon and (
                slot.apart is not None or chain[0] not in _LABEL_BLOCKS or self._is_one_of_lines(line)
            ):
                shape = Shape.COLON
            else:
                soft = line in document.soft
        elif cell > 0:
            place = self._place(box, cell)
        elif shape is Shape.ELEMENT and not slot.colon and not slot.leads:
            place = int(self._is_second_of_two(slot))
        key = (shape, chain, place, soft)
        if (form := self._forms.get(key)) is None:
            form = self._forms[key] = Form(*key)
        return form

    def _is_behind_a_line(self, box: int) -> bool:
        """Whether a block is the second of two, and the first is one line: that of a label."""
        document = self.document
        first = document.parents[box] + 1
        nodes, behind = document.text_nodes(first), document.nexts[first]
        two = behind == box and document.nexts[box] == document.nexts[document.parents[box]]
        if document.tags[first] in HEADINGS:
            return False
        return two and bool(nodes) and document.line_of[nodes.start] == document.line_of[nodes.stop - 1]

    def _holds_lines(self, element: int) -> bool:
        """Whether an element holds texts of several lines."""
        document, nodes = self.document, self.document.text_nodes(element)
        return document.line_of[nodes.start] != document.line_of[nodes.stop - 1]

    def _is_one_of_lines(self, line: int) -> bool:
        """Whether a block has lines before and behind a line: no cell that a label has for itself."""
        document, box = self.document, self.document.boxes[line]
        nodes = document.nodes_of(line)
        return document.starts[box] < nodes.start and nodes.stop < document.stops[box]

    def _is_second_of_two(self, slot: Slot) -> bool:
        """Whether two inline elements of a kind that means nothing fill a line, of which this is the second."""
        document, nodes = self.document, self.document.nodes_of(slot.line)
        box, first = document.boxes[slot.line], document.owners[nodes.start]
        while document.parents[first] > box:
            first = document.parents[first]
        alike = first != box and document.tags[first] == document.tags[slot.own] and document.tags[first] in MEANINGLESS
        return alike and document.stops[first] == slot.first and slot.last + 1 == nodes.stop

    def _pair_around(self, box: int) -> int:
        """The cell, term or description that holds nothing but a block, -1 for none."""
        parents, starts, stops = self.document.parents, self.document.starts, self.document.stops
        parent = parents[box]
        for _ in range(3):
            if parent < 0 or starts[parent] != starts[box] or stops[parent] != stops[box]:
                return -1
            if self.document.tags[parent] in _PAIRED:
                return parent
            parent = parents[parent]
        return -1

    def classes(self, slot: Slot, *, block: bool) -> tuple[str, ...]:
        """The classes of the innermost inline element around a label that has any, else of its block if asked for."""
        document, box = self.document, self.document.boxes[slot.line]
        element = slot.own
        while element > box:
            if found := document.classes(element):
                return found
            element = document.parents[element]
        return document.classes(box) if block or slot.own < 0 else ()

    def _chain(self, box: int, leaf: int) -> tuple[str, ...]:
        """The tags from a block down to an element; a link inside another element says nothing."""
        tags, parents = self.document.tags, self.document.parents
        if parents[leaf] == box:
            return tags[box], tags[leaf]
        names: list[str] = []
        while leaf > box and len(names) < _DEEPEST:
            names.append(tags[leaf])
            leaf = parents[leaf]
        if len(names) > 1:
            names = [name for name in names if name != "a"] or ["a"]
        return (tags[box], *reversed(names))

    def _cell(self, element: int) -> int:
        """The cell around a block, -1 for none, and for one of a table that only lays out the page."""
        for _ in range(4):
            if element <= 0 or self.document.tags[element] in CELLS:
                break
            element = self.document.parents[element]
        return element if element > 0 and self.document.tags[element] in CELLS and not self._lays_out(element) else -1

    def _lays_out(self, cell: int) -> bool:
        """Whether a cell is a part of the page rather than a value: headings with their texts, or most of a page."""
        found = self._layout_cells.get(cell)
        if found is None:
            document = self.document
            inside = document.tags[cell + 1 : document.nexts[cell]]
            texts = document.stops[cell] - document.starts[cell]
            headed = texts > _LAID_OUT and not HEADINGS.keys().isdisjoint(inside)
            found = self._layout_cells[cell] = headed or (texts > _A_PAGE and 2 * texts > len(document.texts))
        return found

    def _place(self, box: int, cell: int) -> int:
        found = self._places.get(box)
        if found is None:
            found = self._places[box] = self._place_in_row(cell) if cell > 0 else self._place_of_two(box)
        return found

    def _place_in_row(self, cell: int) -> int:
        """The number of a cell; 0 or 1 where a row goes label, value, label, value; -1 for the head of a column."""
        document = self.document
        row = document.parents[cell]
        table = document.parents[row]
        if table not in self._measured:
            self._measured.add(table)
            values = -1  # the row below the last head
            rows = {each: document.cells(each) for each in document.children(table)}
            wordless = min((self._wordless(cells) for cells in rows.values() if cells), default=0)
            for each, cells in rows.items():
                if each != values and (below := self._row_of_values(each, cells)) > 0:
                    self.heads.add(each)
                    values = below
                self._number(each, cells, len(rows), wordless)
        return self._places.get(cell, 0)

    def _wordless(self, cells: list[int]) -> int:
        """How many cells of a row stand before the first with a word in it: pictures, numbers, bullets."""
        document = self.document
        words = (any(_WORD.search(document.texts[node]) for node in document.text_nodes(cell)) for cell in cells)
        return next((number for number, has_word in enumerate(words) if has_word), len(cells))

    def _number(self, row: int, cells: list[int], rows: int, wordless: int) -> None:
        if row in self.heads:
            self._places.update(dict.fromkeys(cells, -1))
            return
        if len(cells) == 1:
            self._places[cells[0]] = _OVER_ROWS
            return
        spans = {cell: self.document.attribute(cell, "rowspan") or "1" for cell in cells}
        plain = [cell for cell in cells if spans[cell] == "1"]
        self._places.update((cell, len(cells)) for cell in cells if spans[cell] == str(rows) != "1")
        places = [number - wordless if number >= wordless else len(plain) for number in range(len(plain))]
        if len(plain) > 3 and len(plain) % 2 == 0:
            chains = [self._cell_chain(cell) for cell in plain]
            labels, values = set(chains[::2]) - {()}, set(chains[1::2]) - {()}
            if (len(labels) == 1 and not labels & values) or self._colons_alternate(plain):
                places = [place % 2 for place in places]
        self._places.update(zip(plain, places, strict=True))

    def _colons_alternate(self, cells: list[int]) -> bool:
        """Whether every other cell of a row ends with a colon, and none between them does."""
        document = self.document
        colons = [
            document.stops[cell] > document.starts[cell] and document.texts[document.stops[cell] - 1].endswith(":")
            for cell in cells
        ]
        return all(colons[::2]) and not any(colons[1::2])

    def _place_of_two(self, element: int) -> int:
        """1 for the second and last of two siblings that hold text, else 0."""
        document = self.document
        parents, starts, stops = document.parents, document.starts, document.stops
        for _ in range(4):
            parent = parents[element]
            if parent < 0 or document.tags[element] == "dt":
                return 0
            if stops[element] == stops[parent] and starts[element] > starts[parent]:
                first = next(child for child in document.children(parent) if stops[child] > starts[child])
                return int(starts[first] == starts[parent] and stops[first] == starts[element])
            if stops[element] != stops[parent] or starts[element] != starts[parent]:
                return 0
            element = parent
        return 0

    # --- finding -----------------------------------------------------------------------------------------------
    def _plain(self, line: int) -> Slot | None:
        """The slot of a line of one text of words without a colon, as most lines of menus are; None for any other."""
        document, nodes = self.document, self.document.nodes_of(line)
        first, box = nodes.start, document.boxes[line]
        text, own = document.texts[first], document.owners[first]
        if len(nodes) > 1 or ":" in text or "：" in text or len(text) > LONGEST_LABEL or SIGN.match(text):
            return None
        if first in document.attribute_texts or (document.tags[box] in LABEL_CELLS and document.stops[box] > first + 1):
            return None
        own = own if own != box else -1
        return Slot(line, first, 0, first, len(text), text, Shape.LINE, False, True, True, own)

    def _make(self, line: int) -> Iterator[Slot]:
        document = self.document
        nodes = document.nodes_of(line)
        first = nodes.start
        while first in document.attribute_texts and first < nodes.stop - 1:
            first += 1
        if first in document.attribute_texts:
            return
        # A bullet or a number in an element of its own is no part of the label.
        if first < nodes.stop - 1 and not _WORD.search(document.texts[first]) and len(document.texts[first]) < 6:
            first += 1
        behind = (first, 0)
        for slot in self._at_start(line, first, nodes.stop):
            if slot.colon:
                behind = (slot.last, slot.end)
            yield slot
        for node in range(first + 1, nodes.stop):
            if node in document.attribute_texts:
                continue
            yield from self._elements(line, node, nodes.stop, leads=False)
            if (before := self._before(line, node, nodes.stop, leads=False)) is not None:
                yield before
            text = document.texts[node]
            if ":" in text:
                yield from self._inner_colons(line, node, behind)
        if ":" in document.texts[first]:
            yield from self._inner_colons(line, first, behind)

    def _inline(self, line: int, node: int) -> int:
        """The innermost inline element around a text of a line, -1 for none."""
        owner = self.document.owners[node]
        return owner if owner != self.document.boxes[line] else -1

    def _inner_colons(self, line: int, node: int, behind: tuple[int, int]) -> Iterator[Slot]:
        texts = self.document.texts
        sign = texts[node - 1][-1:] if node > self.document.first_nodes[line] else ""
        for match in _INNER.finditer(f"{sign}{texts[node]}"):
            start, end = match.start(1) - len(sign), match.end() - len(sign)
            if _WORD.search(match[1]) and (node, start) >= behind:
                yield Slot(line, node, start, node, end, match[1], Shape.COLON, True, False, False, -1)

    def over_lines(self, line: int) -> Iterator[Slot]:
        """The slots of elements that begin with a line and hold up to three lines, whatever stands in them."""
        document, first = self.document, self.document.first_nodes[line]
        element = document.owners[first] if line not in document.soft else -1
        while element > 0 and document.starts[element] == first and document.stops[element] - first <= 6:
            stop = document.stops[element]
            last = document.line_of[stop - 1]
            if last - line > 2:
                break
            text = document.join(range(first, stop))
            if stop > first + 1 and len(text) <= LONGEST_LABEL and ":" not in text[:-1]:
                own, colon = self._inline(line, first), text.endswith(":")
                alone = stop == len(document.texts) or document.line_of[stop] > last
                end = len(document.texts[stop - 1])
                yield Slot(line, first, 0, stop - 1, end, text.rstrip(": "), Shape.LINE, colon, alone, True, own)
            element = document.parents[element]

    def _broken_cell(self, line: int) -> Slot | None:
        """The label of a cell that breaks it: "Kurztext/", "Inhalt:"."""
        document, box = self.document, self.document.boxes[line]
        if document.tags[box] not in LABEL_CELLS:
            return None
        breaks = document.texts[document.nodes_of(line).stop - 1].endswith(("/", "-"))
        return next(
            (
                slot
                for slot in self.over_lines(line)
                if (slot.colon or breaks) and slot.last + 1 == document.stops[box] and slot.alone
            ),
            None,
        )

    def _whole_term(self, line: int) -> Slot | None:
        """All lines of a term before a description, if they are written alike; each may be the label as well."""
        document, box = self.document, self.document.boxes[line]
        nodes, behind = document.text_nodes(box), document.nexts[box]
        if document.tags[box] not in LABEL_TERMS or nodes.start != document.first_nodes[line]:
            return None
        if document.line_of[nodes.stop - 1] == line or len({document.owners[node] for node in nodes}) > 1:
            return None
        if behind >= document.nexts[document.parents[box]] or not document.text_nodes(behind):
            return None
        return next((slot for slot in self.over_lines(line) if slot.last + 1 == nodes.stop and slot.alone), None)

    def _at_start(self, line: int, first: int, stop: int) -> Iterator[Slot]:
        document = self.document
        if (cell := self._broken_cell(line)) is not None:
            yield cell
            return
        if (term := self._whole_term(line)) is not None:
            yield term
        elements = list(self._elements(line, first, stop, leads=True))
        yield from elements
        if any(element.colon for element in elements):
            return
        for node in range(first, stop):
            text = document.texts[node]
            colon = COLON.search(text) if ":" in text or "：" in text else None
            if colon is not None:
                before = document.join(range(first, node)) if node > first else ""
                glue = "" if node in document.glued else " "
                label = self._bare(f"{before}{glue}{text[: colon.start()]}".strip())
                if not label or len(label) > LONGEST_LABEL or self._is_inside(label, node, colon.end()):
                    return
                if node > first and self._is_in_value(line, first, node, colon.end()):
                    break
                if _SENTENCE.search(label):
                    break
                alone = node == stop - 1 and not text[colon.end() :].strip()
                shape = Shape.LINE if alone else Shape.COLON
                own = self._inline(line, first)
                yield Slot(line, first, 0, node, colon.end(), label, shape, True, alone, True, own)
                return
            if node - first > 3:
                break
        inner = document.owners[first] != document.boxes[line]
        if (not elements or inner) and (led := self._before(line, first, stop, leads=True)) is not None:
            yield led
        if not elements or document.tags[document.boxes[line]] in LABEL_TERMS:
            label = self._bare(document.join(range(first, stop)).rstrip(": "))
            if label and len(label) <= LONGEST_LABEL:
                last = stop - 1
                own = self._inline(line, first)
                yield Slot(line, first, 0, last, len(document.texts[last]), label, Shape.LINE, False, True, True, own)

    def _before(self, line: int, node: int, stop: int, *, leads: bool) -> Slot | None:
        """The slot of a text before an element that takes the rest of the element around both, or of the line."""
        document, box, around = self.document, self.document.boxes[line], self.document.owners[node]
        end = stop if around == box else document.stops[around]
        begins = leads if around == box else document.starts[around] == node and document.tags[around] in MEANINGLESS
        if not begins or node + 1 >= end or end > stop or document.tags[box] in _LABELS:
            return None
        if end < stop and document.owners[end] == box and any(map(str.isalnum, document.texts[end])):
            return None  # a sentence goes on
        label, behind = document.texts[node], document.owners[node + 1]
        while document.parents[behind] > around and document.starts[document.parents[behind]] == node + 1:
            behind = document.parents[behind]
        if behind <= around or document.stops[behind] != end or len(label) > LONGEST_LABEL:
            return None
        value = document.texts[node + 1]
        if value[0] == "(" or document.tags[document.owners[node + 1]] in REMARKS or not any(map(str.isalnum, value)):
            return None  # "E-Mail *"
        own = -1 if around == box else around
        return Slot(line, node, 0, node, len(label), label, Shape.BEFORE, False, False, leads, own)

    def _is_inside(self, label: str, node: int, end: int) -> bool:
        """Whether a colon stands between two quotes or brackets, which end in its text or the next two."""
        opened = _OPENED.search(label)
        if opened is None:
            return False
        texts = self.document.texts
        behind = "".join([texts[node][end:], *texts[node + 1 : node + 3]])
        return any(mark in behind for mark in _CLOSING[opened[0][0]])

    def _is_in_value(self, line: int, first: int, node: int, end: int) -> bool:
        """Whether a colon stands in an element behind that of the line's first text, and text of it follows."""
        document = self.document
        own, begun = self._inline(line, node), self._inline(line, first)
        return begun >= 0 and own >= 0 and document.stops[begun] <= node and bool(document.texts[node][end:].strip())

    def _bare(self, label: str) -> str:
        """A label without the dots that lead to its value, and in a text without the sign of a heading before it."""
        shorter = label.rstrip(label[-1:] or None)
        if len(label) - len(shorter) >= _LEADERS.get(label[-1:], len(label) + 1):
            label = shorter.rstrip()
        return label if self.document.html else SIGN.sub("", label, count=1)

    def _elements(self, line: int, node: int, stop: int, *, leads: bool) -> Iterator[Slot]:
        """The slots of inline elements that begin at a text node and do not fill the line, the innermost first."""
        document = self.document
        starts, stops, parents = document.starts, document.stops, document.parents
        box, element, last = document.boxes[line], document.owners[node], -1
        while element != box and starts[element] == node and stops[element] < stop + (not leads):
            if stops[element] != last:
                last = stops[element]
                if (slot := self._element(line, node, element, stop, leads=leads)) is not None:
                    yield slot
            element = parents[element]

    def _sibling(self, element: int, inner: int) -> int:
        """The element around an inner one that has the parent of another element, -1 for none."""
        parents = self.document.parents
        while inner > element and parents[inner] != parents[element]:
            inner = parents[inner]
        return inner if inner > element else -1

    def _element(self, line: int, node: int, element: int, stop: int, *, leads: bool) -> Slot | None:
        document = self.document
        stops, owners = document.stops, document.owners
        last = stops[element] - 1
        outer = element
        while stops[document.parents[outer]] == last + 1 and document.tags[document.parents[outer]] in EMPHASIS:
            outer = document.parents[outer]
        while (  # a program has divided a label into parts
            last + 1 < stop
            and not document.texts[last].endswith(":")
            and last + 1 in document.glued
            and (sibling := self._sibling(outer, owners[last + 1])) > outer
            and stops[sibling] <= stop - leads
            and last - node <= LONGEST_LABEL
        ):
            last = stops[sibling] - 1
        if last - node > LONGEST_LABEL:
            return None
        text = document.join(range(node, last + 1))
        label = text.rstrip(": ")
        if not label or len(label) > LONGEST_LABEL or (":" in label and COLON.search(label)):
            return None
        colon, end, final = len(label) < len(text.rstrip()), len(document.texts[last]), last
        if not colon and last + 1 < stop and document.texts[last + 1].startswith(":"):
            colon, final = True, last + 1
            end = len(document.texts[final]) - len(document.texts[final][1:].lstrip())
        if not colon and final == last and last + 1 < stop and (sign := SEPARATOR.match(document.texts[last + 1])):
            final, end = last + 1, sign.end()
        filled = not document.texts[final][end:].strip() and final + 1 >= stop  # a text node is never blank
        return Slot(line, node, 0, final, end, label, Shape.ELEMENT, colon, leads and filled, leads, element)
