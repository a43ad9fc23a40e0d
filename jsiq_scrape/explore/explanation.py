"""A page's lines with what became of each, and its labels, for a person who edits the vocabulary."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from jsiq_scrape.explore.plain_text import harmless
from jsiq_scrape.explore.record_text import headline
from jsiq_scrape.parse.document.document import CELLS, HEADINGS
from jsiq_scrape.parse.labels.slots import Form, Shape
from jsiq_scrape.privacy.identifiers import MARK
from jsiq_scrape.records import Claim, Outcome

if TYPE_CHECKING:
    from jsiq_scrape.parse.labels.extents import Field
    from jsiq_scrape.parse.profile.outline import Outline
    from jsiq_scrape.parse.profile.reading import Examination

#: Sign and style of a role; without colours the sign alone must do.
ROLE_STYLES = {
    "heading": ("#", "bold cyan"),
    "label": (":", "yellow"),
    "value": (" ", "green"),
    "boilerplate": ("-", "dim"),
    "unread": ("!", "bold white on red"),
}
_MARKS = {
    Outcome.UNDERSTOOD: "",
    Outcome.EMPTY: " (empty)",
    Outcome.NOT_UNDERSTOOD: " (NOT UNDERSTOOD)",
    Outcome.BY_HAND: " (BY HAND)",
}


@dataclass(frozen=True, slots=True)
class PageLine:
    """One line of a page as it was read."""

    number: int  # from 1
    text: str
    path: str
    role: str  # "" where the page itself is not at hand
    claims: tuple[Claim, ...]  # that begin here

    @property
    def fields(self) -> tuple[str, ...]:
        """What was read from it, for a person."""
        return tuple(field_entry(claim) for claim in self.claims)


def page_lines(examined: "Examination", claims: Iterable[Claim], hidden: AbstractSet[int]) -> list[PageLine]:
    """The lines of a page with their roles and the claims on them; those in `hidden` (from 1) without their text."""
    begun: defaultdict[int, list[Claim]] = defaultdict(list)
    for claim in claims:
        begun[claim.lines[0]].append(claim)
    return [
        PageLine(
            line.number,
            MARK if line.number in hidden else line.text,
            line.path,
            role.value,
            tuple(begun[line.number]),
        )
        for line, role in zip(examined.document.lines(), examined.roles, strict=True)
    ]


def print_explanation(
    console: Console,
    source: str,
    examined: "Examination",
    hidden: AbstractSet[int] = frozenset(),
    note: str | None = None,
) -> None:
    """Print the lines of a page with their roles and fields, then its labels, then what was found odd.

    The text of the lines in `hidden` (from 1) is not shown.
    """
    reading = examined.reading
    console.print(Text(harmless(headline(source, reading, note)), style="bold"))
    width = _width_of_fields(reading.claims, console.width)
    table = Table(box=None, pad_edge=False, expand=True, show_header=True, header_style="bold")
    table.add_column("line", justify="right", no_wrap=True)
    table.add_column("role", no_wrap=True)
    table.add_column("text on the page", ratio=1, overflow="fold")
    table.add_column("field", width=width, overflow="fold")
    for line in page_lines(examined, reading.claims, hidden):
        sign, style = ROLE_STYLES[line.role]
        table.add_row(
            str(line.number),
            Text(f"{sign} {line.role}", style=style),
            Text(harmless(line.text), style="" if line.role == "value" else style),
            Text("\n".join(field_entry(claim, width) for claim in line.claims)),
        )
    console.print(table)
    if examined.outline.fields:
        console.print()
        console.print(_labels(examined.outline, hidden, console.width))
        console.print()
    count = reading.lines
    console.print(
        f"{count.total} lines: {count.read} read, {count.boilerplate} boilerplate, ",
        Text(f"{count.unread} unread", style=ROLE_STYLES["unread"][1] if count.unread else ""),
        sep="",
    )
    for finding in reading.findings:
        place = f" line {finding.line}" if finding.line is not None else ""
        console.print(Text(f"{finding.severity.value}: {finding.kind.value}{place}: {harmless(finding.text)}"))


def _width_of_fields(claims: Sequence[Claim], whole: int) -> int:
    """As wide as the longest name, so that none is broken; wider for what follows a name, as far as there is room."""
    names = max((len(claim.field) for claim in claims), default=0)
    entries = max((len(field_entry(claim)) for claim in claims), default=0)
    return max(names, min(entries, whole * 2 // 5), len("field"))


def field_entry(claim: Claim, width: int | None = None) -> str:
    """The name of a field and what is to be said of it; in two lines where one is wider than `width`."""
    last = f" (to line {claim.lines[1]})" if claim.lines[1] != claim.lines[0] else ""
    said = f"{claim.field}{last}{_MARKS[claim.outcome]}"
    if width is None or len(said) <= width:
        return said
    return f"{claim.field}\n{said[len(claim.field) :]}"


def _labels(outline: "Outline", hidden: AbstractSet[int], whole: int) -> Table:
    """The labels of a page: what each means, its form, the weight of the form, and the places that lost to it."""
    table = Table(box=None, pad_edge=False, expand=True, show_header=True, header_style="bold")
    table.add_column("line", justify="right", no_wrap=True)
    longest = max(len(found.slot.label) for found in outline.fields)
    table.add_column("label", width=max(len("label"), min(longest, whole // 4)), overflow="fold")
    table.add_column("meaning", no_wrap=True)
    table.add_column("form", ratio=1, overflow="fold")
    table.add_column("weight", justify="right", no_wrap=True)
    weights: defaultdict[Form, float] = defaultdict(float)
    for found in outline.fields:
        weights[found.slot.form] = max(weights[found.slot.form], found.slot.weight)
    lost = _lost(outline)
    for found in outline.fields:
        slot = found.slot
        weight = slot.weight or (0.0 if slot.area else weights[slot.form])  # an unknown label has that of its form
        form = f"cell of project {slot.record} in a table" if slot.record else form_in_words(slot.form)
        beaten = "".join(
            f"\nlost to it: line {line + 1} ({form_in_words(other)}, {less:.1f})"
            for other, line, less in lost[id(found)]
        )
        lines = range(slot.line, outline.document.line_of[slot.last] + 1)
        table.add_row(
            str(slot.line + 1),
            Text(harmless(slot.label) if hidden.isdisjoint(line + 1 for line in lines) else MARK),
            "funding area" if slot.area else slot.term.name if slot.term is not None else "unknown label",
            Text(f"{form}{beaten}"),
            f"{weight:.1f}" if weight else "-",
        )
    return table


def _lost(outline: "Outline") -> defaultdict[int, list[tuple[Form, int, float]]]:
    """The places that lost to each label: each place once, to the label on its line or the first of the same words."""
    found: defaultdict[int, list[tuple[Form, int, float]]] = defaultdict(list)
    alike: defaultdict[str, list[Field]] = defaultdict(list)
    for field in outline.fields:
        if field.slot.lost:
            alike[field.slot.name].append(field)
    for fields in alike.values():
        for place in fields[0].slot.lost:
            winner = next((field for field in fields if field.slot.line == place[1]), fields[0])
            found[id(winner)].append(place)
    return found


_SHAPES = {
    Shape.COLON: "text before a colon",
    Shape.BEFORE: "text before an element",
    Shape.WORDS: "known words, unmarked",
    Shape.LINE: "a line",
}
_OWN_LINES = frozenset(("dt", "label", "legend", *CELLS, *HEADINGS))  # their tag alone says that they are one


def form_in_words(form: Form) -> str:
    """How a label is written: `p > strong`, `cell 1`, `text before a colon`, `a line in div`."""
    chain, place = list(form.chain), form.place
    tag = chain[0] if chain else ""
    if tag in CELLS:
        kind = "header cell" if tag == "th" else "cell"
        chain[0] = f"{kind} {place + 1}" if place >= 0 else f"{kind} that heads a column"
        place = 0
    said = " > ".join(chain)
    if form.shape in _SHAPES and not (form.shape is Shape.LINE and tag in _OWN_LINES):
        said = _SHAPES[form.shape] + (f" in {said}" if chain not in ([], ["p"]) else "")
    if form.soft:
        said += " after a br"
    if place:
        said += f", number {place + 1} in its row" if place > 0 else " that heads a column"
    return said
