"""Pages from WARC files of any program, also inside a WACZ: what the archive saw, as captures of that time."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from jsiq_scrape.captures import ArchiveRecord, Capture, ErrorKind, Purpose, RobotsDecision
from jsiq_scrape.clock import Clock
from jsiq_scrape.errors import MissingFile, UsageError
from jsiq_scrape.evidence.run_lines import LineError
from jsiq_scrape.evidence.store import Snapshots
from jsiq_scrape.fetch.addresses import canonical, path_and_query
from jsiq_scrape.fetch.sources import Sources, matches
from jsiq_scrape.files import wacz, warc_captures
from jsiq_scrape.files.http_message import parse
from jsiq_scrape.files.intake import Intake, IntakeReport
from jsiq_scrape.files.warc_content import (
    Original,
    content_of,
    date_of,
    digest_holds,
    name_by_time,
    names_of,
    names_of_original,
)
from jsiq_scrape.files.warc_records import Record, Wanted, records, target_of
from jsiq_scrape.workspace import Workspace

SOURCE = "warc"
_ROBOTS = RobotsDecision(True, "not applicable")
_LARGEST_BLOCK = 64 * 1024 * 1024  # of a record that is held in memory; a page has some 40 kB
_EMPTY = hashlib.sha256(b"").hexdigest()
_SEEN = frozenset({"response", "revisit", "resource"})

Choice = Callable[[str], tuple[str, Purpose] | None]


def chooser(sources: Sources, *, all_hosts: bool = False, patterns: Sequence[str] = ()) -> Choice:
    """Which URLs are taken, in which spelling and as what: those of sources.toml, or what `patterns` say instead.

    `all_hosts` looks for the paths of sources.toml on every host; patterns, which begin with "/", always do.
    """

    def choose(url: str) -> tuple[str, Purpose] | None:
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

    held: dict[str, tuple[str, Purpose] | None] = {}
    return lambda url: held[url] if url in held else held.setdefault(url, choose(url))


def collect(
    workspace: Workspace,
    files: Sequence[Path],
    clock: Clock,
    choose: Choice,
    *,
    max_bytes: int = 10_000_000,
    progress: Callable[[int, int], None] | None = None,
    suffix: str | None = None,
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
    now = clock.now()
    with Intake(Snapshots(workspace.snapshots), "warc", now, suffix=suffix) as intake:
        taking = _Taking(intake, choose, max_bytes, now)
        sizes = [file.stat().st_size for file in files]
        for number, file in enumerate(files):
            for warc in _warc_files(file, intake.report.damages):
                taking.read(warc, partial(_tell, progress, sum(sizes[:number]), sum(sizes)))
        taking.resolve(files)
    return intake.report


def _tell(progress: Callable[[int, int], None] | None, before: int, whole: int, offset: int) -> None:
    if progress is not None:
        progress(min(before + offset, whole), whole)


@dataclass(frozen=True, slots=True)
class _WarcFile:
    """A file of records, and what it is called; for one inside a WACZ that is the WACZ and its name in there."""

    path: Path
    name: str  # in the evidence
    place: str  # in messages


def _warc_files(file: Path, damages: list[tuple[str, str]]) -> Iterator[_WarcFile]:
    """The file itself, or the WARC files in a WACZ; what is wrong with a WACZ goes to `damages`."""
    try:
        package = wacz.opened(file)
    except OSError:
        package = None  # told when its records are read
    if package is None:
        yield _WarcFile(file, file.name, str(file))
        return
    found: list[tuple[str, str]] = []
    with package:
        for name, path in wacz.warc_files(package, found):
            yield _WarcFile(path, f"{file.name}/{name}", f"{file}/{name}")
    damages += [(f"{file}/{name}" if name else str(file), what) for name, what in found]


@dataclass(slots=True)
class _Taking:
    """Files on their way in: what was seen, and the revisits that wait for what they refer to."""

    intake: Intake
    choose: Choice
    max_bytes: int
    now: datetime
    ours: bool = False  # the file is an export of a store: captures stand in metadata records
    purged: set[str] = field(default_factory=set)  # bodies that its store had taken out for good
    originals: dict[str, Original] = field(default_factory=dict)  # by record id, by URL and time, by payload digest
    waiting: list[tuple[Capture, tuple[str, ...]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for capture in self.intake.captures:
            if capture.content_digest is not None:
                for url in {capture.url, capture.final_url or capture.url}:
                    known = Original(capture.content_digest, capture.status)
                    self.originals.setdefault(name_by_time(url, capture.captured_at), known)

    def read(self, file: _WarcFile, progress: Callable[[int], object]) -> None:
        """Take in one file."""
        self.ours = False
        for record in self._records(file, self._wanted):
            progress(record.offset)
            if record.type == "warcinfo":
                self.ours = record.block is not None and warc_captures.is_ours(record.block)
            elif self.ours:
                self._restore(record, file)
            elif record.type in _SEEN:
                self._take(record, file)

    def resolve(self, files: Sequence[Path]) -> None:
        """Take in the revisits whose originals were not ours, or stand behind them; what stays open is told."""
        missing = {name for _, names in self.waiting if self._known(names) is None for name in names}
        if missing:
            for file in (warc for path in files for warc in _warc_files(path, [])):
                for record in self._records(file, lambda headers: bool(missing & set(names_of(headers))), again=True):
                    if record.type in ("response", "resource") and record.block is not None:
                        self._keep_original(record)
        for capture, names in self.waiting:
            known = self._known(names)
            if known is None:
                error = "the archive saw the same content as before, and no file given has that"
                self.intake.report.incidents.append((capture.url, error))
                self.intake.add(replace(capture, error=error, error_kind=ErrorKind.UNAVAILABLE))
            else:
                self.intake.add(replace(capture, confirms=known.digest, status=capture.status or known.status))

    def _records(self, file: _WarcFile, wanted: Wanted, *, again: bool = False) -> Iterator[Record]:
        flaws: list[tuple[int, str]] = []
        try:
            yield from records(file.path, wanted, _LARGEST_BLOCK, flaws)
        except OSError as error:
            flaws.append((0, f"cannot be read: {error.strerror}"))
        if not again:
            self.intake.report.damages += [(f"{file.place} byte {offset}", what) for offset, what in flaws]

    def _wanted(self, headers: Mapping[str, str]) -> bool:
        kind = headers.get("warc-type", "").lower()
        if self.ours and kind in ("response", "resource", "metadata"):
            return True
        return kind == "warcinfo" or (kind in _SEEN and self.choose(target_of(headers)) is not None)

    def _restore(self, record: Record, file: _WarcFile) -> None:
        """A record of our own export: bodies first, then the capture that names its body."""
        if record.type in ("response", "resource") and record.block is not None:
            message = parse(record.block) if record.type == "response" else None
            body = message.payload if message is not None else record.block
            if body:  # redirects have none, and where an answer had none its capture says so
                self.intake.keep(body)
        elif record.type == "metadata" and record.block is not None:
            try:
                found = warc_captures.capture_of(record.block)
                purge = warc_captures.purge_of(record.block)
            except LineError as error:
                self.intake.report.damages.append((f"{file.place} byte {record.offset}", f"the capture {error}"))
                return
            if purge is not None:
                self.purged.add(purge[2].purged)
            if found is None:
                return
            if found.digest == _EMPTY:
                self.intake.keep(b"")
            lost = [one for one in (found.digest, found.confirms) if one is not None and not self.intake.holds(one)]
            if lost and lost[0] in self.purged:
                what = "the file was written without its page, which was purged there: the capture was left out"
                self.intake.report.incidents.append((found.url, what))
            elif lost:
                what = f"the capture of {found.url} names body {lost[0]}, which is not whole in this file"
                self.intake.report.damages.append((f"{file.place} byte {record.offset}", what))
            else:
                self.intake.add(found)

    def _take(self, record: Record, file: _WarcFile) -> None:
        chosen = self.choose(record.target)
        if chosen is None:
            self.intake.report.skipped += 1
            return
        place = f"{file.place} byte {record.offset}"
        seen_at = date_of(record.headers.get("warc-date", ""))
        if seen_at is None:
            self.intake.report.damages.append((place, f"{record.target}: a record without a time"))
            return
        url, purpose = chosen
        capture = Capture(
            source=SOURCE,
            url=url,
            asked_at=self.now,
            captured_at=seen_at,
            retrieved_at=self.now,
            final_url=url,
            robots=_ROBOTS,
            found_on=file.name,
            purpose=purpose,
            archive=ArchiveRecord(
                service=SOURCE,
                timestamp=f"{seen_at:%Y%m%d%H%M%S}",
                original=record.target,
                requested_url=f"{file.name}#{record.offset}",
                digest=record.headers.get("warc-payload-digest"),
            ),
        )
        if record.block is None:
            error = f"the record has {record.size} bytes, so it is no page"
            self.intake.add(replace(capture, error=error, error_kind=ErrorKind.TOO_LARGE))
            return
        if record.type == "revisit":
            message = parse(record.block)
            about = replace(capture, status=message.status, headers=message.headers) if message else capture
            self.waiting.append((about, names_of_original(record.headers)))
            return
        found = content_of(record, self.max_bytes)
        if found.body is not None and not digest_holds(record, found.body):
            self.intake.report.damages.append((place, f"{url}: the content is not what its payload digest says"))
            return
        digest = None
        if found.body is not None:
            digest = self.intake.keep(found.body)
            self._note(record, Original(digest, found.status))
        self.intake.add(
            replace(
                capture,
                digest=digest,
                status=found.status,
                headers=found.headers,
                error=found.error,
                error_kind=found.error_kind,
            )
        )

    def _keep_original(self, record: Record) -> None:
        found = content_of(record, self.max_bytes)
        if found.body is not None and digest_holds(record, found.body):
            self._note(record, Original(self.intake.keep(found.body), found.status))

    def _note(self, record: Record, original: Original) -> None:
        for name in names_of(record.headers, record):
            self.originals.setdefault(name, original)

    def _known(self, names: Sequence[str]) -> Original | None:
        return next((self.originals[name] for name in names if name in self.originals), None)
