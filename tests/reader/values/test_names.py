"""Names of persons and of institutions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jsiq_scrape.parse.values import institutions, person_name, person_names

PERSONS = [
    ("Erika Musterfrau", "Erika Musterfrau"),
    ("Frau Erika Musterfrau", "Erika Musterfrau"),
    ("Herr Max Mustermann", "Max Mustermann"),
    ("Herrn Max Mustermann", "Max Mustermann"),
    ("Fr. Musterfrau", "Musterfrau"),
    ("Frau\u00a0Musterfrau", "Musterfrau"),
    ("Frau Neuer", "Neuer"),
    ("Frau Burg", "Burg"),
    ("Herr Dr. Max Mustermann", "Dr. Max Mustermann"),
    ("Dr. Erika Musterfrau", "Dr. Erika Musterfrau"),
    ("Prof. Dr. Karl Heinz von der Linde", "Prof. Dr. Karl Heinz von der Linde"),
    ("Frau Prof. Dr. Musterfrau", "Prof. Dr. Musterfrau"),
    ("Dipl.-Soz.-Päd. Erika Musterfrau", "Dipl.-Soz.-Päd. Erika Musterfrau"),
    ("Dipl.-Päd. (FH) Erika Musterfrau", "Dipl.-Päd. Erika Musterfrau"),
    ("Erika Musterfrau, M.A.", "Erika Musterfrau"),
    ("E. Musterfrau", "E. Musterfrau"),
    ("Erika Musterfrau-Linde", "Erika Musterfrau-Linde"),
    ("Marie-Luise Özdemir", "Marie-Luise Özdemir"),
    ("Sven O'Linde", "Sven O'Linde"),
    ("Petra Neuhaus", "Petra Neuhaus"),
    ("Petra Jung", "Petra Jung"),
    ("August Hartung", "August Hartung"),
    ("Erika Musterfrau (Koordination)", "Erika Musterfrau"),
    ("Erika Musterfrau, Projektleiterin", "Erika Musterfrau"),
    ("Frau Musterfrau, Leiterin des Jugendamtes", "Musterfrau"),
    ("Erika Musterfrau - Koordination", "Erika Musterfrau"),
    ("Erika Musterfrau, Stadt Musterau, Jugendamt", "Erika Musterfrau"),
    ("Sozialpädagogin Erika Musterfrau", "Erika Musterfrau"),
    ("Ansprechpartnerin: Erika Musterfrau", "Erika Musterfrau"),
    ("Ansprechpartner/in: Frau Erika Musterfrau", "Erika Musterfrau"),
    ("Projektleiter: Max Mustermann", "Max Mustermann"),
    ("Kontakt: Erika Musterfrau", "Erika Musterfrau"),
    ("Erika Musterfrau, Tel. 02421/22-1111", "Erika Musterfrau"),
    ("Erika Musterfrau und Team", "Erika Musterfrau"),
]
SEVERAL_PERSONS = [
    ("Frau A und Herr B", ["A", "B"]),
    ("Frau Musterfrau und Herr Dr. Muster-Mann", ["Musterfrau", "Dr. Muster-Mann"]),
    ("Erika Musterfrau und Max Mustermann", ["Erika Musterfrau", "Max Mustermann"]),
    ("Erika Musterfrau, Max Mustermann", ["Erika Musterfrau", "Max Mustermann"]),
    ("Frau Musterfrau, Herr Mustermann", ["Musterfrau", "Mustermann"]),
    ("Erika Musterfrau / Max Mustermann", ["Erika Musterfrau", "Max Mustermann"]),
    ("Erika Musterfrau; Max Mustermann", ["Erika Musterfrau", "Max Mustermann"]),
    ("Erika Musterfrau\nMax Mustermann", ["Erika Musterfrau", "Max Mustermann"]),
    ("Frau Musterfrau (Leitung), Herr Mustermann (Vertretung)", ["Musterfrau", "Mustermann"]),
    ("Erika Musterfrau, Jugendamt, Herr Mustermann", ["Erika Musterfrau", "Mustermann"]),
]
NOBODY = [
    "", "-", "N.N.", "N. N.", "Frau N.N.", "Herr", "Frau", "Herr/Frau Musterfrau", "Musterfrau", "Musterfrau, Erika",
    "ERIKA MUSTERFRAU", "Petra und Max Mustermann", "Kreis Düren", "Landkreis Nordwestmecklenburg", "Stadt Musterau",
    "Landkreis Nordwestmecklenburg, Fachdienst Jugend", "Koordinierungsstelle JUGEND STÄRKEN im Quartier", "Jugendamt",
    "Amt für Jugend", "Jugend Stärken", "JUGEND STÄRKEN", "Fachdienst Jugend", "Sozialwerk Dürener Christen",
    "AWO Soziale Dienste", "AWO Soziale Dienste gGmbH", "Internationaler Bund", "Treffpunkt Regenbogen", "Neue Wege",
    "Haus Linde", "Musterauer Jugendhaus", "Evangelische Kirchengemeinde", "Musterauer Land", "Bad Doberan",
    "Straßensozialarbeit/Streetwork", "Bismarckstraße 16", "Lange Reihe 2", "Am Markt 1", "52351 Düren",
    "Nordrhein-Westfalen", "Mecklenburg-Vorpommern", "Telefonnummer 02421/22-1111", "amt51(at)kreis-dueren.de",
    "www.kreis-dueren.de", "Ansprechpartnerinnen und Ansprechpartner", "Ansprechpartner:", "Kontakt", "Projektleitung",
    "Wir helfen Ihnen gern.", "Die Beratung ist kostenlos.", "Zurück", "Nach oben", "Soziale Stadt", "ja", "nein",
    "01.01.2015 - 31.12.2018", "Adresse: Erika Musterfrau Weg", "Dr. E.", "Frau Frau Musterfrau",
    "Erika Musterfrau und Linde", "Frau Leiterin", "Erika Maria Anna Berta Musterfrau Linde", "Erika von",
]  # fmt: skip


@pytest.mark.parametrize(("text", "name"), PERSONS)
def test_a_person_is_named_without_herr_or_frau_but_with_titles(text: str, name: str) -> None:
    assert person_names(text) == [name]
    assert person_name(text) == name


@pytest.mark.parametrize(("text", "names"), SEVERAL_PERSONS)
def test_several_persons_are_divided(text: str, names: list[str]) -> None:
    assert person_names(text) == names
    assert person_name(text) is None


@pytest.mark.parametrize("text", NOBODY)
def test_a_line_that_names_nobody_for_certain_gives_no_person(text: str) -> None:
    assert person_names(text) == []
    assert person_name(text) is None


_PIECES = st.sampled_from(
    "Frau Herr Dr. Erika Musterfrau , und / ( ) - von A. Leiterin Tel. 02421 Kreis : Dipl.-Päd. @".split()
)


@given(st.one_of(st.text(), st.lists(_PIECES, max_size=9).map(" ".join)))
def test_no_text_breaks_the_reading_of_persons(text: str) -> None:
    for name in person_names(text):
        assert name.strip() == name != ""
        assert not name.startswith(("Frau ", "Herr "))
        assert not any(character.isdigit() for character in name)


KREIS, SOZIALWERK = "Kreis Düren", "Sozialwerk Dürener Christen"
DIVIDED = [
    # parts, proven, names, unproven
    (["Kreis Düren und Sozialwerk Dürener Christen"], [KREIS, SOZIALWERK], [KREIS, SOZIALWERK], []),
    (["Kreis Düren und Sozialwerk Dürener Christen"], [KREIS], [KREIS, SOZIALWERK], []),
    (["Kreis Düren und Sozialwerk Dürener Christen"], [SOZIALWERK], [KREIS, SOZIALWERK], []),
    (["KREIS\u00a0DU\u0308REN und Sozialwerk Dürener Christen"], ["kreis düren"], ["KREIS DÜREN", SOZIALWERK], []),
    (["Kreis Düren, Sozialwerk Dürener Christen"], [KREIS], [KREIS, SOZIALWERK], []),
    (["Kreis Düren / Sozialwerk Dürener Christen"], [KREIS], [KREIS, SOZIALWERK], []),
    (["Kreis Düren/Sozialwerk Dürener Christen"], [KREIS], [KREIS, SOZIALWERK], []),
    (["Kreis Düren sowie Sozialwerk Dürener Christen"], [KREIS], [KREIS, SOZIALWERK], []),
    (["Kreis Düren & Sozialwerk Dürener Christen"], [KREIS], [KREIS, SOZIALWERK], []),
    (["Linde, Ulme und Kreis Düren"], [KREIS], ["Linde, Ulme", KREIS], ["Linde, Ulme"]),
    (["Linde, Kreis Düren und Ulme"], [KREIS], ["Linde", KREIS, "Ulme"], []),
    (["Linde und Ulme und Kreis Düren"], ["Linde und Ulme"], ["Linde und Ulme", KREIS], []),
    ([KREIS], [KREIS], [KREIS], []),
    ([KREIS], [], [KREIS], []),
    ([KREIS, SOZIALWERK], [], [KREIS, SOZIALWERK], []),
    ([f"{KREIS}\n{SOZIALWERK}"], [], [KREIS, SOZIALWERK], []),
    ([f"{KREIS}; {SOZIALWERK}"], [], [KREIS, SOZIALWERK], []),
    ([f"- {KREIS}\n- {SOZIALWERK}"], [], [KREIS, SOZIALWERK], []),
    ([f"• {KREIS},", f"• {SOZIALWERK}"], [], [KREIS, SOZIALWERK], []),
    ([KREIS, KREIS.upper(), ""], [], [KREIS], []),
    ([], [KREIS], [], []),
    # one or two: a legal form at the end proves nothing
    (
        ["Treffpunkt Regenbogen und Sozialdienst Linde gGmbH"],
        [KREIS],
        ["Treffpunkt Regenbogen und Sozialdienst Linde gGmbH"],
        ["Treffpunkt Regenbogen und Sozialdienst Linde gGmbH"],
    ),
    (["Zentrum für Bildung und Beruf"], [], ["Zentrum für Bildung und Beruf"], ["Zentrum für Bildung und Beruf"]),
    (["Zentrum für Bildung und Beruf"], ["Zentrum für Bildung und Beruf"], ["Zentrum für Bildung und Beruf"], []),
    (
        ["Kreis Düren und Zentrum für Bildung und Beruf"],
        [KREIS],
        [KREIS, "Zentrum für Bildung und Beruf"],
        ["Zentrum für Bildung und Beruf"],
    ),
    # no division is possible, so that nothing is reported
    (["Verein für Kinder- und Jugendhilfe e. V."], [], ["Verein für Kinder- und Jugendhilfe e. V."], []),
    (["Verein für Bildung und soziale Arbeit"], [], ["Verein für Bildung und soziale Arbeit"], []),
    (["Treff (Stadt und Land, Nord/Süd)"], [], ["Treff (Stadt und Land, Nord/Süd)"], []),
    (['Verein "Stadt und Land"'], [], ['Verein "Stadt und Land"'], []),
    (["Linde, e. V."], [], ["Linde, e. V."], []),
    (["Linde & Ulme GmbH"], [], ["Linde & Ulme GmbH"], []),
    (["Linde, gGmbH"], [], ["Linde, gGmbH"], []),
]


@pytest.mark.parametrize(("parts", "proven", "names", "unproven"), DIVIDED)
def test_institutions_are_divided_only_where_a_part_is_proven(
    parts: list[str], proven: list[str], names: list[str], unproven: list[str]
) -> None:
    assert institutions(parts, proven) == (names, unproven)


_WORDS = st.sampled_from(
    ["Linde", "Ulme", "Kreis Düren", "und", ",", "/", ";", "e. V.", "(", ")", '"', "&", "für", "-"]
)


@given(st.lists(_WORDS, max_size=12).map(" ".join), st.sets(st.sampled_from(["Linde", "Ulme", "Kreis Düren"])))
def test_no_word_of_a_list_of_institutions_is_lost(text: str, proven: set[str]) -> None:
    names, unproven = institutions([text], proven)
    kept = set(" ".join(names).replace(",", " ").replace("/", " ").split())
    for word in ("Linde", "Ulme", "Kreis"):
        assert (word in text) == (word in kept)
    assert set(unproven) <= set(names)


@given(st.lists(st.text(), max_size=3), st.sets(st.text(min_size=1), max_size=3))
def test_no_text_breaks_the_division_of_institutions(parts: list[str], proven: set[str]) -> None:
    names, unproven = institutions(parts, proven)
    assert all(name.strip() for name in names)
    assert set(unproven) <= set(names)
