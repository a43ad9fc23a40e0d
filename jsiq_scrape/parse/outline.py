"""From labels to values: one rule for every markup, the value runs from its label to the nearest end.

The ends, whichever comes first: the next label or heading; the end of the smallest element that holds the label and more
text; a sibling marked up like the label, even an empty one; for a label inside running text the end of its line, or of the
element the value stands in; in a row the next filled cell, and where the cell to the right is a label too, the cell below.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from jsiq_scrape.parse.marks import (
    Likeness,
    Mark,
    children,
    goes_on,
    known_marks,
    likenesses,
    unknown_marks,
)
from jsiq_scrape.parse.page import Page
from jsiq_scrape.parse.period import period
from jsiq_scrape.parse.values import yes_no
from jsiq_scrape.parse.vocabulary import Term, Vocabulary, compact

_CELLS = ("td", "th")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a page's text: from (first, start) up to, not including, (stop, end)."""

    first: int
    start: int
    stop: int
    end: int = 0

    @property
    def empty(self) -> bool:
        return (self.first, self.start) >= (self.stop, self.end)


@dataclass(slots=True, eq=False)
class Field:
    """A label with the stretch its value takes."""

    mark: Mark
    span: Span
    open: bool = False  # flat text: nothing but the next label ended it, so its last line may be a title


@dataclass(slots=True)
class Outline:
    """The labels of a page in order, each with its value."""

    page: Page
    fields: list[Field] = field(default_factory=list)
    kinds: list[Likeness] = field(default_factory=list)


def divide(page: Page, vocabulary: Vocabulary) -> Outline:
    """Find the labels of a page and where their values end."""
    marks = known_marks(page, vocabulary)
    if vocabulary.area_words:
        marks = _with_areas(page, vocabulary, marks)
    kinds = likenesses(page, marks)
    if marks:
        within = range(marks[0].atom, len(page.texts))
        unknown = unknown_marks(page, marks, kinds, within)
        unknown = _outside_areas(marks, unknown)
        marks = sorted([*marks, *unknown], key=lambda mark: mark.place)
    return settle(page, vocabulary, marks, kinds)


def settle(page: Page, vocabulary: Vocabulary, marks: list[Mark], kinds: list[Likeness]) -> Outline:
    """The values of labels whose places are known."""
    return Outline(page, _Ends(page, vocabulary, marks, kinds).fields(), kinds)


def _with_areas(page: Page, vocabulary: Vocabulary, marks: list[Mark]) -> list[Mark]:
    """Lines that open a funding area are ends for other values; a section label before a number is such a line."""
    taken = {mark.line for mark in marks if not (mark.term and mark.term.name == "areas" and not mark.alone)}
    areas = []
    for line in range(page.count):
        atom = page.first_atoms[line]
        if line in taken or page.of_site(page.holders[atom]):
            continue
        text = page.texts[atom]
        if is_area(vocabulary, text) or (
            _NUMBERED.match(text)
            and _in_section(marks, line, "areas")
            and (page.level(line) or page.emphasised(page.holders[atom]))
        ):
            areas.append(
                Mark(None, page.text_of(line), atom, 0, atom, 0, line, False, area=True, level=page.level(line))
            )
    lines = {mark.line for mark in areas}
    return sorted([*(mark for mark in marks if mark.line not in lines), *areas], key=lambda mark: mark.place)


_AREA = re.compile(r"\W*([^\W\d_]+)\s*(?:Nr\.?\s*)?\d{1,2}\s*(?:$|[:.)–—-])")


_NUMBERED = re.compile(r"\d{1,2}[.)]\s*[^\d\s]")


def _in_section(marks: list[Mark], line: int, name: str) -> bool:
    """Whether the nearest section label above a line is this one."""
    last = None
    for mark in marks:
        if mark.line >= line:
            break
        if mark.term is not None and mark.term.scope in ("section", "project", "office"):
            last = mark.term.name
    return last == name


def is_area(vocabulary: Vocabulary, text: str) -> bool:
    """Whether a line opens a funding area: "FG 1:", "Fördergebiet 2 - Mitte"."""
    match = _AREA.match(text)
    return match is not None and compact(match[1]) in vocabulary.area_words


def _outside_areas(marks: list[Mark], unknown: list[Mark]) -> list[Mark]:
    """Inside the funding areas, what looks like a label ("Stadtteile:") belongs to the area's description."""
    kept = []
    bounds = [
        mark
        for mark in marks
        if mark.area or (mark.term is not None and mark.term.scope in ("section", "project", "office"))
    ]
    places = [mark.place for mark in bounds]
    for mark in unknown:
        before = bisect_left(places, mark.place) - 1
        last = bounds[before] if before >= 0 else None
        inside = last is not None and (last.area or (last.term is not None and last.term.name == "areas"))
        if not inside or (mark.own >= 0 and mark.chain and _like_section(last, mark)):
            kept.append(mark)
    return kept


def _like_section(section: Mark | None, mark: Mark) -> bool:
    return section is not None and not section.area and section.own >= 0 and section.chain == mark.chain


class _Ends:
    """Finds the end of each value; holds what all of them need."""

    def __init__(self, page: Page, vocabulary: Vocabulary, marks: list[Mark], kinds: list[Likeness]) -> None:
        self.page = page
        self.marks = marks
        self.vocabulary = vocabulary
        self.untelling = {id(mark) for kind in kinds if not kind.telling for mark in kind.members}
        self.at = {mark.atom: mark for mark in marks}
        self.headings = [line for line in range(page.count) if page.html and page.level(line)]
        self.heading_atoms = [page.first_atoms[line] for line in self.headings]
        self.claimed_cells: set[int] = set()

    def fields(self) -> list[Field]:
        return [self._field(number, mark) for number, mark in enumerate(self.marks)]

    def _field(self, number: int, mark: Mark) -> Field:
        page = self.page
        if mark.area:
            end = self._next(number, mark)
            return Field(mark, Span(mark.atom, 0, end.first, end.start))
        if mark.own >= 0 and page.tags[mark.own] in _CELLS:
            span = self._row(mark)
            if span is not None:
                return Field(mark, self._cut(span, number, mark))
        start = self._start(mark)
        section = mark.term is not None and mark.term.scope == "section"
        if mark.own >= 0:
            container = page.parents[mark.own]
            if section:
                container = self._section_container(mark, container)
            stop = self._container_end(mark, container)
            open_ = id(mark) in self.untelling or mark.level > 0
            span = Span(start[0], start[1], stop, 0)
        elif mark.alone:
            container = page.holders[mark.last]
            stop = page.atoms_in(container).stop if page.html else len(page.texts)
            open_ = True
            span = Span(start[0], start[1], stop, 0)
        else:
            span = Span(start[0], start[1], self._line_end(mark), 0)
            open_ = False
        cut = self._cut(span, number, mark)
        elsewhere = mark.inner >= 0 and mark.term is not None and mark.term.scope == "project" and not cut.empty
        if elsewhere and mark.term is not None and not _fits(mark.term, text_of(page, cut)):
            cut = Span(start[0], start[1], start[0], start[1])  # others have it beside them: this one has none
        if mark.term is not None and mark.term.short and not cut.empty and (mark.own < 0 or open_):
            # One line by its type: what follows is not part of it.
            line = page.line_of[cut.first if cut.start < len(page.texts[cut.first]) else cut.first + 1]
            cut = min(cut, Span(cut.first, cut.start, page.atoms_of(line).stop, 0), key=lambda s: (s.stop, s.end))
            open_ = False
        return Field(mark, cut, open_ and not cut.empty)

    def _start(self, mark: Mark) -> tuple[int, int]:
        if mark.end < len(self.page.texts[mark.last]):
            return mark.last, mark.end
        return mark.last + 1, 0

    def _section_container(self, mark: Mark, container: int) -> int:
        """A section's title may sit in a box of its own; climb while nothing but the title is in it."""
        page = self.page
        while container > 0 and page.atoms_in(container).stop <= mark.last + 1:
            container = page.parents[container]
        return max(container, 0)

    def _container_end(self, mark: Mark, container: int) -> int:
        page = self.page
        stop = page.atoms_in(container).stop
        if mark.own < 0 or id(mark) in self.untelling:
            return stop
        # A sibling like the label that holds no text is still a label: an empty one.
        tag, classes = page.tags[mark.own], page.classes(mark.own)
        element = bisect_left(page.starts, page.ends[mark.own] + 1)
        while element < len(page.tags) and page.starts[element] <= page.ends[container]:
            if element < len(page.tags) and page.parents[element] == container:
                first = bisect_left(page.orders, page.starts[element])
                if first >= stop or (first > mark.last + 1 and first in self.at):
                    break
                if (
                    page.tags[element] == tag
                    and (tag == "dt" or classes)
                    and not page.atoms_in(element)
                    and page.classes(element) == classes
                ):
                    return min(stop, first)
            element += 1
        return stop

    def _line_end(self, mark: Mark) -> int:
        """Where the value of a label in running text ends: with its line, or with the element that holds it whole."""
        page = self.page
        atoms = page.atoms_of(mark.line)
        first = mark.last if mark.end < len(page.texts[mark.last]) else mark.last + 1
        stop = atoms.stop
        if not page.html and not (mark.term is not None and mark.term.short):
            line = mark.line + 1
            while (
                line < page.count
                and not page.after_blank[line]
                and page.first_atoms[line] not in self.at
                and goes_on(page.text_of(line))
            ):
                stop = page.atoms_of(line).stop
                line += 1
            return stop
        home = page.holders[mark.last]
        holder = page.holders[first]
        if page.html and holder != home:
            while holder > 0 and page.parents[holder] != home and page.parents[holder] > 0:
                holder = page.parents[holder]
            if page.parents[holder] == home:
                inside = page.atoms_in(holder)
                if inside.start >= first and not any(atom in self.at for atom in inside):
                    stop = max(stop, inside.stop)
        return stop

    def _next(self, number: int, mark: Mark, place: tuple[int, int] = (0, 0)) -> Span:
        """The place of the next mark, not before a given place, that ends this one."""
        for following in range(number + 1, len(self.marks)):
            other = self.marks[following]
            if other.place >= place and self._ends(mark, other):
                return Span(other.atom, other.start, 0)
        return Span(len(self.page.texts), 0, 0)

    def _ends(self, mark: Mark, other: Mark) -> bool:
        term = mark.term
        if mark.area:
            return (
                other.area
                or (
                    other.term is not None
                    and (other.term.scope in ("section", "project") or other.term.name == "soziale_stadt")
                )
                or other.term is None
            )
        if term is None or term.scope != "section":
            return True
        if term.name == "areas":
            return not other.area and (
                other.term is None or other.term.scope in ("section", "project") or other.term.name == "soziale_stadt"
            )
        if other.term is None:
            return other.own >= 0 and other.chain == mark.chain
        return other.term.scope in ("section", "project") or other.term.name == "soziale_stadt"

    def _cut(self, span: Span, number: int, mark: Mark) -> Span:
        """A stretch up to the next label or heading, without the furniture behind it."""
        page = self.page
        stop, end = span.stop, span.end
        following = self._next(number, mark, (span.first, span.start))
        if (following.first, following.start) < (stop, end or 0):
            stop, end = following.first, following.start
        heading = self._heading(mark, span.first, stop)
        if heading < stop:
            stop, end = heading, 0
        for atom in range(span.first, min(stop + bool(end), len(page.texts))):
            if page.of_site(page.holders[atom]):
                stop, end = atom, 0
                break
            if (
                page.line_of[atom] != mark.line
                and atom == page.first_atoms[page.line_of[atom]]
                and self._is_furniture(page.line_of[atom])
            ):
                stop, end = atom, 0
                break
        return Span(
            span.first, span.start, max(stop, span.first), end if stop > span.first or end > span.start else span.start
        )

    def _is_furniture(self, line: int) -> bool:
        text = self.page.text_of(line)
        return len(text) < 40 and compact(text) in self.vocabulary.furniture

    def _heading(self, mark: Mark, first: int, stop: int) -> int:
        page = self.page
        position = bisect_left(self.heading_atoms, first)
        areas = mark.area or (mark.term is not None and mark.term.name == "areas")
        opened = {other.line for other in self.marks if other.area} if areas else set()
        while position < len(self.headings) and self.heading_atoms[position] < stop:
            line, atom = self.headings[position], self.heading_atoms[position]
            position += 1
            if line == mark.line:
                continue
            level = page.level(line)
            if mark.level:
                if level > mark.level or line in opened:
                    continue
                return atom
            if line in opened:
                continue
            if not self._inside_value(mark, atom, first):
                return atom
        return stop

    def _inside_value(self, mark: Mark, atom: int, first: int) -> bool:
        """Whether a heading is a part of the value: in an element beside the label that holds no other label."""
        page = self.page
        container = page.parents[mark.own] if mark.own >= 0 else page.holders[mark.last]
        element = page.holders[atom]
        while element > 0 and page.parents[element] != container:
            element = page.parents[element]
        if element <= 0:
            return False
        inside = page.atoms_in(element)
        return (
            inside.stop - inside.start > len(page.atoms_of(page.line_of[atom]))
            and inside.start >= first
            and not any(number in self.at for number in inside)
        )

    # --- rows ---------------------------------------------------------------------------------------------------
    def _row(self, mark: Mark) -> Span | None:
        """The cell that holds the value of a label in a cell; None when the row has no other cell."""
        page = self.page
        row = page.parents[mark.own]
        cells = [cell for cell in children(page, row) if page.tags[cell] in _CELLS]
        if len(cells) < 2:
            return None
        place = cells.index(mark.own)
        filled = [cell for cell in cells if page.atoms_in(cell)]
        right = next((cell for cell in cells[place + 1 :] if page.atoms_in(cell)), None)
        beside = (
            right
            if right is not None
            else next((cell for cell in reversed(cells[:place]) if page.atoms_in(cell)), None)
        )
        header = (
            beside is not None
            and self._like_label(mark, beside)
            and (right is not None or all(cell == mark.own or self._like_label(mark, cell) for cell in filled))
        )
        if header:
            below = self._below(row, cells, place)
            if below is not None:
                inside = page.atoms_in(below)
                return Span(inside.start, 0, inside.stop, 0)
        if right is None or (header and right is not None):
            after = page.atoms_in(mark.own).stop
            return Span(after, 0, after, 0)
        inside = page.atoms_in(right)
        return Span(inside.start, 0, inside.stop, 0)

    def _like_label(self, mark: Mark, cell: int) -> bool:
        page = self.page
        first = page.atoms_in(cell).start
        other = self.at.get(first)
        if other is not None and other.own == cell:
            return True
        if id(mark) in self.untelling:
            return False
        return page.tags[cell] == page.tags[mark.own] and (
            page.tags[cell] == "th" or (bool(page.classes(cell)) and page.classes(cell) == page.classes(mark.own))
        )

    def _below(self, row: int, cells: list[int], place: int) -> int | None:
        page = self.page
        column = sum(self._width(cell) for cell in cells[:place])
        table = row
        while table > 0 and page.tags[table] != "table":
            table = page.parents[table]
        element = bisect_left(page.starts, page.ends[row] + 1)
        while element < len(page.tags) and page.starts[element] <= page.ends[table]:
            if page.tags[element] == "tr":
                position = 0
                for cell in children(page, element):
                    if page.tags[cell] not in _CELLS:
                        continue
                    width = self._width(cell)
                    if position <= column < position + width:
                        atoms = page.atoms_in(cell)
                        if atoms and atoms.start in self.at and self.at[atoms.start].own == cell:
                            return None
                        return cell
                    position += width
                return None
            element += 1
        return None

    def _width(self, cell: int) -> int:
        value = self.page.attribute(cell, "colspan") or "1"
        return int(value) if value.isdigit() and 0 < int(value) < 1000 else 1


def _fits(term: Term, text: str) -> bool:
    """Whether a text can be the value of a label by its type; any text can be where the type is text."""
    if term.yes_no:
        return yes_no(text) is not None
    return term.name != "period" or period(text).understood


def pieces(page: Page, span: Span) -> list[tuple[int, str]]:
    """The text of a stretch, one (line, text) for each line of it."""
    found: list[tuple[int, str]] = []
    last = min(span.stop + (1 if span.end else 0), len(page.texts))
    line, parts = -1, ""
    for atom in range(span.first, last):
        text = page.texts[atom]
        if atom in page.pictures:
            text = " "  # what a picture stands for is not text of the page, and it divides words
        if atom == span.stop:
            text = text[: span.end]
        if atom == span.first:
            text = text[span.start :]
        if page.line_of[atom] != line:
            if parts.strip():
                found.append((line, parts.strip()))
            line, parts = page.line_of[atom], text
        else:
            parts += text if atom in page.glued or text == " " else f" {text}"
    if parts.strip():
        found.append((line, parts.strip()))
    return found


def text_of(page: Page, span: Span) -> str:
    return "\n".join(text for _, text in pieces(page, span))
