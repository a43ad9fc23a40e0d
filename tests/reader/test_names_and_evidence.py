"""Whose page it is, wherever the names stand, and where on the page each value was found."""

import pytest

from jsiq_scrape.parse import label_values, read
from jsiq_scrape.parse.labels.vocabulary import Vocabulary
from jsiq_scrape.records import FindingKind, Reading

BLOCK = "<dl><dt>Laufzeit:</dt><dd>2015</dd><dt>Casemanagement:</dt><dd>ja</dd></dl>"
ADDRESS = "<br>Bismarckstraße 16<br>52351 Düren</p>"


def _page(titles: str = "<h1>Kreis Musterau</h1>", block: str = BLOCK, contact: str = "") -> str:
    return f"""<!doctype html><meta charset=utf-8><body><main>{titles}<h2>Fördergebiete</h2><p>Der ganze Kreis.</p>
<h2>Projekte</h2><h3>Werkstatt</h3>{block}<h2>Kontakt</h2>{contact}</main></body>"""


def _missing(reading: Reading) -> list[str]:
    return [finding.text for finding in reading.findings if finding.kind is FindingKind.MISSING_SECTION]


@pytest.mark.parametrize(
    ("titles", "contact"),
    [
        ("<h1>Kreis Musterau</h1><h2>Fachdienst Jugend</h2>", "<p>Tel. 0221 4710-123</p>"),
        ("<h1>Fachdienst Jugend</h1><h2>Kreis Musterau</h2>", "<p>Tel. 0221 4710-123</p>"),
        ("<h1>Fachdienst Jugend</h1>", f"<p>Kreis Musterau{ADDRESS}"),
        ("<h1>Kreis Musterau</h1>", f"<p>Fachdienst Jugend{ADDRESS}"),
        ("<h1>Standort</h1>", f"<p>Fachdienst Jugend<br>Kreis Musterau{ADDRESS}"),
        ("<h1>Standort</h1>", f"<p>Kreis Musterau<br>Fachdienst Jugend{ADDRESS}"),
    ],
)
def test_office_and_municipality_are_told_apart_wherever_they_stand(
    titles: str, contact: str, vocabulary: Vocabulary
) -> None:
    profile = read(_page(titles, contact=contact), vocabulary).profile
    assert profile is not None
    assert (profile.office, profile.municipality) == ("Fachdienst Jugend", "Kreis Musterau")


@pytest.mark.parametrize(
    "office", ["Stadt Musterau Jugendamt", "Stadt Musterau, Jugendamt", "Stadt Musterau - Jugendamt"]
)
@pytest.mark.parametrize("municipality", ["Gemeindeverband Musterau", "Zweckverband Tal"])
@pytest.mark.parametrize("titled", [True, False])
def test_an_office_whose_name_begins_with_a_town_is_no_town(
    office: str, municipality: str, titled: bool, vocabulary: Vocabulary
) -> None:
    titles = f"<h1>{office}</h1><h2>{municipality}</h2>" if titled else "<h1>Standort</h1>"
    contact = f"<p>{municipality}<br>{office}<br>Gartenweg 5<br>99999 Musterau</p>"
    profile = read(_page(titles, contact=contact), vocabulary).profile
    assert profile is not None
    assert (profile.office, profile.municipality) == (office, municipality)


@pytest.mark.parametrize("municipality", ["Stadt Musterau am See", "Stadt Musterau (Tal)", "Stadt Musterau"])
def test_a_town_with_more_to_its_name_than_the_address_says_is_a_town(
    municipality: str, vocabulary: Vocabulary
) -> None:
    contact = f"<p>Jugendamt Musterau<br>{municipality}<br>Gartenweg 5<br>99999 Musterau</p>"
    profile = read(_page("<h1>Standort</h1>", contact=contact), vocabulary).profile
    assert profile is not None
    assert (profile.office, profile.municipality) == ("Jugendamt Musterau", municipality)


def test_a_third_name_belongs_to_the_office(vocabulary: Vocabulary) -> None:
    contact = f"<p>Fachdienst Jugend<br>Kreis Musterau<br>Haus der Hilfen{ADDRESS}"
    profile = read(_page("<h1>Standort</h1>", contact=contact), vocabulary).profile
    assert profile is not None
    assert (profile.office, profile.municipality) == ("Fachdienst Jugend\nHaus der Hilfen", "Kreis Musterau")


def test_the_name_of_the_municipality_alone_names_no_office(vocabulary: Vocabulary) -> None:
    profile = read(_page(contact=f"<p>Kreis Musterau{ADDRESS}"), vocabulary).profile
    assert profile is not None
    assert (profile.office, profile.municipality) == (None, "Kreis Musterau")
    profile = read(_page("<h1>Fachdienst Jugend</h1>", contact=f"<p>Fachdienst Jugend{ADDRESS}"), vocabulary).profile
    assert profile is not None
    assert (profile.office, profile.municipality) == ("Fachdienst Jugend", None)


def test_a_section_that_a_page_lacks_is_named(vocabulary: Vocabulary) -> None:
    whole = _page(contact="<p>Tel. 0221 4710-123</p>")
    assert _missing(read(whole, vocabulary)) == []
    assert _missing(read(whole.replace("<h2>Kontakt</h2>", ""), vocabulary)) == ["contact"]
    assert _missing(read(whole.replace("<h2>Fördergebiete</h2>", ""), vocabulary)) == ["areas"]
    numbered = whole.replace("<h2>Fördergebiete</h2><p>Der ganze Kreis.</p>", "<h3>FG 1: Nord</h3><p>Der Norden.</p>")
    assert _missing(read(numbered, vocabulary)) == []
    addressed = whole.replace("<h2>Kontakt</h2>", "<p>Adresse: Bismarckstraße 16, 52351 Düren</p>")
    assert _missing(read(addressed, vocabulary)) == []


def test_a_second_answer_to_one_question_is_reported_and_read_by_nobody_else(vocabulary: Vocabulary) -> None:
    contact = "<p>Bundesland: Hessen</p><p>Bundesland: Bayern</p>"
    reading = read(_page(contact=contact), vocabulary)
    assert reading.profile is not None
    assert reading.profile.state == "Hessen"
    assert [(finding.kind, finding.text) for finding in reading.findings] == [
        (FindingKind.DUPLICATE_LABEL, "Bundesland: Bayern")
    ]
    assert reading.lines.unread == 0


@pytest.mark.parametrize(
    ("block", "path"),
    [
        ("<dl><dt>Laufzeit:</dt><dd><span>2015</span></dd><dt>Casemanagement:</dt><dd>ja</dd></dl>", "dl/dd/span"),
        ("<p><b>Laufzeit:</b> <i>2015</i></p><p><b>Casemanagement:</b> ja</p>", "p[2]/i"),
        ("<p><b>Laufzeit</b>: 2015</p><p><b>Casemanagement</b>: ja</p>", "p[2]"),
        ("<p>Laufzeit: 2015</p><p>Casemanagement: ja</p>", "p[2]"),
        ("<p>Laufzeit: <i>2015</i></p><p>Casemanagement: <i>ja</i></p>", "p[2]/i"),
    ],
)
def test_a_claim_names_the_element_of_the_value_and_not_of_its_label(
    block: str, path: str, vocabulary: Vocabulary
) -> None:
    reading = read(_page(block=block), vocabulary)
    (claim,) = [claim for claim in reading.claims if claim.field == "projects[0].period_start"]
    assert (claim.text, claim.label, claim.path) == ("2015", "Laufzeit", f"html/body/main/{path}")


def test_a_comment_or_an_instruction_is_no_element(vocabulary: Vocabulary) -> None:
    shown = _page(block=BLOCK + "<h3>Wegweiser</h3>" + BLOCK, contact="<p>Tel. 0221 4710-123</p>")
    marked = shown.replace("><", "><!-- hier --><").replace("</dt><!-- hier -->", "</dt><?php hier ?>")
    assert marked.count("hier") > 10
    assert read(marked, vocabulary) == read(shown, vocabulary)


def test_the_caption_of_a_table_is_the_title_of_a_project_only_where_nothing_else_is(vocabulary: Vocabulary) -> None:
    rows = "<tr><th>Laufzeit</th><td>2015</td></tr><tr><th>Casemanagement</th><td>ja</td></tr>"
    table = f"<table><caption>Werkstatt im Bild</caption>{rows}</table>"
    assert [project.title for project in read(_page(block=table), vocabulary).projects] == ["Werkstatt"]
    alone = _page(block=table).replace("<h3>Werkstatt</h3>", "")
    assert [project.title for project in read(alone, vocabulary).projects] == ["Werkstatt im Bild"]


@pytest.mark.parametrize("title", ['<h3><a href="steg">Steg</a></h3>', '<p><a href="steg">Steg</a></p>'])
def test_a_section_of_other_projects_ends_where_the_next_one_begins(title: str, vocabulary: Vocabulary) -> None:
    others = f"<h2>Weitere Projekte</h2>{title}<p>Casemanagement: nein</p>"
    contact = "<p>Frau Erika Musterfrau</p><p>Telefon: 0221 4710-123</p>"
    reading = read(_page(block=BLOCK + others, contact=contact), vocabulary)
    assert [(project.title, project.case_management) for project in reading.projects] == [("Werkstatt", True)]
    assert [(person.name, person.phone) for person in reading.contacts] == [("Erika Musterfrau", "+492214710123")]


def test_what_only_assistive_technology_is_told_is_no_label() -> None:
    shown = """<main><div aria-label="Höhe">60 m</div><div aria-label="Fläche">3 km²</div>
<section aria-label="Preis"><p>3 Euro</p></section><form><input aria-label="Suche"></form></main>"""
    assert label_values(shown) == []
    assert label_values(shown, ["Höhe", "Fläche", "Preis", "Suche"]) == []


def test_a_label_without_a_colon_is_the_label_of_its_value(vocabulary: Vocabulary) -> None:
    contact = "<p>Frau Erika Musterfrau</p><p>E-Mail amt51@musterkreis.example</p>"
    reading = read(_page(contact=contact), vocabulary)
    (claim,) = [claim for claim in reading.claims if claim.field == "contacts[0].email"]
    assert (claim.label, claim.text) == ("E-Mail", "amt51@musterkreis.example")


def test_a_profile_in_plain_text_ends_where_the_site_begins(vocabulary: Vocabulary) -> None:
    lines = ["Kreis Musterau", "", "Fördergebiete", "Der ganze Kreis.", "", "Projekte", "Projekttitel: Werkstatt"]
    lines += ["Laufzeit: 2015", "Casemanagement: ja", "", "Kontakt", "Telefon: 0221 4710-123", ""]
    reading = read("\n".join([*lines, "Impressum", "Datenschutz", "Quittenbrot"]), vocabulary)
    assert (reading.lines.boilerplate, reading.lines.unread) == (3, 0)
    assert reading.findings == ()
