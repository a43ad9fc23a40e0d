"""`jsiq-scrape run`: the scheduled job."""

import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

import click

from jsiq_scrape.commands import options
from jsiq_scrape.commands.fetching import contact_option, logged, report_incomplete, settings_for, sources_of
from jsiq_scrape.workspace import Workspace

if TYPE_CHECKING:
    from jsiq_scrape.monitor.job import RunReport


@click.command(name="run", short_help="The scheduled job: collect, build, and report what changed.")
@options.accept
@contact_option
@options.exit_code
@options.formats(
    "table",
    "json",
    "markdown",
    text="How to print the changes; Markdown is meant for publishing, so it holds no contact data.",
    json_is="one object with everything",
)
@click.option(
    "--notify",
    "urls",
    multiple=True,
    metavar="URL",
    envvar="JSIQ_NOTIFY",
    help="Send changes and incidents there: mailto://, ntfy://, matrix://, json:// (a webhook) and all else that "
    "Apprise knows; may be repeated.  The variable JSIQ_NOTIFY keeps passwords out of the list of processes.",
)
@options.filters("notify-")
@options.with_contacts
@options.base_url
@options.root
@logged
def command(
    accept: tuple[str, ...],
    contact: str | None,
    exit_code: bool,
    form: str,
    urls: tuple[str, ...],
    fields: tuple[str, ...],
    records: tuple[str, ...],
    lands: tuple[str, ...],
    with_contacts: bool,
    base_url: str | None,
) -> int:
    """Fetch the pages of all sources, build the database, and print the changes that are new.

    Incidents of the scraper are reported on standard error, each when it begins and when it ends; `jsiq-scrape
    incidents` lists those that stand.  A run that is incomplete repeats those that made it so.  Nothing to report is
    one line there.  One process at a time works in a workspace; another one ends with 75 and names the first.  When a
    run is killed, run it again: what it did not report, the next one does.

    With --notify, each change and incident is also sent once to each URL.  What cannot be delivered ends the run with
    3, and the next one sends it again.  The filters concern notifications only.
    """
    from jsiq_scrape.clock import SystemClock
    from jsiq_scrape.monitor.change_log import ChangeFilter
    from jsiq_scrape.monitor.job import run
    from jsiq_scrape.monitor.notifications import Notifications, targets

    chosen = ChangeFilter.of(fields, records, lands)
    notifications = Notifications(targets(urls), chosen, with_contacts, base_url) if urls else None
    place = options.workspace()
    known = sources_of(place)
    settings_for(place, known, contact, [one for one in (*known.source, *known.archive) if one.scheduled])
    with ExitStack() as bar:
        progress = bar.enter_context(options.counting("fetching"))

        def show_below(report: "RunReport") -> None:
            bar.close()  # else the summary would be printed into it
            print_report(report, form, place, with_contacts, base_url)
            print_messages(report)

        done = run(
            place,
            known,
            SystemClock(),
            contact=contact,
            accept=accept,
            progress=progress,
            show=show_below,
            notifications=notifications,
        )
    for name, reason in done.undelivered:
        click.echo(f"not delivered: {name}: {reason}; the next run with --notify sends it again", err=True)
    if done.incomplete:
        report_incomplete(place, noted=True)
    return done.exit_code(report_changes=exit_code)


def print_report(done: "RunReport", form: str, place: Workspace, with_contacts: bool, base_url: str | None) -> None:
    """The changes: as a table, as Markdown for a page that others see, or as JSON with all that the run found."""
    from jsiq_scrape.monitor import report
    from jsiq_scrape.monitor.change_log import without_contacts

    if form == "json":
        options.print_json(
            {
                "counts": done.counts,
                "checked": done.checked,
                "changes": [change.public() for change in done.changes],
                "incidents": {
                    "began": [incident.public() for incident in done.transitions.begun],
                    "ended": [incident.public() for incident in done.transitions.ended],
                    "standing": len(done.incidents),
                },
            }
        )
    elif done.changes and form == "markdown":
        changes = done.changes if with_contacts else without_contacts(place.database, done.changes)
        if changes:
            click.echo(report.markdown(changes, base_url))
    elif done.changes:
        options.show(report.table(done.changes))


def print_messages(done: "RunReport") -> None:
    """The incidents and the heartbeat; when this returns, all that the run reports is printed."""
    from jsiq_scrape.monitor import report

    sys.stdout.flush()
    for line in report.incident_lines(done.transitions):
        click.echo(line, err=True)
    if done.incomplete:
        for line in report.lasting_lines(done.incidents, done.transitions, done.started_at):
            click.echo(line, err=True)
    click.echo(done.heartbeat, err=True)
    if done.failed is not None:
        click.echo(f"jsiq-scrape: {done.failed}", err=True)
