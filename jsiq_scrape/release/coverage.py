"""What a release holds and what it lacks: counts, gaps against a list, and how the captures lie in time."""

import sqlite3
from collections.abc import Iterator

#: The tables whose rows say how much a release holds.
COUNTED = ("profile", "project", "funding_area", "institution", "contact", "change", "capture", "body", "claim")
_SHOWING = "FROM capture WHERE counted IN ('shown', 'stale')"
#: Captures that show a profile, by the year of the page, with the profiles whose last capture it holds.
_YEARS = f"""SELECT substr(captured_at, 1, 4) AS year, count(*), count(DISTINCT profile),
    (SELECT count(*) FROM profile WHERE substr(last_verified, 1, 4) = substr(captured_at, 1, 4))
    {_SHOWING} GROUP BY year ORDER BY year"""  # noqa: S608
_SEEN_ONCE = f"SELECT count(*) FROM (SELECT 1 {_SHOWING} GROUP BY profile HAVING count(*) = 1)"  # noqa: S608


def coverage(connection: sqlite3.Connection) -> Iterator[str]:
    """The section of a README on what is missing, line by line."""
    phases = connection.execute(
        "SELECT phase, begins, ends, expected, found, read, missing, basis FROM coverage ORDER BY phase"
    ).fetchall()
    yield "| phase | from | to | municipalities | found | read in it | missing |"
    yield "|---|---|---|---|---|---|---|"
    yield from (_row(*phase[:-1]) for phase in phases)
    yield ""
    if any(phase[-1] == "expected.csv" for phase in phases):
        yield "Measured against a list of municipalities (table `expected`)."
        missing = connection.execute("SELECT phase, name, ags FROM expected WHERE profile IS NULL ORDER BY 1, 2, 3")
        lines = [f"- phase {phase}: {name} ({ags})" for phase, name, ags in missing]
        yield from ("", "No profile was found of:", "", *lines) if lines else ()
    else:
        yield "Measured against the numbers that the programme published; no list of municipalities (expected.csv) was"
        yield "given, so what is missing has no names."
    unread = connection.execute("SELECT count(*), state FROM roster WHERE state <> 'read' GROUP BY state ORDER BY 2")
    states = ", ".join(f"{number} {state}" for number, state in unread)
    if states:
        yield ""
        yield f"Addresses that are known and were not read at the last capture: {states} (view `roster`)."


def bias(connection: sqlite3.Connection) -> Iterator[str]:
    """The section on how the captures lie in time, and what that does to what can be said."""
    (captures, archived), (profiles,), (once,) = (
        connection.execute(query).fetchone()
        for query in (f"SELECT count(*), count(archive) {_SHOWING}", "SELECT count(*) FROM profile", _SEEN_ONCE)
    )
    yield "| year | captures that show a profile | profiles seen | profiles seen last |"
    yield "|---|---|---|---|"
    yield from (_row(*year) for year in connection.execute(_YEARS))
    yield ""
    yield (
        f"{archived} of {captures} captures come from web archives, which choose what they keep and when. "
        f"{once} of {profiles} profiles were seen once only: of these no change can be known. "
        "A profile shows what its page said at its last capture (`last_verified`), not what held at the end of the "
        "programme; years with few captures have few changes for that reason. Weigh by `not_before` and `seen_at`, "
        "between which each change lies."
    )


def _row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"
