"""P1: no request without a robots decision and the rate limit; a real server tells what it was asked, and when."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from faults import BEGIN

from jsiq_scrape.clock import StandingClock
from jsiq_scrape.demo.server import DemoServer, serve
from jsiq_scrape.demo.site import DRAFT, Response
from jsiq_scrape.evidence.store import Capture, Snapshots
from jsiq_scrape.fetch.live import CollectReport, collect
from jsiq_scrape.fetch.sources import Source, load_sources
from jsiq_scrape.workspace import PACKAGE, Workspace

INTERVAL = 1.5


@dataclass
class Visit:
    """Looks at the demo site as at a public host: with a contact, an interval, and many threads."""

    server: DemoServer
    workspace: Workspace
    clock: StandingClock = field(default_factory=lambda: StandingClock(BEGIN))
    asked: list[tuple[str, datetime]] = field(default_factory=list)

    def collect(self, threads: int = 8) -> CollectReport:
        known = load_sources(PACKAGE / "demo" / "sources.toml")
        source = known.named("demo").model_copy(update={"local": False, "connect_to": self.server.connect_to})
        assert isinstance(source, Source)
        settings = known.client.model_copy(update={"threads": threads, "interval_seconds": INTERVAL, "attempts": 2})
        return collect(self.workspace, source, self.clock, settings=settings)

    def captures(self) -> list[Capture]:
        return list(Snapshots(self.workspace.snapshots).captures())


@pytest.fixture
def visit(tmp_path: Path) -> Iterator[Visit]:
    with serve(2) as server:
        visit = Visit(server, Workspace(tmp_path))
        noted = server.note

        def note(method: str, path: str, status: int) -> None:
            visit.asked.append((path, visit.clock.now()))
            noted(method, path, status)

        server.note = note  # type: ignore[method-assign]  # the server's own log has no time
        yield visit


def test_every_page_was_asked_for_under_a_rule_that_allowed_it(visit: Visit) -> None:
    """Seen failing when the client asked before it had read the rules: the first path was a list of offices."""
    report = visit.collect()
    paths = [path for path, _ in visit.asked]
    assert paths[0] == "/robots.txt"
    assert paths.count("/robots.txt") == 1
    allowed = set()
    for capture in visit.captures():
        assert capture.robots is not None, capture.url
        if capture.robots.allowed:
            allowed |= {
                urlsplit(url).path
                for url in (capture.url, capture.final_url, *(hop.url for hop in capture.hops))
                if url
            }
    assert set(paths) <= allowed
    assert report.refused >= 1
    assert DRAFT not in paths, "the rules forbid it, although a list links to it"
    (refused,) = [capture for capture in visit.captures() if urlsplit(capture.url).path == DRAFT]
    assert (refused.robots and refused.robots.allowed, refused.status) == (False, None)


def test_two_requests_to_a_host_are_never_closer_than_its_interval(visit: Visit) -> None:
    """Seen failing when the turns were taken before the rules were asked for only: pages came at one moment."""
    visit.collect(threads=1)  # so that the clock stands still while the server answers
    moments = [moment for _, moment in visit.asked]
    assert len(moments) > 30
    assert min(two - one for one, two in pairwise(moments)) >= timedelta(seconds=INTERVAL)


def test_many_threads_together_keep_the_interval_of_a_host(visit: Visit) -> None:
    """Seen failing when each thread took turns of its own: eight requests in the time of one."""
    visit.collect(threads=8)
    assert visit.clock.now() - BEGIN >= (len(visit.asked) - 1) * timedelta(seconds=INTERVAL)
    assert len(visit.asked) > 30


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_host_that_does_not_tell_its_rules_is_asked_for_nothing_else(visit: Visit, status: int) -> None:
    """Seen failing when an unreachable robots.txt counted as none."""
    visit.server.pages = visit.server.pages | {"/robots.txt": Response(status, (("Retry-After", "1"),), b"")}
    visit.collect()
    assert {path for path, _ in visit.asked} == {"/robots.txt"}
