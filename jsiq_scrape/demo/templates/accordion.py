"""Folding sections with buttons, projects as fieldsets, a heading and paragraphs for each field."""

from jsiq_scrape.demo.offices import Office, Person, Work
from jsiq_scrape.demo.templates.style import Style, paragraphs, text


def main(office: Office, style: Style) -> str:
    profile = office.profile
    areas = paragraphs(profile.areas_text)
    for area in office.areas:
        areas += f"\n<h4>{text(area.heading)}</h4>{paragraphs(area.record.description)}"
    people = "".join(_person(person, style) for person in office.people)
    contact = f"<address>{'<br>'.join(map(text, office.address))}</address>{people}"
    sections = [_section("kontakt", "Kontakt", contact, style), _section("gebiete", "Fördergebiete", areas, style)]
    if office.soziale_stadt is not None:
        title = "Beteiligung am Städtebauförderungsprogramm „Soziale Stadt”"
        sections.append(_section("soziale-stadt", title, f"<p>{text(office.soziale_stadt)}</p>", style))
    projects = "\n".join(_project(work) for work in office.projects)
    sections.append(_section("projekte", "Projekte", projects, style))
    return style.gap.join(
        (
            style.tag("article", class_="standort", id=f"standort-{office.number}", lang="de"),
            f"<header><h1>{text(profile.office)}</h1><p class='subline'>{text(profile.municipality)}</p></header>",
            *sections,
            "</article>",
        )
    )


def _section(name: str, title: str, content: str, style: Style) -> str:
    button = style.tag("button", type="button", aria_expanded="true", aria_controls=f"panel-{name}", class_="toggle")
    panel = style.tag("div", id=f"panel-{name}", class_="accordion-panel", role="region")
    return f"<section>\n<h3>{button}{text(title)}</button></h3>\n{panel}\n{content}\n</div>\n</section>"


def _person(person: Person, style: Style) -> str:
    """The address of the mail stands in the link only; the text of the link invites to write."""
    parts = ["<h4>Ansprechperson</h4>"]
    if name := person.printed("name"):
        parts.append(f"<p>{text(name)}</p>")
    if phone := person.printed("phone"):
        parts.append(f"<p>Telefon: {text(phone)}</p>")
    if person.record.email:
        link = style.link("E-Mail schreiben", href=f"mailto:{person.record.email}", class_="mail")
        parts.append(f"<p>{link}</p>")
    if website := person.printed("website"):
        parts.append(f"<p>{style.link(website, href=person.record.website or '', rel='noopener')}</p>")
    return "\n".join(parts)


def _project(work: Work) -> str:
    fields = work.fields("\n", period="Förderzeitraum", case_management="Case Management")
    parts = [f"<h5>{text(label)}</h5>{paragraphs(value)}" for label, value in fields]
    opening = f'<fieldset class="projekt">\n<legend>{text(work.title)}</legend>'
    return "\n".join([opening, *parts, "</fieldset>"])
