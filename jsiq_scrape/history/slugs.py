"""Readable keys: slugs of what the earliest capture says, the same for every order of arrival."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from hashlib import sha256

from jsiq_scrape.parse.folding import fold
from jsiq_scrape.places.gazetteer import STATES
from jsiq_scrape.readings.comparable import State

#: The usual abbreviations of the Länder, by the first two digits of the official municipality key.
LAND = {
    "01": "sh", "02": "hh", "03": "ni", "04": "hb", "05": "nw", "06": "he", "07": "rp", "08": "bw",
    "09": "by", "10": "sl", "11": "be", "12": "bb", "13": "mv", "14": "sn", "15": "st", "16": "th",
}  # fmt: skip
UNKNOWN_LAND = "xx"
#: Longest slug of a name: long titles stay readable, and a key fits into an address bar.
LONGEST = 60

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_LAND_BY_NAME = {fold(name): LAND[number] for number, name in STATES.items()}


def slug(name: str) -> str:
    """Lower-case ASCII letters and digits, words joined by "-"; empty when the name has neither."""
    plain = unicodedata.normalize("NFC", name.replace("\u00ad", "")).casefold().translate(_UMLAUTS)
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    words = "-".join(re.findall(r"[a-z0-9]+", plain))
    if len(words) <= LONGEST:
        return words
    return words[: LONGEST + 1].rpartition("-")[0] or words[:LONGEST]


def land_of(state: str | None, ags: str | None) -> str:
    """The abbreviation of the Land that the page names or, failing that, of the Kreis it was matched to."""
    named = _LAND_BY_NAME.get(fold(state)) if state else None
    return named or LAND.get((ags or "")[:2], UNKNOWN_LAND)


def profile_names(state: State, url: str) -> tuple[str, str]:
    """The key of a profile by its earliest state, and what to add where another profile has that key."""
    value, place = state.profile.value, state.profile.derived
    office, municipality = value("office"), value("municipality")
    land = land_of(_text(value("state")), place.ags if place else None)
    name = slug(_text(municipality) or "") or slug(_text(office) or "") or slug(url.rstrip("/").rpartition("/")[2])
    return f"{land}-{name or 'profil'}", slug(_text(office) or "")


def unique(wanted: Iterable[tuple[str, str, Callable[[], str]]]) -> list[str]:
    """Keys for entries in the order of their first capture: (slug, addition, what gives a text that
    distinguishes it from any other).

    The first to come keeps the plain slug; a later one with the same slug gets the addition, and where that is taken
    too, a code made of what distinguishes it.
    """
    taken: set[str] = set()
    keys = []
    for plain, addition, content in wanted:
        key = plain
        if key in taken and addition:
            key = f"{plain}-{addition}"
        if key in taken:
            key = f"{plain}-{code(content())}"
        while key in taken:
            key += "-2"
        taken.add(key)
        keys.append(key)
    return keys


def code(content: str) -> str:
    """Six hex digits made of a text."""
    return sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:6]


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
