"""The office of a profile: its name, municipality, address, contact persons and funding areas."""

import re
from dataclasses import dataclass, field
from typing import Literal

from jsiq_scrape.parse.folding import fold
from jsiq_scrape.parse.ledger import Ledger, Role
from jsiq_scrape.parse.outline import Field, Outline, Span, pieces
from jsiq_scrape.parse.page import Page
from jsiq_scrape.parse.projects import read_yes_no
from jsiq_scrape.parse.values import (
    address,
    area_heading,
    emails,
    looks_like_mail,
    looks_like_street,
    person_names,
    phones,
    postal_line,
    state_name,
    website,
)
from jsiq_scrape.records import Contact, FindingKind, FundingArea, Outcome, Severity

# What a municipality with a youth office is called; everything else before an address is the office.
_MUNICIPAL = re.compile(
    r"(?:Land|Stadt-|Salz|Kyffhäuser|Saale-|Burgenland|Ilm-|Wartburg|Eichsfeld|Vogtland|Erzgebirgs|Rhein-|Main-|Ortenau|Schwarzwald-|"
    r"Hochtaunus|Wetterau|Lahn-|Schwalm-|Werra-|Hohenlohe|Ostalb|Alb-|Bodensee|Zollernalb|Enz|Neckar-|Rems-Murr-|Ennepe-|Märkischer |"
    r"Oberbergischer |Hochsauerland|Rheinisch-Bergischer |Rheingau-)?(?:[Kk]reis|Stadt|Hansestadt|Landeshauptstadt|Universitätsstadt|Gemeinde|Region|"
    r"Städteregion|StädteRegion|Regionalverband|Bezirk|Freie und Hansestadt|Samtgemeinde|Verbandsgemeinde|Große Kreisstadt)\b|.*[a-zß-]kreis$"
)
_PARTS = re.compile(r"[,;|]\s|\s[-–—]\s|:\s")
_DIGIT_OR_AT = re.compile(r"[\d@]|\(at\)|\[at\]")
_TITLE_LINES = 6  # how far above the contact block its titles may stand


@dataclass(slots=True)
class Office:
    """What a page says of the office, before it becomes a record."""

    values: dict[str, object] = field(default_factory=dict)
    contacts: list[Contact] = field(default_factory=list)
    areas: list[FundingArea] = field(default_factory=list)
    first_line: int = 0  # where the profile begins


def read_office(outline: Outline, ledger: Ledger) -> Office:
    """The office, its contacts and its areas."""
    office = Office()
    fields = _first_of_each(outline, ledger)
    _read_labelled(fields, office, ledger)
    block = _contact_lines(outline, ledger)
    titles = _titles(outline, ledger)
    _read_address(block, titles, fields, office, ledger)
    _read_contacts(outline, block, office, ledger)
    _read_areas(outline, fields.get("areas"), office, ledger)
    if outline.fields:
        claimed = [line for line, _ in titles if ledger.roles[line] is not None]
        office.first_line = min([*claimed, outline.fields[0].mark.line])
    return office


def _first_of_each(outline: Outline, ledger: Ledger) -> dict[str, Field]:
    """One field for each section and office label: the surest one, the first among equals; the others are reported."""
    best: dict[str, Field] = {}
    for found in outline.fields:
        term = found.mark.term
        if term is None or term.scope not in ("section", "office"):
            continue
        earlier = best.get(term.name)
        if earlier is None:
            best[term.name] = found
            continue
        better = (not earlier.mark.link, not earlier.span.empty, earlier.mark.rank) < (
            not found.mark.link,
            not found.span.empty,
            found.mark.rank,
        )
        loser = earlier if better else found
        if better:
            best[term.name] = found
        if term.name in ("projects", "contact", "persons"):
            ledger.take(loser.mark.line, Role.HEADING)  # their lines are read wherever they stand
        elif not (loser.mark.link and loser.span.empty):
            ledger.take_field(loser)
            text = " ".join(text for _, text in pieces(outline.page, loser.span))
            ledger.find(FindingKind.DUPLICATE_LABEL, Severity.WARNING, loser.mark.line, f"{loser.mark.label}: {text}")
    for name, found in best.items():
        if name in ("contact", "persons", "projects", "areas"):
            ledger.take(found.mark.line, Role.HEADING)
    return best


def _read_labelled(fields: dict[str, Field], office: Office, ledger: Ledger) -> None:
    """Fields of the office that have a label of their own."""
    for name, found in fields.items():
        lines = pieces(ledger.page, found.span)
        text = "\n".join(piece for _, piece in lines)
        if found.mark.term is None or found.mark.term.scope != "office":
            continue
        ledger.take_field(found)
        if name == "soziale_stadt":
            office.values[name] = read_yes_no("profile.soziale_stadt", found, lines, ledger)
        elif name == "address":
            _read_labelled_address(found, lines, office, ledger)
        elif name == "city" and (both := postal_line(text)) is not None:
            _put(office, ledger, "postal_code", both[0], found, lines)
            _put(office, ledger, "city", both[1], found, lines)
        elif name == "state":
            state = state_name(text) if text else None
            _put(office, ledger, name, state, found, lines)
            if text and state is None:
                ledger.find(
                    FindingKind.NOT_UNDERSTOOD, Severity.WARNING, found.mark.line, f"{found.mark.label}: {text}"
                )
        elif name == "postal_code" and (both := postal_line(text)) is not None:
            _put(office, ledger, "postal_code", both[0], found, lines)
            _put(office, ledger, "city", both[1], found, lines)
        elif name == "postal_code":
            code = text if re.fullmatch(r"\d{5}", text) else None
            _put(office, ledger, name, code, found, lines)
            if text and code is None:
                ledger.find(
                    FindingKind.NOT_UNDERSTOOD, Severity.WARNING, found.mark.line, f"{found.mark.label}: {text}"
                )
        else:
            _put(office, ledger, name, text or None, found, lines)


def _read_labelled_address(found: Field, lines: list[tuple[int, str]], office: Office, ledger: Ledger) -> None:
    for line, text in lines:
        whole = address(text)
        if whole is not None:
            _put(office, ledger, "street", whole.street, found, [(line, text)])
            _put(office, ledger, "postal_code", whole.postal_code, found, [(line, text)])
            _put(office, ledger, "city", whole.city, found, [(line, text)])
        elif (both := postal_line(text)) is not None:
            _put(office, ledger, "postal_code", both[0], found, [(line, text)])
            _put(office, ledger, "city", both[1], found, [(line, text)])
        elif looks_like_street(text):
            _put(office, ledger, "street", text, found, [(line, text)])
        elif (state := state_name(text)) is not None:
            _put(office, ledger, "state", state, found, [(line, text)])
        else:
            ledger.roles[line] = Role.UNREAD


def _put(
    office: Office, ledger: Ledger, name: str, value: object, found: Field | None, lines: list[tuple[int, str]]
) -> None:
    if office.values.get(name) is not None:
        return
    office.values[name] = value
    text = any(piece for _, piece in lines)
    outcome = Outcome.UNDERSTOOD if value is not None else Outcome.NOT_UNDERSTOOD if text else Outcome.EMPTY
    ledger.claim(f"profile.{name}", found, lines, outcome)
    if found is None:
        for line, _ in lines:
            ledger.take(line, Role.VALUE)


# --- the address block ----------------------------------------------------------------------------------------------


def _contact_lines(outline: Outline, ledger: Ledger) -> list[tuple[int, str]]:
    """The lines of the contact and persons sections that stand under no label of their own."""
    page = outline.page
    labelled = {
        page.line_of[atom]
        for found in outline.fields
        if not (found.mark.term and found.mark.term.scope == "section")
        for atom in _atoms(page, found)
    }
    lines: dict[int, str] = {}
    for found in outline.fields:
        if found.mark.term is not None and found.mark.term.name in ("contact", "persons"):
            for line, text in pieces(page, found.span):
                if line not in labelled and ledger.roles[line] is None:
                    lines[line] = text
            if found.mark.line not in lines and not found.mark.alone:
                lines.update((line, text) for line, text in pieces(page, found.span) if line == found.mark.line)
    return sorted(lines.items())


def _atoms(page: Page, found: Field) -> range:
    stop = found.span.stop + (1 if found.span.end else 0)
    return range(found.mark.atom, max(found.mark.last + 1, min(stop, len(page.texts))))


def _titles(outline: Outline, ledger: Ledger) -> list[tuple[int, str]]:
    """The lines above the first label that may name office and municipality: headings, else the last plain ones."""
    page = outline.page
    if not outline.fields:
        return []
    stop = outline.fields[0].mark.line
    above = [
        line
        for line in range(stop)
        if not page.of_site(page.holders[page.first_atoms[line]])
        and not all(atom in page.unseen for atom in page.atoms_of(line))
        and ledger.roles[line] is None
    ]
    headings = [line for line in above if page.level(line)]
    if headings:
        # What stands between the last heading and the first label belongs to the title too.
        chosen = headings + [line for line in above if line > headings[-1]][:_TITLE_LINES]
    else:
        chosen = [line for line in above[-_TITLE_LINES:] if page.target(page.holders[page.first_atoms[line]]) is None]
    return [(line, page.text_of(line)) for line in chosen]


def _read_address(
    block: list[tuple[int, str]],
    titles: list[tuple[int, str]],
    fields: dict[str, Field],
    office: Office,
    ledger: Ledger,
) -> None:
    names: list[tuple[int, str]] = []
    contact = fields.get("contact")
    persons = fields.get("persons")
    in_block = [
        (line, text)
        for line, text in block
        if persons is None
        or contact is None
        or line < persons.mark.line
        or line > contact.mark.line > persons.mark.line
    ]
    reached = False
    if not in_block and contact is None:
        in_block = titles
    for line, text in in_block:
        whole = address(text)
        both = postal_line(text)
        state = state_name(text)
        if whole is not None:
            _put(office, ledger, "street", whole.street, None, [(line, text)])
            _put(office, ledger, "postal_code", whole.postal_code, None, [(line, text)])
            _put(office, ledger, "city", whole.city, None, [(line, text)])
            reached = True
        elif both is not None:
            _put(office, ledger, "postal_code", both[0], None, [(line, text)])
            _put(office, ledger, "city", both[1], None, [(line, text)])
            reached = True
        elif state is not None and reached:
            _put(office, ledger, "state", state, None, [(line, text)])
        elif looks_like_street(text) and office.values.get("street") is None and not reached:
            _put(office, ledger, "street", text, None, [(line, text)])
            reached = True
        elif not reached and not _has_contact_data(text, ledger.page, line):
            names.append((line, text))
    if not reached and office.values.get("street") is None:
        names = [item for item in names if contact is not None and not person_names(item[1])]
    _name(names if in_block is not titles else [], titles, office, ledger)


def _has_contact_data(text: str, page: Page, line: int) -> bool:
    return bool(emails(text) or phones(text) or website(text) or _targets(page, line))


def _name(names: list[tuple[int, str]], titles: list[tuple[int, str]], office: Office, ledger: Ledger) -> None:
    """Say which name is the office's and which the municipality's: the address block gives municipality, then office."""
    page = ledger.page
    folded_titles = [fold(text) for _, text in titles]
    municipality = office_line = None
    if len(names) >= 2:
        first, rest = names[0], names[1:]
        if _municipal(rest[0][1]) and not _municipal(first[1]):
            municipality, office_lines = rest[0], [first, *rest[1:]]
        else:
            municipality, office_lines = first, rest
        _put(office, ledger, "municipality", municipality[1], None, [municipality])
        _put(office, ledger, "office", "\n".join(text for _, text in office_lines), None, office_lines)
    elif len(names) == 1:
        named = names[0]
        others = [
            title
            for title, form in zip(titles, folded_titles, strict=True)
            if form != fold(named[1]) and _near(page, title, titles)
        ]
        if _municipal(named[1]) or (others and not _municipal(others[-1][1])):
            municipality = named
            _put(office, ledger, "municipality", named[1], None, [named])
            if others and not _municipal(others[-1][1]):
                office_line = others[-1]
        else:
            _put(office, ledger, "office", named[1], None, [named])
            if others and _municipal(others[-1][1]):
                municipality = others[-1]
                _put(office, ledger, "municipality", municipality[1], None, [municipality])
        if office_line is not None:
            _put(office, ledger, "office", office_line[1], None, [office_line])
    elif titles:
        last = titles[-2:]
        if len(last) == 2:
            swap = _municipal(last[0][1]) and not _municipal(last[1][1])
            _put(office, ledger, "office", last[1 if swap else 0][1], None, [last[1 if swap else 0]])
            _put(office, ledger, "municipality", last[0 if swap else 1][1], None, [last[0 if swap else 1]])
        else:
            key = "municipality" if _municipal(last[0][1]) else "office"
            _put(office, ledger, key, last[0][1], None, [last[0]])
    known = {fold(str(office.values[key])) for key in ("office", "municipality") if office.values.get(key)}
    for (line, _), form in zip(titles, folded_titles, strict=True):
        if form in known:
            ledger.roles[line] = Role.HEADING


def _near(page: Page, title: tuple[int, str], titles: list[tuple[int, str]]) -> bool:
    return title in titles[-3:]


def _municipal(text: str) -> bool:
    return _MUNICIPAL.match(text) is not None


# --- contact persons ------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Item:
    """One fact of a contact block in the order of the page."""

    kind: str
    value: str | None
    lines: list[tuple[int, str]]
    found: Field | None


def _read_contacts(outline: Outline, block: list[tuple[int, str]], office: Office, ledger: Ledger) -> None:
    page = outline.page
    items: list[tuple[tuple[int, int], _Item]] = []
    first_project = next(
        (found.mark.line for found in outline.fields if found.mark.term and found.mark.term.scope == "project"),
        page.count,
    )
    section = None
    for found in outline.fields:
        term = found.mark.term
        if term is not None and term.scope in ("section", "project"):
            section = term.name
        elif (
            term is not None
            and term.scope == "contact"
            and (found.mark.line < first_project or section in ("contact", "persons"))
        ):
            items.extend((found.mark.place, item) for item in _labelled_items(found, ledger))
    persons = {found.mark.line for found in outline.fields if found.mark.term and found.mark.term.name == "persons"}
    first_person = min(persons, default=page.count)
    for line, text in block:
        if ledger.roles[line] in (None, Role.HEADING) or line in persons:
            allowed = line >= first_person or ledger.roles[line] is None
            items.extend(((page.first_atoms[line], 0), item) for item in _free_items(line, text, page, names=allowed))
    items.sort(key=lambda pair: pair[0])
    people: list[list[_Item]] = []
    for _, item in items:
        begins = item.kind == "name" and (
            not people or any(other.kind == "name" for other in people[-1]) or bool(people[-1])
        )
        if not people or begins:
            people.append([])
        elif any(other.kind == item.kind for other in people[-1]) and item.value is not None:
            if item.kind in ("email", "phone", "website", "fax", "mobile"):
                same = next(other for other in people[-1] if other.kind == item.kind)
                if same.value is not None and same.value != item.value:
                    ledger.find(
                        FindingKind.NOT_UNDERSTOOD,
                        Severity.WARNING,
                        item.lines[0][0] if item.lines else None,
                        f"another {item.kind} of the same contact: {item.value}",
                    )
        people[-1].append(item)
    for person in people:
        values: dict[str, str | None] = {}
        for item in person:
            if values.get(item.kind) is None:
                values[item.kind] = item.value
        if not any(values.values()):
            continue
        base = f"contacts[{len(office.contacts)}]"
        office.contacts.append(Contact.model_validate(values))
        claimed: set[str] = set()
        for item in person:
            for line, _ in item.lines:
                ledger.take(line, Role.VALUE)
            if item.kind not in claimed and (item.value is not None) == (values[item.kind] is not None):
                claimed.add(item.kind)
                outcome = (
                    Outcome.UNDERSTOOD
                    if item.value is not None
                    else Outcome.NOT_UNDERSTOOD
                    if item.lines
                    else Outcome.EMPTY
                )
                ledger.claim(f"{base}.{item.kind}", item.found, item.lines, outcome)
            if item.value is None and item.found is None:  # a label's own value was reported where it was read
                for line, text in item.lines:
                    ledger.find(FindingKind.NOT_UNDERSTOOD, Severity.WARNING, line, text)


_NUMBER_KINDS: dict[str, Literal["phone", "fax", "mobile"]] = {"phone": "phone", "fax": "fax", "mobile": "mobile"}


def _labelled_items(found: Field, ledger: Ledger) -> list[_Item]:
    assert found.mark.term is not None
    page = ledger.page
    ledger.take_field(found)
    kind = found.mark.term.name
    lines = pieces(page, found.span)
    text = "\n".join(piece for _, piece in lines)
    values: list[tuple[str, str]] = []
    if number_kind := _NUMBER_KINDS.get(kind):
        values = [(number.kind or kind, number.e164) for number in phones(text, number_kind)]
    elif kind == "email":
        values = [(kind, mail) for mail in emails(text)]
    elif kind == "website":
        address_ = website(text)
        values = [(kind, address_)] if address_ else []
    elif kind == "name":
        values = [(kind, name) for name in person_names(text)]
        if not values and text:
            values = [(kind, text)]
    if not values:
        values = [pair for line, _ in lines for pair in _targets(page, line) if pair[0] == kind]
    if not values:
        if text:
            ledger.find(FindingKind.NOT_UNDERSTOOD, Severity.WARNING, found.mark.line, f"{found.mark.label}: {text}")
        return [_Item(kind, None, lines, found)]
    return [_Item(name, value, lines, found) for name, value in values]


def _free_items(line: int, text: str, page: Page, *, names: bool) -> list[_Item]:
    shown = text
    if any(atom in page.pictures for atom in page.atoms_of(line)):
        text = ""  # a picture may stand for the "@": only what a link says is certain
    values: list[tuple[str, str]] = [("email", mail) for mail in emails(text)]
    values += [(number.kind or "phone", number.e164) for number in phones(text)]
    if not values and (found := website(text)):
        values.append(("website", found))
    if not values:
        values = _targets(page, line)
    if not values and looks_like_mail(shown):
        return [_Item("email", None, [(line, shown)], None)]
    if names:
        # "Frau Rosa Beispiel, Tel. 030/..." names the person before what reaches her.
        parts = _PARTS.split(text) if values else [text]
        people = [name for part in parts if not values or not _DIGIT_OR_AT.search(part) for name in person_names(part)]
        values = [("name", name) for name in people] + values
    return [_Item(kind, value, [(line, shown)], None) for kind, value in values]


def _targets(page: Page, line: int) -> list[tuple[str, str]]:
    """What the links of a line lead to, for links whose text is no address."""
    found: list[tuple[str, str]] = []
    for atom in page.atoms_of(line):
        target = (page.target(page.holders[atom]) or "").strip()
        scheme = target.split(":", 1)[0].lower()
        if scheme == "mailto":
            found.extend(("email", mail) for mail in emails(target))
        elif scheme == "tel":
            found.extend((number.kind or "phone", number.e164) for number in phones(target))
        elif scheme in ("http", "https") and (address_ := website(target)):
            found.append(("website", address_))
    return list(dict.fromkeys(found))


# --- funding areas --------------------------------------------------------------------------------------------------


def _read_areas(outline: Outline, section: Field | None, office: Office, ledger: Ledger) -> None:
    page = outline.page
    opened = [found for found in outline.fields if found.mark.area]
    if section is not None:
        lines = pieces(page, section.span)
        first_area = opened[0].mark.line if opened else page.count
        before = [(line, text) for line, text in lines if line < first_area or first_area < section.mark.line]
        headings = {found.mark.line for found in opened}
        for line, _ in lines:
            ledger.take(line, Role.HEADING if line in headings else Role.VALUE)
        text = "\n".join(piece for _, piece in before)
        office.values["areas_text"] = text or None
        if text:
            ledger.claim("profile.areas_text", section, before, Outcome.UNDERSTOOD)
        elif not opened:
            ledger.claim("profile.areas_text", section, [], Outcome.EMPTY)
    for number, found in enumerate(opened):
        office.areas.append(_read_area(number, found, ledger))


def _read_area(number: int, found: Field, ledger: Ledger) -> FundingArea:
    page = ledger.page
    lines = pieces(page, found.span)
    heading_line, heading = lines[0]
    atoms = page.atoms_of(heading_line)
    title = page.texts[atoms.start]
    description = lines[1:]
    if len(atoms) > 1:
        # <strong>FG 1: Nordkreis</strong> description
        parsed = area_heading(title, heading=True)
        if parsed is not None and parsed[1] is not None and page.emphasised(page.holders[atoms.start]):
            rest = pieces(page, Span(atoms.start + 1, 0, atoms.stop, 0))
            description = [*rest, *description]
            heading = title
    number_, name = area_heading(heading, heading=True) or (None, heading)
    if name is None and description and len(description[0][1]) <= 80 and not description[0][1].endswith("."):
        # "FG 1:" alone on its line: the name stands on the next.
        renamed = area_heading(f"{heading.rstrip(': ')}: {description[0][1]}", heading=True)
        if renamed is not None:
            name, lines, description = renamed[1], lines[:2], description[1:]
    base = f"funding_areas[{number}]"
    ledger.take(heading_line, Role.HEADING)
    for line, _ in description:
        ledger.take(line, Role.VALUE)
    ledger.claim(f"{base}.name", None, [(heading_line, heading)], Outcome.UNDERSTOOD if name else Outcome.EMPTY)
    text = "\n".join(piece for _, piece in description)
    if description:
        ledger.claim(f"{base}.description", None, description, Outcome.UNDERSTOOD)
    return FundingArea(number=number_, name=name, description=text or None)
