"""Which pages show one office and which entries are one; keys and aliases; a tie never merges."""

from captures_and_pages import URL, World, events_of, project, reading

from jsiq_scrape.history.entry_matching import words_alike
from jsiq_scrape.history.histories import contact_key
from jsiq_scrape.history.identities import Apart, Identities, OneProfile, OneProject, ProjectsApart
from jsiq_scrape.history.slugs import code
from jsiq_scrape.records import Claim, Contact, FundingArea, Outcome, Profile, Reading, Verdict

PAGE = reading()
NEW = "http://www.programm.invalid/just/programme/landkreis-musterau-139420"
assert PAGE.profile is not None


def edited(page: Reading = PAGE, **values: object) -> Reading:
    assert page.profile is not None
    return page.model_copy(update={"profile": page.profile.model_copy(update=values)})


def elsewhere(name: str, **values: object) -> Reading:
    """The page of another office that shares nothing with the first."""
    page: dict[str, object] = {
        "profile": Profile(
            office=f"Jugendamt {name}", municipality=name, street=f"{name}weg 1", postal_code="01999", state="Sachsen"
        ),
        "contacts": (Contact(email=f"amt@{name.lower()}.example"),),
        "funding_areas": (FundingArea(number=1, name=f"{name}-Mitte"),),
        "projects": (project(f"Kurs {name}"),),
        "extras": (),
    }
    return reading(**{**page, **values})


def test_spellings_of_an_address_are_one_page(world: World) -> None:
    path = "programm.invalid/details/landkreis-musterau.html"
    for number, url in enumerate(
        (f"http://www.{path}", f"https://{path}", "http://www.programm.invalid/no_cache/details/landkreis-musterau.html",
         f"http://{path}/", f"http://www.{path}?PHPSESSID=1f", f"http://www.{path}#kontakt")
    ):  # fmt: skip
        world.show(number, PAGE, url=url)
    (office,) = world.offices()
    assert events_of(office) == []
    assert len(office.addresses) == 1


def test_pages_of_the_second_cms_are_one_by_their_number(world: World) -> None:
    world.show(0, PAGE, url=NEW)
    world.show(7, edited(municipality="Kreis Mustertal"), url=NEW.replace("landkreis-musterau", "kreis-mustertal"))
    (office,) = world.offices()
    assert [event[:3] for event in events_of(office)] == [("profile", "changed", "municipality")]


def test_a_postal_code_or_a_date_at_the_end_of_an_address_joins_nothing(world: World) -> None:
    world.show(0, elsewhere("Beispielau"), url="http://x.invalid/beispielau-19999")
    world.show(0, elsewhere("Musterstadt"), url="http://x.invalid/musterstadt-19999")
    world.show(0, elsewhere("Probenheim"), url="http://x.invalid/probenheim-20180412")
    world.show(0, elsewhere("Exempelberg"), url="http://x.invalid/exempelberg-20180412")
    assert len(world.offices()) == 4


def test_a_page_moved_by_a_redirect_is_one_profile_with_an_alias_and_no_change(world: World) -> None:
    world.show(0, PAGE)
    world.show(7, PAGE, final=NEW)
    (office,) = world.offices()
    assert events_of(office) == []
    assert office.url == NEW
    assert [(alias.kind, alias.alias) for alias in office.aliases] == [("url", URL)]


def test_the_same_office_at_a_new_address_is_one_profile_with_its_edits(world: World) -> None:
    changed = edited(street="Neuer Weg 1").model_copy(update={"projects": (*PAGE.projects, project("Talwärts"))})
    world.show(0, PAGE)
    world.show(400, changed, url=NEW)
    (office,) = world.offices()
    assert sorted(event[1] for event in events_of(office)) == ["added", "changed"]
    assert [(one.outcome, one.score, one.threshold) for one in office.judgements] == [("same", 4, 2)]


def test_one_municipality_alone_does_not_make_two_pages_one_office(world: World) -> None:
    same_place = elsewhere("Landkreis Musterau", projects=(project("Hafenwache"),))
    world.show(0, PAGE)
    world.show(400, edited(same_place, state="Mecklenburg-Vorpommern"), url=NEW)
    first, second = world.offices()
    assert second.id == "mv-landkreis-musterau-jugendamt-landkreis-musterau"
    assert [(one.outcome, one.reason) for one in first.judgements] == [
        ("apart", "same municipality, agrees in nothing else")
    ]


def test_a_kreis_and_the_town_of_its_name_are_two(world: World) -> None:
    world.show(0, PAGE)
    world.show(7, edited(municipality="Stadt Musterau"), url=NEW)
    assert [office.id for office in world.offices()] == ["mv-landkreis-musterau", "mv-stadt-musterau"]


def test_two_offices_of_one_town_that_were_seen_side_by_side_stay_two(world: World) -> None:
    other = edited(areas_text="Ein anderes Gebiet.").model_copy(
        update={"projects": (project("Hafenwache"),), "funding_areas": (FundingArea(name="Süd"),)}
    )
    for number in (0, 7, 14):
        world.show(number, PAGE)
        world.show(number, other, url=NEW)
    assert len(world.offices()) == 2
    assert world.events() == []


def test_a_tie_between_two_offices_merges_neither(world: World) -> None:
    one = PAGE.model_copy(update={"projects": (project("Hafenwache"),), "funding_areas": (FundingArea(name="Süd"),)})
    two = PAGE.model_copy(update={"projects": (project("Bergwacht"),), "funding_areas": (FundingArea(name="Ost"),)})
    for number in (0, 7):
        world.show(number, one, url="http://x.invalid/a.html")
        world.show(number, two, url="http://x.invalid/b.html")
    bare = PAGE.model_copy(update={"projects": (), "funding_areas": ()})
    world.show(400, bare, url=NEW)
    found = world.offices()
    assert len(found) == 3
    assert {judgement.outcome for office in found for judgement in office.judgements} >= {"tie"}


def test_an_address_that_another_office_took_over_shows_two_profiles(world: World) -> None:
    world.show(0, PAGE)
    world.show(7, elsewhere("Probenheim"))
    assert [office.id for office in world.offices()] == ["mv-landkreis-musterau", "sn-probenheim"]
    assert world.events() == [("sn-probenheim", ("profile", "added", None, None, None))]


def test_redirects_of_many_pages_to_one_profile_do_not_make_them_that_profile(world: World) -> None:
    names = ("Probenheim", "Exempelberg", "Beispielau")
    for name in names:
        world.show(0, elsewhere(name), url=f"http://x.invalid/{name}.html")
    world.show(0, PAGE)
    for name in names:
        world.show(7, PAGE, url=f"http://x.invalid/{name}.html", final=URL)
    assert len(world.offices()) == 4
    assert world.events() == []


def test_a_stale_copy_of_a_page_gives_no_changes(world: World) -> None:
    copy = "http://x.invalid/copy.html"
    newer = edited(street="Neuer Weg 1")
    world.show(0, PAGE)
    world.show(0.1, PAGE, url=copy)
    for number in (7, 14, 21):
        world.show(number, newer)
        world.show(number + 0.1, PAGE, url=copy)
    (office,) = world.offices()
    assert [event[:3] for event in events_of(office)] == [("profile", "changed", "street")]
    assert list(office.timelines.counted.values()).count("stale") == 3


def test_a_step_back_on_the_same_page_is_a_change(world: World) -> None:
    world.show(0, PAGE)
    world.show(7, edited(street="Neuer Weg 1"))
    world.show(14, PAGE)
    assert [event[3:] for _, event in world.events()] == [
        ("Beispielweg 16", "Neuer Weg 1"),
        ("Neuer Weg 1", "Beispielweg 16"),
    ]


def test_two_renamed_projects_that_cannot_be_distinguished_are_not_merged(world: World) -> None:
    same = {"services": None, "target_group": None}
    before = PAGE.model_copy(update={"projects": (project("Alpha", **same), project("Omega", **same))})
    after = PAGE.model_copy(update={"projects": (project("Drei", **same), project("Funk", **same))})
    world.show(0, before)
    world.show(7, after)
    (office,) = world.offices()
    assert sorted(event[1] for event in events_of(office)) == ["added", "added", "removed", "removed"]
    assert {choice.outcome for choice in office.timelines.choices} == {"tie"}


def test_a_person_may_decide_that_two_titles_are_one_project(world: World) -> None:
    after = project("Hafenwache", services="Rudern.", target_group="Alle.", institutions=("Ruderclub",))
    world.show(0, PAGE.model_copy(update={"projects": (project(),)}))
    world.show(7, PAGE.model_copy(update={"projects": (after,)}))
    one = OneProject(profile="mv-landkreis-musterau", titles=("Wegweiser", "Hafenwache"), id="mv-hafen")
    (office,) = world.offices(Identities(project=(one,)))
    assert "renamed" in {event[1] for event in events_of(office)}
    assert [timeline.id for timeline in office.timelines.of("project")] == ["mv-hafen"]


def test_a_person_may_decide_that_two_titles_are_two_projects(world: World) -> None:
    first = PAGE.projects[0]
    world.show(0, PAGE)
    renamed = (first.model_copy(update={"title": "Wegweiser II"}), *PAGE.projects[1:])
    world.show(7, PAGE.model_copy(update={"projects": renamed}))
    assert [event[1] for _, event in world.events()] == ["renamed"]
    apart = ProjectsApart(profile="mv-landkreis-musterau", titles=("Wegweiser", "Wegweiser II"))
    assert sorted(event[1] for _, event in world.events(Identities(projects_apart=(apart,)))) == ["added", "removed"]


def test_a_person_may_decide_which_pages_are_one_office_and_how_it_is_called(world: World) -> None:
    world.show(0, PAGE)
    world.show(400, elsewhere("Probenheim"), url=NEW)
    assert len(world.offices()) == 2
    (office,) = world.offices(Identities(profile=(OneProfile(urls=(URL, NEW), id="mv-musterau"),)))
    assert office.id == "mv-musterau"


def test_a_person_may_decide_that_two_alike_pages_are_two_offices(world: World) -> None:
    world.show(0, PAGE)
    world.show(7, PAGE, url=NEW)
    assert len(world.offices()) == 1
    assert len(world.offices(Identities(apart=(Apart(urls=(URL, NEW)),)))) == 2


def test_of_two_decisions_that_contradict_each_other_the_one_that_keeps_apart_holds(world: World) -> None:
    world.show(0, PAGE)
    world.show(7, PAGE, url=NEW)
    both = Identities(profile=(OneProfile(urls=(URL, NEW)),), apart=(Apart(urls=(URL, NEW)),))
    assert len(world.offices(both)) == 2


def test_offices_that_were_never_in_one_municipality_at_one_time_are_not_even_compared(world: World) -> None:
    """The first gave the municipality up before the second began there."""
    world.show(0, PAGE)
    world.show(7, edited(municipality="Landkreis Neuau"))
    world.show(400, elsewhere("Landkreis Musterau"), url=NEW)
    found = world.offices()
    assert [office.id for office in found] == ["mv-landkreis-musterau", "sn-landkreis-musterau"]
    (renamed,) = found[0].judgements
    assert (renamed.outcome, renamed.reason.partition(",")[0]) == ("same", "another municipality at one address")
    assert found[1].judgements == []


def test_two_offices_that_move_at_once_are_each_found_again(world: World) -> None:
    other, old, new = elsewhere("Probenheim"), "http://x.invalid/alt.html", "http://x.invalid/neu.html"
    world.show(0, PAGE)
    world.show(0, other, url=old)
    world.show(400, edited(street="Neuer Weg 1"), url=NEW)
    world.show(400, edited(other, street="Neuer Weg 2"), url=new)
    assert [(office.id, office.url) for office in world.offices()] == [
        ("mv-landkreis-musterau", NEW),
        ("sn-probenheim", new),
    ]


def test_an_office_that_is_found_again_has_no_rival_in_one_that_is_less_alike(world: World) -> None:
    one = PAGE.model_copy(update={"projects": (project("Hafenwache"),), "funding_areas": (FundingArea(name="Süd"),)})
    two = PAGE.model_copy(update={"projects": (project("Bergwacht"),), "funding_areas": (FundingArea(name="Ost"),)})
    for number in (0, 7):
        world.show(number, one, url="http://x.invalid/a.html")
        world.show(number, two, url="http://x.invalid/b.html")
    world.show(400, one.model_copy(update={"extras": ()}), url=NEW)
    found = world.offices()
    assert sorted(len(office.addresses) for office in found) == [1, 2]
    assert sorted((one.outcome, one.score, one.threshold) for office in found for one in office.judgements) == [
        ("apart", 2, 3),
        ("same", 5, 2),
        ("tie", 3, 2),
    ]


def test_two_pages_are_one_office_by_what_they_had_in_common_at_any_one_time(world: World) -> None:
    """They began alike, and went different ways."""
    other = elsewhere("Landkreis Musterau", projects=(project("Bergwacht"),))
    world.show(0, PAGE)
    world.show(0.1, edited(street="Neuer Weg 1"), url=NEW)
    world.show(7, edited(office="Amt", street="Am See 1"))
    world.show(7.1, edited(other, state="Mecklenburg-Vorpommern"), url=NEW)
    (office,) = world.offices()
    assert [(one.reason, one.score, one.threshold) for one in office.judgements] == [
        ("same municipality, agrees in office, reach, projects, areas", 4, 3)
    ]


def test_projects_of_which_little_more_than_a_title_is_known_are_not_taken_for_one(world: World) -> None:
    bare = {"institutions": (), "target_group": None, "services": None, "case_management": None, "counselling": None}
    one, other = project("Wegweiser", **bare), project("Wegweisung", **bare)
    world.show(0, PAGE.model_copy(update={"projects": (one,)}))
    world.show(7, PAGE.model_copy(update={"projects": (other,)}))
    assert sorted(event[1] for _, event in world.events()) == ["added", "removed"]


def test_texts_without_a_word_have_none_in_common() -> None:
    assert words_alike("—", "…") == 0
    assert words_alike("Hilfe — und Rat", "Rat … und Hilfe") == 1


def test_keys_are_readable_and_made_of_the_earliest_capture(world: World) -> None:
    world.show(7, edited(municipality="Landkreis Musterau am See", street="Am See 1"))
    world.show(0, PAGE)
    (office,) = world.offices()
    assert office.id == "mv-landkreis-musterau"
    assert sorted(timeline.id for timeline in office.timelines.parts if timeline.entity != "contact") == [
        "mv-landkreis-musterau--brueckenbau",
        "mv-landkreis-musterau--fg-altstadt",
        "mv-landkreis-musterau--fg-hafenviertel",
        "mv-landkreis-musterau--wegweiser",
    ]


def test_keys_of_contacts_hold_no_names(world: World) -> None:
    world.show(0, PAGE)
    (office,) = world.offices()
    keys = [timeline.id for timeline in office.timelines.of("contact")]
    assert not any("beispiel" in key.lower() or "nne" in key for key in keys)
    assert len(set(keys)) == 2


def test_a_key_of_a_contact_that_is_taken_gets_what_distinguishes_it(world: World) -> None:
    world.show(0, PAGE)
    (office,) = world.offices()
    (nameless,) = [timeline for timeline in office.timelines.of("contact") if timeline.id.endswith("--kontakt")]
    part = nameless.versions[0].part
    taken: set[str] = set()
    for ending in ("kontakt", f"kontakt-{code(part.print)}", f"kontakt-{code(part.print)}-2"):
        key = contact_key("mv-x", part, taken)
        assert key == f"mv-x--{ending}"
        taken.add(key)


def test_two_projects_of_one_title_keep_two_keys(world: World) -> None:
    twins = (project(), project(institutions=("Werkstatt Süd gGmbH",), services="Anderes.", target_group="Andere."))
    world.show(0, PAGE.model_copy(update={"projects": twins}))
    world.show(7, PAGE.model_copy(update={"projects": (twins[1].model_copy(update={"outreach": True}), twins[0])}))
    (office,) = world.offices()
    assert sorted(timeline.id for timeline in office.timelines.of("project")) == [
        "mv-landkreis-musterau--wegweiser",
        "mv-landkreis-musterau--wegweiser-werkstatt-sued-ggmbh",
    ]
    assert events_of(office) == [("project", "changed", "outreach", None, "true")]


def test_every_other_title_of_a_project_is_an_alias(world: World) -> None:
    first = PAGE.projects[0]
    for number, title in enumerate(("Wegweiser", "Wegweiser II", "Wegweiser III", "Wegweiser III")):
        renamed = (first.model_copy(update={"title": title}), *PAGE.projects[1:])
        world.show(number, PAGE.model_copy(update={"projects": renamed}))
    (office,) = world.offices()
    assert [(alias.id, alias.alias) for alias in office.aliases] == [
        ("mv-landkreis-musterau--wegweiser", "Wegweiser"),
        ("mv-landkreis-musterau--wegweiser", "Wegweiser II"),
    ]


def hidden_address(text: str) -> Claim:
    """What a page shows in the place of the office's address."""
    return Claim(
        field="contacts[1].email", label=None, text=text, lines=(1, 1), path="", outcome=Outcome.NOT_UNDERSTOOD
    )


def test_an_address_hidden_beyond_reading_is_no_change(world: World) -> None:
    nameless = PAGE.contacts[1].model_copy(update={"email": None})
    claim = hidden_address("jugend [Bild] musterau.example")
    hidden = PAGE.model_copy(update={"contacts": (PAGE.contacts[0], nameless), "claims": (claim,)})
    world.show(0, hidden)
    world.show(7, PAGE)
    world.show(14, hidden)
    (office,) = world.offices()
    assert events_of(office) == []
    (contact,) = [timeline for timeline in office.timelines.of("contact") if timeline.id.endswith("--kontakt")]
    assert getattr(contact.latest.part.record, "email") == "jugend@musterau.example"  # noqa: B009


def test_another_address_hidden_beyond_reading_is_a_change(world: World) -> None:
    nameless = PAGE.contacts[1].model_copy(update={"email": None})
    claim = hidden_address("post [Bild] anderswo.example")
    world.show(0, PAGE)
    world.show(7, PAGE.model_copy(update={"contacts": (PAGE.contacts[0], nameless), "claims": (claim,)}))
    assert [event[:3] for _, event in world.events()] == [("contact", "changed", "email")]
    (office,) = world.offices()
    (contact,) = [timeline for timeline in office.timelines.of("contact") if timeline.id.endswith("--kontakt")]
    assert [version.part.value("email") for version in contact.versions] == ["jugend@musterau.example", None]


def test_a_longer_address_hidden_beyond_reading_is_a_change(world: World) -> None:
    nameless = PAGE.contacts[1].model_copy(update={"email": None})
    claim = hidden_address("kreisjugend [Bild] musterau.example")
    world.show(0, PAGE)
    world.show(7, PAGE.model_copy(update={"contacts": (PAGE.contacts[0], nameless), "claims": (claim,)}))
    assert [event[3:] for _, event in world.events()] == [("jugend@musterau.example", None)]


def test_an_address_hidden_beyond_reading_that_goes_is_no_change_because_nobody_knew_it(world: World) -> None:
    nameless = PAGE.contacts[1].model_copy(update={"email": None})
    claim = hidden_address("jugend [Bild] musterau.example")
    without = PAGE.model_copy(update={"contacts": (PAGE.contacts[0], nameless)})
    world.show(0, without.model_copy(update={"claims": (claim,)}))
    world.show(7, without)
    assert world.events() == []
    world.show(14, PAGE)
    assert [event[2:] for _, event in world.events()] == [("email", None, "jugend@musterau.example")]


def test_a_profile_of_a_later_round_of_our_own_captures_is_added(world: World) -> None:
    world.show(0, PAGE)
    world.show(7, PAGE)
    world.show(7.001, elsewhere("Probenheim"), url=NEW)
    assert world.events() == [("sn-probenheim", ("profile", "added", None, None, None))]


def test_a_profile_of_the_first_round_is_not_added(world: World) -> None:
    world.show(0, PAGE)
    world.show(0.03, elsewhere("Probenheim"), url=NEW)
    assert world.events() == []


def test_the_first_capture_in_an_archive_proves_no_addition(world: World) -> None:
    world.show(0, PAGE, own=False)
    world.show(7, PAGE, own=False)
    world.show(7, elsewhere("Probenheim"), url=NEW, own=False)
    assert world.events() == []


def test_a_page_that_could_not_be_reached_before_is_not_added(world: World) -> None:
    world.show(0, PAGE)
    world.miss(0, Verdict.ERROR, url=NEW)
    world.show(7, PAGE)
    world.show(7, elsewhere("Probenheim"), url=NEW)
    assert world.events() == []
