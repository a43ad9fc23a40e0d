"""Looks from files on their way into the store: each once, however often its file is taken in."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from types import TracebackType
from typing import Self

from jsiq_scrape.captures import Capture, Fetched, Look
from jsiq_scrape.evidence.store import Snapshots

_BATCH = (
    100  # lines that are put on disk in one go; a kill loses at most so many, and taking the files in again adds them
)


@dataclass(slots=True)
class IntakeReport:
    """What came of taking files in."""

    run: str | None = None  # id of the run; None when nothing was new
    stored: int = 0  # looks that are new in the store
    known: int = 0  # looks that were there already
    skipped: int = 0  # pages that are none of ours
    damages: list[tuple[str, str]] = field(default_factory=list)  # (file and place, what is wrong there)
    left_out: list[tuple[str, str]] = field(default_factory=list)  # (file of a folder, why no page was taken from it)
    incidents: list[tuple[str, str]] = field(default_factory=list)  # (URL or file, what a person should know)


class Intake:
    """One run that takes looks in; as a context manager it closes the run in order."""

    def __init__(self, snapshots: Snapshots, kind: str, started_at: datetime, *, suffix: str | None = None) -> None:
        self.report = IntakeReport()
        self.captures = list(snapshots.captures())  # of earlier runs
        self._bodies = snapshots.bodies
        self._held = {_key(capture, capture.content_digest) for capture in self.captures}
        self._run = snapshots.run(kind, started_at, suffix=suffix)
        self._waiting: list[tuple[Fetched, str | None]] = []

    def keep(self, body: bytes) -> str:
        """Put a body on disk ahead of its look; gives its digest."""
        return self._run.keep(body)

    def holds(self, digest: str) -> bool:
        """Is that body in the store?"""
        return self._bodies.holds(digest)

    def add(self, look: Fetched, *, kept: str | None = None) -> None:
        """Take a look in unless the store has it; `kept` is the digest of a body that `keep` stored."""
        digest = kept if look.body is None else sha256(look.body).hexdigest()
        key = _key(look, digest or look.confirms)
        if key in self._held:
            self.report.known += 1
            return
        self._held.add(key)
        self.report.stored += 1
        self._waiting.append((look, kept))
        if len(self._waiting) >= _BATCH or look.body is not None:
            self._flush()

    def _flush(self) -> None:
        self._run.add_all(self._waiting)
        self._waiting = []

    def __enter__(self) -> Self:
        self._run.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None or not issubclass(kind, Exception):  # Ctrl-C: what was taken in is evidence
                self._flush()
        finally:
            self._run.__exit__(kind, error, trace)
        self.report.run = self._run.id if self.report.stored else None


def _key(look: Look | Capture, digest: str | None) -> Hashable:
    """Equal for looks that say the same."""
    seen = digest or (look.status, look.error_kind)
    return look.source, look.url, look.final_url or look.url, look.captured_at, look.purpose, look.found_on, seen
