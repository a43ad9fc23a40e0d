"""The pages of the demo site that are no profiles: index, listings, programme, news, imprint, another programme."""

from collections.abc import Sequence

from jsiq_scrape.demo.offices import STATES, Office
from jsiq_scrape.demo.templates.navigation import INDEX, PROGRAMME, land_path
from jsiq_scrape.demo.templates.style import Style, text

#: Path -> title and text of the pages that are one sentence.
SHORT = {
    "/service/leichte-sprache.html": ("Leichte Sprache", "Wir helfen Jugendlichen."),
    "/service/gebaerdensprache.html": ("Gebärdensprache", "Der Film folgt."),
    "/service/weitersagen.html": ("Weitersagen", "Diese Seite empfehlen."),
    "/suche/": ("Suche", "Bitte geben Sie ein Wort ein."),
    "/intern/": ("Intern", "Bitte melden Sie sich an."),
}

#: A page that editors are still working on: linked by mistake, forbidden to robots.
DRAFT = "/no_cache/standorte/details/entwurf-stadt-vorschauhausen.html"


def index(style: Style) -> str:
    links = style.gap.join(
        f"<li>{style.link(name, class_='internal-link', href=land_path(land))}</li>"
        for land, name in sorted(STATES.items(), key=lambda pair: pair[1])
    )
    return (
        "<h1>Standorte</h1><p>Wählen Sie ein Land. Die Koordinierungsstellen sind nach ihrem Sitz geordnet.</p>"
        f"<ul>{links}</ul>"
    )


def listing(style: Style, land: str, page: int, last: int, offices: Sequence[Office]) -> str:
    """One page of the offices of a Land, with the links to its neighbours."""
    entries = [
        '<div class="standort-teaser"><h3>'
        f"{style.link(office.profile.municipality, href=_with_session(office.path, style), title='Zum Standort')}</h3>"
        f"<p>{text(office.profile.office)}, {text(office.profile.city)}</p></div>"
        for office in offices
    ]
    if land == "nw" and page == last:
        entries.append(f'<div class="standort-teaser"><h3><a href="{DRAFT}">Stadt Vorschauhausen</a></h3></div>')
    turns = []
    if page > 1:
        turns.append(f'<a href="{land_path(land, page - 1)}" rel="prev">zurück</a>')
    if page < last:
        turns.append(f'<a href="{land_path(land, page + 1)}" rel="next">weiter</a>')
    return (
        f"<h1>Standorte in {text(STATES[land])}</h1><p>Seite {page} von {last}</p>"
        + style.gap.join(entries)
        + f'<p class="browse">{" ".join(turns)}</p>'
    )


def _with_session(path: str, style: Style) -> str:
    """The old site marks its own pages with the visitor's session, so that one page has an address for each visitor."""
    return f"{path}?sid={style.session}" if path.startswith("/no_cache/") else path


def programme(style: Style) -> str:
    """Its address looks like that of a profile, and it speaks of everything a profile has."""
    return style.gap.join(
        (
            "<h1>Das Programm JUGEND STÄRKEN im Quartier</h1>",
            "<p>Das Programm unterstützt junge Menschen von 12 bis 26 Jahren zwischen Schule und Beruf.</p>",
            "<p>Kommunen setzen mindestens zwei von vier Bausteinen um:</p>",
            "<ul><li>Case Management: feste Begleitung über längere Zeit</li>",
            "<li>Aufsuchende Jugendsozialarbeit: Kontakt auf der Straße und zu Hause</li>",
            "<li>Niedrigschwellige Beratung/Clearing: kurze Hilfe ohne Hürden</li>",
            "<li>Mikroprojekte: kleine Vorhaben im Quartier</li></ul>",
            f"<p>Wo gearbeitet wird, zeigen die {style.link('Standorte', href=INDEX, class_='internal-link')}.</p>",
        )
    )


def other_project(style: Style) -> str:
    """A project of another programme: labels that profiles also have, and none that only profiles have."""
    return style.gap.join(
        (
            "<h1>Werkhof Musterau</h1>",
            "<p>Ein Vorhaben im Programm Brücken bauen</p>",
            "<h2>Projekt</h2>",
            "<p><strong>Laufzeit</strong> 01.03.2017 - 28.02.2019</p>",
            "<p><strong>Zielgruppe</strong> Langzeitarbeitslose ab 35 Jahren</p>",
            "<p><strong>Angebote</strong> Werkstatt, Garten, Coaching</p>",
            "<h2>Kontakt</h2>",
            "<p>Werkhof Musterau gGmbH<br>Hofweg 4<br>19055 Musterau<br>Telefon: 030 23125-300</p>",
        )
    )


def news(style: Style) -> str:
    return style.gap.join(
        (
            "<h1>Fachtag in Musterhausen</h1>",
            "<p class='date'>12.04.2018</p>",
            "<p>Mehr als hundert Fachkräfte sprachen über Schulverweigerung und Wohnungsnot.</p>",
            f"<p>Zum {style.link('Programm', href=PROGRAMME, title='Programm')}</p>",
        )
    )


def imprint(style: Style) -> str:
    return style.gap.join(
        (
            "<h1>Impressum</h1>",
            "<p>Regiestelle des Beispielprogramms<br>Musterallee 1<br>10178 Berlin</p>",
            "<p>Telefon: 030 23125-900<br>E-Mail: regiestelle(at)programm.example</p>",
        )
    )


def start(style: Style) -> str:
    link = style.link("Standorte", href=INDEX, title="Alle Standorte")
    return f"<h1>JUGEND STÄRKEN im Quartier</h1><p>Willkommen. {link}</p>"


def plain(title: str, body: str) -> str:
    return f"<h1>{text(title)}</h1><p>{text(body)}</p>"
