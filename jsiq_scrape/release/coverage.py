"""What a release holds and what it lacks: counts, gaps against a list, and how the captures lie in time."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phase:
    """A row of view `coverage`."""

    phase: int
    begins: str
    ends: str
    expected: int
    found: int
    read: int
    missing: int
    basis: str


@dataclass(frozen=True, slots=True)
class Year:
    """Captures that show a profile, by the year of the page."""

    year: str
    captures: int
    profiles: int
    last: int  # profiles whose last capture it holds


@dataclass(frozen=True, slots=True)
class Coverage:
    """All that the README of a release states in numbers."""

    counts: dict[str, int]
    phases: tuple[Phase, ...]
    years: tuple[Year, ...]
    seen_once: int  # profiles that one capture shows: nothing can be said of their changes
    archived: int  # captures that came from a web archive
    captures: int
    unread: tuple[tuple[str, int], ...]  # states of the roster other than read, with their numbers
    missing: tuple[tuple[int, str, str], ...]  # phase, name and key of the municipalities of expected.csv not found


def coverage(connection: sqlite3.Connection) -> Coverage:
    """Counted in a database."""
    counted = ("profile", "project", "funding_area", "institution", "contact", "change", "capture", "body", "claim")
    shown = "FROM capture WHERE counted IN ('shown', 'stale')"
    return Coverage(
        {name: _number(connection, f'SELECT count(*) FROM "{name}"') for name in counted},  # noqa: S608
        tuple(
            Phase(*row)
            for row in connection.execute(
                "SELECT phase, begins, ends, expected, found, read, missing, basis FROM coverage ORDER BY phase"
            )
        ),
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
        tuple(connection.execute("SELECT phase, name, ags FROM expected WHERE profile IS NULL ORDER BY 1, 2, 3")),
    )


def as_markdown(covered: Coverage) -> Iterator[str]:
    """The section of a README."""
    yield "| phase | from | to | municipalities | found | read in it | missing |"
    yield "|---|---|---|---|---|---|---|"
    for phase in covered.phases:
        yield (
            f"| {phase.phase} | {phase.begins} | {phase.ends} | {phase.expected} | {phase.found} "
            f"| {phase.read} | {phase.missing} |"
        )
    yield ""
    if any(phase.basis == "expected.csv" for phase in covered.phases):
        yield "Measured against a list of municipalities (table `expected`)."
        if covered.missing:
            yield ""
            yield "No profile was found of:"
            yield ""
            yield from (f"- phase {phase}: {name} ({ags})" for phase, name, ags in covered.missing)
    else:
        yield "Measured against the numbers that the programme published; no list of municipalities (expected.csv) was"
        yield "given, so what is missing has no names."
    if covered.unread:
        yield ""
        states = ", ".join(f"{number} {state}" for state, number in covered.unread)
        yield f"Addresses that are known and were not read at the last capture: {states} (view `roster`)."


def bias_as_markdown(covered: Coverage) -> Iterator[str]:
    """How the captures lie in time, and what that does to what can be said."""
    yield "| year | captures that show a profile | profiles seen | profiles seen last |"
    yield "|---|---|---|---|"
    for year in covered.years:
        yield f"| {year.year} | {year.captures} | {year.profiles} | {year.last} |"
    yield ""
    yield (
        f"{covered.archived} of {covered.captures} captures come from web archives, which choose what they "
        "keep and when. "
        f"{covered.seen_once} of {covered.counts['profile']} profiles were seen once only: of these no change can be "
        "known. "
        "A profile shows what its page said at its last capture (`last_verified`), not what held at the end of the "
        "programme; years with few captures have few changes for that reason. Weigh by `not_before` and `seen_at`, "
        "between which each change lies."
    )


def _number(connection: sqlite3.Connection, query: str) -> int:
    number: int = connection.execute(query).fetchone()[0]
    return number
