"""The programme at a glance: numbers and charts, each of them with the page that lists exactly what it counts."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from jsiq_scrape.database.sql import queries
from jsiq_scrape.explore.web.charts import BLOCKS, Bar, Chart, Segment
from jsiq_scrape.explore.web.language import both, code, head, t
from jsiq_scrape.explore.web.questions import chart
from jsiq_scrape.tables import Column

#: The answers as views give them, with the class of their colour.
ANSWERS = {"ja": "yes", "nein": "no", "keine Angabe": "unknown"}


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a table or view under conditions that Datasette's addresses know too."""

    table: str
    equal: tuple[tuple[str, str], ...] = ()
    empty: tuple[str, ...] = ()
    starts: tuple[tuple[str, str], ...] = ()

    @property
    def address(self) -> str:
        """The page below the database that lists them."""
        asked = [(f"{name}__exact", value) for name, value in self.equal]
        asked += [(f"{name}__isnull", "1") for name in self.empty]
        asked += [(f"{name}__startswith", value) for name, value in self.starts]
        return f"{self.table}?{urlencode(asked)}" if asked else self.table

    def where(self, column: str, value: str | None) -> "Rows":
        """Those of them with that value."""
        if value is None:
            return replace(self, empty=(*self.empty, column))
        return replace(self, equal=(*self.equal, (column, value)))

    def by(self, connection: sqlite3.Connection, expression: str) -> dict[str | None, int]:
        """How many there are for each value of an expression."""
        conditions = [f'CAST("{name}" AS TEXT) = ?' for name, _ in self.equal]
        conditions += [f'"{name}" IS NULL' for name in self.empty]
        conditions += [f'substr("{name}", 1, {len(value)}) = ?' for name, value in self.starts]
        found = connection.execute(
            f'SELECT {expression}, count(*) FROM "{self.table}" WHERE {" AND ".join(conditions) or "1"} '  # noqa: S608  # names of ours
            "GROUP BY 1 ORDER BY 1",
            [value for _, value in (*self.equal, *self.starts)],
        )
        return {None if value is None else str(value): int(count) for value, count in found}

    def count(self, connection: sqlite3.Connection) -> int:
        """How many there are."""
        return sum(self.by(connection, "1").values())


@dataclass(frozen=True, slots=True)
class Number:
    """One number with its name and the page that lists what it counts."""

    name: str
    value: int
    address: str


@dataclass(frozen=True, slots=True)
class Overview:
    """What the start page shows."""

    numbers: tuple[Number, ...]
    seen_until: str | None
    charts: tuple[Chart, ...]
    examples: tuple[str, ...]  # what the search finds


#: What was still there when the pages were seen last.
OFFICES = Rows("profile_overview", empty=("removed_at",))
PROJECTS = Rows("project_overview", empty=("removed_at",))
CAPTURES = Rows("capture", equal=(("purpose", "profile"),))


def overview(connection: sqlite3.Connection) -> Overview:
    """The overview of a database."""
    areas = Rows("funding_area", empty=("removed_at",))
    offices = OFFICES.by(connection, "state")
    return Overview(
        numbers=(
            Number(t("Stellen", "offices"), sum(offices.values()), OFFICES.address),
            Number(t("Projekte", "projects"), PROJECTS.count(connection), PROJECTS.address),
            Number(t("Fördergebiete", "funding areas"), areas.count(connection), areas.address),
            Number(t("Institutionen", "institutions"), Rows("institution").count(connection), "institution"),
            Number(t("Änderungen", "changes"), Rows("change_detail").count(connection), "change_detail"),
            Number(t("Abrufe von Profilseiten", "captures of profiles"), CAPTURES.count(connection), CAPTURES.address),
        ),
        seen_until=connection.execute("SELECT max(last_verified) FROM profile").fetchone()[0],
        charts=(_blocks(connection), *_years(connection), _states(offices), _captures(connection)),
        examples=_examples(connection),
    )


def _examples(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Searches that find something: a town, a postal code, an institution and a title."""
    found = connection.execute(
        """SELECT (SELECT city FROM profile WHERE removed_at IS NULL AND city IS NOT NULL ORDER BY id LIMIT 1)
        UNION ALL SELECT (SELECT postal_code FROM profile WHERE postal_code IS NOT NULL ORDER BY id LIMIT 1)
        UNION ALL SELECT (SELECT name FROM institution WHERE length(name) < 40 ORDER BY id LIMIT 1)
        UNION ALL SELECT (SELECT title FROM project WHERE length(title) < 40 ORDER BY id LIMIT 1)"""
    )
    return tuple(example for (example,) in found if example)


def _blocks(connection: sqlite3.Connection) -> Chart:
    def bar(column: Column) -> Bar:
        name = column.name
        found = PROJECTS.by(connection, f'"{name}"')
        segments = (
            Segment(colour, code(name, answer) or answer, found.get(answer, 0), PROJECTS.where(name, answer).address)
            for answer, colour in ANSWERS.items()
        )
        return Bar(head(name, column), tuple(segments))

    return Chart(
        "bausteine",
        t("Bausteine der Projekte", "Building blocks of the projects"),
        t("Projekte, die zuletzt noch auf den Seiten standen", "projects that still stood on the pages when last seen"),
        tuple(bar(column) for column in BLOCKS),
    )


def _years(connection: sqlite3.Connection) -> list[Chart]:
    """The chart of the question for projects by year, where there are any."""
    query = next(one for one in queries() if one.name == "projekte_nach_jahr")
    drawn = chart(connection, query, {})
    return [replace(drawn, note=both(query.description))] if drawn is not None else []


def _states(offices: dict[str | None, int]) -> Chart:
    counted = sorted(offices.items(), key=lambda item: (-item[1], item[0] or ""))
    return _counts(
        "stellen-nach-land",
        t("Stellen nach Land", "Offices by Land"),
        t("Koordinierungsstellen, die zuletzt noch da waren", "coordination offices still there when last seen"),
        t("Stellen", "offices"),
        [(state or t("keine Angabe", "not stated"), count, OFFICES.where("state", state)) for state, count in counted],
    )


def _captures(connection: sqlite3.Connection) -> Chart:
    years = CAPTURES.by(connection, "substr(captured_at, 1, 4)")
    return _counts(
        "abrufe-nach-jahr",
        t("Abrufe von Profilseiten je Jahr", "Captures of profile pages by year"),
        t("nach dem Zeitpunkt, zu dem die Seite so aussah", "by the moment at which the page looked so"),
        t("Abrufe", "captures"),
        [(str(year), count, replace(CAPTURES, starts=(("captured_at", str(year)),))) for year, count in years.items()],
    )


def _counts(name: str, title: str, note: str, noun: str, counted: Iterable[tuple[str, int, Rows]]) -> Chart:
    """A chart of one number a bar."""
    bars = (Bar(label, (Segment("bar", noun, count, rows.address),)) for label, count, rows in counted)
    return Chart(name, title, note, tuple(bars))
