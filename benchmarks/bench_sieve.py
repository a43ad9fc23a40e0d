"""A sieve of WARC files on Spark, against fastwarc's bare iteration over the same files.

Processor time is that of all processes of the job, Java's too.

What a record costs is what a job over many records takes more than one over as many files of one page each: a crawl has
so many that the rest counts for nothing.  That rest is stated beside it.

python benchmarks/bench_sieve.py [--rounds N]
"""

import argparse
import gzip
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from base64 import b32encode
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from hashlib import sha1
from pathlib import Path
from typing import TYPE_CHECKING

from measurements import ROUNDS, Side, tell

from jsiq_scrape.demo import site
from jsiq_scrape.demo.facts import offices

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

FILES = 4
COPIES = 3  # of each: links to it, which are files to Spark
PAGES = 1500  # of a file; each has a request, a response and a record of metadata, as in Common Crawl
SIZE = 40_000  # bytes of a page
PROFILES = 10  # of a file
WARM = 3  # jobs before those that are measured
CRAWL = 90_000 * 4.7e9  # bytes, unpacked, of a crawl of Common Crawl's: some 390 TiB in 90,000 files
CORES = 100

SOURCES = """
[[source]]
name = "demo"
kind = "live"
hosts = ["www.programm.invalid"]
profile_patterns = ["/standorte/details/*.html"]
"""


Used = dict[str, float]  # "wall" and "cpu", in seconds
_SIEVES = ("patterns 1", "content 1", "patterns 2", "content 2")


def main() -> None:
    """Write the files, let all take turns, and report."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rounds", type=int, default=ROUNDS)
    rounds = arguments.parse_args().rounds
    runs: dict[str, list[Used]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write_all(folder)
        for turn in range(rounds):
            for what in ("floor", "collect", "sieve 1", "sieve 2"):
                for named, used in _measured(what, turn, folder).items():
                    runs.setdefault(named, []).append(used)
    _report(runs)


def _report(runs: dict[str, list[Used]]) -> None:
    records = FILES * COPIES * PAGES * 3 / 1000

    def side(what: str, key: str, less: str = "") -> Side:
        """The seconds of a thousand records, without those of a job over as many files of one page each."""
        rest = runs[less] if less else [{"wall": 0.0, "cpu": 0.0}] * len(runs[what])
        return Side(what, [(one[key] - other[key]) / records for one, other in zip(runs[what], rest, strict=True)])

    floor = Side("fastwarc's bare iteration", side("floor", "cpu").figures, "nothing.")
    tell("collect warc: processor time of a thousand records", side("collect warc", "cpu"), floor)
    for what, said, goal in (("patterns", "URL patterns", 2.0), ("content", "content", 4.0)):
        one, two = (side(f"{what} {cores}", "cpu", f"{what} {cores}, small") for cores in (1, 2))
        tell(f"sieve by {said}, one core: processor time of a thousand records", one, floor, at_most=goal)
        hours = [each * records * CRAWL / (FILES * COPIES * PAGES * SIZE) / CORES / 3600 for each in two.figures]
        tell(f"sieve by {said}: a whole crawl on {CORES} cores", Side("two cores", hours), unit="h")
    small = [one["wall"] for one in runs["content 2, small"]]
    tell("a job over as many files of one page each, wall time", Side("two cores", small))
    for what, said in (("patterns", "URL patterns"), ("content", "content")):
        one, two = (side(f"{what} {cores}", "wall", f"{what} {cores}, small") for cores in (1, 2))
        tell(f"sieve by {said}: two cores against one, wall time", two, one, at_most=1 / 1.8)


def _measured(what: str, turn: int, folder: Path) -> dict[str, Used]:
    """Run one of them in a process of its own, which prints what it used."""
    command = [sys.executable, __file__, what, str(turn), str(folder)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    used: dict[str, Used] = json.loads(done.stdout.splitlines()[-1])
    return used


def _run(what: str, turn: str, folder: Path) -> None:
    files = sorted(folder.glob("large-*.warc.gz"))
    target = folder / f"{what.replace(' ', '-')}-{turn}"
    kind, _, cores = what.partition(" ")
    if kind == "floor":
        used = {"floor": _used(lambda: _iterate(files))}
    elif kind == "collect":
        used = {"collect warc": _used(lambda: _collect(target, folder / "w", files))}
    else:
        used = _sieve(cores, target, folder / "w", files, sorted(folder.glob("small-*.warc.gz")))
    print(json.dumps(used))


def _iterate(files: list[Path]) -> None:
    from fastwarc.warc import ArchiveIterator

    for file in files:
        for _ in ArchiveIterator(str(file), parse_http=False, fsspec_args=False):
            pass


def _collect(target: Path, root: Path, files: list[Path]) -> None:
    from jsiq_scrape.clock import SystemClock
    from jsiq_scrape.fetch import sources
    from jsiq_scrape.files.warc.warc_import import chooser, collect
    from jsiq_scrape.workspace import Workspace

    known = sources.load_sources(Workspace(root).resource("sources.toml"))
    report = collect(Workspace(target), files, SystemClock(), chooser(known))
    assert report.stored == FILES * COPIES * PROFILES, report


def _sieve(cores: str, target: Path, root: Path, files: list[Path], small: list[Path]) -> dict[str, Used]:
    from jsiq_scrape.commands.sieve import _job
    from jsiq_scrape.scale.inputs import inputs_of
    from jsiq_scrape.scale.session import session
    from jsiq_scrape.scale.spark_job import Job, sieve
    from jsiq_scrape.workspace import Workspace

    used: dict[str, Used] = {}
    with ExitStack() as stack:
        opened: list[SparkSession] = []
        used[f"Spark's start {cores}"] = _used(lambda: opened.append(stack.enter_context(session(f"local[{cores}]"))))

        def work(job: Job, named: list[Path], kept: int, place: str) -> None:
            report = sieve(opened[0], inputs_of([str(file) for file in named]), job, f"file://{target}-{place}")
            assert (report.captures, report.damages) == (kept * len(named), []), report

        for kind in ("patterns", "content"):
            job = _job(Workspace(root), False, (), kind == "content", 60.0)
            kept = PROFILES * (2 if kind == "content" else 1)
            for number in range(WARM):  # imports, and Java compiles
                work(job, small, 1, f"{kind}-warm-{number}")
            used[f"{kind} {cores}, small"] = _used(lambda job=job, kind=kind: work(job, small, 1, f"{kind}-small"))
            used[f"{kind} {cores}"] = _used(lambda job=job, kept=kept, kind=kind: work(job, files, kept, kind))
    return used


def _used(work: Callable[[], None]) -> Used:
    """Wall and processor time, the latter of this process and all below it."""
    wall, cpu = time.perf_counter(), _processor_time()
    work()
    return {"wall": time.perf_counter() - wall, "cpu": _processor_time() - cpu}


def _processor_time() -> float:
    """Of this process and all below it, those too that were waited for; Linux only."""
    stats: dict[int, tuple[int, int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            stats[int(folder.name)] = int(fields[1]), sum(map(int, fields[11:15]))
    below = {os.getpid()}
    while more := {one for one, (parent, _) in stats.items() if parent in below} - below:
        below |= more
    return sum(stats[one][1] for one in below) / os.sysconf("SC_CLK_TCK")


def _write_all(folder: Path) -> None:
    _write(folder / "one.warc.gz", FILES, pages=1)
    for number in range(FILES):
        _write(folder / f"{number}.warc.gz", number, pages=PAGES)
        for copy in range(COPIES):
            os.link(folder / f"{number}.warc.gz", folder / f"large-{number}-{copy}.warc.gz")
            os.link(folder / "one.warc.gz", folder / f"small-{number}-{copy}.warc.gz")
    (folder / "w" / "parsers").mkdir(parents=True)
    (folder / "w" / "parsers" / "sources.toml").write_text(SOURCES, "utf-8")


def _write(path: Path, seed: int, pages: int) -> None:
    """A WARC file as a crawler writes it, with profiles at our addresses and at others among foreign pages."""
    chosen = random.Random(seed)
    profiles = [site.pages(1)[office.path] for office in offices() if office.path in site.pages(1)]
    places = chosen.sample(range(pages), min(2 * PROFILES, pages))
    bodies = [_foreign(chosen) for _ in range(100)]
    with path.open("wb") as file:
        for number in range(pages):
            url, body = f"https://www.site-{number % 700}.example/a/b-{number}.html", bodies[number % len(bodies)]
            if number in places:
                place = places.index(number)
                body = profiles[place % len(profiles)].body
                url = f"https://www.programm.invalid/standorte/details/{seed}-{place}.html" if place < PROFILES else url
            for record in _records(url, body + f"<!-- {number} -->".encode()):
                file.write(gzip.compress(record, 1, mtime=0))


def _records(url: str, body: bytes) -> Iterator[bytes]:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nServer: nginx\r\n\r\n"
    for kind, media, block in (
        ("request", "application/http; msgtype=request", b"GET / HTTP/1.1\r\nUser-Agent: CCBot/2.0\r\n\r\n"),
        ("response", "application/http; msgtype=response", head + body),
        ("metadata", "application/warc-fields", b"fetchTimeMs: 412\r\ncharset-detected: UTF-8\r\n\r\n"),
    ):
        yield (
            (
                f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2018-04-12T10:00:00Z\r\n"
                f"WARC-Block-Digest: sha1:{b32encode(sha1(block, usedforsecurity=False).digest()).decode()}\r\n"
                f"WARC-Record-ID: <urn:uuid:{abs(hash((url, kind))):032x}>\r\nContent-Type: {media}\r\n"
                f"Content-Length: {len(block)}\r\n\r\n"
            ).encode()
            + block
            + b"\r\n\r\n"
        )


def _foreign(chosen: random.Random) -> bytes:
    """A page of another site: words of many letters, some of ours among them."""
    syllables = "ver be ge an auf aus ein schaft lich keit ung stadt land haus werk arbeit bild zeit raum recht".split()
    ours = ("Beratung", "Institution", "Projekt", "Zielgruppe", "Umsetzung")  # no two that make a proving label
    words = ["".join(chosen.choices(syllables, k=chosen.randint(1, 4))) for _ in range(1500)] + list(ours)
    parts, size = [], 0
    while size < SIZE:
        part = f'<div class="c{chosen.randrange(9)}"><a href="/x">{" ".join(chosen.choices(words, k=40))}</a></div>\n'
        parts.append(part)
        size += len(part)
    return f"<html><head><title>Seite</title></head><body>{''.join(parts)}</body></html>".encode()


if __name__ == "__main__":
    if sys.argv[1:] and sys.argv[1] in ("floor", "collect", "sieve 1", "sieve 2"):
        _run(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
    else:
        main()
