"""`jsiq-scrape collect archive`: pages from web archives, which still have what the site has lost."""

import json
import math
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from jsiq_scrape.commands.failures import tell_failures, tell_incomplete
from jsiq_scrape.commands.logs import logged
from jsiq_scrape.commands.options import (
    contact_option,
    json_option,
    looking,
    root_option,
    settings_for,
    sources_of,
    workspace,
)
from jsiq_scrape.errors import UsageError
from jsiq_scrape.explore.plain_text import counted

if TYPE_CHECKING:
    from jsiq_scrape.archives.summary import ArchiveReport

INCOMPLETE = 3


@click.command(name="archive", short_help="From web archives: the Wayback Machine, pywb, Common Crawl.")
@click.option(
    "--archive",
    "names",
    multiple=True,
    metavar="NAME",
    help="This archive of sources.toml, also one that is not scheduled; repeatable.",
)
@click.option("--dry-run", is_flag=True, help="Search only; say what would be fetched and how long that takes.")
@contact_option
@json_option
@root_option
@logged
def archive(names: tuple[str, ...], dry_run: bool, contact: str | None, as_json: bool) -> int:
    """Fetch every capture of a profile page that the archives in parsers/sources.toml list.

    Each distinct page is fetched once, within the archive's limits.  Whatever ends this command, run it again: it goes
    on with what is left.  It ends with 3 when work is left, and says when the archive wants to be asked again.
    """
    from jsiq_scrape.archives.collection import collect
    from jsiq_scrape.clock import SystemClock
    from jsiq_scrape.monitor.lock import hold

    place, clock = workspace(), SystemClock()
    known = sources_of(place)
    chosen = [known.archive_named(name) for name in names] or [one for one in known.archive if one.scheduled]
    if not chosen:
        raise UsageError(f"{place.resource('sources.toml')} names no [[archive]] that is scheduled: name one")
    settings = settings_for(place, known, contact, chosen)
    code = 0
    with hold(place, "collect archive", clock.now()):
        for one in chosen:
            with looking() as progress:
                report = collect(
                    place,
                    one,
                    known.named(one.pages),
                    clock,
                    settings=settings,
                    progress=progress,
                    dry_run=dry_run,
                )
            if as_json:
                click.echo(json.dumps({"archive": one.name} | _public(report), ensure_ascii=False))
            else:
                click.echo(f"{one.name}: {_planned(report) if dry_run else _fetched_text(report)}{_unlisted(report)}")
            tell_failures(report.incidents)
            waits = report.unlisted > 0 or report.resume_after is not None
            code = INCOMPLETE if waits or (report.incomplete and not dry_run) else code
    if code == INCOMPLETE:
        tell_incomplete(place, noted=False)
    return code


def _public(report: "ArchiveReport") -> dict[str, object]:
    resume = f"{report.resume_after:%Y-%m-%dT%H:%M:%SZ}" if report.resume_after is not None else None
    return asdict(report) | {"resume_after": resume}


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
