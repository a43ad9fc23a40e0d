"""The form, the messages and the chart of a prepared question."""

import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from jsiq_scrape.database.sql import Parameter, Query
from jsiq_scrape.explore.web.language import both, code, codes, head, t
from jsiq_scrape.explore.web.overview import BLOCKS, Bar, Chart, Segment
from jsiq_scrape.records import FindingKind
from jsiq_scrape.tables import ENTITIES

_DAY = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})", re.ASCII)
_GERMAN_DAY = re.compile(r"(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.(?P<year>[0-9]{4})", re.ASCII)
#: Bars of a chart at most; a chart of more cannot be read.
_BARS = 30
_COLOURS = ("bar", "no", "second", "unknown")


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
    return tuple(_field(connection, parameter, values.get(parameter.name, "")) for parameter in query.parameters)


def _field(connection: sqlite3.Connection, parameter: Parameter, value: str) -> Field:
    return Field(
        parameter.name,
        t(parameter.german, parameter.english),
        value,
        parameter.answer,
        _options(connection, parameter),
        _problem(parameter, value.strip()),
    )


def _options(connection: sqlite3.Connection, parameter: Parameter) -> tuple[tuple[str, str], ...]:
    if parameter.answer == "land":
        found = connection.execute("SELECT DISTINCT state FROM profile WHERE state IS NOT NULL ORDER BY 1")
        return tuple((land, land) for (land,) in found)
    if parameter.answer == "block":
        return tuple((block.name, head(block.name, block)) for block in BLOCKS)
    if parameter.answer == "entity":
        return tuple((entity, code("entity", entity) or entity) for entity in ENTITIES)
    if parameter.answer == "finding":
        return tuple((kind.value, t(*codes("art")[kind.value])) for kind in FindingKind)
    return ()


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
    if query.chart is None:
        return None
    label, columns = query.chart.label, query.chart.values
    asked = {parameter.name: values.get(parameter.name, "") for parameter in query.parameters}
    if query.chart.bars == "count":
        selected, tail = "count(*)", f'GROUP BY "{label}" ORDER BY 2 DESC, 1'
    else:
        selected, tail = ", ".join(f'"{name}"' for name in columns), ""
    found = connection.execute(
        f"SELECT coalesce(\"{label}\", 'keine Angabe'), {selected} FROM ({query.sql}) {tail} LIMIT {_BARS}",  # noqa: S608  # files of ours
        asked,
    ).fetchall()
    if not found:
        return None
    names = [head(name, None) for name in columns] or [t("Zeilen", "rows")]
    bars = tuple(
        Bar(
            code(label, str(name)) or str(name),
            tuple(Segment(*part, None) for part in zip(_COLOURS, names, map(int, numbers), strict=False)),
        )
        for name, *numbers in found
    )
    return Chart(query.name, both(query.title), "", bars, side=query.chart.bars == "side")
