"""A sieve of WARC files on Spark, against fastwarc's bare iteration over the same files as the floor.

Goals: at most twice the floor's processor time for URL patterns, four times by content, and 1.8 times as fast on two
cores as on one.  Processor time is that of all processes of the job, Java's too; starting Spark is measured apart.
"""

import gzip
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from rows import tell

from jsiq_scrape.demo.offices import offices
from jsiq_scrape.demo.site import pages

FILES = 4
PAGES = 8000  # of a file; each has a request, a response and a record of metadata, as in Common Crawl
SIZE = 40_000  # bytes of a page
PROFILES = 10  # of a file
TURNS = int(os.environ.get("JSIQ_BENCHMARK_TURNS", "3"))

SOURCES = """
[[source]]
name = "demo"
kind = "live"
hosts = ["www.programm.invalid"]
profile_patterns = ["/standorte/details/*.html"]
"""


def main() -> int:
    """Write the files, let all take turns, and tell."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = [_write(folder / f"{number}.warc.gz", number) for number in range(FILES)]
        (folder / "w" / "parsers").mkdir(parents=True)
        (folder / "w" / "parsers" / "sources.toml").write_text(SOURCES, "utf-8")
        best: dict[str, dict[str, float]] = {}
        for turn in range(TURNS):
            for what in ("floor", "collect warc", "patterns 1", "content 1", "patterns 2", "content 2"):
                used = _measured(what, turn, folder, files)
                held = best.setdefault(what, used)
                best[what] = {key: min(held[key], used[key]) for key in held}
    records = FILES * PAGES * 3
    print(f"{records} records in {FILES} files, best of {TURNS}")
    for what, used in best.items():
        print(f"{what:14} {records / used['wall']:9.0f} records/s {used['wall']:7.2f} s wall {used['cpu']:7.2f} s CPU")
    start = min(best[what]["start"] for what in best if what[-1] in "12")
    print(f"Spark starts in {start:.1f} s")
    floor = best["floor"]
    for what, said, goal in (
        ("collect warc", "collect warc", None),
        ("patterns 1", "sieve by URL patterns, one core", 2.0),
        ("content 1", "sieve by content, one core", 4.0),
    ):
        tell(
            f"{said}: processor time",
            best[what]["cpu"] / floor["cpu"],
            ours=_rate(records, best[what]["cpu"]),
            floor=_rate(records, floor["cpu"]),
            ratio="ours / fastwarc's bare iteration",
            at_most=goal,
        )
    for what in ("patterns", "content"):
        tell(
            f"sieve by {what}: two cores against one, wall time",
            best[f"{what} 1"]["wall"] / best[f"{what} 2"]["wall"],
            ours=_rate(records, best[f"{what} 2"]["wall"]),
            peer=_rate(records, best[f"{what} 1"]["wall"]),
            ratio="one core / two cores",
            at_least=1.8,
        )
    return 0


def _rate(records: int, seconds: float) -> str:
    return f"{records / seconds:,.0f} records/s"


def _measured(what: str, turn: int, folder: Path, files: list[Path]) -> dict[str, float]:
    """Run one of them in a process of its own, which prints what it used."""
    command = [sys.executable, __file__, what, str(folder / f"{what.replace(' ', '-')}-{turn}"), str(folder / "w")]
    done = subprocess.run([*command, *map(str, files)], stdout=subprocess.PIPE, check=True)
    used: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return used


def _run(what: str, target: Path, root: Path, files: list[Path]) -> None:
    if what == "floor":
        print(json.dumps(_used(lambda: _iterate(files)) | {"start": 0.0}))
    elif what == "collect warc":
        print(json.dumps(_used(lambda: _collect(target, root, files)) | {"start": 0.0}))
    else:
        _sieve(what, target, root, files)


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
    assert report.stored == FILES * PROFILES, report


def _sieve(what: str, target: Path, root: Path, files: list[Path]) -> None:
    from jsiq_scrape.commands.sieve import _job
    from jsiq_scrape.scale.inputs import inputs_of
    from jsiq_scrape.scale.session import session
    from jsiq_scrape.scale.sieve import sieve
    from jsiq_scrape.workspace import Workspace

    kind, cores = what.split()
    job = _job(Workspace(root), False, (), kind == "content", 60.0)
    began = time.perf_counter()
    with session(f"local[{cores}]") as spark:
        started = time.perf_counter() - began
        small = target.with_name(f"{target.name}.warc.gz")
        _write(small, 99, number_of_pages=PROFILES)
        sieve(spark, inputs_of([str(small)]), job, f"file://{target}-warm")  # imports, and Java's first compilation

        def work() -> None:
            report = sieve(spark, inputs_of([str(file) for file in files]), job, f"file://{target}")
            kept = FILES * PROFILES * (2 if kind == "content" else 1)
            assert (report.captures, report.damages) == (kept, []), report

        print(json.dumps(_used(work) | {"start": started}))


def _used(work: Callable[[], None]) -> dict[str, float]:
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


def _write(path: Path, seed: int, number_of_pages: int = PAGES) -> Path:
    """A WARC file as a crawler writes it, with profiles at our addresses and at others among foreign pages."""
    chosen = random.Random(seed)
    profiles = [pages(1)[office.path] for office in offices() if office.path in pages(1)]
    places = chosen.sample(range(number_of_pages), min(2 * PROFILES, number_of_pages))
    bodies = [_foreign(chosen) for _ in range(100)]
    with path.open("wb") as file:
        for number in range(number_of_pages):
            url, body = f"https://www.site-{number % 700}.example/a/b-{number}.html", bodies[number % len(bodies)]
            if number in places:
                place = places.index(number)
                body = profiles[place % len(profiles)].body
                url = f"https://www.programm.invalid/standorte/details/{seed}-{place}.html" if place < PROFILES else url
            for record in _records(url, body + f"<!-- {number} -->".encode()):
                file.write(gzip.compress(record, 1, mtime=0))
    return path


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
    if len(sys.argv) > 1:
        _run(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), [Path(one) for one in sys.argv[4:]])
    else:
        sys.exit(main())
