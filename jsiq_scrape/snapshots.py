"""The evidence store: every body once, one line for each look, append-only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Self

from jsiq_scrape.looks import ArchiveRecord, Capture, ErrorKind, Fetched, Hop, Look, Purpose, RobotsDecision

__all__ = [
    "ArchiveRecord", "Capture", "Damage", "DamageKind", "ErrorKind", "Fetched", "Hop", "Look", "Purpose",
    "RobotsDecision", "Run", "RunSummary", "Snapshots",
]  # fmt: skip


class DamageKind(StrEnum):
    """What can be wrong with a store."""

    UNREADABLE_LINE = "unreadable_line"
    LOST_LINE = "lost_line"  # the numbers of the lines leave a gap
    DUPLICATE_LINE = "duplicate_line"
    MISSING_BODY = "missing_body"
    WRONG_DIGEST = "wrong_digest"
    FOREIGN_FILE = "foreign_file"
    TORN_LINE = "torn_line"  # the last line of a killed run; harmless
    INTERRUPTED_RUN = "interrupted_run"  # a run without its closing line; harmless
    UNUSED_BODY = "unused_body"  # a body no line names: the run was killed between the two; harmless
    LEFTOVER = "leftover"  # a temporary file of a killed run; harmless


@dataclass(frozen=True, slots=True)
class Damage:
    """One thing wrong: where, and what."""

    file: str  # relative to the store's folder
    line: int | None
    message: str
    kind: DamageKind

    @property
    def harmless(self) -> bool:
        """What a killed run leaves behind; no evidence is lost."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class RunSummary:
    """One run file: its name's parts, how many looks it holds, whether it was closed in order."""

    id: str
    kind: str
    started_at: datetime
    looks: int
    complete: bool


class Run:
    """The open run file of one collection; thread-safe."""

    id: str

    def add(self, fetched: Fetched) -> Capture:
        """Store the body, then the line, both on disk when this returns."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        raise NotImplementedError

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        raise NotImplementedError


class Snapshots:
    """The store in one folder."""

    damages: list[Damage]  # found by the last complete reading (captures, runs, latest, verify)

    def __init__(self, folder: Path) -> None:
        raise NotImplementedError

    def run(self, kind: str, started_at: datetime, *, suffix: str | None = None) -> Run:
        """A new run; its file comes into being with the first look.  `suffix`: six hex digits, random unless given."""
        raise NotImplementedError

    def captures(self) -> Iterator[Capture]:
        """All looks of all runs, sorted by (captured_at, url, run, line)."""
        raise NotImplementedError

    def runs(self) -> list[RunSummary]:
        """All runs by id."""
        raise NotImplementedError

    def body(self, digest: str) -> bytes:
        """The body of that sha256.  Raises DamagedBody when it is missing or not what its name says."""
        raise NotImplementedError

    def latest(self, url: str, source: str | None = None) -> Capture | None:
        """The last look at this URL with status 200 whose body is whole here."""
        raise NotImplementedError

    def verify(self) -> list[Damage]:
        """Read and re-hash everything; an empty list means that every byte is as it was stored."""
        raise NotImplementedError
