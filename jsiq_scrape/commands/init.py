"""`jsiq-scrape init`: a new workspace."""

from pathlib import Path

import click

from jsiq_scrape.commands import options
from jsiq_scrape.errors import UsageError
from jsiq_scrape.workspace import RESOURCES, Workspace

HINTS = """\
# A workspace of jsiq-scrape

    parsers/               where the pages are and what they say; put your own address behind `contact` in sources.toml
                           before the first run
    snapshots/             the evidence: every page as it was fetched, never changed afterwards
    dataset.toml           title, authors, version and licence of a release: `jsiq-scrape export DIR`
    db/jsiq.db             the database, built from the evidence; delete it at will and build it again

Run these here, or anywhere with `--root` and this folder:

    jsiq-scrape run        fetch the pages, build the database, say what changed
    jsiq-scrape status     what is known, and when pages were fetched last
    jsiq-scrape changes    the history, field by field
    jsiq-scrape serve      open the database in the browser

Pages change the words they use: `jsiq-scrape read --explain PAGE` shows what was not read, and parsers/README.md how to
teach it.  A file that you delete from parsers/ is taken from the program instead.
"""
IGNORED = "/.jsiq-scrape.lock\n/.cache/\n/db/jsiq.db*\n/db/reported.json*\n"


@click.command(name="init", short_help="Make a workspace in a new folder.")
@click.argument("folder", type=options.PATH, metavar="DIR")
@options.root
def command(folder: Path) -> None:
    """Make a workspace in DIR: a new or an empty folder.

    Its parsers/sources.toml names the programme's hosts and the two profile pages whose addresses are known.
    """
    create(folder)
    click.echo(f"made a workspace in {folder}")
    click.echo(f"next: set `contact` in {folder / 'parsers' / 'sources.toml'}, then: jsiq-scrape run --root {folder}")


def create(folder: Path) -> None:
    """Fill a new or empty folder; raises UsageError, and touches nothing, when something is in it."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file; init takes a folder")
    if folder.exists() and any(folder.iterdir()):
        raise UsageError(f"{folder} is not empty, and init overwrites nothing: name a new folder")
    workspace = Workspace(folder)
    originals = [workspace.resource(name) for name in RESOURCES]
    originals.append(originals[0].with_name("README.md"))
    for place in (workspace.parsers, workspace.snapshots, workspace.db):
        place.mkdir(parents=True, exist_ok=True)
    for original in originals:
        (workspace.parsers / original.name).write_bytes(original.read_bytes())
    (folder / "dataset.toml").write_bytes(workspace.resource("dataset.toml").read_bytes())
    (folder / "README.md").write_text(HINTS, encoding="utf-8")
    (folder / ".gitignore").write_text(IGNORED, encoding="utf-8")
