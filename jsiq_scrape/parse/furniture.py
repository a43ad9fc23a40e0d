"""What belongs to the site around a page and not to the page: told by tag, by role, and by what class or id say.

These words are those of HTML and of those who write style sheets, on any site; the German lines that belong to a site
stand in `parsers/office_page.toml`.
"""

import re
from functools import lru_cache
from itertools import compress

from jsiq_scrape.parse.page import Page
from jsiq_scrape.parse.vocabulary import Openings, Vocabulary, compact

FURNITURE_TAGS = frozenset("nav footer aside select option dialog".split())
FURNITURE_ROLES = frozenset("navigation contentinfo banner search dialog alertdialog complementary menu".split())
# What class or id of such places says; the second kind only where the name begins with it ("standort-teaser" is
# content).
_SITE_WORDS = tuple("footer breadcrumb cookie consent sidebar navi nav menu toplink backlink skiplink".split())
_SITE_NAMES = tuple("teaser share social skip related banner printlink printbutton printicon printversion".split())
# The foot of a part of the page is no foot of the page.
_PARTS = frozenset("card panel box table field item entry".split())
_LONGEST_LINE = 40  # characters of a line that is furniture; the longest known has 24
_INVERTED = b"\x01" + bytes(255)
_NAME_WORD = re.compile(r"[a-z]+")


def mark_furniture(page: Page, roots: list[int], named: list[int]) -> None:
    """Fill in which elements are furniture, by tag or role, and which atoms are of the site, also by class or id."""
    page.furniture = bytearray(len(page.tags))
    for root in roots:
        page.furniture[root : page.nexts[root]] = b"\x01" * (page.nexts[root] - root)
    starts, stops = page.starts, page.stops
    of_site = page.of_site = bytearray(len(page.texts))
    for root in roots:
        of_site[starts[root] : stops[root]] = b"\x01" * (stops[root] - starts[root])
    half = len(page.texts) / 2
    for root in named:
        # A name such as "content-with-sidebar" on the box of the whole page says nothing of its contents.
        inside = stops[root] - starts[root]
        if inside <= half:
            of_site[starts[root] : stops[root]] = b"\x01" * inside
    page.own = list(compress(range(len(of_site)), of_site.translate(_INVERTED)))


def barred_atoms(page: Page, vocabulary: Vocabulary, candidates: list[tuple[int, int]]) -> bytearray:
    """1 for atoms of the site, and for those that begin a line which the vocabulary knows as furniture."""
    barred = page.of_site[:]
    for atom, may_be in candidates:
        if may_be & Openings.FURNITURE and not barred[atom] and page.first_atoms[page.line_of[atom]] == atom:
            text = page.text_of(page.line_of[atom])
            if len(text) < _LONGEST_LINE and compact(text) in vocabulary.furniture:
                barred[atom] = 1
    return barred


@lru_cache(maxsize=4096)  # the pages of a site share their classes
def is_site_name(classes: str | None, name: str | None) -> bool:
    """Whether class or id of an element say that it is of the site."""
    return any(map(_names_site, (classes or "").split())) or _names_site(name or "")


def _names_site(name: str) -> bool:
    words = _NAME_WORD.findall(name.lower())
    if not words:
        return False
    whole = "".join(words)  # "print-field" is what is printed
    if whole.startswith(_SITE_NAMES) or whole == "print":
        return True
    return any(word.startswith(_SITE_WORDS) for word in words) and words[0] not in _PARTS
