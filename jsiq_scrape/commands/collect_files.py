"""`jsiq-scrape collect folder`, `warc` and `urls`: pages that somebody has, or names, as files."""

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jsiq_scrape.commands.options import json_option, root_option, workspace

if TYPE_CHECKING:
    from jsiq_scrape.fetch.intake import IntakeReport

DAMAGED = 1
INCOMPLETE = 3


class Moment(click.ParamType["datetime"]):
    """A day or a moment of the command line, in UTC."""

    name = "TIME"

    def convert(
        self, value: str | datetime, parameter: click.Parameter | None, context: click.Context | None
    ) -> datetime:
        from jsiq_scrape.fetch.sidecar import moment

        if isinstance(value, datetime):
            return value
        try:
            return moment(value)
        except (ValueError, OverflowError):
            self.fail(f"{value} is neither a day such as 2018-04-12 nor a moment such as 2018-04-12T10:00:00Z")


@click.command(name="folder", short_help="From a folder of saved pages.")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option(
    "--captured-at", type=Moment(), metavar="TIME", help="When all of these pages looked so; without time zone: UTC."
)
@json_option
@root_option
def folder(folder: Path, captured_at: datetime | None, as_json: bool) -> int:
    """Take in the saved pages (.html, .htm, .xhtml, .txt) in DIR and its subfolders.

    A page is known by the name of its file: collect two folders with the same names and different times, and
    `jsiq-scrape changes` tells what was edited in between.  A file that is missing the second time says nothing.

    DIR/urls.csv may say more, with the columns file, url, captured_at and status; a url there goes before the file's
    name.  A page's own canonical link or saved-from comment is kept as the address it came from.  The time is
    --captured-at, else captured_at of urls.csv, else the file's own.
    """
    from jsiq_scrape.clock import SystemClock
    from jsiq_scrape.fetch import sources
    from jsiq_scrape.fetch.folder import collect
    from jsiq_scrape.watch.lock import hold

    place, clock = workspace(), SystemClock()
    known = sources.load(place.resource("sources.toml"))
    with hold(place, "collect folder", clock.now()):
        report = collect(place, folder, clock, sources=known, captured_at=captured_at)
    _tell(report, str(folder), as_json)
    return 0


def _tell(report: "IntakeReport", origin: str, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"from": origin} | asdict(report), ensure_ascii=False))
    else:
        told = {"known already": report.known, "not ours": report.skipped, "damaged": len(report.damages)}
        click.echo(
            f"{origin}: {report.stored} looks stored"
            + "".join(f", {number} {word}" for word, number in told.items() if number)
        )
    for place, what in (*report.damages, *report.troubles):
        click.echo(f"{place}: {what}", err=True)
