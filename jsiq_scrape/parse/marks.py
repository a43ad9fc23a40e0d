"""Where labels stand on a page: the known ones by vocabulary and place, the unknown ones because they look alike."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from jsiq_scrape.parse.page import Page
from jsiq_scrape.parse.period import period
from jsiq_scrape.parse.vocabulary import Term, Vocabulary, compact

_BULLETS = re.compile(r"[\s•·▪■►▸●○–—*\-]*")
_BOUNDARY = re.compile(r"\s+|:|$")
_WORD = re.compile(r"\S+")
# A label without colon before a word that goes on with its sentence is prose: "Angebote der Jugendhilfe", "Zeitraum und
# Umfang".  Closed word classes of German; adjectives and nouns ("junge Menschen") may begin a value.
_CONTINUES = frozenset(
    "der die das des dem den ein eine einer eines einem einen und oder sowie sind ist war waren wird werden wurde wurden "
    "hat haben hatte kann können soll sollen muss müssen wie als dass daß welche welcher welches zur zum vom beim im am "
    "ins ans zu von mit bei nach aus auf an in über unter um durch gegen ohne seit bis für richtet richten umfasst "
    "umfassen besteht bestehen dieser dieses diese unserer unsere unser ihrer ihre ihr seiner seine sein nicht auch".split()
)
# Words that open a sentence and never a label, as they stand at the beginning of a line.
_OPENS_SENTENCE = frozenset(word.capitalize() for word in _CONTINUES) | frozenset(
    "Es Wir Er Sie Man Ihr Alle Viele Einige Zudem Darüber Außerdem Dabei Dazu Dort Hier Hierbei Hierzu Hierfür Damit Davon Dafür So "
    "Neben Während Wenn Weil Da Ob Ferner Weiterhin Insbesondere Auch".split()
)
_FOOTNOTE = re.compile(r"[(\[]?(?:\d{1,2}|\*{1,3}|†)[)\]]?:?")
_UNKNOWN = re.compile(r"(?=[^\W_])(?!https?:|mailto:)([^:\n]{1,60}?)\s?:(?=\s|$)")
_SENTENCE_END = re.compile(r"[.!?]\s+\S")
_LONGEST_LABEL = 80  # characters; the longest real one has 52
_CELLS = ("td", "th")


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


def known_marks(page: Page, vocabulary: Vocabulary) -> list[Mark]:
    """All places where a label of the vocabulary can stand, in the order of the page."""
    marks: list[Mark] = []
    for line in range(page.count):
        atoms = page.atoms_of(line)
        before = len(marks)
        found = _match(page, vocabulary, line, atoms, atoms.start)
        if found is not None:
            marks.append(found)
        covered = found.last if found is not None else atoms.start
        for atom in atoms:
            if atom > covered and atom not in page.glued:
                inner = _match(page, vocabulary, line, atoms, atom)
                # Inside a line a label is an element of its own, or has its colon.
                if inner is not None and (inner.colon or (inner.own >= 0 and _differs(page, inner, atoms))):
                    marks.append(inner)
                    covered = inner.last
        if len(marks) > before:
            marks.extend(_inside_text(page, vocabulary, line, marks[before:]))
    marks.sort(key=lambda mark: mark.place)
    return _plausible(page, vocabulary, marks)


def _match(page: Page, vocabulary: Vocabulary, line: int, atoms: range, atom: int) -> Mark | None:
    """The longest label that begins with an atom."""
    text = page.texts[atom]
    start = _BULLETS.match(text).end() if text[0] in " •·▪■►▸●○–—*-" else 0  # type: ignore[union-attr]
    first = _WORD.match(text, start)
    if first is None:
        return None
    word = first[0]
    colon_at = word.find(":")
    head = compact(word if colon_at < 0 else word[:colon_at])
    if head not in vocabulary.prefixes:
        return None
    prefix, last, best = "", atom, None
    while True:
        piece = page.texts[last]
        offset = start if last == atom else 0
        for boundary in _BOUNDARY.finditer(piece, offset):
            stop = boundary.start()
            if boundary[0] == ":" and piece[stop + 1 : stop + 2].islower():
                continue  # a gender mark: "Ansprechpartner:in"
            candidate = prefix + piece[offset:stop]
            form = compact(candidate)
            if form and form in vocabulary.terms and (best is None or compact(best[1]) != form):
                best = (vocabulary.terms[form], candidate, last, stop)
            ended = boundary[0] == ":"
            if ended or (form and form not in vocabulary.prefixes) or len(candidate) > _LONGEST_LABEL:
                return _finish(page, line, atoms, atom, start, best)
        prefix += piece[offset:] + " "
        last += 1
        if last not in atoms:
            return _finish(page, line, atoms, atom, start, best)


def _finish(
    page: Page, line: int, atoms: range, atom: int, start: int, best: tuple[Term, str, int, int] | None
) -> Mark | None:
    if best is None:
        return None
    term, label, last, stop = best
    return complete(page, line, atoms, Mark(term, label.strip(), atom, start, last, stop, line, False))


def complete(page: Page, line: int, atoms: range, mark: Mark) -> Mark:
    """Fill in what the place of a label says: colon, own element, neighbours on its line."""
    text = page.texts[mark.last]
    rest = text[mark.end :].lstrip()
    if not rest and mark.last + 1 in atoms and _FOOTNOTE.fullmatch(page.texts[mark.last + 1]):
        if page.tags[page.holders[mark.last + 1]] in ("sup", "a"):
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
        if tag == "dt" or (tag in _CELLS and _cells_beside(page, element)):
            break
        element = page.parents[element]
    return own


def _cells_beside(page: Page, cell: int) -> bool:
    return any(other != cell for other in children(page, page.parents[cell]) if page.tags[other] in _CELLS)


def children(page: Page, element: int) -> Iterator[int]:
    """The child elements, in order."""
    child = element + 1
    while child < len(page.tags) and page.starts[child] <= page.ends[element]:
        if page.parents[child] == element:
            yield child
        child += 1


def tag_chain(page: Page, element: int, leaf: int) -> tuple[str, ...]:
    chain: list[str] = []
    while leaf >= element:
        chain.append(page.tags[leaf])
        leaf = page.parents[leaf]
    return tuple(reversed(chain))


def _differs(page: Page, mark: Mark, atoms: range) -> bool:
    """Whether a label inside a line is told from its surroundings by element, not only by text."""
    return page.holders[mark.atom] != page.holders[atoms.start] or page.is_block(mark.own) or mark.atom == atoms.start


def _inside_text(page: Page, vocabulary: Vocabulary, line: int, marks: list[Mark]) -> Iterator[Mark]:
    """`Label: value Label: value` in one run of text: known labels with a colon, after the first of the line."""
    atoms = page.atoms_of(line)
    taken = {(mark.last, mark.end) for mark in marks}
    for atom in atoms:
        text = page.texts[atom]
        if ":" not in text:
            continue
        low = max((mark.end for mark in marks if mark.last == atom), default=0)
        for colon in re.finditer(r"\s?:(?=\s|$|\w)", text):
            if (atom, colon.end()) in taken or colon.start() <= low:
                continue
            starts = [
                match.start() for match in _WORD.finditer(text, max(low, colon.start() - _LONGEST_LABEL), colon.start())
            ]
            for start in starts:
                label = text[start : colon.start()]
                term = vocabulary.find(label)
                if term is not None and label[:1].isupper():
                    yield complete(page, line, atoms, Mark(term, label, atom, start, atom, colon.start(), line, False))
                    low = colon.end()
                    break


def _plausible(page: Page, vocabulary: Vocabulary, marks: list[Mark]) -> list[Mark]:
    """Drop what only begins like a label; where most labels of the page are marked up, bare words are prose."""
    kept = [mark for mark in marks if not _furniture(page, mark) and _can_stand(page, vocabulary, mark)]
    kept = [mark for mark in kept if not _office_name(page, mark, kept)]
    strong = sum(1 for mark in kept if _style_counts(mark) and (mark.own >= 0 or mark.colon))
    bare = sum(1 for mark in kept if _style_counts(mark) and mark.own < 0 and not mark.colon)
    if strong > bare:
        kept = [
            mark
            for mark in kept
            if mark.own >= 0 or mark.colon or not _style_counts(mark) or (mark.alone and not page.html)
        ]
    return kept


def _office_name(page: Page, mark: Mark, marks: list[Mark]) -> bool:
    """Whether a word such as "Koordinierungsstelle" or "Stadt" is a title or a name here, and no label."""
    if mark.term is None or mark.term.scope != "office" or mark.term.name == "soziale_stadt" or mark.colon:
        return False
    if mark.own >= 0 and page.tags[mark.own] in ("dt", "th", "label"):
        return False
    return not any(
        other is not mark
        and other.chain == mark.chain
        and other.term
        and other.term.scope in ("contact", "office", "project")
        for other in marks
    )


def _style_counts(mark: Mark) -> bool:
    return mark.term is not None and mark.term.scope in ("project", "any")


def goes_on(text: str) -> bool:
    """Whether a line of flat text can only go on with what stands above it: no label begins like this."""
    words = text.split(None, 2)
    if text[0].islower() or text[0] in "•·▪►–—-*," or words[0].rstrip(",") in _OPENS_SENTENCE:
        return True
    return (
        text.endswith(".") and len(words) > 2 and words[1] in _CONTINUES
    )  # "Angebote der Jugendhilfe werden vermittelt."


def _furniture(page: Page, mark: Mark) -> bool:
    return page.of_site(page.holders[mark.atom])


def _can_stand(page: Page, vocabulary: Vocabulary, mark: Mark) -> bool:
    term = mark.term
    if term is None or not mark.label[:1].isalnum():
        return term is None
    if mark.own >= 0 or mark.colon:
        return mark.leads or mark.colon or mark.own >= 0
    if not mark.label[:1].isupper() or mark.level or (mark.link and not mark.alone):
        return False  # a heading or a link that only begins with the word
    if mark.alone:
        return term.scope != "office" or term.name == "soziale_stadt"
    rest = page.texts[mark.last][mark.end :].strip() or (
        page.texts[mark.last + 1] if mark.last + 1 < len(page.texts) else ""
    )
    words = rest.split()
    if term.name == "period":
        return period(rest).understood or (words != [] and words[0] not in _CONTINUES and _like_period(rest, words))
    if not words or words[0] in _CONTINUES or rest[0] in ",;.)/|":
        return False
    match term.name:
        case "phone" | "fax" | "mobile":
            return sum(character.isdigit() for character in rest) >= 5
        case "email":
            return "@" in rest or "(at)" in rest or "[at]" in rest
        case "website":
            return "." in words[0]
        case "persons":
            return words[0] in ("Herr", "Frau") or (2 <= len(words) <= 5 and all(word[:1].isupper() for word in words))
        case "areas":
            return not words[0][0].isdigit()
    if term.yes_no:
        return words[0].strip(".,;()").lower() in ("ja", "nein") or len(words) <= 2
    return term.scope in ("project", "any")


def _like_period(rest: str, words: list[str]) -> bool:
    return any(character.isdigit() for character in rest) or len(words) <= 3


# --- unknown labels ------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Likeness:
    """How the labels of one kind are marked up: what another label of the page must share with them."""

    chain: tuple[str, ...]
    containers: dict[str, frozenset[str]]  # the elements around the labels: tag, and the classes all of them have
    depths: set[int]
    classes: frozenset[str]  # that they have in common
    bare: bool  # none of them has a class
    colon: bool  # nearly all have one
    leads: bool
    members: list[Mark]
    pairs: frozenset[int] = frozenset()  # siblings all alike: the elements that go label, value, label, value
    places: frozenset[int] = frozenset()  # rows without any attribute: where in its row a label stands
    telling: bool = True  # False: values are marked up the same way, so the markup tells nothing


def likenesses(page: Page, marks: list[Mark]) -> list[Likeness]:
    """The kinds of markup in which the known labels of a page stand."""
    groups: dict[tuple[str, frozenset[str]], list[Mark]] = {}
    for mark in marks:
        if mark.own >= 0:
            leaf = page.holders[mark.atom]
            groups.setdefault((page.tags[leaf], page.classes(leaf)), []).append(mark)
    found: list[Likeness] = []
    for members in groups.values():
        shortest = min(len(mark.chain) for mark in members)
        for mark in members:
            # An empty value lets the label's element seem larger than its neighbours' are.
            while len(mark.chain) > shortest and mark.level == 0 and _shrinks(page, mark):
                mark.own = _child_on_path(page, mark.own, page.holders[mark.atom])
                mark.chain = mark.chain[1:]
            if len(mark.chain) > shortest and not mark.level:
                mark.inner = page.holders[mark.atom]
        by_chain: dict[tuple[str, ...], list[Mark]] = {}
        for mark in members:
            by_chain.setdefault(mark.chain, []).append(mark)
        found.extend(_likeness(page, chain, alike) for chain, alike in by_chain.items())
    return found


def _shrinks(page: Page, mark: Mark) -> bool:
    """Whether an element of the label's own has, beside the label, an empty one where the value would be."""
    inner = _child_on_path(page, mark.own, page.holders[mark.atom])
    return any(child != inner and page.starts[child] > page.starts[inner] for child in children(page, mark.own))


def _child_on_path(page: Page, element: int, leaf: int) -> int:
    while page.parents[leaf] != element and leaf > 0:
        leaf = page.parents[leaf]
    return leaf


def _likeness(page: Page, chain: tuple[str, ...], members: list[Mark]) -> Likeness:
    class_sets = [class_tokens(page, mark.own, page.holders[mark.atom]) for mark in members]
    counts = Counter(token for tokens in class_sets for token in tokens)
    needed = max(1, len(members) * 2 // 3)
    common = frozenset(token for token, count in counts.items() if count >= needed)
    likeness = Likeness(
        chain,
        _containers(page, members),
        {page.depth(mark.own) for mark in members},
        common,
        not counts,
        sum(mark.colon for mark in members) * 5 >= len(members) * 4,
        all(mark.leads for mark in members),
        members,
    )
    if chain[0] not in ("dt", "th", "label", "legend", "summary") and not chain[0].startswith("h"):
        likeness.telling = _telling(page, likeness)
        if not likeness.telling:
            likeness.places = _places(page, members)
            likeness.pairs = frozenset() if likeness.places else _pairs(page, members)
            likeness.telling = bool(likeness.places or likeness.pairs)
    return likeness


def class_tokens(page: Page, element: int, leaf: int) -> frozenset[str]:
    """The classes from an element down to a leaf."""
    tokens = page.classes(leaf)
    while leaf != element:
        leaf = page.parents[leaf]
        tokens |= page.classes(leaf)
    if page.attribute(element, "id"):
        tokens |= {"#"}  # what other elements refer to
    return tokens


def _containers(page: Page, members: list[Mark]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for mark in members:
        element = page.parents[mark.own]
        tag, classes = page.tags[element], page.classes(element)
        found[tag] = found[tag] & classes if tag in found else classes
    return found


def _places(page: Page, members: list[Mark]) -> frozenset[int]:
    """The columns of labels that stand in rows, beside their values; empty for any other order."""
    columns: dict[int, list[int]] = {}
    for mark in members:
        row = page.parents[mark.own]
        if page.tags[row] in ("body", "main"):
            return frozenset()
        columns.setdefault(row, []).append(page.place(mark.own))
    places = frozenset(place for row in columns.values() for place in row)
    if len(columns) < 2 or len(places) > 2:
        return frozenset()
    beside = any(place + 1 in row for row in columns.values() for place in row)
    narrow = any(sum(1 for _ in children(page, row)) < 2 for row in columns)
    return frozenset() if beside or narrow else places


def _pairs(page: Page, members: list[Mark]) -> frozenset[int]:
    """Of siblings that are all marked up alike, those that stand where labels stand; empty where nothing shows an order.

    Where at least half of the known labels have the next one, or the end, two elements on, labels and values take turns;
    an even number of elements between two known labels then holds unknown ones.
    """
    rows: dict[int, list[int]] = {}
    for mark in members:
        rows.setdefault(page.parents[mark.own], []).append(mark.own)
    found: set[int] = set()
    for parent, owns in rows.items():
        siblings = [child for child in children(page, parent) if page.atoms_in(child)]
        order = {child: number for number, child in enumerate(siblings)}
        at = [order[own] for own in owns if own in order]
        steps = [after - before for before, after in pairwise([*at, len(siblings)])]
        if not steps or sum(step == 2 for step in steps) * 2 < len(steps):
            continue
        for place, step in zip(at, steps, strict=True):
            if step > 2 and step % 2 == 0:
                between = siblings[place + 2 : place + step : 2]
                if all(_short(page, element) for element in between):
                    found.update(between)
            found.add(siblings[place])
    return frozenset(found)


def _short(page: Page, element: int) -> bool:
    """Whether an element could be a label by its length and its end."""
    text = page.join(page.atoms_in(element))
    return len(text) <= _LONGEST_LABEL and len(text.split()) <= 6 and not text.endswith((".", "!", "?", ",", ";"))


def _telling(page: Page, likeness: Likeness) -> bool:
    """Whether what follows the labels is marked up otherwise."""
    starts = {mark.atom for mark in likeness.members}
    same = other = 0
    for mark in likeness.members:
        following = mark.last + 1
        if following >= len(page.texts) or following in starts:
            continue
        element = alike_at(page, likeness, following)
        if element >= 0:
            same += 1
        else:
            other += 1
    return other >= same


def alike_at(page: Page, likeness: Likeness, atom: int) -> int:
    """The element at an atom that is marked up like the labels, -1 for none."""
    element = top = leaf = page.holders[atom]
    for tag in reversed(likeness.chain):
        if element <= 0 or page.tags[element] != tag:
            return -1
        top, element = element, page.parents[element]
    if page.atoms_in(top).start != atom or page.depth(top) not in likeness.depths:
        return -1
    if page.tags[element] not in likeness.containers or not likeness.containers[page.tags[element]] <= page.classes(
        element
    ):
        return -1
    if likeness.pairs:
        return top if top in likeness.pairs else -1
    tokens = class_tokens(page, top, leaf)
    if likeness.bare:
        return -1 if tokens or (likeness.places and page.place(top) not in likeness.places) else top
    if likeness.places and page.place(top) not in likeness.places:
        return -1
    if likeness.classes:
        return top if likeness.classes <= tokens else -1
    return top if tokens else -1  # each label has a class of its own


def unknown_marks(page: Page, marks: list[Mark], kinds: list[Likeness], within: range) -> list[Mark]:
    """Labels that the vocabulary does not know, marked up like those it knows or, in flat text, ended by a colon."""
    taken = {atom for mark in marks for atom in range(mark.atom, mark.last + 1)}
    telling: dict[str, list[Likeness]] = {}
    # The smaller element first: the larger may hold label and value.
    for kind in sorted(kinds, key=lambda kind: len(kind.chain)):
        if kind.telling:
            telling.setdefault(kind.chain[-1], []).append(kind)
    flat = [mark for mark in marks if mark.leads and _style_counts(mark)]
    colons = sum(mark.colon and mark.own < 0 for mark in flat) * 2 > len(flat)
    found: list[Mark] = []
    for atom in within:
        if atom in taken or page.of_site(page.holders[atom]):
            continue
        line = page.line_of[atom]
        atoms = page.atoms_of(line)
        for kind in telling.get(page.tags[page.holders[atom]], ()):
            if kind.leads and atom != atoms.start:
                continue
            element = alike_at(page, kind, atom)
            if element < 0:
                continue
            inside = page.atoms_in(element)
            text = page.join(range(inside.start, min(inside.stop, atoms.stop)))
            if len(text) > _LONGEST_LABEL or inside.stop > atoms.stop or _SENTENCE_END.search(text):
                continue
            mark = complete(
                page,
                line,
                atoms,
                Mark(None, text, atom, 0, inside.stop - 1, len(page.texts[inside.stop - 1].rstrip(": ")), line, False),
            )
            if kind.colon and not mark.colon:
                continue
            # A cell that fills its row stands for the row; elsewhere the kind says how large a label's element is.
            if page.tags[element] not in _CELLS or mark.own < 0:
                mark.own = element
            mark.chain = kind.chain
            found.append(mark)
            taken.update(inside)
            break
        else:
            if colons and atom == atoms.start and not page.level(line) and _UNKNOWN.match(page.texts[atom]):
                flat_mark = colon_mark(page, line, atom)
                if flat_mark is not None:
                    found.append(flat_mark)
                    taken.add(atom)
    return found


def colon_mark(page: Page, line: int, atom: int) -> Mark | None:
    """The unknown label of a line such as `Mikroprojekte: ja`."""
    match = _UNKNOWN.match(page.texts[atom])
    if match is None or len(match[1].split()) > 6 or not match[1][0].isupper() or _SENTENCE_END.search(match[1]):
        return None
    atoms = page.atoms_of(line)
    return complete(page, line, atoms, Mark(None, match[1], atom, 0, atom, match.end(1), line, False))
