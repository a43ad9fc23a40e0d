"""Pages as text browsers write them: bullets, lines broken at a margin, bodies set in below their headings."""

import pytest

from jsiq_scrape.parse import label_values, read
from jsiq_scrape.parse.labels.vocabulary import Vocabulary
from jsiq_scrape.records import Project, Reading

TOP = """Amt für Jugend

   Kreis X

Kontakt

     * Kreis X
     * Amt für Jugend
     * Weg 1
     * 52351 Düren

Fördergebiete

   1. Nord

   2. Süd

Projekte

"""
BRIDGE = """Projekt 1: Brücke

   Umsetzende Institution(en):

   Verein für Bildung, Ausbildung und Beschäftigung im ganzen Kreis
   Düren e.V.

   Zielgruppe:

   Junge Menschen, die nach der Schule keinen Ausbildungsplatz gefunden
   haben und Hilfe suchen, die im Kreis niemand sonst in dieser Form
   anbieten will oder kann, und deren Eltern.

   Dazu gehören:
     * Frauen
     * Männer mit Kindern, die an den Kursen im Haus der Jugend in der
       Nordstadt teilnehmen
          + aus dem Norden
          + aus dem Süden

   Plätze:

   [blank.gif] 12

"""
LONG = (
    "Junge Menschen, die nach der Schule keinen Ausbildungsplatz gefunden haben und Hilfe suc"
    "hen, die im Kreis niemand sonst in dieser Form anbieten will oder kann, und deren Eltern."
)
STEG = """Projekt 2: Steg

   Umsetzende Institution(en):

   Werkhof

   Zeitraum:

   2016
"""


def _read(text: str = TOP + BRIDGE + STEG) -> Reading:
    return read(text)


def _projects(text: str = TOP + BRIDGE + STEG) -> tuple[Project, ...]:
    return _read(text).projects


def test_the_bullets_of_a_list_are_no_part_of_what_its_items_say() -> None:
    profile = _read().profile
    assert profile is not None
    assert (profile.office, profile.municipality) == ("Amt für Jugend", "Kreis X")
    assert (profile.street, profile.city) == ("Weg 1", "Düren")


def test_lines_that_are_not_set_in_like_the_body_are_headings() -> None:
    assert [project.title for project in _projects()] == ["Projekt 1: Brücke", "Projekt 2: Steg"]


def test_numbered_lines_apart_are_areas() -> None:
    assert [(area.number, area.name) for area in _read().funding_areas] == [(1, "Nord"), (2, "Süd")]


def test_a_line_that_was_full_goes_on_in_the_next() -> None:
    first = _projects()[0]
    assert first.institutions == ("Verein für Bildung, Ausbildung und Beschäftigung im ganzen Kreis Düren e.V.",)
    assert first.target_group is not None
    assert first.target_group.splitlines() == [
        LONG,
        "Dazu gehören:",
        "Frauen",
        "Männer mit Kindern, die an den Kursen im Haus der Jugend in der Nordstadt teilnehmen",
        "aus dem Norden",
        "aus dem Süden",
    ]


def test_the_lines_of_a_text_without_a_margin_stay_apart() -> None:
    pairs = label_values("Ort: Ulm\nneben Neu-Ulm an der Donau\nZiel: Rat\nfür alle\n", ["Ort", "Ziel"])
    assert [pair.text for pair in pairs] == ["Ulm\nneben Neu-Ulm an der Donau", "Rat\nfür alle"]


def test_a_verb_before_a_colon_introduces_a_list_and_is_no_label() -> None:
    (places,) = (extra for project in _projects() for extra in project.extras)
    assert (places.label, places.text) == ("Plätze", "12")


def test_every_line_of_a_value_has_been_read() -> None:
    reading = _read()
    assert reading.lines.unread == 0
    assert {claim.field for claim in reading.claims} >= {"projects[0].institutions", "projects[0].target_group"}


def test_a_line_between_two_tables_of_a_copied_text_is_the_title_of_the_second() -> None:
    first = "Brücke\nUmsetzende Institution(en)\tAWO\nCasemanagement\tja\nPlätze\t12\n"
    second = "Steg\nUmsetzende Institution(en)\tWerkhof\nCasemanagement\tnein\n"
    projects = _projects(f"{TOP}{first}{second}")
    assert [project.title for project in projects] == ["Brücke", "Steg"]
    assert [(extra.label, extra.text) for extra in projects[0].extras] == [("Plätze", "12")]


def test_a_cell_of_a_copied_table_may_hold_paragraphs() -> None:
    rows = "Umsetzende Institution(en)\tAWO\nAngebote\t\nEin Café.\n\nDazu gehören:\n\nSport\nCasemanagement\tja\n"
    (project,) = _projects(f"{TOP}Brücke\n{rows}")
    assert (project.services, project.case_management) == ("Ein Café.\nDazu gehören:\nSport", True)


def test_a_known_label_may_go_on_in_the_next_line() -> None:
    lines = "Brücke\nUmsetzende\nInstitution(en) AWO\nAufsuchende\nJugendsozialarbeit\nja\nZeitraum 2016\n"
    (project,) = _projects(f"{TOP}{lines}")
    assert (project.institutions, project.outreach, project.extras) == (("AWO",), True, ())


def test_a_known_label_may_go_on_below_in_its_column() -> None:
    rows = (("Umsetzende", "AWO"), ("Institution(en)", ""), ("Zeitraum", "2016"), ("Aufsuchende", "ja"))
    lines = "".join(f"{label:18}{value}".rstrip() + "\n" for label, value in (*rows, ("Jugendsozialarbeit", "")))
    reading = _read(f"{TOP}Brücke\n\n{lines}")
    (project,) = reading.projects
    assert (project.institutions, project.outreach, project.extras) == (("AWO",), True, ())
    assert reading.lines.unread == 0


def test_tables_drawn_with_the_strokes_of_a_terminal_are_tables() -> None:
    table = "┌──────────────────────────┬─────┐\n│Umsetzende Institution(en)│AWO  │\n"
    table += "├──────────────────────────┼─────┤\n│Zeitraum                  │2016 │\n"
    table += "└──────────────────────────┴─────┘\n"
    (project,) = _projects(f"{TOP}Brücke\n\n{table}")
    assert (project.title, project.institutions) == ("Brücke", ("AWO",))
    assert project.period_start is not None


def test_the_lines_of_a_copied_cell_may_end_with_a_colon() -> None:
    rows = "Umsetzende Institution(en)\tAWO\nAngebote\tEin Café.\nDazu gehören:\nSport\nCasemanagement\tja\n"
    (project,) = _projects(f"{TOP}Brücke\n{rows}")
    assert (project.services, project.extras) == ("Ein Café.\nDazu gehören:\nSport", ())


def test_the_caption_that_lynx_names_so_is_the_line_above_its_table() -> None:
    table = "   CAPTION: Brücke\n\n   Umsetzende Institution(en) AWO\n   Casemanagement             ja\n"
    (project,) = _projects(TOP + table)
    assert (project.title, project.institutions) == ("Brücke", ("AWO",))


def test_several_words_of_the_site_on_one_line_are_no_part_of_a_value() -> None:
    text = f"{TOP}{BRIDGE}{STEG}\n   Drucken nach oben\n"
    assert [extra.label for project in _projects(text) for extra in project.extras] == ["Plätze"]


def test_a_colon_without_a_blank_behind_it_ends_a_known_label() -> None:
    lines = "Umsetzende Institution(en):AWO\nCasemanagement:ja\nZielgruppe:junge Leute\n"
    (project,) = _projects(f"{TOP}Brücke\n\n{lines}")
    assert (project.institutions, project.case_management, project.target_group) == (("AWO",), True, "junge Leute")


HEAD = "Stadt X\n\nProjekte\n\nBrücke\n\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Telefon:\n+ 49 2421 222200\n\nOrt: Ulm\n", {"Telefon": "+ 49 2421 222200"}),
        ("Temperatur:\n- 5 Grad\n\nOrt: Ulm\n", {"Temperatur": "- 5 Grad"}),
        ("Räume:\n- 5 Büros\n- 2 Säle\n\nOrt: Ulm\n", {"Räume": "5 Büros\n2 Säle"}),
    ],
)
def test_a_sign_before_a_number_is_a_bullet_only_beside_others(text: str, expected: dict[str, str]) -> None:
    found = {pair.label: pair.text for pair in label_values(text)}
    assert found == {**expected, "Ort": "Ulm"}


def test_the_second_half_of_a_period_may_begin_a_line(vocabulary: Vocabulary) -> None:
    text = f"{HEAD}Umsetzende Institution: AWO\nZeitraum: 01.01.2016\n- 31.12.2018\nCasemanagement: ja\n"
    (project,) = read(text, vocabulary).projects
    assert (str(project.period_start), str(project.period_end)) == ("2016-01-01", "2018-12-31")


def test_where_labels_have_colons_two_lines_of_a_value_are_no_label(vocabulary: Vocabulary) -> None:
    items = "Bewerbungstraining\nAufsuchende\nArbeit\nHausaufgabenhilfe"
    text = f"{HEAD}Umsetzende Institution: AWO\nZeitraum: 2016\nAngebote:\n{items}\nCasemanagement: ja\n"
    (project,) = read(text, vocabulary).projects
    assert project.services == items


def test_a_value_goes_on_beside_the_second_half_of_its_label() -> None:
    text = "Umsetzende     Werkhof\nInstitution    Düren e.V.\nZeitraum       2016\nZielgruppe     Alle\n"
    found = {pair.label: pair.text for pair in label_values(text, ["Umsetzende Institution", "Zeitraum", "Zielgruppe"])}
    assert found == {"Umsetzende Institution": "Werkhof\nDüren e.V.", "Zeitraum": "2016", "Zielgruppe": "Alle"}


def test_the_name_of_a_picture_inside_a_value_stays(vocabulary: Vocabulary) -> None:
    text = f"{HEAD}Umsetzende Institution: AWO\nZielgruppe: Flyer [flyer.png] und [plan.jpg]\nZeitraum: 2016\n"
    (project,) = read(text, vocabulary).projects
    assert project.target_group == "Flyer [flyer.png] und [plan.jpg]"


def test_strokes_inside_lines_stay() -> None:
    found = {pair.label: pair.text for pair in label_values("Ort: A ┌ B\nZeit: 9 ─ 12 │ 14─16\nName: C\n")}
    assert found == {"Ort": "A ┌ B", "Zeit": "9 ─ 12 │ 14─16", "Name": "C"}


def test_a_list_goes_on_behind_empty_lines(vocabulary: Vocabulary) -> None:
    text = (
        f"{HEAD}-   Umsetzende Institution:\n    -   AWO\n    -   Kreis X\n\n-   Angebote: Wir planen.\n\n"
        "    Dazu gehören:\n\n    -   Rat\n    -   Tanz\n\n-   Casemanagement: ja\n"
    )
    (project,) = read(text, vocabulary).projects
    assert (project.institutions, project.case_management) == (("AWO", "Kreis X"), True)
    assert project.services == "Wir planen.\nDazu gehören:\nRat\nTanz"


def test_lines_that_the_width_of_a_cell_has_divided_are_one() -> None:
    rule = "+--------------+----------------+"
    rows = (rule, "| Träger       | Kompass        |", "|              | Jugendberatung |", rule)
    more = (
        "| Zielgruppe   | Alle           |",
        "|              |                |",
        "|              | Leute          |",
    )
    last = "| Beginn       | 2016           |"
    found = label_values("\n".join((*rows, *more, rule, last, rule)) + "\n", ["Träger", "Zielgruppe", "Beginn"])
    assert [pair.text for pair in found] == ["Kompass Jugendberatung", "Alle\nLeute", "2016"]


def test_pictures_of_a_text_browser_are_no_words(vocabulary: Vocabulary) -> None:
    fields = "Umsetzende Institution: AWO [pfeil.gif]\nZeitraum: 2016 [x.gif]\nCasemanagement: ja\n"
    (project,) = read(f"Stadt X [logo.gif]\n\nProjekte\n\nBrücke\n\n{fields}", vocabulary).projects
    assert (project.institutions, str(project.period_end)) == (("AWO",), "2016-12-31")


def test_a_label_that_a_stroke_breaks_is_one_among_labels_with_colons(vocabulary: Vocabulary) -> None:
    fields = "Zeitraum: 2016\nZielgruppe: Junge\nBeratung/\nClearing\nja\nUmsetzende Institution: AWO\n"
    (project,) = read(f"{HEAD}{fields}", vocabulary).projects
    assert (project.target_group, project.counselling) == ("Junge", True)
