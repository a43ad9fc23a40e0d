"""The scheduled job against the demo site: what it does, what it tells, and how it ends."""

import json
import os
import pty
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from days import BEGIN, run_on

from jsiq_scrape.clock import StandingClock
from jsiq_scrape.demo.edits import PLAN
from jsiq_scrape.demo.server import serve
from jsiq_scrape.errors import GateFailed
from jsiq_scrape.fetch import sources
from jsiq_scrape.monitor.change_log import changes
from jsiq_scrape.monitor.job import RunReport
from jsiq_scrape.monitor.lock import hold
from jsiq_scrape.monitor.state import state
from jsiq_scrape.workspace import Workspace


@pytest.fixture
def fetched_once(lead) -> Workspace:
    """The workspace after a first capture of the first edition."""
    with serve(1) as site:
        workspace = lead(site.port)
        run_on(workspace, 0)
    return workspace


def test_a_first_capture_is_no_change(lead) -> None:
    with serve(1) as site:
        done = run_on(lead(site.port), 0)
    assert (done.changes, done.failed, done.exit_code(report_changes=True)) == ([], None, 0)
    assert done.heartbeat.startswith("checked 18, unchanged 0, changed 0, unreachable 0, new 16")


def test_a_second_capture_reports_the_planned_changes_and_counts_meaning_instead_of_bytes(fetched_once, lead) -> None:
    with serve(2) as site:
        done = run_on(lead(site.port), 7)
    reported = {(one.profile, one.entity, one.kind, one.field, one.old, one.new) for one in done.changes}
    assert reported == {(one.profile, one.entity, one.kind, one.field, one.old, one.new) for one in PLAN}
    assert (done.counts["changed"], done.counts["gone"], done.counts["unreachable"]) == (6, 1, 1)
    assert done.counts["unchanged"] >= 7  # although every page has other bytes than before
    assert sum(done.counts.values()) == done.checked
    assert (done.exit_code(), done.exit_code(report_changes=True)) == (0, 5)


def test_a_capture_of_the_same_pages_reports_nothing(fetched_once, lead) -> None:
    with serve(1) as site:
        done = run_on(lead(site.port), 7)
    assert done.changes == []
    assert done.counts["unchanged"] == 16
    assert done.exit_code(report_changes=True) == 0


def test_what_a_killed_run_had_seen_is_reported_by_the_next_one(fetched_once, lead) -> None:
    from jsiq_scrape.fetch.live import collect

    with serve(2) as site:
        workspace = lead(site.port)
        known = sources.load_sources(workspace.resource("sources.toml"))
        collect(workspace, known.named("demo"), StandingClock(BEGIN + timedelta(days=7)), settings=known.client)
        done = run_on(workspace, 14)
    assert len(done.changes) == len(PLAN)


def test_without_an_older_database_only_what_this_run_saw_is_new(fetched_once, lead) -> None:
    with serve(2) as site:
        workspace = lead(site.port)
        run_on(workspace, 7)
        workspace.database.unlink()
        done = run_on(workspace, 14)
    assert len(changes(workspace.database)) == len(PLAN)
    assert done.changes == []


def test_changes_since_a_run_are_those_its_captures_brought(fetched_once, lead) -> None:
    with serve(2) as site:
        workspace = lead(site.port)
        (collected,) = run_on(workspace, 7).collected
        (later,) = run_on(workspace, 14).collected
    assert collected.run is not None
    assert len(changes(workspace.database, collected.run)) == len(PLAN)
    assert changes(workspace.database, later.run) == []
    assert len(changes(workspace.database, "2018-04-19")) == len(PLAN)
    assert changes(workspace.database, "2018-04-20T00:00:00+02:00") == []


def test_when_nobody_answers_the_run_is_incomplete_and_the_data_stay(fetched_once, lead, closed: int) -> None:
    before = changes(fetched_once.database)
    done = run_on(lead(closed), 7)
    assert (done.exit_code(), done.changes) == (3, before)
    assert done.counts["unreachable"] == done.checked > 0


def test_a_first_run_that_reaches_nobody_is_incomplete_too(lead, closed: int) -> None:
    done = run_on(lead(closed), 0)
    assert (done.checked, done.exit_code()) == (0, 3)


def test_a_gate_that_fails_leaves_the_old_database_and_is_reported(fetched_once, lead) -> None:
    old = fetched_once.database.read_bytes()
    lose_the_evidence(fetched_once)
    with serve(1) as site:
        workspace = lead(site.port)
        done = run_on(workspace, 7)
        assert isinstance(done.failed, GateFailed)
        assert (done.exit_code(report_changes=True), done.built) == (4, None)
        assert workspace.database.read_bytes() == old
        accepted = run_on(workspace, 14, accept=("evidence",))
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
    reported = [json.loads(line) for line in jsiq("changes", "--json").stdout.splitlines()]
    assert len(reported) == len(PLAN)
    assert list(reported[0]) == [
            "profile", "municipality", "entity", "id", "title", "kind", "field", "old", "new", "difference",
            "not_before", "seen_at", "url",
        ]  # fmt: skip


def test_the_command_speaks_json(jsiq, lead) -> None:
    with serve(1) as site:
        lead(site.port)
        reported = json.loads(jsiq("run", "--json").stdout)
    assert (reported["checked"], reported["counts"]["new"], reported["changes"]) == (18, 16, [])


@pytest.mark.parametrize("arguments", [["run"], ["build"], ["collect", "live"]])
@pytest.mark.few(1)
def test_a_busy_workspace_is_named_with_its_owner(jsiq, fetched_once: Workspace, arguments) -> None:
    with hold(fetched_once, "run", BEGIN):
        done = jsiq(*arguments)
    assert (done.returncode, done.stdout) == (75, "")
    assert "is busy: run, process " in done.stderr
    assert "since 2018-04-12 10:00:00 UTC" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.sweep
def test_a_failed_gate_and_nobody_there_have_their_exit_codes(jsiq, fetched_once: Workspace, lead, closed) -> None:
    lead(closed)
    assert jsiq("run").returncode == 3
    lose_the_evidence(fetched_once)
    failed = jsiq("build")
    assert (failed.returncode, failed.stdout) == (4, "")
    assert "evidence" in failed.stderr
    assert "--accept" in failed.stderr
    assert jsiq("build", "--accept", "evidence").returncode == 4, "fewer profiles are a gate of their own"


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


def test_a_workspace_without_sources_has_nothing_to_fetch(jsiq, tmp_path: Path) -> None:
    (tmp_path / "parsers").mkdir()
    (tmp_path / "parsers" / "sources.toml").write_text("", encoding="utf-8")
    done = jsiq("run")
    assert done.returncode == 2
    assert "names no source" in done.stderr


def test_half_written_bodies_of_killed_runs_are_removed_and_nothing_else_is(fetched_once: Workspace, lead) -> None:
    bodies = fetched_once.snapshots / "bodies"
    before = {path: path.read_bytes() for path in bodies.rglob("*") if path.is_file()}
    written = next(iter(before))
    left = written.with_suffix(".0a1b2c.tmp")
    left.write_bytes(b"half")
    notes = bodies / "notes.tmp"
    notes.write_bytes(b"mine")
    folder = written.with_name(f"{'0' * 64}.0a1b2c.tmp")
    folder.mkdir()
    with serve(1) as site:
        run_on(lead(site.port), 7)
    assert not left.exists()
    assert notes.read_bytes() == b"mine"
    assert folder.is_dir()
    assert {path: path.read_bytes() for path in before} == before


def test_a_database_without_snapshots_shows_what_it_holds(fetched_once: Workspace) -> None:
    whole = state(fetched_once)
    fetched_once.snapshots.rename(fetched_once.root / "elsewhere")
    alone = state(fetched_once)
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
            reported = json.loads(jsiq("collect", "live", "--json").stdout)
        assert (reported["source"], reported["checked"], reported["refused"]) == ("demo", 17 + edition, 1)
        assert jsiq("build").returncode == 0
    assert len(jsiq("changes", "--json").stdout.splitlines()) == len(PLAN)


def test_only_a_source_that_is_known_can_be_collected(jsiq, lead, closed: int) -> None:
    lead(closed)
    done = jsiq("collect", "live", "--source", "other")
    assert (done.returncode, done.stdout) == (2, "")
    assert "no source is named other; known: demo" in done.stderr


def read_from(terminal: int) -> Iterator[bytes]:
    """All that was written to a terminal; its end is an error where the other side has left."""
    with suppress(OSError):
        while piece := os.read(terminal, 4096):
            yield piece


@pytest.mark.sweep
def test_a_progress_bar_is_for_terminals_only(script: Path, jsiq, fetched_once: Workspace) -> None:
    assert jsiq("build").stderr == ""
    terminal, end = pty.openpty()
    shutil.rmtree(fetched_once.root / ".cache")
    build = [script, "build", "--root", fetched_once.root]
    building = subprocess.Popen(build, stdout=subprocess.PIPE, stderr=end, env={**os.environ, "TERM": "xterm"})
    os.close(end)
    shown = b"".join(read_from(terminal)).decode()
    os.close(terminal)
    said, _ = building.communicate()
    assert building.returncode == 0
    assert "reading" in shown
    assert "100%" in shown
    assert b"\x1b" not in said
