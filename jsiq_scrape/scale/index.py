"""Captures by Common Crawl's columnar index: Spark filters it, and only the records that it names are fetched.

They are fetched here and not by Spark's workers, because an archive has one quota for all of them.
https://commoncrawl.org/columnar-index describes the index.
"""

import ipaddress
import re
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pyarrow
from pydantic import ValidationError

from jsiq_scrape.archives.archive_client import ArchiveClient
from jsiq_scrape.archives.common_crawl import range_of
from jsiq_scrape.archives.quota import Resume
from jsiq_scrape.archives.served import OUTAGES
from jsiq_scrape.clock import Clock
from jsiq_scrape.errors import ConfigurationError, FetchError, UsageError
from jsiq_scrape.fetch.exchange import kind_of
from jsiq_scrape.fetch.sources import ClientSettings, CommonCrawlArchive, Source, Sources
from jsiq_scrape.files.warc.record_choice import Sieve, SieveReport
from jsiq_scrape.files.warc.wacz import WarcFile
from jsiq_scrape.scale.inputs import Input, joined, local_path
from jsiq_scrape.scale.parquet_tables import CAPTURE_SCHEMA, CAPTURES, PART, capture_row
from jsiq_scrape.scale.spark_job import Job, JobReport, in_hadoop, with_readings, write
from jsiq_scrape.workspace import state_folder

if TYPE_CHECKING:
    from pyspark.sql import Column, SparkSession

_COLUMNS = ("url", "url_host_name", "url_path", "warc_filename", "warc_record_offset", "warc_record_length")
_WRITTEN = 100  # files whose records are fetched between two times that they are written; an index names few of each
_REST = 600.0  # seconds that an archive is left alone that served none of them


@dataclass(frozen=True, slots=True)
class Span:
    """A record that the index names: its place in a WARC file."""

    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Ranges:
    """What gives parts of WARC files."""

    base: str  # what stands before the names of an index
    workers: int  # parts that may be asked for at a time
    fetch: Callable[[str, Span], bytes]  # raises FetchError or OSError, and Incomplete when it is to be asked later
    rest: Callable[[], Resume]  # what to do when nothing was given: ask later

    def input(self, filename: str) -> Input:
        """The file that an index calls so."""
        return Input(joined(self.base, filename))


def archive_of(sources: Sources, name: str, base: str | None) -> CommonCrawlArchive | None:
    """The archive that is asked, at `base` when that is a URL; None when the files are on this machine."""
    if base is not None and local_path(base) is not None:
        return None
    known = sources.archive_named(name)
    if not isinstance(known, CommonCrawlArchive):
        raise ConfigurationError(f"archive {name} of sources.toml is none of Common Crawl's kind")
    if base is None:
        return known
    try:
        return CommonCrawlArchive.model_validate(
            known.model_dump() | {"data": base, "crawls": base, "local": known.local or _is_loopback(base)}
        )
    except ValidationError:
        raise UsageError(f"--base {base} is neither a folder nor an http or https URL") from None


def _is_loopback(url: str) -> bool:
    try:
        return ipaddress.ip_address(urlsplit(url).hostname or "").is_loopback
    except ValueError:
        return False


@contextmanager
def ranges(
    archive: CommonCrawlArchive | None, base: str | None, settings: ClientSettings, clock: Clock
) -> Iterator[Ranges]:
    """What fetches the records: from the archive, or from the folder `base` when there is none."""
    if archive is None:
        assert base is not None
        folder = Path(str(local_path(base))).absolute()

        def none() -> Resume:
            raise UsageError(f"none of the WARC files that the index names is in {base}")

        yield Ranges(str(folder), 1, _read, none)
        return
    client = ArchiveClient(settings, archive, clock, state_folder())

    def ask(address: str, span: Span) -> bytes:
        return range_of(address, span.offset, span.length, client.playback)

    try:
        client.quota.check()
        yield Ranges(archive.data, archive.connections, ask, lambda: Resume(client.quota.down(_REST)))
    finally:
        client.stop()
        client.close()


def _read(address: str, span: Span) -> bytes:
    with Path(address).open("rb") as file:
        file.seek(span.offset)
        return file.read(span.length)


def sieve(spark: "SparkSession", indexes: Sequence[str], job: Job, given: Ranges, target: str) -> JobReport:
    """Fetch what the index names of our pages into the tables below `target`; what is there already is not fetched.

    Ended by whatever, it goes on with what is left when it is run again.
    """
    sieving = job.sieve(None)
    wanted = _wanted(spark, indexes, job, sieving, given)
    report = JobReport(files=len(wanted), records=sum(map(len, wanted.values())))
    held = _held(spark, target)
    left = [(one, spans) for one, spans in wanted.items() if not {span.offset for span in spans} <= held[one.part]]
    report.captures += report.records - sum(len(spans) for _, spans in left)
    with ThreadPoolExecutor(given.workers) as pool:
        while left and report.resume_after is None:
            now, left = left[:_WRITTEN], left[_WRITTEN:]
            fetched = pool.map(lambda each: _fetched(given, each[0], each[1], sieving), now)
            rows, whole, served = [], [], 0
            for (one, spans), found in zip(now, fetched, strict=True):
                if isinstance(found, Resume):
                    report.resume_after = found.moment
                    continue
                rows += found.rows
                whole.append(one.part)
                served += len(spans) - found.outages
                report.damages += found.damages
            if rows:
                table = pyarrow.Table.from_pylist(rows, schema=CAPTURE_SCHEMA)
                seen = with_readings(spark.createDataFrame(table), job)
                write(spark, seen, whole, target, report)
                seen.unpersist()
            if not served and report.resume_after is None:
                report.resume_after = given.rest().moment
    return report


def _wanted(
    spark: "SparkSession", indexes: Sequence[str], job: Job, sieving: Sieve, given: Ranges
) -> Mapping[Input, Sequence[Span]]:
    """The records of our pages by their file, both in order."""
    from pyspark.errors import AnalysisException

    try:
        table = spark.read.parquet(*indexes)
        rows = table.select(*_COLUMNS).where(_filter(job)).toLocalIterator()
    except AnalysisException as error:
        reason = str(error).splitlines()[0]
        raise UsageError(f"{', '.join(indexes)} is no columnar index of Common Crawl: {reason}") from error
    found: dict[Input, set[Span]] = defaultdict(set)
    for row in rows:
        if sieving.choose(row.url) is not None:
            span = Span(row.warc_record_offset, row.warc_record_length)
            found[given.input(row.warc_filename)].add(span)
    in_order = sorted(found.items(), key=lambda item: item[0].address)
    return {one: sorted(spans, key=lambda span: span.offset) for one, spans in in_order}


def _filter(job: Job) -> "Column":
    """What Parquet can leave out before a row is read: other hosts, and paths that begin otherwise."""
    from pyspark.sql import functions as f

    def beginning(paths: Sequence[str]) -> "Column":
        beginnings = sorted({re.split(r"[*#?]", path)[0] for path in paths})
        column, found = f.col("url_path"), f.lit(False)
        for begin in beginnings:
            found = found | column.startswith(begin)
        return found

    if job.patterns:
        return beginning(job.patterns)
    found = f.lit(False)
    for source in job.sources.source:
        paths = beginning(_paths(source))
        if not job.all_hosts:
            paths = paths & f.col("url_host_name").isin([host.partition(":")[0] for host in source.hosts])
        found = found | paths
    return found


def _paths(source: Source) -> list[str]:
    named = [urlsplit(url).path or "/" for url in (*source.profiles, *source.start)]
    return [*source.profile_patterns, *source.listing_patterns, *named]


def _held(spark: "SparkSession", target: str) -> Mapping[str, set[int]]:
    """The records that earlier runs left there, by their part."""
    held: dict[str, set[int]] = defaultdict(set)
    place = f"{target}/{CAPTURES}"
    if in_hadoop(spark, place, "exists"):
        for row in spark.read.schema(f"{PART} string, offset bigint").parquet(place).toLocalIterator():
            held[row[PART]].add(row["offset"])  # by name: Spark puts the columns of folders behind the others
    return held


@dataclass(frozen=True, slots=True)
class _Fetched:
    """What came of the records of one file."""

    rows: list[dict[str, object]]
    damages: list[tuple[str, str]]
    outages: int  # records for which the archive did not answer


def _fetched(given: Ranges, one: Input, spans: Sequence[Span], sieving: Sieve) -> "_Fetched | Resume":
    """In a thread: the rows of the records of one file."""
    found = _Fetched([], [], 0)
    outages = 0
    for span in spans:
        try:
            data = given.fetch(one.address, span)
        except Resume as resume:
            return resume
        except (FetchError, OSError) as error:
            outages += isinstance(error, OSError) or kind_of(error) in OUTAGES
            found.damages.append((f"{one.address} byte {span.offset}", f"cannot be fetched: {error}"))
            continue
        report = SieveReport()
        with tempfile.TemporaryDirectory(prefix="jsiq-scrape-") as folder:
            path = Path(folder, "record.warc.gz")
            path.write_bytes(data)
            for capture in sieving.read(WarcFile(path, one.name, one.address), report):
                found.rows.append(capture_row(replace(capture, offset=span.offset), one))
        found.damages.extend((f"{one.address} byte {span.offset}", what) for _, what in report.damages)
    return replace(found, outages=outages)
