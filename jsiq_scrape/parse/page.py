"""A body as numbered lines of visible text, each piece of it knowing the element it stands in.

A page of 41 kB has about a thousand nodes, and reading it may take a millisecond; so elements are rows in lists, not
objects, and attributes are asked for only where a label or a boundary is in question.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

# Elements that browsers show on lines of their own (HTML standard, 15.3); table cells and options too.
BLOCKS = frozenset(
    "html body address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr legend li listing main menu nav ol optgroup option p "
    "plaintext pre search section select summary table caption colgroup tbody td textarea tfoot th thead tr ul "
    "xmp".split()
)
LEVELS = {f"h{level}": level for level in range(1, 7)} | {"legend": 6, "summary": 6, "caption": 6}
_EMPHASIS = frozenset("b strong em i u mark th dt label legend".split())
_LONGEST_PATH = 100  # steps; deeper pages are made by generators that never close, and each path would be a page long


@lru_cache(maxsize=4096)  # elements share their classes, and pages of a site do
def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


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
    line_of: list[int] = field(default_factory=list)
    unseen: set[int] = field(default_factory=set)  # atoms from attributes
    pictures: set[int] = field(default_factory=set)  # those of them that stand for a picture
    of_site: bytearray = field(default_factory=bytearray)  # 1 for atoms of the site around the page
    own: list[int] = field(default_factory=list)  # the other atoms
    asides: set[int] = field(default_factory=set)  # atoms of the site inside the page: no value has them or ends there
    glued: set[int] = field(default_factory=set)  # atoms that follow the one before without a blank
    # elements, in document order; what lies inside hidden ones is not among them
    tags: list[str] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    attributes: list[dict[str, str | None]] = field(default_factory=list)
    depths: list[int] = field(default_factory=list)  # how many elements stand around each
    starts: list[int] = field(default_factory=list)  # the first atom inside or behind an element
    stops: list[int] = field(default_factory=list)  # the first atom behind an element
    nexts: list[int] = field(default_factory=list)  # the first element that is not inside an element
    furniture: bytearray = field(default_factory=bytearray)  # 1 where tag or role says so, of it or one around it
    # lines
    first_atoms: list[int] = field(default_factory=list)
    soft: set[int] = field(default_factory=set)  # lines that begin after a br or a newline, not with a block
    after_blank: set[int] = field(default_factory=set)  # lines of plain text before which an empty one stands
    indents: list[int] = field(default_factory=list)  # how far lines of plain text are set in
    headings: list[int] = field(default_factory=list)  # lines that are one
    levels: bytearray = field(default_factory=bytearray)  # of the heading that a line is, 0 for none
    _classes: dict[int, frozenset[str]] = field(default_factory=dict)
    _places: dict[int, tuple[int, int]] = field(default_factory=dict)
    _controls: tuple[frozenset[int], frozenset[int]] | None = None
    _links: dict[int, int] = field(default_factory=dict)  # the link around an element, -1 for none
    _paths: dict[int, str] = field(default_factory=dict)

    # --- lines -------------------------------------------------------------------------------------------------
    @property
    def count(self) -> int:
        return len(self.first_atoms)

    def atoms_of(self, line: int) -> range:
        first_atoms = self.first_atoms
        last = first_atoms[line + 1] if line + 1 < len(first_atoms) else len(self.texts)
        return range(first_atoms[line], last)

    def text_of(self, line: int) -> str:
        return self.join(self.atoms_of(line))

    def join(self, atoms: range) -> str:
        """The text of atoms of one line; a blank stands between two unless the page shows them as one word."""
        if len(atoms) == 1:
            return self.texts[atoms.start]
        parts: list[str] = []
        for atom in atoms:
            if parts and atom not in self.glued:
                parts.append(" ")
            parts.append(self.texts[atom])
        return "".join(parts)

    def level(self, line: int) -> int:
        """The heading level of a line, 0 for none; a line counts as heading when all of it stands in one."""
        return self.levels[line]

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
        return range(self.starts[element], self.stops[element])

    def children(self, element: int) -> Iterator[int]:
        """The child elements, in order."""
        nexts = self.nexts
        child, end = element + 1, nexts[element]
        while child < end:
            yield child
            child = nexts[child]

    def classes(self, element: int) -> frozenset[str]:
        found = self._classes.get(element)
        if found is None:
            found = self._classes[element] = _words(self.attribute(element, "class") or "")
        return found

    def attribute(self, element: int, name: str) -> str | None:
        return self.attributes[element].get(name) if self.attributes else None

    def depth(self, element: int) -> int:
        """How many elements stand around an element."""
        return self.depths[element]

    def place(self, element: int) -> int:
        """How many child elements its parent has before it."""
        return self._place(element)[0]

    def _place(self, element: int) -> tuple[int, int]:
        """How many children of its parent stand before an element, and how many of the same tag."""
        found = self._places.get(element)
        if found is None and element > 0:
            places, tags, nexts = self._places, self.tags, self.nexts
            counts: dict[str, int] = {}
            parent, place = self.parents[element], 0
            child, end = parent + 1, nexts[parent]
            while child < end:
                tag = tags[child]
                same = counts[tag] = counts.get(tag, -1) + 1
                places[child] = (place, same)
                child = nexts[child]
                place += 1
            found = places[element]
        return found or (0, 0)

    def emphasised(self, element: int) -> bool:
        while element > 0:
            tag = self.tags[element]
            if tag in _EMPHASIS or tag in LEVELS:
                return True
            if tag in BLOCKS:
                return False
            element = self.parents[element]
        return False

    @property
    def controls(self) -> tuple[frozenset[int], frozenset[int]]:
        """The atoms of buttons, and those of them that stand in a form."""
        if self._controls is None:
            buttons = self._atoms_of_tag("button")
            self._controls = buttons, buttons & self._atoms_of_tag("form") if buttons else buttons
        return self._controls

    def _atoms_of_tag(self, tag: str) -> frozenset[int]:
        if tag not in self.tags:
            return frozenset()
        elements = (element for element, other in enumerate(self.tags) if other == tag)
        return frozenset(atom for element in elements for atom in self.atoms_in(element))

    def target(self, element: int) -> str | None:
        """Where the link around an element leads."""
        links, tags = self._links, self.tags
        inner: list[int] = []
        while element not in links:
            if element <= 0 or tags[element] == "a" or tags[element] in BLOCKS:
                links[element] = element if tags[element] == "a" else -1
                break
            inner.append(element)
            element = self.parents[element]
        link = links[element]
        for each in inner:
            links[each] = link
        return self.attribute(link, "href") if link > 0 else None

    def is_block(self, element: int) -> bool:
        tag = self.tags[element]
        # An element with a hyphen is a component of somebody's; they are used as boxes.
        return tag in BLOCKS or "-" in tag

    def path(self, element: int) -> str:
        """The element path, with places among siblings of the same name where there are several: `html/body/div[2]/p`.

        Of an element more than a hundred deep, it holds the last hundred steps behind a "…".
        """
        if not self.html:
            return ""
        paths, parents = self._paths, self.parents
        known = paths.get(element)
        if known is not None:
            return known
        if self.depth(element) >= _LONGEST_PATH:
            return "/".join(["…", *reversed([self._step(each) for each in self._around(element, _LONGEST_PATH)])])
        if element == 0:
            return self.tags[0]
        inner: list[int] = []
        while element > 0 and element not in paths:
            inner.append(element)
            element = parents[element]
        path = paths[element] if element > 0 else self.tags[0]
        for each in reversed(inner):
            self._fill_paths(parents[each], path)
            path = paths[each]
        return path

    def _fill_paths(self, parent: int, path: str) -> None:
        """The paths of all children at once: where one holds a value, its siblings do too."""
        paths, tags, nexts = self._paths, self.tags, self.nexts
        counts: dict[str, int] = {}
        child, end = parent + 1, nexts[parent]
        while child < end:
            tag = tags[child]
            count = counts[tag] = counts.get(tag, 0) + 1
            paths[child] = f"{path}/{tag}[{count}]" if count > 1 else f"{path}/{tag}"
            child = nexts[child]

    def _around(self, element: int, count: int) -> Iterator[int]:
        for _ in range(count):
            yield element
            element = self.parents[element]

    def _step(self, element: int) -> str:
        same = self._place(element)[1]
        return f"{self.tags[element]}[{same + 1}]" if same else self.tags[element]
