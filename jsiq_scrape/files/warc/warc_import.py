"""Pages from WARC files of any program, also inside a WACZ: what the archive saw, as captures of that time."""

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path
from urllib.parse import urlsplit

from jsiq_scrape.captures import NOT_APPLICABLE, ArchiveRecord, Capture, ErrorKind, Held, Purpose
from jsiq_scrape.clock import Clock
from jsiq_scrape.errors import MissingFile, ReleaseError, UsageError
from jsiq_scrape.evidence.bodies import Bodies
from jsiq_scrape.evidence.purges import Purge
from jsiq_scrape.evidence.run_lines import LineError
from jsiq_scrape.evidence.store import Snapshots
from jsiq_scrape.fetch.addresses import canonical, path_and_query
from jsiq_scrape.fetch.sources import Sources, matches
from jsiq_scrape.files.intake import Intake, IntakeReport
from jsiq_scrape.files.warc import own_records
from jsiq_scrape.files.warc.record_choice import Choice, RecordKind, Sieve, SieveReport, WarcCapture, name_by_time
from jsiq_scrape.files.warc.wacz import WarcFile, warc_files
from jsiq_scrape.workspace import Workspace

SOURCE = "warc"
_URLS = 4096  # whose choice is remembered: each record asks twice, and a file has the captures of a page together
_PLAIN_HOST = re.compile(r"https?://([A-Za-z0-9._-]+)(?:[:/?#]|$)")  # no port or escape of it needs to be looked at
_EMPTY = hashlib.sha256(b"").hexdigest()


def chooser(sources: Sources, *, all_hosts: bool = False, patterns: Sequence[str] = ()) -> Choice:
    """Which URLs are taken, in which spelling and as what: those of sources.toml, or what `patterns` say instead.

    `all_hosts` looks for the paths of sources.toml on every host; patterns, which begin with "/", always do.
    """
    hosts = {host.partition(":")[0] for source in sources.source for host in source.hosts}

    def choose(url: str) -> tuple[str, Purpose] | None:
        host = None if all_hosts or patterns else _PLAIN_HOST.match(url)
        if host is not None and host[1].lower().rstrip(".") not in hosts:
            return None  # nearly all records end here: a canonical spelling takes twenty times as long
        plain = canonical(url)
        if plain is None:
            return None
        if patterns:
            known = any(matches(pattern, path_and_query(plain)) for pattern in patterns)
            return (plain, "profile") if known else None
        for source in sources.source:
            spelled = source.canonical(plain)
            if spelled is None:
                continue
            parts = urlsplit(spelled)
            there = parts._replace(scheme="https", netloc=source.hosts[0]).geturl() if all_hosts else spelled
            purpose = source.purpose(spelled) or source.purpose(there)
            if purpose is not None:
                return spelled, purpose
        return None

    return lru_cache(maxsize=_URLS)(choose)


def collect(
    workspace: Workspace,
    files: Sequence[Path],
    clock: Clock,
    choose: Choice,
    *,
    max_bytes: int = 10_000_000,
    progress: Callable[[int, int], None] | None = None,
) -> IntakeReport:
    """Take in every page of these files that `choose` takes; what was taken in before is not stored again.

    A damaged file is named in the report, and its whole records are kept.  Of a file that `export --warc` wrote,
    every capture is taken in as it was.  `progress` gets bytes done and all.  Raises MissingFile before it reads.
    """
    for file in files:
        if not file.exists():
            raise MissingFile(f"{file}: no such file")
        if not file.is_file():
            raise UsageError(f"{file} is no file; collect warc takes WARC and WACZ files")
    given = [WarcFile(file, file.name, str(file)) for file in files]
    now = clock.now()
    with Intake(Snapshots(workspace.snapshots), "warc", now) as intake:
        sieve, seen = Sieve(choose, max_bytes), SieveReport()
        taking = _Taking(intake, now)
        sizes = [file.stat().st_size for file in files]
        for number, one in enumerate(given):
            report_progress = partial(_report_progress, progress, sum(sizes[:number]), sum(sizes))
            for warc in warc_files(one, seen.damages):
                taking.take(sieve.read(warc, seen, report_progress))
        missing = taking.missing()
        if missing:
            again = replace(sieve, originals=missing)
            for one in given:
                for warc in warc_files(one, []):
                    taking.take(again.read(warc, SieveReport()))
        taking.resolve()
        intake.report.damages[:0] = seen.damages
        intake.report.skipped = seen.skipped
    return intake.report


def collect_captures(workspace: Workspace, captures: Iterable[WarcCapture], clock: Clock) -> IntakeReport:
    """Take in captures that were sieved elsewhere, with the originals of their revisits: the same as from the files."""
    now = clock.now()
    with Intake(Snapshots(workspace.snapshots), "warc", now) as intake:
        taking = _Taking(intake, now)
        taking.take(captures)
        taking.resolve()
    return intake.report


def restore(file: Path, folder: Path) -> None:
    """Fill an empty store with the bodies and the runs as they were, from a file that `export` wrote.

    `collect warc` takes captures into a run of its own; this makes the runs that were, that a database names.
    Raises ReleaseError when the file is damaged, or was not written from a store.
    """
    bodies, report = Bodies(folder / "bodies"), SieveReport()
    files: dict[Path, dict[int, bytes]] = {}  # the lines of each by their numbers
    for one in Sieve(lambda url: None, 0).read(WarcFile(file, file.name, str(file)), report):
        if one.body is not None:
            bodies.keep(one.body)
        elif one.block is not None and (line := own_records.line_of(one.block)) is not None:
            files.setdefault(folder / line.folder / f"{line.name}.jsonl", {})[line.holds.line] = line.data
            if isinstance(line.holds, Capture) and line.holds.digest == _EMPTY:
                bodies.keep(b"")
    if report.damages:
        place, what = report.damages[0]
        raise ReleaseError(f"{file} is damaged: {place.removeprefix(str(file)).strip()}: {what}")
    if not files:
        raise ReleaseError(f"{file} was not written by jsiq-scrape export: it holds no captures")
    for path, lines in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"".join(line + b"\n" for _, line in sorted(lines.items())))


def _report_progress(progress: Callable[[int, int], None] | None, before: int, whole: int, offset: int) -> None:
    if progress is not None:
        progress(min(before + offset, whole), whole)


@dataclass(slots=True)
class _Taking:
    """Captures on their way in: what was seen, and the revisits that wait for what they refer to."""

    intake: Intake
    now: datetime
    purged: set[str] = field(default_factory=set)  # bodies that the store of an export had taken out for good
    originals: dict[str, Held] = field(default_factory=dict)  # by record id, by URL and time, by payload digest
    waiting: list[tuple[Capture, tuple[str, ...]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for capture in self.intake.captures:
            if capture.content_digest is not None:
                for url in {capture.url, capture.final_url or capture.url}:
                    known = Held(capture.content_digest, capture.status)
                    self.originals.setdefault(name_by_time(url, capture.captured_at), known)

    def take(self, captures: Iterable[WarcCapture]) -> None:
        """Take captures in, except revisits, which wait for `resolve`."""
        for capture in captures:
            match capture.kind:
                case RecordKind.PAGE:
                    digest, error, kind = self._keep(capture), capture.error, capture.error_kind
                    self.intake.add(replace(self._capture(capture), digest=digest, error=error, error_kind=kind))
                case RecordKind.REVISIT:
                    self.waiting.append((self._capture(capture), capture.refers_to))
                case RecordKind.ORIGINAL:
                    self._keep(capture)
                case RecordKind.BODY:
                    if capture.body is not None:
                        self.intake.bodies.keep(capture.body)
                case RecordKind.EXPORTED:
                    self._restore(capture)

    def missing(self) -> frozenset[str]:
        """The names by which revisits refer to what was not among the captures."""
        return frozenset(name for _, names in self.waiting if self._known(names) is None for name in names)

    def resolve(self) -> None:
        """Take in the revisits; what they refer to and nobody gave is reported."""
        for capture, names in self.waiting:
            known = self._known(names)
            if known is None:
                error = "the archive saw the same content as before, and no file given has that"
                self.intake.report.incidents.append((capture.url, error))
                self.intake.add(replace(capture, error=error, error_kind=ErrorKind.UNAVAILABLE))
            else:
                self.intake.add(replace(capture, confirms=known.digest, status=capture.status or known.status))

    def _restore(self, exported: WarcCapture) -> None:
        """A record of our own export that holds a capture, or says that a body was purged."""
        assert exported.block is not None
        try:
            line = own_records.line_of(exported.block)
        except LineError as error:
            self.intake.report.damages.append((exported.where, f"the line {error}"))
            return
        if line is None:
            return
        found = line.holds
        if isinstance(found, Purge):
            self.purged.add(found.purged)
            return
        if found.digest == _EMPTY:
            self.intake.bodies.keep(b"")
        lost = [one for one in (found.digest, found.confirms) if one is not None and not self.intake.bodies.holds(one)]
        if lost and lost[0] in self.purged:
            what = "the file was written without its page, which was purged there: the capture was left out"
            self.intake.report.incidents.append((found.url, what))
        elif lost:
            what = f"the capture of {found.url} names body {lost[0]}, which is not whole in this file"
            self.intake.report.damages.append((exported.where, what))
        else:
            self.intake.add(found)

    def _capture(self, capture: WarcCapture) -> Capture:
        assert capture.captured_at is not None
        return Capture(
            source=SOURCE,
            url=capture.url,
            asked_at=self.now,
            captured_at=capture.captured_at,
            retrieved_at=self.now,
            final_url=capture.url,
            status=capture.status,
            headers=capture.headers,
            robots=NOT_APPLICABLE,
            found_on=capture.file,
            purpose=capture.purpose,
            archive=ArchiveRecord(
                service=SOURCE,
                timestamp=f"{capture.captured_at:%Y%m%d%H%M%S}",
                original=capture.target,
                requested_url=f"{capture.file}#{capture.offset}",
                digest=capture.payload_digest,
            ),
        )

    def _keep(self, capture: WarcCapture) -> str | None:
        """Keep the body, if there is one, and by which names revisits refer to it."""
        if capture.body is None:
            return None
        digest = self.intake.bodies.keep(capture.body)
        for name in capture.names:
            self.originals.setdefault(name, Held(digest, capture.status))
        return digest

    def _known(self, names: Sequence[str]) -> Held | None:
        return next((self.originals[name] for name in names if name in self.originals), None)
