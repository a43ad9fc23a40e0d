"""An address whose parts have labels of their own, right and wrong; and charsets that are none."""

import pytest

from jsiq_scrape.parse import read
from jsiq_scrape.parse.labels.vocabulary import Vocabulary
from jsiq_scrape.records import FindingKind, Reading

PAGE = """<!doctype html><meta charset="{charset}"><body><h1>Jugendamt Musterkreis</h1><h2>Kontakt</h2>
<dl><dt>Straße:</dt><dd>Musterweg 1</dd>{fields}</dl><h2>Projekte</h2>
<dl><dt>Projekttitel:</dt><dd>Werkstatt</dd><dt>Umsetzende Institution(en):</dt><dd>Werk e. V.</dd></dl></body>"""


def _read(vocabulary: Vocabulary, charset: str = "utf-8", **fields: str) -> Reading:
    pairs = "".join(f"<dt>{label}:</dt><dd>{text}</dd>" for label, text in fields.items())
    return read(PAGE.format(charset=charset, fields=pairs).encode(), vocabulary)


@pytest.mark.parametrize("label", ["PLZ", "Ort"])
def test_postal_code_and_town_share_either_label(vocabulary: Vocabulary, label: str) -> None:
    profile = _read(vocabulary, **{label: "52351 Düren"}).profile
    assert profile is not None
    assert (profile.street, profile.postal_code, profile.city) == ("Musterweg 1", "52351", "Düren")


def test_a_postal_code_alone_is_one(vocabulary: Vocabulary) -> None:
    profile = _read(vocabulary, PLZ="52351", Ort="Düren").profile
    assert profile is not None
    assert (profile.postal_code, profile.city) == ("52351", "Düren")


def test_a_postal_code_that_is_none_is_reported(vocabulary: Vocabulary) -> None:
    reading = _read(vocabulary, PLZ="siehe Anfahrt")
    assert reading.profile is not None
    assert reading.profile.postal_code is None
    assert "PLZ: siehe Anfahrt" in [one.text for one in reading.findings if one.kind is FindingKind.NOT_UNDERSTOOD]


def test_a_land_that_is_none_is_reported(vocabulary: Vocabulary) -> None:
    reading = _read(vocabulary, Bundesland="Preußen")
    assert reading.profile is not None
    assert reading.profile.state is None
    assert "Bundesland: Preußen" in [one.text for one in reading.findings if one.kind is FindingKind.NOT_UNDERSTOOD]


@pytest.mark.parametrize("charset", ["idna", "punycode", "utf-7", "unicode_escape", "raw_unicode_escape", "undefined"])
def test_a_codec_that_is_no_charset_is_not_used(vocabulary: Vocabulary, charset: str) -> None:
    reading = _read(vocabulary, charset, Ort="Düren")
    assert reading.charset == "utf-8"
    assert reading.profile is not None
    assert reading.profile.city == "Düren"
