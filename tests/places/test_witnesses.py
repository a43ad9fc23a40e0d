"""The words beside a place's name, and each Land as a witness: a word that is not known makes the place unknown."""

import pytest

from jsiq_scrape.places import find
from jsiq_scrape.records import Place


def _key(municipality: str | None, state: str | None = None, postal_code: str | None = None) -> str | None:
    return find(municipality, state, postal_code, None).ags


@pytest.mark.parametrize(
    ("municipality", "ags"),
    [
        ("LK Kassel", "06633"),
        ("Lkr. Kassel", "06633"),
        ("Regionalverband Saarbrücken", "10041"),
        ("Kreisfreie Stadt Kassel", "06611"),
        ("Stadtkreis Karlsruhe", "08212"),
        ("Freie und Hansestadt Hamburg", "02000"),
        ("Freie Hansestadt Bremen", "04011"),
        ("Hansestadt Lübeck", "01003"),
        ("Hanse- und Universitätsstadt Rostock", "13003"),
        ("Universitäts- und Hansestadt Greifswald", "13075"),
        ("Universitätsstadt Gießen", "06531"),
        ("Wissenschaftsstadt Darmstadt", "06411"),
        ("Landeshauptstadt Dresden", "14612"),
        ("Bundesstadt Bonn", "05314"),
        ("Seestadt Bremerhaven", "04012"),
        ("Klingenstadt Solingen", "05122"),
        ("documenta-Stadt Kassel", "06611"),
        ("Hagen, Stadt der FernUniversität", "05914"),
        ("Große Kreisstadt Görlitz", "14626"),
        ("Große selbständige Stadt Celle", "03351"),
        ("Große selbstständige Stadt Goslar", "03153"),
        ("Kreisstadt Siegburg", "05382"),
        ("Lutherstadt Eisleben", "15087"),
        ("Fontanestadt Neuruppin", "12068"),
        ("Barlachstadt Güstrow", "13072"),
        ("Bergstadt Annaberg-Buchholz", "14521"),
        ("Markt Garmisch-Partenkirchen", "09180"),
        ("Gemeinde Niederzier", "05358"),
    ],
)
def test_what_a_place_calls_itself_is_no_part_of_its_name(municipality: str, ags: str) -> None:
    assert _key(municipality) == ags


@pytest.mark.parametrize(
    "state",
    [
        "Baden-Württemberg",
        "BW",
        "Bayern",
        "Freistaat Bayern",
        "Berlin",
        "Brandenburg",
        "Bremen",
        "Freie Hansestadt Bremen",
        "Hamburg",
        "Freie und Hansestadt Hamburg",
        "Hessen",
        "Bundesland Hessen",
        "Mecklenburg-Vorpommern",
        "MV",
        "Niedersachsen",
        "Rheinland-Pfalz",
        "RLP",
        "Saarland",
        "Sachsen",
        "Sachsen-Anhalt",
        "Schleswig-Holstein",
        "Thüringen",
    ],
)
def test_each_other_land_denies_a_kreis_of_nordrhein_westfalen(state: str) -> None:
    assert _key("Kreis Düren", state) is None


@pytest.mark.parametrize("state", ["Nordrhein-Westfalen", "NRW", "Land Nordrhein-Westfalen"])
def test_nordrhein_westfalen_denies_a_kreis_of_hessen(state: str) -> None:
    assert _key("Landkreis Kassel", state) is None
    assert _key("Kreis Düren", state) == "05358"


@pytest.mark.parametrize(
    ("municipality", "short", "ags"),
    [
        ("Kreis Düren", "NRW", "05358"),
        ("Landkreis Nordwestmecklenburg", "MV", "13074"),
        ("Stadtkreis Karlsruhe", "BW", "08212"),
        ("Landkreis Mayen-Koblenz", "RLP", "07137"),
    ],
)
def test_a_land_in_short_agrees_with_its_own(municipality: str, short: str, ags: str) -> None:
    assert _key(municipality, short) == ags


def test_a_town_of_another_kreis_denies_a_postal_code_that_stands_alone() -> None:
    assert find(None, None, "52351", "Castrop-Rauxel") == Place()
    assert find(None, None, "52351", "Jülich").ags == "05358"


def test_a_city_too_far_away_is_no_seat_of_a_kreis() -> None:
    assert _key("Landkreis Kassel", None, "60311") is None  # Frankfurt
    assert _key("Rhein-Sieg-Kreis", None, "50667") is None  # Köln: next to it, and some 27 km from its middle
