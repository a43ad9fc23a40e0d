"""`jsiq-scrape demo`: the whole job on a small site of our own."""

import shutil
import sys
import threading
from contextlib import suppress
from pathlib import Path

import click

from jsiq_scrape.commands import options
from jsiq_scrape.commands.fetching import logged
from jsiq_scrape.explore.plain_text import counted

DEFAULT = Path(".demo")


@click.command(name="demo", short_help="Watch the whole job work on a small site of our own.")
@click.option(
    "--keep-running",
    is_flag=True,
    help="Keep serving the site's second edition until Ctrl-C, so that other commands can fetch it.",
)
@options.root_with(f"The workspace: a new folder, or that of an earlier demo, which is replaced.  Default: {DEFAULT}.")
@logged
def command(keep_running: bool) -> int:
    """Watch the whole job work on a small programme site that comes with the program.

    The site is served on this machine in two editions.  The demo fetches the first, builds the database, fetches the
    second a week later, and prints what changed between the two.  It needs no network and no configuration, takes
    seconds, and gives the same every time.

    The site ends with the demo.  To try `jsiq-scrape run --root .demo` or `jsiq-scrape collect live --root .demo` in
    another terminal, start the demo with --keep-running.
    """
    from jsiq_scrape.demo.tour import keep, tour
    from jsiq_scrape.monitor import report

    done = tour(options.named_root() or DEFAULT, lambda line: click.echo(line, err=True))
    options.show(report.table(list(done.changes)))
    for planned in done.missing:
        click.echo(f"jsiq-scrape: this change was planned and not found: {planned}", err=True)
    for change in done.unplanned:
        click.echo(f"jsiq-scrape: this change was found and not planned: {change.public()}", err=True)
    root = done.workspace.root
    as_planned = not (done.missing or done.unplanned)
    click.echo(f"{counted(len(done.changes), 'change')}, as planned" if as_planned else "NOT as planned")
    click.echo(f"to look around: {_program()} serve --root {root}", err=True)
    if keep_running:
        with keep(done.workspace), suppress(KeyboardInterrupt):
            click.echo(f"the site runs until Ctrl-C; in another terminal: {_program()} run --root {root}", err=True)
            sys.stdout.flush()
            threading.Event().wait()
    return 1 if done.missing or done.unplanned else 0


def _program() -> str:
    """How this program is called from here: by its name where the shell finds it, else by its path."""
    called = Path(sys.argv[0])
    found = shutil.which("jsiq-scrape")
    return "jsiq-scrape" if found or called.name != "jsiq-scrape" else str(called)
