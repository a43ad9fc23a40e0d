"""`-v` and `--log-file`: a line for each URL and the totals, on standard error and in a file, never in the data."""

import json
import re
import signal
import subprocess
from pathlib import Path

import pytest

from jsiq_scrape.demo.server import serve
from jsiq_scrape.demo.site import Response

pytestmark = pytest.mark.sweep  # each starts processes of its own

PAGE = "/no_cache/standorte/details/landratsamt-beispielland-kreisjugendamt.html"
DRAFT = "/no_cache/standorte/details/entwurf-stadt-vorschauhausen.html"
SITE = "http://www.programm.invalid"
LINE = re.compile(
    r"(?P<at>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ) (?P<status> *(?:\d{3}|-)) +(?P<size>\d+) B +(?P<seconds>\d+\.\d\d) s "
    r"(?P<purpose>robots|listing|profile) (?P<decision>[a-z/_ .]+?) (?P<url>http://\S+)(?P<more>.*)"
)


def lines_of(text: str) -> dict[str, re.Match[str]]:
    """The log's lines by their URL."""
    found = [match for line in text.splitlines() if (match := LINE.fullmatch(line))]
    assert len({match["url"] for match in found}) == len(found), "one line for each URL"
    return {match["url"]: match for match in found}


@pytest.mark.parametrize("command", [("run", "--json"), ("collect", "live", "--json")])
def test_each_url_is_a_line_on_standard_error_and_the_data_stay_clean(jsiq, lead, command: tuple[str, ...]) -> None:
    with serve(1) as site:
        lead(site.port)
        first, second = jsiq(*command, "-v"), jsiq(*command, "-v")
        assert len(lines_of(first.stderr)) == len({path for _, path, _ in site.requests}) + 1, "and the draft"
    reported = [json.loads(done.stdout) for done in (first, second)]
    assert [one["checked"] for one in reported] == [18, 18]
    logged = [lines_of(done.stderr)[f"{SITE}{PAGE}"] for done in (first, second)]
    assert [one["status"] + " " + one["decision"] for one in logged] == ["200 new", "304 unchanged"]
    assert int(logged[0]["size"]) > 3000
    assert logged[1]["size"] == "0"
    refused = lines_of(first.stderr)[f"{SITE}{DRAFT}"]
    assert (refused["status"].strip(), refused["decision"]) == ("-", "refused/robots")
    assert lines_of(first.stderr)[f"{SITE}/robots.txt"]["decision"] == "rule"


def test_without_the_options_nothing_is_logged(jsiq, lead) -> None:
    with serve(1) as site:
        lead(site.port)
        assert not lines_of(jsiq("run").stderr)


def test_the_totals_of_a_host_are_those_of_its_requests(jsiq, lead) -> None:
    with serve(1) as site:
        lead(site.port)
        file = lead(site.port).parsers / "sources.toml"
        file.write_text(file.read_text("utf-8").replace("attempts = 1", "attempts = 2"), "utf-8")
        site.pages = {**site.pages, PAGE: Response(503, (), b"busy")}
        done = jsiq("collect", "live", "-v")
    last = done.stderr.splitlines()[-1].partition(" ")[2]
    statuses = [status for _, _, status in site.requests]
    size = sum(int(match["size"]) for match in lines_of(done.stderr).values())
    assert re.sub(r"[\d.]+ seconds", "", last) == (
        f"total www.programm.invalid: {len(statuses)} requests "
        f"(200: {statuses.count(200)}, 503: 2), {size} bytes, 1 retries, "
    )
    busy = lines_of(done.stderr)[f"{SITE}{PAGE}"]
    assert (busy["decision"], busy["more"]) == ("unreachable", " (1 retries)")


def test_each_request_is_a_line_as_well_when_asked_twice(jsiq, lead) -> None:
    with serve(1) as site:
        lead(site.port)
        done = jsiq("collect", "live", "-vv")
    requests = [line for line in done.stderr.splitlines() if " s request " in line]
    assert len(requests) == len(site.requests)


def test_the_file_has_the_same_lines_and_is_added_to(jsiq, lead, tmp_path: Path) -> None:
    with serve(1) as site:
        lead(site.port)
        quiet = jsiq("collect", "live", "--log-file", "fetch.log")
        first = (tmp_path / "fetch.log").read_text("utf-8")
        loud = jsiq("collect", "live", "-v", "--log-file", "fetch.log")
    both = (tmp_path / "fetch.log").read_text("utf-8")
    assert not lines_of(quiet.stderr)
    assert lines_of(first)[f"{SITE}{PAGE}"]["decision"] == "new"
    assert " total www.programm.invalid: " in first.splitlines()[-1]
    assert both.startswith(first)
    reported = [line for line in loud.stderr.splitlines() if line.startswith("20")]
    # Threads may tell two URLs in another order here and there.
    assert sorted(both.removeprefix(first).splitlines()) == sorted(reported)


@pytest.mark.parametrize("command", [("run",), ("collect", "live"), ("collect", "urls", "urls.txt"), ("demo",)])
def test_every_command_that_fetches_can_log(jsiq, lead, tmp_path: Path, command: tuple[str, ...]) -> None:
    (tmp_path / "urls.txt").write_text(f"{SITE}{PAGE}\n", "utf-8")
    with serve(1) as site:
        lead(site.port)
        jsiq(*command, "--log-file", "fetch.log")
    text = (tmp_path / "fetch.log").read_text("utf-8")
    assert f" {SITE}{PAGE}\n" in text
    assert "total www.programm.invalid: " in text


def test_a_log_that_cannot_be_written_is_named_before_anything_is_fetched(jsiq, lead, tmp_path: Path) -> None:
    with serve(1) as site:
        lead(site.port)
        done = jsiq("run", "--log-file", "nowhere/fetch.log")
        assert site.requests == []
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "jsiq-scrape: --log-file nowhere/fetch.log cannot be written: no such file or directory\n"
    assert not (tmp_path / "db").exists()


def test_a_full_disk_ends_the_log_and_not_the_run(jsiq, lead) -> None:
    with serve(1) as site:
        lead(site.port)
        done = jsiq("collect", "live", "--log-file", "/dev/full")
    assert done.returncode == 0
    assert done.stderr.count("--log-file /dev/full: no space left on device; going on without it") == 1
    assert "Traceback" not in done.stderr


def test_an_interrupted_run_says_its_totals(script: Path, lead, tmp_path: Path) -> None:
    with serve(1) as site:
        lead(site.port)
        file = tmp_path / "parsers" / "sources.toml"
        file.write_text(file.read_text("utf-8").replace("attempts = 1", "attempts = 4"), "utf-8")
        site.pages = dict.fromkeys(site.pages, Response(503, (("Retry-After", "30"),), b""))
        with subprocess.Popen([script, "run", "-vv"], cwd=tmp_path, stderr=subprocess.PIPE, text=True) as process:
            assert process.stderr is not None
            said = process.stderr.readline()
            process.send_signal(signal.SIGINT)
            said += process.stderr.read()
            assert process.wait(timeout=20) == 130
    assert "total www.programm.invalid: 1 request (503: 1), 0 bytes" in said


@pytest.mark.parametrize("columns", [80, 100])
def test_the_progress_bar_and_the_log_do_not_mix_on_a_terminal(on_terminal, lead, columns: int) -> None:
    with serve(1) as site:
        lead(site.port)
        shown = on_terminal(columns, "collect", "live", "-v")
    assert shown.returncode == 0
    assert "fetching" in shown.raw
    logged = [line for line in shown.lines if "www.programm.invalid" in line and ": robots.txt" not in line]
    assert len(lines_of("\n".join(logged))) == len(logged) - 1 > 30, "whole lines, and the totals"
    assert not any("fetching" in line for line in logged)


def test_no_line_of_the_log_is_broken_in_two(on_terminal, lead) -> None:
    with serve(1) as site:
        lead(site.port)
        shown = on_terminal(40, "collect", "live", "-v")
    assert any(line.endswith(f"profile new {SITE}{PAGE}") for line in shown.lines)


@pytest.mark.parametrize("columns", [80, 100])
def test_the_summary_of_a_run_stands_below_the_progress_bar(on_terminal, lead, columns: int) -> None:
    with serve(1) as site:
        lead(site.port)
        on_terminal(columns, "run")
    with serve(2) as site:
        lead(site.port)
        shown = on_terminal(columns, "run")
    assert shown.returncode == 0
    before, _, after = shown.raw.rpartition("fetching")
    assert "seen" not in before
    assert "checked" not in before
    assert [line.split() for line in shown.lines if line.startswith("seen")] == [["seen", "profile", "what", "change"]]
    assert "\r\nchecked 19, " in after
