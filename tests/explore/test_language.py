"""One language on a page: German, or English when somebody chose it, and the choice is remembered."""

import re
import sqlite3
import tomllib
from contextlib import closing
from importlib.resources import files

import httpx
import pytest

from jsiq_scrape.database.sql import queries
from jsiq_scrape.explore.web import language
from jsiq_scrape.records import fields_of
from jsiq_scrape.tables import ENTITIES, TABLES, VIEWS, Kind
from jsiq_scrape.workspace import Workspace

PAGES = (
    "", "jsiq", "jsiq/project_overview", "jsiq/project", "jsiq/finding", "jsiq/capture", "jsiq/karte",
    "jsiq/suche?suche=Düren", "jsiq/suche?suche=xyzzy", "jsiq/projekte_am?datum=31.02.2017", "jsiq/bausteine_nach_land",
    "jsiq/project/nw-kreis-dueren--lotsen-vor-ort", "jsiq/profile/nw-kreis-dueren", "jsiq/nothing", "jsiq?sql=select+1",
)  # fmt: skip
#: Words of ours and of Datasette that stand on pages of the other language only.
GERMAN = ("Zeile", "Suche", "Anwenden", "keine Angabe", "Fragen und Tabellen", "Quelle", "Zeigen", "Kommune", "nein")
ENGLISH = (
    "Apply",
    "rows",
    "Search",
    "records",
    "This data as",
    "Custom SQL",
    "Powered by",
    "home",
    "not stated",
    "Show",
)


@pytest.fixture
def browser(small_served):
    with httpx.Client(base_url=small_served.address, timeout=30) as client:
        yield client


def words(page: str) -> str:
    """What a person reads of a page, without what the pages of the programme said and names of the database."""
    page = re.sub(r"(?s)<(script|style|svg|code|textarea|pre|h2|select)\b.*?</\1>", " ", page)
    page = re.sub(
        r'(?s)<(td class="col-(?!case|couns|outr|soz|kind|sever|purp|verd|count|period_p)[^>]*>.*?</td)', " ", page
    )
    page = re.sub(r'(?s)<span class="(?:address|value)">.*?</span>|<a [^>]*lang="..">.*?</a>', " ", page)
    return re.sub(r"<[^>]+>", " ", page)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.few(4)
def test_a_page_speaks_one_language(browser: httpx.Client, path: str) -> None:
    german = browser.get(path).text
    assert '<html lang="de">' in german
    assert [word for word in ENGLISH if re.search(rf"\b{word}\b", words(german))] == []
    browser.cookies.set(language.COOKIE, "en")
    english = browser.get(path).text
    assert '<html lang="en">' in english
    assert [word for word in GERMAN if re.search(rf"\b{word}\b", words(english))] == []


def test_the_choice_is_remembered_and_leaves_the_address(browser: httpx.Client) -> None:
    chosen = browser.get("jsiq/project_overview?state=Bayern&_lang=en")
    assert chosen.status_code == 302
    assert chosen.headers["location"] == "/jsiq/project_overview?state=Bayern"
    assert '<html lang="en">' in browser.get("jsiq/project_overview").text
    page = browser.get("jsiq/project_overview?state=Bayern").text
    assert 'href="?state=Bayern&amp;_lang=de"' in page
    browser.get("jsiq?_lang=de")
    assert '<html lang="de">' in browser.get("jsiq").text


@pytest.mark.parametrize("asked", ["?_lang=fr", "?_lang=", "?_lang=en%0d%0aset-cookie:x", "?_lang=%00"])
def test_another_language_is_not_taken(browser: httpx.Client, asked: str) -> None:
    answer = browser.get(asked)
    assert "set-cookie" not in answer.headers
    browser.cookies.set(language.COOKIE, "klingon")
    assert '<html lang="de">' in browser.get("").text


@pytest.mark.parametrize("path", ["//evil.invalid", "/%2f%2fevil.invalid", "//evil.invalid/%2e%2e"])
def test_the_choice_leads_to_no_other_host(small_served, path: str) -> None:
    answer = httpx.get(small_served.address.rstrip("/") + path + "?_lang=en", timeout=30)
    assert not answer.headers.get("location", "/").startswith("//")
    assert "evil" not in httpx.URL(small_served.address).join(answer.headers.get("location", "/")).host


def test_files_are_the_same_in_every_language(browser: httpx.Client) -> None:
    for path in ("jsiq/project_overview.csv", "jsiq/project_overview.json?_shape=array", "jsiq/suche.csv?suche=Düren"):
        german = browser.get(path).text
        browser.cookies.set(language.COOKIE, "en")
        assert browser.get(path).text == german
        browser.cookies.clear()


def test_every_column_has_a_short_head_in_both_languages() -> None:
    for described in (*TABLES, *VIEWS):
        for column in described.columns:
            for chosen in language.LANGUAGES:
                token = language.LANGUAGE.set(chosen)
                assert 0 < len(language.head(column.name, column)) <= 40, (described.name, column.name)
                language.LANGUAGE.reset(token)


def test_every_code_of_a_closed_list_has_a_meaning() -> None:
    missing = [
        (described.name, column.name, one)
        for described in (*TABLES, *VIEWS)
        for column in described.columns
        if column.kind is Kind.TEXT
        for one in column.allowed
        if language.code(column.name, one) is None
    ]
    assert missing == []


def test_every_meaning_of_an_empty_column_is_there_in_german_and_none_is_left_over() -> None:
    meanings = {column.null for described in (*TABLES, *VIEWS) for column in described.columns if column.null}
    assert set(known()["nulls"]) == meanings
    assert all(german not in meanings for german in known()["nulls"].values())


def test_every_column_of_a_question_has_a_head_in_both_languages(small: Workspace) -> None:
    """A field of a record is called what records.py says, so a new one needs no entry in words.toml."""
    fields = {name for record in ENTITIES.values() for name in fields_of(record)}
    with closing(sqlite3.connect(small.database)) as connection:
        for query in queries():
            asked = {parameter.name: "" for parameter in query.parameters}
            for name, *_ in connection.execute(query.sql, asked).description:
                assert name in known()["heads"] or name in fields, (query.name, name)


@pytest.mark.parametrize(
    ("value", "field", "said"),
    [
        ('["Stadt A", "Verein B"]', "institutions", "Stadt A; Verein B"),
        ('[["Sprechzeit", "Mo."]]', "extras", "Sprechzeit: Mo."),
        ("[sic]", "title", "[sic]"),
        ("true", "counselling", "ja"),
        ("day", "title", "day"),
        ("something", None, "something"),
    ],
)
def test_a_value_of_a_change_is_shown_as_its_column_shows_it(value: str, field: str | None, said: str) -> None:
    assert language.shown("old", value, field) == said


def test_no_head_is_kept_for_a_column_that_is_gone() -> None:
    named = {column.name for described in (*TABLES, *VIEWS) for column in described.columns}
    asked = " ".join(query.sql for query in queries())
    assert [name for name in known()["heads"] if name not in named and not re.search(rf"\b{name}\b", asked)] == []


def known() -> dict[str, dict[str, object]]:
    return tomllib.loads(files("jsiq_scrape.explore.web").joinpath("words.toml").read_text(encoding="utf-8"))
