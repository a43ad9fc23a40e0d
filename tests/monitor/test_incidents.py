"""Incidents of the scraper, over simulated days: each is reported when it begins and when it ends, and is no change."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from days import BEGIN, run_on

from jsiq_scrape.archives.summary import ArchiveReport
from jsiq_scrape.demo.edits import PLAN
from jsiq_scrape.demo.server import DemoServer, serve
from jsiq_scrape.demo.site import Response
from jsiq_scrape.errors import GateFailed, SnapshotError
from jsiq_scrape.monitor import feed
from jsiq_scrape.monitor.change_log import changes
from jsiq_scrape.monitor.incident_states import Incident, IncidentKind
from jsiq_scrape.monitor.job import RunReport
from jsiq_scrape.monitor.page_incidents import capture_incidents
from jsiq_scrape.monitor.run_incidents import observe
from jsiq_scrape.monitor.state import incidents, state
from jsiq_scrape.workspace import Workspace

HOST = "http://www.programm.invalid"
PAGE = "/no_cache/standorte/details/landratsamt-beispielland-kreisjugendamt.html"
LIST = "/no_cache/standorte.html"
ATOM = "{http://www.w3.org/2005/Atom}"
BUSY = Response(503, (), b"")
HTML = (("Content-Type", "text/html; charset=utf-8"),)
CHALLENGE = Response(503, (*HTML, ("CF-Mitigated", "challenge")), b"<html><title>Just a moment...</title></html>")
NO_LINKS = Response(200, HTML, b"<html><body><h1>Standorte</h1><p>Zurzeit keine.</p></body></html>")
MAINTENANCE = Response(200, HTML, b"<html><body><h1>Wartungsarbeiten</h1></body></html>")
NOT_FOUND = Response(404, HTML, b"<html><body><h1>Seite nicht gefunden</h1></body></html>")
#: What the demo site has from the first day on: a page that robots.txt forbids, and one that is no profile.
USUAL = {("refused", f"{HOST}/no_cache/standorte/details/entwurf-stadt-vorschauhausen.html"),
         ("unreadable", f"{HOST}/just/programme/jugend-staerken-im-quartier/ueberblick-139001")}  # fmt: skip

Keys = set[tuple[str, str]]
RunJob = Callable[..., RunReport]


def day(number: int) -> str:
    return f"{BEGIN + timedelta(days=number):%Y-%m-%dT%H:%M:%SZ}"


def keys(found: list[Incident] | tuple[Incident, ...]) -> Keys:
    return {(str(one.kind), one.subject) for one in found}


def begun(report: RunReport) -> Keys:
    return keys(report.transitions.begun)


def ended(report: RunReport) -> Keys:
    return keys(report.transitions.ended)


@contextmanager
def first_edition() -> Iterator[DemoServer]:
    """The demo site, with pages that a test may exchange."""
    with serve(1) as serving:
        serving.pages = dict(serving.pages)
        yield serving


@pytest.fixture
def site() -> Iterator[DemoServer]:
    with first_edition() as serving:
        yield serving


@pytest.fixture
def run_job(site: DemoServer, lead) -> RunJob:
    """Run the job on a day, counted from 0; the first day's incidents are the usual ones."""
    workspace = lead(site.port)

    def on(number: int, *accept: str) -> RunReport:
        return run_on(workspace, number, accept=accept)

    assert begun(on(0)) == USUAL
    return on


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


def quiet(report: RunReport) -> bool:
    return not report.transitions.begun and not report.transitions.ended and not report.changes


DETAILS, LISTS = "/no_cache/standorte/details/", "/no_cache/standorte/"
#: What the site answers on bad days, and the incident that is.
BAD = {
    PAGE: (BUSY, "unreachable"),
    f"{DETAILS}stadt-musterbach-sozialdezernat.html": (Response(403, (), b""), "refused"),
    f"{DETAILS}landkreis-musterau-fachdienst-jugend.html": (CHALLENGE, "blocked"),
    f"{DETAILS}stadt-musterfurt-amt-fuer-bildung.html": (MAINTENANCE, "unreadable"),
    f"{DETAILS}stadt-beispielstadt-jugendamt.html": (Response(302, (("Location", LIST),), b""), "moved"),
    f"{LISTS}berlin.html": (NO_LINKS, "empty list"),
    f"{LISTS}bayern.html": (NOT_FOUND, "empty list"),
    f"{LISTS}hessen.html": (BUSY, "unreachable"),
}


def test_the_incidents_of_addresses_are_reported_when_they_begin_and_when_they_end(
    site: DemoServer, run_job: RunJob
) -> None:
    usual = dict(site.pages)
    assert quiet(run_job(1))
    site.pages |= {path: answer for path, (answer, _) in BAD.items()}
    first, second = run_job(2), run_job(3)
    site.pages = usual
    third, fourth = run_job(4), run_job(5)
    incident = {(kind, f"{HOST}{path}") for path, (_, kind) in BAD.items()}
    assert (begun(first), ended(first), first.changes) == (incident, set(), [])
    assert quiet(second)
    assert keys(second.incidents) == USUAL | incident
    assert (begun(third), ended(third), third.changes) == (set(), incident, [])
    assert {(one.first_seen, one.last_seen, one.ended_at) for one in third.transitions.ended} == {
        (day(2), day(3), day(4))
    }
    assert quiet(fourth)


def test_a_list_to_begin_with_that_names_nothing_is_an_incident(site: DemoServer, run_job: RunJob) -> None:
    site.pages[LIST] = NO_LINKS
    assert begun(run_job(1)) == {("empty list", f"{HOST}{LIST}")}
    site.pages[LIST] = NOT_FOUND
    assert quiet(run_job(2))


def test_a_dead_host_is_one_incident_and_hides_no_other(
    site: DemoServer, run_job: RunJob, lead, workspace: Workspace
) -> None:
    site.pages[PAGE] = BUSY
    assert begun(run_job(1)) == {("unreachable", f"{HOST}{PAGE}")}
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        closed = listener.getsockname()[1]
    lead(closed)
    down = run_job(2)
    assert (begun(down), ended(down), down.exit_code()) == ({("unreachable", HOST)}, set(), 3)
    assert quiet(run_job(3))
    assert set(state(workspace).pages) == {"unreachable"}, "nobody refused anything"
    lead(site.port)
    up = run_job(4)
    assert (begun(up), ended(up)) == (set(), {("unreachable", HOST)})
    assert ("unreachable", f"{HOST}{PAGE}") in keys(up.incidents)


def test_a_host_that_refuses_all_its_pages_is_one_incident(site: DemoServer, run_job: RunJob) -> None:
    site.pages["/robots.txt"] = Response(200, (("Content-Type", "text/plain"),), b"User-agent: *\nDisallow: /\n")
    assert begun(run_job(1)) == {("refused", HOST)}
    assert quiet(run_job(2))


def test_another_incident_of_the_same_address_ends_the_one_before(site: DemoServer, run_job: RunJob) -> None:
    site.pages[PAGE] = BUSY
    run_job(1)
    site.pages[PAGE] = CHALLENGE
    second = run_job(2)
    assert begun(second) == {("blocked", f"{HOST}{PAGE}")}
    assert ended(second) == {("unreachable", f"{HOST}{PAGE}")}


def test_a_page_that_is_gone_is_data_and_no_incident(site: DemoServer, run_job: RunJob) -> None:
    site.pages[PAGE] = Response(410, HTML, b"<html><body>weg</body></html>")
    report = run_job(1)
    assert not report.transitions.begun
    assert {(one.entity, one.kind) for one in report.changes} == {("profile", "removed")}


def test_damage_and_a_failed_gate_are_incidents_until_they_are_mended(run_job: RunJob, workspace: Workspace) -> None:
    (file,) = (workspace.snapshots / "runs").iterdir()
    whole = file.read_bytes()
    lines = whole.split(b"\n")
    other = b"1" if lines[20][-9:-8] == b"0" else b"0"  # a digit of the line's checksum
    file.write_bytes(b"\n".join([*lines[:20], lines[20][:-9] + other + lines[20][-8:], *lines[21:]]))
    first, second = run_job(1), run_job(2)
    assert first.exit_code() == 4
    assert {kind for kind, _ in begun(first)} == {"damaged", "gate"}
    assert ("damaged", f"runs/{file.name} line 21") in begun(first)
    assert quiet(second)
    file.write_bytes(whole)
    third = run_job(3)
    assert third.exit_code() == 0
    assert ended(third) == begun(first)
    assert {one.first_seen for one in third.transitions.ended} == {day(1)}


def test_a_body_that_was_lost_is_fetched_again_and_no_incident(run_job: RunJob, workspace: Workspace) -> None:
    body = next(path for path in sorted((workspace.snapshots / "bodies").rglob("*.html")) if path.stat().st_size > 3000)
    body.unlink()
    assert quiet(run_job(1))
    assert body.is_file()


def test_the_incidents_are_a_function_of_the_captures(site: DemoServer, run_job: RunJob, workspace: Workspace) -> None:
    """Without any memory, and without a database where no verdict is needed, the same incidents with the same times."""
    site.pages[PAGE] = BUSY
    run_job(1)
    run_job(2)
    known = capture_incidents(workspace)
    workspace.reported.unlink()
    assert capture_incidents(workspace) == known
    workspace.database.unlink()
    assert [one for one in known if one.kind is IncidentKind.UNREACHABLE] == [
        Incident(IncidentKind.UNREACHABLE, f"{HOST}{PAGE}", "status 503", day(1), day(2))
    ]
    assert keys(capture_incidents(workspace)) == {
        ("unreachable", f"{HOST}{PAGE}"),
        *(one for one in USUAL if one[0] == "refused"),
    }


def test_an_archive_that_rests_or_leaves_a_site_out_is_an_incident_and_not_work_for_ever(workspace: Workspace) -> None:
    left_out = ArchiveReport(
        excluded=1, incidents=[("search", "AdministrativeAccessControlException: Blocked Site Error")]
    )
    resting = ArchiveReport(resume_after=BEGIN + timedelta(hours=1))
    silent = ArchiveReport(unlisted=1, incidents=[("search", "the index answered 500")])
    assert (left_out.incomplete, resting.incomplete, silent.incomplete) == (False, True, True)
    reports = {"one.example": left_out, "two.example": resting, "three.example": silent}
    first = observe(workspace, (), reports.items(), None, None, BEGIN)
    assert keys(first) == {("refused", "one.example"), ("resting", "two.example"), ("unreachable", "three.example")}
    later = BEGIN + timedelta(days=7)
    again = observe(workspace, first, [("two.example", ArchiveReport()), ("one.example", left_out)], None, None, later)
    printed = {one.subject: (one.first_seen, one.last_seen, one.ended_at) for one in again}
    assert printed == {
        "one.example": (day(0), day(7), None),
        "two.example": (day(0), day(0), day(7)),
        "three.example": (day(0), day(0), None),  # nobody asked it this time
    }


def test_a_run_whose_archive_leaves_the_site_out_is_complete() -> None:
    report = RunReport(collected=[ArchiveReport(excluded=2, incidents=[("search", "Blocked Site Error")])])
    assert report.exit_code() == 0


def test_a_gate_that_fails_again_says_what_it_says_now(workspace: Workspace) -> None:
    first = observe(workspace, (), (), None, GateFailed("one"), BEGIN)
    (again,) = observe(workspace, first, (), None, GateFailed("another"), BEGIN + timedelta(days=1))
    assert (again.detail, again.first_seen, again.last_seen) == ("another", day(0), day(1))


# The feed, the state, and the console script.


def test_the_feed_has_an_entry_for_each_beginning_and_each_end_with_ids_that_stay(
    site: DemoServer, run_job: RunJob, workspace: Workspace
) -> None:
    usual = site.pages[PAGE]
    site.pages[PAGE] = BUSY
    run_job(1)
    before = feed.atom_of_incidents(incidents(workspace))
    site.pages[PAGE] = usual
    run_job(2)
    after = feed.atom_of_incidents(incidents(workspace))
    assert after == feed.atom_of_incidents(incidents(workspace))
    ids = [[entry.findtext(f"{ATOM}id") for entry in ElementTree.fromstring(printed).iter(f"{ATOM}entry")]
           for printed in (before, after)]  # fmt: skip
    assert (len(ids[0]), len(ids[1])) == (3, 4)
    assert ids[1][1:] == ids[0]
    newest = ElementTree.fromstring(after).find(f"{ATOM}entry")
    assert newest is not None
    assert newest.findtext(f"{ATOM}title") == f"over: unreachable {HOST}{PAGE}"
    assert newest.findtext(f"{ATOM}updated") == day(2)


@pytest.mark.sweep
def test_the_command_reports_incidents_at_their_transitions_only(jsiq, lead) -> None:
    with first_edition() as site:
        lead(site.port)
        first, second = jsiq("run"), jsiq("run", "--json")
        site.pages[PAGE] = BUSY
        third = jsiq("run")
        standing = [json.loads(line) for line in jsiq("incidents", "--json").stdout.splitlines()]
        texts = [jsiq(*words).stdout for words in (["incidents"], ["incidents", "--all"])]
        status = json.loads(jsiq("status", "--json").stdout)
        shown = jsiq("status").stdout
    said = [line for line in first.stderr.splitlines() if line.startswith("incident: ")]
    assert len(said) == len(USUAL)
    assert len(second.stderr.splitlines()) == 1, "the heartbeat"
    assert json.loads(second.stdout)["incidents"] == {"began": [], "ended": [], "standing": 2}
    assert third.stderr.splitlines()[0] == f"incident: unreachable {HOST}{PAGE}: status 503"
    assert third.stderr.splitlines()[1].endswith("incidents 3")
    assert {(one["kind"], one["subject"]) for one in standing} == USUAL | {("unreachable", f"{HOST}{PAGE}")}
    assert list(standing[0]) == ["kind", "subject", "detail", "first_seen", "last_seen", "ended_at"]
    assert [len(text.split("\n\n")) for text in texts] == [3, 3], "a paragraph each"
    assert texts[0].count(PAGE) == 1
    assert status["incidents"] == standing
    assert f"  unreachable {HOST}{PAGE}: status 503 (since " in shown


def test_incidents_need_something_that_was_collected(jsiq) -> None:
    done = jsiq("incidents")
    assert (done.returncode, done.stdout) == (2, "")
    assert "nothing was collected" in done.stderr


# What was reported is written down afterwards.

KILLED_WHILE_REPORTING = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from jsiq_scrape.clock import StandingClock
from jsiq_scrape.fetch import sources
from jsiq_scrape.monitor.job import run
from jsiq_scrape.workspace import Workspace

workspace = Workspace(Path(sys.argv[1]))
known = sources.load_sources(workspace.resource("sources.toml"))
die = lambda report: os.kill(os.getpid(), signal.SIGKILL)
run(workspace, known, StandingClock(datetime.fromisoformat(sys.argv[2])), show=die)
"""


@pytest.mark.sweep
def test_the_changes_of_a_run_killed_between_publishing_and_reporting_are_reported_by_the_next(
    run_job: RunJob, workspace: Workspace, lead
) -> None:
    with serve(2) as site:
        lead(site.port)
        arguments = [sys.executable, "-c", KILLED_WHILE_REPORTING, workspace.root, day(7)]
        before = workspace.database.read_bytes()
        assert subprocess.run(arguments, check=False).returncode == -9
        assert workspace.database.read_bytes() != before, "it was published"
        printed, silent = run_job(14), run_job(21)
    assert len(printed.changes) == len(PLAN)
    assert {kind for kind, _ in begun(printed)} == {"unreachable"}, "the page that answers 503 in the second edition"
    assert quiet(silent)


@pytest.mark.sweep
def test_what_nobody_could_read_is_reported_again(jsiq, lead, script: Path, workspace: Workspace) -> None:
    with serve(1) as site:
        lead(site.port)
        jsiq("run")
    with serve(2) as site:
        lead(site.port)
        reader, writer = os.pipe()
        os.close(reader)
        done = subprocess.run(
            [script, "run", "--root", workspace.root], stdout=writer, stderr=subprocess.PIPE, check=False
        )
        os.close(writer)
        assert done.returncode == 141
        again, silent = json.loads(jsiq("run", "--json").stdout), json.loads(jsiq("run", "--json").stdout)
    assert (len(again["changes"]), silent["changes"]) == (len(PLAN), [])


@pytest.mark.sweep
def test_changes_that_another_command_published_are_reported_by_the_next_run(jsiq, lead) -> None:
    with serve(1) as site:
        lead(site.port)
        jsiq("run")
    with serve(2) as site:
        lead(site.port)
        jsiq("collect", "live")
        jsiq("build")
        assert len(json.loads(jsiq("run", "--json").stdout)["changes"]) == len(PLAN)


def test_without_any_memory_what_a_database_holds_is_no_news(run_job: RunJob, workspace: Workspace, lead) -> None:
    with serve(2) as site:
        lead(site.port)
        run_job(7)
        workspace.reported.unlink()
        assert run_job(14).changes == []
        workspace.reported.unlink()
        workspace.database.unlink()
        assert run_job(21).changes == []


def test_a_better_vocabulary_is_no_news(run_job: RunJob, workspace: Workspace, lead) -> None:
    known = workspace.resource("office_page.toml").read_text(encoding="utf-8")
    poorer = known.replace('"Niedrigschwellige Beratung/Clearing",', "").replace('"Niedrigschwellige Beratung",', "")
    assert poorer != known
    own = workspace.parsers / "office_page.toml"
    own.write_text(poorer, encoding="utf-8")
    with serve(2) as site:
        lead(site.port)
        first = run_job(7, "fill", "unread")
        own.unlink()
        second = run_job(14)
    fields = [
        {one.field for one in found if one.kind == "changed"} for found in (first.changes, changes(workspace.database))
    ]
    assert "extras[Niedrigschwellige Beratung/Clearing]" in fields[0]
    assert "counselling" in fields[1]
    assert second.changes == []


def test_a_memory_that_is_none_of_ours_is_named_and_left_alone(run_job: RunJob, workspace: Workspace) -> None:
    workspace.reported.write_text("[]", encoding="utf-8")
    with pytest.raises(SnapshotError, match=r"reported\.json cannot be read"):
        run_job(1)
    assert workspace.reported.read_text(encoding="utf-8") == "[]"
