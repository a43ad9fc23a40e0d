"""What one fetch of a URL gave: the values that the sources make and the evidence store keeps."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, PlainValidator, StringConstraints

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z", re.ASCII)


def moment(text: object) -> datetime:
    """The aware moment that a run line's `2026-01-31T12:00:00Z` names; anything else is a ValueError."""
    if not isinstance(text, str) or _MOMENT.fullmatch(text) is None:
        raise ValueError("not a UTC time such as 2026-01-31T12:00:00Z")
    return datetime.fromisoformat(text)


def moment_text(value: datetime) -> str:
    """That moment as run lines have it; a naive datetime is a ValueError."""
    return in_utc(value).isoformat().replace("+00:00", "Z")


def in_utc(value: datetime) -> datetime:
    """The same moment in UTC; a naive datetime is a ValueError."""
    if value.tzinfo is None:
        raise ValueError("a time without a time zone")
    return value.astimezone(UTC)


Moment = Annotated[datetime, PlainValidator(moment)]  # the validator works on run lines only, not on construction
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


def _refuse_body(value: object) -> bytes:
    raise ValueError("no field of a run line")


InHand = Annotated[bytes, PlainValidator(_refuse_body)]  # bodies lie in files of their own
_CLOSED = ConfigDict(extra="forbid", strict=True)

Purpose = Literal["profile", "listing", "robots", "sitemap", "index"]


class ErrorKind(StrEnum):
    """Why a fetch brought no usable answer; the closed list that reports and judgements count by."""

    DNS = "dns"  # the host's name has no address
    REFUSED = "refused"  # no connection: refused, unreachable, or not made in time
    TLS = "tls"  # the certificate or the handshake failed; never worked around
    RESET = "reset"  # the connection ended before the answer did
    TIMEOUT = "timeout"  # silence, or the whole exchange took longer than allowed
    TOO_LARGE = "too_large"  # the body is beyond the cap, before or after decoding
    DECODING = "decoding"  # the body is not what its Content-Encoding says
    PROTOCOL = "protocol"  # not HTTP as it is spoken: broken chunks, huge headers, an unasked 304
    FORBIDDEN_HOST = "forbidden_host"  # a host that is not on the source's list, or an address that is not public
    ROBOTS = "robots"  # robots.txt does not allow the URL
    DOWNGRADE = "downgrade"  # a redirect from https to http; not followed
    REDIRECT_LOOP = "redirect_loop"  # a redirect back to a URL of the same chain
    TOO_MANY_HOPS = "too_many_hops"
    UNREADABLE = "unreadable"  # a file, or a record of an archive, cannot be read
    MISMATCH = "mismatch"  # an archive served something else than it listed
    OUTAGE = "outage"  # an archive failed itself, which says nothing about the page
    UNAVAILABLE = "unavailable"  # an archive lists the capture and does not serve it


#: Errors by which a URL was not asked for, or a redirect not followed, because a rule forbids it.
NOT_ALLOWED = frozenset({ErrorKind.ROBOTS, ErrorKind.FORBIDDEN_HOST, ErrorKind.DOWNGRADE})


def refuses(status: int | None) -> bool:
    """True if an answer of this status withholds the page from us; it proves nothing about the page.

    RFC 9110, sections 15.5.2, 15.5.4 and 15.5.8; RFC 7725 for 451.
    """
    return status in (401, 403, 407, 451)


def fails(status: int | None) -> bool:
    """True if an answer of this status says that the server cannot answer now.

    RFC 9110, sections 15.5.9 and 15.6; RFC 8470 for 425; RFC 6585 for 429.
    """
    return status is not None and (status >= 500 or status in (408, 425, 429))


@dataclass(frozen=True, slots=True)
class Hop:
    """One redirect on the way: the URL asked, its status, and the Location header as received."""

    __pydantic_config__: ClassVar[ConfigDict] = _CLOSED

    url: str
    status: int
    location: str | None = None


@dataclass(frozen=True, slots=True)
class RobotsDecision:
    """May the URL be asked for, and why: decided before the request."""

    __pydantic_config__: ClassVar[ConfigDict] = _CLOSED

    allowed: bool
    reason: str  # "rule", "no rule", "no robots.txt", "unreachable", "unreadable", "not applicable" (files, robots.txt)
    status: int | None = None  # what robots.txt itself answered


NOT_APPLICABLE = RobotsDecision(True, "not applicable")


@dataclass(frozen=True, slots=True)
class ArchiveRecord:
    """Where in a web archive a capture comes from; its times are the archive's 14 digits."""

    __pydantic_config__: ClassVar[ConfigDict] = _CLOSED

    service: str
    timestamp: str
    original: str
    requested_url: str
    digest: str | None = None
    served_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One fetch and what it brought, from the wire to the row.  All times are aware and in UTC.

    A source makes it with `body`; the store gives it back with `digest`, `run` and `line` instead, so that no body is
    held twice.  Run lines hold every field but `body` and `run`.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _CLOSED

    source: str  # name of the source in sources.toml
    url: str  # the URL asked for, canonical
    asked_at: Moment  # when the question was put
    captured_at: Moment  # when the page was as it is here: the archive's time, for a live page that of the answer
    retrieved_at: Moment  # when the answer, or the failure, was known here
    final_url: str | None = None  # the URL that answered, after the hops; None when none did
    hops: tuple[Hop, ...] = ()
    status: int | None = None  # of the last answer; None when there was none
    headers: tuple[tuple[str, str], ...] = ()  # names in lower case, in the order received, without secrets
    robots: RobotsDecision | None = None
    error: str | None = None  # one sentence
    error_kind: ErrorKind | None = None
    found_on: str | None = None  # the URL or file that named this URL
    confirms: Digest | None = None  # sha256 of a body we hold and that this fetch confirms (304, archive listing)
    archive: ArchiveRecord | None = None
    purpose: Purpose = "profile"
    body: InHand | None = None  # decoded as its Content-Encoding says; None when there was none, or it is stored
    digest: Digest | None = None  # sha256 of the body that it brought, which the store holds
    run: str = ""  # id of the run in the store; "" until it is stored
    line: int = 0  # of the run file

    def header(self, name: str) -> str | None:
        """The first header of that lower-case name."""
        return next((value for key, value in self.headers if key == name), None)

    @property
    def content_digest(self) -> str | None:
        """The body that it brought or confirmed."""
        return self.digest or self.confirms

    @property
    def id(self) -> str:
        """Made of the page, the second and what was captured: the same in every run, archive and order."""
        content = self.content_digest or f"{self.status} {self.error_kind}"
        at = self.captured_at.replace(microsecond=0).isoformat()
        parts = (self.url, self.final_url or self.url, at, content)
        return sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Held:
    """A body in the store, and the status it came with."""

    digest: str
    status: int | None
