"""The programme at a glance: the numbers and charts of the start page."""

import sqlite3
from dataclasses import dataclass

from jsiq_scrape.records import FieldKind, Project, fields_of, names_of


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart."""

    label: str
    value: int


@dataclass(frozen=True, slots=True)
class Answers:
    """How the present projects answer one yes/no question."""

    column: str
    label: str
    yes: int
    no: int
    unknown: int

    @property
    def total(self) -> int:
        return self.yes + self.no + self.unknown


@dataclass(frozen=True, slots=True)
class Overview:
    """What the start page shows."""

    numbers: tuple[tuple[str, int, str], ...]  # what, how many, the page that lists them
    last_capture: str | None
    blocks: tuple[Answers, ...]
    states: tuple[Bar, ...]
    projects_by_year: tuple[Bar, ...]
    captures_by_year: tuple[Bar, ...]


def overview(connection: sqlite3.Connection) -> Overview:
    """The overview of a database."""

    def count(statement: str) -> int:
        return int(connection.execute(statement).fetchone()[0])

    return Overview(
        numbers=(
            (
                "Koordinierungsstellen",
                count("SELECT count(*) FROM profile WHERE removed_at IS NULL"),
                "profile_overview",
            ),
            ("Projekte", count("SELECT count(*) FROM project WHERE removed_at IS NULL"), "project_overview"),
            (
                "Länder",
                count("SELECT count(DISTINCT state) FROM profile WHERE removed_at IS NULL"),
                "bausteine_nach_land",
            ),
            ("Institutionen", count("SELECT count(*) FROM institution"), "institutionen"),
            ("Fördergebiete", count("SELECT count(*) FROM funding_area WHERE removed_at IS NULL"), "funding_area"),
            ("Änderungen", count("SELECT count(*) FROM change"), "aenderungen_seit"),
            ("Blicke auf Seiten", count("SELECT count(*) FROM capture WHERE purpose = 'profile'"), "capture"),
        ),
        last_capture=connection.execute("SELECT max(captured_at) FROM capture").fetchone()[0],
        blocks=tuple(
            _answers(connection, name, fields_of(Project)[name].german) for name in names_of(Project, FieldKind.YES_NO)
        ),
        states=_bars(
            connection,
            "SELECT coalesce(state, 'keine Angabe') AS land, count(*) FROM profile WHERE removed_at IS NULL "
            "GROUP BY land ORDER BY count(*) DESC, land",
        ),
        projects_by_year=_bars(
            connection,
            "WITH RECURSIVE years(year, last) AS (SELECT CAST(min(begins) AS INTEGER), CAST(max(ends) AS INTEGER) "
            "FROM phase UNION ALL SELECT year + 1, last FROM years WHERE year < last) "
            "SELECT year, (SELECT count(*) FROM project WHERE CAST(period_start AS INTEGER) <= year "
            "AND CAST(coalesce(period_end, last) AS INTEGER) >= year) FROM years",
        ),
        captures_by_year=_bars(
            connection,
            "SELECT substr(captured_at, 1, 4), count(*) FROM capture WHERE purpose = 'profile' GROUP BY 1 ORDER BY 1",
        ),
    )


def _answers(connection: sqlite3.Connection, column: str, label: str) -> Answers:
    yes, no, unknown = connection.execute(
        f'SELECT count(CASE "{column}" WHEN 1 THEN 1 END), count(CASE "{column}" WHEN 0 THEN 1 END), '  # noqa: S608  # a name of ours
        f'count(*) - count("{column}") FROM project WHERE removed_at IS NULL'
    ).fetchone()
    return Answers(column, label, yes, no, unknown)


def _bars(connection: sqlite3.Connection, statement: str) -> tuple[Bar, ...]:
    return tuple(Bar(str(label), int(value)) for label, value in connection.execute(statement))
