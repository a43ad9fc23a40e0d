"""Fields inside fields: a label beside its items, as a field template of Drupal 7 prints them."""

from jsiq_scrape.demo.offices import Area, Office, Person, Work
from jsiq_scrape.demo.templates.style import Style, blocks, paragraphs, text


def main(office: Office, style: Style) -> str:
    profile = office.profile
    lines = zip(("organisation-name", "name-block", "thoroughfare"), office.address, strict=False)
    town = f'<span class="locality">{text(profile.city)}</span>'
    locality = f'<span class="postal-code">{text(profile.postal_code)}</span> {town}'
    address = "".join(f'<div class="{name}">{text(line)}</div>' for name, line in lines)
    address += f'<div class="addressfield-container-inline locality-block">{locality}</div>'
    address += f'<div class="state">{text(profile.state)}</div>'
    return style.gap.join(
        (
            style.tag("div", id=f"node-{office.number}", class_="node node-standort view-mode-full", about=office.path),
            f'<h1 class="page-header">{text(profile.office)}</h1>',
            f'<div class="field field-label-hidden"><div class="field-item">{text(profile.municipality)}</div></div>',
            '<h2 class="block-title">Kontakt</h2>',
            f'<div class="addressfield">{address}</div>',
            *(_person(person, style) for person in office.people),
            '<h2 class="block-title">Fördergebiete</h2>',
            *(f"<p>{block}</p>" for block in blocks(profile.areas_text)),
            *(_area(area) for area in office.areas),
            _field("soz", "Beteiligung am Städtebauförderungsprogramm „Soziale Stadt“", office.soziale_stadt, style),
            '<h2 class="block-title">Projekte</h2>',
            *(_project(work, style) for work in office.projects),
            "</div>",
        )
    )


def _field(name: str, label: str, value: str | None, style: Style, markup: str | None = None) -> str:
    """One field; `markup` stands in for the value where that is more than text."""
    if value is None:
        return ""
    content = blocks(value)
    inner = markup or (content[0] if len(content) == 1 else paragraphs(value))
    outer = style.tag("div", class_=f"field field-name-field-{name} field-type-text field-label-inline clearfix")
    return (
        f'{outer}<div class="field-label">{text(label)}:&nbsp;</div>'
        f'<div class="field-items"><div class="field-item even">{inner}</div></div></div>'
    )


def _area(area: Area) -> str:
    return f"<h3>{text(area.heading)}</h3>{paragraphs(area.record.description)}"


def _person(person: Person, style: Style) -> str:
    website = f'<a href="{text(person.record.website)}">{text(person.printed("website"))}</a>'
    return style.gap.join(
        (
            _field("name", "Ansprechpartner/in", person.printed("name"), style),
            _field("telefon", "Telefon", person.printed("phone"), style),
            _field("fax", "Fax", person.printed("fax"), style),
            _field("mail", "E-Mail", person.printed("email"), style),
            _field("web", "Internet", person.printed("website"), style, website),
        )
    )


def _project(work: Work, style: Style) -> str:
    institutions = "".join(f"<li>{text(institution)}</li>" for institution in work.institutions)
    extras = (_field("weitere", extra.label, extra.text, style) for extra in work.record.extras)
    return "\n".join(
        (
            '<div class="field-collection-view clearfix view-mode-full"><div class="content">',
            f'<h3 class="field-name-field-projekttitel">{text(work.title)}</h3>',
            _field("traeger", "Umsetzende Institution(en)", " ", style, f"<ul>{institutions}</ul>"),
            _field("zeitraum", "Laufzeit", work.printed("period"), style),
            _field("zielgruppe", "Zielgruppen", work.printed("target_group"), style),
            _field("angebote", "Angebote", work.printed("services"), style),
            _field("case", "Case Management", work.printed("case_management"), style),
            _field("clearing", "Niedrigschwellige Beratung/Clearing", work.printed("counselling"), style),
            _field("aufsuchend", "Aufsuchende Jugendsozialarbeit", work.printed("outreach"), style),
            *extras,
            "</div></div>",
        )
    )
