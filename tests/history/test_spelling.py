"""The other spellings by which the search finds a word."""

import pytest

from jsiq_scrape.database.search import spelled


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("Düren", "dueren duren"),
        ("Dueren", "düren duren"),
        ("Straße", "strasse"),
        ("Strasse", "straße"),
        ("Größe", "groesse grosse"),
        ("Köln Koeln", "koeln koln köln"),
        ("Ärzte", "aerzte arzte"),
        ("Aerzte", "ärzte arzte"),
        ("Café", "cafe"),
        ("Haus, Hof", ""),
        ("Düren/Jülich", "dueren duren juelich julich"),
        ("", ""),
    ],
)
def test_a_word_has_the_spellings_that_people_type(text: str, others: str) -> None:
    assert spelled(text) == others
