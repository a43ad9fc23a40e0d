"""The contact persons of an office: who they are, and what reaches them."""

import re
from dataclasses import dataclass
from typing import Literal

from jsiq_scrape.parse.document import Document
from jsiq_scrape.parse.hidden_mail import decrypted, unmasked
from jsiq_scrape.parse.labels.extents import Field
from jsiq_scrape.parse.labels.slots import Slot
from jsiq_scrape.parse.profile.ledger import Ledger, Role
from jsiq_scrape.parse.profile.outline import Outline
from jsiq_scrape.parse.values import emails, looks_like_mail, person_names, phones, website
from jsiq_scrape.records import Contact, FieldKind, FindingKind, Outcome, Severity

_PARTS = re.compile(r"[,;|]\s|\s[-–—]\s|:\s")
# A web archive leads every link to its own copy: https://archive.example/web/20180501101500mp_/https://kreis.example
_ARCHIVED = re.compile(r"^https?://[^/]+/(?:[^/]+/)*\d{4,14}[a-z_*]*/(?=https?://)")
_ADDRESS = re.compile(r"\S*(?:@|://|www\.|[\[(]at[\])])\S*")  # the digits of one are no number
# What begins what reaches a person, right behind the name.
_KIND = re.compile(r"\s(?:telefon|tel|fon|telefax|fax|mobil|handy|e-?mail|mail)\b.*", re.IGNORECASE)
_DIGIT_OR_AT = re.compile(r"[\d@]|\(at\)|\[at\]")


@dataclass(slots=True)
class _Item:
    """One fact of a contact block in the order of the page."""

    kind: str
    value: str | None
    lines: list[tuple[int, str]]
    found: Field | None


def read_contacts(outline: Outline, block: list[tuple[int, str]], ledger: Ledger) -> list[Contact]:
    """One contact for each person; one without a name where nobody is named."""
    contacts: list[Contact] = []
    for person in _people(_items(outline, block, ledger), ledger):
        values: dict[str, str | None] = {}
        for item in person:
            if values.get(item.kind) is None:
                values[item.kind] = item.value
        if any(values.values()):
            _account_for(person, values, f"contacts[{len(contacts)}]", ledger)
            contacts.append(Contact.model_validate(values))
    return contacts


def _items(outline: Outline, block: list[tuple[int, str]], ledger: Ledger) -> list[_Item]:
    """All facts of contacts in the order of the page: those with a label, and those of lines without one."""
    document = outline.document
    items: list[tuple[tuple[int, int], _Item]] = []
    first_project = next(
        (found.slot.line for found in outline.fields if found.slot.term and found.slot.term.scope == "project"),
        document.count,
    )
    section = None
    labelled: set[int] = set()  # lines of which a label was met
    for found in outline.fields:
        term = found.slot.term
        if term is None:
            continue
        if term.scope in ("section", "project"):
            section = term.name
        elif term.scope == "contact" and (found.slot.line < first_project or section in ("contact", "persons")):
            items.extend(_before_first_label(document, found.slot, labelled))
            labelled.add(found.slot.line)
            apart = found.slot.apart  # below a head or beside a column of labels the values have an order of their own
            place = (apart.start, 0) if apart is not None else found.slot.place
            items.extend((place, item) for item in _labelled_items(found, ledger))
    persons = {found.slot.line for found in outline.fields if found.slot.term and found.slot.term.name == "persons"}
    first_person = min(persons, default=document.count)
    for line, text in block:
        if ledger.roles[line] in (None, Role.HEADING) or line in persons:
            named = line >= first_person or ledger.roles[line] is None
            items.extend(
                ((document.first_nodes[line], 0), item) for item in _free_items(line, text, document, names=named)
            )
    items.sort(key=lambda pair: pair[0])
    return [item for _, item in items]


def _before_first_label(document: Document, slot: Slot, labelled: set[int]) -> list[tuple[tuple[int, int], _Item]]:
    """What stands on a line before its first label: "Frau Rosa Beispiel, rosa@example.de, <b>Telefon</b> 030/..."."""
    if (slot.leads and slot.start == 0) or slot.line in labelled:
        return []
    nodes = document.nodes_of(slot.line)
    before = f"{document.join(range(nodes.start, slot.first))} {document.texts[slot.first][: slot.start]}".strip()
    people = [("name", name) for part in _PARTS.split(f"{before} ") if part for name in person_names(part.strip())]
    return [((nodes.start, 0), _Item(*each, [(slot.line, before)], None)) for each in people + _facts(before)]


def _people(items: list[_Item], ledger: Ledger) -> list[list[_Item]]:
    """The facts of each person: a name begins the next one; a second number of a kind is reported."""
    people: list[list[_Item]] = []
    for item in items:
        if not people or item.kind == "name":
            people.append([])
        elif item.value is not None:
            same = next((other for other in people[-1] if other.kind == item.kind), None)
            if same is not None and same.value is not None and same.value != item.value:
                ledger.find(
                    FindingKind.NOT_UNDERSTOOD,
                    Severity.WARNING,
                    item.lines[0][0] if item.lines else None,
                    f"another {item.kind} of the same contact: {item.value}",
                )
        people[-1].append(item)
    return people


def _account_for(person: list[_Item], values: dict[str, str | None], base: str, ledger: Ledger) -> None:
    """Give the lines of a person their roles, and each value its claim."""
    claimed: set[str] = set()
    for item in person:
        for line, _ in item.lines:
            ledger.take(line, Role.VALUE)
        if item.kind not in claimed and (item.value is not None) == (values[item.kind] is not None):
            claimed.add(item.kind)
            refused = Outcome.NOT_UNDERSTOOD if item.lines else Outcome.EMPTY
            outcome = refused if item.value is None else Outcome.UNDERSTOOD
            ledger.claim(f"{base}.{item.kind}", item.found, item.lines, outcome)
        if item.value is None and item.found is None:  # a label's own value was reported where it was read
            for line, text in item.lines:
                ledger.find(FindingKind.NOT_UNDERSTOOD, Severity.WARNING, line, text)


_NUMBER_KINDS: dict[str, Literal["phone", "fax", "mobile"]] = {"phone": "phone", "fax": "fax", "mobile": "mobile"}


def _labelled_items(found: Field, ledger: Ledger) -> list[_Item]:
    assert found.slot.term is not None
    document = ledger.document
    ledger.take_field(found)
    kind = found.slot.term.name
    lines = found.lines(document)
    text = "\n".join(piece for _, piece in lines)
    values: list[tuple[str, str]] = []
    field_kind = found.slot.term.kind
    if field_kind is FieldKind.PHONE:
        # A label such as "Telefon/Fax" names several numbers, which say themselves what they are.
        expected = _NUMBER_KINDS.get(kind)
        values = [((number.kind if expected else None) or kind, number.e164) for number in phones(text, expected)]
    elif field_kind is FieldKind.TEXT:
        values = [(kind, text)] if text else []
    elif field_kind is FieldKind.EMAIL:
        targets = [pair for line in dict.fromkeys(line for line, _ in lines) for pair in link_targets(document, line)]
        values = [pair for pair in targets if pair[0] == kind] or [(kind, mail) for mail in emails(text)]
    elif field_kind is FieldKind.WEBSITE:
        address_ = website(text)
        values = [(kind, address_)] if address_ else []
    else:
        values = [(kind, name) for name in person_names(text)]
        if not values and text:
            values = [(kind, text)]
    if not values:
        # "E-Mail | Internet": what such a line says stands in the targets of its links.
        shown = dict.fromkeys([found.slot.line, *(line for line, _ in lines)])
        targets = [pair for line in shown for pair in link_targets(document, line)]
        values = targets if any(name == kind for name, _ in targets) else []
    if not values:
        if text:
            ledger.find(FindingKind.NOT_UNDERSTOOD, Severity.WARNING, found.slot.line, f"{found.slot.label}: {text}")
        return [_Item(kind, None, lines, found)]
    own = {*_NUMBER_KINDS, kind} if field_kind is FieldKind.PHONE else {kind}
    beside = [pair for pair in _facts(text) if pair[0] not in own] if field_kind is not FieldKind.TEXT else []
    return [_Item(name, value, lines, found) for name, value in values] + [
        _Item(name, value, lines, None) for name, value in beside if (name, value) not in values
    ]


def _facts(text: str) -> list[tuple[str, str]]:
    """The addresses and numbers of a text, each with its kind."""
    found = [("email", mail) for mail in emails(text)]
    found += [(number.kind or "phone", number.e164) for number in phones(_ADDRESS.sub(" ", text))]
    return [*found, ("website", site)] if (site := website(text)) else found


def _free_items(line: int, text: str, document: Document, *, names: bool) -> list[_Item]:
    shown = text
    if any(node in document.attribute_texts for node in document.nodes_of(line)):
        text = ""  # a picture may stand for the "@": only what a link says is certain
    linked = link_targets(document, line)
    # The text of an address may be damaged to mislead collectors; where its link leads is what a click uses.
    mails = [pair for pair in linked if pair[0] == "email"]
    values = mails + [pair for pair in _facts(text) if pair[0] != "email" or not mails]
    if not values:
        values, names = linked, names and not linked
    if not values and looks_like_mail(shown):
        return [_Item("email", None, [(line, shown)], None)]
    if names:
        # "Frau Rosa Beispiel, Tel. 030/..." names the person before what reaches her.
        parts = [_KIND.sub("", part) for part in _PARTS.split(text)] if values else [text]
        people = [name for part in parts if not values or not _DIGIT_OR_AT.search(part) for name in person_names(part)]
        values = [("name", name) for name in people] + values
    return [_Item(kind, value, [(line, shown)], None) for kind, value in values]


def link_targets(document: Document, line: int) -> list[tuple[str, str]]:
    """What the links of a line lead to, for links whose text is no address."""
    found: list[tuple[str, str]] = []
    for node in document.nodes_of(line):
        holder = document.owners[node]
        if hidden := document.attribute(holder, "data-cfemail"):
            found.extend(("email", mail) for mail in emails(unmasked(hidden)))
        target = decrypted((document.target(holder) or "").strip())
        scheme = target.split(":", 1)[0].lower()
        if scheme == "mailto":
            found.extend(("email", mail) for mail in emails(target))
        elif scheme == "tel":
            found.extend((number.kind or "phone", number.e164) for number in phones(target))
        elif scheme in ("http", "https") and (address_ := website(_ARCHIVED.sub("", target))):
            found.append(("website", address_))
    return list(dict.fromkeys(found))
