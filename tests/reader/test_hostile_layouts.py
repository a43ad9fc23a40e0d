"""Pages of markups and text layouts that the reader had not met, each the shortest that showed it wrong."""

import pytest
from corpus.traps import page

from jsiq_scrape.parse import label_values, read
from jsiq_scrape.parse.document import parse_document
from jsiq_scrape.parse.labels.vocabulary import Vocabulary
from jsiq_scrape.records import Project, Reading

INST = "Umsetzende Institution(en)"
TOP = "<h1>Amt</h1><h2>Kontakt</h2><p>Kreis X<br>Weg 1<br>52351 Düren</p>"
START = TOP + "<h2>Fördergebiete</h2><h3>FG 1: Nord</h3><h2>Projekte</h2>"
TEXT = "Amt\n\nKontakt\n\nKreis X\nWeg 1\n52351 Düren\n\nFördergebiete\n\nFG 1: Nord\n\nProjekte\n\n"
PAIRS = ((INST, "AWO"), ("Zeitraum", "2015"), ("Zielgruppe", "Alle."), ("Casemanagement", "ja"))
MORE = (*PAIRS[:2], ("Sprachkurse", "ja"), *PAIRS[2:])  # with a label that nobody knows


def _project(body: str, vocabulary: Vocabulary) -> Project:
    (project,) = read(body if body.startswith("Amt") else page(body), vocabulary).projects
    return project


def _told(project: Project) -> tuple[object, ...]:
    begin = project.period_start.year if project.period_start else None
    return project.title, project.institutions, begin, project.target_group, project.case_management


def _extras(project: Project) -> list[tuple[str, str]]:
    return [(extra.label, extra.text) for extra in project.extras]


def _unread(reading: Reading) -> list[str]:
    return [finding.text for finding in reading.findings if finding.kind == "unread"]


BRIDGE = ("Brücke", ("AWO",), 2015, "Alle.", True)


def test_titles_of_columns_stand_in_the_head_of_a_table_with_empty_cells(vocabulary: Vocabulary) -> None:
    table = (
        "<table><thead><tr><th></th><th>Brücke</th><th>Steg</th><th>Ufer</th></tr></thead><tbody>"
        f"<tr><th>{INST}</th><td>AWO</td><td>CJD</td><td>IB</td></tr>"
        "<tr><th>Zeitraum</th><td>2015</td><td></td><td>2018</td></tr>"
        "<tr><th>Angebote</th><td></td><td>Rat</td><td></td></tr></tbody></table>"
    )
    projects = read(page(START + table), vocabulary).projects
    assert [(one.title, one.institutions, one.services) for one in projects] == [
        ("Brücke", ("AWO",), None),
        ("Steg", ("CJD",), "Rat"),
        ("Ufer", ("IB",), None),
    ]
    assert [one.period_start.year if one.period_start else None for one in projects] == [2015, None, 2018]


def test_one_period_alone_makes_no_titles_of_the_cells_above_it(vocabulary: Vocabulary) -> None:
    table = (
        "<table><tr><td></td><td>Angabe</td><td>Bemerkung</td></tr>"
        f"<tr><td>{INST}</td><td>AWO</td><td></td></tr><tr><td>Zeitraum</td><td>2015</td><td></td></tr></table>"
    )
    projects = read(page(START + "<h3>Brücke</h3>" + table), vocabulary).projects
    assert [one.institutions for one in projects] == [("AWO",)]


def test_a_label_and_its_colon_fill_one_element_beside_that_of_the_value(vocabulary: Vocabulary) -> None:
    fields = "".join(
        f"<div><div><strong>{label}</strong>:&nbsp;</div><div>{value}</div></div>" for label, value in MORE
    )
    project = _project(f"{START}<h3>Brücke</h3>{fields}", vocabulary)
    assert (_told(project), _extras(project)) == (BRIDGE, [("Sprachkurse", "ja")])


def test_a_colon_outside_of_a_label_without_value_takes_no_value_of_the_next(vocabulary: Vocabulary) -> None:
    items = "".join(f"<li><strong>{label}</strong>: {value}</li>" for label, value in (*PAIRS, ("Angebote", "")))
    list_ = "<li><strong>Methoden</strong>: <ul><li>Besuch</li><li>Rat</li></ul></li>"
    project = _project(f"{START}<h3>Brücke</h3><ul>{items}{list_}</ul>", vocabulary)
    assert (_told(project), project.services, _extras(project)) == (BRIDGE, None, [("Methoden", "Besuch\nRat")])


EDIT = "<span>[<a href='/e'>Bearbeiten</a> | <a href='/q'>Quelltext</a>]</span>"


@pytest.mark.parametrize(
    ("before", "behind"),
    [("", EDIT), ("", "<a href='#x'>¶</a>"), ("<a href='#x'>#</a>", ""), ("<a href='#x'>§</a> ", EDIT)],
    ids=["links to edit", "a sign behind", "a sign in front", "both"],
)
def test_links_in_headings_are_no_part_of_titles_areas_and_addresses(
    before: str, behind: str, vocabulary: Vocabulary
) -> None:
    terms = "<dl>" + "".join(f"<dt>{label}</dt><dd>{value}</dd>" for label, value in PAIRS) + "</dl>"
    body = START.replace("</h3>", "</h3><p>Viele Häuser.</p>") + "<h3>Brücke</h3>" + terms
    for level in "23":
        body = body.replace(f"<h{level}>", f"<h{level}>{before}").replace(f"</h{level}>", f"{behind}</h{level}>")
    reading = read(page(body), vocabulary)
    assert reading.profile is not None
    assert (reading.profile.municipality, reading.profile.street) == ("Kreis X", "Weg 1")
    assert [(area.name, area.description) for area in reading.funding_areas] == [("Nord", "Viele Häuser.")]
    assert [_told(project) for project in reading.projects] == [BRIDGE]
    assert _unread(reading) == []


def test_a_link_that_is_the_name_in_a_heading_stays_its_name() -> None:
    body = page("<h3>Projekt <a href='/b'>Brücke</a></h3><h3>Projekt <a href='/s'>Steg</a></h3>")
    assert [line.text for line in parse_document(body).lines()] == ["Projekt Brücke", "Projekt Steg"]


def test_the_last_item_of_a_part_that_ends_is_no_title_of_the_next_project(vocabulary: Vocabulary) -> None:
    def part(label: str, value: str) -> str:
        return f"<details><summary>{label}</summary>{value}</details>"

    body = (
        START + "<h3>Brücke</h3>" + part("Zeitraum", "<p>2015</p>") + part("Casemanagement", "<p>ja</p>")
        + part("Zielgruppe", "<ul><li>Schüler</li><li>Azubis</li></ul>") + part(INST, "<p>AWO</p>")
    )  # fmt: skip
    assert _told(_project(body, vocabulary)) == ("Brücke", ("AWO",), 2015, "Schüler\nAzubis", True)


def test_a_line_in_bold_of_another_class_is_the_title_above_the_next_label(vocabulary: Vocabulary) -> None:
    def line(name: str, text: str) -> str:
        return f'<p class="{name}" style="position:absolute;top:{len(text)}px;left:8px">{text}</p>'

    def project(title: str) -> str:
        pairs = "".join(line("f1", f"<b>{label}</b>") + line("f2", value) for label, value in MORE)
        return line("f3", f"<b>{title}</b>") + pairs

    projects = read(page(START + project("Brücke") + project("Steg")), vocabulary).projects
    assert [_told(one) for one in projects] == [BRIDGE, ("Steg", *BRIDGE[1:])]
    assert [_extras(one) for one in projects] == [[("Sprachkurse", "ja")]] * 2


def test_a_line_of_links_alone_holds_no_labels(vocabulary: Vocabulary) -> None:
    menu = "<div>" + " ".join(f"<a href='/{n}'>{n}</a>" for n in ("Programm", "Zielgruppe", "Kontakt")) + "</div>"
    pairs = "<br>".join(f"{label}: {value}" for label, value in PAIRS)
    heads = START.replace("h2>", "b>").replace("h1>", "b>").replace("<b>", "<p><b>").replace("</b>", "</b></p>")
    reading = read(page(f"{menu}{heads}<p><u>Brücke</u></p><p>{pairs}</p>"), vocabulary)
    assert [_told(project) for project in reading.projects] == [BRIDGE]
    assert reading.extras == ()


def test_a_pair_behind_a_semicolon_is_part_of_the_value_where_labels_begin_lines(vocabulary: Vocabulary) -> None:
    pairs = "<br>".join(f"{label}: {value}" for label, value in (*PAIRS, ("Angebote", "Rat; Werkstatt: Holz")))
    project = _project(f"{START}<h3>Brücke</h3><p>{pairs}</p>", vocabulary)
    assert (_told(project), project.services, project.extras) == (BRIDGE, "Rat; Werkstatt: Holz", ())


def test_nothing_before_a_divider_is_an_empty_value(vocabulary: Vocabulary) -> None:
    pairs = " | ".join(f"<b>{label}:</b> {value}" for label, value in (("Angebote", ""), *PAIRS))
    project = _project(f"{START}<h3>Brücke</h3><p>{pairs}</p>", vocabulary)
    assert (_told(project), project.services) == (BRIDGE, None)


def test_an_unknown_pair_above_an_institution_is_no_title_where_projects_begin_otherwise(
    vocabulary: Vocabulary,
) -> None:
    pairs = "".join(f"**{label}:** {value}\n\n" for label, value in (*PAIRS[1:], ("Sprachkurse", "ja"), PAIRS[0]))
    project = _project(f"{TEXT}### Brücke\n\n{pairs}### Schluss\n", vocabulary)
    assert (_told(project), _extras(project)) == (BRIDGE, [("Sprachkurse", "ja")])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<table><tr><td>{}</td><td>{}</td></tr></table>", "<br>"),
        ("<div><ul><li>{}</li></ul><div><div>{}</div></div></div>", None),
    ],
    ids=["a column of lines", "tabs and their parts"],
)
def test_known_labels_before_all_values_have_them_one_for_one(
    before: str, after: str | None, vocabulary: Vocabulary
) -> None:
    between = [after, after] if after else ["</li><li>", "</div><div>"]
    labels, values = (str(line).join(texts) for line, texts in zip(between, zip(*PAIRS, strict=True), strict=True))
    assert _told(_project(f"{START}<h3>Brücke</h3>{before.format(labels, values)}", vocabulary)) == BRIDGE


def test_an_unknown_label_before_all_values_keeps_none_of_the_others_from_theirs() -> None:
    body = COLUMNS.replace("Ort:", "Preis:<br>Ort:").replace("Köln", "7<br>Köln")
    found = label_values(page(body), [label for label, _ in THREE])
    assert [(each.label, each.text) for each in found] == THREE


@pytest.mark.parametrize("label", ["Sechs Gruppen aus der Stadt im Alter bis 26 Jahre:", "Motto „Los", "Rat (im Büro"])
def test_a_sentence_or_an_open_quote_before_a_colon_is_no_label_where_labels_stand_alone(
    label: str, vocabulary: Vocabulary
) -> None:
    services = f"{label}\nMutig." if label.endswith(":") else f"{label}: Komm“)"
    lines = "\n\n".join(f"{name}:\n\n{value}" for name, value in (*PAIRS, ("Angebote", services)))
    project = _project(f"{TEXT}Brücke\n\n{lines}\n", vocabulary)
    assert (_told(project), project.services, _extras(project)) == (BRIDGE, services, [])


@pytest.mark.parametrize("colon", [":", ""])
def test_two_known_labels_fill_a_column(colon: str) -> None:
    found = label_values(page(TWO.replace(":", colon)), ["Plätze", "Ort"])
    assert [(each.label, each.text) for each in found] == THREE[1:]


def test_a_plain_row_above_rows_of_label_and_value_is_one_of_them() -> None:
    rows = "".join(f"<tr><td class=l>{label}</td><td class=v>{value}</td></tr>" for label, value in THREE[1:])
    body = page(f"<table><tr><td>Höhe</td><td>60 m</td></tr>{rows}</table>")
    assert [(each.label, each.text) for each in label_values(body, [label for label, _ in THREE])] == THREE


def test_several_labels_in_spans_inside_one_line_need_no_colon() -> None:
    pairs = " ".join(
        f"<span><span class=n>{label}</span> <span class=v>{value}</span></span>" for label, value in THREE
    )
    found = label_values(page(f"<div>Je Haus: {pairs}</div>"), [label for label, _ in THREE])
    assert [(each.label, each.text) for each in found] == THREE


def test_a_label_above_an_empty_block_has_no_value_of_labels_before_all_values(vocabulary: Vocabulary) -> None:
    one = "<div><h3>{}</h3>" + "<u>{}:</u><blockquote>{}</blockquote>" * 4 + "</div>"
    pages = [one.format(name, *(each for pair in PAIRS for each in pair)) for name in ("Brücke", "Steg")]
    pages[0] = pages[0].replace("2015", "")
    projects = read(page(START + "".join(pages)), vocabulary).projects
    assert [(one.title, one.target_group) for one in projects] == [("Brücke", "Alle."), ("Steg", "Alle.")]


@pytest.mark.parametrize("rule", ["<hr>", "<p>Angebote: Rat.</p><hr>"])
def test_a_rule_ends_the_last_value_and_begins_the_foot_of_the_page(rule: str, vocabulary: Vocabulary) -> None:
    pairs = "".join(f"<p>{label}: {value}</p>" for label, value in PAIRS)
    reading = read(
        page(f"{START}<h3>Brücke</h3>{pairs}{rule}<p>Druck vom 1. Mai<br>URL: kreis.example</p>"), vocabulary
    )
    (project,) = reading.projects
    assert (_told(project), project.extras, reading.extras) == (BRIDGE, (), ())
    assert project.services == ("Rat." if "Rat" in rule else None)


def test_a_text_goes_on_behind_a_rule_where_fields_follow(vocabulary: Vocabulary) -> None:
    pairs = "".join(f"<p>{label}: {value}</p>" for label, value in PAIRS)
    texts = "<p>Angebote: Rat.</p><hr><p>Wir helfen.</p>"
    one, other = read(page(f"{START}<h3>Brücke</h3>{pairs}{texts}<h3>Steg</h3>{pairs}"), vocabulary).projects
    assert (one.services, other.services) == ("Rat.\nWir helfen.", None)


def test_rules_between_fields_begin_no_foot(vocabulary: Vocabulary) -> None:
    pairs = "<hr>".join(f"<p>{label}: {value}</p>" for label, value in (*PAIRS, ("Sprachkurse", "ja")))
    project = _project(f"{START}<h3>Brücke</h3>{pairs}", vocabulary)
    assert (_told(project), _extras(project)) == (BRIDGE, [("Sprachkurse", "ja")])


@pytest.mark.parametrize("rule", ["━", "─", "-"])
def test_a_line_drawn_below_a_text_is_no_part_of_it(rule: str) -> None:
    (found,) = label_values(f"Angaben\n\nZiel:\nRat\n{rule * 40}\nWeiteres steht im Heft.\n", ["Ziel"])
    assert found.text == "Rat"


NAMED = (
    "nav",
    "content_nav",
    "sidebar",
    "footer",
    "teaser",
    "share",
    "menu",
    "print",
    "breadcrumb",
    "related",
    "banner",
)


@pytest.mark.parametrize("name", NAMED)
@pytest.mark.parametrize("element", ['<div class="{}">{}</div>', '<table id="{}"><tr><td>{}</td></tr></table>'])
def test_no_class_or_id_takes_the_only_project_for_the_site(element: str, name: str, vocabulary: Vocabulary) -> None:
    terms = "<dl>" + "".join(f"<dt>{label}</dt><dd>{value}</dd>" for label, value in PAIRS) + "</dl>"
    more = "<p>Der Anteil der jungen Leute liegt über dem Durchschnitt.</p>" * 12
    body = START.replace("<h2>Projekte</h2>", more) + element.format(name, f"<h3>Brücke</h3>{terms}")
    reading = read(page(body), vocabulary)
    assert [_told(project) for project in reading.projects] == [BRIDGE]
    assert _unread(reading) == []


def test_a_second_project_in_a_side_column_is_that_of_another_office(vocabulary: Vocabulary) -> None:
    terms = "<dl>" + "".join(f"<dt>{label}</dt><dd>{value}</dd>" for label, value in PAIRS) + "</dl>"
    more = "<p>Der Anteil der jungen Leute liegt über dem Durchschnitt.</p>" * 12
    body = f"{START}<h3>Brücke</h3>{terms}{more}<div class='sidebar'><h3>Ufer</h3>{terms}</div>"
    assert [_told(project) for project in read(page(body), vocabulary).projects] == [BRIDGE]


def test_a_mail_that_quotes_a_page_below_a_greeting_is_read(vocabulary: Vocabulary) -> None:
    pairs = "".join(f"{label}: {value}\n" for label, value in PAIRS)
    quoted = "".join(f"> {line}\n" for line in f"{TEXT}Brücke\n\n{pairs}".splitlines())
    reading = read(f"Hallo, hier die Seite:\n\n{quoted}\nGruß\n", vocabulary)
    assert reading.profile is not None
    assert (reading.profile.municipality, [_told(project)[1:] for project in reading.projects]) == (
        "Kreis X",
        [BRIDGE[1:]],
    )


def test_a_label_alone_on_its_line_is_empty_where_others_have_their_values_behind_them(vocabulary: Vocabulary) -> None:
    def pairs(services: str) -> str:
        fields = (*PAIRS[:3], ("Angebote", services), *PAIRS[3:])
        return "\n".join(f"{label} {value}".strip() for label, value in fields)

    reading = read(f"{TEXT}Brücke\n\n{pairs('')}\n\nSteg\n\n{pairs('Rat und Tat')}\n", vocabulary)
    assert [_told(project)[3] for project in reading.projects] == ["Alle.", "Alle."]
    assert [project.services for project in reading.projects] == [None, "Rat und Tat"]


@pytest.mark.parametrize("term", ["{}", "**{}**", "**{}:**"])
def test_a_definition_list_of_markdown_has_pairs(term: str) -> None:
    pairs = [("Ort", "Ulm"), ("Tel", "3"), ("Fax", "5")]
    terms = "".join(f"{term.format(label)}\n:   {value}\n\n" for label, value in pairs)
    found = label_values(f"**Haus**, **Hof**\n\n{terms}[x](y.html) [x](z.html)\n", [label for label, _ in pairs])
    assert [(each.label, each.text) for each in found[:2]] == pairs[:2]


def test_a_link_of_markdown_to_a_script_is_a_link(vocabulary: Vocabulary) -> None:
    pairs = "".join(f"**{label}:** {value}\n\n" for label, value in (*PAIRS, ("Angebote", "Rat")))
    project = _project(f"{TEXT}### Brücke\n\n{pairs}[Zurück](javascript:history.back())\n", vocabulary)
    assert (_told(project), project.services) == (BRIDGE, "Rat")


def test_a_short_project_in_the_second_cell_of_a_layout_is_one(vocabulary: Vocabulary) -> None:
    cell = "<td><h3>{}</h3>" + "".join(f"<p><em>{label}</em></p><p>{value}</p>" for label, value in PAIRS) + "</td>"
    projects = read(
        page(f"{START}<table><tr>{cell.format('Brücke')}{cell.format('Steg')}</tr></table>"), vocabulary
    ).projects
    assert [_told(project) for project in projects] == [BRIDGE, ("Steg", *BRIDGE[1:])]


def test_labels_of_the_office_may_stand_in_pairs_of_elements(vocabulary: Vocabulary) -> None:
    fields = (("Koordinierungsstelle", "Amt"), ("Kommune", "Kreis X"), ("Straße", "Weg 1"), ("PLZ/Ort", "52351 Düren"))
    pairs = "".join(
        f'<div><div class="label">{label}</div><div class="item">{text}</div></div>' for label, text in fields
    )
    terms = "<dl>" + "".join(f"<dt>{label}</dt><dd>{value}</dd>" for label, value in PAIRS) + "</dl>"
    profile = read(
        page(f"<h1>Amt</h1><h2>Kontakt</h2>{pairs}<h2>Projekte</h2><h3>Brücke</h3>{terms}"), vocabulary
    ).profile
    assert profile is not None
    assert (profile.office, profile.municipality, profile.city) == ("Amt", "Kreis X", "Düren")


def test_one_cell_over_another_is_no_head_of_a_column(vocabulary: Vocabulary) -> None:
    rows = "".join(f"<tr><th>{label}</th><td>{value}</td></tr>" for label, value in PAIRS)
    table = f"<table><tr><td><b>Brücke</b></td></tr>{rows}</table>"
    assert [_told(project) for project in read(page(START + table * 2), vocabulary).projects] == [BRIDGE, BRIDGE]


@pytest.mark.parametrize(
    "anchors",
    [
        False,
        pytest.param(True, marks=pytest.mark.xfail(strict=True, reason="links to parts of the page are no labels")),
    ],
    ids=["columns", "tabs"],
)
def test_an_unknown_label_before_all_values_has_its_own_too(anchors: bool, vocabulary: Vocabulary) -> None:
    names = [
        f'<a href="#{n}">{label}</a>' if anchors else label for n, (label, _) in enumerate((*MORE, ("Angebot", "")))
    ]
    labels = "".join(f"<li>{name}</li>" for name in names)
    values = "".join(f'<div id="{n}">{value}</div>' for n, (_, value) in enumerate((*MORE, ("Angebot", ""))))
    project = _project(f"{START}<h3>Brücke</h3><ul>{labels}</ul><div>{values}</div>", vocabulary)
    assert (_told(project), _extras(project), project.services) == (BRIDGE, [("Sprachkurse", "ja")], None)


def test_a_list_of_links_to_other_pages_before_as_many_parts_has_no_values(vocabulary: Vocabulary) -> None:
    links = (("z", "Zielgruppe"), ("a", "Angebote"), ("t", "Träger"))
    menu = "<ul>" + "".join(f"<li><a href='/{name}'>{label}</a></li>" for name, label in links) + "</ul>"
    terms = "<dl>" + "".join(f"<dt>{label}</dt><dd>{value}</dd>" for label, value in PAIRS) + "</dl>"
    project = _project(
        f"{menu}<div><p>Eins.</p><p>Zwei.</p><p>Drei.</p></div>{START}<h3>Brücke</h3>{terms}", vocabulary
    )
    assert (_told(project), project.services) == (BRIDGE, None)


def test_the_caption_of_a_table_is_no_text_of_the_areas_above_it(vocabulary: Vocabulary) -> None:
    table = "<table><caption>Angaben</caption><tr><th>Soziale Stadt</th><td>ja</td></tr></table>"
    areas = "<h2>Fördergebiete</h2><p>Die Stadt.</p>"
    for body in (TOP + areas + table, TOP + areas + "<h3>FG 1: Nord</h3><p>Viele Häuser.</p>" + table):
        reading = read(page(body), vocabulary)
        assert reading.profile is not None
        assert (reading.profile.areas_text, reading.profile.soziale_stadt) == ("Die Stadt.", True)
        assert [area.description for area in reading.funding_areas] == ["Viele Häuser."] * len(reading.funding_areas)


LAYOUTS = {
    "tabs": lambda label, value: f"{label}\t{value}\n",
    "leading dots": lambda label, value: f"{label} {'.' * (40 - len(label))} {value}\n",
    "leading lines": lambda label, value: f"{label} {'_' * (40 - len(label))} {value}\n",
    "columns": lambda label, value: f"{label:32}{value}\n",
    "columns of no-break blanks": lambda label, value: f"{label:32}{value}\n".replace("  ", "\u00a0\u00a0"),
    "rules below labels": lambda label, value: f"{label}\n{'-' * len(label)}\n{value}\n\n",
    "rules and blanks": lambda label, value: f"{label}\n{'=' * len(label)}\n\n{value}\n\n",
    "number signs": lambda label, value: f"#### {label}\n\n{value}\n\n",
    "values set in": lambda label, value: f"{label}:\n    {value}\n",
    "bullets": lambda label, value: f"  * {label}: {value}\n",
}


@pytest.mark.parametrize("empty", [False, True], ids=["", "with a label without value"])
@pytest.mark.parametrize("name", LAYOUTS)
def test_a_project_is_read_from_any_layout_of_plain_text(name: str, empty: bool, vocabulary: Vocabulary) -> None:
    pairs = (*MORE[:3], ("Beratung/Clearing", ""), *MORE[3:]) if empty else MORE
    sign = "### " if name == "number signs" else ""
    body = TEXT + "".join(f"{sign}{title}\n\n" + "".join(LAYOUTS[name](*pair) for pair in pairs) + "\n" for title in
                          ("Brücke", "Steg"))  # fmt: skip
    projects = read(body, vocabulary).projects
    assert [_told(one) for one in projects] == [BRIDGE, ("Steg", *BRIDGE[1:])]
    assert [_extras(one) for one in projects] == [[("Sprachkurse", "ja")]] * 2
    assert [one.counselling for one in projects] == [None, None]


def test_a_long_label_with_few_dots_behind_it_is_a_row_like_the_others(vocabulary: Vocabulary) -> None:
    pairs = (*PAIRS, ("Aufsuchende Jugendsozialarbeit", "ja"), ("Kooperation", "Jobcenter"))
    rows = "".join(f"{label} {'.' * (33 - len(label))} {value}\n" for label, value in pairs)
    project = _project(f"{TEXT}Brücke\n\n{rows}", vocabulary)
    assert (_told(project), project.outreach, _extras(project)) == (BRIDGE, True, [("Kooperation", "Jobcenter")])


def test_lines_set_in_below_the_second_column_belong_to_its_value(vocabulary: Vocabulary) -> None:
    rows = f"{INST:32}Werkhof\n{'':32}AWO\n{'Zielgruppe':32}Junge Menschen ohne\n{'':32}Schulabschluss\n"
    rows += f"{'Zeitraum':32}2015\n"
    project = _project(f"{TEXT}Brücke\n\n{rows}", vocabulary)
    assert (project.institutions, project.period_start is None) == (("Werkhof", "AWO"), False)
    assert project.target_group == "Junge Menschen ohne Schulabschluss"


def test_a_word_that_had_no_room_on_its_line_goes_on_with_it(vocabulary: Vocabulary) -> None:
    rows = f"{INST:32}Zentrum für Bildung und\n{'':32}Beruf\n{'Zielgruppe':32}Alle aus der Nordstadt.\n"
    assert _project(f"{TEXT}Brücke\n\n{rows}", vocabulary).institutions == ("Zentrum für Bildung und Beruf",)
    mail = f"{INST}: Zentrum für Bildung und\n  Beruf\nZielgruppe: Alle aus der Nordstadt und dem Umland im Süden.\n"
    assert _project(f"{TEXT}Brücke\n\n{mail}", vocabulary).institutions == ("Zentrum für Bildung und Beruf",)
    broken = mail.replace(" und dem Umland im Süden", "")
    assert _project(f"{TEXT}Brücke\n\n{broken}", vocabulary).institutions == ("Zentrum für Bildung und Beruf",)


def test_a_line_set_in_with_a_colon_is_part_of_the_value_it_stands_in(vocabulary: Vocabulary) -> None:
    pairs = "".join(f"{label}:\n    {value}\n" for label, value in PAIRS)
    project = _project(f"{TEXT}Brücke\n\n{pairs}Angebote:\n    Rat\n    Werkstatt: Holz\n", vocabulary)
    assert (_told(project), project.services, project.extras) == (BRIDGE, "Rat\nWerkstatt: Holz", ())


def test_an_address_of_the_web_below_a_mail_is_no_part_of_it(vocabulary: Vocabulary) -> None:
    persons = "Ansprechpersonen\n\nTelefon 02421/22-1111\nMail a@kreis.example\nwww.kreis.example\n\nFördergebiete"
    (contact,) = read(TEXT.replace("Fördergebiete", persons) + "Soziale Stadt ja\n", vocabulary).contacts
    assert (contact.email, contact.website) == ("a@kreis.example", "http://www.kreis.example")


PLAIN = {
    "rules": "Amt\n===\n\nZeitraum\n--------\n2015\n",
    "columns": "Zeitraum    2015\nOrt         Köln\n            Bonn\n",
    "signs without width": "Zeitraum\t\ufeff\nOrt\tKöln\n\u00ad\n   \ufeff\n",
    "a wrapped line": f"{'Zeitraum':12}von 2015 bis\n{'':12}heute\n{'Ort':12}in Köln am Rhein\n",
}


@pytest.mark.parametrize("body", PLAIN.values(), ids=PLAIN)
def test_the_lines_of_a_text_in_columns_are_all_of_it(body: str) -> None:
    assert "".join(line.text for line in parse_document(body).lines()).replace(" ", "") == _seen(body)


def test_leading_dots_are_no_text() -> None:
    lines = parse_document("Zeitraum ..... 2015\nOrt .......... Köln\n").lines()
    assert [line.text for line in lines] == ["Zeitraum", "2015", "Ort", "Köln"]


RECORDS = [("Ort", "Köln"), ("Preis", "5"), ("Ort", "Bonn"), ("Preis", "7")]


def _seen(text: str) -> str:
    return "".join(text.replace("\ufeff", "").replace("\u00ad", "").split())


COLUMNS = "<table><tr><td>Höhe:<br>Plätze:<br>Ort:</td><td>60 m<br>5<br>Köln</td></tr></table>"
TWO = COLUMNS.replace("Höhe:<br>", "").replace("60 m<br>", "")
RUN_IN = "<p><em>Höhe.</em> 60 m</p><p><em>Plätze.</em> 5</p><p><em>Ort.</em> Köln</p>"
THREE = [("Höhe", "60 m"), ("Plätze", "5"), ("Ort", "Köln")]
PAGES: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "several records one behind the other": (
        "".join(f"<div><div>{label}</div><div>{value}</div></div>" for label, value in RECORDS),
        RECORDS,
    ),
    "dots": ("Höhe ......... 60 m\nEinwohner .... 500\n", [("Höhe", "60 m"), ("Einwohner", "500")]),
    "columns": ("Höhe        60 m\nEinwohner   500\n", [("Höhe", "60 m"), ("Einwohner", "500")]),
    "a cell of labels beside a cell of values": (COLUMNS, THREE),
    "full stops in place of colons": (RUN_IN, THREE),
    "lines behind labels": (RUN_IN.replace(".</em>", "&nbsp;|</em>"), THREE),
    "numbers in bold": ("<p><b>62</b> Plätze</p><p><b>90</b> frei</p><p>Ort: Bonn</p>", [("Ort", "Bonn")]),
    "names in bold before a comma": ("<p><b>Pia Muster,</b> Köln</p><p><b>Max Muster,</b> Bonn</p>", []),
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_pairs_are_told_by_structure(name: str) -> None:
    body, found = PAGES[name]
    given = page(body) if body.startswith("<") else body
    assert [(each.label, each.text) for each in label_values(given)] == found


@pytest.mark.parametrize(
    "label",
    ["<b>„Zeitraum“:</b>", '<b>"Zeitraum"</b>:', "<b>Zeitraum –</b>", "<b>Zeitraum -</b>", "<b>Zeitraum »</b>"],
)
def test_a_label_is_known_in_quotes_before_its_colon_and_with_a_dash_or_an_arrow_behind_it(
    label: str, vocabulary: Vocabulary
) -> None:
    rest = "<p><b>Zielgruppe:</b> Alle.</p><p><b>Casemanagement:</b> ja</p>"
    rows = f"<p><b>{INST}:</b> AWO</p><p>{label} 2015</p>{rest}"
    assert _told(_project(START + "<h3>Brücke</h3>" + rows, vocabulary)) == BRIDGE


def test_a_word_in_bold_and_in_quotes_stays_a_word(vocabulary: Vocabulary) -> None:
    rows = f"<p><b>{INST}:</b> AWO</p><p><b>Angebote:</b> Gespräche.<br><b>„Beratung“</b> heißt: Zuhören.</p>"
    project = _project(START + "<h3>Brücke</h3>" + rows, vocabulary)
    assert (project.counselling, "„Beratung“ heißt: Zuhören." in (project.services or "")) == (None, True)


def test_a_dash_for_an_answer_is_no_dash_behind_a_label(vocabulary: Vocabulary) -> None:
    rows = f"<p><b>{INST}:</b> AWO</p><p><b>Casemanagement</b> –</p><p>Das Team berät.</p>"
    project = _project(START + "<h3>Brücke</h3>" + rows, vocabulary)
    assert project.case_management is None
