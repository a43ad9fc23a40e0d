"""What tags and rare attributes say of the text in an element: unseen, a line of its own, a heading, furniture."""

import re

from jsiq_scrape.parse.folding import clean
from jsiq_scrape.parse.furniture import FURNITURE_ROLES, FURNITURE_TAGS
from jsiq_scrape.parse.page import BLOCKS, LEVELS

# Elements whose text nobody sees; `title` and the like stand in head.
_UNSEEN_TAGS = frozenset(
    "head script style template iframe object svg noembed noframes datalist audio video canvas".split()
)
_VERBATIM_TAGS = frozenset("pre listing plaintext xmp textarea".split())

# What a tag means for the text in it, in bits; the first three hold for everything inside the element too.
UNSEEN, VERBATIM, FURNITURE, BLOCK, BREAK, PICTURE, HEADING = (1 << bit for bit in range(7))
INHERITED = UNSEEN | VERBATIM | FURNITURE
BOX = 3  # by so many bits the number of the block stands higher than what is inherited
MEANINGS = {
    tag: (tag in _UNSEEN_TAGS and UNSEEN)
    | (tag in _VERBATIM_TAGS and VERBATIM)
    | (tag in FURNITURE_TAGS and FURNITURE)
    | (tag in BLOCKS and BLOCK)
    | (tag == "br" and BREAK)
    | (tag == "img" and PICTURE)
    | (tag in LEVELS and HEADING)
    for tag in BLOCKS
    | _UNSEEN_TAGS
    | _VERBATIM_TAGS
    | FURNITURE_TAGS
    | LEVELS.keys()
    | set("a abbr acronym b bdi bdo big br button cite code del em font i img input ins kbd label mark meter".split())
    | set("output picture progress q ruby s samp small span strike strong sub sup time tt u var wbr".split())
}
ODD = frozenset(("hidden", "style", "aria-label", "role", "value"))
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_HEADING_BY_ROLE = ("div", "span", "p")
# Their aria-label says again what they show, or what they do.
_NOT_SPOKEN = ("a", "button", "img", "input", "select", "textarea", "svg", "i", "ul", "ol")


def oddity(attributes: dict[str, str | None], tag: str, taken: int) -> tuple[int, int, str | None]:
    """What rare attributes say of an element: hidden or furniture, its level as a heading, a text only they hold."""
    style = attributes.get("style")
    if "hidden" in attributes or (style and _HIDDEN_STYLE.search(style)):
        return UNSEEN, 0, None
    role = attributes.get("role")
    bits = level = 0
    if role in FURNITURE_ROLES:
        bits = FURNITURE
    elif role == "heading" and tag in _HEADING_BY_ROLE:
        said = attributes.get("aria-level") or "2"
        level = int(said) if said.isdigit() and said != "0" else 2
    if tag == "input":
        kind = (attributes.get("type") or "text").lower()
        return bits, level, clean(attributes.get("value") or "") if kind in ("text", "email", "tel", "url") else None
    spoken = attributes.get("aria-label")
    if spoken and tag not in _NOT_SPOKEN and not (taken | bits) & FURNITURE:
        return bits, level, clean(spoken)
    return bits, level, None
