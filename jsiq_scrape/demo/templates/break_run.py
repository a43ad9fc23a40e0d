"""Paragraphs whose lines are divided by breaks, labels in bold or not marked at all: rich text of an old CMS."""

from jsiq_scrape.demo.offices import Area, Office, Person, Work
from jsiq_scrape.demo.templates.style import Style, blocks, text


def main(office: Office, style: Style) -> str:
    profile = office.profile
    parts = [
        style.tag("div", id=f"c{office.number}", class_="csc-default"),
        f'<div class="csc-header csc-header-n1"><h1>{text(profile.office)}</h1></div>',
        f'<p class="bodytext"><b>{text(profile.municipality)}</b></p>',
        _paragraph("<b>Kontakt</b>", *map(text, office.address)),
        _paragraph(
            "<b>Ansprechpartnerinnen und Ansprechpartner</b>",
            *(line for person in office.people for line in _person(person, style)),
        ),
        _paragraph("<b>Fördergebiete</b>", *blocks(profile.areas_text)),
        *(_area(area) for area in office.areas),
    ]
    if office.soziale_stadt is not None:
        label = "<b>Beteiligung am Städtebauförderungsprogramm „Soziale Stadt“</b>"
        parts.append(_paragraph(label, text(office.soziale_stadt)))
    parts.append('<div class="csc-header"><h2>Projekte</h2></div>')
    parts += [_project(work) for work in office.projects]
    return style.gap.join([*parts, "</div>"])


def _paragraph(*lines: str) -> str:
    return '<p class="bodytext">' + "<br />\n".join(lines) + "</p>"


def _person(person: Person, style: Style) -> list[str]:
    lines = [text(person.printed("name"))] if person.printed("name") else []
    if mail := person.printed("email"):
        lines.append(style.link(mail, class_="mail", href="javascript:linkTo_UnCryptMailto('nbjmup+kv')"))
    if phone := person.printed("phone"):
        lines.append(f"Telefonnummer {text(phone)}")
    if website := person.printed("website"):
        lines.append(style.link(website, href=person.record.website or "", target="_blank"))
    return lines


def _area(area: Area) -> str:
    return _paragraph(text(area.heading), *blocks(area.record.description))


def _project(work: Work) -> str:
    """Labels in the run of the text, each at the start of its line, no colon: the fields are single lines here."""
    lines = [f"{text(label)} {text(value)}" for label, value in work.fields("; ")]
    return _paragraph(f"<b>{text(work.title)}</b>", *lines)
