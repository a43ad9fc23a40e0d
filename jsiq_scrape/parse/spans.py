"""The stretch of a page that a value takes, and the labels of a page each with its stretch."""

import re
from collections.abc import Set
from dataclasses import dataclass, field
from typing import NamedTuple

from jsiq_scrape.parse.likeness import Likeness
from jsiq_scrape.parse.marks import Mark
from jsiq_scrape.parse.page import Page

_HEADING_SIGNS = re.compile(r"#{1,6}\s+(?=\S)")


class Span(NamedTuple):
    """A stretch of a page's text: from (first, start) up to, not including, (stop, end).

    A page has hundreds of them, and a frozen dataclass takes five times as long to make.
    """

    first: int
    start: int
    stop: int
    end: int = 0

    @property
    def empty(self) -> bool:
        return self[:2] >= self[2:]


@dataclass(slots=True, eq=False)
class Field:
    """A label with the stretch its value takes."""

    mark: Mark
    span: Span
    open: bool = False  # flat text: nothing but the next label ended it, so its last line may be a title
    _shown: tuple[Span, list[tuple[int, str]]] | None = None

    def lines(self, page: Page) -> list[tuple[int, str]]:
        """The value as (line, text) for each line of it."""
        if self._shown is None or self._shown[0] is not self.span:
            self._shown = self.span, pieces(page, self.span)
        return self._shown[1]


@dataclass(slots=True)
class Outline:
    """The labels of a page in order, each with its value."""

    page: Page
    fields: list[Field] = field(default_factory=list)
    kinds: list[Likeness] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)  # lines that name the columns of tables
    barred: bytearray = field(default_factory=bytearray)  # 1 for atoms at which every value ends: furniture


def pieces(page: Page, span: Span) -> list[tuple[int, str]]:
    """The text of a stretch, one (line, text) for each line of it.

    What a picture stands for or a button says is text of it only where nothing else is.
    """
    first, start, stop, end = span
    buttons, in_forms = page.controls
    if stop - first == 1 and not end and first not in page.pictures and not buttons:
        # One piece of text, as nearly all values are.
        if first in page.asides:
            return []
        text = page.texts[first][start:].strip()
        return [(page.line_of[first], text)] if text else []
    beside = page.pictures | buttons if buttons else page.pictures
    found = _pieces(page, span, beside)
    if not found and beside and not span.empty:
        found = _pieces(page, span, in_forms)
    return found


def _pieces(page: Page, span: Span, beside: Set[int]) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    last = min(span.stop + (1 if span.end else 0), len(page.texts))
    line, parts = -1, ""
    for atom in range(span.first, last):
        if atom in page.asides:
            continue
        text = page.texts[atom]
        if atom in beside:
            text = " "  # not a part of the text, and it divides words
        if atom == span.stop:
            text = text[: span.end]
        if atom == span.first:
            text = text[span.start :]
        if page.line_of[atom] != line:
            if parts.strip():
                found.append((line, parts.strip()))
            line, parts = page.line_of[atom], text
        elif text == " ":
            parts = f"{parts.rstrip()} "
        else:
            parts += text if atom in page.glued or parts.endswith(" ") else f" {text}"
    if parts.strip():
        found.append((line, parts.strip()))
    return found


def title_of(page: Page, line: int) -> str:
    """A line as a name: without what pictures stand for, and without the signs of a heading in a text."""
    atoms = page.atoms_of(line)
    found = pieces(page, Span(atoms.start, 0, atoms.stop, 0))
    text = found[0][1] if found else page.text_of(line)
    return text if page.html else without_signs(text)


def without_signs(text: str) -> str:
    """A line of plain text without the signs that make it a heading."""
    return _HEADING_SIGNS.sub("", text)


def text_of(page: Page, span: Span) -> str:
    return "\n".join(text for _, text in pieces(page, span))
