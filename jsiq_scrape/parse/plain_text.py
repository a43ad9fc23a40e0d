"""From a body that is no markup to its page: each line that is not empty becomes an atom."""

import re

from jsiq_scrape.parse.folding import clean
from jsiq_scrape.parse.page import Page

_LINE_END = re.compile(r"\r\n|[\n\r\f\v\u0085\u2028\u2029]")


def fill_from_text(page: Page, text: str) -> None:
    """Fill a page from a text, as if one element held all of it."""
    page.tags.append("text")
    page.parents.append(-1)
    page.depths.append(0)
    page.starts.append(0)
    page.nexts.append(1)
    page.furniture = bytearray(1)
    blank = False
    for raw in _LINE_END.split(text):
        line = clean(raw)
        if not line:
            blank = True
            continue
        page.first_atoms.append(len(page.texts))
        page.line_of.append(len(page.texts))
        page.texts.append(line)
        if blank:
            page.after_blank.add(len(page.texts) - 1)
        blank = False
    page.holders = [0] * len(page.texts)
    page.of_site = bytearray(len(page.texts))
    page.own = list(range(len(page.texts)))
    page.soft = set(page.line_of)
    page.stops.append(len(page.texts))
    page.levels = bytearray(len(page.texts))
