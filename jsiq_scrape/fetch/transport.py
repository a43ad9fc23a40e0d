"""The transport of our httpx client: connections that keep a deadline and go only where they may."""

import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import certifi
import httpcore
import httpx

from jsiq_scrape.captures import ErrorKind
from jsiq_scrape.errors import ConfigurationError, DeadlineExceeded, ForbiddenHost
from jsiq_scrape.fetch.exchange import Deadline, ExchangeError
from jsiq_scrape.fetch.sources import ClientSettings, Place

_CONNECTIONS = 2  # of a thread: to the host it asks, and to the one it was led to
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
#: An IPv4 address in the last 32 bits: NAT64 (RFC 6052), IPv4-compatible (RFC 4291), IPv4-translated (RFC 2765).
_WRAPPING = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "::/96", "::ffff:0:0:0/96")))
#: Not of the internet at large, and `is_global` of Python 3.11 says they are: local NAT64 (RFC 8215), site-local
#: (RFC 3879), segment routing (RFC 9602), documentation (RFC 9637).
_LOCAL = tuple(map(ipaddress.ip_network, ("64:ff9b:1::/48", "fec0::/10", "5f00::/16", "3fff::/20")))


class Transport(httpx.BaseTransport):
    """Sends the requests of an `httpx.Client` over connections that keep to deadline and addresses.

    The deadline takes the place of httpx's timeouts.  Each thread has a pool of its own: one pool for all searches the
    connections of all others with every request.  Raises ExchangeError for whatever goes wrong on the wire.
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

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self._deadline.closed = self._deadline.reused = False
        url = request.url
        with self._named_errors():
            response = self._pool().handle_request(
                httpcore.Request(
                    method=request.method,
                    url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                    headers=request.headers.raw,
                    content=request.stream,
                )
            )
        return _Response(
            response.status, headers=response.headers, stream=_Stream(response, self._named_errors), extensions={}
        )

    def close(self) -> None:
        for pool in self._pools:
            pool.close()

    def _pool(self) -> httpcore.ConnectionPool:
        """The pool of the running thread."""
        pool: httpcore.ConnectionPool | None = getattr(self._own, "pool", None)
        if pool is None:
            pool = self._own.pool = self._new_pool()
            self._pools.append(pool)
        return pool

    @contextmanager
    def _named_errors(self) -> Iterator[None]:
        try:
            yield
        except httpcore.ProtocolError as error:
            if self._deadline.closed:
                raise ExchangeError(ErrorKind.RESET, "the connection ended before the answer", again=True) from error
            # On a used connection it may be the rest of an answer whose Content-Length was too short.
            again = self._deadline.reused
            raise ExchangeError(ErrorKind.PROTOCOL, f"the answer is no proper HTTP: {error}", again=again) from error
        except (httpcore.NetworkError, httpcore.TimeoutException) as error:
            raise ExchangeError(ErrorKind.RESET, f"the connection failed: {error}", again=True) from error


class _Response(httpx.Response):
    """An answer whose Location is not looked at by httpx, which fails over those that are no URL, followed or not."""

    has_redirect_location = False


@dataclass(eq=False)
class _Stream(httpx.SyncByteStream):
    """The body of an answer, as it comes over the wire."""

    response: httpcore.Response
    named_errors: Callable[[], AbstractContextManager[None]]

    def __iter__(self) -> Iterator[bytes]:
        with self.named_errors():
            yield from self.response.iter_stream()

    def close(self) -> None:
        self.response.close()


@dataclass(eq=False)
class Network(httpcore.NetworkBackend):
    """Opens connections: names are resolved here and the address that was checked is the one connected to.

    `connect_to` maps "host:port" to a loopback "address:port"; `local` says that the source is on this machine or in
    this network, and then nothing else is reached; otherwise public addresses alone are.
    """

    deadline: Deadline
    local: bool
    connect_to: Mapping[str, str]
    connect_timeout: float
    read_timeout: float
    sockets: httpcore.SyncBackend = field(default_factory=httpcore.SyncBackend)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        target = self.connect_to.get(f"{host}:{port}")
        if target is not None:
            address, _, number = target.rpartition(":")
            return self._connect([address.strip("[]")], int(number))
        return self._connect(self._addresses(host, port), port)

    def _addresses(self, host: str, port: int) -> list[str]:
        """The addresses of a host, all of them checked: one private address among public ones is a trap."""
        try:
            found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
        except (socket.gaierror, UnicodeError) as error:
            again = isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN
            said = "cannot be resolved now: is there a network?" if again else "has no address"
            raise ExchangeError(ErrorKind.DNS, f"the name {host} {said}", again=again) from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        for text in addresses:
            public = is_public(ipaddress.ip_address(text.partition("%")[0]))
            if public and self.local:
                raise ForbiddenHost(f"{host} has the public address {text}, but the source is configured as local")
            if not public and not self.local:
                raise ForbiddenHost(f"{host} has the address {text}, which is not public (local = true?)")
        return addresses

    def _connect(self, addresses: list[str], port: int) -> "GuardedStream":
        for number, address in enumerate(addresses, 1):
            try:
                stream = self.sockets.connect_tcp(
                    address, port, timeout=min(self.connect_timeout, self.deadline.left())
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                if number < len(addresses):
                    continue
                late = isinstance(error, httpcore.ConnectTimeout)
                message = f"no connection to {address} port {port}" + (" in time" if late else "")
                raise ExchangeError(ErrorKind.REFUSED, message, again=True) from error
            return GuardedStream(stream, self.deadline, self.read_timeout)
        raise ExchangeError(ErrorKind.DNS, "the name has no address")

    def sleep(self, seconds: float) -> None:
        self.sockets.sleep(seconds)


@dataclass(eq=False)
class GuardedStream(httpcore.NetworkStream):
    """A connection on which every wait ends with the exchange's deadline, however slowly bytes drip."""

    stream: httpcore.NetworkStream
    deadline: Deadline
    read_timeout: float
    used: bool = False

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        left = self.deadline.left()
        try:
            data = self.stream.read(max_bytes, timeout=min(left, self.read_timeout))
        except httpcore.ReadTimeout as error:
            if left <= self.read_timeout:
                raise DeadlineExceeded("the whole exchange took longer than allowed") from error
            raise ExchangeError(ErrorKind.TIMEOUT, "the server fell silent", again=True) from error
        except httpcore.ReadError as error:
            raise ExchangeError(ErrorKind.RESET, "the connection was reset", again=True) from error
        if not data:
            self.deadline.closed = True
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if buffer:
            self.deadline.reused, self.used = self.used, True
        try:
            self.stream.write(buffer, timeout=min(self.deadline.left(), self.read_timeout))
        except httpcore.WriteTimeout as error:
            raise ExchangeError(ErrorKind.TIMEOUT, "the server does not take the request", again=True) from error

    def close(self) -> None:
        self.stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        try:
            stream = self.stream.start_tls(
                ssl_context, server_hostname, timeout=min(self.deadline.left(), self.read_timeout)
            )
        except httpcore.ConnectTimeout as error:
            raise ExchangeError(ErrorKind.TIMEOUT, "the TLS handshake took too long", again=True) from error
        except httpcore.ConnectError as error:
            reason = getattr(error.__context__, "verify_message", None) or getattr(error.__context__, "reason", None)
            raise ExchangeError(ErrorKind.TLS, f"TLS failed: {reason or 'the handshake was broken off'}") from error
        return GuardedStream(stream, self.deadline, self.read_timeout)

    def get_extra_info(self, info: str) -> Any:
        return self.stream.get_extra_info(info)


def tls_context(ca_file: Path | None) -> ssl.SSLContext:
    """Certificates are verified against certifi's authorities and `ca_file`; there is no way to switch that off."""
    context = ssl.create_default_context(cafile=certifi.where())
    if ca_file is not None:
        try:
            context.load_verify_locations(cafile=ca_file)
        except OSError as error:  # ssl.SSLError is one
            raise ConfigurationError(f"ca_file {ca_file} cannot be used: {error.strerror or error}") from error
    return context


def is_public(address: Address) -> bool:
    """Is this an address of the internet at large, also where it wraps another address?"""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is None and any(address in network for network in _WRAPPING):
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        if any(address in network for network in _LOCAL):
            return False
    return address.is_global and not address.is_multicast
