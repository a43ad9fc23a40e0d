"""Whose turn it is: the time between two requests to one host, kept by all threads together."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

_NEVER = datetime.min.replace(tzinfo=UTC)


class TurnTaking(Protocol):
    """Whom the client asks before each request; `host` may as well name a kind of question."""

    def wait(self, host: str) -> None:
        """Return when it is our turn."""

    def slow_down(self, host: str, seconds: float) -> None:
        """Leave at least so much time between two requests."""

    def hold(self, host: str, seconds: float) -> None:
        """Let nobody have a turn before so much time is over."""


class Turns:
    """Gives each host's turns one after the other."""

    def __init__(self, interval: float, now: Callable[[], datetime], sleep: Callable[[float], None]) -> None:
        self._interval = timedelta(seconds=interval)
        self._now = now
        self._sleep = sleep
        self._guard = threading.Lock()
        self._locks: dict[str, threading.Lock] = {}
        self._last: dict[str, datetime] = {}
        self._slower: dict[str, timedelta] = {}

    def wait(self, host: str) -> None:
        """Return when this host may be asked; two calls for one host return at least an interval apart."""
        with self._lock(host):
            interval = max(self._interval, self._slower.get(host, self._interval))
            if interval:
                # A clock that was set back must not make us wait for it to catch up: one interval is enough.
                since = max(self._now() - self._last.get(host, _NEVER), timedelta())
                if since < interval:
                    self._sleep((interval - since).total_seconds())
                self._last[host] = self._now()

    def slow_down(self, host: str, seconds: float) -> None:
        """Leave this host at least so much time between two requests."""
        self._slower[host] = timedelta(seconds=seconds)

    def hold(self, host: str, seconds: float) -> None:
        """The host asked for a pause: nobody gets a turn before it is over."""
        with self._lock(host):
            self._sleep(seconds)

    def _lock(self, host: str) -> threading.Lock:
        with self._guard:
            return self._locks.setdefault(host, threading.Lock())
