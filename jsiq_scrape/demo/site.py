"""All answers of the demo site, as a function of the edition alone: no clock, no chance, no server."""

import hashlib
from dataclasses import dataclass, replace
from functools import cache

from jinja2 import Environment

from jsiq_scrape.demo import edits
from jsiq_scrape.demo.facts import Edition, Office, offices, states
from jsiq_scrape.demo.style import STYLES, Style, minified
from jsiq_scrape.templates import environment

#: Offices on one page of a listing; so that the Land with five of them has two pages.
PER_PAGE = 3

SITE = "http://www.programm.invalid"
INDEX = "/no_cache/standorte.html"
PROGRAMME = "/just/programme/jugend-staerken-im-quartier/ueberblick-139001"
OTHER_PROJECT = "/just/programme/bruecken-bauen/werkhof-musterau-139302"
IMPRINT = "/service/impressum.html"
NEWS = "/aktuelles/fachtag-musterhausen.html"
#: A page that editors are still working on: linked by mistake, forbidden to robots.
DRAFT = "/no_cache/standorte/details/entwurf-stadt-vorschauhausen.html"
#: Path -> title and template of the pages that are neither profiles nor lists.
OTHER_PAGES = {
    "/": ("Startseite", "start"),
    PROGRAMME: ("Das Programm", "programme"),
    OTHER_PROJECT: ("Werkhof Musterau", "other_project"),
    NEWS: ("Fachtag in Musterhausen", "news"),
    IMPRINT: ("Impressum", "imprint"),
}
#: Path -> title and text of the pages that are one sentence.
SHORT = {
    "/service/leichte-sprache.html": ("Leichte Sprache", "Wir helfen Jugendlichen."),
    "/service/gebaerdensprache.html": ("Gebärdensprache", "Der Film folgt."),
    "/service/weitersagen.html": ("Weitersagen", "Diese Seite empfehlen."),
    "/suche/": ("Suche", "Bitte geben Sie ein Wort ein."),
    "/intern/": ("Intern", "Bitte melden Sie sich an."),
}

ROBOTS = """# robots.txt of the demo site
User-agent: *
Disallow: /suche/
Disallow: /intern/
Disallow: /no_cache/standorte/details/entwurf-
Disallow: /*?print=1
"""


@dataclass(frozen=True, slots=True)
class Response:
    """What the site answers for one path, before it looks at the request's conditions."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


@cache
def pages(edition: Edition) -> dict[str, Response]:
    """Path -> answer, for every path of the site; any other path is a 404."""
    style = STYLES[edition]
    answers = {office.path: _profile(office, style) for office in edits.edition_of(edition)} | _listings(style)
    for path, (title, template) in OTHER_PAGES.items():
        answers[path] = _page(template, style, path, title)
    for path, (title, sentence) in SHORT.items():
        answers[path] = _page("plain", style, path, title, sentence=sentence)
    answers[DRAFT] = _draft(style)
    answers["/robots.txt"] = Response(200, (("Content-Type", "text/plain; charset=utf-8"),), ROBOTS.encode())
    if edition == 2:
        answers.update(_upheavals(style))
    return answers


def land_path(land: str, page: int = 1) -> str:
    """The address of the listing of a Land; further pages lie below it."""
    slug = states()[land].lower().replace("ü", "ue")
    return f"/no_cache/standorte/{slug}.html" if page == 1 else f"/no_cache/standorte/{slug}/seite-{page}.html"


@cache
def _environment() -> Environment:
    made = environment("jsiq_scrape.demo")
    addresses = {"SITE": SITE, "INDEX": INDEX, "PROGRAMME": PROGRAMME, "OTHER_PROJECT": OTHER_PROJECT}
    made.globals |= {**addresses, "IMPRINT": IMPRINT, "NEWS": NEWS, "DRAFT": DRAFT}
    made.globals |= {"states": states(), "land_path": land_path}
    made.filters["minified"] = minified
    return made


def _markup(template: str, style: Style, path: str, title: str, **values: object) -> str:
    """A page in the frame of its part of the site; templates of profiles know theirs."""
    frame = "new_frame.html" if path.startswith("/just/") else "old_frame.html"
    given = {"frame": frame, "charset": "utf-8", "trail": title} | values
    return style.spaced(
        _environment().get_template(f"{template}.html").render(style=style, path=path, title=title, **given)
    )


def _page(template: str, style: Style, path: str, title: str, **values: object) -> Response:
    return _response(200, _markup(template, style, path, title, **values).encode(), style)


def _profile(office: Office, style: Style) -> Response:
    name = {"utf-8": "utf-8", "windows-1252": "iso-8859-1"}[office.charset]  # as servers of the time call cp1252
    shown = office.profile
    facts = {"office": office, "profile": shown, "charset": name, "trail": shown.municipality}
    page = _markup(office.template, style, office.path, shown.office or "", **facts)
    body = edits.typography(office, style.edition, page).encode(office.charset)
    return _response(200, body, style, f"text/html; charset={name}" if office.charset_in_header else "text/html")


def _draft(style: Style) -> Response:
    """A whole profile page, which nobody sees who keeps to robots.txt."""
    model = next(office for office in offices() if office.id == "nw-kreis-dueren")
    profile = model.profile.model_copy(update={"municipality": "Stadt Vorschauhausen", "city": "Vorschauhausen"})
    return _profile(replace(model, id="nw-stadt-vorschauhausen", path=DRAFT, profile=profile), style)


def _listings(style: Style) -> dict[str, Response]:
    """The index, and for each Land its offices, spread over as many pages as needed."""
    answers = {INDEX: _page("index", style, INDEX, "Standorte")}
    for land, name in states().items():
        here = [office for office in edits.edition_of(style.edition) if office.land == land]
        parts = [here[start : start + PER_PAGE] for start in range(0, len(here), PER_PAGE)] or [[]]
        for number, part in enumerate(parts, 1):
            path = land_path(land, number)
            shown = {"land": land, "number": number, "last": len(parts), "offices": part}
            answers[path] = _page("listing", style, path, f"Standorte in {name}", **shown)
    return answers


def _upheavals(style: Style) -> dict[str, Response]:
    """The addresses that the second edition takes away, moves or fails to serve."""
    answers = {}
    for office in offices():
        if office.moved_path:
            body = f'<html><body><h1>Moved</h1><a href="{office.moved_path}">here</a></body></html>'.encode()
            moved = _response(301, body, style)
            answers[office.path] = replace(moved, headers=(*moved.headers, ("Location", SITE + office.moved_path)))
        elif office.id == edits.GONE:
            gone = {"sentence": "Diese Seite wurde entfernt.", "frame": "new_frame.html"}
            page = _markup("plain", style, office.path, "Nicht mehr da", **gone)
            answers[office.path] = _response(410, page.encode(), style)
        elif office.id == edits.DOWN:
            body = b"<html><head><title>503 Service Unavailable</title></head><body><h1>Wartung</h1></body></html>"
            answers[office.path] = _response(503, body, style)
    return answers


def _response(status: int, body: bytes, style: Style, content_type: str = "text/html; charset=utf-8") -> Response:
    headers = [("Content-Type", content_type), ("Cache-Control", "private, must-revalidate")]
    if status == 200:
        tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        headers += [("ETag", tag), ("Last-Modified", style.last_modified)]
    return Response(status, tuple(headers), body)
