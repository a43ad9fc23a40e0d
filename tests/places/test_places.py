"""Municipalities as pages name them, and the Kreis key and point they lead to."""

import csv
import gzip
from importlib.resources import files

import pytest

from jsiq_scrape.places import MatchedBy, find
from jsiq_scrape.places.gazetteer import STATES, kreise
from jsiq_scrape.places.naming import Sort, fold, spellings
from jsiq_scrape.records import Place

NOWHERE = Place()


def key(municipality: str | None, state: str | None = None, postal_code: str | None = None) -> str | None:
    return find(municipality, state, postal_code, None).ags


def test_every_kreis_is_found_by_its_sort_and_name_alone() -> None:
    words = {Sort.KREIS: ("Landkreis {}", "Kreis {}", "{}, Landkreis"), Sort.FREE_CITY: ("Kreisfreie Stadt {}",)}
    missed = [
        (entry.ags, pattern.format(entry.name))
        for entry in kreise().values()
        for pattern in words[entry.sort]
        if key(pattern.format(entry.name)) != entry.ags
    ]
    assert len(kreise()) == 401
    assert missed == []


def test_every_kreis_is_found_with_its_land_as_witness_and_none_with_another_land() -> None:
    for entry in kreise().values():
        name = ("Landkreis " if entry.sort is Sort.KREIS else "Kreisfreie Stadt ") + entry.name
        assert key(name, STATES[entry.ags[:2]]) == entry.ags
        assert key(name, STATES["16" if entry.ags[:2] == "01" else "01"]) is None


def test_the_known_page_lies_in_kreis_dueren() -> None:
    assert find("Kreis Düren", "Nordrhein-Westfalen", "52351", "Düren") == Place(
        ags="05358", latitude=50.8189, longitude=6.4443, matched_by="kreis_name"
    )


#: Names as offices write them, by the way in which they are found; what a place calls itself is no part of its name.
NAMES = {
    MatchedBy.KREIS_NAME: {
        "Stadt Kassel": "06611", "Landkreis Kassel": "06633", "LK Kassel": "06633", "Lkr. Kassel": "06633",
        "Kreisfreie Stadt Kassel": "06611", "documenta-Stadt Kassel": "06611", "Kassel, documenta-Stadt": "06611",
        "Landeshauptstadt München": "09162", "Landkreis München": "09184", "Landeshauptstadt Dresden": "14612",
        "Hansestadt Rostock": "13003", "Hanse- und Universitätsstadt Rostock": "13003", "Landkreis Rostock": "13072",
        "Freie Hansestadt Bremen": "04011", "Seestadt Bremerhaven": "04012", "Freie und Hansestadt Hamburg": "02000",
        "StädteRegion Aachen": "05334", "Region Hannover": "03241", "Regionalverband Saarbrücken": "10041",
        "Rhein-Sieg-Kreis": "05382", "Kreis Rhein-Sieg": "05382", "Stadtkreis Karlsruhe": "08212",
        "Weiden in der Oberpfalz": "09363", "Stadt Weiden i. d. OPf.": "09363", "KREIS DUEREN": "05358",
        "Landkreis\u00a0Nordwest\u00admecklenburg, Fachdienst Jugend": "13074", "Jugendamt der Stadt Köln": "05315",
        "Amt für Jugend des Kreises Düren": "05358", "Hansestadt Lübeck": "01003", "Bundesstadt Bonn": "05314",
        "Wissenschaftsstadt Darmstadt": "06411", "Klingenstadt Solingen": "05122",
        "Hagen, Stadt der FernUniversität": "05914",
    },
    MatchedBy.CITY_NAME: {
        "Castrop-Rauxel": "05562", "Stadt Castrop-Rauxel - Bereich Jugend": "05562", "Stadt Düren": "05358",
        "Düren": "05358", "Lutherstadt Wittenberg": "15091", "Lutherstadt Eisleben": "15087",
        "Universitäts- und Hansestadt Greifswald": "13075", "Universitätsstadt Gießen": "06531",
        "Große Kreisstadt Görlitz": "14626", "Große selbständige Stadt Celle": "03351",
        "Große selbstständige Stadt Goslar": "03153", "Kreisstadt Siegburg": "05382", "Gemeinde Niederzier": "05358",
        "Fontanestadt Neuruppin": "12068", "Barlachstadt Güstrow": "13072", "Bergstadt Annaberg-Buchholz": "14521",
        "Markt Garmisch-Partenkirchen": "09180",
    },
    MatchedBy.ALIAS: {
        "Bezirksamt Neukölln von Berlin": "11000", "Berlin-Mitte": "11000", "Bezirksamt Hamburg-Nord": "02000",
        "Stadt Mülheim/Ruhr": "05117", "Landkreis Osterode am Harz": "03159",
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("municipality", "ags", "matched_by"),
    [(name, ags, matched_by) for matched_by, names in NAMES.items() for name, ags in names.items()],
)
def test_a_name_is_understood_as_offices_write_it(municipality: str, ags: str, matched_by: MatchedBy) -> None:
    place = find(municipality, None, None, None)
    assert (place.ags, place.matched_by) == (ags, matched_by)


@pytest.mark.parametrize(
    "municipality",
    [
        "Landkreis Musterau",
        "Stadt Musterhausen",
        "Kreis Nirgendwo",
        "Stadt",
        "Kreis",
        "-",
        "Stadt und Landkreis Kassel",
    ],
)
def test_an_invented_or_unclear_place_gives_nothing_even_with_a_real_postal_code(municipality: str) -> None:
    assert find(municipality, "Hessen", "34117", "Kassel") == NOWHERE


@pytest.mark.parametrize("municipality", ["Kassel", "Stadt Frankfurt", "Stadt Halle", "Landkreis Neustadt", "Mitte"])
def test_namesakes_give_nothing_without_a_witness(municipality: str) -> None:
    assert find(municipality, None, None, None) == NOWHERE


@pytest.mark.parametrize(
    ("municipality", "state", "postal_code", "ags", "matched_by"),
    [
        ("Kassel", "Hessen", "34117", "06611", MatchedBy.POSTAL_CODE),
        ("Stadt Frankfurt", "Land Brandenburg", None, "12053", MatchedBy.KREIS_NAME),
        ("Stadt Frankfurt", None, "60311", "06412", MatchedBy.POSTAL_CODE),
        ("Landkreis Neustadt", "Freistaat Bayern", "91413", "09575", MatchedBy.POSTAL_CODE),
        ("Stadt Münster", "NRW", None, "05515", MatchedBy.KREIS_NAME),
        ("Mitte", "Berlin", None, "11000", MatchedBy.ALIAS),
        ("Altona", None, "22765", "02000", MatchedBy.ALIAS),
    ],
)
def test_land_and_postal_code_distinguish_namesakes(
    municipality: str, state: str | None, postal_code: str | None, ags: str, matched_by: MatchedBy
) -> None:
    place = find(municipality, state, postal_code, None)
    assert (place.ags, place.matched_by) == (ags, matched_by)


OTHER_LANDS = (
    *(name for name in STATES.values() if name != "Nordrhein-Westfalen"), "BW", "Freistaat Bayern",
    "Freie Hansestadt Bremen", "Freie und Hansestadt Hamburg", "Bundesland Hessen", "MV", "RLP",
)  # fmt: skip


@pytest.mark.parametrize("state", OTHER_LANDS)
def test_each_other_land_denies_a_kreis_of_nordrhein_westfalen(state: str) -> None:
    assert key("Kreis Düren", state) is None


@pytest.mark.parametrize("state", ["Nordrhein-Westfalen", "NRW", "Land Nordrhein-Westfalen"])
def test_nordrhein_westfalen_denies_a_kreis_of_hessen(state: str) -> None:
    assert key("Landkreis Kassel", state) is None
    assert key("Kreis Düren", state) == "05358"


def test_a_land_in_short_agrees_with_its_own() -> None:
    assert key("Landkreis Nordwestmecklenburg", "MV") == "13074"
    assert key("Stadtkreis Karlsruhe", "BW") == "08212"
    assert key("Landkreis Mayen-Koblenz", "RLP") == "07137"


def test_a_postal_code_of_another_kreis_contradicts_the_name() -> None:
    assert key("Kreis Düren", None, "10115") is None
    assert key("Stadt Castrop-Rauxel", None, "52351") is None
    assert key("Kreis Düren", None, "50667") is None  # Köln is a kreisfreie Stadt, but not where its seat could stand


def test_the_seat_of_a_kreis_may_stand_in_the_city_beside_it() -> None:
    assert key("Landkreis Kassel", "Hessen", "34117") == "06633"
    assert key("Landkreis Mayen-Koblenz", "Rheinland-Pfalz", "56068") == "07137"


def test_a_city_too_far_away_is_no_seat_of_a_kreis() -> None:
    assert key("Landkreis Kassel", None, "60311") is None  # Frankfurt
    assert key("Rhein-Sieg-Kreis", None, "50667") is None  # Köln: next to it, and some 27 km from its middle


def test_an_unknown_postal_code_or_land_is_no_witness() -> None:
    assert key("Kreis Düren", "im Rheinland", "52348") == "05358"
    assert key("Kreis Düren", "", "") == "05358"


def test_the_former_kreisfreie_stadt_eisenach_keeps_its_key_of_2018() -> None:
    assert key("Stadt Eisenach", "Thüringen", "99817") == "16056"


def test_the_point_is_the_towns_own_where_it_is_a_town_and_else_the_kreis_point() -> None:
    town, kreis = find("Stadt Düren", None, None, None), find("Kreis Düren", None, None, None)
    assert (town.ags, kreis.ags) == ("05358", "05358")
    assert (town.latitude, town.longitude) == (50.8043, 6.493)
    assert (kreis.latitude, kreis.longitude) == (50.8189, 6.4443)


def test_the_office_is_asked_where_the_page_names_no_municipality() -> None:
    place = find(None, "Mecklenburg-Vorpommern", "23970", "Wismar", "Landkreis Nordwestmecklenburg, Fachdienst Jugend")
    assert (place.ags, place.matched_by) == ("13074", MatchedBy.KREIS_NAME)


def test_the_postal_code_stands_in_where_the_page_names_neither() -> None:
    place = find(None, None, "52351", "Düren", "Koordinierungsstelle JUGEND STÄRKEN im Quartier")
    assert (place.ags, place.matched_by) == ("05358", MatchedBy.POSTAL_CODE)
    assert find(None, None, "52351", "Kassel") == NOWHERE
    assert find(None, None, "52351", "Castrop-Rauxel") == NOWHERE
    assert find(None, None, "52351", "Jülich").ags == "05358"
    assert find(None, "Bayern", "52351", None) == NOWHERE
    assert find(None, None, "99817", None) == NOWHERE  # lies in two
    assert find(None, None, None, None) == NOWHERE


def test_every_point_lies_in_germany() -> None:
    assert all(47 < entry.point[0] < 55.1 and 5.8 < entry.point[1] < 15.1 for entry in kreise().values())


def test_the_spellings_in_the_data_are_those_the_names_fold_to() -> None:
    folder = files("jsiq_scrape.places")
    for file, column in (("kreise.tsv.gz", 2), ("gemeinden.tsv.gz", 1)):
        for line in gzip.decompress((folder / file).read_bytes()).decode().splitlines():
            row = line.split("\t")
            assert row[-1].split("|") == spellings(row[column]), f"{row} @ {file}"


def test_every_alias_leads_to_a_known_kreis_and_is_no_name_of_the_lists_with_another_key() -> None:
    rows = list(csv.DictReader((files("jsiq_scrape.places") / "aliases.csv").read_text(encoding="utf-8").splitlines()))
    assert {row["ags"] for row in rows} <= set(kreise())
    for row in rows:
        if not row["within"]:
            assert find(row["name"], None, None, None).ags == row["ags"], row


def test_the_notice_names_every_data_file() -> None:
    folder = files("jsiq_scrape.places")
    notice = (folder / "NOTICE").read_text(encoding="utf-8")
    shipped = [file.name for file in folder.iterdir() if file.name.endswith((".gz", ".csv"))]
    assert shipped
    assert all(name in notice for name in shipped)
    assert "GeoNames" in notice
    assert "Destatis" in notice
    assert "CC BY 4.0" in notice


def test_folding_makes_typography_irrelevant() -> None:
    assert fold("Kempten (Allgäu)") == fold("KEMPTEN  (Allga\u0308u)") == "kempten allgaeu"
    assert fold("Castrop\u2010Rauxel") == fold("Castrop-Rauxel")
