"""What a page shows and what a reader should make of it: the values that every markup family renders."""

from dataclasses import dataclass, field
from typing import Any

JsonObject = dict[str, Any]


@dataclass(frozen=True)
class Pair:
    """A label and the parts of its value, each of which stands in a line or block of its own."""

    key: str  # the field, or "unknown"
    label: str  # as printed, without a colon
    parts: tuple[str, ...]


@dataclass(frozen=True)
class ContactLine:
    """A line of a contact: with a label before it or none, with a link around it or none."""

    label: str | None  # as printed, with its colon where it has one
    text: str
    href: str | None = None
    kind: str = ""  # the field: email, phone ...


@dataclass(frozen=True)
class Person:
    name: str | None
    lines: tuple[ContactLine, ...]


@dataclass(frozen=True)
class Area:
    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Project:
    title: str
    pairs: tuple[Pair, ...]


@dataclass(frozen=True)
class Shown:
    """One office page before any markup."""

    office: str
    municipality: str
    contact_label: str
    address: tuple[str, ...]
    persons_label: str
    persons: tuple[Person, ...]
    notes: tuple[Pair, ...]  # unknown labels in the contact section, printed with a colon
    areas_label: str
    intro: tuple[str, ...]
    areas: tuple[Area, ...]
    stadt: Pair
    projects_label: str
    projects: tuple[Project, ...]
    expected: JsonObject = field(default_factory=dict)


@dataclass(frozen=True)
class Abilities:
    """What a markup can show without becoming ambiguous even to a person."""

    parts: bool = True  # a text of several paragraphs
    shuffle: bool = True  # labels in any order
    missing: bool = True  # a project without the label that opens it on the known pages
    empty: bool = True  # a label without a value
    unknown: bool = True  # unknown labels that carry no colon
    traps: bool = True  # a paragraph that begins with the word of a label
    colon_titles: bool = True  # "Projekt 2: Wegweiser"
    numbered_areas: bool = False  # "1. Altstadt", where it is a heading
    colons: tuple[bool, ...] = (False, True)
    several: bool = True  # several persons


ANY = Abilities()


@dataclass(frozen=True)
class Look:
    """The choices that a page of any family has."""

    colon: bool = False
    level: int = 1  # heading level of the page's title


def end(label: str, look: Look) -> str:
    """The label as this page prints it."""
    return f"{label}:" if look.colon else label
