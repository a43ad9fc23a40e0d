"""One municipality with two profiles: it is reported, counts once, and a person can join them or tell them apart."""

import sqlite3
from contextlib import closing

import pytest
from captures_and_pages import URL, Store, World, reading
from click.testing import CliRunner

from jsiq_scrape.commands.status import command as status
from jsiq_scrape.database import build
from jsiq_scrape.history.histories import joining
from jsiq_scrape.history.identities import Apart, Identities, OneProfile
from jsiq_scrape.monitor.state import state
from jsiq_scrape.records import FundingArea, Place, Profile, Reading

NEW = "http://www.programm.invalid/neu/musterau.html"


def page(municipality: str, office: str = "Jugend", **place: object) -> Reading:
    """A page that shares nothing but its municipality with one of another office."""
    return reading(
        profile=Profile(office=office, municipality=municipality),
        contacts=(),
        funding_areas=(FundingArea(number=1, name=office),),
        projects=(),
        extras=(),
        place=Place.model_validate(place),
    )


KREIS = {"ags": "05358", "latitude": 50.8, "longitude": 6.5, "matched_by": "kreis_name"}
TOWN = {"ags": "05358", "latitude": 50.9, "longitude": 6.4, "matched_by": "city_name"}
DISTRICT = {"ags": "11000", "latitude": 52.5, "longitude": 13.4, "matched_by": "alias"}


@pytest.mark.parametrize(
    ("one", "other", "second"),
    [
        (page("Kreis Düren", **KREIS), page("Düren (Kreis)", "Amt", **KREIS), True),
        (page("Kreis Düren", **KREIS), page("Stadt Düren", "Amt", **TOWN), False),
        (page("Berlin Mitte", **DISTRICT), page("Berlin-Mitte", "Amt", **DISTRICT), True),
        (page("Berlin Mitte", **DISTRICT), page("Berlin Neukölln", "Amt", **DISTRICT), False),
        (page("Stadt Nirgendau"), page("Nirgendau", "Amt"), True),
        (page("Stadt Nirgendau"), page("Stadt Nirgendwo", "Amt"), False),
    ],
)
def test_two_offices_of_one_municipality_are_noticed_however_it_is_spelled(
    world: World, one: Reading, other: Reading, second: bool
) -> None:
    world.show(7, one)
    world.show(0, other, url=NEW)
    first, later = world.offices()
    assert first.earlier is None
    assert later.earlier is (first if second else None)
    assert later.doubtful is second


def test_a_person_who_keeps_two_offices_apart_ends_the_doubt_and_they_are_one_municipality(world: World) -> None:
    world.show(0, page("Kreis Düren", **KREIS))
    world.show(7, page("Kreis Düren", "Amt", **KREIS), url=NEW)
    first, later = world.offices(Identities(apart=(Apart(urls=(URL, NEW)),)))
    assert (later.earlier, later.doubtful) == (first, False)


def test_only_the_captures_of_a_municipality_are_joined_where_an_address_showed_another_office_too(
    world: World,
) -> None:
    kreis, town = page("Kreis Düren", **KREIS), page("Stadt Kiel", "Kiel", ags="01002")
    world.show(0, kreis)
    world.show(7, town)
    world.show(14, page("Kreis Düren", "Amt", **KREIS), url=NEW)
    (first, _, later) = world.offices()
    assert joining(first, later) == f'[[profile]]\nurls = ["{URL}", "{NEW}"]\nmunicipality = "Kreis Düren"'
    one = OneProfile(urls=(URL, NEW), municipality="Landkreis Düren", id="nw-dueren")
    assert [office.id for office in world.offices(Identities(profile=(one,)))] == ["nw-dueren", "sh-stadt-kiel"]
    assert len(world.offices(Identities(profile=(OneProfile(urls=(URL, NEW)),)))) == 1


def profile_page() -> bytes:
    return """<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>Profil</title></head><body><main>
<h1>Fachdienst Jugend</h1><h2>Kreis Düren</h2><h2>Kontakt</h2><p>Kreis Düren<br>Fachdienst Jugend<br>Weg 1<br>
52351 Düren<br>Nordrhein-Westfalen</p><h2>Projekte</h2><h3>Wegweiser</h3><dl><dt>Zeitraum</dt><dd>2016</dd>
<dt>Casemanagement</dt><dd>ja</dd></dl></main></body></html>""".encode()


def test_a_page_that_was_saved_under_two_names_is_reported_and_status_says_what_joins_it(store: Store) -> None:
    for name in ("a", "b"):
        url = f"folder:{name}.html"
        store.collect(0, {f"/{name}.html": profile_page()}, url=url, final_url=url)
    with closing(sqlite3.connect(build(store.workspace).path)) as connection:
        found = connection.execute("SELECT severity, line, text FROM finding WHERE kind = 'second_profile'").fetchall()
        assert connection.execute("SELECT found, read, with_projects FROM coverage WHERE phase = 1").fetchall() == [
            (1, 1, 1)
        ]
        profiles = connection.execute("SELECT id, earlier_profile FROM profile ORDER BY first_seen, id").fetchall()
    assert profiles == [("nw-kreis-dueren", None), ("nw-kreis-dueren-fachdienst-jugend", "nw-kreis-dueren")]
    said = CliRunner().invoke(status, ["--root", str(store.workspace.root)], standalone_mode=False)
    assert said.exception is None
    assert "phase 1    1 of 178 municipalities found" in said.output
    (text,) = state(store.workspace).second_profiles
    assert found == [("warning", None, text)]
    assert text.startswith("Kreis Düren (AGS 05358) has two profiles, nw-kreis-dueren and ")
    assert all(line.strip() in said.output for line in text.splitlines())

    store.workspace.parsers.mkdir(parents=True)
    (store.workspace.parsers / "identities.toml").write_text(text.partition("\n")[2], encoding="utf-8")
    assert build(store.workspace, accept=("profiles", "projects", "ids")).counts["profile"] == 1
    assert state(store.workspace).second_profiles == ()


def test_a_municipality_whose_second_profile_took_part_later_is_found_in_that_phase_too(store: Store) -> None:
    (store.workspace.root).mkdir(parents=True)
    rows = "AGS,name,phase\n05358000,Kreis Düren,1\n05358000,Kreis Düren,2\n"
    (store.workspace.root / "expected.csv").write_text(rows, encoding="utf-8")
    store.collect(0, {"/alt/dueren.html": profile_page()})
    later = profile_page().replace(b"Fachdienst Jugend", b"Amt").replace(b"Weg 1", b"Markt 2").replace(b"2016", b"2020")
    store.collect(800, {"/neu/dueren.html": later.replace(b"Wegweiser", b"Talfahrt")})
    with closing(sqlite3.connect(build(store.workspace).path)) as connection:
        assert connection.execute("SELECT count(*) FROM profile").fetchone() == (2,)
        assert connection.execute("SELECT phase, expected, found FROM coverage ORDER BY phase").fetchall() == [
            (1, 1, 1),
            (2, 1, 1),
        ]
