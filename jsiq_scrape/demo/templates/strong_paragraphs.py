"""Headings, and `<p><strong>Label</strong> value</p>` for the fields: what editors make in a text field of a CMS."""

from jsiq_scrape.demo.offices import Area, Office, Person, Work
from jsiq_scrape.demo.templates.style import Style, blocks, paragraphs, text

_BODY = '<p class="bodytext">'


def main(office: Office, style: Style) -> str:
    profile = office.profile
    parts = [
        style.tag("img", src="/fileadmin/logo_jsiq.png", class_="logo", alt="Logo von JUGEND STÄRKEN im Quartier"),
        f"<h1>{text(profile.office)}</h1>",
        f"<h2>{text(profile.municipality)}</h2>",
        "<h3>Kontakt</h3>",
        style.tag("p", class_="bodytext", id=f"c{office.number}") + "<br />\n".join(map(text, office.address)) + "</p>",
        "<h4>Ansprechpartnerinnen und Ansprechpartner</h4>",
        *(_person(person, style) for person in office.people),
        "<h3>Fördergebiete</h3>",
        *(f"{_BODY}{block}</p>" for block in blocks(profile.areas_text)),
        *(_area(area) for area in office.areas),
    ]
    if office.soziale_stadt is not None:
        parts.append("<h3>Beteiligung am Städtebauförderungsprogramm &quot;Soziale Stadt&quot;</h3>")
        parts.append(f'<p class="bodytext">{text(office.soziale_stadt)}</p>')
    parts.append("<h3>Projekte</h3>")
    parts += [_project(work, position, style) for position, work in enumerate(office.projects, 1)]
    return style.gap.join(parts)


def _person(person: Person, style: Style) -> str:
    lines = []
    if name := person.printed("name"):
        lines.append(text(name))
    if mail := person.printed("email"):
        lines.append(style.link(mail, href="javascript:linkTo_UnCryptMailto('kygjrm8')", class_="mail"))
    if phone := person.printed("phone"):
        lines.append(f"Telefonnummer {text(phone)}")
    if website := person.printed("website"):
        href = person.record.website or ""
        lines.append(style.link(website, href=href, target="_blank", class_="external-link-new-window"))
    return f'<p class="bodytext">{"<br />".join(lines)}</p>'


def _area(area: Area) -> str:
    return f"<h4>{text(area.heading)}</h4>\n{paragraphs(area.record.description, _BODY)}"


def _project(work: Work, position: int, style: Style) -> str:
    lines = [f"<p><strong>{text(label)}</strong> {text(value)}</p>" for label, value in work.fields(", ")]
    opening = style.tag("div", class_="projekt", id=f"projekt-{position}")
    return f"{opening}\n<h4>{text(work.title)}</h4>\n" + "\n".join(lines) + "\n</div>"
