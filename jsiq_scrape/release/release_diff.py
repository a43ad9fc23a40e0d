"""What differs between two releases of the dataset, by its cause: the page, the captures, or the reader."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from pathlib import Path

from jsiq_scrape.errors import MissingFile
from jsiq_scrape.explore.plain_text import escaped, shortened
from jsiq_scrape.records import FundingArea, Place, Profile, Project, fields_of
from jsiq_scrape.release.differences import Cell, Difference, compare
from jsiq_scrape.release.formats.checksums import check_release
from jsiq_scrape.tables.connection import connect

#: What is compared of each entry; times, positions and keys of rows follow from the evidence and are left out.
_FIELDS = {
    "profile": frozenset({*fields_of(Profile), *fields_of(Place), "removed_at"}),
    "funding_area": frozenset({*fields_of(FundingArea), "removed_at"}),
    "project": frozenset({*fields_of(Project), "removed_at"}),
    "project_institution": frozenset(),
    "extra": frozenset({"text"}),
}
_VERSIONED = ("profile", "funding_area", "project")


class Cause(StrEnum):
    """Why a release says something else than the one before."""

    PAGE = "the page changed"  # a capture after the last one of the older release shows it
    CAPTURES = "new captures"  # captures that the older release did not have show what the page said all along
    READER = "the reader changed"  # both read it from the same body


@dataclass(frozen=True, slots=True)
class Explained:
    """One difference between two releases, with its cause."""

    difference: Difference
    profile: str
    cause: Cause


def differences(old: Path, new: Path) -> list[Explained]:
    """What differs, by cause, table and key.

    `old` and `new` are folders of releases, or databases.  Raises ReleaseError or DatabaseError, which name the file,
    when one of them is damaged or none of ours.
    """
    before, after = database_of(old), database_of(new)
    found = [
        one for one in compare(before, after, tuple(_FIELDS)) if one.column is None or one.column in _FIELDS[one.table]
    ]
    with closing(connect(before)) as one, closing(connect(after)) as other:
        asked = _Causes(one, other)
        explained = [Explained(difference, asked.profile(difference), asked.cause(difference)) for difference in found]
    order = list(Cause)
    return sorted(
        explained,
        key=lambda each: (order.index(each.cause), each.difference.table, [str(k) for k in each.difference.key]),
    )


def markdown(old: Path, new: Path, found: Sequence[Explained]) -> str:
    """For the changelog of the data."""
    from jsiq_scrape.release.reproduction import built_with

    before, after = built_with(database_of(old)), built_with(database_of(new))
    lines = [f"## {new.name}, compared with {old.name}", ""]
    lines += [f"{sum(each.cause is cause for each in found)} differences because {_BECAUSE[cause]}." for cause in Cause]
    unlike = [name for name in ("program", "reader", "vocabulary", "schema") if before.get(name) != after.get(name)]
    lines += ["", f"Built with another {', '.join(unlike)}." if unlike else "Both were built with the same reader."]
    for cause, group in groupby(found, key=lambda each: each.cause):
        lines += ["", f"### {cause.value[0].upper()}{cause.value[1:]}", ""]
        lines += [f"- {_line(each)}" for each in group]
    return "\n".join(lines) + "\n"


_BECAUSE = {
    Cause.PAGE: "the page changed",
    Cause.CAPTURES: "captures came in that were not known",
    Cause.READER: "the reader reads the same page differently",
}


def _line(each: Explained) -> str:
    difference = each.difference
    what = f"{difference.table.replace('_', ' ')} `{' '.join(map(str, difference.key))}`"
    if difference.column is None:
        return f"{what}: {difference.kind}"
    old, new = (None if value is None else str(value) for value in (difference.old, difference.new))
    if difference.column == "removed_at":
        return f"{what}: " + ("removed" if new else "is there again")
    return f"{what}: {difference.column} {escaped(shortened(old))} -> {escaped(shortened(new))}"


def database_of(path: Path) -> Path:
    """The database of a release, or the one that is named itself.  Raises ReleaseError or MissingFile."""
    if path.is_dir():
        check_release(path)
        return path / "jsiq.db"
    if not path.exists():
        raise MissingFile(f"{path}: no such release and no such database")
    return path


class _Causes:
    """Both databases, asked why they differ."""

    def __init__(self, old: sqlite3.Connection, new: sqlite3.Connection) -> None:
        self.old, self.new = old, new
        captures = {row[0] for row in old.execute("SELECT id FROM capture")}
        self._came: dict[str, int] = {}  # captures of a profile that only the newer release has
        for id_, profile in new.execute("SELECT id, profile FROM capture WHERE profile IS NOT NULL"):
            self._came[profile] = self._came.get(profile, 0) + (id_ not in captures)
        self._last = dict(
            old.execute("SELECT profile, max(captured_at) FROM capture WHERE counted IS NOT NULL GROUP BY 1")
        )
        known = {row[0] for row in old.execute("SELECT event FROM change")}
        self._changes: dict[str, set[str | None]] = {}  # entry -> fields that changed after the older release
        for event, profile, id_, field, seen_at in new.execute("SELECT event, profile, id, field, seen_at FROM change"):
            if event not in known and seen_at > self._last.get(profile, "9999"):
                self._changes.setdefault(id_, set()).add(field)

    def profile(self, difference: Difference) -> str:
        """The profile that an entry belongs to."""
        owner = _entry(difference)
        return owner.partition("--")[0]

    def cause(self, difference: Difference) -> Cause:
        """The page, when a later capture shows the change; the reader, when both read one body; else the captures."""
        entry, profile = _entry(difference), self.profile(difference)
        fields = self._changes.get(entry, set())
        whole = difference.column in (None, "removed_at")
        named = {"project_institution": "institutions"}.get(difference.table, difference.column)
        if (whole and None in fields) or named in fields or (whole and None in self._changes.get(profile, set())):
            return Cause.PAGE
        if difference.table == "extra" and any(str(field).startswith("extras[") for field in fields):
            return Cause.PAGE
        if profile not in self._last or not self._came.get(profile):
            return Cause.CAPTURES if profile not in self._last and self._came.get(profile) else Cause.READER
        bodies = [_body(connection, difference.table, entry) for connection in (self.old, self.new)]
        return Cause.READER if bodies[0] is not None and bodies[0] == bodies[1] else Cause.CAPTURES


def _entry(difference: Difference) -> str:
    """The entry that a row is about: an extra belongs to what its key begins with."""
    key = str(difference.key[0])
    return key.partition("--extra-")[0] if difference.table == "extra" else key


def _body(connection: sqlite3.Connection, table: str, entry: str) -> Cell:
    """The body that the present state of an entry was read from."""
    name = table if table in _VERSIONED else ("project" if "--" in entry else "profile")
    row = connection.execute(
        f'SELECT capture.body FROM "{name}_version" JOIN capture ON capture.id = capture '  # noqa: S608
        f'WHERE "{name}_version"."{name}" = ? ORDER BY version DESC LIMIT 1',
        (entry,),
    ).fetchone()
    return row[0] if row else None
