"""From a body to its page: one walk over the nodes of the document, in which each visible text becomes an atom."""

from unicodedata import is_normalized

from selectolax.lexbor import LexborHTMLParser, LexborNode

from jsiq_scrape.parse.charset import decode
from jsiq_scrape.parse.cut import cut_off
from jsiq_scrape.parse.folding import clean
from jsiq_scrape.parse.furniture import is_site_name, mark_furniture
from jsiq_scrape.parse.heading_links import part_links
from jsiq_scrape.parse.markup import is_markup
from jsiq_scrape.parse.meanings import (
    BLOCK,
    BOX,
    BREAK,
    FURNITURE,
    HEADING,
    INHERITED,
    MEANINGS,
    ODD,
    PICTURE,
    UNSEEN,
    VERBATIM,
    oddity,
)
from jsiq_scrape.parse.menus import CUT, Cut, keep, may_be_cut, menu_lines, refuse, without_known
from jsiq_scrape.parse.page import LEVELS, Page
from jsiq_scrape.parse.plain_text import fill_from_text


def read_page(
    body: bytes | str, *, content_type: str | None = None, charset: str | None = None, menus: bool = True
) -> Page:
    """The lines of a body, HTML or plain text; never raises on content.

    Without `menus` the elements inside the menus of the site are left out; texts and lines are the same.
    """
    decoded = decode(body, content_type, charset)
    text, html = decoded.text, is_markup(decoded.text, content_type)
    if not html:
        page = Page(decoded.charset, decoded.problem, html)
        fill_from_text(page, text)
        return page
    source, cut = (text, {}) if menus else without_known(text)
    page = Page(decoded.charset, decoded.problem, html)
    if not _walk(page, LexborHTMLParser(source), menus, source, cut):
        parser = LexborHTMLParser(text)
        refuse(cut)
        # With known menus back in it, then, or where there were none, without looking for menus.
        for with_menus in (menus, True) if cut else (True,):
            page = Page(decoded.charset, decoded.problem, html)
            if _walk(page, parser, with_menus, text, {}):
                break
    page.truncated = cut_off(text)
    return page


def _walk(page: Page, parser: LexborHTMLParser, menus: bool, source: str, cut: Cut) -> bool:
    """Fill a page from a document, False when what was taken for a menu holds most of it, or one that was cut does not
    stand where it could be.

    Long, because a call for each of its nodes would cost more than what is done.
    """
    root, body = parser.root, parser.body
    if root is None:
        return True
    page.title = _title(parser)
    texts, holders, line_of, first_atoms = page.texts, page.holders, page.line_of, page.first_atoms
    tags, parents, attributes = page.tags, page.parents, page.attributes
    depths, starts, stops, nexts = page.depths, page.starts, page.stops, page.nexts
    takes: list[int] = []  # what an element's children take over: its block and the bits of INHERITED
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
    taken = oddity(root.attributes, "html", 0)[0]
    takes.append(taken)
    frames = body is None  # a document of frames has no body
    node: LexborNode | None = root.first_child if body is None else body
    while node is not None:
        tag = node.tag
        inner = None
        if tag == "-text":
            raw = node.text_content or ""
            text = raw.strip()
            if taken & VERBATIM:
                if clean(raw):  # without any visible text it ends no line, and begins none
                    for part in raw.splitlines():
                        if text := clean(part):
                            put(text, here, taken >> BOX)
                        fresh = soft = True
                    fresh = soft = raw.endswith(("\n", "\r")) or not text
            elif text:
                if "  " in text or not text.isprintable() or not (text.isascii() or is_normalized("NFC", text)):
                    text = clean(text)
                if text:
                    box = taken >> BOX
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
        elif tag is not None and ((meaning := MEANINGS.get(tag)) is not None or (tag[0] not in "-!" and tag != "_PI")):
            # What is left out here is a comment or an instruction such as <?php ?>.
            if meaning is None:
                # An element with a hyphen is a component of somebody's; they are used as boxes.
                meaning = BLOCK if "-" in tag else 0
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
                if meaning & BLOCK:
                    taken = here << BOX | taken & INHERITED
                    fresh, soft = True, False
                if meaning & FURNITURE:
                    furniture.append(here)
                taken |= meaning & INHERITED
            if not taken & UNSEEN:
                if meaning & HEADING:
                    headings.append((here, LEVELS[tag]))
                elif meaning & BREAK:
                    fresh = soft = True
                elif meaning & PICTURE:
                    alternative = said.get("alt")
                    if alternative and (text := clean(alternative)):
                        page.pictures.add(len(texts))
                        page.unseen.add(len(texts))
                        put(text, here, taken >> BOX)
                    before = " "  # a picture divides words, also one without text ("amt<img>kreis.example")
                by_name = False
                if said:
                    if not ODD.isdisjoint(said):
                        bits, level, spoken = oddity(said, tag, taken)
                        taken |= bits
                        if bits & FURNITURE:
                            furniture.append(here)
                        if level:
                            headings.append((here, level))
                        if spoken:
                            own_line = tag != "input"
                            if own_line:
                                fresh, soft = True, False
                            page.unseen.add(len(texts))
                            put(spoken, here, taken >> BOX)
                            before = " "
                            if own_line:
                                fresh, soft = True, False
                    if not taken & FURNITURE and is_site_name(said.get("class"), said.get("id")):
                        by_name = True
                        named.append(here)
                if not taken & UNSEEN:
                    inner = node.first_child
                    if (
                        not menus
                        and (by_name or taken & FURNITURE)
                        and meaning & BLOCK
                        and inner is not None
                        and (tried < 0 or stops[tried] >= 0)
                        and not taken & VERBATIM
                    ):
                        markup = node.inner_html or ""
                        lines = None
                        if markup in cut and may_be_cut(page, here):
                            lines = cut.pop(markup)[1]
                        elif CUT not in markup and (lines := menu_lines(markup)) is not None:
                            keep(source, markup, lines)
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
    return not cut and all(starts[element] == stops[element] or page.of_site[starts[element]] for element in unread)


def _title(parser: LexborHTMLParser) -> str | None:
    node = parser.head.first_child if parser.head is not None else None
    while node is not None and node.tag != "title":
        node = node.next
    return (clean(node.text()) or None) if node is not None else None


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
