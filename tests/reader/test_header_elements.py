"""An element whose tag only begins like that of a heading is an element like any other."""

import pytest

from jsiq_scrape.parse import read
from jsiq_scrape.parse.labels.vocabulary import Vocabulary

PAIRS = [
    ("Umsetzende Institution", "Verein Lernwege"),
    ("Zeitraum", "01.01.2015 - 31.12.2018"),
    ("Zielgruppe", "Junge Menschen"),
    ("Angebote", "Beratung am Nachmittag"),
    ("Sprechzeiten", "montags"),
    ("Casemanagement", "ja"),
]


@pytest.mark.parametrize("tag", ["div", "header", "hgroup"])
def test_labels_and_values_in_equal_elements_alternate(tag: str, vocabulary: Vocabulary) -> None:
    fields = "".join(f"<{tag}>{label}</{tag}><{tag}>{value}</{tag}>" for label, value in PAIRS)
    page = f"<h1>Koordinierungsstelle Stadt Musterau</h1><h2>Projekte</h2><h3>Wegweiser</h3>{fields}"
    (project,) = read(page.encode(), vocabulary).projects
    assert (project.institutions, project.target_group, project.services, project.case_management) == (
        ("Verein Lernwege",),
        "Junge Menschen",
        "Beratung am Nachmittag",
        True,
    )
    assert [(extra.label, extra.text) for extra in project.extras] == [("Sprechzeiten", "montags")]
