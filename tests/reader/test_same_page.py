"""One page as editors, programs and printers write it: what differs in the markup makes no difference in the record."""

import pytest

from jsiq_scrape.parse import read
from jsiq_scrape.parse.labels.vocabulary import Vocabulary
from jsiq_scrape.records import Reading

OFFICE = """<h1>Fachdienst Jugend</h1><p>Stadt Musterau</p><h2>Kontakt</h2>
<p>Stadt Musterau<br>Fachdienst Jugend<br>Am Anger 4<br>12345 Musterau<br>Thüringen</p>
<h2>Fördergebiete</h2><h3>FG 1: Altstadt</h3><p>Dicht bebaut.</p>"""
LABELS = ("Umsetzende Institution(en)", "Zeitraum", "Zielgruppe", "Angebote", "Casemanagement", "Beratung/Clearing")
VALUES = (
    ("Hafenwerk e. V.", "01.01.2015 - 31.12.2018", "Junge Menschen.", "Offener Treff.", "ja", "nein"),
    ("Lernhof gGmbH", "01.07.2015 - 31.12.2018", "Auszubildende.", "Werkstatt am Abend.", "nein", "ja"),
)
TITLES = ("Kompass", "Neuland")


def _written(pair: str, frame: str = "{}") -> str:
    """The page with its pairs in a markup; in `pair`, {half} and {rest} are the two halves of a label."""
    projects = ""
    for title, values in zip(TITLES, VALUES, strict=True):
        pairs = "".join(
            pair.format(label=label, half=label[:5], rest=label[5:], value=value)
            for label, value in zip(LABELS, values, strict=True)
        )
        projects += f"<h3>{title}</h3>{frame.format(pairs)}"
    return f"<body>{OFFICE}<h2>Projekte</h2>{projects}</body>"


PLAIN = _written("<p><strong>{label}:</strong> {value}</p>")
TABLE = _written("<tr><th>{label}</th><td>{value}</td></tr>", "<table>{}</table>")


def _as_text(pair: str) -> str:
    head = "Fachdienst Jugend\n\nStadt Musterau\n\nKontakt\n\nStadt Musterau\nFachdienst Jugend\nAm Anger 4\n"
    head += "12345 Musterau\nThüringen\n\nFördergebiete\n\nFG 1: Altstadt\nDicht bebaut.\n\nProjekte\n\n"
    blocks = [
        f"{title}\n\n" + "".join(pair.format(*each) for each in zip(LABELS, values, strict=True))
        for title, values in zip(TITLES, VALUES, strict=True)
    ]
    return head + "\n".join(blocks)


COLUMNS = _as_text("  {:<32}{}\n")
BROKEN_PAGE = COLUMNS.replace("Offener Treff.", "Offener\n\n  Profil von Musterau\n\fSeite 2\n\n" + 34 * " " + "Treff.")

PAIRED_ROWS = _written("<div class=r><div class=a><p>{label}</p></div><div class=b><p>{value}</p></div></div>")
TERMS = _written("<dt>{label}</dt><dd>{value}</dd>", "<dl>{}</dl>")

SAME = {
    "a font in all paragraphs": PAIRED_ROWS.replace("<p>", "<p><font size=2>").replace("</p>", "</font></p>"),
    "a list of lists": TERMS.replace("<h3>Kompass</h3>", "<dl><dt>Kompass</dt><dd>")
    .replace("<h3>Neuland</h3>", "</dd><dt>Neuland</dt><dd>")
    .replace("</dl></body>", "</dl></dd></dl></body>"),
    "a label in two halves, each in two elements": _written(
        "<p><em><b>{half}</b></em><em><b>{rest}</b></em> {value}</p>"
    ),
    "a form for those who may edit": TABLE.replace(
        "</body>", "<form><label>Name</label><input name=u><label>Passwort</label><input type=password></form></body>"
    ),
    "a date of the site": PLAIN.replace("</body>", "<p>Stand: 12.03.2017</p></body>"),
    "a date of the site in a text": _as_text("{}: {}\n") + "\nStand: 12.03.2017\n",
    "values below labels": _as_text("   {}\n        {}\n"),
    "tables of Markdown": _as_text("| {} | {} |\n")
    .replace("| Umsetzende", "|  |  |\n| --- | --- |\n| Umsetzende")
    .replace("Kontakt\n", "## Kontakt\n", 1)
    .replace("Projekte\n", "## Projekte\n")
    .replace("Fördergebiete\n", "## Fördergebiete\n")
    .replace("FG 1: Altstadt\n", "### FG 1: Altstadt\n\n")
    .replace("Musterau\nFach", "Musterau  \nFach")
    .replace("Jugend\nAm", "Jugend  \nAm")
    .replace("4\n123", "4  \n123")
    .replace("Musterau\nThü", "Musterau  \nThü"),
    "b among strong": PLAIN.replace("<strong>Zeitraum:</strong>", "<b>Zeitraum:</b>", 1).replace(
        "<strong>Casemanagement:</strong>", "<u>Casemanagement:</u>", 1
    ),
    "the colon behind the bold": PLAIN.replace("Angebote:</strong>", "Angebote</strong>:", 1),
    "bold in two halves": _written("<p><b>{half}</b><b><span>{rest}</span></b> {value}</p>"),
    "a label broken by br": PLAIN.replace("Umsetzende Institution(en)", "Umsetzende<br>Institution(en)"),
    "bold in some cells": TABLE.replace("<th>Zeitraum</th>", "<th><b>Zeitraum:</b></th>", 1),
    "an abbreviation in a term": TABLE.replace("<th>Casemanagement</th>", "<th><abbr>Casemanagement</abbr></th>"),
    "a row that heads a group": TABLE.replace(
        "<tr><th>Casemanagement", "<tr><th colspan=2>Bausteine</th></tr><tr><th>Casemanagement"
    ),
    "a column of numbers": TABLE.replace("<tr>", "<tr><td>1.</td>"),
    "a column of pictures": TABLE.replace("<tr>", '<tr><td><img src="x.gif" alt=""></td>'),
    "a layout of columns": PLAIN.replace(
        "<body>", '<body><table><tr><td><a href="/">Start</a><br><a href="/k">Kontakt</a></td><td>'
    ).replace("</body>", "</td></tr></table></body>"),
    "a value over an unfinished line": PLAIN.replace("01.01.2015 -", "01.01.2015 -<br>"),
    "a panel that a tab shows": PLAIN.replace("<h3>Neuland", '<div role="tabpanel" hidden><h3>Neuland'),
    "a part that a button shows": PLAIN.replace(
        "<h3>Neuland", '<button aria-controls="p2">mehr</button><div id="p2" style="display:none"><h3>Neuland'
    ),
    "a part that a script shows": PLAIN.replace(
        "<h3>Neuland",
        """<img src="auf.gif" onclick="zeigen('p2', this)"><div id="p2" style="display: none"><h3>Neuland""",
    ),
    "a picture with a caption": PLAIN.replace(
        "<h2>Projekte", '<figure><img src="x.jpg" alt=""><figcaption>Foto: Archiv</figcaption></figure><h2>Projekte'
    ),
    "stars around labels": _as_text("*{}* {}\n\n"),
    "columns": COLUMNS,
    "tabs": _as_text("{}\t{}\n"),
    "a page that ends within a value": BROKEN_PAGE + "\n  Profil von Musterau\n\fSeite 3\n",
    "heads of pages in columns": COLUMNS.replace("Neuland", "Profil                  Musterau\n\fNeuland")
    + "\nProfil                  Musterau\n",
    "a quoted mail": "".join(f"> {line}\n" for line in _as_text("{}: {}\n").splitlines()),
    "underlined headings": _as_text("{}: {}\n").replace("Kontakt\n", "Kontakt\n-------\n"),
}


def _record(reading: Reading) -> tuple[object, ...]:
    assert reading.profile is not None
    projects = [one.model_dump() | {"services": (one.services or "").split()} for one in reading.projects]
    return reading.profile, reading.extras, projects


@pytest.mark.parametrize("page", SAME.values(), ids=SAME)
def test_the_record_is_the_same(page: str, vocabulary: Vocabulary) -> None:
    expected = read(PLAIN, vocabulary)
    assert [one.title for one in expected.projects if one.counselling is not None] == list(TITLES)
    assert _record(read(page, vocabulary)) == _record(expected)


@pytest.mark.parametrize(
    ("markup", "services"),
    [
        (PLAIN.replace("Offener Treff.</p>", "Offener Treff.</p><h5>Im Sommer</h5><p>Auch im Park.</p>"), 3),
        (_as_text("{}\t{}\n").replace("Offener Treff.", "Offener Treff.\nIm Sommer\nauch im Park."), 3),
        (COLUMNS.replace("Offener Treff.", f"Offener Treff.\n{34 * ' '}• Sport\n{34 * ' '}• Musik"), 3),
    ],
    ids=["a heading inside", "lines behind a tab", "bullets in a column"],
)
def test_a_text_goes_on_to_the_next_label(markup: str, services: int, vocabulary: Vocabulary) -> None:
    first, second = read(markup, vocabulary).projects
    assert len((first.services or "").splitlines()) == services
    assert (first.case_management, second.title) == (True, "Neuland")


@pytest.mark.parametrize("label", ["Angebot nur für Mädchen", "Zeitraum der Auswertung"])
@pytest.mark.parametrize("page", [PLAIN, TABLE], ids=["paragraphs", "table"])
def test_a_longer_label_is_not_the_one_that_it_begins_with(page: str, label: str, vocabulary: Vocabulary) -> None:
    pair = f"<p><strong>{label}:</strong> ja</p>" if page == PLAIN else f"<tr><th>{label}</th><td>ja</td></tr>"
    before = "<p><strong>Casemanagement" if page == PLAIN else "<tr><th>Casemanagement"
    first, _ = read(page.replace(before, pair + before, 1), vocabulary).projects
    assert [(extra.label, extra.text) for extra in first.extras] == [(label, "ja")]
    assert (first.services, str(first.period_start)) == ("Offener Treff.", "2015-01-01")


def test_a_label_over_rows_has_the_values_of_all(vocabulary: Vocabulary) -> None:
    page = TABLE.replace("<th>Umsetzende Institution(en)</th><td>Hafenwerk e. V.</td></tr>", "<th rowspan=2>{}</th>{}")
    page = page.format("Umsetzende Institution(en)", "<td>Hafenwerk e. V.</td></tr><tr><td>Volkshochschule</td></tr>")
    assert read(page, vocabulary).projects[0].institutions == ("Hafenwerk e. V.", "Volkshochschule")


def test_areas_may_be_headed_without_a_colon(vocabulary: Vocabulary) -> None:
    (area,) = read(PLAIN.replace("FG 1: Altstadt", "FG 1 Altstadt"), vocabulary).funding_areas
    assert (area.number, area.name, area.description) == (1, "Altstadt", "Dicht bebaut.")
