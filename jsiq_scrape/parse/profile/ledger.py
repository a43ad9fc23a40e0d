"""What became of each line, and the evidence of each value: the ledger a reading is accounted for in."""

from dataclasses import dataclass, field
from enum import StrEnum

from jsiq_scrape.parse.document import Document
from jsiq_scrape.parse.labels.extents import Field, Span
from jsiq_scrape.records import Claim, Finding, FindingKind, LineCount, Outcome, Severity


class Role(StrEnum):
    """What a line is to the profile; each line has exactly one."""

    HEADING = "heading"
    LABEL = "label"
    VALUE = "value"  # also a line that holds label and value
    BOILERPLATE = "boilerplate"  # of the site, not of the profile
    UNREAD = "unread"  # of the profile, and no rule claims it


@dataclass(slots=True)
class Ledger:
    """Collects roles, claims and findings while a page is read."""

    document: Document
    roles: list[Role | None] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.roles = [None] * self.document.count

    def take(self, line: int, role: Role) -> None:
        """Give a line its role; a label that shares its line with a value makes it a value."""
        if self.roles[line] is None or role is Role.VALUE:
            self.roles[line] = role

    def take_field(self, found: Field) -> None:
        """Give the lines of a label and its value their roles."""
        roles, line_of, label, value = self.roles, self.document.line_of, Role.LABEL, Role.VALUE
        between = range(found.slot.last + 1, found.span.first)  # of the signs in a cell between label and value
        if any(any(map(str.isalnum, self.document.texts[node])) for node in between):
            between = range(0)
        for node in (*range(found.slot.first, found.slot.last + 1), *between):
            if roles[line_of[node]] is None:
                roles[line_of[node]] = label
        for line, _ in found.lines(self.document):
            roles[line] = value

    def claim(self, name: str, found: Field | None, lines: list[tuple[int, str]], outcome: Outcome) -> None:
        """Record where the text of a field stands: its lines, or where there are none its label."""
        document = self.document
        label = found.slot.label if found is not None else None
        if lines:
            first, last = lines[0][0], lines[-1][0]
        else:
            assert found is not None
            first = last = found.slot.line
        node = document.first_nodes[first]
        if found is not None and lines and found.span.first < len(document.owners):
            node = first_text_node(document, found.span)
        text = lines[0][1] if len(lines) == 1 else "\n".join(document.paragraphs(lines))
        self.claims.append(
            Claim(
                field=name,
                label=label,
                text=text,
                lines=(first + 1, last + 1),
                path=document.path(document.owners[node]),
                outcome=outcome,
            )
        )

    def find(self, kind: FindingKind, severity: Severity, line: int | None, text: str) -> None:
        self.findings.append(Finding(kind=kind, severity=severity, line=None if line is None else line + 1, text=text))

    def counts(self) -> LineCount:
        boilerplate = self.roles.count(Role.BOILERPLATE)
        unread = self.roles.count(Role.UNREAD)
        total = len(self.roles)
        read = total - boilerplate - unread
        return LineCount(total=total, read=read, boilerplate=boilerplate, unread=unread)


def first_text_node(document: Document, span: Span) -> int:
    """The first text node of a stretch that has text left in it."""
    if span.start >= len(document.texts[span.first]) and span.first + 1 < len(document.texts):
        return span.first + 1
    return span.first
