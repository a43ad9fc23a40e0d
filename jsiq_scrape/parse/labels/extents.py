"""Where the value of each label ends: at the nearest end, and as the other values of its series do."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import NamedTuple

from jsiq_scrape.parse.document import Document
from jsiq_scrape.parse.document.document import CELLS, VERBATIM
from jsiq_scrape.parse.labels.prose import CONTINUES, sentence_end
from jsiq_scrape.parse.labels.slots import BULLETS, LABEL_TERMS, Form, Shape, Slot

_CONTENT = frozenset(("table", "ul", "ol", "dl", "pre", "blockquote"))  # what a page holds, and no part of its layout
_SIGNS_ALONE = re.compile(r"([-=_])\1{2,}|[%#]")  # a line that holds no value: a rule, the sign of a comment
_FULL = 0.6  # of the longest line of a text: what has fewer characters was ended by somebody
_SIGN_CELLS = 2  # of label and sign; more hold the value
_SIGNS_BETWEEN = frozenset((":", "|", "=", "→", ">"))  # in a cell between those of label and value
_LISTS = frozenset(("ul", "ol"))
_PARAGRAPHS = frozenset(("p", "div"))
_SERIES = 3  # labels that show how values of a series end
_SEPARATORS = " ;,|•·▪"  # between a value and the next label of its line
_DASHES = "–—/-"  # the same behind a blank
_NUMBER = re.compile(r"[0-9]{1,3}")  # of rows; browsers allow more, no label has them
_MOST_ROWS = 20  # with an empty first cell, below a value
_MOST_INNER = 100  # labels of a value; a page nested deeper than that is none
_MOST_TERMS = 20  # and descriptions, of one group of a list
_MOST_STEPS = 12  # elements between a label's text and the container of label and value


class Span(NamedTuple):
    """A stretch of text: from (first, start) up to, not including, (stop, end)."""

    first: int
    start: int
    stop: int
    end: int = 0

    @property
    def empty(self) -> bool:
        return self[:2] >= self[2:]


@dataclass(slots=True, eq=False)
class Field:
    """A label with the stretch of its value."""

    slot: Slot
    span: Span
    cut: bool = False  # the next label stands on the same line

    def lines(self, document: Document) -> list[tuple[int, str]]:
        """The value as (line, text) for each line of it."""
        found = pieces(document, self.span)
        while len(found) > 1 and _SIGNS_ALONE.fullmatch(found[-1][1]):
            found.pop()
        if self.cut and found:
            line, text = found[-1]
            found[-1] = line, _without_separators(text)
        return found


def _without_separators(text: str) -> str:
    text = text.rstrip(_SEPARATORS)
    while text.endswith(tuple(_DASHES)) and text[-2:-1] == " ":
        text = text[:-1].rstrip(_SEPARATORS)
    return text


def before(document: Document, following: Slot) -> tuple[int, int]:
    """Where a value ends before the next label: before its line if the label leads it, whatever icon stands there.

    The caption above the first label of a table belongs to the table.
    """
    if not following.leads or following.start:
        return following.place
    line = following.line
    while line and document.tags[box := document.boxes[line - 1]] == "caption":
        if document.stops[document.parents[box]] <= following.first:
            break
        line -= 1
    return document.first_nodes[line], 0


def pieces(document: Document, span: Span) -> list[tuple[int, str]]:
    """The text of a stretch, one (line, text) for each line; alt texts, else buttons, only where no word is shown."""
    beside = document.attribute_texts | document.controls if document.controls else document.attribute_texts
    found = _pieces(document, span, beside)
    if not beside or _has_words(found):
        return found
    if _has_words(described := _pieces(document, span, document.controls)):
        return described
    within = range(span.first, min(span.stop + 1, len(document.texts)))
    links = {node for node in within if node in document.controls and not document.is_in(node, "button")}
    return _pieces(document, span, document.attribute_texts | links) or described


def _has_words(found: list[tuple[int, str]]) -> bool:
    return any(any(map(str.isalnum, text)) for _, text in found)


def _pieces(document: Document, span: Span, without: set[int]) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    texts, line_of = document.texts, document.line_of
    line, parts = -1, ""
    skipped = document.skipped
    for node in range(span.first, min(span.stop + (span.end > 0), len(texts))):
        text = texts[node]
        if text[0] in BULLETS and line_of[node] != line:
            text = text.lstrip(f"{BULLETS} ") if node != span.first or not span.start else text
        if skipped and line_of[node] in skipped and not (node == span.first and span.start):
            continue  # unless the label stands on the same line
        if node in without and not (node in document.attribute_texts and len(text) <= 2 and not text.isalnum()):
            text = " "
        if node == span.stop:
            text = texts[node][: span.end]
        if node == span.first:
            text = text[span.start :]
        if line_of[node] != line:
            if parts.strip():
                found.append((line, " ".join(parts.split())))
            line, parts = line_of[node], text
        else:
            parts += text if node in document.glued else f" {text}"
    if parts.strip():
        found.append((line, " ".join(parts.split())))
    return found


class Extents:
    """The values of the labels of one document."""

    def __init__(self, document: Document, slots: list[Slot]) -> None:
        self.document = document
        self.slots = slots
        self.next_of: dict[Slot, Slot | None] = dict(zip(slots, [*slots[1:], None], strict=False))
        self._typed = any(slot.term and slot.term.scope != "any" for slot in slots)  # the types say where values end
        seen: set[str] = set()
        self._again: set[Slot] = set()  # labels that occur again: a record begins, or goes on
        for slot in slots:
            if (label := slot.name or slot.label) in seen:
                self._again.add(slot)
            seen.add(label)
        self._dividers: dict[int, str] = {}  # the signs in the second cells of tables
        self._longest = -1  # characters of a line, once somebody has asked

    def fields(self) -> list[Field]:
        """Each label with its value."""
        by_form: defaultdict[Form, list[Slot]] = defaultdict(list)
        for slot in self.slots:
            by_form[_series_form(slot)].append(slot)
        spans: dict[Slot, Span] = {}
        for members in by_form.values():
            for part in self._over_and_beside([slot for slot in members if slot.apart is None]):
                self._measure(part, spans)
        for slot in self.slots:
            if slot.apart is not None:
                spans[slot] = Span(slot.apart.start, 0, slot.apart.stop)
        spans.update(self._shared_descriptions())
        return [Field(slot, spans[slot], self._is_cut(spans[slot], self.next_of[slot])) for slot in self.slots]

    def _shared_descriptions(self) -> dict[Slot, Span]:
        """The descriptions of terms right before another one, in lists that mostly have several terms for each."""
        document = self.document
        found: dict[Slot, Span] = {}
        terms = [slot for slot in self.slots if slot.alone and document.tags[document.boxes[slot.line]] == "dt"]
        for slot in terms:
            behind = list(islice(self._parts_behind(document.boxes[slot.line]), _MOST_TERMS))
            others = list(takewhile(lambda each: document.tags[each] == "dt", behind))
            shared = list(takewhile(lambda each: document.tags[each] == "dd", behind[len(others) :]))
            if shared and any(document.text_nodes(other) for other in others):
                found[slot] = Span(document.starts[shared[0]], 0, document.stops[shared[-1]])
        return found if 2 * len(found) >= len(terms) - len(found) else {}

    def _parts_behind(self, term: int) -> Iterator[int]:
        """The terms and descriptions behind a term in its list; of terms in a div also the descriptions behind that."""
        document, parent = self.document, self.document.parents[term]
        yield from takewhile(lambda each: document.tags[each] in ("dt", "dd"), document.siblings_behind(term))
        if document.tags[parent] == "div":
            yield from takewhile(lambda each: document.tags[each] == "dd", document.siblings_behind(parent))

    def _is_cut(self, span: Span, following: Slot | None) -> bool:
        if following is None or span.empty or (span.stop, span.end) != following.place:
            return False
        return self.document.line_of[span.stop - (not span.end)] == following.line

    # --- one form ----------------------------------------------------------------------------------------------
    def _over_and_beside(self, members: list[Slot]) -> list[list[Slot]]:
        """The labels over their values and those beside them, where a page writes both alike."""
        over = [slot for slot in members if slot.alone]
        if len(over) < 2 or len(over) == len(members) or any(self._natural(slot) < 0 for slot in over):
            return [members]
        return [over, [slot for slot in members if not slot.alone]]

    def _measure(self, members: list[Slot], spans: dict[Slot, Span]) -> None:
        if (above := self._values_above(members)) is not None:
            spans.update(above)
            return
        naturals = [self._natural(slot) for slot in members]
        counts = Counter(depth for depth in naturals if depth >= 0)
        usual = min(counts, key=lambda depth: (-counts[depth], depth)) if counts else 0
        series: defaultdict[int, list[Slot]] = defaultdict(list)
        for slot in members:
            series[self._ancestor(slot, usual)].append(slot)
        shared: list[list[str]] = []  # what stands before each line of the values whose labels share a container
        for container, own in sorted(series.items(), key=lambda item: len(item[1]) == 1):
            if len(own) == 1 and 2 * len(shared) <= len(members):
                shared = []
            self._measure_series(container, own, len(members), spans, shared)

    def _values_above(self, members: list[Slot]) -> dict[Slot, Span] | None:
        """The values of known labels that all end their container, with nothing between it and that of the next."""
        if not any(slot.term for slot in members):
            return None
        document, found = self.document, {}
        containers = [self._container(slot) for slot in members]
        for slot, container in zip(members, containers, strict=True):
            ends = (slot.alone or not slot.leads) and document.stops[container] == slot.last + 1
            if not ends or document.starts[container] == slot.first:
                return None
            found[slot] = Span(document.starts[container], 0, slot.first)
        following = zip(members, containers[1:], strict=False)
        adjacent = sum(document.starts[container] == slot.last + 1 for slot, container in following)
        return found if len(members) > 1 and 2 * adjacent >= len(members) - 1 else None

    def _container(self, slot: Slot) -> int:
        """The nearest element around a label that holds more text than the label."""
        document, element = self.document, self._base(slot)
        while element > 0 and document.starts[element] == slot.first and document.stops[element] <= slot.last + 1:
            element = document.parents[element]
        return element

    def _measure_series(
        self, container: int, own: list[Slot], total: int, spans: dict[Slot, Span], shared: list[list[str]]
    ) -> None:
        document = self.document
        lone = len(own) == 1
        lengths = list(shared) if lone else []
        for number, slot in enumerate(own):
            start = self._start(slot)
            last = number == len(own) - 1
            stop = self._end_of_rows(slot, container)
            if not slot.alone and stop <= start[0]:
                stop = document.nodes_of(document.line_of[slot.last]).stop  # at least what stands beside it
            limit = self._limit(slot, stop)
            if document.tags[container] == "tr" and stop == document.stops[container]:
                limit = self._next_cell(start, limit, container, slot)
            if (empty := self._empty_sibling(slot, container, limit)) < limit[0]:
                limit = (empty, 0)
            if last and lengths and limit[0] >= stop:
                if document.tags[container] == "dl":
                    limit = min(limit, (self._end_of_descriptions(container, start[0]), 0))
                else:
                    limit = self._like_others(slot, start[0], limit, lengths)
            limit = min(limit, (document.rule_behind(start[0]), 0))
            if lone and document.html and not self._typed and slot.line in document.soft and not slot.alone:
                limit = min(limit, (document.nodes_of(document.line_of[start[0]]).stop, 0))
            if not lone or total == 1:
                limit = self._before_heading(slot, start, limit)
            span = Span(*start, *limit)
            if not self._typed:
                if stop <= start[0] and slot.alone:
                    span = self._below(slot, start)
                elif limit == (stop, 0):
                    span = self._with_prose(slot, container, span)
                if document.indents and slot.leads:
                    span = max(span, Span(*start, *self._limit(slot, self._stop_of_indented(slot))))
                span = self._without_actions(slot, span)
            spans[slot] = span
            lengths.append(
                [self._kind(line) for line in self._value_lines(slot, span.first, span.stop + (span.end > 0))]
            )
        if not lone:
            self._end_short_lines(own, spans)
            shared += lengths

    def _end_of_descriptions(self, container: int, start: int) -> int:
        """Where something else than a description begins among those behind the last term of a list."""
        document = self.document
        others = (child for child in document.children(container) if document.tags[child] not in ("dd", "dt", "div"))
        return next(
            (document.starts[child] for child in others if document.starts[child] >= start), len(document.texts)
        )

    def _below(self, slot: Slot, start: tuple[int, int]) -> Span:
        """The blocks below a label that its own element leaves without a value.

        They end with what surrounds the label if that begins with it, or else before the next label of its form, unless
        that occurs again: what stands before the next record is its title.  Of a last label it is one list or table.
        """
        document, following, container = self.document, self.next_of[slot], self._container(slot)
        stop = document.stops[container if document.html else 0]
        if following is not None and following.first < stop:
            if _series_form(following) == _series_form(slot) and following not in self._again:
                return Span(*start, *self._before_heading(slot, start, before(document, following)))
        elif document.html and document.starts[container] == slot.first:
            return Span(*start, *self._before_heading(slot, start, (stop, 0)))
        elif document.html and start[0] < stop and self._begins_content(line := document.line_of[start[0]]):
            return Span(*start, document.stops[self._outermost(document.boxes[line])])
        return Span(*start, *start)

    def _with_prose(self, slot: Slot, container: int, span: Span) -> Span:
        """A value of sentences goes on in the paragraphs of sentences behind it, and in the lists among these.

        So it does in a list behind a colon, and in one that the next label follows.
        """
        document, following, tag = self.document, self.next_of[slot], self.document.tags[container]
        end = sentence_end(document.join(range(span.first, span.stop))) if tag in _PARAGRAPHS else ""
        limit = following.first if following is not None else len(document.texts)
        for sibling in document.siblings_behind(container) if end else ():
            start, stop = document.starts[sibling], document.stops[sibling]
            if document.tags[sibling] in _LISTS and (end == ":" or self._is_among(sibling, tag, following)):
                end = "."
            elif document.tags[sibling] != tag or not (end := sentence_end(document.join(range(start, stop)))):
                break
            if stop > limit or (tag == "div" and document.boxes[document.line_of[start]] != sibling):
                break
            span = span._replace(stop=stop)
        return span

    def _is_among(self, items: int, tag: str, following: Slot | None) -> bool:
        """Whether the next label follows a list, or another paragraph of sentences before it."""
        document, stop = self.document, self.document.stops[items]
        if following is None:
            return False
        if stop == following.first:
            return True
        behind = next((each for each in document.siblings_behind(items) if document.text_nodes(each)), 0)
        text = document.join(document.text_nodes(behind)) if document.tags[behind] == tag else ""
        return bool(sentence_end(text)) and document.stops[behind] <= following.first

    def _without_actions(self, slot: Slot, span: Span) -> Span:
        """A value without the links in lines of their own below its element: "Zurück", "mehr", "vCard"."""
        document = self.document
        if span.empty or span.end:
            return span
        span = self._without_last_action(span)
        free, first = self._first_element(slot, span.first, span.stop), document.line_of[span.first]
        last = kept = document.line_of[span.stop - 1]
        while kept > first and document.first_nodes[kept] >= free and self._is_of_site(kept):
            if self._is_address(kept):
                break
            kept -= 1
        if (
            kept == last
            or (kept == first and self._is_of_site(first) and not self._is_address(first))
            or document.text_of(kept).endswith(":")
        ):
            return span
        if self._are_items(kept, kept + 1):
            return span
        return span._replace(stop=document.first_nodes[kept + 1])

    def _without_last_action(self, span: Span) -> Span:
        """A value without the link behind its text that leads to a place or a script of the page: "In den Warenkorb".

        A script may write a mail address ("per Mail an a@b.de"), and a sentence goes on in a link.
        """
        document = self.document
        link = document.link(document.owners[span.stop - 1])
        stop = document.starts[link] if link > 0 else 0
        if stop <= span.first or document.link(document.owners[stop - 1]) > 0:
            return span
        before, said = document.texts[stop - 1], document.attributes(link)
        target = said.get("href", "#" if "onclick" in said else None)
        if target is None or not f"{target}#".startswith(("#", "javascript:")):
            return span  # an anchor, or a link to another page
        if "@" in document.join(document.text_nodes(link)):
            return span
        if not any(map(str.isalnum, before)) or before.split()[-1] in CONTINUES:
            return span
        return span._replace(stop=stop)

    def _is_address(self, line: int) -> bool:
        """Whether a line leads to a mail or telephone program."""
        document = self.document
        targets = (document.target(document.owners[node]) for node in document.nodes_of(line))
        return any(target.startswith(("mailto:", "tel:")) for target in targets if target)

    def _are_items(self, line: int, other: int) -> bool:
        """Whether two lines stand in blocks of their own that are written alike, as items of a list are."""
        document, box, beside = self.document, self.document.boxes[line], self.document.boxes[other]
        if box == beside or document.parents[box] != document.parents[beside]:
            return False
        return document.tags[box] == document.tags[beside] and document.classes(box) == document.classes(beside)

    def _end_short_lines(self, own: list[Slot], spans: dict[Slot, Span]) -> None:
        """Cut values at the end of their label's line if those of at least half of a series end there.

        Types that are long by their kind keep their lines, and so does a line that goes on in the next.
        """
        document = self.document
        lines = {slot: document.line_of[slot.last] for slot in own if not slot.alone and not spans[slot].empty}
        last = {slot: document.line_of[spans[slot].stop - (not spans[slot].end)] for slot in lines}
        if len(own) < _SERIES or 2 * sum(lines[slot] == last[slot] for slot in lines) < len(own):
            return
        spaced = 2 * sum(slot.line in document.spaced for slot in own[1:]) > len(own) - 1
        for slot, begun in lines.items():
            if slot.term is None or not slot.term.long:
                free = self._first_element(slot, spans[slot].first, spans[slot].stop)
                for line in range(begun + 1, last[slot] + 1):
                    if document.first_nodes[line] < free or self._is_prose(line - 1, line):
                        continue
                    if self._is_ended_before(line, slot, spaced=spaced):
                        spans[slot] = spans[slot]._replace(stop=document.first_nodes[line], end=0)
                        break

    def _is_prose(self, *lines: int) -> bool:
        """Whether all of some lines end as sentences do."""
        return all(sentence_end(self.document.text_of(line)) for line in lines)

    def _is_ended_before(self, line: int, slot: Slot, *, spaced: bool) -> bool:
        """Whether a line was begun on purpose: behind a br, or in plain text where the line above had room for it.

        Where empty lines stand above labels, it takes one to end a value.
        """
        document = self.document
        if not document.indents:
            return (
                line in (document.spaced if spaced else document.soft)
                and document.tags[document.boxes[line]] not in VERBATIM
            )
        if self._longest < 0:
            self._longest = max(len(document.text_of(each)) for each in range(document.count))
        had_room = len(document.text_of(line - 1)) < _FULL * self._longest
        return (
            had_room and document.indents[line] <= document.indents[slot.line] and document.text_of(line)[0].isupper()
        )

    def _natural(self, slot: Slot) -> int:
        """How many elements above the label's own the nearest one is that holds more text behind it; -1 for none."""
        document = self.document
        following = self.next_of[slot]
        behind = slot.end < len(document.texts[slot.last])
        if not behind and following is not None and following.first <= slot.last + 1:
            return -1
        element = self._base(slot)
        for depth in range(_MOST_STEPS):
            if element <= 0 or document.stops[element] > slot.last + (not behind):
                return depth if element > 0 else -1
            element = document.parents[element]
        return -1

    def _base(self, slot: Slot) -> int:
        """The outermost inline element that holds nothing but the label, or the block of a label without one."""
        document, box = self.document, self.document.boxes[slot.line]
        if slot.alone and document.tags[box] in LABEL_TERMS:
            return box
        element, stop = document.owners[slot.first], slot.last + (slot.end >= len(document.texts[slot.last]))
        while element > box and document.parents[element] > box:
            parent = document.parents[element]
            if document.starts[parent] != slot.first or document.stops[parent] > stop:
                break
            element = parent
        return element

    def _ancestor(self, slot: Slot, depth: int) -> int:
        element = self._base(slot)
        for _ in range(depth):
            if element <= 0:
                break
            element = self.document.parents[element]
        return max(element, 0)

    def _start(self, slot: Slot) -> tuple[int, int]:
        document, node = self.document, slot.last + 1
        if slot.end < len(document.texts[slot.last]):
            return slot.last, slot.end
        while node < len(document.texts) and document.line_of[node] in document.skipped:
            node += 1  # a rule below the label
        return node + self._is_sign_between(slot, node), 0

    def _is_sign_between(self, slot: Slot, node: int) -> bool:
        """Whether a text is a sign that has a cell for itself, between those of a label and its value: ":"."""
        document = self.document
        if node >= len(document.texts) or any(map(str.isalnum, document.texts[node])):
            return False
        cell = document.cell_around(document.owners[node])
        if not cell or document.text_nodes(cell) != range(node, node + 1):
            return False
        row, behind = document.parents[cell], document.nexts[cell]
        label = document.cell_around(document.boxes[slot.line])
        if behind >= document.nexts[row] or not label or document.nexts[label] != cell:
            return False
        return document.texts[node] in _SIGNS_BETWEEN or self._divides_rows(row, document.texts[node])

    def _divides_rows(self, row: int, sign: str) -> bool:
        """Whether the second cell of all rows of a table has the same sign, and each has a third."""
        document, table = self.document, self.document.parents[row]
        found = self._dividers.get(table)
        if found is None:
            rows = [document.cells(each) for each in document.children(table) if document.tags[each] == "tr"]
            signs = {document.join(document.text_nodes(cells[1])) if len(cells) > _SIGN_CELLS else "" for cells in rows}
            found = self._dividers[table] = signs.pop() if len(signs) == 1 and len(rows) > 1 else ""
        return found == sign and sign[0] < "\u2700"  # no tick, which is an answer

    def _limit(self, slot: Slot, stop: int) -> tuple[int, int]:
        document, following = self.document, self.next_of[slot]
        leads = slot.shape is Shape.ELEMENT or (slot.leads and slot.first == document.first_nodes[slot.line])
        if following is not None and leads and slot.end >= len(document.texts[slot.last]):
            inner = self._stop_of_value(slot, following)
            for _ in range(_MOST_INNER):
                if following is None or following.first >= inner:
                    break
                if following.form == slot.form and not document.indents:
                    break  # a label like it, in what only looks like its value
                following = self.next_of[following]  # the value has labels of its own
        return min((stop, 0), before(document, following)) if following is not None else (stop, 0)

    def _stop_of_value(self, slot: Slot, following: Slot) -> int:
        """Where a value ends that has labels of its own; the first text behind the label if it has none.

        It is the element behind the label that begins with the next label; the element on its line, the list or the
        cell beside it in which a later line does; in a text the lines that are indented deeper.
        """
        document, first = self.document, slot.last + 1
        stop = self._stop_of_indented(slot) if document.indents else first
        if following.form == slot.form:
            return stop
        if not slot.alone:
            beside = self._outermost(document.owners[first])
            begins = document.starts[beside] == first and document.line_of[first] < following.line
            return document.stops[beside] if begins and document.line_of[first] == document.line_of[slot.last] else stop
        element = document.owners[first]
        whole = self._outermost(element)
        cell = document.cell_around(element)
        led = (
            following.line > document.line_of[first] and document.starts[cell] == first and document.tags[cell] == "td"
        )
        if following.first > first and not led and not self._begins_list(element, whole):
            return stop
        return max(stop, document.stops[whole]) if document.starts[element] == first else stop

    def _begins_list(self, element: int, outermost: int) -> bool:
        """Whether a list is among an element and those around it up to the outermost."""
        while element > outermost and self.document.tags[element] not in _LISTS:
            element = self.document.parents[element]
        return self.document.tags[element] in _LISTS

    def _stop_of_indented(self, slot: Slot) -> int:
        """Where the lines of a text end that stand below a label and are indented deeper."""
        document = self.document
        line = document.line_of[slot.last]
        while line + 1 < document.count and document.indents[line + 1] > document.indents[slot.line]:
            if not slot.alone and document.boxes[line + 1] != document.boxes[slot.line]:
                break  # behind an empty line
            line += 1
        return document.nodes_of(line).stop

    def _end_of_rows(self, slot: Slot, container: int) -> int:
        """Where the container of a label ends; of a row, the last one that the label's cell reaches down to.

        In a table whose last column holds the values it also takes the rows below that have none in the label's column,
        if the row of the next label follows them and no record begins with that.
        """
        document, following = self.document, self.next_of[slot]
        stop = document.stops[container]
        cell = document.cell_around(document.boxes[slot.line]) if document.tags[container] == "tr" else 0
        if not cell:
            return stop
        spans = document.attribute(cell, "rowspan") or "1"
        rows = int(spans) if _NUMBER.fullmatch(spans) else 1
        below = document.rows_below(container)
        stop = max([stop, *(document.stops[row] for row in islice(below, max(0, rows - 1)))])
        beside = document.nexts[cell]
        last = document.nexts[container]
        if following is None or following in self._again or beside >= last or document.nexts[beside] < last:
            return stop
        end, cells = stop, document.cells(container)
        for row in islice(below, max(0, _MOST_ROWS - rows + 1)):
            if document.starts[row] <= following.first < document.stops[row]:
                return end
            if not self._goes_on(row, cells):
                break
            end = document.stops[row]
        return stop

    def _goes_on(self, row: int, above: list[int]) -> bool:
        """Whether the last cell of a row holds words, but no title in bold, and the others nothing or half a label."""
        document, cells = self.document, self.document.cells(row)
        before = range(document.starts[row], document.starts[cells[-1]]) if cells else range(0)
        if len(cells) != len(above) or any(document.line_of[node] not in document.skipped for node in before):
            return False
        if not any(map(str.isalnum, document.join(document.text_nodes(cells[-1])))):
            return False
        return self._is_stressed(above[-1]) or not self._is_stressed(cells[-1])

    def _is_stressed(self, cell: int) -> bool:
        document, nodes = self.document, self.document.text_nodes(cell)
        return bool(nodes) and all(document.emphasised(n) or document.level(document.line_of[n]) for n in nodes)

    def _next_cell(self, start: tuple[int, int], limit: tuple[int, int], row: int, slot: Slot) -> tuple[int, int]:
        document = self.document
        label = document.cell_around(document.boxes[slot.line])
        for cell in document.siblings_behind(label) if document.parents[label] == row else document.children(row):
            if document.stops[cell] > start[0] and document.tags[cell] in CELLS and document.starts[cell] >= start[0]:
                return min(limit, (document.stops[cell], 0))
        return limit

    def _empty_sibling(self, slot: Slot, container: int, limit: tuple[int, int]) -> int:
        """Where an empty element like the label's stands behind its value; an empty paragraph is nothing but space."""
        document = self.document
        element = document.owners[slot.first]
        while element > 0 and document.parents[element] != container:
            element = document.parents[element]
        if element <= 0 or document.tags[element] == "p":
            return limit[0]
        tag, classes = document.tags[element], document.classes(element)
        for sibling in document.siblings_behind(element):
            start = document.starts[sibling]
            if start >= limit[0]:
                break
            empty = document.tags[sibling] == tag and document.stops[sibling] == start > slot.last + 1
            if empty and document.classes(sibling) == classes:
                return start
        return limit[0]

    def _before_heading(self, slot: Slot, start: tuple[int, int], limit: tuple[int, int]) -> tuple[int, int]:
        document = self.document
        if start[0] >= limit[0]:
            return limit
        own = document.level(slot.line)
        line = document.line_of[start[0]] + (start[1] > 0)
        last = document.line_of[min(limit[0], len(document.texts)) - 1]
        headings = document.headings()
        for each in range(line, last + 1) if headings else ():
            if each in headings and each != slot.line and (not own or headings[each] <= own):
                return min(limit, (document.first_nodes[each], 0))
        return limit

    # --- series ------------------------------------------------------------------------------------------------
    def _value_lines(self, slot: Slot, first: int, stop: int) -> list[int]:
        """The lines of a value that are not the label's; those in the element that it begins in count as one."""
        document = self.document
        if first >= stop:
            return []
        free = self._first_element(slot, first, stop)
        begun = document.line_of[first] in self._label_lines(slot)
        within = range(document.line_of[first], document.line_of[stop - 1] + 1)
        lines = [line for line in within if line not in self._label_lines(slot)]
        return [
            line for number, line in enumerate(lines) if document.first_nodes[line] >= free or not (number or begun)
        ]

    def _like_others(self, slot: Slot, start: int, limit: tuple[int, int], others: list[list[str]]) -> tuple[int, int]:
        """The last value of a series has no more lines than the longest of the others, and none of another kind."""
        document = self.document
        # In a text without markup the end of the page stands below the last heading too: there the others decide.
        headed = document.level(slot.line) and (document.html or set(map(len, others)) != {1})
        if headed or (slot.alone and not any(others)):
            return limit  # nothing shows how a value ends, or a heading has all that stands below it
        allowed, most = {kind for kinds in others for kind in kinds}, max(map(len, others))
        for number, line in enumerate(self._value_lines(slot, start, limit[0])):
            kind = self._kind(line)
            sure = not number and slot.alone and all(others) and self._begins_content(line)
            if number == most or (kind not in allowed and not sure):
                return min(limit, (document.first_nodes[line], 0))
        return limit

    def _is_of_site(self, line: int) -> bool:
        """Whether a line belongs to the site around the page: it stands in boilerplate, or is nothing but links."""
        document = self.document
        words = [node for node in document.nodes_of(line) if any(map(str.isalnum, document.texts[node]))]
        links = bool(words) and all(document.link(document.owners[node]) > 0 for node in words)
        return links or document.boilerplate(document.boxes[line])

    def _kind(self, line: int) -> str:
        """What stands between a line and the one before it: a br, the end of a block, the block that it begins."""
        document = self.document
        if line in document.soft:
            return "br"
        first, element = document.first_nodes[line], document.boxes[line]
        if document.starts[element] < first:
            return "/"
        return document.tags[self._outermost(element)]

    def _begins_content(self, line: int) -> bool:
        """Whether a list or table of the page begins with a line."""
        return self._kind(line) in _CONTENT and not self._is_of_site(line)

    def _outermost(self, element: int) -> int:
        """The outermost element that begins with the same text as another one."""
        document = self.document
        while (parent := document.parents[element]) > 0 and document.starts[parent] == document.starts[element]:
            element = parent
        return element

    def _first_element(self, slot: Slot, start: int, limit: int) -> int:
        """Where the element ends that stands beside the label's and holds the beginning of its value."""
        document = self.document
        element = document.owners[start]
        while (
            element > 0
            and document.starts[parent := document.parents[element]] >= start
            and document.stops[parent] <= limit
        ):
            element = parent
        return (
            document.stops[element] if document.starts[element] >= start and document.stops[element] <= limit else start
        )

    def _label_lines(self, slot: Slot) -> range:
        return range(slot.line, self.document.line_of[slot.last] + 1)


def _series_form(slot: Slot) -> Form:
    return slot.form._replace(shape=Shape.COLON) if slot.form.shape is Shape.WORDS else slot.form
