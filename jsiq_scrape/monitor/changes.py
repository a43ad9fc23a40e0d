"""The changes that a database tells: which there are, and which of them are new."""

import json
from collections.abc import Iterable
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import JsonValue

from jsiq_scrape.errors import UsageError
from jsiq_scrape.moments import written_moment
from jsiq_scrape.records import FundingArea, Profile, Project
from jsiq_scrape.tables.connection import connect


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one record that differs between two looks, or a record that came or went; a row of `change`."""

    event: str  # the row's key, made of what it says: the same change has the same key in every build
    profile: str
    entity: str  # profile, contact, funding_area, project
    id: str
    kind: str  # added, removed, changed, renamed, reappeared
    field: str | None  # None for added, removed and reappeared
    old: str | None
    new: str | None
    not_before: str  # the last look that showed the state before
    seen_at: str  # the first that showed the state after

    def public(self) -> dict[str, JsonValue]:
        """The keys of one object of `changes --json`, in this order; old and new as `read --json` gives such values."""
        told = asdict(self)
        del told["event"]
        return told | {side: _typed(self.field, told[side]) for side in ("old", "new")}


def _typed(field: str | None, text: str | None) -> JsonValue:
    """A value of the column `old` or `new`, which are text, as what its field is: an answer, a number, a list."""
    if text is None or field not in _TYPED:
        return text
    value: JsonValue = json.loads(text)
    return value


# Fields whose text in `change` is JSON: answers are "true" and "false", lists are arrays.
_TYPED = frozenset(
    name
    for record in (Profile, Project, FundingArea)
    for name, told in record.model_fields.items()
    if told.annotation in (bool | None, int | None) or name in ("institutions", "extras")
)

_ALL = "SELECT event, profile, entity, id, kind, field, old, new, not_before, seen_at FROM change"
_SINCE_MOMENT = f"{_ALL} WHERE confirmed_at >= ?"
# What the run's own captures showed, and what became certain by its looks: a second 404 confirms an earlier one.
_SINCE_RUN = f"""{_ALL} WHERE capture IN (SELECT id FROM capture WHERE run >= :run)
    OR confirmed_at >= (SELECT started_at FROM run WHERE id = :run)"""  # noqa: S608
# One of the looks on both sides of a change is new, or the one that made it certain is.
_NEWS = f"""WITH fresh AS (SELECT * FROM capture WHERE run NOT IN (SELECT value FROM json_each(:runs)))
    {_ALL} WHERE capture IN (SELECT id FROM fresh) OR capture_before IN (SELECT id FROM fresh)
    OR EXISTS (SELECT 1 FROM fresh WHERE fresh.profile = change.profile AND fresh.captured_at = change.confirmed_at
               AND fresh.counted IN ('gone', 'missing'))"""  # noqa: S608
_ORDER = " ORDER BY seen_at, profile, entity, id, field, event"


def changes(database: Path, since: str | None = None) -> list[Change]:
    """All changes in the order in which they were seen, or those since a day, a moment or a run.

    `since` is a day or a moment (2018-04-12, 12.04.2018, 2018-04-12T10:00:00Z), compared with the look that made the
    change certain, or the id of a run: then what the captures of that run and of later ones showed.
    Raises UsageError for anything else.
    """
    with closing(connect(database)) as connection:
        if since is None:
            rows = connection.execute(_ALL + _ORDER)
        elif connection.execute("SELECT 1 FROM run WHERE id = ?", (since,)).fetchone():
            rows = connection.execute(_SINCE_RUN + _ORDER, {"run": since})
        else:
            rows = connection.execute(_SINCE_MOMENT + _ORDER, (moment(since),))
        return [Change(*row) for row in rows]


def moment(text: str) -> str:
    """A day or a moment as the database writes it; without a time zone it is UTC.  Raises UsageError."""
    try:
        return f"{written_moment(text):%Y-%m-%dT%H:%M:%SZ}"
    except ValueError as error:
        raise UsageError(f"--since: {error}; the id of a run in this workspace will do as well") from None


def news(database: Path, runs: Iterable[str], told: Iterable[str]) -> list[Change]:
    """The changes that have to be told: brought by a look of another run than these, and not told before.

    A change that only another reader sees between looks that were there before is none: the page did not change.
    """
    known = set(told)
    with closing(connect(database)) as connection:
        rows = connection.execute(_NEWS + _ORDER, {"runs": json.dumps(sorted(runs))})
        return [change for change in (Change(*row) for row in rows) if change.event not in known]
