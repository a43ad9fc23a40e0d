"""The quality gates between a new database and the one it would replace."""

from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Connection

from pydantic import Field

from jsiq_scrape.tables.connection import connect
from jsiq_scrape.tables.model import ENTITIES, columns_of
from jsiq_scrape.toml_files import TomlTable


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


def _evidence(connection: Connection, bounds: Bounds, purged: set[str]) -> Gate:
    captures = _number_of(connection, "SELECT count(*) FROM old.capture WHERE id NOT IN (SELECT id FROM main.capture)")
    bodies = connection.execute(
        "SELECT id FROM old.body WHERE size IS NOT NULL"
        " AND id NOT IN (SELECT id FROM main.body WHERE size IS NOT NULL)",
    )
    lost = captures + sum(body not in purged for (body,) in bodies)
    return Gate(
        "evidence",
        lost,
        bounds.evidence,
        lost <= bounds.evidence,
        f"captures or bodies of the last build that are lost: {lost}",
    )


def _number(connection: Connection, name: str, bounds: Bounds) -> Gate:
    before, now = _both(connection, f'SELECT count(*) FROM {{}}."{name}"')  # noqa: S608
    bound: float = getattr(bounds, f"{name}s")
    lost = before - now
    passed = (lost < bounds.few and (now > 0 or before == 0)) or lost <= bound * before
    return Gate(f"{name}s", lost / max(before, 1), bound, passed, f"number of {name}s: {now} instead of {before}")


def _removals(connection: Connection, name: str, bounds: Bounds) -> Gate:
    before = _number_of(connection, f'SELECT count(*) FROM old."{name}" WHERE removed_at IS NULL')  # noqa: S608
    removed = _number_of(
        connection,
        f'SELECT count(*) FROM old."{name}" AS one JOIN main."{name}" AS other ON other.id = one.id'  # noqa: S608
        " WHERE one.removed_at IS NULL AND other.removed_at IS NOT NULL",
    )
    share = removed / max(before, 1)
    passed = removed < bounds.few or share <= bounds.removals
    return Gate(f"removals:{name}", share, bounds.removals, passed, f"{name}s gone at once: {removed} of {before}")


def _fill_rates(connection: Connection, bounds: Bounds) -> Iterator[Gate]:
    for name, record in ENTITIES.items():
        before_names = {row[0] for row in connection.execute("SELECT name FROM pragma_table_info(?, 'old')", (name,))}
        columns = [column for column in columns_of(record) if column.name in before_names]  # a field may be new
        counted = ", ".join(["count(*)", *(f'count("{column.name}")' for column in columns)])
        before, now = (
            connection.execute(f'SELECT {counted} FROM {side}."{name}"').fetchone()  # noqa: S608
            for side in ("old", "main")
        )
        for index, column in enumerate(columns, 1):
            rates = before[index] / max(before[0], 1), now[index] / max(now[0], 1)
            fall = rates[0] - rates[1]
            missed = rates[0] * now[0] - now[index]
            yield Gate(
                f"fill:{name}.{column.name}",
                fall,
                bounds.fill,
                fall <= bounds.fill or missed < bounds.few,
                f"{name}.{column.name} is filled in {rates[1]:.0%} of the rows instead of {rates[0]:.0%}",
            )


def _ids(connection: Connection, bounds: Bounds) -> Gate:
    both = "SELECT id FROM {0}.profile UNION ALL SELECT id FROM {0}.project"
    before = _number_of(connection, f"SELECT count(*) FROM ({both.format('old')})")  # noqa: S608
    lost = _number_of(
        connection,
        f"SELECT count(*) FROM ({both.format('old')}) WHERE id NOT IN ({both.format('main')})",  # noqa: S608
    )
    share = lost / max(before, 1)
    passed = lost < bounds.few or share <= bounds.ids
    return Gate("ids", share, bounds.ids, passed, f"keys of profiles and projects that are lost: {lost} of {before}")


def _unread(connection: Connection, bounds: Bounds) -> Gate:
    before, now = (
        connection.execute(
            f"SELECT total(lines_unread), total(lines_total) FROM {side}.body"  # noqa: S608
            f" WHERE id IN (SELECT body FROM {side}.capture WHERE verdict = 'profile')"
        ).fetchone()
        for side in ("old", "main")
    )
    shares = before[0] / max(before[1], 1), now[0] / max(now[1], 1)
    rise = shares[1] - shares[0]
    passed = rise <= bounds.unread or now[0] - before[0] < bounds.few
    message = f"{shares[1]:.1%} of the lines are unread instead of {shares[0]:.1%}"
    return Gate("unread", rise, bounds.unread, passed, message)


def _both(connection: Connection, query: str) -> tuple[int, int]:
    return _number_of(connection, query.format("old")), _number_of(connection, query.format("main"))


def _number_of(connection: Connection, query: str) -> int:
    number: int = connection.execute(query).fetchone()[0]
    return number


#: The kinds of gates, which --accept takes as well as the name of a single gate of a kind ("fill:project.title").
KINDS = ("evidence", "profiles", "projects", "removals", "fill", "ids", "unread")


def accepted(gate: Gate, accept: tuple[str, ...]) -> bool:
    """Whether the user accepts that this gate fails: by its name, or by the part before the colon for all of a kind."""
    return gate.name in accept or gate.name.partition(":")[0] in accept
