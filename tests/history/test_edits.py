"""Real edits give exactly their events; differences that mean nothing give none."""

import unicodedata
from collections.abc import Callable
from datetime import date

import pytest
from captures_and_pages import Told, World, project, reading

from jsiq_scrape.records import Contact, Extra, FundingArea, Profile, Project, Reading

PAGE = reading()
FIRST, SECOND = PAGE.projects
PERSON, OFFICE = PAGE.contacts
NORTH, SOUTH = PAGE.funding_areas
assert PAGE.profile is not None


def _profile(**values: object) -> Reading:
    assert PAGE.profile is not None
    return PAGE.model_copy(update={"profile": PAGE.profile.model_copy(update=values)})


def _first(**values: object) -> Reading:
    return PAGE.model_copy(update={"projects": (FIRST.model_copy(update=values), SECOND)})


def _second(**values: object) -> Reading:
    return PAGE.model_copy(update={"projects": (FIRST, SECOND.model_copy(update=values))})


def _person(**values: object) -> Reading:
    return PAGE.model_copy(update={"contacts": (PERSON.model_copy(update=values), OFFICE)})


def _office(**values: object) -> Reading:
    return PAGE.model_copy(update={"contacts": (PERSON, OFFICE.model_copy(update=values))})


def _area(**values: object) -> Reading:
    return PAGE.model_copy(update={"funding_areas": (NORTH.model_copy(update=values), SOUTH)})


def _with(**values: object) -> Reading:
    return PAGE.model_copy(update=values)


def _changed(entity: str, field: str, old: str | None, new: str | None, kind: str = "changed") -> list[Told]:
    return [(entity, kind, field, old, new)]


THIRD = project("Talwärts", target_group="Eltern von Kindern der ersten Klasse.", services="Frühstück und Kurse.")
LISTS = '["Landkreis Musterau", "Werkstatt Süd gGmbH"]'

EDITS: dict[str, tuple[Reading, list[Told]]] = {
    "office renamed": (
        _profile(office="Jugendamt Musterau"),
        _changed("profile", "office", PAGE.profile.office, "Jugendamt Musterau"),
    ),
    "office lost": (_profile(office=None), _changed("profile", "office", PAGE.profile.office, None)),
    "municipality written otherwise": (
        _profile(municipality="Kreis Musterau"),
        _changed("profile", "municipality", "Landkreis Musterau", "Kreis Musterau"),
    ),
    "municipality lost": (_profile(municipality=None), _changed("profile", "municipality", "Landkreis Musterau", None)),
    "house number": (
        _profile(street="Beispielweg 17"),
        _changed("profile", "street", "Beispielweg 16", "Beispielweg 17"),
    ),
    "house number with a letter": (
        _profile(street="Beispielweg 16a"),
        _changed("profile", "street", "Beispielweg 16", "Beispielweg 16a"),
    ),
    "street abbreviated": (
        _profile(street="Beispielw. 16"),
        _changed("profile", "street", "Beispielweg 16", "Beispielw. 16"),
    ),
    "street lost": (_profile(street=None), _changed("profile", "street", "Beispielweg 16", None)),
    "postal code": (_profile(postal_code="19998"), _changed("profile", "postal_code", "19999", "19998")),
    "town": (_profile(city="Neu Musterau"), _changed("profile", "city", "Musterau", "Neu Musterau")),
    "Land": (_profile(state="Sachsen"), _changed("profile", "state", "Mecklenburg-Vorpommern", "Sachsen")),
    "Soziale Stadt nein to ja": (_profile(soziale_stadt=True), _changed("profile", "soziale_stadt", "false", "true")),
    "Soziale Stadt no longer said": (_profile(soziale_stadt=None), _changed("profile", "soziale_stadt", "false", None)),
    "one word of the areas' text": (
        _profile(areas_text='Der Landkreis hat drei Gebiete - "Nord" und "Süd".'),
        _changed(
            "profile", "areas_text", PAGE.profile.areas_text, 'Der Landkreis hat drei Gebiete - "Nord" und "Süd".'
        ),
    ),
    "areas' text in another case": (
        _profile(areas_text=(PAGE.profile.areas_text or "").upper()),
        _changed("profile", "areas_text", PAGE.profile.areas_text, (PAGE.profile.areas_text or "").upper()),
    ),
    "areas' text lost": (_profile(areas_text=None), _changed("profile", "areas_text", PAGE.profile.areas_text, None)),
    "extra changed": (
        _with(extras=(Extra(label="Mikroprojekte", text="nein"),)),
        _changed("profile", "extras[Mikroprojekte]", "ja, drei im Jahr", "nein"),
    ),
    "extra lost": (_with(extras=()), _changed("profile", "extras[Mikroprojekte]", "ja, drei im Jahr", None)),
    "extra new": (
        _with(extras=(*PAGE.extras, Extra(label="Träger", text="Kreis"))),
        _changed("profile", "extras[Träger]", None, "Kreis"),
    ),
    "person's phone": (_person(phone="+4938177709"), _changed("contact", "phone", "+4938177701", "+4938177709")),
    "person's phone lost": (_person(phone=None), _changed("contact", "phone", "+4938177701", None)),
    "person's mail": (
        _person(email="aenne@musterau.example"),
        _changed("contact", "email", "a.beispiel@musterau.example", "aenne@musterau.example"),
    ),
    "person's mail lost": (_person(email=None), _changed("contact", "email", "a.beispiel@musterau.example", None)),
    "person's mobile new": (_person(mobile="+4917012345"), _changed("contact", "mobile", None, "+4917012345")),
    "person's fax new": (_person(fax="+4938177799"), _changed("contact", "fax", None, "+4938177799")),
    "person's title": (
        _person(name="Änne Beispiel"),
        _changed("contact", "name", "Dr. Änne Beispiel", "Änne Beispiel"),
    ),
    "person's new surname, same mail": (
        _person(name="Dr. Änne Muster"),
        _changed("contact", "name", "Dr. Änne Beispiel", "Dr. Änne Muster"),
    ),
    "office's phone": (_office(phone="+4938177702"), _changed("contact", "phone", "+4938177700", "+4938177702")),
    "office's mail": (
        _office(email="amt@musterau.example"),
        _changed("contact", "email", "jugend@musterau.example", "amt@musterau.example"),
    ),
    "office's website": (
        _office(website="http://jugend.musterau.example"),
        _changed("contact", "website", "http://www.musterau.example", "http://jugend.musterau.example"),
    ),
    "office's website lost": (
        _office(website=None),
        _changed("contact", "website", "http://www.musterau.example", None),
    ),
    "person gone": (_with(contacts=(OFFICE,)), [("contact", "removed", None, None, None)]),
    "person new": (
        _with(contacts=(*PAGE.contacts, Contact(name="Ole Muster", phone="+4938177703"))),
        [("contact", "added", None, None, None)],
    ),
    "person replaced": (
        _with(contacts=(Contact(name="Ole Muster", email="ole@musterau.example", phone="+4938177711"), OFFICE)),
        [("contact", "added", None, None, None), ("contact", "removed", None, None, None)],
    ),
    "area's name": (_area(name="Innenstadt"), _changed("funding_area", "name", "Altstadt", "Innenstadt")),
    "area's number": (_area(number=3), _changed("funding_area", "number", "1", "3")),
    "area's number lost": (_area(number=None), _changed("funding_area", "number", "1", None)),
    "area's description": (
        _area(description="Nur die Straßen um den Markt."),
        _changed("funding_area", "description", NORTH.description, "Nur die Straßen um den Markt."),
    ),
    "area's description lost": (
        _area(description=None),
        _changed("funding_area", "description", NORTH.description, None),
    ),
    "area gone": (_with(funding_areas=(NORTH,)), [("funding_area", "removed", None, None, None)]),
    "area new": (
        _with(funding_areas=(*PAGE.funding_areas, FundingArea(number=3, name="Bahnhof", description="Am Gleis."))),
        [("funding_area", "added", None, None, None)],
    ),
    "areas renumbered": (
        _with(funding_areas=(NORTH.model_copy(update={"number": 2}), SOUTH.model_copy(update={"number": 1}))),
        [("funding_area", "changed", "number", "1", "2"), ("funding_area", "changed", "number", "2", "1")],
    ),
    "area replaced": (
        _with(
            funding_areas=(NORTH, FundingArea(number=2, name="Bergdorf", description="Alle Höfe oberhalb der Mühle."))
        ),
        [("funding_area", "added", None, None, None), ("funding_area", "removed", None, None, None)],
    ),
    "project renamed": (_first(title="Talwärts"), _changed("project", "title", "Wegweiser", "Talwärts", "renamed")),
    "project's title in another case": (
        _first(title="WEGWEISER"),
        _changed("project", "title", "Wegweiser", "WEGWEISER", "renamed"),
    ),
    "project's title with an addition": (
        _first(title="Wegweiser (bis 2018)"),
        _changed("project", "title", "Wegweiser", "Wegweiser (bis 2018)", "renamed"),
    ),
    "project's title lost": (_first(title=None), _changed("project", "title", "Wegweiser", None, "renamed")),
    "project added": (_with(projects=(*PAGE.projects, THIRD)), [("project", "added", None, None, None)]),
    "project added in front": (_with(projects=(THIRD, *PAGE.projects)), [("project", "added", None, None, None)]),
    "project removed": (_with(projects=(FIRST,)), [("project", "removed", None, None, None)]),
    "first project removed": (_with(projects=(SECOND,)), [("project", "removed", None, None, None)]),
    "all projects removed": (_with(projects=()), [("project", "removed", None, None, None)] * 2),
    "project replaced": (
        _with(projects=(THIRD.model_copy(update={"institutions": ("Kirchenkreis",)}), SECOND)),
        [("project", "added", None, None, None), ("project", "removed", None, None, None)],
    ),
    "project renamed and another added": (
        _with(projects=(THIRD, FIRST.model_copy(update={"title": "Neue Wege"}), SECOND)),
        [("project", "added", None, None, None), ("project", "renamed", "title", "Wegweiser", "Neue Wege")],
    ),
    "period extended": (
        _first(period_end=date(2022, 6, 30)),
        _changed("project", "period_end", "2018-12-31", "2022-06-30"),
    ),
    "period's start": (
        _first(period_start=date(2015, 7, 1)),
        _changed("project", "period_start", "2015-01-01", "2015-07-01"),
    ),
    "period's end open": (_first(period_end=None), _changed("project", "period_end", "2018-12-31", None)),
    "period given in years": (_first(period_precision="year"), _changed("project", "period_precision", "day", "year")),
    "target group": (
        _first(target_group="Junge Menschen von 12 bis 27 Jahren."),
        _changed("project", "target_group", FIRST.target_group, "Junge Menschen von 12 bis 27 Jahren."),
    ),
    "target group lost": (_first(target_group=None), _changed("project", "target_group", FIRST.target_group, None)),
    "one letter of the services": (
        _second(services=(SECOND.services or "").replace("Plätzen", "Plätze")),
        _changed("project", "services", SECOND.services, (SECOND.services or "").replace("Plätzen", "Plätze")),
    ),
    "a full stop of the services": (
        _second(services=(SECOND.services or "").rstrip(".")),
        _changed("project", "services", SECOND.services, (SECOND.services or "").rstrip(".")),
    ),
    "paragraphs of the services swapped": (
        _first(services="\n".join(reversed((FIRST.services or "").split("\n")))),
        _changed("project", "services", FIRST.services, "\n".join(reversed((FIRST.services or "").split("\n")))),
    ),
    "case management ja to nein": (
        _first(case_management=False),
        _changed("project", "case_management", "true", "false"),
    ),
    "case management no longer said": (
        _first(case_management=None),
        _changed("project", "case_management", "true", None),
    ),
    "counselling nein to ja": (_first(counselling=True), _changed("project", "counselling", "false", "true")),
    "outreach said for the first time": (_first(outreach=False), _changed("project", "outreach", None, "false")),
    "institution replaced": (
        _first(institutions=("Verein Neuland e. V.",)),
        _changed("project", "institutions", '["Verein Lernwege e. V."]', '["Verein Neuland e. V."]'),
    ),
    "institution added": (
        _first(institutions=("Verein Lernwege e. V.", "Landkreis Musterau")),
        _changed(
            "project", "institutions", '["Verein Lernwege e. V."]', '["Landkreis Musterau", "Verein Lernwege e. V."]'
        ),
    ),
    "institution gone": (
        _second(institutions=("Landkreis Musterau",)),
        _changed("project", "institutions", LISTS, '["Landkreis Musterau"]'),
    ),
    "project's extra": (
        _first(extras=(Extra(label="Plätze", text="20"),)),
        _changed("project", "extras[Plätze]", None, "20"),
    ),
    "two projects edited": (
        _with(projects=(FIRST.model_copy(update={"outreach": True}), SECOND.model_copy(update={"outreach": True}))),
        [("project", "changed", "outreach", None, "true")] * 2,
    ),
    "phone and period": (
        _person(phone="+4938177709").model_copy(
            update={"projects": (FIRST, SECOND.model_copy(update={"period_end": date(2020, 1, 1)}))}
        ),
        [
            ("contact", "changed", "phone", "+4938177701", "+4938177709"),
            ("project", "changed", "period_end", "2018-12-31", "2020-01-01"),
        ],
    ),
}


def test_there_are_at_least_60_kinds_of_real_edit() -> None:
    assert len(EDITS) >= 60


@pytest.mark.parametrize("edit", EDITS)
def test_a_real_edit_gives_exactly_its_events(edit: str, world: World) -> None:
    page, expected = EDITS[edit]
    world.show(0, PAGE)
    world.show(7, page)
    assert sorted((told for _, told in world.events()), key=str) == sorted(expected, key=str)


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
    "institutions in another order": _second(institutions=tuple(reversed(SECOND.institutions))),
    "all lists in another order": _with(
        projects=(SECOND, FIRST), contacts=(OFFICE, PERSON), funding_areas=(SOUTH, NORTH)
    ),
    "a slash at the end of the web address": _office(website="http://www.musterau.example/"),
    "titles in quotes": _with(
        projects=tuple(one.model_copy(update={"title": f"„{one.title}“"}) for one in PAGE.projects)
    ),
    "mail in capitals": _office(email="Jugend@Musterau.example"),
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
