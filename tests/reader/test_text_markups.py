"""Profiles as text browsers, converters and printers write them: each way in which a text shows its labels."""

import pytest

from jsiq_scrape.parse import label_values, read
from jsiq_scrape.parse.document import parse_document
from jsiq_scrape.parse.labels.vocabulary import Vocabulary
from jsiq_scrape.records import Project

HEAD = "Amt\n\nKontakt\n\nKreis X\nWeg 1\n52351 Düren\n\nFördergebiete\n\nFG 1: Nord\n\nProjekte\n\nBrücke\n\n"
BRIDGE = ("Brücke", ("AWO",), 2015, "Alle jungen Leute.", "Beratung und ein Café.", True, False)


def _told(project: Project) -> tuple[object, ...]:
    begin = project.period_start.year if project.period_start else None
    texts = [" ".join(text.split()) if text else text for text in (project.target_group, project.services)]
    return project.title, project.institutions, begin, *texts, project.case_management, project.outreach


NARROW = """\
Umsetzende        AWO
Institution(en){0}

Zeitraum{0}         2015

Zielgruppe{0}       Alle jungen
                  Leute.

Angebote{0}         Beratung und
                  ein Café.

Casemanage-{1}       ja
ment{0}

Aufsuchende       nein
Jugendsozialarbeit{0}
"""
ASCIIDOC = """\
== Amt

=== Kontakt

Kreis X +
Weg 1 +
52351 Düren

=== Fördergebiete

==== FG 1: Nord

=== Projekte

==== Brücke

Umsetzende Institution(en)::
  AWO
Zeitraum::
  2015
Zielgruppe::
  Alle jungen Leute.
Angebote::
  Beratung und ein Café.
Casemanagement::
  ja
Aufsuchende Jugendsozialarbeit::
  nein
"""
ORG = """\
* Amt

** Kontakt
Kreis X\\\\
Weg 1\\\\
52351 Düren

** Fördergebiete

*** FG 1: Nord

** Projekte

*** Brücke
- Umsetzende Institution(en) :: AWO
- Zeitraum :: 2015
- Zielgruppe :: Alle jungen
  Leute.
- Angebote :: Beratung und
  ein Café.
- Casemanagement :: ja
- Aufsuchende Jugendsozialarbeit :: nein
"""
REST = """\
Amt
===

Kontakt
-------

| Kreis X
| Weg 1
| 52351 Düren

Fördergebiete
-------------

FG 1: Nord
~~~~~~~~~~

Projekte
--------

Brücke
~~~~~~

Umsetzende Institution(en)
   AWO

Zeitraum
   2015

Zielgruppe
   Alle jungen Leute.

Angebote
   Beratung und ein Café.

Casemanagement
   ja

Aufsuchende Jugendsozialarbeit
   nein
"""
PANDOC = """\
::: {#main .column}
# Amt {#amt}

## Kontakt

Kreis X\\
Weg 1\\
52351 Düren

## Fördergebiete {#gebiete .kopf}

### FG 1: Nord

## Projekte

::: {.views-row .views-row-1}
### [Brücke]{.title}

[Umsetzende Institution(en): ]{.label}AWO

[Zeitraum: ]{.label}01.01.2015 -- 31.12.2015

[Zielgruppe: ]{.label}[Alle jungen
Leute.]{style="color:red"}

[Angebote: ]{.label}Beratung und ein Café.

[Casemanagement: ]{.label}ja

[Aufsuchende Jugendsozialarbeit: ]{.label}nein
:::
:::
"""
GITHUB = """\
<div id="main">

# Amt

## Kontakt

Kreis X  
Weg 1  
52351 Düren

## Fördergebiete

### FG 1: Nord

## Projekte

<div class="projekt">

### Brücke

<span class="label">Umsetzende Institution(en):</span> AWO

<span class="label">Zeitraum:</span> 2015

<span class="label">Zielgruppe:</span> Alle jungen Leute.

<span class="label">Angebote:</span> Beratung und ein Café.

<span class="label">Casemanagement:</span> ja

<span class="label">Aufsuchende Jugendsozialarbeit:</span> nein

</div>

</div>
"""  # noqa: W291
RULES = """\
  --------------------------------- ----------------
  Umsetzende Institution(en)        AWO

  Zeitraum                          2015

  Zielgruppe                        Alle jungen
                                    Leute.

  Angebote                          Beratung und ein
                                    Café.

  Casemanagement                    ja

  Aufsuchende Jugendsozialarbeit    nein
  --------------------------------- ----------------
"""
STROKES = """\
+--------------------------------+------------------+
| Umsetzende Institution(en)     | AWO              |
+--------------------------------+------------------+
| Zeitraum                       | 2015             |
+--------------------------------+------------------+
| Zielgruppe                     | Alle jungen      |
|                                | Leute.           |
+--------------------------------+------------------+
| Angebote                       | Beratung und ein |
|                                | Café.            |
+--------------------------------+------------------+
| Casemanagement                 | ja               |
+--------------------------------+------------------+
| Aufsuchende Jugendsozialarbeit | nein             |
+--------------------------------+------------------+
"""
FRAME = """\
+------------------------------------+
| Umsetzende Institution(en): AWO    |
|                                    |
| Zeitraum: 2015                     |
|                                    |
| Zielgruppe: Alle jungen Leute.     |
|                                    |
| Angebote: Beratung und ein Café.   |
|                                    |
| Casemanagement: ja                 |
|                                    |
| Aufsuchende Jugendsozialarbeit:    |
| nein                               |
+------------------------------------+
"""
TWO_BLANKS = """\
Umsetzende Institution(en)  AWO

Zeitraum  2015

Zielgruppe  Alle jungen
Leute.

Angebote  Beratung und
ein Café.

Casemanagement  ja

Aufsuchende Jugendsozialarbeit  nein
"""
DOTS = """\
Umsetzende Institution(en) ...... AWO
Zeitraum ........................ 2015
Zielgruppe ...................... Alle jungen
                                  Leute.
Angebote ........................ Beratung und
                                  ein Café.
Casemanagement .................. ja
Aufsuchende Jugendsozialarbeit:_  nein
""".replace(":_", " .")
COLONS = """\
Umsetzende Institution(en): AWO

Zeitraum: 2015

Zielgruppe: Alle jungen Leute.

Angebote: Beratung und ein Café.

Casemanagement: ja

Aufsuchende Jugendsozialarbeit: nein
"""

TEXTS = {
    "a narrow column of labels with colons": HEAD + NARROW.format(":", ""),
    "a narrow column of labels in rows apart": HEAD + NARROW.format("", ""),
    "AsciiDoc": ASCIIDOC,
    "Org": ORG,
    "reStructuredText": REST,
    "Markdown of pandoc": PANDOC,
    "Markdown with elements": GITHUB,
    "columns below rules": HEAD + RULES,
    "a table drawn with strokes": HEAD + STROKES,
    "a frame drawn with strokes": HEAD + FRAME,
    "two blanks behind each label": HEAD + TWO_BLANKS,
    "dots that had no room": HEAD + DOTS,
    "links numbered by a text browser": (HEAD + COLONS).replace("Brücke", "[3]Brücke")
    + "\n   [4]Zurück\n\nReferences\n\n   1. http://kreis.example/\n   2. http://kreis.example/b\n",
    "links to edit each part": (HEAD + COLONS)
    .replace("Kontakt\n", "Kontakt[Bearbeiten]\n")
    .replace("Fördergebiete\n", "Fördergebiete[Bearbeiten]\n")
    .replace("Brücke\n", "Brücke[Bearbeiten]\n"),
    "a menu with the words of labels": HEAD.replace("Amt\n", "- Angebote\n- Zielgruppen\n- Kontakt\n- Presse\n\nAmt\n")
    + COLONS,
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_project_is_read_however_a_text_is_marked_up(name: str, vocabulary: Vocabulary) -> None:
    reading = read(TEXTS[name], vocabulary)
    assert [_told(project) for project in reading.projects] == [BRIDGE]
    assert (reading.profile.office if reading.profile else None) == "Amt"
    assert (reading.profile.street if reading.profile else None) == "Weg 1"
    assert [(area.number, area.name) for area in reading.funding_areas] == [(1, "Nord")]
    assert (reading.extras, reading.projects[0].extras) == ((), ())


def test_rows_of_a_table_below_rules_need_no_second_one(vocabulary: Vocabulary) -> None:
    table = "  ---------------- ----\n  Soziale Stadt    ja\n  ---------------- ----\n\n"
    reading = read(HEAD.replace("Projekte", f"{table}Projekte") + COLONS, vocabulary)
    assert reading.profile is not None
    assert reading.profile.soziale_stadt is True


def test_numbered_lines_that_stand_alone_over_texts_are_areas(vocabulary: Vocabulary) -> None:
    areas = "1. Nord\n\nViele Häuser.\n\n2. Süd\n\nViel Grün.\n"
    reading = read(HEAD.replace("FG 1: Nord\n", areas) + COLONS, vocabulary)
    assert [(area.number, area.name, area.description) for area in reading.funding_areas] == [
        (1, "Nord", "Viele Häuser."),
        (2, "Süd", "Viel Grün."),
    ]


def test_numbered_lines_one_below_the_other_are_a_list(vocabulary: Vocabulary) -> None:
    services = "1. Beratung\n\n2. Café\n\n3. Hilfe\n"
    (project,) = read(
        HEAD + COLONS.replace("Beratung und ein Café.\n", f"Wir bieten\n\n{services}"), vocabulary
    ).projects
    assert (project.title, project.case_management) == ("Brücke", True)
    assert project.services is not None
    assert project.services.splitlines() == ["Wir bieten", "1. Beratung", "2. Café", "3. Hilfe"]


def test_a_line_that_nothing_marks_begins_no_project_in_a_text(vocabulary: Vocabulary) -> None:
    text = HEAD + COLONS.replace(":", "").replace("Zielgruppe", "Plätze etwa 60 im Jahr\n\nZielgruppe")
    assert [_told(project) for project in read(text, vocabulary).projects] == [BRIDGE]


def test_the_office_is_named_in_a_list_right_below_its_heading(vocabulary: Vocabulary) -> None:
    contact = "Kontakt\n\n- Koordinierungsstelle: Jugendbüro\n- Straße: Weg 1\n- PLZ/Ort: 52351 Düren\n"
    reading = read(HEAD.replace("Kontakt\n\nKreis X\nWeg 1\n52351 Düren\n", contact) + COLONS, vocabulary)
    assert reading.profile is not None
    assert (reading.profile.office, reading.profile.street, reading.extras) == ("Jugendbüro", "Weg 1", ())


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Kategorie: Software :: Werkzeuge\nStufe: Alpha :: Beta\n", ["Kategorie: Software :: Werkzeuge"]),
        ("Er sagte [sic] viel\nund [sic] wenig\n", ["Er sagte [sic] viel"]),
        ("| a | b |\n| c | d |\n", ["| a | b |"]),
        ("3 +\n4\n", ["3 +"]),
        ("Gleich a == b und c == d\n", ["Gleich a == b und c == d"]),
    ],
)
def test_signs_that_a_text_has_for_other_reasons_stay(text: str, lines: list[str]) -> None:
    assert [line.text for line in parse_document(text).lines()][:1] == lines


def test_elements_in_a_page_that_shows_markdown_are_markup() -> None:
    body = "<!DOCTYPE html><html><body><pre>\n# Kopf\n\n## Teil\n</pre><p>Text</p></body></html>"
    document = parse_document(body)
    assert [line.text for line in document.lines()] == ["# Kopf", "## Teil", "Text"]


KEPT: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "borders alone": ("Ort: a\n+---+\n+---+\n+---+\nZiel: b\n", [("Ort", "a\n+---+\n+---+\n+---+"), ("Ziel", "b")]),
    "a drawing whose strokes stand elsewhere": (
        "+---+---+\n| Ort: Köln am Rhein |\n+---+---+\n",
        [("Ort", "Köln am Rhein |\n+---+---+")],
    ),
    "borders of different widths": (
        "Ort: a\n+---+\n| a |\n+---+---+\n| b |\n+---+\n\nZiel: b\n",
        [("Ort", "a\n+---+\n| a |\n+---+---+\n| b |\n+---+"), ("Ziel", "b")],
    ),
    "answers in brackets": (
        "Ort: [ja]\n\nZiel: [ja]\n\nArt: [ja]\n",
        [("Ort", "[ja]"), ("Ziel", "[ja]"), ("Art", "[ja]")],
    ),
    "a plus behind ages": ("Ort: ab 14 +\nZiel: ab 18 +\n", [("Ort", "ab 14 +"), ("Ziel", "ab 18 +")]),
    "a list in a list": (
        "Ort:\n* Köln\n** Nord\n** Süd\n* Ulm\n\nZiel: Rat\n",
        [("Ort", "Köln\nNord\nSüd\nUlm"), ("Ziel", "Rat")],
    ),
    "one colon missing": (
        "Ort:              Köln\nZusammenarbeit    ja\nBeratungsangebot: nein\nZiel:             Rat\n",
        [("Ort", "Köln"), ("Zusammenarbeit", "ja"), ("Beratungsangebot", "nein"), ("Ziel", "Rat")],
    ),
    "one blank at the ends of lines": (
        "Ort: **Köln** \nZiel: **Rat** \nArt: 3 \n",
        [("Ort", "Köln"), ("Ziel", "Rat"), ("Art", "3")],
    ),
    "dashes inside a word": (
        "# A {#a}\n\n**Ort:** info@xn--kln-sna.de\n\n**Ziel:** x\n",
        [("Ort", "info@xn--kln-sna.de"), ("Ziel", "x")],
    ),
    "rules that divide texts": (
        "**Ort:** Köln\n\n--- --- ---\n\n**Ziel:** Viele Leute\n\n--- --- ---\n\n**Art:** x\n",
        [("Ort", "Köln"), ("Ziel", "Viele Leute"), ("Art", "x")],
    ),
    "a part of a page with a script": (
        "<div><script>a='**x** **y**'</script>\n\n    <dl><dt>Ort</dt><dd>Köln</dd>\n\n    <dt>Ziel</dt><dd>Rat</dd>",
        [("Ort", "Köln"), ("Ziel", "Rat")],
    ),
    "labels of one length": ("Ort  Köln\nArt  3\n", [("Ort", "Köln"), ("Art", "3")]),
    "a bracket that nobody closes": ("Ort (am Rhein: Köln\nZiel: Rat\n", [("Ort (am Rhein", "Köln"), ("Ziel", "Rat")]),
}


@pytest.mark.parametrize("name", KEPT)
def test_what_only_looks_like_the_sign_of_a_markup_is_text(name: str) -> None:
    text, pairs = KEPT[name]
    found = label_values(text, [label for label, _ in pairs])
    assert [(each.label, each.text) for each in found] == pairs


def test_lines_that_end_as_those_of_windows_are_read_alike(vocabulary: Vocabulary) -> None:
    for text in (ASCIIDOC, PANDOC):
        assert read(text.replace("\n", "\r\n"), vocabulary).projects == read(text, vocabulary).projects


def test_the_digits_of_an_address_are_no_number_of_a_person(vocabulary: Vocabulary) -> None:
    (one,) = read(HEAD.replace("Düren\n", "Düren\n\nE-Mail: 0242122111@x.de\n") + COLONS, vocabulary).contacts
    assert (one.email, one.phone) == ("0242122111@x.de", None)


def test_a_date_that_stands_alone_opens_nothing(vocabulary: Vocabulary) -> None:
    text = HEAD + COLONS.replace("Zeitraum: 2015", "Zeitraum:\n\n1. Januar 2015")
    assert [project.title for project in read(text, vocabulary).projects] == ["Brücke"]


def test_the_spans_of_pandoc_make_markdown_of_a_text(vocabulary: Vocabulary) -> None:
    page = (
        "[Stadt X]{.c1}\n\n## [Projekte]{.c4} {#h.1 .c12}\n\n### [Brücke]{.c4} {#h.2 .c13}\n\n"
        "[Umsetzende Institution:]{.c3}[ AWO\nKreis X]{.c0}\n\n[Zeitraum:]{.c3}[ 2016]{.c0}\n\n"
        '[Casemanagement:]{.c3}[![Ja](data:image/svg+xml;base64,PHN2Zy8+ "Ja")]{.c0}\n'
    )
    (project,) = read(page, vocabulary).projects
    assert (project.title, project.institutions, project.case_management) == ("Brücke", ("AWO Kreis X",), True)


def test_drawn_tables_in_markdown_may_hold_paragraphs(vocabulary: Vocabulary) -> None:
    narrow, rule = "+-----------------+------+", "+-----------------+-----------------+"
    rows = (
        narrow,
        "| **Beratung/     | nein |",
        "| Clearing**      |      |",
        narrow,
        "",
        rule,
        "| **Umsetzende    | AWO             |",
        "| Institution**   |                 |",
        rule,
        "| **Angebote**    | Beratung und    |",
        "|                 | Hilfe           |",
        "|                 |                 |",
        "|                 | Tanz            |",
        rule,
        "| **Zeitraum**    | 2016            |",
        rule,
        "| **Case          | ja              |",
        "| management**    |                 |",
        rule,
    )
    page = "# Stadt X\n\n## Projekte\n\n### Brücke\n\n{}\n".format("\n".join(rows))
    (project,) = read(page, vocabulary).projects
    assert (project.institutions, project.services) == (("AWO",), "Beratung und Hilfe\nTanz")


def test_markdown_that_breaks_its_lines_keeps_no_others() -> None:
    page = "*Ein Titel*\n\n*Noch einer*\n\n**Ort:** Ulm\\\nam Fluss\\\noben\n\n**Ziel:** Ruhe für\nalle\n"
    found = {pair.label: pair.text for pair in label_values(page, ["Ort", "Ziel"])}
    assert found == {"Ort": "Ulm\nam Fluss\noben", "Ziel": "Ruhe für alle"}


def test_a_narrow_column_of_a_drawn_table_in_markdown_is_no_dash(vocabulary: Vocabulary) -> None:
    rule = "+-----------------+------+"
    rows = (rule, "| **Beteiligung   | ja   |", "| am Programm     |      |", "| Soziale Stadt** |      |", rule)
    areas = "## Fördergebiete\n\n**FG 1: Nord**\n\nText **a** **b**\n\n" + "\n".join(rows)
    page = f"# Stadt X\n\n{areas}\n\n## Projekte\n\n### Brücke\n\n**Umsetzende Institution:** AWO\n"
    profile = read(page, vocabulary).profile
    assert profile is not None
    assert profile.soziale_stadt is True
