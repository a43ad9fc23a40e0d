"""What the commands that fetch share: whom they ask and as whom, `-v` and `--log-file`, what they say of failures."""

import functools
import logging
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jsiq_scrape.commands.options import PATH, Command, console_on_stderr, named_root
from jsiq_scrape.errors import ConfigurationError, MissingFile, UsageError
from jsiq_scrape.workspace import Workspace

if TYPE_CHECKING:
    from rich.console import Console

    from jsiq_scrape.fetch.sources import ClientSettings, Place, Sources

_FORM, _MOMENT = "%(asctime)s %(message)s", "%Y-%m-%dT%H:%M:%SZ"
_MOST = 20  # reasons that are printed

contact_option = click.option(
    "--contact",
    metavar="ADDRESS",
    help="A mail or web address for the hosts that are asked; else that of sources.toml.",
)
all_hosts_option = click.option("--all-hosts", is_flag=True, help="Take the paths of sources.toml on any host.")


def _patterns(context: click.Context, parameter: click.Parameter, patterns: tuple[str, ...]) -> tuple[str, ...]:
    for pattern in patterns:
        if not pattern.startswith("/"):
            raise click.UsageError(f"--pattern {pattern}: a pattern begins with /, as in parsers/sources.toml")
    return patterns


pattern_option = click.option(
    "--pattern",
    "patterns",
    multiple=True,
    metavar="PATTERN",
    callback=_patterns,
    help="Keep the pages whose path matches (such as /standorte/** or /**), on every host, instead; repeatable.",
)


def sources_of(place: Workspace) -> "Sources":
    """What parsers/sources.toml says; raises UsageError when it names no source at all."""
    from jsiq_scrape.fetch import sources

    path = place.resource("sources.toml")
    known = sources.load_sources(path)
    if not known.source:
        raise UsageError(f"{path} names no source: there is nothing to fetch")
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


def report_failures(failures: list[tuple[str, str]]) -> None:
    """Print each reason once on standard error, with the first URL that it kept from being fetched."""
    from jsiq_scrape.files.file_kinds import grouped

    lines = grouped(failures, 1)
    for line in lines[:_MOST]:
        click.echo(line, err=True)
    if len(lines) > _MOST:
        click.echo(f"... and {len(lines) - _MOST} more reasons", err=True)
    if len(failures) > min(len(lines), _MOST):
        click.echo("(--json names every URL)", err=True)


def report_incomplete(place: Workspace, *, noted: bool) -> None:
    """Print on standard error what to do after a command that left work over; `noted`: as incidents, too."""
    named = named_root()
    root = f" --root {named}" if named is not None else ""
    more = f"; jsiq-scrape incidents{root} says more" if noted else ""
    click.echo(f"incomplete: run it again, with -v to see each URL{more}", err=True)
    from jsiq_scrape.demo.tour import MARKER

    if (place.root / MARKER).is_file():
        click.echo(
            f"This is the demo's workspace; its site runs only while `jsiq-scrape demo --keep-running{root}` does, "
            "which makes the workspace anew.",
            err=True,
        )


def logged(command: Command) -> Command:
    """Give a command `-v` and `--log-file`; what it fetches is then logged where they say."""

    @click.option(
        "-v",
        "--verbose",
        count=True,
        help="Print a line for each URL on standard error, and totals by host; -vv: for each request as well.",
    )
    @click.option(
        "--log-file",
        type=PATH,
        metavar="FILE",
        help="Append the same lines to FILE.  They hold numbers, words and URLs, nothing that a page says.",
    )
    @functools.wraps(command)
    def with_log(*arguments: object, verbose: int, log_file: Path | None, **options: object) -> int | None:
        with logging_to(verbose, log_file):
            return command(*arguments, **options)

    return with_log


@contextmanager
def logging_to(verbose: int, log_file: Path | None) -> Iterator[None]:
    """Log all fetching meanwhile; the totals follow, whatever ended it.  Raises UsageError for an unusable file."""
    if not verbose and log_file is None:
        yield
        return
    from jsiq_scrape.fetch.log import LOG, Totals

    totals = Totals()
    handlers = [_shown(verbose)] if verbose and sys.stderr is not None else []
    if log_file is not None:
        handlers.append(_LogFile(log_file))
    for handler in handlers:
        form = logging.Formatter(_FORM, _MOMENT)
        form.converter = time.gmtime
        handler.setFormatter(form)
        handler.setLevel(logging.DEBUG if verbose > 1 else logging.INFO)
    before = LOG.level
    LOG.setLevel(logging.DEBUG)
    for handler in (totals, *handlers):
        LOG.addHandler(handler)
    try:
        yield
    finally:
        for line in totals.lines():
            LOG.info(line)
        LOG.setLevel(before)
        for handler in (totals, *handlers):
            LOG.removeHandler(handler)
            handler.close()


def _shown(verbose: int) -> logging.Handler:
    """Prints on standard error: above the progress bar, where there is one."""
    if not sys.stderr.isatty():
        return logging.StreamHandler(sys.stderr)
    return _Above(console_on_stderr())


class _Above(logging.Handler):
    """Prints through the console of the progress bar, which draws the bar again below the line."""

    def __init__(self, console: "Console") -> None:
        super().__init__()
        self._console = console

    def emit(self, record: logging.LogRecord) -> None:
        self._console.print(self.format(record), soft_wrap=True)  # the terminal folds: a URL stays one piece


class _LogFile(logging.FileHandler):
    """Appends to a file; when that fails, says so once, for a run is worth more than its log."""

    def __init__(self, path: Path) -> None:
        try:
            super().__init__(path, encoding="utf-8")
        except OSError as error:
            raise UsageError(f"--log-file {path} cannot be written: {_reason(error)}") from error
        self._path = path

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name is that of `logging`
        error = sys.exc_info()[1]
        if not isinstance(error, OSError):
            raise  # noqa: PLE0704 - called where the error of `emit` is caught; this one is a mistake of ours
        self.setLevel(logging.CRITICAL + 1)
        if self.stream is not None:
            with suppress(OSError):  # it tries to write what is left
                self.stream.close()
            self.stream = None
        click.echo(f"jsiq-scrape: --log-file {self._path}: {_reason(error)}; going on without it", err=True)


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
