"""The menus of a site, taken from their markup at one go: most of a page is links that no profile has a part in.

Walking node by node costs 1.3 us for each, this 0.3 us for each text; on a page of 41 kB menus are nine nodes in ten.
The pages of a site share their menus, and one that the page before had to the letter is not even parsed again.
"""

import re
from functools import lru_cache
from html import unescape
from unicodedata import is_normalized

from jsiq_scrape.parse.folding import clean
from jsiq_scrape.parse.page import Page

_BLOCKS = "li|ul|ol|div|p|nav|section|header|footer|aside|dl|dt|dd|table|tbody|tr|td|th"
_INLINE = "a|span|b|strong|em|i|small"
_PLAIN_TAGS = frozenset(f"{_BLOCKS}|{_INLINE}".split("|"))
# What makes text of an attribute, hides an element or makes another thing of it; and what is no element.
_TELLING = (' style="', ' hidden="', ' role="', ' aria-label="', ' value="', "<!--", "<?")
_TAG = re.compile(r"<([a-z][^\s>/]*)")
# A text, with the block that begins or ends behind it: without one the next text may stand on the same line.
_TEXT = re.compile(rf">\s*([^<>\s][^<>]*)<(?:/(?:{_INLINE})>\s*<)*(/?(?:{_BLOCKS})\b)?")
_LONGEST_CACHED = 65_536


def menu_lines(markup: str) -> tuple[str, ...] | None:
    """The texts in the markup inside a block, as the parser writes it out again; None when it needs to be walked.

    Each text is then a line of its own.
    """
    # The pages of a site share their menus, which makes of every text a look into a table.
    return _cached_lines(markup) if len(markup) <= _LONGEST_CACHED else _lines(markup)


def _lines(markup: str) -> tuple[str, ...] | None:
    if any(telling in markup for telling in _TELLING) or not _PLAIN_TAGS.issuperset(_TAG.findall(markup)):
        return None
    composed = is_normalized("NFC", markup)
    lines: list[str] = []
    # The parser writes < and > of texts and attributes as entities, so what is between > and < is text.
    for source, block in _TEXT.findall(f">{markup}</div"):
        if not block:
            return None
        text = unescape(source) if "&" in source else source
        line = " ".join(text.split())
        if not (composed and line.isprintable()):
            line = clean(line)
        if line:
            lines.append(line)
    return tuple(lines)


_cached_lines = lru_cache(maxsize=64)(_lines)


#: A menu that is cut out leaves a character that no text has: `decode` drops them all.
CUT = "\x01"
_CUT_WRITTEN = re.compile(r"&#(?:0*1(?!\d)|x0*1(?![\da-f]))", re.I)
# Around and inside these a balanced piece of markup means the same wherever it stands: none of them is closed by what
# it holds, and none formats (HTML standard, 13.2.6.4.7).
_SAFE_AROUND = frozenset("html body main div section article header footer aside nav form ul ol".split())
_FEWEST_CUT = 1_000  # characters; smaller menus cost less than looking for them
_MOST_KNOWN = 16
_BEGINNING = 64  # characters of a menu that are looked for

#: What a page has in place of a menu that was cut out of it: how the menu begins, and its lines.
Cut = dict[str, tuple[str, tuple[str, ...]]]

# Markup and lines of menus met before, by what they begin with; None for what another page has where it cannot be cut.
_known: dict[str, tuple[str, tuple[str, ...]] | None] = {}


def without_known(source: str) -> tuple[str, Cut]:
    """The source of a page with a sign in place of each menu that pages before it had, and what each sign is for."""
    cut: Cut = {}
    if "&#" in source and _CUT_WRITTEN.search(source):
        return source, cut
    for beginning, known in _known.copy().items():
        at = source.find(beginning) if known is not None else -1
        if known is not None and at >= 0 and source.startswith(known[0], at):
            sign = f"{CUT}{len(cut)}{CUT}"
            cut[sign] = beginning, known[1]
            source = f"{source[:at]}{sign}{source[at + len(known[0]) :]}"
    return source, cut


def keep(source: str, markup: str, lines: tuple[str, ...]) -> None:
    """Know a menu again, if the page wrote it as the parser does: balanced, every tag closed, nothing left to mend."""
    beginning = markup[:_BEGINNING]
    if not lines or not _FEWEST_CUT <= len(markup) <= _LONGEST_CACHED or "<table" in markup:
        return  # what a table in a paragraph means depends on the doctype
    if _known.get(beginning, ()) is not None and source.startswith(markup, source.find(beginning)):
        if len(_known) >= _MOST_KNOWN:
            forget()
        _known[beginning] = markup, lines


def refuse(cut: Cut) -> None:
    """Cut these menus out of no page again."""
    _known.update(dict.fromkeys(beginning for beginning, _ in cut.values()))


def forget() -> None:
    """Know no menu."""
    _known.clear()


def may_be_cut(page: Page, element: int) -> bool:
    """Whether a menu inside an element is the same one as on any other page."""
    while element >= 0:
        if page.tags[element] not in _SAFE_AROUND:
            return False
        element = page.parents[element]
    return True
