"""Every page that a live site still has, fetched: its lists, what they link to, and what we knew before."""

import html
import re
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import StrEnum

from jsiq_scrape.captures import NOT_ALLOWED, Capture, ErrorKind, Purpose, refuses
from jsiq_scrape.clock import Clock
from jsiq_scrape.errors import FetchError
from jsiq_scrape.evidence.run_files import Run
from jsiq_scrape.evidence.store import Snapshots
from jsiq_scrape.fetch import log
from jsiq_scrape.fetch.addresses import origin
from jsiq_scrape.fetch.client import Client
from jsiq_scrape.fetch.decoding import decode
from jsiq_scrape.fetch.sources import ClientSettings, Source
from jsiq_scrape.workspace import Workspace

#: So many captures in a row ended in 429, each after its retries: the host wants to be left alone.
_TOO_MANY_REFUSALS = 5
_WINDOW = 256  # captures under way or waiting for the line of a slower one; their bodies are on disk

_LOCATION = re.compile(
    rb"<(?:[a-zA-Z]+:)?loc>\s*(?:<!\[CDATA\[)?\s*([^<\]\s][^<\]]*?)\s*(?:\]\]>)?\s*</", re.IGNORECASE
)
_LARGEST_SITEMAP = 50 * 1024 * 1024  # bytes unpacked, as sitemaps.org allows


class Outcome(StrEnum):
    """What the fetch of a profile's URL brought, by its bytes; what they mean is judged at build."""

    NEW = "new"  # bytes of a URL that brought none before
    CHANGED = "changed"  # other bytes than at the last capture that brought some
    UNCHANGED = "unchanged"  # the same bytes, or 304
    GONE = "gone"  # 410
    MISSING = "missing"  # 404
    UNREACHABLE = "unreachable"  # no answer, an answer that cannot be used, 5xx, 429 and the like
    REFUSED = "refused"  # not asked or not followed (robots.txt, a host that is not on the list), or 401, 403, 407, 451


@dataclass(slots=True)
class CollectReport:
    """What one collection did.  checked = new + changed + unchanged + gone + missing + unreachable + refused."""

    run: str | None = None  # id of the run; None when there was nothing to fetch
    listings: int = 0  # lists and sitemaps that were read
    unlisted: int = 0  # lists and sitemaps that were asked for and not had: no answer, a refusal, an error
    checked: int = 0  # profile URLs
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    missing: int = 0
    unreachable: int = 0
    refused: int = 0
    left: int = 0  # URLs that were not asked any more: a cap was reached, or the host said 429 too often
    incidents: list[tuple[str, str]] = field(default_factory=list)  # (URL, what went wrong), lists included

    @property
    def incomplete(self) -> bool:
        """Is work left over that running again would take up?"""
        return self.left > 0

    @property
    def silent(self) -> bool:
        """Did no page answer?  Where no profile was known to ask for: was a list not had that could have named one?"""
        return self.unreachable == self.checked and self.checked + self.unlisted > 0


@dataclass(frozen=True, slots=True)
class _Done:
    """A fetch whose body is on disk already; its line is not yet written."""

    capture: Capture
    outcome: Outcome | None  # None for a list
    links: list[str]


def collect(
    workspace: Workspace,
    source: Source,
    clock: Clock,
    *,
    settings: ClientSettings | None = None,
    urls: Sequence[tuple[str, str]] | None = None,
    progress: Callable[[int, int], object] | None = None,
    kept: Callable[[Capture], None] = lambda capture: None,
    suffix: str | None = None,
) -> CollectReport:
    """Fetch every list and profile of a source once; each capture is stored when it and those before it are done.

    That are the URLs of sources.toml, what the lists link to, and every profile the snapshots know on these hosts;
    where `urls` are given (each with what named it), these and nothing else.
    The lines are written in the order of the work, whatever the number of threads; then `kept` gets each capture, and
    `progress` how many of the URLs known so far are done.
    Ctrl-C leaves a whole store; running again fetches everything once more.
    Raises ConfigurationError when the source is not local and there is no contact.
    """
    settings = settings or ClientSettings()
    snapshots = Snapshots(workspace.snapshots)
    report = CollectReport()
    with snapshots.run("live" if urls is None else "urls", clock.now(), suffix=suffix) as run:
        client = Client(settings, source, clock, record=run.add)
        pool = ThreadPoolExecutor(settings.threads, thread_name_prefix="fetch")
        try:
            collection = _Collection(source, snapshots, run, client, pool, report, progress, kept)
            if urls is None:
                collection.work()
            else:
                collection.ask(list(urls))
        finally:
            client.stop()
            pool.shutdown(wait=True, cancel_futures=True)
            client.close()
    report.run = run.id if run.captures else None
    return report


@dataclass(slots=True)
class _Collection:
    """One collection under way: what is known, what is asked, what came of it."""

    source: Source
    snapshots: Snapshots
    run: Run
    client: Client
    pool: ThreadPoolExecutor
    report: CollectReport
    progress: Callable[[int, int], object] | None
    kept: Callable[[Capture], None]
    lists: dict[str, str | None] = field(default_factory=dict)  # URL -> what named it, in the order of discovery
    profiles: dict[str, str | None] = field(default_factory=dict)
    refusals: int = 0

    def work(self) -> None:
        """Read the lists, wave by wave, then fetch the profiles."""
        for url in (*self.source.start, *self.source.profiles):
            self._discover(url, "sources.toml")
        known: dict[str, str | None] = {}  # each page was captured many times
        for capture in self.snapshots.captures():
            if capture.purpose == "profile":
                known.setdefault(capture.url, capture.found_on)
        for url, found_on in known.items():
            self._discover(url, found_on, "profile")
        read = 0
        while wave := list(self.lists.items())[read : self.source.max_listings]:
            read += len(wave)
            self.ask(wave)
        profiles = list(self.profiles.items())
        self.ask(profiles[: self.source.max_profiles])
        self.report.left += len(self.lists) - read + max(len(profiles) - self.source.max_profiles, 0)

    def _discover(self, url: str, found_on: str | None, otherwise: Purpose | None = None) -> None:
        """Note a URL, if it is one of ours; `otherwise` says what it is when no pattern does."""
        known = self.source.canonical(url)
        if known is None or not self.source.allows(known):
            return
        purpose = self.source.purpose(known) or otherwise
        if purpose is not None:
            (self.profiles if purpose == "profile" else self.lists).setdefault(known, found_on)

    def ask(self, urls: list[tuple[str, str | None]]) -> None:
        """Fetch all of these, many at a time; their lines are written in this order."""
        for place in {origin(url): url for url, _ in urls}.values():
            self.client.ask_robots(place)
        waiting: deque[Future[_Done]] = deque()
        try:
            for url, found_on in urls:
                if self.refusals >= _TOO_MANY_REFUSALS:
                    self.report.left += 1
                    continue
                waiting.append(self.pool.submit(self._fetch, url, found_on))
                if waiting[0].done() or len(waiting) >= _WINDOW:
                    self._settle(waiting)
            while waiting:
                self._settle(waiting)
        except (KeyboardInterrupt, SystemExit):
            self.client.stop()
            self.pool.shutdown(wait=True, cancel_futures=True)
            # What is done is evidence, whatever stands before it in the queue.
            self._settle(deque(future for future in waiting if not future.cancelled() and future.exception() is None))
            raise

    def _fetch(self, url: str, found_on: str | None) -> _Done:
        """In a thread of the pool: ask, and put the body on disk."""
        purpose = self.source.purpose(url) or "profile"
        known = self.snapshots.latest(url, self.source.name)
        before = known or self.snapshots.latest(url)
        with log.measured() as cost:
            capture = self.client.get(url, known=known, purpose=purpose, found_on=found_on)
        found = [] if purpose == "profile" else self._links(capture, known)
        capture = self.run.keep(capture)
        outcome = _outcome(capture, before)
        log.fetched(capture, cost, outcome)
        return _Done(capture, outcome if purpose == "profile" else None, found)

    def _links(self, capture: Capture, known: Capture | None) -> list[str]:
        """What a list links to; of a list that did not change, from the body we have."""
        body, base, content_type = capture.body, capture.final_url or capture.url, capture.header("content-type")
        if capture.confirms is not None and known is not None:
            body, content_type = self.snapshots.body(capture.confirms), known.header("content-type")
        if body is None or capture.status not in (200, 304):
            return []
        if capture.purpose == "sitemap":
            return locations(body)
        from jsiq_scrape.parse import links

        return links(body, base, content_type)

    def _settle(self, waiting: deque[Future[_Done]]) -> None:
        """In the main thread: take the captures that are done off the queue, write their lines, and count them."""
        settled = [waiting.popleft().result()] if waiting else []
        while waiting and waiting[0].done():
            settled.append(waiting.popleft().result())
        for stored in self.run.add_all([done.capture for done in settled]):
            self.kept(stored)
        for done in settled:
            self._count(done)

    def _count(self, done: _Done) -> None:
        """Count a capture whose line is written, and follow its links."""
        capture, report = done.capture, self.report
        self.refusals = self.refusals + 1 if capture.status == 429 else 0
        if done.outcome is None:  # an answer that brought a list, or says that the one we have still holds
            has_list = capture.error_kind is None and capture.status in (200, 304)
            report.listings += has_list
            report.unlisted += not has_list
        else:
            report.checked += 1
            setattr(report, done.outcome, getattr(report, done.outcome) + 1)
        if capture.error or (capture.status or 0) >= 400:
            report.incidents.append((capture.url, capture.error or f"status {capture.status}"))
        for url in done.links:
            self._discover(url, capture.url)
        if self.progress is not None:
            asked = report.listings + report.unlisted + report.checked
            self.progress(asked, len(self.lists) + len(self.profiles))


def _outcome(capture: Capture, before: Capture | None) -> Outcome:
    """What the capture of a profile's URL brought."""
    decision, status, digest = capture.robots, capture.status, capture.content_digest
    if capture.error_kind is ErrorKind.ROBOTS and decision is not None and decision.reason == "unreachable":
        return Outcome.UNREACHABLE
    if capture.error_kind in NOT_ALLOWED or refuses(status):
        return Outcome.REFUSED
    if capture.error_kind is None and status == 410:
        return Outcome.GONE
    if capture.error_kind is None and status == 404:
        return Outcome.MISSING
    if capture.error_kind is not None or status not in (200, 304) or digest is None:
        return Outcome.UNREACHABLE
    if before is None:
        return Outcome.NEW
    return Outcome.UNCHANGED if digest == before.digest else Outcome.CHANGED


def locations(body: bytes) -> list[str]:
    """The text of every `loc` of a sitemap or of an index of sitemaps, also gzipped, in its order.

    No XML parser reads it, so there is no entity to expand and nothing to be well-formed; [] for anything else.
    """
    if body.startswith(b"\x1f\x8b"):
        try:
            body = decode(body, "gzip", _LARGEST_SITEMAP)
        except FetchError:
            return []
    return [html.unescape(match[1].decode("utf-8", "replace")) for match in _LOCATION.finditer(body)]
