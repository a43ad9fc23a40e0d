"""Pieces of pages that several families share: headings, addresses, contacts and areas, each in several markups."""

from collections.abc import Callable, Sequence
from html import escape as _escape

from corpus.shown import ContactLine, Look, Person, Shown

Piece = Callable[[Shown, Look], str]


def esc(text: str) -> str:
    return _escape(text, quote=False)


def heading(look: Look, depth: int, text: str, attributes: str = "") -> str:
    level = min(look.level + depth, 6)
    return f"<h{level}{attributes}>{esc(text)}</h{level}>"


def paragraphs(parts: Sequence[str]) -> str:
    return "\n".join(f"<p>{esc(part)}</p>" for part in parts)


def broken(parts: Sequence[str]) -> str:
    return "<br>\n".join(esc(part) for part in parts)


def linked(line: ContactLine) -> str:
    text = f'<a href="{_escape(line.href)}">{esc(line.text)}</a>' if line.href else esc(line.text)
    return f"{esc(line.label)} {text}" if line.label else text


def person_lines(person: Person) -> list[str]:
    return ([esc(person.name)] if person.name else []) + [linked(line) for line in person.lines]


def top(shown: Shown, look: Look) -> str:
    """The head that all known pages have: the logo, the office, the municipality."""
    return "\n".join(
        (
            '<img src="logo.png" alt="Logo von JUGEND STÄRKEN im Quartier">',
            heading(look, 0, shown.office),
            heading(look, 1, shown.municipality),
        )
    )


def contact_in_paragraphs(shown: Shown, look: Look) -> str:
    blocks = [heading(look, 2, shown.contact_label), f"<p>{broken(shown.address)}</p>"]
    blocks.append(heading(look, 2, shown.persons_label))
    blocks += [f"<p>{'<br>'.join(person_lines(person))}</p>" for person in shown.persons]
    blocks += [f"<p>{esc(note.label)}: {esc(note.parts[0])}</p>" for note in shown.notes]
    return "\n".join(blocks)


def contact_in_divs(shown: Shown, look: Look) -> str:
    lines = "\n".join(f"<div>{esc(line)}</div>" for line in shown.address)
    people = "\n".join(
        '<div class="vcard">\n' + "\n".join(f"<div>{line}</div>" for line in person_lines(person)) + "\n</div>"
        for person in shown.persons
    )
    notes = "\n".join(f"<div>{esc(note.label)}: {esc(note.parts[0])}</div>" for note in shown.notes)
    return f"""<div class="contact">
{heading(look, 2, shown.contact_label)}
<div class="adr">
{lines}
</div>
{heading(look, 3, shown.persons_label)}
{people}
{notes}
</div>"""


def contact_in_list(shown: Shown, look: Look) -> str:
    lines = "\n".join(f"<li>{esc(line)}</li>" for line in shown.address)
    people = "\n".join(
        "<ul>\n" + "\n".join(f"<li>{line}</li>" for line in person_lines(person)) + "\n</ul>"
        for person in shown.persons
    )
    notes = "\n".join(f"<p>{esc(note.label)}: {esc(note.parts[0])}</p>" for note in shown.notes)
    return f"""{heading(look, 2, shown.contact_label)}
<ul class="address">
{lines}
</ul>
{heading(look, 2, shown.persons_label)}
{people}
{notes}"""


def contact_in_address(shown: Shown, look: Look) -> str:
    people = "\n".join(
        "<p>" + "\n".join(f"<span>{line}</span><br>" for line in person_lines(person)) + "</p>"
        for person in shown.persons
    )
    notes = "\n".join(f"<p><strong>{esc(note.label)}:</strong> {esc(note.parts[0])}</p>" for note in shown.notes)
    return f"""<p class="label"><strong>{esc(shown.contact_label)}</strong></p>
<address>
{broken(shown.address)}
</address>
<p class="label"><strong>{esc(shown.persons_label)}</strong></p>
{people}
{notes}"""


def areas_in_headings(shown: Shown, look: Look) -> str:
    blocks = [heading(look, 2, shown.areas_label), paragraphs(shown.intro)]
    for area in shown.areas:
        blocks += [heading(look, 3, area.heading), paragraphs(area.lines)]
    return "\n".join(block for block in blocks if block)


def areas_in_paragraphs(shown: Shown, look: Look) -> str:
    blocks = [heading(look, 2, shown.areas_label), paragraphs(shown.intro)]
    blocks += [f"<p>{broken((area.heading, *area.lines))}</p>" for area in shown.areas]
    return "\n".join(block for block in blocks if block)


def areas_in_strong(shown: Shown, look: Look) -> str:
    blocks = [f'<p class="label"><strong>{esc(shown.areas_label)}</strong></p>', paragraphs(shown.intro)]
    for area in shown.areas:
        blocks += [f"<p><strong>{esc(area.heading)}</strong></p>", paragraphs(area.lines)]
    return "\n".join(block for block in blocks if block)


def areas_in_divs(shown: Shown, look: Look) -> str:
    intro = "\n".join(f"<div>{esc(part)}</div>" for part in shown.intro)
    areas = "\n".join(
        f'<div class="area">\n<div class="name">{esc(area.heading)}</div>\n'
        + "\n".join(f"<div>{esc(line)}</div>" for line in area.lines)
        + "\n</div>"
        for area in shown.areas
    )
    return f"""<div class="areas">
{heading(look, 2, shown.areas_label)}
{intro}
{areas}
</div>"""


def projects(shown: Shown, look: Look, one: Callable[[int], str]) -> str:
    """The section of the projects, each rendered by the family; nothing where there are none."""
    if not shown.projects:
        return ""
    return "\n".join((heading(look, 2, shown.projects_label), *(one(n) for n in range(len(shown.projects)))))
