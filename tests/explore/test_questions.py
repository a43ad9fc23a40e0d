"""The prepared questions: a form, a chart, a table, a CSV and an address to share; their answers are right."""

import csv
import html
import io
import re
import sqlite3
from contextlib import closing
from urllib.parse import urlencode

import httpx
import pytest
from datasette.app import Datasette
from servers import ask as ask_pages

from jsiq_scrape.database.sql import queries
from jsiq_scrape.workspace import Workspace

FILLED = {
    "suche": {"suche": "Düren"},
    "karte": {"land": "", "baustein": "outreach"},
    "bausteine_nach_land": {"datum": "2.5.2016"},
    "mit_und_ohne": {"mit": "counselling", "ohne": "outreach", "land": ""},
    "laufen_ueber": {"datum": "31.12.2018", "land": ""},
    "projekte_nach_jahr": {"land": "Bayern"},
    "aenderungen_jahr": {"jahr": "2017", "was": ""},
    "institutionen": {"mindestens": "2"},
    "projekte_am": {"datum": "31.12.2016", "land": "", "baustein": "counselling"},
    "profile_am": {"datum": "31.12.2016", "land": ""},
    "aenderungen_seit": {"datum": "1.1.2017", "was": "geändert"},
    "ohne_erfolg": {"warum": ""},
    "chronik": {"profil": "Düren"},
    "herkunft": {"tabelle": "project", "id": "nw-kreis-dueren--strassenteam", "spalte": ""},
    "befunde": {"art": "unknown_label"},
}

#: What those questions must be asked that answer nothing by themselves.
ENOUGH = {
    "laufen_ueber": {"datum": "31.12.2016"},
    "mit_und_ohne": {"mit": "counselling", "ohne": "outreach"},
}
#: Questions that the small world has no rows for.
WITHOUT_ROWS = ("mit_und_ohne", "ohne_erfolg")
#: A bar, and the number beside it.
BAR = re.compile(r'<a href="([^"]*)" aria-label="[^"]*: (\d+)"><rect ')
NUMBER = re.compile(r'<a href="([^"]*)">([\d.]+)</a>(?: /|</text>)')


@pytest.fixture
def browser(small_served):
    with httpx.Client(base_url=small_served.address, timeout=30) as client:
        yield client


def ask(small: Workspace, name: str, **values: str) -> list[dict[str, object]]:
    (query,) = (one for one in queries() if one.name == name)
    empty = {parameter.name: "" for parameter in query.parameters}
    with closing(sqlite3.connect(small.database)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(query.sql, empty | values)]


@pytest.mark.parametrize("query", queries(), ids=lambda query: query.name)
def test_each_question_has_a_form_for_what_it_asks(query) -> None:
    assert set(re.findall(r":(\w+)", re.sub(r"'[^']*'|--.*", "", query.sql))) == {one.name for one in query.parameters}
    assert " | " in query.title
    assert set(FILLED.get(query.name, {})) == {one.name for one in query.parameters}


@pytest.mark.parametrize("query", queries(), ids=lambda query: query.name)
@pytest.mark.few(4)
def test_each_question_shows_rows_chart_and_csv_under_an_address_that_can_be_shared(browser, query) -> None:
    values = FILLED.get(query.name, {})
    answer = browser.get(f"jsiq/{query.name}", params=values)
    assert answer.status_code == 200
    rows = browser.get(f"jsiq/{query.name}.json", params=values | {"_shape": "array"}).json()
    table = list(csv.DictReader(io.StringIO(browser.get(f"jsiq/{query.name}.csv", params=values).text, newline="")))
    assert len(table) == len(rows)
    for name, value in values.items():
        shown = re.search(rf'name="{name}" value="([^"]*)"|<option value="({re.escape(value)})" selected>', answer.text)
        assert shown is not None or not value, name
    if not rows:
        assert query.name in WITHOUT_ROWS
        return
    assert f"<strong>{len(rows)} Zeile" in answer.text
    assert f'href="/jsiq/{query.name}.csv' in answer.text
    assert 'class="copy"' in answer.text
    assert ('class="chart"' in answer.text) == (query.chart is not None)


@pytest.mark.parametrize("query", [one for one in queries() if one.chart], ids=lambda query: query.name)
@pytest.mark.parametrize(("place", "asked"), [("small", FILLED), ("demo", ENOUGH)])
def test_every_bar_and_its_number_lead_to_exactly_the_rows_that_it_counts(request, query, place, asked) -> None:
    database = request.getfixturevalue(place).database
    shown = Datasette([], immutables=[str(database)], settings={"max_returned_rows": 10_000})
    values = asked.get(query.name, {})
    (page,) = ask_pages(shown, f"/jsiq/{query.name}?{urlencode(values)}")
    bars = [(html.unescape(target), int(number)) for target, number in BAR.findall(page.text)]
    numbers = [(html.unescape(target), int(number)) for target, number in NUMBER.findall(page.text)]
    assert sorted(bars) == sorted(numbers)
    assert bars or (place == "small" and query.name in WITHOUT_ROWS)
    assert page.text.count("<rect ") - page.text.count('width="0.0"') == len(bars)
    for (target, number), answer in zip(bars, ask_pages(shown, *(json_of(target) for target, _ in bars)), strict=True):
        rows = answer.json()
        assert rows.get("filtered_table_rows_count", len(rows["rows"])) == number > 0, target


def json_of(target: str) -> str:
    path, _, question = target.partition("?")
    return f"{path}.json?{question}"


def test_what_a_bar_narrowed_down_to_can_be_seen_and_undone_in_the_form(demo) -> None:
    shown = Datasette([], immutables=[str(demo.database)])
    start, narrowed = ask_pages(shown, "/jsiq/aenderungen_jahr", "/jsiq/aenderungen_jahr?jahr=2018&was=umbenannt")
    assert re.search(r'<a href="/jsiq/aenderungen_jahr\?was=umbenannt" aria-label="umbenannt, Zeilen: 1">', start.text)
    assert '<option value="umbenannt" selected>umbenannt</option>' in narrowed.text
    assert '<option value="neu">neu</option>' in narrowed.text
    assert "<strong>1 Zeile</strong>" in narrowed.text


def test_building_blocks_by_land_at_a_date(small: Workspace) -> None:
    found = {row["land"]: row for row in ask(small, "bausteine_nach_land", datum="2.5.2016")}
    assert (found["Bayern"]["projekte"], found["Bayern"]["profile_anzahl"]) == (4, 2)
    assert (found["Bayern"]["case_management"], found["Bayern"]["counselling"], found["Bayern"]["outreach"]) == (
        2,
        4,
        2,
    )
    assert ask(small, "bausteine_nach_land", datum="1.1.2015") == []


def test_municipalities_with_one_building_block_and_without_another(small: Workspace) -> None:
    with closing(sqlite3.connect(small.database)) as connection, connection:
        assert ask(small, "mit_und_ohne", mit="case_management", ohne="outreach")[0]["kommune"].startswith("Landkreis")
    assert [row["profile"] for row in ask(small, "mit_und_ohne", mit="counselling", ohne="outreach")] == []
    assert ask(small, "mit_und_ohne", mit="case_management") == []


def test_projects_that_run_beyond_a_date_name_those_without_an_end(demo: Workspace) -> None:
    found = ask(demo, "laufen_ueber", datum="31.12.2018")
    assert [row["ende"] for row in found][-1] == "unbekannt"
    assert all(row["ende"] > "2018-12-31" for row in found if row["ende"] != "unbekannt")
    assert ask(demo, "laufen_ueber", datum="31.02.2018") == []
    assert ask(demo, "laufen_ueber") == []


def test_changes_of_a_year(small: Workspace) -> None:
    assert len(ask(small, "aenderungen_jahr", jahr="2017")) == len(ask(small, "aenderungen_jahr")) == 18
    assert ask(small, "aenderungen_jahr", jahr="2016") == []


def test_projects_by_year_of_one_land(small: Workspace) -> None:
    found = {row["jahr"]: row["im_zeitraum"] for row in ask(small, "projekte_nach_jahr", land="Bayern")}
    assert found == {str(year): 4 for year in range(2015, 2023)}


def test_institutions_with_several_projects(small: Workspace) -> None:
    assert {row["projekte"] for row in ask(small, "institutionen")} == {8}
    assert ask(small, "institutionen", mindestens="9") == []
    assert len(ask(small, "institutionen", mindestens="1")) == 4


@pytest.mark.parametrize("name", [name for name, values in FILLED.items() if "datum" in values])
@pytest.mark.parametrize("typed", ["31.02.2017", "2017-13-01", "gestern", "1.1.17"])
@pytest.mark.few(4)
def test_a_day_that_does_not_exist_gets_a_message_and_no_row(browser, name: str, typed: str) -> None:
    answer = browser.get(f"jsiq/{name}", params={"datum": typed})
    assert answer.status_code == 200
    assert 'role="alert"' in answer.text
    assert browser.get(f"jsiq/{name}.json", params={"datum": typed, "_shape": "array"}).json() == []


def test_the_map_has_a_point_for_each_office_and_all_outlines(browser, small: Workspace) -> None:
    page = browser.get("jsiq/karte").text
    assert page.count('class="point"') == len(ask(small, "karte")) == 8
    for land, block, number in (("Bayern", "", 2), ("", "outreach", 8), ("Bayern", "none", 0)):
        asked = {"land": land, "baustein": block}
        assert browser.get("jsiq/karte", params=asked).text.count('class="point"') == len(ask(small, "karte", **asked))
        assert len(ask(small, "karte", **asked)) == number
    assert page.count('class="land"') == 16
    points = [(float(x), float(y)) for x, y in re.findall(r'cx="([\d.]+)" cy="([\d.]+)"', page)]
    assert all(0 < x < 385 and 0 < y < 515 for x, y in points)
    assert '<a href="/jsiq/profile/nw-kreis-dueren" aria-label="Kreis Düren, 2 Projekte">' in page
