"""What is known of an office and of a project before it becomes a record."""

from dataclasses import dataclass, field

from jsiq_scrape.parse.ledger import Ledger, Role
from jsiq_scrape.parse.spans import Field
from jsiq_scrape.records import Contact, FundingArea, Outcome


@dataclass(slots=True)
class OfficeDraft:
    """What a page says of the office so far."""

    values: dict[str, object] = field(default_factory=dict)
    contacts: list[Contact] = field(default_factory=list)
    areas: list[FundingArea] = field(default_factory=list)
    first_line: int = 0  # where the profile begins

    def put(self, ledger: Ledger, name: str, value: object, found: Field | None, lines: list[tuple[int, str]]) -> None:
        """Take a value with its claim, unless an earlier place gave one."""
        if self.values.get(name) is not None:
            return
        self.values[name] = value
        text = any(piece for _, piece in lines)
        outcome = Outcome.UNDERSTOOD if value is not None else Outcome.NOT_UNDERSTOOD if text else Outcome.EMPTY
        ledger.claim(f"profile.{name}", found, lines, outcome)
        if found is None:
            for line, _ in lines:
                ledger.take(line, Role.VALUE)


@dataclass(slots=True, eq=False)
class ProjectDraft:
    """The labels and the title of one project, before their values are read."""

    title: list[tuple[int, str]] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    extras: list[Field] = field(default_factory=list)

    def get(self, name: str) -> Field | None:
        return next((found for found in self.fields if found.mark.term and found.mark.term.name == name), None)
