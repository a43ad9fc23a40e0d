"""One project in markups that no fixture shows: of site builders, word processors, print views and mails."""

import pytest
from corpus.traps import TOP, page

from jsiq_scrape.parse import read
from jsiq_scrape.parse.labels.vocabulary import Vocabulary
from jsiq_scrape.records import FindingKind, Project, Reading

INST = "Umsetzende Institution(en)"
PAIRS = (
    (INST, "AWO"),
    ("Zeitraum", "01.01.2015 - 31.12.2018"),
    ("Zielgruppe", "Junge Menschen."),
    ("Casemanagement", "ja"),
)
START = f"{TOP}<h3>Fördergebiete</h3><p>FG 1: Nord</p><h3>Projekte</h3><h4>Brücke</h4>"


def _each(pattern: str) -> str:
    """A pattern for every pair: {a} the label, {b} the value, {n} its number, {k} a name of the field, {i} 0 and 1."""
    return "".join(
        pattern.format(a=label, b=value, n=number, k=label[:3].lower(), u=label.upper(), head=label[:4], tail=label[4:])
        for number, (label, value) in enumerate(PAIRS, 1)
    )


def _terms(term: str, description: str = "{b}") -> str:
    return f"<dl>{_each(f'<dt>{term}</dt><dd>{description}</dd>')}</dl>"


def _table(row: str, first: str = "") -> str:
    return f"<table>{first}{_each(f'<tr>{row}</tr>')}</table>"


MARKUPS = {
    # site builders
    "frames of a portal": _each(
        '<div id="c{n}" class="frame frame-default"><header><h4 class="csc-firstHeader">{a}</h4></header>'
        '<p class="bodytext">{b}</p></div>'
    ),
    "inline fields": _each(
        '<div class="field field-name-field-{k} field-label-inline"><div class="field-label">{a}:&nbsp;</div>'
        '<div class="field-items"><div class="field-item even">{b}</div></div></div>'
    ),
    "fields with labels above": _each(
        '<div class="field field--name-field-{k} field--label-above"><div class="field__label">{a}</div>'
        '<div class="field__item">{b}</div></div>'
    ),
    "a list of icons": "<ul>"
    + _each('<li><span class="icon"><i class="fas fa-user"></i></span><span class="text"><b>{a}:</b> {b}</span></li>')
    + "</ul>",
    "toggles": _each(
        '<div class="toggle"><h5 class="toggle_title">{a}</h5><div class="toggle_content"><p>{b}</p></div></div>'
    ),
    "columns of a page builder": _each(
        '<div class="vc_row"><div class="vc_col-sm-4"><div class="wrapper"><p>{a}</p></div></div>'
        '<div class="vc_col-sm-8"><div class="wrapper"><p>{b}</p></div></div></div>'
    ),
    "columns of blocks": _each(
        '<div class="columns"><div class="column" style="flex-basis:33%"><p><strong>{a}</strong></p></div>'
        '<div class="column"><p>{b}</p></div></div>'
    ),
    "an accordion of sections": _each(
        '<section class="ce_accordion block"><div class="toggler">{a}</div>'
        '<div class="accordion"><div><p>{b}</p></div></div></section>'
    ),
    "descriptions without terms": '<dl class="fields-container">'
    + _each('<dd class="field-entry"><span class="field-label">{a}: </span><span class="field-value">{b}</span></dd>')
    + "</dl>",
    "an accordion of custom elements": "<amp-accordion>"
    + _each("<section><h4>{a}</h4><amp-layout><p>{b}</p></amp-layout></section>")
    + "</amp-accordion>",
    "properties of an item": _each(
        '<div itemprop="additionalProperty" itemscope><span itemprop="name">{a}</span><meta content="y">'
        '<span itemprop="value">{b}</span></div>'
    ),
    "cards with sr-only colons": _each(
        '<div class="row"><div class="col">{a}<span class="sr-only">:</span></div><div class="col">{b}</div></div>'
    ),
    # word processors
    "paragraphs of a word processor": _each(
        '<p class=MsoNormal><b style="mso-bidi-font-weight:normal"><span style="font-size:11.0pt">{a}<o:p></o:p></span>'
        '</b></p><p class=MsoNormal><span style="font-size:11.0pt">{b}<o:p></o:p></span></p>'
    ),
    "a label in two runs of a word processor": _each(
        "<p class=MsoNormal><b><span>{head}</span></b><b><span>{tail}:</span></b><span> {b}</span></p>"
    ),
    "a table of a word processor": _table(
        "<td width=200 valign=top><p class=MsoNormal>{a}<o:p></o:p></p></td>"
        "<td width=300 valign=top><p class=MsoNormal>{b}<o:p></o:p></p></td>"
    ),
    # mails and old pages
    "tables in a table of a mail": "<table width=600><tr><td>"
    + _each(
        "<table cellpadding=0><tr><td align=left><font face=Arial><b>{a}</b></font></td></tr>"
        "<tr><td align=left><font face=Arial>{b}</font></td></tr></table>"
    )
    + "</td></tr></table>",
    "a definition list in each row": _table("<td><dl><dt>{a}</dt><dd>{b}</dd></dl></td>"),
    "rows with a label over the value": _table(
        '<td bgcolor="#cccccc"><font size=1>{a}</font></td></tr><tr><td><font size=1>{b}</font></td>'
    ),
    "labels over two columns": _table("<td colspan=2><b>{a}</b></td></tr><tr><td>&nbsp;</td><td>{b}</td>"),
    "a column of pictures": _table('<td><img src=x.gif alt=""></td><td>{a}</td><td>{b}</td>'),
    "a column of numbers": _table("<td>{n}.</td><td>{a}</td><td>{b}</td>"),
    "a table with a head of its own": _table(
        "<td>{a}</td><td>{b}</td>", "<thead><tr><th>Merkmal</th><th>Angabe</th></tr></thead>"
    ),
    "a cell over all rows": _table("<td>{a}</td><td>{b}</td>").replace("<tr>", "<tr><td rowspan=4>Angaben</td>", 1),
    "fonts in the middle": f"<center>{_each('<font color=red>{a}</font><br><font>{b}</font><br><br>')}</center>",
    "preformatted columns": "<pre>" + _each("{a:32}{b}\n") + "</pre>",
    "anchors before labels": _each('<p><a name="a{n}"></a><b>{a}:</b><br />{b}</p>'),
    "everything bold": "<p>" + _each("<b>{a}: {b}</b><br>") + "</p>",
    "empty paragraphs between": _each("<p>&nbsp;</p><p><b>{a}</b></p><p>&nbsp;</p><p>{b}</p>"),
    "rules between": _each("<p><b>{a}</b></p><p>{b}</p><hr>"),
    # kinds of elements
    "details with a pictogram": _each('<details open><summary><span class="icon">▸</span> {a}</summary>{b}</details>'),
    "figures": _each("<figure><figcaption>{a}</figcaption><p>{b}</p></figure>"),
    "quotes": _each("<p>{a}</p><blockquote>{b}</blockquote>"),
    "indented divs": _each('<div>{a}</div><div style="margin-left:2em">{b}</div>'),
    "items of a numbered list": "<ol>" + _each("<li><span>{a}</span><br>{b}</li>") + "</ol>",
    "a form that cannot be filled in": "<form>" + _each('<label>{a}</label><input readonly value="{b}">') + "</form>",
    "a form of static text": _each('<div class="form-group"><label>{a}</label><p class="static">{b}</p></div>'),
    "text areas": f"<form>{_each('<label>{a}</label><textarea readonly>{b}</textarea>')}</form>",
    # labels with something around them
    "a pictogram in the label": _each("<p><strong>👥 {a}:</strong> {b}</p>"),
    "a letter of an icon font": _each('<p><i class="icon">&#xe001;</i> <strong>{a}:</strong> {b}</p>'),
    "a number before the label": _each("<p><b>{n}. {a}:</b> {b}</p>"),
    "numbered headings": _each("<h5>3.{n} {a}</h5><p>{b}</p>"),
    "a link around the label": _terms('<a href="/glossar#{n}" title="Glossar">{a}</a>'),
    "a translation behind a stroke": _terms("{a} / Label {n}"),
    "a translation in small letters": _terms('{a} <small lang="en">Label {n}</small>'),
    "a remark in brackets": _terms("{a} (laut Antrag)"),
    "a remark in brackets in a cell": _table("<td>{a} (laut Antrag)</td><td>{b}</td>"),
    "ruby text": _terms("<ruby>{a}<rt>{n}</rt></ruby>"),
    "a link to edit": _each('<h5>{a} <span>[<a href="/e">Bearbeiten</a>]</span></h5><p>{b}</p>'),
    "a link to the heading": _each('<h5>{a}<a class="headerlink" href="#x">¶</a></h5><p>{b}</p>'),
    "a button with a question mark": _terms('{a} <button aria-label="Hilfe">?</button>'),
    "a hidden explanation": _terms('{a} <span class="tip">?<span style="display:none">Erklärung</span></span>'),
    "a letter i that explains": _terms('{a} <i class="info">i</i>'),
    "an asterisk": _each("<p><b>{a}*:</b> {b}</p>"),
    "a superscript": _each("<p><b>{a}¹:</b> {b}</p>"),
    "a footnote": _terms('{a}<sup><a href="#fn">[{n}]</a></sup>'),
    # letters and signs
    "capitals": _terms("{u}"),
    "soft hyphens": _terms("{head}&shy;{tail}"),
    "zero-width blanks": _terms("&#8203;{head}&#8203;{tail}&#8203;", "&#8203;{b}&#8203;"),
    "places to break": _terms("{head}<wbr>{tail}"),
    "a big first letter": _terms("<span>{head}</span>{tail}"),
    "a label of several elements": _each("<p><b>{head}</b><i><b>{tail}</b></i>: {b}</p>"),
    "a hard blank before the colon": _each("<p><b>{a}&nbsp;:</b>&nbsp;{b}</p>"),
    "a colon by its name": _each("<p><b>{a}&colon;</b> {b}</p>"),
    "a colon by its number": _each("<p>{a}&#58; {b}</p>"),
    "marks of direction": _each("<p>&lrm;{a}&rlm;: &lrm;{b}</p>"),
    "a wide colon": _each("<p>{a}：{b}</p>"),
    "the sign of a ratio": _each("<p><b>{a}∶</b> {b}</p>"),
    "an equals sign": _each("<p>{a} = {b}</p>"),
    "a dash": _each("<p><b>{a}</b> – {b}</p>"),
    "a stroke": _each("<p><b>{a}</b> | {b}</p>"),
    "an arrow": _each("<p><b>{a}</b> → {b}</p>"),
    "leading dots": _each("<p>{a} ........ {b}</p>"),
}


def _reported(reading: Reading) -> list[str]:
    return [finding.text for finding in reading.findings if finding.kind is not FindingKind.MISSING_SECTION]


#: What stands beside the pairs in these and belongs to none of them: reported, not read.
BESIDE = {
    "a column of numbers": ["1.", "2.", "3.", "4."],
    "a table with a head of its own": ["Merkmal", "Angabe"],
    "a cell over all rows": ["Angaben"],
}


@pytest.mark.parametrize("name", MARKUPS)
def test_a_project_is_read_from_any_markup(name: str, vocabulary: Vocabulary) -> None:
    reading = read(page(START + MARKUPS[name]), vocabulary)
    (project,) = reading.projects
    assert (project.title, project.institutions, project.extras) == ("Brücke", ("AWO",), ())
    assert (str(project.period_start), str(project.period_end)) == ("2015-01-01", "2018-12-31")
    assert (project.target_group, project.case_management) == ("Junge Menschen.", True)
    assert _reported(reading) == BESIDE.get(name, [])


def _projects(body: str, vocabulary: Vocabulary) -> tuple[Project, ...]:
    return read(page(START.removesuffix("<h4>Brücke</h4>") + body), vocabulary).projects


def test_an_abbreviated_term_is_an_unknown_label_and_no_institution(vocabulary: Vocabulary) -> None:
    terms = f'<dl><dt>{INST}</dt><dd>AWO</dd><dt><abbr title="Case Management">CM</abbr></dt><dd>ja</dd></dl>'
    (project,) = _projects(f"<h4>B</h4>{terms}", vocabulary)
    assert project.institutions == ("AWO",)
    assert [(extra.label, extra.text) for extra in project.extras] == [("CM", "ja")]


def test_a_button_beside_a_value_is_no_part_of_it_but_may_be_all_of_it(vocabulary: Vocabulary) -> None:
    terms = (
        f"<dl><dt>{INST}</dt><dd>AWO <button>Karte</button></dd><dt>Angebote</dt><dd><button>Hilfe</button></dd></dl>"
    )
    (project,) = _projects(f"<h4>B</h4>{terms}", vocabulary)
    assert (project.institutions, project.services) == (("AWO",), "Hilfe")


def test_a_value_of_nested_lists_and_breaks_keeps_its_lines(vocabulary: Vocabulary) -> None:
    value = "Eins:<ul><li>a<ul><li>b</li></ul></li></ul>Zwei<br>Drei"
    terms = f"<dl><dt>{INST}</dt><dd>AWO</dd><dt>Angebote</dt><dd>{value}</dd></dl>"
    (project,) = _projects(f"<h4>B</h4>{terms}", vocabulary)
    assert project.services == "Eins:\na\nb\nZwei\nDrei"


@pytest.mark.parametrize("dash", ["– 31.12.2018", "- 2018"])
def test_a_dash_before_a_single_date_may_be_a_part_of_it(dash: str, vocabulary: Vocabulary) -> None:
    (project,) = _projects(f"<h4>B</h4><p><b>{INST}</b> AWO</p><p><b>Zeitraum</b> {dash}</p>", vocabulary)
    assert (project.period_start, project.period_end) == (None, None)


@pytest.mark.parametrize("words", ["Angebote für Mädchen", "Zielgruppe Mädchen"])
def test_other_words_behind_a_label_make_another_label_of_it(words: str, vocabulary: Vocabulary) -> None:
    terms = f"<dl><dt>{INST}</dt><dd>AWO</dd><dt>Casemanagement</dt><dd>ja</dd></dl><h5>{words}</h5><p>Ein Café.</p>"
    (project,) = _projects(f"<h4>B</h4>{terms}", vocabulary)
    assert (project.services, project.target_group) == (None, None)


MIXED = (
    (INST, "AWO"),
    ("Plätze", "12"),
    ("Zeitraum", "01.01.2015 - 31.12.2018"),
    ("Sprachkurse", "zwei"),
    ("Casemanagement", "ja"),
)

#: Before, between and behind the pairs.
WITH_UNKNOWN = {
    "paragraphs with classes": ("", '<p class="dt">{a}</p><p class="dd">{b}</p>', ""),
    "bold cells": ("<figure><table>", "<tr><td><strong>{a}</strong></td><td>{b}</td></tr>", "</table></figure>"),
    "underlined words before a colon": ("", "<p><u>{a}</u>: {b}</p>", ""),
    "coloured words over values": ("<p>", '<span style="color:#c00">{a}</span><br>{b}<br><br>', "</p>"),
    "bold words over values in items": ("<ul>", "<li><strong>{a}</strong><br>{b}</li>", "</ul>"),
    "small headings": ("", "<h6>{a}</h6><p>{b}</p>", ""),
    "flexible boxes": ("", '<div class="flex"><div class="w-25 bold">{a}</div><div class="w-75">{b}</div></div>', ""),
    "a flat grid": ("<div>", '<div class="l">{a}</div><div class="v">{b}</div>', "</div>"),
    "bold words over lists": ("", "<p><b>{a}:</b></p><ul><li>{b}</li></ul>", ""),
    "one run with semicolons": ("<p>", "{a}: {b}; ", "</p>"),
    "one run with strokes": ("<p>", "<b>{a}:</b> {b} | ", "</p>"),
    "elements of a library": ("", "<x-field><x-label>{a}</x-label><x-value>{b}</x-value></x-field>", ""),
    "drawn icons": ("", "<p><svg><title>Icon</title><path/></svg> <b>{a}:</b> {b}</p>", ""),
    "icons with a text": ("", '<p><img src="x" alt="Symbol"> <b>{a}:</b> {b}</p>', ""),
    "tags in capitals": ("", "<P><B>{a}:</B> {b}</P>", ""),
    "unclosed terms": ("<dl>", "<dt>{a}<dd>{b}", "</dl>"),
    "paragraphs in terms": ("<dl>", "<dt><p>{a}</p></dt><dd><p>{b}</p></dd>", "</dl>"),
    "terms in groups": ("<dl>", '<div class="g"><dt>{a}</dt><dd>{b}</dd></div>', "</dl>"),
    "paragraphs in cells": ("<table>", "<tr><td><p><b>{a}:</b></p></td><td><p>{b}</p></td></tr>", "</table>"),
    "header cells": ("<table>", "<tr><th align=left>{a}:</th><td>{b}<br>&nbsp;</td></tr>", "</table>"),
    "a moving line": ("<marquee>", "<b>{a}:</b> {b} ", "</marquee>"),
    "titles and quotes": ("", "<p><cite>{a}</cite> <q>{b}</q></p>", ""),
    "addresses": ("", "<address><b>{a}</b> {b}</address>", ""),
}


@pytest.mark.parametrize("around", WITH_UNKNOWN.values(), ids=WITH_UNKNOWN)
def test_labels_nobody_knows_are_kept_in_any_markup(around: tuple[str, str, str], vocabulary: Vocabulary) -> None:
    before, pattern, behind = around
    pairs = "".join(pattern.format(a=label, b=value) for label, value in MIXED).rstrip(" ;|")
    (project,) = _projects(f"<h4>Brücke</h4>{before}{pairs}{behind}", vocabulary)
    assert (project.title, project.institutions, project.case_management) == ("Brücke", ("AWO",), True)
    assert (str(project.period_start), str(project.period_end)) == ("2015-01-01", "2018-12-31")
    assert [(extra.label, extra.text) for extra in project.extras] == [("Plätze", "12"), ("Sprachkurse", "zwei")]
