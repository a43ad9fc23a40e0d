"""`jsiq-scrape run`: the scheduled job."""

import json

import click

from jsiq_scrape.commands.options import (
    accept_option,
    contact_option,
    exit_code_option,
    json_option,
    looking,
    root_option,
    show,
    sources_of,
    workspace,
)


@click.command(name="run", short_help="The scheduled job: collect, build, and say what changed.")
@accept_option
@contact_option
@exit_code_option
@json_option
@root_option
def command(accept: tuple[str, ...], contact: str | None, exit_code: bool, as_json: bool) -> int:
    """Look at the pages of all sources, build the database, and print the changes that are new.

    Nothing to report is one line on standard error.  One process at a time works in a workspace; another one ends
    with 75 and says who is at work.  When a run is killed, run it again.
    """
    from jsiq_scrape.clock import SystemClock
    from jsiq_scrape.watch import report
    from jsiq_scrape.watch.run import run

    place = workspace()
    known = sources_of(place)
    with looking() as progress:
        done = run(place, known, SystemClock(), contact=contact, accept=accept, progress=progress)
    if as_json:
        changes = [change.public() for change in done.changes]
        click.echo(json.dumps({"counts": done.counts, "looked": done.looked, "changes": changes}, ensure_ascii=False))
    elif done.changes:
        show(report.table(done.changes))
    for collected in done.collected:
        for url, trouble in collected.troubles:
            click.echo(f"{url}: {trouble}", err=True)
    click.echo(done.heartbeat, err=True)
    if done.failed is not None:
        click.echo(f"jsiq-scrape: {done.failed}", err=True)
    return done.exit_code(tell_changes=exit_code)
