"""A real server on this machine that does its worst; every capture ends in time, with a name for what happened."""

import gzip
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import brotli
import pytest
import zstandard
from scripted_server import HOST, SITE, Ask, Request, Server, listening, reply

from jsiq_scrape.clock import StandingClock, SystemClock
from jsiq_scrape.errors import ConfigurationError, ForbiddenHost, Incomplete
from jsiq_scrape.evidence.store import ErrorKind
from jsiq_scrape.fetch.client import Client
from jsiq_scrape.fetch.exchange import Deadline, ExchangeError
from jsiq_scrape.fetch.rate_limit import HostRateLimiter
from jsiq_scrape.fetch.sources import ClientSettings, Source
from jsiq_scrape.fetch.transport import Network, is_public

CERTIFICATES = Path(__file__).parent / "certificates"
OK = b"HTTP/1.1 200 OK\r\n"


def test_a_page_comes_whole_over_real_http(server: Server, ask: Ask) -> None:
    server.routes["/a"] = reply(200, "Fördergebiete", Content_Type="text/html; charset=utf-8", ETag='"1"')
    fetched = ask().get("/a")
    assert (fetched.status, fetched.body) == (200, "Fördergebiete".encode())
    assert fetched.header("etag") == '"1"'
    assert fetched.final_url == f"{SITE}/a"
    assert [request.path for request in server.requests] == ["/robots.txt", "/a"]
    assert server.requests[1].headers["host"] == HOST
    assert server.requests[1].headers["user-agent"].startswith("jsiq_scrape/")


def test_one_connection_serves_many_requests(server: Server, ask: Ask) -> None:
    ports = []

    def note(connection: socket.socket, request: Request) -> None:
        ports.append(connection.getpeername()[1])
        connection.sendall(reply(200, "a"))

    server.routes["/a"] = note
    asked = ask()
    for _ in range(5):
        asked.get("/a")
    assert len(set(ports)) == 1


@pytest.mark.parametrize(
    ("status", "body"), [(200, b""), (204, None), (205, None), (404, b"x"), (410, b"x"), (429, b"x"), (451, b"x")]
)
def test_each_status_is_recorded_as_it_is(server: Server, ask: Ask, status: int, body: bytes | None) -> None:
    server.routes["/a"] = reply(status, body or b"")
    fetched = ask().get("/a")
    assert (fetched.status, fetched.body, fetched.error) == (status, body, None)


def test_a_block_page_with_status_200_is_evidence_like_any_other(server: Server, ask: Ask) -> None:
    server.routes["/a"] = reply(200, "<title>Just a moment...</title>")
    assert ask().get("/a").body == b"<title>Just a moment...</title>"


def test_a_storm_of_errors_passes(server: Server, ask: Ask, clock: StandingClock) -> None:
    server.routes["/a"] = [reply(503), reply(500), send(b""), reply(200, "there")]
    fetched = ask().get("/a")
    assert (fetched.status, fetched.body) == (200, b"there")
    assert server.asked("/a") == 4


def test_a_refused_connection_is_named(ask: Ask) -> None:
    with listening(accept=False) as port:
        fetched = ask({"connect_to": {f"{HOST}:80": f"127.0.0.1:{port}"}}).get("/a")
    assert fetched.error_kind is ErrorKind.ROBOTS  # robots.txt was unreachable, so nothing else was asked
    assert fetched.robots is not None
    assert fetched.robots.reason == "unreachable"


def test_what_the_network_says_of_robots_txt_is_recorded(ask: Ask) -> None:
    with listening(accept=False) as port:
        asked = ask({"connect_to": {f"{HOST}:80": f"127.0.0.1:{port}"}})
        asked.get("/a")
    assert [capture.error_kind for capture in asked.robots] == [ErrorKind.REFUSED]


def send(*parts: bytes, wait: float = 0.0, close: bool = True) -> Callable[[socket.socket, Request], None]:
    """A reply in parts, with a wait before each but the first; then the connection ends."""

    def answer(connection: socket.socket, request: Request) -> None:
        for number, part in enumerate(parts):
            time.sleep(wait if number else 0.0)
            connection.sendall(part)
        if close:
            connection.shutdown(socket.SHUT_RDWR)

    return answer


def reset(after: bytes) -> Callable[[socket.socket, Request], None]:
    """Send so much, then break the connection off with a TCP reset."""

    def answer(connection: socket.socket, request: Request) -> None:
        connection.sendall(after)
        time.sleep(0.05)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        raise ConnectionAbortedError  # the server closes, and with this option the system sends a reset

    return answer


CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (reset(b""), ErrorKind.RESET),
        (reset(OK), ErrorKind.RESET),
        (reset(OK + b"Content-Length: 100\r\n\r\nhalf"), ErrorKind.RESET),
        (send(b""), ErrorKind.RESET),
        (send(OK + b"Content-Length: 100\r\n\r\nhalf"), ErrorKind.RESET),
        (send(CHUNKED + b"5\r\nhello\r\n"), ErrorKind.RESET),
        (send(CHUNKED + b"zz\r\nhello\r\n0\r\n\r\n"), ErrorKind.PROTOCOL),
        (send(CHUNKED + b"-5\r\nhello\r\n0\r\n\r\n"), ErrorKind.PROTOCOL),
        (send(b"SSH-2.0-OpenSSH_9.6\r\n\r\n"), ErrorKind.PROTOCOL),
        (send(b"HTTP/1.1 abc\r\n\r\n"), ErrorKind.PROTOCOL),
        (send(OK + b"Content-Length: 1\r\nContent-Length: 5\r\n\r\nhello"), ErrorKind.PROTOCOL),
        (send(OK + b"X: " + b"x" * 300_000 + b"\r\n\r\n"), ErrorKind.PROTOCOL),
        (send(OK + b"X: y\r\n" * 100_000), ErrorKind.PROTOCOL),
        (send(OK + b"Content-Length: 99999999999999\r\n\r\n"), ErrorKind.TOO_LARGE),
        (send(OK + b"\r\n" + b"x" * 300_000), ErrorKind.TOO_LARGE),
        (send(CHUNKED + b"20000\r\n" + b"x" * 0x20000 + b"\r\n0\r\n\r\n"), ErrorKind.TOO_LARGE),
        (reply(200, gzip.compress(b"\0" * 50_000_000, mtime=0), Content_Encoding="gzip"), ErrorKind.TOO_LARGE),
        (reply(200, brotli.compress(b"\0" * 50_000_000, quality=5), Content_Encoding="br"), ErrorKind.TOO_LARGE),
        (reply(200, zstandard.compress(b"\0" * 50_000_000), Content_Encoding="zstd"), ErrorKind.TOO_LARGE),
        (reply(200, gzip.compress(b"text" * 99, mtime=0)[:20], Content_Encoding="gzip"), ErrorKind.DECODING),
        (reply(200, "text", Content_Encoding="br"), ErrorKind.DECODING),
        (reply(200, "text", Content_Encoding="rot13"), ErrorKind.DECODING),
        (reply(304), ErrorKind.PROTOCOL),
    ],
)
def test_a_broken_answer_gives_no_body_and_a_named_error(
    server: Server, ask: Ask, answer: bytes, kind: ErrorKind
) -> None:
    server.routes["/a"] = answer
    started = time.monotonic()
    fetched = ask(max_bytes=100_000, attempts=2).get("/a")
    assert (fetched.error_kind, fetched.body) == (kind, None)
    assert fetched.error
    assert "\n" not in fetched.error
    # The connection had served robots.txt before, so what is no HTTP might be left from there.
    again = kind is ErrorKind.RESET or (kind is ErrorKind.PROTOCOL and callable(answer))
    assert server.asked("/a") == (2 if again else 1)
    assert time.monotonic() - started < 5


def test_a_server_that_lies_about_a_shorter_length_does_not_poison_the_next_answer(server: Server, ask: Ask) -> None:
    server.routes["/a"] = reply(200, "<html>whole") + b" page</html>"
    server.routes["/b"] = reply(200, "honest")
    asked = ask()
    assert asked.get("/a").body == b"<html>whole"
    second = asked.get("/b")
    assert (second.body, second.error) == (b"honest", None)
    assert server.asked("/b") == 2  # what stood in the way on the old connection was tried again on a new one


@pytest.mark.parametrize(
    ("encoding", "pack"), [("gzip", gzip.compress), ("br", brotli.compress), ("zstd", zstandard.compress)]
)
def test_encoded_bodies_are_stored_decoded(
    server: Server, ask: Ask, encoding: str, pack: Callable[[bytes], bytes]
) -> None:
    server.routes["/a"] = reply(200, pack(b"text" * 1000), Content_Encoding=encoding)
    fetched = ask().get("/a")
    assert fetched.body == b"text" * 1000
    assert fetched.header("content-encoding") == encoding
    assert encoding in server.requests[-1].headers["accept-encoding"]


def test_a_server_that_falls_silent_is_given_up(server: Server, ask: Ask) -> None:
    server.routes["/a"] = send(OK, b"late", wait=3)
    started = time.monotonic()
    fetched = ask(read_timeout_seconds=0.2, attempts=2).get("/a")
    assert fetched.error_kind is ErrorKind.TIMEOUT
    assert server.asked("/a") == 2
    assert time.monotonic() - started < 2


@pytest.mark.parametrize("start", [b"", OK + b"X: ", OK + b"Content-Length: 1000\r\n\r\n"])
def test_the_deadline_holds_however_slowly_headers_or_body_drip(server: Server, ask: Ask, start: bytes) -> None:
    server.routes["/a"] = send(start, *[b"H"] * 200, wait=0.03)
    started = time.monotonic()
    fetched = ask(deadline_seconds=0.5, read_timeout_seconds=0.3).get("/a")
    assert fetched.error_kind in (ErrorKind.TIMEOUT, ErrorKind.PROTOCOL)
    assert time.monotonic() - started < 1.5
    if start:
        assert fetched.error == "the whole exchange took longer than allowed"
        assert server.asked("/a") == 1


@pytest.mark.sweep
def test_time_spent_on_robots_txt_is_not_taken_from_the_page(server: Server, ask: Ask) -> None:
    server.routes["/robots.txt"] = send(OK, b"Content-Length: 0\r\n\r\n", wait=1.6)
    server.routes["/a"] = send(OK, b"Content-Length: 0\r\n\r\n", wait=0.6)
    assert ask(deadline_seconds=2).get("/a").status == 200


def test_robots_txt_that_never_comes_forbids_the_run(server: Server, ask: Ask) -> None:
    server.routes["/robots.txt"] = send(OK, b"late", wait=2)
    asked = ask(read_timeout_seconds=0.1, attempts=1)
    assert asked.get("/a").error_kind is ErrorKind.ROBOTS
    assert asked.robots[0].error_kind is ErrorKind.TIMEOUT
    assert server.asked("/a") == 0


def test_a_connection_the_server_closed_meanwhile_is_opened_anew(server: Server, ask: Ask) -> None:
    server.routes["/a"] = send(reply(200, "a"))
    asked = ask(attempts=1)
    for _ in range(3):
        assert asked.get("/a").body == b"a"
        time.sleep(0.05)


def test_many_threads_fetch_robots_txt_once(server: Server, ask: Ask) -> None:
    server.routes["/robots.txt"] = send(reply(404), wait=0.2, close=False)
    server.routes["/a"] = reply(200, "a")
    asked = ask()
    threads = [threading.Thread(target=asked.get, args=("/a",)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (server.asked("/robots.txt"), server.asked("/a"), len(asked.robots)) == (1, 8, 1)


def test_the_rate_limit_holds_for_all_threads_together(server: Server, clock: StandingClock) -> None:
    """The hosts' interval is for public sources, so the limit is tried on its own, with a real clock."""
    real = SystemClock()
    limiter = HostRateLimiter(0.05, real.now, real.sleep)
    times: list[float] = []

    def take() -> None:
        for _ in range(3):
            limiter.wait("h:80")
            times.append(time.monotonic())

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    gaps = [later - sooner for sooner, later in zip(sorted(times), sorted(times)[1:], strict=False)]
    assert min(gaps) > 0.04
    assert len(times) == 12


def test_a_host_that_asks_for_a_pause_is_left_alone_by_all_threads(server: Server, ask: Ask) -> None:
    server.routes["/a"] = [reply(429, Retry_After="1"), reply(200, "a")]
    server.routes["/b"] = reply(200, "b")
    asked = ask(use_clock=SystemClock())
    asked.get("/warm")
    first = threading.Thread(target=asked.get, args=("/a",))
    first.start()
    while not server.asked("/a"):
        time.sleep(0.01)
    time.sleep(0.1)
    asked.get("/b")
    first.join()
    refused, *later = [request.at for request in server.requests if request.path in ("/a", "/b")]
    assert min(later) - refused > 0.9


def test_a_stopped_client_asks_nothing_more_and_does_not_wait(server: Server, ask: Ask) -> None:
    server.routes["/a"] = reply(503, Retry_After="50")
    asked = ask(use_clock=SystemClock(), deadline_seconds=100)
    outcome: list[type[BaseException]] = []

    def capture() -> None:
        try:
            asked.get("/a")
        except Incomplete as error:
            outcome.append(type(error))

    thread = threading.Thread(target=capture)
    thread.start()
    while not server.asked("/a"):
        time.sleep(0.01)
    started = time.monotonic()
    asked.client.stop()
    thread.join()
    assert time.monotonic() - started < 2
    assert outcome == [Incomplete]
    assert server.asked("/a") == 1


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "10.0.0.1", "169.254.169.254"]
)
def test_a_public_source_never_reaches_a_private_address(server: Server, host: str) -> None:
    network = Network(Deadline(), local=False, connect_to={}, connect_timeout=1, read_timeout=1)
    with pytest.raises(ForbiddenHost, match="not public"):
        network.connect_tcp(host, server.port)
    assert server.requests == []


def test_a_capture_of_a_private_address_is_recorded_as_forbidden(server: Server, clock: StandingClock) -> None:
    source = Source(name="live", kind="live", hosts=(f"localhost:{server.port}",))
    with closing(Client(ClientSettings(contact="a@b.example"), source, clock)) as client:
        decision = client.ask_robots(f"http://localhost:{server.port}/")
    assert decision.reason == "unreachable"
    assert server.requests == []


def test_a_local_source_reaches_nothing_else(server: Server) -> None:
    network = Network(Deadline(), local=True, connect_to={}, connect_timeout=1, read_timeout=1)
    with pytest.raises(ForbiddenHost, match="configured as local"):
        network.connect_tcp("8.8.8.8", 80)
    network.connect_tcp("127.0.0.1", server.port).close()


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True), ("2606:2800:220:1:248:1893:25c8:1946", True), ("::ffff:93.184.216.34", True),
        ("127.0.0.1", False), ("10.1.2.3", False), ("172.16.0.1", False), ("192.168.0.1", False), ("100.64.0.1", False),
        ("169.254.1.1", False), ("0.0.0.0", False), ("224.0.0.1", False), ("255.255.255.255", False), ("::1", False),
        ("::", False), ("fe80::1", False), ("fc00::1", False), ("::ffff:127.0.0.1", False), ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False), ("ff02::1", False),
    ],
)  # fmt: skip
def test_public_addresses_are_told_from_all_others(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public


def test_a_name_without_address_is_named() -> None:
    network = Network(Deadline(), local=True, connect_to={}, connect_timeout=1, read_timeout=1)
    with pytest.raises(ExchangeError, match="has no address") as raised:
        network.connect_tcp("a..b", 80)  # no resolver is asked for this one
    assert raised.value.kind is ErrorKind.DNS


def secured(server: Server, name: str) -> None:
    """Let the server speak TLS, under one of the certificates, before it answers."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATES / f"{name}.pem")
    server.wrap = context


HTTPS = f"https://{HOST}/a"


def test_a_certificate_of_a_trusted_authority_is_accepted(server: Server, ask: Ask) -> None:
    secured(server, "good")
    server.routes["/a"] = reply(200, "safe")
    assert ask(ca_file=CERTIFICATES / "ca.pem").get(HTTPS).body == b"safe"


@pytest.mark.parametrize(("name", "trusted"), [("good", False), ("other", True), ("expired", True)])
def test_an_untrusted_foreign_or_expired_certificate_is_refused(
    server: Server, ask: Ask, name: str, trusted: bool
) -> None:
    secured(server, name)
    server.routes["/a"] = reply(200, "unsafe")
    asked = ask(ca_file=CERTIFICATES / "ca.pem" if trusted else None)
    assert asked.get(HTTPS).body is None
    assert [capture.error_kind for capture in asked.robots] == [ErrorKind.TLS]
    assert server.requests == []


def test_a_server_that_speaks_no_tls_is_refused(server: Server, ask: Ask) -> None:
    asked = ask()
    server.greeting = b"HTTP/1.1 400 Bad Request\r\n\r\n"
    assert asked.get(HTTPS).body is None
    assert [capture.error_kind for capture in asked.robots] == [ErrorKind.TLS]


def test_an_authority_that_cannot_be_read_is_a_configuration_error(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("no certificate")
    for path in (tmp_path / "none.pem", tmp_path / "ca.pem"):
        with pytest.raises(ConfigurationError, match="ca_file"):
            ask(ca_file=path)


def test_nothing_of_the_environment_redirects_the_client(
    server: Server, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    server.routes["/a"] = reply(200, "direct")
    assert ask().get("/a").body == b"direct"


def test_cookies_are_not_sent_back(server: Server, ask: Ask) -> None:
    server.routes["/a"] = reply(200, "a", Set_Cookie="session=1; Path=/")
    asked = ask()
    asked.get("/a")
    asked.get("/a")
    assert "cookie" not in server.requests[-1].headers
