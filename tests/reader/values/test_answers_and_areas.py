"""Yes or no, headings of funding areas, and the Länder."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jsiq_scrape.parse.values import area_heading, state_name, yes_no

WORDS = frozenset({"fg", "fördergebiet"})

YES = ["ja", "Ja", "JA", "ja.", "Ja!", "„ja“", '"ja"', "(ja)", "- ja", "• ja", "✓ ja", "☑ ja", " ja ", "j\u00ada",
       "ja, gemeinsam mit dem Träger", "ja (seit 2016)", "Ja: seit 2015", "ja\nseit 2015", "ja, geplant",
       "ja - teilweise",
       "ja; Fördergebiet 1"]  # fmt: skip
NO = [
    "nein",
    "Nein",
    "NEIN",
    "nein.",
    "Nein, noch nicht",
    "nein, geplant",
    "nein (geplant ab 2017)",
    "- nein",
    "»nein«",
]
UNDECIDED = ["", "-", "–", "k. A.", "geplant", "teilweise", "jahrelang", "Jahr", "Jana", "jein", "neinsager", "Ja-Wort",
             "ja/nein", "ja / nein", "ja, nein", "ja oder nein", "ja und nein", "ja-nein", "nein/ja", "ja nein", "ja?",
             "ja (FG 1), nein (FG 2)", "nein (bis 2016: ja)", "☐ ja ☑ nein", "☑ ja ☐ nein", "[x] ja [ ] nein",
             "[ ] ja [x] nein", "✓", "x", "Im Fördergebiet 1: ja", "noch nicht", "keine", "yes", "1"]  # fmt: skip


@pytest.mark.parametrize("text", YES)
def test_a_leading_ja_is_yes(text: str) -> None:
    assert yes_no(text) is True


@pytest.mark.parametrize("text", NO)
def test_a_leading_nein_is_no(text: str) -> None:
    assert yes_no(text) is False


@pytest.mark.parametrize("text", UNDECIDED)
def test_anything_else_is_no_answer(text: str) -> None:
    assert yes_no(text) is None


@given(st.text(), st.sampled_from(["ja", "nein", ""]))
def test_no_text_breaks_the_reading_of_answers(text: str, answer: str) -> None:
    assert yes_no(answer + text) in (True, False, None)


AREAS = [
    ('FG 1: "Nordkreis"', (1, "Nordkreis")),
    ("FG 2: „Mitte“", (2, "Mitte")),
    ("FG 2: “Mitte”", (2, "Mitte")),
    ("FG 3: »Südkreis«", (3, "Südkreis")),
    ("FG 3:\u00a0Südkreis", (3, "Südkreis")),
    ("fg 3: Südkreis", (3, "Südkreis")),
    ("FG1: Nord", (1, "Nord")),
    ("FG 1", (1, None)),
    ("FG 1:", (1, None)),
    ("Fördergebiet 1: Altstadt Wismar", (1, "Altstadt Wismar")),
    ("Fo\u0308rdergebiet 1: Altstadt", (1, "Altstadt")),
    ("FÖRDERGEBIET 1: Altstadt", (1, "Altstadt")),
    ("Fördergebiet 1: Altstadt Wismar:", (1, "Altstadt Wismar")),
    ("Fördergebiet 2 - Ost", (2, "Ost")),
    ("Fördergebiet 2 – Ost", (2, "Ost")),
    ("Fördergebiet 2. Ost", (2, "Ost")),
    ("Fördergebiet 12: Ost", (12, "Ost")),
    ("Fördergebiet Nr. 2: Ost", (2, "Ost")),
    ("2. Fördergebiet: Ost", (2, "Ost")),
    ('Fördergebiet 2: Umland der "Sozialen Stadt"', (2, 'Umland der "Sozialen Stadt"')),
    ('FG 1: "Nord" und "Süd"', (1, '"Nord" und "Süd"')),
    ('FG 1 "Nord"', (1, "Nord")),
    ("FG II: Nord", (2, "Nord")),
    ("FG A: Nord", (None, "A: Nord")),
    ('FG "Mitte"', (None, "Mitte")),
    ("FG 1: 18.-März-Straße", (1, "18.-März-Straße")),
    ("FG 1: Das Gebiet umfasst die ganze Stadt mit allen Teilen.", (1, None)),
]
NO_AREAS = [
    "",
    "Fördergebiete",
    "Fördergebiet",
    "Fördergebiete: Altstadt",
    "Fördergebiet: Altstadt",
    "FG 1 umfasst die Altstadt.",
    "FG 1, FG 2 und FG 3",
    "FG 1-3: Stadt",
    "FG 1/2: Stadt",
    "Fördergebiete 1 und 2: Stadt",
    "Gebietsreform: Stadt",
    "Stadtteile: Nord",
    "Im FG 1: Nord",
    "1. Name",
    "FG Mitte",
    "FG 1 Mitte",
]


@pytest.mark.parametrize(("text", "area"), AREAS)
def test_a_line_that_opens_a_funding_area_gives_number_and_name(text: str, area: tuple[int | None, str | None]) -> None:
    assert area_heading(text, WORDS) == area


@pytest.mark.parametrize("text", NO_AREAS)
def test_other_lines_open_no_area(text: str) -> None:
    assert area_heading(text, WORDS) is None


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("1. Altstadt", (1, "Altstadt")),
        ("2) Altstadt", (2, "Altstadt")),
        ("3.Altstadt", (3, "Altstadt")),
        ("FG Mitte", (None, "Mitte")),
        ("FG 1 Mitte", (1, "Mitte")),
        ("Fördergebiet: Mitte", (None, "Mitte")),
        ("1. Januar 2015", None),
        ("01.01.2015 - 31.12.2018", None),
        ("1 Altstadt", None),
        ("Altstadt", None),
        ("FG 1 umfasst die Altstadt.", None),
    ],
)
def test_a_number_alone_opens_an_area_only_where_the_line_is_a_heading(
    text: str, area: tuple[int | None, str | None] | None
) -> None:
    assert area_heading(text, WORDS, heading=True) == area


@given(st.text(), st.sampled_from(["FG 1: ", "Fördergebiet 2 - ", "1. ", ""]), st.booleans())
def test_no_text_breaks_the_reading_of_areas(text: str, start: str, heading: bool) -> None:
    area = area_heading(start + text, WORDS, heading=heading)
    assert area is None or area[0] is None or area[0] > 0
    assert area is None or area[1] is None or area[1].strip() == area[1] != ""


STATES = [
    ("Nordrhein-Westfalen", "Nordrhein-Westfalen"),
    ("NORDRHEIN-WESTFALEN", "Nordrhein-Westfalen"),
    ("Nordrhein\u2011Westfalen", "Nordrhein-Westfalen"),
    ("Nordrhein - Westfalen", "Nordrhein-Westfalen"),
    ("Nordrhein Westfalen", "Nordrhein-Westfalen"),
    ("NRW", "Nordrhein-Westfalen"),
    ("(NRW)", "Nordrhein-Westfalen"),
    ("Mecklenburg-Vorpommern", "Mecklenburg-Vorpommern"),
    ("M-V", "Mecklenburg-Vorpommern"),
    ("Baden-Wuerttemberg", "Baden-Württemberg"),
    ("Thu\u0308ringen", "Thüringen"),
    ("Freistaat Thüringen", "Thüringen"),
    ("Freistaat Sachsen", "Sachsen"),
    ("Sachsen", "Sachsen"),
    ("Sachsen-Anhalt", "Sachsen-Anhalt"),
    ("Niedersachsen.", "Niedersachsen"),
    ("Land Berlin", "Berlin"),
    ("Bundesland: Hessen", "Hessen"),
    ("Freie und Hansestadt Hamburg", "Hamburg"),
    ("Freie Hansestadt Bremen", "Bremen"),
    ("Bayern", "Bayern"),
    ("Brandenburg", "Brandenburg"),
    ("Rheinland-Pfalz", "Rheinland-Pfalz"),
    ("Saarland", "Saarland"),
    ("Schleswig-Holstein", "Schleswig-Holstein"),
    ("Sachsenhausen", None),
    ("Brandenburg an der Havel", None),
    ("Hansestadt Rostock", None),
    ("Landkreis Hessen", None),
    ("BW", None),
    ("SH", None),
    ("Düren", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "state"), STATES)
def test_a_land_is_known_by_its_name_or_a_certain_abbreviation(text: str, state: str | None) -> None:
    assert state_name(text) == state


@given(st.text())
def test_no_text_breaks_the_reading_of_laender(text: str) -> None:
    found = state_name(text)
    assert found is None or state_name(found) == found
