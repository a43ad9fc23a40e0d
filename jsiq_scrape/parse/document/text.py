"""From a text without markup to its document, as if its layout were markup.

Lines that no empty line divides are a paragraph, rows of columns are a table, underlined lines are headings.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator

from jsiq_scrape.parse.document.document import Document
from jsiq_scrape.parse.document.drawn_tables import without_strokes
from jsiq_scrape.parse.document.layout import BULLET, TextLine, layout
from jsiq_scrape.parse.document.printed_pages import lines_of_pages
from jsiq_scrape.parse.document.signs import without_signs
from jsiq_scrape.parse.folding import clean

_HYPHENATED = re.compile(r"\w-$")
# A word goes on in the next line, but not in "Kinder- und Jugendhilfe".
_GOES_ON = re.compile(r"(?!(?:und|oder|sowie|bzw|bis|als|zu)\b)[a-zäöüß]")
_SEVERAL = 3
_SET_IN = 6  # blanks from a bullet to that of an item inside it, at most
_QUOTED = re.compile(r"^(?:> ?)+", re.MULTILINE)


def from_text(text: str, document: Document) -> None:
    """Fill a document from plain text."""
    text = without_signs(without_strokes(_unquoted(text)))
    raw, starts, running = lines_of_pages(text)
    whole = _open(document, "text", -1)
    root = _open(document, "body", whole)
    paragraph: _Flow | None = None
    lines = layout(raw, running, starts)
    often = _signs_before_numbers(lines)
    for block in _blocks(lines):
        if paragraph is not None and not paragraph.goes_on(block[0]):
            paragraph.close()
            paragraph = None
        if block[0].label is not None:
            _put_table(document, block, root, often)
            continue
        if paragraph is None:
            paragraph = _Flow(document, f"h{block[0].level}" if block[0].level else "p", root)
        paragraph.begin(often | _signs(block))
        for line in block:
            paragraph.put(line, line.text)
    if paragraph is not None:
        paragraph.close()
    _close(document, root, whole)


class _Flow:
    """The lines of a paragraph or a cell, with the lists among them."""

    def __init__(self, document: Document, tag: str, parent: int, signs: Collection[str] = ()) -> None:
        self.document = document
        self.signs = signs  # those that are bullets before numbers too
        self.element = _open(document, tag, parent)
        self.lists: list[tuple[int, int, int]] = []  # those around the last line: indentation, list, item
        self.text_indents: set[int] = set()  # where the texts of items begin
        self.last = -1  # the element of the last line

    def put(self, line: TextLine, text: str) -> None:
        """Add a line; one that begins with a bullet is an item, and so is what is indented deeper below it."""
        item = BULLET.match(line.text) if text == line.text and not line.running else None
        if item is not None and line.text[item.end()].isdigit() and item[0][0] not in self.signs:
            item = None  # "- 5 Grad", "+ 49 2421 222200"
        depth = line.indent + (item[0].count("*") if item is not None else 0)  # wikis write lists in lists "**"
        while self.lists and depth < self.lists[-1][0] + (item is None):
            _, around, last = self.lists.pop()
            _close(self.document, last, around)
        if item is not None:
            text = text[item.end() :]
            self._begin_item(depth)
            self.text_indents.add(line.indent + item.end())
        element = self.lists[-1][2] if self.lists else self.element
        _put(self.document, line, clean(text), element, soft=element == self.last)
        self.last = element

    def begin(self, signs: Collection[str]) -> None:
        """Begin a stretch behind an empty line."""
        self.signs, self.last = signs, -1

    def goes_on(self, line: TextLine) -> bool:
        """Whether a line behind an empty one belongs to the list before it: to an item, or to a list inside one."""
        if not self.lists or line.label is not None or line.level:
            return False
        if BULLET.match(line.text):
            return self.lists[0][0] < line.indent <= self.lists[-1][0] + _SET_IN
        return line.indent in self.text_indents

    def _begin_item(self, depth: int) -> None:
        if self.lists and self.lists[-1][0] == depth:
            _, around, item = self.lists.pop()
            _close(self.document, item)
        else:
            around = _open(self.document, "ul", self.lists[-1][2] if self.lists else self.element)
        self.lists.append((depth, around, _open(self.document, "li", around)))

    def close(self) -> None:
        for _, around, item in reversed(self.lists):
            _close(self.document, item, around)
        _close(self.document, self.element)


def _signs_before_numbers(lines: list[TextLine]) -> set[str]:
    """The signs that stand before several numbers of a text; a telephone number has a "+"."""
    times = Counter(sign for sign, before_number in _bullets(lines) if before_number and sign != "+")
    return {sign for sign, count in times.items() if count >= _SEVERAL}


def _signs(lines: list[TextLine]) -> set[str]:
    """The signs before numbers that are bullets: "- 12 Plätze" has others beside it, "- 5 Grad" has none."""
    found = _bullets(lines)
    before_words = {sign for sign, before_number in found if not before_number}
    times = Counter(sign for sign, _ in found)
    return {sign for sign in times if sign not in "+-–" or (times[sign] > 1 and (sign != "+" or sign in before_words))}


def _bullets(lines: list[TextLine]) -> list[tuple[str, bool]]:
    """The signs that lines begin with as items do, each with whether a number follows."""
    return [(match[0][0], line.text[match.end()].isdigit()) for line in lines if (match := BULLET.match(line.text))]


def _unquoted(text: str) -> str:
    """A text without the sign that mail programs put before each line of another mail, if that is most of the text."""
    lines = [line for line in text.splitlines() if line.strip()]
    return _QUOTED.sub("", text) if 2 * sum(line.startswith(">") for line in lines) > len(lines) else text


def _blocks(lines: list[TextLine]) -> Iterator[list[TextLine]]:
    """The lines in stretches: paragraphs, headings, rules, tables of rows."""
    block: list[TextLine] = []
    for line in lines:
        key = line.key if line.label is not None or line.goes_on else None
        last = block[-1] if block else None
        same = last is not None and (
            key == last.key if key is not None else not (line.after_blank or line.level or line.ruling)
        )
        if last is not None and (not same or last.level or last.ruling or (key is None and last.key is not None)):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _put_table(document: Document, lines: list[TextLine], root: int, often: set[str]) -> None:
    table, signs = _open(document, "table", root), often | _signs(lines)
    row, value = -1, None
    for line in lines:
        if line.goes_on and value is not None:
            value.put(line, line.text)
            continue
        if value is not None:
            value.close()
            _close(document, row)
        row = _open(document, "tr", table)
        label = _Flow(document, "td", row)
        label.put(line, line.label or "")
        label.close()
        *cells, last = line.value.split("\t")
        for cell in cells:
            beside = _Flow(document, "td", row)
            beside.put(line, cell)
            beside.close()
        value = _Flow(document, "td", row, signs)
        value.put(line, last)
    if value is not None:
        value.close()
        _close(document, row)
    _close(document, table)


def _open(document: Document, tag: str, parent: int) -> int:
    document.tags.append(tag)
    document.parents.append(parent)
    document.starts.append(len(document.texts))
    document.stops.append(len(document.texts))
    document.nexts.append(len(document.tags))
    return len(document.tags) - 1


def _close(document: Document, *elements: int) -> None:
    for element in elements:
        document.stops[element] = len(document.texts)
        document.nexts[element] = len(document.tags)


def _put(document: Document, line: TextLine, text: str, element: int, *, soft: bool = False) -> None:
    """Add a line of text, or to the line above where this one had no room on it."""
    if not text:
        return
    if line.ruling and " " not in line.text:  # rules side by side are the head or foot of a table
        document.rules.append(len(document.texts))
    if line.ruling or line.running:
        document.skipped.add(document.count)
        soft = soft and line.ruling
    broken = soft and _HYPHENATED.search(document.texts[-1]) is not None
    if broken and (line.wraps or _GOES_ON.match(text)):
        document.glued.add(len(document.texts))
        if _GOES_ON.match(text):
            document.texts[-1] = document.texts[-1][:-1]
    elif not (line.wraps and soft):
        if soft:
            document.soft.add(document.count)
        document.first_nodes.append(len(document.texts))
        document.boxes.append(element)
        document.indents.append(line.indent)
        if soft and line.filled:
            document.filled.add(document.count - 1)
    document.line_of.append(document.count - 1)
    document.texts.append(text)
    document.owners.append(element)
