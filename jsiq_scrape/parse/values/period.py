"""German periods of time as first and last day: "01.01.2015 - 31.12.2018", "seit 01/2011", "Januar bis Juni 2018".

Every word of the text must be known, else the period is not understood.  Refused on purpose, because a reader would
have to guess: school and half years ("2015/16"), quarters, "ca.", "Anfang", "Ende", years of two digits except in a
whole date (01.01.15), slashes as dates (03/04/2015), several periods, and "laufend" with no date beside it.
"""

import re
from dataclasses import dataclass, replace
from datetime import date

from jsiq_scrape.parse.folding import fold
from jsiq_scrape.parse.values.dates import YEAR, Precision, Side, WrittenDate, tokens


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day, both inclusive; None for a side that is open or lost."""

    start: date | None = None
    end: date | None = None
    precision: Precision | None = None  # of the coarser date
    understood: bool = False
    problem: str | None = None  # what a person should look at, also where the dates are understood
    lost: Side | None = None  # the side whose date cannot exist, when the other one is understood


# The usual shape, tried first because nearly every page has it.
_USUAL = re.compile(rf"(\d\d?)\.(\d\d?)\.({YEAR}) ?(?:-|bis) ?(\d\d?)\.(\d\d?)\.({YEAR})\.?")

_LABEL = re.compile(r"(?:projekt|förder|bewilligungs|durchführungs)?(?:laufzeit|zeitraum):? ?")

_UNCERTAIN = "not a period that can be read with certainty"
_RANGE = re.compile(r"[vs]?[Dd][-b]D|zDuD|sDeD")
_SINCE = re.compile(r"O?sDO?|[vs]?D[-b]?O")
_UNTIL = re.compile(r"[be]D")  # a dash in front of a date is no "bis": it may be the bullet of a list
_PRECISIONS: tuple[Precision, ...] = ("day", "month", "year")


def period(text: str) -> Period:
    """The period that a text names; never raises and never guesses."""
    folded = fold(text)
    if usual := _USUAL.fullmatch(folded):
        one, two, three, four, five, six = map(int, usual.groups())
        return _span(WrittenDate(one, two, three), WrittenDate(four, five, six))
    known = tokens(folded.removeprefix(label[0]) if (label := _LABEL.match(folded)) else folded)
    if known is None:
        return Period(problem=_UNCERTAIN)
    read = _extended if "X" in known.letters else _plain
    found = read(known.letters, known.dates)
    if known.planned and found.understood and found.problem is None:
        return replace(found, problem="the page calls the period planned")
    return found


def _plain(letters: str, dates: list[WrittenDate]) -> Period:
    if letters == "D":
        return _span(dates[0], dates[0])
    if _RANGE.fullmatch(letters):
        start = _completed(dates[0], dates[1])
        return _span(start, dates[1]) if start else Period(problem="the first date is not complete")
    if _SINCE.fullmatch(letters):
        return _span(dates[0], None)
    if _UNTIL.fullmatch(letters):
        return _span(None, dates[0])
    return Period(problem="names no date" if not dates else _UNCERTAIN)


def _extended(letters: str, dates: list[WrittenDate]) -> Period:
    """ "31.12.2007, verlängert bis 30.08.2008": the end is the new one, and a date alone before it was the old end."""
    before, _, after = letters.partition("X")
    if after != "D":
        return Period(problem=_UNCERTAIN)
    if before == "D":
        former = _span(None, dates[0])
    else:
        former = _plain(before, dates[:-1]) if before else Period(understood=True)
    if not former.understood:
        return former
    new = _span(None, dates[-1])
    if new.end is None:
        problem = "the new end is not a date of the calendar"
        return replace(former, end=None, problem=problem, lost="end") if former.start else Period(problem=problem)
    if any(earlier is not None and new.end < earlier for earlier in (former.start, former.end)):
        return Period(problem="the new end is before the old one")
    known = [each for each in (former.precision if former.start else None, new.precision) if each]
    return Period(
        former.start,
        new.end,
        max(known, key=_PRECISIONS.index),
        understood=True,
        problem="extended: the end is the later one",
        lost="start" if former.lost == "start" else None,
    )


def _completed(start: WrittenDate, end: WrittenDate) -> WrittenDate | None:
    """ "01.01. - 31.12.2015": the first date takes what it leaves out from the second; None where that is unclear."""
    if start.year is not None:
        return start
    if start.day is not None and end.day is None:
        return None
    if start.month is None and start.day is not None:
        return replace(start, month=end.month, year=end.year)
    if (start.day is None and end.day is not None) or end.month is None:
        return None
    return replace(start, year=end.year)


def _span(start: WrittenDate | None, end: WrittenDate | None) -> Period:
    """The period between two dates, None for an open side."""
    first = start.edge("start") if start else None
    last = end.edge("end") if end else None
    lost: Side | None = "start" if start and not first else "end" if end and not last else None
    kept = [written for written, found in ((start, first), (end, last)) if written and found]
    if not kept:
        return Period(problem="no such date in the calendar")
    if first and last and first > last:
        return Period(problem="the end is before the start")
    precision = max((written.precision for written in kept), key=_PRECISIONS.index)
    if lost:
        return Period(first, last, precision, True, f"the {lost} is not a date of the calendar", lost)
    return Period(first, last, precision, True)
