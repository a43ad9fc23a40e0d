"""A label where it stands on a page, with what its place says of it: colon, own element, neighbours on its line."""

import re
from dataclasses import dataclass

from jsiq_scrape.parse.page import Page
from jsiq_scrape.parse.vocabulary import Term

_BULLETS = re.compile(r"[\s•·▪■►▸●○–—*\-]*")
_FOOTNOTE = re.compile(r"[(\[]?(?:\d{1,2}|\*{1,3}|†)[)\]]?:?")
CELLS = ("td", "th")


@dataclass(slots=True, eq=False)
class Mark:
    """A label where it stands: from (atom, start) to (last, end), colon included."""

    term: Term | None  # None: the vocabulary does not know it
    label: str  # as printed, without its final colon
    atom: int
    start: int
    last: int
    end: int
    line: int
    colon: bool
    own: int = -1  # the largest element that holds the label alone, -1 where it shares its element with other text
    alone: bool = False  # nothing follows it on its line
    leads: bool = True  # nothing stands before it on its line
    level: int = 0  # of the heading it is
    link: bool = False
    chain: tuple[str, ...] = ()  # tags from own to the label's text
    inner: int = -1  # where others of its kind have their value: the element that own would be if this one had one too
    area: bool = False  # "FG 1:", opens a funding area

    @property
    def place(self) -> tuple[int, int]:
        return self.atom, self.start

    @property
    def rank(self) -> int:
        """How sure its form makes it a label: own element and colon 3, one of them 2, alone on its line 1, else 0."""
        return (self.own >= 0) + self.colon + (1 if self.own >= 0 or self.colon or self.alone else 0)


def complete(page: Page, line: int, atoms: range, mark: Mark) -> Mark:
    """Fill in what the place of a label says: colon, own element, neighbours on its line."""
    text = page.texts[mark.last]
    rest = text[mark.end :].lstrip()
    if (
        not rest
        and mark.last + 1 in atoms
        and page.tags[page.holders[mark.last + 1]] in ("sup", "a")
        and _FOOTNOTE.fullmatch(page.texts[mark.last + 1])
    ):
        mark.last += 1
        mark.end = len(page.texts[mark.last])
    if rest.startswith(":"):
        mark.colon = True
        mark.end = text.index(":", mark.end) + 1
        rest = text[mark.end :].lstrip()
    elif not rest and mark.last + 1 in atoms and page.texts[mark.last + 1].startswith(":"):
        mark.colon = True  # <b>Label</b>: value
    mark.own = _own(page, mark) if not rest and mark.start == _first_letter(page.texts[mark.atom]) else -1
    if mark.colon and not rest and not page.texts[mark.last].rstrip().endswith(":"):
        mark.last += 1
        mark.end = 1
        rest = page.texts[mark.last][1:].lstrip()
    mark.label = mark.label.rstrip(" :")
    mark.alone = not rest and mark.last == atoms[-1]
    mark.leads = mark.atom == atoms.start
    mark.level = page.level(line) if mark.leads else 0
    mark.link = page.target(page.holders[mark.atom]) is not None
    if mark.own >= 0:
        mark.chain = tag_chain(page, mark.own, page.holders[mark.atom])
    return mark


def _first_letter(text: str) -> int:
    return _BULLETS.match(text).end() if text[0] in " •·▪■►▸●○–—*-" else 0  # type: ignore[union-attr]


def _own(page: Page, mark: Mark) -> int:
    """The largest element that holds the label and nothing else; -1 for none."""
    if not page.html:
        return -1
    element = page.holders[mark.atom]
    while element > 0 and page.atoms_in(element).stop <= mark.last:
        element = page.parents[element]
    own = -1
    while element > 0 and page.tags[element] not in ("body", "html", "main"):
        inside = page.atoms_in(element)
        if inside.start < mark.atom or inside.stop > mark.last + 1:
            break
        own = element
        tag = page.tags[element]
        if tag == "dt" or (tag in CELLS and _cells_beside(page, element)):
            break
        element = page.parents[element]
    return own


def _cells_beside(page: Page, cell: int) -> bool:
    return any(other != cell for other in page.children(page.parents[cell]) if page.tags[other] in CELLS)


def tag_chain(page: Page, element: int, leaf: int) -> tuple[str, ...]:
    chain: list[str] = []
    while leaf >= element:
        chain.append(page.tags[leaf])
        leaf = page.parents[leaf]
    return tuple(reversed(chain))
