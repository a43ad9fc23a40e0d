"""The quality gates between a new database and the one it would replace."""

import math
from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Connection

from pydantic import Field

from jsiq_scrape.tables.connection import connect
from jsiq_scrape.tables.model import ENTITIES, columns_of
from jsiq_scrape.toml_files import TomlTable

_SIDES = ("old", "main")


class Bounds(TomlTable):
    """How far a new build may fall behind the last one; section [gates] of sources.toml.

    A share below 1 means little where there are few rows, so each gate also has a number that it never minds.
    """

    evidence: int = Field(0, ge=0, description="Captures and readable bodies of the last build that may be missing")
    profiles: float = Field(0.05, ge=0, le=1, description="Share by which the number of profiles may fall")
    projects: float = Field(0.05, ge=0, le=1, description="Share by which the number of projects may fall")
    removals: float = Field(0.25, ge=0, le=1, description="Share of present profiles or projects that may be removed")
    fill: float = Field(0.10, ge=0, le=1, description="By how much the share of filled values of a field may fall")
    ids: float = Field(0.05, ge=0, le=1, description="Share of keys of profiles and projects that may be lost")
    unread: float = Field(0.05, ge=0, le=1, description="By how much the share of unread lines may rise")
    few: int = Field(5, ge=1, description="Rows fewer than this never fail a share")


@dataclass(frozen=True, slots=True)
class Gate:
    """What one gate measured."""

    name: str  # what --accept takes
    measured: float
    bound: float
    passed: bool
    message: str


def examine(new: Path, old: Path, bounds: Bounds, purged: Collection[str] = ()) -> list[Gate]:
    """All gates, for a new database and the one that it would replace.

    `purged` are digests of bodies that were taken out on purpose: they are not lost.
    """
    with closing(connect(new)) as connection:
        connection.execute("ATTACH DATABASE ? AS old", (f"{old.resolve().as_uri()}?mode=ro",))
        return [
            _evidence(connection, bounds, {digest[:16] for digest in purged}),
            *(_number(connection, name, bounds) for name in ("profile", "project")),
            *(_removals(connection, name, bounds) for name in ("profile", "project")),
            *_fill_rates(connection, bounds),
            _ids(connection, bounds),
            _unread(connection, bounds),
        ]


def _gate(name: str, measured: float, bound: float, missed: float, few: int, message: str) -> Gate:
    """A gate that passes within its bound, or where fewer than `few` rows are missed."""
    return Gate(name, measured, bound, measured <= bound or missed < few, message)


def _evidence(connection: Connection, bounds: Bounds, purged: set[str]) -> Gate:
    lost = _count(connection, "SELECT count(*) FROM old.capture WHERE id NOT IN (SELECT id FROM main.capture)")
    bodies = connection.execute(
        "SELECT id FROM old.body WHERE size IS NOT NULL"
        " AND id NOT IN (SELECT id FROM main.body WHERE size IS NOT NULL)",
    )
    lost += sum(body not in purged for (body,) in bodies)
    message = f"captures or bodies of the last build that are lost: {lost}"
    return _gate("evidence", lost, bounds.evidence, lost, 0, message)


def _number(connection: Connection, name: str, bounds: Bounds) -> Gate:
    before, now = (_count(connection, f'SELECT count(*) FROM {side}."{name}"') for side in _SIDES)  # noqa: S608
    bound: float = getattr(bounds, f"{name}s")
    lost = before - now
    missed = lost if now or not before else math.inf  # all of them are never few
    message = f"number of {name}s: {now} instead of {before}"
    return _gate(f"{name}s", lost / max(before, 1), bound, missed, bounds.few, message)


def _removals(connection: Connection, name: str, bounds: Bounds) -> Gate:
    before = _count(connection, f'SELECT count(*) FROM old."{name}" WHERE removed_at IS NULL')  # noqa: S608
    removed = _count(
        connection,
        f'SELECT count(*) FROM old."{name}" AS one JOIN main."{name}" AS other ON other.id = one.id'  # noqa: S608
        " WHERE one.removed_at IS NULL AND other.removed_at IS NOT NULL",
    )
    message = f"{name}s gone at once: {removed} of {before}"
    return _gate(f"removals:{name}", removed / max(before, 1), bounds.removals, removed, bounds.few, message)


def _fill_rates(connection: Connection, bounds: Bounds) -> Iterator[Gate]:
    for name, record in ENTITIES.items():
        before_names = {row[0] for row in connection.execute("SELECT name FROM pragma_table_info(?, 'old')", (name,))}
        columns = [column.name for column in columns_of(record) if column.name in before_names]  # a field may be new
        counted = ", ".join(["count(*)", *(f'count("{column}")' for column in columns)])
        (all_before, *before), (all_now, *now) = (
            connection.execute(f'SELECT {counted} FROM {side}."{name}"').fetchone()  # noqa: S608
            for side in _SIDES
        )
        for column, filled_before, filled in zip(columns, before, now, strict=True):
            was, rate = filled_before / max(all_before, 1), filled / max(all_now, 1)
            message = f"{name}.{column} is filled in {rate:.0%} of the rows instead of {was:.0%}"
            missed = was * all_now - filled
            yield _gate(f"fill:{name}.{column}", was - rate, bounds.fill, missed, bounds.few, message)


def _ids(connection: Connection, bounds: Bounds) -> Gate:
    old, new = (f"SELECT id FROM {side}.profile UNION ALL SELECT id FROM {side}.project" for side in _SIDES)  # noqa: S608
    before = _count(connection, f"SELECT count(*) FROM ({old})")  # noqa: S608
    lost = _count(connection, f"SELECT count(*) FROM ({old}) WHERE id NOT IN ({new})")  # noqa: S608
    message = f"keys of profiles and projects that are lost: {lost} of {before}"
    return _gate("ids", lost / max(before, 1), bounds.ids, lost, bounds.few, message)


def _unread(connection: Connection, bounds: Bounds) -> Gate:
    (unread_before, before), (unread, now) = (
        connection.execute(
            f"SELECT total(lines_unread), total(lines_total) FROM {side}.body"  # noqa: S608
            f" WHERE id IN (SELECT body FROM {side}.capture WHERE verdict = 'profile')"
        ).fetchone()
        for side in _SIDES
    )
    was, share = unread_before / max(before, 1), unread / max(now, 1)
    message = f"{share:.1%} of the lines are unread instead of {was:.1%}"
    return _gate("unread", share - was, bounds.unread, unread - unread_before, bounds.few, message)


def _count(connection: Connection, query: str) -> int:
    number: int = connection.execute(query).fetchone()[0]
    return number


#: The kinds of gates, which --accept takes as well as the name of a single gate of a kind ("fill:project.title").
KINDS = ("evidence", "profiles", "projects", "removals", "fill", "ids", "unread")


def accepted(gate: Gate, accept: tuple[str, ...]) -> bool:
    """Whether the user accepts that this gate fails: by its name, or by the part before the colon for all of a kind."""
    return gate.name in accept or gate.name.partition(":")[0] in accept
