"""The evidence as one WARC 1.1 file: what any web archive can replay, and what we can take in again without loss.

Each capture gives a `response` with its body, or a `revisit` where the body is in the file already; redirects on the
way give a `response` each; a `metadata` record carries the whole capture.  Record ids are made of run and line, so the
same evidence gives the same bytes.
"""

import gzip
import re
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from jsiq_scrape import __version__
from jsiq_scrape.captures import Capture, ErrorKind, moment_text
from jsiq_scrape.disk import replacing
from jsiq_scrape.errors import MissingFile, SnapshotError, UsageError
from jsiq_scrape.evidence.purges import read_purge
from jsiq_scrape.evidence.store import Snapshots
from jsiq_scrape.files.warc import own_records
from jsiq_scrape.files.warc.warc_records import sha1_of

#: The body is held decoded, so these would lie; their values stay in the metadata record.
_OF_THE_WIRE = frozenset({"content-encoding", "transfer-encoding", "content-length", "connection", "keep-alive"})
_PROFILE = "http://netpreserve.org/warc/1.1/revisit/"
_HTTP = "application/http;msgtype="
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")

Fields = list[tuple[str, str]]
Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Exported:
    """What went into the file."""

    path: Path
    captures: int
    bodies: int
    records: int


def export(snapshots: Snapshots, path: Path) -> Exported:
    """Write all captures of a store to `path`; each record is a gzip member of its own when the name ends in .gz.

    Raises UsageError when the file is there already, its folder is not, or there is nothing to write, and SnapshotError
    when the store is damaged: then there is no file.
    """
    if path.exists():
        raise UsageError(f"{path} is there already, and export overwrites nothing: name a new file")
    if not path.parent.is_dir():
        raise MissingFile(f"{path.parent}: no such folder")
    captures = list(snapshots.captures())
    damages = [damage for damage in snapshots.damages if not damage.harmless]
    if damages:
        raise SnapshotError(f"the evidence is damaged and was not exported: {damages[0]} (jsiq-scrape verify)")
    if not captures:
        raise UsageError(f"no captures in {snapshots.folder}: nothing was collected there yet")
    with replacing(path) as file:
        writing = _Writing(file, snapshots, path.name.endswith(".gz"))
        writing.describe(max(capture.retrieved_at for capture in captures), path.name)
        for name, line in snapshots.purges.lines:
            writing.note(name, line)
        # Bodies first: a confirmation may be older than the capture that brought the body it confirms.
        for capture in sorted(captures, key=lambda capture: capture.digest is None):
            writing.add(capture)
    return Exported(path, len(captures), len(writing.bodies), writing.records)


@dataclass(slots=True)
class _Writing:
    """A WARC file under way."""

    file: IO[bytes]
    snapshots: Snapshots
    packed: bool
    bodies: dict[str, Fields] = field(default_factory=dict)  # what a revisit says of the record that holds a body
    records: int = 0

    def describe(self, date: datetime, name: str) -> None:
        """The record that says what the file is."""
        described = (
            ("software", f"jsiq_scrape/{__version__}"),
            ("format", "WARC File Format 1.1"),
            ("conformsTo", "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"),
            own_records.MARK,
        )
        block = "".join(f"{key}: {value}\r\n" for key, value in described).encode()
        own_id = _id("warcinfo", moment_text(date))
        self._write("warcinfo", own_id, date, [("WARC-Filename", name)], own_records.CONTENT_TYPE, block)

    def note(self, name: str, line: bytes) -> None:
        """The record that says that a body was taken out for good."""
        purge, block = read_purge(line, name), own_records.fields_of_purge(name, line)
        own_id, fields = _id(name, str(purge.line), "purge"), [("WARC-Target-URI", f"urn:sha256:{purge.purged}")]
        self._write("metadata", own_id, purge.at, fields, own_records.CONTENT_TYPE, block)

    def add(self, capture: Capture) -> None:
        """All records of one capture: the redirects, the answer with its request, and the capture itself."""
        for number, hop in enumerate(capture.hops):
            headers = (("location", hop.location),) if hop.location else ()
            self._answer(capture, f"hop{number}", hop.url, hop.status, headers, b"")
        url = capture.final_url or capture.url
        answered = self._content(capture, url)
        fields = [("WARC-Concurrent-To", answered)] if answered else []
        block = own_records.fields_of(capture)
        self._record(capture, "metadata", "metadata", url, fields, own_records.CONTENT_TYPE, block)

    def _content(self, capture: Capture, url: str) -> str | None:
        """The record of what answered, if something did and we hold it whole; gives its id."""
        digest = capture.content_digest
        if digest is None:
            if capture.status is None or capture.error_kind is not None:
                return None
            return self._answer(capture, "response", url, capture.status, capture.headers, b"")
        if digest in self.snapshots.purges:
            return None
        if digest in self.bodies:
            return self._revisit(capture, url, self.bodies[digest])
        body = self.snapshots.body(digest)
        if capture.digest is None or capture.status is None or not url.startswith("http"):
            # Content without an answer: a saved page, or a body that only a confirmation names.
            kind = capture.header("content-type") or ("text/html" if body.lstrip()[:1] == b"<" else "text/plain")
            record = self._record(
                capture, "resource", "resource", url, [("WARC-Payload-Digest", _sha1(body))], kind, body
            )
        else:
            record = self._answer(capture, "response", url, capture.status, capture.headers, body)
        self.bodies[digest] = [
            ("WARC-Payload-Digest", _sha1(body)),
            ("WARC-Refers-To", record),
            ("WARC-Refers-To-Target-URI", url),
            ("WARC-Refers-To-Date", moment_text(capture.captured_at)),
        ]
        return record

    def _answer(self, capture: Capture, part: str, url: str, status: int, headers: Headers, body: bytes) -> str:
        """An answer, and what was asked, as far as the evidence says: the URL."""
        fields = [("WARC-Payload-Digest", _sha1(body))]
        if capture.error_kind is ErrorKind.TOO_LARGE and body:
            fields.append(("WARC-Truncated", "length"))
        block = _http(status, headers, len(body)) + body
        answer = self._record(capture, "response", part, url, fields, f"{_HTTP}response", block)
        parts = urlsplit(url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        request = f"GET {target} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode()
        concurrent = [("WARC-Concurrent-To", answer)]
        self._record(capture, "request", f"{part} request", url, concurrent, f"{_HTTP}request", request)
        return answer

    def _revisit(self, capture: Capture, url: str, held: Fields) -> str:
        same = "server-not-modified" if capture.status == 304 else "identical-payload-digest"
        fields = [("WARC-Profile", _PROFILE + same), *held]
        if capture.status in (None, 304):
            # With the headers of a 304 in it pywb replays a bare 304; without, the page that the 304 confirmed.
            return self._record(capture, "revisit", "revisit", url, fields, None, b"")
        headers = _http(capture.status, capture.headers, None)
        return self._record(capture, "revisit", "revisit", url, fields, f"{_HTTP}response", headers)

    def _record(
        self, capture: Capture, kind: str, part: str, url: str, fields: Fields, content_type: str | None, block: bytes
    ) -> str:
        """A record of a capture; gives its id."""
        own_id = _id(capture.run, str(capture.line), part)
        self._write(kind, own_id, capture.captured_at, [("WARC-Target-URI", url), *fields], content_type, block)
        return own_id

    def _write(
        self, kind: str, own_id: str, date: datetime, fields: Fields, content_type: str | None, block: bytes
    ) -> None:
        fields = [("WARC-Type", kind), ("WARC-Record-ID", own_id), ("WARC-Date", moment_text(date)), *fields]
        if content_type is not None:
            fields.append(("Content-Type", content_type))
        fields += [("WARC-Block-Digest", _sha1(block)), ("Content-Length", str(len(block)))]
        lines = ["WARC/1.1", *(f"{name}: {_CONTROLS.sub(' ', value)}" for name, value in fields)]
        record = "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"
        self.file.write(gzip.compress(record, mtime=0) if self.packed else record)
        self.records += 1


def _http(status: int, headers: Headers, length: int | None) -> bytes:
    """Status line and headers as received, made to agree with the decoded body that follows."""
    phrases = {one.value: one.phrase for one in HTTPStatus}
    lines = [f"HTTP/1.1 {status} {phrases.get(status, '')}".rstrip()]
    lines += [f"{name}: {_CONTROLS.sub(' ', value)}" for name, value in headers if name not in _OF_THE_WIRE]
    if length is not None:
        lines.append(f"content-length: {length}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n"


def _sha1(data: bytes) -> str:
    return f"sha1:{sha1_of(data)}"


def _id(*parts: str) -> str:
    return f"<{uuid5(NAMESPACE_URL, 'jsiq_scrape/' + '/'.join(parts)).urn}>"
