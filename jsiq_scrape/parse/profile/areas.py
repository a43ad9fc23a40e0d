"""The funding areas of an office: the text before them, and number, name and description of each."""

from jsiq_scrape.parse.labels.extents import Field, Span, pieces
from jsiq_scrape.parse.profile.ledger import Ledger, Role
from jsiq_scrape.parse.profile.outline import Outline, title_of
from jsiq_scrape.parse.values import area_heading
from jsiq_scrape.records import FindingKind, FundingArea, Outcome, Severity

_BARE = 4  # words of a heading that opens an area and names none: "Fördergebiet Nr. 1 -"


def read_areas(
    outline: Outline, section: Field | None, ledger: Ledger, words: frozenset[str]
) -> tuple[str | None, list[FundingArea]]:
    """The text before the first area, and the areas."""
    document = outline.document
    opened = [found for found in outline.fields if found.slot.area]
    before_areas = None
    if section is not None:
        lines = section.lines(document)
        first_area = opened[0].slot.line if opened else document.count
        before = [(line, text) for line, text in lines if line < first_area or first_area < section.slot.line]
        headings = {found.slot.line for found in opened}
        for line, _ in lines:
            ledger.take(line, Role.HEADING if line in headings else Role.VALUE)
        text = "\n".join(document.paragraphs(before))
        before_areas = text or None
        if text:
            ledger.claim("profile.areas_text", section, before, Outcome.UNDERSTOOD)
        elif not opened:
            ledger.claim("profile.areas_text", section, [], Outcome.EMPTY)
    return before_areas, [_read_area(number, found, ledger, words) for number, found in enumerate(opened)]


def _read_area(number: int, found: Field, ledger: Ledger, words: frozenset[str]) -> FundingArea:
    document = ledger.document
    lines = found.lines(document)
    heading_line = lines[0][0]
    heading = title_of(document, heading_line)
    nodes = document.nodes_of(heading_line)
    title = document.texts[nodes.start]
    description = lines[1:]
    if len(nodes) > 1:
        # <strong>FG 1: Nordkreis</strong> description
        parsed = area_heading(title, words, heading=True)
        if parsed is not None and parsed[1] is not None and document.emphasised(nodes.start):
            rest = pieces(document, Span(nodes.start + 1, 0, nodes.stop, 0))
            description = [*rest, *description]
            heading = title
    number_, name = area_heading(heading, words, heading=True) or (None, heading)
    base = f"funding_areas[{number}]"
    ledger.take(heading_line, Role.HEADING)
    for line, _ in description:
        ledger.take(line, Role.VALUE)
    if number_ is not None:
        ledger.claim(f"{base}.number", None, [(heading_line, heading)], Outcome.UNDERSTOOD)
    outcome = Outcome.UNDERSTOOD if name else Outcome.EMPTY
    if name is None and len(heading.split()) > _BARE:  # "FG 1: Das Gebiet liegt am Fluss ...": a text, but no name
        outcome = Outcome.NOT_UNDERSTOOD
        ledger.find(FindingKind.NOT_UNDERSTOOD, Severity.WARNING, heading_line, heading)
    ledger.claim(f"{base}.name", None, [(heading_line, heading)], outcome)
    text = "\n".join(document.paragraphs(description))
    if description:
        ledger.claim(f"{base}.description", None, description, Outcome.UNDERSTOOD)
    return FundingArea(number=number_, name=name, description=text or None)
