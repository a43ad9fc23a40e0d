"""`jsiq-scrape status`: the whole job on a small site of our own."""

import click

from jsiq_scrape.commands.options import root_option


@click.command(name="status", short_help="What is known, and when somebody looked last.")
@root_option
def command() -> None:
    """Watch the whole job work, on a small programme site that comes with the program."""
