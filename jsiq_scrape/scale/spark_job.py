"""The job on Spark: from WARC files to the tables `captures` and `readings`.

A WARC file is a task.  What a task gives depends on its file alone, so a task that is repeated, because its worker was
killed or its machine is slow, gives the same again, and Spark keeps the rows of one attempt only.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache, partial
from typing import TYPE_CHECKING

import pyarrow

from jsiq_scrape.fetch.sources import Sources
from jsiq_scrape.files.warc.record_choice import Proof, RecordKind, Sieve, SieveReport, WarcCapture
from jsiq_scrape.files.warc.wacz import warc_files
from jsiq_scrape.files.warc.warc_import import chooser
from jsiq_scrape.parse import read
from jsiq_scrape.parse.judge import judge
from jsiq_scrape.parse.labels.vocabulary import Vocabulary, parse
from jsiq_scrape.privacy.redaction import redacted
from jsiq_scrape.privacy.suppressions import Suppressions
from jsiq_scrape.records import Reading
from jsiq_scrape.scale.inputs import Input
from jsiq_scrape.scale.isolation import Isolated, PageStopped
from jsiq_scrape.scale.parquet_tables import (
    CAPTURES,
    PART,
    READING_COLUMNS,
    READINGS,
    capture_of,
    capture_row,
    seen_schema,
)
from jsiq_scrape.scale.profile_proof import Page, ProfileProof, Read, content_type_of

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_REPORT = "report"  # the kind of the row in which a task reports what it met
_BATCH_BYTES = 16 * 1024 * 1024  # of rows that a task holds before it gives them to Spark

Report = tuple[str, str]
Batches = Iterator[pyarrow.RecordBatch]
Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Job:
    """What is kept of the records; the same for every task."""

    sources: Sources
    office_page: bytes  # the file of that name
    suppressions: Suppressions
    reader_digest: str
    page_seconds: float
    all_hosts: bool = False
    patterns: tuple[str, ...] = ()
    by_content: bool = False
    originals: frozenset[str] = frozenset()

    @contextmanager
    def reader(self) -> Iterator[Read]:
        """The reader of pages, without suppressed persons, in a process of its own; it remembers the last page."""
        vocabulary = self.vocabulary

        def of(page: Page) -> Reading:
            body, content_type = page
            return redacted(read(body, vocabulary, content_type=content_type), self.suppressions)[0]

        with Isolated(of, self.page_seconds) as reader:
            yield lru_cache(maxsize=1)(reader)  # a page that proved to be a profile is asked for again at once

    @property
    def vocabulary(self) -> Vocabulary:
        """What office_page.toml says; parsed once in a process."""
        return parse(self.office_page, "office_page.toml")

    def sieve(self, proves: Proof | None) -> Sieve:
        """The sieve of a task."""
        choose = chooser(self.sources, all_hosts=self.all_hosts, patterns=self.patterns)
        return Sieve(choose, self.sources.client.max_bytes, proves, self.originals)


@dataclass(slots=True)
class JobReport:
    """What came of a sieve."""

    files: int = 0
    records: int = 0
    captures: int = 0
    profiles: int = 0
    damages: list[Report] = field(default_factory=list)  # (file and place, what is wrong there)
    left_out: list[Report] = field(default_factory=list)  # (the same, why nobody looked into the record)
    unread: list[Report] = field(default_factory=list)  # (the same, why the capture has no reading)
    resume_after: datetime | None = None  # the archive wants to be left alone until then, and work is left


def sieve(spark: "SparkSession", inputs: Sequence[Input], job: Job, target: str) -> JobReport:
    """Sieve WARC files into the tables below `target`; what earlier runs gave of the same files is replaced."""
    seen = _sieved(spark, inputs, job)
    report = _report_of(seen, len(inputs))
    missing = _missing_originals(seen)
    found = _sieved(spark, inputs, replace(job, originals=missing)) if missing else None
    captures = seen if found is None else seen.unionByName(found)
    write(spark, captures, [one.part for one in inputs], target, report)
    for kept in (seen, found):
        if kept is not None:
            kept.unpersist()  # or a session that sieves the same files again would not read them
    return report


def write(spark: "SparkSession", seen: "DataFrame", parts: Iterable[str], target: str, report: JobReport) -> None:
    """Write the captures among these rows and their readings: all that these parts hold from now on.

    The captures are written last, so where they are, their readings are.
    """
    from pyspark.sql import functions as f

    captures = seen.where(seen.kind != _REPORT)
    readings = captures.where(seen.reading.isNotNull()).select(*READING_COLUMNS, "reading.*")
    shown = f.count_if(seen.kind.isin([*_SHOWN]))
    counts = captures.groupBy(PART).agg(shown, f.count(seen.reading)).collect()
    left = {READINGS: {part for part, _, read in counts if read}, CAPTURES: {part for part, _, _ in counts}}
    for name, table in ((READINGS, readings), (CAPTURES, captures.drop("reading"))):
        place = f"{target}/{name}"
        gone = (set(parts) - left[name]) & parts_in(spark, place)  # gave something once, and nothing any more
        in_order = table.sortWithinPartitions(PART, "file", "offset")
        in_order.write.mode("overwrite").partitionBy(PART).parquet(place)
        for part in gone:
            in_hadoop(spark, f"{place}/{PART}={part}", "delete", True)
    report.captures += sum(captures for _, captures, _ in counts)
    rows = readings.where("verdict = 'profile' OR error IS NOT NULL").select("origin", "offset", "url", "error")
    found = rows.collect()
    report.profiles += sum(row.error is None for row in found)
    report.unread += sorted(
        (f"{row.origin} byte {row.offset}", f"{row.url}: {row.error}") for row in found if row.error
    )


#: Kinds of rows that are captures of pages; the others help them.
_SHOWN = (RecordKind.PAGE.value, RecordKind.REVISIT.value, RecordKind.EXPORTED.value)


def _sieved(spark: "SparkSession", inputs: Sequence[Input], job: Job) -> "DataFrame":
    numbers = spark.range(0, len(inputs), 1, len(inputs))
    task = partial(_sieve_files, tuple(inputs), job)
    return _kept(numbers, task)


def with_readings(captures: "DataFrame", job: Job) -> "DataFrame":
    """Captures that came from elsewhere, with their readings."""
    return _kept(captures, partial(_read_pages, job))


def _kept(rows: "DataFrame", task: Callable[[Batches], Batches]) -> "DataFrame":
    """What a task gives of these rows; kept, so that each runs once."""
    from pyspark import StorageLevel
    from pyspark.sql.pandas.types import from_arrow_schema

    return rows.mapInArrow(task, from_arrow_schema(seen_schema())).persist(StorageLevel.DISK_ONLY)


def _report_of(seen: "DataFrame", files: int) -> JobReport:
    report = JobReport(files)
    rows = seen.where(seen.kind == _REPORT).select("origin", "block").collect()
    for row in sorted(rows, key=lambda row: str(row.origin)):
        summary = json.loads(row.block)
        report.records += summary["records"]
        report.damages += [(place, what) for place, what in summary["damages"]]
        report.left_out += [(place, what) for place, what in summary["left_out"]]
    return report


def _missing_originals(seen: "DataFrame") -> frozenset[str]:
    """The names by which revisits refer to what is not among the captures."""
    revisits = [row[0] for row in seen.where(seen.kind == RecordKind.REVISIT.value).select("refers_to").collect()]
    if not revisits:
        return frozenset()
    asked = {name for names in revisits for name in names}
    known = {name for row in seen.where("size(names) > 0").select("names").toLocalIterator() for name in row[0]} & asked
    return frozenset(name for names in revisits if known.isdisjoint(names) for name in names)


def _sieve_files(inputs: Sequence[Input], job: Job, batches: Batches) -> Batches:
    """In a worker: the rows of the files whose numbers it is given."""
    with job.reader() as reads:
        proves = ProfileProof(job.vocabulary, reads) if job.by_content and not job.originals else None
        sieving = job.sieve(proves)
        for batch in batches:
            for number in batch.column(0).to_pylist():
                yield from _in_batches(_rows(inputs[number], job, sieving, reads))


def _read_pages(job: Job, batches: Batches) -> Batches:
    """In a worker: captures with their readings."""
    with job.reader() as reads:
        for batch in batches:
            yield from _in_batches(row | _reading(capture_of(row), job, reads) for row in batch.to_pylist())


def _rows(given: Input, job: Job, sieving: Sieve, read: Read) -> Iterator[Row]:
    report = SieveReport()
    try:
        with given.opened() as file:
            for warc in warc_files(file, report.damages):
                for capture in sieving.read(warc, report):
                    yield capture_row(capture, given) | _reading(capture, job, read)
    except OSError as error:
        report.damages.append((given.address, f"cannot be read: {error.strerror or error}"))
    if not sieving.originals:
        yield _report_row(given, report)


def _reading(capture: WarcCapture, job: Job, read: Read) -> Row:
    """The column that holds what the page of a capture says, or why nobody knows; none where there is no page."""
    if capture.body is None:
        return {}
    by_reader: Row = {"reader": job.reader_digest}
    try:
        reading = read((capture.body, content_type_of(capture.headers)))
    except PageStopped as stopped:
        return {"reading": by_reader | {"error": str(stopped)}}
    status = 200 if capture.status is None else capture.status
    verdict = judge(status, dict(capture.headers), capture.url, capture.url, reading, capture.body)
    said = reading.model_dump(mode="python", exclude={"claims"}) | {"verdict": verdict.value}
    return {"reading": by_reader | said}


def _report_row(given: Input, report: SieveReport) -> Row:
    summary = {"records": report.records, "damages": report.damages, "left_out": report.left_out}
    return {PART: given.part, "origin": given.address, "kind": _REPORT, "block": json.dumps(summary).encode()}


def _in_batches(rows: Iterable[Row]) -> Batches:
    """Rows as Arrow's batches, none of them much larger than what a task may hold."""
    schema = seen_schema()
    held: list[Row] = []
    size = 0
    for row in rows:
        held.append(row)
        size += sum(len(value) for value in row.values() if isinstance(value, bytes))
        if size >= _BATCH_BYTES or len(held) >= 1000:
            yield pyarrow.RecordBatch.from_pylist(held, schema=schema)
            held, size = [], 0
    if held:
        yield pyarrow.RecordBatch.from_pylist(held, schema=schema)


def parts_in(spark: "SparkSession", place: str) -> set[str]:
    """The parts that a table has."""
    if not in_hadoop(spark, place, "exists"):
        return set()
    table = spark.read.schema(f"{PART} string, offset bigint").parquet(place)
    return {row[0] for row in table.select(PART).distinct().collect()}


def in_hadoop(spark: "SparkSession", place: str, method: str, *arguments: object) -> bool:
    """What a method of Hadoop's file system (`exists`, `delete`) says of a place that Spark writes to."""
    jvm, settings = spark._jvm, spark._jsparkSession.sessionState().newHadoopConf()  # noqa: SLF001  # no other way to it
    assert jvm is not None
    path = jvm.org.apache.hadoop.fs.Path(place)
    return bool(getattr(path.getFileSystem(settings), method)(path, *arguments))
