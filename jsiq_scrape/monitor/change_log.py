"""The changes in a database: which there are, which of them are new, and which of them somebody wants to see."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from pydantic import JsonValue

from jsiq_scrape.errors import UsageError
from jsiq_scrape.explore.word_diff import Passage, excerpt, word_diff
from jsiq_scrape.history.slugs import LAND, land_of
from jsiq_scrape.moments import written_moment
from jsiq_scrape.records import Contact, FundingArea, Profile, Project
from jsiq_scrape.tables import ENTITIES
from jsiq_scrape.tables.connection import connect


@dataclass(frozen=True)
class Change:
    """One field of one record that differs between two captures, or a record that came or went; a row of `change`,
    with what a person calls it by.
    """

    event: str  # the row's key, made of what it says: the same change has the same key in every build
    profile: str
    entity: str  # profile, contact, funding_area, project
    id: str
    kind: str  # added, removed, changed, renamed, reappeared
    field: str | None  # None for added, removed and reappeared
    old: str | None
    new: str | None
    not_before: str  # the last capture that showed the state before
    seen_at: str  # the first that showed the state after
    municipality: str | None = None
    title: str | None = None  # of the project, funding area or contact; None for a profile
    url: str | None = None  # the page that shows it: in the web archive where that is where it was captured
    land: str = ""  # abbreviation, as profile keys begin with it

    @cached_property
    def difference(self) -> list[Passage]:
        """The words that were removed and added, with some context; empty where no field changed."""
        if self.field is None:
            return []
        return excerpt(word_diff(_in_words(self.field, self.old), _in_words(self.field, self.new)))

    def public(self) -> dict[str, JsonValue]:
        """The keys of one object of `changes --json`, in this order; old and new as `read --json` gives such values."""
        return {
            "profile": self.profile,
            "municipality": self.municipality,
            "entity": self.entity,
            "id": self.id,
            "title": self.title,
            "kind": self.kind,
            "field": self.field,
            "old": _typed(self.field, self.old),
            "new": _typed(self.field, self.new),
            "difference": [{passage.edit.value: passage.text} for passage in self.difference],
            "not_before": self.not_before,
            "seen_at": self.seen_at,
            "url": self.url,
        }


def _typed(field: str | None, text: str | None) -> JsonValue:
    """A value of the column `old` or `new`, which are text, as what its field is: an answer, a number, a list."""
    if text is None or field not in _TYPED:
        return text
    value: JsonValue = json.loads(text)
    return value


def _in_words(field: str, text: str | None) -> str:
    """A value as a person reads it."""
    value = _typed(field, text)
    if isinstance(value, list):
        return "; ".join(": ".join(map(str, entry)) if isinstance(entry, list) else str(entry) for entry in value)
    return text or ""


# Fields whose text in `change` is JSON: answers are "true" and "false", lists are arrays.
_TYPED = frozenset(
    name
    for record in (Profile, Project, FundingArea)
    for name, described in record.model_fields.items()
    if described.annotation in (bool | None, int | None) or name in ("institutions", "extras")
)


@dataclass(frozen=True, slots=True)
class ChangeFilter:
    """Which changes somebody wants to see; what is empty leaves nothing out."""

    fields: frozenset[str] = frozenset()
    records: frozenset[str] = frozenset()
    lands: frozenset[str] = frozenset()

    @classmethod
    def of(cls, fields: Iterable[str], records: Iterable[str], lands: Iterable[str]) -> "ChangeFilter":
        """The filter with these names.  Raises UsageError for one that no change can have."""
        known = {
            "field": sorted(
                {name for record in (Profile, Contact, FundingArea, Project) for name in record.model_fields}
            ),
            "type of record": ENTITIES,
            "Land": sorted(LAND.values()),
        }
        chosen = (frozenset(fields), frozenset(records), frozenset(land.lower() for land in lands))
        for (what, names), asked in zip(known.items(), chosen, strict=True):
            for name in sorted(asked.difference(names)):
                raise UsageError(f"there is no {what} {name}; there are {', '.join(names)}")
        return cls(*chosen)

    def chosen(self, changes: Iterable[Change]) -> list[Change]:
        """Those of the changes that pass; a record that came or went has no field."""
        return [
            change
            for change in changes
            if (not self.fields or (change.field or "").partition("[")[0] in self.fields)
            and (not self.records or change.entity in self.records)
            and (not self.lands or change.land in self.lands)
        ]


_ALL = """SELECT change.event, change.profile, change.entity, change.id, change.kind, change.field,
    change.old, change.new, change.not_before, change.seen_at, profile.municipality,
    CASE change.entity WHEN 'project' THEN project.title WHEN 'funding_area' THEN funding_area.name
        WHEN 'contact' THEN contact.name END,
    coalesce(after.archive_url, page.url), profile.state, profile.ags
    FROM change
    JOIN profile ON profile.id = change.profile
    LEFT JOIN project ON project.id = change.id
    LEFT JOIN funding_area ON funding_area.id = change.id
    LEFT JOIN contact ON contact.id = change.id
    JOIN capture AS after ON after.id = change.capture
    JOIN page ON page.id = coalesce(after.final_page, after.page)"""
_SINCE_MOMENT = f"{_ALL} WHERE change.confirmed_at >= ?"
# What the run's own captures showed, and what they made certain: a second 404 confirms an earlier one.
_SINCE_RUN = f"""{_ALL} WHERE after.run >= :run
    OR change.confirmed_at >= (SELECT started_at FROM run WHERE id = :run)"""  # noqa: S608
# One of the captures on both sides of a change is new, or the one that made it certain is.
_NEWS = f"""WITH fresh AS (SELECT * FROM capture WHERE run NOT IN (SELECT value FROM json_each(:runs)))
    {_ALL} WHERE change.capture IN (SELECT id FROM fresh) OR change.capture_before IN (SELECT id FROM fresh)
    OR EXISTS (SELECT 1 FROM fresh WHERE fresh.profile = change.profile AND fresh.captured_at = change.confirmed_at
               AND fresh.counted IN ('gone', 'missing'))"""  # noqa: S608
_OF_KEYS = f"{_ALL} WHERE change.event IN (SELECT value FROM json_each(?))"  # noqa: S608
_ORDER = " ORDER BY change.seen_at, change.profile, change.entity, change.id, change.field, change.event"


def changes(database: Path, since: str | None = None) -> list[Change]:
    """All changes in the order in which they were seen, or those since a day, a moment or a run.

    `since` is a day or a moment (2018-04-12, 12.04.2018, 2018-04-12T10:00:00Z), compared with the capture that made the
    change certain, or the id of a run: then what the captures of that run and of later ones showed.
    Raises UsageError for anything else.
    """
    with closing(connect(database)) as connection:
        if since is None:
            return _found(connection.execute(_ALL + _ORDER))
        if connection.execute("SELECT 1 FROM run WHERE id = ?", (since,)).fetchone():
            return _found(connection.execute(_SINCE_RUN + _ORDER, {"run": since}))
        return _found(connection.execute(_SINCE_MOMENT + _ORDER, (moment(since),)))


def moment(text: str) -> str:
    """A day or a moment as the database writes it; without a time zone it is UTC.  Raises UsageError."""
    try:
        return f"{written_moment(text):%Y-%m-%dT%H:%M:%SZ}"
    except ValueError as error:
        raise UsageError(f"--since: {error}; the id of a run in this workspace will do as well") from None


def news(database: Path, runs: Iterable[str], reported: Iterable[str]) -> list[Change]:
    """The changes to report: brought by a capture of another run than these, and not reported before.

    A change that only another reader sees between captures that were there before is none: the page did not change.
    """
    known = set(reported)
    with closing(connect(database)) as connection:
        found = _found(connection.execute(_NEWS + _ORDER, {"runs": json.dumps(sorted(runs))}))
    return [change for change in found if change.event not in known]


def changes_of(database: Path, events: Iterable[str]) -> list[Change]:
    """The changes with these keys; one that another reader no longer sees is missing."""
    with closing(connect(database)) as connection:
        return _found(connection.execute(_OF_KEYS + _ORDER, (json.dumps(sorted(events)),)))


def without_contacts(database: Path, changes: Sequence[Change]) -> list[Change]:
    """The changes as a database built without contacts has them; those of contacts alone are left out."""
    from jsiq_scrape.privacy.withheld import Withholding

    with closing(connect(database)) as connection:
        names = [
            row[0] for row in connection.execute("SELECT DISTINCT name FROM contact_version WHERE name IS NOT NULL")
        ]
    withholding = Withholding(names)
    public = (
        replace(
            change,
            old=withholding.changed(change.field, change.old),
            new=withholding.changed(change.field, change.new),
            title=withholding.changed(None, change.title),
        )
        for change in changes
        if change.entity != "contact"
    )
    return [change for change in public if change.field is None or change.old != change.new]


def _found(rows: sqlite3.Cursor) -> list[Change]:
    return [Change(*(*row[:-2], land_of(*row[-2:]))) for row in rows]
