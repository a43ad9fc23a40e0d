"""The map: the outlines of the Länder and a point for each office, drawn as SVG."""

import math
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jsiq_scrape.explore.value_evidence import rows

#: The projection of laender.tsv, which says it in its first line.
_WEST, _NORTH, _SCALE, _LATITUDE = 5.7, 55.2, 64.0, 51.2
WIDTH, HEIGHT = 385, 515


@dataclass(frozen=True, slots=True)
class Point:
    """One office on the map."""

    x: float
    y: float
    profile: str
    name: str
    land: str | None
    projects: int


@dataclass(frozen=True, slots=True)
class Map:
    """Outlines by Land, and points."""

    outlines: tuple[tuple[str, str], ...]
    points: tuple[Point, ...]
    width: int = WIDTH
    height: int = HEIGHT


def draw(connection: sqlite3.Connection, question: str, asked: Mapping[str, str] | None = None) -> Map:
    """The map of the rows of a question that names latitude and longitude."""
    return Map(
        outlines(),
        tuple(
            Point(
                *place(row["latitude"], row["longitude"]),
                row["profile"],
                row["kommune"] or row["profile"],
                row["land"],
                row["projekte"],
            )
            for row in rows(connection, question, asked or {})
        ),
    )


def place(latitude: float, longitude: float) -> tuple[float, float]:
    """Where a point lies on the map."""
    x = (longitude - _WEST) * math.cos(math.radians(_LATITUDE)) * _SCALE
    return round(x, 1), round((_NORTH - latitude) * _SCALE, 1)


@cache
def outlines() -> tuple[tuple[str, str], ...]:
    """Name and SVG path of each Land."""
    text = files("jsiq_scrape.explore.web").joinpath("laender.tsv").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return tuple((name, path) for name, path in lines)
