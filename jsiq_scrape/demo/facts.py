"""The offices of the demo site: the facts their pages state, and the words in which each page prints them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar

from jsiq_scrape.records import Contact, Extra, FundingArea, Profile, Project, Record

#: The site at the first fetch, and a week later.
Edition = Literal[1, 2]

FACTS = Path(__file__).parent / "facts"

#: How most pages call the fields of a project.
LABELS = {
    "institutions": "Umsetzende Institution(en)",
    "period": "Zeitraum",
    "target_group": "Zielgruppe",
    "services": "Angebote",
    "case_management": "Casemanagement",
    "counselling": "Beratung/Clearing",
    "outreach": "Aufsuchende Jugendsozialarbeit",
}

R = TypeVar("R", bound=Record)
Spelling = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Entry(Generic[R]):
    """One entry of a page: the record a reader should find, and how the page spells its fields."""

    record: R
    spelling: Spelling

    def printed(self, field: str) -> str | None:
        """The text of a field as the page shows it; None when the page does not show the field."""
        if field in self.spelling:
            return self.spelling[field]
        value = getattr(self.record, field)
        if isinstance(value, bool):
            return "ja" if value else "nein"
        if field == "email":
            return value and str(value).replace("@", "(at)")
        return None if value is None else str(value).removeprefix("http://")


class Person(Entry[Contact]):
    """One contact."""

    def fields(self, **labels: str) -> list[tuple[str, str]]:
        """Label and text of these fields, as far as the page shows them."""
        return [(label, value) for field, label in labels.items() if (value := self.printed(field))]


@dataclass(frozen=True, slots=True)
class Area:
    """One funding area with the heading the page prints for it."""

    record: FundingArea
    heading: str


class Work(Entry[Project]):
    """One project of an office."""

    @property
    def title(self) -> str:
        return self.record.title or ""

    @property
    def institutions(self) -> tuple[str, ...]:
        """The institutions as the page prints them: one entry for each line or list item."""
        if "institutions" in self.spelling:
            return (self.spelling["institutions"],)
        return self.record.institutions

    def fields(self, separator: str, **labels: str) -> list[tuple[str, str]]:
        """Label and text of each field that the page shows, `separator` between institutions; unknown labels behind."""
        texts = {field: self.printed(field) for field in LABELS} | {"institutions": separator.join(self.institutions)}
        known = [((LABELS | labels)[field], value) for field, value in texts.items() if value is not None]
        return known + [(extra.label, extra.text) for extra in self.record.extras]


@dataclass(frozen=True, slots=True)
class Office:
    """One coordination office: where its page is, in which markup, and all that the page says."""

    id: str  # the id its profile gets in the database
    path: str
    template: str
    profile: Profile
    people: tuple[Person, ...]
    areas: tuple[Area, ...]
    projects: tuple[Work, ...]
    extras: tuple[Extra, ...] = ()
    soziale_stadt: str | None = None  # as printed; None when the page does not say
    charset: str = "utf-8"
    charset_in_header: bool = True  # False: only the page's own <meta> names it
    moved_path: str | None = None  # where the page is in the second edition, when it moves
    moved_template: str | None = None

    @property
    def address(self) -> tuple[str, ...]:
        """The lines of its address."""
        shown = self.profile
        lines = (shown.municipality, shown.office, shown.street, f"{shown.postal_code} {shown.city}", shown.state)
        return tuple(line or "" for line in lines)

    @property
    def land(self) -> str:
        """The short sign of its Land, which is also the name of its listing."""
        return self.id.split("-", 1)[0]

    @property
    def number(self) -> int:
        """A number of four digits that a CMS would give the page; a function of the id."""
        return 1000 + sum(position * ord(sign) for position, sign in enumerate(self.id, 1)) % 9000


@cache
def offices() -> tuple[Office, ...]:
    """All offices as the first edition shows them, ordered by id."""
    return tuple(_office(path) for path in sorted(FACTS.glob("*.toml")))


@cache
def states() -> dict[str, str]:
    """The Länder with an office, by their short sign."""
    return {office.land: office.profile.state or "" for office in offices()}


def _office(path: Path) -> Office:
    with path.open("rb") as file:
        facts = tomllib.load(file)
    profile, spelling = _record(Profile, facts["profile"])
    soziale_stadt = {True: "ja", False: "nein", None: None}[profile.soziale_stadt]
    return Office(
        id=facts["id"],
        path=facts["path"],
        template=facts["template"],
        profile=profile,
        people=tuple(Person(*_record(Contact, entry)) for entry in facts.get("contacts", ())),
        areas=tuple(Area(*_record(FundingArea, entry)) for entry in facts.get("areas", ())),
        projects=tuple(Work(*_record(Project, entry)) for entry in facts.get("projects", ())),
        extras=tuple(Extra(**entry) for entry in facts.get("extras", ())),
        soziale_stadt=spelling.get("soziale_stadt", soziale_stadt),
        charset=facts.get("charset", "utf-8"),
        charset_in_header=facts.get("charset_in_header", True),
        moved_path=facts.get("moved_path"),
        moved_template=facts.get("moved_template"),
    )


def _record(kind: type[R], entry: dict[str, Any]) -> tuple[R, Any]:
    """The record of a TOML table, and what stands under `printed` in it: how the page spells its fields."""
    printed = entry.pop("printed", {})
    return kind.model_validate({name: _block(value) for name, value in entry.items()}), printed


def _block(value: object) -> object:
    """Texts of several lines stand between line breaks in the TOML file; a line is a block of the page."""
    return value.strip("\n") if isinstance(value, str) else value
