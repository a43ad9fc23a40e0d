"""One exchange with a server: its deadline, its answer, or why it failed."""

import math
import threading
import time
from dataclasses import dataclass

from jsiq_scrape.captures import ErrorKind
from jsiq_scrape.errors import DeadlineExceeded, FetchError, ForbiddenHost, TooLarge


@dataclass(frozen=True, slots=True)
class Answer:
    """What came over the wire: names of headers in lower case, the body not decoded."""

    status: int
    headers: tuple[tuple[str, str], ...]
    data: bytes
    cut: bool = False  # only the first bytes were read

    def header(self, name: str) -> str | None:
        """The first header of that lower-case name."""
        return next((value for key, value in self.headers if key == name), None)


class ExchangeError(FetchError):
    """DNS, connection, TLS or protocol failed; `again` says whether a second attempt may help."""

    def __init__(self, kind: ErrorKind, message: str, *, again: bool = False) -> None:
        super().__init__(message)
        self.kind = kind
        self.again = again


def kind_of(error: FetchError) -> ErrorKind:
    """Under which kind a capture records this error."""
    return error.kind if isinstance(error, ExchangeError) else _KINDS[type(error)]


_KINDS: dict[type[FetchError], ErrorKind] = {
    ForbiddenHost: ErrorKind.FORBIDDEN_HOST,
    TooLarge: ErrorKind.TOO_LARGE,
    DeadlineExceeded: ErrorKind.TIMEOUT,
}


class Deadline(threading.local):
    """When the exchange of this thread has to be over, and what became of its connection."""

    ends = math.inf  # on the monotonic clock
    closed = False  # the server has closed it
    reused = False  # it served another exchange before

    def set(self, seconds: float) -> None:
        """Begin an exchange that may take that long."""
        self.ends = time.monotonic() + seconds

    def extend(self, seconds: float) -> None:
        """Move the end: time spent waiting for the rate limit does not count; negative for time that only passed."""
        self.ends += seconds

    def remaining(self) -> float:
        """Seconds that are left, or, below zero, since the end."""
        return self.ends - time.monotonic()

    def left(self) -> float:
        """Seconds that are left; raises DeadlineExceeded when there are none."""
        left = self.remaining()
        if left <= 0:
            raise DeadlineExceeded("the whole exchange took longer than allowed")
        return left
