"""One request over the wire and its answer: the only module that imports httpx."""

import threading
from functools import partial

import httpcore
import httpx

from jsiq_scrape.captures import ErrorKind
from jsiq_scrape.errors import TooLarge
from jsiq_scrape.fetch.connections import Deadline, Network, tls_context
from jsiq_scrape.fetch.failures import ExchangeError
from jsiq_scrape.fetch.redirects import STATUSES
from jsiq_scrape.fetch.retry import Answer
from jsiq_scrape.fetch.settings import Place
from jsiq_scrape.fetch.sources import ClientSettings

_CONNECTIONS = 2  # of a thread: to the host it asks, and to the one it was led to


class Transport:
    """Requests of httpx over connections that keep to deadline and addresses; no cookies, no proxies.

    Each thread has a pool of its own: one for all captures of the connections of all others with every request.
    """

    def __init__(self, settings: ClientSettings, source: Place, deadline: Deadline) -> None:
        self._deadline = deadline
        self._pools: list[httpcore.ConnectionPool] = []
        self._own = threading.local()
        self._new_pool = partial(
            httpcore.ConnectionPool,
            ssl_context=None if source.local and settings.ca_file is None else tls_context(settings.ca_file),
            max_connections=_CONNECTIONS,
            max_keepalive_connections=_CONNECTIONS,
            keepalive_expiry=5.0,
            network_backend=Network(
                deadline,
                local=source.local,
                connect_to=source.connect_to,
                connect_timeout=settings.connect_timeout_seconds,
                read_timeout=settings.read_timeout_seconds,
            ),
        )

    def get(self, url: str, headers: list[tuple[str, str]], limit: int, *, cut: bool) -> Answer:
        """The whole answer; beyond `limit` bytes TooLarge, or only the first bytes when `cut` allows that.

        Raises ExchangeError for whatever goes wrong on the wire.
        """
        self._deadline.closed = self._deadline.reused = False
        try:
            return _read(self._ask(httpx.Request("GET", url, headers=headers)), limit, cut)
        except (httpcore.ProtocolError, httpx.InvalidURL) as error:
            if self._deadline.closed:
                raise ExchangeError(ErrorKind.RESET, "the connection ended before the answer", again=True) from error
            # On a used connection it may be the rest of an answer whose Content-Length was too short.
            again = self._deadline.reused
            raise ExchangeError(ErrorKind.PROTOCOL, f"the answer is no proper HTTP: {error}", again=again) from error
        except (httpcore.NetworkError, httpcore.TimeoutException) as error:
            raise ExchangeError(ErrorKind.RESET, f"the connection failed: {error}", again=True) from error

    def _ask(self, request: httpx.Request) -> httpcore.Response:
        url = request.url
        return self._pool().handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
            )
        )

    def _pool(self) -> httpcore.ConnectionPool:
        """The pool of the running thread."""
        pool: httpcore.ConnectionPool | None = getattr(self._own, "pool", None)
        if pool is None:
            pool = self._own.pool = self._new_pool()
            self._pools.append(pool)
        return pool

    def close(self) -> None:
        for pool in self._pools:
            pool.close()


def _read(response: httpcore.Response, limit: int, cut: bool) -> Answer:
    """The whole answer; beyond `limit` bytes TooLarge, or only the first bytes when `cut` allows that."""
    headers = tuple((name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in response.headers)
    try:
        length = ", ".join(value for name, value in headers if name == "content-length")
        if length.isdigit() and int(length[:20]) > limit and not cut and response.status not in STATUSES:
            raise TooLarge(f"the server announces {length[:20]} bytes, more than {limit}")
        data = bytearray()
        for piece in response.iter_stream():
            data += piece
            if len(data) > limit:
                if cut:
                    return Answer(response.status, headers, bytes(data[:limit]), cut=True)
                raise TooLarge(f"the body has more than {limit} bytes")
        return Answer(response.status, headers, bytes(data))
    finally:
        response.close()
