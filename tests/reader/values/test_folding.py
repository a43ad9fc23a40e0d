"""Folding of labels and names, and the comparison of texts between two captures."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jsiq_scrape.parse.folding import canonical, clean, fold

SAME_LABEL = [
    ("Zielgruppe", "ZIELGRUPPE"),
    ("Zielgruppe", "Zielgruppe:"),
    ("Zielgruppe", "Zielgruppe :"),
    ("Zielgruppe", " Zielgruppe\u00a0 : "),
    ("Zielgruppe", "Zielgruppe\uff1a"),
    ("Umsetzende Institution(en)", "Umsetzende\u00a0Institution(en)"),
    ("Umsetzende Institution(en)", "Umsetzende\n   Institution(en)"),
    ("Niederschwellige Beratung", "Nieder\u00adschwellige Beratung"),
    ("Casemanagement", "Case\u200bmanagement"),
    ("Case-Management", "Case\u2011Management"),
    ("Case-Management", "Case\u2010Management"),
    ("Case-Management", "Case\u2013Management"),
    ("Fördergebiete", normalize("NFD", "Fördergebiete")),
    ("Fördergebiete", normalize("NFD", "FÖRDERGEBIETE")),
    ('Programm "Soziale Stadt"', "Programm „Soziale Stadt“"),
    ('Programm "Soziale Stadt"', "Programm «Soziale Stadt»"),
    ('Programm "Soziale Stadt"', "Programm »Soziale Stadt«"),
    ('Programm "Soziale Stadt"', "Programm ”Soziale Stadt”"),
    ('Programm "Soziale Stadt"', "Programm ,,Soziale Stadt''"),
    ("Programm 'Soziale Stadt'", "Programm ‚Soziale Stadt‘"),
    ("Beratung/Clearing", "Beratung / Clearing"),
    ("Straßensozialarbeit", "Strassensozialarbeit"),
]
OTHER_LABEL = [
    ("Zielgruppe", "Zielgruppen"),
    ("Case Management", "Case-Management"),
    ("Case Management", "Casemanagement"),
    ("Träger", "Trager"),
    ("Angebote", "Angebote der Jugendhilfe"),
    ("Soziale Stadt", '"Soziale Stadt"'),
    ("FG 1: Mitte", "FG 1 Mitte"),
]
SAME_TEXT = [
    ("Ein Treff  für alle.", "Ein Treff für alle."),
    ("Ein Treff\nfür alle.", "Ein Treff für alle."),
    ("Ein Treff für alle.", "Ein\u00a0Treff für alle. "),
    ("Ein Treff für alle.", "Ein Treff für alle ."),
    ("Beratung,Begleitung", "Beratung, Begleitung"),
    ("Beratung / Begleitung", "Beratung/Begleitung"),
    ("(offen )", "( offen)"),
    ("Be\u00adratung", "Beratung"),
    ("Be\u200bratung", "Beratung"),
    (normalize("NFD", "Düren"), "Düren"),
    ("„Mitte“", '"Mitte"'),
    ("»Mitte«", "“Mitte”"),
    ("geht's", "geht’s"),
    ("2015 – 2018", "2015 - 2018"),
    ("2015–2018", "2015 — 2018"),
    ("und so weiter …", "und so weiter ..."),
    ("o\ufb03ziell", "offiziell"),
    ("Mail an a(at)b.example", "Mail an a@b.example"),
    ("Mail an a [at] b [dot] example", "Mail an a@b.example"),
    ("Mail an a@ b.example", "Mail an a(at)b.example"),
    ("a(ät)b(punkt)example", "a@b.example"),
]
OTHER_TEXT = [
    ("Ein Treff für alle.", "Ein Treff für viele."),
    ("Ein Treff für alle.", "Ein Treff für alle"),
    ("Ein Treff für alle.", "Treff ein für alle."),
    ("Jugend Stärken", "JugendStärken"),
    ("Treff", "treff"),
    ("Erster Absatz.\nZweiter Absatz.", "Zweiter Absatz.\nErster Absatz."),
    ("12 bis 26", "14 bis 26"),
    ("a(at)b.example", "c(at)b.example"),
    ("Maße", "Masse"),
    ("nein", "ja"),
]


@pytest.mark.parametrize(("one", "other"), SAME_LABEL)
def test_spellings_of_one_label_fold_to_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), OTHER_LABEL)
def test_different_labels_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(("one", "other"), SAME_TEXT)
def test_typography_is_no_difference_between_texts(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(("one", "other"), OTHER_TEXT)
def test_a_changed_word_or_order_is_a_difference_between_texts(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


def test_a_long_text_folds_like_a_short_one() -> None:
    assert fold("Ein  Satz " * 50 + ":") == " ".join(["ein satz"] * 50)


def test_clean_keeps_case_and_marks() -> None:
    assert clean(" Du\u0308re\u00adn\u00a0 „Mitte“: ") == "Düren „Mitte“:"


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=" :/-'\",\u00ad\u00a0\u0308\u0345aAßüÜİŉ@.(t)", max_size=30))
def test_folding_and_the_canonical_form_are_stable_on_typography(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert canonical(canonical(text)) == canonical(text)


@given(st.text())
def test_the_canonical_form_is_stable(text: str) -> None:
    assert canonical(canonical(text)) == canonical(text)


@given(st.text())
def test_decomposed_and_composed_text_are_the_same_text(text: str) -> None:
    assert canonical(normalize("NFD", text)) == canonical(normalize("NFC", text))
    assert fold(normalize("NFD", text)) == fold(normalize("NFC", text))
