"""Records that do not stand one label a value: rows and columns of tables, boxes, lists, teasers, lone labels."""

from datetime import date

import pytest
from corpus.traps import TOP, links, page

from jsiq_scrape.parse import read
from jsiq_scrape.parse.labels.vocabulary import Vocabulary
from jsiq_scrape.records import Contact, FindingKind, Project, Reading, Verdict

INST = "Umsetzende Institution(en)"
HEADS = "<h1>Amt</h1><h2>Kreis X</h2>"
CONTACT = "<h3>Kontakt</h3><p>Kreis X<br>Weg 1<br>52351 Düren</p>"
AREAS = "<h3>Fördergebiete</h3><p>FG 1: Nord</p>"
TITLED = "<h3>Projekte</h3><h4>Brücke</h4>"
PROJECT = f"{TITLED}<p><b>{INST}:</b> AWO</p>"


def _read(body: str, vocabulary: Vocabulary) -> Reading:
    return read(page(HEADS + body), vocabulary)


def _table(*rows: tuple[str, ...], head: str = "th") -> str:
    first, *others = rows
    return f"<table>{_row(first, head)}{''.join(_row(row, 'td') for row in others)}</table>"


def _row(cells: tuple[str, ...], tag: str) -> str:
    return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells) + "</tr>"


def _told(projects: tuple[Project, ...]) -> list[tuple[str | None, tuple[str, ...]]]:
    return [(project.title, project.institutions) for project in projects]


def _extras(reading: Reading) -> list[tuple[str, str]]:
    return [(extra.label, extra.text) for extra in reading.extras]


def _unread(reading: Reading) -> list[str]:
    return [finding.text for finding in reading.findings if finding.kind is FindingKind.UNREAD]


TWO = [("Brücke", ("AWO",)), ("Lern", ("Linde",))]


HEADS_OF_ROWS = {
    "project": ("Projekt", INST, "Plätze"),
    "name": ("Name", INST, "Plätze"),
    "none": ("", INST, "Plätze"),
}


@pytest.mark.parametrize(
    "head",
    HEADS_OF_ROWS.values(),
    ids=HEADS_OF_ROWS,
)
def test_the_rows_of_a_table_are_projects(head: tuple[str, ...], vocabulary: Vocabulary) -> None:
    table = _table(head, ("Brücke", "AWO", "12"), ("Lern", "Linde", ""))
    reading = _read(f"{AREAS}<h3>Projekte</h3>{table}", vocabulary)
    assert _told(reading.projects) == TWO
    assert [[(extra.label, extra.text) for extra in project.extras] for project in reading.projects] == [
        [("Plätze", "12")],
        [],
    ]
    assert _unread(reading) == []


def test_bold_cells_name_columns_like_header_cells(vocabulary: Vocabulary) -> None:
    table = _table(("<b>Projekt</b>", f"<b>{INST}</b>"), ("Brücke", "AWO"), ("Lern", "Linde"), head="td")
    assert _told(_read(f"{AREAS}<h3>Projekte</h3>{table}", vocabulary).projects) == TWO


@pytest.mark.parametrize("corner", ["Projekt", ""])
def test_the_columns_of_a_table_are_projects(corner: str, vocabulary: Vocabulary) -> None:
    lines = ((corner, "Brücke", "Lern"), (INST, "AWO", "Linde"), ("Casemanagement", "ja", "nein"))
    table = "".join(f"<tr><th>{label}</th><td>{one}</td><td>{two}</td></tr>" for label, one, two in lines)
    projects = _read(f"{AREAS}<h3>Projekte</h3><table>{table}</table>", vocabulary).projects
    assert _told(projects) == TWO
    assert [project.case_management for project in projects] == [True, False]


@pytest.mark.parametrize("name", ["Name", "Ansprechpartner"])
def test_the_rows_of_a_table_are_persons(name: str, vocabulary: Vocabulary) -> None:
    table = _table(
        (name, "Telefon", "E-Mail"),
        ("Rosa Beispiel", "030/23125001", "a@b.example"),
        ("Jonas Muster", "030/23125002", "c@b.example"),
    )
    reading = _read(f"{CONTACT}{table}{AREAS}{PROJECT}", vocabulary)
    assert reading.contacts == (
        Contact(name="Rosa Beispiel", phone="+493023125001", email="a@b.example"),
        Contact(name="Jonas Muster", phone="+493023125002", email="c@b.example"),
    )


@pytest.mark.parametrize(
    "head", [("Kommune", "Kontakt", "Fördergebiete"), ("Kommune", "Projekt", INST)], ids=["areas", "projects"]
)
def test_a_table_of_several_offices_is_no_profile(head: tuple[str, ...], vocabulary: Vocabulary) -> None:
    rows = [(f'<a href="/{n}">Kreis {n}</a>', f"P{n}", "Nord") for n in range(6)]
    reading = read(page(f"<h1>Standorte</h1>{_table(head, *rows)}"), vocabulary)
    assert (reading.verdict, reading.projects) == (Verdict.LISTING, ())


@pytest.mark.parametrize(
    "head",
    [("Ort", "Zeitraum"), ("Angebot", "Zeitraum")],
)
def test_a_table_inside_a_value_is_no_table_of_projects(head: tuple[str, str], vocabulary: Vocabulary) -> None:
    table = _table(head, ("Halle", "montags"), ("Park", "dienstags"))
    terms = f"<dl><dt>{INST}</dt><dd>AWO</dd><dt>Angebote</dt><dd>{table}</dd><dt>Casemanagement</dt><dd>ja</dd></dl>"
    (project,) = _read(f"{AREAS}{TITLED}{terms}", vocabulary).projects
    assert project.services == "\n".join((*head, "Halle", "montags", "Park", "dienstags"))
    assert project.case_management is True


@pytest.mark.parametrize("zebra", ["row", "row odd"])
def test_a_box_like_the_first_one_is_the_next_project_whatever_label_comes_first(
    zebra: str, vocabulary: Vocabulary
) -> None:
    boxes = (
        f'<div class="{zebra}"><div class="t"><a href="/1">Brücke</a></div>'
        f'<div class="i"><span class="l-i">{INST}:</span><div>AWO</div></div>'
        '<div class="c"><span class="l-c">Casemanagement:</span><div>ja</div></div></div>'
        '<div class="row even"><div class="t"><a href="/2">Lern</a></div>'
        '<div class="z"><span class="l-z">Zielgruppe:</span><div>Alle.</div></div>'
        f'<div class="i"><span class="l-i">{INST}:</span><div>Linde</div></div></div>'
    )
    projects = _read(f"{AREAS}<h3>Projekte</h3>{boxes}", vocabulary).projects
    assert _told(projects) == TWO
    assert [project.target_group for project in projects] == [None, "Alle."]


def test_an_unknown_label_may_be_the_first_of_each_project(vocabulary: Vocabulary) -> None:
    box = (
        '<div class="row"><div class="t"><a href="/n">{}</a></div>'
        '<div class="p"><span class="l-p">Plätze:</span><div>12</div></div>'
        '<div class="i"><span class="l-i">Umsetzende Institution(en):</span><div>{}</div></div></div>'
    )
    reading = _read(f"<h3>Projekte</h3>{box.format('Brücke', 'AWO')}{box.format('Lern', 'Linde')}", vocabulary)
    assert _told(reading.projects) == TWO
    assert [project.extras[0].text for project in reading.projects] == ["12", "12"]


def test_an_unknown_list_before_the_implementer_is_no_title(vocabulary: Vocabulary) -> None:
    pairs = (("Zeitraum", "2015"), ("Sprachkurse", "Ein Café im Park"), (INST, "AWO"))
    items = "".join(f"<li>{label}:<ul><li>{value}</li></ul></li>" for label, value in pairs)
    (project,) = _read(f"{AREAS}{TITLED}<ul>{items}</ul>", vocabulary).projects
    assert (project.title, project.extras[0].label) == ("Brücke", "Sprachkurse")


@pytest.mark.parametrize(
    "sub",
    ["<h5>Projektdaten</h5>", ""],
    ids=["heading", "caption"],
)
def test_the_caption_of_a_table_and_a_heading_over_each_project_are_no_titles(sub: str, vocabulary: Vocabulary) -> None:
    caption = "" if sub else "<caption>Projektdaten</caption>"
    one = (
        f"{sub}<table>{caption}<tr><th>{INST}</th><td>AWO</td></tr><tr><th>Casemanagement</th><td>ja</td></tr></table>"
    )
    reading = _read(f"{AREAS}<h3>Projekte</h3><h4>Brücke</h4>{one}<h4>Lern</h4>{one}", vocabulary)
    assert [project.title for project in reading.projects] == ["Brücke", "Lern"]
    assert _unread(reading) == []


def test_projects_of_one_title_keep_it_below_a_heading_nobody_knows(vocabulary: Vocabulary) -> None:
    one = f"<p><b>{INST}</b> AWO</p><p><b>Casemanagement</b> ja</p>"
    body = "".join(f"<h4>{title}</h4>{one}" for title in ("Beratung", "Beratung", "Lern", "Beratung"))
    reading = _read(f"{AREAS}<h3>Vorhaben</h3>{body}", vocabulary)
    assert [project.title for project in reading.projects] == ["Beratung", "Beratung", "Lern", "Beratung"]
    assert [area.description for area in reading.funding_areas] == [None]


@pytest.mark.parametrize(
    "heading", ["Weitere Projekte", "Ähnliche Projekte in Ihrer Nähe", "Das könnte Sie interessieren"]
)
def test_a_teaser_of_other_projects_is_none_of_this_page(heading: str, vocabulary: Vocabulary) -> None:
    teaser = (
        f"<div><h3>{heading}</h3><div><h4><a href='/v'>Vor Ort</a></h4><p>Zeitraum: 2016 bis 2018</p>"
        "<p>Träger: Linde</p></div></div>"
    )
    reading = _read(f"{CONTACT}{AREAS}{PROJECT}{teaser}", vocabulary)
    assert _told(reading.projects) == [("Brücke", ("AWO",))]
    assert heading in _unread(reading)


def test_more_projects_whose_titles_are_no_links_are_of_this_page(vocabulary: Vocabulary) -> None:
    more = f"<h3>Weitere Projekte</h3><h4>Lern</h4><p><b>{INST}:</b> Linde</p>"
    assert _told(_read(f"{AREAS}{PROJECT}{more}", vocabulary).projects) == TWO


@pytest.mark.parametrize("label", ["Bausteine", "Angebote"])
def test_names_of_building_blocks_in_a_list_are_a_value(label: str, vocabulary: Vocabulary) -> None:
    blocks = "<ul><li>Casemanagement</li><li>Beratung/Clearing</li></ul>"
    terms = f"<dl><dt>{INST}</dt><dd>AWO</dd><dt>{label}</dt><dd>{blocks}</dd></dl>"
    (project,) = _read(AREAS + TITLED + terms, vocabulary).projects
    said = project.services if label == "Angebote" else project.extras[0].text
    assert (said, project.case_management) == ("Casemanagement\nBeratung/Clearing", None)


LONE = {
    "breaks": "<p>Sprechzeiten:<br>Mo 10-12 Uhr<br>Do 14-16 Uhr</p>",
    "bold without a colon": "<p><strong>Sprechzeiten</strong><br>Mo 10-12 Uhr<br>Do 14-16 Uhr</p>",
    "a list below": "<p>Sprechzeiten:</p><ul><li>Mo 10-12 Uhr</li><li>Do 14-16 Uhr</li></ul>",
    "a cell beside": "<table><tr><td>Sprechzeiten:</td><td>Mo 10-12 Uhr<br>Do 14-16 Uhr</td></tr></table>",
}


@pytest.mark.parametrize(
    "lone",
    LONE.values(),
    ids=LONE,
)
def test_the_lines_below_a_lone_label_are_its_value(lone: str, vocabulary: Vocabulary) -> None:
    reading = _read(CONTACT + lone + AREAS + PROJECT, vocabulary)
    assert _extras(reading) == [("Sprechzeiten", "Mo 10-12 Uhr\nDo 14-16 Uhr")]
    assert _unread(reading) == []


def test_a_lone_label_takes_one_paragraph_and_not_the_next_label(vocabulary: Vocabulary) -> None:
    lone = "<p>Sprechzeiten:</p><p>Mo 10-12 Uhr</p><p>Anfahrt: Bus 5</p><p>Der Eingang ist im Hof.</p>"
    reading = _read(CONTACT + lone + AREAS + PROJECT, vocabulary)
    assert _extras(reading) == [("Sprechzeiten", "Mo 10-12 Uhr"), ("Anfahrt", "Bus 5")]
    assert _unread(reading) == ["Der Eingang ist im Hof."]


def test_all_links_of_a_line_that_only_names_them_are_read(vocabulary: Vocabulary) -> None:
    line = '<a href="mailto:a@b.example">E-Mail</a> | <a href="http://www.b.example/">Website</a>'
    reading = _read(f"{CONTACT}<h3>Ansprechpartner</h3><p>Rosa Beispiel<br>{line}</p>{AREAS}{PROJECT}", vocabulary)
    assert reading.contacts == (Contact(name="Rosa Beispiel", email="a@b.example", website="http://www.b.example/"),)


def test_one_known_label_in_a_table_of_pairs_shows_the_others(vocabulary: Vocabulary) -> None:
    table = _table(("Plätze", "20"), ("Kosten", "keine"), ("Angebote", "Hilfe."), head="td")
    (project,) = _read(AREAS + TITLED + table, vocabulary).projects
    assert project.services == "Hilfe."
    assert [(extra.label, extra.text) for extra in project.extras] == [("Plätze", "20"), ("Kosten", "keine")]


@pytest.mark.xfail(strict=True, reason="an unknown label joins the value before it")
def test_a_pair_that_nothing_marks_inside_a_list_of_institutions_is_reported(vocabulary: Vocabulary) -> None:
    flat = f"<p>{INST}</p><p>AWO</p><p>Plätze</p><p>20</p>"
    reading = _read(TITLED + flat, vocabulary)
    doubts = [finding.text for finding in reading.findings if finding.kind is FindingKind.UNPROVEN_SPLIT]
    assert doubts == ["AWO\nPlätze\n20"]


BANNERS = {
    "an archive's toolbar": '<div id="wm-ipp-base"><a href="/web/">ARCHIVE</a> 12 captures 3 Mar 2015 - 9 Aug 2019 '
    "<table><tr><td>FEB</td><td>Mar</td><td>APR</td></tr></table></div>",
    "an archive's head": "<table><tr><td>archive</td><td>Saved from <input value='http://x.example/'> 3 Mar 2015</td>"
    "</tr></table>",
    "a cache's notice": "<div>Dies ist ein Abbild der Seite. Zeitraum: letzte Woche.</div>",
    "a menu of jumps": links("Kontakt", "Fördergebiete", "Projekte"),
}


@pytest.mark.parametrize("banner", BANNERS.values(), ids=BANNERS)
def test_what_an_archive_puts_above_a_page_changes_nothing(banner: str, vocabulary: Vocabulary) -> None:
    body = f"{TOP}{AREAS}{PROJECT}"
    plain, kept = read(page(body), vocabulary), read(page(banner + body), vocabulary)
    assert (kept.profile, kept.contacts, kept.projects, kept.extras) == (
        plain.profile,
        plain.contacts,
        plain.projects,
        plain.extras,
    )


CONTENTS = {
    "links": links("Kontakt", "Fördergebiete", "Projekte"),
    "words": "<p>Inhalt</p><ul><li>Kontakt</li><li>Fördergebiete</li><li>Projekte</li></ul>",
    "tabs": '<ul class="tabs"><li><a href="#a">Kontakt</a></li><li><a href="#b">Projekte</a></li></ul>',
}


@pytest.mark.parametrize("contents", CONTENTS.values(), ids=CONTENTS)
def test_a_list_of_contents_below_the_titles_names_no_office(contents: str, vocabulary: Vocabulary) -> None:
    reading = _read(contents + CONTACT + AREAS + PROJECT, vocabulary)
    assert reading.profile is not None
    assert (reading.profile.office, reading.profile.municipality) == ("Amt", "Kreis X")


@pytest.mark.xfail(strict=True, reason="persons that are the terms of a list get no name")
def test_persons_may_be_the_terms_of_a_list(vocabulary: Vocabulary) -> None:
    terms = "<dl><dt>Rosa Beispiel</dt><dd>Tel: 030 23125001</dd><dt>Jonas Muster</dt><dd>Tel: 030 23125002</dd></dl>"
    reading = _read(
        f"{CONTACT}<h3>Ansprechpartner</h3>{terms}{AREAS}{TITLED}<dl><dt>{INST}</dt><dd>AWO</dd></dl>", vocabulary
    )
    assert [(contact.name, contact.phone) for contact in reading.contacts] == [
        ("Rosa Beispiel", "+493023125001"),
        ("Jonas Muster", "+493023125002"),
    ]
    assert reading.extras == ()


def test_an_address_that_a_script_would_show_is_read_from_its_code(vocabulary: Vocabulary) -> None:
    mail = '<p><a class="__cf_email__" data-cfemail="1f7e5f7d317a677e726f737a">[email protected]</a></p>'
    reading = _read(CONTACT + mail + AREAS + PROJECT, vocabulary)
    assert [contact.email for contact in reading.contacts] == ["a@b.example"]


def test_the_signs_of_headings_in_a_text_are_no_part_of_names(vocabulary: Vocabulary) -> None:
    text = "# Amt\n\n## Kreis X\n\n### Fördergebiete\n\nFG 1: Nord\n\n### Projekte\n\n#### Brücke\n\n"
    reading = read(f"{text}**{INST}:** AWO\n\n**Zeitraum:** 2015 - 2018\n", vocabulary)
    assert reading.profile is not None
    assert (reading.profile.office, reading.profile.municipality) == ("Amt", "Kreis X")
    assert _told(reading.projects) == [("Brücke", ("AWO",))]


def test_what_a_picture_in_a_title_stands_for_is_no_part_of_the_title(vocabulary: Vocabulary) -> None:
    body = f'<h3>Projekte</h3><h4><img src="x" alt="Logo"> Brücke</h4><p><b>{INST}:</b> AWO</p>'
    assert _told(_read(AREAS + body, vocabulary).projects) == [("Brücke", ("AWO",))]


def test_a_table_over_the_projects_that_follow_in_full_adds_none(vocabulary: Vocabulary) -> None:
    table = _table(("Projekt", INST), ("Brücke", "AWO"), ("Lern", "Linde"))
    full = "".join(f"<h4>{title}</h4><dl><dt>{INST}</dt><dd>{name[0]}</dd></dl>" for title, name in TWO)
    reading = _read(f"{AREAS}<h3>Projekte</h3>{table}{full}", vocabulary)
    assert _told(reading.projects) == TWO
    assert FindingKind.DUPLICATE_LABEL not in {finding.kind for finding in reading.findings}


def test_a_table_over_projects_adds_what_these_do_not_say_and_reports_what_they_say_otherwise(
    vocabulary: Vocabulary,
) -> None:
    table = _table(("Projekt", INST, "Zeitraum", "Zielgruppe"), ("Brücke", "AWO", "2016", "Alle"), ("Lern", "", "", ""))
    full = "<h4>Brücke</h4><p><b>Zielgruppe:</b> Frauen</p><p><b>Casemanagement:</b> ja</p>"
    reading = _read(f"{AREAS}<h3>Projekte</h3>{table}{full}", vocabulary)
    project = next(project for project in reading.projects if project.title == "Brücke")
    assert (project.institutions, project.target_group, project.case_management) == (("AWO",), "Frauen", True)
    assert project.period_end == date(2016, 12, 31)
    found = [finding.text for finding in reading.findings if finding.kind is FindingKind.DUPLICATE_LABEL]
    assert found == ["Zielgruppe: Alle"]


@pytest.mark.xfail(strict=True, reason="a column of remarks is read as a further project")
@pytest.mark.parametrize("head", ["td", "th"])
def test_a_column_of_remarks_is_no_project(head: str, vocabulary: Vocabulary) -> None:
    rows = (("", "Angabe", "Bemerkung"), (INST, "AWO", "seit 2015"), ("Casemanagement", "ja", ""))
    (project,) = _read(f"{AREAS}{TITLED}{_table(*rows, head=head)}", vocabulary).projects
    assert (project.title, project.institutions, project.case_management) == ("Brücke", ("AWO",), True)


def test_one_row_of_a_table_is_one_person(vocabulary: Vocabulary) -> None:
    table = _table(("Ansprechpartner", "Telefon"), ("Rosa Beispiel", "030/23125001"))
    reading = _read(CONTACT + table + AREAS + PROJECT, vocabulary)
    assert reading.contacts == (Contact(name="Rosa Beispiel", phone="+493023125001"),)


@pytest.mark.parametrize("sign", ["", "• ", "- ", "2. "], ids=["none", "bullet", "hyphen", "number"])
@pytest.mark.parametrize("cell", ["dd", "td"])
def test_names_of_building_blocks_among_other_lines_of_a_value_are_no_labels(
    cell: str, sign: str, vocabulary: Vocabulary
) -> None:
    value = f"{sign}Casemanagement<br>{sign}Beratung/Clearing<br>{sign}Werkstatt"
    pairs = ((INST, "AWO"), ("Angebote", value), ("Zielgruppe", "Alle."))
    if cell == "td":
        markup = _table(*pairs, head="td")
    else:
        markup = "<dl>" + "".join(f"<dt>{label}</dt><dd>{text}</dd>" for label, text in pairs) + "</dl>"
    (project,) = _read(AREAS + TITLED + markup, vocabulary).projects
    assert project.services == value.replace("<br>", "\n").replace("• ", "")
    assert (project.target_group, project.case_management, project.counselling) == ("Alle.", None, None)


def test_what_reaches_a_person_is_no_label_although_a_label_without_value_looks_like_it(vocabulary: Vocabulary) -> None:
    persons = "<ul><li>Rosa Beispiel</li><li>a [at] b [dot] example</li><li>http://www.b.example</li></ul>"
    labels = f"<ul><li>{INST}<ul><li>AWO</li></ul></li><li>Casemanagement<ul></ul></li></ul>"
    reading = _read(f"{CONTACT}<h3>Ansprechpartner</h3>{persons}{AREAS}{TITLED}{labels}", vocabulary)
    assert reading.contacts == (Contact(name="Rosa Beispiel", email="a@b.example", website="http://www.b.example"),)
    assert reading.extras == ()


def test_the_last_line_of_a_text_is_no_title_where_headings_are(vocabulary: Vocabulary) -> None:
    first = f"<p><b>Zielgruppe:</b> Alle.<br><b>{INST}:</b> AWO</p>"
    second = f"<p><b>Zielgruppe:</b> Mütter.<br><b>Angebote:</b> Sport<br>Kochen<br><b>{INST}:</b> Linde</p>"
    reading = _read(f"{AREAS}<h3>Projekte</h3><h4>Brücke</h4>{first}<h4>Lern</h4>{second}", vocabulary)
    assert _told(reading.projects) == TWO
    assert reading.projects[1].services == "Sport\nKochen"


def test_a_label_may_be_a_heading_in_one_project_and_a_head_of_a_table_in_the_others(vocabulary: Vocabulary) -> None:
    def project(title: str, heads: tuple[str, ...], texts: tuple[str, ...]) -> str:
        table = _table(
            heads, tuple({INST: "AWO", "Zeitraum": "2015", "Laufzeit": "2016"}.get(head, "ja") for head in heads)
        )
        return f"<h4>{title}</h4>{table}" + "".join(f"<h6>{label}</h6>Linde" for label in texts)

    tabular = (INST, "Casemanagement", "Beratung/Clearing", "Aufsuchende Jugendsozialarbeit", "Zeitraum")
    headed = ("Case Management", "Niedrigschwellige Beratung/Clearing", "Aufsuchende Arbeit", "Laufzeit")
    first, second = project("Brücke", tabular, ("Angebote",)), project("Lern", headed, (INST, "Angebote"))
    assert _told(_read(f"{AREAS}<h3>Projekte</h3>{first}{second}", vocabulary).projects) == TWO


def test_where_in_a_building_an_office_is_belongs_to_no_name(vocabulary: Vocabulary) -> None:
    contact = "<h3>Kontakt</h3><p>Kreis X<br>Amt für Jugend<br>Haus B, Raum 2.14<br>Weg 1<br>52351 Düren</p>"
    reading = _read(contact + AREAS + PROJECT, vocabulary)
    assert reading.profile is not None
    assert (reading.profile.office, reading.profile.street) == ("Amt für Jugend", "Weg 1")
    assert _unread(reading) == ["Haus B, Raum 2.14"]


@pytest.mark.parametrize("label", ["Wechseln zu:", "<span>Schriftgröße</span>"])
def test_links_to_places_of_the_page_are_no_value(label: str, vocabulary: Vocabulary) -> None:
    tools = f'<div>{label} <a href="#menu">Menü</a>, <a href="javascript:big()">Suche</a></div>'
    pairs = f"<li><span>{INST}</span> AWO</li><li><span>Casemanagement</span> ja</li>"
    reading = _read(f"{tools}{AREAS}{TITLED}<ul>{pairs}</ul><ul><li>{tools}</li></ul>", vocabulary)
    assert (_extras(reading), _extras_of(reading)) == ([], [])


def _extras_of(reading: Reading) -> list[str]:
    return [extra.label for project in reading.projects for extra in project.extras]


def test_terms_open_areas_by_their_numbers(vocabulary: Vocabulary) -> None:
    lists = "".join(f"<dl><dt>{n}. {name}</dt><dd><p>Text.</p></dd></dl>" for n, name in ((1, "Nord"), (2, "Süd")))
    areas = _read(f"{CONTACT}<h3>Fördergebiete</h3>{lists}{PROJECT}", vocabulary).funding_areas
    assert [(area.number, area.name, area.description) for area in areas] == [(1, "Nord", "Text."), (2, "Süd", "Text.")]


def test_an_answer_that_another_picture_stands_for_is_a_value(vocabulary: Vocabulary) -> None:
    rows = (("Casemanagement", '<img alt="nein" src="x.png">'), ("Plätze", "nein"), (INST, "AWO"))
    table = "".join(f"<tr><td><b>{label}:</b></td><td>{value}</td></tr>" for label, value in rows)
    (project,) = _read(f"{AREAS}{TITLED}<table>{table}</table>", vocabulary).projects
    assert [(extra.label, extra.text) for extra in project.extras] == [("Plätze", "nein")]


def test_two_unknown_labels_between_known_ones_of_equal_rows_have_their_values(vocabulary: Vocabulary) -> None:
    pairs = ((INST, "AWO"), ("Zeitraum", "2015"), ("Plätze", "24"), ("Sprachen", "Polnisch"))
    texts = [text for pair in (*pairs, ("Angebote", "Rat"), ("Casemanagement", "ja")) for text in pair]
    table = "".join(f'<tr><td style="color:#888">{text}</td></tr>' for text in texts)
    (project,) = _read(f"{AREAS}{TITLED}<table>{table}</table>", vocabulary).projects
    assert [(extra.label, extra.text) for extra in project.extras] == [("Plätze", "24"), ("Sprachen", "Polnisch")]


def test_a_line_that_is_a_legal_form_ends_the_name_above_it(vocabulary: Vocabulary) -> None:
    (project,) = _read(f"{AREAS}{TITLED}<p><b>{INST}:</b> Treff am Wall<br>e.V.</p>", vocabulary).projects
    assert project.institutions == ("Treff am Wall e.V.",)


@pytest.mark.parametrize("lines", [("Werkstatt für Holz", "und Kultur gGmbH"), ("Treff Neustedt a.", "d. Ouwe")])
def test_a_name_that_goes_on_with_a_small_word_is_one(lines: tuple[str, str], vocabulary: Vocabulary) -> None:
    (project,) = _read(f"{AREAS}{TITLED}<p><b>{INST}:</b> {'<br>'.join(lines)}</p>", vocabulary).projects
    assert project.institutions == (" ".join(lines),)


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("<ul><li>Lebenshilfe e. v.</li><li>Werkhof</li></ul>", ("Lebenshilfe e. v.", "Werkhof")),
        ("Lebenshilfe e.V.<br>der Paritätische", ("Lebenshilfe e.V.", "der Paritätische")),
        ("Verein für Jugend und<br>Arbeit", ("Verein für Jugend und Arbeit",)),
        ("<p>Kolping Werk</p><p>e.V.</p>", ("Kolping Werk e.V.",)),
        ("Kolping e.V.<br>und Caritas", ("Kolping e.V. und Caritas",)),
    ],
)
def test_only_a_line_behind_a_break_goes_on_with_the_name_above(
    value: str, names: tuple[str, ...], vocabulary: Vocabulary
) -> None:
    page = f"<dl><dt>{INST}</dt><dd>{value}</dd><dt>Zeitraum</dt><dd>2016</dd></dl>"
    (project,) = _read(f"{AREAS}<h3>Projekte</h3><h4>Brücke</h4>{page}", vocabulary).projects
    assert project.institutions == names


def test_a_term_in_a_group_of_its_own_shares_no_description(vocabulary: Vocabulary) -> None:
    groups = "<div><dt>Casemanagement</dt></div><div><dt>Beratung/Clearing</dt><dd>nein</dd></div>"
    page = f"<h4>Brücke</h4><dl><dt>{INST}</dt><dd>AWO</dd>{groups}</dl>"
    (project,) = _read(f"{AREAS}<h3>Projekte</h3>{page}", vocabulary).projects
    assert (project.case_management, project.counselling) == (None, False)


def test_the_chosen_option_may_stand_in_a_group(vocabulary: Vocabulary) -> None:
    group = "<optgroup label=A><option{}</option></optgroup>"
    groups = group.format(">nein") + group.format(" selected>ja")
    page = f"<h4>Brücke</h4><p><b>{INST}:</b> AWO</p><p><b>Casemanagement:</b> <select>{groups}</select></p>"
    (project,) = _read(f"{AREAS}<h3>Projekte</h3>{page}", vocabulary).projects
    assert project.case_management is True


@pytest.mark.parametrize("label", ["Was bieten wir", "Kosten werden getragen"])
def test_an_unknown_label_with_a_verb_is_no_institution(label: str, vocabulary: Vocabulary) -> None:
    text = f"Stadt X\n\nProjekte\n\nBrücke\n\n{INST}: AWO\n{label}: vom Land\nZeitraum: 2016\nCasemanagement: ja\n"
    (project,) = read(text, vocabulary).projects
    assert project.institutions == ("AWO",)
    assert [(extra.label, extra.text) for extra in project.extras] == [(label, "vom Land")]


def test_a_text_beside_a_number_of_a_note_is_a_value(vocabulary: Vocabulary) -> None:
    note = '<p><b>Treffpunkt:</b> Speicher 3, Kai <a href="#fn1">1</a></p>'
    size = '<p><b>Schrift:</b> <a href="#">A+</a> <a href="#">A-</a></p>'
    page = f"<h4>Brücke</h4><p><b>{INST}:</b> AWO</p>{note}{size}<p><b>Casemanagement:</b> ja</p>"
    (project,) = _read(f"{AREAS}<h3>Projekte</h3>{page}", vocabulary).projects
    assert [extra.label for extra in project.extras] == ["Treffpunkt"]


def test_a_caption_that_is_no_title_is_unread(vocabulary: Vocabulary) -> None:
    table = f"<table><caption>12 Plätze, nur Frauen</caption><tr><th>{INST}</th><td>AWO</td></tr></table>"
    reading = _read(f"{AREAS}<h3>Projekte</h3><h4>Brücke</h4>{table}", vocabulary)
    assert [finding.text for finding in reading.findings if finding.kind is FindingKind.UNREAD] == [
        "12 Plätze, nur Frauen"
    ]


@pytest.mark.parametrize("tag", ["p", None])
def test_a_word_of_projects_in_the_text_of_any_area_is_no_project(tag: str | None, vocabulary: Vocabulary) -> None:
    lines = ("Stadt X", "Fördergebiete", "FG 1: Nord", "Angebote: Kurse für Eltern", "FG 2: Süd", "Text")
    if tag is None:
        page = "\n\n".join((*lines, "Projekte", "Brücke", f"{INST}: AWO\nZeitraum: 2016"))
    else:
        areas = "".join(f"<{tag}>{line}</{tag}>" for line in lines[2:])
        page = f"<h1>Stadt X</h1><h2>Fördergebiete</h2>{areas}<h2>Projekte</h2><h3>Brücke</h3><p><b>{INST}:</b> AWO</p>"
    reading = read(page, vocabulary)
    assert [area.description for area in reading.funding_areas] == ["Angebote: Kurse für Eltern", "Text"]
    assert [project.title for project in reading.projects] == ["Brücke"]


def test_a_numbered_area_behind_a_word_of_projects_is_one(vocabulary: Vocabulary) -> None:
    lines = ("Stadt X", "Fördergebiete", "1. Nord", "Wir planen.", "Angebote: Kurse", "2. Süd", "Text")
    reading = read("\n\n".join((*lines, "Projekte", "Brücke", f"{INST}: AWO\nZeitraum: 2016")), vocabulary)
    assert [area.name for area in reading.funding_areas] == ["Nord", "Süd"]


@pytest.mark.parametrize("hidden", ["<!--\n# Anfang\n# Ende\n-->", "<pre>\n# a = 1\n# b = 2\n</pre>"])
def test_a_part_of_a_page_with_number_signs_in_comments_is_html(hidden: str, vocabulary: Vocabulary) -> None:
    blocks = ("<div>\n    <h1>Stadt X</h1>", "    <h3>Br</h3>", f"    <p><b>{INST}:</b> AWO</p>", f"</div>\n{hidden}")
    (project,) = read("\n\n".join(blocks), vocabulary).projects
    assert (project.title, project.institutions) == ("Br", ("AWO",))


@pytest.mark.parametrize(("line", "office"), [("Haus Linde", "Haus Linde"), ("Haus B, Raum 2.14", None)])
def test_a_house_with_a_name_is_an_office_and_no_room(line: str, office: str | None, vocabulary: Vocabulary) -> None:
    contact = f"<h2>Kontakt</h2><p>{line}<br>Markt 1<br>52351 Düren</p>"
    page = f"<h1>Stadt X</h1>{contact}<h2>Projekte</h2><h3>B</h3><p><b>{INST}:</b> AWO</p>"
    profile = read(page, vocabulary).profile
    assert profile is not None
    assert profile.office == office


@pytest.mark.parametrize("text", [True, False])
def test_each_row_of_a_table_of_contacts_is_a_person(text: bool, vocabulary: Vocabulary) -> None:
    rows = (("Name", "Telefon", "E-Mail"), ("A. Meier", "030/23125001", "a@b.de"), ("B. Ott", "030/23125002", "b@b.de"))
    if text:
        copied = "\n".join("\t".join(row) for row in rows)
        page = f"Stadt X\n\nKontakt\n\n{copied}\n\nProjekte\n\nBrücke\n\n{INST}: AWO\nZeitraum: 2016\n"
    else:
        table = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
        page = f"<h1>Stadt X</h1><h2>Kontakt</h2><table>{table}</table><h3>Brücke</h3><p><b>{INST}:</b> AWO</p>"
    assert read(page, vocabulary).contacts == (
        Contact(name="A. Meier", phone="+493023125001", email="a@b.de"),
        Contact(name="B. Ott", phone="+493023125002", email="b@b.de"),
    )


def test_the_foot_of_an_article_may_hold_its_contact(vocabulary: Vocabulary) -> None:
    foot = (
        "<footer><h2>Kontakt</h2><address><div>Stadt Ulm</div><div>Markt 1</div><div>89073 Ulm</div></address></footer>"
    )
    page = f"<h1>Stadt Ulm</h1><h2>Projekte</h2><h3>Brücke</h3><p><b>{INST}:</b> AWO</p><p><b>Zeitraum:</b> 2016</p>"
    inside = read(f"<main><article>{page}{foot}</article></main><p>Impressum</p>", vocabulary).profile
    outside = read(f"<main><article>{page}</article></main>{foot}", vocabulary).profile
    assert inside is not None
    assert outside is not None
    assert (inside.postal_code, outside.postal_code) == ("89073", None)


def test_whose_picture_it_is_says_nothing_of_a_project(vocabulary: Vocabulary) -> None:
    picture = '<div><a href="/a"><img src="a.jpg" alt=""></a><div>Foto: Stadtarchiv</div></div>'
    part = f"<div><h4>{{}}</h4><h6>{INST}</h6><p>AWO</p><h6>Casemanagement</h6><p>ja</p></div>"
    page = part.format("Brücke") + picture + part.format("Steg") + picture
    credit = _read(f"{AREAS}<h3>Projekte</h3>{page}", vocabulary)
    assert ([project.extras for project in credit.projects], credit.extras) == ([(), ()], ())
    assert credit.lines.unread == 0


def _accordion(name: str, ids: str) -> str:
    fields = ((INST, f"AWO {name}"), ("Zielgruppe", f"Junge {name}"), ("Casemanagement", "ja"))
    return "".join(
        f'<h5><a href="#{ids}{at}">{label}</a></h5><div id="{ids}{at}"><p>{value}</p></div>'
        for at, (label, value) in enumerate(fields)
    )


@pytest.mark.parametrize("ids", [("x", "x"), ("x", "y"), ("top", "top")])
def test_parts_that_links_open_belong_to_their_own_project(ids: tuple[str, str], vocabulary: Vocabulary) -> None:
    page = "".join(f"<h4>{name}</h4>{_accordion(name, own)}" for name, own in zip(("Kai", "Bug"), ids, strict=True))
    projects = _read(f"{AREAS}<h3>Projekte</h3>{page}", vocabulary).projects
    assert [(each.institutions, each.target_group) for each in projects] == [
        (("AWO Kai",), "Junge Kai"),
        (("AWO Bug",), "Junge Bug"),
    ]


def test_links_back_to_the_top_of_the_page_open_nothing(vocabulary: Vocabulary) -> None:
    page = f"<h4><a href='#top'>{INST}</a></h4><p>AWO</p><h4><a href='#top'>Zielgruppe</a></h4><p>Junge</p>"
    reading = read(f"<h1 id='top'>Stadt Lindenau</h1><h2>Projekte</h2><h3>Kai</h3>{page}", vocabulary)
    assert (reading.projects[0].institutions, reading.projects[0].target_group) == (("AWO",), "Junge")


@pytest.mark.parametrize("sign", ["–", "-", "...", "/", "::", "*", "»", "•"])
def test_a_sign_that_all_rows_have_stands_between_label_and_value(sign: str, vocabulary: Vocabulary) -> None:
    rows = ((INST, "AWO"), ("Zeitraum", "2016"), ("Casemanagement", "ja"))
    table = "".join(f"<tr><td>{label}</td><td>{sign}</td><td>{value}</td></tr>" for label, value in rows)
    (project,) = read(f"<h1>Stadt Lindenau</h1><table>{table}</table>", vocabulary).projects
    assert (project.institutions, project.period_end, project.case_management) == (("AWO",), date(2016, 12, 31), True)


@pytest.mark.parametrize(
    "behind",
    [
        "01.01.2016 - 31.12.2016</p><p>- 12 Plätze</p>",
        "2016 - 2016</p><p>bis 27 Jahre</p>",
        "2016<br>bis 27 Jahre</p>",
        "01.01.2016 - 31.12.2016<br>- 2017</p>",
        "2016</p><hr><p>- 2017</p>",
    ],
)
def test_what_stands_below_a_period_does_not_destroy_it(behind: str, vocabulary: Vocabulary) -> None:
    page = f"<h4>Brücke</h4><p><b>{INST}:</b> AWO</p><p><b>Zeitraum:</b> {behind}"
    (project,) = _read(f"{AREAS}<h3>Projekte</h3>{page}", vocabulary).projects
    assert project.period_end == date(2016, 12, 31)


def test_a_term_that_holds_its_value_too_is_read(vocabulary: Vocabulary) -> None:
    page = f"<dl><dt>{INST}<br>AWO</dt><dt>Zeitraum<br>2016</dt><dt>Casemanagement<br>ja</dt></dl>"
    (project,) = read(f"<h1>Stadt Lindenau</h1>{page}", vocabulary).projects
    assert (project.institutions, project.case_management) == (("AWO",), True)


def test_a_row_goes_to_the_project_of_its_title_that_says_the_same(vocabulary: Vocabulary) -> None:
    table = _table(("Projekt", INST, "Zielgruppe"), ("Kai", "A e.V.", "Alle"), ("Pi", "C", "Junge"))
    full = "".join(f"<h4>Kai</h4><p><b>{INST}:</b> {name} e.V.</p><p><b>Zeitraum:</b> 2016</p>" for name in "AB")
    projects = _read(f"{AREAS}<h3>Projekte</h3>{table}{full}", vocabulary).projects
    assert [project.target_group for project in projects if project.title == "Kai"] == ["Alle", None]


def test_a_table_of_houses_above_the_contact_names_no_persons(vocabulary: Vocabulary) -> None:
    table = _table(("Name", "Telefon"), ("Jugendzentrum Nord", "0241 111111"), ("Bücherei", "0241 222222"))
    page = f"<h1>Stadt X</h1><h2>Einrichtungen</h2>{table}<h2>Kontakt</h2><p>Amt<br>Weg 1<br>52351 Düren</p>{PROJECT}"
    assert read(page, vocabulary).contacts == ()
