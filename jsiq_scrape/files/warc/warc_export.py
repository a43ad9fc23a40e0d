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
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")

Fields = list[tuple[str, str]]


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
        block = "".join(
            f"{key}: {value}\r\n"
            for key, value in (
                ("software", f"jsiq_scrape/{__version__}"),
                ("format", "WARC File Format 1.1"),
                ("conformsTo", "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"),
                own_records.MARK,
            )
        )
        fields = [("WARC-Type", "warcinfo"), ("WARC-Record-ID", _id("warcinfo", moment_text(date))),
                  ("WARC-Date", moment_text(date)), ("WARC-Filename", name)]  # fmt: skip
        self._write(fields, own_records.CONTENT_TYPE, block.encode())

    def add(self, capture: Capture) -> None:
        """All records of one capture: the redirects, the answer with its request, and the capture itself."""
        for number, hop in enumerate(capture.hops):
            headers = [("location", hop.location)] if hop.location else []
            self._answer(capture, f"hop{number}", hop.url, hop.status, headers, b"")
        answered = self._content(capture)
        fields = [("WARC-Concurrent-To", answered)] if answered else []
        url = capture.final_url or capture.url
        head = self._head("metadata", capture, "metadata", url)
        self._write(head + fields, own_records.CONTENT_TYPE, own_records.fields_of(capture))

    def note(self, name: str, line: bytes) -> None:
        """The record that says that a body was taken out for good."""
        purge = read_purge(line, name)
        fields = [("WARC-Type", "metadata"), ("WARC-Record-ID", _id(name, str(purge.line), "purge")),
                  ("WARC-Date", moment_text(purge.at)), ("WARC-Target-URI", f"urn:sha256:{purge.purged}")]  # fmt: skip
        self._write(fields, own_records.CONTENT_TYPE, own_records.fields_of_purge(name, line))

    def _content(self, capture: Capture) -> str | None:
        """The record of what answered, if something did and we hold it whole; gives its id."""
        url = capture.final_url or capture.url
        digest = capture.content_digest
        held = self.bodies.get(digest) if digest else None
        if digest is not None and digest in self.snapshots.purges:
            return None
        if digest is None:
            if capture.status is None or capture.error_kind is not None:
                return None
            return self._answer(capture, "response", url, capture.status, list(capture.headers), b"")
        if held is not None:
            return self._revisit(capture, url, held)
        body = self.snapshots.body(digest)
        if capture.digest is None or capture.status is None or not url.startswith("http"):
            return self._resource(capture, url, digest, body)
        answer = self._answer(capture, "response", url, capture.status, list(capture.headers), body)
        self._remember(capture, digest, answer, url, body)
        return answer

    def _remember(self, capture: Capture, digest: str, record: str, url: str, body: bytes) -> None:
        """That a record holds this body, so that others refer to it."""
        self.bodies[digest] = [
            ("WARC-Payload-Digest", _sha1(body)),
            ("WARC-Refers-To", record),
            ("WARC-Refers-To-Target-URI", url),
            ("WARC-Refers-To-Date", moment_text(capture.captured_at)),
        ]

    def _answer(
        self, capture: Capture, part: str, url: str, status: int, headers: list[tuple[str, str]], body: bytes
    ) -> str:
        fields = self._head("response", capture, part, url)
        fields.append(("WARC-Payload-Digest", _sha1(body)))
        if capture.error_kind is ErrorKind.TOO_LARGE and body:
            fields.append(("WARC-Truncated", "length"))
        block = _http(status, headers, len(body)) + body
        self._write(fields, "application/http;msgtype=response", block)
        self._request(capture, part, url, fields[1][1])
        return fields[1][1]

    def _request(self, capture: Capture, part: str, url: str, answer: str) -> None:
        """What was asked, as far as the evidence says: the URL."""
        parts = urlsplit(url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        block = f"GET {target} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode()
        fields = [*self._head("request", capture, f"{part} request", url), ("WARC-Concurrent-To", answer)]
        self._write(fields, "application/http;msgtype=request", block)

    def _resource(self, capture: Capture, url: str, digest: str, body: bytes) -> str:
        """Content without an answer: a saved page, or a body that only a confirmation names."""
        kind = capture.header("content-type") or ("text/html" if body.lstrip()[:1] == b"<" else "text/plain")
        fields = [*self._head("resource", capture, "resource", url), ("WARC-Payload-Digest", _sha1(body))]
        self._write(fields, kind, body)
        self._remember(capture, digest, fields[1][1], url, body)
        return fields[1][1]

    def _revisit(self, capture: Capture, url: str, held: Fields) -> str:
        same = "server-not-modified" if capture.status == 304 else "identical-payload-digest"
        fields = [*self._head("revisit", capture, "revisit", url), ("WARC-Profile", _PROFILE + same), *held]
        if capture.status in (None, 304):
            # With the headers of a 304 in it pywb replays a bare 304; without, the page that the 304 confirmed.
            self._write(fields, None, b"")
        else:
            headers = _http(capture.status, list(capture.headers), None)
            self._write(fields, "application/http;msgtype=response", headers)
        return fields[1][1]

    def _head(self, kind: str, capture: Capture, part: str, url: str) -> Fields:
        return [
            ("WARC-Type", kind),
            ("WARC-Record-ID", _id(capture.run, str(capture.line), part)),
            ("WARC-Date", moment_text(capture.captured_at)),
            ("WARC-Target-URI", url),
        ]

    def _write(self, fields: Fields, content_type: str | None, block: bytes) -> None:
        lines = ["WARC/1.1", *(f"{name}: {_CONTROLS.sub(' ', value)}" for name, value in fields)]
        if content_type is not None:
            lines.append(f"Content-Type: {_CONTROLS.sub(' ', content_type)}")
        lines += [f"WARC-Block-Digest: {_sha1(block)}", f"Content-Length: {len(block)}"]
        record = "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"
        self.file.write(gzip.compress(record, mtime=0) if self.packed else record)
        self.records += 1


def _http(status: int, headers: list[tuple[str, str]], length: int | None) -> bytes:
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
