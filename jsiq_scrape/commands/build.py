"""`jsiq-scrape build`: the database from the snapshots."""

import click

from jsiq_scrape.commands import options


@click.command(name="build", short_help="Build the database from the snapshots.")
@options.accept
@options.without_contacts
@options.as_json
@options.root
def command(accept: tuple[str, ...], without_contacts: bool, as_json: bool) -> int:
    """Build db/jsiq.db anew from snapshots/ and put it in the place of the old one when its checks pass.

    The same snapshots give the same database.  When a check fails the old file stays as it is, and the exit code is 4.

    With --without-contacts `run` and `reread` keep contact persons out too, until a build without this option.  The
    snapshots and the cache of readings still hold them.
    """
    from jsiq_scrape.database import build
    from jsiq_scrape.monitor.report import built_as_json, built_as_text

    workspace = options.collected()
    options.name_vocabulary(workspace)
    with options.held(workspace, "build"), options.counting("reading") as progress:
        report = build(workspace, accept=accept, progress=progress, contacts=not without_contacts)
    click.echo(built_as_json(report) if as_json else built_as_text(report))
    return 0
