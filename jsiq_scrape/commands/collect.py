"""`jsiq-scrape collect`: the whole job on a small site of our own."""

import click

from jsiq_scrape.commands.options import root_option


@click.command(name="collect", short_help="Fetch pages and keep them as evidence.")
@root_option
def command() -> None:
    """Watch the whole job work, on a small programme site that comes with the program."""
