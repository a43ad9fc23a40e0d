"""The pages of Datasette that are ours, asked for over HTTP: complete, linked, and harmless whatever a page said."""

import csv
import html
import io
import re
from pathlib import Path
from urllib.parse import urljoin

import httpx
import pytest
import yaml
from databases import rows
from datasette.utils import tilde_encode
from small_world import FORMULA, IMAGE, SCRIPT

from jsiq_scrape.database.sql import queries
from jsiq_scrape.explore.formula import harmless_cell
from jsiq_scrape.explore.web.stored_page import chosen, inert
from jsiq_scrape.tables import TABLES, VIEWS
from jsiq_scrape.workspace import Workspace

PROJECT = "nw-kreis-dueren--lotsen-vor-ort"


@pytest.fixture
def browser(small_served):
    with httpx.Client(base_url=small_served.address, timeout=30) as client:
        yield client


def test_every_table_view_and_query_answers(browser: httpx.Client) -> None:
    names = [one.name for one in (*TABLES, *VIEWS)] + [one.name for one in queries()]
    answers = {name: browser.get(f"jsiq/{name}").status_code for name in names}
    assert answers == dict.fromkeys(names, 200)


@pytest.mark.sweep
def test_a_row_of_every_table_answers(browser: httpx.Client) -> None:
    for one in TABLES:
        found = browser.get(f"jsiq/{one.name}.json?_shape=array&_size=1").json()
        for row in found:
            key = ",".join(
                re.sub(r"[^A-Za-z0-9_-]", lambda sign: f"~{ord(sign[0]):02X}", str(row[name])) for name in one.key
            )
            assert browser.get(f"jsiq/{one.name}/{key}").status_code == 200, (one.name, key)


def test_every_table_and_query_tells_what_it_is_in_both_languages(small: Workspace) -> None:
    told = yaml.safe_load((small.db / "metadata.yaml").read_text(encoding="utf-8"))["databases"]["jsiq"]
    for described in (*TABLES, *VIEWS):
        table = told["tables"][described.name]
        assert set(table["columns"]) == set(described.names)
        assert all(" | " in text for text in (table["description"], *table["columns"].values()))
        assert table["license"]
        assert table["source"]
    for query in told["queries"].values():
        assert " | " in query["description"]
        assert query["title"]


def test_a_row_leads_to_the_line_of_the_stored_page(browser: httpx.Client) -> None:
    page = browser.get(f"jsiq/project/{PROJECT}").text
    assert "Beginn des Zeitraums" in page
    assert "02.05.2016 bis 02.05.2016: 2018-12-31" in page  # what stood there before
    assert "Jugendwerk Brückenschlag e. V." in page  # from a table of its own
    assert 'href="/jsiq/profile/nw-kreis-dueren"' in page
    (address,) = re.findall(r'href="(/jsiq/-/seite/[^"]*)"\s+title="Angebote:', page)
    stored = browser.get(html.unescape(address).partition("#")[0]).text
    assert "<mark>Einzelfallberatung, Begleitung zu Ämtern</mark>" in stored
    assert "web.archive.org/web/20160502090000/http://" in stored
    assert "#:~:text=Einzelfallberatung%2C%20Begleitung%20zu%20%C3%84mtern" in stored


def test_a_row_leads_to_the_evidence_of_all_its_versions(browser: httpx.Client) -> None:
    for address in (f"jsiq/project/{PROJECT}", f"jsiq/project_version/{PROJECT},1"):
        page = browser.get(address).text
        (question,) = re.findall(r'href="(/jsiq/herkunft[^"]*)"', page)
        found = browser.get(html.unescape(question).replace("?", ".json?_shape=array&", 1)).json()
        assert {row["eintrag"] for row in found} == {PROJECT}
        assert {row["aufgenommen"][:4] for row in found} == {"2016", "2017"}
        assert {row["ergebnis"] for row in found} == {"verstanden"}


def test_claims_and_findings_lead_to_their_lines(browser: httpx.Client) -> None:
    page = browser.get("jsiq/claim?_size=1").text
    (address,) = re.findall(r'href="(/jsiq/-/seite/[0-9a-f]{16}\?zeilen=[0-9]+-[0-9]+)#', page)
    assert "<mark>" in browser.get(address).text


@pytest.mark.parametrize(
    "question",
    ["SELECT body, first_line FROM claim", "SELECT body, line FROM finding", "SELECT 1 AS zeile, NULL AS body",
     "SELECT 1 AS line, '\"><b wild>' AS body",
     "SELECT 1 AS first_line, '0123456789abcdef' AS body, '\"><b wild>' AS last_line"],
)  # fmt: skip
def test_any_question_may_name_its_columns_as_ours(browser: httpx.Client, question: str) -> None:
    page = browser.get("jsiq", params={"sql": question})
    assert page.status_code == 200
    assert "<b wild" not in page.text
    named = re.findall(r'href="/jsiq/-/seite/([^"]*)"', page.text)
    assert all(re.fullmatch(r"[0-9a-f]{16}\?zeilen=[0-9-]+#z[0-9]+", one) for one in named)


def test_a_page_is_the_same_the_second_time(browser: httpx.Client) -> None:
    for address in ("/.json", "/jsiq.json", "/jsiq/project.json", f"/jsiq/project/{PROJECT}.json"):
        first, again = ({**browser.get(address).json(), "query_ms": None} for _ in range(2))
        assert first == again


def test_queries_and_views_lead_to_entries(browser: httpx.Client) -> None:
    assert 'href="/jsiq/project/nw-kreis-dueren--strassenteam"' in browser.get("jsiq/suche?suche=Düren").text
    assert f'href="/jsiq/project/{PROJECT}"' in browser.get("jsiq/project_overview").text
    assert 'href="/jsiq/profile/nw-kreis-dueren"' in browser.get("jsiq/project_overview").text


def test_a_list_begins_with_what_people_read_and_ends_with_keys(browser: httpx.Client) -> None:
    page = browser.get("jsiq/project_overview").text
    heads = re.findall(r'<th class="col-([^"]*)"', page)
    assert heads[:4] == ["municipality", "title", "period_start", "period_end"]
    assert set(heads[-3:]) == {"id", "profile", "row"}
    assert "removed_at" not in heads  # empty on this page
    assert "removed_at" in browser.get("jsiq/project_overview?_all=1").text
    assert re.findall(r'<th class="col-([^"]*)"', browser.get("jsiq/project").text)[0] == "title"
    (title,) = re.findall(r'<th class="col-period_start"[^>]* title="([^"]*)"', page)
    assert title == "period_start: Beginn des Zeitraums"


def test_institutions_are_names_in_every_list(browser: httpx.Client) -> None:
    for address in ("jsiq/project_overview", "jsiq/projekte_am", "jsiq/project_version"):
        page = browser.get(address).text
        assert "Jugendwerk Brückenschlag e. V." in page
        assert "[&#34;Jugendwerk" not in page


def test_yes_no_and_not_stated_are_words_in_every_list(browser: httpx.Client) -> None:
    for name in ("project", "project_version", "profile", "profile_version"):
        page = browser.get(f"jsiq/{name}?_all=1").text
        cells = re.findall(
            r'<td class="col-(?:case_management|counselling|outreach|soziale_stadt)"[^>]*>(.*?)</td>', page
        )
        assert cells
        assert {re.sub(r"<[^>]*>", "", cell) for cell in cells} <= {"ja", "nein", "keine Angabe", "–"}


@pytest.mark.parametrize(
    ("day", "ends"),
    [("2015-01-01", set()), ("2016-05-02", {"2018-12-31"}), ("2016-12-31", {"2018-12-31"}),
     ("2017-05-02", {"2022-06-30"}), ("", {"2022-06-30"}), (" 02.05.2016 ", {"2018-12-31"}),
     ("2.5.2016", {"2018-12-31"}), ("31.12.2016", {"2018-12-31"}), ("29.02.2020", {"2022-06-30"}),
     ("01.01.2015", set()), ("gestern", set()), ("2016", set()), ("2016-12-31'--", set()),
     ("31.02.2017", set()), ("2017-02-29", set()), ("00.01.2017", set()), ("1.13.2017", set()), ("1.1.17", set()),
     ("0x1.1.2017", set()), ("1.1.1.2017", set())],
)  # fmt: skip
def test_the_state_at_a_date_is_what_the_pages_said_then(browser: httpx.Client, day: str, ends: set[str]) -> None:
    found = browser.get(f"jsiq/projekte_am.json?_shape=array&datum={day}").json()
    assert {row["ende"] for row in found if row["project"] == PROJECT} == ends
    assert len({row["project"] for row in found}) == len(found)


@pytest.mark.parametrize(
    ("day", "number"),
    [("", 18), ("2017-05-02", 18), ("02.05.2017", 18), ("2017-05-03", 0), ("03.05.2017", 0), ("bald", 0)],
)
def test_changes_are_asked_for_since_a_day_as_germans_write_it_too(
    browser: httpx.Client, day: str, number: int
) -> None:
    found = browser.get("jsiq/aenderungen_seit.json", params={"_shape": "array", "datum": day}).json()
    assert len(found) == number


@pytest.mark.parametrize("asked", ["nw-kreis-dueren", "Düren", "DÜREN", "Dueren", "kreis düren", " Kreis Düren "])
def test_a_chronicle_is_found_by_key_and_by_name(browser: httpx.Client, asked: str) -> None:
    found = browser.get("jsiq/chronik.json", params={"_shape": "array", "profil": asked}).json()
    assert {row["profile"] for row in found} == {"nw-kreis-dueren"}
    assert {row["was"] for row in found} >= {"Seite gesehen", "geändert"}


def test_an_impossible_day_is_said_so_and_answered_by_no_row(browser: httpx.Client) -> None:
    page = browser.get("jsiq/projekte_am?datum=31.02.2017").text
    assert "Den Tag 31.02.2017 gibt es nicht." in page
    assert "<table" not in page
    assert "ist kein Datum" in browser.get("jsiq/laufen_ueber?datum=bald").text
    assert "ist kein Jahr" in browser.get("jsiq/aenderungen_jahr?jahr=17").text
    assert "ist keine Zahl" in browser.get("jsiq/institutionen?mindestens=viele").text
    assert 'role="alert"' not in browser.get("jsiq/projekte_am?datum=2.5.2016").text


def test_a_question_says_what_it_waits_for_and_when_it_found_nothing(browser: httpx.Client) -> None:
    assert "Oben eingeben, wonach gefragt wird." in browser.get("jsiq/suche").text
    assert "Nichts gefunden." in browser.get("jsiq/suche?suche=xyzzy").text
    assert "TT.MM.JJJJ" in browser.get("jsiq/projekte_am").text
    assert "<strong>8 Zeilen</strong>" in browser.get("jsiq/suche?suche=Werkstatt").text


def test_a_row_and_what_it_refers_to_are_called_by_their_names(browser: httpx.Client, small: Workspace) -> None:
    assert "<h1>Lotsen vor Ort</h1>" in browser.get(f"jsiq/project/{PROJECT}").text
    assert '<a href="/jsiq/profile/nw-kreis-dueren">Kreis Düren</a>' in browser.get(f"jsiq/project/{PROJECT}").text
    assert "<h1>Lotsen vor Ort</h1>" in browser.get(f"jsiq/project_version/{PROJECT},1").text
    ((body, field),) = rows(small.database, f"SELECT body, field FROM claim WHERE id = '{PROJECT}' LIMIT 1")
    claim = browser.get(f"jsiq/claim/{body},{field.replace('[', '~5B').replace(']', '~5D').replace('.', '~2E')}").text
    assert f'<a href="/jsiq/project/{PROJECT}">{PROJECT}</a>' in claim


@pytest.mark.parametrize(("version", "status"), [("1", 200), ("1.0", 200), ("1e0", 200), ("0", 404), ("x", 404)])
def test_a_version_may_be_written_as_any_number(browser: httpx.Client, version: str, status: int) -> None:
    key = f"{PROJECT},{version.replace('.', '~2E')}"
    assert browser.get(f"jsiq/project_version/{key}").status_code == status


def test_a_profile_lists_what_belongs_to_it_and_its_timeline(browser: httpx.Client) -> None:
    page = browser.get("jsiq/profile/nw-kreis-dueren").text
    for what in (
        "Lotsen vor Ort</a>",
        "Straßenteam</a>",
        "Altstadt</a>",
        "01.01.2015 – 30.06.2022",
        "<h2>Zeitleiste</h2>",
    ):
        assert what in page, what
    assert re.findall(r"<h3>([^<]*)</h3>", page) == ["02.05.2016", "02.05.2017"]
    assert re.sub("</?time[^>]*>", "", page).count("<del>31.12.2018</del> → <ins>30.06.2022</ins>") == 2


def test_a_change_shows_both_sides_and_leads_to_both_pages(browser: httpx.Client, small: Workspace) -> None:
    ((event, key),) = rows(small.database, f"SELECT event, id FROM change WHERE id = '{PROJECT}'")
    page = browser.get(f"jsiq/change/{event}").text
    before, after = page.partition('class="side old"')[2].split('class="side new"')
    assert "02.05.2016" in before
    assert "31.12.2018" in before
    assert "30.06.2022" in after
    assert f'href="/jsiq/project/{key}"' in page
    for side in (before, after):
        (address,) = re.findall(r'href="(/jsiq/-/seite/[0-9a-f]{16})"', side)
        assert browser.get(address).status_code == 200


def test_a_stored_page_says_what_each_line_was_taken_for(browser: httpx.Client, small: Workspace) -> None:
    (body,) = rows(small.database, f"SELECT body FROM claim WHERE id = '{PROJECT}' LIMIT 1")[0]
    page = browser.get(f"jsiq/-/seite/{body}").text
    roles = re.findall(r'class="role-(\w+)', page)
    assert {"heading", "value"} <= set(roles)
    assert len(roles) == len(re.findall(r'<tr id="z', page))


def test_the_rendered_page_runs_loads_and_leads_nowhere(browser: httpx.Client, small: Workspace) -> None:
    wicked = rows(small.database, "SELECT DISTINCT body FROM claim WHERE id LIKE 'he-%'")
    assert wicked
    for (body,) in wicked:
        answer = browser.get(f"jsiq/-/seite/{body}/ansicht")
        assert answer.status_code == 200
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("sandbox; default-src 'none'")
        assert "<script" not in answer.text
        assert not re.search(r"<[^>]+\s(?:on\w+|href|src|style|action)\s*=", answer.text)
    assert '<iframe sandbox=""' in browser.get(f"jsiq/-/seite/{wicked[0][0]}").text


@pytest.mark.parametrize(
    "markup",
    [
        "<p onclick=x>a</p>", "<script>x</script>", "<meta http-equiv=refresh content='0;url=http://evil.invalid'>",
        "<base href=http://evil.invalid>", "<iframe src=//evil.invalid></iframe>", "<svg onload=x></svg>",
        "<a href='javascript:x'>a</a>", "<img src=x onerror=x>", "<form action=//evil.invalid>b</form>",
        "<style>@import 'http://evil.invalid'</style>", "<div style='background:url(//evil.invalid)'>a</div>",
        "<object data=//evil.invalid></object>", "<link rel=stylesheet href=//evil.invalid>",
        "<template><script>x</script></template>",
        "<math><a xlink:href='javascript:x'>a</a></math>", "<noscript><img src=x onerror=x></noscript>",
    ],
)  # fmt: skip
def test_nothing_active_is_left_of_a_page(markup: str) -> None:
    left = inert(f"<html><body><h1>Kreis</h1>{markup}<p>danach</p></body></html>")
    assert "danach" in left
    assert not re.search(
        r"evil|javascript|onerror|onload|onclick|<script|<meta|<base|<iframe|<form|<link|<object", left
    )


def test_the_database_lists_what_analysts_want_first(browser: httpx.Client) -> None:
    page = browser.get("jsiq").text
    places = [page.index(f">{word}<") for word in ("Fragen", "project_overview", "Letzter Stand", "profile", "claim")]
    assert places == sorted(places)
    assert "Projekte mit ihrer Kommune, flach" in page
    hidden = browser.get("jsiq?_show_hidden=1").text
    assert ">project_search<" in hidden
    assert ">project_search<" not in page
    assert browser.get("jsiq", params={"sql": "SELECT 1 AS eins"}).status_code == 200


def test_what_is_not_there_leads_back_to_the_start(browser: httpx.Client) -> None:
    for address in ("jsiq/nothing", "nothing", "jsiq/profile/nobody", f"jsiq/-/seite/{'0' * 16}"):
        answer = browser.get(address)
        assert answer.status_code == 404
        assert '<a href="/">Zur Startseite</a>' in answer.text
        assert "not found" not in answer.text


def test_a_stored_page_that_is_not_there_is_said_so(small: Workspace, start, tmp_path: Path) -> None:
    (body,) = rows(small.database, "SELECT body FROM claim ORDER BY body LIMIT 1")[0]
    alone = tmp_path / "jsiq.db"
    alone.write_bytes(small.database.read_bytes())
    with start(alone) as running:
        page = httpx.get(f"{running.address}jsiq/-/seite/{body}?zeilen=1", timeout=30)
        assert page.status_code == 200
        assert "liegen nicht bei dieser Datenbank" in page.text
        assert httpx.get(f"{running.address}jsiq/-/seite/{'0' * 16}", timeout=30).status_code == 404


@pytest.mark.sweep
def test_a_database_without_contacts_does_not_show_the_pages_that_name_them(
    demo: Workspace, start, tmp_path: Path
) -> None:
    from jsiq_scrape.database import build

    named = rows(demo.database, "SELECT name, email FROM contact WHERE name IS NOT NULL AND email IS NOT NULL")
    bodies = rows(demo.database, "SELECT DISTINCT body FROM claim WHERE entity = 'contact'")
    without = Workspace(tmp_path / "root")
    without.db.mkdir(parents=True)
    (without.root / "snapshots").symlink_to(demo.snapshots)
    build(demo, without.database, contacts=False)
    with start(without.database) as running:
        shown = "".join(httpx.get(f"{running.address}jsiq/-/seite/{body}", timeout=30).text for (body,) in bodies)
    assert "nennt keine Kontaktpersonen" in shown
    assert [text for row in named for text in row if text in shown] == []


HOSTILE = (
    "", "jsiq?_show_hidden=1", "jsiq/suche?suche=script", "jsiq/suche?suche=HYPERLINK",
    "jsiq/chronik?profil=img", "jsiq/projekte_am?_hide_sql=", "jsiq?sql=SELECT+*+FROM+project_search",
    "jsiq?sql=SELECT+label%2C+text+FROM+extra", "jsiq/project_overview?_facet=title&_facet=services",
    "jsiq/project?_search=script", "jsiq/extra?_facet=label",
)  # fmt: skip


def keys_of_wicked_rows(small: Workspace) -> list[str]:
    """The pages of all rows that hold something of the page that means no good."""
    found = []
    for one in TABLES:
        for row in rows(small.database, f'SELECT * FROM "{one.name}"'):
            if any(isinstance(cell, str) and re.search(r"evil\.invalid|taken over", cell) for cell in row):
                named = dict(zip(one.names, row, strict=True))
                key = ",".join(tilde_encode(str(named[name])) for name in one.key)
                found.append(f"jsiq/{one.name}/{key}")
    return found


@pytest.mark.sweep
def test_markup_of_a_page_is_text_on_every_page(browser: httpx.Client, small: Workspace) -> None:
    wicked = keys_of_wicked_rows(small)
    kinds = {address.split("/")[1] for address in wicked}
    assert kinds >= {
        "profile",
        "project",
        "extra",
        "institution",
        "claim",
        "finding",
        "body",
        "project_version",
        "contact",
    }
    addresses = [*HOSTILE, *wicked]
    addresses += [f"jsiq/{one.name}?_size=max" for one in (*TABLES, *VIEWS)]
    addresses += [f"jsiq/{one.name}" for one in queries()]
    for (key,) in rows(small.database, "SELECT id FROM project WHERE profile LIKE 'he-%'"):
        addresses.append(f"jsiq/herkunft?tabelle=project&spalte=&id={key}")
    addresses += [
        f"jsiq/-/seite/{body}?zeilen=1-99&quelltext=1" for (body,) in rows(small.database, "SELECT id FROM body")
    ]
    seen = 0
    for address in addresses:
        answer = browser.get(address)
        assert answer.status_code == 200, address
        page = answer.text
        assert SCRIPT not in page, address
        assert "<img src=" not in page, address
        assert 'href="javascript:' not in page, address
        assert "taken over'<" not in page.partition("</title>")[0], address
        seen += "&lt;script&gt;" in page or "&lt;img" in page
    assert seen > 30


def test_what_an_address_says_is_text_too(browser: httpx.Client) -> None:
    for address in ("jsiq/suche?suche=", "jsiq/-/seite/0123456789abcdef?zeilen=", "jsiq/project?_search=", "jsiq/"):
        assert SCRIPT not in browser.get(address + SCRIPT).text


def test_a_spreadsheet_runs_nothing_of_a_csv(browser: httpx.Client) -> None:
    for name in ("project", "institution", "claim", "project_overview"):
        for options in ("_size=max", "_stream=1", "_labels=on", "_dl=1"):
            text = browser.get(f"jsiq/{name}.csv?{options}").text
            table = list(csv.reader(io.StringIO(text, newline="")))
            wild = [cell for row in table for cell in row if re.match(r"[=@\t\r]|[+-](?![0-9.]*$)", cell)]
            assert wild == [], (name, options)
            for separator in ";\t":
                cells = [cell for line in text.splitlines() for cell in line.split(separator)]
                assert [cell for cell in cells if re.match(r"\s*[=@＝＠]", cell)] == [], (name, options)
    titles = {row["title"] for row in csv.DictReader(io.StringIO(browser.get("jsiq/project.csv").text, newline=""))}
    assert "'" + FORMULA in titles
    assert SCRIPT in titles


@pytest.mark.parametrize(
    ("cell", "harmless"),
    [
        ("=1+1", "'=1+1"), ("+49", "+49"), ("-2", "-2"), ("-1.5e3", "-1.5e3"), ("-", "-"), ("- a", "'- a"),
        ("@x", "'@x"), ("\t=1", "'\t=1"), ("+1+cmd", "'+1+cmd"), ("", ""), ("a=1", "a=1"), ("＝1", "'＝1"),
        ("＋cmd", "'＋cmd"), ("－1", "'－1"), ("＠SUM", "'＠SUM"), (" =1", "' =1"), ("\u00a0=1", "'\u00a0=1"),
        ("\u200b=1", "'\u200b=1"), ("\ufeff@x", "'\ufeff@x"), ("\u202e=1", "'\u202e=1"), ("\r\n-x", "'\r\n-x"),
        (" -5 ", " -5 "), ("−5", "−5"), ("\0=1", "'\0=1"), ("\ta", "'\ta"),
        # for a program that parts cells at semicolons or tabs, or does not know quotes
        ("a;=1+1", "a;'=1+1"), ("a; =1", "a;' =1"), ("a\t@x", "a\t'@x"), ('a"=1', "a\"'=1"), ("a\n=1", "a\n'=1"),
        ("a;+cmd|' /C calc'!A0", "a;'+cmd|' /C calc'!A0"), ("a\n-HYPERLINK(1)", "a\n'-HYPERLINK(1)"),
        ("Angebote:\n- Beratung\n- Hilfe", "Angebote:\n- Beratung\n- Hilfe"), ("a;-1;+2", "a;-1;+2"), ("a;b", "a;b"),
    ],
)  # fmt: skip
def test_only_what_would_run_gets_an_apostrophe(cell: str, harmless: str) -> None:
    assert harmless_cell(cell) == harmless


def test_every_answer_forbids_what_comes_from_elsewhere(browser: httpx.Client) -> None:
    for address in ("", "jsiq", "jsiq/project", "jsiq/nothing", "jsiq/project.csv", "-/static/app.css"):
        assert browser.get(address).headers["content-security-policy"].startswith("default-src 'self';")


def test_pages_load_nothing_from_other_hosts(browser: httpx.Client) -> None:
    loading = re.compile(r'<(?:script|link|img|iframe|source)[^>]+(?:src|href)="([^"]+)"')
    for address in (
        "",
        "jsiq",
        "jsiq/profile_overview",
        "jsiq/karte",
        "jsiq/suche?suche=Köln",
        f"jsiq/project/{PROJECT}",
    ):
        for wanted in loading.findall(browser.get(address).text):
            full = urljoin(str(browser.base_url), html.unescape(wanted))
            assert full.startswith((str(browser.base_url), "data:")), (address, wanted)


@pytest.mark.parametrize(
    ("asked", "lines"),
    [("56", (56, 56)), ("42-44", (42, 44)), ("", (0, 0)), ("x", (0, 0)), ("1-", (0, 0)), ("-1", (0, 0))],
)
def test_the_address_of_a_stored_page_names_lines(asked: str, lines: tuple[int, int]) -> None:
    assert chosen(asked) == lines


def test_the_markup_in_a_title_is_text(browser: httpx.Client) -> None:
    page = browser.get("jsiq/body?_size=max").text
    assert html.escape(IMAGE, quote=False).replace('"', "&#34;") in page
