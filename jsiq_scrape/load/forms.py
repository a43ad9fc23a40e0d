"""What a page says in a form that can be compared: typography, order and hiding of mail addresses do not count."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from jsiq_scrape.parse.folding import canonical
from jsiq_scrape.records import Contact, Extra, FundingArea, Outcome, Place, Profile, Project, Reading

#: Raised when the same reading would get another fingerprint: cached ones are then made anew.
FORM = 1

Entry = Profile | Contact | FundingArea | Project
Value = str | int | bool | date | tuple[str, ...] | None

_WITHOUT_TEXT_RULES = frozenset({"period_start", "period_end", "period_precision", "number", "soziale_stadt"})


@dataclass(frozen=True, slots=True)
class HiddenMail:
    """A mail address that stands on the page in a way no reader can undo, such as an image in place of the @."""

    text: str

    def may_be(self, address: object) -> bool:
        """Whether the text on the page holds both parts of that address."""
        if not isinstance(address, str) or "@" not in address:
            return False
        local, domain = address.split("@", 1)
        return local in self.text and domain in self.text


Form = Value | HiddenMail


@dataclass(frozen=True, slots=True)
class Part:
    """One entry of a page: the record as it was read, and each field as it is compared."""

    record: Entry
    forms: Mapping[str, Form]  # by name of the column; unknown labels as extras[Label]
    values: Mapping[str, Value]  # the same names, as printed; what a change tells
    place: str  # path of the entry in its reading: "projects[0]"
    position: int  # from 1
    extras: tuple[Extra, ...] = ()
    derived: Place | None = None  # of a profile: made of its address, so it is never compared

    @property
    def print(self) -> str:
        """Equal for two entries that say the same."""
        return repr(sorted(self.forms.items()))


@dataclass(frozen=True, slots=True)
class State:
    """All that a profile page says."""

    profile: Part
    contacts: tuple[Part, ...]
    areas: tuple[Part, ...]
    projects: tuple[Part, ...]

    @property
    def fingerprint(self) -> str:
        """Equal for two readings that say the same, in whatever order."""
        lists = (sorted(part.print for part in parts) for parts in (self.contacts, self.areas, self.projects))
        return sha256(repr((self.profile.print, *lists)).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def state_of(reading: Reading) -> State:
    """The comparable state of a reading of a profile page."""
    hidden = {
        claim.field: claim.text
        for claim in reading.claims
        if claim.outcome is Outcome.NOT_UNDERSTOOD and claim.field.endswith(".email")
    }
    return State(
        replace(_part(reading.profile or Profile(), "profile", 1, reading.extras), derived=reading.place),
        tuple(
            _part(contact, f"contacts[{index}]", index + 1, (), hidden.get(f"contacts[{index}].email"))
            for index, contact in enumerate(reading.contacts)
        ),
        tuple(_part(area, f"funding_areas[{index}]", index + 1) for index, area in enumerate(reading.funding_areas)),
        tuple(
            _part(project, f"projects[{index}]", index + 1, project.extras)
            for index, project in enumerate(reading.projects)
        ),
    )


def same(one: Form, other: Form) -> bool:
    """Whether two forms of one field mean the same."""
    if isinstance(one, HiddenMail) and not isinstance(other, HiddenMail):
        return one.may_be(other)
    if isinstance(other, HiddenMail) and not isinstance(one, HiddenMail):
        return other.may_be(one)
    return one == other


def shown(value: Value) -> str | None:
    """A value as the table of changes tells it: true and false, ISO dates, lists as JSON."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return json.dumps(value, ensure_ascii=False)
    return value.isoformat() if isinstance(value, date) else str(value)


def _part(record: Entry, place: str, position: int, extras: tuple[Extra, ...] = (), hidden: str | None = None) -> Part:
    forms: dict[str, Form] = {}
    values: dict[str, Value] = {}
    for name in type(record).model_fields:
        value = getattr(record, name)
        if name == "extras":
            continue
        if isinstance(value, tuple):
            values[name] = tuple(sorted(value))
            forms[name] = tuple(sorted(canonical(text) for text in value))
        else:
            values[name] = value
            forms[name] = _form(name, value)
    for label, texts in _by_label(extras).items():
        values[f"extras[{label}]"] = "\n".join(texts)
        forms[f"extras[{label}]"] = tuple(sorted(canonical(text) for text in texts))
    if hidden is not None and forms.get("email") is None:
        forms["email"] = HiddenMail(canonical(hidden).casefold())
    return Part(record, forms, values, place, position, extras)


def _form(name: str, value: Value) -> Form:
    if not isinstance(value, str) or name in _WITHOUT_TEXT_RULES:
        return value
    if name in ("email", "website"):
        return canonical(value).casefold().rstrip("/") or None
    return canonical(value) or None


def _by_label(extras: tuple[Extra, ...]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for extra in sorted(extras, key=lambda extra: (canonical(extra.label), canonical(extra.text))):
        grouped.setdefault(canonical(extra.label), []).append(extra.text)
    return grouped
