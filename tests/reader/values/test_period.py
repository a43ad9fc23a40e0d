"""German periods as dates: what is certain, what is refused, and what is reported."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jsiq_scrape.parse.values.period import Period, period

UNDERSTOOD = [
    # days
    ("01.01.2015 - 31.12.2018", "2015-01-01", "2018-12-31", "day"),
    ("01.01.2015 – 31.12.2018", "2015-01-01", "2018-12-31", "day"),
    ("01.01.2015 — 31.12.2018", "2015-01-01", "2018-12-31", "day"),
    ("01.01.2015 \u2010 31.12.2018", "2015-01-01", "2018-12-31", "day"),
    ("01.01.2015-31.12.2018", "2015-01-01", "2018-12-31", "day"),
    ("01.01.2015 -31.12.2018", "2015-01-01", "2018-12-31", "day"),
    ("01.01.2015 bis 31.12.2018", "2015-01-01", "2018-12-31", "day"),
    ("01.01.2015 bis31.12.2018", "2015-01-01", "2018-12-31", "day"),
    ("01.01.2015 BIS 31.12.2018", "2015-01-01", "2018-12-31", "day"),
    ("01.01.2015 - 31.12.2018.", "2015-01-01", "2018-12-31", "day"),
    ("01.01.2015\u00a0-\u00a031.12.2018", "2015-01-01", "2018-12-31", "day"),
    ("01.01.\u00ad2015 -\n31.12.2018", "2015-01-01", "2018-12-31", "day"),
    ("1.1.2015 - 31.12.2018", "2015-01-01", "2018-12-31", "day"),
    ("01. 01. 2015 - 31. 12. 2018", "2015-01-01", "2018-12-31", "day"),
    ("01.01 2015 - 31.12 2018", "2015-01-01", "2018-12-31", "day"),
    ("vom 01.01.2015 bis 31.12.2018", "2015-01-01", "2018-12-31", "day"),
    ("von 01.01.2015 bis zum 31.12.2018", "2015-01-01", "2018-12-31", "day"),
    ("ab 01.01.2015 bis 31.12.2018", "2015-01-01", "2018-12-31", "day"),
    ("01.01.2015 bis einschließlich 31.12.2018", "2015-01-01", "2018-12-31", "day"),
    ("01.01.2015 - bis 31.12.2018", "2015-01-01", "2018-12-31", "day"),
    ("1. Januar 2015 bis 30. Juni 2022.", "2015-01-01", "2022-06-30", "day"),
    ("1.Januar 2015 - 30.Juni 2022", "2015-01-01", "2022-06-30", "day"),
    ("1. Jan. 2015 - 31. Dez. 2018", "2015-01-01", "2018-12-31", "day"),
    ("2015-01-01 - 2018-12-31", "2015-01-01", "2018-12-31", "day"),
    ("01.01.15 - 31.12.18", "2015-01-01", "2018-12-31", "day"),
    ("01.01.2015 - 31.12.18", "2015-01-01", "2018-12-31", "day"),
    ("01.01.2015 -- 31.12.2018", "2015-01-01", "2018-12-31", "day"),
    ("2015---2018", "2015-01-01", "2018-12-31", "year"),
    ("29.02.2016 - 31.12.2018", "2016-02-29", "2018-12-31", "day"),
    ("12.05.2018", "2018-05-12", "2018-05-12", "day"),
    # parts shared by both dates
    ("01.01. - 31.12.2015", "2015-01-01", "2015-12-31", "day"),
    ("01.01 - 31.12.2015", "2015-01-01", "2015-12-31", "day"),
    ("01.01.-31.12.2015", "2015-01-01", "2015-12-31", "day"),
    ("1. März bis 31. Mai 2016", "2016-03-01", "2016-05-31", "day"),
    ("1. - 30. Juni 2018", "2018-06-01", "2018-06-30", "day"),
    ("1.-30.06.2018", "2018-06-01", "2018-06-30", "day"),
    ("Januar bis Juni 2018", "2018-01-01", "2018-06-30", "month"),
    ("Jan. - Dez. 2018", "2018-01-01", "2018-12-31", "month"),
    ("01-06/2018", "2018-01-01", "2018-06-30", "month"),
    ("01 bis 06/2018", "2018-01-01", "2018-06-30", "month"),
    # months
    ("März 2018 bis Dezember 2021", "2018-03-01", "2021-12-31", "month"),
    ("MÄRZ 2018 - DEZEMBER 2021", "2018-03-01", "2021-12-31", "month"),
    ("Ma\u0308rz 2018 - Dezember 2021", "2018-03-01", "2021-12-31", "month"),
    ("Sept. 2015 – Feb. 2016", "2015-09-01", "2016-02-29", "month"),
    ("10/2007-12/2010", "2007-10-01", "2010-12-31", "month"),
    ("10 / 2007 - 12 / 2010", "2007-10-01", "2010-12-31", "month"),
    ("von 09/2008 bis 06/2014", "2008-09-01", "2014-06-30", "month"),
    ("09.2008 - 06.2014", "2008-09-01", "2014-06-30", "month"),
    ("03/2018", "2018-03-01", "2018-03-31", "month"),
    ("Februar 2016", "2016-02-01", "2016-02-29", "month"),
    ("Februar 2015", "2015-02-01", "2015-02-28", "month"),
    # years
    ("2018", "2018-01-01", "2018-12-31", "year"),
    ("2015 -2018", "2015-01-01", "2018-12-31", "year"),
    ("2015 bis 2018", "2015-01-01", "2018-12-31", "year"),
    ("2015–2018", "2015-01-01", "2018-12-31", "year"),
    ("2015-18", "2015-01-01", "2018-12-31", "year"),
    ("zwischen 2015 und 2018", "2015-01-01", "2018-12-31", "year"),
    # the precision is that of the coarser date
    ("01.04.2015 - 2018", "2015-04-01", "2018-12-31", "year"),
    ("2015 - 10. Juni 2018", "2015-01-01", "2018-06-10", "year"),
    ("01.04.2015 - 12/2018", "2015-04-01", "2018-12-31", "month"),
    # one side open
    ("seit 01/2011", "2011-01-01", None, "month"),
    ("seit Januar 2011", "2011-01-01", None, "month"),
    ("seit dem 1. Januar 2011", "2011-01-01", None, "day"),
    ("seit 2011", "2011-01-01", None, "year"),
    ("ab 1.1.2015", "2015-01-01", None, "day"),
    ("Ab 2015", "2015-01-01", None, "year"),
    ("bis 31.12.2018", None, "2018-12-31", "day"),
    ("bis zum 31.12.2018", None, "2018-12-31", "day"),
    ("bis 06/2018", None, "2018-06-30", "month"),
    ("bis 2018", None, "2018-12-31", "year"),
    ("01.01.2015 - heute", "2015-01-01", None, "day"),
    ("01.01.2015 bis auf Weiteres", "2015-01-01", None, "day"),
    ("seit 2015, fortlaufend", "2015-01-01", None, "year"),
    ("laufend seit 2015", "2015-01-01", None, "year"),
    # labels and remarks that belong to periods
    ("Laufzeit: 01.01.2015 - 31.12.2018", "2015-01-01", "2018-12-31", "day"),
    ("01.01.2015 - 31.12.2018 (48 Monate)", "2015-01-01", "2018-12-31", "day"),
    ("01.01.2015 - 31.12.2018 (1. Förderphase)", "2015-01-01", "2018-12-31", "day"),
    ("Beginn: 01.01.2015, Ende: 31.12.2018", "2015-01-01", "2018-12-31", "day"),
    ("Projektbeginn: 01.01.2015", "2015-01-01", None, "day"),
]
NOT_UNDERSTOOD = [
    "",
    "-",
    "laufend",
    "fortlaufend",
    "unbefristet",
    "k. A.",
    "nach Absprache",
    "Schuljahr 2015/16",
    "2015/16",
    "2015/2016",
    "2015 / 2016",
    "2015/2018",
    "2015/2016 - 2017/2018",
    "1. Halbjahr 2015",
    "2. Quartal 2016",
    "I/2015",
    "Sommer 2018",
    "Anfang 2015 bis Ende 2018",
    "bis Ende 2018",
    "Ende 2018",
    "ca. 2015 - 2018",
    "2010-12",
    "2018-05",
    "01/15 - 12/18",
    "10/07-12/10",
    "15-18",
    "03/04/2015",
    "01.01.65 - 31.12.68",
    "- 31.12.2018",
    "01.01.2015 -",
    "01.01.2015, 31.12.2018",
    "01.01. - 2015",
    "1. Januar bis Juni 2018",
    "01.01.",
    "Januar",
    "1815 - 1818",
    "20155",
    "2015 und 2016",
    "01.01.2015 - 31.12.2018; 01.01.2019 - 30.06.2022",
    "01.01.2015 - 31.12.2018\n01.01.2019 - 30.06.2022",
    "2015-2018-2022",
    "1. - 2018",
    "Januar bis 2018",
    "Januar bis 30. Juni 2018",
    "verlängert bis 2016, verlängert bis 2018",
    "31.02.2007, verlängert bis 30.08.2008",
    "laufend, verlängert bis 30.08.2008",
    "31.12.2007, verlängert bis 31.06.2008",
    "Das Projekt begann 2015.",
    "18.-März-Str. 50",
    "52351 Düren",
    "02421/22-1111",
    "01.01.2015 - 31.12.2018, danach Regelangebot",
]


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(("text", "start", "end", "precision"), UNDERSTOOD)
def test_a_certain_period_is_understood(text: str, start: str | None, end: str | None, precision: str) -> None:
    assert period(text) == Period(_date(start), _date(end), precision, understood=True)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", NOT_UNDERSTOOD)
def test_an_uncertain_period_stays_empty_with_its_problem(text: str) -> None:
    found = period(text)
    assert (found.start, found.end, found.precision, found.understood) == (None, None, None, False)
    assert found.problem


@pytest.mark.parametrize("text", ["31.12.2018 - 01.01.2015", "2018 - 2015", "12/2018 - 01/2015", "01.09. - 30.06.2016"])
def test_a_reversed_period_loses_both_dates(text: str) -> None:
    assert period(text) == Period(problem="the end is before the start")


@pytest.mark.parametrize(
    ("text", "start", "end", "lost"),
    [
        ("31.02.2015 - 31.12.2018", None, "2018-12-31", "start"),
        ("29.02.2015 - 31.12.2018", None, "2018-12-31", "start"),
        ("01.01.2015 - 31.11.2018", "2015-01-01", None, "end"),
        ("01.01.2015 - 32.12.2018", "2015-01-01", None, "end"),
        ("00.01.2015 - 31.12.2018", None, "2018-12-31", "start"),
        ("01.13.2015 - 31.12.2018", None, "2018-12-31", "start"),
        ("13/2015 - 12/2018", None, "2018-12-31", "start"),
        ("30. Februar 2015 bis 31. Dezember 2018", None, "2018-12-31", "start"),
    ],
)
def test_an_impossible_date_empties_its_side_and_is_reported(
    text: str, start: str | None, end: str | None, lost: str
) -> None:
    found = period(text)
    assert (found.start, found.end, found.lost) == (_date(start), _date(end), lost)
    assert found.understood
    assert found.problem == f"the {lost} is not a date of the calendar"


@pytest.mark.parametrize("text", ["31.02.2015", "bis 31.06.2018", "seit 13/2015", "30.02.2015 - 31.06.2018"])
def test_nothing_is_left_of_a_period_with_impossible_dates_only(text: str) -> None:
    assert period(text) == Period(problem="no such date in the calendar")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("31.12.2007, verlängert bis 30.08.2008", None, "2008-08-30"),
        ("bis 31.12.2007, verlängert bis zum 30.08.2008", None, "2008-08-30"),
        ("01.01.2015 - 31.12.2018, verlängert bis 30.06.2022", "2015-01-01", "2022-06-30"),
        ("01.01.2015 - 31.12.2018, verlängert bis 31.12.2018", "2015-01-01", "2018-12-31"),
        ("01.01.2015 - 31.12.2018 (verlängert bis 30.06.2022)", "2015-01-01", "2022-06-30"),
        ("01.01.2015 - 31.12.2018; Verlängerung bis 30.06.2022", "2015-01-01", "2022-06-30"),
        ("seit 01.01.2015, verlängert bis 30.06.2022", "2015-01-01", "2022-06-30"),
        ("verlängert bis 30.06.2022", None, "2022-06-30"),
    ],
)
def test_an_extension_gives_the_later_end_and_is_reported(text: str, start: str | None, end: str | None) -> None:
    assert period(text) == Period(
        _date(start), _date(end), "day", understood=True, problem="extended: the end is the later one"
    )


def test_an_extension_to_an_earlier_day_is_not_understood() -> None:
    assert period("01.01.2015 - 31.12.2018, verlängert bis 30.06.2017") == Period(
        problem="the new end is before the old one"
    )


def test_an_extension_to_an_impossible_day_keeps_the_start_only() -> None:
    found = period("01.01.2015 - 31.12.2018, verlängert bis 31.06.2022")
    assert (found.start, found.end, found.lost) == (date(2015, 1, 1), None, "end")


def test_the_precision_of_an_extended_period_is_that_of_the_coarser_date() -> None:
    assert period("2015 - 2018, verlängert bis 30.06.2022").precision == "year"
    assert period("31.12.2007, verlängert bis 08/2008").precision == "month"


@pytest.mark.parametrize("text", ["01.01.2015 - 31.12.2018 (geplant)", "01.01.2015 bis voraussichtlich 31.12.2018"])
def test_a_planned_period_is_understood_and_reported(text: str) -> None:
    assert period(text) == Period(
        date(2015, 1, 1), date(2018, 12, 31), "day", understood=True, problem="the page calls the period planned"
    )


_PIECES = st.sampled_from(
    "01 1 31 13 2015 2018 15 00 . .. - – / , ( ) bis von vom seit ab zum Januar Mai Dez. verlängert laufend geplant "
    "zwischen und Beginn: Ende: Laufzeit: \u00a0 \n ca. 2015/16".split(" ")
)


@given(st.one_of(st.text(), st.lists(_PIECES, max_size=9).map("".join), st.lists(_PIECES, max_size=9).map(" ".join)))
def test_no_text_breaks_the_reading_of_periods(text: str) -> None:
    found = period(text)
    if found.start and found.end:
        assert found.start <= found.end
    assert (found.precision is None) == (found.start is None and found.end is None)
    assert found.understood == (found.precision is not None)
    assert found.understood or found.problem


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_pair_of_written_days_comes_back(one: date, other: date) -> None:
    start, end = min(one, other), max(one, other)
    for separator in ("-", " - ", " – ", " bis ", "\u00a0bis zum "):
        found = period(f"{start:%d.%m.%Y}{separator}{end.day}.{end.month}.{end.year}")
        assert (found.start, found.end, found.precision) == (start, end, "day")
