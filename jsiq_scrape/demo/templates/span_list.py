"""Lists of short facts, label and value as two spans without a blank between them: a minified fact sheet."""

from jsiq_scrape.demo.offices import Office, Person, Work
from jsiq_scrape.demo.templates.style import Style, blocks, text


def main(office: Office, style: Style) -> str:
    profile = office.profile
    address = (
        profile.municipality,
        profile.office,
        profile.street,
        f"{profile.postal_code} {profile.city}",
        profile.state,
    )
    areas = "".join(f"<p>{block}</p>" for block in blocks(profile.areas_text))
    for area in office.areas:
        areas += f'<p class="gebiet">{text(area.heading)}</p>'
        areas += "".join(f"<p>{block}</p>" for block in blocks(area.record.description))
    soziale_stadt = _item("Beteiligung am Städtebauförderungsprogramm »Soziale Stadt«", text(office.soziale_stadt))
    return "".join(
        (
            style.tag("div", class_="steckbrief", id=f"steckbrief-{office.number}"),
            f'<div class="steckbrief-kopf"><h1>{text(profile.office)}</h1>',
            f'<div class="kommune">{text(profile.municipality)}</div></div>',
            '<h2>Kontakt</h2><ul class="anschrift">',
            *(f"<li>{text(line)}</li>" for line in address),
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
    items = []
    for label, field in (("Ansprechpartner:in", "name"), ("T:", "phone"), ("Email:", "email")):
        if value := person.printed(field):
            items.append(_item(label, text(value)))
    if website := person.printed("website"):
        link = style.tag("a", href=person.record.website or "", class_="extern")
        items.append(_item("Internet:", f"{link}{text(website)}</a>"))
    return f'<ul class="steckbrief-liste">{"".join(items)}</ul>'


def _project(work: Work, style: Style) -> str:
    fields = (
        ("Umsetzende Institution(en)", "; ".join(work.institutions)),
        ("Zeitraum", work.printed("period")),
        ("Zielgruppe", work.printed("target_group")),
        ("Angebote", work.printed("services")),
        ("Casemanagement", work.printed("case_management")),
        ("Beratung/Clearing", work.printed("counselling")),
        ("Aufsuchende Jugendsozialarbeit", work.printed("outreach")),
        *((extra.label, extra.text) for extra in work.record.extras),
    )
    items = "".join(_item(label, text(value)) for label, value in fields if value is not None)
    return f"<h3>{text(work.title)}</h3>{style.tag('ul', class_='steckbrief-liste', data_typ='projekt')}{items}</ul>"
