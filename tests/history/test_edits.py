"""Real edits give exactly their events; differences that mean nothing give none."""

import unicodedata
from collections.abc import Callable
from datetime import date

import pytest
from captures_and_pages import Event, World, project, reading

from jsiq_scrape.records import Contact, Extra, FundingArea, Profile, Project, Reading, Record

PAGE = reading()
FIRST, SECOND = PAGE.projects
PERSON, OFFICE = PAGE.contacts
NORTH, SOUTH = PAGE.funding_areas
assert PAGE.profile is not None


def _with(**values: object) -> Reading:
    return PAGE.model_copy(update=values)


#: Where an entry stands: its kind, itself, and the page with another one in its place.
PLACES: dict[str, tuple[str, Record, Callable[[object], Reading]]] = {
    "profile": ("profile", PAGE.profile, lambda other: _with(profile=other)),
    "person": ("contact", PERSON, lambda other: _with(contacts=(other, OFFICE))),
    "office": ("contact", OFFICE, lambda other: _with(contacts=(PERSON, other))),
    "area": ("funding_area", NORTH, lambda other: _with(funding_areas=(other, SOUTH))),
    "first": ("project", FIRST, lambda other: _with(projects=(other, SECOND))),
    "second": ("project", SECOND, lambda other: _with(projects=(FIRST, other))),
}


def _edited(place: str, **values: object) -> Reading:
    """The page with other values in one of its entries."""
    _, entry, put = PLACES[place]
    return put(entry.model_copy(update=values))


THIRD = project("Talwärts", target_group="Eltern von Kindern der ersten Klasse.", services="Frühstück und Kurse.")
AREAS_TEXT, SERVICES = PAGE.profile.areas_text or "", SECOND.services or ""

#: Edits of one field: where, which, and what it says then.
VALUES: dict[str, tuple[str, str, object]] = {
    "office renamed": ("profile", "office", "Jugendamt Musterau"),
    "office lost": ("profile", "office", None),
    "municipality written otherwise": ("profile", "municipality", "Kreis Musterau"),
    "municipality lost": ("profile", "municipality", None),
    "house number": ("profile", "street", "Beispielweg 17"),
    "house number with a letter": ("profile", "street", "Beispielweg 16a"),
    "street abbreviated": ("profile", "street", "Beispielw. 16"),
    "street lost": ("profile", "street", None),
    "postal code": ("profile", "postal_code", "19998"),
    "town": ("profile", "city", "Neu Musterau"),
    "Land": ("profile", "state", "Sachsen"),
    "Soziale Stadt nein to ja": ("profile", "soziale_stadt", True),
    "Soziale Stadt no longer said": ("profile", "soziale_stadt", None),
    "one word of the areas' text": ("profile", "areas_text", AREAS_TEXT.replace("zwei", "drei")),
    "areas' text in another case": ("profile", "areas_text", AREAS_TEXT.upper()),
    "areas' text lost": ("profile", "areas_text", None),
    "person's phone": ("person", "phone", "+4938177709"),
    "person's phone lost": ("person", "phone", None),
    "person's mail": ("person", "email", "aenne@musterau.example"),
    "person's mail lost": ("person", "email", None),
    "person's mobile new": ("person", "mobile", "+4917012345"),
    "person's fax new": ("person", "fax", "+4938177799"),
    "person's title": ("person", "name", "Änne Beispiel"),
    "person's new surname, same mail": ("person", "name", "Dr. Änne Muster"),
    "office's phone": ("office", "phone", "+4938177702"),
    "office's mail": ("office", "email", "amt@musterau.example"),
    "office's website": ("office", "website", "http://jugend.musterau.example"),
    "office's website lost": ("office", "website", None),
    "area's name": ("area", "name", "Innenstadt"),
    "area's number": ("area", "number", 3),
    "area's number lost": ("area", "number", None),
    "area's description": ("area", "description", "Nur die Straßen um den Markt."),
    "area's description lost": ("area", "description", None),
    "project renamed": ("first", "title", "Talwärts"),
    "project's title in another case": ("first", "title", "WEGWEISER"),
    "project's title with an addition": ("first", "title", "Wegweiser (bis 2018)"),
    "project's title lost": ("first", "title", None),
    "period extended": ("first", "period_end", date(2022, 6, 30)),
    "period's start": ("first", "period_start", date(2015, 7, 1)),
    "period's end open": ("first", "period_end", None),
    "period given in years": ("first", "period_precision", "year"),
    "target group": ("first", "target_group", "Junge Menschen von 12 bis 27 Jahren."),
    "target group lost": ("first", "target_group", None),
    "one letter of the services": ("second", "services", SERVICES.replace("Plätzen", "Plätze")),
    "a full stop of the services": ("second", "services", SERVICES.rstrip(".")),
    "paragraphs of the services swapped": (
        "first", "services", "\n".join(reversed((FIRST.services or "").split("\n"))),
    ),
    "case management ja to nein": ("first", "case_management", False),
    "case management no longer said": ("first", "case_management", None),
    "counselling nein to ja": ("first", "counselling", True),
    "outreach said for the first time": ("first", "outreach", False),
}  # fmt: skip


def _value_edit(place: str, field: str, new: object) -> tuple[Reading, list[Event]]:
    entity, entry, _ = PLACES[place]
    kind = "renamed" if field == "title" else "changed"
    old = getattr(entry, field)
    return _edited(place, **{field: new}), [(entity, kind, field, _written(old), _written(new))]


def _written(value: object) -> str | None:
    """A value as `change` has it."""
    return None if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _changed(entity: str, field: str, old: str | None, new: str | None) -> list[Event]:
    return [(entity, "changed", field, old, new)]


def _whole(entity: str, *kinds: str) -> list[Event]:
    """Entries that came or went."""
    return [(entity, kind, None, None, None) for kind in kinds]


ONE, TWO = '["Verein Lernwege e. V."]', '["Landkreis Musterau", "Werkstatt Süd gGmbH"]'

EDITS: dict[str, tuple[Reading, list[Event]]] = {
    **{name: _value_edit(*edit) for name, edit in VALUES.items()},
    "extra changed": (
        _with(extras=(Extra(label="Sprachkurse", text="nein"),)),
        _changed("profile", "extras[Sprachkurse]", "ja, drei im Jahr", "nein"),
    ),
    "extra lost": (_with(extras=()), _changed("profile", "extras[Sprachkurse]", "ja, drei im Jahr", None)),
    "extra new": (
        _with(extras=(*PAGE.extras, Extra(label="Träger", text="Kreis"))),
        _changed("profile", "extras[Träger]", None, "Kreis"),
    ),
    "person gone": (_with(contacts=(OFFICE,)), _whole("contact", "removed")),
    "person new": (
        _with(contacts=(*PAGE.contacts, Contact(name="Ole Muster", phone="+4938177703"))),
        _whole("contact", "added"),
    ),
    "person replaced": (
        _with(contacts=(Contact(name="Ole Muster", email="ole@musterau.example", phone="+4938177711"), OFFICE)),
        _whole("contact", "added", "removed"),
    ),
    "area gone": (_with(funding_areas=(NORTH,)), _whole("funding_area", "removed")),
    "area new": (
        _with(funding_areas=(*PAGE.funding_areas, FundingArea(number=3, name="Bahnhof", description="Am Gleis."))),
        _whole("funding_area", "added"),
    ),
    "areas renumbered": (
        _with(funding_areas=(NORTH.model_copy(update={"number": 2}), SOUTH.model_copy(update={"number": 1}))),
        _changed("funding_area", "number", "1", "2") + _changed("funding_area", "number", "2", "1"),
    ),
    "area replaced": (
        _with(
            funding_areas=(NORTH, FundingArea(number=2, name="Bergdorf", description="Alle Höfe oberhalb der Mühle."))
        ),
        _whole("funding_area", "added", "removed"),
    ),
    "project added": (_with(projects=(*PAGE.projects, THIRD)), _whole("project", "added")),
    "project added in front": (_with(projects=(THIRD, *PAGE.projects)), _whole("project", "added")),
    "project removed": (_with(projects=(FIRST,)), _whole("project", "removed")),
    "first project removed": (_with(projects=(SECOND,)), _whole("project", "removed")),
    "all projects removed": (_with(projects=()), _whole("project", "removed", "removed")),
    "project replaced": (
        _with(projects=(THIRD.model_copy(update={"institutions": ("Kirchenkreis",)}), SECOND)),
        _whole("project", "added", "removed"),
    ),
    "project renamed and another added": (
        _with(projects=(THIRD, FIRST.model_copy(update={"title": "Neue Wege"}), SECOND)),
        [*_whole("project", "added"), ("project", "renamed", "title", "Wegweiser", "Neue Wege")],
    ),
    "institution replaced": (
        _edited("first", institutions=("Verein Neuland e. V.",)),
        _changed("project", "institutions", ONE, '["Verein Neuland e. V."]'),
    ),
    "institution added": (
        _edited("first", institutions=("Verein Lernwege e. V.", "Landkreis Musterau")),
        _changed("project", "institutions", ONE, '["Landkreis Musterau", "Verein Lernwege e. V."]'),
    ),
    "institution gone": (
        _edited("second", institutions=("Landkreis Musterau",)),
        _changed("project", "institutions", TWO, '["Landkreis Musterau"]'),
    ),
    "project's extra": (
        _edited("first", extras=(Extra(label="Plätze", text="20"),)),
        _changed("project", "extras[Plätze]", None, "20"),
    ),
    "two projects edited": (
        _with(projects=(FIRST.model_copy(update={"outreach": True}), SECOND.model_copy(update={"outreach": True}))),
        _changed("project", "outreach", None, "true") * 2,
    ),
    "phone and period": (
        _edited("person", phone="+4938177709").model_copy(
            update={"projects": (FIRST, SECOND.model_copy(update={"period_end": date(2020, 1, 1)}))}
        ),
        _changed("contact", "phone", "+4938177701", "+4938177709")
        + _changed("project", "period_end", "2018-12-31", "2020-01-01"),
    ),
}


def test_there_are_at_least_60_kinds_of_real_edit() -> None:
    assert len(EDITS) >= 60


@pytest.mark.parametrize("edit", EDITS)
def test_a_real_edit_gives_exactly_its_events(edit: str, world: World) -> None:
    page, expected = EDITS[edit]
    world.show(0, PAGE)
    world.show(7, page)
    assert sorted((event for _, event in world.events()), key=str) == sorted(expected, key=str)


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_that_is_taken_back_ends_where_it_began(edit: str, world: World) -> None:
    world.show(0, PAGE)
    world.show(7, EDITS[edit][0])
    world.show(14, PAGE)
    (office,) = world.offices()
    alive = [timeline for timeline in (office.timelines.profile, *office.timelines.parts) if timeline.removed is None]
    before = World()
    before.show(0, PAGE)
    (first,) = before.offices()
    assert sorted(timeline.latest.part.print for timeline in alive) == sorted(
        timeline.latest.part.print for timeline in (first.timelines.profile, *first.timelines.parts)
    )
    assert {timeline.id for timeline in alive if timeline.entity != "contact"} == {
        timeline.id for timeline in (first.timelines.profile, *first.timelines.parts) if timeline.entity != "contact"
    }


def everywhere(change: Callable[[str], str]) -> Reading:
    """The page with a change made to each of its texts."""

    def on(record: object) -> object:
        if isinstance(record, str):
            return change(record)
        if isinstance(record, tuple):
            return tuple(on(part) for part in record)
        if isinstance(record, Profile | Contact | FundingArea | Project | Extra):
            kept = {"period_precision", "postal_code", "email", "phone", "website"}
            return record.model_copy(
                update={name: on(value) for name, value in record if name not in kept and value is not None}
            )
        return record

    parts = ("profile", "contacts", "funding_areas", "projects", "extras")
    return PAGE.model_copy(update={name: on(getattr(PAGE, name)) for name in parts})


def _swap(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new)


def _quotes(opening: str, closing: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        text = text.replace("„", opening).replace("“", closing)
        parts = text.split('"')
        return "".join(
            part + (closing if index % 2 else opening) * (index < len(parts) - 1) for index, part in enumerate(parts)
        )

    return change


COSMETIC: dict[str, Reading] = {
    "nothing at all": PAGE,
    **{
        f"blanks become {name}": everywhere(_swap(" ", sign))
        for name, sign in {
            "no-break spaces": "\u00a0",
            "two blanks": "  ",
            "line feeds": "\n",
            "tabs": "\t",
            "narrow no-break spaces": "\u202f",
            "thin spaces": "\u2009",
            "en spaces": "\u2002",
            "em spaces": "\u2003",
            "figure spaces": "\u2007",
            "carriage returns": "\r\n",
            "ideographic spaces": "\u3000",
            "line separators": "\u2028",
        }.items()
    },
    **{
        f"dashes become {name}": everywhere(_swap("-", sign))
        for name, sign in {
            "hyphens": "\u2010",
            "no-break hyphens": "\u2011",
            "figure dashes": "\u2012",
            "en dashes": "\u2013",
            "em dashes": "\u2014",
            "horizontal bars": "\u2015",
            "minus signs": "\u2212",
        }.items()
    },
    **{
        f"quotes become {opening}{closing}": everywhere(_quotes(opening, closing))
        for opening, closing in ("„“", "“”", "»«", "«»", "„”", "””", '""', "〝〞", "‟”")
    },
    **{
        f"{name} after each word": everywhere(_swap(" ", f"{sign} "))
        for name, sign in {
            "soft hyphen": "\u00ad",
            "zero-width space": "\u200b",
            "zero-width joiner": "\u200d",
            "zero-width non-joiner": "\u200c",
            "word joiner": "\u2060",
            "byte order mark": "\ufeff",
            "left-to-right mark": "\u200e",
        }.items()
    },
    "soft hyphens inside words": everywhere(_swap("e", "e\u00ad")),
    "NFD": everywhere(lambda text: unicodedata.normalize("NFD", text)),
    "NFD with soft hyphens": everywhere(lambda text: unicodedata.normalize("NFD", text).replace("r", "r\u00ad")),
    "a blank in front": everywhere(lambda text: f" {text}"),
    "a line feed behind": everywhere(lambda text: f"{text}\n"),
    "a no-break space behind": everywhere(lambda text: f"{text}\u00a0"),
    "a byte order mark in front": everywhere(lambda text: f"\ufeff{text}"),
    "blanks before full stops": everywhere(_swap(".", " .")),
    "blanks around dashes": everywhere(_swap("-", " - ")),
    "no blanks around dashes": everywhere(_swap(" - ", "-")),
    "no blank after a comma": everywhere(_swap(", ", ",")),
    "no blank after a semicolon": everywhere(_swap("; ", ";")),
    "blanks inside quotes": everywhere(_swap("„", "„ ")),
    "ligatures": everywhere(lambda text: text.replace("ff", "ﬀ").replace("fi", "ﬁ")),
    "paragraphs joined into one line": everywhere(_swap("\n", " ")),
    "blank lines between paragraphs": everywhere(_swap("\n", "\n\n")),
    "projects in another order": _with(projects=(SECOND, FIRST)),
    "contacts in another order": _with(contacts=(OFFICE, PERSON)),
    "areas in another order": _with(funding_areas=(SOUTH, NORTH)),
    "institutions in another order": _edited("second", institutions=tuple(reversed(SECOND.institutions))),
    "all lists in another order": _with(
        projects=(SECOND, FIRST), contacts=(OFFICE, PERSON), funding_areas=(SOUTH, NORTH)
    ),
    "a slash at the end of the web address": _edited("office", website="http://www.musterau.example/"),
    "titles in quotes": _with(
        projects=tuple(one.model_copy(update={"title": f"„{one.title}“"}) for one in PAGE.projects)
    ),
    "mail in capitals": _edited("office", email="Jugend@Musterau.example"),
    "other title of the document": _with(title="Standorte | Programm"),
    "other charset": _with(charset="windows-1252"),
    "other place derived": _with(place=None),
    "other count of lines": _with(lines=PAGE.lines.model_copy(update={"total": 99, "boilerplate": 99})),
    "typography of every kind": everywhere(
        lambda text: (
            unicodedata.normalize("NFD", text).replace(" ", "\u00a0").replace("-", "\u2013").replace('"', "\u201c")
        )
    ),
}


def test_there_are_at_least_60_kinds_of_cosmetic_difference() -> None:
    assert len(COSMETIC) >= 60


@pytest.mark.parametrize("difference", COSMETIC)
def test_a_cosmetic_difference_is_no_event_and_no_version(difference: str, world: World) -> None:
    world.show(0, PAGE)
    world.show(7, COSMETIC[difference])
    world.show(14, PAGE)
    (office,) = world.offices()
    assert world.events() == []
    assert all(len(timeline.versions) == 1 for timeline in (office.timelines.profile, *office.timelines.parts))
