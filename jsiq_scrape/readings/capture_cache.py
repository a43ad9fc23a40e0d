"""The looks of a store as a build takes them: without what only the run file needs, and kept for the next build.

A run file never changes once its run is over, so its looks are taken from the cache when its digest is known.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from typing import NamedTuple

from jsiq_scrape.evidence.store import Capture, Snapshots
from jsiq_scrape.parse.judge import HEADERS
from jsiq_scrape.readings.cache import ReadingCache
from jsiq_scrape.records import Verdict


class Seen(NamedTuple):
    """One look; its moments are texts, as in the tables."""

    id: str
    url: str
    final_url: str
    captured_at: str
    retrieved_at: str  # with parts of seconds, until it is judged
    status: int | None
    body: str | None  # digest of what it brought or confirmed
    brought: bool  # not confirmed by a 304 or a listing
    content_type: str | None
    deciding: dict[str, str]  # the headers that a verdict may rest on; none when it is judged
    redirected: bool
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
    verdict: Verdict | None = None  # given when its body is read

    def judged(self, verdict: Verdict | None) -> "Seen":
        """With its verdict, and without what only that takes: there may be very many looks."""
        at = f"{self.retrieved_at[:19]}Z"
        # A live page looked as it did when it was retrieved, and then the two are one text.
        return self._replace(
            verdict=verdict, retrieved_at=self.captured_at if at == self.captured_at else at, deciding=_NOTHING
        )


_NOTHING: dict[str, str] = {}
#: The fields that have few values: each is held once.
_REPEATED = tuple(
    Seen._fields.index(name)
    for name in (
        "url", "final_url", "captured_at", "status", "body", "content_type", "purpose", "source", "robots",
        "error_kind", "error", "found_on", "archive", "run", "line",
    )
)  # fmt: skip


def all_seen(snapshots: Snapshots, cache: ReadingCache) -> Iterator[Seen]:
    """The looks of all runs, run by run; what is damaged stands in `snapshots.damages` at the end."""
    held: dict[object, object] = {}
    for reader in snapshots.run_readers():
        digest = reader.digest_of_all()
        known: Iterable[Iterable[object]] | None = cache.looks(digest) if digest is not None else None
        if known is None:
            known = found = [seen(capture) for capture in reader]
            if not reader.damages:  # damages are told at each build
                cache.put_looks(reader.digest, found)
        for look in known:
            values = list(look)
            for position in _REPEATED:
                values[position] = held.setdefault(values[position], values[position])
            yield Seen._make(values)


def seen(capture: Capture) -> Seen:
    """A look without what only the run file needs."""
    final_url = capture.final_url or capture.url
    archive = capture.archive
    return Seen(
        capture_id(capture),
        capture.url,
        final_url,
        _second(capture.captured_at),
        capture.retrieved_at.astimezone(UTC).isoformat(),
        capture.status,
        capture.content_digest,
        capture.digest is not None,
        capture.header("content-type"),
        {name: value for name, value in capture.headers if name in HEADERS},
        bool(capture.hops),
        capture.purpose,
        capture.source,
        _robots(capture),
        capture.error_kind,
        capture.error,
        capture.found_on,
        archive.service if archive else None,
        (archive.served_url or archive.requested_url) if archive else None,
        capture.run,
        capture.line,
    )


def capture_id(capture: Capture) -> str:
    """Made of the page, the second and what was seen, so that it is the same in every run, archive and order."""
    told = capture.content_digest or f"{capture.status} {capture.error_kind}"
    at = capture.captured_at.replace(microsecond=0).isoformat()
    parts = (capture.url, capture.final_url or capture.url, at, told)
    return sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _second(at: datetime) -> str:
    """Web archives count in seconds; so does the database, or one look would be two."""
    return f"{at.astimezone(UTC).isoformat()[:19]}Z"


def _robots(capture: Capture) -> str | None:
    if capture.robots is None:
        return None
    return f"{'allowed' if capture.robots.allowed else 'refused'}: {capture.robots.reason}"
