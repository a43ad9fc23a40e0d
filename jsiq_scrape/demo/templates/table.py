"""One wide table with header cells that end in a colon, spacer rows and layout attributes: a page of the year 2005."""

from jsiq_scrape.demo.offices import Office, Person, Work
from jsiq_scrape.demo.templates.style import Style, blocks, paragraphs, text


def main(office: Office, style: Style) -> str:
    profile = office.profile
    rows = [
        f'<tr><td colspan="2"><h1>{text(profile.office)}</h1></td></tr>',
        f'<tr><td colspan="2"><h2>{text(profile.municipality)}</h2></td></tr>',
        _row("Kontakt", "<br>".join(map(text, office.address))),
    ]
    for person in office.people:
        rows += _person(person)
    rows += [_row(extra.label, text(extra.text)) for extra in office.extras]
    rows.append(_spacer())
    rows.append(_row("Fördergebiete", _areas(office)))
    if office.soziale_stadt is not None:
        rows.append(_row('Beteiligung am Städtebauförderungsprogramm "Soziale Stadt"', text(office.soziale_stadt)))
    for work in office.projects:
        rows += [_spacer(), *_project(work)]
    return (
        style.tag("table", class_="contenttable", width="100%", cellpadding="4", summary="Standort im Überblick")
        + style.gap
        + style.gap.join(rows)
        + style.gap
        + "</table>"
    )


def _row(label: str, value: str) -> str:
    return f'<tr>\n  <th scope="row" valign="top">{text(label)}:</th>\n  <td valign="top">{value}</td>\n</tr>'


def _spacer() -> str:
    return '<tr><td colspan="2" height="12"><img src="/clear.gif" width="1" height="12" alt=""></td></tr>'


def _person(person: Person) -> list[str]:
    fields = person.fields(name="Ansprechpartner/in", phone="Telefon", fax="Telefax", mobile="Mobil", email="E-Mail")
    rows = [_row(label, text(value)) for label, value in fields]
    if website := person.printed("website"):
        rows.append(_row("Internet", f'<a href="{text(person.record.website)}" target="_blank">{text(website)}</a>'))
    return rows


def _areas(office: Office) -> str:
    areas = (f"<p><b>{text(area.heading)}</b></p>{paragraphs(area.record.description)}" for area in office.areas)
    return paragraphs(office.profile.areas_text) + "".join(areas)


def _project(work: Work) -> list[str]:
    fields = work.fields(
        "; ",
        institutions="Durchführender Träger",
        period="Projektzeitraum",
        case_management="Case Management",
        counselling="Niedrigschwellige Beratung/Clearing",
    )
    rows = [f'<tr bgcolor="#e8eef4"><td colspan="2"><h3>{text(work.title)}</h3></td></tr>']
    return rows + [_row(label, "<br>".join(blocks(value))) for label, value in fields]
