"""A freed address goes to the next office: another municipality at one address, from pages to profiles and events."""

import json
import sqlite3
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import combinations, permutations

import pytest
from captures_and_pages import Store, World, content, project, reading

from jsiq_scrape.database.building import build
from jsiq_scrape.history.features import WEIGHTS, Agreement, Features, Rarity
from jsiq_scrape.monitor.change_log import changes
from jsiq_scrape.records import Contact, FundingArea, Place, Profile, Reading

PATH = "/details/koordinierungsstelle-jugend-staerken-im-quartier.html"


@dataclass(frozen=True)
class Page:
    """A profile page of the usual office."""

    municipality: str
    street: str
    city: str
    state: str
    phone: str
    mail: str
    areas: tuple[str, ...]
    projects: tuple[str, ...]
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def html(self) -> bytes:
        areas = "".join(f"<h4>FG {number}: {name}</h4><p>Ein Gebiet.</p>" for number, name in enumerate(self.areas, 1))
        projects = "".join(
            f"<h3>{title}</h3><dl><dt>Zeitraum</dt><dd>2016 - 2018</dd><dt>Zielgruppe</dt>"
            f"<dd>{self.texts.get(title, f'Alle, die zu {title} kommen.')}</dd><dt>Casemanagement</dt><dd>ja</dd></dl>"
            for title in self.projects
        )
        return f"""<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>Profil</title></head><body><main>
<h1>Koordinierungsstelle Jugend</h1><h2>{self.municipality}</h2><h2>Kontakt</h2><p>{self.municipality}<br>
Koordinierungsstelle Jugend<br>{self.street}<br>{self.city}<br>{self.state}</p><h3>Ansprechperson</h3>
<p>{self.mail}<br>Telefonnummer {self.phone}</p><h2>Fördergebiete</h2>{areas}
<h2>Projekte</h2>{projects}</main></body></html>""".encode()


DUEREN = Page(
    "Kreis Düren", "Musterweg 16", "52351 Düren", "Nordrhein-Westfalen", "02421 5550-1", "amt(at)dueren.example",
    ("Nordkreis", "Südkreis"), ("Wegweiser", "Brückenbau"),
)  # fmt: skip
KIEL = Page(
    "Stadt Kiel", "Hafenweg 2", "24103 Kiel", "Schleswig-Holstein", "0431 5550-2", "jugend(at)kiel.example",
    ("Gaarden", "Mettenhof"), ("Leuchtturm", "Ankerplatz"),
)  # fmt: skip
SHARED: dict[str, dict[str, object]] = {
    "nothing": {},
    "one area": {"areas": ("Innenstadt",)},
    "one title": {"projects": ("Streetwork",)},
    "the programme's mail address": {"mail": "service(at)programm.example"},
    "an area, a title and a mail address": {
        "areas": ("Innenstadt",), "projects": ("Streetwork",), "mail": "service(at)programm.example",
    },
}  # fmt: skip


def profiles(store: Store, *pages: Page) -> list[tuple[str, str]]:
    """Key and municipality of each profile that captures of one address in these years give, after a build."""
    for number, page in enumerate(pages):
        store.collect(700 * number, {PATH: page.html})
    with closing(sqlite3.connect(build(store.workspace).path)) as connection:
        return connection.execute("SELECT id, municipality FROM profile ORDER BY id").fetchall()


def events(store: Store) -> list[tuple[str, str, str | None, str | None]]:
    return [(one.profile, one.kind, one.field, one.new) for one in changes(store.workspace.database)]


@pytest.mark.parametrize("name", SHARED)
def test_another_municipality_at_an_address_is_another_office_whatever_anybody_may_share(
    store: Store, name: str
) -> None:
    old, new = (replace(page, **SHARED[name]) for page in (DUEREN, KIEL))  # type: ignore[arg-type]
    assert profiles(store, old, new) == [("nw-kreis-dueren", "Kreis Düren"), ("sh-stadt-kiel", "Stadt Kiel")]
    assert events(store) == [("sh-stadt-kiel", "added", None, None)]
    with closing(sqlite3.connect(store.workspace.database)) as connection:
        (reason,) = connection.execute("SELECT reason FROM decision WHERE outcome = 'apart'").fetchone()
    assert reason.startswith("another municipality at one address, agrees in ")


def test_a_page_that_names_no_municipality_does_not_join_the_offices_before_and_after(store: Store) -> None:
    bare = replace(DUEREN, municipality="Koordinierungsstelle Jugend")
    known = profiles(store, DUEREN, bare, KIEL)
    assert [key for key, _ in known] == ["nw-kreis-dueren", "sh-stadt-kiel"]


def test_a_kreis_and_the_town_of_its_name_and_key_do_not_share_an_office(store: Store) -> None:
    town = replace(DUEREN, municipality="Stadt Düren", street="Markt 1", mail="jugend(at)x.example")
    town = replace(town, phone="02421 5550-9", projects=("Leuchtturm",))
    known = profiles(store, DUEREN, town)
    assert known == [("nw-kreis-dueren", "Kreis Düren"), ("nw-stadt-dueren", "Stadt Düren")]


def test_a_municipality_that_drops_its_kind_keeps_its_office_whatever_else_changes(store: Store) -> None:
    new = replace(KIEL, municipality="Düren", city="52349 Düren", state="Nordrhein-Westfalen")
    assert profiles(store, DUEREN, new) == [("nw-kreis-dueren", "Düren")]


MERGED = replace(DUEREN, municipality="Kreis Euskirchen")
RENAMED = {
    "and nothing else": MERGED,
    "with address, telephone and projects": replace(
        MERGED, mail="post(at)euskirchen.example", areas=("Eifel",), texts={"Wegweiser": "Andere."}
    ),
    "with address and telephone": replace(
        MERGED, mail="post(at)euskirchen.example", areas=("Eifel",), projects=("Talwärts",)
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", RENAMED)
def test_a_kreis_that_was_renamed_or_merged_stays_one_office(store: Store, name: str) -> None:
    assert profiles(store, DUEREN, RENAMED[name]) == [("nw-kreis-dueren", "Kreis Euskirchen")]
    assert ("nw-kreis-dueren", "changed", "municipality", "Kreis Euskirchen") in events(store)
    with closing(sqlite3.connect(store.workspace.database)) as connection:
        outcome, score, needed = connection.execute(
            "SELECT outcome, score, threshold FROM decision WHERE entity = 'profile'"
        ).fetchone()
    assert (outcome, score > needed) == ("same", True)


def test_an_office_that_moved_with_its_kreis_is_known_by_its_projects_and_their_texts(store: Store) -> None:
    texts = {
        title: f"Junge Menschen zwischen 12 und 26 Jahren, die auf dem Weg über {title} wieder Anschluss suchen."
        for title in DUEREN.projects
    }
    moved = replace(MERGED, street="Neuer Weg 1", phone="02251 5550-1", texts=texts)
    assert len(profiles(store, replace(DUEREN, texts=texts), moved)) == 1


def test_swapped_addresses_and_a_common_name_give_each_office_its_own_history_in_any_order() -> None:
    """Two offices swap their addresses, and a third takes the first one over."""
    one, other, third = (
        page_of(name, number) for number, name in enumerate(("Kreis Düren", "Stadt Kiel", "Stadt Essen"))
    )
    captures = [(0, one, "a"), (0, other, "b"), (7, other, "a"), (7, one, "b"), (14, third, "a"), (14, one, "b")]
    found = set()
    for order in permutations(captures):
        world = World()
        for number, page, name in order:
            world.show(number, page, url=f"http://x.invalid/{name}.html", own=False)
        offices = world.offices()
        assert [office.timelines.events for office in offices] == [[], [], []]
        found.add(json.dumps(content(offices), default=str))
    assert len(found) == 1


def page_of(municipality: str, number: int, **values: object) -> Reading:
    """A page that shares one area, one title and one mail address with all others."""
    ags = {"Kreis Düren": "05358", "Stadt Kiel": "01002", "Stadt Essen": "05113"}.get(municipality)
    page: dict[str, object] = {
        "profile": Profile(office="Jugend", municipality=municipality, street=f"Weg {number}", postal_code="52351"),
        "contacts": (Contact(email="service@programm.example", phone=f"+49242155500{number}"),),
        "funding_areas": (FundingArea(number=1, name="Innenstadt"),),
        "projects": (project("Streetwork", target_group=f"Alle {number}", services=None),),
        "extras": (),
        "place": Place(ags=ags),
    }
    return reading(**{**page, **values})


def features(name: str, shared: Collection[str], number: int = 1) -> Features:
    """A municipality with one value of each kind, those of `shared` the same as anywhere."""
    own = {kind: frozenset(f"{kind} {index} of {name}" for index in range(number)) for kind in WEIGHTS}
    own |= {kind: frozenset(f"{kind} {index}" for index in range(number)) for kind in shared}
    texts = tuple(sorted(own.pop("texts")))
    return Features((True, name), False, None, None, "Jugend", **own, printed_texts=texts)


def agreement(shared: Collection[str], *, elsewhere: int = 0, number: int = 1) -> Agreement:
    """What two municipalities agree in that share these kinds, which so many others show too."""
    known = [features(str(index), shared, number) for index in range(2 + elsewhere)]
    return Rarity(known).agreement(*known[:2])


@pytest.mark.parametrize(
    ("shared", "score", "differing", "strong"),
    [
        (("mail", "projects", "areas"), 2.5, 4, False),
        (("texts", "projects", "areas"), 2.5, 5, False),
        (("address",), 2, 3, False),
        (("address", "areas"), 2.5, 3, False),
        (("address", "projects"), 3, 3, False),
        (("address", "phone"), 4, 1, True),
        (("address", "mail", "projects"), 4, 2, True),
        (("phone", "projects", "texts"), 4, 3, True),
    ],
)
def test_an_office_is_known_again_by_several_things_that_belong_to_one_place(
    shared: tuple[str, ...], score: float, differing: float, strong: bool
) -> None:
    assert agreement(shared) == Agreement(shared_in_order(shared), score, differing)
    assert agreement(shared).strong is strong


def shared_in_order(kinds: Collection[str]) -> tuple[str, ...]:
    return tuple(kind for kind in WEIGHTS if kind in kinds)


def test_what_many_municipalities_show_counts_little_and_one_third_name_of_a_kreis_takes_nothing_away() -> None:
    shared = ("address", "phone")
    assert [agreement(shared, elsewhere=number).shared for number in (0, 1, 2, 4)] == [4, 4, 2, 1]
    assert [agreement(shared, elsewhere=number).strong for number in (1, 2)] == [True, False]
    assert agreement(shared, elsewhere=5).kinds == ()


def test_several_values_of_a_kind_count_more_than_one_up_to_a_bound() -> None:
    assert [agreement(("projects", "texts"), number=number).shared for number in (1, 2, 3, 9)] == [2, 4, 5, 5]
    assert [agreement(("areas",), number=number).shared for number in (1, 2, 9)] == [0.5, 1, 1]


@pytest.mark.parametrize(("number", "enough"), [(1, 40), (2, 46), (3, 48)])
def test_of_all_ways_to_agree_those_are_enough_that_belong_to_one_place(number: int, enough: int) -> None:
    ways = [kinds for size in range(len(WEIGHTS) + 1) for kinds in combinations(WEIGHTS, size)]
    strong = [set(kinds) for kinds in ways if agreement(kinds, number=number).strong]
    assert (len(ways), len(strong)) == (64, enough)
    assert all(kinds & {"address", "phone", "texts"} and len(kinds) > 1 for kinds in strong)
    assert {kinds for kinds in map(frozenset, ways) if kinds >= {"address", "phone"}} <= set(map(frozenset, strong))


def test_one_thing_alone_is_never_enough_however_often_it_is_shared() -> None:
    assert not any(agreement((kind,), number=9).strong for kind in WEIGHTS)
