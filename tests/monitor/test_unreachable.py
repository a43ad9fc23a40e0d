"""What commands say when nobody can be reached: what failed, once, each time, and where to read more."""

import json
from pathlib import Path

import pytest

from jsiq_scrape.demo.server import serve
from jsiq_scrape.demo.site import Response
from jsiq_scrape.workspace import Workspace

pytestmark = pytest.mark.sweep  # each starts processes of its own

SITE = "www.programm.invalid"
#: A machine with name servers and one without say different things of a name that does not exist.
DNS = ("has no address", "cannot be resolved now: is there a network?")

ARCHIVE = """
[client]
attempts = 1

[[source]]
name = "site"
kind = "live"
scheduled = false
hosts = ["www.programm.invalid", "programm.invalid"]
profile_patterns = ["/standorte/details/*.html", "/projekte/*.html"]

[[archive]]
name = "shelf"
kind = "wayback"
pages = "site"
searches_per_minute = 6000
local = true
cdx = "http://archive.invalid/cdx"
playback = "http://archive.invalid/web"
robots = "interface"
"""


@pytest.fixture
def nameless(lead) -> Workspace:
    """A workspace of two pages, whose site has a name that no resolver knows."""
    workspace = lead(1)
    file = workspace.parsers / "sources.toml"
    pages = [f"http://{SITE}/no_cache/standorte/details/{name}.html" for name in "ab"]
    file.write_text(f"{file.read_text('utf-8').partition('connect_to')[0]}profiles = {json.dumps(pages)}\n", "utf-8")
    return workspace


@pytest.fixture
def shelf(tmp_path: Path) -> dict[str, str]:
    """A workspace whose archive has a name that no resolver knows; the environment of its commands."""
    (tmp_path / "parsers").mkdir()
    (tmp_path / "parsers" / "sources.toml").write_text(ARCHIVE, "utf-8")
    return {"XDG_STATE_HOME": str(tmp_path / "state")}


def lines_with(text: str, words: tuple[str, ...]) -> list[str]:
    return [line for line in text.splitlines() if any(word in line for word in words)]


def test_a_site_without_an_address_is_named_once_with_the_error_of_dns(jsiq, nameless) -> None:
    done = jsiq("collect", "live")
    assert done.returncode == 3
    (failed,) = lines_with(done.stderr, DNS)
    assert f"robots.txt of {SITE} is unreachable: the name {SITE} " in failed
    assert failed.count("http://") == 1
    assert done.stderr.splitlines()[-1] == (
        "incomplete: run it again, with -v to see each URL; jsiq-scrape incidents says more"
    )


def test_pages_with_the_same_reason_are_named_together(jsiq, lead, tmp_path: Path, closed: int) -> None:
    lead(closed)
    urls = [f"http://{SITE}/no_cache/standorte/details/{name}.html" for name in "abc"]
    (tmp_path / "urls.txt").write_text("\n".join(urls), "utf-8")
    done = jsiq("collect", "urls", "urls.txt")
    reason = f"robots.txt of {SITE} is unreachable: no connection to 127.0.0.1 port {closed}"
    assert done.stderr.splitlines()[:2] == [f"{urls[0]} and 2 more: {reason}", "(--json names every URL)"]


def test_more_reasons_than_a_screen_holds_are_counted(jsiq, lead, tmp_path: Path) -> None:
    with serve(1) as site:
        lead(site.port)
        paths = [f"/no_cache/standorte/details/{status}.html" for status in range(404, 428)]
        site.pages = {path: Response(int(path[-8:-5]), (), b"") for path in paths}
        (tmp_path / "urls.txt").write_text("\n".join(f"http://{SITE}{path}" for path in paths), "utf-8")
        done = jsiq("collect", "urls", "urls.txt")
    lines = done.stderr.splitlines()
    assert lines[0] == f"http://{SITE}{paths[0]}: status 404"
    assert lines[20:22] == ["... and 4 more reasons", "(--json names every URL)"]


@pytest.mark.parametrize("as_json", [(), ("--json",)])
def test_every_run_that_reaches_nobody_says_why(jsiq, shelf, as_json: tuple[str, ...]) -> None:
    first, second = (jsiq("run", *as_json, environment=shelf) for _ in range(2))
    assert (first.returncode, second.returncode) == (3, 3)
    (began,), (lasts,) = lines_with(first.stderr, DNS), lines_with(second.stderr, DNS)
    assert began.startswith("incident: unreachable archive.invalid: the name archive.invalid ")
    assert lasts.startswith("still: unreachable archive.invalid: the name archive.invalid ")
    assert second.stderr.splitlines()[-1].startswith("incomplete: run it again, with -v")
    assert (json.loads(second.stdout)["checked"] == 0) if as_json else (second.stdout == "")


def test_a_page_that_this_run_did_not_come_to_is_not_named_again(jsiq, lead, closed: int) -> None:
    page = "/no_cache/standorte/details/landratsamt-beispielland-kreisjugendamt.html"
    with serve(1) as site:
        site.pages = {**site.pages, page: Response(503, (), b"")}
        lead(site.port)
        jsiq("run")
    lead(closed)
    first, second = jsiq("run"), jsiq("run")
    assert f"incident: unreachable http://{SITE}: all pages: " in first.stderr
    (still,) = lines_with(second.stderr, ("still: ",))
    assert still.startswith(f"still: unreachable http://{SITE}: all pages: robots.txt of {SITE} is unreachable: ")


def test_a_dry_run_without_an_answer_plans_nothing(jsiq, shelf) -> None:
    done = jsiq("collect", "archive", "--dry-run", environment=shelf)
    assert (done.returncode, done.stdout) == (
        3,
        "shelf: no search was answered, so nothing is known of what it holds; failed searches: 4\n",
    )
    (failed,) = lines_with(done.stderr, DNS)
    assert " and 3 more: the name archive.invalid " in failed
    assert done.stderr.splitlines()[-1] == "incomplete: run it again, with -v to see each URL"
    assert jsiq("collect", "archive", environment=shelf).stdout == "shelf: no search was answered; failed searches: 4\n"


def test_a_failed_search_is_a_line_of_the_log(jsiq, shelf) -> None:
    done = jsiq("collect", "archive", "--dry-run", "-v", environment=shelf)
    searches = [line for line in done.stderr.splitlines() if " s index failed/dns http://archive.invalid/cdx?" in line]
    assert len(searches) == 4
    assert "total archive.invalid: 4 requests (no answer: 4), 0 bytes, 0 retries" in done.stderr.splitlines()[-1]


def test_the_incidents_show_the_reason_within_80_columns(jsiq, on_terminal, nameless) -> None:
    jsiq("run")
    for columns in (80, 100):
        lines = on_terminal(columns, "incidents").lines
        assert lines[0] == f"unreachable http://{SITE}"
        assert lines[1].startswith(f"  all pages: robots.txt of {SITE} is unreachable: the name")
        assert max(map(len, lines)) <= columns
        assert sum("http://" in line for line in lines) == 1


@pytest.mark.parametrize("command", [("run",), ("collect", "live"), ("collect", "archive")])
def test_a_folder_that_is_no_workspace_is_refused_untouched(jsiq, tmp_path: Path, command: tuple[str, ...]) -> None:
    done = jsiq(*command)
    assert (done.returncode, done.stdout) == (2, "")
    (reported,) = done.stderr.splitlines()
    assert "is no workspace" in reported
    assert "jsiq-scrape init DIR" in reported
    assert list(tmp_path.iterdir()) == []


def test_a_workspace_without_a_contact_is_refused_untouched(jsiq, tmp_path: Path) -> None:
    jsiq("init", "mine")
    before = sorted(tmp_path.rglob("*"))
    done = jsiq("run", "--root", "mine")
    assert done.returncode == 2
    assert "contact" in done.stderr
    assert sorted(tmp_path.rglob("*")) == before
