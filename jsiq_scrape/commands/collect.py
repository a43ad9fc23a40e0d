"""`jsiq-scrape collect`: pages into the snapshots, from wherever they still are."""

import math
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jsiq_scrape.commands import fetching, options
from jsiq_scrape.errors import ExitCode, UsageError
from jsiq_scrape.explore.plain_text import counted

if TYPE_CHECKING:
    from jsiq_scrape.archives.summary import ArchiveReport
    from jsiq_scrape.fetch.live import CollectReport
    from jsiq_scrape.files.intake import IntakeReport


@click.group(name="collect", short_help="Fetch pages and keep them as evidence.")
@options.root
def command() -> None:
    """Fetch pages and keep them in snapshots/: every answer, unread and unchanged.

    Nothing is built; `jsiq-scrape build` reads what was collected.
    """


@command.command(name="live", short_help="From the programme's site itself.")
@click.option("--source", "names", multiple=True, metavar="NAME", help="Only this source of sources.toml; repeatable.")
@fetching.contact_option
@options.as_json
@options.root
@fetching.logged
def live(names: tuple[str, ...], contact: str | None, as_json: bool) -> int:
    """Fetch every page of the live sources in parsers/sources.toml.

    Politely: robots.txt first, one request a second to a host, and only pages that changed are sent again.
    It ends with 3 when work is left, no page answered, or no list could be read and no page is known.
    """
    from jsiq_scrape.fetch.live import collect

    place = options.workspace()
    known = fetching.sources_of(place)
    chosen = [known.named(name) for name in names] or list(known.source)
    settings = fetching.settings_for(place, known, contact, chosen)
    code = ExitCode.DONE
    with options.held(place, "collect live") as clock:
        for source in chosen:
            with options.counting("fetching") as progress:
                report = collect(place, source, clock, settings=settings, progress=progress)
            show_collected(source.name, report, as_json)
            code = ExitCode.INCOMPLETE if report.incomplete or report.silent else code
    if code == ExitCode.INCOMPLETE:
        fetching.report_incomplete(place, noted=True)
    return code


@command.command(name="archive", short_help="From web archives: the Wayback Machine, pywb, Common Crawl.")
@click.option(
    "--archive",
    "names",
    multiple=True,
    metavar="NAME",
    help="This archive of sources.toml, also one that is not scheduled; repeatable.",
)
@click.option("--dry-run", is_flag=True, help="Search only; say what would be fetched and how long that takes.")
@fetching.contact_option
@options.as_json
@options.root
@fetching.logged
def archive(names: tuple[str, ...], dry_run: bool, contact: str | None, as_json: bool) -> int:
    """Fetch every capture of a profile page that the archives in parsers/sources.toml list.

    Each distinct page is fetched once, within the archive's limits.  Whatever ends this command, run it again: it goes
    on with what is left.  It ends with 3 when work is left, and says when the archive wants to be asked again.
    """
    from jsiq_scrape.archives.collection import collect

    place = options.workspace()
    known = fetching.sources_of(place)
    chosen = [known.archive_named(name) for name in names] or [one for one in known.archive if one.scheduled]
    if not chosen:
        raise UsageError(f"{place.resource('sources.toml')} names no [[archive]] that is scheduled: name one")
    settings = fetching.settings_for(place, known, contact, chosen)
    code = ExitCode.DONE
    with options.held(place, "collect archive") as clock:
        for one in chosen:
            pages = known.named(one.pages)
            with options.counting("fetching") as progress:
                report = collect(place, one, pages, clock, settings=settings, progress=progress, dry_run=dry_run)
            if as_json:
                resume = f"{report.resume_after:%Y-%m-%dT%H:%M:%SZ}" if report.resume_after is not None else None
                options.print_json({"archive": one.name} | asdict(report) | {"resume_after": resume})
            else:
                click.echo(f"{one.name}: {_planned(report) if dry_run else _fetched_text(report)}{_unlisted(report)}")
            fetching.report_failures(report.incidents)
            waits = report.unlisted > 0 or report.resume_after is not None
            code = ExitCode.INCOMPLETE if waits or (report.incomplete and not dry_run) else code
    if code == ExitCode.INCOMPLETE:
        fetching.report_incomplete(place, noted=False)
    return code


def _moment(context: click.Context, parameter: click.Parameter, value: str | None) -> datetime | None:
    """A day or a moment of the command line, in UTC."""
    from jsiq_scrape.moments import written_moment

    try:
        return None if value is None else written_moment(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


@command.command(name="folder", short_help="From a folder of saved pages.")
@click.argument("folder", type=options.PATH, metavar="DIR")
@click.option(
    "--captured-at",
    callback=_moment,
    metavar="TIME",
    help="When all of these pages were as saved (2018-04-12, 12.04.2018, 2018-04-12T10:00); without time zone: UTC.",
)
@options.as_json
@options.root
def folder(folder: Path, captured_at: datetime | None, as_json: bool) -> int:
    """Take in the saved pages (.html, .htm, .xhtml, .mhtml, .mht, .txt) in DIR and its subfolders.  Other files are
    left out by name, and it is said what takes them instead.

    A page is known by the name of its file: collect two folders with the same names and different times, and
    `jsiq-scrape changes` shows what was edited in between.  A file that is missing the second time says nothing.

    DIR/urls.csv may say more, with the columns file, url, captured_at and status; a url there goes before the file's
    name.  A page's own canonical link, saved-from comment or MHTML location is kept as the address it came from.  The
    time is --captured-at, else captured_at of urls.csv, else the Date of an MHTML file, else the file's own.
    An MHTML file that ends early is named; its page is kept as far as it goes, and the exit code is 1.
    """
    from jsiq_scrape.fetch import sources
    from jsiq_scrape.files.folder import collect

    place = options.workspace()
    known = sources.load_sources(place.resource("sources.toml"))
    with options.held(place, "collect folder") as clock:
        report = collect(place, folder, clock, sources=known, captured_at=captured_at)
    show_taken_in(report, str(folder), as_json)
    return ExitCode.ERROR if report.damages else ExitCode.DONE


@command.command(name="warc", short_help="From WARC and WACZ files.")
@click.argument("files", nargs=-1, required=True, type=options.PATH, metavar="FILE...")
@fetching.all_hosts_option
@fetching.pattern_option
@options.as_json
@options.root
def warc(files: tuple[Path, ...], all_hosts: bool, patterns: tuple[str, ...], as_json: bool) -> int:
    """Take in the pages of WARC files, gzipped or not, of any program that writes them, and of WACZ files, as
    Browsertrix and Webrecorder write them.

    Taken are the URLs that the patterns of parsers/sources.toml know.  A file that is cut off or damaged is named,
    with the place; what is whole in it is kept, and the exit code is 1.  Of a file that `jsiq-scrape export --warc`
    wrote, everything is taken.  What was taken in before is not stored again.
    """
    from jsiq_scrape.fetch import sources
    from jsiq_scrape.files.warc.warc_import import chooser, collect

    place = options.workspace()
    known = sources.load_sources(place.resource("sources.toml"))
    choose = chooser(known, all_hosts=all_hosts, patterns=patterns)
    with options.held(place, "collect warc") as clock, options.counting("reading") as progress:
        report = collect(place, files, clock, choose, max_bytes=known.client.max_bytes, progress=progress)
    show_taken_in(report, ", ".join(map(str, files)), as_json)
    if not (report.stored or report.known or report.damages):
        click.echo("none of the pages is one of sources.toml: --all-hosts or --pattern take others", err=True)
    return ExitCode.ERROR if report.damages else ExitCode.DONE


@command.command(name="parquet", short_help="From the tables that `sieve` made.")
@click.argument("folder", type=options.PATH, metavar="DIR")
@options.as_json
@options.root
def parquet(folder: Path, as_json: bool) -> int:
    """Take in the captures that `jsiq-scrape sieve --to DIR` kept: the same evidence as `collect warc` takes in from
    the WARC files.

    What was taken in before is not stored again.
    """
    from importlib.util import find_spec

    if find_spec("pyarrow") is None:
        raise UsageError("collect parquet needs pyarrow: pip install 'jsiq-scrape[parquet]'")
    from jsiq_scrape.files.warc.warc_import import collect_captures
    from jsiq_scrape.scale.parquet_tables import captures_in

    place = options.workspace()
    with options.held(place, "collect parquet") as clock:
        report = collect_captures(place, captures_in(folder), clock)
    show_taken_in(report, str(folder), as_json)
    return ExitCode.ERROR if report.damages else ExitCode.DONE


@command.command(name="urls", short_help="From a list of URLs.")
@click.argument("file", type=options.PATH, metavar="FILE")
@fetching.contact_option
@options.as_json
@options.root
@fetching.logged
def urls(file: Path, contact: str | None, as_json: bool) -> int:
    """Fetch each URL in FILE, one a line; lines with # in front are comments.

    Politely, like `collect live`.  URLs on hosts that parsers/sources.toml does not name are fetched as well.
    """
    from jsiq_scrape.fetch import sources
    from jsiq_scrape.files.url_list import collect

    place = options.workspace()
    known = sources.load_sources(place.resource("sources.toml"))
    with options.held(place, "collect urls") as clock, options.counting("fetching") as progress:
        reports = collect(place, file, known, clock, contact=contact, progress=progress)
    for name, report in reports:
        show_collected(name, report, as_json)
    if any(report.incomplete or report.silent for _, report in reports):
        fetching.report_incomplete(place, noted=True)
        return ExitCode.INCOMPLETE
    return ExitCode.DONE


def show_collected(name: str, report: "CollectReport", as_json: bool) -> None:
    """What came of a collection from a site: one line or one object, and on standard error what went wrong."""
    summary = asdict(report)
    if as_json:
        options.print_json({"source": name} | summary)
    else:
        words = ("new", "changed", "unchanged", "gone", "missing", "unreachable", "refused", "left")
        click.echo(
            f"{name}: checked {counted(report.checked, 'page')}"
            + "".join(f", {summary[word]} {word}" for word in words if summary[word])
            + (f"; failed lists: {report.unlisted}" if report.unlisted else "")
        )
    fetching.report_failures(report.incidents)


def show_taken_in(report: "IntakeReport", origin: str, as_json: bool) -> None:
    from jsiq_scrape.files.file_kinds import grouped

    if as_json:
        options.print_json({"from": origin} | asdict(report))
    else:
        summary = {
            "known already": report.known,
            "not ours": report.skipped,
            "left out": len(report.left_out),
            "damaged": len(report.damages),
        }
        click.echo(
            f"{origin}: {counted(report.stored, 'capture')} stored"
            + "".join(f", {number} {word}" for word, number in summary.items() if number)
        )
    for line in grouped(report.left_out):
        click.echo(f"left out {line}", err=True)
    for place, what in (*report.damages, *report.incidents):
        click.echo(f"{place}: {what}", err=True)


def _planned(report: "ArchiveReport") -> str:
    if report.unanswered:
        return "no search was answered, so nothing is known of what it holds"
    confirmed = report.left - report.playbacks
    return (
        f"lists {counted(report.listed, 'capture')} of {counted(report.pages, 'page')}; known {report.known}, "
        f"{confirmed} have a digest we hold or will hold, {report.playbacks} would be fetched in about "
        f"{_duration(report.seconds)}"
    )


def _fetched_text(report: "ArchiveReport") -> str:
    if report.unanswered:
        return "no search was answered"
    summary = asdict(report)
    words = ("fetched", "confirmed", "mismatched", "unavailable", "failed", "left")
    return (
        f"lists {counted(report.listed, 'capture')} of {counted(report.pages, 'page')}, {report.known} known; "
        f"checked {report.checked}" + "".join(f", {summary[word]} {word}" for word in words if summary[word])
    )


def _unlisted(report: "ArchiveReport") -> str:
    """The searches that gave no listing."""
    return (f"; failed searches: {report.unlisted}" if report.unlisted else "") + (
        f"; searches for what the archive leaves out: {report.excluded}" if report.excluded else ""
    )


def _duration(seconds: float) -> str:
    minutes = math.ceil(seconds / 60)
    if minutes < 2:
        return f"{math.ceil(seconds)} seconds"
    return f"{minutes} minutes" if minutes < 120 else f"{minutes / 60:.1f} hours"
