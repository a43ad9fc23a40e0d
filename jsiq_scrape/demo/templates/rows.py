"""A grid whose rows hold the label alone in one column and the value in the next, with hashed class names."""

from jsiq_scrape.demo.offices import Office, Person, Work
from jsiq_scrape.demo.templates.style import Style, blocks, paragraphs, text


def main(office: Office, style: Style) -> str:
    profile = office.profile
    parts = [
        f'<div class="o-stage" data-node="{office.number}">',
        f'<h1 class="o-stage__title">{text(profile.office)}</h1>',
        f'<p class="o-stage__kicker">{text(profile.municipality)}</p>',
        "</div>",
        '<div class="o-card"><h2 class="o-card__title">Kontakt</h2>',
        '<div class="o-card__body">' + "".join(f"<div>{text(line)}</div>" for line in office.address) + "</div>",
        *(_person(person, style) for person in office.people),
        *(_row(extra.label, text(extra.text), style) for extra in office.extras),
        "</div>",
        '<div class="o-card"><h2 class="o-card__title">Fördergebiete</h2>',
        *(f"<p>{block}</p>" for block in blocks(profile.areas_text)),
    ]
    for area in office.areas:
        parts.append(f'<h3 class="o-card__subtitle">{text(area.heading)}</h3>')
        parts += [f"<p>{block}</p>" for block in blocks(area.record.description)]
    if office.soziale_stadt is not None:
        label = 'Beteiligung am Städtebauförderungsprogramm "Soziale Stadt"'
        parts.append(_row(label, f"<p>{text(office.soziale_stadt)}</p>", style))
    parts += ["</div>", "<h2>Projekte</h2>", *(_project(work, style) for work in office.projects)]
    return style.gap.join(parts)


def _row(label: str, value: str, style: Style) -> str:
    return (
        f'<div class="o-row_{style.build}">'
        f'<div class="o-col-4"><span class="c-label_{style.build}">{text(label)}</span></div>'
        f'<div class="o-col-8">{value}</div></div>'
    )


def _person(person: Person, style: Style) -> str:
    fields = person.fields(name="Ansprechperson", phone="Telefonnummer", fax="Fax", email="E-Mail")
    rows = [_row(label, text(value), style) for label, value in fields]
    if website := person.printed("website"):
        link = style.link(website, href=person.record.website or "", class_="c-link", rel="external")
        rows.append(_row("Internet", link, style))
    return "".join(rows)


def _project(work: Work, style: Style) -> str:
    rows = [_row(label, paragraphs(value), style) for label, value in work.fields("\n")]
    card = style.tag("div", class_="o-card o-card--project", data_track="projekt")
    return style.gap.join([card, f'<h3 class="o-card__title">{text(work.title)}</h3>', *rows, "</div>"])
