"""Lists of short facts, label and value as two spans without a blank between them: a minified fact sheet."""

from jsiq_scrape.demo.offices import Office, Person, Work
from jsiq_scrape.demo.templates.style import Style, paragraphs, text


def main(office: Office, style: Style) -> str:
    profile = office.profile
    areas = paragraphs(profile.areas_text)
    for area in office.areas:
        areas += f'<p class="gebiet">{text(area.heading)}</p>{paragraphs(area.record.description)}'
    soziale_stadt = _item("Beteiligung am Städtebauförderungsprogramm »Soziale Stadt«", text(office.soziale_stadt))
    return "".join(
        (
            style.tag("div", class_="steckbrief", id=f"steckbrief-{office.number}"),
            f'<div class="steckbrief-kopf"><h1>{text(profile.office)}</h1>',
            f'<div class="kommune">{text(profile.municipality)}</div></div>',
            '<h2>Kontakt</h2><ul class="anschrift">',
            *(f"<li>{text(line)}</li>" for line in office.address),
            "</ul>",
            *(_person(person, style) for person in office.people),
            f"<h2>Fördergebiete</h2>{areas}",
            f'<ul class="steckbrief-liste">{soziale_stadt}</ul>' if office.soziale_stadt is not None else "",
            "<h2>Projekte</h2>",
            *(_project(work, style) for work in office.projects),
            "</div>",
        )
    )


def _item(label: str, value: str) -> str:
    return f'<li><span class="sb-label">{text(label)}</span><span class="sb-wert">{value}</span></li>'


def _person(person: Person, style: Style) -> str:
    fields = person.fields(name="Ansprechpartner:in", phone="T:", email="Email:")
    items = [_item(label, text(value)) for label, value in fields]
    if website := person.printed("website"):
        link = style.link(website, href=person.record.website or "", class_="extern")
        items.append(_item("Internet:", link))
    return f'<ul class="steckbrief-liste">{"".join(items)}</ul>'


def _project(work: Work, style: Style) -> str:
    items = "".join(_item(label, text(value)) for label, value in work.fields("; "))
    return f"<h3>{text(work.title)}</h3>{style.tag('ul', class_='steckbrief-liste', data_typ='projekt')}{items}</ul>"
