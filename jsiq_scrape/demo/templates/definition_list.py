"""Definition lists, one for each block of the page: the output of an extension of an old CMS."""

from jsiq_scrape.demo.offices import Office, Person, Work
from jsiq_scrape.demo.templates.style import Style, blocks, paragraphs, text


def main(office: Office, style: Style) -> str:
    profile = office.profile
    areas = [f"<dd>{paragraphs(profile.areas_text)}</dd>"]
    for area in office.areas:
        description = "<br />".join(blocks(area.record.description))
        areas.append(f"<dd><h4>{text(area.heading)}</h4><p>{description}</p></dd>")
    return style.gap.join(
        (
            style.tag("div", class_="tx-jsiqstandorte-pi1", id=f"c{office.number}"),
            f"<h1>{text(profile.office)}</h1>",
            f'<h2 class="kommune">{text(profile.municipality)}</h2>',
            style.tag("dl", class_="standort-kontakt"),
            "<dt>Kontaktdaten</dt>",
            "<dd>",
            '  <div class="adr">',
            f'    <div class="org">{text(profile.municipality)}</div>',
            f'    <div class="org-unit">{text(profile.office)}</div>',
            f'    <div class="street">{text(profile.street)}</div>',
            f'    <div class="town"><span>{text(profile.postal_code)}</span> <span>{text(profile.city)}</span></div>',
            f'    <div class="region">{text(profile.state)}</div>',
            "  </div>",
            "</dd>",
            f"<dt>Ansprechpartner/in</dt>{''.join(_person(person) for person in office.people)}",
            "</dl>",
            '<dl class="standort-gebiete">',
            f"<dt>Fördergebiete</dt>{''.join(areas)}",
            f"<dt>Beteiligung am Städtebauförderungsprogramm «Soziale Stadt»</dt><dd>{text(office.soziale_stadt)}</dd>",
            "</dl>",
            "<h3>Projekte</h3>",
            *(_project(work, style) for work in office.projects),
            "</div><!-- /tx-jsiqstandorte-pi1 -->",
        )
    )


def _person(person: Person) -> str:
    lines = [f'<p class="name">{text(person.printed("name"))}</p>'] if person.printed("name") else []
    for field, label in (("phone", "Tel."), ("fax", "Fax"), ("mobile", "Mobil"), ("email", "Mail"), ("website", "WWW")):
        if value := person.printed(field):
            lines.append(f'<p class="{field}">{label}: {text(value)}</p>')
    return f'<dd class="vcard">{"".join(lines)}</dd>'


def _project(work: Work, style: Style) -> str:
    parts = [
        style.tag("div", class_="projekt", lang="de"),
        f"  <h4>{text(work.title)}</h4>",
        "  <dl>",
        "    <dt>Umsetzende Institution(en)</dt>",
        *(f"    <dd>{text(institution)}</dd>" for institution in work.institutions),
        f"    <dt>Zeitraum</dt><dd>{text(work.printed('period'))}</dd>",
        f"    <dt>Zielgruppe</dt><dd>{_prose(work.printed('target_group'))}</dd>",
        f"    <dt>Angebote</dt><dd>{_prose(work.printed('services'))}</dd>",
        f"    <dt>Case-Management</dt><dd>{text(work.printed('case_management'))}</dd>",
        f"    <dt>Beratung / Clearing</dt><dd>{text(work.printed('counselling'))}</dd>",
        f"    <dt>Aufsuchende Jugendsozialarbeit</dt><dd>{text(work.printed('outreach'))}</dd>",
        *(f"    <dt>{text(extra.label)}</dt><dd>{text(extra.text)}</dd>" for extra in work.record.extras),
        "  </dl>",
        "</div>",
    ]
    return "\n".join(parts)


def _prose(value: str | None) -> str:
    """Several points become a list, a single text stays bare."""
    points = blocks(value)
    if len(points) < 2:
        return "".join(points)
    return "<ul>" + "".join(f"<li>{point}</li>" for point in points) + "</ul>"
