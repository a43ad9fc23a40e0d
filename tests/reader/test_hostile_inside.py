"""Traps inside a profile: labels in any order, twice, empty or unknown, values that look like labels, odd places."""

from collections.abc import Callable

import pytest
from corpus.traps import AREAS, PAIRS, PROJECTS, STADT, TOP, Pairs, colons, page, rows, strong, terms

from jsiq_scrape.parse import read
from jsiq_scrape.parse.labels.vocabulary import Vocabulary
from jsiq_scrape.records import FindingKind, Project, Reading

Render = Callable[[Pairs], str]


def tables(pairs: Pairs) -> str:
    return f"<table>{rows(pairs)}</table>"


def runs(pairs: Pairs) -> str:
    return "<p>" + "<br>".join(f"<b>{label}:</b> {value}" for label, value in pairs) + "</p>"


MARKUPS: dict[str, Render] = {
    "terms": terms,
    "cells": tables,
    "strong": strong,
    "colons": colons,
    "bold in one run": runs,
}
markups = pytest.mark.parametrize("render", MARKUPS.values(), ids=MARKUPS)


def _read(projects: str, vocabulary: Vocabulary, areas: str = AREAS, top: str = TOP) -> Reading:
    return read(page(f"{top}{areas}<h3>Projekte</h3><h4>Brücke</h4>{projects}"), vocabulary)


def _kinds(reading: Reading) -> set[FindingKind]:
    return {finding.kind for finding in reading.findings}


@markups
def test_the_order_of_the_labels_does_not_matter(render: Render, vocabulary: Vocabulary) -> None:
    (known,) = _read(render(PAIRS), vocabulary).projects
    assert (known.case_management, known.counselling, known.outreach) == (True, False, True)
    for order in (PAIRS[::-1], PAIRS[3:] + PAIRS[:3], PAIRS[::2] + PAIRS[1::2]):
        assert _read(render(order), vocabulary).projects == (known,)


@markups
def test_one_block_alone_is_a_project(render: Render, vocabulary: Vocabulary) -> None:
    (project,) = _read(render([("Casemanagement", "ja")]), vocabulary).projects
    assert (project.title, project.case_management, project.institutions) == ("Brücke", True, ())


@markups
@pytest.mark.parametrize("nothing", ["", "&nbsp;", " \n "], ids=["empty", "hard blank", "blanks"])
def test_labels_without_values_take_nothing_from_their_neighbours(
    nothing: str, render: Render, vocabulary: Vocabulary
) -> None:
    empty = [(label, nothing) for label, _ in PAIRS]
    assert _read(render(empty), vocabulary).projects == (Project(title="Brücke"),)
    every_other = [(label, value if n % 2 else nothing) for n, (label, value) in enumerate(PAIRS)]
    (project,) = _read(render(every_other), vocabulary).projects
    assert (project.institutions, str(project.period_end)) == ((), "2018-12-31")
    assert (project.target_group, project.services) == (None, "Beratung und Werkstatt.")
    assert (project.case_management, project.counselling, project.outreach) == (None, False, None)


@markups
def test_half_of_the_labels_may_be_unknown(render: Render, vocabulary: Vocabulary) -> None:
    unknown = [("Zahl der Plätze", "12"), ("Kosten", "keine"), ("Methoden", "Gruppenarbeit"), ("Besonderheit", "Bus")]
    mixed = [pair for both in zip(PAIRS[:4], unknown, strict=True) for pair in both]
    reading = _read(render(mixed), vocabulary)
    (project,) = reading.projects
    assert [(extra.label, extra.text) for extra in project.extras] == unknown
    assert (project.institutions, project.services) == (("Werkhof am Fluss GmbH",), "Beratung und Werkstatt.")
    assert [finding.kind for finding in reading.findings] == [FindingKind.UNKNOWN_LABEL] * 4


@markups
def test_a_misspelt_label_is_kept_as_an_unknown_one(render: Render, vocabulary: Vocabulary) -> None:
    wrong = [("Umsetzende Instiution(en)", "Werkhof"), ("Zeitaum", "2015-2018"), ("Angebote", "Hilfe."), PAIRS[4]]
    (project,) = _read(render(wrong), vocabulary).projects
    assert [(extra.label, extra.text) for extra in project.extras] == wrong[:2]
    assert (project.institutions, project.period_start, project.services) == ((), None, "Hilfe.")


@markups
def test_colons_and_label_words_inside_a_value_stay_there(render: Render, vocabulary: Vocabulary) -> None:
    talk = "Beratung: jeden Montag. Angebote der Jugendhilfe und Zeitraum und Umfang nach Bedarf."
    (project,) = _read(render([PAIRS[0], ("Angebote", talk), ("Casemanagement", "ja")]), vocabulary).projects
    assert (project.services, project.target_group, project.case_management) == (talk, None, True)


@pytest.mark.parametrize("render", [terms, tables], ids=["terms", "cells"])
def test_paragraphs_that_begin_with_label_words_stay_prose(render: Render, vocabulary: Vocabulary) -> None:
    lines = ["Angebote der Jugendhilfe.", "Zielgruppe und Umfeld.", "Kontakt zu Betrieben.", "Projekte der Nachbarn."]
    value = "".join(f"<p>{line}</p>" for line in lines)
    (project,) = _read(render([PAIRS[0], ("Angebote", value), ("Casemanagement", "ja")]), vocabulary).projects
    assert (project.services, project.case_management) == ("\n".join(lines), True)


def test_headings_and_bold_words_inside_a_value_belong_to_it(vocabulary: Vocabulary) -> None:
    headings = "<p>Wir bieten:</p><h5>Werkstatt</h5><p>Holz.</p><h5>Café</h5><p>Kuchen.</p>"
    bold = "<p><strong>Werkstatt:</strong> Holz.</p><p><strong>Café:</strong> Kuchen.</p>"
    for value, text in (
        (headings, "Wir bieten:\nWerkstatt\nHolz.\nCafé\nKuchen."),
        (bold, "Werkstatt: Holz.\nCafé: Kuchen."),
    ):
        (project,) = _read(terms([PAIRS[0], ("Angebote", value), ("Casemanagement", "ja")]), vocabulary).projects
        assert (project.services, project.case_management, project.extras) == (text, True, ())


TITLED = {
    "a caption": "<table><caption>{}</caption>{}</table>",
    "a cell over both columns": "<table><tr><td colspan=2>{}</td></tr>{}</table>",
    "a bold paragraph": "<p><strong>{}</strong></p><table>{}</table>",
    "a numbered heading above": "<h4>Projekt 1</h4><h5>{}</h5><table>{}</table>",
    "a row of its own": "<table><tr><td>Projekttitel</td><td>{}</td></tr>{}</table>",
    "a heading with the word in it": "<h4>Projekttitel: {}</h4><table>{}</table>",
    "an image below it": '<h4>{}</h4><img src="a.jpg" alt="Jugendliche im Hof"><table>{}</table>',
    "a sentence below it": "<h4>{}</h4><p>Ein Satz zum Projekt.</p><table>{}</table>",
}


@pytest.mark.parametrize("markup", TITLED.values(), ids=TITLED)
def test_a_title_is_found_wherever_it_stands(markup: str, vocabulary: Vocabulary) -> None:
    titles = ("Brücke ins Leben", "Lernort 2.0", "Wegweiser - Beratung")
    body = "".join(markup.format(title, rows(PAIRS)) for title in titles)
    reading = read(page(f"{TOP}{AREAS}<h3>Projekte</h3>{body}"), vocabulary)
    assert tuple(project.title for project in reading.projects) == titles
    assert _kinds(reading) <= {FindingKind.UNREAD}


def test_projects_need_no_heading_of_their_section(vocabulary: Vocabulary) -> None:
    with_heading = read(page(TOP + AREAS + PROJECTS), vocabulary)
    without = read(page(TOP + AREAS + PROJECTS.replace("<h3>Projekte</h3>", "")), vocabulary)
    assert without.projects == with_heading.projects


AREA_MARKUPS = {
    "headings": "<h4>FG 1: Nord</h4><p>Viele Häuser.</p><h4>FG 2: Süd</h4><p>Wenig Häuser.</p>",
    "terms": "<dl><dt>FG 1: Nord</dt><dd>Viele Häuser.</dd><dt>FG 2: Süd</dt><dd>Wenig Häuser.</dd></dl>",
    "items": "<ul><li><b>FG 1: Nord</b> Viele Häuser.</li><li><b>FG 2: Süd</b> Wenig Häuser.</li></ul>",
    "dashes": "<p>FG 1 - Nord</p><p>Viele Häuser.</p><p>FG 2 – Süd</p><p>Wenig Häuser.</p>",
}


@pytest.mark.parametrize("areas", AREA_MARKUPS.values(), ids=AREA_MARKUPS)
def test_funding_areas_are_found_in_any_markup(areas: str, vocabulary: Vocabulary) -> None:
    reading = _read(terms(PAIRS), vocabulary, areas=f"<h3>Fördergebiete</h3><p>Zwei Gebiete.</p>{areas}{STADT}")
    found = [(area.number, area.name, area.description) for area in reading.funding_areas]
    assert found == [(1, "Nord", "Viele Häuser."), (2, "Süd", "Wenig Häuser.")]
    assert reading.profile is not None
    assert (reading.profile.areas_text, reading.profile.soziale_stadt) == ("Zwei Gebiete.", True)


def test_a_sentence_about_an_area_opens_none(vocabulary: Vocabulary) -> None:
    talk = "<p>Fördergebiet 1 und 2 liegen im Norden.</p><p>FG 1: Nord</p><p>Siehe auch FG 2: dort mehr.</p>"
    reading = _read(terms(PAIRS), vocabulary, areas=f"<h3>Fördergebiete</h3>{talk}<p>FG 2: Süd</p>{STADT}")
    assert [area.name for area in reading.funding_areas] == ["Nord", "Süd"]
    assert reading.funding_areas[0].description == "Siehe auch FG 2: dort mehr."


PLACE = ("Lange Str. 27a", "52351", "Düren")
ADDRESSES = {
    "all in one line": "<p>Kreis Beispielbach, Fachdienst Jugend, Lange Str. 27a, 52351 Düren</p>",
    "street and town in one line": "<p>Kreis Beispielbach<br>Fachdienst Jugend<br>Lange Str. 27a, 52351 Düren</p>",
    "a country before the code": "<p>Kreis Beispielbach<br>Fachdienst Jugend<br>Lange Str. 27a<br>D-52351 Düren</p>",
    "a bold first line": "<p><b>Kreis Beispielbach</b><br>Fachdienst Jugend<br>Lange Str. 27a<br>52351 Düren</p>",
    "spans": "<p><span>Kreis Beispielbach</span><br><span>Lange Str. 27a</span><br><span>52351 Düren</span></p>",
    "a card": '<div class="vcard"><div>Kreis Beispielbach</div><div class="adr"><div>Lange Str. 27a</div>'
    "<span>52351</span> <span>Düren</span></div></div>",
    "labels": f"<table>{rows([('Straße:', 'Lange Str. 27a'), ('PLZ:', '52351'), ('Ort:', 'Düren')])}</table>",
}


@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES)
def test_an_address_is_found_in_any_form(address: str, vocabulary: Vocabulary) -> None:
    top = f"<h1>Fachdienst Jugend</h1><h2>Kreis Beispielbach</h2><h3>Kontakt</h3>{address}"
    reading = _read(terms(PAIRS), vocabulary, top=top)
    assert reading.profile is not None
    assert (reading.profile.street, reading.profile.postal_code, reading.profile.city) == PLACE
    assert (reading.profile.office, reading.profile.municipality) == ("Fachdienst Jugend", "Kreis Beispielbach")


PERSONS = {
    "a table with a head": "<table><tr><th>Name</th><th>Telefon</th><th>E-Mail</th></tr>"
    "<tr><td>Rosa Beispiel</td><td>030 23125-001</td><td>r@b.example</td></tr>"
    "<tr><td>Jonas Muster</td><td>030 23125-002</td><td>j@b.example</td></tr></table>",
    "what they do behind the name": "<p>Rosa Beispiel (Koordination)<br>Tel. 030 23125-001<br>r@b.example</p>"
    "<p>Jonas Muster, Sachbearbeitung<br>Tel. 030 23125-002<br>j@b.example</p>",
    "bold names": "<p><b>Frau Rosa Beispiel</b><br>Tel.&nbsp;030&nbsp;23125&nbsp;-&nbsp;001<br>r&#64;b.example</p>"
    "<p><b>Herr Jonas Muster</b><br>Tel. 030 / 23125-002<br>j(at)b.example</p>",
    "targets of links": '<p>Rosa Beispiel<br><a href="tel:+493023125001">Anrufen</a><br>'
    '<a href="mailto:r@b.example?subject=x">E-Mail schreiben</a></p>'
    '<p>Jonas Muster<br><a href="tel:+493023125002">Anrufen</a><br>'
    '<a href="mailto:j@b.example">E-Mail schreiben</a></p>',
}


@pytest.mark.parametrize("persons", PERSONS.values(), ids=PERSONS)
def test_persons_keep_their_own_numbers_and_addresses(persons: str, vocabulary: Vocabulary) -> None:
    before = TOP.partition("<p>Frau Rosa")[0]
    reading = _read(terms(PAIRS), vocabulary, top=before + persons)
    assert [(each.name, each.phone, each.email) for each in reading.contacts] == [
        ("Rosa Beispiel", "+493023125001", "r@b.example"),
        ("Jonas Muster", "+493023125002", "j@b.example"),
    ]


TEXT = """Fachdienst Jugend

Kreis Beispielbach

Kontakt

Kreis Beispielbach
Lange Str. 27a
52351 Düren

Fördergebiete
FG 1: Nord
Häuser <hoch> und a < b.

Projekte

Brücke

Umsetzende Institution(en) Werkhof
Zeitraum 2015 - 2018
Zielgruppe Jugendliche < 27 Jahre
Casemanagement ja
"""
TEXTS: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "line ends of Windows": lambda text: text.replace("\n", "\r\n"),
    "line ends of old Macs": lambda text: text.replace("\n", "\r"),
    "tabs behind the labels": lambda text: text.replace("(en) ", "(en)\t").replace("Zeitraum ", "Zeitraum\t"),
    "no empty lines": lambda text: "\n".join(line for line in text.splitlines() if line),
}


@pytest.mark.parametrize("content_type", [None, "text/plain; charset=utf-8"], ids=["untyped", "typed"])
@pytest.mark.parametrize("change", TEXTS.values(), ids=TEXTS)
def test_plain_text_with_angle_brackets_stays_text(
    change: Callable[[str], str], content_type: str | None, vocabulary: Vocabulary
) -> None:
    reading = read(change(TEXT).encode(), vocabulary, content_type=content_type)
    (area,), (project,) = reading.funding_areas, reading.projects
    assert area.description == "Häuser <hoch> und a < b."
    assert (project.title, project.institutions, project.case_management) == ("Brücke", ("Werkhof",), True)
    assert project.target_group == "Jugendliche < 27 Jahre"
    assert (reading.lines.unread, _kinds(reading)) == (0, set())
