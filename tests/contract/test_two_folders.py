"""Two versions of the same saved pages give exactly the edits between them: no more, no less."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from saved_pages import Office, Person, Project, as_html, as_other_html, as_text, office, with_project

BEFORE, AFTER = "2018-04-12T10:00:00Z", "2018-10-01T08:30:00Z"
KEYS = [
    "profile", "municipality", "entity", "id", "title", "kind", "field", "old", "new", "difference",
    "not_before", "seen_at", "url",
]  # fmt: skip

Cell = str | bool | list[str] | None
Changed = Callable[..., list[dict[str, Cell]]]
Short = tuple[str, str, str | None, Cell, Cell]
BASE = office("Landkreis Musterau")
EXTRA = Project(
    "Ankommen", ("Verein Neuland e. V.",), "2017 - 2018", "Neu Zugewanderte.", "Sprachtandem und Stadtplan."
)

#: An edit by name: the page after it, and what has to be told: entity, kind, field, old, new.
EDITS: dict[str, tuple[Office, list[Short]]] = {
    "street": (
        replace(BASE, street="Bahnhofstraße 12"),
        [("profile", "changed", "street", "Musterauer Allee 7", "Bahnhofstraße 12")],
    ),
    "soziale stadt": (replace(BASE, soziale_stadt="nein"), [("profile", "changed", "soziale_stadt", True, False)]),
    "text of the areas": (
        replace(BASE, areas_text="Die Gebiete wurden 2018 neu geschnitten."),
        [("profile", "changed", "areas_text", BASE.areas_text, "Die Gebiete wurden 2018 neu geschnitten.")],
    ),
    "phone": (
        replace(BASE, persons=(replace(BASE.persons[0], phone="03691 / 1234-99"), BASE.persons[1])),
        [("contact", "changed", "phone", "+493691123410", "+493691123499")],
    ),
    "contact added": (
        replace(BASE, persons=(*BASE.persons, Person("Clara Neumann", "clara@neu.example", "03691 / 777"))),
        [("contact", "added", None, None, None)],
    ),
    "contact removed": (replace(BASE, persons=BASE.persons[:1]), [("contact", "removed", None, None, None)]),
    "description of an area": (
        replace(BASE, areas=(("Altstadt", "Die Straßen um den Markt und das Kloster."), BASE.areas[1])),
        [("funding_area", "changed", "description", "Die Straßen um den Markt.",
          "Die Straßen um den Markt und das Kloster.")],
    ),
    "area added": (
        replace(BASE, areas=(*BASE.areas, ("Nordhang", "Die Wohnblöcke oberhalb der Bahn."))),
        [("funding_area", "added", None, None, None)],
    ),
    "area removed": (replace(BASE, areas=BASE.areas[:1]), [("funding_area", "removed", None, None, None)]),
    "project added": (replace(BASE, projects=(*BASE.projects, EXTRA)), [("project", "added", None, None, None)]),
    "project removed": (replace(BASE, projects=BASE.projects[:1]), [("project", "removed", None, None, None)]),
    "project renamed": (
        with_project(BASE, 0, title="Neue Wege"),
        [("project", "renamed", "title", "Brücke Musterau", "Neue Wege")],
    ),
    "period": (
        with_project(BASE, 1, period="01.01.2015 - 30.06.2022"),
        [("project", "changed", "period_end", "2018-12-31", "2022-06-30")],
    ),
    "building block": (
        with_project(BASE, 0, blocks=("ja", "ja", "ja")),
        [("project", "changed", "counselling", False, True)],
    ),
    "a word of the services": (
        with_project(BASE, 1, services=BASE.projects[1].services.replace("Holz", "Stein")),
        [("project", "changed", "services", BASE.projects[1].services,
          BASE.projects[1].services.replace("Holz", "Stein"))],
    ),
    "institutions": (
        with_project(BASE, 0, institutions=("Lernhof Beispiel e. V.", "Haus der Jugend Probe e. V.")),
        [("project", "changed", "institutions", ["Lernhof Beispiel e. V."],
          ["Haus der Jugend Probe e. V.", "Lernhof Beispiel e. V."])],
    ),
    "renamed and another changed": (
        with_project(with_project(BASE, 0, title="Neue Wege"), 1, blocks=("ja", "ja", "nein")),
        [("project", "changed", "case_management", False, True),
         ("project", "renamed", "title", "Brücke Musterau", "Neue Wege")],
    ),
    "order of the projects": (replace(BASE, projects=BASE.projects[::-1]), []),
    "order of the persons": (replace(BASE, persons=BASE.persons[::-1]), []),
    "nothing": (BASE, []),
}  # fmt: skip

WRITERS = {"txt": (as_text, as_text), "html": (as_html, as_html), "new design": (as_html, as_other_html)}


def short(told: list[dict[str, Cell]]) -> list[tuple[Cell, ...]]:
    """Entity, kind, field, old and new of each object, sorted."""
    return sorted((tuple(one[key] for key in ("entity", "kind", "field", "old", "new")) for one in told), key=str)


@pytest.mark.parametrize("writer", WRITERS)
def test_each_edit_is_told_and_nothing_else(writer: str, changed: Changed) -> None:
    """All edits at once, each on a page of its own, so that an edit that leaks to another page is seen as well."""
    before, after = WRITERS[writer]
    ending = "txt" if writer == "txt" else "html"
    first, second, planned = {}, {}, []
    for number, (name, (page, edits)) in enumerate(EDITS.items()):
        file = f"seite {number:02} {name}.{ending}".replace(" ", "-")
        town = f"Musterau{chr(97 + number)}"
        first[file] = _moved(before(BASE), town)
        second[file] = _moved(after(page), town)
        for edit in edits:
            cells = (_moved(cell, town) if isinstance(cell, str) else cell for cell in edit)
            planned.append((f"th-landkreis-{town.lower()}", *cells))
    told = changed(first, second)
    found = [tuple(one[key] for key in ("profile", "entity", "kind", "field", "old", "new")) for one in told]
    assert sorted(found, key=str) == sorted(planned, key=str)
    assert {(one["not_before"], one["seen_at"]) for one in told} == {(BEFORE, AFTER)}
    assert all(list(one) == KEYS for one in told)
    assert all(str(one["id"]).startswith(str(one["profile"])) for one in told)


def _moved(text: str, town: str) -> str:
    """The same text about another town."""
    return re.sub("Musterau|musterau", lambda match: town if match[0][0] == "M" else town.lower(), text)


def test_a_file_that_is_missing_in_the_second_folder_is_no_removal(changed: Changed) -> None:
    other = office("Stadt Beispielow")
    assert changed({"a.html": as_html(BASE), "b.html": as_html(other)}, {"a.html": as_html(BASE)}) == []


def test_a_project_that_comes_back_reappears(changed: Changed) -> None:
    one = replace(BASE, projects=BASE.projects[:1])
    told = changed(*({"a.txt": as_text(page)} for page in (BASE, one, BASE)),
                   times=("2018-01-01", "2018-02-01", "2018-03-01"))  # fmt: skip
    assert [(change["kind"], change["seen_at"]) for change in told] == [
        ("removed", "2018-02-01T00:00:00Z"),
        ("reappeared", "2018-03-01T00:00:00Z"),
    ]


def test_a_version_that_is_collected_later_than_its_time_takes_its_place(changed: Changed) -> None:
    second = replace(BASE, soziale_stadt="nein")
    told = changed({"a.html": as_html(second)}, {"a.html": as_html(BASE)}, times=(AFTER, BEFORE))
    assert short(told) == [("profile", "changed", "soziale_stadt", True, False)]


def test_offices_that_look_alike_stay_apart_by_their_names(changed: Changed) -> None:
    """Two pages of one town that differ in little are two files, and each has its own history."""
    north, south = BASE, replace(BASE, office="Jugendamt Süd", street="Südring 3", persons=(BASE.persons[1],))
    told = changed(
        {"nord.txt": as_text(north), "sued.txt": as_text(south)},
        {"nord.txt": as_text(north), "sued.txt": as_text(replace(south, soziale_stadt="nein"))},
    )
    assert short(told) == [("profile", "changed", "soziale_stadt", True, False)]


LINK = '<link rel="canonical" href="https://www.programm.example/standorte/{}.html">'


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(LINK.format("a"), LINK.format("a"), id="the same"),
        pytest.param(LINK.format("a"), LINK.format("moved"), id="another"),
        pytest.param(LINK.format("a"), "", id="gone"),
        pytest.param("", LINK.format("a"), id="new"),
    ],
)
def test_the_file_is_the_page_whatever_its_canonical_link(first: str, second: str, changed: Changed) -> None:
    """Even when nearly all of it is new, so that likeness alone would not say that it is one page."""
    edited = Office(
        BASE.municipality,
        office="Amt für Soziales",
        street="Neuer Weg 1",
        place="99999 Musterort",
        persons=(Person("Doris Anders", "doris@anders.example", "0361 / 55555"),),
        areas=(("Westpark", "Neubauten hinter dem Park."),),
        projects=(EXTRA,),
    )
    told = changed({"a.html": as_html(BASE, head=first)}, {"a.html": as_html(edited, head=second)})
    assert len({one["profile"] for one in told}) == 1
    assert ("profile", "changed", "street", "Musterauer Allee 7", "Neuer Weg 1") in short(told)


def test_files_that_claim_the_same_canonical_link_are_pages_of_their_own(changed: Changed) -> None:
    home, other = LINK.format("index"), office("Stadt Beispielow")
    told = changed(
        {"a.html": as_html(BASE, head=home), "b.html": as_html(other, head=home)},
        {"a.html": as_html(BASE, head=home), "b.html": as_html(replace(other, soziale_stadt="nein"), head=home)},
    )
    assert [(one["profile"], one["field"]) for one in told] == [("th-stadt-beispielow", "soziale_stadt")]


def test_urls_csv_goes_before_the_names_of_the_files(changed: Changed) -> None:
    url = "https://www.programm.example/standorte/details/musterau.html"
    told = changed(
        {"alt.html": as_html(BASE), "urls.csv": f"file,url\nalt.html,{url}\n"},
        {"neu.html": as_html(replace(BASE, soziale_stadt="nein")), "urls.csv": f"file,url\nneu.html,{url}\n"},
    )
    assert short(told) == [("profile", "changed", "soziale_stadt", True, False)]
