"""Pages of one markup whose records are known, as large as real ones, and captures of them in which some are edited."""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from jsiq_scrape.captures import Capture
from jsiq_scrape.evidence.store import Snapshots

PROFILES, CAPTURES, EDITED = 178, 20, 0.02
SIZE = 41_000  # bytes of a page; that of a real profile page with its frame is between 25 and 60 kB
BEGIN = datetime(2016, 1, 4, 9, tzinfo=UTC)
WEEK = timedelta(days=7)

ENTRY = '<li class="level2"><a href="/seite/{n}.html" title="Seite {n}">Menüpunkt {site}{n}</a></li>\n'


def padded(body: bytes, size: int = SIZE, site: str = "") -> bytes:
    """The page with a navigation, that of its site, which makes it about as large as asked for."""
    missing = max(size - len(body), 0)
    length = len(ENTRY.format(n=100, site=site))
    entries = "".join(ENTRY.format(n=number, site=site) for number in range(missing // length + 1))
    return body.replace(b"</body>", f"<nav><ul>{entries}</ul></nav></body>".encode(), 1)


def record(number: int, state: int) -> dict[str, object]:
    """What the page of an office says in a state; an edit counts the state up."""
    return {
        "id": f"musterkreis-{number:03}",
        "office": f"Jugendamt Musterkreis {number:03}",
        "municipality": f"Landkreis Musterkreis {number:03}",
        "street": f"Musterweg {number}",
        "city": f"{10000 + number} Musterort",
        "contact": "Erika Beispiel",
        "phone": f"030 1234-{1000 + state}",
        "email": f"jugend{number}@musterkreis.example",
        **{
            f"project_{position}_{name}": text
            for position in range(3)
            for name, text in project(number, position, state if position == 0 else 0).items()
        },
    }


def project(number: int, position: int, state: int) -> dict[str, str]:
    """One of the three projects of an office; the texts of a page are as long as those of the one real page we know."""
    about = f"in Stadtteil {position} von Musterkreis {number}"
    return {
        "title": f"{('Werkstatt', 'Wegweiser', 'Brückenbau')[position]} {number:03}",
        "institutions": f"Jugendwerk {number:03} e. V.",
        "period": "01.01.2015 - 31.12.2018",
        "target_group": f"Junge Menschen zwischen 12 und 26 Jahren {about}, die beim Übergang in den Beruf "
        "mehr Hilfe brauchen, als Regelangebote geben: ohne Abschluss, ohne Ausbildung oder neu im Land. Viele von "
        "ihnen haben die Schule lange nicht besucht, leben in engen Wohnungen, tragen Verantwortung für Geschwister "
        "oder haben mit Ämtern schlechte Erfahrungen gemacht; manche erreicht niemand sonst.",
        "services": f"Beratung, Begleitung, Werkstatt und Streetwork {about}. Das Team ist an {1 + state} Tagen "
        "im Monat da, hilft bei Bewerbungen und Praktika, bespricht mit Eltern und Schulen die nächsten Schritte und "
        "öffnet am Nachmittag die Räume für alle, die Ruhe zum Lernen suchen oder gemeinsam kochen wollen. Wer nicht "
        "von selbst kommt, wird besucht: zu Hause, am Bahnhof, auf dem Platz hinter der Sporthalle. Mit jedem und "
        "jeder wird ein Plan für das nächste halbe Jahr geschrieben, der in der Sprache der Jugendlichen sagt, wer "
        "was bis wann tut; Mikroprojekte mit den Vereinen des Viertels bringen alle zusammen, die dort wohnen, und am "
        "Ende steht etwas, das bleibt: ein Beet, ein Wandbild, ein Film.",
        "case_management": "Ja",
        "counselling": "Ja" if position else "Nein",
        "outreach": "Nein",
    }


LABELS = {
    "title": "Projekttitel",
    "institutions": "Umsetzende Institution(en)",
    "period": "Zeitraum",
    "target_group": "Zielgruppe",
    "services": "Angebote",
    "case_management": "Casemanagement",
    "counselling": "Niedrigschwellige Beratung/Clearing",
    "outreach": "Aufsuchende Jugendsozialarbeit",
}


def page(known: dict[str, object]) -> bytes:
    """The page of an office, with the navigation of its site."""
    projects = "".join(
        "<dl>"
        + "".join(f"<dt>{label}:</dt><dd>{known[f'project_{at}_{name}']}</dd>" for name, label in LABELS.items())
        + "</dl>"
        for at in range(3)
    )
    body = (
        f"<html><head><meta charset=utf-8><title>{known['office']}</title></head><body><div id='content'>"
        f"<h1>{known['office']}</h1><p>Kommune: {known['municipality']}</p><p>Straße: {known['street']}</p>"
        f"<p>PLZ, Ort: {known['city']}</p><h3>Ansprechpartner</h3>"
        f"<p>{known['contact']}<br>Telefon: {known['phone']}<br>"
        f"E-Mail: <a href='mailto:{known['email']}'>{known['email']}</a></p>"
        f"<h2>Projekte</h2>{projects}</div></body></html>"
    )
    return padded(body.encode())


def captures(profiles: int, number: int) -> list[list[dict[str, object]]]:
    """All records of each capture; which offices are edited goes round, so that it is the same every time."""
    states = [0] * profiles
    edits = max(1, round(profiles * EDITED))
    taken = []
    for capture in range(number):
        if capture:
            for edit in range(edits):
                states[(capture * 37 + edit * 59) % profiles] += 1
        taken.append([record(office, state) for office, state in enumerate(states)])
    return taken


def store(root: Path, taken: list[list[dict[str, object]]]) -> None:
    """The captures as evidence of the workspace in this folder."""
    snapshots = Snapshots(root / "snapshots")
    for index, records in enumerate(taken):
        at = BEGIN + index * WEEK
        stored = []
        for known in records:
            url = f"http://www.programm.invalid/details/{known['id']}.html"
            stored.append(
                Capture(
                    source="benchmark",
                    url=url,
                    final_url=url,
                    asked_at=at,
                    captured_at=at,
                    retrieved_at=at,
                    status=200,
                    headers=(("content-type", "text/html; charset=utf-8"),),
                    body=page(known),
                )
            )
        with snapshots.run("live", at) as run:
            run.add_all(stored)


def main() -> None:
    """Store captures in a process of its own: what a process is started from counts into its memory."""
    root, profiles, number = sys.argv[1:]
    store(Path(root), captures(int(profiles), int(number)))


if __name__ == "__main__":
    main()
