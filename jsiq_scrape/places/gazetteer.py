"""The lists of places that ship with the package, read when they are first needed.

The folded spellings stand in the files: folding 10,000 names at every start would take half a second.

Sources and licences stand in the file NOTICE beside the data.
"""

import csv
import gzip
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jsiq_scrape.places.naming import Sort, fold

Point = tuple[float, float]

#: The first two digits of a key name the Land.
STATES: dict[str, str] = {
    "01": "Schleswig-Holstein",
    "02": "Hamburg",
    "03": "Niedersachsen",
    "04": "Bremen",
    "05": "Nordrhein-Westfalen",
    "06": "Hessen",
    "07": "Rheinland-Pfalz",
    "08": "Baden-Württemberg",
    "09": "Bayern",
    "10": "Saarland",
    "11": "Berlin",
    "12": "Brandenburg",
    "13": "Mecklenburg-Vorpommern",
    "14": "Sachsen",
    "15": "Sachsen-Anhalt",
    "16": "Thüringen",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One Kreis, kreisfreie Stadt or municipality."""

    ags: str  # 5 digits, of the Kreis it is or lies in
    name: str  # as the official list has it, without the sort behind a comma
    sort: Sort  # KREIS, FREE_CITY, or TOWN for a municipality inside a Kreis
    point: Point


@dataclass(frozen=True, slots=True)
class District:
    """A part of a city state that has an office of its own."""

    ags: str
    within: str  # folded name of the city


@cache
def kreise() -> dict[str, Entry]:
    """The 401 Kreise and kreisfreie Städte by key; a kreisfreie Stadt has its point as a municipality."""
    return {row[0]: _entry(row[0], row[1], row[2], row[3]) for row in _rows("kreise.tsv.gz")}


def named(name: str, *, kreis_only: bool) -> list[Entry]:
    """The places that bear a folded name, whole or without its qualifier."""
    found = [kreise()[ags] for ags in _kreis_index().get(name, ())]
    if not kreis_only:
        found += [_entry(ags[:5], Sort.TOWN, town, point) for ags, town, point in _town_index().get(name, ())]
    return found


@cache
def _kreis_index() -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for ags, _, _, _, spellings in _rows("kreise.tsv.gz"):
        for spelling in spellings.split("|"):
            found[spelling].append(ags)
    return found


@cache
def _town_index() -> dict[str, list[tuple[str, str, str]]]:
    found: defaultdict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for ags, name, point, spellings in _rows("gemeinden.tsv.gz"):
        for spelling in spellings.split("|"):
            found[spelling].append((ags, name, point))
    return found


@cache
def aliases() -> dict[str, tuple[Entry, ...]]:
    """Names that offices use and the official lists do not hold."""
    return {fold(name): (kreise()[ags],) for name, ags, within in _alias_rows() if not within}


@cache
def districts() -> dict[str, tuple[District, ...]]:
    """The districts of Berlin and Hamburg by folded name."""
    found: defaultdict[str, list[District]] = defaultdict(list)
    for name, ags, within in _alias_rows():
        if within:
            found[fold(name)].append(District(ags, fold(within)))
    return {name: tuple(entries) for name, entries in found.items()}


def kreise_of(postal_code: str | None) -> frozenset[str]:
    """The keys of the Kreise in which a postal code lies; empty for an unknown one."""
    keys = _postal_codes().get((postal_code or "").strip())
    return frozenset(keys.split(" ")) if keys else frozenset()


@cache
def _postal_codes() -> dict[str, str]:
    return {row[0]: row[1] for row in _rows("postal_codes.tsv.gz")}


def _entry(ags: str, sort: str, name: str, point: str) -> Entry:
    latitude, _, longitude = point.partition(" ")
    return Entry(ags, name, Sort(sort), (float(latitude), float(longitude)))


def _rows(file: str) -> Iterator[list[str]]:
    text = gzip.decompress((files(__package__) / file).read_bytes()).decode()
    return (line.split("\t") for line in text.splitlines())


def _alias_rows() -> Iterator[tuple[str, str, str]]:
    rows = csv.reader((files(__package__) / "aliases.csv").read_text(encoding="utf-8").splitlines())
    next(rows)
    return ((name, ags, within) for name, ags, within in rows)
