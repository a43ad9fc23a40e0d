"""A page as flat arrays: text nodes, the elements around them, and the lines they make.

A page of 86 kB has some 3,000 nodes, and reading it may take a few milliseconds; so elements and text nodes are numbers
into arrays, in document order, and attributes are asked for only where a label or an end is in question.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

# Elements that browsers show on lines of their own (HTML standard, 15.3); table cells and options too.
BLOCKS = frozenset(
    "html body address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr legend li listing main menu nav ol optgroup option p "
    "plaintext pre search section select summary table caption colgroup tbody td textarea tfoot th thead tr ul "
    "xmp".split()
)
HEADINGS = {f"h{level}": level for level in range(1, 7)} | {"legend": 6, "summary": 6, "caption": 6}
EMPHASIS = frozenset("b strong em i u mark".split())
CELLS = frozenset(("td", "th"))
VERBATIM = frozenset("pre listing plaintext xmp textarea".split())

_BOILERPLATE_TAGS = frozenset("nav footer aside select option dialog".split())
_BOILERPLATE_ROLES = frozenset("navigation contentinfo banner search dialog alertdialog complementary menu".split())
_BOILERPLATE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:foot(?:er)?|breadcrumbs?|cookies?|consent|sidebar|navi?|navigation|menu|toplink|backlink|skip\w*|"
    r"share|social|related|banner|print\w*|toolbar|pager)(?=$|[\s_-])|(?:^|\s)teaser(?=$|[\s_-])",
    re.IGNORECASE,
)
_LONGEST_HEADING = 12  # texts; an element with more before a line is one that nobody closed
_LONGEST_PATH = 100  # steps of an element path; deeper pages are made by programs that never close an element


@dataclass(frozen=True, slots=True)
class Line:
    """One line as a person sees it, with what its markup says of it."""

    number: int  # from 1
    text: str
    path: str  # element path, "" for plain text
    level: int  # of the heading, 0 for no heading
    target: str | None  # of the first link in it
    visible: bool  # False for text that stands in an attribute (alt, value)


@dataclass(slots=True, eq=False)
class Document:
    """The text of a page; `texts[n]` stands in element `owners[n]` on line `line_of[n]`."""

    html: bool
    charset: str | None = None
    problem: str | None = None  # what was wrong with the charset
    title: str | None = None
    truncated: str | None = None  # what shows that the body ends too early
    # text nodes
    texts: list[str] = field(default_factory=list)
    owners: list[int] = field(default_factory=list)
    line_of: list[int] = field(default_factory=list)
    glued: set[int] = field(default_factory=set)  # they follow the text before without a blank
    attribute_texts: set[int] = field(default_factory=set)  # alt texts, values of controls
    controls: set[int] = field(default_factory=set)  # text of buttons, and of links that a heading has beside its own
    # elements; what lies inside hidden ones is not among them
    tags: list[str] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)  # the first text node inside or behind an element
    stops: list[int] = field(default_factory=list)  # the first text node behind an element
    nexts: list[int] = field(default_factory=list)  # the first element that is not inside an element
    nodes: list[LexborNode] = field(default_factory=list)  # of HTML, for their attributes
    levels: dict[int, int] = field(default_factory=dict)  # elements that are headings by their role
    rules: list[int] = field(default_factory=list)  # the text nodes that stand behind a horizontal rule
    # lines
    first_nodes: list[int] = field(default_factory=list)
    boxes: list[int] = field(default_factory=list)  # the block that a line stands in
    soft: set[int] = field(default_factory=set)  # lines that begin after a br or a newline, not with a block
    spaced: set[int] = field(default_factory=set)  # those that begin after several, with an empty line above
    indents: list[int] = field(default_factory=list)  # of the lines of plain text, empty for any other
    filled: set[int] = field(default_factory=set)  # lines of plain text that go on with the one above, which was full
    skipped: set[int] = field(default_factory=set)  # lines of plain text inside others: rules, heads and feet of pages
    _attributes: dict[int, dict[str, str | None]] = field(default_factory=dict)
    _classes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _boilerplate: dict[int, bool] = field(default_factory=dict)
    _trusted: set[int] = field(default_factory=set)
    _links: dict[int, int] = field(default_factory=dict)
    _paths: dict[int, str] = field(default_factory=dict)
    _places: dict[int, int] = field(default_factory=dict)  # among the siblings of the same tag
    _headings: dict[int, int] | None = None

    # --- text and lines ----------------------------------------------------------------------------------------
    @property
    def count(self) -> int:
        """How many lines the document has."""
        return len(self.first_nodes)

    def nodes_of(self, line: int) -> range:
        """The text nodes of a line."""
        firsts = self.first_nodes
        return range(firsts[line], firsts[line + 1] if line + 1 < len(firsts) else len(self.texts))

    def join(self, nodes: range) -> str:
        """The text of text nodes; a blank stands between two unless the page shows them as one word."""
        if len(nodes) == 1:
            return self.texts[nodes.start]
        texts, glued = self.texts, self.glued
        return "".join([texts[node] if node in glued or node == nodes.start else f" {texts[node]}" for node in nodes])

    def text_of(self, line: int) -> str:
        """All text of a line."""
        return self.join(self.nodes_of(line))

    def paragraphs(self, lines: list[tuple[int, str]]) -> list[str]:
        """The texts of (line, text); those that the width of a plain text has divided are one again."""
        found: list[str] = []
        for line, text in lines:
            if found and line in self.filled:
                found[-1] += f" {text}"
            else:
                found.append(text)
        return found

    def level(self, line: int) -> int:
        """The heading level of a line, 0 for none; a line is a heading when all of it stands in one."""
        return self.headings().get(line, 0)

    def headings(self) -> dict[int, int]:
        """The lines that are headings, with their levels."""
        if self._headings is None:
            self._headings = {}
            marked = [element for element, tag in enumerate(self.tags) if tag in HEADINGS]
            for element in sorted([*marked, *self.levels]):  # the innermost around a line decides, and comes last
                self._mark_headings(element, HEADINGS.get(self.tags[element]) or self.levels[element], self._headings)
        return self._headings

    def _mark_headings(self, element: int, level: int, headings: dict[int, int]) -> None:
        nodes = self.text_nodes(element)
        if not nodes:
            return
        for line in range(self.line_of[nodes.start], self.line_of[nodes.stop - 1] + 1):
            own = self.nodes_of(line)
            if own.start > nodes.start + _LONGEST_HEADING:
                break
            if own.start >= nodes.start and own.stop <= nodes.stop:
                headings[line] = level
            elif own.start >= nodes.start:
                headings.pop(line, None)

    def rule_behind(self, node: int) -> int:
        """The first text node after the next rule behind a text node; the number of text nodes where none follows."""
        place = bisect_right(self.rules, node)
        return self.rules[place] if place < len(self.rules) else len(self.texts)

    def emphasised(self, node: int) -> bool:
        """Whether a text node stands in bold, italics or the like."""
        element = self.owners[node]
        while element > 0 and self.tags[element] not in BLOCKS:
            if self.tags[element] in EMPHASIS:
                return True
            element = self.parents[element]
        return False

    def visible(self, line: int) -> bool:
        """Whether any text of a line is shown, not only written in an attribute."""
        return not self.attribute_texts or any(node not in self.attribute_texts for node in self.nodes_of(line))

    def lines(self) -> list[Line]:
        """All lines, for people and tests; the reader itself works on text nodes."""
        found = []
        for line in range(self.count):
            nodes = self.nodes_of(line)
            target = next((link for node in nodes if (link := self.target(self.owners[node]))), None)
            path = self.path(self.owners[nodes.start])
            found.append(Line(line + 1, self.text_of(line), path, self.level(line), target, self.visible(line)))
        return found

    # --- elements ----------------------------------------------------------------------------------------------
    def text_nodes(self, element: int) -> range:
        """The text nodes inside an element."""
        return range(self.starts[element], self.stops[element])

    def children(self, element: int) -> Iterator[int]:
        """The child elements, in order."""
        nexts = self.nexts
        child, end = element + 1, nexts[element]
        while child < end:
            yield child
            child = nexts[child]

    def siblings_behind(self, element: int) -> Iterator[int]:
        """The later siblings of an element, in order."""
        nexts = self.nexts
        sibling, end = nexts[element], nexts[self.parents[element]] if element else 0
        while sibling < end:
            yield sibling
            sibling = nexts[sibling]

    def depth(self, element: int) -> int:
        """How many elements are around an element."""
        depth = 0
        while (element := self.parents[element]) >= 0:
            depth += 1
        return depth

    def cells(self, row: int) -> list[int]:
        """The cells of a row of a table."""
        return [cell for cell in self.children(row) if self.tags[cell] in CELLS]

    def rows_below(self, row: int) -> Iterator[int]:
        """The next rows of the same table that hold text."""
        table = self.parents[row]
        groups = [(self.nexts[row], self.nexts[table])]  # the elements to look at, each with what is behind them
        if self.tags[table] == "thead":
            groups += [(group + 1, self.nexts[group]) for group in self.children(self.parents[table]) if group > row]
        for first, end in groups:
            each = first
            while each < end:
                if self.tags[each] == "tr" and self.stops[each] > self.starts[each]:
                    yield each
                each = self.nexts[each]

    def is_in(self, node: int, tag: str) -> bool:
        """Whether a text stands in an element of a tag."""
        return self.is_inside(self.owners[node], tag)

    def is_inside(self, element: int, tag: str) -> bool:
        """Whether an element is of a tag, or stands in one that is."""
        while element > 0 and self.tags[element] != tag:
            element = self.parents[element]
        return element > 0

    def cell_around(self, element: int) -> int:
        """The table cell that an element is or stands in, 0 for none."""
        while element > 0 and self.tags[element] not in CELLS:
            element = self.parents[element]
        return element

    def attribute(self, element: int, name: str) -> str | None:
        """The value of an attribute, None where there is none."""
        return self.attributes(element).get(name)

    def attributes(self, element: int) -> dict[str, str | None]:
        """All attributes of an element, read from the tree when they are first asked for."""
        found = self._attributes.get(element)
        if found is None:
            found = self._attributes[element] = self.nodes[element].attributes if self.nodes else {}
        return found

    def classes(self, element: int) -> tuple[str, ...]:
        """The classes of an element, in the order of the page."""
        named = self.attribute(element, "class")
        if not named:
            return ()
        found = self._classes.get(named)
        if found is None:
            found = self._classes[named] = tuple(named.split())
        return found

    def boilerplate(self, element: int) -> bool:
        """Whether tag, role, class or id of an element, or of one around it, speak of the site around the page.

        Names prove little: where they hold half of the page's text or more, they say nothing.
        """
        known = self._boilerplate
        around: list[int] = []
        while element > 0 and element not in known:
            around.append(element)
            element = self.parents[element]
        found = known.get(element, False)
        for each in reversed(around):
            known[each] = found = found or self._is_boilerplate(each)
        return found

    def _is_boilerplate(self, element: int) -> bool:
        if 2 * (self.stops[element] - self.starts[element]) > len(self.texts):
            return False
        return self._has_boilerplate_tag(element) or (
            element not in self._trusted and self._has_boilerplate_name(element)
        )

    def _has_boilerplate_tag(self, element: int) -> bool:
        tag = self.tags[element]
        if tag == "footer" and self.is_inside(element, "article"):
            return False
        if tag in _BOILERPLATE_TAGS or (tag in ("header", "hgroup") and self.tags[self.parents[element]] == "body"):
            return True
        return tag in BLOCKS and self.attribute(element, "role") in _BOILERPLATE_ROLES

    def _has_boilerplate_name(self, element: int) -> bool:
        if self.tags[element] not in BLOCKS:
            return False
        said = self.attributes(element)
        return any(_BOILERPLATE_NAMES.search(names) for name in ("class", "id") if (names := said.get(name)))

    def trust_names(self, elements: Iterable[int]) -> None:
        """Let classes and ids of elements, and of those around them, say nothing about boilerplate."""
        for each in elements:
            element = each
            while element > 0 and element not in self._trusted:
                self._trusted.add(element)
                element = self.parents[element]
        self._boilerplate.clear()

    def boilerplate_by_tag(self, element: int) -> bool:
        """Whether an element stands in one whose tag or role says that it is a part of the site."""
        while element > 0 and not self._has_boilerplate_tag(element):
            element = self.parents[element]
        return element > 0

    def link(self, element: int) -> int:
        """The link around an element, -1 for none."""
        links, tags = self._links, self.tags
        inner: list[int] = []
        while element not in links:
            if element <= 0 or tags[element] == "a" or tags[element] in BLOCKS:
                links[element] = element if tags[element] == "a" else -1
                break
            inner.append(element)
            element = self.parents[element]
        found = links[element]
        for each in inner:
            links[each] = found
        return found

    def target(self, element: int) -> str | None:
        """Where the link around an element leads."""
        link = self.link(element)
        return self.attribute(link, "href") if link > 0 else None

    def path(self, element: int) -> str:
        """The element path, with places among siblings of the same name where there are several: `html/body/div[2]/p`.

        Of an element more than a hundred deep, it holds the last hundred steps behind a "…".
        """
        if not self.html:
            return ""
        paths, places = self._paths, self._places
        inner: list[int] = []
        while element > 0 and element not in paths and len(inner) < _LONGEST_PATH:
            inner.append(element)
            element = self.parents[element]
        path = paths.get(element) or ("html" if element <= 0 else "…")
        for each in reversed(inner):
            if len(inner) == _LONGEST_PATH:
                path = f"{path}/{self._name(each)}"
                continue
            if each not in places:
                self._number_children(self.parents[each])
            place = places[each]
            path = paths[each] = f"{path}/{self._name(each)}[{place}]" if place > 1 else f"{path}/{self._name(each)}"
        return path

    def _name(self, element: int) -> str:
        """The tag of an element as the page has it, whatever it is shown as."""
        return (self.nodes[element].tag if self.nodes else None) or self.tags[element]

    def _number_children(self, parent: int) -> None:
        """The places of all children among those of their tag: where one holds a value, its siblings do too."""
        counts: dict[str, int] = {}
        for child in self.children(parent):
            tag = self._name(child)
            self._places[child] = counts[tag] = counts.get(tag, 0) + 1
