"""`jsiq-scrape run`: the whole job on a small site of our own."""

import click

from jsiq_scrape.commands.options import root_option


@click.command(name="run", short_help="The scheduled job: collect, build, and say what changed.")
@root_option
def command() -> None:
    """Watch the whole job work, on a small programme site that comes with the program."""
