"""The block of lines that gives the office's address, and which of its names is whose."""

from typing import Literal

from jsiq_scrape.parse.contacts import link_targets
from jsiq_scrape.parse.drafts import OfficeDraft
from jsiq_scrape.parse.folding import fold
from jsiq_scrape.parse.ledger import Ledger, Role
from jsiq_scrape.parse.page import Page
from jsiq_scrape.parse.spans import Field, Outline, title_of
from jsiq_scrape.parse.values import (
    address,
    emails,
    looks_like_street,
    person_names,
    phones,
    state_name,
    website,
)
from jsiq_scrape.parse.vocabulary import Vocabulary

_Shown = tuple[int, str]  # a line and its text
_LONGEST_NAME = 14  # words; the longest name of an office seen has nine
_TITLE_LINES = 6  # how far above the contact block its titles may stand


def contact_lines(outline: Outline, ledger: Ledger) -> list[_Shown]:
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
            own = found.lines(page)
            lines.update((line, text) for line, text in own if line not in labelled and ledger.roles[line] is None)
            if found.mark.line not in lines and not found.mark.alone:
                lines.update((line, text) for line, text in own if line == found.mark.line)
    return sorted(lines.items())


def _atoms(page: Page, found: Field) -> range:
    stop = found.span.stop + (1 if found.span.end else 0)
    return range(found.mark.atom, max(found.mark.last + 1, min(stop, len(page.texts))))


def titles_above(outline: Outline, ledger: Ledger, vocabulary: Vocabulary) -> list[_Shown]:
    """The lines above the first label that may name office and municipality: headings, else the last plain ones."""
    page = outline.page
    stop = outline.fields[0].mark.line
    above = [
        line
        for line in range(stop)
        if ledger.roles[line] is None
        and not page.of_site[page.first_atoms[line]]
        and not all(atom in page.unseen for atom in page.atoms_of(line))
    ]
    headings = [line for line in above if page.level(line)]
    if headings:
        # What stands between the last heading and the first label belongs to the title too, if it is a name.
        below = [line for line in above if line > headings[-1]][:_TITLE_LINES]
        if any(_names_part(page, line, vocabulary) for line in below):
            below = []  # a list of contents
        chosen = headings + [line for line in below if _like_name(page.text_of(line))]
    else:
        chosen = [line for line in above[-_TITLE_LINES:] if page.target(page.holders[page.first_atoms[line]]) is None]
    return [(line, title_of(page, line)) for line in chosen]


def _names_part(page: Page, line: int, vocabulary: Vocabulary) -> bool:
    """Whether a line is an entry of a list of contents: a link, or the title of a part of such pages."""
    term = vocabulary.find(page.text_of(line))
    linked = page.target(page.holders[page.first_atoms[line]]) is not None
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
        or line < persons.mark.line
        or line > contact.mark.line > persons.mark.line
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
        elif not reached and not _has_contact_data(text, ledger.page, line):
            names.append((line, text))
    if not reached and office.values.get("street") is None:
        names = [item for item in names if contact is not None and not person_names(item[1])]
    if in_block is titles:
        # No part of the page is called contact: headings are the titles, what stands below them the address.
        titles = [title for title in titles if ledger.page.level(title[0])] or [
            title for title in titles if ledger.roles[title[0]] is None
        ]
        names = []
    _read_names(names, titles, office, ledger, vocabulary)


def _has_contact_data(text: str, page: Page, line: int) -> bool:
    return bool(emails(text) or phones(text) or website(text) or link_targets(page, line))


def _read_names(
    names: list[_Shown], titles: list[_Shown], office: OfficeDraft, ledger: Ledger, vocabulary: Vocabulary
) -> None:
    for key, lines in _owners(names, titles, vocabulary):
        office.put(ledger, key, "\n".join(text for _, text in lines), None, lines)
    known = {fold(str(office.values[key])) for key in ("office", "municipality") if office.values.get(key)}
    for line, text in titles:
        if fold(text) in known:
            ledger.roles[line] = Role.HEADING


def _owners(
    names: list[_Shown], titles: list[_Shown], vocabulary: Vocabulary
) -> list[tuple[Literal["office", "municipality"], list[_Shown]]]:
    """Which name is the office's and which the municipality's; an address block gives municipality, then office."""

    def municipal(shown: _Shown) -> bool:
        return vocabulary.municipal.match(shown[1]) is not None

    if len(names) >= 2:
        first, second = names[:2]
        if municipal(second) and not municipal(first):
            return [("municipality", [second]), ("office", [first, *names[2:]])]
        return [("municipality", [first]), ("office", names[1:])]
    if names:
        named = names[0]
        other = next((title for title in titles[:-4:-1] if fold(title[1]) != fold(named[1])), None)
        if other is None:
            return [("municipality" if municipal(named) else "office", [named])]
        if municipal(other):
            return [("municipality", [named])] if municipal(named) else [("office", [named]), ("municipality", [other])]
        return [("municipality", [named]), ("office", [other])]
    if len(titles) >= 2:
        first, second = titles[-2:]
        if municipal(first) and not municipal(second):
            return [("office", [second]), ("municipality", [first])]
        return [("office", [first]), ("municipality", [second])]
    return [("municipality" if municipal(title) else "office", [title]) for title in titles]
