"""WARC files of the demo's pages among others, and the tasks of a sieve without Spark."""

import gzip
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyarrow
from made_warcs import SOURCES, answer, packed, record
from pyarrow import parquet

from jsiq_scrape.demo.facts import offices
from jsiq_scrape.demo.site import Response, pages
from jsiq_scrape.fetch import sources
from jsiq_scrape.parse import reader_digest
from jsiq_scrape.privacy.suppressions import Suppressions
from jsiq_scrape.scale import spark_job
from jsiq_scrape.scale.inputs import Input
from jsiq_scrape.scale.parquet_tables import CAPTURE_SCHEMA
from jsiq_scrape.scale.spark_job import Job
from jsiq_scrape.workspace import packaged

VOCABULARY = packaged("office_page.toml")
assert VOCABULARY is not None
HOST = "www.programm.invalid"  # of the demo


def job_of(known: sources.Sources = SOURCES, *, seconds: float = 60.0, **options: object) -> Job:
    """A job with the packaged vocabulary."""
    assert VOCABULARY is not None
    office_page = VOCABULARY.read_bytes()
    return Job(known, office_page, Suppressions(), reader_digest(VOCABULARY), seconds, **options)  # type: ignore[arg-type]


@cache
def profiles() -> dict[str, Response]:
    """The demo's profile pages, in their markups and charsets, by path."""
    paths = {office.path for office in offices()}
    return {path: page for path, page in pages(1).items() if path in paths and page.status == 200}


def page_record(url: str, page: Response, **headers: str | None) -> bytes:
    """A page of the demo as a crawler keeps it."""
    told = {name.replace("-", "_"): value for name, value in page.headers}
    return record("response", answer(page.body, f"{page.status} OK", **told), url, **headers)


def crawl(edition: int = 1, date: str = "2018-04-12T10:00:00Z") -> bytes:
    """A crawler's WARC file of the whole demo site."""
    known = pages(edition)  # type: ignore[arg-type]
    return packed(page_record(f"http://{HOST}{path}", page, WARC_Date=date) for path, page in sorted(known.items()))


WORDS = (
    "Haus Garten Verein Sommer Training Angebot Kurs Beratung Stadt Kreis Termin Kontakt Adresse Telefon management "
    "case institution project support soziale Arbeit Jugend Bildung Programm Ziel Gruppe Zeitraum Schule Beruf Sport"
).split()


def foreign(number: int) -> bytes:
    """A page of another site, in words that a profile has too."""
    chosen = random.Random(number)
    text = "".join(
        f"<h2>{chosen.choice(WORDS)}</h2><p><b>{chosen.choice(WORDS)}:</b> {' '.join(chosen.choices(WORDS, k=30))}</p>"
        for _ in range(12)
    )
    return f"<html><head><title>Seite {number}</title></head><body>{text}</body></html>".encode()


def foreign_record(number: int) -> bytes:
    """The record of such a page."""
    block = answer(foreign(number), Content_Type="text/html; charset=utf-8")
    return record("response", block, f"https://www.beispiel-{number % 97}.example/seite/{number}")


@dataclass(frozen=True)
class Hidden:
    """Files of foreign records with profiles among them."""

    files: Sequence[Path]
    urls: frozenset[str]


def hide(folder: Path, records: int, profiles_among_them: int, files: int) -> Hidden:
    """Write foreign records and spread profiles among them, at addresses that no pattern knows."""
    chosen = random.Random(17)
    places = set(chosen.sample(range(records), profiles_among_them))
    bodies = sorted(profiles().items())
    urls: set[str] = set()
    paths = [folder / f"foreign-{number}.warc.gz" for number in range(files)]
    streams = [path.open("wb") for path in paths]
    for number in range(records):
        if number in places:
            url = f"https://www.anders-{number}.example/archiv/{number}"
            data = page_record(url, bodies[len(urls) % len(bodies)][1])
            urls.add(url)
        else:
            data = foreign_record(number)
        streams[number % files].write(gzip.compress(data, 1, mtime=0))
    for stream in streams:
        stream.close()
    return Hidden(paths, frozenset(urls))


def sieved(job: Job, *files: Path) -> list[dict[str, object]]:
    """The rows that the tasks of these files give."""
    inputs = [Input(str(file)) for file in files]
    numbers = pyarrow.RecordBatch.from_arrays([pyarrow.array(range(len(inputs)))], ["id"])
    return [row for batch in spark_job._sieve_files(inputs, job, iter([numbers])) for row in batch.to_pylist()]


def captures_of(rows: Iterable[dict[str, object]]) -> list[dict[str, object]]:
    """The rows that are captures."""
    return [row for row in rows if row["kind"] != "report"]


def written(rows: Iterable[dict[str, object]], folder: Path) -> Path:
    """A folder with the table `captures` of these rows, as Spark writes it."""
    table = pyarrow.Table.from_pylist(captures_of(rows), schema=CAPTURE_SCHEMA)
    parquet.write_to_dataset(table, folder / "captures", partition_cols=["part"])
    return folder


def readings_of(job: Job, rows: Iterable[dict[str, object]]) -> Iterator[dict[str, object]]:
    """The readings of captures, with the columns of the captures."""
    batch = pyarrow.RecordBatch.from_pylist(captures_of(rows), schema=CAPTURE_SCHEMA)
    for found in spark_job._read_pages(job, iter([batch])):
        for row in found.to_pylist():
            if row["reading"] is not None:
                yield row | row["reading"]
