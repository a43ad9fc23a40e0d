"""The form, the messages and the chart of a prepared question."""

import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, urlencode

from jsiq_scrape.database.sql import Parameter, Query
from jsiq_scrape.explore.value_evidence import rows
from jsiq_scrape.explore.web.charts import BLOCKS, Bar, Chart, Segment
from jsiq_scrape.explore.web.language import both, code, head, t
from jsiq_scrape.tables import ENTITIES

_DAY = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})", re.ASCII)
_GERMAN_DAY = re.compile(r"(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.(?P<year>[0-9]{4})", re.ASCII)
#: Bars of a chart at most; a chart of more cannot be read.
_BARS = 30
_COLOURS = ("bar", "no", "second", "unknown")
#: What questions say where a page says nothing.
_NOT_STATED = "keine Angabe"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form."""

    name: str
    label: str
    value: str
    kind: str
    options: tuple[tuple[str, str], ...]  # value and label; empty: free text
    problem: str | None

    @property
    def hint(self) -> str:
        """What a person may type."""
        return {"day": t("TT.MM.JJJJ", "YYYY-MM-DD"), "year": "2016", "number": "2"}.get(self.kind, "")


def fields(connection: sqlite3.Connection, query: Query, values: Mapping[str, str]) -> tuple[Field, ...]:
    """The form of a question as it is filled in."""
    asked = filled_in(query, values)
    return tuple(
        Field(
            parameter.name,
            t(parameter.german, parameter.english),
            asked[parameter.name],
            parameter.answer,
            _options(connection, query, parameter, asked),
            _problem(parameter, asked[parameter.name].strip()),
        )
        for parameter in query.parameters
    )


def filled_in(query: Query, values: Mapping[str, str]) -> dict[str, str]:
    """What the question is asked, with nothing where nothing was filled in."""
    return {parameter.name: values.get(parameter.name, "") for parameter in query.parameters}


def _options(
    connection: sqlite3.Connection, query: Query, parameter: Parameter, asked: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    name = parameter.name
    if parameter.answer == "block":
        return tuple((block.name, head(block.name, block)) for block in BLOCKS)
    if parameter.answer == "entity":
        return tuple((entity, code("entity", entity) or entity) for entity in ENTITIES)
    if parameter.answer == "land":
        found = connection.execute("SELECT DISTINCT coalesce(state, ?) FROM profile", (_NOT_STATED,))
    elif parameter.answer == "choice":
        found = connection.execute(f'SELECT DISTINCT "{name}" FROM ({query.sql})', {**asked, name: ""})  # noqa: S608  # files of ours
    else:
        return ()
    # What is asked for stands there even where nothing has it.
    values = {str(value) for (value,) in found} | {asked[name].strip()} - {""}
    return tuple((value, code(name, value) or value) for value in sorted(values))


def _problem(parameter: Parameter, value: str) -> str | None:
    """Why the value cannot be used; None where it can."""
    if not value:
        return None
    if parameter.answer == "day":
        written = _DAY.fullmatch(value) or _GERMAN_DAY.fullmatch(value)
        if written is None:
            return t(
                f"„{value}“ ist kein Datum: bitte als 31.12.2018 oder 2018-12-31.",
                f"“{value}” is no date: please as 2018-12-31.",
            )
        try:
            date(int(written["year"]), int(written["month"]), int(written["day"]))
        except ValueError:
            return t(f"Den Tag {value} gibt es nicht.", f"There is no day {value}.")
    if parameter.answer == "year" and not re.fullmatch(r"[0-9]{4}", value, re.ASCII):
        return t(f"„{value}“ ist kein Jahr.", f"“{value}” is no year.")
    if parameter.answer == "number" and not re.fullmatch(r"[0-9]{1,6}", value, re.ASCII):
        return t(f"„{value}“ ist keine Zahl.", f"“{value}” is no number.")
    return None


def chart(connection: sqlite3.Connection, query: Query, values: Mapping[str, str]) -> Chart | None:
    """The chart of a question's rows; None where it has none or there is nothing to draw."""
    drawn = query.chart
    if drawn is None:
        return None
    asked, counted = filled_in(query, values), drawn.bars == "count"
    selected = f'"{drawn.label}", count(*) AS zeilen' if counted else "*"
    tail = "GROUP BY 1 ORDER BY 2 DESC, 1" if counted else ""
    bars = []
    for found in rows(connection, f"SELECT {selected} FROM ({query.sql}) {tail} LIMIT {_BARS}", asked):  # noqa: S608  # files of ours
        row = {name: _NOT_STATED if value is None else str(value) for name, value in found.items()}
        segments = tuple(
            Segment(
                colour,
                head(column, None) if drawn.values else t("Zeilen", "rows"),
                int(row[column]),
                _address(drawn.rows, asked | row | {"part": part}) if int(row[column]) else None,
            )
            for colour, (column, part) in zip(_COLOURS, drawn.values or (("zeilen", ""),), strict=False)
        )
        bars.append(Bar(code(drawn.label, row[drawn.label]) or row[drawn.label], segments))
    return Chart(query.name, both(query.title), "", tuple(bars), drawn.bars == "side") if bars else None


def _address(template: str, values: Mapping[str, str]) -> str:
    """The page that lists the rows of a bar; what was not asked for is left out."""
    page, _, question = template.partition("?")
    filled = [(name, value.format_map(values)) for name, value in parse_qsl(question)]
    terms = [
        (name.replace("__exact", "__isnull"), "1") if "__" in name and value == _NOT_STATED else (name, value)
        for name, value in filled
        if value
    ]
    return f"{page}?{urlencode(terms)}"
