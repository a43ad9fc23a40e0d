"""German values: a text in, a typed value out, None where the text does not say it for certain."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from jsiq_scrape.parse.folding import clean
from jsiq_scrape.parse.labels.vocabulary import end_of_word
from jsiq_scrape.parse.values.address import Address, address, postal_code, postal_line, state_name
from jsiq_scrape.parse.values.institutions import goes_on, institutions
from jsiq_scrape.parse.values.mails import emails, looks_like_mail
from jsiq_scrape.parse.values.period import Period, period
from jsiq_scrape.parse.values.persons import person_name, person_names
from jsiq_scrape.parse.values.phones import Phone, phones
from jsiq_scrape.parse.values.streets import looks_like_room, looks_like_street
from jsiq_scrape.parse.values.websites import website, websites
from jsiq_scrape.records import FieldKind

__all__ = [
    "CONVERTERS",
    "Address",
    "Period",
    "Phone",
    "address",
    "area_heading",
    "emails",
    "goes_on",
    "institutions",
    "looks_like_mail",
    "looks_like_room",
    "looks_like_street",
    "period",
    "person_name",
    "person_names",
    "phones",
    "postal_code",
    "postal_line",
    "state_name",
    "website",
    "websites",
    "whole_number",
    "yes_no",
]

# An empty box in front of the answer ("☐ ja ☑ nein") leaves it open.
_LEADING_ANSWER = re.compile(r"[^\w☐✗✘□■\[?]*(ja|nein)\b(?!\s?\?|-\w)", re.IGNORECASE)
_PLAIN_ANSWER = {"ja": True, "Ja": True, "nein": False, "Nein": False}
_OTHER_ANSWER = {
    "ja": re.compile(r"(?:^|[,;:/|\n(\[☐-☒✓✔✗✘□■-]|\b(?:und|oder|bzw\.?))\s*nein\b", re.IGNORECASE),
    "nein": re.compile(r"(?:^|[,;:/|\n(\[☐-☒✓✔✗✘□■-]|\b(?:und|oder|bzw\.?))\s*ja\b", re.IGNORECASE),
}

_AREA_NUMBER = re.compile(
    r"(?:\s*(?:Nr\.?\s*)?(?P<number>\d{1,2})|\s+(?P<sign>(?-i:[IVX]{1,4}|[A-H])))?(?!\w)\s*", re.IGNORECASE
)
_COUNTED_AREA = re.compile(r"(?P<number>\d{1,2})\.\s*")
_COUNTED_NAME = re.compile(r"(?P<number>\d{1,2})(?:\.\s+|\.(?=\D)|\)\s*|:\s+)(?=[^\d\s.,;:)])")
_AREA_DELIMITER = re.compile(r"[:.)]\s*|[-–—]\s*(?!\d)|(?=[\"'„“”»«‚‘’])")
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}
_QUOTES = {'"': '"', "'": "'", "„": '“”"', "“": "”“", "”": "”", "»": "«", "«": "»", "‚": "‘’'", "‘": "’‘", "’": "’"}
_LONGEST_NAME = 120  # characters of an area's name; what is longer is a sentence about it


def yes_no(text: str) -> bool | None:
    """True or False for a text that begins with "ja" or "nein" and does not go on with the other answer."""
    if (plain := _PLAIN_ANSWER.get(text)) is not None:
        return plain
    match = _LEADING_ANSWER.match(text := clean(text))
    if match is None:
        return None
    answer = match[1].lower()
    rest = text[match.end() :]
    if rest.lstrip(" ").lower().startswith(("ja", "nein")) or _OTHER_ANSWER[answer].search(rest):
        return None
    return answer == "ja"


def whole_number(text: str) -> int | None:
    """A number without sign, unit and separators."""
    return int(text) if re.fullmatch("[0-9]{1,15}", text := clean(text)) else None


#: Kinds of fields whose whole text is one value: what it means, None for a text that is not understood.  The reader of
#: projects and offices and `jsiq-scrape correct` go by it; a kind whose text says more has a case of its own there.
CONVERTERS: Mapping[FieldKind, Callable[[str], str | int | bool | None]] = MappingProxyType(
    {
        FieldKind.YES_NO: yes_no,
        FieldKind.STATE: state_name,
        FieldKind.POSTAL_CODE: postal_code,
        FieldKind.NUMBER: whole_number,
    }
)


def area_heading(text: str, words: frozenset[str], *, heading: bool = False) -> tuple[int | None, str | None] | None:
    """Number and name of the funding area that a line opens, None for any other line.

    With the compact words FG and Fördergebiet, "FG 1: X", "Fördergebiet 2 - X", "1. Fördergebiet: X" and "FG II: X"
    open one anywhere; "1. X" and "FG X" only where the page marks the line as a heading.  The name is None when a
    sentence follows instead of one.
    """
    text = clean(text)
    if (end := end_of_word(text, words)) and (match := _AREA_NUMBER.match(text, end)):
        return _named(match["number"] or match["sign"], text[match.end() :], heading=heading)
    if counted := _COUNTED_AREA.match(text):
        rest = text[counted.end() :]
        if (end := end_of_word(rest, words)) and not rest[end : end + 1].isalnum():
            return _named(counted["number"], rest[end:].lstrip(), heading=heading)
    if heading and (match := _COUNTED_NAME.match(text)):
        if period(text).understood:
            return None
        return _number(match["number"]), _area_name(text[match.end() :])
    return None


def _named(number: str | None, rest: str, *, heading: bool) -> tuple[int | None, str | None] | None:
    if not rest:
        return (_number(number), None) if _number(number) is not None else None
    delimiter = _AREA_DELIMITER.match(rest)
    if delimiter is None and not (heading and rest[0].isupper()):
        return None
    quoted = rest[0] in _QUOTES
    if _number(number) is None and not (heading or quoted or number):
        return None  # "Fördergebiet: X" is the label of the section
    name = _area_name(rest[delimiter.end() :] if delimiter else rest)
    if number is not None and _number(number) is None and name is not None:
        name = f"{number}: {name}"  # "FG A: X": a letter is no number and no part to lose
    return _number(number), name


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    return int(text) or None if text.isdigit() else _ROMAN.get(text)


def _area_name(text: str) -> str | None:
    text = text.strip().rstrip(":,;").strip()
    if len(text) > _LONGEST_NAME or (text.endswith(".") and text.count(" ") > 4):
        return None
    closing = _QUOTES.get(text[:1], "")
    inner = text[1:-1]
    if len(text) > 2 and text[-1] in closing and not any(mark in inner for mark in (text[0], text[-1])):
        text = inner.strip()
    return text or None
