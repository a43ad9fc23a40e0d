"""Where values end whose type nobody knows: what stands up to the next label, and what does not belong to them."""

import pytest

from jsiq_scrape.parse import label_values, read
from jsiq_scrape.parse.labels.vocabulary import Vocabulary

SHORT = "<p><i>Land:</i> Hessen</p><p><i>Träger:</i> Stadt Hanau</p>"


def _pairs(page: str, labels: list[str]) -> dict[str, str]:
    return {pair.label: pair.text for pair in label_values(page, labels)}


@pytest.mark.parametrize(
    "value",
    ["<p>Ein Archiv mit Werkstatt</p>", "<ul><li>Archiv</li><li>Werkstatt</li></ul>", "<p>Archiv</p><p>Werkstatt</p>"],
)
def test_a_label_alone_has_the_blocks_up_to_the_next_one(value: str) -> None:
    page = f"<div>{SHORT}<p><i>Angebote:</i></p>{value}<br><p><i>Beginn:</i> 2016</p></div><p>Impressum</p>"
    found = _pairs(page, ["Land", "Träger", "Angebote", "Beginn"])
    assert found["Angebote"].replace("\n", " ").split(" ")[-1] == "Werkstatt"
    assert found["Beginn"] == "2016"


def test_a_label_alone_stays_empty_before_a_heading_and_before_the_next_label() -> None:
    page = f"{SHORT}<p><i>Fax:</i></p><p><i>Beginn:</i> 2016</p><p><i>Ende:</i></p><h2>Partner</h2><p>Wir danken.</p>"
    found = _pairs(page, ["Land", "Träger", "Fax", "Beginn", "Ende"])
    assert (found["Fax"], found["Ende"]) == ("", "")


def test_a_row_over_the_text_of_a_table_of_its_own_heads_that_table() -> None:
    rows = "".join(
        f"<tr><td class=l>{label}</td><td>{value}</td></tr>" for label, value in (("Ort", "Ulm"), ("Jahr", "2016"))
    )
    own = "<table><tr><td class=l>{}</td></tr><tr><td><p>{}</p></td></tr></table>"
    text = own.format("Ziele", "Mehr Ruhe") + own.format("Wirkung", "Weniger Lärm")
    page = f"<table>{rows}</table>{text}<table><tr><td>Abmelden</td></tr></table>"
    found = _pairs(page, ["Ort", "Jahr", "Ziele", "Wirkung"])
    assert (found["Ziele"], found["Wirkung"]) == ("Mehr Ruhe", "Weniger Lärm")


def test_in_a_text_a_label_alone_has_the_paragraph_behind_an_empty_line() -> None:
    text = "Eine Studie über Häfen: was sie kosten.\nZweite Zeile."
    page = f"Code:\nA 17\nAutor:\nIlse Aner\nInhalt:\n\n{text}\nJahr:\n2016\n"
    found = _pairs(page, ["Code", "Autor", "Inhalt", "Jahr"])
    assert found["Inhalt"] == text


PROSE = "Wir begleiten junge Leute durch den Stadtteil."
MORE = "Zweimal im Jahr feiern alle ein Fest."


@pytest.mark.parametrize(
    ("behind", "more"),
    [
        (f"<p>{MORE}</p>", MORE),
        (f"<p>{MORE}</p><p>Dazu gehört noch vieles mehr:</p><ul><li>Musik</li></ul>", "Musik"),
        ("<p>Foto: K. Ott</p>", PROSE),  # no sentence
        (f"<h3>Aktuelles</h3><p>{MORE}</p>", PROSE),
        (f"<div><p>{MORE}</p></div>", PROSE),
    ],
)
def test_a_paragraph_of_sentences_goes_on_in_those_behind_it(behind: str, more: str) -> None:
    page = f"<div>{SHORT}<p><i>Inhalt:</i> {PROSE}</p>{behind}</div>"
    assert _pairs(page, ["Land", "Träger", "Inhalt"])["Inhalt"].endswith(more)
    page = f"<div>{SHORT}<p><i>Inhalt:</i> {PROSE}</p>{behind}<p><i>Ende:</i> 2018</p></div>"
    found = _pairs(page, ["Land", "Träger", "Inhalt", "Ende"])
    assert found["Inhalt"].endswith(more)
    assert found["Ende"] == "2018"


def test_a_list_that_nothing_leads_to_is_part_of_a_value_only_before_the_next_label() -> None:
    items = f"<div>{SHORT}<p><i>Inhalt:</i> {PROSE}</p><ul><li>Musik</li></ul>"
    assert _pairs(f"{items}</div>", ["Land", "Träger", "Inhalt"])["Inhalt"] == PROSE
    found = _pairs(f"{items}<p><i>Ende:</i> 2018</p></div>", ["Land", "Träger", "Inhalt", "Ende"])
    assert found["Inhalt"] == f"{PROSE}\nMusik"


def test_a_short_value_does_not_go_on_in_the_paragraph_behind_it() -> None:
    page = f"<div>{SHORT}<p>{PROSE}</p></div>"
    assert _pairs(page, ["Land", "Träger"])["Träger"] == "Stadt Hanau"


@pytest.mark.parametrize(
    "action", ["<p><a href=/>Zurück</a></p>", "<div class=m><a href=/v>vCard</a> <a href=/>Drucken</a></div>"]
)
def test_links_below_the_last_value_are_no_part_of_it(action: str) -> None:
    page = f"<main>{SHORT}<div>Inhalt</div><div><p>{PROSE}</p></div>{action}</main>"
    assert _pairs(page, ["Inhalt"])["Inhalt"] == PROSE


def test_links_that_are_items_of_the_value_or_all_of_it_stay() -> None:
    items = "<div>Anna Abel (Leitung)</div><div><a href=/b>Bernd Behr</a></div>"
    links = "<p><a href=/q>Archiv</a></p><p><a href=/r>Amt</a></p>"
    page = f"<div><h3>Team</h3>{items}<h3>Quellen</h3>{links}</div>"
    found = _pairs(page, ["Team", "Quellen"])
    assert found == {"Team": "Anna Abel (Leitung)\nBernd Behr", "Quellen": "Archiv\nAmt"}


def test_rows_whose_first_cell_is_empty_go_on_with_the_value_above() -> None:
    rows = [("Träger", "AWO Hanau"), ("", "Caritas Hanau"), ("&nbsp;", "Stadt Hanau"), ("Beginn", "2016")]
    body = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in rows)
    found = _pairs(f"<table>{body}</table>", ["Träger", "Beginn"])
    assert found == {"Träger": "AWO Hanau\nCaritas Hanau\nStadt Hanau", "Beginn": "2016"}
    last = f"<table>{body}<tr><td></td><td>Mit Mitteln des Landes</td></tr></table>"
    assert _pairs(last, ["Träger", "Beginn"])["Beginn"] == "2016"  # nothing shows that it is no foot of the table


def test_elements_of_a_line_hold_a_pair_each() -> None:
    lines = [("Höhe", "231 m", "Dauer", "5 h"), ("Höhe", "80 m", "Dauer", "2 h"), ("Höhe", "9 m", "Dauer", "1 h")]
    spans = [f"<p><span>{a}: {b}</span> • <span>{c}: {d}</span></p>" for a, b, c, d in lines]
    found = [(pair.label, pair.text) for pair in label_values("".join(spans))]
    assert found == [pair for a, b, c, d in lines for pair in ((a, b), (c, d))]


HOURS = "<table><tr><td>Montag</td><td>8-12 Uhr</td></tr><tr><td>Dienstag</td><td>14-18 Uhr</td></tr></table>"


@pytest.mark.parametrize(
    "pages",
    [
        "<table><tr><th>Ort<td>Ulm<tr><th>Zeiten<td>{}<tr><th>Land<td>BW</table>",
        "<dl><dt>Ort</dt><dd>Ulm</dd><dt>Zeiten</dt><dd>{}</dd><dt>Land</dt><dd>BW</dd></dl>",
        "<h4>Ort</h4><div>Ulm</div><h4>Zeiten</h4><div>{}</div><h4>Land</h4><div>BW</div>",
    ],
)
def test_a_value_may_have_labels_of_its_own(pages: str) -> None:
    found = [(pair.label, pair.text) for pair in label_values(pages.format(HOURS))]
    assert ("Zeiten", "Montag\n8-12 Uhr\nDienstag\n14-18 Uhr") in found
    assert [pair for pair in found if pair[0] != "Zeiten"] == [
        ("Ort", "Ulm"),
        ("Montag", "8-12 Uhr"),
        ("Dienstag", "14-18 Uhr"),
        ("Land", "BW"),
    ]


def test_a_row_of_dashes_does_not_go_on_with_a_value_and_buttons_are_values_where_nothing_else_is() -> None:
    rows = "<tr><td>Versand:<td>0 EUR<tr><td><td>-----<tr><td>Summe:<td>9 EUR<tr><td>Rollen:<td>"
    buttons = "<button>Autor</button>, <button>Regie</button>"
    found = _pairs(f"<table>{rows}{buttons}</table>", ["Versand", "Summe", "Rollen"])
    assert found == {"Versand": "0 EUR", "Summe": "9 EUR", "Rollen": "Autor, Regie"}


def test_words_that_are_only_stressed_are_no_labels() -> None:
    rows = [
        ("Getränke", "auf der <b>langen Strecke</b> und am <b>Ziel</b>"),
        ("Duschen", "in der <b>Halle</b>"),
        ("Preise", "für die <b>ersten drei</b> jeder Klasse"),
    ]
    page = "".join(f"<tr><th>{label}</th><td>{value}</td></tr>" for label, value in rows)
    found = [(pair.label, pair.text) for pair in label_values(f"<table>{page}</table>")]
    assert found == [(label, value.replace("<b>", "").replace("</b>", "")) for label, value in rows]


def test_in_a_text_what_is_indented_deeper_than_a_label_belongs_to_it() -> None:
    page = """NAME
    Treff am Hafen

ANGEBOTE
    Beratung und Begleitung:

    Offen: montags
        Um zehn Uhr

    Beirat: Stadt und Land
DANK
    An alle
"""
    found = _pairs(page, ["Name", "Angebote", "Dank"])
    assert found["ANGEBOTE"] == "Beratung und Begleitung:\nOffen: montags\nUm zehn Uhr\nBeirat: Stadt und Land"
    assert found["DANK"] == "An alle"


def test_links_to_edit_a_heading_are_no_value_of_it() -> None:
    edit = "<span>[</span> <a href=/e>Bearbeiten</a> <span>]</span>"
    page = f"<h3>Ort {edit}</h3><p>Ulm</p><h3>Partner {edit}</h3><h3>Land {edit}</h3><p>BW</p>"
    assert list(_pairs(page, ["Ort", "Partner", "Land"]).values()) == ["Ulm", "", "BW"]


def test_a_value_has_at_least_the_rest_of_its_line() -> None:
    link = "<a href=mailto:a@b.example><font>a@b.example</font></a>"
    page = f"<p><font>Weg 5<br>Tel: 04 32<br>Fax: 04 33<br>Mail: </font>{link}"
    assert _pairs(page, ["Tel", "Fax", "Mail"]) == {"Tel": "04 32", "Fax": "04 33", "Mail": "a@b.example"}


def test_an_empty_place_of_a_label_counts_only_where_no_other_has_a_value() -> None:
    search = "<form><label>Ort:</label> <input name=o></form><form><p>Land:</p></form>"
    page = f"{search}<p><b>Ort:</b> Ulm</p><p><b>Jahr:</b> 2016</p><p><b>Fax:</b></p>"
    found = [(pair.label, pair.text) for pair in label_values(page, ["Ort", "Jahr", "Fax"])]
    assert found == [("Ort", "Ulm"), ("Jahr", "2016"), ("Fax", "")]
    headed = "<h3>Ort</h3><h3>Weg</h3><dl><dt>Ort</dt><dd>Ulm</dd><dt>Jahr</dt><dd>2016</dd></dl>"
    assert [(pair.label, pair.text) for pair in label_values(headed, ["Ort", "Jahr"])] == found[:2]


TEXT = "Das Projekt begleitet Jugendliche, die den Kontakt zur Schule verloren haben."


@pytest.mark.parametrize(
    ("behind", "found"),
    [
        (f"<div class=t>Beschreibung</div><div><p>{TEXT}</p></div>", [("Beschreibung", TEXT)]),
        ("<div class=t>Beschreibung</div><div><p>Folgt bald.</p></div>", []),
        (
            f"<p>Noch</p><p>etwas</p><p>ganz</p><p>anderes</p><div class=t>Beschreibung</div><div><p>{TEXT}</p></div>",
            [],
        ),
        (f"<div class=t>Was Sie schon immer wissen wollten</div><div><p>{TEXT}</p></div>", []),
        (f"<footer><div class=t>Hinweis</div><div><p>{TEXT}</p></div></footer>", []),
    ],
)
def test_a_lone_title_over_a_text_right_behind_the_labels_is_one_of_them(
    behind: str, found: list[tuple[str, str]]
) -> None:
    fields = "<dl><dt>Ort</dt><dd>Ulm</dd><dt>Jahr</dt><dd>2016</dd></dl>"
    pairs = [(pair.label, pair.text) for pair in label_values(f"<main>{fields}{behind}</main>")]
    assert pairs == [("Ort", "Ulm"), ("Jahr", "2016"), *found]


def test_in_a_text_a_column_goes_on_behind_an_empty_line() -> None:
    page = """Ort:         Ulm
Inhalt:      Wir begleiten Leute und
             hören ihnen zu.

             Im Winter ist der Weg gesperrt.

             - Musik
Jahr:        2016
"""
    found = _pairs(page, ["Ort", "Inhalt", "Jahr"])
    assert found["Inhalt"].endswith("hören ihnen zu.\nIm Winter ist der Weg gesperrt.\nMusik")
    assert found["Jahr"] == "2016"


def test_a_colon_before_a_description_of_pandoc_is_no_part_of_it() -> None:
    page = "Ort\n\n:   Ulm\n\nInhalt\n\n:   Wir begleiten\n    Leute.\n\nJahr\n\n:   2016\n"
    assert _pairs(page, ["Ort", "Inhalt", "Jahr"]) == {"Ort": "Ulm", "Inhalt": "Wir begleiten\nLeute.", "Jahr": "2016"}


def test_what_holds_the_end_of_a_sentence_is_no_label() -> None:
    text = "Das Haus steht am Ufer. Dabei gilt noch immer: wer zuerst kommt, wird bedient."
    page = f"Ort: Ulm\nInhalt:\n{text}\nJahr: 2016\nPreis: 3 Euro\n"
    found = [pair.label for pair in label_values(page)]
    assert found == ["Ort", "Inhalt", "Jahr", "Preis"]


def test_lines_of_a_cell_may_have_labels_of_their_own() -> None:
    address = "Ilse Aner<br>Straße: Am Markt 2<br>Fax: 04 33"
    page = f"<table><tr><th>Ort<td>Ulm<tr><th>Kontakt<td>{address}<tr><th>Jahr<td>2016</table>"
    found = [(pair.label, pair.text) for pair in label_values(page)]
    assert ("Kontakt", "Ilse Aner\nStraße: Am Markt 2\nFax: 04 33") in found
    assert ("Fax", "04 33") in found


def test_lines_over_lines_that_are_set_in_are_labels() -> None:
    rows = {"Ansprechpartner": "Ilse Aner", "Anschrift": "Am Markt 2", "Telefon": "04 33", "Inhalt": "Musik und Sport"}
    page = "\n".join(f"{label}\n\n    {value}\n" for label, value in rows.items())
    assert {pair.label: pair.text for pair in label_values(f"Treff am Hafen\n==============\n\n{page}")} == rows


def test_rules_and_comment_signs_end_no_value() -> None:
    page = "<table><tr><td>Versand:<td>0 EUR<br>-----<tr><td>Summe:<td>9 EUR</table>"
    assert _pairs(page, ["Versand", "Summe"]) == {"Versand": "0 EUR", "Summe": "9 EUR"}
    text = "domain: a.example\nsigned: no\n%\nregistrar: B\n%\nemail: c@a.example\n%\nstate: ok\n"
    found = _pairs(text, ["domain", "signed", "registrar", "email", "state"])
    assert found["signed"] == "no"
    assert found["email"] == "c@a.example"


def test_in_a_text_a_label_alone_has_the_pairs_that_are_indented_deeper() -> None:
    page = "Stelle:\n  Markt AG\n  URL: a.example\n\nDaten:\n  Beginn: 2016\n  Ende: 2018\n\nLage:\n  Ulm\n"
    found = _pairs(page, ["Stelle", "URL", "Daten", "Beginn", "Ende", "Lage"])
    assert found["Daten"] == "Beginn: 2016\nEnde: 2018"
    assert (found["Beginn"], found["Ende"], found["Lage"]) == ("2016", "2018", "Ulm")


def test_what_stands_before_the_next_record_is_no_value_of_an_empty_label() -> None:
    record = "<p><b>Land:</b> Hessen</p><p><b>Träger:</b> AWO</p><p><b>Fax:</b></p>"
    assert [
        pair.text for pair in label_values(f"<div>{record}<p>Steg</p>{record}</div>", ["Land", "Träger", "Fax"])
    ] == [
        "Hessen",
        "AWO",
        "",
        "Hessen",
        "AWO",
        "",
    ]
    foot = f"<div>{record}<p>Zurück zur Übersicht</p><p>© 2016 AWO</p></div>"
    assert _pairs(foot, ["Land", "Träger", "Fax"])["Fax"] == ""
    text = "Land: Hessen\nTräger: AWO\nFax:\n\nDas Programm wird vom Bund gefördert.\n\nImpressum\n"
    assert _pairs(text, ["Land", "Träger", "Fax"])["Fax"] == ""


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ("<tr><td>Ort<td>Ulm<tr><td><td><b>Steg</b><tr><td>Jahr<td>2016", "Ulm"),  # a title
        ("<tr><td>Ort<td>Ulm<td>Bonn<tr><td><td>2015<td>2016<tr><td>Jahr<td>2016<td>2017", "Ulm"),  # three columns
        ("<tr><td>Ort<td>Ulm<tr><td><td>Steg<tr><td>Ort<td>Bonn<tr><td>Jahr<td>2016", "Ulm"),  # the next record
    ],
)
def test_rows_that_only_look_as_if_they_went_on(rows: str, found: str) -> None:
    assert label_values(f"<table>{rows}</table>", ["Ort", "Jahr"])[0].text == found


@pytest.mark.parametrize(
    ("value", "end"),
    [
        ("Ilse Aner<br><a href=mailto:a@b.example>a@b.example</a>", "a@b.example"),
        ("Ilse Aner<br>Am Markt 2<br><a href=tel:0433>04 33</a>", "04 33"),
        ("<p>Wir arbeiten zusammen mit:</p><ul><li><a href=/a>AWO</a></li><li><a href=/c>CJD</a></li></ul>", "CJD"),
    ],
)
def test_links_that_a_value_needs_stay(value: str, end: str) -> None:
    page = f"<h4>Kontakt</h4>{value}<h4>Ende</h4><p>2018</p>"
    assert _pairs(page, ["Kontakt", "Ende"])["Kontakt"].endswith(end)


def test_the_last_term_of_a_list_has_all_its_descriptions_and_nothing_else() -> None:
    page = "<dl><dt>Land<dd>Hessen<dt>Orte<dd>Ulm<dd>Bonn<dd>Köln</dd><p>Impressum</p></dl>"
    assert _pairs(page, ["Land", "Orte"])["Orte"] == "Ulm\nBonn\nKöln"


def test_an_empty_label_of_a_record_stays() -> None:
    row = "<tr><td>Land<td>{}<tr><td>Ende<td>{}"
    page = f"<table>{row.format('Hessen', '')}</table><table>{row.format('Bayern', '2018')}</table>"
    assert [pair.text for pair in label_values(page, ["Land", "Ende"])] == ["Hessen", "", "Bayern", "2018"]


def test_a_picture_says_more_than_a_button() -> None:
    page = "<table><tr><td>Datei<td><img alt=Flyer src=f.png> <button>Teilen</button><tr><td>Ort<td>Ulm</table>"
    assert _pairs(page, ["Datei", "Ort"])["Datei"] == "Flyer"


def test_what_is_centred_below_a_text_belongs_to_no_label() -> None:
    pairs = "Land: Hessen\nTräger: AWO\nEnde: 2018\n"
    assert _pairs(f"{pairs}\n                Seite 1 von 2\n", ["Land", "Träger", "Ende"])["Ende"] == "2018"
    columns = "Land:      Hessen\nTräger:    AWO\nEnde:      2018\n\n           Ein Projekt des Landes Hessen\n"
    assert _pairs(columns, ["Land", "Träger", "Ende"])["Ende"] == "2018"


def test_divs_of_sentences_go_on_as_paragraphs_do_but_not_with_rows() -> None:
    more = f"<div><b>Inhalt:</b> {PROSE}</div><div>{MORE}</div>"
    page = f"<div><b>Ort:</b> Ulm</div>{more}<div><p>Kosten</p><p>{MORE}</p></div><div><b>Jahr:</b> 2016</div>"
    assert _pairs(page, ["Ort", "Inhalt", "Jahr"])["Inhalt"] == f"{PROSE}\n{MORE}"


def test_bold_words_behind_a_label_with_a_colon_are_part_of_its_value() -> None:
    page = "".join(
        f"<p><b>{label}:</b> Halle, <b>{value}</b> oben</p>" for label, value in (("Ort", "Ulm"), ("Ziel", "Bonn"))
    )
    found = [(pair.label, pair.text) for pair in label_values(page)]
    assert found == [("Ort", "Halle, Ulm oben"), ("Ziel", "Halle, Bonn oben")]


def test_an_empty_element_like_the_label_ends_a_value() -> None:
    page = "<div><b>Ort</b> <i>Ulm</i> <b></b> <i>Zeichen</i></div><div><b>Jahr</b> <i>2016</i> <b></b> <i>x</i></div>"
    assert _pairs(page, ["Ort", "Jahr"]) == {"Ort": "Ulm", "Jahr": "2016"}


def test_titles_in_rows_with_an_empty_first_cell_and_below_empty_labels_stay_titles() -> None:
    fields = "<tr><td>Umsetzende Institution(en)<td>AWO<tr><td>Zeitraum<td>2015<tr><td>Zielgruppe<td>Junge Leute"
    rows = "".join(f"<tr><td><td><b>{title}</b>{fields}" for title in ("Brücke", "Steg"))
    parts = "<p><b>Umsetzende Institution(en):</b> AWO</p><p><b>Zeitraum:</b> 2015</p><p><b>Casemanagement:</b></p>"
    flow = "".join(f"<p>{title}</p>{parts}" for title in ("Brücke", "Steg"))
    for projects in (f"<table>{rows}</table>", flow):
        reading = read(f"<h1>Stadt Hanau</h1><h2>Projekte</h2>{projects}")
        assert [project.title for project in reading.projects] == ["Brücke", "Steg"]


def test_labels_over_their_values_have_them_beside_others_written_alike() -> None:
    body = (
        "<h1>Amt</h1><h2>Kreis X</h2><h3>Kontakt</h3><p>Telefon: 02421 2211</p><p>Mail: a@b.example</p>"
        "<h3>Fördergebiete</h3><p>Die Stadt.</p><p>Soziale Stadt:</p><p>nein</p><p>Zugang:</p><p>mit Rampe</p>"
    )
    (extra,) = read(body).extras
    assert (extra.label, extra.text) == ("Zugang", "mit Rampe")


def test_an_unknown_label_behind_the_last_known_one_of_equal_blocks_has_the_last_block() -> None:
    pairs = (("Zeitraum", "2015"), ("Casemanagement", "ja"), ("Angebote", "Rat"), ("Zielgruppe", "Alle"))
    blocks = "".join(f"<div>{text}</div>" for pair in (("Träger", "AWO"), *pairs, ("Stellen", "2,5")) for text in pair)
    body = f"<h1>Amt</h1><h2>Kreis X</h2><h3>Projekte</h3><div><h4>Steg</h4>{blocks}</div>"
    (project,) = read(body).projects
    assert [(extra.label, extra.text) for extra in project.extras] == [("Stellen", "2,5")]
    assert project.target_group == "Alle"


def test_terms_that_share_a_description_all_have_it() -> None:
    page = "<dl><dt>Ort</dt><dt>Place</dt><dd>Ulm</dd></dl><dl><dt>Jahr</dt><dt>Year</dt><dd>2016</dd></dl>"
    assert _pairs(page, ["Ort", "Place", "Jahr"]) == {"Ort": "Ulm", "Place": "Ulm", "Jahr": "2016"}
    page = "<dl><dt>Ort</dt><dd>Ulm</dd><dt>Fax</dt><dt>Jahr</dt><dd>2016</dd><dt>Ziel</dt><dd>Rat</dd></dl>"
    assert _pairs(page, ["Ort", "Fax", "Jahr", "Ziel"])["Fax"] == ""


def test_a_colon_inside_the_element_behind_a_label_is_a_part_of_its_value() -> None:
    rows = (("Name", "ulm"), ("Laufzeit", "21 Tage 15h: 20m: 33s"), ("Adresse", "Weg 1"), ("Art", "Haus"))
    page = "".join(f"<div><span class='l'>{label}</span> <span>{value}</span></div>" for label, value in rows)
    assert [(pair.label, pair.text) for pair in label_values(page)] == list(rows)


def test_a_lone_label_behind_a_break_has_its_line() -> None:
    page = "<table><tr><td>Rosa Beispiel<br>Geboren: 1970<br>60 kg</td></tr></table>"
    assert _pairs(page, ["Geboren"]) == {"Geboren": "1970"}


def test_signs_between_links_below_a_value_are_no_part_of_it() -> None:
    rows = "<tr><td colspan=2>Sprachen:</td></tr><tr><td colspan=2>Französisch</td></tr>"
    page = f"<table>{rows}<tr><td><a href='/a'>Drucken</a> | <a href='/b'>Senden</a></td></tr></table>"
    assert _pairs(page, ["Sprachen"]) == {"Sprachen": "Französisch"}


def test_a_sign_in_a_cell_of_its_own_stands_between_label_and_value() -> None:
    rows = (("Ort", "Ulm"), ("Jahr", "2016"), ("Fax", "-"))
    page = "".join(f"<tr><td><span>{label}</span></td><td>:</td><td>{value}</td></tr>" for label, value in rows)
    assert _pairs(f"<table>{page}</table>", ["Ort", "Jahr", "Fax"]) == dict(rows)


def test_the_lines_of_a_value_in_a_span_are_no_labels() -> None:
    rows = (("Name", "Garten e. V."), ("Sparten", "Rudern<br>Turnen<br>Tanz"), ("Beitrag", "48 Euro"), ("Ort", "Ulm"))
    page = "".join(f"<li><span class='l'>{label}: </span><span class='v'>{value}</span></li>" for label, value in rows)
    found = {pair.label: pair.text for pair in label_values(f"<ul>{page}</ul>")}
    assert found == {label: value.replace("<br>", "\n") for label, value in rows}


def test_only_the_chosen_option_of_a_control_is_a_value() -> None:
    options = "<option>andere</option><option selected>Boris</option>"
    page = f"<p><label>Leitung</label> <select>{options}</select></p><p><label>Ort</label> <input value='Ulm'></p>"
    assert _pairs(page, ["Leitung", "Ort"]) == {"Leitung": "Boris", "Ort": "Ulm"}


def test_a_value_that_ends_with_a_colon_goes_on_in_the_list_below() -> None:
    page = f"<div>{SHORT}<p><i>Ziele:</i> Im Einzelnen:</p><ul><li>Rat</li></ul><p><i>Beginn:</i> 2016</p></div>"
    assert _pairs(page, ["Land", "Träger", "Ziele", "Beginn"])["Ziele"] == "Im Einzelnen:\nRat"


def test_fields_of_restructured_text_are_labels() -> None:
    assert _pairs(":Ort: Ulm\n:Ziel: Rat\n    und Tat\n", ["Ort", "Ziel"]) == {"Ort": "Ulm", "Ziel": "Rat und Tat"}


def test_a_value_in_a_span_may_have_labels_of_its_own() -> None:
    rows = (("Name", "Garten"), ("Zeiten", "Mo: 9 Uhr<br>Di und Do: 10 Uhr"), ("Beitrag", "48 Euro"), ("Ort", "Ulm"))
    page = "".join(f"<li><span class='l'>{label}: </span><span class='v'>{value}</span></li>" for label, value in rows)
    found = {pair.label: pair.text for pair in label_values(f"<ul>{page}</ul>")}
    assert (found["Zeiten"], found["Beitrag"]) == ("Mo: 9 Uhr\nDi und Do: 10 Uhr", "48 Euro")


@pytest.mark.parametrize(
    ("runs", "value"),
    [
        (("Jun", "ge ", "Leu", "te"), "Junge Leute"),
        (("Wir suchen mit allen Beteiligten nach Wegen in Schule und Ausbildun", "g"), "Ausbildung"),
        (("B", "eratung"), "Beratung"),
        (("Tanz", "Garten", "Musik"), "Tanz Garten Musik"),  # tags that a site sets side by side
    ],
)
def test_the_runs_of_a_word_processor_are_words_again(runs: tuple[str, ...], value: str) -> None:
    spans = "".join(f"<span class='s6'><span>{run}</span></span>" for run in runs)
    page = f"<p><b>Ort</b></p><p>Ulm</p><p><b>Ziel</b></p><p>{spans}</p>"
    assert _pairs(page, ["Ort", "Ziel"])["Ziel"].endswith(value)


def test_a_label_may_be_divided_into_runs() -> None:
    lines = (("Ziel", "grup", "pe "), ("Jun", "ge ", "Leute"))
    page = "".join(f"<p>{''.join(f'<span class=s>{run}</span>' for run in runs)}</p>" for runs in lines)
    assert _pairs(page, ["Zielgruppe"]) == {"Zielgruppe": "Junge Leute"}


def test_an_empty_paragraph_ends_no_value() -> None:
    page = "".join(
        f"<p class=s><b>{name}</b></p><p>Wir.</p><p class=s>&nbsp;</p><p>Und ihr.</p>" for name in ("A", "B")
    )
    assert _pairs(page, ["A", "B"]) == dict.fromkeys("AB", "Wir.\nUnd ihr.")


def test_rows_without_a_label_go_on_with_the_value_above_in_a_table_of_three_columns() -> None:
    rows = (("Nr. 7", "Titel:", "Ruh"), ("", "", "gegen"), ("", "", "Stadt Ulm"), ("Eingang:", "Gericht:", "Kammer 4"))
    page = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    found = _pairs(f"<table>{page}</table>", ["Titel", "Gericht"])
    assert found == {"Titel": "Ruh\ngegen\nStadt Ulm", "Gericht": "Kammer 4"}


def test_the_rows_of_a_table_inside_a_value_are_no_labels() -> None:
    inner = "<table><tr><td>Ruh</td></tr><tr><td>gegen</td></tr><tr><td>Stadt Ulm</td></tr></table>"
    rows = (("Titel", inner), ("Eingang", "4. Mai 2016"), ("Gericht", "Kammer 4"), ("Stand", "offen"))
    page = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in rows)
    found = {pair.label: pair.text for pair in label_values(f"<table>{page}</table>")}
    assert found == dict(rows) | {"Titel": "Ruh\ngegen\nStadt Ulm"}


def test_a_label_that_is_a_tab_has_the_part_that_it_opens() -> None:
    menu = "<nav><ul><li><a href='/z'>Ziele</a></li><li><a href='/t'>Technik</a></li></ul></nav>"
    tabs = "".join(f"<li><a href='#t{n}'>{label}</a></li>" for n, label in enumerate(("Kurz", "Ziele", "Technik")))
    parts = "<div id=t0><p>Ort: Ulm</p></div><div id=t1><p>Ruhe</p><p>Rat</p></div><div id=t2><ul><li>Funk</ul></div>"
    found = label_values(f"{menu}<ul>{tabs}</ul>{parts}", ["Ort", "Ziele", "Technik"])
    assert {pair.label: pair.text for pair in found} == {"Ort": "Ulm", "Ziele": "Ruhe\nRat", "Technik": "Funk"}
    assert len(found) == 3


@pytest.mark.parametrize("number", ["", "{} "])
def test_a_link_to_a_heading_of_the_same_words_is_no_label(number: str) -> None:
    values = {"Ziele": "Ruhe", "Technik": "Funk", "Zeitraum": "2016"}
    contents = "".join(f"<li><a href='#{label}'>{label}</a></li>" for label in values)
    parts = (
        f"<h3 id='{label}'>{number.format(at)}{label}</h3><p>{value}</p>"
        for at, (label, value) in enumerate(values.items(), 1)
    )
    page = f"<ul>{contents}</ul>{''.join(parts)}"
    assert [pair.text for pair in label_values(page, [*values, "Ort"])] == list(values.values())


def test_lines_in_an_element_that_only_the_value_has_belong_to_it() -> None:
    values = {"Ort": "Ulm", "Adresse": "Markt 1<br>Ulm", "Beginn": "2016", "Ende": "2018"}
    page = "<br>".join(f"<font><b>{label}:</b></font> <font>{value}</font>" for label, value in values.items())
    assert _pairs(f"<p>{page}</p>", list(values))["Adresse"] == "Markt 1\nUlm"


def test_where_empty_lines_stand_between_labels_a_line_ends_no_value() -> None:
    values = {"Ort": "Ulm", "Adresse": "Markt 1<br>Ulm", "Beginn": "2016", "Ende": "2018<br><br>Stand: gestern"}
    page = "<br><br>".join(f"<b>{label}:</b> {value}" for label, value in values.items())
    found = _pairs(f"<p>{page}</p>", list(values))
    assert (found["Adresse"], found["Ende"]) == ("Markt 1\nUlm", "2018")


def test_labels_in_spans_of_one_block_are_found_behind_values_of_several_lines() -> None:
    values = {"Ort": "Ulm", "Ziele": "Ruhe<br>Rat", "Beginn": "2016", "Werke": "Rom: ein Führer<br>Ulm", "Ende": "2018"}
    page = "".join(f"<span class=k>{label}</span><span class=v>{value}</span>\n" for label, value in values.items())
    found = _pairs(f"<div>{page}</div>", list(values))
    assert found == {label: value.replace("<br>", "\n") for label, value in values.items()}


def test_a_list_is_a_whole_value_even_if_one_of_its_items_has_a_label() -> None:
    items = "<ul><li>Festschrift</li><li>H. Cordes: Türme</li><li>Dehio: Band 1</li></ul>"
    values = {"Ort": "Ulm", "Quellen": items, "Ende": "2018", "Jahr": "2016"}
    page = "".join(f"<p><b>{label}</b></p><div>{value}</div>" for label, value in values.items())
    found = {pair.label: pair.text for pair in label_values(page)}
    assert (found["Quellen"], found["Ende"]) == ("Festschrift\nH. Cordes: Türme\nDehio: Band 1", "2018")


def test_a_link_to_change_a_mail_address_is_no_part_of_it() -> None:
    row = "<div><dt>{}</dt><dd>{}</dd><dd class=actions><a href='#'>Ändern</a></dd></div>"
    page = row.format("Ort", "Ulm") + row.format("E-Mail", "<a href='mailto:a@b.de'>a@b.de</a>")
    assert _pairs(f"<dl>{page}</dl>", ["Ort", "E-Mail"]) == {"Ort": "Ulm", "E-Mail": "a@b.de"}


def test_a_sign_that_is_an_answer_is_the_value() -> None:
    rows = (("Parken", "✓", "kostenlos"), ("WLAN", "✗", "geplant"), ("Aufzug", "–", "ab 2020"))
    page = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    found = {pair.label: pair.text for pair in label_values(f"<table>{page}</table>")}
    assert found == {"Parken": "✓", "WLAN": "✗", "Aufzug": "–"}


def test_behind_a_sign_in_a_cell_of_its_own_a_value_may_be_empty(vocabulary: Vocabulary) -> None:
    rows = (("Umsetzende Institution", ":", ""), ("Zielgruppe", ":", ""), ("Zeitraum", ":", "2016"))
    page = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    reading = read(f"<h1>Stadt X</h1><h2>Projekte</h2><h3>Brücke</h3><table>{page}</table>", vocabulary)
    assert (reading.projects[0].institutions, reading.projects[0].target_group) == ((), None)
    assert reading.lines.unread == 0


def test_a_value_of_sentences_goes_on_behind_a_list_and_in_the_next_line() -> None:
    items = "<ul><li>Archiv</li><li>Werkstatt</li></ul>"
    page = f"<p><b>Ziele:</b> {PROSE}</p>{items}<p>{MORE}</p><p><b>Themen:</b> Rat</p><p><b>Ort:</b> Ulm</p>"
    assert _pairs(page, ["Ziele", "Themen", "Ort"])["Ziele"] == f"{PROSE}\nArchiv\nWerkstatt\n{MORE}"
    lines = f"<p><b>Ort:</b> Ulm<br><b>Ziele:</b> {PROSE}<br>{MORE}<br><b>Beginn:</b> 2016<br><b>Ende:</b> 2018</p>"
    assert _pairs(lines, ["Ort", "Ziele", "Beginn", "Ende"])["Ziele"] == f"{PROSE}\n{MORE}"


def test_a_list_of_options_without_a_chosen_one_answers_no_label() -> None:
    options = "<select><option value=''>alle</option><option>A-K</option></select>"
    search = f"<form><p><label>Ort:</label> {options}</p></form>"
    page = f"<dl><dt>Ort</dt><dd>Ulm</dd><dt>Jahr</dt><dd>2016</dd><dt>Ende</dt><dd>2018</dd></dl>{search}"
    assert [pair.text for pair in label_values(page) if pair.label == "Ort"] == ["Ulm"]


def test_a_term_over_two_lines_is_one_label() -> None:
    page = "<dl><dt>Im Umfang<br>enthalten</dt><dd>Koffer</dd><dt>Farbe</dt><dd>Rot</dd><dt>Art</dt><dd>A 7</dd></dl>"
    assert {pair.label for pair in label_values(page)} == {"Im Umfang enthalten", "Farbe", "Art"}


def test_a_line_behind_a_bullet_of_a_word_processor_is_no_label() -> None:
    bullet = "<span style='font-family:Symbol'>·</span>"
    items = "".join(f"<p class=item>{bullet}<span>{name}</span></p>" for name in ("Beratung", "Werkstatt", "Ausflug"))
    values = {"Ort": "<p><span>Ulm</span></p>", "Angebote": items, "Beginn": "<p><span>2016</span></p>"}
    page = "".join(f"<p><b><span>{label}</span></b></p>{value}" for label, value in values.items())
    found = {pair.label: pair.text for pair in label_values(page)}
    assert found == {"Ort": "Ulm", "Angebote": "Beratung\nWerkstatt\nAusflug", "Beginn": "2016"}


def test_labels_with_colons_in_every_other_cell_are_of_one_kind() -> None:
    rows = (("Anrede:", "Frau", "Titel:", "Dr."), ("Adresse:", "Ulm", "Telefon:<br>Fax:", "1234"))
    page = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    assert _pairs(f"<table>{page}</table>", ["Anrede", "Titel", "Adresse", "Telefon"])["Titel"] == "Dr."


def test_links_to_one_place_that_touch_are_one_word() -> None:
    link = "<a href='/s'>{}</a>"
    page = f"<p><b>Seite:</b> {link.format('R')}{link.format('PBA.org')}</p><p><b>Ort:</b> Ulm</p>"
    assert _pairs(page, ["Seite", "Ort"])["Seite"] == "RPBA.org"


def test_spans_that_are_shown_as_blocks_or_in_bold_are_such(vocabulary: Vocabulary) -> None:
    parts = ("Kreis X", "Amt", "Weg 1", "52351 Düren")
    address = "".join(f"<span class='d-block'>{part}</span>" for part in parts)
    styled = "".join(f"<span style='display: block'>{part}</span>" for part in parts)
    fields = "<p><span style='font-weight:bold'>Umsetzende Institution:</span> AWO</p>"
    for block in (address, styled):
        reading = read(f"<h1>X</h1><h2>Kontakt</h2><div>{block}</div><h2>Projekte</h2><h3>B</h3>{fields}", vocabulary)
        assert reading.profile is not None
        assert (reading.profile.street, reading.profile.postal_code) == ("Weg 1", "52351")
        paths = {claim.field: claim.path for claim in reading.claims}
        assert paths["profile.street"] == "html/body/div/span[3]"  # as the page has it


def test_items_of_a_list_inside_a_value_are_no_labels_of_the_list_around() -> None:
    values = {
        "Zielgruppe": ("Alle",),
        "Angebote": ("Rat", "Beratung", "Tanz"),
        "Beratung": ("ja",),
        "Beginn": ("2016",),
    }
    lists = {label: "".join(f"<li>{item}</li>" for item in items) for label, items in values.items()}
    page = "".join(f"<li>{label}<ul>{items}</ul></li>" for label, items in lists.items())
    found = [(pair.label, pair.text) for pair in label_values(f"<ul>{page}</ul>", list(values))]
    assert found == [(label, "\n".join(items)) for label, items in values.items()]


@pytest.mark.parametrize(
    ("link", "value"),
    [
        ("<a href='#21'>In den Warenkorb</a>", "12 Euro"),
        ("<a href='javascript:add()'>Merken</a>", "12 Euro"),
        ("<a href='/preise'>Preise</a>", "12 Euro Preise"),
        ("<a name='ab'>ermäßigt</a>", "12 Euro ermäßigt"),
        ("an <a href='javascript:mail()'>a@b.de</a>", "12 Euro an a@b.de"),
        ("für <a href='#'>Gruppen</a>", "12 Euro für Gruppen"),
    ],
)
def test_a_link_to_a_place_or_a_script_of_the_page_ends_a_value(link: str, value: str) -> None:
    assert _pairs(f"<p><b>Preis:</b> 12 Euro {link}</p><p><b>Ort:</b> Ulm</p>", ["Preis", "Ort"])["Preis"] == value


def test_the_first_of_several_lines_beside_a_label_is_no_label() -> None:
    short = [(f"Feld {letter}", letter) for letter in "abcdefgh"]
    rows = [("Ort", "Ulm"), ("Adresse", "Haus Linde<br>Weg 1<br>Ulm"), ("Beginn", "2016"), *short]
    page = "".join(f"<div><div>{label}</div><div>{value}</div></div>" for label, value in rows)
    found = {pair.label: pair.text for pair in label_values(page, [label for label, _ in rows])}
    assert found == {label: value.replace("<br>", "\n") for label, value in rows}


def test_fields_of_restructured_text_may_hold_words_in_stars() -> None:
    text = ":Ort: Ulm\n:Ziel: **Rat** und **Tat**\n    für alle\n:Ende: 2018\n"
    assert _pairs(text, ["Ort", "Ziel", "Ende"])["Ziel"] == "**Rat** und **Tat** für alle"


@pytest.mark.parametrize(
    "tags",
    [
        "<a href='#'>Caritas</a><a href='#'>Diakonie</a><a href='#'>Lotse</a>",
        "<a class=tag>Caritas</a><a class=tag>Diakonie</a><a class=tag>Lotse</a>",
        "<span class=tag>Caritas </span><span class=tag>Diakonie</span><span class=tag>Lotse</span>",
    ],
)
def test_tags_side_by_side_stay_words(tags: str) -> None:
    page = f"<p><b>Mitglieder:</b> {tags}</p><p><b>Ort:</b> Ulm</p>"
    assert _pairs(page, ["Mitglieder", "Ort"])["Mitglieder"] == "Caritas Diakonie Lotse"


def test_labels_may_all_have_a_bullet() -> None:
    values = {"Ort": "Ulm", "Telefon": "12", "Name": "Udo"}
    lines = "".join(f"<p>• <b>{label}</b></p><p>{value}</p>" for label, value in values.items())
    assert {pair.label: pair.text for pair in label_values(lines)} == values
    rows = "".join(f"<tr><td><i>■</i> <b>{label}</b></td><td>{value}</td></tr>" for label, value in values.items())
    assert {pair.label: pair.text for pair in label_values(f"<table>{rows}</table>")} == values
