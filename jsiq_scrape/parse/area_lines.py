"""Lines that open a funding area: "FG 1:", "Fördergebiet 2 - Mitte", and headings such as "1. Mitte"."""

import re
from bisect import bisect_left

from jsiq_scrape.parse.marks import PLACE, Mark
from jsiq_scrape.parse.page import Page
from jsiq_scrape.parse.vocabulary import Openings, Vocabulary, end_of_word

_SIGNS = re.compile(r"\W*")
_NUMBER = re.compile(r"\s*(?:Nr\.?\s*)?(?:\d{1,2}\s*(?:$|[:.)–—-])|[A-H]:)")
_NUMBERED = re.compile(r"\d{1,2}[.)]\s*[^\d\s]")


def with_areas(page: Page, vocabulary: Vocabulary, marks: list[Mark], candidates: list[tuple[int, int]]) -> list[Mark]:
    """Lines that open a funding area are ends for other values; a section label before a number is such a line."""
    taken = {mark.line for mark in marks if not (mark.term and mark.term.name == "areas" and not mark.alone)}
    sections = [
        (mark.line, mark.term.name)
        for mark in marks
        if mark.term is not None and mark.term.scope in ("section", "project", "office")
    ]
    areas = []
    for atom, may_be in candidates:
        line = page.line_of[atom]
        if not may_be & Openings.AREA or page.first_atoms[line] != atom or line in taken or page.of_site[atom]:
            continue
        text = page.texts[atom]
        if not is_area(vocabulary, text):
            above = bisect_left(sections, (line, "")) - 1
            if (
                not _NUMBERED.match(text)
                or above < 0
                or sections[above][1] != "areas"
                or not (page.level(line) or page.emphasised(page.holders[atom]))
            ):
                continue
        areas.append(Mark(None, page.text_of(line), atom, 0, atom, 0, line, False, area=True, level=page.level(line)))
    if not areas:
        return marks
    lines = {mark.line for mark in areas}
    return sorted([*(mark for mark in marks if mark.line not in lines), *areas], key=PLACE)


def is_area(vocabulary: Vocabulary, text: str) -> bool:
    """True if a line opens a funding area: "FG 1:", "Fördergebiet 2 - Mitte"."""
    text = _SIGNS.sub("", text, count=1)
    end = end_of_word(text, vocabulary.area_words)
    return end > 0 and _NUMBER.match(text, end) is not None
