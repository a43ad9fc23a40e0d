"""`jsiq-scrape status`: what is known, and when pages were fetched last."""

from typing import TYPE_CHECKING

import click

from jsiq_scrape.commands import options

if TYPE_CHECKING:
    from jsiq_scrape.monitor.state import State


@click.command(name="status", short_help="What is known, and when pages were fetched last.")
@click.option(
    "--max-age", metavar="AGE", help="Exit with 1 when the last successful fetch is older than this (8d, 36h, 90m)."
)
@options.as_json
@options.root
def command(max_age: str | None, as_json: bool) -> int:
    """Show how many pages were read, which were not, when a page answered last, and which incidents stand.

    A fetch is successful when a page shows its profile or says that it is gone, or when an archive lists its captures,
    of which none may be new.  With --max-age a job that died, or that runs and reaches nobody, is noticed.  Ends
    with 0, also when there is no database yet, with 1 when the last successful fetch is older than --max-age or there
    was none, with 2 where nothing was ever collected.
    """
    from jsiq_scrape.clock import SystemClock
    from jsiq_scrape.monitor.state import duration, spoken, state

    limit = None if max_age is None else duration(max_age)
    known = state(options.workspace())
    age = known.age(SystemClock().now())
    if as_json:
        options.print_json(known.as_dict())
    else:
        show_state(known, "never" if age is None else f"{known.last_fetch} ({spoken(age)} ago)")
    if limit is not None and (age is None or age > limit):
        summary = (
            "there was no successful fetch yet" if age is None else f"the last successful fetch is {spoken(age)} old"
        )
        click.echo(f"jsiq-scrape: {summary} (--max-age {max_age})", err=True)
        return 1
    return 0


def show_state(known: "State", last_fetch: str) -> None:
    """The state for a person."""
    from jsiq_scrape.explore.plain_text import counted
    from jsiq_scrape.monitor.report import incident_line

    gone = " and ".join(counted(number, name[:-1]) for name, number in known.removed.items() if number)
    pages = ", ".join(f"{number} {name}" for name, number in known.pages.items()) or "none known"
    if known.built:
        there = f"{counted(known.profiles, 'profile')} with {counted(known.projects, 'project')}"
        gone = f"; removed: {gone}" if gone else ""
        click.echo(f"known      {there}, {counted(known.changes, 'change')}{gone}")
        click.echo(f"pages      {pages}")
    else:
        click.echo("known      nothing: there is no database yet (jsiq-scrape build makes it)")
    for phase in known.coverage:
        click.echo(f"phase {phase.phase}    {phase.found} of {phase.expected} municipalities found")
    for text in known.second_profiles:
        click.echo("twice      " + text.replace("\n", "\n           "))
    captures = f" with {counted(known.captures, 'capture')}" if known.captures else ""
    click.echo(f"runs       {known.runs}{captures}" + (f", the last {known.last_run}" if known.last_run else ""))
    click.echo(f"last fetch {last_fetch}")
    for entry in known.roster:
        if entry.state != "read":
            click.echo(f"  {entry.state}: {entry.url} (read last: {entry.last_read or 'never'})")
    click.echo(f"incidents   {len(known.incidents) or 'none'}")
    for incident in known.incidents:
        click.echo(f"  {incident_line(incident)} (since {incident.first_seen})")
