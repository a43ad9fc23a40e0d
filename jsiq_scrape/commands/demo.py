"""`jsiq-scrape demo`: the whole job on a small site of our own."""

import shutil
import sys
from pathlib import Path

import click

from jsiq_scrape.commands.options import named_root, root_option_with, show
from jsiq_scrape.publish.plain import counted

DEFAULT = Path(".demo")


@click.command(name="demo", short_help="Watch the whole job work on a small site of our own.")
@root_option_with(f"The workspace: a new folder, or that of an earlier demo, which is replaced.  Default: {DEFAULT}.")
def command() -> int:
    """Watch the whole job work on a small programme site that comes with the program.

    The site is served on this machine in two editions.  The demo looks at the first, builds the database, looks again
    a week later, and prints what changed between the two.  It needs no network and no configuration, takes seconds,
    and gives the same every time.
    """
    from jsiq_scrape.demo.tour import tour
    from jsiq_scrape.watch import report

    done = tour(named_root() or DEFAULT, lambda line: click.echo(line, err=True))
    show(report.table(list(done.changes)))
    for planned in done.missing:
        click.echo(f"jsiq-scrape: this change was planned and not found: {planned}", err=True)
    for change in done.unplanned:
        click.echo(f"jsiq-scrape: this change was found and not planned: {change.public()}", err=True)
    root = done.workspace.root
    as_planned = not (done.missing or done.unplanned)
    click.echo(f"{counted(len(done.changes), 'change')}, as planned" if as_planned else "NOT as planned")
    click.echo(f"to look around: {_program()} serve --root {root}", err=True)
    return 1 if done.missing or done.unplanned else 0


def _program() -> str:
    """How this program is called from here: by its name where the shell finds it, else by its path."""
    called = Path(sys.argv[0])
    found = shutil.which("jsiq-scrape")
    return "jsiq-scrape" if found or called.name != "jsiq-scrape" else str(called)
