"""What pages seldom do, and each of it once: branches of the reader that no other test takes."""

import re
from pathlib import Path

import pytest

import jsiq_scrape.parse
from jsiq_scrape.errors import ConfigurationError
from jsiq_scrape.parse import links, read
from jsiq_scrape.parse.document.charset import decode
from jsiq_scrape.parse.document.markup import is_markup
from jsiq_scrape.parse.document.truncation import cut_off
from jsiq_scrape.parse.hidden_mail import unmasked
from jsiq_scrape.parse.judge import judge
from jsiq_scrape.parse.labels.vocabulary import Openings, Vocabulary, load_vocabulary
from jsiq_scrape.parse.values import institutions
from jsiq_scrape.parse.values.persons import without_titles
from jsiq_scrape.records import FindingKind, Reading, Verdict

URL = "https://www.programm.example/a"


def _page(*, contact: str = "", areas: str = "", projects: str = "", head: str = "") -> str:
    return f"""<!doctype html><meta charset=utf-8><title>Standort</title><body>{head}<main>
<h1>Jugendamt Musterkreis</h1>
<h2>Fördergebiete</h2>{areas or "<p>Der ganze Kreis.</p>"}
<h2>Projekte</h2><h3>Werkstatt</h3>
<dl><dt>Laufzeit:</dt><dd>01.01.2015 - 31.12.2018</dd><dt>Casemanagement:</dt><dd>ja</dd></dl>{projects}
<h2>Kontakt</h2>{contact}</main></body>"""


def _findings(reading: Reading) -> list[tuple[FindingKind, str]]:
    return [(finding.kind, finding.text) for finding in reading.findings]


# Values


def test_a_name_that_the_package_does_not_have_is_an_error() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        jsiq_scrape.parse.nothing  # noqa: B018


def test_a_hidden_address_that_is_no_code_is_none() -> None:
    assert unmasked("zz") == ""
    assert unmasked("2a4b6a4804") == "a@b."


def test_a_link_that_is_no_address_leads_nowhere() -> None:
    assert links('<a href="http://[">x</a><a href="b">y</a>', "https://a.example/") == ["https://a.example/b"]


def test_a_text_that_was_encoded_twice_in_parts_only_is_left_as_it_is() -> None:
    decoded = decode("KÃ¶ln und Köln".encode(), "text/html; charset=utf-8")
    assert decoded.text == "KÃ¶ln und Köln"
    assert decoded.problem == "parts look encoded twice; not repaired, because others do not"


def test_bytes_that_are_not_of_the_declared_charset_are_shown_as_unknown() -> None:
    decoded = decode(b"K\xc3", "text/html; charset=shift_jis")
    assert decoded.charset == "shift_jis"
    decoded = decode(b"\x81\xff abc", "text/html; charset=euc-jp")
    assert decoded.text.endswith(" abc")
    assert decoded.problem == "not all bytes are euc_jp, each shown as U+FFFD"


@pytest.mark.parametrize(
    ("name", "codec"),
    [("utf-8", "utf-8-sig"), ("utf-16-le", "utf-16"), ("utf-32-le", "utf-32")],
)
def test_a_byte_order_mark_names_the_charset(name: str, codec: str) -> None:
    decoded = decode("Kreis Düren".encode(codec), "text/html; charset=iso-8859-1")
    assert (decoded.text, decoded.charset) == ("Kreis Düren", name)


@pytest.mark.parametrize("name", ["utf-16-be", "utf-32-be"])
def test_a_byte_order_mark_of_the_other_order_names_the_charset(name: str) -> None:
    decoded = decode("\ufeffKreis Düren".encode(name))
    assert (decoded.text, decoded.charset) == ("Kreis Düren", name)


@pytest.mark.parametrize("declared", ["utf-16", "UTF-16LE"])
def test_a_meta_that_can_be_read_byte_by_byte_is_not_in_utf_16(declared: str) -> None:
    decoded = decode(f'<meta charset="{declared}"><p>Köln'.encode())
    assert (decoded.charset, decoded.text[-4:]) == ("utf-8", "Köln")


@pytest.mark.parametrize(("lines", "markup"), [(3, True), (4, False)])
def test_one_word_in_bold_makes_no_markup_of_a_text_of_more_than_three_lines(lines: int, markup: bool) -> None:
    text = "\n".join(["Ein <b>Wort</b> ist fett.", *["Ein anderes nicht."] * (lines - 1)])
    assert is_markup(text, None) is markup
    assert is_markup(text, "text/plain; charset=utf-8") is False
    assert is_markup(f"<p>{text}", None) is True


def test_a_diagram_in_tags_makes_no_markup_of_a_text() -> None:
    text = "Titel: Wellen\nOrt: Ulm\nStand: 2019\nBild\n====\n<div class='x'>\nA --> B\nB --> C\n</div>\nEnde\n"
    assert is_markup(text, None) is False
    assert is_markup(f"<html>{text}", None) is True
    assert is_markup(text, "text/html; charset=utf-8") is True


def test_a_legal_form_behind_a_comma_is_no_second_institution_but_what_follows_may_be() -> None:
    assert institutions(["Linde, GmbH"], []) == (["Linde, GmbH"], [])
    assert institutions(["Linde, e.V., Ulme"], [])[1] == ["Linde, e.V., Ulme"]


def test_a_name_is_compared_without_forms_of_address_titles_and_degrees() -> None:
    assert without_titles(" Frau Prof. Dr. Erika Musterfrau, M.A.") == "Erika Musterfrau"
    assert without_titles("Erika Musterfrau") == "Erika Musterfrau"


# Answers that are no profile


@pytest.mark.parametrize("status", [400, 402, 405, 418, 431])
def test_a_refusal_without_a_meaning_of_its_own_is_an_error(status: int) -> None:
    assert judge(status, {}, URL, URL, None, b"x") is Verdict.ERROR


def test_an_answer_that_was_not_read_is_something_else_and_one_without_a_body_an_error() -> None:
    assert judge(200, {}, URL, URL, None, b"%PDF-1.7") is Verdict.OTHER
    assert judge(200, {}, URL, URL, None, b"") is Verdict.ERROR
    assert judge(304, {}, URL, URL, None, None) is Verdict.ERROR


def test_a_long_page_that_opens_with_cookies_is_a_banner(vocabulary: Vocabulary) -> None:
    told = "".join(f"<p>Absatz {number} sagt, was gespeichert wird und wie lange.</p>" for number in range(12))
    banner = f"<h1>Cookie-Einstellungen</h1><p>Wir verwenden Cookies.</p>{told}<button>Alle akzeptieren</button>"
    assert read(f"<body>{banner}", vocabulary).verdict is Verdict.CONSENT


# The vocabulary


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("labels = [", "labels = ['-', "), "a label without letters: '-'"),
        (("labels = [", "labels = ['Casemanagement', 'Laufzeit', "), "already means"),
    ],
)
def test_a_vocabulary_that_cannot_be_meant_so_is_refused(
    change: tuple[str, str], said: str, repository: Path, tmp_path: Path
) -> None:
    text = (repository / "parsers" / "office_page.toml").read_text(encoding="utf-8")
    file = tmp_path / "office_page.toml"
    file.write_text(text.replace(*change, 1), encoding="utf-8")
    with pytest.raises(ConfigurationError, match=said):
        load_vocabulary(file)


def test_a_vocabulary_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"office_page\.toml: No such file"):
        load_vocabulary(tmp_path / "office_page.toml")


# Contacts


def test_a_second_number_of_one_person_is_reported(vocabulary: Vocabulary) -> None:
    contact = "<p>Frau Erika Musterfrau</p><p>Telefon: 0221 4710-123</p><p>Telefon: 0221 4710-124</p>"
    reading = read(_page(contact=contact), vocabulary)
    assert [person.phone for person in reading.contacts] == ["+492214710123"]
    assert (FindingKind.NOT_UNDERSTOOD, "another phone of the same contact: +492214710124") in _findings(reading)


def test_what_is_labelled_as_a_name_is_one_also_where_it_names_nobody(vocabulary: Vocabulary) -> None:
    reading = read(_page(contact="<dl><dt>Name:</dt><dd>Koordinierungsstelle</dd></dl>"), vocabulary)
    assert [person.name for person in reading.contacts] == ["Koordinierungsstelle"]


def test_a_labelled_number_that_is_none_is_reported(vocabulary: Vocabulary) -> None:
    contact = "<p>Frau Erika Musterfrau</p><dl><dt>Telefon:</dt><dd>siehe Aushang</dd><dt>Fax:</dt><dd></dd></dl>"
    reading = read(_page(contact=contact), vocabulary)
    assert [(person.name, person.phone, person.fax) for person in reading.contacts] == [
        ("Erika Musterfrau", None, None)
    ]
    assert (FindingKind.NOT_UNDERSTOOD, "Telefon: siehe Aushang") in _findings(reading)


def test_a_picture_for_the_sign_of_an_address_leaves_what_the_link_says(vocabulary: Vocabulary) -> None:
    contact = """<p>Frau Erika Musterfrau</p>
<p><a href="mailto:amt51@musterkreis.example">amt51<img src="at.png" alt="@">musterkreis.example</a></p>"""
    assert [person.email for person in read(_page(contact=contact), vocabulary).contacts] == [
        "amt51@musterkreis.example"
    ]


@pytest.mark.parametrize(
    ("line", "name", "value"),
    [
        ("E-Mail amt51@musterkreis.example", "email", "amt51@musterkreis.example"),
        ("Internet www.musterkreis.example", "website", "http://www.musterkreis.example"),
        ("Telefon 0221 4710-123", "phone", "+492214710123"),
    ],
)
def test_a_contact_without_colons_is_read(line: str, name: str, value: str, vocabulary: Vocabulary) -> None:
    reading = read(_page(contact=f"<p>Frau Erika Musterfrau<br>{line}</p>"), vocabulary)
    assert [getattr(person, name) for person in reading.contacts] == [value]


def test_a_person_without_a_colon_behind_the_label_is_read(vocabulary: Vocabulary) -> None:
    reading = read(_page(contact="<p>Ansprechpartnerin Frau Erika Musterfrau<br>Telefon 0221 4710-123</p>"), vocabulary)
    assert [(person.name, person.phone) for person in reading.contacts] == [("Erika Musterfrau", "+492214710123")]


def test_a_section_and_its_numbers_may_stand_on_one_line(vocabulary: Vocabulary) -> None:
    shown = _page().replace(
        "<h2>Kontakt</h2>", "<p>Kontakt: Bismarckstraße 16, 52351 Düren, Telefon: 0221 4710-123</p>"
    )
    reading = read(shown, vocabulary)
    assert (reading.profile.street, reading.profile.city) == ("Bismarckstraße 16", "Düren")
    assert [person.phone for person in reading.contacts] == ["+492214710123"]


# Tables


def _shown(reading: Reading) -> list[tuple[str | None, str | None]]:
    return [(project.title, str(project.period_start)) for project in reading.projects]


HEAD = "<tr><th>Projekttitel</th><th>Laufzeit</th></tr>"
BODY = "<tr><td>Werkstatt</td><td>2015 - 2018</td></tr><tr><td>Wegweiser</td><td>2016 - 2018</td></tr>"
FOUND = [("Werkstatt", "2015-01-01"), ("Wegweiser", "2016-01-01")]


@pytest.mark.parametrize(
    "table",
    [
        f"<table>{HEAD}{BODY}</table>",
        f"<table><thead>{HEAD}</thead><tbody>{BODY}</tbody></table>",
        f"<table><tbody>{HEAD}</tbody><tbody>{BODY}</tbody></table>",
        f"<table>{HEAD}<tbody>{BODY}</tbody><tfoot><tr><td colspan=2>Stand 2018</td></tr></tfoot></table>",
        f"<table>{HEAD}{BODY}<tr><td colspan=2>Alle Angaben ohne Gewähr</td></tr></table>",
    ],
)
def test_a_table_of_projects_is_read_however_its_rows_are_grouped(table: str, vocabulary: Vocabulary) -> None:
    shown = f"<body><main><h1>Jugendamt Musterkreis</h1><h2>Projekte</h2>{table}<p>Casemanagement: ja</p></main>"
    assert _shown(read(shown, vocabulary))[:2] == FOUND


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><th>Laufzeit</th></tr><tr><td>2015 - 2018</td></tr></table>",
        "<table><tr><td>Laufzeit</td></tr><tr><td>2015 - 2018</td></tr></table>",
        "<table><tr><td>Laufzeit</td><td>2015 - 2018</td></tr></table>",
    ],
)
def test_a_label_over_or_beside_its_value_in_a_small_table(table: str, vocabulary: Vocabulary) -> None:
    shown = _page().replace("<dt>Laufzeit:</dt><dd>01.01.2015 - 31.12.2018</dd>", "").replace("</dl>", f"</dl>{table}")
    assert [str(project.period_start) for project in read(shown, vocabulary).projects] == ["2015-01-01"]


# Areas


def test_the_line_below_the_number_of_an_area_is_its_description(vocabulary: Vocabulary) -> None:
    areas = "<h3>FG 1:</h3><p>Nordkreis</p><p>Der Norden des Kreises ist ländlich.</p>"
    (area,) = read(_page(areas=areas), vocabulary).funding_areas
    assert (area.number, area.name, area.description) == (1, None, "Nordkreis\nDer Norden des Kreises ist ländlich.")


def test_an_area_without_a_name_keeps_the_sentences_below(vocabulary: Vocabulary) -> None:
    areas = "<h3>FG 1:</h3><p>Der Norden des Kreises ist ländlich.</p>"
    (area,) = read(_page(areas=areas), vocabulary).funding_areas
    assert (area.number, area.name, area.description) == (1, None, "Der Norden des Kreises ist ländlich.")


def test_a_section_of_areas_without_a_word_is_empty(vocabulary: Vocabulary) -> None:
    reading = read(_page(areas="<p></p>"), vocabulary)
    assert (reading.profile.areas_text, reading.funding_areas) == (None, ())
    assert [claim.outcome for claim in reading.claims if claim.field == "profile.areas_text"] == ["empty"]


def test_an_area_whose_heading_is_in_two_parts_keeps_both(vocabulary: Vocabulary) -> None:
    areas = "<h3>FG 1: <em>Nordkreis</em></h3><p>Der Norden des Kreises ist ländlich.</p>"
    (area,) = read(_page(areas=areas), vocabulary).funding_areas
    assert (area.number, area.name) == (1, "Nordkreis")


def test_an_emphasised_word_in_the_name_of_an_area_is_part_of_it(vocabulary: Vocabulary) -> None:
    (area,) = read(_page(areas="<p>FG 1: Nordkreis <b>ländlich</b></p>"), vocabulary).funding_areas
    assert (area.number, area.name, area.description) == (1, "Nordkreis ländlich", None)
    (area,) = read(_page(areas="<p><b>FG 1: Nordkreis</b> Ländlich.</p>"), vocabulary).funding_areas
    assert (area.number, area.name, area.description) == (1, "Nordkreis", "Ländlich.")


# Labels


@pytest.mark.parametrize(
    "label",
    [
        "Laufzeit*:",
        "Laufzeit<sup>1</sup>:",
        "<b>Laufzeit</b> <sup>*:</sup>",
        "<b>Laufzeit:</b>",
    ],
)
def test_a_note_at_a_label_leaves_it_one(label: str, vocabulary: Vocabulary) -> None:
    shown = _page().replace("<dt>Laufzeit:</dt><dd>01.01.2015 - 31.12.2018</dd>", "")
    shown = shown.replace("</dl>", f"</dl><p>{label} 01.01.2015 - 31.12.2018</p>")
    assert [str(project.period_start) for project in read(shown, vocabulary).projects] == ["2015-01-01"]


def test_a_term_as_long_as_a_sentence_is_no_label(vocabulary: Vocabulary) -> None:
    long = "Was in diesem Projekt alles angeboten wird und an wen sich das Angebot richtet, steht in dem Blatt daneben"
    reading = read(_page(projects=f"<dl><dt>{long}</dt><dd>Quittenbrot</dd></dl>"), vocabulary)
    assert not any(extra.label == long for extra in reading.extras)


def test_a_word_of_invisible_marks_alone_is_no_line(vocabulary: Vocabulary) -> None:
    assert (
        read(_page(projects="<p>&shy;</p><p>\u200b\u200d</p>"), vocabulary).projects
        == read(_page(), vocabulary).projects
    )


def test_a_page_without_any_element_has_no_text(vocabulary: Vocabulary) -> None:
    for body in (b"", b" ", ""):
        assert read(body, vocabulary).lines.total == 0


def test_a_vocabulary_without_words_for_municipalities_knows_none(repository: Path, tmp_path: Path) -> None:
    text = (repository / "parsers" / "office_page.toml").read_text(encoding="utf-8")
    file = tmp_path / "office_page.toml"
    file.write_text(re.sub(r"(?ms)^\[municipalities\].*?(?=^\[|\Z)", "", text), encoding="utf-8")
    assert load_vocabulary(file).municipal.match("Kreis Musterau") is None
    assert load_vocabulary(repository / "parsers" / "office_page.toml").municipal.match("Kreis Musterau") is not None


def test_what_a_vocabulary_remembers_of_pages_does_not_grow_for_ever() -> None:
    openings = Openings(["laufzeit"])
    known = openings["Lau"]
    for number in range(25_000):
        assert openings[f"{chr(0x4E00 + number // 100)}{number % 100:02}"] is not None
    assert len(openings) < 25_000
    assert openings["Lau"] == known


# What is not shown


@pytest.mark.parametrize(
    "hidden",
    [
        "<select><option>Quittenbrot</option></select>",
        "<template><p>Quittenbrot</p></template>",
        "<script>Quittenbrot</script>",
        "<style>Quittenbrot</style>",
        "<datalist><option>Quittenbrot</option></datalist>",
    ],
)
def test_what_no_page_shows_is_no_text_of_it(hidden: str, vocabulary: Vocabulary) -> None:
    reading = read(_page(projects=hidden), vocabulary)
    assert not any("Quittenbrot" in text for _, text in _findings(reading))
    assert not any("Quittenbrot" in claim.text for claim in reading.claims)


def test_a_heading_by_its_role_is_a_heading(vocabulary: Vocabulary) -> None:
    shown = _page().replace("<h3>Werkstatt</h3>", '<div role="heading" aria-level="3">Werkstatt</div>')
    assert read(shown, vocabulary).projects == read(_page(), vocabulary).projects


def test_a_page_of_labels_without_values_is_an_empty_profile(vocabulary: Vocabulary) -> None:
    labels = "<dl><dt>Fördergebiete:</dt><dd></dd><dt>Kontakt:</dt><dd></dd><dt>Telefon:</dt><dd></dd></dl>"
    reading = read(f"<body><main>{labels}</main>", vocabulary)
    assert reading.projects == ()


# Pages that broke off, and tables that are not what they look like


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('<html><body><p>Kontakt <a href="x', "the page ends inside a tag"),
        ("<html><body><div>İstanbul</div><script>var x", "the page ends before </script"),
        ("<html><body><p>Kontakt</p><!-- x", "the page ends before -->"),
        ("<html><body><div>Kontakt", "the page ends before </div>"),
        ("<html><body><div>İstanbul<style>a</style></div>", None),
        ("<html><body><div>Kontakt</div></body>", None),
    ],
)
def test_a_page_that_broke_off_says_where(text: str, said: str | None) -> None:
    found = cut_off(text)
    assert (found or "").startswith(said or "")
    assert (found is None) == (said is None)


def _texts(reading: Reading, kind: FindingKind) -> list[str]:
    return [finding.text for finding in reading.findings if finding.kind is kind]


def test_a_table_of_other_things_is_left_unread(vocabulary: Vocabulary) -> None:
    table = """<table><tr><th>Bundesland</th><th>Soziale Stadt</th></tr>
<tr><td>Hessen</td><td>ja</td></tr><tr><td>Bayern</td><td>nein</td></tr></table>"""
    reading = read(_page(projects=table), vocabulary)
    assert reading.profile is not None
    assert (reading.profile.state, reading.profile.soziale_stadt) == (None, None)
    assert {"Hessen", "Bayern"} <= set(_texts(reading, FindingKind.UNREAD))


@pytest.mark.xfail(strict=True, reason="a table of projects whose first column is not called so is not read")
def test_a_column_that_names_one_office_in_every_row_is_no_list_of_offices(vocabulary: Vocabulary) -> None:
    rows = "".join(
        f"<tr><td>Kreis Musterau</td><td>{year}</td><td>{answer}</td></tr>"
        for year, answer in ((2015, "ja"), (2016, "nein"))
    )
    table = f"<table><tr><th>Kommune</th><th>Laufzeit</th><th>Casemanagement</th></tr>{rows}</table>"
    reading = read(f"<body><main><h1>Standort</h1><h2>Projekte</h2>{table}</main>", vocabulary)
    assert [(str(project.period_start), project.case_management) for project in reading.projects] == [
        ("2015-01-01", True),
        ("2016-01-01", False),
    ]


def test_a_row_without_a_title_of_its_own_below_a_cell_over_two_rows_is_unread(vocabulary: Vocabulary) -> None:
    table = """<table><tr><th>Projekttitel</th><th>Laufzeit</th><th>Casemanagement</th></tr>
<tr><td>Linde</td><td>2015</td><td>ja</td></tr>
<tr><td rowspan="2">Ulme</td><td>2016</td><td>nein</td></tr><tr><td>2017</td><td>ja</td></tr></table>"""
    reading = read(f"<body><main><h1>Kreis Musterau</h1><h2>Projekte</h2>{table}</main>", vocabulary)
    told = [(one.title, one.period_start and one.period_start.year, one.case_management) for one in reading.projects]
    assert told == [("Linde", 2015, True), ("Ulme", 2016, False)]
    assert {"2017", "ja"} <= set(_texts(reading, FindingKind.UNREAD))


def test_a_profile_that_broke_off_is_reported_as_such(vocabulary: Vocabulary) -> None:
    whole = _page().replace("<!doctype html>", "<!doctype html><html>")
    broken = read(whole.partition("<h2>Kontakt")[0] + "<p>Frau Er", vocabulary)
    assert len(_texts(broken, FindingKind.TRUNCATED)) == 1
    assert _texts(read(whole, vocabulary), FindingKind.TRUNCATED) == []
    assert broken.projects == read(whole, vocabulary).projects


def test_a_second_heading_that_is_only_a_link_is_no_second_answer(vocabulary: Vocabulary) -> None:
    shown = _page(projects='<p><a href="#top">Fördergebiete</a></p>')
    assert _texts(read(shown, vocabulary), FindingKind.DUPLICATE_LABEL) == []


def test_a_value_behind_an_empty_button_is_read(vocabulary: Vocabulary) -> None:
    plain = _page()
    assert read(plain.replace("<dl", "<button></button><dl"), vocabulary).projects == read(plain, vocabulary).projects


@pytest.mark.parametrize("number", ["0", "²", "9" * 30, "9" * 5000, "-1", "drei"])
def test_an_odd_number_in_an_attribute_stops_nobody(number: str, vocabulary: Vocabulary) -> None:
    rows = f"<tr><th rowspan='{number}'>Casemanagement</th><td>ja</td></tr><tr><th>Zeitraum</th><td>2015</td></tr>"
    shown = _page(projects=f"<div role='heading' aria-level='{number}'>Brücke</div><table>{rows}</table>")
    assert read(shown, vocabulary).projects[0].case_management is True
