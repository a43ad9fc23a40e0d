"""Small pages on which a reader went wrong once, each the shortest that shows it."""

import cProfile

import pytest

from jsiq_scrape.parse import label_values, read
from jsiq_scrape.parse.labels.vocabulary import Vocabulary
from jsiq_scrape.records import FindingKind, Reading

HEAD = "<h1>Amt</h1><h2>Stadt X</h2><h4>Projekte</h4>"
OFFICE = "<h1>Amt</h1><h2>Stadt X</h2><h3>Kontakt</h3><p>Stadt X<br>Amt<br>Hauptstr. 1<br>52351 Düren</p>"


def _reported(reading: Reading) -> str:
    return " ".join(finding.text for finding in reading.findings)


@pytest.mark.xfail(strict=True, reason="the title below an empty last label is lost")
def test_an_empty_last_label_leaves_the_next_title_alone(vocabulary: Vocabulary) -> None:
    first, second = read(
        HEAD + "<font size=4><u>Werkstatt</u></font><br><br>"
        "<font size=2><b>Umsetzende Institution(en)</b>&nbsp; Werkhof</font><br>"
        "<font size=2><b>Beratung/Clearing</b>&nbsp; ja</font><br>"
        "<font size=2><b>Aufsuchende Jugendsozialarbeit</b>&nbsp; </font><br><br>"
        "<font size=4><u>Lernort 2.0</u></font><br><br>"
        "<font size=2><b>Umsetzende Institution(en)</b>&nbsp; Sozialwerk</font><br>"
        "<font size=2><b>Beratung/Clearing</b>&nbsp; nein</font><br>",
        vocabulary,
    ).projects
    assert (first.outreach, second.title) == (None, "Lernort 2.0")


@pytest.mark.parametrize("spacer", ["<td>&nbsp;</td>", "<td></td>", ""])
def test_an_unknown_label_in_a_row_like_the_others_is_an_extra(spacer: str, vocabulary: Vocabulary) -> None:
    rows = (("Umsetzende Institution(en)", "Werkhof"), ("Plätze", "12"), ("Casemanagement", "ja"))
    table = "".join(f"<tr><td>{label}</td>{spacer}<td>{value}</td></tr>" for label, value in rows)
    (project,) = read(f"{HEAD}<h5>Werkstatt</h5><table>{table}</table>", vocabulary).projects
    assert [(extra.label, extra.text) for extra in project.extras] == [("Plätze", "12")]


def test_a_lone_unknown_header_cell_has_the_cell_below_as_its_value(vocabulary: Vocabulary) -> None:
    (project,) = read(
        f"{HEAD}<h5>Werkstatt</h5><table>"
        "<tr><th>Umsetzende Institution(en)</th><th>Zeitraum</th><th>Angebote</th></tr>"
        "<tr><td>Werkhof</td><td>2018</td><td>Beratung.</td></tr>"
        "<tr><th>Sprachkurse</th></tr><tr><td>drei</td></tr></table>",
        vocabulary,
    ).projects
    assert [(extra.label, extra.text) for extra in project.extras] == [("Sprachkurse", "drei")]


def test_a_picture_in_place_of_the_at_sign_makes_no_website(vocabulary: Vocabulary) -> None:
    reading = read(
        f"{OFFICE}<h3>Ansprechpartnerin</h3><p>jugend<img src='at.gif' alt=''>beispielbach.example</p>"
        "<h3>Fördergebiete</h3><p>Eins.</p>",
        vocabulary,
    )
    assert not any(contact.email or contact.website for contact in reading.contacts)
    assert "beispielbach.example" in _reported(reading)


def test_a_project_without_any_label_is_reported(vocabulary: Vocabulary) -> None:
    reading = read(
        f"{HEAD}<h5>W</h5><dl><dt>Umsetzende Institution(en)</dt><dd>Werkhof</dd>"
        "<dt>Casemanagement</dt><dd>ja</dd></dl><h5>Café</h5><p>Ein Projekt ohne Angaben.</p>",
        vocabulary,
    )
    assert "Ein Projekt ohne Angaben." in reading.model_dump_json()


@pytest.mark.parametrize("between", ["<br>", "</p><p>"])
def test_persons_with_all_they_have_on_one_line_keep_their_names(between: str, vocabulary: Vocabulary) -> None:
    reading = read(
        f"{OFFICE}<h3>Ansprechpartnerinnen und Ansprechpartner</h3>"
        f"<p>Frau Rosa Beispiel, Tel. 030/23125001, r.beispiel@x.example{between}"
        "Herr Jonas Muster, Tel. 030/23125002, j.muster@x.example</p><h3>Fördergebiete</h3><p>Eins.</p>",
        vocabulary,
    )
    assert [(contact.name, contact.phone) for contact in reading.contacts] == [
        ("Rosa Beispiel", "+493023125001"),
        ("Jonas Muster", "+493023125002"),
    ]


def test_a_footnote_mark_behind_a_label_is_not_its_value(vocabulary: Vocabulary) -> None:
    (project,) = read(
        f"{HEAD}<h5>W</h5><dl><dt>Umsetzende Institution(en)</dt><dd>Werkhof</dd>"
        "<dt>Casemanagement<sup>1</sup></dt><dd>ja</dd></dl>",
        vocabulary,
    ).projects
    assert project.case_management is True


def test_a_label_twice_keeps_the_first_and_reports_the_second(vocabulary: Vocabulary) -> None:
    reading = read(
        f"{HEAD}<h5>W</h5><dl><dt>Umsetzende Institution(en)</dt><dd>Werkhof</dd><dt>Zeitraum</dt><dd>2018</dd>"
        "<dt>Zeitraum</dt><dd>2019</dd></dl>",
        vocabulary,
    )
    assert str(reading.projects[0].period_start) == "2018-01-01"
    assert any(finding.kind is FindingKind.DUPLICATE_LABEL and "2019" in finding.text for finding in reading.findings)


def test_projects_of_one_title_stay_two(vocabulary: Vocabulary) -> None:
    block = "<h5>Beratung</h5><p><b>Umsetzende Institution(en)</b> {}</p><p><b>Casemanagement</b> ja</p>"
    projects = read(HEAD + block.format("Werkhof") + block.format("Linde"), vocabulary).projects
    assert [(project.title, *project.institutions) for project in projects] == [
        ("Beratung", "Werkhof"),
        ("Beratung", "Linde"),
    ]


def test_a_list_below_a_label_that_stands_alone_is_its_value(vocabulary: Vocabulary) -> None:
    (project,) = read(
        f"{HEAD}<h5>W</h5><p><strong>Umsetzende Institution(en)</strong> Werkhof</p><p><strong>Angebote</strong></p>"
        "<ul><li>Eins</li><li>Zwei</li></ul><p>Drei.</p><p><strong>Casemanagement</strong> ja</p>",
        vocabulary,
    ).projects
    assert (project.services, project.case_management) == ("Eins\nZwei\nDrei.", True)


def test_a_table_inside_a_value_belongs_to_the_value(vocabulary: Vocabulary) -> None:
    (project,) = read(
        f"{HEAD}<h5>W</h5><dl><dt>Umsetzende Institution(en)</dt><dd>Werkhof</dd><dt>Angebote</dt><dd><table>"
        "<tr><td>Montag</td><td>Café</td></tr><tr><td>Freitag</td><td>Werkstatt</td></tr></table></dd>"
        "<dt>Casemanagement</dt><dd>ja</dd></dl>",
        vocabulary,
    ).projects
    assert (project.services, project.case_management, project.extras) == ("Montag\nCafé\nFreitag\nWerkstatt", True, ())


def test_elements_ten_thousand_deep_are_read(vocabulary: Vocabulary) -> None:
    deep = "<div>" * 10_000
    assert read(f"{deep}<b>Zeitraum</b> 2018", vocabulary).lines.total >= 1
    assert [pair.text for pair in label_values(f"{deep}<p><b>Ort:</b> Bonn</p>")] == ["Bonn"]


def test_the_steps_of_reading_grow_with_the_page_and_no_faster(vocabulary: Vocabulary) -> None:
    """Four times the projects may take eight times the calls of functions, not sixteen."""

    def calls(count: int) -> int:
        block = "<h5>Titel {0}</h5><p><b>Umsetzende Institution(en)</b> Träger {0}</p><p><b>Angebote</b> Hilfe {0}</p>"
        page = HEAD + "".join(block.format(number) for number in range(count))
        profile = cProfile.Profile()
        assert len(profile.runcall(read, page, vocabulary).projects) == count
        return sum(entry.callcount for entry in profile.getstats())

    assert calls(800) < 8 * calls(200)
