"""A page's lines with what became of each, for a person who edits the vocabulary."""

from collections import defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from jsiq_scrape.load.traces import MARK
from jsiq_scrape.publish.plain import harmless
from jsiq_scrape.publish.record import headline
from jsiq_scrape.records import Claim, Outcome, Reading

if TYPE_CHECKING:
    from jsiq_scrape.parse.document import Document
    from jsiq_scrape.parse.profile.ledger import Role

#: How a role looks; without colours the sign alone must do.
_LOOKS = {
    "heading": ("#", "bold cyan"),
    "label": (":", "yellow"),
    "value": (" ", "green"),
    "furniture": ("-", "dim"),
    "unread": ("!", "bold white on red"),
}
_MARKS = {
    Outcome.UNDERSTOOD: "",
    Outcome.EMPTY: " (empty)",
    Outcome.NOT_UNDERSTOOD: " (NOT UNDERSTOOD)",
    Outcome.BY_HAND: " (BY HAND)",
}


def print_explanation(
    console: Console,
    source: str,
    reading: Reading,
    page: "Document",
    roles: "list[Role]",
    hidden: AbstractSet[int] = frozenset(),
    note: str | None = None,
) -> None:
    """Print the lines of a page with their roles beside the fields that were made of them, then what was found odd."""
    console.print(Text(harmless(headline(source, reading, note)), style="bold"))
    fields: defaultdict[int, list[Claim]] = defaultdict(list)
    for claim in reading.claims:
        fields[claim.lines[0]].append(claim)
    width = _width_of_fields(reading.claims, console.width)
    table = Table(box=None, pad_edge=False, expand=True, show_header=True, header_style="bold")
    table.add_column("line", justify="right", no_wrap=True)
    table.add_column("role", no_wrap=True)
    table.add_column("text on the page", ratio=1, overflow="fold")
    table.add_column("field", width=width, overflow="fold")
    for number, role in enumerate(roles, 1):
        sign, style = _LOOKS[role.value]
        table.add_row(
            str(number),
            Text(f"{sign} {role.value}", style=style),
            Text(
                MARK if number in hidden else harmless(page.text_of(number - 1)),
                style="" if role.value == "value" else style,
            ),
            Text("\n".join(_said(claim, width) for claim in fields[number])),
        )
    console.print(table)
    count = reading.lines
    console.print(
        f"{count.total} lines: {count.read} read, {count.furniture} furniture, ",
        Text(f"{count.unread} unread", style=_LOOKS["unread"][1] if count.unread else ""),
        sep="",
    )
    for finding in reading.findings:
        place = f" line {finding.line}" if finding.line is not None else ""
        console.print(Text(f"{finding.severity.value}: {finding.kind.value}{place}: {harmless(finding.text)}"))


def _width_of_fields(claims: Sequence[Claim], whole: int) -> int:
    """As wide as the longest name, so that none is broken; wider for what follows a name, as far as there is room."""
    names = max((len(claim.field) for claim in claims), default=0)
    entries = max((len(_said(claim)) for claim in claims), default=0)
    return max(names, min(entries, whole * 2 // 5), len("field"))


def _said(claim: Claim, width: int | None = None) -> str:
    """The name of a field and what is to be said of it; in two lines where one is wider than `width`."""
    last = f" (to line {claim.lines[1]})" if claim.lines[1] != claim.lines[0] else ""
    said = f"{claim.field}{last}{_MARKS[claim.outcome]}"
    if width is None or len(said) <= width:
        return said
    return f"{claim.field}\n{said[len(claim.field) :]}"
