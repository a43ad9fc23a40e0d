"""What became of each line, and the evidence of each value: the ledger a reading is accounted for in."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from jsiq_scrape.parse.page import Page
from jsiq_scrape.parse.spans import Field, Span
from jsiq_scrape.records import Claim, Finding, FindingKind, LineCount, Outcome, Severity

_Record = TypeVar("_Record", Claim, Finding)


class Role(StrEnum):
    """What a line is to the profile; each line has exactly one."""

    HEADING = "heading"
    LABEL = "label"
    VALUE = "value"  # also a line that holds label and value
    FURNITURE = "furniture"  # of the site, not of the profile
    UNREAD = "unread"  # of the profile, and no rule claims it


@dataclass(slots=True)
class Ledger:
    """Collects roles, claims and findings while a page is read."""

    page: Page
    roles: list[Role | None] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.roles = [None] * self.page.count

    def take(self, line: int, role: Role) -> None:
        """Give a line its role; a label that shares its line with a value makes it a value."""
        if self.roles[line] is None or role is Role.VALUE:
            self.roles[line] = role

    def take_field(self, found: Field) -> None:
        """Give the lines of a label and its value their roles."""
        for atom in range(found.mark.atom, found.mark.last + 1):
            self.take(self.page.line_of[atom], Role.LABEL)
        for line, _ in found.lines(self.page):
            self.take(line, Role.VALUE)

    def claim(
        self, name: str, found: Field | None, lines: list[tuple[int, str]], outcome: Outcome, text: str | None = None
    ) -> None:
        """Record where the text of a field stands."""
        label = found.mark.label if found is not None else None
        if lines:
            first, last = lines[0][0], lines[-1][0]
        elif found is not None:
            first = last = found.mark.line
        else:
            return
        holder = self.page.holders[self.page.first_atoms[first]]
        if found is not None and lines and found.span.first < len(self.page.holders):
            holder = self.page.holders[first_atom(self.page, found.span)]
        if text is None:
            text = lines[0][1] if len(lines) == 1 else "\n".join([piece for _, piece in lines])
        self.claims.append(
            _record(
                Claim,
                {
                    "field": name,
                    "label": label,
                    "text": text,
                    "lines": (first + 1, last + 1),
                    "path": self.page.path(holder),
                    "outcome": outcome,
                },
            )
        )

    def find(self, kind: FindingKind, severity: Severity, line: int | None, text: str) -> None:
        self.findings.append(
            _record(
                Finding,
                {"kind": kind, "severity": severity, "line": None if line is None else line + 1, "text": text},
            )
        )

    def counts(self) -> LineCount:
        furniture = self.roles.count(Role.FURNITURE)
        unread = self.roles.count(Role.UNREAD)
        total = len(self.roles)
        return LineCount(total=total, read=total - furniture - unread, furniture=furniture, unread=unread)


_FIELDS = {model: frozenset(model.model_fields) for model in (Claim, Finding)}


def _record(model: type[_Record], values: dict[str, object]) -> _Record:
    """What `model_construct` gives for all fields in their order, four times as fast: a page has some forty of them."""
    record = model.__new__(model)
    set_attribute = object.__setattr__
    set_attribute(record, "__dict__", values)
    set_attribute(record, "__pydantic_fields_set__", set(_FIELDS[model]))
    set_attribute(record, "__pydantic_extra__", None)
    set_attribute(record, "__pydantic_private__", None)
    return record


def first_atom(page: Page, span: Span) -> int:
    """The first atom of a stretch that has text left in it."""
    if span.start >= len(page.texts[span.first]) and span.first + 1 < len(page.texts):
        return span.first + 1
    return span.first
