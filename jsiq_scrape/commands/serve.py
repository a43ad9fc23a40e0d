"""`jsiq-scrape serve`: look at the database in the browser."""

from pathlib import Path

import click

from jsiq_scrape.commands.options import root_option, workspace
from jsiq_scrape.errors import MissingFile


@click.command(name="serve", short_help="Look at the database in the browser.")
@click.argument("file", required=False, type=click.Path(path_type=Path), metavar="[DATABASE]")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="The port; by default a free one is taken."
)
@click.option("--open", "open_browser", is_flag=True, help="Open the page in the browser.")
@root_option
def command(file: Path | None, port: int, open_browser: bool) -> None:
    """Open the database in Datasette, on this machine only and read-only, until Ctrl-C.

    DATABASE is another file made by this program; by default db/jsiq.db of the workspace.  The address is printed
    on standard output.
    """
    from jsiq_scrape.load.database import check
    from jsiq_scrape.publish.serve import serve

    database = workspace().database if file is None else file
    if not database.exists():
        raise MissingFile(f"{database}: no such database (jsiq-scrape build makes it)")
    check(database)
    serve(database, port=port, open_browser=open_browser, announce=click.echo)
