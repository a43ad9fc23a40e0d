"""The labels of a profile page with their values: what the types of the programme's fields add to forms and extents."""

import re
from collections import Counter
from collections.abc import Container
from dataclasses import dataclass, field
from operator import attrgetter

from jsiq_scrape.parse.document import Document
from jsiq_scrape.parse.document.document import CELLS
from jsiq_scrape.parse.labels.extents import Extents, Field, Span, before, pieces
from jsiq_scrape.parse.labels.forms import first_of_two, known_slots, over_one_element
from jsiq_scrape.parse.labels.prose import CONTINUES, JOINING
from jsiq_scrape.parse.labels.slots import LABEL_TERMS, MEANINGLESS, Form, Shape, Slot, Slots
from jsiq_scrape.parse.labels.vocabulary import Openings, Term, Vocabulary, compact
from jsiq_scrape.parse.profile.record_tables import records_of
from jsiq_scrape.parse.values import CONVERTERS, area_heading, period, person_names, yes_no
from jsiq_scrape.records import FieldKind

_PAIRED = frozenset(("dt", "th", "label", *CELLS))
_PLACE = attrgetter("place")
_PAGE = re.compile(r"Seite \d")
_UNFINISHED = re.compile(r"(?:[-–—/,]|\b(?:bis|von|und))$")  # a line that its sentence or period goes beyond
_SECOND_HALF = re.compile(r"(?:[-–—]|bis(?: zum)?)\s?(?:\d{1,2}\.\s?\d{1,2}\.\s?|\d{1,2}[./]\s?)?(?:19|20)\d\d")
_TWO_HALVES = re.compile(r"\d\s*(?:[-–—]|bis\b)")
_MOST_BESIDE = 10  # texts of what holds a picture and nothing but whose it is
_CREDIT = re.compile(r"(?:Fotos?|Fotograf\w*|Bild\w*|Grafik|Quelle|Abbildung|Illustration|Copyright):\s")
_REMARK = 3  # words
_LONGEST_BOILERPLATE = 60  # characters of a line that belongs to the site


@dataclass(slots=True)
class Outline:
    """The labels of a page in order, each with its value."""

    document: Document
    slots: Slots
    fields: list[Field] = field(default_factory=list)
    barred: set[int] = field(default_factory=set)  # lines of the site around the profile
    heads: set[int] = field(default_factory=set)  # lines that name the fields of a table of projects


def outline_of(document: Document, vocabulary: Vocabulary) -> Outline:
    """Find the labels of a profile page and where their values end."""
    slots = Slots(document)
    openings = vocabulary.openings.of_texts(document.texts)
    barred = _barred(document, vocabulary, openings)

    found = known_slots(document, slots, vocabulary, openings, lambda slot: _plausible(slots, slot))
    cells, tables, heads = records_of(document, slots.candidates)
    if cells:
        found = sorted(
            [*(slot for slot in found if not any(slot.first in table for table in tables)), *cells], key=_PLACE
        )
    _trust_names(document, found)
    found = _of_profile(document, found, barred)
    found = _with_areas(document, slots, vocabulary, openings, _within_areas(found))
    found = _within_areas(_without_teasers(document, vocabulary, found))
    fields = Extents(document, found).fields()
    barred |= _lines_beside(document, fields)
    fields = [each for each in fields if each.slot.line not in barred or each.slot.record]
    _by_type(document, fields, barred)
    return Outline(document, slots, _without_foot(document, fields), barred, heads)


def title_of(document: Document, line: int) -> str:
    """A line as a name: without its links to edit it, and without the signs of a heading in a text."""
    nodes = document.nodes_of(line)
    found = pieces(document, Span(nodes.start, 0, nodes.stop))
    text = found[0][1] if found else document.text_of(line)
    return text if document.html else text.lstrip("# ").strip("*_ ")


def _without_teasers(document: Document, vocabulary: Vocabulary, found: list[Slot]) -> list[Slot]:
    """Leave out labels below a heading such as "Weitere Projekte" whose titles lead to other pages."""
    barred: list[range] = []
    headings = sorted(document.headings())
    for number, line in enumerate(headings):
        if not compact(document.text_of(line)).startswith(vocabulary.teasers):
            continue
        behind = headings[number + 1 :]
        ends = (at for at, other in enumerate(behind) if document.level(other) <= document.level(line))
        below = behind[: next(ends, len(behind))]
        stop = next(iter(headings[number + 1 + len(below) :]), document.count)
        titles = below or range(line + 1, min(line + 2, stop))
        if titles and all(document.link(document.owners[document.first_nodes[title]]) > 0 for title in titles):
            barred.append(range(line, stop))
    return [slot for slot in found if not any(slot.line in lines for lines in barred)]


def _trust_names(document: Document, found: list[Slot]) -> None:
    """Ignore classes and ids around fields of projects that stand nowhere else on the page: `table.print`."""
    own = [slot for slot in found if slot.term is not None and (slot.term.proof or slot.term.scope == "project")]
    own = [slot for slot in own if document.link(document.owners[slot.first]) < 0]
    inside = {slot: document.boxes[slot.line] for slot in own if document.boilerplate(document.boxes[slot.line])}
    outside = {slot.term for slot in own if slot not in inside}
    named = {slot.term for slot, box in inside.items() if not document.boilerplate_by_tag(box)}
    only = named - outside
    if len(only) > 1:
        document.trust_names(box for slot, box in inside.items() if slot.term in only)


def _of_profile(document: Document, found: list[Slot], barred: set[int]) -> list[Slot]:
    """Leave out labels of the site around, and unknown ones whose form no field near them has."""
    main = document.text_nodes(document.tags.index("main")) if document.tags.count("main") == 1 else None
    proven = main is not None and any(slot.first in main and slot.term and slot.term.proof for slot in found)
    around = [
        slot
        for slot in found
        if document.boilerplate(document.boxes[slot.line]) or (proven and main is not None and slot.first not in main)
    ]
    if around:
        found = _outside(document, found, around)
    first = next((at for at, slot in enumerate(found) if slot.term is not None), 0)
    forms: dict[bool, set[Form]] = {True: set(), False: set()}  # of fields of projects, and of others
    for slot in found:
        if slot.term is not None and slot.term.scope != "section":
            forms[slot.term.scope == "project"].add(slot.form)
            if _is_marked(slot):
                forms[slot.term.scope != "project"].add(slot.form)
    kept: list[Slot] = []
    usual = _usual_tags(document) if any(slot.term is None for slot in found) else set()
    foot = _foot(document, found)
    ahead = _forms_ahead(found)
    in_project = False
    for at, slot in enumerate(found):
        if slot.term is not None:
            in_project = slot.term.scope == "project" or (in_project and slot.term.scope == "contact")
            if slot.line not in barred and not (slot.first >= foot and in_project and slot.term.scope == "contact"):
                kept.append(slot)
        elif (slot.first >= foot and in_project) or (slot.line in barred and not slot.alone):  # "Stand: 12.03.2017"
            continue
        elif slot.record or (
            at > first
            and (slot.form in forms[in_project] or slot.form == ahead[at])
            and _can_be_unknown(document, slot, usual)
        ):
            barred.discard(slot.line)
            kept.append(slot)
    return kept


def _forms_ahead(found: list[Slot]) -> list[Form | None]:
    """The form of the next known label behind each one, if it is a field of a project."""
    forms: list[Form | None] = []
    form = None
    for slot in reversed(found):
        forms.append(form)
        if slot.term is not None:
            form = slot.form if slot.term.scope == "project" else None
    return forms[::-1]


def _foot(document: Document, found: list[Slot]) -> int:
    """The text node that begins the foot of a page: behind a rule below its last field, unless rules divide fields."""
    known = [slot.first for slot in found if slot.term is not None and slot.term.scope == "project"]
    inside = sum(known[0] < rule <= known[-1] for rule in document.rules) if known else 0
    return document.rule_behind(known[-1]) if known and 2 * inside < len(known) else len(document.texts)


def _without_foot(document: Document, fields: list[Field]) -> list[Field]:
    """Leave out a contact of the site at the end of a page: other text divides it from the last field of a project.

    A page that has no contact before its projects may have its own there.
    """
    scopes = [found.slot.term.scope if found.slot.term is not None else "" for found in fields]
    own = [at for at, scope in enumerate(scopes) if scope == "project"]
    if not own or "contact" not in scopes[: own[0]]:
        return fields
    for at in range(own[-1] + 1, len(fields)):
        span, label = fields[at - 1].span, document.first_nodes[fields[at].slot.line]
        if scopes[at] not in ("", "contact"):
            break
        if max(span.stop + (span.end > 0), fields[at - 1].slot.last + 1) < label:
            kept = (found for found, scope in zip(fields[at:], scopes[at:], strict=True) if scope != "contact")
            return [*fields[:at], *kept]
    return fields


def _lines_beside(document: Document, fields: list[Field]) -> set[int]:
    """The lines of blocks before or behind a profile whose labels have no value of their types: a list of cookies."""
    own = [each.slot for each in fields if _is_own(each.slot)]
    if not own:
        return set()
    blocks: dict[int, list[Field]] = {}
    before: dict[int, int] = {}  # the blocks around elements before the profile
    behind: dict[int, int] = {}
    for each in fields:
        if each.slot.place < own[0].place:
            blocks.setdefault(_block_without(document, each.slot, own[0].first, before), []).append(each)
        elif each.slot.place > own[-1].place:
            blocks.setdefault(_block_without(document, each.slot, own[-1].first, behind), []).append(each)
    found: set[int] = set()
    for block, inside in blocks.items():
        several = len(inside) > 1 or inside[0].slot.place < own[0].place
        of_project = any(each.slot.term and each.slot.term.scope == "project" for each in inside)
        if several and of_project and not any(_has_value_of_type(document, each) for each in inside):
            nodes = document.text_nodes(block)
            found.update(range(document.line_of[nodes.start], document.line_of[nodes.stop - 1] + 1))
    return found


def _is_own(slot: Slot) -> bool:
    """Whether a label speaks of a profile: it opens a part of one, or only profiles have it."""
    return slot.area or (slot.term is not None and (slot.term.scope == "section" or slot.term.proof))


def _block_without(document: Document, slot: Slot, node: int, known: dict[int, int]) -> int:
    """The outermost element around a label that does not hold a text node; `known` are those of other elements."""
    element = document.boxes[slot.line]
    inner = [element]
    while (
        element not in known and (parent := document.parents[element]) > 0 and node not in document.text_nodes(parent)
    ):
        element = parent
        inner.append(element)
    found = known.get(element, element)
    known.update(dict.fromkeys(inner, found))
    return found


def _has_value_of_type(document: Document, found: Field) -> bool:
    term, text = found.slot.term, " ".join(text for _, text in found.lines(document))
    if term is None or not text:
        return False
    if term.name == "period":
        return period(text).understood
    return bool(person_names(text)) if term.name == "name" else term.scope != "contact" or _fits(text, term)


def _usual_tags(document: Document) -> set[str]:
    """The inline elements that a program has put around most lines, which therefore mark nothing."""
    counts = Counter(document.tags[document.owners[first]] for first in document.first_nodes)
    return {tag for tag, count in counts.items() if 2 * count > document.count and tag in MEANINGLESS}


def _can_be_unknown(document: Document, slot: Slot, usual: set[str]) -> bool:
    """Whether anything but its place in the text shows an unknown label: element, colon, heading or class."""
    if slot.apart is not None:
        return True
    if leads_nowhere(document, slot):
        return False
    if not slot.colon and document.link(document.owners[slot.first]) > 0:
        return False
    if slot.colon or slot.alternates or (slot.group and slot.group.style) or document.level(slot.line) > 0:
        return True
    if _is_marked(slot) and not (slot.alone and usual and usual.issuperset(slot.form.chain[1:])):
        return True
    return first_of_two(document, slot) or over_one_element(document, slot)


def leads_nowhere(document: Document, slot: Slot) -> bool:
    """Whether nothing but links to places and scripts of the page stands beside a label: "Schrift: kleiner, größer"."""
    behind = range(slot.last + 1, document.nodes_of(slot.line).stop)
    if slot.end < len(document.texts[slot.last]) or not behind:
        return False
    targets = [document.target(document.owners[node]) for node in behind if any(map(str.isalnum, document.texts[node]))]
    return bool(targets) and all(target and target.startswith(("#", "javascript:")) for target in targets)


def _in_areas(bound: Slot) -> bool:
    return bound.area or (bound.term is not None and bound.term.name == "areas")


def _is_marked(slot: Slot) -> bool:
    """Whether an element of its own, a term or a cell marks a label."""
    return slot.form.shape is Shape.ELEMENT or bool(_PAIRED & set(slot.form.chain))


def _outside(document: Document, found: list[Slot], around: list[Slot]) -> list[Slot]:
    """Leave out labels in the site around, but for a contact beside a main part that has none."""
    names = {slot.term.name for slot in found if slot.term is not None and slot not in around}
    if not any(slot.term is not None and slot.term.proof for slot in found if slot not in around):
        return found
    if names & {"contact", "persons"}:
        return [slot for slot in found if slot not in around]
    return [slot for slot in found if slot not in around or _in_aside(document, slot)]


def _in_aside(document: Document, slot: Slot) -> bool:
    element = document.boxes[slot.line]
    while element > 0:
        if document.tags[element] in ("footer", "nav", "header"):
            return False
        element = document.parents[element]
    return True


def _barred(document: Document, vocabulary: Vocabulary, openings: list[int]) -> set[int]:
    """Lines that the vocabulary knows as the site's."""
    found: set[int] = set()
    texts, line_of, firsts = document.texts, document.line_of, document.first_nodes
    pictures = {texts[node] for node in document.attribute_texts}
    if pictures:  # a caption, or the title of a logo
        shown = (first not in document.attribute_texts and texts[first] in pictures for first in firsts)
        found.update(line for line, is_shown in enumerate(shown) if is_shown and yes_no(texts[firsts[line]]) is None)
    found.update(line for line, box in enumerate(document.boxes) if _is_caption(document, box))
    if "img" in document.tags:
        found.update(_credits(document))
    for line in {line_of[node] for node, opening in enumerate(openings) if opening & Openings.BOILERPLATE}:
        if len(texts[firsts[line]]) <= _LONGEST_BOILERPLATE and line not in document.skipped:
            whole = document.text_of(line)
            if vocabulary.is_boilerplate(whole):
                # The number of a page stands in the middle of a text, anything else behind its end.
                (found if document.html or not _PAGE.match(whole) else document.skipped).add(line)
    return found


def _is_caption(document: Document, box: int) -> bool:
    """Whether a block is the caption of a picture: of a figure that shows no other text."""
    if document.tags[box] != "figcaption":
        return False
    own = document.text_nodes(box)
    figure = document.text_nodes(document.parents[box])
    return all(node in own or node in document.attribute_texts for node in figure)


def _credits(document: Document) -> set[int]:
    """The lines that say whose picture it is ("Foto: Stadtarchiv"): the only text of what holds the picture."""
    pictures = (element for element, tag in enumerate(document.tags) if tag == "img")
    holders = {document.parents[document.parents[each] if document.link(each) > 0 else each] for each in pictures}
    few = (nodes for each in holders if len(nodes := document.text_nodes(each)) <= _MOST_BESIDE)
    texts = [[node for node in nodes if node not in document.attribute_texts] for nodes in few]
    lines = [{document.line_of[node] for node in nodes} for nodes in texts]
    return {line for own in lines if len(own) == 1 for line in own if _CREDIT.match(document.text_of(line))}


def _plausible(slots: Slots, slot: Slot) -> float:
    """How well a place and what follows speak for a label of this meaning: 0 not at all, 1 as well as they can."""
    document, term = slots.document, slot.term
    if term is None or term.scope == "any":
        return 1.0
    if slots.is_of_empty_control(slot):
        return 0.0
    rest = slots.rest(slot)
    if slot.shape is Shape.WORDS:
        return float(not document.level(slot.line) and _fits(rest, term))
    if slot.colon:
        return 1.0
    if slot.shape is Shape.LINE and _in_value(document, slot):
        return 0.0
    marked = _is_marked(slot)
    named = term.scope == "office" and not term.yes_no
    if (named or term.name == "title") and not (_PAIRED & set(slot.form.chain) or first_of_two(document, slot)):
        return 0.3 if marked else 0.0
    if not marked and not next(filter(str.isalpha, slot.label), "").isupper():
        return 0.0
    paired = bool({"label", *_PAIRED} & set(slot.form.chain))
    if document.link(document.owners[slot.first]) > 0 and term.scope in ("section", "project") and not paired:
        target = document.target(document.owners[slot.first]) or ""
        return float(document.level(slot.line) > 0 or (target.startswith("#") and not slot.alone))
    if slot.shape in (Shape.ELEMENT, Shape.BEFORE) and not slot.alone and not term.short and rest and _goes_on(rest):
        return 0.3
    return 1.0


def _in_value(document: Document, slot: Slot) -> bool:
    """Whether a line stands in a description, or in the second cell of a row."""
    if slot.form.place == 1:
        return True
    if document.tags[document.boxes[slot.line]] in LABEL_TERMS:
        return False  # a list in a description has labels of its own
    element = document.boxes[slot.line]
    for _ in range(3):
        if element <= 0 or document.tags[element] == "dd":
            break
        element = document.parents[element]
    return element > 0 and document.tags[element] == "dd"


def _goes_on(rest: str) -> bool:
    """Whether words go on with a sentence that the word before them began."""
    word = rest.split(None, 1)[0]
    return word in CONTINUES or rest[0] in ",;.)/|"


def _is_remark(words: list[str]) -> bool:
    """Whether words may stand in place of an answer: "wird geprüft", "nach Bewilligung"."""
    return 0 < len(words) <= _REMARK and words[0] not in JOINING and words[0][0].isalpha() and words[-1][-1].isalpha()


def _fits(rest: str, term: Term) -> bool:
    """Whether what stands behind a word that only its text makes a label can be the value of that label."""
    words = rest.split()
    if term.name == "title" or (term.scope == "office" and not term.yes_no):
        return False
    if (term.yes_no or term.kind is FieldKind.PERIOD) and _is_remark(words):
        return True
    if term.kind is FieldKind.PERIOD:
        return period(rest).understood or (
            bool(words) and words[0] not in CONTINUES and (any(map(str.isdigit, rest)) or len(words) <= 3)
        )
    if not words or _goes_on(rest):
        return False
    match term.kind or term.name:
        case FieldKind.PHONE:
            return sum(character.isdigit() for character in rest) >= 5
        case FieldKind.EMAIL:
            return "@" in rest or "(at)" in rest or "[at]" in rest
        case FieldKind.WEBSITE:
            return "." in words[0]
        case "persons":
            return words[0] in ("Herr", "Frau") or (2 <= len(words) <= 5 and all(word[:1].isupper() for word in words))
        case "areas":
            return not words[0][0].isdigit()
    if term.yes_no:
        return words[0].strip(".,;()").lower() in ("ja", "nein") or len(words) <= 2
    convert = CONVERTERS.get(term.kind) if term.kind is not None else None
    return term.scope == "project" and (convert is None or convert(rest) is not None)


# --- areas ---------------------------------------------------------------------------------------------------------
def _with_areas(
    document: Document, made: Slots, vocabulary: Vocabulary, openings: list[int], found: list[Slot]
) -> list[Slot]:
    """Add the lines that open a funding area; they end other values, and each is a part of its own."""
    sections = [
        (slot.line, slot.term.name)
        for slot in found
        if slot.term and slot.term.scope in ("section", "project", "office")
    ]
    taken = {
        slot.line for slot in found if slot.term is not None and not (slot.term.name == "areas" and not slot.alone)
    }
    areas: dict[int, Slot] = {}
    texts, line_of = document.texts, document.line_of
    opening = {line_of[node] for node, each in enumerate(openings) if each & Openings.AREA}
    named = {line for line in opening if vocabulary.opens_area(document.text_of(line))}
    for line, first in enumerate(document.first_nodes):
        text = texts[first]
        if not (line in opening or text[0].isdigit()) or line in taken or first in document.attribute_texts:
            continue
        if line not in named:
            plain = not named and _is_above_text(document, line)  # numbers alone open none beside "FG 1"
            term = document.tags[document.boxes[line]] in LABEL_TERMS
            if not (document.level(line) or document.emphasised(first) or term or plain):
                continue
            if next((name for at, name in reversed(sections) if at < line), None) != "areas":
                continue
            if area_heading(document.text_of(line), vocabulary.area_words, heading=True) is None:
                continue
        areas[line] = Slot(
            line, first, 0, first, 0, document.text_of(line), Shape.LINE, False, True, True, -1, area=True
        )
    kept = [slot for slot in found if slot.line not in areas]
    slots = sorted([*kept, *areas.values()], key=lambda slot: slot.place)
    for slot in areas.values():
        made.form(slot)
    return slots


def _is_above_text(document: Document, line: int) -> bool:
    """Whether a numbered line of a text stands above another line, and is no item of a list: none beside it is one."""
    if document.html or line + 1 >= document.count:
        return False
    beside = [each for each in (line - 1, line + 1) if each >= 0 and document.boxes[each] == document.boxes[line]]
    return not any(document.texts[document.first_nodes[each]][0].isdigit() for each in beside)


def _within_areas(found: list[Slot]) -> list[Slot]:
    """Inside the funding areas, what looks like a label ("Stadtteile:") belongs to the area's description."""
    kept: list[Slot] = []
    bound: Slot | None = None
    before_projects = _before_projects(found)
    for at, slot in enumerate(found):
        known = slot.term is not None and slot.term.scope in ("section", "project", "office")
        inside = bound is not None and _in_areas(bound) and not _is_marked(slot)
        if inside and ((slot.term is None and not slot.area) or before_projects[at]):
            continue
        if slot.area or known:
            bound = slot
        kept.append(slot)
    return kept


def _before_projects(found: list[Slot]) -> list[bool]:
    """Whether only labels of texts, which are paragraphs, stand from each slot to the heading of the projects."""
    flags: list[bool] = []
    ahead = False
    for slot in reversed(found):
        section = slot.term is not None and slot.term.scope == "section"
        text = slot.term is not None and slot.term.scope == "project" and slot.term.long and not slot.term.proof
        flags.append(ahead and text and not slot.area)
        is_projects = section and slot.term is not None and slot.term.name == "projects"
        ahead = is_projects or flags[-1] or (ahead and slot.area)
    return flags[::-1]


# --- types ---------------------------------------------------------------------------------------------------------
def _by_type(document: Document, fields: list[Field], barred: set[int]) -> None:
    """Let values end as their types do: texts go on to the next label or heading, short values end with their line."""
    inside = _subheadings(document, fields)
    foot = _foot(document, [found.slot for found in fields])
    for number, found in enumerate(fields):
        slot, span, term = found.slot, found.span, found.slot.term
        following = before(document, fields[number + 1].slot) if number + 1 < len(fields) else (len(document.texts), 0)
        if slot.area:
            found.span = Span(slot.first, 0, *_text_end(document, slot, span, following, barred, 0))
        elif term is not None and slot.apart is None and term.long:
            if term.scope == "project":
                following = min(following, (foot, 0))
            span = found.span = _whole_cell(document, slot, span, following)
            container = 0 if term.scope == "section" else _around(document, slot, span)
            end = _text_end(document, slot, span, following, barred, container, inside)
            found.span = Span(span.first, span.start, *end)
        elif term is not None and slot.apart is None and (term.short or term.scope == "contact"):
            found.span = (
                _next_line(document, slot, Span(span.first, 0, span.first), following)
                if span.empty
                or (slot.alone and not document.html)  # in a text, nothing but the value shows where it is
                else _one_line(document, slot, span, following)
            )
        found.span = _before_barred(document, slot, found.span, barred)


def _subheadings(document: Document, fields: list[Field]) -> set[int]:
    """Headings inside the texts of projects: deeper than that of the project, and no label stands right below them."""
    terms = {found.slot.line: found.slot.term for found in fields}
    headings = document.headings()
    below: dict[int, int] = {}  # the first line below a heading that is none
    for line in sorted(headings, reverse=True):
        below[line] = below.get(line + 1, line + 1)
    found: set[int] = set()
    above = label_above = 0  # levels of the last heading, and of that above the last label
    term: Term | None = None
    for line in sorted({*headings, *terms}):
        if line in terms:
            term, label_above = terms[line], above
            continue
        deeper = term is not None and term.scope == "project" and term.long and 0 < label_above < headings[line]
        if deeper and below[line] not in terms:
            found.add(line)
        else:
            above = headings[line]
    return found


def _whole_cell(document: Document, slot: Slot, span: Span, following: tuple[int, int]) -> Span:
    """All of the cell or description that a text begins in."""
    if span.first >= len(document.texts):
        return span
    element = document.owners[span.first]
    while element > 0 and document.tags[element] not in ("td", "dd"):
        element = document.parents[element]
    if element <= 0 or document.starts[element] <= slot.last:
        return span
    return Span(span.first, span.start, *max((span.stop, span.end), min((document.stops[element], 0), following)))


def _next_line(document: Document, slot: Slot, span: Span, following: tuple[int, int]) -> Span:
    """The line below a label that has no value beside it, where it is a value of its type."""
    term, node = slot.term, span.first
    if term is None or not slot.alone or (node, 0) >= following:
        return span
    line = document.line_of[node]
    text = document.text_of(line)
    fits = yes_no(text) is not None if term.yes_no else _fits(text, term)
    if not fits and following[0] < len(document.texts) and document.line_of[following[0]] == line + 1:
        fits = not text[:1].isupper()  # "geplant", "-": no title, and nothing else stands before the next label
    return Span(node, 0, document.nodes_of(line).stop) if fits and not document.level(line) else span


def _text_end(
    document: Document,
    slot: Slot,
    span: Span,
    following: tuple[int, int],
    barred: set[int],
    container: int,
    inside: Container[int] = (),
) -> tuple[int, int]:
    """Where a text ends: at the next label, heading, line of the site or the end of what surrounds the labels."""
    own = max((span.stop, span.end), (slot.last + 1, 0)) if not slot.area else (document.nodes_of(slot.line).stop, 0)
    limit = min(following, (document.stops[container], 0))
    first = document.line_of[min(own[0], len(document.texts) - 1)]
    if own[0] and own[0] < len(document.texts) and document.first_nodes[first] < own[0]:
        first += 1
    level = document.level(slot.line)
    for line in range(first, document.count):
        node = document.first_nodes[line]
        if (node, 0) >= limit:
            break
        at = document.level(line) if line not in inside else 0
        if line in barred or (at and (not level or at <= level)) or document.boilerplate(document.boxes[line]):
            return max(own, (node, 0)) if node >= own[0] else own
    return max(own, limit) if limit >= own else min(own, following)


def _around(document: Document, slot: Slot, span: Span) -> int:
    """What surrounds a label that shares its line with its value, and the labels beside it; in a row, the next cell."""
    box = document.boxes[slot.line]
    cell = document.cell_around(document.owners[span.first]) if span.first < len(document.texts) else 0
    if cell > box and document.parents[cell] == document.parents[document.cell_around(box)]:
        return cell
    return max(document.parents[box], 0)


def _one_line(document: Document, slot: Slot, span: Span, following: tuple[int, int]) -> Span:
    """The first line of a value; where it stands in an element of its own, all of this element.

    A period goes on in a line that begins with its second half.
    """
    line = document.line_of[min(span.first, len(document.texts) - 1)]
    period_only = slot.term is not None and slot.term.kind is FieldKind.PERIOD
    while (stop := document.nodes_of(line).stop) < (following[0] if period_only else span.stop):
        if period_only and line + 1 in document.soft and _is_second_half(document, line):
            span = max(span, Span(span.first, span.start, document.nodes_of(line + 1).stop))
        elif not _UNFINISHED.search(document.text_of(line)) or stop >= span.stop:
            break
        line += 1
    stop = document.nodes_of(line).stop
    box = document.boxes[line]
    if slot.alone and document.starts[box] == span.first:
        stop = max(stop, document.stops[box])
    return Span(span.first, span.start, *min((stop, 0), (span.stop, span.end)))


def _is_second_half(document: Document, line: int) -> bool:
    """Whether the line below has nothing but the end of a period that a line only begins."""
    begun, below = document.text_of(line), document.text_of(line + 1)
    return _SECOND_HALF.fullmatch(below) is not None and not _TWO_HALVES.search(begun)


def _before_barred(document: Document, slot: Slot, span: Span, barred: set[int]) -> Span:
    if span.empty:
        return span
    first = document.line_of[min(span.first, len(document.texts) - 1)]
    last = document.line_of[min(span.stop, len(document.texts)) - 1]
    for line in range(first, last + 1):
        if line in barred and line != slot.line:
            return Span(span.first, span.start, max(span.first, document.first_nodes[line]), 0)
    return span
