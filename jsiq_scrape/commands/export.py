"""`jsiq-scrape export`: the evidence for other programs."""

from pathlib import Path

import click

from jsiq_scrape.commands.options import collected, root_option


@click.command(name="export", short_help="Write the evidence for other programs.")
@click.option(
    "--warc", type=click.Path(path_type=Path), metavar="FILE", help="As a WARC 1.1 file, gzipped when it ends in .gz."
)
@root_option
def command(warc: Path | None) -> None:
    """Write all that was collected into a WARC file that web archives such as pywb replay.

    `jsiq-scrape collect warc FILE` takes it in again without loss.  The file holds the pages as they are, with the
    names and addresses of the contact persons.  Nothing is overwritten.
    """
    from jsiq_scrape.clock import SystemClock
    from jsiq_scrape.publish.warc import export
    from jsiq_scrape.snapshots import Snapshots
    from jsiq_scrape.watch.lock import hold

    if warc is None:
        raise click.UsageError("say what to write: --warc FILE")
    place = collected()
    with hold(place, "export", SystemClock().now()):
        done = export(Snapshots(place.snapshots), warc)
    click.echo(f"{done.path}: {done.looks} looks with {done.bodies} bodies in {done.records} records")
