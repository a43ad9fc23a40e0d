"""Profiles copied from a browser or taken out of a PDF, as Chromium and pdftotext give them."""

import pytest

from jsiq_scrape.parse import label_values, read
from jsiq_scrape.parse.document import parse_document
from jsiq_scrape.parse.document.centred_rows import centred_rows
from jsiq_scrape.parse.labels.vocabulary import Vocabulary
from jsiq_scrape.records import Project

FIRST = "Amt\n\nKontakt\n\nKreis X\nWeg 1\n52351 Düren\n\nFördergebiete\n\nFG 1: Nord\n\nProjekte\n\nBrücke\n"
UPPER = "Umsetzende Institution(en):\nAWO\nZeitraum:\n2015\nZielgruppe:\n"
ANSWERS = "Casemanagement:\nja\nAufsuchende Jugendsozialarbeit:\nnein\n"
LOWER = f"Alle jungen Leute.\nAngebote:\nBeratung und ein Café.\n{ANSWERS}"
REACHED = FIRST.replace("52351 Düren\n", "52351 Düren\nTelefon: 02421 1\n")
HEAD = "11/30/26, 4:52 PM\n\nAmt | JUGEND STÄRKEN im Quartier\n\n"
FOOT = "https://kreis.example/amt.html\n\n{}/2\n"
BRIDGE = ("Brücke", ("AWO",), 2015, "Alle jungen Leute.", "Beratung und ein Café.", True, False)
CENTRED = """\
  Umsetzende
                       AWO
  Institution(en)
  Zeitraum             2015
                       Alle jungen
  Zielgruppe
                       Leute.
                       Beratung
  Angebote             und ein
                       Café.
  Casemanagement       ja
  Aufsuchende
                       nein
  Jugendsozialarbeit
"""
TEXTS = {
    "heads and feet of two lines": f"{HEAD}{FIRST}{UPPER}{FOOT.format(1)}\f{HEAD}{LOWER}\nZurück\n{FOOT.format(2)}\f",
    "feet without form feeds": f"{FIRST}{UPPER}Amt | JSiQ\nblank 1/2\n{LOWER}Amt | JSiQ\nblank 2/2\n",
    "rows that are centred": FIRST + "\n" + CENTRED,
    "the title right above the first row": FIRST + CENTRED,
    "the address of the page below it": f"{FIRST}{UPPER}{LOWER}Zurück\n\nQuelle: www.jugend-staerken.de\n",
    "a contact of the site": f"{REACHED}{UPPER}{LOWER}Servicestelle des Programms\n"
    "Telefon: 030 5550100\nE-Mail: service@programm.example\n",
    "links to edit without empty lines": FIRST.replace("\n\n", "\n")
    .replace("Kontakt\n", "Kontakt[Bearbeiten]\n")
    .replace("Fördergebiete\n", "Fördergebiete[Bearbeiten]\n")
    .replace("Nord\n", "Nord[Bearbeiten]\n")
    .replace("Brücke\n", "Brücke[Bearbeiten]\n")
    + UPPER
    + LOWER,
    "items of a list": FIRST + "".join(f"  * {line}\n" for line in (UPPER + LOWER).replace(":", "").splitlines()),
}


def _told(project: Project) -> tuple[object, ...]:
    begin = project.period_start.year if project.period_start else None
    texts = [
        text.replace("\n", " ").replace("* ", "") if text else text for text in (project.target_group, project.services)
    ]
    return project.title, project.institutions, begin, *texts, project.case_management, project.outreach


@pytest.mark.parametrize("name", TEXTS)
def test_a_printed_or_copied_profile_is_read_as_its_page(name: str, vocabulary: Vocabulary) -> None:
    reading = read(TEXTS[name], vocabulary)
    assert [_told(project) for project in reading.projects] == [BRIDGE]
    assert [(area.number, area.name) for area in reading.funding_areas] == [(1, "Nord")]
    assert (reading.extras, reading.projects[0].extras) == ((), ())


def test_the_same_label_on_top_of_two_pages_is_no_head() -> None:
    def page(number: int, title: str, text: str) -> str:
        return f"Profil\nZielgruppe: {text}\n{title}\nZeitraum: 2015\nSeite {number}\n\f"

    document = parse_document(page(1, "Steg", "Alle.") + page(2, "Turm", "Alle."))
    skipped = [document.text_of(line) for line in sorted(document.skipped)]
    assert skipped == ["Profil", "Seite 1", "Profil", "Seite 2"]


@pytest.mark.parametrize(
    "counts", [["1/2", "3/2"], ["1/3", "2/3"], ["1/1"], ["2/2", "1/2"], ["1/2", "1/2"]], ids=" ".join
)
def test_what_does_not_count_all_pages_in_order_is_no_foot(counts: list[str]) -> None:
    document = parse_document("".join(f"Ein Satz.\nTeil {count}\n" for count in counts))
    assert document.skipped == set()


def test_a_page_number_that_is_asked_for_is_a_value() -> None:
    text = "Konto: 12\nSeite 1 von 2\nBetrag: 5 EUR\nSeite 2 von 2\n"
    assert [(each.label, each.text) for each in label_values(text, ["Konto", "Seite", "Betrag"])] == [
        ("Konto", "12"),
        ("Seite", "1 von 2"),
        ("Betrag", "5 EUR"),
        ("Seite", "2 von 2"),
    ]


CELLS = {"L": (True, False), "V": (False, True), "B": (True, True)}


@pytest.mark.parametrize(
    ("lines", "heights"),
    [
        ("LVLLVL", [3, 3]),
        ("VLVVLV", [3, 3]),
        ("VVBVVBLVL", [5, 1, 3]),
        ("BBVLVBLVL", [1, 1, 3, 1, 3]),
        ("VLVVVBVV", [3, 5]),
        ("LBVLVLVL", [1, 3, 3]),  # below a title
        ("BVLVB", []),  # one row may look so by chance
        ("LBVBV", []),  # a title above rows that begin with their labels
        ("VBVB", []),
        ("BV", []),
        ("BVBVV", []),
        ("BB", []),
        ("BVL", []),
        ("LV", []),
    ],
)
def test_rows_are_centred_or_none_is(lines: str, heights: list[int]) -> None:
    assert [len(row) for row in centred_rows([CELLS[line] for line in lines])] == heights


UNMOVED = {
    "rows below a title": ("Profil\nAdresse   Weg 1\n          Köln\nOrt       X\n          Y\n", "Weg 1 Köln|X\nY"),
    "a line above the rows": (
        "          Akte\nAdresse   A\nOrt       C\n          oder D\nFax       E\n",
        "A|C oder D",
    ),
    "a label above its value": ("Adresse   A\n          B\nOrt\n          C\nFax       D\n", "A B|C"),
    "house numbers": ("Adresse:\nHauptweg 1/2\nOrt:\nRing 2/2\nFax:\n5\n", "Hauptweg 1/2|Ring 2/2"),
    "parts of a course": ("Adresse:\nTeil 1 von 2\nTeil 2 von 2\nWeg\nOrt:\nX\n", "Teil 1 von 2\nTeil 2 von 2\nWeg|X"),
    "answers above the numbers of pages": (
        "Adresse:\nRat.\nOrt:\nHilfe.\n1\f\nAdresse:\nRat.\nOrt:\nHilfe.\n2",
        "Rat.|Hilfe.",
    ),
    "units in brackets": ("Adresse: 1 [Amt]\nOrt: 3 [Amt]\nFax: 4 [Amt]\n", "1 [Amt]|3 [Amt]"),
    "a number below zero": ("Adresse   - 5 EUR\nOrt       7 EUR\nFax       8 EUR\n", "- 5 EUR|7 EUR"),
}


@pytest.mark.parametrize("name", UNMOVED)
def test_what_only_looks_like_the_work_of_a_printer_is_left_as_it_is(name: str) -> None:
    text, expected = UNMOVED[name]
    found = {each.label: each.text for each in reversed(label_values(text, ["Adresse", "Ort", "Fax"]))}
    assert f"{found['Adresse']}|{found['Ort']}" == expected


def test_labels_above_values_in_the_same_column_are_not_joined(vocabulary: Vocabulary) -> None:
    below = "Zielgruppe:\n                Alle.\nAngebote:\n                Rat.\n"
    rows = f"Zeitraum:       2015\nCasemanagement: ja\n{below}"
    (project,) = read(f"{FIRST}\n{rows}Umsetzende Institution(en): AWO\n", vocabulary).projects
    assert (project.target_group, project.services, project.case_management) == ("Alle.", "Rat.", True)


def test_a_sentence_with_a_colon_is_no_label_where_labels_have_lines_of_their_own(vocabulary: Vocabulary) -> None:
    contact = FIRST.replace("52351 Düren", "52351 Düren\nTelefon: 02421 22111\nE-Mail: amt@kreis.example")
    text = f"{contact}{UPPER}{LOWER}".replace("Beratung und ein Café.", "Dazu drei gute Teile: Rat, Hilfe, Ruhe.")
    (project,) = read(text, vocabulary).projects
    assert (project.services, project.extras) == ("Dazu drei gute Teile: Rat, Hilfe, Ruhe.", ())
    inline = text.replace("Zeitraum:\n", "Zeitraum: ")
    (project,) = read(inline, vocabulary).projects
    assert [extra.label for extra in project.extras] == ["Dazu drei gute Teile"]  # here the labels have that form


def test_a_contact_behind_the_projects_is_kept_where_the_page_has_no_other(vocabulary: Vocabulary) -> None:
    text = f"{FIRST}{UPPER}{LOWER}Frau Rosa Beispiel\nTelefon: 02421 22111\n"
    (project,) = read(text, vocabulary).projects
    assert [extra.label for extra in project.extras] == ["Telefon"]


def test_items_of_a_list_are_no_areas(vocabulary: Vocabulary) -> None:
    listed = "FG 1: Nord\nEs gibt zwei Schulen:\n1. Realschule\n2. Gymnasium\nund ein Haus.\n"
    (area,) = read(f"{FIRST}{UPPER}{LOWER}".replace("FG 1: Nord\n", listed), vocabulary).funding_areas
    assert area.description == "Es gibt zwei Schulen:\n1. Realschule\n2. Gymnasium\nund ein Haus."


def test_what_else_stands_behind_the_projects_is_kept(vocabulary: Vocabulary) -> None:
    contact = FIRST.replace("52351 Düren", "52351 Düren\nTelefon: 02421 22111\nURL: www.kreis.example")
    reading = read(f"{contact}{UPPER}{LOWER}Servicestelle\nTelefon: 030 555010\nKosten: keine\n", vocabulary)
    assert [each.website for each in reading.contacts] == ["http://www.kreis.example"]
    assert [(extra.label, extra.text) for extra in reading.projects[0].extras] == [("Kosten", "keine")]


def test_numbered_areas_need_no_empty_lines(vocabulary: Vocabulary) -> None:
    text = f"{FIRST}{UPPER}{LOWER}".replace("FG 1: Nord\n", "1. Nord\nViele Häuser.\n2. Süd\nViel Grün.\n")
    areas = read(text, vocabulary).funding_areas
    assert [(area.number, area.name, area.description) for area in areas] == [
        (1, "Nord", "Viele Häuser."),
        (2, "Süd", "Viel Grün."),
    ]
