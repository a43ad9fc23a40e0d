"""What the records of a WARC file show of our pages: the captures to keep, and what revisits refer to."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from jsiq_scrape.captures import Capture, ErrorKind, Purpose
from jsiq_scrape.errors import JsiqError
from jsiq_scrape.evidence.run_lines import LineError
from jsiq_scrape.fetch.addresses import canonical
from jsiq_scrape.files.warc import own_records, wacz
from jsiq_scrape.files.warc.http_message import parse
from jsiq_scrape.files.warc.record_content import (
    Content,
    content_of,
    date_of,
    digest_holds,
    names_of,
    names_of_original,
)
from jsiq_scrape.files.warc.warc_records import Headers, Record, records

LARGEST_BLOCK = 64 * 1024 * 1024  # of a record that is held in memory; a page has some 40 kB
_SEEN = frozenset({"response", "revisit", "resource"})
_WITH_CONTENT = frozenset({"response", "resource"})

Choice = Callable[[str], tuple[str, Purpose] | None]


class Proof(Protocol):
    """What makes a page one of ours at whatever URL."""

    def may_be(self, block: bytes) -> bool:
        """Whether the HTTP answer in a block may hold such a page; False only if it does not."""

    def __call__(self, content: Content) -> bool:
        """Whether this is such a page.  Raises JsiqError when it cannot decide."""


class RecordKind(StrEnum):
    """What a record is to us."""

    PAGE = "page"  # a capture of a page, or why there is none
    REVISIT = "revisit"  # the page was as another record shows it
    ORIGINAL = "original"  # of another URL: a revisit refers to its body
    BODY = "body"  # of our own export: a body that its captures name
    EXPORTED = "exported"  # of our own export: a capture, or the line about a purged body, as it was written


@dataclass(frozen=True, slots=True, kw_only=True)
class WarcCapture:
    """What one record shows."""

    kind: RecordKind
    file: str  # the WARC file as the evidence calls it
    place: str  # and as messages do
    offset: int  # of the record, or of the gzip member that holds it
    target: str  # its URL as the archive wrote it
    url: str  # the same, canonical where the capture is of ours
    purpose: Purpose = "profile"
    captured_at: datetime | None  # None where the record has no time; only a page needs one
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    error: str | None = None
    error_kind: ErrorKind | None = None
    payload_digest: str | None = None  # as the archive wrote it
    names: tuple[str, ...] = ()  # by which revisits refer to this record
    refers_to: tuple[str, ...] = ()  # of a revisit: the record it refers to, the most exact name first
    block: bytes | None = None  # of a capture of our own export

    @property
    def where(self) -> str:
        """The record's place, for messages."""
        return f"{self.place} byte {self.offset}"


@dataclass(frozen=True, slots=True)
class WarcFile:
    """A file of records, and what it is called; for one inside a WACZ that is the WACZ and its name in there."""

    path: Path
    name: str  # in the evidence
    place: str  # in messages


def warc_files(file: WarcFile, damages: list[tuple[str, str]]) -> Iterator[WarcFile]:
    """The file itself, or the WARC files in a WACZ; what is wrong with a WACZ goes to `damages`."""
    try:
        package = wacz.opened(file.path)
    except OSError:
        package = None  # reported when its records are read
    if package is None:
        yield file
        return
    found: list[tuple[str, str]] = []
    with package:
        for name, path in wacz.warc_files(package, found):
            yield WarcFile(path, f"{file.name}/{name}", f"{file.place}/{name}")
    damages += [(f"{file.place}/{name}" if name else file.place, what) for name, what in found]


@dataclass(slots=True)
class SieveReport:
    """What came of reading files, beside the captures."""

    records: int = 0
    skipped: int = 0  # pages that are none of ours
    damages: list[tuple[str, str]] = field(default_factory=list)  # (file and place, what is wrong there)
    left_out: list[tuple[str, str]] = field(default_factory=list)  # (the same, why nobody looked into the record)


@dataclass(frozen=True, slots=True)
class Sieve:
    """Which records of WARC files are kept: those whose URL `choose` takes, and those whose content is a proof.

    With `originals`, only those that revisits refer to by one of these names.
    """

    choose: Choice
    max_bytes: int  # of one page
    proves: Proof | None = None
    originals: frozenset[str] = frozenset()

    def read(
        self, file: WarcFile, report: SieveReport, progress: Callable[[int], object] = lambda offset: None
    ) -> Iterator[WarcCapture]:
        """The captures in one file, in its order; `progress` gets the place that is reached.

        Of a file that `export --warc` wrote, everything is given as it was.  What is damaged goes to the report.
        """
        flaws: list[tuple[int, str]] = []
        ours = False

        def wanted(headers: Headers) -> bool:
            kind = headers.type
            if self.originals:
                return kind in _WITH_CONTENT and not self.originals.isdisjoint(names_of(headers))
            if kind not in _SEEN:
                return kind == "warcinfo" or (ours and kind == "metadata")
            return ours or (self.proves is not None and kind != "revisit") or self.choose(headers.target) is not None

        def worth(headers: Headers, block: bytes) -> bool:
            if ours or self.proves is None or headers.type != "response":
                return True
            return self.proves.may_be(block) or self.choose(headers.target) is not None

        try:
            for record in records(file.path, wanted, LARGEST_BLOCK, flaws, worth):
                progress(record.offset)
                report.records += 1
                kind, found = record.headers.type, None
                if self.originals:
                    found = self._original(record, file)
                elif kind == "warcinfo":
                    ours = record.block is not None and own_records.is_ours(record.block)
                elif ours:
                    found = _exported(record, file, report)
                elif kind in _SEEN:
                    found = self._capture(record, file, report)
                if found is not None:
                    yield found
        except OSError as error:
            flaws.append((0, f"cannot be read: {error.strerror or error}"))
        report.damages += [(f"{file.place} byte {offset}", what) for offset, what in flaws]

    def _capture(self, record: Record, file: WarcFile, report: SieveReport) -> WarcCapture | None:
        chosen, content = self.choose(record.headers.target), None
        if chosen is None and self.proves is not None and record.headers.type in _WITH_CONTENT:
            if record.size > LARGEST_BLOCK:
                report.left_out.append((f"{file.place} byte {record.offset}", _too_large(record)))
            elif record.block is not None:
                content = content_of(record, self.max_bytes)
                try:
                    if content.body and self.proves(content):
                        url = canonical(record.headers.target)
                        chosen = (url, "profile") if url is not None else None
                except JsiqError as error:
                    place = f"{file.place} byte {record.offset}"
                    report.left_out.append((place, f"{record.headers.target}: {error}"))
        if chosen is None:
            report.skipped += 1
            return None
        capture = _about(RecordKind.PAGE, record, file)
        capture = replace(capture, url=chosen[0], purpose=chosen[1])
        if capture.captured_at is None:
            report.damages.append((capture.where, f"{record.headers.target}: a record without a time"))
            return None
        if record.block is None:
            return replace(capture, error=_too_large(record), error_kind=ErrorKind.TOO_LARGE)
        if record.headers.type == "revisit":
            message = parse(record.block)
            answered = replace(capture, status=message.status, headers=message.headers) if message else capture
            return replace(answered, kind=RecordKind.REVISIT, refers_to=names_of_original(record.headers))
        content = content or content_of(record, self.max_bytes)
        if content.body is None:
            return replace(capture, **asdict(content))
        if not digest_holds(record, content.body):
            report.damages.append((capture.where, f"{capture.url}: the content is not what its payload digest says"))
            return None
        return replace(capture, **asdict(content), names=names_of(record.headers, record))

    def _original(self, record: Record, file: WarcFile) -> WarcCapture | None:
        if record.headers.type not in _WITH_CONTENT or record.block is None:
            return None
        content = content_of(record, self.max_bytes)
        if content.body is None or not digest_holds(record, content.body):
            return None
        about = _about(RecordKind.ORIGINAL, record, file)
        return replace(about, **asdict(content), names=names_of(record.headers, record))


def _exported(record: Record, file: WarcFile, report: SieveReport) -> WarcCapture | None:
    """A record of our own export: bodies come first, then the captures that name them."""
    if record.block is None:
        return None
    about = _about(RecordKind.BODY, record, file)
    if record.headers.type in _WITH_CONTENT:
        message = parse(record.block) if record.headers.type == "response" else None
        body = message.data if message is not None else record.block
        return (
            replace(about, body=body) if body else None
        )  # redirects have none, and where there was none its look says so
    if record.headers.type != "metadata":
        return None
    about = replace(about, kind=RecordKind.EXPORTED, block=record.block)
    try:
        line = own_records.line_of(record.block)
    except LineError as error:
        report.damages.append((about.where, f"the line {error}"))
        return None
    if line is None or not isinstance(line.holds, Capture):
        return about
    named = ("url", "purpose", "captured_at", "status", "headers", "error", "error_kind")
    return replace(about, **{name: getattr(line.holds, name) for name in named})


def _about(kind: RecordKind, record: Record, file: WarcFile) -> WarcCapture:
    return WarcCapture(
        kind=kind,
        file=file.name,
        place=file.place,
        offset=record.offset,
        target=record.headers.target,
        url=record.headers.target,
        captured_at=date_of(record.headers.get("warc-date")),
        payload_digest=record.headers.get("warc-payload-digest") or None,
    )


def _too_large(record: Record) -> str:
    return f"the record has {record.size} bytes, so it is no page"
