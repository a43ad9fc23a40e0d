"""A grid whose rows hold the label alone in one column and the value in the next, with hashed class names."""

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
    parts = [
        f'<div class="o-stage" data-node="{office.number}">',
        f'<h1 class="o-stage__title">{text(profile.office)}</h1>',
        f'<p class="o-stage__kicker">{text(profile.municipality)}</p>',
        "</div>",
        '<div class="o-card"><h2 class="o-card__title">Kontakt</h2>',
        '<div class="o-card__body">' + "".join(f"<div>{text(line)}</div>" for line in address) + "</div>",
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
    labels = (("Ansprechperson", "name"), ("Telefonnummer", "phone"), ("Fax", "fax"), ("E-Mail", "email"))
    rows = [_row(label, text(person.printed(field)), style) for label, field in labels if person.printed(field)]
    if website := person.printed("website"):
        link = (
            style.tag("a", href=person.record.website or "", class_="c-link", rel="external") + f"{text(website)}</a>"
        )
        rows.append(_row("Internet", link, style))
    return "".join(rows)


def _project(work: Work, style: Style) -> str:
    fields = (
        ("Umsetzende Institution(en)", "\n".join(work.institutions)),
        ("Zeitraum", work.printed("period")),
        ("Zielgruppe", work.printed("target_group")),
        ("Angebote", work.printed("services")),
        ("Casemanagement", work.printed("case_management")),
        ("Beratung/Clearing", work.printed("counselling")),
        ("Aufsuchende Jugendsozialarbeit", work.printed("outreach")),
        *((extra.label, extra.text) for extra in work.record.extras),
    )
    rows = [
        _row(label, "".join(f"<p>{block}</p>" for block in blocks(value)), style)
        for label, value in fields
        if value is not None
    ]
    card = style.tag("div", class_="o-card o-card--project", data_track="projekt")
    return style.gap.join([card, f'<h3 class="o-card__title">{text(work.title)}</h3>', *rows, "</div>"])
