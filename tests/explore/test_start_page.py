"""Every number and every bar of the start page leads to exactly the rows that it counts."""

import html
import re
import sqlite3
from contextlib import closing
from urllib.parse import urlsplit

import httpx
import pytest

from jsiq_scrape.explore.web.overview import overview
from jsiq_scrape.workspace import Workspace

NUMBER = re.compile(r'<li><a href="([^"]*)"><strong>([\d.]+)</strong>')
BAR = re.compile(r'<a href="([^"]*)" aria-label="([^"]*): (\d+)">')
COUNT = re.compile(r"<text [^>]*>(.*?)</text>", re.DOTALL)
COUNTED = re.compile(r'<a href="([^"]*)">([\d.]+)</a>')


@pytest.fixture(params=["small_served", "served"])
def address(request: pytest.FixtureRequest) -> str:
    """A small world with hostile pages, and the demo with offices that were removed and an end that is unknown."""
    return request.getfixturevalue(request.param).address


def links(page: str) -> list[tuple[str, int]]:
    """Address and number of everything that is counted."""
    found = [(target, number) for target, number in NUMBER.findall(page)]
    found += [(target, number) for target, _, number in BAR.findall(page)]
    found += [(target, number) for text in COUNT.findall(page) for target, number in COUNTED.findall(text)]
    return [(html.unescape(target), int(number.replace(".", ""))) for target, number in found]


@pytest.mark.few(1)
def test_every_number_and_every_bar_leads_to_the_rows_that_it_counts(address: str) -> None:
    with httpx.Client(base_url=address, timeout=60) as browser:
        found = links(browser.get("").text)
        assert len(found) > 40
        for target, number in dict.fromkeys(found):
            parts = urlsplit(target)
            rows = browser.get(f"{parts.path}.json?{parts.query}&_size=1").json()
            assert rows["filtered_table_rows_count"] == number, target
            listed = browser.get(target).text
            assert f"<strong>{number} Zeile" in listed, target


@pytest.mark.few(1)
def test_the_examples_of_the_search_find_something(address: str) -> None:
    with httpx.Client(base_url=address, timeout=60) as browser:
        examples = re.findall(r'href="(/jsiq/suche\?suche=[^"]*)"', browser.get("").text)
        assert len(examples) >= 3
        for example in examples:
            assert 'class="hits"' in browser.get(html.unescape(example)).text, example


def test_a_project_without_an_end_does_not_run_on(demo: Workspace) -> None:
    with closing(sqlite3.connect(demo.database)) as connection:
        unknown = connection.execute(
            "SELECT id, CAST(substr(period_start, 1, 4) AS INTEGER) FROM project "
            "WHERE period_end IS NULL AND period_start IS NOT NULL"
        ).fetchall()
        assert unknown
        for project, year in unknown:
            found = connection.execute(
                "SELECT year, certainty FROM project_year WHERE project = ?", (project,)
            ).fetchall()
            assert found == [(year, "end_unknown")]
        chart = next(one for one in overview(connection).charts if one.name == "projekte_nach_jahr")
    shown = {bar.label: {part.name: part.value for part in bar.segments} for bar in chart.bars}
    assert sum(parts.get("Ende unbekannt", 0) for parts in shown.values()) == len(unknown)
    assert all(parts["Ende unbekannt"] == 0 for label, parts in shown.items() if label >= "2019")


def test_coverage_counts_a_project_without_an_end_in_the_phase_of_its_start(demo: Workspace, tmp_path) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        with closing(sqlite3.connect(demo.database)) as there:
            there.backup(connection)
        before = connection.execute("SELECT phase, with_projects, end_unknown FROM coverage").fetchall()
        connection.execute("UPDATE project_version SET period_start = '2016-01-01', period_end = NULL")
        after = connection.execute("SELECT phase, with_projects, end_unknown FROM coverage").fetchall()
    offices = after[0][1]
    assert before[0][2] < offices
    assert after == [(1, offices, offices), (2, 0, 0)]


def test_a_project_stands_in_each_year_of_its_period(small: Workspace) -> None:
    with closing(sqlite3.connect(small.database)) as connection:
        years = connection.execute(
            "SELECT year, certainty FROM project_year WHERE project = 'nw-kreis-dueren--lotsen-vor-ort' ORDER BY 1"
        ).fetchall()
    assert years == [(year, "within") for year in range(2015, 2023)]
