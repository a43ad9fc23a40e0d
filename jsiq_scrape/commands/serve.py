"""`jsiq-scrape serve`: the database in the browser."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from jsiq_scrape.commands import options
from jsiq_scrape.errors import MissingFile, UsageError
from jsiq_scrape.workspace import Workspace


@click.command(name="serve", short_help="Look at the database in the browser.")
@click.argument("file", required=False, type=options.PATH, metavar="[DATABASE]")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="The port; by default a free one is taken."
)
@click.option("--open", "open_browser", is_flag=True, help="Open the page in the browser.")
@options.without_contacts
@options.root
def command(file: Path | None, port: int, open_browser: bool, without_contacts: bool) -> None:
    """Open the database in Datasette, on this machine only and read-only, until Ctrl-C.

    DATABASE is another file made by this program; by default db/jsiq.db of the workspace.  The address is printed
    on standard output.  When a build publishes a new file, the pages show it.  With --without-contacts a database
    without contact persons is built anew from the snapshots for as long as the server runs, unless the one that was
    asked for has none.
    """
    from contextlib import nullcontext

    from jsiq_scrape.database.building import as_before
    from jsiq_scrape.database.file import check
    from jsiq_scrape.explore.datasette_server import serve

    database = options.workspace().database if file is None else file
    if not database.exists():
        raise MissingFile(f"{database}: no such database (jsiq-scrape build makes it)")
    check(database)
    rebuilt = without_contacts and as_before(database)
    if rebuilt and file is not None:
        raise UsageError(f"{database} holds contact persons, and its pages are not known: serve the workspace instead")
    with without(options.workspace()) if rebuilt else nullcontext(database) as shown:
        serve(
            shown,
            port=port,
            open_browser=open_browser,
            announce=click.echo,
            warn=lambda message: click.echo(f"jsiq-scrape: {message}", err=True),
        )


@contextmanager
def without(place: Workspace) -> Iterator[Path]:
    """A database of the workspace without contact persons, there until the block ends."""
    from tempfile import TemporaryDirectory

    from jsiq_scrape.database import build

    with TemporaryDirectory(prefix="jsiq-scrape-") as folder:
        with options.held(place, "serve"):
            shown = build(place, Path(folder) / place.database.name, contacts=False).path
        yield shown
