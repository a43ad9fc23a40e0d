"""`init`, `build`, `verify`, `changes`, `status`, `demo`: the commands of a workspace, on the demo's data."""

import json
import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest

from jsiq_scrape.database import build
from jsiq_scrape.demo.tour import tour
from jsiq_scrape.evidence.store import Capture, Snapshots
from jsiq_scrape.explore.plain_text import counted
from jsiq_scrape.fetch import sources
from jsiq_scrape.monitor.state import published, state
from jsiq_scrape.workspace import RESOURCES, Workspace

pytestmark = pytest.mark.sweep  # each starts processes of its own


@pytest.fixture(scope="module")
def toured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's workspace, for reading."""
    root = tmp_path_factory.mktemp("toured")
    tour(root, lambda line: None)
    return root


@pytest.fixture
def mine(toured: Path, tmp_path: Path) -> Path:
    """A copy of it to work in, where the commands run."""
    shutil.copytree(toured, tmp_path, dirs_exist_ok=True)
    return tmp_path


def only_line(said: str) -> str:
    assert len(said.splitlines()) == 1, said
    return said


def test_init_makes_a_workspace_that_names_the_real_hosts_and_both_known_pages(jsiq, tmp_path: Path) -> None:
    done = jsiq("init", "new/mine")
    assert done.returncode == 0
    assert "contact" in done.stdout
    known = sources.load_sources(tmp_path / "new/mine/parsers/sources.toml")
    assert known.client.contact is None
    assert {"www.jugend-staerken.de", "jugend-staerken.de"} <= set(known.source[0].hosts)
    pages = " ".join(url for source in known.source for url in source.profiles)
    assert "/no_cache/standorte/details/koordinierungsstelle-jugend-staerken-im-quartier.html" in pages
    assert "/standorte/details/landkreis-nordwestmecklenburg-fachdienst-jugend.html" in pages
    assert {path.name for path in (tmp_path / "new/mine/parsers").iterdir()} == {*RESOURCES, "README.md"}
    assert "jsiq-scrape run" in (tmp_path / "new/mine/README.md").read_text(encoding="utf-8")


def test_init_takes_an_empty_folder(jsiq, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    assert jsiq("init", "mine").returncode == 0
    assert jsiq("verify", "--root", "mine").returncode == 0


@pytest.mark.parametrize("there", ["folder", "file"])
def test_init_overwrites_nothing(jsiq, tmp_path: Path, there: str) -> None:
    target = tmp_path / "mine"
    if there == "folder":
        target.mkdir()
        target = target / "notes.txt"
    target.write_text("mine", encoding="utf-8")
    done = jsiq("init", "mine")
    assert done.returncode == 2
    only_line(done.stderr)
    assert target.read_text(encoding="utf-8") == "mine"
    assert [path.name for path in tmp_path.rglob("*")].count("parsers") == 0


@pytest.mark.skipif(os.geteuid() == 0, reason="permissions do not bind root")
def test_init_says_where_it_may_not_write(jsiq, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    done = jsiq("init", "mine")
    tmp_path.chmod(0o700)
    assert done.returncode == 1
    assert "permission denied" in only_line(done.stderr)


@pytest.mark.sweep
def test_build_gives_the_same_file_again_and_says_so(jsiq, mine: Path) -> None:
    before = Workspace(mine).database.read_bytes()
    done = jsiq("build")
    assert done.returncode == 0
    assert "(as it was)" in only_line(done.stdout)
    assert "16 profiles" in done.stdout
    assert Workspace(mine).database.read_bytes() == before
    printed = json.loads(jsiq("build", "--json").stdout)
    assert (printed["replaced"], printed["counts"]["profile"], printed["accepted"]) == (False, 16, [])


def test_build_needs_snapshots(jsiq) -> None:
    done = jsiq("build")
    assert done.returncode == 2
    assert "nothing was collected" in only_line(done.stderr)


def test_a_build_that_cannot_be_written_is_reported_and_the_old_database_stays(script: Path, mine: Path) -> None:
    before = Workspace(mine).database.read_bytes()
    limited = ["/bin/sh", "-c", 'ulimit -f 200 && exec "$0" build', script]  # no file larger than 100 or 200 kB
    done = subprocess.run(limited, cwd=mine, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert "the old database stays" in only_line(done.stderr)
    assert Workspace(mine).database.read_bytes() == before
    assert sorted(path.name for path in Workspace(mine).db.iterdir()) == ["datasette.yaml", "jsiq.db", "metadata.yaml"]


def test_verify_names_what_is_damaged_and_what_is_lost(jsiq, mine: Path) -> None:
    assert jsiq("verify").stderr.endswith("all whole\n")
    changed, lost = sorted(Workspace(mine).snapshots.glob("bodies/*/*"))[:2]
    changed.chmod(0o644)
    changed.write_bytes(changed.read_bytes() + b" ")
    lost.unlink()
    done = jsiq("verify")
    assert done.returncode == 1
    assert changed.name in done.stdout
    assert lost.stem in done.stdout
    assert "2 damaged" in only_line(done.stderr)
    printed = [json.loads(line) for line in jsiq("verify", "--json").stdout.splitlines()]
    assert {damage["kind"] for damage in printed} == {"wrong_digest", "missing_body"}


def test_changes_come_in_four_forms(jsiq, mine: Path) -> None:
    assert "period_end changed: 2018-12-31 -> 2022-06-30" in jsiq("changes").stdout
    assert len(jsiq("changes", "--json").stdout.splitlines()) == 7
    assert jsiq("changes", "--format", "json").stdout == jsiq("changes", "--json").stdout
    assert jsiq("changes", "--format", "markdown").stdout.startswith("| seen | municipality |")
    for options, number in (((), 6), (("--with-contacts",), 7)):
        feed = jsiq("changes", "--format", "atom", *options).stdout
        assert len(ElementTree.fromstring(feed).findall("{http://www.w3.org/2005/Atom}entry")) == number


@pytest.mark.sweep
def test_changes_since_a_day_or_a_run(jsiq, mine: Path) -> None:
    runs = sorted(path.stem for path in (Workspace(mine).snapshots / "runs").iterdir())
    for since, number in (
        ("2018-04-19", 7),
        ("19.04.2018", 7),
        ("20.04.2018", 0),
        ("2018-04-20", 0),
        (runs[0], 7),
        (runs[1], 7),
    ):
        assert len(jsiq("changes", "--json", "--since", since).stdout.splitlines()) == number, since
    wrong = jsiq("changes", "--since", "last week")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "neither a day" in only_line(wrong.stderr)


def test_the_exit_code_shows_changes_only_when_asked(jsiq, mine: Path) -> None:
    assert jsiq("changes").returncode == 0
    assert jsiq("changes", "--exit-code").returncode == 5
    none = jsiq("changes", "--exit-code", "--since", "2030-01-01")
    assert (none.returncode, none.stdout, none.stderr) == (0, "", "no changes\n")


def test_status_shows_pages_by_state_and_a_job_that_died(jsiq, mine: Path) -> None:
    done = jsiq("status")
    assert done.returncode == 0
    assert "15 profiles" in done.stdout
    assert "gone: http://www.programm.invalid/" in done.stdout
    late = jsiq("status", "--max-age", "8d")
    assert late.returncode == 1
    assert "days old" in only_line(late.stderr)
    assert jsiq("status", "--max-age", "9999w").returncode == 0
    assert jsiq("status", "--max-age", "soon").returncode == 2
    printed = json.loads(jsiq("status", "--json").stdout)
    assert (printed["profiles"], printed["runs"], printed["pages"]["read"]) == (15, 2, 15)
    assert printed["removed"] == {"profiles": 1, "projects": 2}
    assert [(phase["expected"], phase["found"]) for phase in printed["coverage"]][:1] == [(178, 16)]


def test_status_and_build_count_alike_and_name_what_was_removed(jsiq, mine: Path) -> None:
    assert "16 profiles (1 removed), 32 projects (2 removed)" in jsiq("build").stdout
    printed = jsiq("status").stdout.splitlines()
    assert printed[0] == "known      15 profiles with 30 projects, 7 changes; removed: 1 profile and 2 projects"
    assert "phase 1    16 of 178 municipalities found" in printed


def test_status_before_the_first_build_says_what_was_collected_and_what_is_expected(jsiq, mine: Path) -> None:
    Workspace(mine).database.unlink()
    done = jsiq("status")
    assert (done.returncode, done.stderr) == (0, "")
    assert "there is no database yet (jsiq-scrape build makes it)" in done.stdout
    assert "phase 1    0 of 178 municipalities found" in done.stdout
    assert "phase 2    0 of 161 municipalities found" in done.stdout
    assert "runs       2 with " in done.stdout
    printed = json.loads(jsiq("status", "--json").stdout)
    assert (printed["built"], printed["profiles"], printed["runs"]) == (False, 0, 2)
    assert jsiq("status", "--max-age", "9999w").returncode == 1
    shutil.rmtree(Workspace(mine).snapshots)
    never = jsiq("status")
    assert (never.returncode, never.stdout) == (2, "")
    assert "nothing was collected there yet" in only_line(never.stderr)


def test_what_is_expected_without_a_database_is_what_the_view_counts_against(toured: Path) -> None:
    phases = state(Workspace(toured)).coverage
    assert [(one.phase, one.expected) for one in phases] == [(one.phase, one.expected) for one in published()]


def test_an_archive_that_answers_and_has_nothing_new_is_a_successful_fetch(toured: Path, tmp_path: Path) -> None:
    shutil.copytree(toured / "snapshots", tmp_path / "snapshots")
    workspace, later = Workspace(tmp_path), datetime(2018, 6, 1, tzinfo=UTC)
    url = "http://archive.invalid/cdx?url=www.programm.invalid"
    with Snapshots(workspace.snapshots).run("archive", later) as run:
        run.add(
            Capture(
                source="a", url=url, asked_at=later, captured_at=later, retrieved_at=later, status=200, purpose="index"
            )
        )
    build(workspace)
    assert state(workspace).last_fetch == "2018-06-01T00:00:00Z"


def test_a_warc_file_in_a_folder_that_is_not_there_names_the_folder(jsiq, mine: Path) -> None:
    done = jsiq("export", "--warc", "nowhere/pages.warc")
    assert (done.returncode, done.stdout) == (2, "")
    assert "nowhere: no such folder" in only_line(done.stderr)


@pytest.mark.parametrize(
    ("name", "text", "arguments"),
    [
        ("pages/urls.csv", "file,url,captured_at\na.html,,2018-04-12\nb.html,,the day before\n", ("folder", "pages")),
        ("urls.txt", "http://one.invalid/a\nnot a URL\n", ("urls", "urls.txt", "--contact", "a@programm.example")),
    ],
)
def test_one_line_that_cannot_be_understood_refuses_the_file_before_anything_is_stored(
    jsiq, tmp_path: Path, name: str, text: str, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "pages").mkdir()
    for page in ("a.html", "b.html"):
        (tmp_path / "pages" / page).write_text("<p>page</p>", encoding="utf-8")
    (tmp_path / name).write_text(text, encoding="utf-8")
    done = jsiq("collect", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{name} line {3 if 'csv' in name else 2}" in only_line(done.stderr)
    assert not (tmp_path / "snapshots").exists()


@pytest.mark.parametrize(
    ("number", "noun", "printed"),
    [
        (0, "change", "0 changes"),
        (1, "change", "1 change"),
        (2, "body", "2 bodies"),
        (3, "funding area", "3 funding areas"),
    ],
)
def test_numbers_agree_with_their_nouns(number: int, noun: str, printed: str) -> None:
    assert counted(number, noun) == printed


@pytest.mark.parametrize("verb", ["changes", "serve"])
def test_a_workspace_without_a_database_says_how_to_get_one(jsiq, verb: str) -> None:
    done = jsiq(verb)
    assert (done.returncode, done.stdout) == (2, "")
    assert "jsiq-scrape build" in only_line(done.stderr)


def test_where_nothing_is_wrong_there_are_no_incidents(jsiq, tmp_path: Path) -> None:
    at = datetime(2018, 4, 12, 10, tzinfo=UTC)
    url = "http://www.programm.invalid/details/fort.html"
    with Snapshots(tmp_path / "snapshots").run("live", at) as run:
        run.add(Capture(source="x", url=url, final_url=url, asked_at=at, captured_at=at, retrieved_at=at, status=410))
    done = jsiq("incidents")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "no incidents\n")


def test_without_a_scheduled_archive_one_has_to_be_named(jsiq, mine: Path) -> None:
    done = jsiq("collect", "archive")
    assert (done.returncode, done.stdout) == (2, "")
    assert "names no [[archive]] that is scheduled" in only_line(done.stderr)


@pytest.mark.sweep
def test_the_demo_shows_the_planned_changes_and_gives_the_same_again(jsiq, tmp_path: Path) -> None:
    first = jsiq("demo")
    assert first.returncode == 0
    assert "period_end changed: 2018-12-31 -> 2022-06-30" in first.stdout
    assert first.stdout.endswith("7 changes, as planned\n")
    database = (tmp_path / ".demo" / "db" / "jsiq.db").read_bytes()
    second = jsiq("demo", "--root", ".demo")
    assert (second.returncode, second.stdout) == (0, first.stdout)
    assert (tmp_path / ".demo" / "db" / "jsiq.db").read_bytes() == database


def test_the_help_of_the_demo_names_one_default_for_its_folder(jsiq) -> None:
    printed = " ".join(jsiq("demo", "--help").stdout.split())
    assert printed.count("Default:") == 1
    assert "Default: .demo." in printed
    assert "current folder" not in printed


def test_the_demo_deletes_nothing_of_anybodys(jsiq, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("mine", encoding="utf-8")
    done = jsiq("demo", "--root", "mine")
    assert done.returncode == 2
    only_line(done.stderr)
    assert (tmp_path / "mine" / "thesis.txt").read_text(encoding="utf-8") == "mine"
