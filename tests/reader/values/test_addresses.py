"""Postal lines, streets and whole addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jsiq_scrape.parse.values import Address, address, looks_like_street, postal_line

POSTAL = [
    ("52351 Düren", "52351", "Düren"),
    ("52351\u00a0Düren", "52351", "Düren"),
    ("52351 Du\u0308ren", "52351", "Düren"),
    ("52351  Düren,", "52351", "Düren"),
    ("52351Düren", "52351", "Düren"),
    ("D-52351 Düren", "52351", "Düren"),
    ("D - 52351 Düren", "52351", "Düren"),
    ("D 52351 Düren", "52351", "Düren"),
    ("DE 52351 Düren", "52351", "Düren"),
    ("DE-52351 Düren", "52351", "Düren"),
    ("PLZ/Ort: 52351 Düren", "52351", "Düren"),
    ("23970 Wismar", "23970", "Wismar"),
    ("01067 Dresden", "01067", "Dresden"),
    ("06108 Halle (Saale)", "06108", "Halle (Saale)"),
    ("15230 Frankfurt (Oder)", "15230", "Frankfurt (Oder)"),
    ("86609 Donauwörth a. d. Donau", "86609", "Donauwörth a. d. Donau"),
    ("92318 Neumarkt i.d.OPf.", "92318", "Neumarkt i.d.OPf."),
    ("67433 Neustadt an der Weinstraße", "67433", "Neustadt an der Weinstraße"),
    ("34117 Kassel / Nord", "34117", "Kassel / Nord"),
    ("34117 Kassel/Nord", "34117", "Kassel/Nord"),
    ("26721 Emden-Larrelt", "26721", "Emden-Larrelt"),
    ("38855 Wernigerode (OT Schierke)", "38855", "Wernigerode (OT Schierke)"),
    ("37073 GÖTTINGEN", "37073", "GÖTTINGEN"),
    ("23970 Wismar, Mecklenburg-Vorpommern", "23970", "Wismar"),
    ("66111 Saarbrücken, Deutschland", "66111", "Saarbrücken"),
    ("01001 Dresden", "01001", "Dresden"),
    ("99998 Körner", "99998", "Körner"),
    ("00000 Düren", None, "Düren"),
    ("01000 Düren", None, "Düren"),
    ("99999 Düren", None, "Düren"),
]
NO_POSTAL = [
    "", "Düren", "52351", "523511 Düren", "5235 Düren", "10000 Euro", "12000 Einwohner",
    "12345 junge Menschen", "12345 Menschen leben hier", "15000 Jugendliche im Kreis", "Bismarckstraße 16",
    "Bismarckstraße 16, 52351 Düren", "52351 Düren ist die Kreisstadt", "02421/22-1111", "02421 22-1111",
]  # fmt: skip
STREETS = [
    "Bismarckstraße 16", "Bismarckstraße 16,", "Bismarckstrasse 16", "Rostocker Strasse 76", "Bismarckstr. 16",
    "Bahnhofstr.5", "Breite Str. 12", "18.-März-Str. 50", "Straße des 17. Juni 135", "Am Markt 1", "Haus 09",
    "Platz der Republik 45/46", "Musterweg 16a", "Musterweg 16 a", "Musterweg 16 a-c", "Karl-Marx-Str. 12 – 14",
    "Karl-Marx-Str. 12+14", "Dr.-Külz-Ring 12", "Unter den Linden 3", "Zum Goldenen Hirsch 9", "An der Alten Post 12",
    "Lange Reihe 2", "Schloss 1", "Hauptstr. 3 (Eingang Hof)", "Hauptstr. 3, Haus B", "Steinweg 1-3, 2. OG",
    "Hauptstr. Nr. 3", "Postfach 12 34", "Postfach 101010", "Postfach", "C 4, 12", "C4, 12a", "Rathausplatz",
    "Am Markt",
    "BISMARCKSTRASSE 16", "Bismarckstra\u00adße 16",
]  # fmt: skip
NO_STREETS = [
    "", "Kreis Düren", "52351 Düren", "Koordinierungsstelle JUGEND STÄRKEN im Quartier",
    "JUGEND STÄRKEN 2018", "Amt 51",
    "Fachbereich 4", "Fachdienst 51", "Abteilung 3", "Zimmer 12", "Raum 3", "Fördergebiet 1", "FG 1", "Phase 2",
    "Projekt 2", "Telefon 123", "Tel. 123456", "02421/22-1111", "01.01.2015", "2015 - 2018", "Juni 2018", "seit 2015",
    "Alter 14 bis 26", "Wir sind da bis 18", "Klasse 8", "Standort 2", "Handlungsfeld 3", "Nr. 12", "Sozialwerk Linde",
    "Nordrhein-Westfalen", "amt51@kreis-dueren.de", "www.kreis-dueren.de", "Zurück",
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "city"), POSTAL)
def test_a_postal_line_gives_town_and_code_if_it_is_one(text: str, code: str | None, city: str) -> None:
    assert postal_line(text) == (code, city)


@pytest.mark.parametrize("text", NO_POSTAL)
def test_a_line_that_holds_more_or_less_is_no_postal_line(text: str) -> None:
    assert postal_line(text) is None


@pytest.mark.parametrize("text", STREETS)
def test_a_street_is_known(text: str) -> None:
    assert looks_like_street(text)


@pytest.mark.parametrize("text", NO_STREETS)
def test_another_line_of_an_address_block_is_no_street(text: str) -> None:
    assert not looks_like_street(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bismarckstraße 16, 52351 Düren", Address("Bismarckstraße 16", "52351", "Düren")),
        ("Bismarckstraße 16\n52351 Düren", Address("Bismarckstraße 16", "52351", "Düren")),
        ("Bismarckstraße 16 52351 Düren", Address("Bismarckstraße 16", "52351", "Düren")),
        ("Bismarckstraße 16 · D-52351 Düren", Address("Bismarckstraße 16", "52351", "Düren")),
        ("Bismarckstraße 16 | 52351 Düren | Nordrhein-Westfalen", Address("Bismarckstraße 16", "52351", "Düren")),
        ("Kreis Düren, Bismarckstraße 16, 52351 Düren", Address("Bismarckstraße 16", "52351", "Düren")),
        ("18.-März-Str. 50, 01067 Dresden", Address("18.-März-Str. 50", "01067", "Dresden")),
        ("C 4, 12, 68159 Mannheim", Address("C 4, 12", "68159", "Mannheim")),
        ("Kreis Düren, 52351 Düren", Address(None, "52351", "Düren")),
        ("52351 Düren", Address(None, "52351", "Düren")),
        ("Bismarckstraße 16, Düren", None),
        ("Bismarckstraße 16", None),
        ("10000 Euro, 5 Jahre", None),
        ("", None),
    ],
)
def test_an_address_needs_its_postal_code_and_keeps_its_street(text: str, expected: Address | None) -> None:
    assert address(text) == expected


_PIECES = st.sampled_from(
    "52351 Düren Musterweg 16 a , ( ) / - . Str. am D- (Saale) Postfach C 4 18.-März-Str.".split()
)


@given(st.one_of(st.text(), st.lists(_PIECES, max_size=9).map(" ".join)))
def test_no_text_breaks_the_reading_of_addresses(text: str) -> None:
    line = postal_line(text)
    assert line is None or (line[1] and (line[0] is None or len(line[0]) == 5))
    found = address(text)
    assert found is None or found.street is None or looks_like_street(found.street)
    assert looks_like_street(text) in (True, False)
