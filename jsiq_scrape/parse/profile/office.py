"""The office of a profile: its name, municipality and address, with its contacts and funding areas."""

from typing import Literal

from jsiq_scrape.parse.document import Document
from jsiq_scrape.parse.folding import fold
from jsiq_scrape.parse.labels.extents import Field
from jsiq_scrape.parse.labels.vocabulary import Vocabulary
from jsiq_scrape.parse.profile.areas import read_areas
from jsiq_scrape.parse.profile.contacts import link_targets, read_contacts
from jsiq_scrape.parse.profile.drafts import OfficeDraft
from jsiq_scrape.parse.profile.ledger import Ledger, Role
from jsiq_scrape.parse.profile.outline import Outline, title_of
from jsiq_scrape.parse.values import (
    CONVERTERS,
    Address,
    address,
    emails,
    looks_like_room,
    looks_like_street,
    person_names,
    phones,
    postal_line,
    state_name,
    website,
)
from jsiq_scrape.places.naming import divide, shorten
from jsiq_scrape.places.naming import fold as fold_place
from jsiq_scrape.records import FindingKind, Severity


def read_office(outline: Outline, vocabulary: Vocabulary, ledger: Ledger) -> OfficeDraft:
    """The office, its contacts and its areas."""
    office = OfficeDraft()
    fields = _first_of_each(outline, ledger)
    _read_labelled(fields, office, ledger)
    block = contact_lines(outline, ledger)
    titles = titles_above(outline, ledger, vocabulary)
    read_address(block, titles, fields, office, ledger, vocabulary)
    office.contacts = read_contacts(outline, block, ledger)
    text, office.areas = read_areas(outline, fields.get("areas"), ledger, vocabulary.area_words)
    if "areas" in fields:
        office.values["areas_text"] = text
    claimed = [line for line, _ in titles if ledger.roles[line] is not None]
    office.first_line = min([*claimed, outline.fields[0].slot.line])
    return office


def _first_of_each(outline: Outline, ledger: Ledger) -> dict[str, Field]:
    """One field for each section and office label: the surest one, the first among equals; the others are reported."""
    best: dict[str, Field] = {}
    for found in outline.fields:
        term = found.slot.term
        if term is None or term.scope not in ("section", "office"):
            continue
        earlier = best.get(term.name)
        if earlier is None:
            best[term.name] = found
            continue
        better = _rank(outline.document, earlier) < _rank(outline.document, found)
        loser = earlier if better else found
        if better:
            best[term.name] = found
        if term.name in ("projects", "contact", "persons"):
            ledger.take(loser.slot.line, Role.HEADING)  # their lines are read wherever they stand
        elif not loser.span.empty:
            ledger.take_field(loser)
            text = " ".join(text for _, text in loser.lines(outline.document))
            ledger.find(FindingKind.DUPLICATE_LABEL, Severity.WARNING, loser.slot.line, f"{loser.slot.label}: {text}")
    for name, found in best.items():
        if name in ("contact", "persons", "projects", "areas"):
            ledger.take(found.slot.line, Role.HEADING)
    return best


def _rank(document: Document, found: Field) -> tuple[bool, bool, int]:
    """How sure a field is: its label is no link, an address stands below it, it has a value and is marked."""
    slot = found.slot
    marked = (slot.own >= 0) + slot.colon
    reached = any(address(text) for _, text in found.lines(document))
    return (
        document.link(document.owners[slot.first]) <= 0,
        reached,
        marked + bool(marked or slot.alone) + (not found.span.empty),
    )


def _read_labelled(fields: dict[str, Field], office: OfficeDraft, ledger: Ledger) -> None:
    """Fields of the office that have a label of their own."""
    for name, found in fields.items():
        lines = found.lines(ledger.document)
        text = "\n".join(piece for _, piece in lines)
        if found.slot.term is None or found.slot.term.scope != "office":
            continue
        ledger.take_field(found)
        kind = found.slot.term.kind
        if name == "address":
            _read_labelled_address(found, lines, office, ledger)
        elif name in ("city", "postal_code") and (both := postal_line(text)) is not None:
            office.put_address(ledger, Address(None, *both), found, lines)
        elif kind is not None and (convert := CONVERTERS.get(kind)) is not None:
            value = convert(text)
            office.put(ledger, name, value, found, lines)
            if text and value is None:
                ledger.find(
                    FindingKind.NOT_UNDERSTOOD, Severity.WARNING, found.slot.line, f"{found.slot.label}: {text}"
                )
        else:
            office.put(ledger, name, text or None, found, lines)


def _read_labelled_address(found: Field, lines: list[tuple[int, str]], office: OfficeDraft, ledger: Ledger) -> None:
    for line, text in lines:
        whole = address(text)
        if whole is not None:
            office.put_address(ledger, whole, found, [(line, text)])
        elif looks_like_street(text):
            office.put(ledger, "street", text, found, [(line, text)])
        elif (state := state_name(text)) is not None:
            office.put(ledger, "state", state, found, [(line, text)])
        else:
            ledger.roles[line] = None  # no part of an address: reported with the other lines that nobody reads


_Shown = tuple[int, str]  # a line and its text
_LONGEST_NAME = 14  # words; the longest name of an office seen has nine
_PARTS = ("section", "project", "office")
_TITLE_LINES = 6  # how far above the contact block its titles may stand


def contact_lines(outline: Outline, ledger: Ledger) -> list[_Shown]:
    """The lines of the contact and persons sections that stand under no label of their own."""
    document = outline.document
    labelled: set[int] = set()
    for found in outline.fields:
        if not (found.slot.term and found.slot.term.scope == "section"):
            labelled.update(range(found.slot.line, document.line_of[found.slot.last] + 1))
            labelled.update(line for line, _ in found.lines(document))
    lines: dict[int, str] = {}
    sections = [
        (number, found)
        for number, found in enumerate(outline.fields)
        if found.slot.term is not None and found.slot.term.name in ("contact", "persons")
    ]
    reached = [at for at, (_, found) in enumerate(sections) if any(address(text) for _, text in found.lines(document))]
    for number, found in sections[reached[0] if reached else 0 :]:  # what stands before is an entry of a menu
        if not found.slot.alone:
            lines.update((line, text) for line, text in found.lines(document) if line == found.slot.line)
        for line in _section(outline, number):
            passed = line in labelled or line in lines or line in document.skipped
            if not passed and ledger.roles[line] is None:
                lines[line] = document.text_of(line)
    return sorted(lines.items())


def _section(outline: Outline, number: int) -> range:
    """The lines from the heading of a contact section to the next part of the page."""
    document, found = outline.document, outline.fields[number]
    following = outline.fields[number + 1 :]
    ends = (
        each.slot.line for each in following if each.slot.area or (each.slot.term and each.slot.term.scope in _PARTS)
    )
    first, stop = document.line_of[found.slot.last] + 1, next(ends, document.count)
    level = document.level(found.slot.line)
    inside = {each.slot.line for each in following}
    for line in range(first, stop):
        at = document.level(line)
        if line in outline.barred or (at and at <= (level or 6) and line not in inside):
            return range(first, line)
        if document.boilerplate(document.boxes[line]) and not document.boilerplate(document.boxes[found.slot.line]):
            return range(first, line)
    return range(first, stop)


def titles_above(outline: Outline, ledger: Ledger, vocabulary: Vocabulary) -> list[_Shown]:
    """The lines above the first label that may name office and municipality: headings, else the last plain ones."""
    document = outline.document
    stop = outline.fields[0].slot.line
    above = [
        line
        for line in range(stop)
        if ledger.roles[line] is None and not document.boilerplate(document.boxes[line]) and document.visible(line)
        if line not in document.skipped
    ]
    headings = [line for line in above if document.level(line)]
    if headings:
        # What stands between the last heading and the first label belongs to the title too, if it is a name.
        below = [line for line in above if line > headings[-1]][:_TITLE_LINES]
        if any(_names_part(document, line, vocabulary) for line in below):
            below = []  # a list of contents
        chosen = headings + [line for line in below if _like_name(document.text_of(line))]
    else:
        chosen = [
            line
            for line in above[-_TITLE_LINES:]
            if document.target(document.owners[document.first_nodes[line]]) is None
        ]
    return [(line, title_of(document, line)) for line in chosen]


def _names_part(document: Document, line: int, vocabulary: Vocabulary) -> bool:
    """Whether a line is an entry of a list of contents: a link, or the title of a part of such pages."""
    term = vocabulary.find(document.text_of(line))
    linked = document.target(document.owners[document.first_nodes[line]]) is not None
    return linked or (term is not None and term.scope in ("section", "project", "contact"))


def _like_name(text: str) -> bool:
    return len(text.split()) <= _LONGEST_NAME and not text.endswith((".", "!", "?", ":"))


def read_address(
    block: list[_Shown],
    titles: list[_Shown],
    fields: dict[str, Field],
    office: OfficeDraft,
    ledger: Ledger,
    vocabulary: Vocabulary,
) -> None:
    names: list[_Shown] = []
    contact = fields.get("contact")
    persons = fields.get("persons")
    in_block = [
        (line, text)
        for line, text in block
        if persons is None
        or contact is None
        or line < persons.slot.line
        or line > contact.slot.line > persons.slot.line
    ]
    reached = False
    if not in_block and contact is None:
        in_block = titles
    for line, text in in_block:
        whole = address(text)
        state = state_name(text)
        if whole is not None:
            office.put_address(ledger, whole, None, [(line, text)])
            reached = True
        elif state is not None and reached:
            office.put(ledger, "state", state, None, [(line, text)])
        elif looks_like_street(text) and office.values.get("street") is None and not reached:
            office.put(ledger, "street", text, None, [(line, text)])
            reached = True
        elif not reached and not looks_like_room(text) and not _has_contact_data(text, ledger.document, line):
            names.append((line, text))
    if not reached and office.values.get("street") is None:
        names = [item for item in names if contact is not None and not person_names(item[1])]
    if in_block is titles:
        # No part of the page is called contact: headings are the titles, what stands below them the address.
        titles = [title for title in titles if ledger.document.level(title[0])] or [
            title for title in titles if ledger.roles[title[0]] is None
        ]
        names = []
    _read_names(names, titles, office, ledger, vocabulary)


def _has_contact_data(text: str, document: Document, line: int) -> bool:
    return bool(emails(text) or phones(text) or website(text) or link_targets(document, line))


def _read_names(
    names: list[_Shown], titles: list[_Shown], office: OfficeDraft, ledger: Ledger, vocabulary: Vocabulary
) -> None:
    for key, lines in _owners(names, titles, _Municipal(vocabulary, office.values.get("city"))):
        office.put(ledger, key, "\n".join(text for _, text in lines), None, lines)
    known = {fold(str(office.values[key])) for key in ("office", "municipality") if office.values.get(key)}
    for line, text in titles:
        if fold(text) in known:
            ledger.roles[line] = Role.HEADING


class _Municipal:
    """Whether a name is that of a municipality, on a page whose address names this city."""

    def __init__(self, vocabulary: Vocabulary, city: object) -> None:
        self.begins = vocabulary.municipal.match
        self.city = fold_place(str(city or ""))

    def __call__(self, shown: _Shown, beside: _Shown | None = None) -> bool:
        """`beside` is the name that it stands with, of which one is the municipality's and one the office's."""
        text = shown[1]  # "Stadt Musterau, Jugendamt" is an office of it
        if "," in text or not self.begins(text):
            return False
        # So is "Stadt Musterau Jugendamt", for a page that calls the town Musterau.
        town = f"{fold_place(beside[1])} ".split(" ")[-2] if beside else ""
        bare = divide(shorten(text))[1]
        return not any(name and bare.startswith(f"{name} ") for name in (self.city, town))


def _owners(
    names: list[_Shown], titles: list[_Shown], municipal: _Municipal
) -> list[tuple[Literal["office", "municipality"], list[_Shown]]]:
    """Which name is the office's and which the municipality's; an address block gives municipality, then office."""
    if len(names) >= 2:
        first, second = names[:2]
        if municipal(second, first) and not municipal(first, second):
            return [("municipality", [second]), ("office", [first, *names[2:]])]
        return [("municipality", [first]), ("office", names[1:])]
    if names:
        named = names[0]
        other = next((title for title in titles[:-4:-1] if fold(title[1]) != fold(named[1])), None)
        if other is None:
            return [("municipality" if municipal(named) else "office", [named])]
        if municipal(other, named):
            return (
                [("municipality", [named])]
                if municipal(named, other)
                else [("office", [named]), ("municipality", [other])]
            )
        return [("municipality", [named]), ("office", [other])]
    if len(titles) >= 2:
        first, second = titles[-2:]
        if municipal(first, second) and not municipal(second, first):
            return [("office", [second]), ("municipality", [first])]
        return [("office", [first]), ("municipality", [second])]
    return [("municipality" if municipal(title) else "office", [title]) for title in titles]
