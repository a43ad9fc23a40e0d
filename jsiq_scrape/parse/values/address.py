"""German postal addresses: the line with the postal code, the line with the street, both in one, and the Länder."""

import re
from dataclasses import dataclass

from jsiq_scrape.parse.folding import clean, fold
from jsiq_scrape.parse.values.streets import CAPITAL_WORD, SMALL_WORD, looks_like_square, looks_like_street

_STATES = {
    fold(name).replace("-", ""): name
    for name in (
        "Baden-Württemberg",
        "Bayern",
        "Berlin",
        "Brandenburg",
        "Bremen",
        "Hamburg",
        "Hessen",
        "Mecklenburg-Vorpommern",
        "Niedersachsen",
        "Nordrhein-Westfalen",
        "Rheinland-Pfalz",
        "Saarland",
        "Sachsen",
        "Sachsen-Anhalt",
        "Schleswig-Holstein",
        "Thüringen",
    )
}
_STATES |= {
    "badenwuerttemberg": "Baden-Württemberg",
    "thueringen": "Thüringen",
    # Abbreviations that stand for nothing else; those of two letters (BW, SH, ...) are no answer.
    "nrw": "Nordrhein-Westfalen",
    "rlp": "Rheinland-Pfalz",
    "bawü": "Baden-Württemberg",
    "meckpomm": "Mecklenburg-Vorpommern",
}
_STATE_PREFIX = re.compile(
    r"(?:bundesland:? |land:? |freistaat |freie und hansestadt (?=hamburg)|(?:freie )?hansestadt (?=bremen))"
)

_CITY = re.compile(
    rf"{CAPITAL_WORD}(?:[ /]+(?:{SMALL_WORD}(?:\s?{SMALL_WORD})*(?:{CAPITAL_WORD})?|{CAPITAL_WORD}"
    r"|\([^\W\d][\w ./-]*\)))*"
)
_CODE = r"(?:(?:D|DE|Deutschland)(?:\s?-\s?|\s+))?(?P<code>[0-9]{5})(?!\d)"
_POSTAL_CODE = re.compile(_CODE, re.IGNORECASE)
_POSTAL_LINE = re.compile(rf"(?:plz(?:/ort)?\s?:?\s?)?{_CODE}\s*(?P<city>\D.*)", re.IGNORECASE)
# What stands behind a number of five digits that is a count.
_COUNTED = frozenset(
    "euro eur einwohner einwohnerinnen einwohner*innen menschen personen jugendliche kinder teilnehmende haushalte "
    "stunden fälle mark familien schülerinnen schüler".split()
)
_FIVE_DIGITS = re.compile(r"\d[\d\W]{3,}\d")  # perhaps with something invisible between them
_BEFORE_POSTAL_CODE = re.compile(r"\s(?:D-)?(?=\d{5}\s+\D)")
_LONGEST_CITY = 60
_MARKS = re.compile(r"[\r\n,;|·•]")


@dataclass(frozen=True, slots=True)
class Address:
    street: str | None
    postal_code: str | None  # None: five digits that are no postal code
    city: str


def state_name(text: str) -> str | None:
    """The Land that a text names and nothing else: its name, with or without title, or a certain abbreviation."""
    folded = fold(text).strip(" .,;()")
    if prefix := _STATE_PREFIX.match(folded):
        folded = folded[prefix.end() :]
    elif folded == "m-v":
        return "Mecklenburg-Vorpommern"
    return _STATES.get(folded.replace("-", "").replace(" ", "").replace(".", ""))


def postal_line(text: str) -> tuple[str | None, str] | None:
    """Postal code and town of a line that holds nothing else, but perhaps the country's letter and the Land.

    The code is None where the five digits before the town are no postal code.
    """
    match = _POSTAL_LINE.fullmatch(clean(text).rstrip(",;"))
    if match is None:
        return None
    city = match["city"].strip()
    before, comma, last = city.rpartition(",")
    if comma and (state_name(last) or fold(last) in ("deutschland", "germany")):
        city = before.strip()
    if len(city) > _LONGEST_CITY or not _CITY.fullmatch(city) or fold(city.split()[0]) in _COUNTED:
        return None
    return _valid(match["code"]), city


def postal_code(text: str) -> str | None:
    """The postal code that a text names and nothing else, but perhaps the country's letter."""
    match = _POSTAL_CODE.fullmatch(clean(text))
    return _valid(match["code"]) if match else None


def _valid(digits: str) -> str | None:
    """The digits if they are in the range of German postal codes, which runs from Dresden to Körner (99998)."""
    return digits if "01000" < digits < "99999" else None


def address(text: str) -> Address | None:
    """The address in a text of one or several lines; None without a postal code and its town."""
    if not _FIVE_DIGITS.search(text):
        return None
    parts = [part for piece in _MARKS.split(text) if (part := clean(piece))]
    for index, part in enumerate(parts):
        if whole := _postal_end(part):
            return _with_street(whole, parts[:index])
    return None


def _postal_end(part: str) -> Address | None:
    """ "52351 Düren", or "Bismarckstraße 16 52351 Düren" where no mark divides the two."""
    if found := postal_line(part):
        return Address(None, *found)
    cut = _BEFORE_POSTAL_CODE.search(part)
    if cut and (found := postal_line(part[cut.end() :])) and looks_like_street(part[: cut.start()]):
        return Address(clean(part[: cut.start()]), *found)
    return None


def _with_street(found: Address, before: list[str]) -> Address:
    if found.street is not None or not before:
        return found
    square = ", ".join(before[-2:])
    street = square if len(before) > 1 and looks_like_square(square) else before[-1]
    return Address(clean(street), found.postal_code, found.city) if looks_like_street(street) else found
