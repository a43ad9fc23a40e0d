"""The scheduled job against the demo site: what it does, what it tells, and how it ends."""

import json
import os
import pty
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jsiq_scrape.clock import StandingClock
from jsiq_scrape.demo.plan import PLAN
from jsiq_scrape.demo.server import serve
from jsiq_scrape.errors import GateFailed
from jsiq_scrape.fetch import sources
from jsiq_scrape.monitor.changes import changes
from jsiq_scrape.monitor.job import RunReport, run
from jsiq_scrape.monitor.lock import hold
from jsiq_scrape.monitor.state import state
from jsiq_scrape.workspace import Workspace

BEGIN = datetime(2018, 4, 12, 10, tzinfo=UTC)
WEEK = timedelta(days=7)


def run_job(workspace: Workspace, moment: datetime, **options) -> RunReport:
    return run(workspace, sources.load_sources(workspace.resource("sources.toml")), StandingClock(moment), **options)


@pytest.fixture
def looked_at_once(lead) -> Workspace:
    """The workspace after a first capture of the first edition."""
    with serve(1) as site:
        workspace = lead(site.port)
        run_job(workspace, BEGIN)
    return workspace


@pytest.fixture
def nobody() -> Iterator[int]:
    """A port where connections are taken and nothing is ever answered."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)
        yield listener.getsockname()[1]


def test_a_first_capture_is_no_change(lead) -> None:
    with serve(1) as site:
        done = run_job(lead(site.port), BEGIN)
    assert (done.changes, done.failed, done.exit_code(report_changes=True)) == ([], None, 0)
    assert done.heartbeat.startswith("checked 18, unchanged 0, changed 0, unreachable 0, new 16")


def test_a_second_capture_tells_the_planned_changes_and_counts_meaning_instead_of_bytes(looked_at_once, lead) -> None:
    with serve(2) as site:
        done = run_job(lead(site.port), BEGIN + WEEK)
    told = {(one.profile, one.entity, one.kind, one.field, one.old, one.new) for one in done.changes}
    assert told == {(one.profile, one.entity, one.kind, one.field, one.old, one.new) for one in PLAN}
    assert (done.counts["changed"], done.counts["gone"], done.counts["unreachable"]) == (6, 1, 1)
    assert done.counts["unchanged"] >= 7  # although every page has other bytes than before
    assert sum(done.counts.values()) == done.checked
    assert (done.exit_code(), done.exit_code(report_changes=True)) == (0, 5)


def test_a_capture_of_the_same_pages_tells_nothing(looked_at_once, lead) -> None:
    with serve(1) as site:
        done = run_job(lead(site.port), BEGIN + WEEK)
    assert done.changes == []
    assert done.counts["unchanged"] == 16
    assert done.exit_code(report_changes=True) == 0


def test_what_a_killed_run_had_seen_is_told_by_the_next_one(looked_at_once, lead) -> None:
    from jsiq_scrape.fetch.live import collect

    with serve(2) as site:
        workspace = lead(site.port)
        known = sources.load_sources(workspace.resource("sources.toml"))
        collect(workspace, known.named("demo"), StandingClock(BEGIN + WEEK), settings=known.client)
        done = run_job(workspace, BEGIN + 2 * WEEK)
    assert len(done.changes) == len(PLAN)


def test_without_an_older_database_only_what_this_run_saw_is_new(looked_at_once, lead) -> None:
    with serve(2) as site:
        workspace = lead(site.port)
        run_job(workspace, BEGIN + WEEK)
        workspace.database.unlink()
        done = run_job(workspace, BEGIN + 2 * WEEK)
    assert len(changes(workspace.database)) == len(PLAN)
    assert done.changes == []


def test_changes_since_a_run_are_those_its_captures_brought(looked_at_once, lead) -> None:
    with serve(2) as site:
        workspace = lead(site.port)
        (collected,) = run_job(workspace, BEGIN + WEEK).collected
        (later,) = run_job(workspace, BEGIN + 2 * WEEK).collected
    assert collected.run is not None
    assert len(changes(workspace.database, collected.run)) == len(PLAN)
    assert changes(workspace.database, later.run) == []
    assert len(changes(workspace.database, "2018-04-19")) == len(PLAN)
    assert changes(workspace.database, "2018-04-20T00:00:00+02:00") == []


def test_when_nobody_answers_the_run_is_incomplete_and_the_data_stay(looked_at_once, lead, closed: int) -> None:
    before = changes(looked_at_once.database)
    done = run_job(lead(closed), BEGIN + WEEK)
    assert (done.exit_code(), done.changes) == (3, before)
    assert done.counts["unreachable"] == done.checked > 0


def test_a_first_run_that_reaches_nobody_is_incomplete_too(lead, closed: int) -> None:
    done = run_job(lead(closed), BEGIN)
    assert (done.checked, done.exit_code()) == (0, 3)


def test_a_gate_that_fails_leaves_the_old_database_and_is_told(looked_at_once, lead) -> None:
    old = looked_at_once.database.read_bytes()
    lose_the_evidence(looked_at_once)
    with serve(1) as site:
        workspace = lead(site.port)
        done = run_job(workspace, BEGIN + WEEK)
        assert isinstance(done.failed, GateFailed)
        assert (done.exit_code(report_changes=True), done.built) == (4, None)
        assert workspace.database.read_bytes() == old
        accepted = run_job(workspace, BEGIN + 2 * WEEK, accept=("evidence",))
    assert (accepted.failed, accepted.exit_code()) == (None, 0)
    assert workspace.database.read_bytes() != old


def lose_the_evidence(workspace: Workspace) -> None:
    """Delete the run files: the captures of the database are no longer in the store."""
    for file in (workspace.snapshots / "runs").iterdir():
        file.unlink()


def test_the_worst_outcome_gives_the_exit_code() -> None:
    report = RunReport(failed=GateFailed("fewer profiles"))
    report.counts["unreachable"] = 1
    assert report.exit_code(report_changes=True) == 4


# The same through the console script.


def test_the_command_prints_changes_on_stdout_and_the_heartbeat_on_stderr(jsiq, lead) -> None:
    with serve(1) as site:
        lead(site.port)
        first = jsiq("run")
    assert (first.returncode, first.stdout) == (0, "")
    assert first.stderr.splitlines()[-1].startswith("checked 18, unchanged 0, changed 0, unreachable 0, new 16")
    with serve(2) as site:
        lead(site.port)
        second = jsiq("run", "--exit-code")
    assert second.returncode == 5
    assert "period_end changed: 2018-12-31 -> 2022-06-30" in second.stdout
    assert "503" in second.stderr
    told = [json.loads(line) for line in jsiq("changes", "--json").stdout.splitlines()]
    assert len(told) == len(PLAN)
    assert list(told[0]) == [
            "profile", "municipality", "entity", "id", "title", "kind", "field", "old", "new", "difference",
            "not_before", "seen_at", "url",
        ]  # fmt: skip


def test_the_command_speaks_json(jsiq, lead) -> None:
    with serve(1) as site:
        lead(site.port)
        told = json.loads(jsiq("run", "--json").stdout)
    assert (told["checked"], told["counts"]["new"], told["changes"]) == (18, 16, [])


@pytest.mark.parametrize("arguments", [["run"], ["build"], ["collect", "live"]])
@pytest.mark.few(1)
def test_a_busy_workspace_is_told_with_its_owner(jsiq, looked_at_once: Workspace, arguments) -> None:
    with hold(looked_at_once, "run", BEGIN):
        done = jsiq(*arguments)
    assert (done.returncode, done.stdout) == (75, "")
    assert "is busy: run, process " in done.stderr
    assert "since 2018-04-12 10:00:00 UTC" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.sweep
def test_a_failed_gate_and_nobody_there_have_their_exit_codes(jsiq, looked_at_once: Workspace, lead, closed) -> None:
    lead(closed)
    assert jsiq("run").returncode == 3
    lose_the_evidence(looked_at_once)
    failed = jsiq("build")
    assert (failed.returncode, failed.stdout) == (4, "")
    assert "evidence" in failed.stderr
    assert "--accept" in failed.stderr
    assert jsiq("build", "--accept", "evidence").returncode == 4, "fewer profiles are a gate of their own"


@pytest.mark.sweep
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_run_that_is_told_to_stop_stops_and_leaves_a_whole_store(
    script: Path, jsiq, lead, nobody: int, number, code
) -> None:
    workspace = lead(nobody)
    with subprocess.Popen([script, "run", "--root", workspace.root], stderr=subprocess.PIPE, text=True) as process:
        while not workspace.lock.is_file() and process.poll() is None:
            pass
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(timeout=2)  # it waits for an answer
        process.send_signal(number)
        assert process.wait(timeout=20) == code
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()
    if workspace.snapshots.is_dir():
        assert jsiq("verify").returncode == 0
    with hold(workspace, "build", BEGIN):
        pass


def test_real_hosts_are_refused_until_somebody_is_named(jsiq, tmp_path: Path) -> None:
    assert jsiq("init", "mine").returncode == 0
    done = jsiq("run", "--root", "mine")
    assert (done.returncode, done.stdout) == (2, "")
    assert "contact" in done.stderr
    assert jsiq("run", "--root", "mine", "--contact", "no address").returncode == 2
    assert not list((tmp_path / "mine" / "snapshots").iterdir())


@pytest.mark.parametrize(
    ("text", "words"),
    [("[broken", "no TOML"), ("[client]\ncolour = 1\n", "client.colour"), ("[[source]]\nname = 1\n", "source.0")],
)
@pytest.mark.few(1)
def test_a_configuration_that_cannot_be_understood_is_named(jsiq, tmp_path: Path, text, words) -> None:
    (tmp_path / "parsers").mkdir()
    (tmp_path / "parsers" / "sources.toml").write_text(text, encoding="utf-8")
    done = jsiq("run")
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_workspace_without_sources_is_nothing_to_look_at(jsiq, tmp_path: Path) -> None:
    (tmp_path / "parsers").mkdir()
    (tmp_path / "parsers" / "sources.toml").write_text("", encoding="utf-8")
    done = jsiq("run")
    assert done.returncode == 2
    assert "names no source" in done.stderr


def test_half_written_bodies_of_killed_runs_are_removed_and_nothing_else_is(looked_at_once: Workspace, lead) -> None:
    bodies = looked_at_once.snapshots / "bodies"
    before = {path: path.read_bytes() for path in bodies.rglob("*") if path.is_file()}
    written = next(iter(before))
    left = written.with_suffix(".0a1b2c.tmp")
    left.write_bytes(b"half")
    notes = bodies / "notes.tmp"
    notes.write_bytes(b"mine")
    folder = written.with_name(f"{'0' * 64}.0a1b2c.tmp")
    folder.mkdir()
    with serve(1) as site:
        run_job(lead(site.port), BEGIN + WEEK)
    assert not left.exists()
    assert notes.read_bytes() == b"mine"
    assert folder.is_dir()
    assert {path: path.read_bytes() for path in before} == before


def test_a_database_without_snapshots_tells_what_it_holds(looked_at_once: Workspace) -> None:
    whole = state(looked_at_once)
    looked_at_once.snapshots.rename(looked_at_once.root / "elsewhere")
    alone = state(looked_at_once)
    assert (alone.profiles, alone.projects, alone.runs, alone.last_run, alone.roster) == (
        whole.profiles,
        whole.projects,
        whole.runs,
        whole.last_run,
        whole.roster,
    )
    assert (alone.captures, alone.incidents, alone.built) == (0, (), True)
    assert whole.captures > whole.profiles
    assert whole.incidents


@pytest.mark.sweep
def test_collecting_and_building_by_hand_is_the_same_job(jsiq, lead) -> None:
    for edition in (1, 2):
        with serve(edition) as site:
            lead(site.port)
            told = json.loads(jsiq("collect", "live", "--json").stdout)
        assert (told["source"], told["checked"], told["refused"]) == ("demo", 17 + edition, 1)
        assert jsiq("build").returncode == 0
    assert len(jsiq("changes", "--json").stdout.splitlines()) == len(PLAN)


def test_only_a_source_that_is_known_can_be_collected(jsiq, lead, closed: int) -> None:
    lead(closed)
    done = jsiq("collect", "live", "--source", "other")
    assert (done.returncode, done.stdout) == (2, "")
    assert "no source is named other; known: demo" in done.stderr


def told_on(terminal: int) -> Iterator[bytes]:
    """All that was written to a terminal; its end is an error where the other side has left."""
    with suppress(OSError):
        while piece := os.read(terminal, 4096):
            yield piece


@pytest.mark.sweep
def test_a_progress_bar_is_for_terminals_only(script: Path, jsiq, looked_at_once: Workspace) -> None:
    assert jsiq("build").stderr == ""
    terminal, end = pty.openpty()
    shutil.rmtree(looked_at_once.root / ".cache")
    build = [script, "build", "--root", looked_at_once.root]
    building = subprocess.Popen(build, stdout=subprocess.PIPE, stderr=end, env={**os.environ, "TERM": "xterm"})
    os.close(end)
    shown = b"".join(told_on(terminal)).decode()
    os.close(terminal)
    said, _ = building.communicate()
    assert building.returncode == 0
    assert "reading" in shown
    assert "100%" in shown
    assert b"\x1b" not in said
