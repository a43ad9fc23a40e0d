"""The words that open a funding area come from the vocabulary alone."""

from pathlib import Path

import pytest

from jsiq_scrape.parse import read
from jsiq_scrape.parse.labels import vocabulary

PAGE = """<h1>Koordinierungsstelle Stadt Musterau</h1><h2>Kontakt</h2>
<p>Stadt Musterau<br>Musterweg 1<br>52351 Musterau</p>
<h2>Fördergebiete</h2><p>Drei.</p><p>{}</p><p>Am Fluss.</p><p>{}</p><p>Am Berg.</p>
<h2>Projekte</h2><h3>Wegweiser</h3><dl><dt>Umsetzende Institution:</dt><dd>Verein</dd></dl>"""


def areas(folder: Path, repository: Path, words: str, *headings: str) -> list[tuple[int | None, str | None]]:
    text = (repository / "parsers" / "office_page.toml").read_text(encoding="utf-8")
    own = folder / "office_page.toml"
    own.write_text(text.replace('words = ["FG", "Fördergebiet"]', f"words = {words}"), encoding="utf-8")
    assert words in own.read_text(encoding="utf-8")
    found = read(PAGE.format(*headings).encode(), vocabulary.load_vocabulary(own)).funding_areas
    return [(one.number, one.name) for one in found]


@pytest.mark.parametrize(
    "word", ["Quartier", "Sozialer Raum", "Förder-Gebiet", "Straßenzug"], ids=["one", "two", "hyphen", "sharp s"]
)
@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("{} 1: Mitte", (1, "Mitte")),
        ("{} Nr. 2 - Mitte", (2, "Mitte")),
        ("{}: 3: Mitte", None),
        ("{} A: Mitte", (None, "A: Mitte")),
    ],
)
def test_a_word_of_the_vocabulary_opens_an_area_with_its_number_and_name(
    word: str, form: str, expected: tuple[int | None, str] | None, tmp_path: Path, repository: Path
) -> None:
    found = areas(tmp_path, repository, f'["{word}"]', form.format(word), form.format(word.upper()))
    assert found == ([expected, expected] if expected else [])


def test_a_word_that_the_vocabulary_does_not_have_opens_none(tmp_path: Path, repository: Path) -> None:
    assert areas(tmp_path, repository, '["Quartier"]', "FG 1: Nord", "Gebiet 2: Süd") == []


def test_a_heading_that_counts_the_word_opens_an_area(tmp_path: Path, repository: Path) -> None:
    found = areas(tmp_path, repository, '["Quartier"]', "<b>1. Quartier: Nord</b>", "<b>2. Quartier - Süd</b>")
    assert found == [(1, "Nord"), (2, "Süd")]
