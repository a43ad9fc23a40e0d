"""How alike two entries are, number by number: what counts, how much, and what decides alone."""

import pytest

from jsiq_scrape.history.entry_matching import CONTACT_WEIGHTS, Entity, Overrides, likeness, match, name_of
from jsiq_scrape.readings.comparable import Part, state_of
from jsiq_scrape.records import Contact, FundingArea, Profile, Project, Reading, Verdict

LISTS = {"contact": "contacts", "funding_area": "funding_areas", "project": "projects"}


def parts(entity: Entity, *entries: Contact | FundingArea | Project) -> tuple[Part, ...]:
    page = {"verdict": Verdict.PROFILE, "profile": Profile(), LISTS[entity]: entries}
    state = state_of(Reading.model_validate(page))
    return {"contact": state.contacts, "funding_area": state.areas, "project": state.projects}[entity]


def alike(entity: Entity, one: Contact | FundingArea | Project, other: Contact | FundingArea | Project) -> float:
    old, new = parts(entity, one, other)
    assert likeness(entity, old, new) == likeness(entity, new, old)
    return round(likeness(entity, old, new), 4)


AREA = {"number": 1, "name": "Altstadt", "description": "Die Straßen um den Markt"}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({}, {}, 1),
        ({}, {"number": 2}, 5 / 7),
        ({}, {"number": None}, 5 / 7),
        ({"number": None}, {"number": None}, 1),
        ({}, {"name": None}, 5 / 7),
        ({}, {"description": None}, 4 / 7),
        ({}, {"description": "Die Straßen um den Bahnhof"}, (3 * 0.8 + 4) / 7),
        ({"name": None, "description": None}, {"name": None, "description": None}, 1),
        ({"name": None, "description": None}, {"number": 2, "name": None, "description": None}, 0),
        ({"number": None, "description": None}, {"number": None, "description": None, "name": "Xqzw"}, 0),
    ],
)
def test_of_two_areas_the_description_counts_three_and_name_and_number_two_each(
    one: dict[str, object], other: dict[str, object], expected: float
) -> None:
    areas = FundingArea.model_validate(AREA | one), FundingArea.model_validate(AREA | other)
    assert alike("funding_area", *areas) == round(expected, 4)


WAYS = {"email": "jugend@musterau.example", "mobile": "+491701111111", "phone": "+4938177700", "fax": "+4938177709",
        "website": "http://www.musterau.example"}  # fmt: skip
OTHERS = {"email": "amt@musterau.example", "mobile": "+491702222222", "phone": "+4938188800", "fax": "+4938188809",
          "website": "http://www.anderswo.example"}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_of_two_contacts_each_way_counts_by_its_weight_and_fax_and_website_only_with_another(way: str) -> None:
    whole = Contact.model_validate(WAYS)
    assert alike("contact", whole, whole) == 1
    differing = Contact.model_validate(WAYS | {way: OTHERS[way]})
    assert alike("contact", whole, differing) == round(1 - CONTACT_WEIGHTS[way] / 11, 4)
    shared = Contact.model_validate(OTHERS | {way: WAYS[way]})
    alone = CONTACT_WEIGHTS[way] / 11 if way in ("email", "mobile", "phone") else 0
    assert alike("contact", whole, shared) == round(alone, 4)
    only = Contact.model_validate({way: WAYS[way]})
    assert alike("contact", only, only) == (way in ("email", "mobile", "phone"))
    assert alike("contact", whole, only) == round(alone, 4)


def test_a_name_that_is_nearly_the_same_decides_alone_and_another_takes_nothing_away() -> None:
    one, spelled, other = "Änne Beispielmann", "Anne Beispielmann", "Bernd Muster"
    assert alike("contact", Contact(name=one), Contact(name=spelled)) >= 0.7
    assert alike("contact", Contact(name=one), Contact(name=other)) == 0
    assert alike("contact", Contact(name=one, phone="+4938177700"), Contact(name=other, phone="+4938177700")) == 1
    assert alike("contact", Contact(name=one, fax="+4938177700"), Contact(name=None, fax="+4938177700")) == 0
    assert alike("contact", Contact(), Contact()) == 0


PROJECT = {
    "title": "Wegweiser",
    "institutions": ("Verein Lernwege e. V.",),
    "period_start": "2015-01-01",
    "period_end": "2018-12-31",
    "period_precision": "day",
    "target_group": "Junge Menschen",
    "services": "Beratung und Begleitung",
    "case_management": True,
    "counselling": False,
}


@pytest.mark.parametrize(
    ("other", "rest"),
    [
        ({}, 1),
        ({"target_group": "Alte Menschen"}, 8 / 9),
        ({"target_group": None}, 7 / 9),
        ({"services": None}, 5 / 9),
        ({"institutions": ()}, 8 / 9),
        ({"institutions": ("Verein Lernwege e. V.", "Werkstatt Süd gGmbH")}, (8 + 2 / 3) / 9),
        ({"period_end": "2022-06-30"}, 8.5 / 9),
        ({"period_start": None, "period_end": None, "period_precision": None}, 8 / 9),
        ({"counselling": True}, 8.5 / 9),
        ({"outreach": True}, (8 + 2 / 3) / 9),
        ({"case_management": None, "counselling": None}, 8 / 9),
    ],
)
def test_of_two_projects_the_title_makes_fifteen_hundredths_and_nine_weights_the_rest(
    other: dict[str, object], rest: float
) -> None:
    whole = Project.model_validate(PROJECT)
    assert alike("project", whole, Project.model_validate(PROJECT | other)) == round(0.15 + 0.85 * rest, 4)
    renamed = Project.model_validate(PROJECT | other | {"title": "Xqzw"})
    assert alike("project", whole, renamed) == round(0.85 * rest, 4)
    untitled = Project.model_validate(PROJECT | other | {"title": None})
    assert alike("project", whole, untitled) == round(0.85 * rest, 4)
    assert alike("project", Project.model_validate(PROJECT | {"title": None}), untitled) == round(rest, 4)


def test_what_neither_project_says_does_not_count_and_too_little_says_nothing() -> None:
    bare = {"title": "Wegweiser", "target_group": "Junge Menschen"}
    assert alike("project", Project.model_validate(bare), Project.model_validate(bare)) == 1
    one = Project(title="Wegweiser", institutions=("Verein Lernwege e. V.",))
    assert alike("project", one, one) == 0
    assert alike("project", Project(title="Wegweiser"), Project(title="Wegweiser")) == 0


def test_entries_that_say_the_same_stay_as_many_when_only_their_typography_changes() -> None:
    """Name and likeness alone could not tell the two apart."""
    old = parts("project", *[Project.model_validate(PROJECT | {"services": 'Beratung - "offen"'})] * 2)
    new = parts("project", *[Project.model_validate(PROJECT | {"services": "Beratung – „offen“"})] * 2)
    matches = match("project", old, new)
    assert {(pair.old, pair.new, pair.score) for pair in matches.pairs} == {(0, 0, None), (1, 1, None)}
    assert (matches.ties, matches.old, matches.new) == ([], set(), set())


def test_what_a_person_decided_about_titles_of_projects_joins_no_areas_of_these_names() -> None:
    overrides = Overrides(same=frozenset({frozenset({"wegweiser", "hafenwache"})}))
    entries = [{"name": "Wegweiser", "description": "Kurse"}, {"name": "Hafenwache", "description": "Boote"}]
    old, new = parts("funding_area", *map(FundingArea.model_validate, entries))
    assert match("funding_area", [old], [new], overrides).pairs == []
    named = [{"title": "Wegweiser", "services": "Kurse"}, {"title": "Hafenwache", "services": "Boote"}]
    old, new = parts("project", *map(Project.model_validate, named))
    assert match("project", [old], [new]).pairs == []
    assert [(pair.old, pair.new) for pair in match("project", [old], [new], overrides).pairs] == [(0, 0)]


def test_an_entry_without_a_name_has_none() -> None:
    (unnamed,) = parts("funding_area", FundingArea(number=1))
    (named,) = parts("funding_area", FundingArea(name="Alt\u00adstadt :"))
    assert name_of("funding_area", unnamed) is None
    assert name_of("funding_area", named) == "altstadt"
