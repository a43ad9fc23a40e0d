"""From a body to its page: one walk over the nodes of the document, in which each visible text becomes an atom."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from jsiq_scrape.parse.charset import decode
from jsiq_scrape.parse.folding import clean
from jsiq_scrape.parse.furniture import FURNITURE_ROLES, FURNITURE_TAGS, mark_furniture
from jsiq_scrape.parse.markup import is_markup
from jsiq_scrape.parse.page import BLOCKS, LEVELS, Page

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
_ODD = "[hidden],[style],[aria-label],[role],[value]"
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_HEADING_BY_ROLE = ("div", "span", "p")
# Their aria-label says again what they show, or what they do.
_NOT_SPOKEN = ("a", "button", "img", "input", "select", "textarea", "svg", "i", "ul", "ol")
_LINE_END = re.compile(r"\r\n|[\n\r\f\v\u0085\u2028\u2029]")


def read_page(body: bytes | str, *, content_type: str | None = None, charset: str | None = None) -> Page:
    """The lines of a body, HTML or plain text; never raises on content."""
    decoded = decode(body, content_type, charset)
    html = is_markup(decoded.text, content_type)
    page = Page(decoded.charset, decoded.problem, html)
    if html:
        _walk(page, LexborHTMLParser(decoded.text))
    else:
        _split(page, decoded.text)
    return page


def _split(page: Page, text: str) -> None:
    page.tags.append("text")
    page.parents.append(-1)
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
    page.soft = set(page.line_of)
    page.stops.append(len(page.texts))
    page.levels = bytearray(len(page.texts))


def _walk(page: Page, parser: LexborHTMLParser) -> None:
    """Fill a page from a document; long, because a call for each of its nodes would cost more than what is done."""
    root, body = parser.root, parser.body
    if root is None:
        return
    title = parser.css_first("head title")
    page.title = (clean(title.text()) or None) if title is not None else None
    odd = {node.mem_id for node in parser.css(_ODD)}
    texts, holders, line_of, first_atoms = page.texts, page.holders, page.line_of, page.first_atoms
    tags, parents, nodes = page.tags, page.parents, page.nodes
    starts, stops, nexts = page.starts, page.stops, page.nexts
    mems: list[int] = []  # what tells the node of an element from all others
    takes: list[int] = []  # what an element's children take over: its block and the bits of _INHERITED
    furniture: list[int] = []
    headings: list[tuple[int, int]] = []  # element and level
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

    here, here_mem = 0, root.mem_id
    tags.append("html")
    parents.append(-1)
    nodes.append(root)
    mems.append(here_mem)
    starts.append(0)
    stops.append(-1)
    nexts.append(-1)
    takes.append(_oddity(root, "html", 0)[0] if here_mem in odd else 0)
    # A document of frames has no body.
    walked = (root if body is None else body).traverse(include_text=True, skip_empty=True)
    if body is None:
        next(walked)
    for node in walked:
        tag = node.tag
        parent_mem = node.parent.mem_id  # type: ignore[union-attr]
        while here_mem != parent_mem and here:
            stops[here] = len(texts)
            nexts[here] = len(tags)
            here = parents[here]
            here_mem = mems[here]
        taken = takes[here]
        if tag == "-text":
            if taken & _UNSEEN:
                continue
            raw = node.text_content or ""
            if taken & _VERBATIM:
                for part in raw.splitlines():
                    if text := clean(part):
                        put(text, here, taken >> _BOX)
                    fresh = soft = True
                fresh = soft = raw.endswith(("\n", "\r"))
                continue
            text = raw.strip()
            if not text.isascii() or "  " in text or not text.isprintable():
                text = clean(text)
            if not text:
                continue
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
            continue
        if tag is None:
            continue  # an instruction such as <?php ?>
        meaning = _MEANINGS.get(tag)
        if meaning is None:
            if tag[0] in "-!" or tag == "_PI":
                continue  # a comment
            # An element with a hyphen is a component of somebody's; they are used as boxes.
            meaning = _BLOCK if "-" in tag else 0
        parents.append(here)
        here, here_mem = len(tags), node.mem_id
        tags.append(tag)
        nodes.append(node)
        mems.append(here_mem)
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
        takes.append(taken)
        if taken & _UNSEEN:
            continue
        if meaning & _HEADING:
            headings.append((here, LEVELS[tag]))
        elif meaning & _BREAK:
            fresh = soft = True
        elif meaning & _PICTURE:
            alternative = node.attributes.get("alt")
            if alternative and (text := clean(alternative)):
                page.pictures.add(len(texts))
                page.unseen.add(len(texts))
                put(text, here, taken >> _BOX)
            before = " "  # a picture divides words, also one without text ("amt<img>kreis.example")
        if here_mem in odd:
            bits, level, spoken = _oddity(node, tag, taken)
            takes[here] = taken | bits
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
    while here >= 0:
        stops[here] = len(texts)
        nexts[here] = len(tags)
        here = parents[here]
    _fill_levels(page, headings)
    mark_furniture(page, furniture)


def _oddity(node: LexborNode, tag: str, taken: int) -> tuple[int, int, str | None]:
    """What rare attributes say of an element: hidden or furniture, its level as a heading, a text only they hold."""
    attributes = node.attributes
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
    for element, level in headings:
        stop = page.stops[element]
        atom = page.starts[element]
        while atom < stop:
            line = page.line_of[atom]
            atoms = page.atoms_of(line)
            if atoms.start == atom:
                levels[line] = level if atoms.stop <= stop else 0
            atom = atoms.stop
    page.headings = [line for line, level in enumerate(levels) if level] if headings else []
