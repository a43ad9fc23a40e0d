"""WARC files of every producer give the pages they saw, decoded, at the time at which they saw them."""

import gzip
import http.server
import shutil
import subprocess
import threading
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import brotli
import pytest
import zstandard
from made_warcs import HOST, NOW, SOURCES, URL, Taken, answer, by_warcio, packed, page, record, response

from jsiq_scrape.captures import ErrorKind
from jsiq_scrape.files.warc.warc_import import chooser

NAMES = ["a", "b", "c"]
ALL = {URL.format(name): page(name) for name in NAMES}

FILES: dict[str, Callable[[], bytes]] = {
    "warcio gzipped": lambda: by_warcio(NAMES),
    "warcio plain": lambda: by_warcio(NAMES, gzipped=False),
    "warcio WARC 1.0": lambda: by_warcio(NAMES, version="1.0"),
    "by hand plain": lambda: b"".join(map(response, NAMES)),
    "by hand gzipped": lambda: packed(map(response, NAMES)),
    "one gzip member for all": lambda: gzip.compress(b"".join(map(response, NAMES))),
    "two files put together": lambda: packed([response("a")]) + by_warcio(["b", "c"]),
    "filled up with zeros": lambda: packed(map(response, NAMES)) + bytes(512),
    "blank lines between": lambda: b"\r\n".join(map(response, NAMES)),
    "target in brackets": lambda: packed(
        record("response", answer(page(name)), f"<{URL.format(name)}>") for name in NAMES
    ),
    "resource records": lambda: packed(record("resource", page(name), URL.format(name)) for name in NAMES),
    "HTTP/2 status line": lambda: packed(
        record("response", b"HTTP/2 200\r\ncontent-type: text/html\r\n\r\n" + page(name), URL.format(name))
        for name in NAMES
    ),
}


@pytest.mark.parametrize("producer", FILES)
def test_every_producer_gives_the_same_pages(producer: str, taken: Taken) -> None:
    report = taken.take(FILES[producer]())
    assert taken.bodies() == ALL
    assert (report.stored, report.damages, report.incidents) == (3, [], [])
    assert {capture.captured_at for capture in taken.captures} == {datetime(2018, 4, 12, 10, tzinfo=UTC)}
    assert {capture.retrieved_at for capture in taken.captures} == {NOW}


def chunked(data: bytes) -> bytes:
    return b"".join(b"%x;x=1\r\n%s\r\n" % (len(part), part) for part in (data[:9], data[9:])) + b"0\r\n\r\n"


ENCODED = {
    "gzip": (gzip.compress(page("a")), {"Content_Encoding": "gzip"}),
    "deflate": (zlib.compress(page("a")), {"Content_Encoding": "deflate"}),
    "br": (brotli.compress(page("a")), {"Content_Encoding": "br"}),
    "zstd": (zstandard.compress(page("a")), {"Content_Encoding": "zstd"}),
    "chunked": (chunked(page("a")), {"Transfer_Encoding": "chunked"}),
    "chunked gzip": (
        chunked(gzip.compress(page("a"))),
        {"Transfer_Encoding": "chunked", "Content_Encoding": "gzip"},
    ),
    "chunks undone by the archive": (page("a"), {"Transfer_Encoding": "chunked"}),
    "gzip undone by the archive": (page("a"), {"Content_Encoding": "gzip", "Content_Length": "9999"}),
    "as Common Crawl writes it": (
        page("a"),
        {"X_Crawl_Content_Encoding": "gzip", "Content_Length": f"{len(page('a'))}"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("encoding", ENCODED)
def test_transfer_and_content_encodings_are_undone(encoding: str, taken: Taken) -> None:
    payload, headers = ENCODED[encoding]
    taken.take(record("response", answer(payload, **headers), URL.format("a")))
    assert taken.bodies() == {URL.format("a"): page("a")}


BROKEN = {
    "shorter than it says": (answer(page("a"), Content_Length="5000"), {}, ErrorKind.RESET),
    "cut chunks": (answer(chunked(page("a"))[:40], Transfer_Encoding="chunked"), {}, ErrorKind.PROTOCOL),
    "cut gzip": (answer(gzip.compress(page("a"))[:-9], Content_Encoding="gzip"), {}, ErrorKind.DECODING),
    "cut by the archive": (answer(page("a")), {"WARC_Truncated": "length"}, ErrorKind.TOO_LARGE),
    "no HTTP": (b"\x00\x01", {}, ErrorKind.PROTOCOL),
    "a bomb": (answer(gzip.compress(bytes(20_000_000)), Content_Encoding="gzip"), {}, ErrorKind.TOO_LARGE),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_page_that_is_not_whole_is_a_capture_with_an_error_and_no_body(fault: str, taken: Taken) -> None:
    block, headers, kind = BROKEN[fault]
    report = taken.take(record("response", block, URL.format("a"), **headers))
    (capture,) = taken.captures
    assert (capture.error_kind, capture.digest, report.damages) == (kind, None, [])


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone", "301 Moved", "503 Busy", "304 Not Modified"])
def test_what_was_no_page_is_kept_as_what_it_was(status: str, taken: Taken) -> None:
    taken.take(record("response", answer(b"nothing here", status, Location="/x", Set_Cookie="id=1"), URL.format("a")))
    (capture,) = taken.captures
    assert capture.status == int(status[:3])
    assert (capture.digest is None) == (status[:1] == "3")
    assert "set-cookie" not in dict(capture.headers)


def test_a_capture_says_where_in_which_file_it_stands(taken: Taken) -> None:
    first = packed([response("a")])
    taken.take(first + packed([response("b", WARC_Payload_Digest="sha1:" + "A" * 32, WARC_Block_Digest="x:y")]))
    archive = taken.captures[1].archive
    assert archive is not None
    assert archive.requested_url == f"given 0.warc#{len(first)}"
    assert (archive.timestamp, archive.digest) == ("20180412100000", "sha1:" + "A" * 32)


def test_fractions_of_a_second_are_kept(taken: Taken) -> None:
    taken.take(response("a", version="1.1", WARC_Date="2018-04-12T10:00:00.123456789Z"))
    assert taken.captures[0].captured_at == datetime(2018, 4, 12, 10, 0, 0, 123456, tzinfo=UTC)


def test_only_the_pages_of_sources_toml_are_taken(taken: Taken) -> None:
    others = [f"https://{HOST}/impressum.html", "https://other.example/standorte/details/x.html", "urn:pageinfo:x"]
    report = taken.take(packed([response("a"), *(record("response", answer(b"x"), url) for url in others)]))
    assert list(taken.bodies()) == [URL.format("a")]
    assert (report.stored, report.skipped) == (1, 3)


@pytest.mark.parametrize(
    ("before", "taken"),
    [
        (f"https://{HOST}", True),
        (f"HTTP://{HOST.upper()}:80", True),
        (f"https://{HOST}.", True),
        (f" https://{HOST}", True),
        (f"https://%77{HOST[1:]}", False),
        (f"https://{HOST}:8080", False),
        (f"https://somebody@{HOST}", False),
        (f"https://{HOST}.elsewhere.example", False),
        (f"https://elsewhere.example/{HOST}", False),
    ],
)
def test_a_host_is_known_however_a_url_writes_it(before: str, taken: bool) -> None:
    assert (chooser(SOURCES)(f"{before}/standorte/details/amt-a.html") is not None) is taken


def test_session_parameters_are_dropped_and_listings_are_known(taken: Taken) -> None:
    urls = [f"http://{HOST}:80/standorte/details/a.html?PHPSESSID=1", f"https://{HOST}/standorte.html"]
    taken.take(packed(record("response", answer(page("a")), url) for url in urls))
    assert {(capture.url, capture.purpose) for capture in taken.captures} == {
        (f"http://{HOST}/standorte/details/a.html", "profile"),
        (f"https://{HOST}/standorte.html", "listing"),
    }


def test_other_hosts_and_other_paths_are_taken_on_demand(taken: Taken) -> None:
    elsewhere = "https://other.example/standorte/details/x.html"
    other_path = "https://other.example/profil/1"
    file = packed(record("response", answer(page(url)), url) for url in (elsewhere, other_path))
    assert taken.take(file).stored == 0
    assert taken.take(file, all_hosts=True).stored == 1
    assert taken.take(file, patterns=("/profil/#",)).stored == 1
    assert set(taken.bodies()) == {elsewhere, other_path}


def test_the_same_file_twice_stores_nothing_new(taken: Taken) -> None:
    taken.take(by_warcio(NAMES))
    report = taken.take(by_warcio(NAMES))
    assert (report.stored, report.known, report.run) == (0, 3, None)
    assert len(taken.captures) == 3


@pytest.fixture
def site() -> Iterator[int]:
    """A site on this machine that sends pages gzipped and in chunks."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self.wfile.write(chunked(page(self.path)))

        def log_message(self, *about: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("options", [[], ["--no-warc-compression"]], ids=["gzipped", "plain"])
def test_what_wget_writes_is_read(options: list[str], site: int, taken: Taken, tmp_path: Path) -> None:
    if shutil.which("wget") is None:
        pytest.skip("wget is not installed")
    urls = [f"http://127.0.0.1:{site}/standorte/details/{name}.html" for name in NAMES]
    command = ["wget", "--quiet", "--no-config", "--no-proxy", "--warc-file=w", *options, "--output-document=out"]
    subprocess.run([*command, *urls], cwd=tmp_path, check=True, timeout=60)
    (file,) = tmp_path.glob("w.warc*")
    report = taken.take(file, all_hosts=True)
    assert report.damages == []
    assert taken.bodies() == {
        url: page(f"/standorte/details/{name}.html") for url, name in zip(urls, NAMES, strict=True)
    }
