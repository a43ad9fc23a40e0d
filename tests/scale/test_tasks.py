"""What one task of a sieve gives, without Spark: the same functions that its workers run."""

import gzip
import json
from pathlib import Path

import pytest
from cases import captures_of, crawl, foreign_record, hide, job_of, profiles, readings_of, sieved, written
from made_warcs import NOW, SOURCES, URL, Taken, answer, by_warcio, packed, page, record, response, sha1

from jsiq_scrape.clock import StandingClock
from jsiq_scrape.files.warc import record_choice
from jsiq_scrape.files.warc.warc_import import collect_captures
from jsiq_scrape.scale.parquet_tables import captures_in
from jsiq_scrape.scale.spark_job import Job

REVISIT = record(
    "revisit", answer(b""), URL.format("again"), WARC_Refers_To_Target_URI="https://else.example/x",
    WARC_Refers_To_Date="2018-04-12T10:00:00Z", WARC_Payload_Digest=sha1(page("else")),
)  # fmt: skip
ELSE = record("response", answer(page("else")), "https://else.example/x", WARC_Payload_Digest=sha1(page("else")))


def lines(taken: Taken) -> list[tuple[object, ...]]:
    """All that the looks of a store say, but which run they came with."""
    return [
        (look.url, look.captured_at, look.purpose, look.status, look.headers, look.digest, look.confirms, look.error,
         look.error_kind, look.found_on, look.archive, look.hops, look.robots, look.source, look.line)
        for look in taken.captures
    ]  # fmt: skip


def both_ways(job: Job, folder: Path, *files: Path) -> tuple[Taken, Taken]:
    """Stores of the same files: one by `collect warc`, one by a sieve and `collect parquet`."""
    for name in ("direct", "sieved"):
        (folder / name).mkdir()
    direct, by_sieve = Taken(folder / "direct"), Taken(folder / "sieved")
    direct.take(*files)
    tables = written(sieved(job, *files), folder / "tables")
    collect_captures(by_sieve.workspace, captures_in(tables), StandingClock(NOW))
    return direct, by_sieve


def test_collecting_the_captures_gives_what_collecting_the_files_gives(job: Job, tmp_path: Path) -> None:
    files = {
        "a.warc.gz": by_warcio(["a", "b"]),
        "b.warc": b"".join(
            [
                response("c"),
                response("d", WARC_Truncated="length"),
                response("e", WARC_Date="2018-04-12T10:00:00.123456Z"),
                record("response", answer(b"", "302 Found", Location="/x"), URL.format("f")),
                record("response", answer(b"gone", "410 Gone"), URL.format("g")),
                record("response", b"no answer", URL.format("h")),
                record("resource", page("i"), URL.format("i")),
                record("response", answer(page("s"), Content_Type="text/html"), URL.format("s") + "?PHPSESSID=1"),
                record("revisit", answer(b""), URL.format("c"), WARC_Date="2019-01-01T00:00:00Z",
                       WARC_Refers_To_Target_URI=URL.format("c"), WARC_Refers_To_Date="2018-04-12T10:00:00Z"),
                foreign_record(1),
            ]
        ),
    }  # fmt: skip
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    direct, by_sieve = both_ways(job, tmp_path, *(tmp_path / name for name in files))
    assert len(lines(direct)) == 11
    assert lines(by_sieve) == lines(direct)
    assert by_sieve.bodies() == direct.bodies()


def test_taking_the_captures_in_twice_stores_nothing_new(job: Job, tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(by_warcio(["a", "b"]))
    tables = written(sieved(job, tmp_path / "a.warc.gz"), tmp_path / "tables")
    taken = Taken(tmp_path)
    first = collect_captures(taken.workspace, captures_in(tables), StandingClock(NOW))
    again = collect_captures(taken.workspace, captures_in(tables), StandingClock(NOW))
    assert (first.stored, again.stored, again.known) == (2, 0, 2)


def test_the_originals_that_revisits_miss_are_found_by_their_names(job: Job, tmp_path: Path) -> None:
    file = tmp_path / "a.warc.gz"
    file.write_bytes(packed([REVISIT, foreign_record(1), ELSE]))
    (revisit,) = captures_of(sieved(job, file))
    names = frozenset(revisit["refers_to"])  # type: ignore[call-overload]
    (original,) = sieved(job_of(originals=names), file)
    assert (original["kind"], original["body"]) == ("original", page("else"))
    taken = Taken(tmp_path)
    tables = written([revisit, original], tmp_path / "tables")
    report = collect_captures(taken.workspace, captures_in(tables), StandingClock(NOW))
    assert report.incidents == []
    assert taken.bodies() == {URL.format("again"): page("else")}


@pytest.mark.parametrize("cut", [40, 400])
def test_a_damaged_file_is_named_and_its_whole_records_are_given(cut: int, job: Job, tmp_path: Path) -> None:
    whole, damaged = tmp_path / "whole.warc.gz", tmp_path / "damaged.warc.gz"
    data = packed([response("a"), response("b"), response("c")])
    damaged.write_bytes(data[:-cut])
    whole.write_bytes(packed([response("d")]))
    missing = tmp_path / "missing.warc.gz"
    rows = sieved(job, damaged, missing, whole)
    reports = {row["origin"]: json.loads(row["block"]) for row in rows if row["kind"] == "report"}  # type: ignore[arg-type]
    assert [what for _, what in reports[str(whole)]["damages"]] == []
    assert str(damaged) in reports[str(damaged)]["damages"][0][0]
    assert "No such file" in reports[str(missing)]["damages"][0][1]
    kept = {row["url"] for row in captures_of(rows)}
    assert {URL.format("a"), URL.format("d")} <= kept
    assert URL.format("c") not in kept


def test_by_content_finds_exactly_the_profiles_among_foreign_pages(tmp_path: Path) -> None:
    hidden = hide(tmp_path, records=300, profiles_among_them=len(profiles()), files=2)
    rows = captures_of(sieved(job_of(by_content=True), *hidden.files))
    assert {row["url"] for row in rows} == hidden.urls
    assert {row["body"] for row in rows} == {page.body for page in profiles().values()}


def test_by_content_finds_a_profile_in_whatever_encoding_the_archive_kept_it(tmp_path: Path) -> None:
    body = next(iter(profiles().values())).body
    halves = body[:700], body[700:]  # the first ends amid the labels
    chunked = b"".join(b"%x\r\n%b\r\n" % (len(half), half) for half in halves) + b"0\r\n\r\n"
    blocks = [
        answer(gzip.compress(body), Content_Encoding="gzip"),
        answer(chunked, Transfer_Encoding="chunked"),
        answer(body.decode("utf-8").encode("cp500", "replace"), Content_Type="text/html; charset=cp500"),
    ]
    file = tmp_path / "a.warc.gz"
    file.write_bytes(packed(record("response", block, f"https://any.example/{n}") for n, block in enumerate(blocks)))
    kept = [row["url"] for row in captures_of(sieved(job_of(by_content=True), file))]
    assert kept == [f"https://any.example/{number}" for number in range(3)]


def test_patterns_and_content_are_both_kept_and_neither_twice(tmp_path: Path) -> None:
    profile = next(iter(profiles().values()))
    file = tmp_path / "a.warc.gz"
    at_pattern = record("response", answer(profile.body, Content_Type="text/html"), URL.format("a"))
    file.write_bytes(packed([response("no-profile"), at_pattern, foreign_record(2)]))
    urls = [row["url"] for row in captures_of(sieved(job_of(by_content=True), file))]
    assert urls == [URL.format("no-profile"), URL.format("a")]


def test_a_page_that_the_reader_does_not_finish_costs_only_itself(tmp_path: Path) -> None:
    hidden = hide(tmp_path, records=20, profiles_among_them=3, files=1)
    rows = sieved(job_of(by_content=True, seconds=1e-6), *hidden.files)
    report = json.loads(rows[-1]["block"])  # type: ignore[arg-type]
    assert captures_of(rows) == []
    assert {what.partition(":")[0] + ":" + what.split(":")[1] for _, what in report["left_out"]} >= hidden.urls
    assert report["records"] == 20
    captures = sieved(job_of(by_content=True), *hidden.files)
    unread = list(readings_of(job_of(seconds=1e-6), captures))
    assert [row["verdict"] for row in unread] == [None] * 3
    assert all("stopped after" in str(row["error"]) for row in unread)


def test_a_record_that_is_too_large_is_named_and_not_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:

    monkeypatch.setattr(record_choice, "LARGEST_BLOCK", 5000)
    film = record("response", answer(bytes(100_000), Content_Type="video/mp4"), "https://films.example/1")
    file = tmp_path / "a.warc.gz"
    file.write_bytes(packed([film, record("response", answer(bytes(6000)), URL.format("large")), response("a")]))
    rows = sieved(job_of(by_content=True), file)
    large, whole = captures_of(rows)
    assert (large["url"], large["body"], large["error_kind"]) == (URL.format("large"), None, "too_large")
    assert whole["body"] == page("a")
    ((place, what),) = json.loads(rows[-1]["block"])["left_out"]  # type: ignore[arg-type]
    assert place == f"{file} byte 0"
    assert "so it is no page" in what


def test_a_page_that_was_just_read_is_not_read_again(job: Job) -> None:
    page = next(iter(profiles().values())).body, "text/html"
    with job.reader() as read:
        assert read(page) is read(page)


def test_the_readings_say_what_the_reader_says(job: Job, tmp_path: Path) -> None:
    from jsiq_scrape import read

    file = tmp_path / "a.warc.gz"
    url, (_, profile) = URL.format("a"), sorted(profiles().items())[0]
    file.write_bytes(packed([record("response", answer(profile.body, Content_Type="text/html"), url), response("b")]))
    told, other = readings_of(job, sieved(job, file))
    reading = read(profile.body, content_type="text/html").model_dump(mode="json", exclude={"claims"})
    same = {name: told[name] for name in reading}
    assert json.loads(json.dumps(same, default=str)) == reading
    assert (told["url"], told["verdict"], told["error"]) == (url, "profile", None)
    assert (other["verdict"], other["profile"]) == ("other", None)


def test_what_our_own_export_holds_comes_back_whole(tmp_path: Path, jsiq: object) -> None:
    assert SOURCES.source
    (tmp_path / "crawl.warc.gz").write_bytes(crawl())
    for arguments in (
        ("init", "first"),
        ("collect", "warc", "crawl.warc.gz", "--pattern", "/**", "--root", "first"),
        ("export", "--warc", "export.warc.gz", "--root", "first"),
    ):
        assert jsiq(*arguments).returncode == 0, arguments  # type: ignore[operator]
    direct, by_sieve = both_ways(job_of(), tmp_path, tmp_path / "export.warc.gz")
    assert len(lines(direct)) > 20
    assert lines(by_sieve) == lines(direct)
    assert by_sieve.bodies() == direct.bodies()
