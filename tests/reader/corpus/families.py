"""Markup families: hand-written ways in which a CMS shows labels and values, each a template of its own.

Two thirds of the families; the rest stands in `held_out.py`, written and first run separately.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from corpus.pieces import (
    areas_in_divs,
    areas_in_headings,
    areas_in_paragraphs,
    areas_in_strong,
    broken,
    contact_in_address,
    contact_in_divs,
    contact_in_list,
    contact_in_paragraphs,
    esc,
    heading,
    linked,
    paragraphs,
    person_lines,
    projects,
    top,
)
from corpus.shown import ANY, Abilities, Look, Person, Project, Shown, end


@dataclass(frozen=True)
class Family:
    name: str
    render: Callable[[Shown, Look], str]
    abilities: Abilities
    plain: bool = False  # text without markup
    outside: Callable[[str], str] | None = None  # what happened to the whole page later: archived, saved


FAMILIES: list[Family] = []

Template = Callable[[Shown, Look], str]


def family(abilities: Abilities = ANY, *, plain: bool = False) -> Callable[[Template], Template]:
    def register(render: Template) -> Template:
        FAMILIES.append(Family(render.__name__, render, abilities, plain))
        return render

    return register


@family(Abilities(numbered_areas=True))
def definition_list(shown: Shown, look: Look) -> str:
    def one(n: int) -> str:
        rows = "\n".join(
            f"<dt>{esc(end(pair.label, look))}</dt>\n<dd>{paragraphs(pair.parts)}</dd>"
            for pair in shown.projects[n].pairs
        )
        return f"{heading(look, 3, shown.projects[n].title)}\n<dl>\n{rows}\n</dl>"

    stadt = f"<dl>\n<dt>{esc(end(shown.stadt.label, look))}</dt>\n<dd>{broken(shown.stadt.parts)}</dd>\n</dl>"
    parts = top(shown, look), contact_in_paragraphs(shown, look), areas_in_headings(shown, look), stadt
    return "\n".join((*parts, projects(shown, look, one)))


@family()
def definition_list_in_groups(shown: Shown, look: Look) -> str:
    def row(label: str, value: str) -> str:
        return f'<div class="dl-row">\n<dt class="k">{esc(end(label, look))}</dt>\n<dd class="v">{value}</dd>\n</div>'

    def one(n: int) -> str:
        rows = "\n".join(row(pair.label, broken(pair.parts)) for pair in shown.projects[n].pairs)
        return f"<article>\n{heading(look, 3, shown.projects[n].title)}\n<dl>\n{rows}\n</dl>\n</article>"

    stadt = f"<dl>\n{row(shown.stadt.label, broken(shown.stadt.parts))}\n</dl>"
    parts = top(shown, look), contact_in_divs(shown, look), areas_in_divs(shown, look), stadt
    return "\n".join((*parts, projects(shown, look, one)))


@family()
def definition_list_several_values(shown: Shown, look: Look) -> str:
    def one(n: int) -> str:
        rows = "\n".join(
            f"<dt>{esc(end(pair.label, look))}</dt>\n"
            + "\n".join(f"<dd>{esc(part)}</dd>" for part in pair.parts or ("",))
            for pair in shown.projects[n].pairs
        )
        return f"{heading(look, 3, shown.projects[n].title)}\n<dl>\n{rows}\n</dl>"

    stadt = f"<dl><dt>{esc(end(shown.stadt.label, look))}</dt><dd>{esc(shown.stadt.parts[0])}</dd></dl>"
    parts = top(shown, look), contact_in_list(shown, look), areas_in_paragraphs(shown, look), stadt
    return "\n".join((*parts, projects(shown, look, one)))


@family(Abilities(numbered_areas=True))
def table_with_header_cells(shown: Shown, look: Look) -> str:
    def one(n: int) -> str:
        rows = "\n".join(
            f'<tr>\n<th scope="row">{esc(end(pair.label, look))}</th>\n<td>{paragraphs(pair.parts)}</td>\n</tr>'
            for pair in shown.projects[n].pairs
        )
        return f"{heading(look, 3, shown.projects[n].title)}\n<table>\n<tbody>\n{rows}\n</tbody>\n</table>"

    stadt = f"<table><tr><th>{esc(end(shown.stadt.label, look))}</th><td>{esc(shown.stadt.parts[0])}</td></tr></table>"
    parts = top(shown, look), contact_in_paragraphs(shown, look), areas_in_headings(shown, look), stadt
    return "\n".join((*parts, projects(shown, look, one)))


@family()
def table_with_spacer_cells(shown: Shown, look: Look) -> str:
    def row(label: str, value: str) -> str:
        return f'<tr>\n<td class="a">{esc(label)}</td>\n<td width="10">&nbsp;</td>\n<td class="b">{value}</td>\n</tr>'

    def one(n: int) -> str:
        rows = "\n".join(row(end(pair.label, look), broken(pair.parts)) for pair in shown.projects[n].pairs)
        return f"{heading(look, 3, shown.projects[n].title)}\n<table>\n{rows}\n</table>"

    stadt = f"<table>\n{row(end(shown.stadt.label, look), broken(shown.stadt.parts))}\n</table>"
    parts = top(shown, look), contact_in_divs(shown, look), areas_in_paragraphs(shown, look), stadt
    return "\n".join((*parts, projects(shown, look, one)))


@family()
def table_two_pairs_a_row(shown: Shown, look: Look) -> str:
    def one(n: int) -> str:
        cells = [
            f'<td class="k">{esc(end(pair.label, look))}</td>\n<td class="v">{broken(pair.parts)}</td>'
            for pair in shown.projects[n].pairs
        ]
        rows = "\n".join(f"<tr>\n{chr(10).join(cells[i : i + 2])}\n</tr>" for i in range(0, len(cells), 2))
        return f"{heading(look, 3, shown.projects[n].title)}\n<table>\n{rows}\n</table>"

    stadt = f"{heading(look, 2, end(shown.stadt.label, look))}\n<p>{esc(shown.stadt.parts[0])}</p>"
    parts = top(shown, look), contact_in_list(shown, look), areas_in_headings(shown, look), stadt
    return "\n".join((*parts, projects(shown, look, one)))


@family()
def table_header_row_over_value_row(shown: Shown, look: Look) -> str:
    def one(n: int) -> str:
        project, tables = shown.projects[n], []
        for i in range(0, len(project.pairs), 3):
            three = project.pairs[i : i + 3]
            heads = "\n".join(f"<th>{esc(end(pair.label, look))}</th>" for pair in three)
            cells = "\n".join(f"<td>{broken(pair.parts)}</td>" for pair in three)
            tables.append(f"<tr>\n{heads}\n</tr>\n<tr>\n{cells}\n</tr>")
        rows = "\n".join(tables)
        return f"{heading(look, 3, project.title)}\n<table>\n{rows}\n</table>"

    stadt = f"{heading(look, 2, end(shown.stadt.label, look))}\n<div>{esc(shown.stadt.parts[0])}</div>"
    parts = top(shown, look), contact_in_paragraphs(shown, look), areas_in_divs(shown, look), stadt
    return "\n".join((*parts, projects(shown, look, one)))


@family()
def paragraph_with_strong(shown: Shown, look: Look) -> str:
    def row(label: str, parts: tuple[str, ...]) -> str:
        return f"<p><strong>{esc(end(label, look))}</strong> {broken(parts)}</p>"

    def one(n: int) -> str:
        rows = "\n".join(row(pair.label, pair.parts) for pair in shown.projects[n].pairs)
        return f"{heading(look, 3, shown.projects[n].title)}\n{rows}"

    stadt = row(shown.stadt.label, shown.stadt.parts)
    parts = top(shown, look), contact_in_paragraphs(shown, look), areas_in_headings(shown, look), stadt
    return "\n".join((*parts, projects(shown, look, one)))


@family()
def strong_over_value(shown: Shown, look: Look) -> str:
    def row(label: str, parts: tuple[str, ...]) -> str:
        return f"<p><b>{esc(end(label, look))}</b><br>\n{broken(parts)}</p>"

    def one(n: int) -> str:
        rows = "\n".join(row(pair.label, pair.parts) for pair in shown.projects[n].pairs)
        return f"<div>\n{heading(look, 3, shown.projects[n].title)}\n{rows}\n</div>"

    stadt = row(shown.stadt.label, shown.stadt.parts)
    parts = top(shown, look), contact_in_address(shown, look), areas_in_strong(shown, look), stadt
    return "\n".join((*parts, projects(shown, look, one)))


@family(Abilities(unknown=False, traps=False))
def label_and_value_split_by_break(shown: Shown, look: Look) -> str:
    def row(label: str, parts: tuple[str, ...]) -> str:
        return f"<p>{esc(end(label, look))}<br>{broken(parts)}</p>"

    def one(n: int) -> str:
        rows = "\n".join(row(pair.label, pair.parts) for pair in shown.projects[n].pairs)
        return f"{heading(look, 3, shown.projects[n].title)}\n{rows}"

    stadt = row(shown.stadt.label, shown.stadt.parts)
    parts = top(shown, look), contact_in_paragraphs(shown, look), areas_in_paragraphs(shown, look), stadt
    return "\n".join((*parts, projects(shown, look, one)))


@family()
def div_beside_div(shown: Shown, look: Look) -> str:
    def row(label: str, parts: tuple[str, ...]) -> str:
        return f'<div class="label">{esc(end(label, look))}</div>\n<div class="value">{paragraphs(parts)}</div>'

    def one(n: int) -> str:
        rows = "\n".join(row(pair.label, pair.parts) for pair in shown.projects[n].pairs)
        return f'<div class="project">\n<div class="title">{esc(shown.projects[n].title)}</div>\n{rows}\n</div>'

    stadt = row(shown.stadt.label, shown.stadt.parts)
    parts = top(shown, look), contact_in_divs(shown, look), areas_in_divs(shown, look), stadt
    return "\n".join((*parts, projects(shown, look, one)))


@family()
def span_beside_span(shown: Shown, look: Look) -> str:
    def row(label: str, parts: tuple[str, ...]) -> str:
        return f'<div><span class="l">{esc(end(label, look))}</span><span class="w">{broken(parts)}</span></div>'

    def one(n: int) -> str:
        rows = "\n".join(row(pair.label, pair.parts) for pair in shown.projects[n].pairs)
        return f"{heading(look, 3, shown.projects[n].title)}\n{rows}"

    stadt = row(shown.stadt.label, shown.stadt.parts)
    parts = top(shown, look), contact_in_paragraphs(shown, look), areas_in_headings(shown, look), stadt
    return "\n".join((*parts, projects(shown, look, one)))


@family()
def list_items_with_strong(shown: Shown, look: Look) -> str:
    def row(label: str, parts: tuple[str, ...]) -> str:
        return f"<li><strong>{esc(end(label, look))}</strong> {broken(parts)}</li>"

    def one(n: int) -> str:
        rows = "\n".join(row(pair.label, pair.parts) for pair in shown.projects[n].pairs)
        return f"{heading(look, 3, shown.projects[n].title)}\n<ul>\n{rows}\n</ul>"

    stadt = f"<ul>\n{row(shown.stadt.label, shown.stadt.parts)}\n</ul>"
    parts = top(shown, look), contact_in_list(shown, look), areas_in_strong(shown, look), stadt
    return "\n".join((*parts, projects(shown, look, one)))


@family()
def label_alone_in_wrapper(shown: Shown, look: Look) -> str:
    def row(label: str, parts: tuple[str, ...]) -> str:
        return f"""<div class="field">
<div class="left"><div class="inner"><label>{esc(end(label, look))}</label></div></div>
<div class="right"><div class="inner">{paragraphs(parts)}</div></div>
</div>"""

    def one(n: int) -> str:
        rows = "\n".join(row(pair.label, pair.parts) for pair in shown.projects[n].pairs)
        return f"{heading(look, 3, shown.projects[n].title)}\n{rows}"

    stadt = row(shown.stadt.label, shown.stadt.parts)
    parts = top(shown, look), contact_in_divs(shown, look), areas_in_headings(shown, look), stadt
    return "\n".join((*parts, projects(shown, look, one)))


@family()
def heading_over_paragraphs(shown: Shown, look: Look) -> str:
    def one(n: int) -> str:
        rows = "\n".join(
            f"{heading(look, 4, end(pair.label, look))}\n{paragraphs(pair.parts)}" for pair in shown.projects[n].pairs
        )
        return f"{heading(look, 3, shown.projects[n].title)}\n{rows}"

    stadt = f"{heading(look, 2, end(shown.stadt.label, look))}\n{paragraphs(shown.stadt.parts)}"
    parts = top(shown, look), contact_in_paragraphs(shown, look), areas_in_headings(shown, look), stadt
    return "\n".join((*parts, projects(shown, look, one)))


@family(Abilities(parts=False, unknown=False, colons=(True,), empty=False))
def several_pairs_in_one_run(shown: Shown, look: Look) -> str:
    def one(n: int) -> str:
        run = " ".join(f"{pair.label}: {' '.join(pair.parts)}" for pair in shown.projects[n].pairs if pair.parts)
        return f"{heading(look, 3, shown.projects[n].title)}\n<p>{esc(run)}</p>"

    stadt = f"<p>{esc(shown.stadt.label)}: {esc(shown.stadt.parts[0])}</p>"
    parts = top(shown, look), contact_in_paragraphs(shown, look), areas_in_paragraphs(shown, look), stadt
    return "\n".join((*parts, projects(shown, look, one)))


@family()
def fieldset_with_legend(shown: Shown, look: Look) -> str:
    def row(label: str, parts: tuple[str, ...]) -> str:
        return f"<fieldset>\n<legend>{esc(end(label, look))}</legend>\n{paragraphs(parts)}\n</fieldset>"

    def one(n: int) -> str:
        rows = "\n".join(row(pair.label, pair.parts) for pair in shown.projects[n].pairs)
        return f"<section>\n{heading(look, 3, shown.projects[n].title)}\n{rows}\n</section>"

    stadt = row(shown.stadt.label, shown.stadt.parts)
    parts = top(shown, look), contact_in_address(shown, look), areas_in_headings(shown, look), stadt
    return "\n".join((*parts, projects(shown, look, one)))


@family()
def labelled_by_reference(shown: Shown, look: Look) -> str:
    def row(name: str, label: str, parts: tuple[str, ...]) -> str:
        return f"""<div role="group" aria-labelledby="{name}">
<p id="{name}">{esc(end(label, look))}</p>
<div role="definition" aria-labelledby="{name}">{paragraphs(parts)}</div>
</div>"""

    def one(n: int) -> str:
        rows = "\n".join(row(f"p{n}-{i}", pair.label, pair.parts) for i, pair in enumerate(shown.projects[n].pairs))
        return f"{heading(look, 3, shown.projects[n].title)}\n{rows}"

    stadt = row("stadt", shown.stadt.label, shown.stadt.parts)
    parts = top(shown, look), contact_in_divs(shown, look), areas_in_paragraphs(shown, look), stadt
    return "\n".join((*parts, projects(shown, look, one)))


@family(
    Abilities(parts=False, shuffle=False, unknown=False, traps=False, colon_titles=False, empty=False, missing=False)
)
def flat_lines(shown: Shown, look: Look) -> str:
    lines = ["Logo von JUGEND STÄRKEN im Quartier", "", esc(shown.office), "", esc(shown.municipality), ""]
    lines += [esc(shown.contact_label), *map(esc, shown.address), "", esc(shown.persons_label)]
    for person in shown.persons:
        lines += [*person_lines(person), ""]
    lines += [f"{esc(note.label)}: {esc(note.parts[0])}" for note in shown.notes]
    lines += ["", esc(shown.areas_label), *map(esc, shown.intro)]
    for area in shown.areas:
        lines += ["", esc(area.heading), *map(esc, area.lines)]
    lines += ["", esc(end(shown.stadt.label, look)), esc(shown.stadt.parts[0]), ""]
    lines += [esc(shown.projects_label)] if shown.projects else []
    for project in shown.projects:
        lines += ["", esc(project.title), ""]
        lines += [f"{esc(end(pair.label, look))} {esc(' '.join(pair.parts))}" for pair in project.pairs]
    return f'<div id="content">{"<br>".join(lines)}</div>'


@family()
def details_for_each_label(shown: Shown, look: Look) -> str:
    def row(label: str, parts: tuple[str, ...]) -> str:
        return f"<details open>\n<summary>{esc(end(label, look))}</summary>\n{paragraphs(parts)}\n</details>"

    def one(n: int) -> str:
        rows = "\n".join(row(pair.label, pair.parts) for pair in shown.projects[n].pairs)
        return f"<div>\n{heading(look, 3, shown.projects[n].title)}\n{rows}\n</div>"

    stadt = row(shown.stadt.label, shown.stadt.parts)
    parts = top(shown, look), contact_in_list(shown, look), areas_in_headings(shown, look), stadt
    return "\n".join((*parts, projects(shown, look, one)))


@family()
def grid_rows(shown: Shown, look: Look) -> str:
    def row(label: str, parts: tuple[str, ...]) -> str:
        return f"""<div class="row mb-2">
<div class="col-sm-4"><strong>{esc(end(label, look))}</strong></div>
<div class="col-sm-8">{broken(parts)}</div>
</div>"""

    def one(n: int) -> str:
        rows = "\n".join(row(pair.label, pair.parts) for pair in shown.projects[n].pairs)
        return f"""<div class="card">
<div class="card-header">{heading(look, 3, shown.projects[n].title)}</div>
<div class="card-body">
{rows}
</div>
</div>"""

    stadt = row(shown.stadt.label, shown.stadt.parts)
    parts = top(shown, look), contact_in_divs(shown, look), areas_in_headings(shown, look), stadt
    return '<div class="container">\n' + "\n".join((*parts, projects(shown, look, one))) + "\n</div>"


@family(Abilities(several=False, missing=False, shuffle=False))
def print_version(shown: Shown, look: Look) -> str:
    def row(label: str, parts: tuple[str, ...]) -> str:
        return f'<font size="2"><b>{esc(end(label, look))}</b>&nbsp; {broken(parts)}</font><br>'

    def one(n: int) -> str:
        rows = "\n".join(row(pair.label, pair.parts) for pair in shown.projects[n].pairs)
        return f"<br><font size=4><u>{esc(shown.projects[n].title)}</u></font><br><br>\n{rows}"

    stadt = f'<br><font size="3"><b>{esc(shown.stadt.label)}</b></font><br>{esc(shown.stadt.parts[0])}<br>'
    body = "\n".join((contact_in_paragraphs(shown, look), areas_in_paragraphs(shown, look), stadt))
    title = f"<center><b>{esc(shown.office)}</b></center>\n<h3>{esc(shown.municipality)}</h3>"
    return f"{title}\n{body}\n<hr>\n{projects(shown, look, one)}\n<hr>"


@family(Abilities(numbered_areas=True))
def nested_sections(shown: Shown, look: Look) -> str:
    def row(label: str, parts: tuple[str, ...]) -> str:
        return f'<div>\n<p class="label">{esc(end(label, look))}</p>\n<div>\n{paragraphs(parts)}\n</div>\n</div>'

    def one(n: int) -> str:
        rows = "\n".join(row(pair.label, pair.parts) for pair in shown.projects[n].pairs)
        return f"""<article>
<header>{heading(look, 3, shown.projects[n].title)}</header>
<section>
<div>
{rows}
</div>
</section>
</article>"""

    stadt = row(shown.stadt.label, shown.stadt.parts)
    parts = contact_in_divs(shown, look), areas_in_headings(shown, look), stadt, projects(shown, look, one)
    sections = "\n".join(f"<section>\n<div>\n{part}\n</div>\n</section>" for part in parts)
    return f"<article>\n<header>{top(shown, look)}</header>\n{sections}\n</article>"


@family()
def accordion(shown: Shown, look: Look) -> str:
    def row(label: str, parts: tuple[str, ...]) -> str:
        return f"<div>\n<em>{esc(end(label, look))}</em>\n<div>{broken(parts)}</div>\n</div>"

    def one(n: int) -> str:
        rows = "\n".join(row(pair.label, pair.parts) for pair in shown.projects[n].pairs)
        title = f'<button aria-expanded="false" aria-controls="x{n}">{esc(shown.projects[n].title)}</button>'
        head = f"<h{look.level + 2}>{title}</h{look.level + 2}>"
        return f'<div class="item">\n{head}\n<div id="x{n}">\n{rows}\n</div>\n</div>'

    stadt = row(shown.stadt.label, shown.stadt.parts)
    parts = top(shown, look), contact_in_paragraphs(shown, look), areas_in_divs(shown, look), stadt
    return "\n".join((*parts, projects(shown, look, one)))


@family()
def table_in_table(shown: Shown, look: Look) -> str:
    def row(label: str, parts: tuple[str, ...]) -> str:
        return (
            f'<tr>\n<td valign="top"><b>{esc(end(label, look))}</b></td>\n<td valign="top">{broken(parts)}</td>\n</tr>'
        )

    def one(n: int) -> str:
        rows = "\n".join(row(pair.label, pair.parts) for pair in shown.projects[n].pairs)
        return f"{heading(look, 3, shown.projects[n].title)}\n<table border=0>\n{rows}\n</table>"

    stadt = f"<table>\n{row(shown.stadt.label, shown.stadt.parts)}\n</table>"
    parts = contact_in_paragraphs(shown, look), areas_in_paragraphs(shown, look), stadt, projects(shown, look, one)
    cells = "\n".join(f"<tr>\n<td>\n{part}\n</td>\n</tr>" for part in (top(shown, look), *parts) if part)
    return f'<table width="100%" cellpadding="0">\n{cells}\n</table>'


@family(Abilities(several=False))
def one_definition_list_for_all(shown: Shown, look: Look) -> str:
    def row(label: str, value: str) -> str:
        return f"<dt>{esc(end(label, look))}</dt>\n<dd>{value}</dd>"

    contact = [row(shown.contact_label, broken(shown.address))]
    contact += [row(shown.persons_label, "<br>".join(person_lines(person))) for person in shown.persons]
    contact += [row(note.label, esc(note.parts[0])) for note in shown.notes]
    areas = paragraphs(shown.intro) + "\n".join(f"<p>{broken((area.heading, *area.lines))}</p>" for area in shown.areas)
    rows = "\n".join((*contact, row(shown.areas_label, areas), row(shown.stadt.label, broken(shown.stadt.parts))))

    def one(n: int) -> str:
        inner = "\n".join(row(pair.label, paragraphs(pair.parts)) for pair in shown.projects[n].pairs)
        return f"{heading(look, 3, shown.projects[n].title)}\n<dl>\n{inner}\n</dl>"

    return f"{top(shown, look)}\n<dl>\n{rows}\n</dl>\n{projects(shown, look, one)}"


@family(Abilities(shuffle=False))
def tab_panels_of_paragraphs(shown: Shown, look: Look) -> str:
    def panel(n: int, project: Project) -> str:
        rows = "\n".join(
            f'<p><span class="key">{esc(end(pair.label, look))}</span></p>\n'
            + "\n".join(f'<p class="txt">{esc(part)}</p>' for part in pair.parts)
            for pair in project.pairs
        )
        return f'<div role="tabpanel" id="tab{n}">\n{heading(look, 3, project.title)}\n{rows}\n</div>'

    stadt = (
        f'<p><span class="key">{esc(end(shown.stadt.label, look))}</span></p>\n'
        f'<p class="txt">{esc(shown.stadt.parts[0])}</p>'
    )
    parts = top(shown, look), contact_in_list(shown, look), areas_in_headings(shown, look), stadt
    return "\n".join((*parts, projects(shown, look, lambda n: panel(n, shown.projects[n]))))


CONTACT_LABELS = {
    "name": "Name",
    "email": "E-Mail",
    "phone": "Telefon",
    "fax": "Fax",
    "mobile": "Mobil",
    "website": "Internet",
}


@family()
def contact_as_pairs_too(shown: Shown, look: Look) -> str:
    def row(label: str, value: str) -> str:
        return f"<tr><th>{esc(end(label, look))}</th><td>{value}</td></tr>"

    def person_rows(person: Person) -> str:
        rows = [row("Name", esc(person.name))] if person.name else []
        rows += [row(CONTACT_LABELS[line.kind], linked(replace(line, label=None))) for line in person.lines]
        return "<table>\n" + "\n".join(rows) + "\n</table>"

    def one(n: int) -> str:
        rows = "\n".join(row(pair.label, broken(pair.parts)) for pair in shown.projects[n].pairs)
        return f"{heading(look, 3, shown.projects[n].title)}\n<table>\n{rows}\n</table>"

    people = "\n".join(person_rows(person) for person in shown.persons)
    notes = "\n".join(row(note.label, esc(note.parts[0])) for note in shown.notes)
    contact = f"""{heading(look, 2, shown.contact_label)}
<table>
{row("Anschrift", broken(shown.address))}
{notes}
</table>
{heading(look, 2, shown.persons_label)}
{people}"""
    stadt = f"<table>{row(shown.stadt.label, broken(shown.stadt.parts))}</table>"
    return "\n".join((top(shown, look), contact, areas_in_headings(shown, look), stadt, projects(shown, look, one)))


@family()
def values_as_item_lists(shown: Shown, look: Look) -> str:
    def row(label: str, parts: tuple[str, ...]) -> str:
        items = "\n".join(f"<li>{esc(part)}</li>" for part in parts)
        value = f"<ul>\n{items}\n</ul>" if len(parts) > 1 else broken(parts)
        return f"<dt><span>{esc(end(label, look))}</span></dt>\n<dd>\n{value}\n</dd>"

    def one(n: int) -> str:
        rows = "\n".join(row(pair.label, pair.parts) for pair in shown.projects[n].pairs)
        return f"<li>\n{heading(look, 3, shown.projects[n].title)}\n<dl>\n{rows}\n</dl>\n</li>"

    stadt = f"<dl>\n{row(shown.stadt.label, shown.stadt.parts)}\n</dl>"
    parts = top(shown, look), contact_in_list(shown, look), areas_in_divs(shown, look), stadt
    return "\n".join((*parts, f"<ol>\n{projects(shown, look, one)}\n</ol>"))


TEXT = Abilities(shuffle=False, unknown=False, traps=False, empty=False, missing=False, colon_titles=False)


def _text_top(shown: Shown) -> list[str]:
    lines = ["Logo von JUGEND STÄRKEN im Quartier", "", shown.office, "", shown.municipality, ""]
    lines += [shown.contact_label, "", *shown.address, "", shown.persons_label, ""]
    for person in shown.persons:
        lines += [person.name] if person.name else []
        for line in person.lines:
            text = _address_in(line.text, line.href)
            lines.append(f"{line.label} {text}" if line.label else text)
        lines.append("")
    lines += [f"{note.label}: {note.parts[0]}" for note in shown.notes]
    lines += ["", shown.areas_label, *shown.intro]
    for area in shown.areas:
        lines += ["", area.heading, *area.lines]
    return lines


def _address_in(text: str, href: str | None) -> str:
    """A link's target has no place in plain text, so the address itself stands there."""
    return href.removeprefix("mailto:") if href and href.startswith("mailto:") and "chreiben" in text else text


# One part a value: behind a label in running text the value ends with its line; what stands below is reported unread.
@family(replace(TEXT, parts=False), plain=True)
def plain_text_value_on_the_same_line(shown: Shown, look: Look) -> str:
    lines = _text_top(shown)
    lines += ["", end(shown.stadt.label, look), shown.stadt.parts[0]]
    lines += ["", shown.projects_label] if shown.projects else []
    for project in shown.projects:
        lines += ["", project.title, ""]
        for pair in project.pairs:
            lines += [f"{end(pair.label, look)} {pair.parts[0]}", *pair.parts[1:]]
    return "\n".join([*lines, "", "Zurück", ""])


@family(TEXT, plain=True)
def plain_text_value_on_the_next_line(shown: Shown, look: Look) -> str:
    lines = _text_top(shown)
    lines += ["", end(shown.stadt.label, look), shown.stadt.parts[0]]
    lines += ["", shown.projects_label] if shown.projects else []
    for project in shown.projects:
        lines += ["", project.title]
        for pair in project.pairs:
            lines += ["", end(pair.label, look), *pair.parts]
    return "\n".join([*lines, "", "Zurück", ""])
