"""Which place a page means: its name first, then Land and postal code as witnesses.

The rules, in the order in which they apply:

1. The words before the name count: "Landkreis Kassel" is never the city of Kassel, "Stadt Düren" never the Kreis.
2. A witness that contradicts every place of that name ends the search with nothing: a name of one Kreis beside the
   postal code of another proves that one of the two is wrong, and the page does not say which.
3. One exception: the seat of a Kreis may stand in a kreisfreie Stadt beside it (Landkreis Kassel in 34117 Kassel), so
   its postal code does not contradict a name that says "Kreis".
4. "Stadt X" where a kreisfreie Stadt is called exactly X means that city: its namesakes are no towns.
5. Places of one name that the witnesses cannot distinguish give nothing.
6. The postal code alone counts only where the page names no municipality.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from math import cos, hypot, radians

from jsiq_scrape.places.gazetteer import STATES, Entry, Point, aliases, districts, kreise, kreise_of, named
from jsiq_scrape.places.naming import Sort, divide, fold, forms
from jsiq_scrape.records import Place

#: From the middle of a Kreis to the city in which its seat stands: of 24 such seats the farthest is 18 km off
#: (Mayen-Koblenz, in Koblenz); the next city of another region lies well beyond this.
SEAT_DISTANCE_KM = 25.0

UNKNOWN = Place()


class MatchedBy(StrEnum):
    """How a place was matched: the closed list of `Place.matched_by`."""

    KREIS_NAME = "kreis_name"  # the name is that of a Kreis or a kreisfreie Stadt
    CITY_NAME = "city_name"  # the name is that of a municipality inside a Kreis
    ALIAS = "alias"  # a district, a former Kreis or another name of aliases.csv
    POSTAL_CODE = "postal_code"  # the postal code chose between namesakes, or stood alone


@lru_cache(maxsize=4096)
def find(
    municipality: str | None, state: str | None, postal_code: str | None, city: str | None, office: str | None = None
) -> Place:
    """The Kreis key and a point of the municipality; all fields None where it is unknown or ambiguous.

    `office` is asked only where the page names no municipality, `city` only where it names neither.
    """
    land = _land(state)
    kreise_of_code = kreise_of(postal_code)
    if municipality and municipality.strip():
        return _by_name(municipality, land, kreise_of_code)
    place = _by_name(office, land, kreise_of_code) if office else UNKNOWN
    return _by_code(city, land, kreise_of_code) if place.ags is None else place


def _by_name(text: str, land: str | None, kreise_of_code: frozenset[str]) -> Place:
    for form in forms(text):
        sort, name = divide(form)
        if sort is not Sort.KREIS:
            district = _district(form, land, kreise_of_code)
            if district is not None:
                return _place(kreise()[district], MatchedBy.ALIAS)
        known = [entry for entry in named(name, kreis_only=sort is Sort.KREIS) if _fits(entry, sort)]
        if known:
            return _choose(known, sort, name, land, kreise_of_code)
        alias = aliases().get(form, ()) or aliases().get(name, ())
        if alias:
            return _choose(alias, Sort.UNSAID, name, land, kreise_of_code, MatchedBy.ALIAS)
    return UNKNOWN


def _fits(entry: Entry, sort: Sort) -> bool:
    if sort is Sort.UNSAID:
        return True
    if sort is Sort.TOWN:
        return entry.sort is not Sort.KREIS
    return entry.sort is sort


def _choose(
    known: Iterable[Entry],
    sort: Sort,
    name: str,
    land: str | None,
    kreise_of_code: frozenset[str],
    matched_by: MatchedBy | None = None,
) -> Place:
    in_land = [entry for entry in known if land is None or entry.ags[:2] == land]
    if sort is Sort.TOWN:
        exact = [entry for entry in in_land if entry.sort is Sort.FREE_CITY and fold(entry.name) == name]
        in_land = exact or in_land
    agreeing = [entry for entry in in_land if _agrees(entry, sort, kreise_of_code)]
    if len({entry.ags for entry in agreeing}) != 1:
        return UNKNOWN
    # "Düren" is the town and the Kreis around it: one key either way, and the bare name is the town's.
    chosen = [entry for entry in agreeing if entry.sort is not Sort.KREIS] or agreeing
    if matched_by is None:
        matched_by = MatchedBy.CITY_NAME if chosen[0].sort is Sort.TOWN else MatchedBy.KREIS_NAME
        if len({entry.ags for entry in in_land}) > 1:
            matched_by = MatchedBy.POSTAL_CODE
    # Two municipalities of one name in one Kreis: the key is certain, the point is not.
    return _place(chosen[0] if len(chosen) == 1 else kreise()[chosen[0].ags], matched_by)


def _agrees(entry: Entry, sort: Sort, kreise_of_code: frozenset[str]) -> bool:
    if not kreise_of_code or entry.ags in kreise_of_code:
        return True
    if entry.sort is not Sort.KREIS or (sort is Sort.UNSAID and fold(entry.name) in _city_names()):
        return False
    cities = (kreise()[ags] for ags in kreise_of_code if kreise()[ags].sort is Sort.FREE_CITY)
    return any(_kilometres(entry.point, city.point) <= SEAT_DISTANCE_KM for city in cities)


@lru_cache(maxsize=1)
def _city_names() -> frozenset[str]:
    return frozenset(fold(entry.name) for entry in kreise().values() if entry.sort is Sort.FREE_CITY)


def _by_code(city: str | None, land: str | None, kreise_of_code: frozenset[str]) -> Place:
    if len(kreise_of_code) != 1:  # unknown, or on both sides of a border
        return UNKNOWN
    entry = kreise()[next(iter(kreise_of_code))]
    if land is not None and entry.ags[:2] != land:
        return UNKNOWN
    namesakes = named(divide(fold(city))[1], kreis_only=False) if city else []
    if namesakes and all(namesake.ags != entry.ags for namesake in namesakes):
        return UNKNOWN
    return _place(entry, MatchedBy.POSTAL_CODE)


def _district(form: str, land: str | None, kreise_of_code: frozenset[str]) -> str | None:
    words = re.sub(r"\b(?:stadtbezirk|bezirksamt|bezirksverwaltung|bezirk|von|zu|stadt|d(?:er|es))\b", " ", form)
    words = " ".join(words.split())
    for city in ("berlin", "hamburg"):
        bare = " ".join(re.sub(rf"\b{city}\b", " ", words).split())
        for district in (*districts().get(words, ()), *districts().get(bare, ())):
            witnesses = (f" {city} " in f" {words} ", land == district.ags[:2], district.ags in kreise_of_code)
            denied = land not in (None, district.ags[:2]) or (kreise_of_code and district.ags not in kreise_of_code)
            if district.within == city and any(witnesses) and not denied:
                return district.ags
    return None


def _land(state: str | None) -> str | None:
    """The two digits of a Land; None where the text names none, which then is no witness."""
    words = re.sub(r"^(?:land|freistaat|freie(?: und)? hansestadt|bundesland) ", "", fold(state or ""))
    return _lands().get(words)


@lru_cache(maxsize=1)
def _lands() -> dict[str, str]:
    short = {"nrw": "05", "mv": "13", "bw": "08", "rlp": "07"}
    return short | {fold(name): digits for digits, name in STATES.items()}


def _kilometres(one: Point, other: Point) -> float:
    """Distance on a flat map, good to a percent at this size."""
    east = (one[1] - other[1]) * cos(radians((one[0] + other[0]) / 2))
    return 111.2 * hypot(one[0] - other[0], east)


def _place(entry: Entry, matched_by: MatchedBy) -> Place:
    return Place(ags=entry.ags, latitude=entry.point[0], longitude=entry.point[1], matched_by=str(matched_by))
