"""`jsiq-scrape demo`: the whole job on a small site of our own."""

import click

from jsiq_scrape.commands.options import root_option


@click.command(name="demo", short_help="Watch the whole job work on a small site of our own.")
@root_option
def command() -> None:
    """Watch the whole job work, on a small programme site that comes with the program."""
