"""Small pages on which a hostile user once got wrong values, each the shortest that showed it."""

import pytest
from corpus.traps import PAIRS, links, page, rows, terms

from jsiq_scrape.parse import label_values, read
from jsiq_scrape.parse.labels.vocabulary import Vocabulary
from jsiq_scrape.records import FindingKind, Profile, Project, Reading, Verdict

HEADS = "<h1>Amt</h1><h2>Kreis X</h2>"
CONTACT = "<h3>Kontakt</h3><p>Kreis X<br>Weg 1<br>52351 Düren</p>"
AREAS = "<h3>Fördergebiete</h3><p>FG 1: Nord</p>"
TITLED = "<h3>Projekte</h3><h4>Brücke</h4>"
PROJECT = f"{TITLED}<p><b>Umsetzende Institution(en):</b> AWO</p>"
ENDED = "<h1>Das Programm ist beendet</h1><p>Die Seiten der Standorte sind nicht mehr verfügbar.</p>"


def _head(reading: Reading) -> tuple[str | None, str | None]:
    assert reading.profile is not None
    return reading.profile.office, reading.profile.municipality


def _place(profile: Profile | None) -> tuple[str | None, ...]:
    assert profile is not None
    return profile.street, profile.postal_code, profile.city


def _extras(project: Project) -> list[tuple[str, str]]:
    return [(extra.label, extra.text) for extra in project.extras]


COOKIES = {
    "items": "<div><ul><li><b>Name</b> Matomo</li><li><b>Laufzeit</b> 13 Monate</li></ul></div>",
    "terms": "<div><h3>Statistik</h3><dl><dt>Name</dt><dd>_pk</dd><dt>Laufzeit</dt><dd>13 Monate</dd></dl></div>",
    "lines": "<div><h3>Cookies</h3><p>Anbieter: X</p><p>Laufzeit: 1 Jahr</p></div>",
}


PLACED = {f"{side}-{name}": (side == "before", text) for side in ("before", "behind") for name, text in COOKIES.items()}


@pytest.mark.parametrize(
    "placed",
    PLACED.values(),
    ids=PLACED,
)
def test_the_names_and_terms_of_cookies_are_no_contacts_and_no_projects(
    placed: tuple[bool, str], vocabulary: Vocabulary
) -> None:
    before, cookies = placed
    profile = HEADS + CONTACT + AREAS + PROJECT
    reading = read(page(cookies + profile if before else profile + cookies), vocabulary)
    assert (_head(reading), reading.contacts) == (("Amt", "Kreis X"), ())
    assert [project.title for project in reading.projects] == ["Brücke"]


@pytest.mark.parametrize("ending", [ENDED, "<h1>Fehler 404</h1><p>Die Seite wurde nicht gefunden.</p>"])
def test_a_menu_of_label_words_makes_no_profile_of_another_page(ending: str, vocabulary: Vocabulary) -> None:
    for menu in (
        links("Fördergebiete", "Kontakt"),
        links("Programm", "Casemanagement", "Fördergebiete", "Kontakt"),
        "<ul><li>Kontakt</li><li>Fördergebiete</li><li>Casemanagement</li></ul>",
    ):
        reading = read(page(menu + ending), vocabulary)
        assert (reading.verdict is Verdict.PROFILE, reading.projects) == (False, ())


def test_an_overview_with_a_time_and_one_block_is_no_profile(vocabulary: Vocabulary) -> None:
    parts = (("Zielgruppe", "Alle."), ("Zeitraum", "2015 bis 2018"), ("Casemanagement", "Lange Begleitung."))
    body = "<h1>Programm</h1>" + "".join(f"<h2>{label}</h2><p>{text}</p>" for label, text in parts)
    assert read(page(body), vocabulary).verdict is Verdict.OTHER


def test_a_list_of_offices_as_cards_is_a_listing(vocabulary: Vocabulary) -> None:
    cards = "".join(
        f'<div><h3><a href="/standorte/{n}">Kreis {n}</a></h3>'
        f"<p><b>Kontakt:</b> a{n}@b.example</p><p><b>Fördergebiete:</b> Nord</p></div>"
        for n in range(8)
    )
    assert read(page(f"<h1>Standorte in Hessen</h1>{cards}"), vocabulary).verdict is Verdict.LISTING


YES = '<img src="x.png" alt="ja">'


@pytest.mark.parametrize("markup", ["<table>{}</table>", "{}"], ids=["cells", "terms"])
def test_an_icon_whose_text_is_yes_is_an_answer_and_spoils_nothing(markup: str, vocabulary: Vocabulary) -> None:
    pairs = [("Umsetzende Institution(en)", "AWO"), ("Zeitraum", "2015"), ("Casemanagement", YES)]
    inner = rows(pairs) if "table" in markup else terms(pairs)
    (project,) = read(HEADS + AREAS + TITLED + markup.format(inner), vocabulary).projects
    assert (project.institutions, project.case_management, _extras(project)) == (("AWO",), True, [])
    assert str(project.period_start) == "2015-01-01"


@pytest.mark.parametrize("markup", ["<h3>Projekt: {}</h3>", "<h3>Projekte</h3><p><b>Projekt: {}</b></p>"])
def test_a_title_behind_the_word_project_is_kept(markup: str, vocabulary: Vocabulary) -> None:
    (project,) = read(f"{HEADS}{AREAS}{markup.format('Brücke')}{terms(PAIRS[:2])}", vocabulary).projects
    assert project.title in {"Brücke", "Projekt: Brücke"}


def test_an_empty_label_among_spans_hides_no_unknown_one(vocabulary: Vocabulary) -> None:
    pairs = [("Umsetzende Institution(en)", "AWO"), ("Plätze", "20"), ("Angebote", "Hilfe."), ("Casemanagement", "")]
    spans = "".join(f'<span style="font-weight:bold">{a}</span>&nbsp;<span>{b}</span><br>' for a, b in pairs)
    (project,) = read(f"{HEADS}{TITLED}<div>{spans}</div>", vocabulary).projects
    assert (project.institutions, project.services, _extras(project)) == (("AWO",), "Hilfe.", [("Plätze", "20")])


def test_an_unknown_label_is_one_although_each_row_has_a_class_of_its_own(vocabulary: Vocabulary) -> None:
    pairs = (("Umsetzende Institution(en)", "AWO", "a"), ("Plätze", "12", "b"), ("Angebote", "Hilfe.", "c"))
    fields = "".join(f'<div class="{c}"><span class="l-{c}">{a}:</span><div>{b}</div></div>' for a, b, c in pairs)
    (project,) = read(HEADS + TITLED + fields, vocabulary).projects
    assert (project.services, _extras(project)) == ("Hilfe.", [("Plätze", "12")])


def test_a_label_word_in_the_middle_of_a_sentence_is_prose_where_labels_are_bold(vocabulary: Vocabulary) -> None:
    talk = "Wir achten auf die Zielgruppe: junge Mütter."
    (project,) = read(f"{HEADS}{AREAS}{PROJECT}<p><b>Angebote:</b> {talk}</p>", vocabulary).projects
    assert (project.services, project.target_group) == (talk, None)


def test_without_a_contact_heading_the_headings_name_the_office(vocabulary: Vocabulary) -> None:
    address = "<p>Kreis X<br>Amt<br>Weg 1<br>52351 Düren<br>Nordrhein-Westfalen</p>"
    reading = read(HEADS + address + AREAS + PROJECT, vocabulary)
    assert (_head(reading), _place(reading.profile)) == (("Amt", "Kreis X"), ("Weg 1", "52351", "Düren"))


def test_a_sentence_below_the_headings_is_not_the_office(vocabulary: Vocabulary) -> None:
    reading = read(f"{HEADS}<p>Willkommen beim Standort.</p>{CONTACT}{AREAS}{PROJECT}", vocabulary)
    assert _head(reading) == ("Amt", "Kreis X")
    assert [finding.text for finding in reading.findings] == ["Willkommen beim Standort."]


def test_the_lines_of_an_address_are_no_pairs_although_pairs_are_spans_too(vocabulary: Vocabulary) -> None:
    address = "<br>".join(f"<span>{line}</span>" for line in ("Kreis X", "Amt", "Weg 29", "01235 Probenau"))
    pairs = "".join(f"<p><span>{label}</span> <span>{value}</span></p>" for label, value in PAIRS)
    reading = read(f"{HEADS}<h3>Kontakt</h3><p>{address}</p>{AREAS}{TITLED}{pairs}", vocabulary)
    assert (_place(reading.profile), reading.extras) == (("Weg 29", "01235", "Probenau"), ())


@pytest.mark.parametrize(
    "pair",
    ["<tr><td>{}</td><td>{}</td></tr>", "<p><b>{}</b> {}</p>", "<p><b>{}:</b><br>{}</p>", "<div>{}</div><div>{}</div>"],
)
def test_a_label_broken_in_a_narrow_column_is_one_label(pair: str, vocabulary: Vocabulary) -> None:
    broken = [("Umsetzende<br>Institution(en)", "AWO"), ("Aufsuchende Jugend-<br>sozialarbeit", "ja")]
    written = "".join(pair.format(*each) for each in broken)
    table = f"<table>{written}</table>" if "<tr>" in pair else written
    (project,) = read(f"{HEADS}{TITLED}{table}", vocabulary).projects
    assert (project.institutions, project.outreach) == (("AWO",), True)


def test_links_that_only_say_mail_give_their_target(vocabulary: Vocabulary) -> None:
    written = '<p>Rosa Beispiel<br><a href="tel:+493023125001">Anrufen</a><br><a href="mailto:a@b.example">Mail</a></p>'
    reading = read(f"{HEADS}{CONTACT}<h3>Ansprechpartner</h3>{written}{AREAS}", vocabulary)
    (contact,) = reading.contacts
    assert (contact.name, contact.phone, contact.email) == ("Rosa Beispiel", "+493023125001", "a@b.example")


def test_areas_named_by_letters_are_two_areas(vocabulary: Vocabulary) -> None:
    lettered = "<p>Fördergebiet A: Nord</p><p>Text.</p><p>Fördergebiet B: Süd</p>"
    reading = read(f"{HEADS}{CONTACT}<h3>Fördergebiete</h3>{lettered}{PROJECT}", vocabulary)
    assert [(area.name, area.description) for area in reading.funding_areas] == [("A: Nord", "Text."), ("B: Süd", None)]


def test_a_paragraph_of_an_area_opens_no_project(vocabulary: Vocabulary) -> None:
    talk = "Angebote: Im Gebiet gibt es zwei Treffs."
    reading = read(f"{HEADS}{CONTACT}{AREAS}<p>{talk}</p>{PROJECT}", vocabulary)
    assert [project.title for project in reading.projects] == ["Brücke"]
    assert reading.funding_areas[0].description == talk


def test_text_with_one_tag_in_it_is_still_text(vocabulary: Vocabulary) -> None:
    text = "Amt\n\nKreis X\n\nFördergebiete\nFG 1: Nord\nText <b>fett</b>.\n\nProjekte\n\nBrücke\n\nZeitraum 2015\n"
    (area,) = read(text, vocabulary).funding_areas
    assert area.description == "Text <b>fett</b>."


def test_an_unknown_label_of_a_nested_list_is_kept(vocabulary: Vocabulary) -> None:
    pairs = (("Umsetzende Institution(en)", "AWO"), ("Plätze", "12"), ("Angebote", "Hilfe."))
    items = "".join(f"<li>{label}<ul><li>{value}</li></ul></li>" for label, value in pairs)
    reading = read(f"{HEADS}{TITLED}<ul>{items}</ul>", vocabulary)
    assert _extras(reading.projects[0]) == [("Plätze", "12")]
    assert FindingKind.UNREAD not in {finding.kind for finding in reading.findings}


def test_a_colon_in_a_value_of_plain_text_makes_no_second_pair() -> None:
    found = [(each.label, each.text) for each in label_values("Betreff: AW: Termin\nDatum: 3. Mai\n")]
    assert found == [("Betreff", "AW: Termin"), ("Datum", "3. Mai")]


def test_the_title_of_an_infobox_is_no_label() -> None:
    lines = "<tr><th>Land</th><td>NRW</td></tr><tr><th>Höhe</th><td>60 m</td></tr>"
    box = f'<table><tr><th colspan="2">Bonn</th></tr>{lines}</table>'
    assert [(each.label, each.text) for each in label_values(box)] == [("Land", "NRW"), ("Höhe", "60 m")]
