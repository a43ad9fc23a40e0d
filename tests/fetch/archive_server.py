"""A small web archive on the loopback address: a CDX search, a playback, and whatever faults a test gives it."""

import threading
import time
from base64 import b32encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import sha1
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from jsiq_scrape.fetch.sources import Source, WaybackArchive

HOST = "www.programm.invalid"
PAGE = f"http://{HOST}/standorte/details/"
EMPTY = b32encode(sha1(b"").digest()).decode()


@dataclass(frozen=True)
class Reply:
    """What the archive answers to one request."""

    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    cut: bool = False  # the connection ends in the middle of the body


@dataclass
class Archived:
    """A capture: what the index lists, and what the playback serves."""

    timestamp: str
    original: str
    body: bytes = b"<h1>Kreis</h1>"
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html; charset=utf-8"),)
    digest: str | None = None  # as listed; that of the body unless given
    listed_status: str | None = None
    mimetype: str = "text/html"
    serve: Callable[["Archived"], Reply] | None = None

    @property
    def line(self) -> str:
        digest = self.digest or digest_of(self.body)
        status = self.listed_status or str(self.status)
        return f"key {self.timestamp} {self.original} {self.mimetype} {status} {digest} 1000"

    def reply(self) -> Reply:
        if self.serve is not None:
            return self.serve(self)
        return Reply(self.status, (*self.headers, *memento(self.timestamp, self.original)), self.body)


def digest_of(body: bytes) -> str:
    return b32encode(sha1(body).digest()).decode()


def memento(timestamp: str, original: str) -> tuple[tuple[str, str], ...]:
    moment = datetime.strptime(timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    return (("Memento-Datetime", format_datetime(moment, usegmt=True)), ("Link", f'<{original}>; rel="original"'))


@dataclass
class Shelf:
    """The archive; tests fill it, and replace what it answers with replies of their own."""

    captures: list[Archived] = field(default_factory=list)
    index: list[Reply] = field(default_factory=list)  # answers of the index, one each, before its own
    playback: list[Reply] = field(default_factory=list)  # likewise of the playback
    others: dict[str, Reply] = field(default_factory=dict)  # path -> answer
    knows_keys: bool = True
    knows_limits: bool = True
    latency: float = 0.0
    asked: list[tuple[float, str]] = field(default_factory=list)  # when, what
    port: int = 0
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def add(self, timestamp: str, name: str, body: str | bytes = b"<h1>Kreis</h1>", **changes: object) -> Archived:
        original = name if "://" in name else PAGE + name
        held = Archived(timestamp, original, body.encode() if isinstance(body, str) else body)
        for key, value in changes.items():
            setattr(held, key, value)
        self.captures.append(held)
        return held

    def archive(self, **changes: object) -> WaybackArchive:
        base = f"http://127.0.0.1:{self.port}"
        return WaybackArchive.model_validate(
            {
                "name": "shelf",
                "kind": "wayback",
                "local": True,
                "cdx": f"{base}/cdx",
                "playback": f"{base}/web",
                "searches_per_minute": 60_000,
                "playbacks_per_minute": 600_000,
                "pause_seconds": 0,
                **changes,
            }
        )

    @property
    def searches(self) -> list[str]:
        return [what for _, what in self.asked if what.startswith("/cdx")]

    @property
    def playbacks(self) -> list[str]:
        return [what for _, what in self.asked if what.startswith("/web")]

    def answer(self, path: str) -> Reply:
        with self._guard:
            self.asked.append((time.monotonic(), path))
            scripted = self.index if path.startswith("/cdx") else self.playback if path.startswith("/web") else []
            if scripted:
                return scripted.pop(0)
        if path in self.others:
            return self.others[path]
        time.sleep(self.latency)
        if path.startswith("/cdx"):
            return self._listing(parse_qs(urlsplit(path).query))
        for capture in self.captures:
            if path == f"/web/{capture.timestamp}id_/{capture.original}":
                return capture.reply()
        return Reply(404, (), b"not archived")

    def _listing(self, asked: dict[str, list[str]]) -> Reply:
        prefix = asked["url"][0]
        lines = sorted(
            capture.line
            for capture in self.captures
            if capture.original.partition("://")[2].replace(":80/", "/").startswith(prefix)
        )
        start, limit = int(asked.get("resumeKey", ["0"])[0]), int(asked.get("limit", ["100000"])[0])
        rows = lines[start : start + limit] if self.knows_limits else lines
        more = self.knows_keys and start + limit < len(lines) and "showResumeKey" in asked
        text = "".join(f"{line}\n" for line in rows) + (f"\n{start + limit}\n" if more else "")
        return Reply(200, (("Content-Type", "text/plain"),), text.encode())


@contextmanager
def serve(shelf: Shelf) -> Iterator[Shelf]:
    class Answers(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1
        timeout = 5

        def do_GET(self) -> None:
            reply = shelf.answer(self.path)
            self.send_response(reply.status)
            for name, value in reply.headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body[: len(reply.body) // 2] if reply.cut else reply.body)
            self.wfile.flush()
            if reply.cut:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Nothing: `asked` is the log."""

    class Threads(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 64

        def handle_error(self, *_: object) -> None:
            """The client has gone, as some tests want."""

    with Threads(("127.0.0.1", 0), Answers) as server:
        shelf.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield shelf
        finally:
            server.shutdown()
            thread.join()


def pages(**changes: object) -> Source:
    """The source whose captures are wanted."""
    return Source.model_validate(
        {
            "name": "live",
            "kind": "live",
            "hosts": [HOST],
            "profile_patterns": ["/standorte/details/*.html", "/just/programme/**-#"],
            **changes,
        }
    )
