"""Each word of the lists by which values are told: one that is misspelt or missing is a value lost or invented."""

from datetime import date

import pytest

from jsiq_scrape.parse.values import area_heading, period, person_name, phones, postal_line, state_name, website

WORDS = frozenset({"fg", "fördergebiet"})


@pytest.mark.parametrize(
    ("month", "names"),
    [
        (1, ["Januar", "Jänner", "Jan.", "Jan"]),
        (2, ["Februar", "Feb."]),
        (3, ["März", "Maerz", "Mär.", "Mrz."]),
        (4, ["April", "Apr."]),
        (5, ["Mai"]),
        (6, ["Juni", "Jun."]),
        (7, ["Juli", "Jul."]),
        (8, ["August", "Aug."]),
        (9, ["September", "Sept.", "Sep."]),
        (10, ["Oktober", "Okt."]),
        (11, ["November", "Nov."]),
        (12, ["Dezember", "Dez."]),
    ],
)
def test_each_month_is_known_by_its_names(month: int, names: list[str]) -> None:
    for name in names:
        assert period(f"3. {name} 2018").start == date(2018, month, 3), name
        assert period(f"seit {name} 2018").start == date(2018, month, 1), name


@pytest.mark.parametrize(
    "state",
    [
        "Baden-Württemberg", "Bayern", "Berlin", "Brandenburg", "Bremen", "Hamburg", "Hessen", "Mecklenburg-Vorpommern",
        "Niedersachsen", "Nordrhein-Westfalen", "Rheinland-Pfalz", "Saarland", "Sachsen", "Sachsen-Anhalt",
        "Schleswig-Holstein", "Thüringen",
    ],
)  # fmt: skip
def test_each_land_is_known_by_its_name(state: str) -> None:
    assert state_name(state) == state
    assert state_name(f"Land {state}") == state
    assert state_name(f"Bundesland: {state}") == state


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("RLP", "Rheinland-Pfalz"),
        ("BaWü", "Baden-Württemberg"),
        ("Meck-Pomm", "Mecklenburg-Vorpommern"),
        ("Thueringen", "Thüringen"),
        ("Hansestadt Bremen", "Bremen"),
    ],
)
def test_a_land_is_known_by_what_it_is_called(text: str, state: str) -> None:
    assert state_name(text) == state


@pytest.mark.parametrize(
    "counted",
    [
        "Euro", "EUR", "Einwohner", "Einwohnerinnen", "Einwohner*innen", "Menschen", "Personen", "Jugendliche",
        "Kinder", "Teilnehmende", "Haushalte", "Stunden", "Fälle", "Mark", "Familien", "Schülerinnen", "Schüler",
    ],
)  # fmt: skip
def test_what_is_counted_is_no_town(counted: str) -> None:
    assert postal_line(f"12345 {counted}") is None
    assert postal_line(f"12345 {counted.capitalize()} Nord") is None


@pytest.mark.parametrize("number", range(1, 11))
def test_areas_are_numbered_in_roman_figures_up_to_ten(number: int) -> None:
    figures = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"]
    assert area_heading(f"FG {figures[number - 1]}: Nord", WORDS) == (number, "Nord")


@pytest.mark.parametrize("opening_closing", ['""', "''", "„“", "„”", '„"', "“”", "““", "»«", "«»", "‚‘", "‚’", "‘’"])
def test_the_quotes_around_the_name_of_an_area_are_no_part_of_it(opening_closing: str) -> None:
    opening, closing = opening_closing
    assert area_heading(f"FG 1: {opening}Nord{closing}", WORDS) == (1, "Nord")


@pytest.mark.parametrize(
    "label", ["Internet", "Web", "Website", "Webseite", "Homepage", "URL", "Link", "Internetadresse", "Internet-Seite"]
)
def test_the_label_of_a_site_is_no_part_of_it(label: str) -> None:
    assert website(f"{label}: kreis-dueren.de") == "http://kreis-dueren.de"


@pytest.mark.parametrize(
    "ending",
    [
        "de", "com", "org", "net", "info", "eu", "biz", "online", "jetzt", "jugend", "schule", "social", "team", "city",
        "berlin", "hamburg", "koeln", "cologne", "nrw", "ruhr", "bayern", "saarland", "example",
    ],
)  # fmt: skip
def test_a_bare_domain_is_a_site_by_its_ending(ending: str) -> None:
    assert website(f"jugend-staerken.{ending}") == f"http://jugend-staerken.{ending}"


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("Telefon", "phone"), ("Tel.", "phone"), ("Fon", "phone"), ("T", "phone"), ("Telefonnummer", "phone"),
        ("Telefax", "fax"), ("Fax", "fax"), ("F", "fax"), ("Faxnummer", "fax"), ("Telefax-Nr.", "fax"),
        ("Mobil", "mobile"), ("Mobilfunk", "mobile"), ("Mobilfon", "mobile"), ("Handy", "mobile"), ("M", "mobile"),
    ],
)  # fmt: skip
def test_the_word_before_a_number_says_its_kind(word: str, kind: str) -> None:
    assert [phone.kind for phone in phones(f"{word}: 0221 4710-123")] == [kind]


@pytest.mark.parametrize(
    ("remark", "kind"), [("Fax", "fax"), ("Telefax", "fax"), ("Mobil", "mobile"), ("Handy", "mobile")]
)
def test_the_remark_behind_a_number_says_its_kind(remark: str, kind: str) -> None:
    assert [phone.kind for phone in phones(f"0221 4710-122, 0221 4710-123 ({remark})")] == [None, kind]


@pytest.mark.parametrize(
    "title", ["Prof.", "Professor", "Professorin", "PD", "Dr.", "Dr. med.", "Dr.-Ing.", "Mag.", "Dipl.-Ing."]
)
def test_a_title_stays_with_the_name(title: str) -> None:
    assert person_name(f"Frau {title} Musterfrau") == f"{title} Musterfrau"


@pytest.mark.parametrize("degree", ["M.A.", "M. A.", "B.A.", "MBA", "LL.M.", "M.Sc.", "B.Sc."])
def test_a_degree_behind_the_name_is_no_part_of_it(degree: str) -> None:
    assert person_name(f"Erika Musterfrau, {degree}") == "Erika Musterfrau"


@pytest.mark.parametrize(
    "small", ["von", "van", "vom", "zu", "zur", "zum", "de", "del", "della", "der", "den", "ter", "ten"]
)
def test_a_small_word_inside_a_name_is_part_of_it(small: str) -> None:
    assert person_name(f"Erika {small} Linde") == f"Erika {small} Linde"
    assert person_name(f"Frau {small} Linde") == f"{small} Linde"
    assert person_name(f"Erika {small}") is None
