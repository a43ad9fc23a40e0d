"""The evidence as the database takes it: each look judged, each body read once."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from urllib.parse import urlsplit

from jsiq_scrape.errors import DamagedBody, PurgedBody
from jsiq_scrape.evidence.store import Snapshots
from jsiq_scrape.parse import links
from jsiq_scrape.parse.judge import judge
from jsiq_scrape.readings.capture_cache import Seen, all_seen
from jsiq_scrape.readings.page_address import address
from jsiq_scrape.readings.readings import Body, Readings
from jsiq_scrape.readings.sighting import Sighting
from jsiq_scrape.records import Reading, Verdict

#: What these are asked for is no page of the programme, so it is stored and never read.
TECHNICAL = frozenset({"robots", "sitemap", "index"})


@dataclass(slots=True)
class Evidence:
    """All looks and bodies of a store, and what the listings among them name."""

    captures: list[Seen] = field(default_factory=list)  # judged, in the order of time
    bodies: dict[str, Body] = field(default_factory=dict)
    named: dict[str, dict[str, tuple[str, str, str]]] = field(default_factory=dict)
    runs: dict[str, int] = field(default_factory=dict)  # looks by run
    damages: list[str] = field(default_factory=list)
    purged: dict[str, set[str]] = field(default_factory=dict)  # bodies taken out for good, and where they were seen

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
                (body.size or 0) if body is not None and body.broke_off and capture.error_kind is None else 0,
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


def gather(
    snapshots: Snapshots,
    readings: Readings,
    progress: Callable[[int, int], None] = lambda done, known: None,
    processes: int | None = None,
) -> Evidence:
    """Read each body once and judge each look; what is damaged is named and left out.

    `processes`: how many read at a time; as many as pay, unless given.
    """
    evidence = Evidence()
    by_body: dict[str | None, list[Seen]] = {}
    for look in all_seen(snapshots, readings.cache):
        by_body.setdefault(look.body, []).append(look)
        evidence.runs[look.run] = evidence.runs.get(look.run, 0) + 1
    evidence.damages += [str(damage) for damage in snapshots.damages if not damage.harmless]
    chosen: dict[str, Seen] = {}
    number_of_bodies = len(by_body)
    in_order = sorted(by_body, key=lambda digest: digest or "")
    read = [(digest, _content_type(by_body[digest])) for digest in in_order if digest and _is_read(by_body[digest])]
    ahead = readings.prepare(read, processes, lambda done: progress(done, number_of_bodies))
    for number, digest in enumerate(in_order, 1):
        looks = by_body.pop(digest)
        content, reading = None, None
        content_type = _content_type(looks)
        if digest is not None:
            body = Body(digest, content_type)
            evidence.bodies[digest] = body
            try:
                content = snapshots.body(digest)
            except PurgedBody:
                evidence.purged[digest] = {url for look in looks for url in (look.url, look.final_url)}
            except DamagedBody as damage:
                evidence.damages.append(str(damage))
            else:
                body.size = len(content)
                if _is_read(looks):
                    reading = readings.take(body, content)
        linked: dict[str, list[str]] = {}  # the links of a page depend on its address
        for look in looks:
            verdict = _verdict(look, reading, content)
            judged = look.judged(verdict)
            if verdict is Verdict.LISTING and content is not None:
                if judged.final_url not in linked:
                    linked[judged.final_url] = links(content, judged.final_url, content_type)
                _note_links(evidence, judged, linked[judged.final_url])
            other = chosen.setdefault(judged.id, judged)
            if other is not judged and _copy_order(judged) < _copy_order(other):
                chosen[judged.id] = judged
        progress(max(number, ahead), number_of_bodies)
    evidence.captures = sorted(chosen.values(), key=attrgetter("captured_at", "id"))
    evidence.damages.sort()
    return evidence


def _is_read(looks: Iterable[Seen]) -> bool:
    return any(look.purpose not in TECHNICAL for look in looks)


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
