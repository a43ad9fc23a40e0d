"""What the commands share: the workspace they work in, their options, and where talk goes."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from jsiq_scrape.errors import MissingFile, UsageError
from jsiq_scrape.workspace import Workspace

if TYPE_CHECKING:
    from rich.console import Console

_ROOT = "jsiq_scrape.root"


def _remember_root(context: click.Context, parameter: click.Parameter, value: Path | None) -> None:
    if value is not None:  # `--root` after the command wins over `--root` before it
        context.meta[_ROOT] = value


def show_version(context: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    if wanted:
        from jsiq_scrape import __version__

        click.echo(f"jsiq-scrape {__version__}")
        context.exit()


root_option = click.option(
    "--root",
    type=click.Path(path_type=Path),
    metavar="DIR",
    expose_value=False,
    is_eager=True,
    callback=_remember_root,
    help="The workspace: the folder with parsers/, snapshots/ and db/.  Default: the current folder.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for a program instead of text.")
exit_code_option = click.option("--exit-code", is_flag=True, help="Exit with 5 when there are changes.")


def workspace() -> Workspace:
    """The workspace of the running command: what `--root` names, else the current folder.

    Raises MissingFile when there is no such folder, UsageError when it is a file.
    """
    root: Path = click.get_current_context().meta.get(_ROOT, Path())
    if root.is_dir():
        return Workspace(root)
    if root.exists():
        raise UsageError(f"--root {root} is a file; it takes the folder of a workspace")
    raise MissingFile(f"--root {root}: no such folder (jsiq-scrape init {root} makes a workspace)")


def collected() -> Workspace:
    """The workspace of the running command, which must hold snapshots already."""
    found = workspace()
    if not found.snapshots.is_dir():
        raise MissingFile(f"no snapshots/ in {found.root.absolute()}: nothing was collected there yet")
    return found


def published() -> Path:
    """The database of the running command's workspace, checked to be whole and ours."""
    from jsiq_scrape.load.database import check

    database = workspace().database
    if not database.exists():
        raise MissingFile(f"{database}: no such database (jsiq-scrape build makes it)")
    check(database)
    return database


def console(*, stderr: bool = False) -> "Console":
    """A console that prints what it is given: no markup, no emoji, nothing cut when the output is no terminal."""
    from rich.console import Console

    made = Console(stderr=stderr, markup=False, emoji=False, highlight=False)
    if not made.is_terminal:
        made.width = 160  # a file has no width; wide enough for a row of changes, narrow enough to read
    return made
