"""What the commands share: the workspace they work in, their options, and where talk goes."""

import math
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from jsiq_scrape.errors import ConfigurationError, MissingFile, UsageError
from jsiq_scrape.workspace import Workspace

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from jsiq_scrape.fetch.live import Progress
    from jsiq_scrape.fetch.sources import ClientSettings, Place, Sources

ROOT = "jsiq_scrape.root"
Decorated = TypeVar("Decorated", bound=Callable[..., Any])
_CONSOLE = "jsiq_scrape.console_on_stderr"
_REDRAWN = 0.1  # seconds between two states of a progress bar


def _remember_root(context: click.Context, parameter: click.Parameter, value: Path | None) -> None:
    if value is not None:  # `--root` after the command wins over `--root` before it
        context.meta[ROOT] = value


def show_version(context: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    if wanted:
        from jsiq_scrape import __version__

        click.echo(f"jsiq-scrape {__version__}")
        context.exit()


def root_option_with(text: str) -> Callable[[Decorated], Decorated]:
    """The option `--root` with a help text of its own, for a command that takes another folder by default."""
    return click.option(
        "--root",
        type=click.Path(path_type=Path),
        metavar="DIR",
        expose_value=False,
        is_eager=True,
        callback=_remember_root,
        help=text,
    )


root_option = root_option_with(
    "The workspace: the folder with parsers/, snapshots/ and db/.  Default: the current folder."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for a program instead of text.")
exit_code_option = click.option("--exit-code", is_flag=True, help="Exit with 5 when there are changes.")
contact_option = click.option(
    "--contact",
    metavar="ADDRESS",
    help="A mail or web address for the hosts that are asked; else that of sources.toml.",
)
all_hosts_option = click.option("--all-hosts", is_flag=True, help="Look for the paths of sources.toml on every host.")
pattern_option = click.option(
    "--pattern",
    "patterns",
    multiple=True,
    metavar="PATTERN",
    help="Keep the pages whose path matches (such as /standorte/** or /**), on every host, instead; repeatable.",
)
accept_option = click.option(
    "--accept",
    multiple=True,
    metavar="GATE",
    help="Publish although this quality gate fails (the gate's message names it); may be repeated.",
)

without_contacts_option = click.option(
    "--without-contacts",
    is_flag=True,
    help="Leave out everything that names or reaches a contact person; all else is as it is with them.",
)


def workspace() -> Workspace:
    """The workspace of the running command: what `--root` names, else the current folder.

    Raises MissingFile when there is no such folder, UsageError when it is a file.
    """
    root = named_root() or Path()
    if root.is_dir():
        return Workspace(root)
    if root.exists():
        raise UsageError(f"--root {root} is a file; it takes the folder of a workspace")
    raise MissingFile(f"--root {root}: no such folder (jsiq-scrape init {root} makes a workspace)")


def named_root() -> Path | None:
    """What `--root` names, whether it is there or not; None when it was not given."""
    named: Path | None = click.get_current_context().meta.get(ROOT)
    return named


def sources_of(place: Workspace) -> "Sources":
    """What parsers/sources.toml says; raises UsageError when it names no source at all."""
    from jsiq_scrape.fetch import sources

    path = place.resource("sources.toml")
    known = sources.load_sources(path)
    if not known.source:
        raise UsageError(f"{path} names no source: there is nothing to look at")
    return known


def settings_for(place: Workspace, known: "Sources", contact: str | None, asked: "Iterable[Place]") -> "ClientSettings":
    """How the sources and archives `asked` are asked: as sources.toml says, with the contact of the command line.

    Raises ConfigurationError, before anything is written, when nobody is named whom their hosts could turn to, and
    MissingFile when that is because there is no workspace.
    """
    settings = known.client.with_contact(contact)
    try:
        settings.require_contact(asked)
    except ConfigurationError as error:
        if (place.parsers / "sources.toml").is_file():
            raise
        raise MissingFile(
            f"{place.root.absolute()} is no workspace: it has no parsers/sources.toml "
            "(jsiq-scrape init DIR makes one, --root DIR names it)"
        ) from error
    return settings


def collected() -> Workspace:
    """The workspace of the running command, which must hold snapshots already."""
    found = workspace()
    if not found.snapshots.is_dir():
        raise MissingFile(f"no snapshots/ in {found.root.absolute()}: nothing was collected there yet")
    return found


def published() -> Path:
    """The database of the running command's workspace, checked to be whole and ours."""
    from jsiq_scrape.database.file import check

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


def console_on_stderr() -> "Console":
    """The one console on standard error of the running command: progress bar and log lines share it, so neither writes
    into the other.
    """
    meta = click.get_current_context().meta
    made: Console = meta.get(_CONSOLE) or console(stderr=True)
    meta[_CONSOLE] = made
    return made


def show(table: "Table") -> None:
    """Print a table on standard output; in a file or pipe without the blanks that fill its last column."""
    made = console()
    if made.is_terminal:
        made.print(table)
        return
    with made.capture() as captured:
        made.print(table)
    click.echo("\n".join(line.rstrip() for line in captured.get().splitlines()))


@contextmanager
def counting(what: str) -> Iterator[Callable[[int, int], None] | None]:
    """A progress bar on standard error, called with how many of how many are done; None without a terminal."""
    if sys.stderr is None or not sys.stderr.isatty():  # asked before rich is imported: most jobs have no terminal
        yield None
        return
    shown = console_on_stderr()
    from rich.progress import Progress, ProgressColumn, Task
    from rich.text import Text

    class Rate(ProgressColumn):
        """How many a minute."""

        def render(self, task: Task) -> Text:
            return Text(f"{task.speed * 60:.0f}/min" if task.speed else "")

    # Drawn when it is called: a thread that draws would keep `build` from reading in several processes.
    with Progress(*Progress.get_default_columns(), Rate(), console=shown, transient=True, auto_refresh=False) as bar:
        task = bar.add_task(what, total=None)
        drawn_at = -math.inf

        def show(done: int, known: int) -> None:
            nonlocal drawn_at
            bar.update(task, completed=done, total=known)
            now = time.monotonic()
            if done == known or now - drawn_at >= _REDRAWN:
                drawn_at = now
                bar.refresh()

        yield show


@contextmanager
def looking() -> "Iterator[Callable[[Progress], None] | None]":
    """The same while pages are looked at."""
    with counting("looking") as count:
        yield None if count is None else lambda seen: count(seen.done, seen.known)
