"""From a body to its page: one walk over the nodes of the document, in which each visible text becomes an atom."""

import re
from unicodedata import is_normalized

from selectolax.lexbor import LexborHTMLParser, LexborNode

from jsiq_scrape.parse.charset import decode
from jsiq_scrape.parse.cut import cut_off
from jsiq_scrape.parse.folding import clean
from jsiq_scrape.parse.furniture import FURNITURE_ROLES, FURNITURE_TAGS, is_site_name, mark_furniture
from jsiq_scrape.parse.heading_links import part_links
from jsiq_scrape.parse.markup import is_markup
from jsiq_scrape.parse.menus import menu_lines
from jsiq_scrape.parse.page import BLOCKS, LEVELS, Page
from jsiq_scrape.parse.plain_text import fill_from_text

# Elements whose text nobody sees; `title` and the like stand in head.
_UNSEEN_TAGS = frozenset(
    "head script style template iframe object svg noembed noframes datalist audio video canvas".split()
)
_VERBATIM_TAGS = frozenset("pre listing plaintext xmp textarea".split())

# What a tag means for the text in it, in bits; the first three hold for everything inside the element too.
_UNSEEN, _VERBATIM, _FURNITURE, _BLOCK, _BREAK, _PICTURE, _HEADING = (1 << bit for bit in range(7))
_INHERITED = _UNSEEN | _VERBATIM | _FURNITURE
_BOX = 3  # by so many bits the number of the block stands higher than what is inherited
_MEANINGS = {
    tag: (tag in _UNSEEN_TAGS and _UNSEEN)
    | (tag in _VERBATIM_TAGS and _VERBATIM)
    | (tag in FURNITURE_TAGS and _FURNITURE)
    | (tag in BLOCKS and _BLOCK)
    | (tag == "br" and _BREAK)
    | (tag == "img" and _PICTURE)
    | (tag in LEVELS and _HEADING)
    for tag in BLOCKS
    | _UNSEEN_TAGS
    | _VERBATIM_TAGS
    | FURNITURE_TAGS
    | LEVELS.keys()
    | set("a abbr acronym b bdi bdo big br button cite code del em font i img input ins kbd label mark meter".split())
    | set("output picture progress q ruby s samp small span strike strong sub sup time tt u var wbr".split())
}
_ODD = frozenset(("hidden", "style", "aria-label", "role", "value"))
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_HEADING_BY_ROLE = ("div", "span", "p")
# Their aria-label says again what they show, or what they do.
_NOT_SPOKEN = ("a", "button", "img", "input", "select", "textarea", "svg", "i", "ul", "ol")


def read_page(
    body: bytes | str, *, content_type: str | None = None, charset: str | None = None, menus: bool = True
) -> Page:
    """The lines of a body, HTML or plain text; never raises on content.

    Without `menus` the elements inside the menus of the site are left out; texts and lines are the same.
    """
    decoded = decode(body, content_type, charset)
    html = is_markup(decoded.text, content_type)
    page = Page(decoded.charset, decoded.problem, html)
    if not html:
        fill_from_text(page, decoded.text)
        return page
    parser = LexborHTMLParser(decoded.text)
    if not _walk(page, parser, menus):
        page = Page(decoded.charset, decoded.problem, html)
        _walk(page, parser, True)
    page.truncated = cut_off(decoded.text)
    return page


def _walk(page: Page, parser: LexborHTMLParser, menus: bool) -> bool:
    """Fill a page from a document, False when what was taken for a menu holds most of it.

    Long, because a call for each of its nodes would cost more than what is done.
    """
    root, body = parser.root, parser.body
    if root is None:
        return True
    title = parser.css_first("head title")
    page.title = (clean(title.text()) or None) if title is not None else None
    texts, holders, line_of, first_atoms = page.texts, page.holders, page.line_of, page.first_atoms
    tags, parents, attributes = page.tags, page.parents, page.attributes
    depths, starts, stops, nexts = page.depths, page.starts, page.stops, page.nexts
    takes: list[int] = []  # what an element's children take over: its block and the bits of _INHERITED
    furniture: list[int] = []  # elements that are, by tag or role
    named: list[int] = []  # elements that are, by class or id
    headings: list[tuple[int, int]] = []  # element and level
    unread: list[int] = []  # those of the named ones whose elements were left out
    tried = -1  # the last element that turned out to be no menu
    line_box = -1
    fresh, soft = True, False
    before = " "  # the text that stands before, as the source has it

    def put(text: str, element: int, box: int) -> None:
        nonlocal fresh, soft, line_box
        if fresh or box != line_box:
            if soft:
                page.soft.add(len(first_atoms))
            first_atoms.append(len(texts))
            line_box = box
            fresh = soft = False
        line_of.append(len(first_atoms) - 1)
        texts.append(text)
        holders.append(element)

    here = 0
    tags.append("html")
    parents.append(-1)
    depths.append(0)
    attributes.append(root.attributes)
    starts.append(0)
    stops.append(-1)
    nexts.append(-1)
    taken = _oddity(root.attributes, "html", 0)[0]
    takes.append(taken)
    frames = body is None  # a document of frames has no body
    node: LexborNode | None = root.first_child if body is None else body
    while node is not None:
        tag = node.tag
        inner = None
        if tag == "-text":
            raw = node.text_content or ""
            text = raw.strip()
            if taken & _VERBATIM:
                if clean(raw):  # without any visible text it ends no line, and begins none
                    for part in raw.splitlines():
                        if text := clean(part):
                            put(text, here, taken >> _BOX)
                        fresh = soft = True
                    fresh = soft = raw.endswith(("\n", "\r")) or not text
            elif text:
                if "  " in text or not text.isprintable() or not (text.isascii() or is_normalized("NFC", text)):
                    text = clean(text)
                if text:
                    box = taken >> _BOX
                    if fresh or box != line_box:
                        if soft:
                            page.soft.add(len(first_atoms))
                        first_atoms.append(len(texts))
                        line_box = box
                        fresh = soft = False
                    elif not before[-1].isspace() and not raw[0].isspace():
                        # Text and element touch: one word, as the page shows it. Two elements side by side: two words.
                        last = holders[-1]
                        if last >= here or stops[last] < 0:
                            page.glued.add(len(texts))
                    line_of.append(len(first_atoms) - 1)
                    texts.append(text)
                    holders.append(here)
                    before = raw
        elif tag is not None and ((meaning := _MEANINGS.get(tag)) is not None or (tag[0] not in "-!" and tag != "_PI")):
            # What is left out here is a comment or an instruction such as <?php ?>.
            if meaning is None:
                # An element with a hyphen is a component of somebody's; they are used as boxes.
                meaning = _BLOCK if "-" in tag else 0
            said = node.attributes
            parents.append(here)
            depths.append(depths[here] + 1)
            here = len(tags)
            tags.append(tag)
            attributes.append(said)
            starts.append(len(texts))
            stops.append(-1)
            nexts.append(-1)
            if meaning:
                if meaning & _BLOCK:
                    taken = here << _BOX | taken & _INHERITED
                    fresh, soft = True, False
                if meaning & _FURNITURE:
                    furniture.append(here)
                taken |= meaning & _INHERITED
            if not taken & _UNSEEN:
                if meaning & _HEADING:
                    headings.append((here, LEVELS[tag]))
                elif meaning & _BREAK:
                    fresh = soft = True
                elif meaning & _PICTURE:
                    alternative = said.get("alt")
                    if alternative and (text := clean(alternative)):
                        page.pictures.add(len(texts))
                        page.unseen.add(len(texts))
                        put(text, here, taken >> _BOX)
                    before = " "  # a picture divides words, also one without text ("amt<img>kreis.example")
                by_name = False
                if said:
                    if not _ODD.isdisjoint(said):
                        bits, level, spoken = _oddity(said, tag, taken)
                        taken |= bits
                        if bits & _FURNITURE:
                            furniture.append(here)
                        if level:
                            headings.append((here, level))
                        if spoken:
                            own_line = tag != "input"
                            if own_line:
                                fresh, soft = True, False
                            page.unseen.add(len(texts))
                            put(spoken, here, taken >> _BOX)
                            before = " "
                            if own_line:
                                fresh, soft = True, False
                    if not taken & _FURNITURE and is_site_name(said.get("class"), said.get("id")):
                        by_name = True
                        named.append(here)
                if not taken & _UNSEEN:
                    inner = node.first_child
                    if (
                        not menus
                        and (by_name or taken & _FURNITURE)
                        and meaning & _BLOCK
                        and inner is not None
                        and (tried < 0 or stops[tried] >= 0)
                        and not taken & _VERBATIM
                    ):
                        lines = menu_lines(node.inner_html or "")
                        if lines is None:
                            tried = here
                        else:
                            inner = None
                            if by_name:
                                unread.append(here)
                            first_atoms.extend(range(len(texts), len(texts) + len(lines)))
                            line_of.extend(range(len(line_of) and line_of[-1] + 1, len(first_atoms)))
                            texts.extend(lines)
                            holders.extend([here] * len(lines))
                            line_box = -1
            takes.append(taken)
            if inner is not None:
                node = inner
                continue
            stops[here] = len(texts)
            nexts[here] = len(tags)
            here = parents[here]
            taken = takes[here]
        following = node.next if here or frames else None
        while following is None and here:
            node = node.parent  # type: ignore[union-attr]
            stops[here] = len(texts)
            nexts[here] = len(tags)
            here = parents[here]
            taken = takes[here]
            following = node.next if here or frames else None  # type: ignore[union-attr]
        node = following
    stops[0] = len(texts)
    nexts[0] = len(tags)
    mark_furniture(page, furniture, named)
    part_links(page, headings)
    _fill_levels(page, headings)
    return all(starts[element] == stops[element] or page.of_site[starts[element]] for element in unread)


def _oddity(attributes: dict[str, str | None], tag: str, taken: int) -> tuple[int, int, str | None]:
    """What rare attributes say of an element: hidden or furniture, its level as a heading, a text only they hold."""
    style = attributes.get("style")
    if "hidden" in attributes or (style and _HIDDEN_STYLE.search(style)):
        return _UNSEEN, 0, None
    role = attributes.get("role")
    bits = level = 0
    if role in FURNITURE_ROLES:
        bits = _FURNITURE
    elif role == "heading" and tag in _HEADING_BY_ROLE:
        said = attributes.get("aria-level") or "2"
        level = int(said) if said.isdigit() and said != "0" else 2
    if tag == "input":
        kind = (attributes.get("type") or "text").lower()
        return bits, level, clean(attributes.get("value") or "") if kind in ("text", "email", "tel", "url") else None
    spoken = attributes.get("aria-label")
    if spoken and tag not in _NOT_SPOKEN and not (taken | bits) & _FURNITURE:
        return bits, level, clean(spoken)
    return bits, level, None


def _fill_levels(page: Page, headings: list[tuple[int, int]]) -> None:
    """Give lines the level of the innermost heading around their beginning, when all of the line stands in it."""
    levels = page.levels = bytearray(page.count)
    lines: set[int] = set()
    for element, level in headings:
        stop = page.stops[element]
        atom = page.starts[element]
        while atom < stop:
            line = page.line_of[atom]
            lines.add(line)
            atoms = page.atoms_of(line)
            if atoms.start == atom:
                levels[line] = level if atoms.stop <= stop else 0
            atom = atoms.stop
    page.headings = sorted(line for line in lines if levels[line])
