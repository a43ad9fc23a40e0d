"""P9: no change of the source means no change event, whatever else happens."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from faults import BEGIN, FIRST, lead

from jsiq_scrape.clock import StandingClock
from jsiq_scrape.demo.server import DemoServer, serve
from jsiq_scrape.demo.site import Response, pages
from jsiq_scrape.fetch import sources
from jsiq_scrape.monitor.change_log import changes
from jsiq_scrape.monitor.job import run
from jsiq_scrape.workspace import Workspace

HTML = (("Content-Type", "text/html; charset=utf-8"),)
WEEK = timedelta(days=7)


def all_pages(answer: Response) -> dict[str, Response]:
    """The site when every page but the rules answers this."""
    return {path: given if path == "/robots.txt" else answer for path, given in pages(1).items()}


def other_source() -> dict[str, Response]:
    """The facts of the first edition in the layout, sessions, dates and order of attributes of another day."""
    return {
        path: Response(answer.status, answer.headers, cosmetic(answer.body))
        for path, answer in pages(1).items()
        if path != "/robots.txt"
    }


def cosmetic(body: bytes) -> bytes:
    """Other bytes that show a reader the same."""
    for old, new in (
        (b"4b1f0c9e7a52d386", b"99aa00bb11cc22dd"), (b"12.04.2018", b"19.04.2018"), (b"<br>", b"<br />"),
        (b"<p>", b'<p class="neu">'), (b"</p>", b"\n</p>"), (b"  ", b" \t "),
    ):  # fmt: skip
        body = body.replace(old, new)
    return body


INCIDENTS: dict[str, Callable[[DemoServer], None]] = {
    "the same pages": lambda server: None,
    "the same facts in other bytes": lambda server: server.pages.update(other_source()),
    "an outage": lambda server: server.pages.update(all_pages(Response(503, HTML, b"<h1>Wartung</h1>"))),
    "an empty page": lambda server: server.pages.update(all_pages(Response(200, HTML, b""))),
    "a wall of cookies": lambda server: server.pages.update(
        all_pages(Response(200, HTML, b"<h1>Cookies</h1><p>Bitte stimmen Sie der Verwendung zu.</p>"))
    ),
    "a login": lambda server: server.pages.update(all_pages(Response(401, HTML, b"<h1>Anmeldung</h1>"))),
    "one 404": lambda server: server.pages.update(all_pages(Response(404, HTML, b"<h1>Nicht gefunden</h1>"))),
    "half of each page": lambda server: server.pages.update(
        {path: Response(200, HTML, b"<html><body>" + b"x" * 40) for path in FIRST}
    ),
    "no rules any more": lambda server: server.pages.update({"/robots.txt": Response(500, (), b"")}),
    "the same pages again": lambda server: None,
}


def test_incidents_of_every_kind_are_no_change(tmp_path: Path) -> None:
    """Seen failing when a page that answers with something else ended the version before."""
    workspace = Workspace(tmp_path)

    def collected_at(moment: datetime) -> list[object]:
        known = sources.load_sources(workspace.resource("sources.toml"))
        return list(run(workspace, known, StandingClock(moment)).changes)

    with serve(1) as server:
        lead(workspace, server.port, FIRST)
        assert collected_at(BEGIN) == []
    before = None
    for number, (name, incident) in enumerate(INCIDENTS.items(), 1):
        with serve(1) as server:
            server.pages = dict(server.pages)
            incident(server)
            lead(workspace, server.port, FIRST)
            told = collected_at(BEGIN + number * WEEK)
        assert told == [], name
        assert changes(workspace.database) == [], name
        before = before or workspace.database.read_bytes()
    assert workspace.database.read_bytes() != before, "the captures were recorded all the same"


def test_a_clock_that_jumps_back_and_forward_is_no_change(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    known = None
    for days in (0, 400, -400, 3, 3):
        with serve(1) as server:
            lead(workspace, server.port, FIRST)
            known = sources.load_sources(workspace.resource("sources.toml"))
            done = run(workspace, known, StandingClock(BEGIN + timedelta(days=days)))
        assert done.changes == []
        assert done.exit_code(report_changes=True) == 0
    assert changes(workspace.database) == []
