"""All answers of the demo site, as a function of the edition alone: no clock, no chance, no server."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from jsiq_scrape.demo import edits
from jsiq_scrape.demo.offices import STATES, Edition, Office, offices
from jsiq_scrape.demo.templates import (
    accordion,
    break_run,
    definition_list,
    drupal_fields,
    grid_frame,
    new_frame,
    old_frame,
    other_pages,
    rows,
    span_list,
    strong_paragraphs,
    table,
)
from jsiq_scrape.demo.templates.navigation import IMPRINT, INDEX, NEWS, OTHER_PROJECT, PROGRAMME, SITE, land_path
from jsiq_scrape.demo.templates.style import Style

#: Offices on one page of a listing; so that the Land with five of them has two pages.
PER_PAGE = 3

ROBOTS = """# robots.txt of the demo site
User-agent: *
Disallow: /suche/
Disallow: /intern/
Disallow: /no_cache/standorte/details/entwurf-
Disallow: /*?print=1
"""

Template = Callable[[Office, Style], str]

TEMPLATES: dict[str, tuple[Template, Callable[..., str]]] = {
    "strong_paragraphs": (strong_paragraphs.main, old_frame.page),
    "definition_list": (definition_list.main, old_frame.page),
    "table": (table.main, old_frame.page),
    "break_run": (break_run.main, old_frame.page),
    "drupal_fields": (drupal_fields.main, new_frame.page),
    "accordion": (accordion.main, new_frame.page),
    "span_list": (span_list.main, grid_frame.page),
    "rows": (rows.main, grid_frame.page),
}


@dataclass(frozen=True, slots=True)
class Response:
    """What the site answers for one path, before it looks at the request's conditions."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


@cache
def pages(edition: Edition) -> dict[str, Response]:
    """Path -> answer, for every path of the site; any other path is a 404."""
    style = Style(edition)
    answers = {office.path: _profile(office, style) for office in edits.edition_of(edition)}
    answers.update(_listings(style))
    ordinary = {
        "/": ("Startseite", other_pages.start(style)),
        PROGRAMME: ("Das Programm", other_pages.programme(style)),
        OTHER_PROJECT: ("Werkhof Musterau", other_pages.other_project(style)),
        NEWS: ("Fachtag in Musterhausen", other_pages.news(style)),
        IMPRINT: ("Impressum", other_pages.imprint(style)),
        **{path: (title, other_pages.plain(title, text)) for path, (title, text) in other_pages.SHORT.items()},
    }
    for path, (title, content) in ordinary.items():
        frame = new_frame.page if path.startswith("/just/") else old_frame.page
        answers[path] = _html(frame(content, style, title=title, path=path, charset="utf-8", trail=title), style)
    answers[other_pages.DRAFT] = _draft(style)
    answers["/robots.txt"] = Response(200, (("Content-Type", "text/plain; charset=utf-8"),), ROBOTS.encode())
    if edition == 2:
        answers.update(_upheavals(style))
    return answers


def _profile(office: Office, style: Style) -> Response:
    template, frame = TEMPLATES[office.template]
    name = {"utf-8": "utf-8", "windows-1252": "iso-8859-1"}[office.charset]  # as servers of the time call cp1252
    page = frame(
        template(office, style),
        style,
        title=office.profile.office,
        path=office.path,
        charset=name,
        trail=office.profile.municipality,
    )
    body = edits.typography(office, style.edition, page).encode(office.charset)
    return _response(200, body, style, f"text/html; charset={name}" if office.charset_in_header else "text/html")


def _draft(style: Style) -> Response:
    """A whole profile page, which nobody sees who keeps to robots.txt."""
    model = next(office for office in offices() if office.id == "nw-kreis-dueren")
    profile = model.profile.model_copy(update={"municipality": "Stadt Vorschauhausen", "city": "Vorschauhausen"})
    return _profile(replace(model, id="nw-stadt-vorschauhausen", path=other_pages.DRAFT, profile=profile), style)


def _listings(style: Style) -> dict[str, Response]:
    """The index, and for each Land its offices, spread over as many pages as needed."""
    contents = {INDEX: ("Standorte", other_pages.index(style))}
    for land, name in STATES.items():
        here = [office for office in edits.edition_of(style.edition) if office.land == land]
        parts = [here[start : start + PER_PAGE] for start in range(0, len(here), PER_PAGE)] or [[]]
        for number, part in enumerate(parts, 1):
            content = other_pages.listing(style, land, number, len(parts), part)
            contents[land_path(land, number)] = (f"Standorte in {name}", content)
    return {
        path: _html(old_frame.page(content, style, title=title, path=path, charset="utf-8", trail=title), style)
        for path, (title, content) in contents.items()
    }


def _upheavals(style: Style) -> dict[str, Response]:
    """The addresses that the second edition takes away, moves or fails to serve."""
    answers = {}
    for office in offices():
        if office.moved_path:
            body = f'<html><body><h1>Moved</h1><a href="{office.moved_path}">here</a></body></html>'.encode()
            moved = _response(301, body, style, "text/html; charset=utf-8")
            answers[office.path] = replace(moved, headers=(*moved.headers, ("Location", SITE + office.moved_path)))
        elif office.id == edits.GONE:
            content = other_pages.plain("Nicht mehr da", "Diese Seite wurde entfernt.")
            page = new_frame.page(content, style, title="410", path=office.path, charset="utf-8", trail="410")
            answers[office.path] = _response(410, page.encode(), style, "text/html; charset=utf-8")
        elif office.id == edits.DOWN:
            body = b"<html><head><title>503 Service Unavailable</title></head><body><h1>Wartung</h1></body></html>"
            answers[office.path] = _response(503, body, style, "text/html; charset=utf-8")
    return answers


def _html(page: str, style: Style) -> Response:
    return _response(200, page.encode(), style, "text/html; charset=utf-8")


def _response(status: int, body: bytes, style: Style, content_type: str) -> Response:
    headers = [("Content-Type", content_type), ("Cache-Control", "private, must-revalidate")]
    if status == 200:
        last_modified = {1: "Thu, 12 Apr 2018 04:10:00 GMT", 2: "Thu, 19 Apr 2018 04:10:00 GMT"}[style.edition]
        headers += [("ETag", f'"{hashlib.sha256(body).hexdigest()[:32]}"'), ("Last-Modified", last_modified)]
    return Response(status, tuple(headers), body)
