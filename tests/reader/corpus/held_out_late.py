"""Six more markup families, held out of the second round of work on the reader: page builders and archived pages.

Heads, contacts and areas are other markups again; two of the pages come through a browser or a web archive.
"""

import re
from collections.abc import Callable, Sequence
from html import escape

from corpus.families import Family
from corpus.shown import ANY, Abilities, ContactLine, Look, Pair, Person, Shown, end

HELD_OUT_LATE: list[Family] = []

Template = Callable[[Shown, Look], str]


def held_out(
    abilities: Abilities = ANY, *, outside: Callable[[str], str] | None = None
) -> Callable[[Template], Template]:
    def register(render: Template) -> Template:
        HELD_OUT_LATE.append(Family(render.__name__, render, abilities, outside=outside))
        return render

    return register


def _text(text: str) -> str:
    return escape(text, quote=False)


def _link(line: ContactLine) -> str:
    return f'<a href="{escape(line.href)}">{_text(line.text)}</a>' if line.href else _text(line.text)


def _labelled(line: ContactLine) -> str:
    return f"{_text(line.label)} {_link(line)}" if line.label else _link(line)


def _lines(person: Person) -> list[str]:
    return [*([_text(person.name)] if person.name else []), *map(_labelled, person.lines)]


def _joined(texts: Sequence[str], between: str = "\n") -> str:
    return between.join(map(_text, texts))


def _paragraphs(texts: Sequence[str]) -> str:
    return "\n".join(f"<p>{_text(text)}</p>" for text in texts)


@held_out()
def rows_of_a_view(shown: Shown, look: Look) -> str:
    """A list built by clicking: each project a row, its title a field without label, machine names as classes."""

    def field(pair: Pair) -> str:
        name = f"field-{pair.key.replace('_', '-')}"
        value = _paragraphs(pair.parts) if len(pair.parts) > 1 else _joined(pair.parts)
        return f"""<div class="views-field views-field-{name}">
<span class="views-label views-label-{name}">{_text(end(pair.label, look))} </span>
<div class="field-content">{value}</div>
</div>"""

    def row(n: int, title: str, pairs: Sequence[Pair]) -> str:
        edge = " views-row-first" if n == 0 else ""
        fields = "\n".join(map(field, pairs))
        return f"""<div class="views-row views-row-{n + 1} {"even" if n % 2 else "odd"}{edge}">
<div class="views-field views-field-title">
<span class="field-content"><a href="/node/{n + 70}">{_text(title)}</a></span>
</div>
{fields}
</div>"""

    people = "\n".join(
        f'<div class="field-item {"odd" if n % 2 else "even"}">{"<br />".join(_lines(person))}</div>'
        for n, person in enumerate(shown.persons)
    )
    notes = "\n".join(f"<p>{_text(note.label)}: {_text(note.parts[0])}</p>" for note in shown.notes)
    areas = "\n".join(
        f'<div class="field-item"><p>{_text(area.heading)}</p>\n{_paragraphs(area.lines)}</div>' for area in shown.areas
    )
    rows = "\n".join(row(n, project.title, project.pairs) for n, project in enumerate(shown.projects))
    view = f"""<div class="view view-projekte view-display-id-block_1">
<div class="view-header"><h3>{_text(shown.projects_label)}</h3></div>
<div class="view-content">
{rows}
</div>
</div>"""
    return f"""<div id="block-system-main" class="block block-system">
<h1 id="page-title" class="title">{_text(shown.office)}</h1>
<div class="field field-name-field-kommune"><h2>{_text(shown.municipality)}</h2></div>
<div class="field field-name-field-adresse">
<h3 class="field-label">{_text(shown.contact_label)}</h3>
<div class="field-items"><div class="field-item even">{_joined(shown.address, "<br />")}</div></div>
</div>
<div class="field field-name-field-personen">
<h3 class="field-label">{_text(shown.persons_label)}</h3>
<div class="field-items">{people}</div>
{notes}
</div>
<div class="field field-name-field-gebiete">
<h3 class="field-label">{_text(shown.areas_label)}</h3>
<div class="field-items">
{_paragraphs(shown.intro)}
{areas}
</div>
</div>
{field(shown.stadt)}
</div>
{view if shown.projects else ""}"""


@held_out()
def columns_of_blocks(shown: Shown, look: Look) -> str:
    """A block editor: each pair two columns, labels in the narrow one; the areas are rows of a table."""

    def columns(left: str, right: str) -> str:
        return f"""<div class="wp-block-columns are-vertically-aligned-top">
<div class="wp-block-column" style="flex-basis:33.33%">
{left}
</div>
<div class="wp-block-column" style="flex-basis:66.66%">
{right}
</div>
</div>"""

    def pair(pair: Pair) -> str:
        return columns(f"<p><strong>{_text(end(pair.label, look))}</strong></p>", _paragraphs(pair.parts))

    people = "\n".join(
        '<div class="wp-block-group"><div class="wp-block-group__inner-container">\n'
        f"<p>{'<br>'.join(_lines(person))}</p>\n</div></div>"
        for person in shown.persons
    )
    notes = "\n".join(f"<p><em>{_text(note.label)}:</em> {_text(note.parts[0])}</p>" for note in shown.notes)
    area_rows = "".join(
        f"<tr><td><strong>{_text(area.heading)}</strong></td><td>{_joined(area.lines, '<br>')}</td></tr>"
        for area in shown.areas
    )
    areas = f'<figure class="wp-block-table is-style-stripes"><table><tbody>{area_rows}</tbody></table></figure>'
    line = '<hr class="wp-block-separator is-style-wide"/>\n<div style="height:40px" aria-hidden="true"></div>'
    projects = "\n".join(
        f'<h3 class="wp-block-heading">{_text(project.title)}</h3>\n'
        + "\n".join(map(pair, project.pairs))
        + f"\n{line}"
        for project in shown.projects
    )
    projects = f'<h2 class="wp-block-heading">{_text(shown.projects_label)}</h2>\n{projects}' if shown.projects else ""
    return f"""<article class="post-81 page type-page hentry">
<header class="entry-header"><h1 class="entry-title">{_text(shown.office)}</h1></header>
<div class="entry-content">
<h2 class="has-text-align-left">{_text(shown.municipality)}</h2>
<h2>{_text(shown.contact_label)}</h2>
<p>{_joined(shown.address, "<br>")}</p>
<h2>{_text(shown.persons_label)}</h2>
{people}
{notes}
<h2>{_text(shown.areas_label)}</h2>
{_paragraphs(shown.intro)}
{areas if shown.areas else ""}
{pair(shown.stadt)}
{projects}
</div>
</article>"""


@held_out()
def custom_fields_and_icons(shown: Shown, look: Look) -> str:
    """Custom fields as items of a list; the contacts are a list of terms whose unlabelled terms are icons."""

    def entry(pair: Pair) -> str:
        value = "<br />".join(map(_text, pair.parts))
        return f"""<li class="field-entry {pair.key}">
<span class="field-label ">{_text(end(pair.label, look))} </span>
<span class="field-value ">{value}</span>
</li>"""

    def fields(pairs: Sequence[Pair]) -> str:
        return '<ul class="fields-container">\n' + "\n".join(map(entry, pairs)) + "\n</ul>"

    def contact_line(line: ContactLine) -> str:
        icon = f'<span class="icon-{line.kind}" aria-hidden="true"></span>'
        term = f'<span class="jicons-text">{_text(line.label)}</span>' if line.label else icon
        return f'<dt>{term}</dt>\n<dd><span class="contact-{line.kind}">{_link(line)}</span></dd>'

    def card(person: Person) -> str:
        name = f'<p class="contact-name"><span>{_text(person.name)}</span></p>\n' if person.name else ""
        lines = "\n".join(map(contact_line, person.lines))
        return f'<div class="contact">\n{name}<dl class="contact-address dl-horizontal">\n{lines}\n</dl>\n</div>'

    address = "\n".join(f'<dd><span class="contact-line">{_text(line)}<br /></span></dd>' for line in shown.address)
    people = "\n".join(map(card, shown.persons))
    notes = "\n".join(f'<div class="contact-miscinfo">{_text(n.label)}: {_text(n.parts[0])}</div>' for n in shown.notes)
    areas = "\n".join(f"<h3>{_text(area.heading)}</h3>\n{_paragraphs(area.lines)}" for area in shown.areas)
    projects = "\n".join(
        f'<div class="items-row row-{n}"><div class="item column-1">\n<h2 class="item-title">'
        f'<a href="/projekte/{n}">{_text(project.title)}</a></h2>\n{fields(project.pairs)}\n</div></div>'
        for n, project in enumerate(shown.projects)
    )
    projects = f'<div class="page-header"><h1>{_text(shown.projects_label)}</h1></div>\n{projects}' if projects else ""
    return f"""<div class="item-page">
<div class="page-header"><h1>{_text(shown.office)}</h1></div>
<h2 class="subtitle">{_text(shown.municipality)}</h2>
<h3>{_text(shown.contact_label)}</h3>
<dl class="contact-address dl-horizontal">
<dt><span class="icon-address" aria-hidden="true"></span></dt>
{address}
</dl>
<h3>{_text(shown.persons_label)}</h3>
{people}
{notes}
<h2>{_text(shown.areas_label)}</h2>
{_paragraphs(shown.intro)}
{areas}
{fields([shown.stadt])}
{projects}
</div>"""


TOOLBAR = """<!-- BEGIN WAYBACK TOOLBAR INSERT -->
<style type="text/css">body { margin-top:0 !important; }</style>
<div id="wm-ipp-base" lang="en" style="display: block; direction: ltr;"><div id="wm-ipp-inside">
<a href="/web/" title="home page">Web archive</a>
<form name="wmtb" action="/web/submit"><input type="text" name="url" value="http://www.programm.invalid/standorte/">
<input type="submit" value="Go"></form>
<div id="wm-ipp-sparkline"><a href="/web/2018*/x">12 captures</a> <div class="r">13 Mar 2015 - 02 Sep 2019</div></div>
<table><tbody><tr class="m"><td class="b">Mar</td><td class="c" id="displayMonthEl">APR</td><td class="f">May</td></tr>
<tr class="d"><td class="b"></td><td class="c" title="You are here: Apr 12, 2018">12</td><td class="f"></td></tr>
<tr class="y"><td class="b">2017</td><td class="c">2018</td><td class="f">2019</td></tr></tbody></table>
<a class="close" href="#close">Close</a> <a href="#expand">About this capture</a>
<div id="wm-capinfo"><div>COLLECTED BY</div><div>Collection: Focused crawls</div><div>TIMESTAMPS</div></div>
</div></div>
<!-- END WAYBACK TOOLBAR INSERT -->"""


def archived(page: str) -> str:
    """The page with an archive's toolbar in front, its counter behind, and its own comments below."""
    inserted = re.sub(r"(<body[^>]*>)", lambda body: body[1] + TOOLBAR, page, count=1)
    return f"{inserted}\n<!--\n     FILE ARCHIVED ON 12:04:11 Apr 12, 2018\n     playback timings (ms): 133\n-->\n"


@held_out(outside=archived)
def labels_with_server_ids(shown: Shown, look: Look) -> str:
    """Server controls in one form: pairs of spans told apart by style and id, ended by breaks; out of an archive."""
    counter = iter(range(10_000))

    def control(name: str, text: str, style: str = "") -> str:
        styled = f' style="{style}"' if style else ""
        return f'<span id="ctl00_Inhalt_Liste_ctl{next(counter):02}_lbl{name}"{styled}>{text}</span>'

    def pair(pair: Pair) -> str:
        label = control("Titel", _text(end(pair.label, look)), "font-weight:bold;")
        return f"{label}&nbsp;{control('Wert', _joined(pair.parts, '<br />'))}<br />"

    def caption(text: str) -> str:
        return f'<div class="ueberschrift">{control("Ueberschrift", _text(text))}</div>'

    people = "\n".join(
        f'<div class="person">{"".join(control("Zeile", line) + "<br />" for line in _lines(person))}</div>'
        for person in shown.persons
    )
    notes = "\n".join(f"<div>{_text(note.label)}: {_text(note.parts[0])}</div>" for note in shown.notes)
    areas = "\n".join(
        f"<div>{control('Gebiet', _text(area.heading), 'font-style:italic;')}<br />\n"
        f"{_joined(area.lines, '<br />')}</div>"
        for area in shown.areas
    )
    projects = "\n".join(
        f'<div class="projekt">\n<h3>{control("Projekt", _text(project.title))}</h3>\n'
        + "\n".join(map(pair, project.pairs))
        + "\n</div>"
        for project in shown.projects
    )
    projects = f"{caption(shown.projects_label)}\n{projects}" if shown.projects else ""
    return f"""<form method="post" action="Standort.aspx?id=17" id="aspnetForm">
<div><input type="hidden" name="__VIEWSTATE" value="/wEPDwUKMTY3NzE5MjIyMA9kFgJmD2QWAgIDD2Q" /></div>
<h1>{control("Stelle", _text(shown.office))}</h1>
<h2>{control("Kommune", _text(shown.municipality))}</h2>
{caption(shown.contact_label)}
<div>{"".join(control("Adresse", _text(line)) + "<br />" for line in shown.address)}</div>
{caption(shown.persons_label)}
{people}
{notes}
{caption(shown.areas_label)}
{"".join(f"<div>{_text(part)}</div>" for part in shown.intro)}
{areas}
<div>{pair(shown.stadt)}</div>
{projects}
</form>"""


def saved(page: str) -> str:
    """As a browser saves it: its comment on top, what scripts had added by then, absolute links."""
    comment = "<!-- saved from url=(0052)http://www.programm.invalid/standorte/details.html -->"
    added = '<div id="fb-root" class=" fb_reset"></div><iframe src="./Dateien/count.html" hidden></iframe></body>'
    return (
        page.replace("<html", f"{comment}\n<html", 1)
        .replace("</body>", added, 1)
        .replace('href="/', 'href="http://www.programm.invalid/')
    )


@held_out(outside=saved)
def spans_with_properties(shown: Shown, look: Look) -> str:
    """Microdata: property names and values are spans of one paragraph, the colon stands between them."""

    def described(pair: Pair) -> str:
        colon = ": " if look.colon else " "
        value = "<br>".join(f'<span itemprop="value">{_text(part)}</span>' for part in pair.parts)
        return f"""<p itemprop="additionalProperty" itemscope="" itemtype="http://schema.org/PropertyValue">
<span itemprop="name">{_text(pair.label)}</span>{colon}{value}</p>"""

    def address_line(line: str) -> str:
        code, _, city = line.partition(" ")
        if not re.fullmatch(r"\d{5}", code):
            return f"<span>{_text(line)}</span>"
        return f'<span itemprop="postalCode">{code}</span> <span itemprop="addressLocality">{_text(city)}</span>'

    def person(one: Person) -> str:
        name = f'<span itemprop="name">{_text(one.name)}</span><br>' if one.name else ""
        lines = "<br>".join(
            f'{_text(line.label) + " " if line.label else ""}<span itemprop="{line.kind}">{_link(line)}</span>'
            for line in one.lines
        )
        return f'<div itemprop="employee" itemscope="" itemtype="http://schema.org/Person">{name}{lines}</div>'

    people = "\n".join(map(person, shown.persons))
    notes = "\n".join(f"<p>{_text(note.label)}: {_text(note.parts[0])}</p>" for note in shown.notes)
    areas = "\n".join(
        f'<div itemprop="areaServed" itemscope="" itemtype="http://schema.org/Place">\n<h3 itemprop="name">'
        f"{_text(area.heading)}</h3>\n"
        + "\n".join(f'<div itemprop="description">{_text(line)}</div>' for line in area.lines)
        + "\n</div>"
        for area in shown.areas
    )
    projects = "\n".join(
        f'<section itemprop="makesOffer" itemscope="" itemtype="http://schema.org/Offer">\n'
        f'<h3 itemprop="name">{_text(project.title)}</h3>\n' + "\n".join(map(described, project.pairs)) + "\n</section>"
        for project in shown.projects
    )
    projects = f"<h2>{_text(shown.projects_label)}</h2>\n{projects}" if shown.projects else ""
    return f"""<div itemscope="" itemtype="http://schema.org/GovernmentOffice">
<h1 itemprop="name">{_text(shown.office)}</h1>
<h2 itemprop="parentOrganization">{_text(shown.municipality)}</h2>
<h2>{_text(shown.contact_label)}</h2>
<p itemprop="address" itemscope="" itemtype="http://schema.org/PostalAddress">
{"<br>".join(map(address_line, shown.address))}
</p>
<h2>{_text(shown.persons_label)}</h2>
{people}
{notes}
<h2>{_text(shown.areas_label)}</h2>
{_paragraphs(shown.intro)}
{areas}
{described(shown.stadt)}
{projects}
</div>"""


@held_out()
def widgets_in_wrappers(shown: Shown, look: Look) -> str:
    """A page builder: every heading and every text a widget three wrappers deep, all of them siblings."""
    counter = iter(range(0x5A1, 0xFFFFF, 7))

    def widget(kind: str, inner: str) -> str:
        number = f"{next(counter):x}"
        classes = f"elementor-element elementor-element-{number} elementor-widget elementor-widget-{kind}"
        return f"""<div class="{classes}" data-id="{number}">
<div class="elementor-widget-container">
{inner}
</div>
</div>"""

    def title(level: int, text: str) -> str:
        size = "elementor-size-default"
        return widget("heading", f'<h{level} class="elementor-heading-title {size}">{_text(text)}</h{level}>')

    def editor(inner: str) -> str:
        return widget("text-editor", f'<div class="elementor-text-editor elementor-clearfix">{inner}</div>')

    def pair(pair: Pair, level: int) -> str:
        return f"{title(level, end(pair.label, look))}\n{editor(_paragraphs(pair.parts))}"

    def icons(person: Person) -> str:
        items = "\n".join(
            '<li class="elementor-icon-list-item"><span class="elementor-icon-list-icon">'
            f'<i aria-hidden="true" class="fas fa-{line.kind}"></i></span>'
            f'<span class="elementor-icon-list-text">{_labelled(line)}</span></li>'
            for line in person.lines
        )
        name = editor(f"<p>{_text(person.name)}</p>") if person.name else ""
        return f'<div class="elementor-inner">\n{name}\n{widget("icon-list", f"<ul>{items}</ul>")}\n</div>'

    blocks = [title(1, shown.office), title(2, shown.municipality)]
    blocks += [title(2, shown.contact_label), editor(f"<p>{_joined(shown.address, '<br />')}</p>")]
    blocks += [title(2, shown.persons_label), *map(icons, shown.persons)]
    blocks += [editor(f"<p>{_text(note.label)}: {_text(note.parts[0])}</p>") for note in shown.notes]
    blocks += [title(2, shown.areas_label)] + ([editor(_paragraphs(shown.intro))] if shown.intro else [])
    for area in shown.areas:
        blocks += [title(3, area.heading), editor(_paragraphs(area.lines))]
    blocks += [pair(shown.stadt, 2)]
    blocks += [title(2, shown.projects_label)] if shown.projects else []
    for project in shown.projects:
        blocks += [widget("divider", '<div class="elementor-divider"><span></span></div>'), title(3, project.title)]
        blocks += [pair(each, 4) for each in project.pairs]
    inner = "\n".join(blocks)
    return f'<section class="elementor-section"><div class="elementor-container">\n{inner}\n</div></section>'
