"""What a page says in a form that can be compared: typography, order and hiding of mail addresses do not count."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from hashlib import sha256

from jsiq_scrape.parse.folding import canonical
from jsiq_scrape.records import Contact, Extra, FundingArea, Outcome, Place, Profile, Project, Reading

Entry = Profile | Contact | FundingArea | Project
Value = str | int | bool | date | tuple[str, ...] | None

#: A changed entry is asked for its forms several times: to be matched and to be compared.
compared_text = lru_cache(maxsize=1024)(canonical)


@dataclass(frozen=True, slots=True)
class HiddenMail:
    """A mail address that stands on the page in a way no reader can undo, such as an image in place of the @."""

    text: str

    def may_be(self, address: object) -> bool:
        """Whether the text on the page is that address with something else in place of the @."""
        if not isinstance(address, str) or "@" not in address:
            return False
        local, domain = map(re.escape, address.split("@", 1))
        return re.search(rf"(?<![\w.+-]){local}(\W.*\W|\W?){domain}(?![\w-])", self.text, re.DOTALL) is not None


Form = Value | HiddenMail


@dataclass(frozen=True)
class Part:
    """One entry of a page: the record as it was read, and each field as it is compared.

    `values` and `forms` are named by column; unknown labels as extras[Label].  They are made when they are asked for:
    most entries are what they were at the capture before, which their records show.
    """

    record: Entry
    place: str  # path of the entry in its reading: "projects[0]"
    position: int  # from 1
    extras: tuple[Extra, ...] = ()
    hidden_mail: str | None = None  # text of a mail address that the reader could not undo
    derived: Place | None = None  # of a profile: made of its address, so it is never compared

    @property
    def printed(self) -> tuple[Entry, tuple[Extra, ...], str | None]:
        """All that is compared, as printed; two entries that agree in it say the same."""
        return self.record, self.extras, self.hidden_mail

    def value(self, name: str) -> Value:
        """One of `values` that is a column, without making the others."""
        value: Value = getattr(self.record, name)
        return tuple(sorted(value)) if isinstance(value, tuple) else value

    @cached_property
    def values(self) -> Mapping[str, Value]:
        """Each field as printed, lists sorted; what a change shows."""
        values: dict[str, Value] = {name: self.value(name) for name in vars(self.record) if name != "extras"}
        return values | {f"extras[{label}]": "\n".join(texts) for label, texts in self._by_label.items()}

    @cached_property
    def forms(self) -> Mapping[str, Form]:
        """Each field in the form in which it is compared."""
        forms: dict[str, Form] = {
            name: tuple(sorted(map(compared_text, value))) if isinstance(value, tuple) else _form(name, value)
            for name, value in vars(self.record).items()
            if name != "extras"
        }
        if self.hidden_mail is not None and forms.get("email") is None:
            forms["email"] = HiddenMail(canonical(self.hidden_mail).casefold())
        return forms | {
            f"extras[{label}]": tuple(sorted(map(canonical, texts))) for label, texts in self._by_label.items()
        }

    @cached_property
    def print(self) -> str:
        """Equal for two entries that say the same."""
        return _print_of(self.record, self.extras, self.hidden_mail)

    @cached_property
    def _by_label(self) -> Mapping[str, list[str]]:
        grouped: dict[str, list[str]] = {}
        for extra in sorted(self.extras, key=lambda extra: (canonical(extra.label), canonical(extra.text))):
            grouped.setdefault(canonical(extra.label), []).append(extra.text)
        return grouped


@lru_cache(maxsize=4096)  # a page that changed somewhere says most things as it did before
def _print_of(record: Entry, extras: tuple[Extra, ...], hidden_mail: str | None) -> str:
    return repr(sorted(Part(record, "", 1, extras, hidden_mail).forms.items()))


@dataclass(frozen=True, slots=True)
class State:
    """All that a profile page says."""

    profile: Part
    contacts: tuple[Part, ...]
    areas: tuple[Part, ...]
    projects: tuple[Part, ...]

    @property
    def by_entity(self) -> Mapping[str, tuple[Part, ...]]:
        """The entries by the tables that hold them."""
        areas = {"funding_area": self.areas}
        return {"profile": (self.profile,), "contact": self.contacts, **areas, "project": self.projects}

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
        Part(reading.profile or Profile(), "profile", 1, reading.extras, None, reading.place),
        tuple(
            Part(contact, f"contacts[{index}]", index + 1, (), hidden.get(f"contacts[{index}].email"))
            for index, contact in enumerate(reading.contacts)
        ),
        tuple(Part(area, f"funding_areas[{index}]", index + 1) for index, area in enumerate(reading.funding_areas)),
        tuple(
            Part(project, f"projects[{index}]", index + 1, project.extras)
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


def unquoted(text: str) -> str:
    """A folded or canonical title without quotes around the whole of it: some pages put each into quotes."""
    quote = text[:1]
    if quote not in ('"', "'") or len(text) < 3 or text.find(quote, 1) != len(text) - 1:
        return text
    return text[1:-1].strip()


def shown(value: Value) -> str | None:
    """A value as the table of changes shows it: true and false, ISO dates, lists as JSON."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return json.dumps(value, ensure_ascii=False)
    return value.isoformat() if isinstance(value, date) else str(value)


def _form(name: str, value: Value) -> Form:
    if not isinstance(value, str):
        return value
    if name in ("email", "website"):
        return compared_text(value).casefold().rstrip("/") or None
    text = compared_text(value)
    return (unquoted(text) if name == "title" else text) or None
