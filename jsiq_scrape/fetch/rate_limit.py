"""Rate limit: the time between two requests to one host, kept by all threads together."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

_NEVER = datetime.min.replace(tzinfo=UTC)


class RateLimiter(Protocol):
    """What the client asks before each request; `name` is a host or a kind of request."""

    def wait(self, name: str) -> None:
        """Return when a request may be sent."""

    def slow_down(self, name: str, seconds: float) -> None:
        """Leave at least so much time between two requests."""

    def hold(self, name: str, seconds: float) -> None:
        """Let no request be sent before so much time is over; does not wait for that."""


class HostRateLimiter:
    """One interval for each host."""

    def __init__(self, interval: float, now: Callable[[], datetime], sleep: Callable[[float], None]) -> None:
        self._interval = timedelta(seconds=interval)
        self._now = now
        self._sleep = sleep
        self._guard = threading.Lock()
        self._locks: dict[str, threading.Lock] = {}
        self._last: dict[str, datetime] = {}
        self._slower: dict[str, timedelta] = {}
        self._held: dict[str, tuple[datetime, timedelta]] = {}  # since when, and how long

    def wait(self, name: str) -> None:
        """Return when this host may be asked; two calls for one host return at least an interval apart."""
        with self._guard:
            lock = self._locks.setdefault(name, threading.Lock())
        with lock:
            interval = max(self._interval, self._slower.get(name, self._interval))
            wait = max(self._rest(self._last.get(name, _NEVER), interval), self._rest(*self._held.get(name, _NO_HOLD)))
            if wait:
                self._sleep(wait.total_seconds())
            if interval:
                self._last[name] = self._now()

    def slow_down(self, name: str, seconds: float) -> None:
        """Leave this host at least so much time between two requests."""
        self._slower[name] = timedelta(seconds=seconds)

    def hold(self, name: str, seconds: float) -> None:
        """The host asked for a pause: nobody asks it before that is over."""
        since, held = self._held.get(name, _NO_HOLD)
        now, wished = self._now(), timedelta(seconds=seconds)
        if now + wished > since + held:
            self._held[name] = now, wished

    def _rest(self, since: datetime, interval: timedelta) -> timedelta:
        """What is left of an interval; all of it where the clock was set back, so that we wait for one at most."""
        return max(interval - max(self._now() - since, timedelta()), timedelta())


_NO_HOLD = _NEVER, timedelta()
