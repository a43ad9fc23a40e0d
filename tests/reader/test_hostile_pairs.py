"""Label/value pairs on pages that resemble real ones of other sites, and on pages that have none."""

import pytest
from corpus.defects import with_defects
from corpus.traps import terms

from jsiq_scrape.parse import label_values
from jsiq_scrape.parse.document import parse_document
from jsiq_scrape.parse.labels.forms import known_slots
from jsiq_scrape.parse.labels.slots import Slots
from jsiq_scrape.parse.labels.vocabulary import Vocabulary

Found = list[tuple[str, str]]


def _pairs(body: str, labels: list[str] | None = None) -> Found:
    return [(each.label, each.text) for each in label_values(body, labels)]


STRUCTURES: dict[str, tuple[str, Found]] = {
    "an imprint": (
        """<h1>Impressum</h1><p>Muster GmbH<br>Weg 1<br>12345 Ort</p>
<p>Telefon: 030 123456<br>E-Mail: <a href="mailto:a@b.example">a@b.example</a></p>
<p>Geschäftsführer: Max Muster<br>Registernummer: HRB 1234</p>""",
        [
            ("Telefon", "030 123456"),
            ("E-Mail", "a@b.example"),
            ("Geschäftsführer", "Max Muster"),
            ("Registernummer", "HRB 1234"),
        ],
    ),
    "an infobox": (
        """<table><tr><th>Bundesland:</th><td><a href="/n">Hessen</a></td></tr>
<tr><th>Höhe:</th><td>60 m</td></tr><tr><th>Fläche:</th><td>141,06 km²</td></tr></table>""",
        [("Bundesland", "Hessen"), ("Höhe", "60 m"), ("Fläche", "141,06 km²")],
    ),
    "a job": (
        "<h1>Koch</h1>" + terms([("Ort", "Bonn")]) + "<h2>Ihre Aufgaben:</h2><ul><li>Kochen</li><li>Putzen</li></ul>",
        [("Ort", "Bonn"), ("Ihre Aufgaben", "Kochen\nPutzen")],
    ),
    "an event in divs alone": (
        """<div><div>Datum</div><div>3. Mai</div></div><div><div>Ort</div><div>Halle</div></div>
<div><div>Preis</div><div>5 Euro</div></div>""",
        [("Datum", "3. Mai"), ("Ort", "Halle"), ("Preis", "5 Euro")],
    ),
    "shares of languages": (
        """<h2>About</h2><p>A tool.</p><ul><li><span>Python</span><span>99.0%</span></li>
<li><span>Shell</span><span>1.0%</span></li></ul>""",
        [("Python", "99.0%"), ("Shell", "1.0%")],
    ),
    "questions": (
        "<p><b>Wie lange?</b> 3 Tage</p><p><b>Wie viel?</b> 4</p>",
        [("Wie lange?", "3 Tage"), ("Wie viel?", "4")],
    ),
    "colons behind the bold": (
        "<p><strong>Address</strong>: 1 Road</p><p><strong>Phone</strong>: 3</p>",
        [("Address", "1 Road"), ("Phone", "3")],
    ),
    "a colon inside the value": (
        "<p><b>Betreff:</b> AW: Termin</p><p><b>Datum:</b> 3. Mai</p>",
        [("Betreff", "AW: Termin"), ("Datum", "3. Mai")],
    ),
    "preformatted text": ("<pre>Name: Anna\nOrt: Bonn\n</pre>", [("Name", "Anna"), ("Ort", "Bonn")]),
    "times": ("Beginn: 19:30 Uhr\nEinlass: ab 18:30\n", [("Beginn", "19:30 Uhr"), ("Einlass", "ab 18:30")]),
    "addresses of the web": (
        "Seite: http://x.example:80/a\nMail: mailto:a@b.example\n",
        [("Seite", "http://x.example:80/a"), ("Mail", "mailto:a@b.example")],
    ),
    "addresses in angle brackets": (
        "Von: Anna <anna@x.example>\nSeite: <http://x.example/>\nOrt: Bonn\n",
        [("Von", "Anna <anna@x.example>"), ("Seite", "<http://x.example/>"), ("Ort", "Bonn")],
    ),
    "a term whose value is a list of pairs": (
        "<dl><dt>A</dt><dd>1</dd><dt>B</dt><dd><dl><dt>C</dt><dd>2</dd></dl></dd></dl>",
        [("A", "1"), ("B", ""), ("C", "2")],
    ),
    "dashes behind bold words": (
        "<ul><li><b>HTTP</b> – ein Protokoll</li><li><b>DNS</b> – ein Verzeichnis</li></ul>",
        [("HTTP", "ein Protokoll"), ("DNS", "ein Verzeichnis")],
    ),
    "words in small letters": ("titel: X\nort: Bonn\n", [("titel", "X"), ("ort", "Bonn")]),
    "wide colons": ("<p>住所：東京</p><p>電話：03</p>", [("住所", "東京"), ("電話", "03")]),
    "colons of other scripts": ("<p>Όνομα: Άννα</p><p>Ville : Bonn</p>", [("Όνομα", "Άννα"), ("Ville", "Bonn")]),
    "opening hours": ("<p>Geöffnet: Mo: 10-12, Di: 14-16</p>", [("Geöffnet", "Mo: 10-12, Di: 14-16")]),
    "leaders before a colon": (
        "<pre>Name.......: Anna\nKlasse.....: 3b\nRuf........: DXA\n</pre>",
        [("Name", "Anna"), ("Klasse", "3b"), ("Ruf", "DXA")],
    ),
    "a label over three rows": (
        (
            "<table><tr><th>Typ</th><td>A 12</td></tr><tr><th rowspan=2>Besatzung</th><td>Anna</td></tr>"
            "<tr><td>Bea</td></tr><tr><th>Reichweite</th><td>90 km</td></tr></table>"
        ),
        [("Typ", "A 12"), ("Besatzung", "Anna\nBea"), ("Reichweite", "90 km")],
    ),
    "a last heading with more below it": (
        (
            "<div><h3>Aufgaben</h3><p>Eins hier.</p><h3>Profil</h3><p>Sie bringen mit:</p>"
            "<ul><li>Freude an der Arbeit.</li></ul><p>Und Zeit.</p></div>"
        ),
        [("Aufgaben", "Eins hier."), ("Profil", "Sie bringen mit:\nFreude an der Arbeit.\nUnd Zeit.")],
    ),
    "bold words in values behind bold labels": (
        (
            "<p><b>Wann:</b> <b>7. März</b> ab 11</p><p><b>Wo:</b> Rathaus, <b>Saal 2</b></p>"
            "<p><b>Preis:</b> <b>frei</b></p>"
        ),
        [("Wann", "7. März ab 11"), ("Wo", "Rathaus, Saal 2"), ("Preis", "frei")],
    ),
    "links with a colon below a menu of links": (
        (
            f"<ul>{12 * '<li><a href=/x>Seite</a></li>'}</ul><ul>"
            "<li><a href='/a'>Ort</a>: <a href='/b'>Bonn</a></li><li><a href='/a'>Jahr</a>: <a href='/b'>1892</a></li>"
            "<li><a href='/a'>Technik</a>: <a href='/b'>Öl</a></li></ul>"
        ),
        [("Ort", "Bonn"), ("Jahr", "1892"), ("Technik", "Öl")],
    ),
    "stars around the label": ("**Name:** Anna\n**Ort:** Bonn\n", [("Name", "Anna"), ("Ort", "Bonn")]),
    "less and more": ("Menge: <5 mg\nTyp: a<b>c\n", [("Menge", "<5 mg"), ("Typ", "a<b>c")]),
}

FORM = "<form><label>Name</label><input><label>Nachricht</label><textarea></textarea><button>Senden</button></form>"
CARD = "<div><p>{}</p><p>{}</p></div>"
#: Labels none of which has a value are none unless somebody asks for them, and of two lines the first may be the label.
ASKED_FOR: dict[str, tuple[str, Found]] = {
    "a form with its button": (FORM, [("Name", ""), ("Nachricht", "")]),
    "values above their labels": (
        CARD.format("120", "Plätze") + CARD.format("1987", "Baujahr") + CARD.format("3", "Gleise"),
        [("Plätze", "120"), ("Baujahr", "1987"), ("Gleise", "3")],
    ),
}


ALONE = {
    "questions": "a question in bold is no label without a vocabulary",
}


@pytest.mark.parametrize("case", with_defects(STRUCTURES, ALONE))
def test_pairs_are_found_by_structure_alone(case: tuple[str, Found]) -> None:
    body, pairs = case
    assert _pairs(body) == pairs


@pytest.mark.parametrize("case", (STRUCTURES | ASKED_FOR).values(), ids=STRUCTURES | ASKED_FOR)
def test_the_same_pairs_are_found_when_asked_for(case: tuple[str, Found]) -> None:
    body, pairs = case
    assert _pairs(body, [label for label, _ in pairs]) == pairs


NOTHING = {
    "times and addresses in prose": "<p>Siehe http://example.org/a:b und um 12:30.</p><p>Verhältnis 3:2</p>",
    "a table of numbers": """<table><tr><th>Jahr</th><th>Anzahl</th><th>Quote</th></tr>
<tr><td>2015</td><td>3</td><td>5 %</td></tr><tr><td>2016</td><td>4</td><td>6 %</td></tr></table>""",
    "a table of rows": """<table><tr><td>Name</td><td>Alter</td><td>Ort</td></tr>
<tr><td>Anna</td><td>3</td><td>Bonn</td></tr><tr><td>Bea</td><td>4</td><td>Ulm</td></tr></table>""",
    "a table for layout": """<table><tr><td><a href="/">Start</a></td>
<td><h1>Willkommen</h1><p>Ein langer Text über unser Dorf, der viele Wörter hat.</p></td></tr></table>""",
    "sentences with a colon": """<p>Bonn ist eine Stadt: sie liegt am Rhein.</p>
<p>Hallo zusammen: ich habe eine Frage.</p>""",
    "a table of two columns of numbers": """<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr>
<tr><td>3</td><td>4</td></tr></table>""",
    "an empty form": FORM,
    "a menu": "<ul><li><a href='/'>Start</a></li><li><a href='/k'>Kontakt</a></li></ul>",
}


MADE_UP = {
    "a table of rows": "rows of a table of three columns are read as pairs",
    "sentences with a colon": "a sentence with a colon is read as a label and its value",
}


@pytest.mark.parametrize("body", with_defects(NOTHING, MADE_UP))
def test_where_there_are_no_pairs_none_are_made_up(body: str) -> None:
    assert _pairs(body) == []


@pytest.mark.xfail(strict=True, reason="a sentence with a colon is read as a label and its value")
def test_a_heading_over_other_pairs_is_no_label_and_one_over_a_sentence_has_it_whole() -> None:
    rows = "<ul><li><span>Farbe</span> <span>Blau</span></li><li><span>Größe</span> <span>42</span></li></ul>"
    body = f"{rows}<h2>Beschreibung</h2><p>Ein Schuh für alle: leicht.</p><h2>Bewertungen</h2><p>Anna: toll!</p>"
    assert _pairs(body) == [
        ("Farbe", "Blau"),
        ("Größe", "42"),
        ("Beschreibung", "Ein Schuh für alle: leicht."),
        ("Anna", "toll!"),
    ]


def test_a_label_asked_for_is_found_each_time_it_is_one_and_never_in_prose() -> None:
    assert _pairs("<p><b>Ort:</b> Bonn</p><p><b>Ort:</b> Ulm</p><p>Ort der Handlung ist Rom.</p>", ["Ort"]) == [
        ("Ort", "Bonn"),
        ("Ort", "Ulm"),
    ]
    assert _pairs("<p>Ort und Zeit werden noch genannt.</p><p>Zeit ist Geld.</p>", ["Ort", "Zeit"]) == []


def test_a_value_that_says_its_label_with_a_number_is_a_value() -> None:
    rows = (("Titel", "Wellen"), ("Auflage", "1. Auflage"), ("Jahr", "2016"))
    body = "".join(f'<div class="l">{label}</div><div class="v">{value}</div>' for label, value in rows)
    assert _pairs(body, [label for label, _ in rows]) == list(rows)


TEXTS: dict[str, tuple[str, Found]] = {
    "labels set in, so that their colons stand one below the other": (
        "  Zahl: 1\n   Ort: Ulm\n  Jahr: 2\n   Tag: 3\n Länge: 3c:37:86:15:ad:f9\n  Name: Wellen\n   Art: Buch\n",
        [
            ("Zahl", "1"),
            ("Ort", "Ulm"),
            ("Jahr", "2"),
            ("Tag", "3"),
            ("Länge", "3c:37:86:15:ad:f9"),
            ("Name", "Wellen"),
            ("Art", "Buch"),
        ],
    ),
    "what stands behind the last of several values of one line": (
        "Zahl\n----\n1\n\nName\n----\nWellen\n\nArt\n---\nBuch\n\nOrt\n---\nUlm\n\nImpressum Kontakt\n2003\n",
        [("Zahl", "1"), ("Name", "Wellen"), ("Art", "Buch"), ("Ort", "Ulm")],
    ),
    "a dot in a value that dots lead to": (
        "Ort ..... Ulm . am Fluss\nWeg ........... 12 Meter\nMaß ........... drei\n",
        [("Ort", "Ulm . am Fluss"), ("Weg", "12 Meter"), ("Maß", "drei")],
    ),
    "signs that stand one below the other": (
        "NR  - 1223\nSTAT- fertig\nTI  - Die Wellen\n      am Ufer\nAU  - Rosa Beispiel\nORT - Ulm\n",
        [("NR", "1223"), ("STAT", "fertig"), ("TI", "Die Wellen\nam Ufer"), ("AU", "Rosa Beispiel"), ("ORT", "Ulm")],
    ),
    "a short rule between records": (
        "Name: Wellen\nArt: Buch\nVerlag: Haus am See\n---\nName: Ufer\nArt: Heft\nVerlag: Tor und Sohn\n",
        [
            ("Name", "Wellen"),
            ("Art", "Buch"),
            ("Verlag", "Haus am See"),
            ("Name", "Ufer"),
            ("Art", "Heft"),
            ("Verlag", "Tor und Sohn"),
        ],
    ),
}


@pytest.mark.parametrize(("body", "expected"), TEXTS.values(), ids=TEXTS)
def test_the_layout_of_a_text_hides_no_label(body: str, expected: Found) -> None:
    assert _pairs(body, sorted({label for label, _ in expected})) == expected


def test_a_label_of_several_elements_is_one() -> None:
    row = "<tr><th><a href='/g'>Gini</a> <span>(2014)</span></th><td>33,0</td></tr>"
    body = f"<table><tr><th>Hauptstadt</th><td>Bonn</td></tr>{row}</table>"
    assert _pairs(body, ["Hauptstadt", "Gini (2014)"]) == [("Hauptstadt", "Bonn"), ("Gini (2014)", "33,0")]


PEOPLE = "<div>Telefon: 1<br>Fax: 2<br>Raum: 3<br>Haus: 4<br>E-Mail: a@b.example</div>"
OFFICE = "<footer><p>Tel: 5<br>E-Mail: c@d.example</p></footer>"
ASKED = ["Telefon", "Fax", "Raum", "Haus", "E-Mail", "Tel"]


def test_a_label_among_others_is_one_although_it_has_a_better_place() -> None:
    assert _pairs(PEOPLE + OFFICE, ASKED)[-2:] == [("Tel", "5"), ("E-Mail", "c@d.example")]


def test_a_place_that_is_kept_is_not_named_among_the_lost_ones() -> None:
    document = parse_document(PEOPLE + OFFICE + "<p>Schreiben Sie an E-Mail c@d.example.</p>")
    vocabulary = Vocabulary.of(tuple(ASKED))
    openings = vocabulary.openings.of_texts(document.texts)
    found = known_slots(document, Slots(document), vocabulary, openings, lambda slot: 1.0)
    kept = {(slot.label, slot.line) for slot in found}
    assert len(kept) == 7
    assert [slot.label for slot in found for _, line, _ in slot.lost if (slot.label, line) in kept] == []


def test_a_stressed_label_is_one_on_a_line_that_no_label_begins_if_it_is_one_on_others() -> None:
    lines = [f"<p><b>Raum</b> {n} <b>Telefon</b> 555{n}</p>" for n in range(1, 5)]
    lines[2] = "<p>Frau Beispiel <b>Telefon</b> 5553</p>"
    found = _pairs("".join(lines), ["Raum", "Telefon"])
    assert [text for label, text in found if label == "Telefon"] == ["5551", "5552", "5553", "5554"]


def test_labels_over_lists_of_one_value_are_found_by_their_place() -> None:
    rows = [("Typ", "Film"), ("Dauer", "90 Minuten"), ("Jahr", "1999"), ("Ton", "stumm")]
    items = "".join(f"<li>{label}<ul><li>{value}</li></ul></li>" for label, value in rows)
    assert _pairs(f"<h1>Wellen</h1><ul>{items}</ul>") == rows


def test_all_that_stands_behind_a_label_is_its_value_although_it_is_written_as_other_labels_are() -> None:
    links = "".join(f"<div><span>{word}</span> heute</div>" for word in ("Neues", "Serien", "Forum", "Lexikon"))
    rows = [("Titel", "Wellen"), ("Erschienen", "<span>1989</span>"), ("Ort", "Ulm"), ("Dauer", "90 Minuten")]
    film = "".join(f"<div><strong>{label}:</strong> {value}</div>" for label, value in rows)
    assert _pairs(links + film)[4:] == [("Titel", "Wellen"), ("Erschienen", "1989"), *rows[2:]]


def test_a_path_with_colons_is_a_value() -> None:
    rows = [("Art", "Text"), ("Klasse", "Lizenz :: Frei"), ("Lizenz", "MIT"), ("Klasse", "Thema :: See")]
    assert _pairs("".join(f"{label}: {value}\n" for label, value in rows), ["Art", "Klasse", "Lizenz"]) == rows


def test_labels_without_value_stand_among_the_lines_of_a_cell() -> None:
    lines = "Fax: 1\nOrt:\nStaat: UK\nWeg: B 2\nPost:\nArt: x"
    found = _pairs(f"<table><tr><td><pre>{lines}</pre></td></tr></table>", ["Fax", "Staat", "Weg", "Art"])
    assert found == [("Fax", "1"), ("Staat", "UK"), ("Weg", "B 2"), ("Art", "x")]


def test_terms_whose_classes_each_name_one_label_are_labels_of_a_kind() -> None:
    rows = [("Rating", "general"), ("Fandom", "x | y"), ("Series", "one"), ("Language", "English"), ("Words", "7")]
    items = "".join(f'<dt class="{label.lower()}">{label}</dt><dd>{value}</dd>' for label, value in rows)
    assert _pairs(f"<dl>{items}</dl>") == rows
    assert _pairs(f"<dl>{items}</dl>", ["Rating", "Fandom", "Language"]) == [rows[0], rows[1], rows[3]]


def test_a_label_behind_a_sign_that_divides_needs_no_colon() -> None:
    cell = "<b>Sonora</b> <i>|</i> <font>Distrito</font> <b>5</b> <i>|</i> <font>Curul</font> <b>C-70</b>"
    page = f"<table><tr><td><font>Entidad</font></td><td>{cell}</td></tr></table>"
    assert _pairs(page, ["Entidad", "Distrito", "Curul"]) == [
        ("Entidad", "Sonora"),
        ("Distrito", "5"),
        ("Curul", "C-70"),
    ]


def test_labels_that_end_their_lines_have_the_values_before_them() -> None:
    rows = [("Calories", "350"), ("Carbs", "51 g"), ("Protein", "14 g"), ("Fat", "10 g")]
    boxes = "".join(f"<div><span>{value}</span> <em>{label}</em></div>" for label, value in rows)
    assert _pairs(f"<div>{boxes}</div>", [label for label, _ in rows]) == rows


def test_words_stressed_at_the_end_of_two_lines_are_no_labels() -> None:
    page = "<p><b>Ort:</b> Ulm</p><p>Wir lieben <em>Musik</em></p><p>und <em>Tanz</em></p>"
    assert _pairs(page, ["Ort", "Musik", "Tanz"]) == [("Ort", "Ulm")]


@pytest.mark.parametrize("numbers", ["{}. ", "{}) ", "{}  ", "1.{} "])
@pytest.mark.parametrize("page", ["<p>{}</p><p>{}</p>", "{}\n{}\n"])
def test_numbered_lines_between_numbered_labels_are_labels(page: str, numbers: str) -> None:
    rows = [
        ("Inhalte", "Mengen"),
        ("Form", "Übung"),
        ("Aufwand", "hoch"),
        ("Prüfung", "Klausur"),
        ("Literatur", "Knuth"),
    ]
    body = "".join(page.format(numbers.format(n) + label, value) for n, (label, value) in enumerate(rows, 1))
    asked = [rows[0], rows[1], rows[3], rows[4]]  # each without its number
    assert _pairs(body, [label for label, _ in asked]) == asked


def test_a_full_stop_in_the_element_of_a_label_ends_it() -> None:
    rows = [("Träger", "Stadt Ulm e. V."), ("Zeitraum", "2019 bis 2021"), ("Barrierefrei", "ja")]
    body = "".join(f"<p><em>{label}.</em> {value}</p>" for label, value in rows)
    assert _pairs(body, [label for label, _ in rows]) == rows
    assert _pairs("<p><b>Ort:</b> Ulm</p><p>Träger. Zeitraum. Barrierefrei.</p>", ["Ort", "Träger"]) == [("Ort", "Ulm")]


LETTER = [("Depot", "12"), ("Börse", "Bern"), ("Valor", "3"), ("Valuta", "15.01.2024")]


def test_in_a_letter_short_values_end_with_their_line() -> None:
    lines = [f"{label}: {value}" for label, value in LETTER]
    lines[1:1] = ["Herrn Beispiel", "Weg 1"]
    lines += ["Die Belastung erfolgt auf Ihrem Konto, wie Sie es uns mit Ihrem Schreiben aufgetragen haben."]
    assert _pairs("\n".join(lines), [label for label, _ in LETTER]) == LETTER


@pytest.mark.parametrize(
    "goes_on",
    [
        "Text: Ein Satz, der bis an den Rand der Zeile reicht und mehr als sie braucht,\nGeht in der nächsten weiter.",
        "Text: Kurz\n   Eingerückt",
        "Text: Kurz\nund klein weiter",
    ],
)
def test_a_line_that_goes_on_is_part_of_a_short_value(goes_on: str) -> None:
    before = "".join(f"{label}: {value}\n" for label, value in LETTER)
    text = goes_on.removeprefix("Text: ").replace("\n   ", " ")
    assert _pairs(f"{before}{goes_on}\nEnde: 1", ["Depot", "Börse", "Valor", "Valuta", "Text", "Ende"])[4][1] == text


def test_where_most_values_are_one_line_none_goes_on_behind_a_br() -> None:
    lines = "<br>".join(f"<b>{label}:</b> {value}" for label, value in LETTER)
    assert (
        _pairs(f"<p>{lines.replace('Bern', 'Bern<br><a href=x>Plan</a>')}</p>", [each for each, _ in LETTER]) == LETTER
    )


def test_where_most_values_have_more_lines_each_goes_on_behind_a_br() -> None:
    rows = [(label, f"{value}\nund mehr") for label, value in LETTER]
    lines = "<br>".join(f"<b>{label}:</b> {value}".replace("\n", "<br>") for label, value in rows)
    assert _pairs(f"<p>{lines}</p>", [each for each, _ in LETTER]) == rows


def test_a_block_behind_the_last_value_of_lines_is_no_line_of_it() -> None:
    lines = "".join(f"<b>{label}:</b> {value}<br>und mehr<br>" for label, value in LETTER[:3])
    page = f"<div>{lines}<b>Valuta:</b> 15.01.2024<p>Heute ist Montag</p></div>"
    assert _pairs(page, [label for label, _ in LETTER])[-1] == ("Valuta", "15.01.2024")


def test_an_element_that_begins_a_value_does_not_empty_it() -> None:
    pair = "<span class=body><b>{}</b>: {}<br></span>"
    page = pair.format("Artist", "M. Griffin") + pair.format("Title", "<i>Fairies</i>") + pair.format("Date", "1932")
    found = [("Artist", "M. Griffin"), ("Title", "Fairies"), ("Date", "1932")]
    assert _pairs(f"<p>{page}</p>", ["Artist", "Title", "Date"]) == found


@pytest.mark.parametrize("between", [" · ", "<br>", ", "])
def test_a_text_before_an_element_is_its_label_in_spans_too(between: str) -> None:
    dated = "<span>{} <time>{}</time></span>"
    page = f"<h1>Gesetz</h1><p>{dated.format('Published', '1 May')}{between}{dated.format('Updated', '2 June')}</p>"
    found = [(label, text.rstrip(",")) for label, text in _pairs(page, ["Published", "Updated"])]
    assert found == [("Published", "1 May"), ("Updated", "2 June")]


@pytest.mark.parametrize(
    "label",
    ["<label>Name <span>(Pflicht)</span></label>", "<span>Name <sup>1</sup></span>", "<b>Name <i>hier</i></b>"],
)
def test_a_remark_in_an_element_is_no_value(label: str) -> None:
    page = "".join(f"<div>{label} {value}</div>" for value in ("Meier", "Schulz", "Kunz"))
    assert not {"(Pflicht)", "1", "hier"} & {text for _, text in _pairs(page, ["Name"])}


def test_a_sign_behind_a_text_is_no_value_of_it() -> None:
    page = "<p><label>Mail <span>*</span></label></p><dl><dt>Mail</dt><dd>a@b.example</dd></dl>"
    assert [each for each in _pairs(page) if each[1] == "*"] == []


def test_the_last_label_has_the_text_below_it_where_no_other_is_empty() -> None:
    pairs = "".join(f"<p><b>{label}</b></p><p>{value}</p>" for label, value in LETTER[:3])
    page = f"{pairs}<p><b>Valuta</b></p><table><tr><td>15.01.2024</td><td></td></tr></table><hr>Nach oben"
    assert _pairs(page, [label for label, _ in LETTER])[-1] == ("Valuta", "15.01.2024")
    for foot in ("<footer><p>Bank</p></footer>", "<div class=foot>Bank</div>", "<ul><li><a href=/>Start</a></ul>"):
        page = f"{pairs}<p><b>Valuta</b></p>{foot}"
        assert _pairs(page, [label for label, _ in LETTER])[-1] == ("Valuta", "")


def test_a_label_with_a_colon_may_begin_any_text_of_a_line() -> None:
    page = "<h1>Gesetz <span>Nummer: 12/44</span></h1><p><b>Stand:</b> 2020</p>"
    assert _pairs(page, ["Nummer", "Stand"]) == [("Nummer", "12/44"), ("Stand", "2020")]
    picture = '<p>Size: <img alt="Size: micro"> small</p><p>UTM: 33U</p>'
    assert _pairs(picture, ["Size", "UTM"])[0][0] == "Size"
    assert len(_pairs(picture, ["Size", "UTM"])) == 2


def test_two_pairs_on_one_line_are_a_value_of_one_line_each() -> None:
    asked = ["Ort", "Tel", "Fax", "Mail", "Name", "Staat"]
    wide = "Eine lange Zeile, die viel Platz braucht und nichts sagt."
    body = f"Ort: Ulm, Tel: 3\nFax: 5, Mail: x\nName: Karl\nNoch was\nStaat: DE\n{wide}\n"
    assert [text for _, text in _pairs(body, asked)] == ["Ulm", "3", "5", "x", "Karl", "DE"]


@pytest.mark.parametrize(
    "column",
    [
        "<ul><li>Ort</li><li>Tel</li><li>Fax</li></ul>Rat und Tat<p>x</p><p>y</p>",
        "<div><p>Ort</p><p>Rat und Tat</p><p>Tel</p><p>Fax</p></div><div><p>1</p><p>2</p><p>3</p><p>4</p></div>",
    ],
    ids=["text without an element behind", "a value between"],
)
def test_labels_before_values_are_not_their_own_values_nor_those_of_others(column: str) -> None:
    texts = [text for _, text in _pairs(f"<div>{column}</div>", ["Ort", "Tel", "Fax"])]
    assert sum("Rat und Tat" in text for text in texts) <= 1
    assert not any(label in text for text in texts for label in ("Ort", "Tel", "Fax"))


def test_two_blanks_behind_a_whole_pair_are_no_columns() -> None:
    rows = [("Beginn", "May 5 2011"), ("Schluß", "Dec 3 2030"), ("Termin", "Jan 1 2012")]  # one gap below the other
    body = "".join(f"{label}: {value.replace(' ', '  ', 1)}\n" for label, value in rows)
    assert _pairs(body, [label for label, _ in rows]) == rows


def test_a_heading_asked_for_has_all_its_paragraphs() -> None:
    assert _pairs("<h2>Ort</h2><p>Bonn</p><p>am Rhein</p><h2>Andere</h2><p>x</p>", ["Ort"]) == [
        ("Ort", "Bonn\nam Rhein")
    ]


@pytest.mark.parametrize(
    "labels", [["", "  ", ":", "Ort:", "ort"], ["Ort", "Ort"]], ids=["blanks and spellings", "twice"]
)
def test_odd_lists_of_labels_do_no_harm(labels: list[str]) -> None:
    assert _pairs("<p><b>Ort:</b> Bonn</p>", labels) == [("Ort", "Bonn")]


def test_no_labels_asked_for_is_no_pair_found() -> None:
    assert _pairs("<p><b>Ort:</b> Bonn</p>", []) == []


def test_labels_of_other_scripts_are_labels() -> None:
    assert _pairs(terms([("住所", "東京"), ("電話", "03")])) == [("住所", "東京"), ("電話", "03")]
