"""Dates and the words between them as German pages write them, cut into tokens for `period`."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Literal

Precision = Literal["day", "month", "year"]
Side = Literal["start", "end"]


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date as written: without a day it is a month, without a month a year; parts may wait for the second date."""

    day: int | None = None
    month: int | None = None
    year: int | None = None

    @property
    def precision(self) -> Precision:
        return "day" if self.day is not None else "month" if self.month is not None else "year"

    def edge(self, side: Side) -> date | None:
        """The first or last day that is meant, None where the calendar has no such day."""
        month = self.month if self.month is not None else (1 if side == "start" else 12)
        if self.year is None or not 1 <= month <= 12:
            return None
        length = monthrange(self.year, month)[1]
        day = self.day if self.day is not None else (1 if side == "start" else length)
        return date(self.year, month, day) if 1 <= day <= length else None


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text whose every word is known."""

    letters: str  # one letter a token, see _LETTERS
    dates: list[WrittenDate]  # one for each D and d
    planned: bool  # whether the text calls itself planned


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar jänner jan",
            "februar feb",
            "märz maerz mär mrz",
            "april apr",
            "mai",
            "juni jun",
            "juli jul",
            "august aug",
            "september sept sep",
            "oktober okt",
            "november nov",
            "dezember dez",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")(?![^\W\d_])\.?"
YEAR = r"(?:19|20)\d\d(?!\d)"

# One letter a kind of token: the order of the letters is the grammar of `period`.
_TOKEN = re.compile(
    rf"""(?:
      (?P<iso>  (?P<iso_year>{YEAR})-(?P<iso_month>\d\d)-(?P<iso_day>\d\d)(?!\d))
    | (?P<short_range> (?P<from_year>{YEAR})\ ?-\ ?(?P<to_year>\d\d)(?!\d|[./]\ ?\w))
    | (?P<month_range> (?P<from_month>\d\d?)\ ?(?:-|bis)\ ?(?P<to_month>\d\d?)/(?P<both_year>{YEAR}))
    | (?P<whole>(?P<day>\d\d?)\.\ ?(?:(?P<month>\d\d?)(?:\.\ ?|\ )|(?P<name>{_MONTH})\ ?)(?P<year>{YEAR}))
    | (?P<short>(?P<short_day>\d\d?)\.(?P<short_month>\d\d?)\.(?P<short_year>[0-4]\d)(?!\.?\d))
    | (?P<month_year>(?:(?P<numeral>\d\d?)[/.]|(?P<word>{_MONTH})\ ?)(?P<of_year>{YEAR}))
    | (?P<only_year>{YEAR})(?!/)
    | (?P<day_month>(?P<part_day>\d\d?)\.\ ?(?:(?P<part_month>\d\d?)\.?(?!\d)|(?P<part_name>{_MONTH})))
    | (?P<only_day>(?P<lone_day>\d\d?)\.(?!\d))
    | (?P<only_month>{_MONTH})
    | (?P<extended>(?:laufzeit)?verlänger(?:t|ung)\ bis(?:\ zum)?(?=\W|\d))
    | (?P<open>(?:bis\ )?(?:auf\ weiteres|heute|(?:fort)?laufend|andauernd|unbefristet|ende\ offen|offen)\b)
    | (?P<until>(?:-\ ?)?bis(?:\ (?:zum|einschliesslich|einschl\.|inkl\.|inklusive))?(?=\W|\d))
    | (?P<dash>-(?:--?)?)
    | (?P<between>zwischen\b)
    | (?P<and>und\b)
    | (?P<since>(?:seit|ab)(?:\ dem)?(?=\W|\d)|(?:projekt)?(?:beginn|start)(?::|(?=\ \d\d?\.\ ?\w)))
    | (?P<finish>(?:projekt)?ende(?::|(?=\ \d\d?\.\ ?\w)))
    | (?P<from>(?:vom|von)(?=\W|\d))
    | (?P<planned>\(?(?:voraussichtlich|geplant|beantragt)\b\)?)
    | (?P<remark>\((?:\d\d?\ (?:monate|jahre)|\d\.\ förderphase|förderphase\ \d|\d\.\ phase|phase\ \d)\))
    | (?P<mark>[,;()]|\.(?!\d)|/(?=\ ?\(?(?:projekt)?ende|verl))
    )\ *""",
    re.VERBOSE,
)
_LETTERS = {
    "iso": "D",
    "whole": "D",
    "short": "D",
    "month_year": "D",
    "only_year": "D",
    "day_month": "d",
    "only_day": "d",
    "only_month": "d",
    "extended": "X",
    "open": "O",
    "until": "b",
    "dash": "-",
    "between": "z",
    "and": "u",
    "since": "s",
    "finish": "e",
    "from": "v",
}


def tokens(folded: str) -> Tokens | None:
    """The tokens of a folded text, None as soon as a word is unknown."""
    letters: list[str] = []
    dates: list[WrittenDate] = []
    planned = False
    position = 0
    while position < len(folded):
        match = _TOKEN.match(folded, position)
        if match is None:
            return None
        position = match.end()
        kind = match.lastgroup or ""  # the outer group: it closes last
        if kind == "planned":
            planned = True
        elif kind == "short_range":
            start, short = int(match["from_year"]), int(match["to_year"])
            # "2015-18" can only be two years; "2010-12" may also be a month.
            if short <= 12 or short <= start % 100:
                return None
            letters.append("D-D")
            dates += [WrittenDate(year=start), WrittenDate(year=start - start % 100 + short)]
        elif kind == "month_range":
            letters.append("D-D")
            year = int(match["both_year"])
            dates += [
                WrittenDate(None, int(match["from_month"]), year),
                WrittenDate(None, int(match["to_month"]), year),
            ]
        elif kind in _LETTERS:
            letters.append(_LETTERS[kind])
            if _LETTERS[kind] in "Dd":
                dates.append(_date(kind, match))
    return Tokens("".join(letters), dates, planned)


def _date(kind: str, match: re.Match[str]) -> WrittenDate:
    if kind == "iso":
        return WrittenDate(int(match["iso_day"]), int(match["iso_month"]), int(match["iso_year"]))
    if kind == "whole":
        return WrittenDate(int(match["day"]), _month(match["month"], match["name"]), int(match["year"]))
    if kind == "short":
        # The programme's pages were written from 2014 on: "15" is 2015.
        return WrittenDate(int(match["short_day"]), int(match["short_month"]), 2000 + int(match["short_year"]))
    if kind == "month_year":
        return WrittenDate(None, _month(match["numeral"], match["word"]), int(match["of_year"]))
    if kind == "only_year":
        return WrittenDate(year=int(match["only_year"]))
    if kind == "day_month":
        return WrittenDate(int(match["part_day"]), _month(match["part_month"], match["part_name"]))
    if kind == "only_day":
        return WrittenDate(int(match["lone_day"]))
    return WrittenDate(None, _month(None, match["only_month"]))


def _month(numeral: str | None, name: str | None) -> int:
    return int(numeral) if numeral is not None else _MONTHS[(name or "").rstrip(".")]
