"""Pages of invented offices as a person would save them, in three ways of writing; imported by the tests beside it."""

from dataclasses import dataclass, field, replace
from html import escape

OFFICE_LABELS = ("Ansprechpartnerinnen und Ansprechpartner", "Fördergebiete")


@dataclass(frozen=True)
class Person:
    """One contact of an office."""

    name: str
    email: str
    phone: str


@dataclass(frozen=True)
class Project:
    """One project, with the answers to its three building blocks."""

    title: str
    institutions: tuple[str, ...] = ("Lernhof Beispiel e. V.",)
    period: str = "01.01.2015 - 31.12.2018"
    target_group: str = "Junge Menschen von 14 bis 26 Jahren im Übergang von der Schule in den Beruf."
    services: str = "Offene Sprechstunde, Begleitung zu Ämtern und gemeinsame Ausflüge am Wochenende."
    blocks: tuple[str, str, str] = ("ja", "nein", "ja")


@dataclass(frozen=True)
class Office:
    """What one page says."""

    municipality: str
    office: str = "Fachdienst Jugend"
    street: str = "Lindenweg 4"
    place: str = "99999 Musterort"
    state: str = "Thüringen"
    persons: tuple[Person, ...] = ()
    areas_text: str = "Die Kommune hat ihre Gebiete mit den Trägern abgestimmt."
    areas: tuple[tuple[str, str], ...] = (("Altstadt", "Die Straßen um den Markt."), ("Hafen", "Das Viertel am Kai."))
    soziale_stadt: str = "ja"
    projects: tuple[Project, ...] = field(default=())


def office(municipality: str, **values: object) -> Office:
    """An office with two persons and two projects whose texts are its own."""
    word = municipality.rsplit(maxsplit=1)[-1]
    told: dict[str, object] = {
        "street": f"{word}er Allee 7",
        "place": f"99817 {word}",
        "persons": (
            Person("Anna Muster", f"anna@{word.lower()}.example", "03691 / 1234-10"),
            Person("Bernd Beispiel", f"bernd@{word.lower()}.example", "03691 / 1234-20"),
        ),
        "projects": (
            Project(f"Brücke {word}"),
            Project(
                f"Werkstatt {word}",
                ("Bildungswerk Probe gGmbH",),
                target_group="Schülerinnen und Schüler der Klassen 7 bis 9, die oft fehlen.",
                services="Holz und Metall, kleine Aufträge aus dem Viertel, danach gemeinsames Kochen.",
                blocks=("nein", "ja", "nein"),
            ),
        ),
    }
    return Office(municipality, **{**told, **values})  # type: ignore[arg-type]


def with_project(page: Office, number: int, **values: object) -> Office:
    """The page with other values in one of its projects."""
    projects = list(page.projects)
    projects[number] = replace(projects[number], **values)  # type: ignore[arg-type]
    return replace(page, projects=tuple(projects))


def as_text(page: Office) -> str:
    """The page as plain text: headings and labels on lines of their own or before their value."""
    lines = [page.office, "", page.municipality, "", "Kontakt", page.municipality, page.office, page.street, page.place,
             page.state, "", "Ansprechpartnerinnen und Ansprechpartner"]  # fmt: skip
    for person in page.persons:
        lines += ["", person.name, person.email, f"Telefonnummer {person.phone}"]
    lines += ["", "Fördergebiete", page.areas_text]
    for number, (name, description) in enumerate(page.areas, 1):
        lines += ["", f"Fördergebiet {number}: {name}", description]
    lines += ["", 'Beteiligung am Städtebauförderungsprogramm "Soziale Stadt"', page.soziale_stadt, "", "Projekte"]
    for project in page.projects:
        lines += ["", project.title, ""]
        lines += [f"{label} {value}" for label, value in _labelled(project)]
    return "\n".join([*lines, ""])


def as_html(page: Office, *, head: str = "") -> str:
    """The page as a table with headings."""
    persons = "".join(
        f'<p>{escape(one.name)}<br><a href="mailto:{one.email}">{one.email}</a><br>Telefonnummer {one.phone}</p>'
        for one in page.persons
    )
    areas = "".join(
        f"<h4>Fördergebiet {number}: {escape(name)}</h4><p>{escape(text)}</p>"
        for number, (name, text) in enumerate(page.areas, 1)
    )
    projects = "".join(
        f"<h4>{escape(one.title)}</h4><table>"
        + "".join(f"<tr><td>{label}</td><td>{escape(value)}</td></tr>" for label, value in _labelled(one))
        + "</table>"
        for one in page.projects
    )
    return f"""<!doctype html><html lang="de"><head><meta charset="utf-8">
<title>{escape(page.office)}</title>{head}</head>
<body><article><h1>{escape(page.office)}</h1><h2>{escape(page.municipality)}</h2>
<section><h3>Kontakt</h3><div>{escape(page.municipality)}</div><div>{escape(page.office)}</div>
<div>{escape(page.street)}</div><div>{escape(page.place)}</div><div>{escape(page.state)}</div></section>
<section><h3>Ansprechpartnerinnen und Ansprechpartner</h3>{persons}</section>
<section><h3>Fördergebiete</h3><p>{escape(page.areas_text)}</p>{areas}</section>
<section><h3>Beteiligung am Städtebauförderungsprogramm "Soziale Stadt"</h3><p>{page.soziale_stadt}</p></section>
<section><h3>Projekte</h3>{projects}</section></article></body></html>
"""


def as_other_html(page: Office, *, head: str = "") -> str:
    """The same words in another markup, as after a new design of the site: definition lists, other typography."""
    html = as_html(page, head=head + "<style>td{color:red}</style>")
    for old, new in (
        ("<table>", "<dl class='neu'>"), ("</table>", "</dl>"), ("<tr><td>", "<dt>"), ("</td><td>", "</dt><dd>"),
        ("</td></tr>", "</dd>"), ("<section>", '<section class="box">'), ('"Soziale Stadt"', "„Soziale Stadt“"),
        (" - ", " – "), ("Übergang", "Über\u00adgang"), ("<body>", "<body><nav><a href='/'>Start</a></nav>"),
    ):  # fmt: skip
        html = html.replace(old, new)
    return html


def _labelled(project: Project) -> list[tuple[str, str]]:
    return [
        ("Umsetzende Institution(en)", "; ".join(project.institutions)),
        ("Zeitraum", project.period),
        ("Zielgruppe", project.target_group),
        ("Angebote", project.services),
        ("Casemanagement", project.blocks[0]),
        ("Beratung/Clearing", project.blocks[1]),
        ("Aufsuchende Jugendsozialarbeit", project.blocks[2]),
    ]
