"""What a release holds and what it lacks: counts, gaps against a list, and how the looks lie in time."""

import csv
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jsiq_scrape.errors import ConfigurationError, MissingFile
from jsiq_scrape.parse.folding import fold

_COLUMNS = {"municipality", "state", "ags"}


@dataclass(frozen=True, slots=True)
class Expected:
    """A municipality that somebody expects to be there; a row of expected.csv."""

    municipality: str
    state: str | None = None
    ags: str | None = None


@dataclass(frozen=True, slots=True)
class Gaps:
    """How a list of municipalities and the profiles fit."""

    expected: int
    missing: tuple[Expected, ...]
    unexpected: tuple[str, ...]  # keys of profiles that are not on the list


@dataclass(frozen=True, slots=True)
class Phase:
    """A row of view `coverage`."""

    phase: int
    begins: str
    ends: str
    expected: int
    found: int
    read: int
    with_projects: int
    missing: int
    basis: str


@dataclass(frozen=True, slots=True)
class Year:
    """Looks that show a profile, by the year in which the page looked so."""

    year: str
    looks: int
    profiles: int
    last: int  # profiles whose last look it holds


@dataclass(frozen=True, slots=True)
class Coverage:
    """All that the README of a release tells in numbers."""

    counts: dict[str, int]
    phases: tuple[Phase, ...]
    years: tuple[Year, ...]
    seen_once: int  # profiles that one look shows: nothing can be said of their changes
    archived: int  # looks that came from a web archive
    looks: int
    unread: tuple[tuple[str, int], ...]  # states of the roster other than read, with their numbers
    gaps: Gaps | None


def coverage(connection: sqlite3.Connection, expected: list[Expected] | None) -> Coverage:
    """Counted in a database."""
    counted = ("profile", "project", "funding_area", "institution", "contact", "change", "capture", "body", "claim")
    shown = "FROM capture WHERE counted IN ('shown', 'stale')"
    return Coverage(
        {name: _number(connection, f'SELECT count(*) FROM "{name}"') for name in counted},  # noqa: S608
        tuple(Phase(*row) for row in connection.execute("SELECT * FROM coverage ORDER BY phase")),
        tuple(
            Year(*row)
            for row in connection.execute(
                "SELECT substr(captured_at, 1, 4) AS year, count(*), count(DISTINCT profile), "  # noqa: S608
                f"(SELECT count(*) FROM profile WHERE substr(last_verified, 1, 4) = substr(captured_at, 1, 4)) {shown} "
                "GROUP BY year ORDER BY year"
            )
        ),
        _number(connection, f"SELECT count(*) FROM (SELECT 1 {shown} GROUP BY profile HAVING count(*) = 1)"),  # noqa: S608
        _number(connection, f"SELECT count(*) {shown} AND archive IS NOT NULL"),
        _number(connection, f"SELECT count(*) {shown}"),
        tuple(connection.execute("SELECT state, count(*) FROM roster WHERE state <> 'read' GROUP BY state ORDER BY 1")),
        None if expected is None else _gaps(connection, expected),
    )


def load_expected(path: Path) -> list[Expected]:
    """The rows of expected.csv: a column `municipality`, and `state` and `ags` where there are such.

    Raises MissingFile, or ConfigurationError when it is no such table.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            head = file.readline()
            file.seek(0)
            reader = csv.DictReader(file, delimiter=";" if head.count(";") > head.count(",") else ",")
            rows = [{name: (value or "").strip() for name, value in row.items() if name in _COLUMNS} for row in reader]
            names = set(reader.fieldnames or ())
    except FileNotFoundError as error:
        raise MissingFile(f"{path}: no such file") from error
    except (csv.Error, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path} is no CSV file in UTF-8: {error}") from error
    if "municipality" not in names:
        raise ConfigurationError(f"{path} has no column municipality; it may also have state and ags")
    return [
        Expected(row["municipality"], row.get("state") or None, row.get("ags") or None)
        for row in rows
        if row["municipality"]
    ]


def _gaps(connection: sqlite3.Connection, expected: list[Expected]) -> Gaps:
    """By name first; by key where both sides have it once, because districts and towns may share that of a Kreis."""
    profiles = list(connection.execute("SELECT id, municipality, state, ags FROM profile ORDER BY id"))
    left = {row[0] for row in profiles}
    missing = []
    for one in expected:
        found = next(
            (
                id_
                for id_, municipality, state, _ in profiles
                if id_ in left
                and fold(municipality or "") == fold(one.municipality)
                and (one.state is None or state is None or fold(one.state) == fold(state))
            ),
            None,
        )
        if found is None:
            missing.append(one)
        else:
            left.discard(found)
    still = []
    for one in missing:
        same = [id_ for id_, _, _, ags in profiles if id_ in left and ags and ags == one.ags]
        if len(same) == 1 and sum(other.ags == one.ags for other in missing) == 1:
            left.discard(same[0])
        else:
            still.append(one)
    return Gaps(len(expected), tuple(still), tuple(sorted(left)))


def as_markdown(told: Coverage) -> Iterator[str]:
    """The section of a README."""
    yield "| phase | from | to | municipalities | with a look in it | with a project in it | missing |"
    yield "|---|---|---|---|---|---|---|"
    for phase in told.phases:
        yield (
            f"| {phase.phase} | {phase.begins} | {phase.ends} | {phase.expected} | {phase.read} "
            f"| {phase.with_projects} | {phase.missing} |"
        )
    yield ""
    if told.gaps is not None:
        found = told.gaps.expected - len(told.gaps.missing)
        yield f"Of {told.gaps.expected} municipalities on the list of expected ones {found} are here."
        if told.gaps.missing:
            yield ""
            yield "Missing:"
            yield ""
            for one in told.gaps.missing:
                yield f"- {one.municipality}" + (f" ({one.state})" if one.state else "")
        if told.gaps.unexpected:
            yield ""
            yield "Here, and not on the list: " + ", ".join(f"`{key}`" for key in told.gaps.unexpected)
    else:
        yield "No list of expected municipalities was given, so gaps are known as numbers only."
    if told.unread:
        yield ""
        states = ", ".join(f"{number} {state}" for state, number in told.unread)
        yield f"Addresses that are known and were not read at the last look: {states} (view `roster`)."


def bias_as_markdown(told: Coverage) -> Iterator[str]:
    """How the looks lie in time, and what that does to what can be said."""
    yield "| year | looks that show a profile | profiles seen | profiles seen last |"
    yield "|---|---|---|---|"
    for year in told.years:
        yield f"| {year.year} | {year.looks} | {year.profiles} | {year.last} |"
    yield ""
    yield (
        f"{told.archived} of {told.looks} looks come from web archives, which choose what they keep and when. "
        f"{told.seen_once} of {told.counts['profile']} profiles were seen once only: of these no change can be known. "
        "A profile shows what its page said at its last look (`last_verified`), not what held at the end of the "
        "programme; years with few looks have few changes for that reason alone. Weigh by `not_before` and `seen_at`, "
        "between which each change lies."
    )


def _number(connection: sqlite3.Connection, query: str) -> int:
    number: int = connection.execute(query).fetchone()[0]
    return number
