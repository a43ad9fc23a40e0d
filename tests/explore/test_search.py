"""The search knows German, and nothing a person types makes it fail."""

import re
import sqlite3
from contextlib import closing
from urllib.parse import quote, unquote_plus

import httpx
import pytest

from jsiq_scrape.database.sql import queries
from jsiq_scrape.workspace import Workspace

SEARCH = next(one.sql for one in queries() if one.name == "suche")
DUEREN, KOELN = "nw-kreis-dueren", "nw-stadt-koeln"
ALL = 8  # offices that mean well; each has the same two projects


def hits(small: Workspace, asked: str) -> list[dict[str, str | None]]:
    with closing(sqlite3.connect(small.database)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(SEARCH, {"suche": asked})]


@pytest.mark.parametrize(
    ("asked", "profile"),
    [
        ("Düren", DUEREN),
        ("Dueren", DUEREN),
        ("Duren", DUEREN),
        ("DÜREN", DUEREN),
        ("düren", DUEREN),
        ("Du\u0308ren", DUEREN),  # as some keyboards send it, in two signs
        ("Kreis Düren", DUEREN),
        ("Düren Kreis", DUEREN),
        ("üren", DUEREN),
        ("  Düren  ", DUEREN),
        ("Düren\tKreis", DUEREN),
        ("Köln", KOELN),
        ("Koeln", KOELN),
        ("Koln", KOELN),
        ("KÖLN", KOELN),
        ("Köl", KOELN),
        ("Nürnberg", "by-stadt-nuernberg"),
        ("Nuernberg", "by-stadt-nuernberg"),
        ("Nurnberg", "by-stadt-nuernberg"),
        ("Muenchen", "by-stadt-muenchen"),
        ("Breisgau Freiburg", "bw-stadt-freiburg-im-breisgau"),
        ("westmecklenburg", "mv-landkreis-nordwestmecklenburg"),
        ("52351", DUEREN),  # postal code
        ("50667 Köln", KOELN),
        ("05358", DUEREN),  # AGS of the Kreis
        ("AGS 05315", KOELN),
        ("Wismar", "mv-landkreis-nordwestmecklenburg"),
        ("Schleswig-Holstein", "sh-stadt-kiel"),
        ("Beispielweg Leipzig", "sn-stadt-leipzig"),  # street
        ("Beispielweg 3 Kiel", "sh-stadt-kiel"),
    ],
)
def test_a_place_is_found_in_every_spelling(small: Workspace, asked: str, profile: str) -> None:
    assert {hit["profile"] for hit in hits(small, asked)} == {profile}


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("Straßenteam", "Straßenteam"),
        ("Strassenteam", "Straßenteam"),
        ("strassenTEAM", "Straßenteam"),
        ("Einzelfallberatung", "Lotsen vor Ort"),
        ("fallberat", "Lotsen vor Ort"),
        ("Schüler*innen", "Lotsen vor Ort"),
        ("Schueler*innen", "Lotsen vor Ort"),
        ("schüler innen", "Lotsen vor Ort"),
        ("Schüler:innen", "Lotsen vor Ort"),
        ("Ämtern", "Lotsen vor Ort"),
        ("aemtern", "Lotsen vor Ort"),
        ("Brueckenschlag", "Lotsen vor Ort"),
        ("brücken", "Lotsen vor Ort"),
        ("Jugendwerk e. V.", "Lotsen vor Ort"),
        ("Clearing Großmarkt", "Straßenteam"),
        ("Grossmarkt", "Straßenteam"),
        ("Werkstatt Süd gGmbH", "Straßenteam"),
        ("Sued", "Straßenteam"),
        ("Plätzen", "Straßenteam"),
        ("plaetze", "Straßenteam"),
        ("Klasse 7", "Lotsen vor Ort"),
        ("STRASSENTEAM", "Straßenteam"),
        ("STRAẞENTEAM", "Straßenteam"),  # the capital sharp s, in use since 2017
        ("GROẞMARKT", "Straßenteam"),
        ("Straßen\u00adteam", "Straßenteam"),  # a soft hyphen, as copied out of a document
        ("Gespra\u0308che", "Straßenteam"),  # letters with combining marks
        ("Su\u0308d", "Straßenteam"),
        ("SCHÜLER*INNEN", "Lotsen vor Ort"),
        ("„Einzelfallberatung“", "Lotsen vor Ort"),
        ('"Einzelfallberatung"', "Lotsen vor Ort"),
        ("Einzelfallberatung*", "Lotsen vor Ort"),
        ("zu Ämtern", "Lotsen vor Ort"),
        ("Aufsuchende Jugendsozialarbeit", "Straßenteam"),
        ("aufsuchende", "Straßenteam"),
        ("Jugendwerk Brückenschlag", "Lotsen vor Ort"),
        ("Jugendwerk Brueckenschlag e.V.", "Lotsen vor Ort"),
        ("Werkstatt Sued", "Straßenteam"),
    ],
)
def test_a_project_is_found_by_words_and_their_parts(small: Workspace, asked: str, title: str) -> None:
    found = [hit for hit in hits(small, asked) if hit["project"]]
    assert {hit["titel"] for hit in found} == {title}
    assert len(found) == ALL


def test_all_words_must_occur_and_each_hit_shows_where(small: Workspace) -> None:
    assert hits(small, "Düren Großmarkt Einzelfallberatung") == []
    (hit,) = (hit for hit in hits(small, "Düren Einzelfallberatung") if hit["project"])
    assert "»" in str(hit["fundstelle"])
    (street,) = (hit for hit in hits(small, "Großmarkt Köln") if hit["project"])
    assert "»" in str(street["fundstelle"])


@pytest.mark.parametrize(
    ("asked", "column"),
    [("Casemanagement", "case_management"), ("Case Management", "case_management"),
     ("casemanagement", "case_management"), ("CASE MANAGEMENT", "case_management"),
     ("beratung", "counselling"), ("Beratung/Clearing", "counselling"),
     ("Aufsuchende Jugendsozialarbeit", "outreach"), ("aufsuchende Düren", "outreach")],
)  # fmt: skip
def test_a_building_block_finds_exactly_the_projects_that_offer_it(small: Workspace, asked: str, column: str) -> None:
    with closing(sqlite3.connect(small.database)) as connection:
        offering = connection.execute(f"SELECT id FROM project WHERE {column} = 1").fetchall()
    expected = {key for (key,) in offering if "Düren" not in asked or key.startswith(DUEREN)}
    assert expected
    assert {hit["project"] for hit in hits(small, asked) if hit["project"]} == expected


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("Dürne", "Düren"), ("Lepizig", "Leipzig"), ("Strasenteam", "Straßenteam"), ("Nürnbreg", "Nürnberg"),
     ("Einzelfalberatung", "Einzelfallberatung"), ("Münhcen", "München"), ("Case Managment", "Case Management"),
     ("Brückenschlg", "Brückenschlag")],
)  # fmt: skip
def test_a_typing_error_gets_what_was_meant(small_served, typed: str, meant: str) -> None:
    page = httpx.get(f"{small_served.address}jsiq/suche?suche={quote(typed)}", timeout=30).text
    assert "Nichts gefunden." in page
    suggested = re.findall(r'href="/jsiq/suche\?suche=([^"]+)"', page)
    assert meant in map(unquote_plus, suggested)
    for one in suggested:
        assert 'class="hits"' in httpx.get(f"{small_served.address}jsiq/suche?suche={one}", timeout=30).text


def test_each_hit_leads_by_its_title_to_its_row_and_marks_what_was_found(small_served) -> None:
    for asked, marked in (("Dueren", "Düren"), ("fallberat", "Einzelfallberatung"), ("52351", "52351"), ("nein", "")):
        page = httpx.get(f"{small_served.address}jsiq/suche?suche={asked}", timeout=30).text
        assert f"<mark>{marked}</mark>" in page or not marked
        assert marked or "Nichts gefunden." in page
    page = httpx.get(f"{small_served.address}jsiq/suche?suche=Dueren", timeout=30).text
    assert '<a href="/jsiq/profile/nw-kreis-dueren">Kreis Düren</a>' in page
    assert '<a href="/jsiq/project/nw-kreis-dueren--strassenteam">Straßenteam</a>' in page


def test_words_as_printed_come_before_parts_of_words(small: Workspace) -> None:
    found = [hit["titel"] for hit in hits(small, "Straßen")]
    assert found[: len(found) // 3] == ["Straßenteam"] * (len(found) // 3)


STRANGE = [
    "", " ", '"', '""', "'", "';--", '" OR "', "AND", "OR", "NOT", "NEAR(a b)", "NEAR(", "title:x", "title : x", "-x",
    "*", "a*", "**", "^a", "(", ")", "((", "{x}", "{x} : y", "a + b", "+", "\\", "%", "_", "%%", "[a", "a]",
    "<b>", "&amp;", "a AND b", "a OR b", "NOT a", "a NOT b", "AND AND", "a NEAR b", "NEAR(a b, 2)", "a AND", "OR b",
    '"a" AND "b"', "'a'", "„a“", "«a»", '"a', 'a"', 'a"b', "a'b", "`a`", "s:a", "spelled : a", "a -b", "* a",
    "- {spelled} : a",
    "a * b", "?*", "^", "^^a", "a^2", "rank", "rank MATCH", "a;b", "a--b", "/* a",
    "\u0301", "a\u0301", "ß\u0301",
    "\u0130", "\u0131", "ſ", "ﬀ", "Ω", "日本", "עברית", "\u200d", "\ufeff", "\uffff", "\U0010ffff", "a\u00adb",
    "x" * 10_240, "ü " * 5_120, '" ' * 5_120, "*" * 10_240, "😀" * 2_560,
    "\0", "a\0b", '"\0', "\x1b[31m", "\u202e", "\ud7ff", "😀", "ß", "ẞ", "ﬁ", "\u00a0", "\u200b",
    "x" * 5000, "a " * 3000,
    '"' * 999, "(" * 999, "NOT " * 500, "..", "/", "?", "#", "=1+1", ":suche", ":x", "?1", "@a", "$a", "\n\n", "\r",
]  # fmt: skip


@pytest.mark.parametrize("asked", STRANGE)
def test_nothing_that_is_typed_is_an_error_in_the_search(small: Workspace, asked: str) -> None:
    assert isinstance(hits(small, asked), list)


@pytest.mark.sweep
def test_nothing_that_is_typed_is_an_error_on_any_page(small_served) -> None:
    with httpx.Client(base_url=small_served.address, timeout=30) as browser:
        answers = {
            (page, asked[:20]): browser.get(f"jsiq/{page}?{field}={quote(asked)}").status_code
            for asked in STRANGE
            for page, field in (
                ("suche", "suche"),
                ("project", "_search"),
                ("project_overview", "_search"),
                ("profile_overview", "_search"),
                ("chronik", "profil"),
                ("projekte_am", "datum"),
            )
        }
    assert {key: code for key, code in answers.items() if code != 200} == {}


@pytest.mark.parametrize("name", ["profile", "profile_overview", "project", "project_overview"])
@pytest.mark.parametrize("asked", ["Düren", "Dueren", "Duren", "kreis düren"])
def test_tables_and_views_find_it_too(small_served, name: str, asked: str) -> None:
    address = f"{small_served.address}jsiq/{name}.json?_shape=array&_search={quote(asked)}"
    found = httpx.get(address, timeout=30).json()
    key = "profile" if name in ("project", "project_overview") else "id"
    assert {row[key] for row in found} == {DUEREN}


def test_nobody_is_found_by_the_name_of_a_contact_person(demo: Workspace) -> None:
    with closing(sqlite3.connect(demo.database)) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM contact WHERE name IS NOT NULL")]
        assert names
        found = {name: connection.execute(SEARCH, {"suche": name}).fetchall() for name in names}
    assert {name: rows for name, rows in found.items() if rows} == {}
