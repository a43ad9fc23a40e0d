"""The exceptions of jsiq_scrape, one tree, for situations in which a command cannot go on.

    JsiqError                     exit 1
    ├── UsageError                exit 2   what the user asked for cannot be done as asked
    │   ├── MissingFile                    a file or folder that was named is not there
    │   └── ConfigurationError             a TOML file says something the program does not know
    ├── FetchError                exit 1   one URL could not be fetched; the run goes on with the next
    │   ├── ForbiddenHost                  the host is not on the source's list, or not public
    │   ├── TooLarge                       the body exceeds the size cap
    │   ├── DeadlineExceeded               the whole exchange took longer than allowed
    │   └── ExchangeError                  DNS, connection, TLS or protocol failed, also after retries (fetch.exchange)
    ├── SnapshotError             exit 1   the evidence store says something impossible
    │   └── DamagedBody                    a body is missing or does not have the digest it is named by
    │       └── PurgedBody                 a body was taken out for good, and the store says when and why
    ├── DatabaseError             exit 1   a database is damaged, foreign, newer than this program, or locked
    ├── ReleaseError              exit 1   a release is damaged, incomplete, or no release of this program
    ├── Incomplete                exit 3   work is left; running again goes on
    ├── GateFailed                exit 4   a quality gate failed; nothing was published
    └── Busy                      exit 75  another process holds the workspace

A page that says something new is never an exception: that is a finding (records.Finding).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path


class ExitCode(IntEnum):
    """How a command ends; docs/commands.md says when."""

    DONE = 0
    ERROR = 1
    USAGE = 2
    INCOMPLETE = 3
    GATE_FAILED = 4
    CHANGES_FOUND = 5
    BUSY = 75
    INTERRUPTED = 130
    CLOSED_PIPE = 141  # as a shell reports it: a filter whose reader has gone did nothing wrong


class JsiqError(Exception):
    """Root of the tree; its message is one line that names the place and is fit for a person."""

    exit_code = ExitCode.ERROR


class UsageError(JsiqError):
    """What the user asked for cannot be done as asked."""

    exit_code = ExitCode.USAGE


class MissingFile(UsageError):
    """A file or folder that was named is not there."""


class ConfigurationError(UsageError):
    """A TOML file says something the program does not know; names file and key."""


class FetchError(JsiqError):
    """One URL could not be fetched; recorded as a capture with an error, the run goes on."""


class ForbiddenHost(FetchError):
    """The host is not on the source's list, or the address is not a public one."""


class TooLarge(FetchError):
    """The body exceeds the size cap, before or after decoding."""


class DeadlineExceeded(FetchError):
    """The whole exchange, with its redirects and retries, took longer than allowed."""


class SnapshotError(JsiqError):
    """The evidence store says something impossible."""


class DamagedBody(SnapshotError):
    """A body is missing or does not have the digest it is named by."""


class PurgedBody(DamagedBody):
    """A body was taken out of the store for good; says when and why.  That is no damage."""


class DatabaseError(JsiqError):
    """A database is damaged, foreign, newer than this program, or locked; names the remedy."""


class ReleaseError(JsiqError):
    """A release is damaged, incomplete, or no release of this program; names the file."""


class Incomplete(JsiqError):
    """Work is left over; running the same command again goes on where it stopped."""

    exit_code = ExitCode.INCOMPLETE


class GateFailed(JsiqError):
    """A quality gate failed and nothing was published; names the gate, the bound and the value."""

    exit_code = ExitCode.GATE_FAILED


class Busy(JsiqError):
    """Another process holds the workspace; names its owner."""

    exit_code = ExitCode.BUSY


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Let an error of the system that names no file, as one about a full disk does, name this one."""
    try:
        yield
    except OSError as error:
        if error.filename is not None:
            raise
        raise OSError(error.errno, error.strerror, str(path)) from error
