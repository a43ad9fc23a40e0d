"""`jsiq-scrape run`: the scheduled job."""

import json
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

import click

from jsiq_scrape.commands.failures import tell_incomplete
from jsiq_scrape.commands.logs import logged
from jsiq_scrape.commands.options import (
    accept_option,
    contact_option,
    exit_code_option,
    json_option,
    looking,
    root_option,
    settings_for,
    show,
    sources_of,
    workspace,
)

if TYPE_CHECKING:
    from jsiq_scrape.monitor.job import RunReport


@click.command(name="run", short_help="The scheduled job: collect, build, and say what changed.")
@accept_option
@contact_option
@exit_code_option
@json_option
@root_option
@logged
def command(accept: tuple[str, ...], contact: str | None, exit_code: bool, as_json: bool) -> int:
    """Look at the pages of all sources, build the database, and print the changes that are new.

    Incidents of the scraper are told on standard error, each when it begins and when it ends; `jsiq-scrape incidents`
    lists those that stand.  A run that is incomplete names those that made it so again.  Nothing to report is one line
    there.  One process at a time works in a workspace; another
    one ends with 75 and says who is at work.  When a run is killed, run it again: what it did not tell, the next tells.
    """
    from jsiq_scrape.clock import SystemClock
    from jsiq_scrape.monitor.job import run

    place = workspace()
    known = sources_of(place)
    settings_for(place, known, contact, [one for one in (*known.source, *known.archive) if one.scheduled])
    with ExitStack() as bar:
        progress = bar.enter_context(looking())

        def tell_below(report: "RunReport") -> None:
            bar.close()  # else the summary would be printed into it
            tell(report, as_json)

        done = run(place, known, SystemClock(), contact=contact, accept=accept, progress=progress, tell=tell_below)
    if done.incomplete:
        tell_incomplete(place, noted=True)
    return done.exit_code(tell_changes=exit_code)


def tell(done: "RunReport", as_json: bool) -> None:
    """All that a run has to say; when this returns, it is said."""
    from jsiq_scrape.monitor import report

    if as_json:
        told = {
            "counts": done.counts,
            "looked": done.looked,
            "changes": [change.public() for change in done.changes],
            "incidents": {
                "began": [incident.public() for incident in done.transitions.begun],
                "ended": [incident.public() for incident in done.transitions.ended],
                "standing": len(done.incidents),
            },
        }
        click.echo(json.dumps(told, ensure_ascii=False))
    elif done.changes:
        show(report.table(done.changes))
    sys.stdout.flush()
    for line in report.incident_lines(done.transitions):
        click.echo(line, err=True)
    if done.incomplete:
        for line in report.lasting_lines(done.incidents, done.transitions, done.started_at):
            click.echo(line, err=True)
    click.echo(done.heartbeat, err=True)
    if done.failed is not None:
        click.echo(f"jsiq-scrape: {done.failed}", err=True)
