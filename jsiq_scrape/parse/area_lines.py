"""Lines that open a funding area: "FG 1:", "Fördergebiet 2 - Mitte", and headings such as "1. Mitte"."""

import re

from jsiq_scrape.parse.marks import Mark
from jsiq_scrape.parse.page import Page
from jsiq_scrape.parse.vocabulary import Vocabulary, compact

_AREA = re.compile(r"\W*([^\W\d_]+)\s*(?:Nr\.?\s*)?(?:\d{1,2}\s*(?:$|[:.)–—-])|[A-H]:)")
_NUMBERED = re.compile(r"\d{1,2}[.)]\s*[^\d\s]")


def with_areas(page: Page, vocabulary: Vocabulary, marks: list[Mark]) -> list[Mark]:
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
