"""What a workspace knows, at a glance: how many pages were read, and when somebody looked last."""

import re
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from jsiq_scrape.errors import UsageError
from jsiq_scrape.load.database import connect

_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One address of the roster."""

    url: str
    state: str  # read, unreachable, unreadable, gone, missing, moved, never captured
    last_look: str | None
    last_read: str | None


@dataclass(frozen=True, slots=True)
class State:
    """The numbers of a database, and its roster."""

    profiles: int
    projects: int
    changes: int
    runs: int
    last_run: str | None
    last_look: str | None  # when a page last answered with its profile, or with the word that it is gone
    roster: tuple[Entry, ...]

    def as_dict(self) -> dict[str, object]:
        return asdict(self)

    @property
    def pages(self) -> dict[str, int]:
        """How many addresses are in which state, the most frequent first."""
        states = [entry.state for entry in self.roster]
        return {state: states.count(state) for state in sorted(set(states), key=lambda one: (-states.count(one), one))}

    def age(self, now: datetime) -> timedelta | None:
        """How long ago the last successful look was; None when there was none."""
        if self.last_look is None:
            return None
        return now - datetime.fromisoformat(self.last_look).astimezone(UTC)


def state(database: Path) -> State:
    """What this database knows.  It must have been checked."""
    with closing(connect(database)) as connection:
        numbers = connection.execute(
            """SELECT (SELECT count(*) FROM profile WHERE removed_at IS NULL),
                      (SELECT count(*) FROM project WHERE removed_at IS NULL),
                      (SELECT count(*) FROM change),
                      (SELECT count(*) FROM run),
                      (SELECT max(id) FROM run),
                      (SELECT max(retrieved_at) FROM capture WHERE verdict IN ('profile', 'gone', 'missing'))"""
        ).fetchone()
        roster = connection.execute(
            "SELECT url, state, last_look, last_read FROM roster ORDER BY state, url"
        ).fetchall()
    profiles, projects, changes, runs, last_run, last_look = numbers
    entries = tuple(Entry(*row) for row in roster)
    return State(profiles, projects, changes, runs, last_run, last_look, entries)


def duration(text: str) -> timedelta:
    """`90m`, `36h`, `8d` or `2w`.  Raises UsageError."""
    match = re.fullmatch(r"([0-9]{1,6})([mhdw])", text)
    if match is None:
        raise UsageError(f"--max-age {text}: say it as 90m, 36h, 8d or 2w")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def spoken(age: timedelta) -> str:
    """A duration for a person, in its largest whole unit."""
    for unit, length in (("days", timedelta(days=1)), ("hours", timedelta(hours=1)), ("minutes", timedelta(minutes=1))):
        if age >= 2 * length:
            return f"{age // length} {unit}"
    return "a moment" if age < timedelta(minutes=1) else "a minute"
