"""The evidence as the database takes it: each look judged, each body read once."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from urllib.parse import urlsplit

from jsiq_scrape.errors import DamagedBody
from jsiq_scrape.load.addresses import address
from jsiq_scrape.load.by_hand import Decisions
from jsiq_scrape.load.cache import ClaimLine, ReadingCache, claim_lines
from jsiq_scrape.load.forms import State, state_of
from jsiq_scrape.load.seen import Seen, all_seen
from jsiq_scrape.load.sighting import Sighting
from jsiq_scrape.load.suppressions import Suppressions
from jsiq_scrape.load.wording import letters
from jsiq_scrape.parse import links
from jsiq_scrape.parse.judge import judge
from jsiq_scrape.parse.vocabulary import Vocabulary
from jsiq_scrape.records import Finding, FindingKind, LineCount, Reading, Verdict
from jsiq_scrape.snapshots import Snapshots

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


@dataclass(slots=True)
class Evidence:
    """All looks and bodies of a store, and what the listings among them name."""

    captures: list[Seen] = field(default_factory=list)  # judged, in the order of time
    bodies: dict[str, Body] = field(default_factory=dict)
    named: dict[str, dict[str, tuple[str, str, str]]] = field(default_factory=dict)
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
                datetime.fromisoformat(capture.captured_at),
                capture.verdict,
                capture.body,
                body.fingerprint if body else None,
                self.is_whole(capture),
                capture.archive is None,
            )

    def is_whole(self, capture: Seen) -> bool:
        """Whether the answer came in full, so that what its page lacks is not there."""
        body = self.bodies.get(capture.body) if capture.body else None
        return capture.error_kind is None and (body is None or body.whole)

    def first_named(self) -> dict[str, datetime]:
        """When each address was first linked from a listing."""
        return {
            name: datetime.fromisoformat(min(first for _, first, _ in by.values())) for name, by in self.named.items()
        }


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
        self._words: dict[str, str] = {}

    def take(self, body: Body, content: bytes) -> Reading:
        """Read a body for the first time in this build; notes on it what the build needs of the reading.

        The reading may come without the claims of what was understood.
        """
        self.bodies[body.digest] = body
        known = self.cache.get(body.digest, body.content_type or "")
        if known is None:
            reading = _read(content, self.vocabulary, content_type=body.content_type)
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

    def words(self, digest: str) -> str:
        """The letters and digits of all visible text of a body that was taken before."""
        held = self._words.get(digest)
        if held is None:
            from jsiq_scrape.parse.walk import read_page

            page = read_page(self.snapshots.body(digest), content_type=self.bodies[digest].content_type)
            held = self._words[digest] = letters("".join(page.text_of(line) for line in range(page.count)))
            if len(self._words) > HELD:
                del self._words[next(iter(self._words))]
        return held

    def __iter__(self) -> Iterator[str]:
        return iter(self.bodies)

    def __len__(self) -> int:
        return len(self.bodies)

    def _anew(self, digest: str) -> Reading:
        content_type = self.bodies[digest].content_type
        return _read(self.snapshots.body(digest), self.vocabulary, content_type=content_type)

    def _hold(self, digest: str, state: State) -> State:
        self._states[digest] = state
        if len(self._states) > HELD:
            self._states.popitem(last=False)
        return state


def gather(snapshots: Snapshots, readings: Readings, progress: Callable[[int, int], None] | None = None) -> Evidence:
    """Read each body once and judge each look; what is damaged is named and left out."""
    evidence = Evidence()
    by_body: dict[str | None, list[Seen]] = {}
    for look in all_seen(snapshots, readings.cache):
        by_body.setdefault(look.body, []).append(look)
        evidence.runs[look.run] = evidence.runs.get(look.run, 0) + 1
    evidence.damages += [str(damage) for damage in snapshots.damages if not damage.harmless]
    chosen: dict[str, Seen] = {}
    for number, digest in enumerate(sorted(by_body, key=lambda digest: digest or "")):
        looks = by_body.pop(digest)
        content, reading = None, None
        content_type = _content_type(looks)
        if digest is not None:
            body = Body(digest, content_type)
            evidence.bodies[digest] = body
            try:
                content = snapshots.body(digest)
            except DamagedBody as damage:
                evidence.damages.append(str(damage))
            else:
                body.size = len(content)
                if any(look.purpose not in TECHNICAL for look in looks):
                    reading = readings.take(body, content)
        linked: dict[str, list[str]] = {}  # the links of a page depend on its address
        for look in looks:
            verdict = _verdict(look, reading, content)
            judged = Seen._make((*look[:-1], verdict))
            if verdict is Verdict.LISTING and content is not None:
                if judged.final_url not in linked:
                    linked[judged.final_url] = links(content, judged.final_url, content_type)
                _note_links(evidence, judged, linked[judged.final_url])
            other = chosen.setdefault(judged.id, judged)
            if other is not judged and _copy_order(judged) < _copy_order(other):
                chosen[judged.id] = judged
        if progress is not None:
            progress(number + 1, number + 1 + len(by_body))
    evidence.captures = sorted(chosen.values(), key=attrgetter("captured_at", "id"))
    evidence.damages.sort()
    return evidence


def _copy_order(look: Seen) -> tuple[str, ...]:
    """The same look may stand in two runs; what tells the lines apart is no part of the content."""
    return look.source, look.retrieved_at, look.found_on or "", look.run, f"{look.line:09}"


def _verdict(look: Seen, reading: Reading | None, content: bytes | None) -> Verdict | None:
    if look.purpose in TECHNICAL or (look.body is not None and content is None):
        return None
    # A 304 confirms an answer of status 200, and a saved page has no status.
    status = 200 if look.body is not None and look.status in (None, 304) else look.status
    # A saved page is asked for by its file's name and tells its own address: no redirect led there.
    asked_url = look.url if look.redirected else look.final_url
    return judge(status, look.deciding, look.final_url, asked_url, reading, content)


def _content_type(looks: Iterable[Seen]) -> str | None:
    """The type a body is read under: what its own answers said; a confirmation repeats none."""
    return min((look.content_type for look in looks if look.brought and look.content_type), default=None)


def _note_links(evidence: Evidence, listing: Seen, targets: Iterable[str]) -> None:
    for url in targets:
        if urlsplit(url).scheme in ("http", "https"):
            by_listing = evidence.named.setdefault(address(url), {})
            _, first, last = by_listing.get(listing.url, (url, listing.captured_at, listing.captured_at))
            kept = min(url, by_listing[listing.url][0]) if listing.url in by_listing else url
            by_listing[listing.url] = kept, min(first, listing.captured_at), max(last, listing.captured_at)


def _read(content: bytes, vocabulary: Vocabulary, *, content_type: str | None) -> Reading:
    from jsiq_scrape.parse import read  # where all readings are in the cache, nothing waits for the reader

    return read(content, vocabulary, content_type=content_type)
