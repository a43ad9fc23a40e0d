"""Captures from files on their way into the store: each once, however often its file is taken in."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from types import TracebackType
from typing import Self

from jsiq_scrape.captures import Capture
from jsiq_scrape.evidence.store import Snapshots

#: Lines that are put on disk in one go; a kill loses at most so many, and taking the files in again adds them.
_BATCH = 100


@dataclass(slots=True)
class IntakeReport:
    """What came of taking files in."""

    run: str | None = None  # id of the run; None when nothing was new
    stored: int = 0  # captures that are new in the store
    known: int = 0  # captures that were there already
    skipped: int = 0  # pages that are none of ours
    damages: list[tuple[str, str]] = field(default_factory=list)  # (file and place, what is wrong there)
    left_out: list[tuple[str, str]] = field(default_factory=list)  # (file of a folder, why no page was taken from it)
    incidents: list[tuple[str, str]] = field(default_factory=list)  # (URL or file, what a person should know)


class Intake:
    """One run that takes captures in; as a context manager it closes the run in order."""

    def __init__(self, snapshots: Snapshots, kind: str, started_at: datetime) -> None:
        self.report = IntakeReport()
        self.captures = list(snapshots.captures())  # of earlier runs
        self.bodies = snapshots.bodies
        self._held = {_key(capture, capture.content_digest) for capture in self.captures}
        self._run = snapshots.run(kind, started_at)
        self._waiting: list[Capture] = []

    def add(self, capture: Capture) -> None:
        """Take a capture in unless the store has it; `digest` names one of `bodies`."""
        body = capture.body
        key = _key(capture, sha256(body).hexdigest() if body is not None else capture.content_digest)
        if key in self._held:
            self.report.known += 1
            return
        self._held.add(key)
        self.report.stored += 1
        self._waiting.append(capture)
        if len(self._waiting) >= _BATCH or body is not None:
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


def _key(capture: Capture, digest: str | None) -> Hashable:
    """Equal for captures that say the same."""
    seen = digest or (capture.status, capture.error_kind)
    return (
        capture.source,
        capture.url,
        capture.final_url or capture.url,
        capture.captured_at,
        capture.purpose,
        capture.found_on,
        seen,
    )
