"""The evidence store: every body once, one line for each capture, append-only."""

import os
import re
import secrets
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from jsiq_scrape.captures import ArchiveRecord, Capture, ErrorKind, Hop, Purpose, RobotsDecision
from jsiq_scrape.errors import DamagedBody, MissingFile, SnapshotError
from jsiq_scrape.evidence.bodies import LEFTOVER, NAME, Bodies, failing
from jsiq_scrape.evidence.damage import WELCOME, Damage, DamageKind
from jsiq_scrape.evidence.purges import Purges
from jsiq_scrape.evidence.run_files import Run, RunReader

__all__ = [
    "ArchiveRecord", "Capture", "Damage", "DamageKind", "ErrorKind", "Hop", "Purpose", "RobotsDecision", "Run",
    "RunSummary", "Snapshots",
]  # fmt: skip

_RUN_ID = re.compile(r"(\d{8}T\d{6}Z)-[a-z][a-z0-9_]*-[0-9a-f]{6}", re.ASCII)


@dataclass(frozen=True, slots=True)
class RunSummary:
    """One run file: the parts of its name, how many captures it holds, whether it was closed in order."""

    id: str
    kind: str
    started_at: datetime
    captures: int
    complete: bool


class Snapshots:
    """The store in one folder: `bodies/`, `runs/`, and `purges/` where something was taken out for good."""

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self.folder = Path(folder)
        self.purges = Purges(self.folder / "purges")
        self.bodies = Bodies(self.folder / "bodies", self.purges)
        self.damages: list[Damage] = []  # what the last `captures`, `runs` or `verify` found in the run files
        self._latest: dict[tuple[str, str | None], Capture] | None = None
        self._lock = threading.RLock()

    def run(self, kind: str, started_at: datetime, *, suffix: str | None = None) -> Run:
        """A new run; its file is made with the first capture.  `suffix`: six hex digits, random unless given."""
        beginning = f"{started_at.astimezone(UTC):%Y%m%dT%H%M%SZ}-{kind}-"
        run_id = f"{beginning}{suffix or self._suffix_behind(beginning)}"
        if start_of(run_id) is None:
            raise ValueError(f"no name for a run: {run_id}")
        return Run(self.folder / "runs" / f"{run_id}.jsonl", self.bodies, self._remember)

    def _suffix_behind(self, beginning: str) -> str:
        """A random suffix; behind those of runs of the same second, because the order of names is that of captures."""
        ids = (path.stem for path in (self.folder / "runs").glob(f"{beginning}*.jsonl"))
        first = max((int(own[-6:], 16) + 1 for own in ids if start_of(own)), default=0)
        return f"{first + secrets.randbelow((0x1000000 - first) // 16):06x}"  # leaves room for those that follow

    def captures(self) -> Iterator[Capture]:
        """All captures of all runs, sorted by (captured_at, url, run, line); what cannot be read goes to `damages`."""
        found = [capture for run in self.run_readers() for capture in run]
        found.sort(key=_order)
        with self._lock:
            self._latest = {}
            for capture in found:
                self._note(capture)
        return iter(found)

    def run_readers(self) -> Iterator[RunReader]:
        """A reader for the captures of each run, by id; what it finds goes to `damages` when the next is asked for."""
        self.damages = list(self.purges.damages)
        for path in self._run_files():
            reader = RunReader(path)
            yield reader
            self.damages += reader.damages

    def runs(self) -> list[RunSummary]:
        """All runs by id."""
        summaries = []
        for reader in self.run_readers():
            captures, run_id = sum(1 for _ in reader), reader.path.stem
            begun = start_of(run_id)
            assert begun is not None
            summaries.append(RunSummary(run_id, run_id.split("-")[1], begun, captures, reader.complete))
        return summaries

    def body(self, digest: str) -> bytes:
        """The body of that sha256.  Raises DamagedBody when it is missing or not what its name says."""
        return self.bodies.read(digest)

    def latest(self, url: str, source: str | None = None) -> Capture | None:
        """The last capture of this URL, by this source or by any, that brought a body with status 200.

        None as well when that body is not whole here, so that a conditional request never confirms what is lost.
        """
        with self._lock:
            if self._latest is None:
                self.captures()
            assert self._latest is not None
            found = self._latest.get((url, source))
        if found is None or found.digest is None:
            return None
        try:
            self.bodies.read(found.digest)
        except DamagedBody:
            return None
        return found

    def _remember(self, capture: Capture) -> None:
        with self._lock:
            if self._latest is not None:
                self._note(capture)

    def _note(self, capture: Capture) -> None:
        assert self._latest is not None
        if capture.status == 200 and capture.digest is not None:
            for key in ((capture.url, None), (capture.url, capture.source)):
                held = self._latest.get(key)
                if held is None or _order(held) < _order(capture):
                    self._latest[key] = capture

    def verify(self) -> list[Damage]:
        """Read and re-hash everything; an empty list means that every byte is as it was stored."""
        if not self.folder.is_dir():
            raise MissingFile(f"no folder {self.folder}")
        self.damages = list(self.purges.damages)
        named: dict[str, Damage] = {}  # digest -> what to say when it is missing
        for path in self._run_files():
            reader = RunReader(path)
            try:
                captures = list(reader)
            except SnapshotError as error:
                self._unreadable(path, error)
                continue
            self.damages += reader.damages
            if not reader.complete:
                self._damage(path, None, "the run was interrupted, or its end is lost", DamageKind.INTERRUPTED_RUN)
            for capture in captures:
                digest = capture.content_digest
                if digest is not None and digest not in named:
                    purge = self.purges.get(digest)
                    kind = DamageKind.PURGED_BODY if purge else DamageKind.MISSING_BODY
                    message = f"body {digest} {purge or 'is missing'}"
                    named[digest] = Damage(f"runs/{path.name}", capture.line, message, kind)
        held = self._verify_bodies(named)
        self.damages += [damage for digest, damage in sorted(named.items()) if digest not in held]
        for entry in sorted(self.folder.iterdir()):
            if entry.name not in WELCOME | {"bodies", "runs", "purges"}:
                self._damage(entry, None, "is no part of the store", DamageKind.FOREIGN_FILE)
        return list(self.damages)

    def _verify_bodies(self, named: Iterable[str]) -> set[str]:
        """Re-hash all bodies; gives the digests of those that are there, whole or not."""
        held = set()
        for path in self.bodies.entries():
            match = NAME.fullmatch(path.name)
            if path.name in WELCOME:
                continue
            if LEFTOVER.fullmatch(path.name):
                self._damage(path, None, "is left over from a killed run and may be deleted", DamageKind.LEFTOVER)
            elif match is None or path.is_symlink() or not path.is_file() or path.parent.name != match[1][:2]:
                self._damage(path, None, "is no part of the store", DamageKind.FOREIGN_FILE)
            else:
                held.add(match[1])
                if match[1] in self.purges:
                    message = f"{self.purges[match[1]]} and is here again (jsiq-scrape purge takes it out)"
                    self._damage(path, None, message, DamageKind.PURGE_UNDONE)
                    continue
                try:
                    self.bodies.read(match[1])
                except DamagedBody:
                    self._damage(path, None, "has other bytes than its name says", DamageKind.WRONG_DIGEST)
                except SnapshotError as error:
                    self._unreadable(path, error)
                if match[1] not in named:
                    self._damage(path, None, "is a body that no capture names", DamageKind.UNUSED_BODY)
        return held

    def _run_files(self) -> list[Path]:
        folder = self.folder / "runs"
        files = []
        with failing("read", folder):
            entries = sorted(folder.iterdir()) if folder.is_dir() else []
        for path in entries:
            if path.suffix == ".jsonl" and start_of(path.stem) and path.is_file() and not path.is_symlink():
                files.append(path)
            elif path.name not in WELCOME:
                self._damage(path, None, "is no part of the store", DamageKind.FOREIGN_FILE)
        return files

    def _unreadable(self, path: Path, error: SnapshotError) -> None:
        reason = error.__cause__.strerror if isinstance(error.__cause__, OSError) else str(error)
        self._damage(path, None, f"cannot be read: {reason}", DamageKind.UNREADABLE_FILE)

    def _damage(self, path: Path, line: int | None, message: str, kind: DamageKind) -> None:
        self.damages.append(Damage(path.relative_to(self.folder).as_posix(), line, message, kind))


def _order(capture: Capture) -> tuple[datetime, str, str, int]:
    return capture.captured_at, capture.url, capture.run, capture.line


def start_of(run_id: str) -> datetime | None:
    """When the run of that id began; None when it is no id of a run."""
    match = _RUN_ID.fullmatch(run_id)
    try:
        return datetime.strptime(match[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) if match else None
    except ValueError:
        return None
