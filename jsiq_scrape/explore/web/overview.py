"""The programme at a glance: numbers and charts, each of them with the page that lists exactly what it counts."""

import sqlite3
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from jsiq_scrape.explore.web.language import code, codes, head, t
from jsiq_scrape.records import Project
from jsiq_scrape.tables import Column, Kind
from jsiq_scrape.tables.model import columns_of

#: The building blocks of a project: its yes/no columns.
BLOCKS = tuple(column for column in columns_of(Project) if column.kind is Kind.BOOLEAN)
#: The answers as views give them, with the class of their colour.
ANSWERS = {"ja": "yes", "nein": "no", "keine Angabe": "unknown"}
#: The longest label of a bar that has room before it.
_LONGEST = 22


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
class Segment:
    """A part of a bar."""

    colour: str
    name: str
    value: int
    address: str | None


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart."""

    label: str
    segments: tuple[Segment, ...]

    @property
    def total(self) -> int:
        return sum(segment.value for segment in self.segments)


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of bars; its key names the colours where there are several."""

    name: str
    title: str
    note: str
    bars: tuple[Bar, ...]
    side: bool = False  # the parts of a bar stand below each other, because they overlap

    @property
    def key(self) -> dict[str, str]:
        """What each colour means."""
        return {segment.colour: segment.name for bar in self.bars for segment in bar.segments}

    @property
    def above(self) -> bool:
        """True if the labels stand above the bars, because they are too long to stand before them."""
        return self.side or any(len(bar.label) > _LONGEST for bar in self.bars)

    @property
    def height(self) -> int:
        """How high it is drawn."""
        bars = sum(18 * len(bar.segments) + 4 if self.side else 24 for bar in self.bars)
        return 8 + bars + (18 * len(self.bars) if self.above else 0)

    @property
    def most(self) -> int:
        """The length of the longest bar."""
        parts = [segment.value for bar in self.bars for segment in bar.segments]
        return max(parts if self.side else [bar.total for bar in self.bars], default=0) or 1


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
        charts=(_blocks(connection), _years(connection), _states(offices), _captures(connection)),
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
        found = PROJECTS.by(connection, f'"{column.name}"')
        return Bar(
            head(column.name, column),
            tuple(
                Segment(
                    colour,
                    code(column.name, answer) or answer,
                    found.get(answer, 0),
                    PROJECTS.where(column.name, answer).address,
                )
                for answer, colour in ANSWERS.items()
            ),
        )

    return Chart(
        "bausteine",
        t("Bausteine der Projekte", "Building blocks of the projects"),
        t("Projekte, die zuletzt noch auf den Seiten standen", "projects that still stood on the pages when last seen"),
        tuple(bar(column) for column in BLOCKS),
    )


def _years(connection: sqlite3.Connection) -> Chart:
    """Projects by the years of their period; those of which one end is unknown are counted apart."""
    colours = {"within": "bar", "end_unknown": "no", "start_unknown": "second", "unknown": "unknown"}
    bars: dict[str | None, list[Segment]] = {}
    for certainty, colour in colours.items():
        rows = Rows("project_year").where("certainty", certainty)
        name = t(*codes("certainty")[certainty])
        for year, count in rows.by(connection, "year").items():
            bars.setdefault(year, []).append(Segment(colour, name, count, rows.where("year", year).address))
    return Chart(
        "projekte-nach-jahr",
        t("Projekte nach Jahr", "Projects by year"),
        t(
            "Projekte, deren Zeitraum in das Jahr reicht; fehlt das Ende, steht das Projekt nur im Jahr seines Beginns",
            "projects whose period reaches into the year; without an end, only in the year of the start",
        ),
        tuple(
            Bar(year or t("unbekannt", "unknown"), tuple(bars[year]))
            for year in sorted(bars, key=lambda year: (year is None, year))
        ),
    )


def _states(offices: dict[str | None, int]) -> Chart:
    return Chart(
        "stellen-nach-land",
        t("Stellen nach Land", "Offices by Land"),
        t("Koordinierungsstellen, die zuletzt noch da waren", "coordination offices still there when last seen"),
        tuple(
            Bar(
                state or t("keine Angabe", "not stated"),
                (Segment("bar", t("Stellen", "offices"), count, OFFICES.where("state", state).address),),
            )
            for state, count in sorted(offices.items(), key=lambda item: (-item[1], item[0] or ""))
        ),
    )


def _captures(connection: sqlite3.Connection) -> Chart:
    years = CAPTURES.by(connection, "substr(captured_at, 1, 4)")

    def in_year(year: str) -> Rows:
        return replace(CAPTURES, starts=(("captured_at", year),))

    return Chart(
        "abrufe-nach-jahr",
        t("Abrufe von Profilseiten je Jahr", "Captures of profile pages by year"),
        t("nach dem Zeitpunkt, zu dem die Seite so aussah", "by the moment at which the page looked so"),
        tuple(
            Bar(str(year), (Segment("bar", t("Abrufe", "captures"), count, in_year(str(year)).address),))
            for year, count in years.items()
        ),
    )
