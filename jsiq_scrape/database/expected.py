"""expected.csv: the municipalities that somebody knows to have taken part, and which profiles are theirs."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from jsiq_scrape.csv_files import rows_of
from jsiq_scrape.errors import ConfigurationError
from jsiq_scrape.places.naming import divide, fold
from jsiq_scrape.programme import programme
from jsiq_scrape.tables import table
from jsiq_scrape.tables.rows import Rows

COLUMNS = ("ags", "name", "phase", "source")


@dataclass(frozen=True, slots=True)
class Expected:
    """One municipality in one phase; a row of expected.csv."""

    ags: str  # official key of the municipality (8 digits) or its Kreis (5)
    name: str
    phase: int
    source: str  # where somebody read that


@dataclass(frozen=True, slots=True)
class Found:
    """What a profile is known by."""

    id: str
    municipality: str | None
    ags: str | None  # of its Kreis


def load_expected(path: Path | None) -> list[Expected]:
    """The rows of the file, [] without one.  Raises ConfigurationError, which names file and line."""
    if path is None:
        return []
    found: dict[tuple[int, str, str], Expected] = {}
    for place, cells in rows_of(path, COLUMNS[:3]):
        one = _expected(cells, place)
        if found.setdefault((one.phase, one.ags, one.name), one) is not one:
            raise ConfigurationError(f"{place}: {one.name} stands there twice")
    return list(found.values())


def assign(expected: Iterable[Expected], profiles: Iterable[Found]) -> list[tuple[Expected, str | None]]:
    """Each row with the profile that is that municipality's, or None.

    By name within the Land first; then by the Kreis, where one municipality and one profile of it are left.
    """
    rows, known = list(expected), sorted(profiles, key=lambda profile: profile.id)
    by_municipality: dict[tuple[str, str], str | None] = dict.fromkeys((one.ags, one.name) for one in rows)
    free = list(known)
    for key in by_municipality:
        ags, name = key
        for profile in free:
            if profile.ags and profile.ags[:2] != ags[:2]:
                continue
            if profile.municipality and _name(profile.municipality) == _name(name):
                by_municipality[key] = profile.id
                free.remove(profile)
                break
    for key, (ags, _) in ((key, key) for key, profile in list(by_municipality.items()) if profile is None):
        rivals = [other for other, profile in by_municipality.items() if profile is None and other[0][:5] == ags[:5]]
        own = [profile for profile in free if profile.ags == ags[:5]]
        if len(rivals) == len(own) == 1:
            by_municipality[key] = own[0].id
            free.remove(own[0])
    return [(one, by_municipality[one.ags, one.name]) for one in rows]


def expected_rows(wanted: Iterable[Expected], rows: Rows) -> None:
    """The rows of table `expected`; those of table `profile` must be there."""
    columns = [table("profile").names.index(name) for name in ("id", "municipality", "ags")]
    second = table("profile").names.index("earlier_profile")
    profiles = [
        Found(*(row[column] for column in columns))  # type: ignore[arg-type]
        for row in rows.by_table.get("profile", [])
        if row[second] is None
    ]
    for one, profile in assign(wanted, profiles):
        rows.add("expected", asdict(one) | {"profile": profile})


def _expected(row: Mapping[str, str], place: str) -> Expected:
    ags = row.get("ags", "").replace(" ", "")
    if len(ags) in (4, 7):  # spreadsheets drop the zero of Schleswig-Holstein and its neighbours
        ags = f"0{ags}"
    if not re.fullmatch("[0-9]{5}([0-9]{3})?", ags, re.ASCII):
        raise ConfigurationError(f"{place}: AGS {row.get('ags')!r} has neither 8 digits nor the 5 of a Kreis")
    phases = [str(one.number) for one in programme().phases]
    if row.get("phase") not in phases:
        raise ConfigurationError(f"{place}: phase {row.get('phase')!r} is none of {', '.join(phases)}")
    if not row.get("name"):
        raise ConfigurationError(f"{place}: the name is missing")
    return Expected(ags, row["name"], int(row["phase"]), row.get("source", ""))


def _name(municipality: str) -> tuple[str, str]:
    sort, bare = divide(fold(municipality))
    return sort.name, bare
