"""The evidence as the database takes it: each look judged, each body read once."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from sys import intern
from urllib.parse import urlsplit

from jsiq_scrape.errors import DamagedBody
from jsiq_scrape.load.addresses import address
from jsiq_scrape.load.by_hand import Decisions
from jsiq_scrape.load.cache import ClaimLine, ReadingCache, claim_lines
from jsiq_scrape.load.forms import State, state_of
from jsiq_scrape.load.sighting import Sighting
from jsiq_scrape.load.suppressions import Suppressions
from jsiq_scrape.parse import links, read
from jsiq_scrape.parse.judge import judge
from jsiq_scrape.parse.vocabulary import Vocabulary
from jsiq_scrape.records import Finding, FindingKind, LineCount, Reading, Verdict
from jsiq_scrape.snapshots import Capture, Snapshots

#: What these are asked for is no page of the programme, so it is stored and never read.
TECHNICAL = frozenset({"robots", "sitemap", "index"})
#: States that are held in memory at a time; more are taken from the cache again.
HELD = 384

_CUT_OFF = frozenset({FindingKind.TRUNCATED, FindingKind.EMPTY_PROFILE})


@dataclass(slots=True)
class Body:
    """One stored body: how it was read, what its reading found; the reading itself stays in the cache."""

    digest: str
    content_type: str | None
    size: int | None = None  # None: the file is damaged or missing
    charset: str | None = None
    title: str | None = None
    lines: LineCount | None = None
    profile: bool = False
    fingerprint: str | None = None
    whole: bool = True
    findings: tuple[Finding, ...] = ()

    @property
    def id(self) -> str:
        return self.digest[:16]


@dataclass(frozen=True, slots=True)
class JudgedCapture:
    """One look, without what only the run file needs."""

    id: str
    url: str
    final_url: str
    captured_at: datetime
    retrieved_at: datetime
    verdict: Verdict | None
    status: int | None
    body: str | None
    purpose: str
    source: str
    robots: str | None
    error_kind: str | None
    error: str | None
    found_on: str | None
    archive: str | None
    archive_url: str | None
    run: str
    line: int


@dataclass(slots=True)
class Evidence:
    """All looks and bodies of a store, and what the listings among them name."""

    captures: list[JudgedCapture] = field(default_factory=list)  # in the order of time
    bodies: dict[str, Body] = field(default_factory=dict)
    named: dict[str, dict[str, tuple[str, datetime, datetime]]] = field(default_factory=dict)
    runs: dict[str, int] = field(default_factory=dict)  # looks by run
    damages: list[str] = field(default_factory=list)

    def sightings(self) -> Iterator[Sighting]:
        """The looks as the history takes them."""
        for capture in self.captures:
            body = self.bodies.get(capture.body) if capture.body else None
            yield Sighting(
                capture.id,
                capture.url,
                capture.final_url,
                capture.captured_at,
                capture.verdict,
                capture.body,
                body.fingerprint if body else None,
                self.is_whole(capture),
                capture.archive is None,
            )

    def is_whole(self, capture: JudgedCapture) -> bool:
        """Whether the answer came in full, so that what its page lacks is not there."""
        body = self.bodies.get(capture.body) if capture.body else None
        return capture.error_kind is None and (body is None or body.whole)

    def first_named(self) -> dict[str, datetime]:
        """When each address was first linked from a listing."""
        return {name: min(first for _, first, _ in by.values()) for name, by in self.named.items()}


class Readings(Mapping[str, State]):
    """The reading and the state of each body, from the cache or read anew; few are held in memory."""

    def __init__(
        self,
        snapshots: Snapshots,
        vocabulary: Vocabulary,
        cache: ReadingCache,
        decisions: Decisions | None = None,
        suppressions: Suppressions | None = None,
    ) -> None:
        self.suppressions = suppressions or Suppressions()
        self.snapshots = snapshots
        self.decisions = decisions or Decisions()
        self.vocabulary = vocabulary
        self.cache = cache
        self.bodies: dict[str, Body] = {}
        self._states: OrderedDict[str, State] = OrderedDict()

    def take(self, body: Body, content: bytes) -> Reading:
        """Read a body for the first time in this build; notes on it what the build needs of the reading.

        The reading may come without the claims of what was understood.
        """
        self.bodies[body.digest] = body
        known = self.cache.get(body.digest, body.content_type or "")
        if known is None:
            reading = read(content, self.vocabulary, content_type=body.content_type)
            fingerprint = None
            if reading.verdict is Verdict.PROFILE:
                fingerprint = self._hold(body.digest, state_of(reading)).fingerprint
            if not any(map(self.suppressions.suppresses, reading.contacts)):
                self.cache.put(body.digest, body.content_type or "", reading, fingerprint)
        else:
            reading, fingerprint = known
        if body.digest in self.decisions.by_body:  # the cache holds what the reader says
            reading = self.decisions.reading(body.digest, reading)
            fingerprint = self._hold(body.digest, state_of(reading)).fingerprint
        body.fingerprint = fingerprint
        body.charset, body.title, body.lines = reading.charset, reading.title, reading.lines
        body.profile = reading.verdict is Verdict.PROFILE
        if body.profile:
            if body.digest not in self._states:
                self._hold(body.digest, state_of(reading))
            body.whole = not any(finding.kind in _CUT_OFF for finding in reading.findings)
            body.findings = reading.findings
        return reading

    def claims(self, digest: str) -> list[ClaimLine]:
        """The claims of a body that was taken before."""
        known = self.cache.claims(digest, self.bodies[digest].content_type or "")
        return self.decisions.claims(digest, claim_lines(self._anew(digest)) if known is None else known)

    def __getitem__(self, digest: str) -> State:
        held = self._states.get(digest)
        if held is None:
            held = self._hold(digest, state_of(self.reading(digest)))
        return held

    def reading(self, digest: str) -> Reading:
        """The reading of a body that was taken before; it may lack the claims of what was understood."""
        known = self.cache.get(digest, self.bodies[digest].content_type or "")
        return self.decisions.reading(digest, known[0] if known else self._anew(digest))

    def whole(self, digest: str) -> Reading:
        """The same with all claims."""
        return self.decisions.reading(digest, self._anew(digest))

    def __iter__(self) -> Iterator[str]:
        return iter(self.bodies)

    def __len__(self) -> int:
        return len(self.bodies)

    def _anew(self, digest: str) -> Reading:
        content_type = self.bodies[digest].content_type
        return read(self.snapshots.body(digest), self.vocabulary, content_type=content_type)

    def _hold(self, digest: str, state: State) -> State:
        self._states[digest] = state
        if len(self._states) > HELD:
            self._states.popitem(last=False)
        return state


def gather(snapshots: Snapshots, readings: Readings, progress: Callable[[int, int], None] | None = None) -> Evidence:
    """Read each body once and judge each look; what is damaged is named and left out."""
    evidence = Evidence()
    by_body: dict[str | None, list[Capture]] = {}
    for capture in snapshots.captures():
        by_body.setdefault(capture.content_digest, []).append(capture)
        evidence.runs[capture.run] = evidence.runs.get(capture.run, 0) + 1
    evidence.damages += [str(damage) for damage in snapshots.damages if not damage.harmless]
    chosen: dict[str, tuple[tuple[str, ...], JudgedCapture]] = {}
    for number, digest in enumerate(sorted(by_body, key=lambda digest: digest or "")):
        looks = by_body.pop(digest)
        content, reading = None, None
        if digest is not None:
            body = Body(digest, _content_type(looks))
            evidence.bodies[digest] = body
            try:
                content = snapshots.body(digest)
            except DamagedBody as damage:
                evidence.damages.append(str(damage))
            else:
                body.size = len(content)
                if any(look.purpose not in TECHNICAL for look in looks):
                    reading = readings.take(body, content)
        for look in looks:
            judged = _judged(look, reading, content)
            if judged.verdict is Verdict.LISTING and content is not None:
                _note_links(evidence, judged, links(content, judged.final_url, _content_type(looks)))
            # The same look may stand in two runs; what tells the lines apart is no part of the content.
            order = (look.source, look.retrieved_at.isoformat(), look.found_on or "", look.run, f"{look.line:09}")
            if judged.id not in chosen or order < chosen[judged.id][0]:
                chosen[judged.id] = order, judged
        if progress is not None:
            progress(number + 1, number + 1 + len(by_body))
    evidence.captures = sorted((judged for _, judged in chosen.values()), key=lambda look: (look.captured_at, look.id))
    evidence.damages.sort()
    return evidence


def capture_id(capture: Capture) -> str:
    """Made of the page, the second and what was seen, so that it is the same in every run, archive and order."""
    seen = capture.content_digest or f"{capture.status} {capture.error_kind}"
    parts = (capture.url, capture.final_url or capture.url, f"{_second(capture.captured_at).isoformat()}", seen)
    return sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _judged(capture: Capture, reading: Reading | None, content: bytes | None) -> JudgedCapture:
    final_url = capture.final_url or capture.url
    damaged = capture.content_digest is not None and content is None
    verdict = None
    if capture.purpose not in TECHNICAL and not damaged:
        # A 304 confirms an answer of status 200, and a saved page has no status.
        confirmed = capture.content_digest is not None and capture.status in (None, 304)
        status = 200 if confirmed else capture.status
        # A saved page is asked for by its file's name and tells its own address: no redirect led there.
        asked_url = capture.url if capture.hops else final_url
        verdict = judge(status, dict(capture.headers), final_url, asked_url, reading, content)
    archive = capture.archive
    return JudgedCapture(
        capture_id(capture),
        intern(capture.url),
        intern(final_url),
        _second(capture.captured_at),
        _second(capture.retrieved_at),
        verdict,
        capture.status,
        capture.content_digest,
        capture.purpose,
        intern(capture.source),
        _robots(capture),
        capture.error_kind,
        capture.error,
        capture.found_on and intern(capture.found_on),
        archive.service if archive else None,
        (archive.served_url or archive.requested_url) if archive else None,
        intern(capture.run),
        capture.line,
    )


def _robots(capture: Capture) -> str | None:
    if capture.robots is None:
        return None
    return intern(f"{'allowed' if capture.robots.allowed else 'refused'}: {capture.robots.reason}")


def _content_type(looks: Iterable[Capture]) -> str | None:
    """The type a body is read under: what its own answers said; a confirmation repeats none."""
    return min((sent for look in looks if look.digest and (sent := look.header("content-type"))), default=None)


def _second(at: datetime) -> datetime:
    """Web archives count in seconds; so does the database, or one look would be two."""
    return at.replace(microsecond=0)


def _note_links(evidence: Evidence, listing: JudgedCapture, targets: Iterable[str]) -> None:
    for url in targets:
        if urlsplit(url).scheme in ("http", "https"):
            by_listing = evidence.named.setdefault(address(url), {})
            _, first, last = by_listing.get(listing.url, (url, listing.captured_at, listing.captured_at))
            kept = min(url, by_listing[listing.url][0]) if listing.url in by_listing else url
            by_listing[listing.url] = kept, min(first, listing.captured_at), max(last, listing.captured_at)
