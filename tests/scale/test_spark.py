"""A sieve on a real Spark: the rows it leaves, in good times and bad.

Each test is a sweep: it starts a Java machine, and the functions that Spark's workers run are tested without one.
"""

import json
import os
import random
import signal
import subprocess
import time
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow
import pytest
from cases import HOST, captures_of, crawl, foreign_record, hide, job_of, page_record, profiles, sieved
from made_warcs import NOW, URL, Taken, answer, packed, page, record, response, sha1
from pyarrow import dataset, parquet

from jsiq_scrape.clock import StandingClock, SystemClock
from jsiq_scrape.fetch import sources
from jsiq_scrape.files.warc.warc_import import collect_captures
from jsiq_scrape.scale import index
from jsiq_scrape.scale.inputs import inputs_of
from jsiq_scrape.scale.parquet_tables import captures_in
from jsiq_scrape.scale.spark_job import Job, JobReport, sieve

Served = Callable[[Path], tuple[str, list[str]]]

pytestmark = [
    pytest.mark.sweep,
    pytest.mark.timeout(1800),  # Java and the workers start one after the other, and on a busy machine slowly
    pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning", "ignore::ResourceWarning"),
]


def run(spark: object, job: Job, target: Path, *named: Path) -> JobReport:
    """Sieve these files into a folder of this machine."""
    return sieve(spark, inputs_of([str(one) for one in named]), job, f"file://{target}")  # type: ignore[arg-type]


def rows(folder: Path, table: str, *columns: str) -> list[tuple[object, ...]]:
    """The rows of a table, sorted."""
    found = dataset.dataset(folder / table, format="parquet", partitioning="hive").to_table(columns=list(columns))
    return sorted(zip(*(found[name].to_pylist() for name in columns), strict=True), key=repr)


CAPTURE = ("origin", "offset", "kind", "url", "status", "digest", "error")


def test_a_damaged_file_is_named_and_the_job_goes_on(spark: object, job: Job, tmp_path: Path) -> None:
    whole = packed([response("a"), response("b"), response("c")])
    middle = len(packed([response("a")])) + 40
    files = {
        "cut.warc.gz": whole[:-30],
        "changed.warc.gz": whole[:middle] + bytes([whole[middle] ^ 0xFF]) + whole[middle + 1 :],
        "empty.warc.gz": b"",
        "none.warc": b"<html>",
        "whole.warc.gz": packed([response("d")]),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    listed = tmp_path / "files.txt"
    listed.write_text("\n".join([*files, "missing.warc.gz"]))
    report = run(spark, job, tmp_path / "out", listed)
    named = [Path(place.partition(" byte ")[0]).name for place, _ in report.damages]
    assert sorted(named) == ["changed.warc.gz", "cut.warc.gz", "empty.warc.gz", "missing.warc.gz", "none.warc"]
    kept = [(Path(str(origin)).name, url) for origin, url in rows(tmp_path / "out", "captures", "origin", "url")]
    assert kept == sorted(
        [
            ("changed.warc.gz", URL.format("a")),
            ("changed.warc.gz", URL.format("c")),
            ("cut.warc.gz", URL.format("a")),
            ("cut.warc.gz", URL.format("b")),
            ("whole.warc.gz", URL.format("d")),
        ]
    )
    assert (report.files, report.captures) == (6, 5)


def test_sieving_again_replaces_and_sieving_more_adds(spark: object, job: Job, tmp_path: Path) -> None:
    one, two, out = tmp_path / "one.warc.gz", tmp_path / "two.warc.gz", tmp_path / "out"
    one.write_bytes(packed([response("a"), response("b")]))
    two.write_bytes(packed([response("c")]))
    run(spark, job, out, one)
    first = rows(out, "captures", *CAPTURE)
    run(spark, job, out, one)
    assert rows(out, "captures", *CAPTURE) == first
    run(spark, job, out, two)
    assert len(rows(out, "captures", *CAPTURE)) == len(rows(out, "readings", "origin", "digest")) == 3
    one.write_bytes(packed([response("a"), foreign_record(1)]))
    run(spark, job, out, one)
    assert [url for (url,) in rows(out, "captures", "url")] == [URL.format("a"), URL.format("c")]
    one.write_bytes(packed([foreign_record(1)]))
    run(spark, job, out, one)
    assert [url for (url,) in rows(out, "captures", "url")] == [URL.format("c")]
    assert [url for (url,) in rows(out, "readings", "url")] == [URL.format("c")]


def test_a_revisit_finds_its_original_in_another_file(spark: object, job: Job, tmp_path: Path) -> None:
    revisit = record(
        "revisit", answer(b""), URL.format("again"), WARC_Refers_To_Target_URI="https://else.example/x",
        WARC_Refers_To_Date="2018-04-12T10:00:00Z", WARC_Payload_Digest=sha1(page("else")),
    )  # fmt: skip
    (tmp_path / "a.warc.gz").write_bytes(packed([revisit]))
    (tmp_path / "b.warc.gz").write_bytes(packed([record("response", answer(page("else")), "https://else.example/x")]))
    run(spark, job, tmp_path / "out", tmp_path / "a.warc.gz", tmp_path / "b.warc.gz")
    taken = Taken(tmp_path)
    collect_captures(taken.workspace, captures_in(tmp_path / "out"), StandingClock(NOW))
    assert taken.bodies() == {URL.format("again"): page("else")}


def test_by_content_finds_exactly_the_40_profiles_among_20000_foreign_records(spark: object, tmp_path: Path) -> None:
    hidden = hide(tmp_path, records=20_000, profiles_among_them=40, files=4)
    report = run(spark, job_of(by_content=True), tmp_path / "out", *hidden.files)
    assert len(hidden.urls) == 40
    assert (report.records, report.captures, report.profiles) == (20_000, 40, 40)
    assert {url for (url,) in rows(tmp_path / "out", "captures", "url")} == hidden.urls
    assert {url for (url,) in rows(tmp_path / "out", "readings", "url")} == hidden.urls
    assert report.damages == report.left_out == report.unread == []


def endless_page() -> bytes:
    """A page that keeps the reader for minutes: a hundred thousand labels, each of which may be a record."""
    lines = "".join(f"<p><b>Projekt {n}</b></p><p><b>Umsetzende Institution:</b> Kreis</p>" for n in range(90_000))
    return f"<html><body><h1>Kreis Musterau</h1>{lines}</body></html>".encode()


def test_a_page_that_the_reader_does_not_finish_costs_only_its_reading(spark: object, tmp_path: Path) -> None:
    profile = next(iter(profiles().values()))
    pages = {"a": profile.body, "b": endless_page(), "c": profile.body + b" "}
    (tmp_path / "a.warc.gz").write_bytes(
        packed(record("response", answer(body, Content_Type="text/html"), URL.format(n)) for n, body in pages.items())
    )
    report = run(spark, job_of(seconds=10.0), tmp_path / "out", tmp_path / "a.warc.gz")
    assert report.captures == 3
    assert [what for _, what in report.unread] == [f"{URL.format('b')}: the reader was stopped after 10 seconds"]
    told = rows(tmp_path / "out", "readings", "url", "verdict")
    assert told == [(URL.format("a"), "profile"), (URL.format("b"), None), (URL.format("c"), "profile")]


def descendants(process: int) -> Iterator[tuple[int, str]]:
    """The processes below one, with their command lines."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                stat = (folder / "stat").read_text()
            except OSError:
                continue
            children.setdefault(int(stat.rpartition(")")[2].split()[1]), []).append(int(folder.name))
    waiting = list(children.get(process, []))
    while waiting:
        one = waiting.pop()
        waiting += children.get(one, [])
        try:
            yield one, (Path("/proc") / str(one) / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue


def busy_workers(process: int) -> list[int]:
    """Spark's Python workers below a process: forks of its daemon, which have used a processor already."""
    daemons = [one for one, command in descendants(process) if "pyspark.daemon" in command]
    found = []
    for one in daemons:
        try:
            fields = (Path("/proc") / str(one) / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        is_worker = int(fields[1]) in daemons  # the parent of the daemon itself is Java
        if is_worker and int(fields[11]) + int(fields[12]) > os.sysconf("SC_CLK_TCK") // 2:
            found.append(one)
    return found


@pytest.mark.usefixtures("with_spark")
def test_a_killed_worker_is_started_again_and_the_result_is_the_same(script: Path, tmp_path: Path) -> None:
    hidden = hide(tmp_path, records=8_000, profiles_among_them=12, files=2)
    command = [script, "sieve", *hidden.files, "--by-content", "--json", "--master", "local[2]", "--to", "out"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path) as process:
        killed = 0
        while killed < 2 and process.poll() is None:
            for worker in busy_workers(process.pid)[:1]:
                os.kill(worker, signal.SIGKILL)
                killed += 1
            time.sleep(0.05)
        said, complaints = process.communicate()
    assert killed == 2
    assert process.returncode == 0, complaints.decode()[-3000:]
    report = json.loads(said)
    assert (report["records"], report["captures"], report["profiles"]) == (8_000, 12, 12)
    expected = captures_of(sieved(job_of(by_content=True), *hidden.files))
    assert rows(tmp_path / "out", "captures", *CAPTURE) == sorted(
        (tuple(row[name] for name in CAPTURE) for row in expected), key=repr
    )
    assert {url for (url,) in rows(tmp_path / "out", "readings", "url")} == hidden.urls


SOURCES = """
[[source]]
name = "demo"
kind = "live"
hosts = ["www.programm.invalid"]
profile_patterns = [
    "/standorte/details/*.html",
    "/no_cache/standorte/details/*.html",
    "/just/programme/jugend-staerken-im-quartier/*-#",
]
listing_patterns = ["/standorte/**"]

[[archive]]
name = "commoncrawl"
kind = "commoncrawl"
pages = "demo"
crawls = "http://127.0.0.1:1/collinfo.json"
data = "http://127.0.0.1:1"
local = true
searches_per_minute = 60000
playbacks_per_minute = 60000
"""


def content(database: Path) -> dict[str, list[str]]:
    """All rows but those that name a run."""
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(database)) as connection:
        tables = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if name != "run" and not name.endswith(("_data", "_idx", "_docsize", "_config"))
        ]
        told = {}
        for table in tables:
            named = [row[1] for row in connection.execute(f"PRAGMA table_info([{table}])")]
            kept = ", ".join(f"[{name}]" for name in named if name not in ("run", "line", "retrieved_at"))
            told[table] = sorted(map(repr, connection.execute(f"SELECT {kept} FROM [{table}]")))
    return told


@pytest.mark.usefixtures("with_spark")
def test_sieve_and_collect_parquet_give_the_database_of_collect_warc(jsiq, script: Path, tmp_path: Path) -> None:
    for edition, date in ((1, "2018-04-12T10:00:00Z"), (2, "2018-04-19T10:00:00Z")):
        (tmp_path / f"crawl-{edition}.warc.gz").write_bytes(crawl(edition, date))
    files = ["crawl-1.warc.gz", "crawl-2.warc.gz"]
    for place in ("direct", "sieved"):
        assert jsiq("init", place).returncode == 0
        (tmp_path / place / "parsers" / "sources.toml").write_text(SOURCES, "utf-8")
    assert jsiq("collect", "warc", *files, "--root", "direct").returncode == 0
    command = [script, "sieve", *files, "--to", "tables", "--master", "local[2]", "--root", "sieved"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    assert "tables: 2 files" in done.stdout
    first = jsiq("collect", "parquet", "tables", "--root", "sieved")
    again = jsiq("collect", "parquet", "tables", "--root", "sieved")
    assert "captures stored" in first.stdout
    assert again.stdout.startswith("tables: 0 captures stored")
    for place in ("direct", "sieved"):
        assert jsiq("build", "--root", place).returncode == 0
    direct, by_sieve = (content(tmp_path / place / "db" / "jsiq.db") for place in ("direct", "sieved"))
    assert len(direct["profile"]) > 10
    assert by_sieve == direct


def index_of(warc: Path, name: str, folder: Path) -> Path:
    """A columnar index of the records of a WARC file, among rows of other sites, as Common Crawl lays it out."""
    from urllib.parse import urlsplit

    from fastwarc.warc import ArchiveIterator

    with warc.open("rb") as file:
        found = [(one.headers["WARC-Target-URI"], one.stream_pos) for one in ArchiveIterator(file, parse_http=False)]
    ends = [*(offset for _, offset in found[1:]), warc.stat().st_size]
    told = [
        {"url": url, "url_host_name": urlsplit(url).hostname, "url_path": urlsplit(url).path, "warc_filename": name,
         "warc_record_offset": offset, "warc_record_length": end - offset}
        for (url, offset), end in zip(found, ends, strict=True)
    ]  # fmt: skip
    told += [
        {**told[0], "url": f"https://www.other-{n}.example/standorte/details/{n}.html",
         "url_host_name": f"www.other-{n}.example"}
        for n in range(50)
    ]  # fmt: skip
    random.Random(3).shuffle(told)
    place = folder / "index" / "crawl=CC-MAIN-2018-17" / "subset=warc"
    place.mkdir(parents=True)
    parquet.write_table(pyarrow.Table.from_pylist(told), place / "part-0.parquet")
    return folder / "index"


def by_index(spark: object, folder: Path, base: str, target: Path) -> JobReport:
    """Sieve by an index into a folder of this machine."""
    known = sources.Sources.model_validate(tomllib.loads(SOURCES))
    with index.ranges(index.archive_of(known, "commoncrawl", base), base, known.client, SystemClock()) as given:
        return index.sieve(spark, [str(folder)], job_of(known), given, f"file://{target}")  # type: ignore[arg-type]


@pytest.mark.parametrize("over_http", [False, True])
def test_an_index_leads_to_the_same_captures_without_reading_whole_files(
    over_http: bool, spark: object, served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    warc = tmp_path / "data" / "crawl-data" / "a.warc.gz"
    warc.parent.mkdir(parents=True)
    warc.write_bytes(crawl())
    named = index_of(warc, "crawl-data/a.warc.gz", tmp_path)
    base, asked = served(tmp_path / "data") if over_http else (str(tmp_path / "data"), [])
    first = by_index(spark, named, base, tmp_path / "indexed")
    assert first.captures > 15
    assert first.damages == []
    assert len(asked) == (first.captures if over_http else 0)
    assert all(asked), "a request without a range"
    again = by_index(spark, named, base, tmp_path / "indexed")
    assert again.captures == first.captures
    assert len(asked) == (first.captures if over_http else 0)
    known = sources.Sources.model_validate(tomllib.loads(SOURCES))
    run(spark, job_of(known), tmp_path / "whole", warc)
    columns = [name for name in (*CAPTURE, "file", "target", "payload_digest", "purpose") if name != "origin"]
    assert rows(tmp_path / "indexed", "captures", *columns) == rows(tmp_path / "whole", "captures", *columns)


def test_the_records_at_wrong_places_of_an_index_are_named(spark: object, tmp_path: Path) -> None:
    warc = tmp_path / "a.warc.gz"
    url = f"http://{HOST}/standorte/details/a.html"
    warc.write_bytes(packed([page_record(url, next(iter(profiles().values())))]))
    named = index_of(warc, "a.warc.gz", tmp_path)
    warc.write_bytes(b"x" * warc.stat().st_size)
    report = by_index(spark, named, str(tmp_path), tmp_path / "out")
    assert report.damages == [(f"{warc} byte 0", "is no WARC file")]
    assert report.captures == 0
