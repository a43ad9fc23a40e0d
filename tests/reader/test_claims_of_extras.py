"""What stands under an unknown label is evidence too: each extra has a claim, in the order of the extras."""

from jsiq_scrape.parse import read
from jsiq_scrape.parse.labels.vocabulary import Vocabulary
from jsiq_scrape.records import Outcome

PAGE = """<h1>Kreis Musterland</h1><h2>Kontakt</h2><p>Weg 1<br>12345 Probenau</p>
<dl><dt>Sprechzeiten</dt><dd>Mo bis Do</dd></dl>
<h2>Gut zu wissen</h2><p>Sprachkurse: drei</p>
<h2>Projekte</h2>
<h3>Eins</h3><dl><dt>Umsetzende Institution</dt><dd>AWO</dd><dt>Plätze</dt><dd>12</dd></dl>
<h3>Zwei</h3><dl><dt>Umsetzende Institution</dt><dd>Diakonie</dd><dt>Plätze</dt><dd><p>20</p><p>und mehr</p></dd></dl>
"""


def test_every_extra_has_a_claim_with_its_label_text_and_lines(vocabulary: Vocabulary) -> None:
    reading = read(PAGE, vocabulary, content_type="text/html")
    extras = {f"extras[{nth}]": extra for nth, extra in enumerate(reading.extras)}
    for number, project in enumerate(reading.projects):
        extras |= {f"projects[{number}].extras[{nth}]": extra for nth, extra in enumerate(project.extras)}
    told = {claim.field: claim for claim in reading.claims if "extras[" in claim.field}
    assert {name: (claim.label, claim.text) for name, claim in told.items()} == {
        name: (extra.label, extra.text) for name, extra in extras.items()
    }
    assert {extra.label for extra in extras.values()} >= {"Sprechzeiten", "Plätze", "Sprachkurse"}
    assert {claim.outcome for claim in told.values()} == {Outcome.UNDERSTOOD}
    assert all(claim.lines[0] > 0 and claim.path for claim in told.values())


def test_an_unknown_label_right_below_a_title_is_of_that_project(vocabulary: Vocabulary) -> None:
    fields = "<div class=f><b>Plätze</b><p>{}</div><div class=f><b>Zeitraum</b><p>2015 - 2018</div>"
    titles = "".join(f"<div class=t><h3>{title}</h3></div>{fields.format(title)}" for title in ("Eins", "Zwei", "Drei"))
    people = "<div class=t><h3>Ansprechpartner</h3></div><p>Petra Lindner"
    page = f"<h1>Kreis Musterland</h1><h2>Fördergebiete</h2><p>Nord</p>{people}<h2>Projekte</h2>{titles}"
    reading = read(page, vocabulary, content_type="text/html")
    assert [(one.title, [extra.text for extra in one.extras]) for one in reading.projects] == [
        ("Eins", ["Eins"]), ("Zwei", ["Zwei"]), ("Drei", ["Drei"]),
    ]  # fmt: skip
