"""A collection from a live site: what is looked at, what is stored, what is reported."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from scripted_server import HOST, SITE, Reply, Request, Server, reply

from jsiq_scrape.clock import StandingClock
from jsiq_scrape.errors import ConfigurationError
from jsiq_scrape.evidence.store import Capture, ErrorKind, Snapshots
from jsiq_scrape.fetch.live import CollectReport, Outcome, collect
from jsiq_scrape.fetch.sources import ClientSettings, Source
from jsiq_scrape.workspace import Workspace

START = datetime(2021, 3, 1, 12, 0, tzinfo=UTC)
DETAILS = "/standorte/details"


def listing(*targets: str) -> bytes:
    links = "".join(f'<a href="{target}">link</a>' for target in targets)
    return reply(200, f"<html><body>{links}</body></html>", Content_Type="text/html; charset=utf-8")


def page(name: str, tag: str | None = None) -> Reply:
    """A page with an ETag, which answers 304 to those who have it."""
    mark = f'"{tag or name}"'

    def answer(connection: object, request: Request) -> None:
        if request.headers.get("if-none-match") == mark:
            connection.sendall(reply(304, ETag=mark))  # type: ignore[attr-defined]
        else:
            body = f"<html>page {name} {tag or ''}</html>"
            connection.sendall(reply(200, body, ETag=mark, Content_Type="text/html"))  # type: ignore[attr-defined]

    return answer


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


@pytest.fixture
def site(server: Server) -> Server:
    """Two lists, the first leading to the second, with four profiles and what is none of ours."""
    server.routes |= {
        "/standorte/": listing(f"{DETAILS}/a.html", "details/b.html?PHPSESSID=5#oben", "/standorte/2", "/impressum"),
        "/standorte/2": listing(f"{DETAILS}/c.html", f"{DETAILS}/a.html", "/standorte/", "http://elsewhere.invalid/x",
                                f"https://{HOST}.evil.invalid{DETAILS}/a.html", "mailto:a@b.example"),
        f"{DETAILS}/a.html": page("a"),
        f"{DETAILS}/b.html": page("b"),
        f"{DETAILS}/c.html": page("c"),
        f"{DETAILS}/known.html": page("known"),
    }  # fmt: skip
    return server


def source(site: Server, **changes: object) -> Source:
    start = {"start": [f"{SITE}/standorte/"], "profiles": [f"{SITE}{DETAILS}/known.html"]}
    return site.source(drop_parameters=["PHPSESSID"], **{**start, **changes})


CollectSite = Callable[..., CollectReport]


@pytest.fixture
def collect_site(site: Server, workspace: Workspace) -> CollectSite:
    """One collection, a day after the one before."""
    days = iter(range(100))

    def run(progress: Callable[[int, int], object] | None = None, **changes: object) -> CollectReport:
        settings = ClientSettings.model_validate({"attempts": 2, "threads": changes.pop("threads", 4)})
        clock = StandingClock(START + timedelta(days=next(days)))
        return collect(workspace, source(site, **changes), clock, settings=settings, progress=progress)

    return run


def counts(report: CollectReport) -> dict[str, int]:
    return {outcome.value: getattr(report, outcome) for outcome in Outcome if getattr(report, outcome)}


def test_lists_lead_to_profiles_and_each_url_is_asked_once(
    site: Server, collect_site: CollectSite, workspace: Workspace
) -> None:
    report = collect_site()
    assert (report.listings, report.checked, counts(report)) == (2, 4, {"new": 4})
    assert sorted(request.path for request in site.requests) == sorted(
        ["/robots.txt", "/standorte/", "/standorte/2", *[f"{DETAILS}/{name}.html" for name in ("a", "b", "c", "known")]]
    )
    captures = list(Snapshots(workspace.snapshots).captures())
    assert {(c.url.rpartition("/")[2], c.purpose, c.found_on) for c in captures} == {
        ("robots.txt", "robots", None),
        ("", "listing", "sources.toml"),
        ("2", "listing", f"{SITE}/standorte/"),
        ("known.html", "profile", "sources.toml"),
        ("a.html", "profile", f"{SITE}/standorte/"),
        ("b.html", "profile", f"{SITE}/standorte/"),
        ("c.html", "profile", f"{SITE}/standorte/2"),
    }
    assert {capture.run for capture in captures} == {report.run}
    assert all(c.robots is not None and c.robots.allowed for c in captures)
    assert Snapshots(workspace.snapshots).verify() == []


@pytest.mark.parametrize("threads", [1, 8])
def test_the_lines_stand_in_the_order_of_the_work_whatever_the_threads(
    collect_site: CollectSite, workspace: Workspace, threads: int
) -> None:
    collect_site(threads=threads)
    captures = sorted(Snapshots(workspace.snapshots).captures(), key=lambda capture: capture.line)
    assert [capture.url.removeprefix(SITE) for capture in captures] == [
        "/robots.txt", "/standorte/", "/standorte/2",
        *[f"{DETAILS}/{name}.html" for name in ("known", "a", "b", "c")],
    ]  # fmt: skip


def test_an_unchanged_site_answers_304_and_brings_no_body(
    site: Server, collect_site: CollectSite, workspace: Workspace
) -> None:
    collect_site()
    bodies = sorted(workspace.snapshots.glob("bodies/*/*"))
    report = collect_site()
    assert counts(report) == {"unchanged": 4}
    assert sorted(workspace.snapshots.glob("bodies/*/*")) == bodies
    store = Snapshots(workspace.snapshots)
    again = [capture for capture in store.captures() if capture.run == report.run and capture.purpose == "profile"]
    assert [capture.status for capture in again] == [304] * 4
    assert all(capture.digest is None and capture.confirms for capture in again)


def test_a_list_that_answers_304_is_still_followed(
    site: Server, collect_site: CollectSite, workspace: Workspace
) -> None:
    first = site.routes["/standorte/"]
    assert isinstance(first, bytes)
    body = first.partition(b"\r\n\r\n")[2]

    def answer(connection: object, request: Request) -> None:
        known = request.headers.get("if-none-match") == '"1"'
        connection.sendall(reply(304) if known else reply(200, body, ETag='"1"'))  # type: ignore[attr-defined]

    site.routes["/standorte/"] = answer
    collect_site()
    report = collect_site(profiles=[])
    assert (report.listings, report.checked) == (2, 4)


def test_each_outcome_is_counted(site: Server, collect_site: CollectSite) -> None:
    site.routes |= {f"{DETAILS}/{name}.html": page(name) for name in ("d", "e", "f", "g")}
    site.routes["/standorte/2"] = listing(*[f"{DETAILS}/{name}.html" for name in ("c", "d", "e", "f", "g")])
    collect_site()
    site.routes |= {
        f"{DETAILS}/a.html": page("a", "other"),
        f"{DETAILS}/b.html": reply(410, "gone"),
        f"{DETAILS}/c.html": reply(404, "no"),
        f"{DETAILS}/d.html": reply(503, "later"),
        f"{DETAILS}/e.html": reply(302, Location="http://elsewhere.invalid/"),
        f"{DETAILS}/f.html": reply(403, "no"),
        f"{DETAILS}/new.html": page("new"),
        "/robots.txt": reply(200, f"User-agent: *\nDisallow: {DETAILS}/g"),
        "/standorte/": listing(f"{DETAILS}/new.html", "/standorte/2"),
    }
    report = collect_site()
    assert counts(report) == {
        "new": 1, "changed": 1, "unchanged": 1, "gone": 1, "missing": 1, "unreachable": 1, "refused": 3,
    }  # fmt: skip
    assert report.checked == 9
    assert len(report.incidents) == 6
    assert (f"{SITE}{DETAILS}/d.html", "status 503") in report.incidents
    assert not report.incomplete


def test_a_profile_that_no_list_names_any_more_is_looked_at_all_the_same(
    site: Server, collect_site: CollectSite
) -> None:
    collect_site()
    site.routes["/standorte/"] = listing()
    site.requests.clear()
    assert counts(collect_site(profiles=[])) == {"unchanged": 4}
    site.routes[f"{DETAILS}/c.html"] = reply(410)
    for _ in range(2):
        assert counts(collect_site(profiles=[])) == {"unchanged": 3, "gone": 1}


def test_profiles_known_from_other_sources_are_looked_at_if_the_host_is_ours(
    site: Server, collect_site: CollectSite, workspace: Workspace
) -> None:
    with Snapshots(workspace.snapshots).run("archive", START) as run:
        for url in (f"{SITE}/alt/einst.html", "http://elsewhere.invalid/x", "file:///etc/passwd"):
            run.add(
                Capture(source="archive", url=url, asked_at=START, captured_at=START, retrieved_at=START, body=b"x")
            )
    site.routes["/alt/einst.html"] = page("einst")
    report = collect_site()
    assert report.checked == 5
    assert site.asked("/alt/einst.html") == 1


def test_the_mark_of_an_archive_copy_is_not_shown_to_the_live_site(
    site: Server, collect_site: CollectSite, workspace: Workspace
) -> None:
    url = f"{SITE}{DETAILS}/a.html"
    with Snapshots(workspace.snapshots).run("archive", START) as run:
        headers = (("etag", '"a"'),)
        run.add(
            Capture(source="archive", url=url, final_url=url, asked_at=START, captured_at=START, retrieved_at=START,
                    status=200, headers=headers, body=b"<html>page a </html>")
        )  # fmt: skip
    assert counts(collect_site()) == {"new": 3, "unchanged": 1}
    assert not any("if-none-match" in request.headers for request in site.requests)


def test_a_host_that_is_down_is_unreachable_not_gone(
    site: Server, collect_site: CollectSite, workspace: Workspace
) -> None:
    collect_site()
    site.routes["/robots.txt"] = reply(503)
    site.requests.clear()
    report = collect_site()
    assert counts(report) == {"unreachable": 4}
    assert {request.path for request in site.requests} == {"/robots.txt"}
    last = [capture for capture in Snapshots(workspace.snapshots).captures() if capture.run == report.run]
    assert {capture.error_kind for capture in last if capture.purpose != "robots"} == {ErrorKind.ROBOTS}


def test_a_host_that_keeps_saying_429_is_left_alone(site: Server, collect_site: CollectSite) -> None:
    targets = [f"{DETAILS}/p{number}.html" for number in range(400)]
    site.routes["/standorte/"] = listing(*targets)
    site.routes |= {target: reply(429) for target in targets}
    report = collect_site(threads=1)
    assert report.incomplete
    assert report.checked + report.left == 401
    assert report.checked < 300


def test_a_trap_of_endless_lists_ends(site: Server, collect_site: CollectSite) -> None:
    def endless(connection: object, request: Request) -> None:
        number = int(request.path.rpartition("/")[2] or 0)
        connection.sendall(listing(f"/standorte/{number + 1}"))  # type: ignore[attr-defined]

    for number in range(60):
        site.routes[f"/standorte/{number or ''}"] = endless
    report = collect_site(max_listings=20)
    assert report.listings == 20
    assert report.incomplete


def test_more_profiles_than_allowed_are_left_for_the_next_run(site: Server, collect_site: CollectSite) -> None:
    report = collect_site(max_profiles=3)
    assert (report.checked, report.left) == (3, 1)


def test_sitemaps_lead_to_profiles_too(site: Server, collect_site: CollectSite) -> None:
    urls = "".join(f"<url><loc> {SITE}{DETAILS}/{name}.html?x=1&amp;y=2 </loc></url>" for name in "ab")
    site.routes["/sitemap.xml"] = reply(
        200, f"<sitemapindex><sitemap><loc>{SITE}/s1.xml</loc></sitemap></sitemapindex>"
    )
    site.routes["/s1.xml"] = reply(200, f'<?xml version="1.0"?><!DOCTYPE x><urlset>{urls}</urlset>')
    report = collect_site(start=[f"{SITE}/sitemap.xml"], profiles=[], listing_patterns=["/*.xml"])
    assert (report.listings, report.checked) == (2, 2)
    assert site.asked(f"{DETAILS}/a.html?x=1&y=2") == 1


def test_progress_is_told_after_each_capture(collect_site: CollectSite) -> None:
    told: list[tuple[int, int]] = []
    collect_site(progress=lambda *counts: told.append(counts))
    assert [done for done, _ in told] == list(range(1, 7))
    assert told[-1] == (6, 6)


def test_a_public_source_without_contact_is_refused_before_anything_is_asked(workspace: Workspace) -> None:
    public = Source(name="live", kind="live", hosts=("www.programm.example",), start=("http://www.programm.example/",))
    with pytest.raises(ConfigurationError, match="contact"):
        collect(workspace, public, StandingClock(START))
    assert not workspace.snapshots.exists()


def test_a_contact_that_is_none_is_refused(site: Server, workspace: Workspace) -> None:
    with pytest.raises(ConfigurationError, match="contact"):
        ClientSettings().with_contact("nobody\r\nX: y")
    settings = ClientSettings().with_contact("jane@example.org")
    collect(workspace, source(site), StandingClock(START), settings=settings)
    assert site.requests[0].headers["user-agent"].endswith("(+jane@example.org)")


def test_nothing_to_look_at_leaves_no_run(site: Server, collect_site: CollectSite, workspace: Workspace) -> None:
    report = collect_site(start=[], profiles=[])
    assert report == CollectReport()
    assert not workspace.snapshots.exists()


CHILD = """
import sys
from pathlib import Path
from jsiq_scrape.clock import SystemClock
from jsiq_scrape.fetch.live import collect
from jsiq_scrape.fetch.sources import ClientSettings, load_sources
from jsiq_scrape.workspace import Workspace

source = load_sources(Path(sys.argv[1]) / "sources.toml").named("live")
try:
    collect(Workspace(Path(sys.argv[1])), source, SystemClock())
except KeyboardInterrupt:
    sys.exit(130)
"""


def test_ctrl_c_ends_soon_and_leaves_a_whole_store(site: Server, workspace: Workspace) -> None:
    site.routes["/standorte/"] = listing(*[f"{DETAILS}/p{number}.html" for number in range(500)])

    def slow(connection: object, request: Request) -> None:
        time.sleep(0.02)
        connection.sendall(reply(200, request.path))  # type: ignore[attr-defined]

    site.default = slow
    site.routes["/robots.txt"] = reply(404)
    (workspace.root / "sources.toml").write_text(
        f'[[source]]\nname = "live"\nkind = "live"\nlocal = true\nhosts = ["{HOST}"]\nstart = ["{SITE}/standorte/"]\n'
        f'profile_patterns = ["{DETAILS}/*.html"]\nconnect_to = {{ "{HOST}:80" = "127.0.0.1:{site.port}" }}\n'
    )
    with subprocess.Popen([sys.executable, "-c", CHILD, str(workspace.root)], stderr=subprocess.PIPE) as child:
        while len(site.requests) < 100:
            time.sleep(0.01)
        os.kill(child.pid, signal.SIGINT)
        started = time.monotonic()
        assert child.wait(10) == 130
        assert time.monotonic() - started < 3
    store = Snapshots(workspace.snapshots)
    assert [damage for damage in store.verify() if not damage.harmless] == []
    kept = sum(capture.purpose == "profile" for capture in store.captures())
    assert 50 < kept < 500
    assert [summary.complete for summary in store.runs()] == [False]
