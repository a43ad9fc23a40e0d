"""WARC files as different programs write them, and what is taken in from them; imported by the tests beside it."""

import gzip
import hashlib
import io
from base64 import b32encode
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from jsiq_scrape.clock import StandingClock
from jsiq_scrape.evidence.store import Capture, Snapshots
from jsiq_scrape.fetch.sources import Sources
from jsiq_scrape.files.intake import IntakeReport
from jsiq_scrape.files.warc.warc_import import chooser, collect
from jsiq_scrape.workspace import Workspace

NOW = datetime(2024, 5, 1, 12, tzinfo=UTC)
HOST = "www.jugend-staerken.example"
URL = f"https://{HOST}/standorte/details/amt-{{}}.html"
DATE = "2018-04-12T10:00:00Z"
SOURCES = Sources.model_validate(
    {
        "source": [
            {
                "name": "live",
                "kind": "live",
                "hosts": [HOST, HOST.removeprefix("www.")],
                "profile_patterns": ["/standorte/details/*.html"],
                "listing_patterns": ["/standorte.html"],
                "drop_parameters": ["PHPSESSID"],
            }
        ]
    }
)


def page(name: str) -> bytes:
    """A body that tells one page from another."""
    return f"<html><meta charset=utf-8><title>{name}</title><p>Größe der Seite {name}</p></html>".encode()


def sha1(data: bytes) -> str:
    return "sha1:" + b32encode(hashlib.sha1(data).digest()).decode()


def answer(payload: bytes, status: str = "200 OK", **headers: str) -> bytes:
    """The block of a response record."""
    lines = [f"HTTP/1.1 {status}", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + payload


def record(kind: str, block: bytes, url: str | None = None, *, version: str = "1.0", **headers: str | None) -> bytes:
    """One record, written by hand; a header that is None is left out."""
    told: dict[str, str | None] = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:{hashlib.md5(block + (url or '').encode()).hexdigest()}>",
        "WARC-Date": DATE,
        "WARC-Target-URI": url,
        "Content-Type": "application/http; msgtype=response" if kind in ("response", "revisit") else "text/html",
        "Content-Length": str(len(block)),
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    lines = [f"WARC/{version}", *(f"{name}: {value}" for name, value in told.items() if value is not None)]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def response(name: str, **headers: str | None) -> bytes:
    """A plain response record for the page of that name."""
    return record("response", answer(page(name), Content_Type="text/html"), URL.format(name), **headers)


def packed(records: Iterable[bytes]) -> bytes:
    """Each record as a gzip member of its own."""
    return b"".join(gzip.compress(one, mtime=0) for one in records)


class TidyWriter(WARCWriter):
    """The library's writer, which leaves its temporary files to the garbage collector; these need no closing."""

    def _create_temp_file(self) -> io.BytesIO:
        return io.BytesIO()


def by_warcio(names: Iterable[str], *, gzipped: bool = True, version: str = "1.1") -> bytes:
    """The pages as the usual Python library writes them."""
    file = io.BytesIO()
    writer = TidyWriter(file, gzip=gzipped, warc_version=version)
    writer.write_record(writer.create_warcinfo_record("a.warc.gz", {"software": "test"}))
    for name in names:
        head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                URL.format(name), "response", payload=io.BytesIO(page(name)), http_headers=head,
                warc_headers_dict={"WARC-Date": DATE},
            )
        )  # fmt: skip
    return file.getvalue()


class Taken:
    """A workspace into which WARC files are taken."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.workspace = Workspace(root / "workspace")
        self.snapshots = Snapshots(self.workspace.snapshots)

    def take(self, *files: bytes | Path, **choice: object) -> IntakeReport:
        """Take files in, written first where bytes are given."""
        paths = []
        for number, file in enumerate(files):
            if isinstance(file, Path):
                paths.append(file)
            else:
                paths.append(self.root / f"given {number}.warc")
                paths[-1].write_bytes(file)
        choose = chooser(SOURCES, **choice)  # type: ignore[arg-type]
        return collect(self.workspace, paths, StandingClock(NOW), choose)

    @property
    def captures(self) -> list[Capture]:
        """All captures, by URL."""
        found = list(self.snapshots.captures())
        assert self.snapshots.damages == []
        return found

    def bodies(self) -> dict[str, bytes | None]:
        """What each URL's capture saw or confirmed."""
        return {
            capture.url: None if capture.content_digest is None else self.snapshots.body(capture.content_digest)
            for capture in self.captures
        }
