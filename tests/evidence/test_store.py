"""What the evidence store keeps, and how."""

import json
import re
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path

import pytest

from jsiq_scrape.errors import DamagedBody, SnapshotError
from jsiq_scrape.evidence.store import ArchiveRecord, Capture, DamageKind, ErrorKind, Hop, RobotsDecision, Snapshots

START = datetime(2021, 3, 1, 12, 0, tzinfo=UTC)
MakeCapture = Callable[..., Capture]


def lines(store: Snapshots) -> list[dict[str, object]]:
    paths = sorted(store.folder.glob("runs/*.jsonl"))
    return [json.loads(line) for path in paths for line in path.read_bytes().splitlines()]


def test_a_body_lies_under_its_sha256_and_a_line_names_it(store: Snapshots, make_capture: MakeCapture) -> None:
    with store.run("live", START, suffix="00c0de") as run:
        capture = run.add(make_capture("a"))
    digest = sha256(b"a").hexdigest()
    assert (store.folder / "bodies" / digest[:2] / f"{digest}.html").read_bytes() == b"a"
    assert run.id == "20210301T120000Z-live-00c0de"
    assert (store.folder / "runs" / f"{run.id}.jsonl").is_file()
    assert (capture.digest, capture.run, capture.line) == (digest, run.id, 1)
    assert store.body(digest) == b"a"


def test_a_capture_comes_back_as_it_was_added(store: Snapshots, make_capture: MakeCapture) -> None:
    fetched = make_capture(
        "ä?x=1",
        hops=(Hop("http://www.programm.invalid/old", 301, "/ä?x=1"), Hop("http://www.programm.invalid/b", 302)),
        headers=(("date", "x"), ("vary", "a"), ("vary", "b\u2028c")),
        robots=RobotsDecision(False, "rule", 200),
        error="the host's name has no address",
        error_kind=ErrorKind.DNS,
        found_on="sources.toml",
        archive=ArchiveRecord("wayback", "20180412101010", "http://x/", "http://y/", "ABC", None),
        purpose="listing",
        captured_at=START - timedelta(days=900, microseconds=1),
    )
    with store.run("live", START) as run:
        added = run.add(fetched)
    (read,) = Snapshots(store.folder).captures()
    assert read == added
    for name in ("source", "url", "final_url", "hops", "status", "headers", "robots", "error", "error_kind", "found_on",
                 "archive", "purpose", "captured_at", "asked_at", "retrieved_at", "confirms"):  # fmt: skip
        assert getattr(read, name) == getattr(fetched, name), name


def test_the_same_bytes_are_stored_once_whatever_brought_them(store: Snapshots, make_capture: MakeCapture) -> None:
    with store.run("live", START) as run:
        one = run.add(make_capture("a", body=b"same"))
        two = run.add(make_capture("b", body=b"same", source="archive"))
    assert one.digest == two.digest
    assert len(list(store.folder.glob("bodies/*/*"))) == 1


def test_a_run_without_captures_leaves_no_file(store: Snapshots) -> None:
    with store.run("live", START):
        pass
    assert not store.folder.exists()


def test_an_empty_body_is_a_body_and_none_is_not(store: Snapshots, make_capture: MakeCapture) -> None:
    with store.run("live", START) as run:
        assert run.add(make_capture("a", body=b"")).digest == sha256(b"").hexdigest()
        assert run.add(make_capture("b", body=None)).digest is None


def test_a_304_names_the_body_it_confirms(store: Snapshots, make_capture: MakeCapture) -> None:
    with store.run("live", START) as run:
        first = run.add(make_capture("a"))
        second = run.add(make_capture("a", minutes=5, status=304, body=None, confirms=first.digest))
    assert second.digest is None
    assert second.content_digest == first.digest


def test_what_add_gives_is_what_the_line_gives_back(store: Snapshots, make_capture: MakeCapture) -> None:
    """The line is not parsed for it, so the two may not drift apart."""
    east = timezone(timedelta(hours=2))
    odd = make_capture("a", url="http://h/\udc80", asked_at=START.astimezone(east), captured_at=START.astimezone(east))
    archive = ArchiveRecord("archive", "20180101000000", "http://h/", "http://h/")
    with store.run("live", START) as run:
        given = [
            run.add(odd),
            run.add(
                make_capture("b", headers=(("Set-Cookie", "a"), ("LINK", "http://u:p@h/")), found_on="http://u:p@h/")
            ),
            run.add(make_capture("c", body=None, error="no \ud800", error_kind=ErrorKind.DNS, archive=archive)),
        ]
    assert sorted(given, key=lambda one: one.line) == sorted(
        Snapshots(store.folder).captures(), key=lambda one: one.line
    )


def test_a_capture_cannot_name_a_body_that_is_not_there(store: Snapshots, make_capture: MakeCapture) -> None:
    with store.run("live", START) as run:
        with pytest.raises(SnapshotError, match="not in the store"):
            run.add(make_capture("a", body=None, confirms="0" * 64))
        with pytest.raises(SnapshotError, match="not in the store"):
            run.add(make_capture("a", body=None, digest="0" * 64))
        kept = run.keep(make_capture("a"))
        assert kept.body is None
        assert run.add(kept).digest == kept.digest == sha256(b"a").hexdigest()


def test_cookies_and_credentials_are_never_stored(store: Snapshots, make_capture: MakeCapture) -> None:
    secret = (
        "Set-Cookie", "set-cookie2", "Cookie", "Authorization", "Proxy-Authorization", "Proxy-Authenticate",
        "WWW-Authenticate", "X-Archive-Orig-Set-Cookie", "X-CSRF-Token", "X-Api-Key",
    )  # fmt: skip
    headers = (("Content-Type", "text/html"), *((name, "geheim") for name in secret), ("Location", "//u:geheim@h/x"))
    with store.run("live", START) as run:
        capture = run.add(
            make_capture(
                "a",
                url="http://user:geheim@www.programm.invalid/a",
                headers=headers,
                hops=(Hop("http://a:geheim@h/", 302, "https://b:geheim@h/"),),
            )
        )
    assert capture.headers == (("content-type", "text/html"), ("location", "//h/x"))
    assert capture.url == "http://www.programm.invalid/a"
    assert b"geheim" not in next(store.folder.glob("runs/*")).read_bytes()


def test_times_are_written_in_utc_with_z(store: Snapshots, make_capture: MakeCapture) -> None:
    local = datetime(2021, 3, 1, 14, 0, tzinfo=timezone(timedelta(hours=2)))
    with store.run("live", local) as run:
        capture = run.add(make_capture("a", asked_at=local))
    assert run.id.startswith("20210301T120000Z-")
    assert lines(store)[0]["asked_at"] == "2021-03-01T12:00:00Z"
    assert capture.asked_at == local
    assert capture.asked_at.tzinfo is UTC


def test_each_line_says_its_format_and_number_and_a_closed_run_says_so(
    store: Snapshots, make_capture: MakeCapture
) -> None:
    with store.run("live", START) as run:
        run.add(make_capture("a"))
        run.add(make_capture("b"))
    assert [(line["format"], line["line"]) for line in lines(store)] == [(1, 1), (1, 2), (1, 3)]
    assert lines(store)[-1]["end"] == "complete"
    (summary,) = store.runs()
    assert (summary.id, summary.kind, summary.started_at) == (run.id, "live", START)
    assert (summary.captures, summary.complete) == (2, True)


def test_a_run_that_an_exception_ended_is_whole_but_not_complete(store: Snapshots, make_capture: MakeCapture) -> None:
    def collect() -> None:
        with run:
            run.add(make_capture("a"))
            raise KeyboardInterrupt

    run = store.run("live", START)
    with pytest.raises(KeyboardInterrupt):
        collect()
    (summary,) = store.runs()
    assert (summary.captures, summary.complete) == (1, False)
    assert [damage.harmless for damage in store.verify()] == [True]
    with pytest.raises(SnapshotError, match="is over"):
        run.add(make_capture("b"))


def test_captures_are_sorted_by_the_time_of_the_page_then_url_run_and_line(
    store: Snapshots, make_capture: MakeCapture
) -> None:
    with store.run("live", START, suffix="bbbbbb") as run:
        run.add(make_capture("b", minutes=9))
        run.add(make_capture("b", minutes=1))
        run.add(make_capture("a", minutes=1))
    with store.run("archive", START, suffix="aaaaaa") as run:
        run.add(make_capture("b", minutes=1))
    found = [(c.captured_at.minute, c.url[-1], c.run[17:-7], c.line) for c in store.captures()]
    assert found == [(1, "a", "live", 3), (1, "b", "archive", 1), (1, "b", "live", 2), (9, "b", "live", 1)]


def test_the_latest_look_is_the_last_good_one_of_the_page_not_of_the_file(
    store: Snapshots, make_capture: MakeCapture
) -> None:
    with store.run("live", START) as run:
        run.add(make_capture("a", minutes=3, body=b"newer"))
        run.add(make_capture("a", minutes=1, body=b"older"))
        run.add(make_capture("a", minutes=2, body=b"archived", source="archive"))
        run.add(make_capture("a", minutes=7, body=b"not found", status=404))
        run.add(make_capture("a", minutes=8, body=None, status=304, confirms=sha256(b"newer").hexdigest()))
    url = "http://www.programm.invalid/a"
    for fresh in (store, Snapshots(store.folder)):
        latest, archived = fresh.latest(url), fresh.latest(url, "archive")
        assert latest is not None
        assert archived is not None
        assert fresh.body(str(latest.digest)) == b"newer"
        assert fresh.body(str(archived.digest)) == b"archived"
        assert fresh.latest(url, "folder") is None
        assert fresh.latest("http://www.programm.invalid/other") is None


def test_the_latest_look_follows_what_a_run_adds(store: Snapshots, make_capture: MakeCapture) -> None:
    url = "http://www.programm.invalid/a"
    assert store.latest(url) is None
    with store.run("live", START) as run:
        added = run.add(make_capture("a"))
        assert store.latest(url) == added


def test_a_lost_or_damaged_body_is_asked_for_anew_and_then_made_whole(
    store: Snapshots, make_capture: MakeCapture
) -> None:
    url = "http://www.programm.invalid/a"
    with store.run("live", START) as run:
        digest = str(run.add(make_capture("a")).digest)
    path = store.bodies.path(digest)
    for spoil in (path.unlink, lambda: path.write_bytes(b"b")):
        spoil()
        assert store.latest(url) is None
        with pytest.raises(DamagedBody, match=digest):
            store.body(digest)
        with store.run("live", START) as run:
            run.add(make_capture("a"))
        assert store.body(digest) == b"a"
        assert store.verify() == []


def test_a_digest_from_a_foreign_hand_is_no_path(store: Snapshots) -> None:
    with pytest.raises(DamagedBody, match="not a SHA-256"):
        store.body("../../../etc/passwd")


@pytest.mark.parametrize(
    ("kind", "suffix"), [("li ve", "000000"), ("../live", "000000"), ("live", "00000G"), ("", "000000")]
)
def test_a_run_has_a_plain_name(store: Snapshots, kind: str, suffix: str) -> None:
    with pytest.raises(ValueError, match="no name for a run"):
        store.run(kind, START, suffix=suffix)


def test_two_runs_of_one_second_have_different_names(store: Snapshots) -> None:
    names = {store.run("live", START).id for _ in range(20)}
    assert len(names) == 20
    assert all(re.fullmatch(r"20210301T120000Z-live-[0-9a-f]{6}", name) for name in names)


def test_a_second_run_never_writes_into_a_file_that_is_there(store: Snapshots, make_capture: MakeCapture) -> None:
    with store.run("live", START, suffix="000000") as run:
        run.add(make_capture("a"))
    before = next(store.folder.glob("runs/*")).read_bytes()
    with pytest.raises(SnapshotError, match="cannot write"), store.run("live", START, suffix="000000") as run:
        run.add(make_capture("b"))
    assert next(store.folder.glob("runs/*")).read_bytes() == before


def test_many_threads_add_to_one_run(store: Snapshots, make_capture: MakeCapture) -> None:
    with store.run("live", START) as run:

        def add(worker: int) -> None:
            for number in range(25):
                run.add(
                    make_capture(f"{worker}-{number}", body=b"shared" if number % 2 else f"{worker}-{number}".encode())
                )

        threads = [threading.Thread(target=add, args=(worker,)) for worker in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    captures = list(store.captures())
    assert sorted(capture.line for capture in captures) == list(range(1, 201))
    assert len({capture.url for capture in captures}) == 200
    assert store.verify() == []


def test_a_header_that_utf8_cannot_hold_does_not_break_the_line(store: Snapshots, make_capture: MakeCapture) -> None:
    with store.run("live", START) as run:
        capture = run.add(make_capture("a", headers=(("x-odd", "a\udc80b\x00\n"),)))
    assert capture.header("x-odd") == "a?b\x00\n"
    assert store.verify() == []


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, make_capture: MakeCapture) -> None:
    (tmp_path / "file").write_text("no folder")
    store = Snapshots(tmp_path / "file" / "snapshots")
    with pytest.raises(SnapshotError, match="file"), store.run("live", START) as run:
        run.add(make_capture("a"))


def test_the_store_lives_under_a_path_with_blanks_and_umlauts(tmp_path: Path, make_capture: MakeCapture) -> None:
    store = Snapshots(tmp_path / "Meine Belege ä" / "snapshots")
    with store.run("live", START) as run:
        run.add(make_capture("a"))
    assert store.verify() == []


def test_a_body_whose_place_is_taken_is_named(store: Snapshots, make_capture: MakeCapture) -> None:
    digest = sha256(b"a").hexdigest()
    (store.folder / "bodies").mkdir(parents=True)
    (store.folder / "bodies" / digest[:2]).write_text("no folder")
    with pytest.raises(SnapshotError, match="cannot"), store.run("live", START) as run:
        run.add(make_capture("a"))
    assert list(store.captures()) == []


FULL = """
import resource, sys
from datetime import UTC, datetime
from pathlib import Path
from jsiq_scrape.errors import SnapshotError
from jsiq_scrape.evidence.store import Capture, Snapshots

now = datetime(2021, 3, 1, tzinfo=UTC)
capture = Capture(source="live", url="http://h/", asked_at=now, captured_at=now, retrieved_at=now, body=b"a")
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))  # the system refuses to write more into any one file
refused = 0
with Snapshots(Path(sys.argv[1])).run("live", now) as run:
    for _ in range(20):
        try:
            run.add(capture)
        except SnapshotError as error:
            refused += 1
            last = str(error)
try:
    Snapshots(Path(sys.argv[1])).bodies.keep(b"b" * 5000)
except SnapshotError as error:
    print(refused, "large" in last or "over" in last, "large" in str(error))
"""


def test_a_disk_that_takes_only_a_part_ends_the_run_and_loses_no_whole_line(store: Snapshots) -> None:
    found = subprocess.run([sys.executable, "-c", FULL, str(store.folder)], capture_output=True, text=True, check=True)
    refused, *said = found.stdout.split()
    assert said == ["True", "True"]
    captures = list(store.captures())
    assert len(captures) == 20 - int(refused)
    assert captures
    assert [damage.kind for damage in store.verify()] == [DamageKind.TORN_LINE, DamageKind.INTERRUPTED_RUN]
    assert list(store.folder.glob("**/*.tmp")) == []


def test_runs_of_one_second_are_in_the_order_in_which_they_began(store: Snapshots, make_capture: MakeCapture) -> None:
    begun = []
    for number in range(20):
        with store.run("live", START) as run:
            run.add(make_capture("a", minutes=number))
        begun.append(run.id)
    assert [run.id for run in store.runs()] == begun
