"""The evidence as the database takes it: each capture judged, each body read once."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any
from urllib.parse import urlsplit

from jsiq_scrape.captures import Capture
from jsiq_scrape.errors import DamagedBody, PurgedBody
from jsiq_scrape.evidence.store import Snapshots
from jsiq_scrape.parse import links
from jsiq_scrape.parse.judge import HEADERS, judge
from jsiq_scrape.readings.comparable import State
from jsiq_scrape.readings.page_address import address
from jsiq_scrape.readings.readings import Body, Readings
from jsiq_scrape.records import Reading, Verdict

#: What these are asked for is no page of the programme, so it is stored and never read.
TECHNICAL = frozenset({"robots", "sitemap", "index"})
_KEPT = frozenset({"content-type", *HEADERS})

#: Parts of captures that many have alike.
_SHARED = ("source", "url", "final_url", "hops", "robots", "error", "found_on", "confirms", "digest", "run")


@dataclass(slots=True, eq=False)
class JudgedCapture:
    """A capture with what its body says.  Never changed.

    The capture lacks what only the run file needs, and its times are whole seconds, as in web archives: in parts of
    seconds one capture would be two.
    """

    capture: Capture
    verdict: Verdict | None
    state: str | None = None  # fingerprint of the profile that the body shows
    whole: bool = True  # False: the page was cut off, so what it lacks proves nothing
    partial_size: int = 0  # bytes of a page that broke off: the longest serves where nothing shows its office whole

    #: Whether it shows a profile whole, which is what versions are made of.
    showing: bool = field(init=False)
    #: Where the answer came from, then where it was asked for when that is another place.
    addresses: tuple[str, ...] = field(init=False)
    #: The order of time; what was captured in the same moment is ordered by its address and content.
    order: tuple[datetime, str, str] = field(init=False)

    def __post_init__(self) -> None:
        # Each is asked for many times.
        final, asked = address(self.final_url), address(self.url)
        self.showing = self.verdict is Verdict.PROFILE and self.state is not None and self.whole
        self.addresses = (final,) if asked == final else (final, asked)
        self.order = (self.captured_at, final, self.capture.id)

    @property
    def id(self) -> str:
        """The id of the capture."""
        return self.order[2]

    @property
    def url(self) -> str:
        """Asked for."""
        return self.capture.url

    @property
    def final_url(self) -> str:
        """That answered."""
        return self.capture.final_url or self.capture.url

    @property
    def captured_at(self) -> datetime:
        """When the page was as it is here."""
        return self.capture.captured_at

    @property
    def body(self) -> str | None:
        """The digest of what it brought or confirmed."""
        return self.capture.content_digest

    @property
    def own(self) -> bool:
        """False: from an archive, whose first capture says nothing on when a page came into being."""
        return self.capture.archive is None


States = Mapping[str, State]  # by body; for the body of each capture that is `showing`


@dataclass(slots=True)
class Evidence:
    """All captures and bodies of a store, and what the listings among them name."""

    captures: list[JudgedCapture] = field(default_factory=list)  # in the order of time
    bodies: dict[str, Body] = field(default_factory=dict)
    #: By address and listing: the URL that is linked, and when it was linked first and last.
    named: dict[str, dict[str, tuple[str, datetime, datetime]]] = field(default_factory=dict)
    runs: dict[str, int] = field(default_factory=dict)  # captures by run
    damages: list[str] = field(default_factory=list)
    purged: dict[str, set[str]] = field(default_factory=dict)  # bodies taken out for good, and their URLs

    def first_named(self) -> dict[str, datetime]:
        """When each address was first linked from a listing."""
        return {name: min(first for _, first, _ in by.values()) for name, by in self.named.items()}


def gather(
    snapshots: Snapshots,
    readings: Readings,
    progress: Callable[[int, int], None] | None = None,
    processes: int | None = None,
) -> Evidence:
    """Read each body once and judge each capture; what is damaged is named and left out.

    `processes`: how many read at a time; as many as pay, unless given.
    """
    report = progress or (lambda done, known: None)
    evidence = Evidence()
    by_body: dict[str | None, list[Capture]] = {}
    for capture in _needed_parts(capture for reader in snapshots.run_readers() for capture in reader):
        by_body.setdefault(capture.content_digest, []).append(capture)
        evidence.runs[capture.run] = evidence.runs.get(capture.run, 0) + 1
    evidence.damages += [str(damage) for damage in snapshots.damages if not damage.harmless]
    chosen: dict[str, JudgedCapture] = {}
    number_of_bodies = len(by_body)
    in_order = sorted(by_body, key=lambda digest: digest or "")
    read = [(digest, _content_type(by_body[digest])) for digest in in_order if digest and _is_read(by_body[digest])]
    ahead = readings.prepare(read, processes, lambda done: report(done, number_of_bodies))
    for number, digest in enumerate(in_order, 1):
        captures = by_body.pop(digest)
        content, reading, body = None, None, None
        content_type = _content_type(captures)
        if digest is not None:
            body = evidence.bodies[digest] = Body(digest, content_type)
            try:
                content = snapshots.body(digest)
            except PurgedBody:
                evidence.purged[digest] = {url for one in captures for url in (one.url, one.final_url or one.url)}
            except DamagedBody as damage:
                evidence.damages.append(str(damage))
            else:
                body.size = len(content)
                if _is_read(captures):
                    reading = readings.take(body, content)
        linked: dict[str, list[str]] = {}  # the links of a page depend on its address
        for capture in captures:
            judged = _judged(capture, body, _verdict(capture, reading, content))
            if judged.verdict is Verdict.LISTING and content is not None:
                if judged.final_url not in linked:
                    linked[judged.final_url] = links(content, judged.final_url, content_type)
                _note_links(evidence, judged, linked[judged.final_url])
            other = chosen.setdefault(judged.id, judged)
            if other is not judged and _copy_order(capture) < _copy_order(other.capture):
                chosen[judged.id] = judged
        report(max(number, ahead), number_of_bodies)
    evidence.captures = sorted(chosen.values(), key=attrgetter("captured_at", "id"))
    evidence.damages.sort()
    return evidence


def _needed_parts(captures: Iterable[Capture]) -> Iterator[Capture]:
    """The captures without what only the run file needs; equal parts are held once, because there may be very many."""
    held: dict[object, Any] = {}

    for capture in captures:
        parts: dict[str, Any] = {name: getattr(capture, name) for name in _SHARED}
        parts["captured_at"] = capture.captured_at.astimezone(UTC).replace(microsecond=0)
        parts["retrieved_at"] = capture.retrieved_at.astimezone(UTC).replace(microsecond=0)
        parts["headers"] = tuple(pair for pair in capture.headers if pair[0] in _KEPT)
        yield replace(capture, **{name: held.setdefault(part, part) for name, part in parts.items()})


def _judged(capture: Capture, body: Body | None, verdict: Verdict | None) -> JudgedCapture:
    if body is None:
        return JudgedCapture(capture, verdict, whole=capture.error_kind is None)
    came_in_full = capture.error_kind is None
    partial_size = (body.size or 0) if body.broke_off and came_in_full else 0
    return JudgedCapture(capture, verdict, body.fingerprint, body.whole and came_in_full, partial_size)


def _is_read(captures: Iterable[Capture]) -> bool:
    return any(capture.purpose not in TECHNICAL for capture in captures)


def _copy_order(capture: Capture) -> tuple[str, ...]:
    """The same capture may stand in two runs; what distinguishes the lines is no part of the content."""
    at = capture.retrieved_at.isoformat()
    return capture.source, at, capture.found_on or "", capture.run, f"{capture.line:09}"


def _verdict(capture: Capture, reading: Reading | None, content: bytes | None) -> Verdict | None:
    body, final_url = capture.content_digest, capture.final_url or capture.url
    if capture.purpose in TECHNICAL or (body is not None and content is None):
        return None
    # A 304 confirms an answer of status 200, and a saved page has no status.
    status = 200 if body is not None and capture.status in (None, 304) else capture.status
    # A saved page is asked for by its file's name and gives its own address: no redirect led there.
    asked_url = capture.url if capture.hops else final_url
    return judge(status, dict(capture.headers), final_url, asked_url, reading, content)


def _content_type(captures: Iterable[Capture]) -> str | None:
    """The type a body is read under: what its own answers said; a confirmation repeats none."""
    types = (capture.header("content-type") for capture in captures if capture.digest is not None)
    return min(filter(None, types), default=None)


def _note_links(evidence: Evidence, listing: JudgedCapture, targets: Iterable[str]) -> None:
    at = listing.captured_at
    for url in targets:
        if urlsplit(url).scheme in ("http", "https"):
            by_listing = evidence.named.setdefault(address(url), {})
            known, first, last = by_listing.get(listing.url, (url, at, at))
            by_listing[listing.url] = min(url, known), min(first, at), max(last, at)
