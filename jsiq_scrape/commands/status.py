"""`jsiq-scrape status`: what is known, and when somebody looked last."""

import json

import click

from jsiq_scrape.commands.options import json_option, published, root_option


@click.command(name="status", short_help="What is known, and when somebody looked last.")
@click.option(
    "--max-age", metavar="AGE", help="Exit with 1 when the last successful look is older than this (8d, 36h, 90m)."
)
@json_option
@root_option
def command(max_age: str | None, as_json: bool) -> int:
    """Show how many pages were read, which were not, and when a page answered last.

    A look is successful when a page shows its profile or says that it is gone.  With --max-age a job that died, or
    that runs and reaches nobody, tells somebody.
    """
    from jsiq_scrape.clock import SystemClock
    from jsiq_scrape.watch.state import duration, spoken, state

    limit = None if max_age is None else duration(max_age)
    known = state(published())
    age = known.age(SystemClock().now())
    if as_json:
        click.echo(json.dumps(known.as_dict() | {"pages": known.pages}, ensure_ascii=False))
    else:
        ago = "never" if age is None else f"{known.last_look} ({spoken(age)} ago)"
        pages = ", ".join(f"{number} {name}" for name, number in known.pages.items()) or "none known"
        click.echo(f"known      {known.profiles} profiles with {known.projects} projects, {known.changes} changes")
        click.echo(f"pages      {pages}")
        click.echo(f"runs       {known.runs}" + (f", the last {known.last_run}" if known.last_run else ""))
        click.echo(f"last look  {ago}")
        for entry in known.roster:
            if entry.state != "read":
                click.echo(f"  {entry.state}: {entry.url} (read last: {entry.last_read or 'never'})")
    if limit is not None and (age is None or age > limit):
        told = "there was no successful look yet" if age is None else f"the last successful look is {spoken(age)} old"
        click.echo(f"jsiq-scrape: {told} (--max-age {max_age})", err=True)
        return 1
    return 0
