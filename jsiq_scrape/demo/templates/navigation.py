"""The menus, teasers and footers that the frames of the demo site share."""

from jsiq_scrape.demo.offices import STATES
from jsiq_scrape.demo.templates.style import Style, text

SITE = "http://www.programm.invalid"
INDEX = "/no_cache/standorte.html"
PROGRAMME = "/just/programme/jugend-staerken-im-quartier/ueberblick-139001"
OTHER_PROJECT = "/just/programme/bruecken-bauen/werkhof-musterau-139302"
IMPRINT = "/service/impressum.html"
NEWS = "/aktuelles/fachtag-musterhausen.html"

MENU = (
    ("Startseite", "/"),
    ("Das Programm", PROGRAMME),
    ("Standorte", INDEX),
    ("Aktuelles", NEWS),
    ("Brücken bauen", OTHER_PROJECT),
)
SERVICE = (("Impressum", IMPRINT), ("Suche", "/suche/"), ("Für Projektträger", "/intern/"))

#: (title, text) of the teaser box; each begins with a word that is a label elsewhere.
TEASERS = {
    1: (
        ("Angebote für Schulverweigerer", "Fachtag am 12.04.2018 in Musterhausen, Anmeldung bis 05.04.2018."),
        ("Zeitraum und Umfang der zweiten Förderphase", "Die Eckpunkte für 2019 bis 2022 stehen fest."),
    ),
    2: (
        ("Zielgruppe erreicht?", "Ergebnisse der Befragung vom 16.04.2018 liegen vor."),
        ("Projekte im Porträt", "Jeden Donnerstag stellen wir ein Vorhaben vor, heute den Nachtbus."),
        ("Kontakt zum Programm", "Die Hotline ist ab 23.04.2018 wieder besetzt: 030 23125-999."),
    ),
}


def land_path(land: str, page: int = 1) -> str:
    """The address of the listing of a Land; further pages lie below it."""
    slug = STATES[land].lower().replace("ü", "ue")
    return f"/no_cache/standorte/{slug}.html" if page == 1 else f"/no_cache/standorte/{slug}/seite-{page}.html"


def menu(style: Style) -> str:
    """The main menu with the Länder below `Standorte`; each link carries the session as old systems do."""
    items = []
    for label, path in MENU:
        children = ""
        if path == INDEX:
            children = "<ul>" + "".join(
                f"<li>{style.link(name, href=land_path(land), title=name)}</li>"
                for land, name in sorted(STATES.items(), key=lambda pair: pair[1])
            )
            children += "</ul>"
        href = path if path == INDEX else f"{path}?sid={style.session}"
        items.append(f"<li>{style.link(label, href=href, class_='nav-link')}{children}</li>")
    return "<ul>" + style.gap.join(items) + "</ul>"


def teasers(style: Style) -> str:
    parts = [
        f'<div class="teaser"><h4>{text(title)}</h4><p>{text(body)} '
        f"{style.link('mehr', href=f'{NEWS}?sid={style.session}', class_='more')}</p></div>"
        for title, body in TEASERS[style.edition]
    ]
    return style.gap.join(parts)


def footer_links(style: Style) -> str:
    return " | ".join(style.link(label, href=path, rel="nofollow") for label, path in SERVICE)
