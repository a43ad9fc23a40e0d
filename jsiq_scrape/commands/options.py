"""What the commands share: the workspace they work in, their options, and where their output goes."""

import functools
import json
import math
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from jsiq_scrape.clock import SystemClock
from jsiq_scrape.errors import MissingFile, UsageError
from jsiq_scrape.monitor.lock import hold
from jsiq_scrape.workspace import Workspace

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

PATH = click.Path(path_type=Path)
ROOT = "jsiq_scrape.root"
Command = Callable[..., int | None]
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


def root_with(text: str) -> Callable[[Decorated], Decorated]:
    """The option `--root` with a help text of its own, for a command that takes another folder by default."""
    return click.option(
        "--root", type=PATH, metavar="DIR", expose_value=False, is_eager=True, callback=_remember_root, help=text
    )


root = root_with("The workspace: the folder with parsers/, snapshots/ and db/.  Default: the current folder.")
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for a program instead of text.")
exit_code = click.option("--exit-code", is_flag=True, help="Exit with 5 when there are changes.")
accept = click.option(
    "--accept",
    multiple=True,
    metavar="GATE",
    help="Publish although this quality gate fails (the gate's message names it); may be repeated.",
)
without_contacts = click.option(
    "--without-contacts",
    is_flag=True,
    help="Leave out everything that names or reaches a contact person; all else is as it is with them.",
)
with_contacts = click.option(
    "--with-contacts",
    is_flag=True,
    help="Publish contact data too: changes of contacts, and mail addresses, numbers and names in texts.",
)


def _web_address(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and not value.startswith(("http://", "https://")):
        raise click.BadParameter("takes a web address (https://...)")
    return value


base_url = click.option(
    "--base-url",
    metavar="URL",
    callback=_web_address,
    help="Where a Datasette shows the database: each change then links to its row there.",
)


def filters(prefix: str = "") -> Callable[[Decorated], Decorated]:
    """The options --field, --record and --land, which narrow the changes down."""

    def add(function: Decorated) -> Decorated:
        for name, metavar, text in (
            ("land", "LAND", "Only changes in this Land (nw, by ...); may be repeated."),
            ("record", "TYPE", "Only changes of this type of record (profile, project ...); may be repeated."),
            ("field", "FIELD", "Only changes of this field (services, phone ...); may be repeated."),
        ):
            option = click.option(f"--{prefix}{name}", f"{name}s", multiple=True, metavar=metavar, help=text)
            function = option(function)
        return function

    return add


def formats(
    *forms: str, text: str = "How to print them.", json_is: str = "one object a line"
) -> Callable[[Command], Command]:
    """The option --format, by default the first of these, and --json as short for one of them."""

    def add(command: Command) -> Command:
        @click.option("--format", "form", type=click.Choice(forms), default=forms[0], show_default=True, help=text)
        @click.option("--json", "as_json", is_flag=True, help=f"Short for --format json: {json_is}.")
        @functools.wraps(command)
        def with_format(*arguments: object, form: str, as_json: bool, **options: object) -> int | None:
            return command(*arguments, form="json" if as_json else form, **options)

        return with_format

    return add


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


def collected() -> Workspace:
    """The workspace of the running command, which must hold snapshots already."""
    found = workspace()
    if not found.snapshots.is_dir():
        raise MissingFile(f"no snapshots/ in {found.root.absolute()}: nothing was collected there yet")
    return found


def name_vocabulary(place: Workspace) -> None:
    """Say on standard error that pages are read by the workspace's own labels, when the program's are others."""
    own = place.differing("office_page.toml")
    if own is not None:
        click.echo(f"read by {own}, which is not the office_page.toml of the program", err=True)


def published() -> Path:
    """The database of the running command's workspace, checked to be whole and ours."""
    from jsiq_scrape.database.file import check

    database = workspace().database
    if not database.exists():
        raise MissingFile(f"{database}: no such database (jsiq-scrape build makes it)")
    check(database)
    return database


@contextmanager
def held(place: Workspace, what: str) -> Iterator[SystemClock]:
    """Hold the workspace while a command works in it; gives the clock that it works by.  Raises Busy."""
    clock = SystemClock()
    with hold(place, what, clock.now()):
        yield clock


def print_json(value: object) -> None:
    """Print one object on a line of standard output."""
    click.echo(json.dumps(value, ensure_ascii=False))


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
