"""One rule says what a postal code is, wherever it stands; a wrong one takes nothing with it."""

import pytest

from jsiq_scrape.parse import read
from jsiq_scrape.parse.labels.vocabulary import Vocabulary

PAGE = """<h1>Koordinierungsstelle Stadt Musterau</h1><h2>Kontakt</h2>{}<h2>Fördergebiete</h2><p>Alle.</p>
<h2>Projekte</h2><h3>Wegweiser</h3><dl><dt>Umsetzende Institution:</dt><dd>Verein</dd></dl>"""

BLOCK = "<p>Stadt Musterau<br>Musterweg 1<br>{} Musterau</p>"
ONE_LINE = "<p>Stadt Musterau<br>Musterweg 1, {} Musterau</p>"
ADDRESS = "<p>Anschrift: Musterweg 1, {} Musterau</p>"
BOTH = "<p>Straße: Musterweg 1</p><p>PLZ/Ort: {} Musterau</p>"
EACH = "<p>Straße: Musterweg 1</p><p>PLZ: {}</p><p>Ort: Musterau</p>"
CODE_WITH_TOWN = "<p>Straße: Musterweg 1</p><p>PLZ: {} Musterau</p>"
SHAPES = {"block": BLOCK, "one line": ONE_LINE, "address": ADDRESS, "both": BOTH, "each": EACH, "code": CODE_WITH_TOWN}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("code", ["01067", "52351", "99998", "D-52351"])
def test_a_code_of_the_range_is_taken(code: str, shape: str, vocabulary: Vocabulary) -> None:
    found = read(PAGE.format(shape.format(code)).encode(), vocabulary)
    assert (found.profile.postal_code, found.profile.city) == (code.removeprefix("D-"), "Musterau")
    assert found.profile.street == "Musterweg 1"
    assert [one for one in found.findings if one.kind == "not_understood"] == []


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("code", ["00000", "01000", "99999"])
def test_a_code_beyond_the_range_is_null_with_its_text_and_the_town_stays(
    code: str, shape: str, vocabulary: Vocabulary
) -> None:
    found = read(PAGE.format(shape.format(code)).encode(), vocabulary)
    assert (found.profile.postal_code, found.profile.city) == (None, "Musterau")
    assert found.profile.street == "Musterweg 1"
    (claim,) = [one for one in found.claims if one.field == "profile.postal_code"]
    assert claim.outcome == "not_understood"
    assert code in claim.text
    assert [code in one.text for one in found.findings if one.kind == "not_understood"] == [True]


@pytest.mark.parametrize("code", ["５２３５１", "٥٢٣٥١"])
def test_digits_of_other_scripts_are_no_code(code: str, vocabulary: Vocabulary) -> None:
    found = read(PAGE.format(EACH.format(code)).encode(), vocabulary)
    assert (found.profile.postal_code, found.profile.city) == (None, "Musterau")
