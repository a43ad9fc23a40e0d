"""The log of fetches: one line for each URL, one for each request, and the totals by host.

It is written with `logging`, under the name of this module; messages about requests are objects that a handler can add
up.  They hold numbers, words of closed lists, and URLs: nothing that a server sends gets into a log, and no contact.
"""

import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from jsiq_scrape.captures import Capture, ErrorKind

LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Request:
    """One request over the wire; a message of level DEBUG."""

    url: str
    status: int | None  # None when no answer came
    error_kind: ErrorKind | None
    size: int  # bytes of the body as it came over the wire
    seconds: float
    retry: bool

    def __str__(self) -> str:
        words = f"request {self.error_kind}" if self.error_kind else "request retry" if self.retry else "request"
        return _line(self.status, self.size, self.seconds, words, self.url)


@dataclass(slots=True)
class Cost:
    """What it took to fetch one URL, redirects and retries included; waiting for the rate limit is not."""

    size: int = 0
    seconds: float = 0.0
    retries: int = 0
    asked: set[str] = field(default_factory=set)  # URLs; one that is asked again is tried again

    def add(self, url: str, size: int, seconds: float) -> bool:
        """Count a request; says whether it is a retry."""
        retry = url in self.asked
        self.asked.add(url)
        self.size += size
        self.seconds += seconds
        self.retries += retry
        return retry


_cost: ContextVar[Cost | None] = ContextVar("cost", default=None)  # of the URL that this thread fetches


@contextmanager
def measured() -> Iterator[Cost]:
    """Count the requests of this thread meanwhile; those of a `measured` inside count there alone."""
    cost = Cost()
    token = _cost.set(cost)
    try:
        yield cost
    finally:
        _cost.reset(token)


def requested(url: str, seconds: float, *, status: int | None, error_kind: ErrorKind | None, size: int) -> None:
    """Log a request, and count it for the URL that is fetched with it."""
    cost = _cost.get()
    retry = cost.add(url, size, seconds) if cost is not None else False
    LOG.debug(Request(url, status, error_kind, size, seconds, retry))


def fetched(capture: Capture, cost: Cost, decision: str) -> None:
    """Log a URL that is done, and what was decided about it: new, unchanged, refused ..."""
    url, final_url = capture.url, capture.final_url
    if capture.archive:
        url, final_url = capture.archive.requested_url, None
    kind = f"/{capture.error_kind}" if capture.error_kind else ""
    moved = f" -> {final_url}" if final_url not in (None, url) else ""
    retries = f" ({cost.retries} retries)" if cost.retries else ""
    words = f"{capture.purpose} {decision}{kind}"
    LOG.info("%s", _line(capture.status, cost.size, cost.seconds, words, url) + moved + retries)


class Totals(logging.Handler):
    """Adds up the requests of a run by host; prints nothing."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self._hosts: dict[str, list[Request]] = {}

    def emit(self, record: logging.LogRecord) -> None:
        request = record.msg
        if isinstance(request, Request):
            self._hosts.setdefault(urlsplit(request.url).netloc, []).append(request)

    def lines(self) -> list[str]:
        """One line for each host, by its name."""
        return [_total(*host) for host in sorted(self._hosts.items())] or ["total: no requests"]


def _total(name: str, requests: Sequence[Request]) -> str:
    statuses = sorted(Counter(str(one.status or "no answer") for one in requests).items())
    counted = ", ".join(f"{status}: {count}" for status, count in statuses)
    size, retries = sum(one.size for one in requests), sum(one.retry for one in requests)
    return (
        f"total {name}: {len(requests)} request{'' if len(requests) == 1 else 's'} ({counted}), {size} bytes, "
        f"{retries} retries, {sum(one.seconds for one in requests):.2f} seconds"
    )


def _line(status: int | None, size: int, seconds: float, words: str, url: str) -> str:
    return f"{status or '-':>3} {size:>7} B {seconds:6.2f} s {words} {url}"
