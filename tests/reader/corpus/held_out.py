"""The last third of the markup families: written without a look at the reader, first run when it was frozen.

Nothing here is shared with `families.py`: the heads, contacts and areas are other markups too.
"""

from collections.abc import Callable, Sequence
from html import escape

from corpus.families import Family
from corpus.shown import ANY, Abilities, ContactLine, Look, Pair, Person, Shown, end

HELD_OUT: list[Family] = []

Template = Callable[[Shown, Look], str]


def held_out(abilities: Abilities = ANY, *, plain: bool = False) -> Callable[[Template], Template]:
    def register(render: Template) -> Template:
        HELD_OUT.append(Family(render.__name__, render, abilities, plain))
        return render

    return register


def _text(text: str) -> str:
    return escape(text, quote=False)


def _contact(line: ContactLine) -> str:
    link = f'<a class="ext" href="{escape(line.href)}">{_text(line.text)}</a>' if line.href else _text(line.text)
    return f"{_text(line.label)} {link}" if line.label else link


def _lines(person: Person) -> list[str]:
    return [*([_text(person.name)] if person.name else []), *map(_contact, person.lines)]


@held_out()
def content_elements(shown: Shown, look: Look) -> str:
    """Content elements of a German CMS: numbered anchors, wrapped headers, body text."""
    counter = iter(range(100, 10_000))

    def element(title: str, level: int, inner: str) -> str:
        return f"""<div id="c{next(counter)}" class="frame frame-default frame-type-text">
<header><h{level}>{_text(title)}</h{level}></header>
<div class="ce-bodytext">
{inner}
</div>
</div>"""

    def body(parts: Sequence[str]) -> str:
        return "\n".join(f'<p class="bodytext">{_text(part)}</p>' for part in parts)

    def pair(pair: Pair) -> str:
        return f'<p class="bodytext"><b>{_text(end(pair.label, look))}</b></p>\n{body(pair.parts)}'

    address = '<p class="bodytext">' + "<br />".join(map(_text, shown.address)) + "</p>"
    people = "\n".join('<p class="bodytext">' + "<br />".join(_lines(person)) + "</p>" for person in shown.persons)
    notes = "\n".join(f'<p class="bodytext">{_text(note.label)}: {_text(note.parts[0])}</p>' for note in shown.notes)
    areas = body(shown.intro) + "\n".join(
        f'<p class="bodytext"><b>{_text(area.heading)}</b><br />{"<br />".join(map(_text, area.lines))}</p>'
        for area in shown.areas
    )
    blocks = [
        element(shown.office, 1, f"<h2>{_text(shown.municipality)}</h2>"),
        element(shown.contact_label, 3, address),
        element(shown.persons_label, 3, f"{people}\n{notes}"),
        element(shown.areas_label, 3, areas),
        element(shown.stadt.label, 3, body(shown.stadt.parts)),
    ]
    blocks += [f"<h3>{_text(shown.projects_label)}</h3>"] if shown.projects else []
    blocks += [element(project.title, 4, "\n".join(map(pair, project.pairs))) for project in shown.projects]
    return "\n".join(blocks)


@held_out()
def fields_with_items(shown: Shown, look: Look) -> str:
    """Fields of a content type: a label element and a list of items, each value an item."""

    def field(label: str, parts: Sequence[str], name: str = "text") -> str:
        items = "\n".join(
            f'<div class="field__item {"odd" if n % 2 else "even"}">{_text(part)}</div>' for n, part in enumerate(parts)
        )
        return f"""<div class="field field--name-{name} field--label-above">
<div class="field__label">{_text(end(label, look))}</div>
<div class="field__items">
{items}
</div>
</div>"""

    def lines(texts: Sequence[str]) -> str:
        return "\n".join(f'<span class="line">{text}</span><br/>' for text in texts)

    people = "\n".join(f'<div class="person">{lines(_lines(person))}</div>' for person in shown.persons)
    notes = "\n".join(f"<div>{_text(note.label)}: {_text(note.parts[0])}</div>" for note in shown.notes)
    areas = "\n".join(
        f"<div>\n<h4>{_text(area.heading)}</h4>\n"
        + "\n".join(f"<div>{_text(line)}</div>" for line in area.lines)
        + "</div>"
        for area in shown.areas
    )
    projects = "\n".join(
        f'<div class="node node--project">\n<h3 class="node__title"><a href="/node/{n}">'
        f"<span>{_text(project.title)}</span></a></h3>\n"
        + "\n".join(field(pair.label, pair.parts, pair.key) for pair in project.pairs)
        + "\n</div>"
        for n, project in enumerate(shown.projects)
    )
    projects = f"<h2>{_text(shown.projects_label)}</h2>\n{projects}" if shown.projects else ""
    return f"""<div class="node node--site">
<h1 class="page-title">{_text(shown.office)}</h1>
<h2 class="subtitle">{_text(shown.municipality)}</h2>
<div class="group-contact">
<h2>{_text(shown.contact_label)}</h2>
<div class="address">{lines([_text(line) for line in shown.address])}</div>
<h2>{_text(shown.persons_label)}</h2>
{people}
{notes}
</div>
<div class="group-areas">
<h2>{_text(shown.areas_label)}</h2>
{"".join(f"<div>{_text(part)}</div>" for part in shown.intro)}
{areas}
</div>
{field(shown.stadt.label, shown.stadt.parts, "stadt")}
{projects}
</div>"""


@held_out()
def label_row_over_value_row(shown: Shown, look: Look) -> str:
    """Tables of one column: a row with the label, the next row with the value."""

    def rows(pair: Pair) -> str:
        value = "<br>".join(map(_text, pair.parts))
        row = f'<tr class="body"><td colspan="2">{value}</td></tr>'
        return f'<tr class="head"><td colspan="2">{_text(end(pair.label, look))}</td></tr>\n' + row

    def table(pairs: Sequence[Pair]) -> str:
        return "<table class='tbl'>\n" + "\n".join(map(rows, pairs)) + "\n</table>"

    contact = "\n".join(f"<tr><td>{_text(line)}</td></tr>" for line in shown.address)
    people = "\n".join("<p>" + "<br>".join(_lines(person)) + "</p>" for person in shown.persons)
    notes = "\n".join(f"<p><i>{_text(note.label)}:</i> {_text(note.parts[0])}</p>" for note in shown.notes)
    areas = "\n".join(
        f"<h4>{_text(area.heading)}</h4>\n" + "\n".join(f"<p>{_text(line)}</p>" for line in area.lines)
        for area in shown.areas
    )
    projects = "\n".join(f"<h4>{_text(project.title)}</h4>\n{table(project.pairs)}" for project in shown.projects)
    projects = f"<h3>{_text(shown.projects_label)}</h3>\n{projects}" if shown.projects else ""
    return f"""<h1>{_text(shown.office)}</h1>
<h2>{_text(shown.municipality)}</h2>
<h3>{_text(shown.contact_label)}</h3>
<table>
{contact}
</table>
<h3>{_text(shown.persons_label)}</h3>
{people}
{notes}
<h3>{_text(shown.areas_label)}</h3>
{"".join(f"<p>{_text(part)}</p>" for part in shown.intro)}
{areas}
{table([shown.stadt])}
{projects}"""


@held_out()
def custom_elements(shown: Shown, look: Look) -> str:
    """Elements of a component library, whose names no browser knows."""

    def pair(pair: Pair) -> str:
        value = "".join(f"<x-text>{_text(part)}</x-text>" for part in pair.parts)
        label = _text(end(pair.label, look))
        return f'<x-field>\n<x-label slot="label">{label}</x-label>\n<x-value>{value}</x-value>\n</x-field>'

    people = "\n".join(
        "<x-card>" + "\n".join(f"<div>{line}</div>" for line in _lines(person)) + "</x-card>"
        for person in shown.persons
    )
    notes = "\n".join(f"<div>{_text(note.label)}: {_text(note.parts[0])}</div>" for note in shown.notes)
    address = "\n".join(f"<div>{_text(line)}</div>" for line in shown.address)
    areas = "\n".join(
        f"<x-area>\n<h3>{_text(area.heading)}</h3>\n"
        + "\n".join(f"<p>{_text(line)}</p>" for line in area.lines)
        + "\n</x-area>"
        for area in shown.areas
    )
    projects = "\n".join(
        f"<x-project>\n<h3>{_text(project.title)}</h3>\n" + "\n".join(map(pair, project.pairs)) + "\n</x-project>"
        for project in shown.projects
    )
    projects = f"<h2>{_text(shown.projects_label)}</h2>\n{projects}" if shown.projects else ""
    return f"""<x-page>
<h1>{_text(shown.office)}</h1>
<h2>{_text(shown.municipality)}</h2>
<x-section>
<h2>{_text(shown.contact_label)}</h2>
{address}
</x-section>
<x-section>
<h2>{_text(shown.persons_label)}</h2>
{people}
{notes}
</x-section>
<x-section>
<h2>{_text(shown.areas_label)}</h2>
{"".join(f"<p>{_text(part)}</p>" for part in shown.intro)}
{areas}
</x-section>
{pair(shown.stadt)}
{projects}
</x-page>"""


@held_out()
def nested_lists(shown: Shown, look: Look) -> str:
    """A list of labels, each with a list of its values inside."""

    def pair(pair: Pair) -> str:
        values = "".join(f"<li>{_text(part)}</li>" for part in pair.parts)
        return f"<li>{_text(end(pair.label, look))}\n<ul>{values}</ul>\n</li>"

    people = "\n".join(
        "<ul>" + "".join(f"<li>{line}</li>" for line in _lines(person)) + "</ul>" for person in shown.persons
    )
    notes = "\n".join(f"<p>{_text(note.label)}: {_text(note.parts[0])}</p>" for note in shown.notes)
    areas = "\n".join(
        f"<p><u>{_text(area.heading)}</u></p>\n" + "\n".join(f"<p>{_text(line)}</p>" for line in area.lines)
        for area in shown.areas
    )
    projects = "\n".join(
        f"<h3>{_text(project.title)}</h3>\n<ul>\n" + "\n".join(map(pair, project.pairs)) + "\n</ul>"
        for project in shown.projects
    )
    projects = f"<h2>{_text(shown.projects_label)}</h2>\n{projects}" if shown.projects else ""
    return f"""<h1>{_text(shown.office)}</h1>
<p class="lead"><strong>{_text(shown.municipality)}</strong></p>
<h2>{_text(shown.contact_label)}</h2>
<p>{"<br>".join(map(_text, shown.address))}</p>
<h2>{_text(shown.persons_label)}</h2>
{people}
{notes}
<h2>{_text(shown.areas_label)}</h2>
{"".join(f"<p>{_text(part)}</p>" for part in shown.intro)}
{areas}
<ul>
{pair(shown.stadt)}
</ul>
{projects}"""


@held_out()
def table_by_roles(shown: Shown, look: Look) -> str:
    """A table of divs with ARIA roles."""

    def pair(pair: Pair) -> str:
        value = "<br>".join(map(_text, pair.parts))
        label = _text(end(pair.label, look))
        return f'<div role="row">\n<div role="rowheader">{label}</div>\n<div role="cell">{value}</div>\n</div>'

    def table(pairs: Sequence[Pair]) -> str:
        return '<div role="table"><div role="rowgroup">\n' + "\n".join(map(pair, pairs)) + "\n</div></div>"

    people = "\n".join("<address>" + "<br>".join(_lines(person)) + "</address>" for person in shown.persons)
    notes = "\n".join(f"<p>{_text(note.label)}: {_text(note.parts[0])}</p>" for note in shown.notes)
    areas = "\n".join(
        f"<section><h5>{_text(area.heading)}</h5>\n"
        + "\n".join(f"<p>{_text(line)}</p>" for line in area.lines)
        + "</section>"
        for area in shown.areas
    )
    projects = "\n".join(
        f'<div role="region">\n<h5>{_text(project.title)}</h5>\n{table(project.pairs)}\n</div>'
        for project in shown.projects
    )
    projects = f"<h4>{_text(shown.projects_label)}</h4>\n{projects}" if shown.projects else ""
    return f"""<h2>{_text(shown.office)}</h2>
<h3>{_text(shown.municipality)}</h3>
<h4>{_text(shown.contact_label)}</h4>
<address>{"<br>".join(map(_text, shown.address))}</address>
<h4>{_text(shown.persons_label)}</h4>
{people}
{notes}
<h4>{_text(shown.areas_label)}</h4>
{"".join(f"<p>{_text(part)}</p>" for part in shown.intro)}
{areas}
{table([shown.stadt])}
{projects}"""


@held_out(Abilities(traps=False))
def heading_with_bare_text(shown: Shown, look: Look) -> str:
    """The label is a heading, its value bare text behind it in the same box."""

    def pair(pair: Pair, level: int) -> str:
        value = "<br>\n".join(map(_text, pair.parts))
        return f'<div class="box">\n<h{level}>{_text(end(pair.label, look))}</h{level}>\n{value}\n</div>'

    people = "\n".join("<p>" + "<br>\n".join(_lines(person)) + "</p>" for person in shown.persons)
    notes = "\n".join(f"<p>{_text(note.label)}: {_text(note.parts[0])}</p>" for note in shown.notes)
    areas = "\n".join(
        f"<h3>{_text(area.heading)}</h3>\n" + "<br>\n".join(_text(line) for line in area.lines) for area in shown.areas
    )
    projects = "\n".join(
        f"<h3>{_text(project.title)}</h3>\n" + "\n".join(pair(each, 4) for each in project.pairs)
        for project in shown.projects
    )
    projects = f"<h2>{_text(shown.projects_label)}</h2>\n{projects}" if shown.projects else ""
    return f"""<h1>{_text(shown.office)}</h1>
<h2>{_text(shown.municipality)}</h2>
<div class="box"><h2>{_text(shown.contact_label)}</h2>
{"<br>".join(map(_text, shown.address))}</div>
<div class="box"><h2>{_text(shown.persons_label)}</h2>
{people}
{notes}
</div>
<div class="box"><h2>{_text(shown.areas_label)}</h2>
{"".join(f"<p>{_text(part)}</p>" for part in shown.intro)}
{areas}</div>
{pair(shown.stadt, 2)}
{projects}"""


@held_out()
def word_processor(shown: Shown, look: Look) -> str:
    """Saved by a word processor: a class on every paragraph, spans in spans, empty paragraphs between."""

    def paragraph(inner: str) -> str:
        return f'<p class=MsoNormal style="margin-bottom:6.0pt">{inner}<o:p></o:p></p>'

    def run(text: str) -> str:
        return f"<span lang=DE style='font-size:11.0pt'>{_text(text)}</span>"

    def pair(pair: Pair) -> str:
        value = "<br>".join(map(run, pair.parts))
        return paragraph(f"<b>{run(end(pair.label, look))}</b><span lang=DE> </span>{value}")

    gap = "<p class=MsoNormal><o:p>&nbsp;</o:p></p>"
    people = f"\n{gap}\n".join(
        "\n".join(paragraph(f"<span lang=DE>{line}</span>") for line in _lines(person)) for person in shown.persons
    )
    blocks = [f"<h1>{run(shown.office)}</h1>", f"<h2>{run(shown.municipality)}</h2>", gap]
    blocks += [f"<h2>{run(shown.contact_label)}</h2>", *(paragraph(run(line)) for line in shown.address), gap]
    blocks += [f"<h2>{run(shown.persons_label)}</h2>", people]
    blocks += [paragraph(f"<b>{run(note.label)}:</b> {run(note.parts[0])}") for note in shown.notes]
    blocks += [f"<h2>{run(shown.areas_label)}</h2>", *(paragraph(run(part)) for part in shown.intro)]
    for area in shown.areas:
        blocks += [gap, paragraph(f"<b>{run(area.heading)}</b>"), *(paragraph(run(line)) for line in area.lines)]
    blocks += [gap, pair(shown.stadt)]
    blocks += [f"<h2>{run(shown.projects_label)}</h2>"] if shown.projects else []
    for project in shown.projects:
        blocks += [gap, f"<h3>{run(project.title)}</h3>", *map(pair, project.pairs)]
    return "<div class=WordSection1>\n" + "\n".join(blocks) + "\n</div>"


@held_out(Abilities(several=False))
def one_table_with_section_rows(shown: Shown, look: Look) -> str:
    """One table from top to bottom; a row that spans both columns opens a section or a project."""

    def section(text: str, tag: str = "h3") -> str:
        return f'<tr><th colspan="2"><{tag}>{_text(text)}</{tag}></th></tr>'

    def row(label: str, value: str) -> str:
        return f'<tr><td class="l">{label}</td><td class="r">{value}</td></tr>'

    def wide(text: str) -> str:
        return f'<tr><td colspan="2">{text}</td></tr>'

    rows = [section(shown.office, "h1"), section(shown.municipality, "h2")]
    rows += [section(shown.contact_label), wide("<br>".join(map(_text, shown.address)))]
    rows += [section(shown.persons_label)]
    rows += [wide("<br>".join(_lines(person))) for person in shown.persons]
    rows += [row(f"{_text(note.label)}:", _text(note.parts[0])) for note in shown.notes]
    rows += [section(shown.areas_label), *(wide(_text(part)) for part in shown.intro)]
    for area in shown.areas:
        rows += [section(area.heading, "h4"), *(wide(_text(line)) for line in area.lines)]
    rows += [section(shown.stadt.label), wide(_text(shown.stadt.parts[0]))]
    rows += [section(shown.projects_label)] if shown.projects else []
    for project in shown.projects:
        rows += [section(project.title, "h4")]
        rows += [row(_text(end(pair.label, look)), "<br>".join(map(_text, pair.parts))) for pair in project.pairs]
    return "<table>\n" + "\n".join(rows) + "\n</table>"


@held_out()
def output_elements(shown: Shown, look: Look) -> str:
    """A form shown for reading: labels bound to outputs by id."""
    counter = iter(range(10_000))

    def pair(pair: Pair) -> str:
        name = f"o{next(counter)}"
        value = "<br>".join(map(_text, pair.parts))
        label = _text(end(pair.label, look))
        return (
            f'<div class="form-row">\n<label for="{name}">{label}</label>\n<output id="{name}">{value}</output>\n</div>'
        )

    people = "\n".join(
        '<div class="form-row">' + "\n".join(f"<p>{line}</p>" for line in _lines(person)) + "</div>"
        for person in shown.persons
    )
    notes = "\n".join(f"<p>{_text(note.label)}: {_text(note.parts[0])}</p>" for note in shown.notes)
    address = "\n".join(f"<p>{_text(line)}</p>" for line in shown.address)
    areas = "\n".join(
        f"<div><strong>{_text(area.heading)}</strong>\n"
        + "\n".join(f"<p>{_text(line)}</p>" for line in area.lines)
        + "</div>"
        for area in shown.areas
    )
    projects = "\n".join(
        f"<section>\n<h3>{_text(project.title)}</h3>\n<form>\n"
        + "\n".join(map(pair, project.pairs))
        + "\n</form>\n</section>"
        for project in shown.projects
    )
    projects = f"<h2>{_text(shown.projects_label)}</h2>\n{projects}" if shown.projects else ""
    return f"""<h1>{_text(shown.office)}</h1>
<h2>{_text(shown.municipality)}</h2>
<h2>{_text(shown.contact_label)}</h2>
{address}
<h2>{_text(shown.persons_label)}</h2>
{people}
{notes}
<h2>{_text(shown.areas_label)}</h2>
{"".join(f"<p>{_text(part)}</p>" for part in shown.intro)}
{areas}
{pair(shown.stadt)}
{projects}"""


@held_out()
def figures_with_captions(shown: Shown, look: Look) -> str:
    """Tiles: the caption names the field, a block quote or paragraph beside it holds the value."""

    def pair(pair: Pair) -> str:
        value = "\n".join(f"<p>{_text(part)}</p>" for part in pair.parts)
        return f"<figure>\n<figcaption>{_text(end(pair.label, look))}</figcaption>\n<div>{value}</div>\n</figure>"

    people = "\n".join(
        "<ul>" + "\n".join(f"<li><span>{line}</span></li>" for line in _lines(person)) + "</ul>"
        for person in shown.persons
    )
    notes = "\n".join(f"<p>{_text(note.label)}: {_text(note.parts[0])}</p>" for note in shown.notes)
    areas = "\n".join(
        f"<h4>{_text(area.heading)}</h4>\n<ul>" + "".join(f"<li>{_text(line)}</li>" for line in area.lines) + "</ul>"
        for area in shown.areas
    )
    projects = "\n".join(
        f'<div class="tiles">\n<h4>{_text(project.title)}</h4>\n' + "\n".join(map(pair, project.pairs)) + "\n</div>"
        for project in shown.projects
    )
    projects = f"<h3>{_text(shown.projects_label)}</h3>\n{projects}" if shown.projects else ""
    return f"""<header><h1>{_text(shown.office)}</h1>
<h2>{_text(shown.municipality)}</h2></header>
<h3>{_text(shown.contact_label)}</h3>
<div>{"<br/>".join(map(_text, shown.address))}</div>
<h3>{_text(shown.persons_label)}</h3>
{people}
{notes}
<h3>{_text(shown.areas_label)}</h3>
{"".join(f"<p>{_text(part)}</p>" for part in shown.intro)}
{areas}
{pair(shown.stadt)}
{projects}"""


NARROW = Abilities(
    parts=False,
    shuffle=False,
    unknown=False,
    traps=False,
    empty=False,
    missing=False,
    colon_titles=False,
    colons=(False,),
)


def _plain_lines(person: Person) -> list[str]:
    found = [person.name] if person.name else []
    for line in person.lines:
        text = line.text if "schreiben" not in line.text else str(line.href).removeprefix("mailto:")
        found.append(f"{line.label} {text}" if line.label else text)
    return found


@held_out(NARROW, plain=True)
def plain_text_in_columns(shown: Shown, look: Look) -> str:
    """A text browser's dump: labels in one column, values in the other."""
    lines = [shown.office, "=" * len(shown.office), "", shown.municipality, ""]
    lines += [shown.contact_label, *(f"   {line}" for line in shown.address), "", shown.persons_label]
    for person in shown.persons:
        lines += [*(f"   {line}" for line in _plain_lines(person)), ""]
    lines += [f"   {note.label}: {note.parts[0]}" for note in shown.notes]
    lines += ["", shown.areas_label, *(f"   {part}" for part in shown.intro)]
    for area in shown.areas:
        lines += ["", f"   {area.heading}", *(f"   {line}" for line in area.lines)]
    lines += ["", shown.stadt.label, f"   {shown.stadt.parts[0]}", ""]
    lines += [shown.projects_label, ""] if shown.projects else []
    for project in shown.projects:
        lines += [project.title, ""]
        lines += [f"{pair.label:<40}{' '.join(pair.parts)}" for pair in project.pairs]
        lines.append("")
    return "\n".join(lines)


@held_out(
    Abilities(shuffle=False, traps=False, empty=False, missing=False, parts=False, colons=(True,), colon_titles=False),
    plain=True,
)
def marked_text(shown: Shown, look: Look) -> str:
    """Plain text from an export, CRLF line ends, every pair on a line of its own with a colon."""
    lines = [shown.office, "", shown.municipality, "", shown.contact_label, *shown.address, "", shown.persons_label]
    for person in shown.persons:
        lines += [*_plain_lines(person), ""]
    lines += [f"{note.label}: {note.parts[0]}" for note in shown.notes]
    lines += ["", shown.areas_label, *shown.intro]
    for area in shown.areas:
        lines += ["", area.heading, *area.lines]
    lines += ["", f"{shown.stadt.label}: {shown.stadt.parts[0]}", ""]
    lines += [shown.projects_label, ""] if shown.projects else []
    for project in shown.projects:
        lines += [project.title, "", *(f"{pair.label}: {' '.join(pair.parts)}" for pair in project.pairs), ""]
    return "\r\n".join(lines)
