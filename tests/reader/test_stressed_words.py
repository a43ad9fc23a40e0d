"""Words of the vocabulary in bold or italics inside a sentence: part of the value, never a label."""

import re
from random import Random

import pytest
from corpus import scoring
from corpus.families import FAMILIES, Family
from corpus.generate import pages
from corpus.traps import page

from jsiq_scrape.parse import read
from jsiq_scrape.parse.labels.vocabulary import Vocabulary

START = (
    "<h1>Amt</h1><h2>Kontakt</h2><p>Kreis Düren<br>Weg 1<br>52351 Düren</p>"
    "<h2>Fördergebiete</h2><h3>FG 1: Nord</h3><h2>Projekte</h2><h3>Brücke</h3>"
)
COLONS = "<p><strong>{}:</strong> {}</p>"
BARE = "<p><strong>{}</strong> {}</p>"
TERMS = "<dt>{}</dt><dd>{}</dd>"
ROWS = "<tr><th>{}</th><td>{}</td></tr>"
SPANS = "<div><span>{}</span><span>{}</span></div>"
FRAMES = {TERMS: "<dl>{}</dl>", ROWS: "<table>{}</table>"}


STRESS = pytest.mark.xfail(strict=True, reason="a label word in bold inside a value is read as a label")


@pytest.mark.parametrize(
    ("markup", "value"),
    [
        (COLONS, "Junge Menschen, die in der <b>Stadt</b> leben. Für <b>Angebote</b> gilt das."),
        (COLONS, "Alle im <strong>Zeitraum</strong> 2015 bis 2018 Geborenen"),
        (COLONS, 'Siehe <a href="https://a.example/">Kontakt</a> und <a href="https://b.example/">Angebote</a>'),
        (BARE, "Junge Menschen, die in der <strong>Stadt</strong> leben."),
        (BARE, "Junge Menschen mit <strong>Beratung</strong> und <strong>Angeboten</strong>."),
        (TERMS, "Junge Menschen. <em>Angebote</em> gibt es auch."),
        pytest.param(ROWS, "Das <b>Projekt</b> hilft.<br><b>Angebote</b> gibt es viele.", marks=STRESS),
        (SPANS, "Alle, auch ohne <b>Telefon</b> 12 Jahre alt"),
    ],
)
def test_a_stressed_word_is_part_of_its_sentence(markup: str, value: str, vocabulary: Vocabulary) -> None:
    rows = (
        ("Umsetzende Institution(en)", "AWO"),
        ("Zeitraum", "2015"),
        ("Zielgruppe", value),
        ("Casemanagement", "ja"),
        ("Aufsuchende Jugendsozialarbeit", "nein"),
    )
    body = "".join(markup.format(*row) for row in rows)
    reading = read(page(START + FRAMES.get(markup, "{}").format(body)), vocabulary)
    (project,) = reading.projects
    plain = value.replace("<br>", "\n")
    plain = re.sub(r"<[^>]*>", "", plain)
    assert project.target_group == plain
    assert (project.services, project.extras, project.case_management, project.outreach) == (None, (), True, False)
    assert (project.period_start.year if project.period_start else None, reading.findings) == (2015, ())


@pytest.mark.parametrize("markup", [COLONS, TERMS, ROWS])
def test_labels_in_bold_on_one_line_stay_labels_beside_labels_of_another_kind(
    markup: str, vocabulary: Vocabulary
) -> None:
    rows = (
        ("Umsetzende Institution(en)", "AWO"),
        ("Zeitraum", "2015"),
        ("Zielgruppe", "Alle."),
        ("Casemanagement", "ja"),
    )
    body = FRAMES.get(markup, "{}").format("".join(markup.format(*row) for row in rows))
    contact = "<p><b>Telefon</b> 02421 22-1111, <b>Fax</b> 02421 22-1112</p>"
    reading = read(page(START.replace("<h2>Förder", contact + "<h2>Förder") + body), vocabulary)
    assert [(one.phone, one.fax) for one in reading.contacts] == [("+492421221111", "+492421221112")]


def test_ways_to_reach_somebody_are_labels_inside_a_sentence_too(vocabulary: Vocabulary) -> None:
    contact = "<p>Sie erreichen uns unter <b>Telefon</b> 02421 22-1111 und <b>Fax</b> 02421 22-1112.</p>"
    body = COLONS.format("Umsetzende Institution(en)", "AWO") + COLONS.format("Zeitraum", "2015")
    reading = read(page(START.replace("<h2>Förder", contact + "<h2>Förder") + body), vocabulary)
    assert [(one.phone, one.fax) for one in reading.contacts] == [("+492421221111", "+492421221112")]


@pytest.mark.parametrize(
    "before",
    [
        "Frau Rosa Beispiel, ",
        "Rosa Beispiel ",
        "Rosa Beispiel (Leitung) - ",
    ],
)
def test_who_is_named_before_the_label_of_a_line_is_named(before: str, vocabulary: Vocabulary) -> None:
    contact = f"<p>{before}<b>Telefon</b> 02421 22-1111</p>"
    body = COLONS.format("Umsetzende Institution(en)", "AWO") + COLONS.format("Zeitraum", "2015")
    reading = read(page(START.replace("<h2>Förder", contact + "<h2>Förder") + body), vocabulary)
    assert [(one.name, one.phone) for one in reading.contacts] == [("Rosa Beispiel", "+492421221111")]


@pytest.mark.parametrize(
    "line",
    [
        'Frau Rosa Beispiel, <a href="mailto:r@x.de">r@x.de</a>, Telefon: 02421 22-1111, <a href="http://x.de">www.x.de</a>',
        "Rosa Beispiel, r(at)x.de, Telefon: 02421 22-1111, Internet: www.x.de",
        "Rosa Beispiel, www.x.de, Mail: r(at)x.de, Telefon 02421 22-1111",
        "Rosa Beispiel, Telefon 02421 22-1111, r@x.de, www.x.de",
    ],
)
def test_all_that_a_line_says_of_a_person_is_read_with_labels_or_without(line: str, vocabulary: Vocabulary) -> None:
    (one,) = read(page(START.replace("<h2>Förder", f"<p>{line}</p><h2>Förder")), vocabulary).contacts
    assert (one.name, one.email, one.phone, one.website) == (
        "Rosa Beispiel",
        "r@x.de",
        "+492421221111",
        "http://www.x.de",
    )


def test_a_second_address_of_a_person_behind_another_value_is_reported(vocabulary: Vocabulary) -> None:
    line = "<p>Rosa Beispiel, Mail: r@x.de, Telefon: 02421 22-1111, s@x.de</p>"
    reading = read(page(START.replace("<h2>Förder", f"{line}<h2>Förder")), vocabulary)
    assert [one.email for one in reading.contacts] == ["r@x.de"]
    assert [each.text for each in reading.findings if "s@x.de" in each.text] == [
        "another email of the same contact: s@x.de"
    ]


def test_labels_that_follow_each_other_in_one_line_are_none_of_a_sentence(vocabulary: Vocabulary) -> None:
    first = "<b>Zeitraum</b> 2015 <b>Zielgruppe</b> Alle."
    body = f"<p>{first} <b>Casemanagement</b> ja <b>Niedrigschwellige Beratung</b> nein</p>"
    (project,) = read(page(START + body), vocabulary).projects
    told = (project.target_group, project.case_management, project.counselling)
    assert told == ("Alle.", True, False)


INLINE = ("b", "em", "strong", "i", "u", "mark", 'span class="hl"', 'abbr title="x"', 'a href="http://x.example/y"')
LABELS = ("Zeitraum", "Projekt", "Angebote", "Stadt", "Kontakt", "Telefon", "Casemanagement", "Institution")
#: Flat text has no sentence in a line of its own.
FLAT = ("several_pairs_in_one_run", "flat_lines", "print_version")
MARKED_UP = [family for family in FAMILIES if not family.plain and family.name not in FLAT]


def stress(markup: str, sentences: list[str], words: tuple[str, ...], rng: Random) -> tuple[str, str, int]:
    """A page with words inside these sentences put into elements, the same without elements, and how many words."""
    number, stressed, plain = 0, [], []
    for part in re.split(r"((?<=[>\n])[^<>\n]{20,}(?=[<\n]))", markup):
        inner = part.split(" ")
        at = rng.randrange(2, len(inner) - 1) if len(inner) >= 5 else 0
        inside = "<" not in part and any(" ".join(part.split()) in sentence for sentence in sentences)
        if not inside or not inner[at].isalpha():
            stressed.append(part)
            plain.append(part)
            continue
        element, word = rng.choice(INLINE), rng.choice(words) if words else inner[at]
        for texts, shown in ((stressed, f"<{element}>{word}</{element.split()[0]}>"), (plain, word)):
            texts.append(" ".join([*inner[:at], shown, *inner[at + 1 :]]))
        number += 1
    return "".join(stressed), "".join(plain), number


@pytest.mark.parametrize("family", MARKED_UP, ids=lambda family: family.name)
def test_words_in_elements_inside_sentences_change_no_record(family: Family, vocabulary: Vocabulary) -> None:
    number = 0
    for one in pages([family], 3, unknown=30):
        claims = read(one.body, vocabulary).claims
        sentences = [
            claim.text for claim in claims if claim.text and re.search("target_group|services|extras", claim.field)
        ]
        for words in ((), LABELS):
            stressed, plain, found = stress(one.text, sentences, words, Random(f"{family.name}/{one.seed}"))
            told = [scoring.flatten(read(text, vocabulary).model_dump(mode="json")) for text in (stressed, plain)]
            assert scoring.differences(*told) == [], f"seed {one.seed}"
            number += found
    assert number > 0
