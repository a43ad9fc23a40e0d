"""An archive that refuses, fails or is killed under us: what is stored, what is left, when it goes on."""

import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from archive_server import HOST, Reply, Shelf, pages, serve

from jsiq_scrape.archives.collection import collect
from jsiq_scrape.archives.summary import ArchiveReport
from jsiq_scrape.clock import StandingClock
from jsiq_scrape.evidence.store import Capture, ErrorKind, Snapshots
from jsiq_scrape.fetch.sources import ClientSettings
from jsiq_scrape.workspace import Workspace

NOW = datetime(2024, 5, 1, 12, 0, tzinfo=UTC)
A, B, C = "20150301101500", "20160301101500", "20170301101500"
REFUSED = Reply(429, (), b"Too Many Requests")
BROKEN = Reply(503, (), b"Service Unavailable")


class Bench:
    """A shelf, a store and a clock that moves only by its sleeps."""

    def __init__(self, shelf: Shelf, folder: Path) -> None:
        self.shelf, self.folder, self.clock = shelf, folder, StandingClock(NOW)

    def collect(self, *, settings: dict[str, object] | None = None, **archive: object) -> ArchiveReport:
        return collect(
            Workspace(self.folder),
            self.shelf.archive(**{"connections": 1, "pause_seconds": 60, **archive}),
            pages(),
            self.clock,
            settings=ClientSettings.model_validate(
                {"read_timeout_seconds": 1, "connect_timeout_seconds": 1, **(settings or {})}
            ),
            state=self.folder / "state",
        )

    @property
    def slept(self) -> float:
        return (self.clock.now() - NOW).total_seconds()

    @property
    def captures(self) -> list[Capture]:
        return [capture for capture in Snapshots(self.folder / "snapshots").captures() if capture.purpose == "profile"]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with serve(Shelf()) as shelf:
        yield Bench(shelf, tmp_path)


@pytest.mark.parametrize(
    ("wish", "least", "most"),
    [
        ("30", 30, 31),
        (format_datetime(NOW + timedelta(seconds=40), usegmt=True), 39, 41),
        ("-5", 60, 61),
        ("soon", 60, 61),
        (None, 60, 61),
    ],
)
def test_one_refusal_is_waited_for_as_the_archive_says(
    bench: Bench, wish: str | None, least: float, most: float
) -> None:
    bench.shelf.add(A, "a.html", "page")
    bench.shelf.playback.append(Reply(429, (("Retry-After", wish),) if wish else (), b"slow down"))
    report = bench.collect()
    assert (report.fetched, report.incomplete) == (1, False)
    assert least <= bench.slept <= most


@pytest.mark.parametrize("wish", ["999999999999", "7200"])
def test_a_long_retry_after_ends_the_run_at_once_and_the_next_run_keeps_to_it(bench: Bench, wish: str) -> None:
    bench.shelf.add(A, "a.html", "page")
    bench.shelf.playback.append(Reply(429, (("Retry-After", wish),), b"go away"))
    report = bench.collect()
    assert report.incomplete
    assert report.left == 1
    assert report.resume_after is not None
    assert report.resume_after - bench.clock.now() <= timedelta(days=1)
    assert bench.slept < 1
    asked = len(bench.shelf.asked)
    again = bench.collect()
    assert (again.resume_after, len(bench.shelf.asked)) == (report.resume_after, asked)
    bench.clock.moment = report.resume_after + timedelta(seconds=1)
    assert bench.collect().fetched == 1


def test_an_archive_that_goes_on_refusing_is_left_alone_for_an_hour(bench: Bench) -> None:
    for number in range(3):
        bench.shelf.add(A, f"{number}.html", f"page {number}")
    bench.shelf.playback.extend([REFUSED] * 20)
    report = bench.collect()
    assert report.resume_after is not None
    assert report.resume_after - bench.clock.now() > timedelta(minutes=50)
    assert (len(bench.shelf.playbacks), report.left, bench.captures) == (3, 3, [])
    assert report.incidents[0][1].startswith("incomplete, resume after 2024-05-01 13:")


def test_a_refused_search_pauses_as_well(bench: Bench) -> None:
    bench.shelf.add(A, "a.html", "page")
    bench.shelf.index.append(Reply(429, (("Retry-After", "20"),)))
    assert bench.collect().fetched == 1
    assert 20 <= bench.slept < 21


def test_a_storm_of_5xx_is_sat_out(bench: Bench) -> None:
    bench.shelf.add(A, "a.html", "page")
    bench.shelf.playback.extend([BROKEN, Reply(502), Reply(504)])
    report = bench.collect()
    assert (report.fetched, report.incomplete, len(bench.captures)) == (1, False, 1)


def test_a_body_that_ends_early_is_asked_for_again(bench: Bench) -> None:
    bench.shelf.add(A, "a.html", "page")
    bench.shelf.playback.append(Reply(200, (), b"half of it", cut=True))
    assert bench.collect().fetched == 1


def test_an_archive_that_is_down_ends_the_run_and_leaves_no_trace_on_the_pages(bench: Bench) -> None:
    for number in range(30):
        bench.shelf.add(A, f"{number}.html", f"page {number}", serve=lambda _: BROKEN)
    report = bench.collect(settings={"attempts": 2})
    assert (report.left, bench.captures) == (30, [])
    assert len(bench.shelf.playbacks) < 25
    assert report.resume_after is not None
    assert timedelta() < report.resume_after - bench.clock.now() <= timedelta(minutes=10)


def test_one_capture_that_the_archive_always_fails_over_is_given_up_after_three_runs(bench: Bench) -> None:
    bench.shelf.add(A, "a.html", "page")
    bench.shelf.add(B, "b.html", "broken", serve=lambda _: BROKEN)
    bench.shelf.add(C, "b.html", "broken", serve=lambda _: BROKEN)
    reports = []
    for number in range(4):
        bench.shelf.add(f"2018030110150{number}", "c.html", f"new {number}")
        reports.append(bench.collect(settings={"attempts": 1}))
        bench.clock.moment += timedelta(days=1)
    assert [report.left for report in reports] == [2, 2, 0, 0]
    assert [report.incomplete for report in reports] == [True, True, False, False]
    outages = [capture for capture in bench.captures if capture.error_kind is ErrorKind.OUTAGE]
    assert {capture.archive.timestamp for capture in outages if capture.archive} == {B, C}


@pytest.mark.parametrize("index", [Reply(500), BROKEN, Reply(200, (), b"half", cut=True)])
def test_a_search_that_fails_leaves_the_run_incomplete(bench: Bench, index: Reply) -> None:
    bench.shelf.add(A, "a.html", "page")
    bench.shelf.index.extend([index] * 20)
    report = bench.collect(settings={"attempts": 2})
    assert (report.unlisted, report.incomplete, bench.captures) == (2, True, [])


def test_an_archive_that_cannot_be_reached_leaves_the_run_incomplete(bench: Bench) -> None:
    report = bench.collect(settings={"attempts": 1}, cdx="http://127.0.0.1:9/cdx", playback="http://127.0.0.1:9/web")
    assert (report.unlisted, report.incomplete) == (2, True)
    assert "unreachable" in report.incidents[0][1]


def test_a_body_beyond_the_cap_is_named_and_not_asked_for_again(bench: Bench) -> None:
    bench.shelf.add(A, "a.html", b"x" * 5000)
    assert bench.collect(settings={"max_bytes": 4000}).unavailable == 1
    assert bench.captures[0].error_kind is ErrorKind.TOO_LARGE
    assert bench.collect(settings={"max_bytes": 4000}).checked == 0


SOURCES = """
[[source]]
name = "live"
kind = "live"
scheduled = false
hosts = ["{host}"]
profile_patterns = ["/standorte/details/*.html"]

[[archive]]
name = "shelf"
kind = "wayback"
local = true
cdx = "http://127.0.0.1:{port}/cdx"
playback = "http://127.0.0.1:{port}/web"
searches_per_minute = 60000
playbacks_per_minute = {rate}
"""


def workspace(folder: Path, shelf: Shelf, rate: int = 60_000) -> Path:
    (folder / "parsers").mkdir(parents=True)
    (folder / "parsers" / "sources.toml").write_text(SOURCES.format(host=HOST, port=shelf.port, rate=rate))
    return folder


Contents = list[tuple[object, ...]]


def contents(folder: Path) -> Contents:
    """What the captures say, without what tells runs apart."""
    captures = [capture for capture in Snapshots(folder / "snapshots").captures() if capture.purpose == "profile"]
    return [
        (capture.url, capture.captured_at, capture.status, capture.content_digest, capture.error_kind)
        for capture in captures
    ]


@pytest.mark.parametrize("after", [7, *(pytest.param(after, marks=pytest.mark.sweep) for after in (1, 20))])
@pytest.mark.sweep
def test_a_run_that_is_killed_is_taken_up_by_the_next(
    script: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    with serve(Shelf()) as shelf:
        for number in range(30):
            for moment in (A, B):
                shelf.add(moment, f"{number}.html", f"page {number}")
        disturbed, undisturbed = (workspace(tmp_path / name, shelf, 1800) for name in ("disturbed", "undisturbed"))
        command = [script, "collect", "archive", "--root"]
        with subprocess.Popen([*command, disturbed], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            while len(shelf.playbacks) < after:
                assert process.poll() is None
                time.sleep(0.005)
            process.send_signal(signal.SIGKILL)
            process.communicate()
        killed = len(contents(disturbed))
        assert killed < 60
        for folder in (disturbed, undisturbed):
            assert subprocess.run([*command, folder], capture_output=True, check=False).returncode == 0
        assert sorted(contents(disturbed), key=repr) == sorted(contents(undisturbed), key=repr)
        assert len(contents(disturbed)) == 60
        # What was under way at the kill is fetched once more, and nothing else.
        assert len(shelf.playbacks) <= 60 + 16


@pytest.mark.sweep
def test_ctrl_c_keeps_what_was_fetched(script: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    with serve(Shelf()) as shelf:
        for number in range(200):
            shelf.add(A, f"{number}.html", f"page {number}")
        folder = workspace(tmp_path / "workspace", shelf, 1200)
        with subprocess.Popen(
            [script, "collect", "archive", "--root", folder],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process:
            while len(shelf.playbacks) < 10:
                time.sleep(0.01)
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=20)
        assert process.returncode == 130
        assert 8 <= len(contents(folder)) <= len(shelf.playbacks)


Jsiq = Callable[..., subprocess.CompletedProcess[str]]


@pytest.mark.sweep
def test_the_command_ends_with_3_and_says_when_to_resume(jsiq: Jsiq, tmp_path: Path) -> None:
    home = {"XDG_STATE_HOME": str(tmp_path / "state")}
    with serve(Shelf()) as shelf:
        folder = workspace(tmp_path / "workspace", shelf)
        shelf.add(A, "a.html", "page")
        planned = jsiq("collect", "archive", "--dry-run", "--root", folder, environment=home)
        assert (planned.returncode, len(shelf.playbacks)) == (0, 0)
        assert "lists 1 capture of 1 page;" in planned.stdout
        assert "1 would be fetched in about 1 seconds" in planned.stdout
        shelf.playback.append(Reply(429, (("Retry-After", "3600"),)))
        for _ in range(2):
            refused = jsiq("collect", "archive", "--root", folder, environment=home)
            assert refused.returncode == 3
            assert "incomplete, resume after 20" in refused.stderr
        assert len(shelf.playbacks) == 1
        other = workspace(tmp_path / "other", shelf)  # another workspace of the same user
        assert jsiq("collect", "archive", "--root", other, environment=home).returncode == 3
        assert len(shelf.playbacks) == 1


def test_the_scheduled_job_asks_the_archives_and_not_the_live_site(jsiq: Jsiq, tmp_path: Path) -> None:
    home = {"XDG_STATE_HOME": str(tmp_path / "state")}
    with serve(Shelf()) as shelf:
        folder = workspace(tmp_path / "workspace", shelf)
        shelf.add(A, "a.html", "<h1>Kreis</h1>")
        done = jsiq("run", "--root", folder, environment=home)
        assert done.returncode == 0, done.stderr
        assert "checked 1" in done.stderr
        assert len(contents(folder)) == 1


def test_an_archive_on_the_internet_is_not_asked_without_a_contact(jsiq: Jsiq, tmp_path: Path) -> None:
    jsiq("init", tmp_path / "new")
    refused = jsiq("collect", "archive", "--root", tmp_path / "new")
    assert refused.returncode == 2
    assert "contact" in refused.stderr
