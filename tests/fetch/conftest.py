"""A server that does what it is told, byte by byte, and clients that ask it."""

import socket
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jsiq_scrape.clock import Clock, StandingClock
from jsiq_scrape.fetch.client import Client
from jsiq_scrape.fetch.sources import ClientSettings, Source
from jsiq_scrape.snapshots import Fetched

HOST = "www.programm.invalid"
SITE = f"http://{HOST}"


@dataclass(frozen=True)
class Request:
    path: str
    headers: dict[str, str]
    at: float  # monotonic


Reply = bytes | Callable[[socket.socket, Request], None]


def reply(status: int = 200, body: bytes | str = b"", **headers: str) -> bytes:
    """A whole answer; header names are written with "_" for "-"."""
    data = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status} X"]
    if status not in (204, 304):
        lines.append(f"Content-Length: {len(data)}")
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + data


@dataclass
class Server:
    """Answers each path with its reply, or with the replies of a list one after the other, the last one for ever."""

    routes: dict[str, Reply | list[Reply]] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    port: int = 0
    default: Reply = field(default_factory=lambda: reply(404, "no such page"))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def asked(self, path: str) -> int:
        return sum(request.path == path for request in self.requests)

    def answer(self, connection: socket.socket, request: Request) -> None:
        with self._lock:
            self.requests.append(request)
            found = self.routes.get(request.path, self.default)
            if isinstance(found, list):
                found = found.pop(0) if len(found) > 1 else found[0]
        if callable(found):
            found(connection, request)
        else:
            connection.sendall(found)

    def source(self, **changes: object) -> Source:
        return Source.model_validate(
            {
                "name": "live",
                "kind": "live",
                "hosts": [HOST],
                "local": True,
                "connect_to": {f"{HOST}:80": f"127.0.0.1:{self.port}", f"{HOST}:443": f"127.0.0.1:{self.port}"},
                "profile_patterns": ["/standorte/details/*.html"],
                "listing_patterns": ["/standorte/**"],
                **changes,
            }
        )


@pytest.fixture
def server() -> Iterator[Server]:
    script = Server()
    stopping = threading.Event()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            file = self.request.makefile("rb")
            try:
                while not stopping.is_set() and (line := file.readline()):
                    headers = {}
                    while header := file.readline().strip():
                        name, _, value = header.decode("latin-1").partition(":")
                        headers[name.lower()] = value.strip()
                    script.answer(self.request, Request(line.split()[1].decode("latin-1"), headers, time.monotonic()))
            except OSError:
                return  # the client has gone, as some tests want
            finally:
                file.close()

    class Threads(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True
        request_queue_size = 64

    with Threads(("127.0.0.1", 0), Handler) as listener:
        script.port = listener.server_address[1]
        thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield script
        finally:
            stopping.set()
            listener.shutdown()
            thread.join()


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock(datetime(2021, 3, 1, 12, 0, tzinfo=UTC))


@dataclass
class Asked:
    """A client, and the looks at robots.txt that it made on the way."""

    client: Client
    robots: list[Fetched]

    def get(self, path: str, **options: object) -> Fetched:
        return self.client.get(SITE + path if path.startswith("/") else path, **options)  # type: ignore[arg-type]


Ask = Callable[..., Asked]


@pytest.fixture
def ask(server: Server, clock: Clock) -> Iterator[Ask]:
    """Makes clients for the server; keywords of ClientSettings change how they ask, `source` changes the source."""
    clients: list[Client] = []

    def make(source: dict[str, object] | None = None, use_clock: Clock | None = None, **settings: object) -> Asked:
        looks: list[Fetched] = []
        chosen = ClientSettings.model_validate({"deadline_seconds": 20, "read_timeout_seconds": 5, **settings})
        client = Client(chosen, server.source(**(source or {})), use_clock or clock, record=looks.append)
        clients.append(client)
        return Asked(client, looks)

    yield make
    for client in clients:
        client.close()


@contextmanager
def listening(*, accept: bool) -> Iterator[int]:
    """A port of this machine that takes connections and says nothing, or refuses them."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        if accept:
            listener.listen()
        yield listener.getsockname()[1]


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    raise NotImplementedError
