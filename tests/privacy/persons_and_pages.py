"""A store whose pages name one person in every place that a page has; imported by the tests beside it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from jsiq_scrape.captures import ArchiveRecord
from jsiq_scrape.evidence.store import Capture, Snapshots
from jsiq_scrape.privacy import suppressions
from jsiq_scrape.workspace import Workspace

SITE = "http://www.programm.invalid/details/"
START = datetime(2018, 1, 1, 10, tzinfo=UTC)


@dataclass(frozen=True)
class Person:
    """A contact as a page prints it."""

    name: str
    email: str
    phone: str


ERIKA = Person("Dr. Erika Sorgenfrei-Müller", "e.sorgenfrei@musterau.example", "02421 / 22-1117")
MAX = Person("Max Muster", "m.muster@musterau.example", "02421 / 22-1118")
NINA = Person("Nina Neumann", "n.neumann@musterau.example", "02421 / 22-1119")

#: What of Erika may stand in no output: spelled as pages, programs and keys do.
FORBIDDEN = (
    "erika sorgenfrei", "sorgenfrei-müller", "sorgenfrei müller", "sorgenfrei-mueller", "sorgenfrei",
    "e.sorgenfrei", "221117", "22-1117",
)  # fmt: skip


def page(
    *contacts: Person,
    municipality: str = "Landkreis Musterau",
    title: str = "Wegweiser",
    services: str = "Beratung und Begleitung am Nachmittag.",
    extra: str = "montags",
    institution: str = "Verein Lernwege e. V.",
) -> bytes:
    """A profile page."""
    persons = "".join(
        f"<p>{'Frau ' if person is not MAX else 'Herr '}{person.name}<br>Telefonnummer: {person.phone}<br>"
        f'E-Mail: <a href="mailto:{person.email}">{person.email}</a></p>'
        for person in contacts
    )
    return f"""<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>{municipality}</title></head><body>
<h1>Koordinierungsstelle {municipality}</h1>
<h2>Kontakt</h2><p>{municipality}<br>Fachdienst Jugend<br>Beispielweg 16<br>52351 Musterau<br>Nordrhein-Westfalen</p>
<h2>Ansprechpartnerinnen und Ansprechpartner</h2>{persons}
<h2>Fördergebiete</h2><p>Das Gebiet um den Markt.</p>
<h2>Projekte</h2><h3>{title}</h3>
<dl><dt>Umsetzende Institution(en):</dt><dd>{institution}</dd>
<dt>Zeitraum:</dt><dd>01.01.2015 - 31.12.2018</dd>
<dt>Zielgruppe:</dt><dd>Junge Menschen</dd>
<dt>Angebote:</dt><dd>{services}</dd>
<dt>Sprechzeiten vor Ort:</dt><dd>{extra}</dd></dl>
</body></html>""".encode()


@dataclass(frozen=True)
class Store:
    """A workspace, filled capture by capture."""

    workspace: Workspace

    def capture(self, day: float, name: str, body: bytes, archive: bool = False) -> None:
        """One capture of a page, that many days after the first; in an archive if so wished."""
        at = START + timedelta(days=day)
        url = f"{SITE}{name}.html"
        values: dict[str, object] = {"source": "test", "url": url, "final_url": url, "asked_at": at, "captured_at": at,
                                     "retrieved_at": at, "status": 200, "body": body,
                                     "headers": (("content-type", "text/html; charset=utf-8"),)}  # fmt: skip
        if archive:
            played = f"http://archive.invalid/web/20180101000000id_/{url}"
            values["archive"] = ArchiveRecord("archive", "20180101000000", url, played, None, played)
        with Snapshots(self.workspace.snapshots).run("live", at) as run:
            run.add(Capture(**values))  # type: ignore[arg-type]


def fill(store: Store) -> None:
    """Erika comes, is replaced, replaces another, and stands in prose, titles, labels, institutions and addresses."""
    printed = "Anmeldung bei Frau Sorgenfrei-Müller (Sorgenfrei-Müller, Erika), Telefon +49 2421 221117."
    store.capture(0, "musterau", page(ERIKA, MAX, services=printed, extra="Erika Sorgenfrei-Mueller, montags"))
    store.capture(10, "musterau", page(NINA, MAX, extra="dienstags"))
    store.capture(20, "musterau", page(NINA, MAX, services="Anderes.", extra="dienstags"))
    nord = {"municipality": "Stadt Nordfelde"}
    store.capture(0, "nordfelde", page(MAX, **nord, title="Atelier Erika Sorgenfrei-Müller", institution=ERIKA.name))
    store.capture(10, "nordfelde", page(ERIKA, **nord, title="Atelier Erika Sorgenfrei-Müller", institution=ERIKA.name))
    store.capture(20, "nordfelde", page(MAX, **nord, title="Atelier am Markt", institution=ERIKA.name))
    sued = {"municipality": "Stadt Suedheim"}
    store.capture(0, "suedheim-erika-sorgenfrei-mueller", page(ERIKA, **sued))
    store.capture(
        10, "suedheim-erika-sorgenfrei-mueller", page(**sued, services="Fragen an e.sorgenfrei (at) musterau.example")
    )
    store.capture(20, "suedheim-erika-sorgenfrei-mueller", page(**sued), archive=True)


def suppress(workspace: Workspace, **values: str) -> None:
    """What the command does with what it is given."""
    workspace.parsers.mkdir(exist_ok=True)
    file = workspace.parsers / suppressions.FILE
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    suppressions.add(file, text, values, START.date(), "")  # type: ignore[arg-type]
