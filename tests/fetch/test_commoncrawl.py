"""Common Crawl: one index a crawl, and a range of a WARC file for each capture."""

import gzip
import json
import re
import threading
from base64 import b32encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha1
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from archive_server import HOST, PAGE, pages

from jsiq_scrape.archives.collection import collect
from jsiq_scrape.archives.summary import ArchiveReport
from jsiq_scrape.clock import StandingClock
from jsiq_scrape.evidence.store import Capture, ErrorKind, Snapshots
from jsiq_scrape.fetch.sources import CommonCrawlArchive
from jsiq_scrape.workspace import Workspace

NOW = datetime(2024, 5, 1, 12, 0, tzinfo=UTC)


def member(url: str, date: str, payload: bytes, head: str = "HTTP/1.1 200 OK\r\nContent-Type: text/html") -> bytes:
    """One response record in a gzip member of its own, as Common Crawl writes them."""
    block = f"{head}\r\nX-Crawler-Content-Length: 9\r\n\r\n".encode() + payload
    digest = b32encode(sha1(payload).digest()).decode()
    header = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: {date}\r\nWARC-Target-URI: {url}\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000000>\r\nWARC-Payload-Digest: sha1:{digest}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return gzip.compress(header.encode() + block + b"\r\n\r\n", mtime=0)


@dataclass
class Crawls:
    """Two crawls, each with an index of some rows a page, and one WARC file."""

    port: int = 0
    warc: bytes = b""
    rows: dict[str, list[dict[str, str]]] = field(default_factory=lambda: {"2015-06": [], "2018-22": []})
    rows_a_page: int = 2
    asked: list[str] = field(default_factory=list)
    ignores_ranges: bool = False

    def add(self, crawl: str, timestamp: str, name: str, payload: bytes = b"page", /, **changes: str) -> None:
        url = PAGE + name
        moment = datetime.strptime(timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        record = member(url, f"{moment:%Y-%m-%dT%H:%M:%SZ}", payload)
        row = {
            "urlkey": "key", "timestamp": timestamp, "url": url, "mime": "text/html", "status": "200",
            "digest": b32encode(sha1(payload).digest()).decode(), "length": str(len(record)),
            "offset": str(len(self.warc)), "filename": "crawl-data/a.warc.gz", "languages": "deu",
        }  # fmt: skip
        self.rows[crawl].append(row | changes)
        self.warc += record

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def answer(self, path: str, span: str | None) -> tuple[int, dict[str, str], bytes]:
        self.asked.append(path)
        place, query = urlsplit(path).path, parse_qs(urlsplit(path).query)
        if place == "/collinfo.json":
            found = [{"id": f"CC-MAIN-{crawl}", "cdx-api": f"{self.base}/CC-MAIN-{crawl}-index"} for crawl in self.rows]
            return 200, {}, json.dumps(found).encode()
        index = re.fullmatch(r"/CC-MAIN-(.*)-index", place)
        if index:
            rows = [row for row in self.rows[index[1]] if query["url"][0] in row["url"]]
            if "showNumPages" in query:
                return 200, {}, json.dumps({"pages": -(-len(rows) // self.rows_a_page), "pageSize": 5}).encode()
            if not rows:
                return 404, {}, b'{"message": "No Captures found for: x"}'
            start = int(query["page"][0]) * self.rows_a_page
            lines = [json.dumps(row) for row in rows[start : start + self.rows_a_page]]
            return 200, {}, "\n".join(lines).encode()
        if place == "/crawl-data/a.warc.gz":
            match = re.fullmatch(r"bytes=(\d+)-(\d+)", span or "")
            if match is None or self.ignores_ranges:
                return 200, {}, self.warc
            first, last = int(match[1]), min(int(match[2]), len(self.warc) - 1)
            return 206, {"Content-Range": f"bytes {first}-{last}/{len(self.warc)}"}, self.warc[first : last + 1]
        return 404, {}, b""


@pytest.fixture
def crawls() -> Iterator[Crawls]:
    held = Crawls()

    class Answers(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            status, headers, body = held.answer(self.path, self.headers["Range"])
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing: `asked` is the log."""

    class Threads(ThreadingHTTPServer):
        daemon_threads = True

    with Threads(("127.0.0.1", 0), Answers) as server:
        held.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield held
        server.shutdown()
        thread.join()


def collect_archive(crawls: Crawls, folder: Path, /, **changes: object) -> ArchiveReport:
    archive = CommonCrawlArchive.model_validate(
        {
            "name": "commoncrawl",
            "kind": "commoncrawl",
            "local": True,
            "crawls": f"{crawls.base}/collinfo.json",
            "data": crawls.base,
            "searches_per_minute": 60_000,
            "playbacks_per_minute": 60_000,
            **changes,
        }
    )
    hosts = [HOST, HOST.removeprefix("www.")]
    return collect(Workspace(folder), archive, pages(hosts=hosts), StandingClock(NOW), state=folder / "state")


def captures(folder: Path) -> list[Capture]:
    return [capture for capture in Snapshots(folder / "snapshots").captures() if capture.purpose == "profile"]


def test_every_crawl_is_searched_page_by_page_and_each_digest_fetched_once(crawls: Crawls, tmp_path: Path) -> None:
    for number in range(5):
        crawls.add("2015-06", f"2015020110000{number}", f"{number}.html", f"page {number}".encode())
    crawls.add("2018-22", "20180501100000", "0.html", b"page 0")
    report = collect_archive(crawls, tmp_path)
    assert (report.listed, report.fetched, report.confirmed, report.incomplete) == (6, 5, 1, False)
    assert sum("a.warc.gz" in asked for asked in crawls.asked) == 5
    first, *_, last = captures(tmp_path)
    assert (first.url, first.status, first.header("content-type")) == (PAGE + "0.html", 200, "text/html")
    assert first.captured_at == datetime(2015, 2, 1, 10, 0, tzinfo=UTC)
    assert last.confirms == first.digest
    assert first.archive is not None
    assert first.archive.requested_url.startswith(f"{crawls.base}/crawl-data/a.warc.gz#0+")
    assert Snapshots(tmp_path / "snapshots").body(first.digest or "") == b"page 0"


def test_a_crawl_that_was_searched_is_not_searched_again(crawls: Crawls, tmp_path: Path) -> None:
    crawls.add("2015-06", "20150201100000", "a.html")
    collect_archive(crawls, tmp_path)
    crawls.asked.clear()
    report = collect_archive(crawls, tmp_path)
    assert (report.known, report.checked) == (1, 0)
    assert crawls.asked == ["/robots.txt", "/collinfo.json"]


def test_only_the_crawls_of_the_years_in_question_are_searched(crawls: Crawls, tmp_path: Path) -> None:
    crawls.add("2015-06", "20150201100000", "a.html")
    crawls.add("2018-22", "20180501100000", "a.html", b"later")
    assert collect_archive(crawls, tmp_path, since="2016", until="2018").listed == 1
    assert not any("2015-06" in asked for asked in crawls.asked)


@pytest.mark.parametrize(
    ("changes", "kind", "said"),
    [
        ({"digest": "A" * 32}, ErrorKind.MISMATCH, "the listing says"),
        ({"digest": "-", "timestamp": "20150202100000"}, ErrorKind.MISMATCH, "its capture of 20150201100000"),
        ({"offset": "5"}, ErrorKind.UNAVAILABLE, "instead of bytes"),
        ({"length": "40"}, ErrorKind.UNREADABLE, "no whole record"),
        ({"filename": "crawl-data/lost.warc.gz"}, ErrorKind.UNAVAILABLE, "404"),
        ({"offset": "-"}, ErrorKind.UNAVAILABLE, "where the record is"),
    ],
)
@pytest.mark.few(2)
def test_a_record_that_is_not_what_the_index_says_is_named_and_not_kept(
    crawls: Crawls, tmp_path: Path, changes: dict[str, str], kind: ErrorKind, said: str
) -> None:
    crawls.add("2015-06", "20150201100000", "a.html", **changes)
    collect_archive(crawls, tmp_path)
    (capture,) = captures(tmp_path)
    assert (capture.error_kind, capture.digest) == (kind, None)
    assert said in (capture.error or "")


def test_a_server_that_knows_no_ranges_is_not_taken_at_its_word(crawls: Crawls, tmp_path: Path) -> None:
    crawls.add("2015-06", "20150201100000", "a.html")
    crawls.add("2015-06", "20150201100001", "b.html", b"other")
    crawls.ignores_ranges = True
    assert collect_archive(crawls, tmp_path).unavailable == 2


def test_a_list_of_crawls_that_cannot_be_read_leaves_the_run_incomplete(crawls: Crawls, tmp_path: Path) -> None:
    report = collect_archive(crawls, tmp_path, crawls=f"{crawls.base}/crawl-data/a.warc.gz")
    assert (report.unlisted, report.incomplete) == (1, True)
