"""Another vocabulary shows in `reread --diff`, and never in the history."""

import json
import tomllib
from pathlib import Path

import pytest
from days import BEGIN, run_on

from jsiq_scrape.demo.edits import PLAN
from jsiq_scrape.demo.server import serve
from jsiq_scrape.history import identities
from jsiq_scrape.monitor.lock import hold
from jsiq_scrape.workspace import Workspace


@pytest.fixture
def workspace(lead) -> Workspace:
    """Both editions of the demo site, fetched a week apart."""
    for edition, day in ((1, 0), (2, 7)):
        with serve(edition) as site:
            place: Workspace = lead(site.port)
            run_on(place, day)
    return place


def forget_target_groups(workspace: Workspace) -> None:
    """A vocabulary that has another label in the place of the one for target groups."""
    text = workspace.resource("office_page.toml").read_text(encoding="utf-8")
    line = 'labels = ["Zielgruppe", "Zielgruppen", "Zielgruppe(n)", "Zielgruppe/n"]'
    assert line in text
    text = text.replace(line, 'labels = ["Adressatenkreis"]')
    (workspace.parsers / "office_page.toml").write_text(text, encoding="utf-8")


def files_of(workspace: Workspace) -> dict[Path, bytes]:
    return {
        path: path.read_bytes()
        for path in workspace.root.rglob("*")
        if path.is_file() and ".cache" not in path.parts and path != workspace.lock
    }


def test_the_same_reader_alters_nothing(jsiq, workspace: Workspace) -> None:
    done = jsiq("reread", "--diff", "--exit-code")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "a build would alter nothing\n")


def test_it_says_that_the_workspace_has_other_labels_than_the_program(jsiq, workspace: Workspace) -> None:
    forget_target_groups(workspace)
    assert "read by parsers/office_page.toml, which is not" in jsiq("reread", "--diff").stderr
    assert "read by parsers/office_page.toml, which is not" in jsiq("build").stderr


@pytest.mark.sweep
def test_a_better_vocabulary_shows_in_the_diff_and_never_in_the_changes(jsiq, workspace: Workspace) -> None:
    forget_target_groups(workspace)
    refused = jsiq("reread")
    assert refused.returncode == 4, "accepting passes the gates like every build"
    assert "fill:project.target_group" in refused.stderr
    assert jsiq("reread", "--accept", "fill", "--accept", "unread").returncode == 0
    reported = jsiq("changes", "--json").stdout.splitlines()

    (workspace.parsers / "office_page.toml").unlink()  # the one that came with the program knows the label
    before = files_of(workspace)
    shown = jsiq("reread", "--diff", "--json", "--exit-code")
    assert shown.returncode == 5
    lines = [json.loads(line) for line in shown.stdout.splitlines()]
    learned = [line for line in lines if line["table"] == "project" and line["field"] == "target_group"]
    assert len(learned) > 10
    assert all(line["old"] is None and line["new"] for line in learned)
    assert not [line for line in lines if line["table"] == "change" and line["kind"] == "added"]
    assert files_of(workspace) == before, "a diff writes nothing"

    assert jsiq("reread").returncode == 0
    known = jsiq("changes", "--json").stdout.splitlines()
    assert set(known) <= set(reported)
    assert len(known) == len(PLAN)
    assert jsiq("reread", "--diff", "--exit-code").returncode == 0


@pytest.mark.sweep
def test_the_diff_for_a_person_names_row_field_and_both_values(jsiq, workspace: Workspace) -> None:
    forget_target_groups(workspace)
    done = jsiq("reread", "--diff")
    assert done.returncode == 0
    assert 'project bb-stadt-beispielow--kurs-halten  target_group: "Jugendliche in' in done.stdout
    assert "-> nothing" in done.stdout


@pytest.mark.sweep
def test_a_key_that_would_change_comes_with_the_decision_that_keeps_it(jsiq, workspace: Workspace) -> None:
    urls = ["http://www.programm.invalid/no_cache/standorte/details/stadt-beispielstadt-jugendamt.html"]
    decided = workspace.parsers / "identities.toml"
    decided.write_text(
        f'[[profile]]\nurls = {json.dumps(urls)}\nid = "nw-anders"\n\n[[project]]\n'
        'profile = "he-kreis-musterwald"\ntitles = ["Wegweiser Wald"]\nid = "he-umgetauft"\n',
        encoding="utf-8",
    )
    lines = [json.loads(line) for line in jsiq("reread", "--diff", "--json").stdout.splitlines()]
    rekeyed = [line for line in lines if line["kind"] == "rekeyed"]
    assert {(line["table"], line["old"], line["new"]) for line in rekeyed} == {
        ("profile", "nw-stadt-beispielstadt", "nw-anders"),
        ("project", "he-kreis-musterwald--wegweiser-wald", "he-umgetauft"),
    }
    text = "\n\n".join(line["decision"] for line in rekeyed) + "\n"
    assert tomllib.loads(text)
    decided.write_text(text, encoding="utf-8")
    assert identities.load_identities(decided).profile[0].id == "nw-stadt-beispielstadt"
    kept = jsiq("reread", "--diff", "--exit-code")
    assert (kept.returncode, kept.stdout) == (0, "")


@pytest.mark.sweep
def test_captures_that_the_database_does_not_know_are_reported(jsiq, workspace: Workspace) -> None:
    with serve(2) as site:
        (workspace.parsers / "sources.toml").write_text(
            (workspace.parsers / "sources.toml").read_text(encoding="utf-8").rpartition("connect_to")[0]
            + f'connect_to = {{ "www.programm.invalid:80" = "127.0.0.1:{site.port}" }}\n',
            encoding="utf-8",
        )
        assert jsiq("collect", "live").returncode == 0
    done = jsiq("reread", "--diff")
    assert done.returncode == 0
    assert "captures are newer than the database" in done.stderr


def test_a_project_that_a_build_would_no_longer_have_is_removed_and_gets_no_other_key(
    jsiq, workspace: Workspace
) -> None:
    max((workspace.snapshots / "runs").iterdir()).unlink()
    reported = jsiq("reread", "--diff", "--json")
    lines = [json.loads(line) for line in reported.stdout.splitlines()]
    assert reported.returncode == 0
    lost = "sn-stadt-exempelberg--suedhang-unterwegs"
    assert [line["kind"] for line in lines if line["table"] == "project" and lost in json.dumps(line)] == ["removed"]
    assert not [line for line in lines if line["kind"] == "rekeyed"]


@pytest.mark.sweep
def test_it_needs_a_database_and_waits_for_nobody(jsiq, workspace: Workspace) -> None:
    with hold(workspace, "run", BEGIN):
        assert jsiq("reread", "--diff").returncode == 75
    workspace.database.unlink()
    done = jsiq("reread", "--diff")
    assert (done.returncode, done.stdout) == (2, "")
    assert "no such database" in done.stderr
