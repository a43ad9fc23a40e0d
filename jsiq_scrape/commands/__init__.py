"""The commands of `jsiq-scrape`, one module a verb, and the one place where errors become a line and an exit code."""

import errno
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import click

from jsiq_scrape.commands import options
from jsiq_scrape.errors import ExitCode, JsiqError

#: In the order of the pipeline, which is the order of `--help`.
VERBS = (
    "demo", "init", "run", "collect", "sieve", "read", "build", "changes", "diff", "incidents", "status", "verify",
    "explain", "correct", "serve", "export", "rebuild", "reread", "compare", "audit", "suppress", "purge",
)  # fmt: skip


class Program(click.Group):
    """The group of all verbs: loads only the module of the verb that is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        verb: click.Command = import_module(f"jsiq_scrape.commands.{cmd_name}").command
        return verb

    def main(  # type: ignore[override]
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **settings: Any
    ) -> NoReturn:
        """Run one command and end the process: 0 done, or the code of the error, with one line on stderr."""
        try:
            code = self.perform(list(sys.argv[1:] if args is None else args), prog_name or "jsiq-scrape", settings)
            if sys.stdout is not None:  # a process may be started with a closed stream
                sys.stdout.flush()
        except BrokenPipeError:
            discard_output()
            code = ExitCode.CLOSED_PIPE
        except KeyboardInterrupt:
            code = complain("interrupted", ExitCode.INTERRUPTED)
        except OSError as error:  # disk full, no permission: the machine's doing, named by the file it happened to
            code = complain(describe(error), ExitCode.ERROR)
            if error.errno in (errno.ENOSPC, errno.EIO):
                discard_output()
        sys.exit(code)

    def perform(self, args: list[str], prog_name: str, settings: dict[str, Any]) -> int:
        """Parse and run; commands return their exit code, or None when they are done."""
        settings.pop("standalone_mode", None)
        settings.pop("complete_var", None)
        try:
            with self.make_context(prog_name, args, **settings) as context:
                try:
                    return int(self.invoke(context) or 0)
                except Exception as error:
                    summary = of_database(error, context.meta.get(options.ROOT) or Path())
                    if summary is None:
                        raise
                    return complain(summary, ExitCode.ERROR)
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.format_message(), err=True)
            return error.exit_code
        except click.exceptions.Exit as error:
            return error.exit_code
        except click.Abort:
            return complain("interrupted", ExitCode.INTERRUPTED)
        except click.ClickException as error:
            asked = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else prog_name
            message = error.format_message().rstrip(".")
            return complain(f"{message[:1].lower()}{message[1:]} (see {asked} --help)", error.exit_code)
        except JsiqError as error:
            return complain(str(error), error.exit_code)


def complain(message: str, code: int) -> int:
    """Say in one line on stderr why the command ends, and give back its exit code."""
    click.echo("jsiq-scrape: " + " ".join(message.split()), err=True)
    return code


def of_database(error: Exception, root: Path) -> str | None:
    """What to say when a database that was whole cannot be read any more: the disk, or another program; else None."""
    sqlite = sys.modules.get("sqlite3")
    if sqlite is None or not isinstance(error, sqlite.DatabaseError):
        return None
    place, code = root / "db" / "jsiq.db", getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite.SQLITE_BUSY, sqlite.SQLITE_LOCKED):
        return f"{place} is locked by another program: close that and try again"
    if code in (sqlite.SQLITE_IOERR, sqlite.SQLITE_CANTOPEN, sqlite.SQLITE_READONLY, sqlite.SQLITE_FULL):
        return f"{place}, or a database beside it, cannot be read or written ({error}): check the disk, then try again"
    if code in (sqlite.SQLITE_CORRUPT, sqlite.SQLITE_NOTADB):
        return f"{place} was damaged or replaced while it was read ({error}): try again, else build it anew"
    return None


def describe(error: OSError) -> str:
    """What the system says, with the file it is about."""
    reason = (error.strerror or str(error) or type(error).__name__).lower()
    return f"{error.filename}: {reason}" if error.filename else reason


def discard_output() -> None:
    """Send what is still buffered for stdout nowhere, so that the interpreter's own last flush cannot fail."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


@click.group(
    cls=Program,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog="Exit codes: 0 done, 1 error, 2 usage, 3 incomplete (run it again), 4 a quality gate failed, "
    "5 changes found (only with --exit-code), 75 busy, 130 and 143 on Ctrl-C and SIGTERM.",
)
@options.root
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=options.show_version,
    help="Print the version.",
)
def program() -> None:
    """Collect the profile pages of the JUGEND STÄRKEN im Quartier coordination offices, keep them as evidence,
    and build a SQLite database with their history.

    Start with `jsiq-scrape demo`, or with `jsiq-scrape init DIR` and then `jsiq-scrape run --root DIR`.
    """
