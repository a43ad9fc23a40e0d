"""A server that does what it is told, byte by byte; imported by the tests beside it."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from jsiq_scrape.evidence.store import Capture
from jsiq_scrape.fetch.client import Client
from jsiq_scrape.fetch.sources import Source

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
    greeting: bytes = b""  # sent before anything is read; then the connection ends
    wrap: ssl.SSLContext | None = None  # TLS, before anything is read
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


@dataclass
class Asked:
    """A client, and the captures of robots.txt that it made on the way."""

    client: Client
    robots: list[Capture]

    def get(self, path: str, **options: object) -> Capture:
        return self.client.get(SITE + path if path.startswith("/") else path, **options)  # type: ignore[arg-type]


Ask = Callable[..., Asked]


@contextmanager
def listening(*, accept: bool) -> Iterator[int]:
    """A port of this machine that takes connections and says nothing, or refuses them."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        if accept:
            listener.listen()
        yield listener.getsockname()[1]
