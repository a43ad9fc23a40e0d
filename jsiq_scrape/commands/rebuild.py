"""`jsiq-scrape rebuild`: a release again from its evidence."""

from dataclasses import asdict
from pathlib import Path

import click

from jsiq_scrape.commands import options


@click.command(name="rebuild", short_help="Build a release again and compare.")
@click.option(
    "--verify", "release", type=options.PATH, metavar="RELEASE", required=True, help="The folder of the release."
)
@options.as_json
@options.root
def command(release: Path, as_json: bool) -> int:
    """Check every file of a release, build its database again, and say whether it is the same.

    The pages are those in the release (written --with-contacts), else those of the workspace that --root names or
    the current folder is.  Ends with 0 when the databases are the same byte for byte, or in content where another
    version of SQLite writes other bytes; with 1 when they differ, or a file is damaged or missing.
    """
    from jsiq_scrape.release.reproduction import Sameness, as_text, verify

    holder = options.workspace() if options.named_root() or Path("snapshots").is_dir() else None
    summary = verify(release, holder)
    if as_json:
        options.print_json(asdict(summary))
    else:
        click.echo(as_text(release, summary))
    return 1 if summary.sameness is Sameness.DIFFERENT else 0
