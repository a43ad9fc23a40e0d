"""`jsiq-scrape sieve`: find the pages in many WARC files, on Apache Spark."""

from contextlib import ExitStack
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from jsiq_scrape.commands import options
from jsiq_scrape.commands.fetching import all_hosts_option, contact_option, logged, pattern_option, settings_for
from jsiq_scrape.errors import ExitCode, UsageError
from jsiq_scrape.explore.plain_text import counted

if TYPE_CHECKING:
    from jsiq_scrape.scale.spark_job import Job, JobReport
    from jsiq_scrape.workspace import Workspace


@click.command(name="sieve", short_help="Find the pages in many WARC files, on Apache Spark.")
@click.argument("inputs", nargs=-1, metavar="[INPUT...]")
@click.option("--to", "target", required=True, metavar="DIR", help="Where the tables are, or will be.")
@click.option(
    "--index",
    "indexes",
    multiple=True,
    metavar="PARQUET",
    help="Instead of WARC files: Common Crawl's columnar index of them; only the records it names are fetched.",
)
@click.option(
    "--base",
    metavar="ADDRESS",
    help="What stands before the file names of a list, or of the index: a folder or URL.  "
    "Default: the list's folder; for an index, `data` of the archive.",
)
@click.option("--archive", default="commoncrawl", show_default=True, help="The archive of sources.toml of the index.")
@click.option("--by-content", is_flag=True, help="Also keep pages at any other URL that prove to be a profile.")
@all_hosts_option
@pattern_option
@click.option(
    "--page-seconds",
    type=click.FloatRange(min=0.1),
    default=30.0,
    show_default=True,
    help="A page that takes the reader longer is left unread and named.",
)
@click.option("--master", metavar="URL", help="Spark's master.  Default: that of spark-submit, else local[*].")
@contact_option
@options.as_json
@options.root
@logged
def command(
    inputs: tuple[str, ...],
    target: str,
    indexes: tuple[str, ...],
    base: str | None,
    archive: str,
    by_content: bool,
    all_hosts: bool,
    patterns: tuple[str, ...],
    page_seconds: float,
    master: str | None,
    contact: str | None,
    as_json: bool,
) -> int:
    """Find the pages of parsers/sources.toml in WARC files, and read them.

    INPUT is a WARC or WACZ file, a folder of such files, or a list with one address a line (also gzipped, as Common
    Crawl's warc.paths.gz).  An address is a path or a URL that pyarrow can open: s3, gs, abfs, hdfs.

    DIR gets two Parquet tables: `captures`, which `jsiq-scrape collect parquet DIR` takes in, and `readings`.  More
    can be sieved into the same DIR; what a WARC file gave before is replaced.  Files that are damaged are named, with
    the place, and what is whole in them is kept; the exit code is then 1.
    """
    from jsiq_scrape.scale import session

    if bool(inputs) == bool(indexes):
        raise UsageError("name WARC files, or an --index of them: one of the two")
    if by_content and indexes:
        raise UsageError("--by-content looks into all records, and an --index is there to fetch few: choose one")
    session.require()
    from jsiq_scrape.scale.inputs import inputs_of, written_to
    from jsiq_scrape.scale.spark_job import sieve

    place = options.workspace()
    job = _job(place, all_hosts, patterns, by_content, page_seconds)
    if inputs:
        files = inputs_of(inputs, base)
        with session.session(master) as spark:
            report = sieve(spark, files, job, written_to(target))
        _show(report, target, as_json)
        return ExitCode.ERROR if report.damages else ExitCode.DONE

    from jsiq_scrape.clock import SystemClock
    from jsiq_scrape.scale import index

    with ExitStack() as stack:
        known = job.sources
        asked = index.archive_of(known, archive, base)
        settings = settings_for(place, known, contact, [] if asked is None else [asked])
        fetching = stack.enter_context(index.ranges(asked, base, settings, SystemClock()))
        spark = stack.enter_context(session.session(master))
        report = index.sieve(spark, indexes, job, fetching, written_to(target))
    _show(report, target, as_json)
    if report.resume_after is not None:
        return ExitCode.INCOMPLETE
    return ExitCode.ERROR if report.damages else ExitCode.DONE


def _job(place: "Workspace", all_hosts: bool, patterns: tuple[str, ...], by_content: bool, seconds: float) -> "Job":
    from jsiq_scrape.fetch import sources
    from jsiq_scrape.parse import reader_digest
    from jsiq_scrape.privacy import suppressions
    from jsiq_scrape.scale.spark_job import Job

    page = place.resource("office_page.toml")
    left_out = suppressions.load_suppressions(place.resource(suppressions.FILE))
    known = sources.load_sources(place.resource("sources.toml"))
    return Job(known, page.read_bytes(), left_out, reader_digest(page), seconds, all_hosts, patterns, by_content)


def _show(report: "JobReport", target: str, as_json: bool) -> None:
    if as_json:
        resume = f"{report.resume_after:%Y-%m-%dT%H:%M:%SZ}" if report.resume_after is not None else None
        options.print_json({"to": target} | asdict(report) | {"resume_after": resume})
    else:
        summary = {"damaged": len(report.damages), "left out": len(report.left_out), "unread": len(report.unread)}
        click.echo(
            f"{target}: {counted(report.files, 'file')}, {counted(report.records, 'record')}, "
            f"{counted(report.captures, 'capture')} kept, {counted(report.profiles, 'profile')}"
            + "".join(f", {number} {word}" for word, number in summary.items() if number)
        )
    for place, what in (*report.damages, *report.left_out, *report.unread):
        click.echo(f"{place}: {what}", err=True)
    if report.resume_after is not None:
        click.echo(f"incomplete, resume after {report.resume_after:%Y-%m-%d %H:%M:%S} UTC", err=True)
