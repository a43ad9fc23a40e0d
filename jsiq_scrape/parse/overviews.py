"""Tables that only list the projects of a page, which stand below in full."""

from jsiq_scrape.parse.drafts import ProjectDraft
from jsiq_scrape.parse.ledger import Ledger
from jsiq_scrape.records import FindingKind, Severity


def without_overview(drafts: list[ProjectDraft], rows: list[ProjectDraft], ledger: Ledger) -> list[ProjectDraft]:
    """The projects without those that are rows of a table, where all of these follow in full; the rows are reported."""
    full = {"\n".join(text for _, text in draft.title) for draft in drafts} - {""}
    titles = [_title(draft, ledger) for draft in rows]
    if not titles or not full.issuperset(titles):
        return drafts
    for title, draft in zip(titles, rows, strict=True):
        for found in (*draft.fields, *draft.extras):
            ledger.take_field(found)
        line = draft.fields[0].mark.line
        ledger.find(FindingKind.DUPLICATE_LABEL, Severity.WARNING, line, f"a row of a table: {title}")
    overview = {id(draft) for draft in rows}
    return [draft for draft in drafts if id(draft) not in overview]


def _title(draft: ProjectDraft, ledger: Ledger) -> str:
    found = draft.get("title")
    return "\n".join(text for _, text in found.lines(ledger.page)) if found is not None else ""
