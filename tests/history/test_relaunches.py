"""From pages to events: a site rebuilt with other markup and other spellings tells the edits that it had, and no other.

Each case is an office of its own, so that one build tries all of them beside each other.
"""

from collections.abc import Callable
from html import escape
from itertools import permutations

import pytest
from captures_and_pages import Store

from jsiq_scrape.database.building import build
from jsiq_scrape.monitor.change_log import changes

Page = dict[str, str]
Fields = list[tuple[str, str]]

OLD_LABELS = {
    "institution": "Umsetzende Institution(en)",
    "period": "Zeitraum",
    "cm": "Casemanagement",
    "phone": "Telefonnummer",
}
NEW_LABELS = {"institution": "Projektträger", "period": "Laufzeit", "cm": "Case-Management", "phone": "Tel.:"}
NAVIGATION = '<nav><a href="/">Startseite</a> <a href="/projekte">Projekte</a> <a href="/kontakt">Kontakt</a></nav>'


def facts(town: str) -> Page:
    """What the page of an invented town says."""
    return {
        "town": town, "street": f"{town}er Weg 3", "mail": f"jugend@{town.lower()}.example", "title": f"Hafen {town}",
        "phone": f"0381 {100000 + sum(map(ord, town)) * 7}", "institution": f"Verein {town} e. V.", "cm": "ja",
        "period": "01.01.2015 - 31.12.2018", "target": f"Junge Menschen in {town}, die „Umwege“ gehen.",
    }  # fmt: skip


def _list(fields: Fields) -> str:
    return "<dl>" + "".join(f"<dt>{label}</dt>\n<dd>{value}</dd>" for label, value in fields) + "</dl>"


def _table(fields: Fields) -> str:
    return "<table>" + "".join(f"<tr><th>{label}<td>{value}" for label, value in fields) + "</table>"


def _bold(fields: Fields) -> str:
    return "<p>" + "<br>".join(f"<b>{label}:</b> {value}" for label, value in fields) + "</p>"


def _boxes(fields: Fields) -> str:
    return "".join(
        f'<div class="f"><div class="l">{label}</div><div class="v">{value}</div></div>' for label, value in fields
    )


def _headings(fields: Fields) -> str:
    return "".join(f"<section><h5>{label}</h5><p>{value}</p></section>" for label, value in fields)


MARKUPS: dict[str, Callable[[Fields], str]] = {
    "list": _list, "table": _table, "bold": _bold, "boxes": _boxes, "headings": _headings,
}  # fmt: skip


def page(said: Page, markup: str, labels: dict[str, str] = OLD_LABELS, *, hidden: bool = True) -> bytes:
    """The page in one markup and one set of spellings."""
    fields = MARKUPS[markup]
    town, mail = said["town"], said["mail"].replace("@", "(at)") if hidden else said["mail"]
    project = [(labels[name], escape(said[name], quote=False)) for name in ("institution", "period")]
    project += [("Zielgruppe", said["target"]), (labels["cm"], said["cm"]), ("Beratung/Clearing", "nein")]
    body = f"""{NAVIGATION}<main><h1>Fachdienst Jugend {town}</h1><h2>Landkreis {town}</h2><h2>Kontakt</h2>
    <p>Landkreis {town}<br>Fachdienst Jugend {town}<br>{said["street"]}<br>19999 {town}<br>Mecklenburg-Vorpommern</p>
    <h3>Ansprechpartnerinnen und Ansprechpartner</h3><p>{mail}<br>{labels["phone"]} {said["phone"]}</p>
    <h2>Fördergebiete</h2><h4>FG 1: {town} Mitte</h4><p>Die Straßen um den Markt von {town}.</p>
    {fields([("Soziale Stadt", "nein")])}<h2>Projekte</h2><h3>{said["title"]}</h3>{fields(project)}</main>"""
    return f"<!DOCTYPE html><html><head><title>{town}</title></head><body>{body}</body></html>".encode()


def _events(store: Store, pages: dict[str, list[bytes]]) -> list[tuple[str, str, str | None, str | None]]:
    """The events of pages that are looked at once a week."""
    for number in range(max(map(len, pages.values()))):
        shown = {
            f"/details/{name}.html": captures[number] for name, captures in pages.items() if number < len(captures)
        }
        store.collect(7 * number, shown)  # type: ignore[arg-type]
    built = build(store.workspace)
    assert built.counts["profile"] == len(pages)
    return sorted(((one.profile, one.kind, one.field, one.new) for one in changes(built.path)), key=str)


def test_another_markup_other_spellings_and_open_addresses_are_no_change(store: Store) -> None:
    pages = {}
    for old, new in permutations(MARKUPS, 2):
        said = facts(f"{old.title()}{new}burg")
        moved = said | {"phone": said["phone"].replace(" ", "/"), "period": "1. Januar 2015 bis 31. Dezember 2018"}
        moved |= {"target": said["target"].replace("„", "&raquo;").replace("“", "&laquo;"), "cm": "Ja"}
        pages[f"{old}-{new}"] = [page(said, old), page(moved, new, NEW_LABELS, hidden=False)]
    assert _events(store, pages) == []


def test_an_edit_in_the_same_week_as_a_relaunch_is_reported_and_nothing_else(store: Store) -> None:
    edits = {
        "street": ("changed", "street", "Am Tor 1"),
        "phone": ("changed", "phone", "+49381555777"),
        "mail": ("changed", "email", "post@tor.example"),
        "title": ("renamed", "title", "Leuchtturm"),
        "institution": ("changed", "institutions", '["Diakonie am Tor"]'),
        "period": ("changed", "period_end", "2022-06-30"),
        "target": ("changed", "target_group", "Alle."),
        "cm": ("changed", "case_management", "false"),
    }
    written = {
        "phone": "0381 555777",
        "institution": "Diakonie am Tor",
        "period": "01.01.2015 - 30.06.2022",
        "cm": "nein",
    }
    pages, expected = {}, []
    for number, (name, (kind, field, new)) in enumerate(edits.items()):
        town = f"{name.title()}hausen"
        said = facts(town)
        old_markup, new_markup = (list(MARKUPS)[(number + shift) % len(MARKUPS)] for shift in (0, 2))
        changed = said | {name: written.get(name, new)}
        pages[name] = [page(said, old_markup), page(changed, new_markup, NEW_LABELS)]
        expected.append((f"mv-landkreis-{town.lower()}", kind, field, new))
    assert _events(store, pages) == sorted(expected, key=str)


@pytest.mark.parametrize("markup", MARKUPS)
def test_what_is_no_whole_page_between_two_captures_is_no_change(store: Store, markup: str) -> None:
    empty = MARKUPS[markup]([(label, "") for label in OLD_LABELS.values()])
    failure = b"<p>Oops, an error occurred! Code: 2018</p></main></body></html>"
    interruptions: dict[str, Callable[[bytes], bytes]] = {
        "halb": lambda body: body[: len(body) // 2],
        "fast": lambda body: body[: body.index(b"Clearing")],
        "abbruch": lambda body: body[: len(body) * 2 // 3] + b"<br /><b>Fatal error</b>: Memory exhausted<br />",
        "panne": lambda body: body[: body.index(b"<h3>Hafen")] + failure,
        "leer": lambda body: f"<html><body><h1></h1><h2>Projekte</h2><h3></h3>{empty}</body></html>".encode(),
        "wartung": lambda body: b"<html><body><h1>Wartungsarbeiten</h1><p>Bis morgen.</p></body></html>",
    }
    pages = {}
    for name, interrupted in interruptions.items():
        body = page(facts(f"{name.title()}dorf"), markup)
        pages[name] = [body, interrupted(body), body]
    assert _events(store, pages) == []
