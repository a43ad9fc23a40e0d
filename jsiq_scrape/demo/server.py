"""The demo site over real HTTP on the loopback address."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from jsiq_scrape.demo.facts import Edition
from jsiq_scrape.demo.site import Response, pages

LOOPBACK = "127.0.0.1"


class DemoServer(ThreadingHTTPServer):
    """A server of one edition; `requests` says who asked for what, in the order of the answers."""

    daemon_threads = False  # so that closing waits for the last answer and leaves no open socket behind
    request_queue_size = 64

    def __init__(self, edition: Edition, port: int) -> None:
        self.pages = pages(edition)
        self.requests: list[tuple[str, str, int]] = []
        self._connections: set[socket.socket] = set()
        self._guard = threading.Lock()
        super().__init__((LOOPBACK, port), _Handler)

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def connect_to(self) -> dict[str, str]:
        """Where a client finds the site's recorded name, in the form of a source's `connect_to`."""
        return {"www.programm.invalid:80": f"{LOOPBACK}:{self.port}"}

    def note(self, method: str, path: str, status: int) -> None:
        with self._guard:
            self.requests.append((method, path, status))

    def get_request(self) -> tuple[socket.socket, object]:
        connection, address = super().get_request()
        with self._guard:  # before its thread starts, so that hang_up misses none
            self._connections.add(connection)
        return connection, address

    def shutdown_request(self, request: socket.socket | tuple[bytes, socket.socket]) -> None:
        with self._guard:
            self._connections -= {request}
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """End the connections that clients keep alive, so that their threads end too."""
        with self._guard:
            for connection in self._connections:
                with suppress(OSError):  # the client was faster
                    connection.shutdown(socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "DemoSite/1"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = -1  # one write for head and body
    server: DemoServer

    def do_GET(self) -> None:
        answer = self.server.pages.get(urlsplit(self.path).path, NOT_FOUND)
        headers = dict(answer.headers)
        status, body = answer.status, answer.body
        if status == HTTPStatus.OK and self._is_held(headers):
            status, body = HTTPStatus.NOT_MODIFIED.value, b""
        self.server.note(self.command, self.path, status)
        self.send_response(status)
        for name, value in answer.headers:
            if status != HTTPStatus.NOT_MODIFIED or name != "Content-Type":
                self.send_header(name, value)
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def _is_held(self, headers: dict[str, str]) -> bool:
        """Whether the client holds these bytes; an entity tag decides alone where there is one (RFC 9110, 13.2.2)."""
        held = self.headers.get("If-None-Match")
        if held is not None:
            tags = {tag.strip().removeprefix("W/") for tag in held.split(",")}
            return "*" in tags or headers.get("ETag") in tags
        return "Last-Modified" in headers and self.headers.get("If-Modified-Since") == headers["Last-Modified"]

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing: `requests` is the log; errors of the protocol still go to stderr."""


NOT_FOUND = Response(
    HTTPStatus.NOT_FOUND,
    (("Content-Type", "text/html; charset=utf-8"),),
    b"<html><head><title>404</title></head><body><h1>Seite nicht gefunden</h1></body></html>",
)


@contextmanager
def serve(edition: Edition, port: int = 0) -> Iterator[DemoServer]:
    """Serve an edition while the context is open; port 0 takes a free one."""
    with DemoServer(edition, port) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), name="demo-site")
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
            server.hang_up()
