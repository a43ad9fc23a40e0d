"""How the known labels of a page are marked up, and the unknown ones that are marked up like them."""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice, pairwise

from jsiq_scrape.parse.known_labels import LONGEST_LABEL
from jsiq_scrape.parse.marks import CELLS, Mark
from jsiq_scrape.parse.page import Page

_POSITION = re.compile(r"(?:position|top|left|width|height)\s*:[^;]*;?\s*")  # of each word on a page of paper
_WIDEST = 20  # cells of a row in which labels stand
#: Elements that say what they are: nothing has to prove that their texts are labels.
_OF_LABELS = frozenset("dt th label legend summary h1 h2 h3 h4 h5 h6".split())


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
    beside: bool  # all of them have something behind them on their line
    members: list[Mark]
    pairs: frozenset[int] = frozenset()  # siblings all alike: the elements that go label, value, label, value
    places: frozenset[int] = frozenset()  # rows without any attribute: where in its row a label stands
    stem: str = ""  # what the classes begin with, where each label has one of its own
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
        if len({len(mark.chain) for mark in members}) > 1:
            _align(page, members)
        by_chain: dict[tuple[str, ...], list[Mark]] = {}
        for mark in members:
            by_chain.setdefault(mark.chain, []).append(mark)
        found.extend(_likeness(page, chain, alike) for chain, alike in by_chain.items())
    return found + _of_own_classes(page, found)


def _align(page: Page, members: list[Mark]) -> None:
    """Let the elements of labels that share their innermost one be equally large."""
    lengths = Counter(len(mark.chain) for mark in members)
    shortest, usual = min(lengths), lengths.most_common(1)[0][0]
    for mark in members:
        # So does one that holds nothing but label and colon, where the others hold values too.
        while len(mark.chain) > usual and mark.level == 0 and _holds_colon(page, mark):
            mark.own = _child_on_path(page, mark.own, page.holders[mark.atom])
            mark.chain = mark.chain[1:]
        # An empty value lets the label's element seem larger than its neighbours' are.
        while len(mark.chain) > shortest and mark.level == 0 and _shrinks(page, mark):
            mark.own = _child_on_path(page, mark.own, page.holders[mark.atom])
            mark.chain = mark.chain[1:]
        if len(mark.chain) > shortest and not mark.level:
            mark.inner = page.holders[mark.atom]


def _of_own_classes(page: Page, kinds: list[Likeness]) -> list[Likeness]:
    """Labels that each have a class of their own ("label-zeitraum") are of one kind all the same."""
    by_chain: dict[tuple[str, ...], list[Likeness]] = {}
    for kind in kinds:
        if kind.classes and len(kind.members) <= len(kinds):
            by_chain.setdefault(kind.chain, []).append(kind)
    found = []
    for chain, alike in by_chain.items():
        if len(alike) < 2:
            continue
        merged = _likeness(page, chain, [mark for kind in alike for mark in kind.members])
        merged.stem = _stem([min(kind.classes) for kind in alike])
        merged.classes = frozenset()
        if merged.stem:
            found.append(merged)
    return found


def _stem(names: list[str]) -> str:
    """What all names begin with."""
    first, last = min(names), max(names)
    length = next((at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first))
    return first[:length]


def _shrinks(page: Page, mark: Mark) -> bool:
    """Whether an element of the label's own has, beside the label, an empty one where the value would be."""
    inner = _child_on_path(page, mark.own, page.holders[mark.atom])
    return any(child != inner and child > inner for child in page.children(mark.own))


def _holds_colon(page: Page, mark: Mark) -> bool:
    """Whether the label's own element holds the label in one inside it, and its colon outside of that."""
    return page.stops[_child_on_path(page, mark.own, page.holders[mark.atom])] <= mark.last


def _child_on_path(page: Page, element: int, leaf: int) -> int:
    while page.parents[leaf] != element and leaf > 0:
        leaf = page.parents[leaf]
    return leaf


def _likeness(page: Page, chain: tuple[str, ...], members: list[Mark]) -> Likeness:
    class_sets = [class_tokens(page, mark.own, page.holders[mark.atom]) for mark in members]
    counts: dict[str, int] = {}
    for tokens in class_sets:
        for token in tokens:
            counts[token] = counts.get(token, 0) + 1
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
        not any(mark.alone for mark in members),
        members,
    )
    if chain[0] not in _OF_LABELS:
        likeness.telling = _telling(page, likeness)
        if not _valued(page, members):
            likeness.telling = False  # labels without values do not show how large a label's element is
        elif not likeness.telling:
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
    if style := page.attribute(element, "style"):
        tokens |= {_POSITION.sub("", style)}
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
        columns.setdefault(row, []).append(_column(page, mark.own))
    places = frozenset(place for row in columns.values() for place in row)
    if len(columns) == 1 and _first_of_two_everywhere(page, next(iter(columns)), places):
        return places
    if len(columns) < 2 or len(places) > 2:
        return frozenset()
    beside = any(place + 1 in row for row in columns.values() for place in row)
    narrow = sum(sum(1 for _ in page.children(row)) < 2 for row in columns)
    return frozenset() if beside or narrow * 2 >= len(columns) else places


def _column(page: Page, element: int) -> int:
    """The place of an element in its row, cells over several rows not counted; -1 for one of these."""
    place = page.place(element)
    if page.tags[element] not in CELLS or place > _WIDEST:
        return place
    before = islice(page.children(page.parents[element]), place + 1)
    tall = [(page.attribute(cell, "rowspan") or "1") != "1" for cell in before]
    return -1 if tall[-1] else place - sum(tall)


def _first_of_two_everywhere(page: Page, row: int, places: frozenset[int]) -> bool:
    """Whether a label is the first cell of a row, and every row of its table has two cells, the first one short."""
    if places != {0} or page.tags[row] != "tr":
        return False
    rows = [element for element in page.children(page.parents[row]) if page.tags[element] == "tr"]
    cells = [[cell for cell in page.children(each) if page.tags[cell] in CELLS] for each in rows]
    firsts = [page.join(page.atoms_in(each[0])) for each in cells if each]
    return (
        len(rows) > 1
        and all(len(each) == 2 and _short(page, each[0]) for each in cells)
        and len(set(firsts)) == len(firsts)
    )


def _pairs(page: Page, members: list[Mark]) -> frozenset[int]:
    """Of siblings that are all marked up alike, those that stand where labels stand; empty where no order shows.

    Where at least half of the known labels have the next one, or the end, two elements on, labels and values take
    turns; an even number of elements between two known labels then holds unknown ones.
    """
    rows: dict[int, list[int]] = {}
    for mark in members:
        rows.setdefault(page.parents[mark.own], []).append(mark.own)
    found: set[int] = set()
    for parent, owns in rows.items():
        siblings = [child for child in page.children(parent) if page.atoms_in(child)]
        order = {child: number for number, child in enumerate(siblings)}
        at = [order[own] for own in owns if own in order]
        steps = [after - before for before, after in pairwise([*at, len(siblings)])]
        if steps and steps[-1] == 1:
            steps, at = steps[:-1], at[:-1]  # the last label has no value and shows no order
            found.update(siblings[-1:])
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
    return len(text) <= LONGEST_LABEL and len(text.split()) <= 6 and not text.endswith((".", "!", "?", ",", ";"))


def _valued(page: Page, members: list[Mark]) -> bool:
    """Whether any of these labels has a value in the element around it."""
    starts = {mark.atom for mark in members}
    return any(
        _behind(page, mark) < page.atoms_in(page.parents[mark.own]).stop and _behind(page, mark) not in starts
        for mark in members
    )


def _behind(page: Page, mark: Mark) -> int:
    """The atom where the value of a label would begin: <u>Label</u>: value has it in that of the colon."""
    return mark.last if mark.end < len(page.texts[mark.last]) else mark.last + 1


def _telling(page: Page, likeness: Likeness) -> bool:
    """Whether what follows the labels is marked up otherwise."""
    starts = {mark.atom for mark in likeness.members}
    same = other = 0
    for mark in likeness.members:
        following = _behind(page, mark)
        if following >= len(page.texts) or following in starts:
            continue
        element = alike_at(page, likeness, following)
        if element >= 0:
            same += 1
        else:
            other += 1
    # Emphasis inside the cell or box tells more than the box alone: there one doubtful neighbour does not outweigh it.
    return not same or (other >= same if len(likeness.chain) > 1 else other > 2 * same)


def alike_at(page: Page, likeness: Likeness, atom: int, *, by_colon: bool = False) -> int:
    """The element at an atom that is marked up like the labels, -1 for none; with a colon the classes do not matter."""
    element = top = leaf = page.holders[atom]
    for tag in reversed(likeness.chain):
        if element <= 0 or page.tags[element] != tag:
            return -1
        top, element = element, page.parents[element]
    if page.atoms_in(top).start != atom or page.depth(top) not in likeness.depths:
        return -1
    if page.tags[element] not in likeness.containers:
        return -1
    if by_colon:
        return top
    if not likeness.containers[page.tags[element]] <= page.classes(element):
        return -1
    if likeness.pairs:
        return top if top in likeness.pairs else -1
    tokens = class_tokens(page, top, leaf)
    if likeness.bare:
        return -1 if tokens or (likeness.places and _column(page, top) not in likeness.places) else top
    if likeness.places and _column(page, top) not in likeness.places:
        return -1
    if likeness.classes:
        return top if likeness.classes <= tokens else -1
    return top if any(token.startswith(likeness.stem) for token in tokens) else -1
