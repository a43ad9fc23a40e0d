"""The clock of a run: real, or one that stands still so that a run can be repeated."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """What the fetcher and the scheduled job ask for the time."""

    def now(self) -> datetime:
        """The current moment, aware and in UTC."""

    def sleep(self, seconds: float) -> None:
        """Wait."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


@dataclass(slots=True)
class StandingClock:
    """A clock that moves only when asked to sleep; for the demo and for tests."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment

    def sleep(self, seconds: float) -> None:
        from datetime import timedelta

        self.moment += timedelta(seconds=max(seconds, 0.0))
