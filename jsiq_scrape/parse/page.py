"""A body as numbered lines of visible text, each piece of it knowing the element it stands in.

A page of 41 kB has about a thousand nodes, and reading it may take a millisecond; so elements are rows in lists, not
objects, and attributes are asked for only where a label or a boundary is in question.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from jsiq_scrape.parse.charset import decode
from jsiq_scrape.parse.folding import clean

# Elements whose text nobody sees; `title` and the like stand in head.
_UNSEEN = frozenset("head script style template iframe object svg noembed noframes datalist audio video canvas".split())
# Elements that browsers show on lines of their own (HTML standard, 15.3); table cells and options too.
_BLOCKS = frozenset(
    "html body address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr legend li listing main menu nav ol optgroup option p "
    "plaintext pre search section select summary table caption colgroup tbody td textarea tfoot th thead tr ul xmp".split()
)
_KEEPS_NEWLINES = frozenset("pre listing plaintext xmp textarea".split())
_LEVELS = {f"h{level}": level for level in range(1, 7)} | {"legend": 6, "summary": 6, "caption": 6}
_EMPHASIS = frozenset("b strong em i u mark th dt label legend".split())
# Where a page puts what belongs to the site and not to the page.
_FURNITURE = frozenset("nav footer aside select option dialog".split())
_FURNITURE_ROLES = frozenset("navigation contentinfo banner search dialog alertdialog complementary menu".split())
# What class or id of such places says; the second kind only where the name begins with it ("standort-teaser" is content).
_SITE_WORDS = tuple("footer breadcrumb cookie consent sidebar navi nav menu toplink backlink skiplink".split())
_SITE_NAMES = tuple("teaser share social skip print related banner".split())
_NAME_WORD = re.compile(r"[a-z]+")
_ODD = '[hidden],[style*="display"],[style*="visibility"],[aria-label],[role],[value],[aria-level]'
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_MARKUP = re.compile(
    r"<!doctype\s+html|<(?:html|head|body|br|hr|input|img|meta)\b[^<>]*>|<(address|article|aside|b|blockquote|center|dd|details|div|dl|dt|em|"
    r"fieldset|figure|footer|form|h[1-6]|header|i|legend|li|main|nav|ol|p|pre|section|span|strong|summary|table|tbody|"
    r"td|th|tr|ul|a|font|script|style|title|label|button|form|code|small|sup|sub)(?:\s[^<>]*)?>(?=.*</\1\s*>)",
    re.I | re.S,
)
_PLAIN_MARKUP = re.compile(r"^\s*<(?:p|li|dt|dd|td|tr|div|table|h[1-6])(?:\s[^<>]*)?>", re.I | re.M)


@dataclass(frozen=True, slots=True)
class Line:
    """One line as a person sees it, with what its markup says of it."""

    number: int  # from 1
    text: str
    path: str  # element path, "" for plain text
    tag: str
    level: int  # of the heading, 0 for no heading
    emphasis: bool
    target: str | None  # of the first link in it
    shown: bool  # False for text that stands in an attribute (alt, aria-label, value)


@dataclass(slots=True, eq=False)
class Page:
    """The visible text of a body: pieces ("atoms") in document order, the lines they make, the elements around them."""

    charset: str | None
    problem: str | None
    html: bool
    title: str | None = None
    truncated: str | None = None  # what shows that the body ends too early
    # atoms
    texts: list[str] = field(default_factory=list)
    holders: list[int] = field(default_factory=list)  # the innermost element of an atom
    orders: list[int] = field(default_factory=list)  # place of an atom among all nodes
    line_of: list[int] = field(default_factory=list)
    unseen: set[int] = field(default_factory=set)  # atoms from attributes
    pictures: set[int] = field(default_factory=set)  # those of them that stand for a picture
    glued: set[int] = field(default_factory=set)  # atoms that follow the one before without a blank
    # elements
    tags: list[str] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    nodes: list[LexborNode] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)  # place of an element among all nodes
    ends: list[int] = field(default_factory=list)  # place of its last descendant
    furniture: list[bool] = field(default_factory=list)  # by tag or role, inherited
    # lines
    first_atoms: list[int] = field(default_factory=list)
    soft: list[bool] = field(default_factory=list)  # begins after a br or a newline, not with a block
    after_blank: list[bool] = field(default_factory=list)  # plain text: an empty line stands before
    _classes: dict[int, frozenset[str]] = field(default_factory=dict)
    _positions: list[int] = field(default_factory=list)
    _line_texts: list[str] = field(default_factory=list)
    _sites: dict[int, bool] = field(default_factory=dict)

    # --- lines -------------------------------------------------------------------------------------------------
    @property
    def count(self) -> int:
        return len(self.first_atoms)

    def atoms_of(self, line: int) -> range:
        last = self.first_atoms[line + 1] if line + 1 < len(self.first_atoms) else len(self.texts)
        return range(self.first_atoms[line], last)

    def text_of(self, line: int) -> str:
        if not self._line_texts:
            self._line_texts = [self.join(self.atoms_of(number)) for number in range(self.count)]
        return self._line_texts[line]

    def join(self, atoms: range) -> str:
        """The text of atoms of one line; a blank stands between two unless the page shows them as one word."""
        if len(atoms) == 1:
            return self.texts[atoms[0]]
        parts: list[str] = []
        for atom in atoms:
            if parts and atom not in self.glued:
                parts.append(" ")
            parts.append(self.texts[atom])
        return "".join(parts)

    def lines(self) -> list[Line]:
        """All lines, for people and tests; the reader itself works on atoms."""
        found = []
        for number in range(self.count):
            atoms = self.atoms_of(number)
            holder = self.holders[atoms[0]]
            found.append(
                Line(
                    number + 1,
                    self.text_of(number),
                    self.path(holder),
                    self.tags[holder],
                    self.level(number),
                    all(self.emphasised(self.holders[atom]) for atom in atoms),
                    next((target for atom in atoms if (target := self.target(self.holders[atom]))), None),
                    not all(atom in self.unseen for atom in atoms),
                )
            )
        return found

    # --- elements ----------------------------------------------------------------------------------------------
    def atoms_in(self, element: int) -> range:
        """The atoms inside an element."""
        return range(bisect_left(self.orders, self.starts[element]), bisect_left(self.orders, self.ends[element] + 1))

    def classes(self, element: int) -> frozenset[str]:
        found = self._classes.get(element)
        if found is None:
            value = self.nodes[element].attributes.get("class") if self.nodes else None
            found = self._classes[element] = frozenset(value.split()) if value else frozenset()
        return found

    def depth(self, element: int) -> int:
        """How many elements stand around an element."""
        found = 0
        while element > 0:
            element = self.parents[element]
            found += 1
        return found

    def place(self, element: int) -> int:
        """How many child elements its parent has before it."""
        parent = self.parents[element]
        return sum(1 for other in range(parent + 1, element) if self.parents[other] == parent)

    def attribute(self, element: int, name: str) -> str | None:
        return self.nodes[element].attributes.get(name) if self.nodes else None

    def level(self, line: int) -> int:
        """The heading level of a line, 0 for none; a line counts as heading when all of it stands in one."""
        atoms = self.atoms_of(line)
        element = self.holders[atoms[0]]
        while element > 0:
            level = _LEVELS.get(self.tags[element], 0)
            if not level and self.tags[element] in ("div", "span", "p") and element in self._roles:
                level = self._roles[element]
            if level:
                return level if self.ends[element] >= self.orders[atoms[-1]] else 0
            element = self.parents[element]
        return 0

    _roles: dict[int, int] = field(default_factory=dict)

    def emphasised(self, element: int) -> bool:
        while element > 0:
            tag = self.tags[element]
            if tag in _EMPHASIS or tag in _LEVELS:
                return True
            if tag in _BLOCKS:
                return False
            element = self.parents[element]
        return False

    def target(self, element: int) -> str | None:
        """Where the link around an element leads."""
        while element > 0:
            if self.tags[element] == "a":
                return self.attribute(element, "href")
            if self.tags[element] in _BLOCKS:
                return None
            element = self.parents[element]
        return None

    def of_site(self, element: int) -> bool:
        """Whether an element belongs to the site around the page: by tag or role, or by what its class or id says."""
        if not self.html or self.furniture[element]:
            return self.html
        chain: list[int] = []
        found: bool | None = False
        while element > 0:
            found = self._sites.get(element)
            if found is not None:
                break
            chain.append(element)
            element = self.parents[element]
        found = bool(found)
        for inner in reversed(chain):
            if not found:
                names = [*self.classes(inner), self.attribute(inner, "id") or ""]
                # A name such as "content-with-sidebar" on the box of the whole page says nothing of its contents.
                found = any(map(_names_site, names)) and len(self.atoms_in(inner)) * 2 <= len(self.texts)
            self._sites[inner] = found
        return found

    def is_block(self, element: int) -> bool:
        return is_block(self.tags[element])

    def path(self, element: int) -> str:
        """The element path, with places among siblings of the same name where there are several: `html/body/div[2]/p`."""
        if not self.html:
            return ""
        if not self._positions:
            counts: dict[tuple[int, str], int] = {}
            for parent, tag in zip(self.parents, self.tags, strict=True):
                key = (parent, tag)
                counts[key] = place = counts.get(key, 0) + 1
                self._positions.append(place)
        steps: list[str] = []
        while element >= 0:
            place = self._positions[element]
            steps.append(f"{self.tags[element]}[{place}]" if place > 1 else self.tags[element])
            element = self.parents[element]
        return "/".join(reversed(steps))


def _names_site(name: str) -> bool:
    words = _NAME_WORD.findall(name.lower())
    return bool(words) and (words[0].startswith(_SITE_NAMES) or any(word.startswith(_SITE_WORDS) for word in words))


def is_block(tag: str) -> bool:
    # An element with a hyphen is a component of somebody's; they are used as boxes.
    return tag in _BLOCKS or "-" in tag


def is_markup(text: str, content_type: str | None) -> bool:
    """Whether text is HTML; a `<` alone does not make it so."""
    if content_type and content_type.split(";")[0].strip().lower() == "text/plain":
        return False
    return "<" in text and bool(_MARKUP.search(text) or _PLAIN_MARKUP.search(text))


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
    page.furniture.append(False)
    blank = False
    order = 0
    for raw in re.split(r"\r\n|[\n\r\f\v\u0085\u2028\u2029]", text):
        line = clean(raw)
        if not line:
            blank = True
            continue
        order += 1
        page.first_atoms.append(len(page.texts))
        page.line_of.append(len(page.texts))
        page.texts.append(line)
        page.holders.append(0)
        page.orders.append(order)
        page.soft.append(True)
        page.after_blank.append(blank)
        blank = False
    page.ends.append(order)


def _walk(page: Page, parser: LexborHTMLParser) -> None:
    root = parser.root
    if root is None:
        return
    title = parser.css_first("head title")
    page.title = (clean(title.text()) or None) if title is not None else None
    odd = {node.mem_id: node for node in parser.css(_ODD)}
    texts, holders, orders, line_of = page.texts, page.holders, page.orders, page.line_of
    tags, parents, nodes, starts, ends, furniture = (
        page.tags,
        page.parents,
        page.nodes,
        page.starts,
        page.ends,
        page.furniture,
    )
    index: dict[int, int] = {}
    unseen: list[bool] = []
    boxes: list[int] = []  # the nearest block around an element
    newlines: list[bool] = []
    line_box = -1
    fresh, soft, blank = True, False, False
    order = 0
    trailing_blank = True

    def put(text: str, element: int, shown: bool = True) -> None:
        nonlocal fresh, soft, line_box, blank
        if fresh or boxes[element] != line_box:
            page.first_atoms.append(len(texts))
            page.soft.append(soft)
            page.after_blank.append(blank)
            blank = False
            line_box = boxes[element]
            fresh = soft = False
        if not shown:
            page.unseen.add(len(texts))
        texts.append(text)
        holders.append(element)
        orders.append(order)
        line_of.append(len(page.first_atoms) - 1)

    for node in root.traverse(include_text=True, skip_empty=True):
        tag = node.tag
        if tag == "-text":
            parent = index.get(node.parent.mem_id, -1)  # type: ignore[union-attr]
            if parent < 0 or unseen[parent]:
                continue
            order += 1
            ends[parent] = order
            raw = node.text_content or ""
            if newlines[parent]:
                for part in raw.splitlines():
                    if text := clean(part):
                        put(text, parent)
                        order += 1
                        ends[parent] = order
                    fresh = soft = True
                fresh = soft = raw.endswith(("\n", "\r"))
                continue
            text = clean(raw)
            if not text:
                continue
            if not fresh and texts and boxes[parent] == line_box and not trailing_blank and not raw[0].isspace():
                # Text and element touch: one word, as the page shows it. Two elements side by side: two words.
                last = holders[-1]
                if _inside(parents, parent, last) or _inside(parents, last, parent):
                    page.glued.add(len(texts))
            put(text, parent)
            trailing_blank = raw[-1].isspace()
            continue
        if tag is None or tag.startswith("-") or tag.startswith("!") or tag == "_PI":
            continue
        parent_node = node.parent
        parent = index.get(parent_node.mem_id, -1) if parent_node is not None else -1
        order += 1
        element = len(tags)
        mem_id = node.mem_id
        index[mem_id] = element
        tags.append(tag)
        parents.append(parent)
        nodes.append(node)
        starts.append(order)
        ends.append(order)
        hidden = tag in _UNSEEN or (parent >= 0 and unseen[parent])
        unseen.append(hidden)
        block = tag in _BLOCKS or "-" in tag
        boxes.append(element if block or parent < 0 else boxes[parent])
        newlines.append(tag in _KEEPS_NEWLINES or (parent >= 0 and newlines[parent]))
        furniture.append(tag in _FURNITURE or (parent >= 0 and furniture[parent]))
        if block:
            fresh, soft, blank = True, False, False
        if hidden:
            continue
        if tag == "br":
            blank = fresh and soft  # two in a row leave a line empty
            fresh = soft = True
        elif tag == "img":
            alternative = node.attributes.get("alt")
            if alternative and (text := clean(alternative)):
                page.pictures.add(len(texts))
                put(text, element, shown=False)
            trailing_blank = True  # a picture divides words, also one without text ("amt<img>kreis.example")
        if mem_id in odd:
            spoken = _oddities(page, node, element, unseen)
            if spoken:
                if tag != "input":
                    fresh, soft = True, False
                put(spoken, element, shown=False)
                trailing_blank = True
                if tag != "input":
                    fresh, soft = True, False
    for element in range(len(tags) - 1, 0, -1):
        parent = parents[element]
        if parent >= 0 and ends[element] > ends[parent]:
            ends[parent] = ends[element]


def _inside(parents: list[int], element: int, ancestor: int) -> bool:
    """Whether an element lies in another; ancestors have smaller numbers."""
    while element > ancestor:
        element = parents[element]
    return element == ancestor


def _oddities(page: Page, node: LexborNode, element: int, unseen: list[bool]) -> str | None:
    """What the rare attributes of an element say: hidden, furniture, heading, a label or value only they hold."""
    attributes = node.attributes
    style = attributes.get("style")
    if "hidden" in attributes or (style and _HIDDEN_STYLE.search(style)):
        unseen[element] = True
        return None
    role = attributes.get("role")
    if role in _FURNITURE_ROLES:
        page.furniture[element] = True
    elif role == "heading":
        level = attributes.get("aria-level") or "2"
        page._roles[element] = int(level) if level.isdigit() and level != "0" else 2
    tag = page.tags[element]
    if tag == "input":
        kind = (attributes.get("type") or "text").lower()
        return clean(attributes.get("value") or "") if kind in ("text", "email", "tel", "url") else None
    spoken = attributes.get("aria-label")
    if (
        spoken
        and tag not in ("a", "button", "img", "input", "select", "textarea", "svg", "i", "ul", "ol")
        and not page.furniture[element]
    ):
        return clean(spoken)
    return None
