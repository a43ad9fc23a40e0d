"""The state of a workspace at a glance: how many pages were read, and when the last fetch succeeded."""

import re
from contextlib import closing
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from jsiq_scrape.database.file import check
from jsiq_scrape.errors import MissingFile, UsageError
from jsiq_scrape.evidence.store import Snapshots
from jsiq_scrape.monitor import reported
from jsiq_scrape.monitor.incident_states import Incident, standing
from jsiq_scrape.monitor.page_incidents import capture_incidents
from jsiq_scrape.programme import programme
from jsiq_scrape.tables.connection import connect
from jsiq_scrape.workspace import Workspace

_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One address of the roster."""

    url: str
    state: str  # read, unreachable, unreadable, gone, missing, moved, never captured
    last_capture: str | None
    last_read: str | None


@dataclass(frozen=True, slots=True)
class Phase:
    """How many municipalities of a phase of the programme were found; a row of view `coverage`."""

    phase: int
    expected: int
    found: int
    missing: int
    basis: str  # expected.csv, or programme: the numbers that it published


def published() -> tuple[Phase, ...]:
    """What view `coverage` counts against without a list of municipalities, and before there is any database."""
    return tuple(
        Phase(one.number, one.municipalities, 0, one.municipalities, "programme") for one in programme().phases
    )


@dataclass(frozen=True, slots=True)
class State:
    """The numbers of a workspace, its roster, and the incidents that stand."""

    profiles: int = 0  # that are there
    projects: int = 0
    changes: int = 0
    runs: int = 0
    last_run: str | None = None
    last_fetch: str | None = None  # when a page last showed its profile or was gone, or an archive gave its listing
    roster: tuple[Entry, ...] = ()
    removed: dict[str, int] = field(default_factory=lambda: {"profiles": 0, "projects": 0})  # and still in the database
    coverage: tuple[Phase, ...] = field(default_factory=published)
    built: bool = True  # False: there is no database yet
    captures: int = 0  # in the snapshots
    incidents: tuple[Incident, ...] = ()
    second_profiles: tuple[str, ...] = ()  # of one municipality, which may be one office; each says how to join them

    def as_dict(self) -> dict[str, object]:
        """The object of `status --json`."""
        return asdict(self) | {"incidents": [incident.public() for incident in self.incidents], "pages": self.pages}

    @property
    def pages(self) -> dict[str, int]:
        """How many addresses are in which state, the most frequent first."""
        states = [entry.state for entry in self.roster]
        return {state: states.count(state) for state in sorted(set(states), key=lambda one: (-states.count(one), one))}

    def age(self, now: datetime) -> timedelta | None:
        """How long ago the last successful fetch was; None when there was none."""
        if self.last_fetch is None:
            return None
        return now - datetime.fromisoformat(self.last_fetch).astimezone(UTC)


def state(workspace: Workspace) -> State:
    """The state of a workspace.  Raises MissingFile where nothing was collected, DatabaseError for a file not ours."""
    if not workspace.snapshots.is_dir() and not workspace.database.exists():
        raise MissingFile(f"no snapshots/ in {workspace.root.absolute()}: nothing was collected there yet")
    known = _of_database(workspace.database) if workspace.database.exists() else State(built=False)
    if not workspace.snapshots.is_dir():
        return known
    runs = Snapshots(workspace.snapshots).runs()
    last_run = max((run.id for run in runs), default=None)
    captures = sum(run.captures for run in runs)
    return replace(
        known, runs=len(runs), last_run=last_run, captures=captures, incidents=tuple(standing(incidents(workspace)))
    )


def incidents(workspace: Workspace) -> list[Incident]:
    """All incidents that are known, with those that are over."""
    known = reported.load_reported(workspace)
    observed = known.observed if known is not None else ()
    return sorted([*capture_incidents(workspace), *observed], key=lambda one: (one.first_seen, *one.key))


def removed(database: Path) -> dict[str, int]:
    """How many of the profiles and projects in a database are no longer on the site."""
    with closing(connect(database)) as connection:
        numbers = connection.execute(
            "SELECT (SELECT count(removed_at) FROM profile), (SELECT count(removed_at) FROM project)"
        ).fetchone()
        return dict(zip(("profiles", "projects"), numbers, strict=True))


def _of_database(database: Path) -> State:
    check(database)
    with closing(connect(database)) as connection:
        profiles, projects, changes, runs, last_run, last_fetch = connection.execute(
            """SELECT (SELECT count(*) FROM profile WHERE removed_at IS NULL),
                      (SELECT count(*) FROM project WHERE removed_at IS NULL),
                      (SELECT count(*) FROM change),
                      (SELECT count(*) FROM run),
                      (SELECT max(id) FROM run),
                      (SELECT max(retrieved_at) FROM capture
                       WHERE (verdict IN ('profile', 'gone', 'missing') AND counted IS NOT 'partial')
                       OR (purpose = 'index' AND status = 200 AND error_kind IS NULL))"""
        ).fetchone()
        roster = connection.execute("SELECT url, state, last_capture, last_read FROM roster ORDER BY state, url")
        phases = connection.execute("SELECT phase, expected, found, missing, basis FROM coverage ORDER BY phase")
        second = connection.execute("SELECT text FROM finding WHERE kind = 'second_profile' ORDER BY text")
        return State(
            profiles,
            projects,
            changes,
            runs,
            last_run,
            last_fetch,
            roster=tuple(Entry(*row) for row in roster),
            removed=removed(database),
            coverage=tuple(Phase(*row) for row in phases),
            second_profiles=tuple(text for (text,) in second),
        )


def duration(text: str) -> timedelta:
    """`90m`, `36h`, `8d` or `2w`.  Raises UsageError."""
    match = re.fullmatch(r"([0-9]{1,6})([mhdw])", text)
    if match is None:
        raise UsageError(f"--max-age {text}: write it as 90m, 36h, 8d or 2w")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def spoken(age: timedelta) -> str:
    """A duration for a person, in its largest whole unit."""
    for unit, length in (("days", timedelta(days=1)), ("hours", timedelta(hours=1)), ("minutes", timedelta(minutes=1))):
        if age >= 2 * length:
            return f"{age // length} {unit}"
    return "a moment" if age < timedelta(minutes=1) else "a minute"
