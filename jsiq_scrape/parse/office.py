"""The office of a profile: its name, municipality and address, with its contacts and funding areas."""

from collections.abc import Callable

from jsiq_scrape.parse.address_block import contact_lines, read_address, titles_above
from jsiq_scrape.parse.areas import read_areas
from jsiq_scrape.parse.contacts import read_contacts
from jsiq_scrape.parse.drafts import OfficeDraft
from jsiq_scrape.parse.ledger import Ledger, Role
from jsiq_scrape.parse.project_fields import read_yes_no
from jsiq_scrape.parse.spans import Field, Outline
from jsiq_scrape.parse.values import Address, address, looks_like_street, postal_code, postal_line, state_name
from jsiq_scrape.parse.vocabulary import Vocabulary
from jsiq_scrape.records import FindingKind, Severity

#: Fields of the office whose whole value is one thing.
_CONVERTED: dict[str, Callable[[str], str | None]] = {"state": state_name, "postal_code": postal_code}


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
            text = " ".join(text for _, text in loser.lines(outline.page))
            ledger.find(FindingKind.DUPLICATE_LABEL, Severity.WARNING, loser.mark.line, f"{loser.mark.label}: {text}")
    for name, found in best.items():
        if name in ("contact", "persons", "projects", "areas"):
            ledger.take(found.mark.line, Role.HEADING)
    return best


def _read_labelled(fields: dict[str, Field], office: OfficeDraft, ledger: Ledger) -> None:
    """Fields of the office that have a label of their own."""
    for name, found in fields.items():
        lines = found.lines(ledger.page)
        text = "\n".join(piece for _, piece in lines)
        if found.mark.term is None or found.mark.term.scope != "office":
            continue
        ledger.take_field(found)
        if name == "soziale_stadt":
            office.values[name] = read_yes_no("profile.soziale_stadt", found, lines, ledger)
        elif name == "address":
            _read_labelled_address(found, lines, office, ledger)
        elif name in ("city", "postal_code") and (both := postal_line(text)) is not None:
            office.put_address(ledger, Address(None, *both), found, lines)
        elif name in _CONVERTED:
            value = _CONVERTED[name](text)
            office.put(ledger, name, value, found, lines)
            if text and value is None:
                ledger.find(
                    FindingKind.NOT_UNDERSTOOD, Severity.WARNING, found.mark.line, f"{found.mark.label}: {text}"
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
