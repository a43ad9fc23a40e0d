"""The typed records of a page, and the one registry of their fields.

A record is what `read` gives, in the shape of `jsiq-scrape read --json`.  Each field of a profile, contact, funding
area or project is declared here once: its kind, its meaning in German and English, what None means, and the groups of
labels in `parsers/office_page.toml` that it is read from.  What the reader looks for, the columns and views of the
database, codebook, metadata, charts and releases are derived from that.

`None` means "the page does not say, or says something that is not understood"; which of the two stands in the claim
of the field (`Claim.outcome`).  Empty lists mean "the page names none".
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from types import MappingProxyType, UnionType
from typing import Annotated, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict


class Verdict(StrEnum):
    """What kind of answer a capture of a URL got."""

    PROFILE = "profile"  # the profile page of a coordination office
    LISTING = "listing"  # a page that links to profiles
    GONE = "gone"  # 410: the server says that it was taken away
    MISSING = "missing"  # 404, or a page of status 200 that says "not found"
    MOVED = "moved"  # a redirect that does not end at a profile
    CONSENT = "consent"  # a cookie or consent page instead of the page
    CHALLENGE = "challenge"  # a bot check, block or login page instead of the page
    ERROR = "error"  # the server or the transport failed
    OTHER = "other"  # any other page


class Outcome(StrEnum):
    """What became of the text of one field."""

    UNDERSTOOD = "understood"
    NOT_UNDERSTOOD = "not_understood"
    EMPTY = "empty"  # the label stands on the page without a value
    BY_HAND = "by_hand"  # a person decided the value (parsers/decisions.toml); the text is that of the page


class FindingKind(StrEnum):
    """The closed list of things the reader reports."""

    UNKNOWN_LABEL = "unknown_label"
    NOT_UNDERSTOOD = "not_understood"
    UNPROVEN_SPLIT = "unproven_split"  # "A und B" may be one institution or two
    UNREAD = "unread"  # a line inside the profile that no rule claims
    DUPLICATE_LABEL = "duplicate_label"
    MISSING_SECTION = "missing_section"
    EMPTY_PROFILE = "empty_profile"
    CHARSET = "charset"  # declared and actual encoding differ, or text was repaired
    TRUNCATED = "truncated"
    SECOND_PROFILE = "second_profile"  # of one municipality; the history finds it, not the reader


class Severity(StrEnum):
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Record(BaseModel):
    """Base of all records: immutable, closed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class FieldKind(StrEnum):
    """How a field is read, converted and compared."""

    TEXT = "text"  # prose, goes on over several paragraphs
    NAME = "name"  # of an office, a municipality, a person, a project
    YES_NO = "yes/no"
    PERIOD = "period"  # one text gives first day, last day and precision: NAME_start, NAME_end, NAME_precision
    INSTITUTIONS = "list of institutions"
    STREET = "street"
    POSTAL_CODE = "postal code"
    CITY = "city"
    STATE = "state"
    PHONE = "phone"
    EMAIL = "e-mail"
    WEBSITE = "website"
    NUMBER = "number"
    AGS = "official key"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"
    METHOD = "method"


NOT_SAID = "the page does not say it, or says it in words that are not understood (see table claim)"
_NO_PLACE = "no place was found"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a field is: the entry of the registry."""

    kind: FieldKind
    german: str
    english: str
    labels: tuple[str, ...] | None = None  # groups in office_page.toml; None: the one named like the field
    null: str = NOT_SAID
    unit: str | None = None
    #: Python type without None: str, bool, int, float, date or tuple; taken from the annotation.
    python: type = str
    allowed: tuple[str, ...] = ()  # the values of a Literal; taken from the annotation


@cache
def fields_of(record: type[BaseModel]) -> Mapping[str, Meaning]:
    """The declared fields of a record by name, in order."""
    found: dict[str, Meaning] = {}
    for name, field in record.model_fields.items():
        for meaning in field.metadata:
            if isinstance(meaning, Meaning):
                python, allowed = _python_type(field.annotation)
                labels = (name,) if meaning.labels is None else meaning.labels
                found[name] = replace(meaning, labels=labels, python=python, allowed=allowed)
    return MappingProxyType(found)


def names_of(record: type[BaseModel], *kinds: FieldKind) -> tuple[str, ...]:
    """The names of the fields of a record of these kinds."""
    return tuple(name for name, meaning in fields_of(record).items() if meaning.kind in kinds)


def _python_type(annotation: object) -> tuple[type, tuple[str, ...]]:
    if get_origin(annotation) in (Union, UnionType):
        annotation = next(part for part in get_args(annotation) if part is not type(None))
    if get_origin(annotation) is Literal:
        return str, get_args(annotation)
    kind = get_origin(annotation) or annotation
    assert isinstance(kind, type)
    return kind, ()


class Profile(Record):
    """The coordination office and its municipality."""

    office: Annotated[
        str | None, Meaning(FieldKind.NAME, "Name der Koordinierungsstelle", "name of the coordination office")
    ] = None
    municipality: Annotated[
        str | None, Meaning(FieldKind.NAME, "Kommune, wie die Seite sie nennt", "municipality as printed")
    ] = None
    street: Annotated[
        str | None,
        Meaning(FieldKind.STREET, "Straße und Hausnummer", "street and house number", ("contact", "address", "street")),
    ] = None
    postal_code: Annotated[
        str | None,
        Meaning(
            FieldKind.POSTAL_CODE, "Postleitzahl", "postal code, five digits", ("contact", "address", "postal_code")
        ),
    ] = None
    city: Annotated[
        str | None, Meaning(FieldKind.CITY, "Ort der Anschrift", "town of the address", ("contact", "address", "city"))
    ] = None
    state: Annotated[
        str | None,
        Meaning(FieldKind.STATE, "Land", "German Land (federal state) as printed", ("contact", "address", "state")),
    ] = None
    soziale_stadt: Annotated[
        bool | None,
        Meaning(
            FieldKind.YES_NO,
            "Beteiligung am Städtebauförderungsprogramm „Soziale Stadt“",
            "takes part in the urban development programme Soziale Stadt",
        ),
    ] = None
    areas_text: Annotated[
        str | None,
        Meaning(
            FieldKind.TEXT,
            "Text vor dem ersten Fördergebiet (der ganze Abschnitt, wo keines genannt ist)",
            "text before the first funding area (the whole section where none is named)",
            ("areas",),
        ),
    ] = None


class Contact(Record):
    """A contact person, or the nameless contact of the office. Personal data."""

    name: Annotated[
        str | None,
        Meaning(
            FieldKind.NAME,
            "Name der Person, ohne Herr oder Frau",
            "name of the person, without Herr or Frau",
            ("persons", "name"),
            "nobody is named",
        ),
    ] = None
    email: Annotated[str | None, Meaning(FieldKind.EMAIL, "E-Mail-Adresse", "e-mail address")] = None
    phone: Annotated[str | None, Meaning(FieldKind.PHONE, "Telefonnummer (E.164)", "telephone number (E.164)")] = None
    fax: Annotated[str | None, Meaning(FieldKind.PHONE, "Faxnummer (E.164)", "fax number (E.164)")] = None
    mobile: Annotated[str | None, Meaning(FieldKind.PHONE, "Mobilnummer (E.164)", "mobile number (E.164)")] = None
    website: Annotated[str | None, Meaning(FieldKind.WEBSITE, "Internetadresse", "web address")] = None

    @property
    def numbers(self) -> tuple[str, ...]:
        """All telephone numbers, of whatever kind."""
        return tuple(number for name in names_of(Contact, FieldKind.PHONE) if (number := getattr(self, name)))


class FundingArea(Record):
    """One of the quarters that the office works in; read from the lines of section areas."""

    number: Annotated[
        int | None,
        Meaning(FieldKind.NUMBER, "Nummer des Fördergebiets", "number of the funding area as printed", ("areas",)),
    ] = None
    name: Annotated[
        str | None, Meaning(FieldKind.NAME, "Name, ohne Anführungszeichen", "name, without quotes", ("areas",))
    ] = None
    description: Annotated[str | None, Meaning(FieldKind.TEXT, "Beschreibung", "description", ("areas",))] = None


class Extra(Record):
    """A label the vocabulary does not know, with its value."""

    label: str
    text: str


class Project(Record):
    """One project of an office."""

    title: Annotated[str | None, Meaning(FieldKind.NAME, "Titel des Projekts", "title of the project")] = None
    institutions: Annotated[
        tuple[str, ...], Meaning(FieldKind.INSTITUTIONS, "umsetzende Institutionen", "implementing institutions")
    ] = ()
    period_start: Annotated[
        date | None, Meaning(FieldKind.PERIOD, "Beginn des Zeitraums", "first day of the period", ("period",))
    ] = None
    period_end: Annotated[
        date | None, Meaning(FieldKind.PERIOD, "Ende des Zeitraums", "last day of the period", ("period",))
    ] = None
    period_precision: Annotated[
        Literal["day", "month", "year"] | None,
        Meaning(
            FieldKind.PERIOD,
            "Genauigkeit des gröberen Datums",
            "precision of the coarser of the two dates",
            ("period",),
            "no period is understood",
        ),
    ] = None
    target_group: Annotated[str | None, Meaning(FieldKind.TEXT, "Zielgruppe", "target group")] = None
    services: Annotated[str | None, Meaning(FieldKind.TEXT, "Angebote", "services offered")] = None
    case_management: Annotated[
        bool | None, Meaning(FieldKind.YES_NO, "Case Management", "building block case management")
    ] = None
    counselling: Annotated[
        bool | None, Meaning(FieldKind.YES_NO, "Beratung/Clearing", "building block counselling")
    ] = None
    outreach: Annotated[
        bool | None,
        Meaning(FieldKind.YES_NO, "Aufsuchende Jugendsozialarbeit", "building block outreach youth social work"),
    ] = None
    extras: tuple[Extra, ...] = ()


class Place(Record):
    """Where the municipality lies: Kreis key and point. Derived from the profile, never printed on the page."""

    ags: Annotated[
        str | None,
        Meaning(
            FieldKind.AGS,
            "Amtlicher Schlüssel des Kreises (AGS), Stand 31.12.2018, aus Kommune und Anschrift abgeleitet",
            "official key of the Kreis as of 2018-12-31, derived from municipality and address",
            (),
            "ambiguous or not found; nothing is guessed",
        ),
    ] = None
    latitude: Annotated[
        float | None,
        Meaning(
            FieldKind.LATITUDE,
            "geographische Breite eines Punktes im Kreis",
            "latitude of a point in the Kreis",
            (),
            _NO_PLACE,
            "degree, WGS 84",
        ),
    ] = None
    longitude: Annotated[
        float | None,
        Meaning(
            FieldKind.LONGITUDE,
            "geographische Länge eines Punktes im Kreis",
            "longitude of a point in the Kreis",
            (),
            _NO_PLACE,
            "degree, WGS 84",
        ),
    ] = None
    matched_by: Annotated[
        str | None, Meaning(FieldKind.METHOD, "wie der Ort gefunden wurde", "how the place was found", (), _NO_PLACE)
    ] = None


class Claim(Record):
    """The evidence of one typed value: where on the page its text stands."""

    field: str  # a path into the reading: "profile.street", "projects[0].period_start"
    label: str | None  # as printed on the page, without its final colon; None where the place gives the meaning
    text: str
    lines: tuple[int, int]  # first and last line of the page, from 1
    path: str  # element path of the first line, "" for plain text
    outcome: Outcome


class Finding(Record):
    kind: FindingKind
    severity: Severity
    line: int | None
    text: str


class LineCount(Record):
    """The ledger in numbers: total = read + boilerplate + unread."""

    total: int = 0
    read: int = 0  # headings, labels and values
    boilerplate: int = 0  # navigation, footer and the like, outside the profile
    unread: int = 0  # inside the profile and claimed by no rule


class Reading(Record):
    """All that one page says. A function of body, content type and vocabulary alone."""

    verdict: Verdict
    profile: Profile | None = None
    contacts: tuple[Contact, ...] = ()
    funding_areas: tuple[FundingArea, ...] = ()
    projects: tuple[Project, ...] = ()
    extras: tuple[Extra, ...] = ()
    place: Place | None = None
    claims: tuple[Claim, ...] = ()
    findings: tuple[Finding, ...] = ()
    lines: LineCount = LineCount()
    charset: str | None = None  # how the body was decoded; None for an empty body or text input
    title: str | None = None  # the document's <title>, for the roster
