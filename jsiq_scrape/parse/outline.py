"""From a page to its outline: all its labels, known and unknown, and the value of each."""

import re
from bisect import bisect_left

from jsiq_scrape.parse.area_lines import with_areas
from jsiq_scrape.parse.columns import outside, read_columns, with_records
from jsiq_scrape.parse.ends import Ends
from jsiq_scrape.parse.furniture import barred_atoms
from jsiq_scrape.parse.known_labels import known_marks
from jsiq_scrape.parse.likeness import Likeness, likenesses
from jsiq_scrape.parse.mails import emails
from jsiq_scrape.parse.marks import PLACE, Mark
from jsiq_scrape.parse.page import Page
from jsiq_scrape.parse.parallel import place_parallel
from jsiq_scrape.parse.persons import person_name
from jsiq_scrape.parse.spans import Outline
from jsiq_scrape.parse.surroundings import main_part, of_profile
from jsiq_scrape.parse.unknown import unknown_marks
from jsiq_scrape.parse.vocabulary import Openings, Vocabulary

_AT = re.compile(r"@|\bat\b|ät\b", re.IGNORECASE)
_OF_WEB = re.compile(r"https?://|www\.", re.IGNORECASE)


def divide(page: Page, vocabulary: Vocabulary) -> Outline:
    """Find the labels of a page and where their values end."""
    openings, length, texts = vocabulary.openings, Openings.LENGTH, page.texts
    # The atoms that may begin with a word of the vocabulary, and with which kind: a tenth of a page.
    candidates = [(atom, may_be) for atom in page.own if (may_be := openings[texts[atom][:length]])]
    marks = known_marks(page, vocabulary, candidates)
    apart = place_parallel(page, marks)
    if vocabulary.area_words:
        marks = with_areas(page, vocabulary, of_profile(page, marks, vocabulary.teasers), candidates)
    part = main_part(page, marks)
    marks = [mark for mark in marks if mark.atom in part]
    kinds = likenesses(page, marks)
    if marks:
        within = range(max(marks[0].atom, part.start), part.stop)
        unknown = unknown_marks(page, marks, kinds, within)
        unknown = _without_persons(marks, _outside_areas(marks, unknown))
        taken = {mark.atom for mark in apart}
        marks = sorted([*apart, *(mark for mark in [*marks, *unknown] if mark.atom not in taken)], key=PLACE)
    barred = barred_atoms(page, vocabulary, candidates)
    if not vocabulary.area_words or "table" not in page.tags:
        return settle(page, marks, kinds, barred)
    columns = read_columns(page, marks)
    outline = settle(page, outside(marks, columns.others), kinds, barred)
    outline.fields = with_records(outline.fields, columns)
    outline.heads = columns.lines
    return outline


def settle(page: Page, marks: list[Mark], kinds: list[Likeness], barred: bytearray) -> Outline:
    """The values of labels whose places are known; none goes on beyond a barred atom."""
    return Outline(page, Ends(page, marks, kinds, barred).fields(), kinds, barred=barred)


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


def _without_persons(marks: list[Mark], unknown: list[Mark]) -> list[Mark]:
    """Names below the heading of the persons are no labels, nor are addresses of mail and web anywhere."""
    sections = [mark for mark in marks if mark.term is not None and mark.term.scope in ("section", "project")]
    places = [mark.place for mark in sections]
    kept = []
    for mark in unknown:
        before = bisect_left(places, mark.place) - 1
        term = sections[before].term if before >= 0 else None
        named = term is not None and term.name == "persons" and person_name(mark.label) is not None
        reaches = _OF_WEB.match(mark.label) or (_AT.search(mark.label) and emails(mark.label))
        if not named and not reaches:
            kept.append(mark)
    return kept


def _like_section(section: Mark | None, mark: Mark) -> bool:
    return section is not None and not section.area and section.own >= 0 and section.chain == mark.chain
