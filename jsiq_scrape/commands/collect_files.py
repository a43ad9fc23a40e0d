"""`jsiq-scrape collect folder`, `warc`, `parquet` and `urls`: pages that somebody has, or names, as files."""

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jsiq_scrape.commands.failures import tell_failures, tell_incomplete
from jsiq_scrape.commands.logs import logged
from jsiq_scrape.commands.options import (
    all_hosts_option,
    contact_option,
    counting,
    json_option,
    looking,
    pattern_option,
    root_option,
    workspace,
)
from jsiq_scrape.errors import UsageError
from jsiq_scrape.explore.plain_text import counted

if TYPE_CHECKING:
    from jsiq_scrape.fetch.live import CollectReport
    from jsiq_scrape.files.intake import IntakeReport

DAMAGED = 1
INCOMPLETE = 3


class Moment(click.ParamType["datetime"]):
    """A day or a moment of the command line, in UTC."""

    name = "TIME"

    def convert(
        self, value: str | datetime, parameter: click.Parameter | None, context: click.Context | None
    ) -> datetime:
        from jsiq_scrape.moments import written_moment

        if isinstance(value, datetime):
            return value
        try:
            return written_moment(value)
        except ValueError as error:
            self.fail(str(error))


@click.command(name="folder", short_help="From a folder of saved pages.")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option(
    "--captured-at",
    type=Moment(),
    metavar="TIME",
    help="When all of these pages were as saved (2018-04-12, 12.04.2018, 2018-04-12T10:00); without time zone: UTC.",
)
@json_option
@root_option
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
    from jsiq_scrape.clock import SystemClock
    from jsiq_scrape.fetch import sources
    from jsiq_scrape.files.folder import collect
    from jsiq_scrape.monitor.lock import hold

    place, clock = workspace(), SystemClock()
    known = sources.load_sources(place.resource("sources.toml"))
    with hold(place, "collect folder", clock.now()):
        report = collect(place, folder, clock, sources=known, captured_at=captured_at)
    _show(report, str(folder), as_json)
    return DAMAGED if report.damages else 0


@click.command(name="warc", short_help="From WARC and WACZ files.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@all_hosts_option
@pattern_option
@json_option
@root_option
def warc(files: tuple[Path, ...], all_hosts: bool, patterns: tuple[str, ...], as_json: bool) -> int:
    """Take in the pages of WARC files, gzipped or not, of any program that writes them, and of WACZ files, as
    Browsertrix and Webrecorder write them.

    Taken are the URLs that the patterns of parsers/sources.toml know.  A file that is cut off or damaged is named,
    with the place; what is whole in it is kept, and the exit code is 1.  Of a file that `jsiq-scrape export --warc`
    wrote, everything is taken.  What was taken in before is not stored again.
    """
    from jsiq_scrape.clock import SystemClock
    from jsiq_scrape.fetch import sources
    from jsiq_scrape.files.warc.warc_import import chooser, collect
    from jsiq_scrape.monitor.lock import hold

    for pattern in patterns:
        if not pattern.startswith("/"):
            raise click.UsageError(f"--pattern {pattern}: a pattern begins with /, as in parsers/sources.toml")
    place, clock = workspace(), SystemClock()
    known = sources.load_sources(place.resource("sources.toml"))
    choose = chooser(known, all_hosts=all_hosts, patterns=patterns)
    with hold(place, "collect warc", clock.now()), counting("reading") as progress:
        report = collect(place, files, clock, choose, max_bytes=known.client.max_bytes, progress=progress)
    _show(report, ", ".join(map(str, files)), as_json)
    if not (report.stored or report.known or report.damages):
        click.echo("none of the pages is one of sources.toml: --all-hosts or --pattern take others", err=True)
    return DAMAGED if report.damages else 0


@click.command(name="parquet", short_help="From the tables that `sieve` made.")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@json_option
@root_option
def parquet(folder: Path, as_json: bool) -> int:
    """Take in the captures that `jsiq-scrape sieve --to DIR` kept: the same evidence as `collect warc` takes in from
    the WARC files.

    What was taken in before is not stored again.
    """
    from importlib.util import find_spec

    from jsiq_scrape.clock import SystemClock
    from jsiq_scrape.monitor.lock import hold

    if find_spec("pyarrow") is None:
        raise UsageError("collect parquet needs pyarrow: pip install 'jsiq-scrape[parquet]'")
    from jsiq_scrape.files.warc.warc_import import collect_captures
    from jsiq_scrape.scale.tables import captures_in

    place, clock = workspace(), SystemClock()
    with hold(place, "collect parquet", clock.now()):
        report = collect_captures(place, captures_in(folder), clock)
    _show(report, str(folder), as_json)
    return DAMAGED if report.damages else 0


@click.command(name="urls", short_help="From a list of URLs.")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@contact_option
@json_option
@root_option
@logged
def urls(file: Path, contact: str | None, as_json: bool) -> int:
    """Fetch each URL in FILE, one a line; lines with # in front are comments.

    Politely, like `collect live`.  URLs on hosts that parsers/sources.toml does not name are fetched as well.
    """
    from jsiq_scrape.clock import SystemClock
    from jsiq_scrape.fetch import sources
    from jsiq_scrape.files.url_list import collect
    from jsiq_scrape.monitor.lock import hold

    place, clock = workspace(), SystemClock()
    known = sources.load_sources(place.resource("sources.toml"))
    with hold(place, "collect urls", clock.now()), looking() as progress:
        reports = collect(place, file, known, clock, contact=contact, progress=progress)
    for name, report in reports:
        show_report(name, report, as_json)
    if any(report.incomplete or report.silent for _, report in reports):
        tell_incomplete(place, noted=True)
        return INCOMPLETE
    return 0


def show_report(name: str, report: "CollectReport", as_json: bool) -> None:
    """What came of a collection from a site: one line or one object, and on standard error what went wrong."""
    summary = asdict(report)
    if as_json:
        click.echo(json.dumps({"source": name} | summary, ensure_ascii=False))
    else:
        words = ("new", "changed", "unchanged", "gone", "missing", "unreachable", "refused", "left")
        click.echo(
            f"{name}: checked {counted(report.checked, 'page')}"
            + "".join(f", {summary[word]} {word}" for word in words if summary[word])
            + (f"; failed lists: {report.unlisted}" if report.unlisted else "")
        )
    tell_failures(report.incidents)


def _show(report: "IntakeReport", origin: str, as_json: bool) -> None:
    from jsiq_scrape.files.file_kinds import grouped

    if as_json:
        click.echo(json.dumps({"from": origin} | asdict(report), ensure_ascii=False))
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
        click.echo(line, err=True)
    for place, what in (*report.damages, *report.incidents):
        click.echo(f"{place}: {what}", err=True)
