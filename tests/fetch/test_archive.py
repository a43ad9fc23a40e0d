"""A web archive is listed whole, each of its pages is fetched once, and what was not served as listed is no page."""

import gzip
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from archive_server import EMPTY, HOST, PAGE, Archived, Reply, Shelf, digest_of, memento, pages, serve

from jsiq_scrape.archives.collection import collect
from jsiq_scrape.archives.summary import ArchiveReport
from jsiq_scrape.clock import StandingClock
from jsiq_scrape.evidence.store import Capture, ErrorKind, Snapshots
from jsiq_scrape.fetch.sources import ClientSettings
from jsiq_scrape.workspace import Workspace

NOW = datetime(2024, 5, 1, 12, 0, tzinfo=UTC)
A, B, C = "20150301101500", "20160301101500", "20170301101500"
Collect = Callable[..., ArchiveReport]


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    with serve(Shelf()) as running:
        yield running


@pytest.fixture
def collect_archive(shelf: Shelf, tmp_path: Path) -> Collect:
    """Collect from the shelf into `tmp_path`; the clock stands still but for its sleeps."""

    def run(*, source: dict[str, object] | None = None, dry_run: bool = False, **archive: object) -> ArchiveReport:
        return collect(
            Workspace(tmp_path),
            shelf.archive(**archive),
            pages(**(source or {})),
            StandingClock(NOW),
            settings=ClientSettings(read_timeout_seconds=5, deadline_seconds=60),
            state=tmp_path / "state",
            dry_run=dry_run,
        )

    return run


def captures(folder: Path, purpose: str = "profile") -> list[Capture]:
    return [capture for capture in Snapshots(folder / "snapshots").captures() if capture.purpose == purpose]


def test_a_capture_is_a_capture_of_the_archives_time(shelf: Shelf, collect_archive: Collect, tmp_path: Path) -> None:
    shelf.add(A, "a.html", "<h1>Kreis Musterau</h1>")
    report = collect_archive()
    (capture,) = captures(tmp_path)
    assert (report.listed, report.fetched, report.left, report.incomplete) == (1, 1, 0, False)
    assert capture.captured_at == datetime(2015, 3, 1, 10, 15, tzinfo=UTC)
    assert (capture.retrieved_at - NOW).total_seconds() < 1
    assert (capture.url, capture.final_url, capture.status) == (PAGE + "a.html", PAGE + "a.html", 200)
    assert Snapshots(tmp_path / "snapshots").body(capture.digest or "") == b"<h1>Kreis Musterau</h1>"
    assert capture.header("content-type") == "text/html; charset=utf-8"
    record = capture.archive
    assert record is not None
    assert (record.timestamp, record.original) == (A, PAGE + "a.html")
    assert record.digest == digest_of(b"<h1>Kreis Musterau</h1>")
    assert record.requested_url == f"http://127.0.0.1:{shelf.port}/web/{A}id_/{PAGE}a.html"
    assert capture.found_on is not None
    assert capture.found_on.startswith(f"http://127.0.0.1:{shelf.port}/cdx?url=")


def test_each_digest_is_fetched_once_and_confirms_the_other_captures(
    shelf: Shelf, collect_archive: Collect, tmp_path: Path
) -> None:
    for moment in (A, B, C):
        shelf.add(moment, "a.html", "same")
    shelf.add(B, "b.html", "same")
    report = collect_archive()
    assert (report.fetched, report.confirmed, len(shelf.playbacks)) == (1, 3, 1)
    first, *others = captures(tmp_path)
    assert {other.confirms for other in others} == {first.digest}
    assert [other.captured_at.year for other in others] == [2016, 2016, 2017]
    assert {other.status for other in others} == {200}


def test_a_capture_whose_bytes_another_source_brought_is_not_fetched(
    shelf: Shelf, collect_archive: Collect, tmp_path: Path
) -> None:
    with Snapshots(tmp_path / "snapshots").run("live", NOW) as run:
        run.add(
            Capture(source="live", url=PAGE + "b.html", asked_at=NOW, captured_at=NOW, retrieved_at=NOW, body=b"same")
        )
    shelf.add(A, "a.html", "same")
    report = collect_archive()
    assert (report.confirmed, shelf.playbacks) == (1, [])
    assert captures(tmp_path)[0].confirms == captures(tmp_path)[1].digest


def test_two_archives_with_the_same_capture_give_two_captures_and_one_body(
    shelf: Shelf, collect_archive: Collect, tmp_path: Path
) -> None:
    shelf.add(A, "a.html", "same")
    collect_archive()
    with serve(Shelf()) as mirror:
        mirror.add(A, "a.html", "same")
        report = collect_archive(**mirror.archive(name="mirror").model_dump())
        assert (report.known, report.confirmed, mirror.playbacks) == (0, 1, [])
    assert {capture.source for capture in captures(tmp_path)} == {"shelf", "mirror"}
    assert len({capture.content_digest for capture in captures(tmp_path)}) == 1


def test_a_second_run_asks_for_nothing_that_is_there(shelf: Shelf, collect_archive: Collect, tmp_path: Path) -> None:
    shelf.add(A, "a.html", "one")
    shelf.add(B, "a.html", "two")
    shelf.add(C, "a.html", status=404, body=b"gone")
    collect_archive()
    shelf.asked.clear()
    report = collect_archive()
    assert (report.known, report.checked, shelf.playbacks) == (3, 0, [])
    assert len(captures(tmp_path)) == 3


def test_the_listing_is_read_on_from_its_resume_keys(shelf: Shelf, collect_archive: Collect) -> None:
    for number in range(7):
        shelf.add(A, f"{number}.html", f"page {number}")
    report = collect_archive(page_rows=3)
    assert report.fetched == 7
    assert [("resumeKey=3" in asked, "resumeKey=6" in asked) for asked in shelf.searches if "details" in asked] == [
        (False, False),
        (True, False),
        (False, True),
    ]
    assert all("fl=urlkey%2Ctimestamp" in asked and "filter=" in asked for asked in shelf.searches)
    assert not any("collapse" in asked for asked in shelf.searches)


def test_an_archive_that_cuts_without_a_key_is_asked_for_all_at_once(shelf: Shelf, collect_archive: Collect) -> None:
    shelf.knows_keys = False
    for number in range(7):
        shelf.add(A, f"{number}.html", f"page {number}")
    assert collect_archive(page_rows=3).fetched == 7


def test_a_listing_that_turns_in_a_circle_is_named(shelf: Shelf, collect_archive: Collect) -> None:
    shelf.index += [Reply(200, (), f"key {A} {PAGE}a.html text/html 200 {EMPTY} 5\n\nagain\n".encode())] * 3
    report = collect_archive()
    assert report.incomplete
    assert "circle" in report.incidents[0][1]


def test_both_generations_and_hosts_are_searched_and_other_pages_left_out(
    shelf: Shelf, collect_archive: Collect
) -> None:
    shelf.add(A, "a.html", "one")
    shelf.add(B, "http://programm.invalid:80/just/programme/x/musterau-139420", "two")
    shelf.add(B, f"https://{HOST}/just/programme/x/musterau-139420", "three")
    shelf.add(B, f"https://{HOST}/just/programme/x/uebersicht", "four")
    report = collect_archive(source={"hosts": [HOST, "programm.invalid"]})
    assert (report.listed, report.fetched, len(shelf.searches)) == (3, 3, 4)


def test_archived_errors_are_kept_with_their_own_status(shelf: Shelf, collect_archive: Collect, tmp_path: Path) -> None:
    for number, status in enumerate((404, 410, 429, 503)):
        shelf.add(f"201503011015{number:02}", "a.html", f"error {status}", status=status)
    report = collect_archive()
    assert (report.fetched, report.incomplete, len(shelf.playbacks)) == (4, False, 4)
    assert [capture.status for capture in captures(tmp_path)] == [404, 410, 429, 503]
    assert all(capture.error is None and capture.digest for capture in captures(tmp_path))


def test_an_archived_redirect_is_a_capture_with_its_own_target(
    shelf: Shelf, collect_archive: Collect, tmp_path: Path
) -> None:
    def moved(capture: Archived) -> Reply:
        location = ("Location", f"/web/{capture.timestamp}id_/https://{HOST}/neu-1")
        return Reply(301, (location, *memento(capture.timestamp, capture.original)))

    shelf.add(A, "a.html", b"", status=301, serve=moved)
    shelf.add(B, "a.html", b"", status=301, serve=moved)
    assert collect_archive().fetched == 2
    for capture in captures(tmp_path):
        assert (capture.status, capture.digest) == (301, None)
        assert [(hop.status, hop.location) for hop in capture.hops] == [(301, f"https://{HOST}/neu-1")]


def test_an_archive_that_redirects_to_its_other_capture_is_followed_and_both_urls_kept(
    shelf: Shelf, collect_archive: Collect, tmp_path: Path
) -> None:
    shelf.add(A, "a.html", "same")
    shelf.captures[0].serve = lambda capture: Reply(302, (("Location", f"/web/{B}/{capture.original}"),))
    served = Archived(B, f"https://{HOST}/standorte/details/a.html", b"same")
    shelf.others[f"/web/{B}id_/{PAGE}a.html"] = served.reply()
    collect_archive()
    (capture,) = captures(tmp_path)
    assert capture.archive is not None
    assert capture.captured_at.year == 2015
    assert capture.archive.requested_url.endswith(f"/web/{A}id_/{PAGE}a.html")
    assert (capture.archive.served_url or "").endswith(f"/web/{B}id_/{PAGE}a.html")


def other_bytes(capture: Archived) -> Reply:
    return Reply(200, memento(capture.timestamp, capture.original), b"something else")


def other_moment(capture: Archived) -> Reply:
    return Reply(200, memento(C, capture.original), capture.body)


def other_page(capture: Archived) -> Reply:
    return Reply(200, memento(capture.timestamp, PAGE + "b.html"), capture.body)


def other_status(capture: Archived) -> Reply:
    return Reply(404, memento(capture.timestamp, capture.original), capture.body)


def nothing_said(capture: Archived) -> Reply:
    return Reply(200, (("Memento-Datetime", "not a date"),), capture.body)


def to_another_page(capture: Archived) -> Reply:
    return Reply(302, (("Location", f"/web/{capture.timestamp}id_/{PAGE}b.html"),))


def out_of_the_archive(capture: Archived) -> Reply:
    return Reply(302, (("Location", "http://other.example/"),))


@pytest.mark.parametrize(
    ("serve_it", "digest", "said"),
    [
        (other_bytes, None, "the listing says"),
        (other_moment, "-", "its capture of 20170301101500"),
        (other_page, "-", "b.html"),
        (other_status, "-", "status 404"),
        (nothing_said, "-", "does not say which capture"),
        (to_another_page, None, "instead of serving"),
        (out_of_the_archive, None, "instead of serving"),
    ],
)
def test_what_is_served_otherwise_than_listed_is_a_mismatch_without_body(
    shelf: Shelf,
    collect_archive: Collect,
    tmp_path: Path,
    serve_it: Callable[[Archived], Reply],
    digest: str | None,
    said: str,
) -> None:
    shelf.add(A, "a.html", "listed", serve=serve_it, digest=digest)
    report = collect_archive()
    (capture,) = captures(tmp_path)
    assert (report.mismatched, report.fetched, report.incomplete) == (1, 0, False)
    assert (capture.error_kind, capture.status, capture.digest) == (ErrorKind.MISMATCH, None, None)
    assert said in (capture.error or "")
    assert collect_archive().checked == 0


def test_a_body_without_a_listed_digest_counts_when_moment_and_url_agree(
    shelf: Shelf, collect_archive: Collect
) -> None:
    shelf.add(A, "a.html", "page", digest="-", listed_status="-")
    assert collect_archive().fetched == 1


def test_a_revisit_has_the_digest_and_gets_the_status_of_what_it_repeats(
    shelf: Shelf, collect_archive: Collect, tmp_path: Path
) -> None:
    shelf.add(A, "a.html", "page", status=404)
    shelf.add(B, "a.html", "page", mimetype="warc/revisit", listed_status="-")
    assert collect_archive().confirmed == 1
    assert [capture.status for capture in captures(tmp_path)] == [404, 404]


@pytest.mark.parametrize(
    ("payload", "label"),
    [(gzip.compress(b"page"), "gzip"), (b"page", "gzip"), (b"page", None)],
    ids=["archived compressed", "labelled and not compressed", "plain"],
)
def test_the_digest_is_that_of_the_archived_payload_whatever_its_label(
    shelf: Shelf, collect_archive: Collect, tmp_path: Path, payload: bytes, label: str | None
) -> None:
    headers = (("Content-Encoding", label),) if label else ()
    shelf.add(A, "a.html", payload, headers=headers)
    collect_archive()
    (capture,) = captures(tmp_path)
    assert Snapshots(tmp_path / "snapshots").body(capture.digest or "") == b"page"
    shelf.add(B, "a.html", payload)
    assert collect_archive().confirmed == 1


def test_headers_that_the_archive_keeps_apart_are_the_pages_own(
    shelf: Shelf, collect_archive: Collect, tmp_path: Path
) -> None:
    def kept_apart(capture: Archived) -> Reply:
        own = (("Server", "archive"), ("Content-Type", "text/html"), *memento(capture.timestamp, capture.original))
        return Reply(200, (*own, ("X-Archive-Orig-Server", "Apache"), ("X-Archive-Orig-Set-Cookie", "a=1")), b"page")

    shelf.add(A, "a.html", "page", serve=kept_apart)
    collect_archive()
    (capture,) = captures(tmp_path)
    assert (capture.header("server"), capture.header("content-type")) == ("Apache", "text/html")
    assert capture.header("set-cookie") is None


def test_an_archive_that_lists_more_than_it_serves_is_taken_at_its_next_capture(
    shelf: Shelf, collect_archive: Collect, tmp_path: Path
) -> None:
    shelf.add(A, "a.html", "page", serve=lambda capture: Reply(404, (), b"no"))
    refusal = (("X-Archive-Wayback-Runtime-Error", "AdministrativeAccessControlException: Blocked Site Error"),)
    shelf.add(B, "a.html", "page", serve=lambda capture: Reply(403, refusal, b"no"))
    shelf.add(C, "a.html", "page")
    report = collect_archive()
    assert (report.unavailable, report.fetched, report.incomplete) == (2, 1, False)
    first, second, third = captures(tmp_path)
    assert (first.error_kind, second.error_kind) == (ErrorKind.UNAVAILABLE, ErrorKind.UNAVAILABLE)
    assert "AdministrativeAccessControlException" in (second.error or "")
    assert third.digest is not None


def test_a_challenge_page_of_the_archive_itself_is_no_capture(
    shelf: Shelf, collect_archive: Collect, tmp_path: Path
) -> None:
    shelf.add(A, "a.html", "page", serve=lambda capture: Reply(200, (), b"<h1>Are you a robot?</h1>"))
    report = collect_archive()
    assert report.fetched == 0
    assert captures(tmp_path)[0].digest is None


def test_malformed_rows_are_named_and_the_others_read(shelf: Shelf, collect_archive: Collect) -> None:
    good = f"key {A} {PAGE}a.html text/html 200 {digest_of(b'page')} 5"
    bad = ["too few", f"key 20150231101500 {PAGE}a.html text/html 200 - 5", f"key 2015 {PAGE}a.html text/html 200 - 5"]
    shelf.index.append(Reply(200, (), "\n".join([*bad, good]).encode()))
    report = collect_archive(dry_run=True)
    assert (report.listed, report.unlisted) == (1, 0)
    assert len([incident for _, incident in report.incidents if "a line that is none" in incident]) == 3


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply(200, (), b"<!doctype html><html><body>Wartung</body></html>"), "web page"),
        (Reply(200, (), b"org.archive.util.io.RuntimeIOException: x.Broken: no"), "refused"),
        (Reply(200, (), b"\x00\x01 binary rubbish\n"), "no line of the listing"),
        (Reply(400, (), b"bad request"), "400"),
    ],
)
def test_an_answer_that_is_no_listing_leaves_the_work_incomplete_and_named(
    shelf: Shelf, collect_archive: Collect, tmp_path: Path, reply: Reply, said: str
) -> None:
    shelf.add(A, f"http://{HOST}/just/programme/x-1", "page")
    shelf.index = [Reply(200), reply]  # one for each prefix, in their order
    report = collect_archive()
    assert (report.unlisted, report.incomplete) == (1, True)
    assert said in report.incidents[0][1]
    assert len(captures(tmp_path, "index")) == 2
    shelf.index = []
    assert collect_archive().fetched == 1


@pytest.mark.parametrize(
    "reply",
    [
        Reply(403, (), b"org.archive.wayback.exception.AdministrativeAccessControlException: Blocked Site Error"),
        Reply(200, (), b"org.archive.util.io.RuntimeIOException: x.RobotAccessControlException: Blocked"),
    ],
)
def test_a_site_that_the_archive_leaves_out_is_named_and_is_no_work_left(
    shelf: Shelf, collect_archive: Collect, reply: Reply
) -> None:
    shelf.index = [Reply(200), reply]
    report = collect_archive()
    assert (report.excluded, report.unlisted, report.incomplete) == (1, 0, False)
    assert "AccessControlException" in report.incidents[0][1]
    shelf.index = []
    shelf.add(A, f"http://{HOST}/just/programme/x-1", "page")
    assert collect_archive().fetched == 1, "it is asked again all the same"


def test_a_dry_run_searches_counts_and_stores_nothing(shelf: Shelf, collect_archive: Collect, tmp_path: Path) -> None:
    for number in range(40):
        shelf.add(A, f"{number}.html", f"page {number}")
        shelf.add(B, f"{number}.html", f"page {number}")
    report = collect_archive(dry_run=True, playbacks_per_minute=480)
    assert (report.listed, report.pages, report.playbacks, report.left) == (80, 40, 40, 80)
    assert report.seconds == pytest.approx(5.0)
    assert shelf.playbacks == []
    assert not (tmp_path / "snapshots" / "runs").exists()


def test_robots_txt_of_an_archive_holds_unless_its_interface_is_named_as_such(
    shelf: Shelf, collect_archive: Collect, tmp_path: Path
) -> None:
    shelf.others["/robots.txt"] = Reply(200, (), b"User-agent: *\nDisallow: /web\n")
    shelf.add(A, "a.html", "page")
    report = collect_archive()
    assert (report.fetched, shelf.playbacks) == (0, [])
    assert report.incomplete
    shelf.asked.clear()
    assert collect_archive(robots="interface").fetched == 1
    assert all("robots.txt" not in asked for _, asked in shelf.asked)
    (capture,) = captures(tmp_path)
    assert capture.robots is not None
    assert capture.robots.reason == "not applicable"


def test_a_body_that_the_store_has_lost_is_fetched_again(
    shelf: Shelf, collect_archive: Collect, tmp_path: Path
) -> None:
    shelf.add(A, "a.html", "page")
    collect_archive()
    (capture,) = captures(tmp_path)
    Snapshots(tmp_path / "snapshots").bodies.path(capture.digest or "").unlink()
    assert collect_archive().fetched == 1
    assert Snapshots(tmp_path / "snapshots").body(capture.digest or "") == b"page"
