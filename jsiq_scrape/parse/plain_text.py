"""From a body that is no markup to its page: each line that is not empty becomes an atom, a row of columns several."""

import re

from jsiq_scrape.parse.folding import clean
from jsiq_scrape.parse.page import Page
from jsiq_scrape.parse.plain_rows import TextLine, layout

_HYPHENATED = re.compile(r"\w-$")
_LINE_END = re.compile(r"\r\n|[\n\r\f\v\u0085\u2028\u2029]")


def fill_from_text(page: Page, text: str) -> None:
    """Fill a page from a text, as if one element held all of it but the rows of its columns."""
    _open(page, "text", -1)
    headings: list[tuple[int, int]] = []  # their lines and levels
    for block in _blocks(layout(_LINE_END.split(text))):
        if block[0].label is not None:
            _put_table(page, block)
            continue
        for line in block:
            if line.after_blank:
                page.after_blank.add(len(page.first_atoms))
            if line.ruling:
                page.asides.add(len(page.texts))
            if line.wraps:
                _put(page, clean(line.text), 0)
            elif line.level:
                heading = _open(page, f"h{line.level}", 0)
                headings.append((len(page.first_atoms), line.level))
                _put_line(page, line, clean(line.text), heading)
                _close(page, heading)
            else:
                _put_line(page, line, clean(line.text), 0)
    page.stops[0] = len(page.texts)
    page.nexts[0] = len(page.tags)
    page.furniture = bytearray(len(page.tags))
    page.of_site = bytearray(len(page.texts))
    for atom in page.asides:
        page.of_site[atom] = 1
    page.own = [atom for atom in range(len(page.texts)) if atom not in page.asides]
    page.soft = set(range(page.count))
    page.levels = bytearray(page.count)
    for number, level in headings:
        page.levels[number] = level
    page.headings = [number for number, _ in headings]


def _blocks(lines: list[TextLine]) -> list[list[TextLine]]:
    """The lines in stretches: each table of rows one of its own."""
    found: list[list[TextLine]] = []
    inside: str | int | None = None
    for line in lines:
        key = line.key if line.label is not None or line.goes_on else None
        if not found or key is None or key != inside:
            found.append([])
        found[-1].append(line)
        inside = key
    return found


def _put_table(page: Page, lines: list[TextLine]) -> None:
    table = _open(page, "table", 0)
    row = cell = table
    for line in lines:
        if line.after_blank:
            page.after_blank.add(len(page.first_atoms))
        if line.goes_on:
            if line.wraps:
                if _HYPHENATED.search(page.texts[-1]):
                    page.glued.add(len(page.texts))
                _put(page, clean(line.text), cell)
            else:
                _put_line(page, line, clean(line.text), cell)
            continue
        _close(page, cell, row)
        row = _open(page, "tr", table)
        first = _open(page, "td", row)
        _put_line(page, line, clean(line.label or ""), first)
        _close(page, first)
        if line.leader:
            page.asides.add(len(page.texts))
            _put(page, line.leader, row)
        cell = _open(page, "td", row)
        if line.value:
            _put(page, clean(line.value), cell)
    _close(page, cell, row, table)


def _open(page: Page, tag: str, parent: int) -> int:
    page.tags.append(tag)
    page.parents.append(parent)
    page.depths.append(page.depths[parent] + 1 if parent >= 0 else 0)
    page.starts.append(len(page.texts))
    page.stops.append(len(page.texts))
    page.nexts.append(len(page.tags))
    return len(page.tags) - 1


def _close(page: Page, *elements: int) -> None:
    for element in elements:
        page.stops[element] = len(page.texts)
        page.nexts[element] = len(page.tags)


def _put_line(page: Page, line: TextLine, text: str, element: int) -> None:
    page.first_atoms.append(len(page.texts))
    page.indents.append(line.indent)
    _put(page, text, element)


def _put(page: Page, text: str, element: int) -> None:
    page.line_of.append(len(page.first_atoms) - 1)
    page.texts.append(text)
    page.holders.append(element)
