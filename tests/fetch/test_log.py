"""The log of fetches: what a line and the totals say, and what never gets into them."""

import logging
from collections.abc import Iterator

import archive_server
import pytest
from archive_server import Shelf, pages
from scripted_server import SITE, Ask, Server, reply

from jsiq_scrape.archives import collection
from jsiq_scrape.fetch import log
from jsiq_scrape.fetch.live import collect
from jsiq_scrape.fetch.sources import ClientSettings
from jsiq_scrape.workspace import Workspace

PAGE = "/standorte/details/a.html"


@pytest.fixture
def totals() -> Iterator[log.Totals]:
    """The totals of the test's requests."""
    handler = log.Totals()
    level = log.LOG.level
    log.LOG.setLevel(logging.DEBUG)
    log.LOG.addHandler(handler)
    yield handler
    log.LOG.removeHandler(handler)
    log.LOG.setLevel(level)


def test_retries_and_redirects_cost_their_url_and_its_host(
    ask: Ask, server: Server, totals: log.Totals, caplog: pytest.LogCaptureFixture
) -> None:
    server.routes = {
        "/standorte/x.html": reply(301, "moved", Location=PAGE),
        PAGE: [reply(503, "busy"), reply(429, "slow"), reply(200, "<h1>Kreis</h1>")],
    }
    with log.measured() as cost:
        capture = ask().get("/standorte/x.html")
    assert (cost.size, cost.retries) == (len("moved") + len("busy") + len("slow") + len("<h1>Kreis</h1>"), 2)
    with caplog.at_level(logging.INFO, log.LOG.name):
        log.fetched(capture, cost, "new")
    line = caplog.messages[-1]
    assert line.startswith("200      27 B ")
    assert line.endswith(f" s profile new {SITE}/standorte/x.html -> {SITE}{PAGE} (2 retries)")
    (told,) = totals.lines()
    assert told.startswith(
        "total www.programm.invalid: 5 requests (200: 1, 301: 1, 404: 1, 429: 1, 503: 1), "
        f"{27 + len('no such page')} bytes, 2 retries, "
    )


def test_the_time_of_robots_txt_is_not_that_of_the_page_it_was_fetched_for(ask: Ask, server: Server) -> None:
    server.routes = {"/robots.txt": reply(200, "x" * 5000), PAGE: reply(200, "ab")}
    with log.measured() as cost:
        ask().get(PAGE)
    assert cost.size == 2


def test_hosts_are_counted_apart(ask: Ask, totals: log.Totals, server: Server) -> None:
    other = f"127.0.0.1:{server.port}"
    asked = ask(source={"hosts": ["www.programm.invalid", other]})
    asked.get(PAGE)
    asked.get(f"http://{other}{PAGE}")
    assert [line.partition(": ")[0] for line in totals.lines()] == [
        f"total {other}",
        "total www.programm.invalid",
    ]


def test_without_a_request_the_totals_say_so(totals: log.Totals) -> None:
    assert totals.lines() == ["total: no requests"]


def test_nothing_that_a_server_says_and_no_contact_gets_into_the_log(
    server: Server, clock, tmp_path, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "Erika Musterfrau 02421 221111"
    server.routes = {
        "/robots.txt": reply(200, f"# {secret}\nUser-agent: *\nDisallow: /standorte/details/geheim\n"),
        "/standorte/details/a.html": reply(200, secret, Set_Cookie=f"session={secret}", X_Note=secret),
        "/standorte/details/b.html": f"HTTP/1.1 200 OK\r\n{secret}\r\n\r\n".encode(),
        "/standorte/details/c.html": reply(200, b"\x1f\x8b\x08\x00cut off", Content_Encoding="gzip", X_Note=secret),
        "/standorte/details/d.html": f"HTTP/1.1 500 {secret}\r\nContent-Length: 0\r\n\r\n".encode(),
        "/standorte/details/geheim.html": reply(200, secret),
    }
    urls = [(f"{SITE}/standorte/details/{name}.html", "a list") for name in ("a", "b", "c", "d", "geheim")]
    settings = ClientSettings(contact="jane.doe@example.org", attempts=1)
    with caplog.at_level(logging.DEBUG, log.LOG.name):
        collect(Workspace(tmp_path), server.source(), clock, settings=settings, urls=urls)
    lines = [record.getMessage() for record in caplog.records if record.name == log.LOG.name]
    decisions = [next(line for line in lines if line.endswith(url) and "request" not in line) for url, _ in urls]
    assert [line.split(" s ")[1].split(" http")[0] for line in decisions] == [
        "profile new",
        "profile unreachable/protocol",
        "profile unreachable/decoding",
        "profile unreachable",
        "profile refused/robots",
    ]
    assert not any(part in line for line in lines for part in (*secret.split(), "jane", "session"))


def test_captures_of_an_archive_are_lines_whether_they_are_fetched_or_confirmed(
    clock, tmp_path, caplog: pytest.LogCaptureFixture, totals: log.Totals
) -> None:
    shelf = Shelf(index=[archive_server.Reply(503)])
    with archive_server.serve(shelf):
        for second in (1, 2):
            shelf.add(f"2018041210000{second}", "a.html", "the same")
        shelf.add("20180412100003", "b.html", "another", digest="A" * 32)
        with caplog.at_level(logging.DEBUG, log.LOG.name):
            collection.collect(Workspace(tmp_path), shelf.archive(robots="interface"), pages(), clock, state=tmp_path)
    lines = [record.getMessage() for record in caplog.records if record.levelno == logging.INFO]
    assert lines[0].startswith("200 ")
    assert " s index read http://127.0.0.1:" in lines[0]
    assert lines[0].endswith(" (1 retries)")
    captures = [line.split(" s profile ")[1].split() for line in lines if " s profile " in line]
    assert sorted((word, url.rpartition("/")[2]) for word, url in captures) == [
        ("confirmed", "a.html"),
        ("fetched", "a.html"),
        ("mismatched/mismatch", "b.html"),
    ]
    assert [line.partition(":")[0] for line in totals.lines()] == ["total 127.0.0.1"]
