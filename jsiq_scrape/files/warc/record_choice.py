"""What the records of a WARC file show of our pages: the captures to keep, and what revisits refer to."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Protocol

from jsiq_scrape.captures import Capture, ErrorKind, Purpose
from jsiq_scrape.errors import FetchError, JsiqError
from jsiq_scrape.evidence.run_lines import LineError
from jsiq_scrape.fetch.addresses import canonical
from jsiq_scrape.fetch.exchange import kind_of
from jsiq_scrape.files.warc import own_records
from jsiq_scrape.files.warc.http_message import body_of, parse
from jsiq_scrape.files.warc.wacz import WarcFile
from jsiq_scrape.files.warc.warc_records import Headers, Record, holds_digest, records, sha1_of

LARGEST_BLOCK = 64 * 1024 * 1024  # of a record that is held in memory; a page has some 40 kB
_SEEN = frozenset({"response", "revisit", "resource"})
_WITH_CONTENT = frozenset({"response", "resource"})
_WITHOUT_BODY = frozenset({204, 205, 304})

Choice = Callable[[str], tuple[str, Purpose] | None]


class Proof(Protocol):
    """What makes a page one of ours at whatever URL."""

    def may_be(self, block: bytes) -> bool:
        """Whether the HTTP answer in a block may hold such a page; False only if it does not."""

    def __call__(self, capture: "WarcCapture") -> bool:
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
        chosen = self.choose(record.headers.target)
        if chosen is None and (self.proves is None or (record.block is None and record.size <= LARGEST_BLOCK)):
            report.skipped += 1  # nearly all records end here
            return None
        capture = _about(RecordKind.PAGE, record, file)
        if record.headers.type in _WITH_CONTENT:
            capture = content_of(capture, record, self.max_bytes)
        chosen = chosen or self._proven(capture, record, report)
        if chosen is None:
            report.skipped += 1
            return None
        capture = replace(capture, url=chosen[0], purpose=chosen[1])
        if capture.captured_at is None:
            report.damages.append((capture.where, f"{record.headers.target}: a record without a time"))
            return None
        if record.headers.type == "revisit" and record.block is not None:
            message = parse(record.block)
            answered = replace(capture, status=message.status, headers=message.headers) if message else capture
            return replace(answered, kind=RecordKind.REVISIT, refers_to=names_of_original(record.headers))
        if not digest_holds(record, capture.body):
            report.damages.append((capture.where, f"{capture.url}: the content is not what its payload digest says"))
            return None
        return capture

    def _proven(self, capture: WarcCapture, record: Record, report: SieveReport) -> tuple[str, Purpose] | None:
        """As what a record is taken whose content is a proof."""
        if self.proves is None or record.headers.type not in _WITH_CONTENT:
            return None
        if record.size > LARGEST_BLOCK:
            report.left_out.append((capture.where, _too_large(record)))
            return None
        try:
            url = canonical(capture.target) if capture.body and self.proves(capture) else None
        except JsiqError as error:
            report.left_out.append((capture.where, f"{capture.target}: {error}"))
            return None
        return (url, "profile") if url is not None else None

    def _original(self, record: Record, file: WarcFile) -> WarcCapture | None:
        if record.headers.type not in _WITH_CONTENT:
            return None
        found = content_of(_about(RecordKind.ORIGINAL, record, file), record, self.max_bytes)
        return found if found.body is not None and digest_holds(record, found.body) else None


def _exported(record: Record, file: WarcFile, report: SieveReport) -> WarcCapture | None:
    """A record of our own export: bodies come first, then the captures that name them."""
    if record.block is None:
        return None
    about = _about(RecordKind.BODY, record, file)
    if record.headers.type in _WITH_CONTENT:
        message = parse(record.block) if record.headers.type == "response" else None
        body = message.data if message is not None else record.block
        return replace(about, body=body) if body else None  # of redirects, and of captures that say that it is empty
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


def content_of(capture: WarcCapture, record: Record, max_bytes: int) -> WarcCapture:
    """The capture with what a `response` or `resource` record holds: what is cut, damaged or too large is an error."""
    if record.block is None:
        return replace(capture, error=_too_large(record), error_kind=ErrorKind.TOO_LARGE)
    if cut := record.headers.get("warc-truncated"):
        capture = replace(capture, error=f"the archive cut the page off ({cut})", error_kind=ErrorKind.TOO_LARGE)
    body: bytes | None = None
    if record.headers.type == "response":
        message = parse(record.block)
        if message is None:
            return replace(capture, error="the record holds no HTTP answer", error_kind=ErrorKind.PROTOCOL)
        capture = replace(capture, status=message.status, headers=message.headers)
        if not cut and message.status not in _WITHOUT_BODY and not 300 <= message.status < 400:
            try:
                body = body_of(message, max_bytes)
            except FetchError as error:
                return replace(capture, error=str(error), error_kind=kind_of(error))
    else:
        kind = record.headers.get("content-type")
        capture = replace(capture, headers=(("content-type", kind),) if kind else ())
        body = None if cut else record.block
    return capture if body is None else replace(capture, body=body, names=names_of(record.headers, record))


def _too_large(record: Record) -> str:
    return f"the record has {record.size} bytes, so it is no page"


def digest_holds(record: Record, body: bytes | None) -> bool:
    """Whether the payload digest is right, where no digest of the whole block was there to be checked."""
    written = record.headers.get("warc-payload-digest")
    if not written or record.headers.get("warc-block-digest") or record.block is None or body is None:
        return True
    message = parse(record.block) if record.headers.type == "response" else None
    return any(holds_digest(one, written) for one in (message.data if message else record.block, body))


def names_of(headers: Headers, record: Record | None = None) -> tuple[str, ...]:
    """By what a revisit may refer to this record."""
    found = [headers.get("warc-record-id").strip("<> ")]
    at = date_of(headers.get("warc-date"))
    if at is not None:
        found.append(name_by_time(headers.target, at))
    digest = headers.get("warc-payload-digest").lower()
    if not digest and record is not None and record.block is not None:
        message = parse(record.block)
        payload = message.data if message else record.block
        digest = f"sha1:{sha1_of(payload).lower()}"
    return (*(key for key in found if key), *([digest] if digest else ()))


def names_of_original(headers: Headers) -> tuple[str, ...]:
    """What a revisit refers to: the record, the URL and time, the same content; the most exact first."""
    found = [headers.get("warc-refers-to").strip("<> ")]
    at = date_of(headers.get("warc-refers-to-date"))
    if at is not None:
        found.append(name_by_time(headers.get("warc-refers-to-target-uri") or headers.target, at))
    found.append(headers.get("warc-payload-digest").lower())
    return tuple(key for key in found if key)


def name_by_time(url: str, at: datetime) -> str:
    return f"{at:%Y%m%d%H%M%S} {canonical(url.strip('<>')) or url}"


def date_of(text: str) -> datetime | None:
    """A WARC-Date; WARC 1.1 allows fractions of a second, of which we keep six digits."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
