"""What the tables say of unknown labels, of addresses that lists link to, and of how a database was made."""

import pytest
from captures_and_pages import SITE, Store
from databases import rows

from jsiq_scrape.database import build

PATH = "/details/musterau.html"


def page(street: str, *extras: tuple[str, str]) -> bytes:
    """A profile page with labels that no vocabulary knows."""
    rows = "".join(f"<dt>{label}:</dt><dd>{text}</dd>" for label, text in extras)
    return f"""<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>Musterau</title></head><body>
<h1>Koordinierungsstelle Landkreis Musterau</h1>
<h2>Kontakt</h2><p>Landkreis Musterau<br>Fachdienst Jugend<br>{street}<br>52351 Musterau<br>Nordrhein-Westfalen</p>
<h2>Fördergebiete</h2><p>Das Gebiet um den Markt.</p>
<h2>Projekte</h2><h3>Wegweiser</h3>
<dl><dt>Zeitraum:</dt><dd>01.01.2015 - 31.12.2018</dd><dt>Zielgruppe:</dt><dd>Junge Menschen</dd>
<dt>Angebote:</dt><dd>Beratung</dd>{rows}</dl></body></html>""".encode()


def test_an_unknown_label_has_the_times_of_the_label_and_not_of_its_owner(store: Store) -> None:
    always, late = ("Sprechzeiten vor Ort", "montags"), ("Besonderes", "Werkstatt")
    store.collect(0, {PATH: page("Weg 1", always)})
    store.collect(7, {PATH: page("Weg 1", always, late)})
    store.collect(14, {PATH: page("Weg 1", always, ("Besonderes", "Werkstatt und Garten"))})
    store.collect(21, {PATH: page("Weg 1", always, ("Besonderes", "Werkstatt und Garten"), ("Neu", "ja"))})
    found = rows(build(store.workspace).path, "SELECT label, first_seen, last_changed FROM extra ORDER BY label")
    assert found == [
        ("Besonderes", "2018-01-08T10:00:00Z", "2018-01-15T10:00:00Z"),
        ("Neu", "2018-01-22T10:00:00Z", None),
        ("Sprechzeiten vor Ort", "2018-01-01T10:00:00Z", None),
    ]


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_spellings_of_an_address_in_one_list_the_same_one_is_kept_in_any_order(store: Store, order: int) -> None:
    spellings = [f"{SITE}/details/nie.html", f"{SITE}/details/nie.html?PHPSESSID=1f"][::order]
    spellings += [f"{SITE}/details/{name}.html" for name in ("auch", "noch", "wohl")]
    links = "".join(f'<p><a href="{url}">Ort</a></p>' for url in spellings).encode()
    store.collect(0, {PATH: page("Weg 1")})
    store.collect(0, {"/standorte.html": links}, purpose="listing")
    store.collect(7, {"/standorte.html": links}, purpose="listing")
    found = rows(build(store.workspace).path, "SELECT url, state FROM roster WHERE url LIKE '%nie%'")
    assert found == [(f"{SITE}/details/nie.html", "never captured")]


def test_a_description_that_is_as_it_should_be_is_not_written_again(store: Store) -> None:
    store.collect(0, {PATH: page("Weg 1")})
    beside = [build(store.workspace).path.with_name(name) for name in ("metadata.yaml", "datasette.yaml")]
    before = [path.stat().st_ino for path in beside]
    beside[1].write_text("changed", encoding="utf-8")
    store.collect(7, {PATH: page("Weg 2")})
    build(store.workspace)
    assert beside[0].stat().st_ino == before[0]
    assert beside[1].read_text(encoding="utf-8").startswith("# Generated"), "it was not as it should be"


def test_a_database_names_what_it_was_made_of(store: Store) -> None:
    store.collect(0, {PATH: page("Weg 1")})
    keys = {key for (key,) in rows(build(store.workspace).path, "SELECT key FROM build")}
    assert keys >= {"program", "reader", "vocabulary", "schema", "identities", "decisions"}
