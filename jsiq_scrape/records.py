"""The typed records of a page: what `read` gives, in the shape of `jsiq-scrape read --json`.

`None` means "the page does not say, or says something that is not understood"; which of the two stands in the claim
of the field (`Claim.outcome`).  Empty lists mean "the page names none".
"""

from datetime import date
from enum import StrEnum
from typing import Literal

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


class Profile(Record):
    """The coordination office and its municipality."""

    office: str | None = None
    municipality: str | None = None
    street: str | None = None
    postal_code: str | None = None
    city: str | None = None
    state: str | None = None
    soziale_stadt: bool | None = None
    areas_text: str | None = None


class Contact(Record):
    """A contact person, or the nameless contact of the office. Personal data."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None
    fax: str | None = None
    mobile: str | None = None
    website: str | None = None


class FundingArea(Record):
    number: int | None = None
    name: str | None = None
    description: str | None = None


class Extra(Record):
    """A label the vocabulary does not know, with its value."""

    label: str
    text: str


class Project(Record):
    title: str | None = None
    institutions: tuple[str, ...] = ()
    period_start: date | None = None
    period_end: date | None = None
    period_precision: Literal["day", "month", "year"] | None = None
    target_group: str | None = None
    services: str | None = None
    case_management: bool | None = None
    counselling: bool | None = None
    outreach: bool | None = None
    extras: tuple[Extra, ...] = ()


class Place(Record):
    """Where the municipality lies: Kreis key and point, with the way it was matched."""

    ags: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    matched_by: str | None = None


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
