"""`-v` and `--log-file` of the commands that fetch: a line for each URL, and the totals by host at the end."""

import functools
import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jsiq_scrape.commands.options import console_on_stderr
from jsiq_scrape.errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console

_FORM, _MOMENT = "%(asctime)s %(message)s", "%Y-%m-%dT%H:%M:%SZ"


Command = Callable[..., int | None]


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
        type=click.Path(path_type=Path),
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
