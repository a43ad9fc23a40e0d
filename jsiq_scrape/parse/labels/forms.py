"""Which forms of a page are those of labels."""

import math
import re
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Container, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise, takewhile

from jsiq_scrape.parse.document import Document
from jsiq_scrape.parse.document.document import CELLS, EMPHASIS, HEADINGS
from jsiq_scrape.parse.labels.columns import open_parts, pair_columns
from jsiq_scrape.parse.labels.prose import CONTINUES, VERBS, sentence_end
from jsiq_scrape.parse.labels.slots import (
    BULLETS,
    COLON,
    LABEL_CELLS,
    LABEL_TERMS,
    MEANINGLESS,
    REMARKS,
    SEPARATOR,
    Form,
    Shape,
    Slot,
    Slots,
)
from jsiq_scrape.parse.labels.vocabulary import Openings, Scope, Vocabulary, compact

_CLOSE_COLON = re.compile(r"([^:]{2,60}):(?=[a-zäöüß])(?!in(?:nen)?\b)")
_STEM = re.compile(r"(?s)[-_\d].*")
_LETTER = re.compile(r"[^\W\d_]")
_LABEL_TAGS = frozenset(("dt", "th", "label", "legend"))
_BOLD = frozenset(("b", "strong", "u", "mark"))
_OWN = "*"  # behind what the class of one label alone begins with
_REST = 3.5  # what at most speaks for a form beside its writing, its values, and what shows it is none
_FIRST = 0.5  # what it speaks for a form that it stands before another
_PLAIN_TAGS = dict.fromkeys((*EMPHASIS, *MEANINGLESS), "b")  # elements that only show a text in another way
_HELP = ("i", "?", "*")  # in an element of their own behind a label
_SEPARATOR = 4  # characters; "|", "·", "- " are shorter
_FINAL = ".|–—-·•»›>→=/"  # what a label may end with in place of a colon
_ABBREVIATION = 4  # characters with its full stop: "Tel."
_DIVIDING = "|·•;"  # between a value and the next label of its line
_EMPTY = 0.4  # what a known label without a value is worth
_BEFORE_LABEL = re.compile(r"^[^\w(\"'„“]+|^\d{1,2}(?:\.\d{1,2})*[.)]?\s+|^[a-z]\)\s+")
_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2})*[.)]?\s+[^\W\d_]")
_BEHIND_LABEL = re.compile(r"\s*(?:\([^()]*\)|\[[^\]]*\]|\s[/|–-]\s.*|[*†‡¹²³⁴⁵⁶⁷⁸⁹¶#?]+)$")
_BEHIND = 60  # lines behind the last known label, far enough to see where its value ends
_LONG_LABEL = 4  # words before a colon; more are a sentence, unless known labels are as long
_SHARED = 0.2  # of the labels: so many may have values written like a label
_ALL = 0.8
_MOST_ROWS = 50  # of a table, enough to see what its rows are
_SEVERAL = 3
_MOST_PARTED = 6  # words of a label on its second line
_MOST_STEPS = 6  # from a known label to the next: two unknown ones with their values stand between
_NEARLY = 1.0  # what a lone title may lack to be a label, and its weight if it is one
_TEXT = 60  # characters; what a title stands over is no remark
_NEAR = 4  # lines from a label to a title behind its value
_FEW = 0.25  # of the slots of a form: so many with or without a colon are an oversight


@dataclass(slots=True, eq=False)
class Group:
    """The slots of a page that are written alike: one form, one set of classes."""

    form: Form
    style: frozenset[str]
    slots: list[Slot]
    weight: float = 0.0


def groups_of(slots: Slots, lines: Iterable[int], forms: Container[Form] | None = None) -> list[Group]:
    """The slots of lines in their groups, if asked for only those of some forms."""
    by_form: defaultdict[Form, list[Slot]] = defaultdict(list)
    for line in lines:
        for slot in slots.of_line(line):
            if not (slots.is_of_empty_control(slot) or _is_bulleted(slots.document, slot)):
                by_form[slots.form(slot)].append(slot)
    groups: list[Group] = []
    for form, own in by_form.items():
        if forms is not None and form not in forms:
            continue
        for style, alike in _by_style(slots, own).items():
            with_colon = [slot for slot in alike if slot.colon]
            share = len(with_colon) / len(alike)
            if share < 1 - _FEW and (share > _FEW or len(with_colon) >= _SEVERAL):
                without = [slot for slot in alike if not slot.colon]
                groups += Group(form, style, with_colon), Group(form, style, without)
            else:
                groups.append(Group(form, style, alike))
    for group in groups:
        for slot in group.slots:
            slot.group = group
    return groups


def _is_bulleted(document: Document, slot: Slot) -> bool:
    """Whether a slot without a colon is an item of several that a word processor has written with their bullets."""
    line = slot.line
    if not slot.alone or slot.colon or not _has_bullet(document, line) or slot.first == document.first_nodes[line]:
        return False
    return _has_bullet(document, line - 1) or _has_bullet(document, line + 1)


def _has_bullet(document: Document, line: int) -> bool:
    return 0 <= line < document.count and document.texts[document.first_nodes[line]] in BULLETS


def _by_style(slots: Slots, own: list[Slot]) -> dict[frozenset[str], list[Slot]]:
    """The slots of one form by their classes; a class of one label alone ("label-period") is what it begins with."""
    block = own[0].form.shape is Shape.ELEMENT and all(slot.alone for slot in own)
    classes = [slots.classes(slot, block=block) for slot in own]
    numbered = [_NUMBER.match(slots.document.texts[slot.first], slot.start) is not None for slot in own]
    if sum(numbered) >= _SEVERAL:  # a number before a label is as good as a class
        classes = [(*names, "1.") if number else names for names, number in zip(classes, numbered, strict=True)]
    labels: defaultdict[str, set[str]] = defaultdict(set)
    for slot, names in zip(own, classes, strict=True):
        for name in names:
            labels[name].add(slot.label)
    stems = {name: _STEM.sub(_OWN, name) for name, spoken in labels.items() if len(spoken) == 1}
    whole = {name for name, stem in stems.items() if stem == name}
    dropped = whole if len(whole) >= _SEVERAL else set()  # "rating", "language": each names what its label says
    styles = {
        names: frozenset([stems.get(name, name) for name in names if name not in dropped]) for names in set(classes)
    }
    found: defaultdict[frozenset[str], list[Slot]] = defaultdict(list)
    for slot, names in zip(own, classes, strict=True):
        found[styles[names]].append(slot)
    return found


# --- with a vocabulary -------------------------------------------------------------------------------------------
def known_slots(
    document: Document,
    slots: Slots,
    vocabulary: Vocabulary,
    openings: list[int],
    plausible: Callable[[Slot], float],
) -> list[Slot]:
    """The labels of a page, known ones and unknown ones of the same forms.

    `openings` says what each text may begin with, and `plausible` from 0 to 1 how well place and value of a known
    label go with its meaning.
    """
    candidates = slots.candidates = open_parts(document, _candidates(document, slots, vocabulary, openings))
    factors = [plausible(slot) for slot in candidates]
    worth: defaultdict[Form, dict[str, float]] = defaultdict(dict)  # of each label that is so written
    quality: defaultdict[Form, float] = defaultdict(float)
    for at, (slot, factor) in enumerate(zip(candidates, factors, strict=True)):
        if factor:
            name, own = slot.name, worth[_manner(slot)]
            own[name] = max(own.get(name, 0.0), factor * _with_value(document, candidates, at))
            quality[_manner(slot)] = max(quality[_manner(slot)], _quality(document, slot))
    evidence = {manner: sum(own.values()) * quality[manner] for manner, own in worth.items()}
    for manner in list(evidence):  # an empty label stands alone on its line, where others have their value behind them
        if manner.shape is Shape.LINE:
            words = manner._replace(shape=Shape.WORDS, place=0, soft=False)
            evidence[manner] = max(evidence[manner], evidence.get(words, 0.0))
    best: defaultdict[str, float] = defaultdict(float)
    weighed = [(slot, factor) for slot, factor in zip(candidates, factors, strict=True) if factor]
    for slot, factor in weighed:
        slot.weight = evidence[_manner(slot)] * factor * (_EMPTY if _is_item(document, slot) else 1.0)
        best[_meaning(slot)] = max(best[_meaning(slot)], slot.weight)
    kept: dict[tuple[int, int], Slot] = {}
    in_order = sorted((slot for slot, _ in weighed), key=lambda slot: (-slot.weight, not slot.colon))
    for slot in in_order:
        if 2 * slot.weight >= best[_meaning(slot)]:
            kept.setdefault(slot.place, slot)
    kept.update(_among_kept(document, kept, [slot for slot, _ in weighed]))
    lost: defaultdict[str, list[tuple[Form, int, float]]] = defaultdict(list)
    for slot in in_order:
        if kept.get(slot.place) is not slot:
            lost[slot.name].append((slot.form, slot.line, slot.weight))
    for slot in kept.values():
        slot.lost = tuple(lost[slot.name])
    stressed = _stressed(document, kept.values())
    kept = _without_beginnings(document, {place: slot for place, slot in kept.items() if slot not in stressed})
    items = _items_of_values(document, kept.values())
    kept = {place: slot for place, slot in kept.items() if slot not in items}
    ours: defaultdict[Form, list[Slot]] = defaultdict(list)
    for slot in kept.values():
        ours[slot.form].append(slot)
    found = dict(kept)
    known = [kept[place] for place in sorted(kept)]
    inline = {(_manner(slot), slot.term.scope) for slot in known if slot.term is not None and not slot.alone}
    indents = document.indents  # of a text
    deepest = max((indents[slot.line] for slot in known), default=0) if indents else 0
    for group in groups_of(slots, _lines_alike(document, kept.values()), ours):
        members = _of_style(ours.get(group.form, []), group)
        if not members:
            continue
        distinct = _distinct(document, members, group)
        beside = any(not member.alone for member in members)
        depths = set() if distinct else _own_depths(document, members)
        alternating = set() if distinct else _alternating(document, members, group.slots)
        for slot in group.slots:
            slot.alternates = slot.line in alternating
            if not _is_of_series(slot, known, inline) or (indents and indents[slot.line] > deepest):
                continue
            valued = distinct or (beside and not slot.alone) or slot.colon
            if not valued and not slot.alternates and not _heads_pair(document, slot, depths):
                continue
            if slot.term is None and slot.place not in found and _like(members, slot):
                found[slot.place] = slot
    for slot in pair_columns(document, slots, [slot for slot in found.values() if slot.term is not None]):
        slots.form(slot)
        found.setdefault(slot.place, slot)
    return without_lists(document, slots, _outside_labels(sorted(found.values(), key=lambda slot: slot.place)))


def _is_of_series(slot: Slot, known: list[Slot], inline: set[tuple[Form, Scope]]) -> bool:
    """Whether what stands before a colon in a text can be a label: one like the known label before or behind it.

    "Angebote:" over "Wir bieten drei Bausteine: Beratung, Begleitung" is followed by a sentence if no label of a
    project has its value on its line, even if a telephone number stands behind its label.
    """
    if slot.alone or slot.shape is not Shape.COLON:
        return True
    at = bisect(known, slot.place, key=lambda other: other.place)
    around = known[max(0, at - 1) : at + 1]
    if at and (term := around[0].term) and not term.long:
        return True  # a short value before it ended with its line
    return any((_manner(slot), other.term.scope) in inline for other in around if other.term is not None)


def _meaning(slot: Slot) -> str:
    """What a label says: of a project "Zielgruppe" and "Zielgruppen" are one, of a contact "Tel." and "Mobil" two."""
    return slot.term.name if slot.term is not None and slot.term.scope == "project" else slot.name


def _among_kept(
    document: Document, kept: dict[tuple[int, int], Slot], slots: list[Slot]
) -> dict[tuple[int, int], Slot]:
    """The weaker places of labels that stand among kept ones and are written as these, with a colon or as headings."""

    def surroundings(slot: Slot) -> tuple[Form, int]:
        return slot.form, document.parents[document.boxes[slot.line]]

    def is_marked(slot: Slot) -> bool:
        return (slot.colon and slot.leads) or document.level(slot.line) > 0

    accepted = {surroundings(slot) for slot in kept.values() if is_marked(slot)}
    weaker = [slot for slot in slots if slot.place not in kept and is_marked(slot)]
    return {slot.place: slot for slot in weaker if surroundings(slot) in accepted}


def _manner(slot: Slot) -> Form:
    """The form of a label without what editors mix up: the element that makes it bold, the colon in it or behind it."""
    form = slot.form
    inner = {_PLAIN_TAGS.get(tag, tag) for tag in form.chain[1:]}
    if slot.alone and form.chain[0] in LABEL_CELLS and "a" not in inner:
        return form._replace(shape=Shape.LINE, chain=form.chain[:1], soft=False)
    if not slot.leads or slot.own < 0 or form.shape not in (Shape.ELEMENT, Shape.COLON):
        return form._replace(soft=False)
    if slot.colon and MEANINGLESS.issuperset(form.chain[1:]):
        return form._replace(shape=Shape.COLON, chain=form.chain[:1])
    return form._replace(shape=Shape.ELEMENT, chain=(form.chain[0], *sorted(inner)))


def _with_value(document: Document, candidates: list[Slot], at: int) -> float:
    """1 for a label with something behind it that is no known label; menus have none."""
    slot, following = candidates[at], candidates[at + 1] if at + 1 < len(candidates) else None
    if slot.apart is not None or slot.end < len(document.texts[slot.last]) or following is None:
        return 1.0
    return 1.0 if following.first > _behind(document, slot) else _EMPTY


def _is_item(document: Document, slot: Slot) -> bool:
    """Whether a label of a text is an item of a list, above another one: of a menu."""
    behind = _behind(document, slot)
    if document.html or not slot.alone or behind >= len(document.texts):
        return False
    other = document.boxes[document.line_of[behind]]
    return document.tags[document.boxes[slot.line]] == document.tags[other] == "li"


def _stressed(document: Document, found: Collection[Slot]) -> set[Slot]:
    """The words that an element only stresses: a label inside a line has a colon, or one like it leads.

    Where it does so on several lines, the label is one on all lines.  Behind a sign that divides ("|") it needs
    neither, and where several different known ones end their lines, these have their values before them.
    """
    led = {(slot.line, slot.form) for slot in found if slot.leads}
    ended = {(slot.line, slot.form) for slot in found if slot.leads and slot.colon}
    times = Counter((slot.name, slot.form) for slot in found if (slot.line, slot.form) in led)
    inner = [slot for slot in found if not (slot.leads or slot.colon)]
    known = [slot for slot in inner if slot.term is not None]
    ending = {(slot.form, slot.name) for slot in known if slot.last + 1 == document.nodes_of(slot.line).stop}
    several = Counter(form for form, _ in ending)
    boxes = document.boxes
    in_block = Counter((box, form) for box, form, _ in {(boxes[slot.line], slot.form, slot.name) for slot in inner})

    def only_stressed(slot: Slot) -> bool:
        if (slot.line, slot.form) in ended and slot.term is None:
            return True
        if document.texts[slot.first - 1].rpartition(" ")[2].casefold() in CONTINUES:
            return True  # no value ends with an article, a preposition
        if (slot.line, slot.form) in led or times[slot.name, slot.form] >= _SEVERAL:
            return False
        if slot.form.chain[-1] in MEANINGLESS and in_block[boxes[slot.line], slot.form] >= _SEVERAL:
            return False  # nobody stresses words by a span alone
        ends = (slot.form, slot.name) in ending and several[slot.form] >= _SEVERAL
        return not ends and document.texts[slot.first - 1][-1] not in _DIVIDING  # it begins a text, but not its line

    return {slot for slot in inner if only_stressed(slot)}


def _items_of_values(document: Document, found: Iterable[Slot]) -> set[Slot]:
    """Known labels deeper in a list than those of their form, which all stand over a list: items of such a one."""
    by_form: defaultdict[Form, list[Slot]] = defaultdict(list)
    for slot in found:
        if slot.alone and document.tags[document.boxes[slot.line]] == "li":
            by_form[slot.form].append(slot)
    items: set[Slot] = set()
    for own in by_form.values():
        over = {slot for slot in own if over_one_element(document, slot)}
        if len(over) < _SEVERAL or len(over) == len(own):
            continue
        deepest = max(document.depth(document.boxes[slot.line]) for slot in over)
        items.update(slot for slot in own if slot not in over and document.depth(document.boxes[slot.line]) > deepest)
    return items


def _without_beginnings(document: Document, kept: dict[tuple[int, int], Slot]) -> dict[tuple[int, int], Slot]:
    """Without words that only begin or end the value of a label which nothing else would be left for."""
    values = {_behind(document, slot): slot for slot in kept.values() if slot.end >= len(document.texts[slot.last])}
    return {
        place: slot for place, slot in kept.items() if not _is_all_of_a_value(document, slot, values.get(slot.first))
    }


def _is_all_of_a_value(document: Document, slot: Slot, before: Slot | None) -> bool:
    if before is None or before.shape is Shape.WORDS:
        return False
    if slot.shape is Shape.WORDS:
        return 2 * slot.weight <= before.weight
    return _is_numbered(document, slot) and not _is_numbered(document, before)  # "Auflage", then "1. Auflage"


def _is_numbered(document: Document, slot: Slot) -> bool:
    return _NUMBER.match(document.texts[slot.first], slot.start) is not None


def _lines_alike(document: Document, kept: Iterable[Slot]) -> list[int]:
    """The lines between known labels, and some behind them, whose blocks and first elements are those of known ones."""
    lines = {slot.line for slot in kept}
    if not lines:
        return []
    tags, boxes, owners, firsts = document.tags, document.boxes, document.owners, document.first_nodes
    terms = LABEL_TERMS & {tags[boxes[line]] for line in lines}
    ways = {(tags[boxes[line]], tags[owners[firsts[line]]]) for line in lines}
    beside = range(min(lines), min(max(lines) + _BEHIND, document.count))
    within = [line for line in beside if line not in document.skipped] if document.skipped else beside
    return [
        line
        for line in within
        if line in lines or tags[boxes[line]] in terms or (tags[boxes[line]], tags[owners[firsts[line]]]) in ways
    ]


def _candidates(document: Document, slots: Slots, vocabulary: Vocabulary, openings: list[int]) -> list[Slot]:
    """Every slot that says a word of the vocabulary."""
    texts, line_of, label = document.texts, document.line_of, Openings.LABEL
    lines = {line_of[node]: None for node, opening in enumerate(openings) if opening & label}
    ends = {name.rsplit(" ", 1)[-1] for name in vocabulary.labels}
    inner = [node for node, text in enumerate(texts) if ":" in text and _ends_label(text, ends)]
    lines.update((line_of[node], None) for node in inner)
    inner_lines = {line_of[node] for node in inner}
    found: list[Slot] = []
    colons: set[Scope] = set()
    for line in lines:
        own = []
        for slot in slots.of_line(line):
            for shown, spelling in _spellings(document, slot):
                if (term := vocabulary.find(spelling)) is not None:
                    slot.label, slot.name, slot.term = shown, compact(spelling), term
                    break
            if slot.term is not None:
                slots.form(slot)
                own.append(slot)
        if not own:
            own += _broken(slots, vocabulary, line) or _parted(document, slots, vocabulary, line, colons)
        if not any(slot.leads for slot in own) and (words := _words(document, slots, vocabulary, line)) is not None:
            own.append(words)
        if line in inner_lines:
            led = any(slot.leads for slot in own)
            more = [
                slot
                for slot in _inner_known(document, slots, vocabulary, line)
                if led or len(document.texts[slot.first][: slot.start].split()) <= _LONG_LABEL
            ]
            at: defaultdict[int, list[Slot]] = defaultdict(list)
            for each in own:
                for node in range(each.first, each.last + 1):
                    at[node].append(each)
            own += [
                slot
                for slot in more
                if not any(each.place <= slot.place < (each.last, each.end) for each in at[slot.first])
            ]
        found += own
        colons.update(slot.term.scope for slot in own if slot.term is not None and slot.colon and slot.leads)
    return sorted(found, key=lambda slot: slot.place)


def _spellings(document: Document, slot: Slot) -> Iterator[tuple[str, str]]:
    """Pairs of the label to show and a spelling to look up, the most literal first."""
    yield slot.label, slot.label
    bare = _BEFORE_LABEL.sub("", slot.label)
    yield bare, bare
    yield bare, _BEHIND_LABEL.sub("", bare)
    if slot.own >= 0 and bare.endswith("."):
        yield bare[:-1], bare[:-1]  # "Träger. Stadt Musterstadt", as a printed list runs on
    if slot.last > slot.first and (slot.colon or document.tags[document.boxes[slot.line]] in _LABEL_TAGS):
        yield bare, _without_remarks(document, slot)


def _broken(slots: Slots, vocabulary: Vocabulary, line: int) -> list[Slot]:
    """The known label that begins with a line and is broken over several."""
    for slot in slots.over_lines(line):
        if (term := vocabulary.find(slot.label)) is not None:
            slot.term, slot.name = term, compact(slot.label)
            slots.form(slot)
            return [slot]
    return []


def _parted(document: Document, slots: Slots, vocabulary: Vocabulary, line: int, colons: set[Scope]) -> list[Slot]:
    """The known label of a text whose first words fill a line or a cell, and whose others stand below.

    Where labels of its kind before it have `colons`, two lines without one are lines of a value.
    """
    head, box = document.text_of(line), document.boxes[line]
    if not document.indents or not vocabulary.openings.beginnings.get(compact(head), 0) & Openings.LABEL:
        return []
    first, row = document.first_nodes[line], document.parents[box] if document.tags[box] == "td" else 0
    last = document.stops[row] if row else document.nodes_of(line).stop
    if last >= len(document.texts) or (not row and document.boxes[line + 1] != box):
        return []
    words = document.texts[last].split(" ")
    for count in range(min(len(words), _MOST_PARTED), 0, -1):
        rest = " ".join(words[:count])
        colon, alone, label = rest.endswith(":"), count == len(words), f"{head} {rest}".rstrip(" :")
        if (term := vocabulary.find(label)) is None:
            continue
        if alone and not colon and not row and term.scope in colons and not head.endswith(("/", "-")):
            continue
        if row and alone:  # the other words have a row of their own, or stand between two
            document.skipped.add(document.line_of[last])
            slot = Slot(line, first, 0, first, len(document.texts[first]), label, Shape.LINE, colon, True, True, -1)
        elif row:
            break
        else:
            shape = Shape.LINE if alone else Shape.COLON if colon else Shape.WORDS
            slot = Slot(line, first, 0, last, len(rest), label, shape, colon, alone, True, -1)
        slot.term, slot.name = term, compact(label)
        slots.form(slot)
        return [slot]
    return []


def _without_remarks(document: Document, slot: Slot) -> str:
    """A label without what elements in it add to it: the number of a note, a translation in small letters."""
    texts = [*document.texts[slot.first : slot.last], document.texts[slot.last][: slot.end]]
    own = [text for node, text in enumerate(texts, slot.first) if not _is_remark(document, node, slot.first)]
    return " ".join(own).rstrip(": ")


def _is_remark(document: Document, node: int, first: int) -> bool:
    if document.tags[document.owners[node]] in REMARKS:
        return True
    return document.owners[node] != document.owners[first] and document.texts[node] in _HELP


def _ends_label(text: str, ends: set[str]) -> bool:
    """Whether the word before a colon is the last one of a label."""
    return any(part.rsplit(None, 1)[-1].casefold() in ends for part in text.split(":")[:-1] if part.strip())


def _of_style(known: list[Slot], group: Group) -> list[Slot]:
    """The known labels of a form that have the classes of a group, or all of them if it has what they share."""
    styles = [member.group.style for member in known if member.group is not None]
    shared = {name for name in frozenset.intersection(*styles) if not name.endswith(_OWN)} if styles else set()
    if shared and shared <= group.style:
        return known
    return [member for member in known if member.group is not None and _matches(member.group.style, group.style)]


def _matches(style: frozenset[str], other: frozenset[str]) -> bool:
    return style == other or bool(style and style <= other)


def _distinct(document: Document, members: list[Slot], group: Group) -> bool:
    """Whether the form of labels is not the form of their values too."""
    if group.form.place < 0 or all(member.colon for member in members):
        return True
    alone = [member for member in members if member.alone]
    unknown = {slot.first for slot in group.slots if slot.term is None and not slot.colon}
    shared = sum(_behind(document, member) in unknown for member in alone)
    return shared <= _SHARED * len(alone)


def _own_depths(document: Document, members: list[Slot]) -> set[int]:
    """How deep labels stand where none of their values does: in the outer list of a list of lists."""
    labels = {member.first for member in members}
    behind = {_behind(document, member) for member in members} - labels - {len(document.texts)}
    values = {document.depth(document.boxes[document.line_of[node]]) for node in behind}
    return {document.depth(document.boxes[member.line]) for member in members} - values


def _alternating(document: Document, members: list[Slot], own: list[Slot]) -> set[int]:
    """The lines of unknown labels between or behind known ones where labels and values, written alike, alternate."""
    whole = {block: slot for slot in own if (block := _block_of(document, slot)) > 0}
    ours = set(members)
    known = {block: slot for block, slot in whole.items() if slot in ours}
    found: set[int] = set()
    for parent in dict.fromkeys(document.parents[block] for block in known):
        blocks = [child for child in document.children(parent) if document.stops[child] > document.starts[child]]
        labels = [number for number, block in enumerate(blocks) if block in known]
        steps = [after - before for before, after in pairwise(labels)]
        if len(labels) <= _SEVERAL or any(step % 2 for step in steps) or 2 * steps.count(2) <= len(steps):
            continue
        steps.append(len(blocks) - labels[-1])
        for number, step in zip(labels, steps, strict=True):
            term = known[blocks[number]].term
            if step % 2 or step > _MOST_STEPS or term is None or term.scope == "section":
                continue  # a section has many lines, whose number says nothing
            between = (whole.get(block) for block in blocks[number + 2 : number + step : 2])
            found.update(slot.line for slot in between if slot is not None)
    return found


def _block_of(document: Document, slot: Slot) -> int:
    """The outermost element that holds nothing but a label and has siblings with text; -1 if the label fills none."""
    element, texts = document.boxes[slot.line], range(slot.first, slot.last + 1)
    if document.text_nodes(element) != texts:
        return -1
    while (parent := document.parents[element]) > 0 and document.text_nodes(parent) == texts:
        element = parent
    return element


def _heads_pair(document: Document, slot: Slot, depths: set[int]) -> bool:
    """Whether a slot stands as deep as labels do, and is the first of two that share a container."""
    if document.depth(document.boxes[slot.line]) not in depths:
        return False
    return first_of_two(document, slot) or over_one_element(document, slot)


def _like(members: list[Slot], slot: Slot) -> bool:
    """Whether an unknown slot of the form of known labels could be one of them."""
    label = slot.label
    if _LABEL_TAGS & set(slot.form.chain):
        return True  # the element says it
    if all(member.colon for member in members) and not slot.colon:
        return False
    if all(member.leads for member in members) and not slot.leads:
        return False
    if slot.alone and not slot.colon and 2 * sum(member.alone for member in members) < len(members):
        return False  # a label without value may stand alone where the others have their value behind them
    inline = slot.shape is Shape.COLON and not slot.alone
    if inline and len(members) >= _SEVERAL and all(member.alone for member in members):
        return False  # where labels have lines of their own, words and a colon before others begin a sentence
    if label.endswith((".", ",", ";", "!")) and " " in label and not slot.colon:
        return False
    words = len(label.split())
    if slot.own < 0 and slot.alone and not VERBS.isdisjoint(label.split()):
        return False  # "Dazu gehören:" above a list
    if slot.colon and words > max(_LONG_LABEL, *(len(member.label.split()) for member in members)):
        return False
    return label[:1].isalnum() and not (label[0].islower() and all(member.label[:1].isupper() for member in members))


def _quality(document: Document, slot: Slot) -> float:
    """How well a place speaks for a label, whatever its words."""
    weight = 1.5 if slot.colon else 0.5 if slot.shape is Shape.WORDS else 1.0
    if document.link(document.owners[slot.first]) > 0 and not slot.colon:
        weight /= 2
    if document.boilerplate(document.boxes[slot.line]):
        weight /= 2
    return weight


def _inner_known(document: Document, slots: Slots, vocabulary: Vocabulary, line: int) -> list[Slot]:
    """Known labels before a colon in the middle of a text."""
    found: list[Slot] = []
    for node in document.nodes_of(line):
        text = document.texts[node]
        for colon in COLON.finditer(text) if ":" in text and node not in document.attribute_texts else ():
            words = text[: colon.start()].split(" ")
            for count in range(min(len(words), 6), 0, -1):
                if words[:-count] and words[-count - 1] in CONTINUES:
                    continue  # "wir achten auf die Zielgruppe: junge Mütter"
                label = " ".join(words[-count:])
                term = vocabulary.find(label) if label[:1].isalnum() else None
                start = colon.start() - len(label)
                if term is not None and (node, start) > (document.first_nodes[line], 0):
                    slot = Slot(
                        line, node, start, node, colon.end(), label, Shape.COLON, True, False, False, -1, term=term
                    )
                    slots.form(slot)
                    found.append(slot)
                    break
    return found


def _words(document: Document, slots: Slots, vocabulary: Vocabulary, line: int) -> Slot | None:
    """The known label that a line begins with, where nothing marks it but a colon without a blank behind it."""
    nodes = document.nodes_of(line)
    first = nodes.start
    text = document.texts[first]
    if (close := _CLOSE_COLON.match(text)) is not None and (term := vocabulary.find(close[1])) is not None:
        slot = Slot(line, first, 0, first, close.end(), close[1], Shape.COLON, True, False, True, -1, term=term)
        slot.name = compact(close[1])
        slots.form(slot)
        return slot
    words = text.split(" ")
    best = None
    for count in range(1, min(len(words), 13) + 1):
        form = compact(" ".join(words[:count]))
        if count > 1 and not vocabulary.openings.beginnings.get(form, 0) & Openings.LABEL:
            break
        term = vocabulary.terms.get(form)
        if term is not None and count < len(words) and _LETTER.search(words[count - 1]):
            best = term, count
    if best is None:
        return None
    term, count = best
    label = " ".join(words[:count])
    sign = SEPARATOR.match(text, len(label))
    slot = Slot(
        line,
        first,
        0,
        first,
        sign.end() if sign else len(label) + 1,
        label,
        Shape.WORDS,
        False,
        False,
        True,
        -1,
        term=term,
        name=compact(label),
    )
    slots.form(slot)
    return slot


def without_lists(document: Document, slots: Slots, found: list[Slot]) -> list[Slot]:
    """Leave out labels that head the columns of a list; where one row of values stands below, they have these."""
    by_row: defaultdict[int, list[Slot]] = defaultdict(list)
    by_table: Counter[tuple[int, Form]] = Counter()
    for slot in found:
        row = _row(document, slot)
        if row > 0:
            by_row[row].append(slot)
            by_table[document.parents[row], slot.form] += 1
    dropped: set[Slot] = set()
    for row, own in by_row.items():
        cells = document.cells(row)
        below = islice(document.rows_below(row), _MOST_ROWS)
        rows = list(takewhile(lambda each: each not in by_row, below))
        rows = [each for each in rows if len(document.cells(each)) == len(cells)]
        single = len(cells) > 2 and all(by_table[document.parents[row], slot.form] == 1 for slot in own)
        if not rows or not (row in slots.heads or single):
            continue
        for slot in own:
            cell = document.cell_around(document.boxes[slot.line])
            if len(rows) == 1 and cell in cells:
                slot.apart = document.text_nodes(document.cells(rows[0])[cells.index(cell)])
            elif len(rows) > 1:
                dropped.add(slot)
    return [slot for slot in found if slot not in dropped]


def _row(document: Document, slot: Slot) -> int:
    """The row of a label that has a cell for itself, -1 for none."""
    if slot.shape is not Shape.LINE and not slot.alone:
        return -1
    element = document.boxes[slot.line]
    for _ in range(4):
        if element <= 0 or document.starts[element] < slot.first or document.stops[element] > slot.last + 1:
            return -1
        if document.tags[element] in CELLS:
            return document.parents[element]
        element = document.parents[element]
    return -1


# --- without a vocabulary ----------------------------------------------------------------------------------------
def open_slots(document: Document, slots: Slots) -> list[Slot]:
    """The labels of a page, by their forms alone."""
    ended = {document.line_of[node] for node, text in enumerate(document.texts) if text.endswith(":")}
    pair_columns(document, slots, [slot for line in sorted(ended) for slot in slots.of_line(line) if slot.colon])
    groups = [part for group in groups_of(slots, range(document.count)) for part in _by_depth(document, group)]
    for group in groups:
        group.weight = _weight(document, group)
    accepted = [group for group in groups if group.weight > 0]
    accepted += _of_same_class(groups, accepted)
    accepted += _over_texts(document, groups, accepted)
    best: dict[tuple[int, int], Slot] = {}
    for group in _without_empty(document, _without_values(document, accepted)):
        mark = _final_mark(group)
        for slot in group.slots:
            slot.weight = group.weight
            slot.label = slot.name = slot.label.rstrip(mark)
            if slot.place not in best or best[slot.place].weight < slot.weight:
                best[slot.place] = slot
    found = _without_own_values(document, sorted(best.values(), key=lambda slot: slot.place))
    stressed = _stressed(document, found)
    return without_lists(document, slots, _outside_labels([slot for slot in found if slot not in stressed]))


def _final_mark(group: Group) -> str:
    """What all labels of a form end with in place of a colon, with a blank: "Träger.", "Träger |"."""
    marks = {slot.label[-1:] for slot in group.slots}
    if len(group.slots) < _SEVERAL or len(marks) > 1 or (mark := marks.pop()) not in _FINAL:
        return " "
    short = sum(len(slot.label) <= _ABBREVIATION for slot in group.slots)  # "Tel.", "Str."
    return f"{mark} " if 2 * short < len(group.slots) else " "


def _without_own_values(document: Document, found: list[Slot]) -> list[Slot]:
    """Leave out slots that are the value of a better label, on its line or in its row, which has no other value."""
    at = {slot.place: slot for slot in found}
    following = _next_alike(found)
    ended = [slot for slot in found if slot.end >= len(document.texts[slot.last]) and not document.level(slot.line)]
    values = [(slot, value) for slot in ended if (value := at.get((_behind(document, slot), 0))) is not None]
    taken = [
        (slot, value)
        for slot, value in values
        if value.weight < slot.weight
        and not value.colon
        and _is_beside(document, slot, value)
        and following[value] >= following[slot]  # else labels in the cell beside a label
    ]
    empty = Counter(slot.group for slot, _ in taken)
    dropped: set[Slot] = set()
    for slot, value in taken:
        if slot not in dropped and slot.group is not None and 2 * empty[slot.group] <= len(slot.group.slots):
            dropped.add(value)
    return [slot for slot in found if slot not in dropped]


def _next_alike(found: list[Slot]) -> dict[Slot, int]:
    """The number of the next slot of the same group, for each slot; one behind the last where there is none."""
    after: dict[Group | None, int] = {}
    following = {}
    for number, slot in reversed(list(enumerate(found))):
        following[slot] = after.get(slot.group, len(found))
        after[slot.group] = number
    return following


def _is_beside(document: Document, slot: Slot, other: Slot) -> bool:
    """Whether a slot stands on the line of another one, or fills the cell beside it."""
    if slot.line == other.line:
        return True
    cells = [document.cell_around(document.boxes[each.line]) for each in (slot, other)]
    same_row = min(cells) > 0 and document.parents[cells[0]] == document.parents[cells[1]]
    return same_row and document.stops[cells[1]] == other.last + 1


def _by_depth(document: Document, group: Group) -> list[Group]:
    """A group in two where labels stand over what holds their values, written alike: lists, or lines set in further."""
    if len(group.slots) < 2 * _SEVERAL:
        return [group]
    over = [slot for slot in group.slots if over_one_element(document, slot) or _is_over_indented(document, slot)]
    apart = set(over)
    others = [slot for slot in group.slots if slot not in apart]
    firsts = {slot.first for slot in others}
    with_value = sum(_behind(document, slot) in firsts for slot in over)
    if len(over) < _SEVERAL or with_value < _ALL * len(over) or len(others) > 2 * len(over):
        return [group]
    parts = [Group(group.form, group.style, own) for own in (over, others)]
    for part in parts:
        for slot in part.slots:
            slot.group = part
    return parts


def _of_same_class(groups: list[Group], accepted: list[Group]) -> list[Group]:
    """Lone slots with the element and the classes of labels that stand, as these do, before a value on their line."""
    labels = {
        (group.form.chain[-1], group.style): group
        for group in accepted
        if group.style and group.form.shape is Shape.ELEMENT and not any(slot.alone for slot in group.slots)
    }
    found = []
    for group in groups:
        example = labels.get((group.form.chain[-1], group.style)) if group.form.shape is Shape.ELEMENT else None
        if example and group.weight <= 0 and len(group.slots) == 1 and not group.slots[0].alone:
            group.weight = example.weight / 2
            found.append(group)
    return found


def _over_texts(document: Document, groups: list[Group], accepted: list[Group]) -> list[Group]:
    """Lone titles that are almost labels, right behind a labelled value, over a paragraph of sentences."""
    lines = sorted({slot.line for group in accepted for slot in group.slots})
    found = []
    for group in groups:
        slot = group.slots[0]
        below = document.line_of[slot.last] + 1
        if len(group.slots) > 1 or not slot.alone or not -_NEARLY < group.weight <= 0 or below >= document.count:
            continue
        at = bisect(lines, slot.line)
        behind = at and slot.line - lines[at - 1] <= _NEAR and len(slot.label.split()) <= _LONG_LABEL
        text = document.text_of(below) if behind else ""
        if len(text) >= _TEXT and sentence_end(text) and not document.boilerplate(document.boxes[below]):
            group.weight = _NEARLY
            found.append(group)
    return found


def _weight(document: Document, group: Group) -> float:
    """What speaks for a group being labels, and what against it; of one that cannot be labels the most it could be."""
    own, shape, chain = group.slots, group.form.shape, group.form.chain
    count = len(own)
    valued = linked = colons = codes = 0
    for slot, after in zip(own, [*own[1:], None], strict=True):
        valued += _valued(document, slot, after)
        colons += slot.colon
        linked += not slot.colon and document.link(document.owners[slot.first]) > 0
        codes += _is_code(slot.label)
    weight = (
        -3.0
        + (2.0 if shape is Shape.COLON else 3.0) * (colons / count)
        + 3.0 * (not _LABEL_TAGS.isdisjoint(chain))
        + 1.5 * (not _BOLD.isdisjoint(chain))
        + 0.5 * (shape is Shape.ELEMENT)
        - 1.0 * (shape is Shape.LINE)
        - 3.0 * (linked / count)
        - 4.0 * (codes / count)
        + 4.0 * (valued / count - 0.5)
        + min(2.5, 0.8 * math.log2(count))
        - 2.0 * (count == 1)
        - 1.0 * (group.form.place > 0 and shape is Shape.LINE)
    )
    if weight <= -_REST:
        return weight + _REST
    words = firsts = leading = capitals = sentences = digits = around = 0
    for slot in own:
        label = slot.label
        words += label.count(" ") + 1
        firsts += first_of_two(document, slot)
        leading += slot.leads
        capitals += label[0].isupper()
        sentences += label.endswith((".", "!", "?", ",", ";")) and " " in label
        digits += label[0].isdigit()
        around += document.boilerplate(document.boxes[slot.line])
    texts = Counter([slot.label for slot in own])
    repeats = count > 3 and len(texts) > 1 and 2 * sum(times > 1 for times in texts.values()) >= len(texts)
    return (
        weight
        + (1.5 * firsts + leading + capitals - 4.0 * sentences - 1.5 * digits - 2.0 * around) / count
        - 0.35 * max(0.0, words / count - 1.5)
        + (0.0 if repeats else 3.0 * (len(texts) / count - 1))
    )


def _is_over_indented(document: Document, slot: Slot) -> bool:
    """Whether the line below a label that stands alone in a text is indented deeper."""
    below = document.line_of[slot.last] + 1
    return slot.alone and below < len(document.indents) and document.indents[below] > document.indents[slot.line]


def _valued(document: Document, slot: Slot, after: Slot | None) -> bool:
    if slot.end < len(document.texts[slot.last]) or slot.apart is not None:
        return True
    if slot.last + 1 >= len(document.texts):
        return False
    return after is None or after.first > _behind(document, slot)


def _behind(document: Document, slot: Slot) -> int:
    """The first text behind a label that is more than a separator."""
    node, texts = slot.last + 1, document.texts
    while node < len(texts) and len(texts[node]) < _SEPARATOR and not any(map(str.isalnum, texts[node])):
        node += 1
    return node


def _without_empty(document: Document, accepted: list[Group]) -> list[Group]:
    """Leave out groups whose slots have a better label right behind them, where their values would be."""
    at: defaultdict[int, list[Group]] = defaultdict(list)  # by the first text of a label
    for group in accepted:
        for slot in group.slots:
            if slot.start == 0:
                at[slot.first].append(group)
    kept = []
    for group in accepted:
        empty = sum(
            slot.end >= len(document.texts[slot.last])
            and any(other is not group and other.weight > group.weight for other in at[_behind(document, slot)])
            for slot in group.slots
        )
        if empty < _ALL * len(group.slots):
            kept.append(group)
    return kept


def _is_bare(group: Group) -> bool:
    """Whether no element and no colon of their own marks slots."""
    if group.form.shape is Shape.COLON:
        return True
    marked = set(group.form.chain) & (EMPHASIS | _LABEL_TAGS | HEADINGS.keys())
    return not marked and not any(slot.colon for slot in group.slots)


def _is_code(label: str) -> bool:
    """Whether a text has no more letters than digits."""
    if label.isalpha() or label.replace(" ", "").isalpha():
        return False
    return len(_LETTER.findall(label)) <= sum(map(str.isdigit, label))


def first_of_two(document: Document, slot: Slot) -> bool:
    """Whether a label is the first of two elements that share a container of their own."""
    element, parents, starts, stops = document.boxes[slot.line], document.parents, document.starts, document.stops
    if not slot.alone or starts[element] != slot.first or stops[element] != slot.last + 1:
        return False
    while parents[element] > 0 and starts[parents[element]] == slot.first and stops[parents[element]] == slot.last + 1:
        element = parents[element]
    container = parents[element]
    if container < 0 or starts[container] != slot.first or stops[container] == slot.last + 1:
        return False
    sibling = next((each for each in document.siblings_behind(element) if stops[each] > starts[each]), -1)
    return sibling > 0 and starts[sibling] == slot.last + 1 and stops[sibling] == stops[container]


def over_one_element(document: Document, slot: Slot) -> bool:
    """Whether a label is a line of text at the start of a block that holds one more element."""
    block = document.boxes[slot.line]
    if not slot.alone or document.starts[block] != slot.first or document.stops[block] <= slot.last + 1:
        return False
    element = document.owners[slot.last + 1]
    while document.parents[element] > block:
        element = document.parents[element]
    behind = document.starts[element] > slot.last
    return element > block and behind and document.stops[element] == document.stops[block]


def _without_values(document: Document, accepted: list[Group]) -> list[Group]:
    """Leave out groups whose slots stand where the values of a better one would be."""
    at: defaultdict[int, list[Group]] = defaultdict(list)  # by the first text behind a label
    for group in accepted:
        for slot in group.slots:
            if slot.end >= len(document.texts[slot.last]):
                at[_behind(document, slot)].append(group)
    dropped: set[Group] = set()
    for group in sorted(accepted, key=lambda group: -group.weight):
        if group in dropped:
            continue
        stolen: Counter[Group] = Counter()
        for other in accepted:
            first = group.slots[0].place < other.slots[0].place  # a label stands before its value
            if other is group or other in dropped or group.weight + _FIRST * first <= other.weight:
                continue
            times = sum(group in at[slot.first] for slot in other.slots)
            if 2 * times >= len(other.slots):
                stolen[other] = times
        most = 2 * stolen.total() >= len(group.slots)
        dropped.update(
            other for other, times in stolen.items() if most or (_is_bare(other) and times >= _ALL * len(other.slots))
        )
    return [group for group in accepted if group not in dropped]


def _outside_labels(found: list[Slot]) -> list[Slot]:
    """Leave out slots that begin inside the label of another one."""
    kept: list[Slot] = []
    for slot in found:
        if not kept or slot.place >= (kept[-1].last, kept[-1].end):
            kept.append(slot)
    return kept
