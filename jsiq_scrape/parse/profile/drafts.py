"""What is known of an office and of a project before it becomes a record."""

from dataclasses import dataclass, field

from jsiq_scrape.parse.labels.extents import Field
from jsiq_scrape.parse.profile.ledger import Ledger, Role
from jsiq_scrape.parse.values.address import Address
from jsiq_scrape.records import Contact, FindingKind, FundingArea, Outcome, Severity


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

    def put_address(self, ledger: Ledger, whole: Address, found: Field | None, lines: list[tuple[int, str]]) -> None:
        """Take the parts of an address; a postal code that is none is reported and takes no other part with it."""
        if whole.street is not None:
            self.put(ledger, "street", whole.street, found, lines)
        self.put(ledger, "postal_code", whole.postal_code, found, lines)
        self.put(ledger, "city", whole.city, found, lines)
        if whole.postal_code is None and self.values["postal_code"] is None:
            ledger.find(FindingKind.NOT_UNDERSTOOD, Severity.WARNING, lines[0][0], lines[0][1])


@dataclass(slots=True, eq=False)
class ProjectDraft:
    """The labels and the title of one project, before their values are read."""

    title: list[tuple[int, str]] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    extras: list[Field] = field(default_factory=list)

    _first: dict[str, Field] = field(default_factory=dict)

    def add(self, found: Field, name: str) -> None:
        self.fields.append(found)
        self._first.setdefault(name, found)

    def get(self, name: str) -> Field | None:
        """The first field of a name."""
        return self._first.get(name)

    @property
    def names(self) -> list[str]:
        """What the project has so far, each once, in the order of the page."""
        return list(self._first)
