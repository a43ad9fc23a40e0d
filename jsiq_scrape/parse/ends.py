"""Where values end: one rule for every markup, a value runs from its label to the nearest end.

The ends, whichever comes first: the next label or heading; the end of the smallest element that holds the label and
more text; a sibling marked up like the label, even an empty one; for a label inside running text the end of its line,
or of the element the value stands in; in a row the next filled cell, and where the cell to the right is a label too,
the cell below.
"""

from bisect import bisect_left

from jsiq_scrape.parse.known_labels import goes_on
from jsiq_scrape.parse.likeness import Likeness
from jsiq_scrape.parse.marks import CELLS, Mark, lead
from jsiq_scrape.parse.page import Page
from jsiq_scrape.parse.period import period
from jsiq_scrape.parse.rows import Rows, names_table
from jsiq_scrape.parse.spans import Field, Span, text_of
from jsiq_scrape.parse.values import yes_no
from jsiq_scrape.parse.vocabulary import Term

_DIVIDERS = " ;|,/·•"


class Ends:
    """Finds the end of each value; holds what all of them need."""

    def __init__(self, page: Page, marks: list[Mark], kinds: list[Likeness], barred: bytearray) -> None:
        self.page = page
        self.marks = marks
        self.untelling = {id(mark) for kind in kinds if not kind.telling for mark in kind.members}
        self.at = {mark.atom: mark for mark in marks}
        self.rows = Rows(page, self.at)
        self.places = [mark.atom for mark in marks]
        self.opened = {mark.line for mark in marks if mark.area}
        self.areas_level = max((mark.level for mark in marks if mark.term and mark.term.name == "areas"), default=0)
        self.headings = page.headings
        self.heading_atoms = [page.first_atoms[line] for line in self.headings]
        self.barred = barred[:]
        for atom in page.asides:
            self.barred[atom] = 0

    def fields(self) -> list[Field]:
        return [self._field(number, mark) for number, mark in enumerate(self.marks)]

    def _field(self, number: int, mark: Mark) -> Field:
        page = self.page
        if mark.value >= 0:
            return Field(mark, Span(page.starts[mark.value], 0, page.stops[mark.value], 0))
        if mark.area:
            end = self._next(number, mark)
            heading = self._next_section(mark, end[0])
            return Field(mark, Span(mark.atom, 0, *((heading, 0) if heading < end[0] else end)))
        if mark.own >= 0 and page.tags[mark.own] in CELLS:
            span = self.rows.value(mark, id(mark) not in self.untelling)
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
            stop = page.atoms_in(container).stop if page.html else self._end_of_set_in(mark)
            open_ = True
            span = Span(start[0], start[1], stop, 0)
        else:
            span = Span(start[0], start[1], self._line_end(mark), 0)
            open_ = False
        cut = self._cut(span, number, mark)
        if mark.own >= 0 and mark.level and cut[2:] == span[2:] and id(mark) not in self.untelling:
            open_ = False  # the element around label and value ended it
        elsewhere = mark.inner >= 0 and mark.term is not None and mark.term.scope == "project" and not cut.empty
        if elsewhere and mark.term is not None and not _fits(mark.term, text_of(page, cut)):
            cut = Span(start[0], start[1], start[0], start[1])  # others have it beside them: this one has none
        if mark.term is not None and mark.term.short and not cut.empty and (mark.own < 0 or open_):
            # One line by its type: what follows is not part of it.
            line = page.line_of[cut.first if cut.start < len(page.texts[cut.first]) else cut.first + 1]
            if (page.atoms_of(line).stop, 0) < cut[2:]:
                cut = Span(cut.first, cut.start, page.atoms_of(line).stop, 0)
            open_ = False
        return Field(mark, cut, open_ and not cut.empty)

    def _end_of_set_in(self, mark: Mark) -> int:
        """Where lines of plain text below a label end that are set in further than it is; else where the text does."""
        page = self.page
        line, indents = mark.line + 1, page.indents
        if line >= page.count or indents[line] <= indents[mark.line]:
            return len(page.texts)
        while line < page.count and indents[line] > indents[mark.line]:
            line += 1
        return page.first_atoms[line] if line < page.count else len(page.texts)

    def _next_section(self, mark: Mark, stop: int) -> int:
        """The first heading behind an area that is no lower than that of the areas, or the atom where it stops."""
        position = bisect_left(self.heading_atoms, mark.last + 1)
        for line, atom in zip(self.headings[position:], self.heading_atoms[position:], strict=True):
            if atom >= stop:
                break
            lower = self.page.level(line) > self.areas_level and not names_table(self.page, atom, stop)
            if not lower and line not in self.opened:
                return atom
        return stop

    def _start(self, mark: Mark) -> tuple[int, int]:
        if mark.end < len(self.page.texts[mark.last]):
            return mark.last, mark.end
        first = mark.last + 1
        while first in self.page.asides:
            first += 1
        return first, 0

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
        parents, starts, nexts = page.parents, page.starts, page.nexts
        element, end = nexts[mark.own], nexts[container]
        while element < end:
            if parents[element] == container:
                first = starts[element]
                if first >= stop or (first > mark.last + 1 and first in self.at):
                    break
                if (
                    page.tags[element] == tag
                    and (tag == "dt" or classes)
                    and not page.atoms_in(element)
                    and page.classes(element) == classes
                ):
                    return min(stop, first)
            element = nexts[element]
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
                and line not in page.after_blank
                and page.first_atoms[line] not in self.at
                and (goes_on(page.text_of(line)) or page.indents[line] > page.indents[mark.line])
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
                if inside.start >= first and not self._holds_label(inside):
                    stop = max(stop, inside.stop)
        return stop

    def _next(self, number: int, mark: Mark, place: tuple[int, int] = (0, 0)) -> tuple[int, int]:
        """The place of the next mark, not before a given place, that ends this one."""
        marks = self.marks
        by_any = not mark.area and (mark.term is None or mark.term.scope != "section")
        for following in range(number + 1, len(marks)):
            other = marks[following]
            if (other.atom, other.start) >= place and (by_any or self._ends(mark, other)):
                # The bullet or the number in front of a label is no part of the value before it.
                led = other.start and other.start == lead(self.page.texts[other.atom])
                return other.atom, 0 if led else other.start
        return len(self.page.texts), 0

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
        first, start, stop, end = span
        following = self._next(number, mark, (first, start))
        if following < (stop, end):
            stop, end = self._without_divider(span, *following)
        heading = self._heading(mark, first, stop)
        if heading < stop:
            stop, end = heading, 0
        last = stop + bool(end)
        barred = self.barred.find(1, first, last)
        if 0 <= barred <= mark.last and not self.page.of_site[barred]:
            barred = self.barred.find(1, mark.last + 1, last)  # the label itself reads like furniture
        if barred >= 0:
            stop, end = barred, 0
        if stop > first and (stop, end) == span[2:]:
            return span
        return Span(first, start, max(stop, first), end if stop > first or end > start else start)

    def _without_divider(self, span: Span, stop: int, end: int) -> tuple[int, int]:
        """The end of a value without what divides it from the next label of its line: "AWO | Zeitraum: ..."."""
        page = self.page
        last = stop if end else stop - 1
        if (
            last < span.first
            or last >= len(page.texts)
            or page.line_of[last] != page.line_of[min(stop, len(page.texts) - 1)]
        ):
            return stop, end
        text = page.texts[last][:end] if end else page.texts[last]
        kept = text.rstrip(_DIVIDERS)
        if text.strip() and not kept[span.start if last == span.first else 0 :].strip():
            return (last, span.start) if last == span.first else (last, 0)  # nothing but a divider
        if not kept or len(kept) == len(text.rstrip()) or (last == span.first and len(kept) <= span.start):
            return stop, end
        return last, len(kept)

    def _heading(self, mark: Mark, first: int, stop: int) -> int:
        page = self.page
        position = bisect_left(self.heading_atoms, first)
        if position == len(self.heading_atoms) or self.heading_atoms[position] >= stop:
            return stop
        areas = mark.area or (mark.term is not None and mark.term.name == "areas")
        opened = self.opened if areas else ()
        while position < len(self.headings) and self.heading_atoms[position] < stop:
            line, atom = self.headings[position], self.heading_atoms[position]
            position += 1
            if line == mark.line:
                continue
            level = page.level(line)
            if names_table(self.page, atom, stop):
                return atom
            if mark.level:
                if (level > mark.level and page.html) or line in opened:
                    continue  # how low a heading of plain text is, nothing says
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
            and not self._holds_label(inside)
        )

    def _holds_label(self, atoms: range) -> bool:
        return bisect_left(self.places, atoms.start) < bisect_left(self.places, atoms.stop)


def _fits(term: Term, text: str) -> bool:
    """Whether a text can be the value of a label by its type; any text can be where the type is text."""
    if term.yes_no:
        return yes_no(text) is not None
    return term.name != "period" or period(text).understood
