"""A label where it stands on a page, with what its place says of it: colon, own element, neighbours on its line."""

import re
from dataclasses import dataclass
from operator import attrgetter

from jsiq_scrape.parse.page import Page
from jsiq_scrape.parse.vocabulary import Term

CELLS = ("td", "th")
#: A colon, also as it is typed in Chinese and Japanese, and the sign of a ratio.
COLONS = (":", "\uff1a", "\u2236", "\ufe55")
# What stands before a label and is no part of it: bullets, pictograms, letters of icon fonts, numbers of a list. Not
# boxes and ticks, which are answers, and not what divides the steps of a breadcrumb.
_SIGNS = (
    "\\s•·‣◦–—*#\\-\u2300-\u23ff\u25a0\u25a2-\u260f\u2613-\u2712\u2719-\u27bf\u2b00-\u2bff\ue000-\uf8ff\ufe0f"
    "\U0001f000-\U0001faff"
)
_LEAD = re.compile(rf"[{_SIGNS}]*(?:(?:\d{{1,2}}(?:\.\d{{1,2}})*[.)]|\d{{1,2}}(?:\.\d{{1,2}})+|[a-z]\))\s+)?")
_ONLY_SIGNS = re.compile(rf"[{_SIGNS}]+|\d{{1,2}}(?:\.\d{{1,2}})*[.)]")
#: A mark that leads from a label to a note: "Zeitraum*", "Zeitraum¹".
NOTE = r"[*†‡¹²³⁴⁵⁶⁷⁸⁹]{1,3}(?!\w)"
_NOTE = re.compile(NOTE)
_FOOTNOTE = re.compile(r"[(\[]?(?:\d{1,2}|i)[)\]]?:?")
_HINT = re.compile(r"[(\[]?(?:\?|i|ⓘ|ℹ\ufe0f?|¶|#|\*{1,3}|†)[)\]]?:?")
# What some pages have in place of a colon; a dash before a single date may belong to the date.
_SEPARATOR = re.compile(r"(?:=|\.{3,}|…+|_{3,}|[–—-](?!\s*\d[\d.\s]*$))\s+(?=\S)")
_SEPARATOR_BEHIND = re.compile(r"(?:[=|→»>·]|\.{3,}|…+|_{3,}|[–—-](?!\s*\d[\d.\s]*$))(?:\s+|$)")
_ONLY_SEPARATOR = re.compile(r"[=|→»>·–—-]|\.{3,}|…+|_{3,}")


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
    value: int = -1  # the element of its value, where it stands apart from the label
    record: int = 0  # of the row of a table that is a project: its number, from 1

    @property
    def place(self) -> tuple[int, int]:
        return self.atom, self.start

    @property
    def rank(self) -> int:
        """How sure its form makes it a label: own element and colon 3, one of them 2, alone on its line 1, else 0."""
        return (self.own >= 0) + self.colon + (1 if self.own >= 0 or self.colon or self.alone else 0)


#: Marks in the order of the page.
PLACE = attrgetter("atom", "start")


def style_counts(mark: Mark) -> bool:
    """Whether a label is of those whose markup most others of a page share."""
    return mark.term is not None and mark.term.scope in ("project", "any")


def lead(text: str) -> int:
    """How many characters at the beginning of a text only lead to it: bullets, pictograms, the number of an item."""
    return 0 if text[0].isalpha() else _LEAD.match(text).end()  # type: ignore[union-attr]


def only_leads(text: str) -> bool:
    """Whether a text is nothing but a bullet, a pictogram or a number in front of something."""
    return not text[0].isalpha() and _ONLY_SIGNS.fullmatch(text) is not None


def complete(page: Page, line: int, atoms: range, mark: Mark) -> Mark:
    """Fill in what the place of a label says: colon, own element, neighbours on its line."""
    text = page.texts[mark.last]
    rest = ""
    if mark.end < len(text):
        if note := _NOTE.match(text, mark.end):
            mark.end = note.end()
        rest = text[mark.end :].lstrip()
    while not rest and mark.last + 1 in atoms and _is_note(page, mark, mark.last + 1):
        mark.last += 1
        text = page.texts[mark.last]
        mark.end = len(text)
    separator = 0  # what of the next atom is no value either
    behind = page.texts[mark.last + 1] if not rest and mark.last + 1 in atoms else ""
    if rest.startswith(COLONS):
        mark.colon = True
        mark.end = len(text) - len(rest) + 1
        if text[: mark.start].endswith("*"):  # **Label:** value
            mark.end += len(text[mark.end :]) - len(text[mark.end :].lstrip("*"))
        rest = text[mark.end :].lstrip()
    elif behind.startswith(COLONS):
        mark.colon = True  # <b>Label</b>: value
        separator = 0 if text.rstrip().endswith(COLONS) else 1
    elif not rest and text.rstrip().endswith(COLONS):
        mark.colon = True  # a note with the colon behind it
    elif mark.last + 1 in atoms and _ONLY_SEPARATOR.fullmatch(rest):
        mark.end, rest = len(text), ""  # <b>Label –</b> value
    elif rest and (sign := _SEPARATOR.match(rest)):
        mark.end = len(text) - len(rest) + sign.end()
        mark.colon = rest[0] not in "–—-"
        rest = text[mark.end :]
    elif behind and (sign := _SEPARATOR_BEHIND.match(behind)):
        followed = sign.end() < len(behind) or mark.last + 2 in atoms
        separator = sign.end() if followed else 0
    mark.own = _own(page, mark) if not rest and mark.start == lead(page.texts[mark.atom]) else -1
    if separator:
        mark.last += 1
        mark.end = separator
        rest = page.texts[mark.last][separator:].lstrip()
        if not rest and (whole := _own(page, mark)) >= 0:
            mark.own = whole  # Label<span>:</span>, <div><b>Label</b>:</div>
    mark.label = mark.label.rstrip(" :\uff1a\u2236\ufe55")
    if not page.html:
        mark.label = mark.label.lstrip("# ")
    mark.alone = not rest and mark.last == atoms[-1]
    mark.leads = mark.atom == atoms.start
    mark.level = page.level(line) if mark.leads else 0
    mark.link = page.target(page.holders[mark.atom]) is not None
    if mark.own >= 0:
        mark.chain = tag_chain(page, mark.own, page.holders[mark.atom])
    return mark


def unknown_label(page: Page, text: str, atom: int, last: int) -> Mark:
    """The mark of a label that no vocabulary knows: all from one atom to another, but for its colon."""
    line = page.line_of[atom]
    end = len(page.texts[last].rstrip(": "))
    return complete(page, line, page.atoms_of(line), Mark(None, text, atom, 0, last, end, line, False))


def _is_note(page: Page, mark: Mark, atom: int) -> bool:
    """Whether an atom behind a label leads to a note or explains it: a footnote's number, a "?" in a button."""
    holder = page.holders[atom]
    if holder in (page.holders[mark.last], page.parents[page.holders[mark.last]]):
        return False
    pattern = _FOOTNOTE if page.tags[holder] in ("sup", "a") else _HINT
    return pattern.fullmatch(page.texts[atom]) is not None or _HINT.fullmatch(page.texts[atom]) is not None


def _own(page: Page, mark: Mark) -> int:
    """The largest element that holds the label and nothing else; -1 for none."""
    if page.holders[mark.atom] == 0:
        return -1  # plain text
    parents, tags, starts, stops = page.parents, page.tags, page.starts, page.stops
    element = page.holders[mark.atom]
    while element > 0 and stops[element] <= mark.last:
        element = parents[element]
    own = -1
    while element > 0 and starts[element] >= mark.atom and stops[element] <= mark.last + 1:
        tag = tags[element]
        if tag in ("body", "html", "main"):
            break
        own = element
        if tag == "dt" or (tag in CELLS and _cells_beside(page, element)):
            break
        element = parents[element]
    return own


def _cells_beside(page: Page, cell: int) -> bool:
    return any(other != cell for other in page.children(page.parents[cell]) if page.tags[other] in CELLS)


def alike_in_tags(page: Page, mark: Mark, line: int) -> bool:
    """Whether a line stands beside a label, in the same tags, of which there are several: <p><b>."""
    if len(mark.chain) < 2:
        return False
    atoms = page.atoms_of(line)
    element = leaf = page.holders[atoms.start]
    while element > 0 and page.parents[element] != page.parents[mark.own]:
        element = page.parents[element]
    return element > 0 and page.atoms_in(element) == atoms and tag_chain(page, element, leaf) == mark.chain


def tag_chain(page: Page, element: int, leaf: int) -> tuple[str, ...]:
    chain: list[str] = []
    while leaf >= element:
        chain.append(page.tags[leaf])
        leaf = page.parents[leaf]
    return tuple(reversed(chain))
