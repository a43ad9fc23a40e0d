"""What ends a state and what does not: only a page that is gone, or not found twice, removes a profile."""

from datetime import timedelta

import pytest
from captures_and_pages import START, World, day, events_of, project, reading

from jsiq_scrape.records import Verdict
from jsiq_scrape.tables.history import SECOND_CAPTURE

PAGE = reading()
OTHER = "http://www.programm.invalid/neu/landkreis-musterau-139420"
REMOVED = ("profile", "removed", None, None, None)
REAPPEARED = ("profile", "reappeared", None, None, None)


def events(world: World) -> list[tuple[str, str, str | None, str | None, str | None]]:
    (office,) = world.offices()
    return events_of(office)


def test_410_removes_the_profile_at_once_with_one_row_and_none_for_its_parts(world: World) -> None:
    world.show(0, PAGE)
    world.show(7, PAGE)
    world.miss(14, Verdict.GONE)
    (office,) = world.offices()
    (event,) = office.timelines.events
    assert events_of(office) == [REMOVED]
    assert (event.before.captured_at, event.after.captured_at, event.confirmed.captured_at) == (
        day(7),
        day(14),
        day(14),
    )
    assert all(timeline.removed is event.after for timeline in (office.timelines.profile, *office.timelines.parts))


def test_404_alone_removes_nothing(world: World) -> None:
    world.show(0, PAGE)
    world.miss(7, Verdict.MISSING)
    assert events(world) == []
    (office,) = world.offices()
    assert office.timelines.counted[world.captures[-1].id] == "missing"


@pytest.mark.parametrize(("share", "removed"), [(0.04, False), (0.99, False), (1, True), (8, True)])
def test_404_needs_a_second_capture_that_is_late_enough(share: float, removed: bool, world: World) -> None:
    world.show(0, PAGE)
    world.miss(7, Verdict.MISSING)
    world.miss(7 + share * (SECOND_CAPTURE / timedelta(days=1)), Verdict.MISSING)
    assert events(world) == ([REMOVED] if removed else [])


def test_a_404_that_a_second_one_confirms_is_dated_by_the_first(world: World) -> None:
    world.show(0, PAGE)
    late = 8 + SECOND_CAPTURE / timedelta(days=1)
    world.miss(7, Verdict.MISSING)
    world.miss(8, Verdict.ERROR)
    world.miss(late, Verdict.MISSING)
    (office,) = world.offices()
    (event,) = office.timelines.events
    assert (event.before.captured_at, event.after.captured_at, event.confirmed.captured_at) == (
        START,
        day(7),
        day(late),
    )


def test_a_capture_that_shows_the_page_takes_a_404_back(world: World) -> None:
    world.show(0, PAGE)
    world.miss(7, Verdict.MISSING)
    world.show(8, PAGE)
    world.miss(9, Verdict.MISSING)
    assert events(world) == []


@pytest.mark.parametrize(
    "verdict", [verdict for verdict in Verdict if verdict not in (Verdict.PROFILE, Verdict.GONE, Verdict.MISSING)]
)
def test_no_other_verdict_ever_ends_a_state(verdict: Verdict, world: World) -> None:
    world.show(0, PAGE)
    for number in range(1, 60):
        world.miss(number, verdict)
    assert events(world) == []


def test_a_page_that_was_cut_off_ends_nothing(world: World) -> None:
    world.show(0, PAGE)
    world.show(7, PAGE.model_copy(update={"projects": ()}), whole=False)
    world.show(14, PAGE)
    assert events(world) == []


def test_a_profile_that_comes_back_reappears_with_one_row(world: World) -> None:
    world.show(0, PAGE)
    world.miss(7, Verdict.GONE)
    world.miss(14, Verdict.GONE)
    world.show(21, PAGE)
    (office,) = world.offices()
    assert events_of(office) == [REMOVED, REAPPEARED]
    assert [(event.before.captured_at, event.after.captured_at) for event in office.timelines.events] == [
        (START, day(7)),
        (day(14), day(21)),
    ]
    assert all(len(timeline.versions) == 2 and timeline.removed is None for timeline in office.timelines.parts)


def test_a_profile_that_comes_back_changed_reports_what_changed(world: World) -> None:
    world.show(0, PAGE)
    world.miss(7, Verdict.GONE)
    changed = (project(outreach=True), project("Talwärts", services="Kochen.", target_group="Alle."))
    world.show(21, PAGE.model_copy(update={"projects": changed}))
    assert sorted(events(world), key=str) == sorted(
        [
            REMOVED,
            REAPPEARED,
            ("project", "changed", "outreach", None, "true"),
            ("project", "removed", None, None, None),
            ("project", "added", None, None, None),
        ],
        key=str,
    )


def test_a_project_that_comes_back_is_the_same_project(world: World) -> None:
    without = PAGE.model_copy(update={"projects": PAGE.projects[1:]})
    world.show(0, PAGE)
    world.show(7, without)
    world.show(14, PAGE)
    (office,) = world.offices()
    assert events_of(office) == [("project", "removed", None, None, None), ("project", "reappeared", None, None, None)]
    assert len(office.timelines.of("project")) == 2


def test_a_project_that_comes_back_with_its_profile_does_not_come_back_twice(world: World) -> None:
    """Beside it stands another of the same title."""
    twin = project("Wegweiser", services="Kochen.", target_group="Alle.", institutions=("Ruderclub",))
    world.show(0, PAGE)
    world.miss(7, Verdict.GONE)
    world.show(14, PAGE.model_copy(update={"projects": (*PAGE.projects, twin)}))
    assert events(world) == [REMOVED, REAPPEARED, ("project", "added", None, None, None)]


def test_a_project_that_was_gone_before_its_profile_does_not_come_back_with_it(world: World) -> None:
    without = PAGE.model_copy(update={"projects": PAGE.projects[1:]})
    world.show(0, PAGE)
    world.show(7, without)
    world.miss(14, Verdict.GONE)
    world.show(21, without)
    assert events(world) == [("project", "removed", None, None, None), REMOVED, REAPPEARED]


def test_an_old_address_that_is_gone_removes_nothing_when_the_profile_has_moved(world: World) -> None:
    world.show(0, PAGE)
    world.show(7, PAGE, final=OTHER)
    world.show(7.001, PAGE, url=OTHER)
    world.miss(14, Verdict.GONE)
    world.show(14.001, PAGE, url=OTHER)
    assert events(world) == []


def test_an_old_address_that_is_gone_before_the_new_one_is_seen_in_the_same_round_removes_nothing(world: World) -> None:
    world.show(0, PAGE)
    world.miss(7, Verdict.GONE)
    world.show(7.01, PAGE, url=OTHER)
    assert events(world) == []


def test_of_two_addresses_that_showed_it_last_in_the_same_moment_the_first_that_is_gone_dates_the_removal(
    world: World,
) -> None:
    world.show(0, PAGE)
    world.show(0, PAGE, url=OTHER)
    world.miss(7, Verdict.GONE, url=OTHER)
    world.miss(7.01, Verdict.GONE)
    (office,) = world.offices()
    (event,) = office.timelines.events
    assert (events_of(office), event.after.captured_at) == ([REMOVED], day(7))


def test_the_address_where_a_moved_profile_stands_removes_it(world: World) -> None:
    world.show(0, PAGE)
    world.show(7, PAGE, url=OTHER)
    world.miss(14, Verdict.GONE, url=OTHER)
    assert events(world) == [REMOVED]


def test_a_page_that_was_gone_before_it_was_ever_seen_is_no_removal(world: World) -> None:
    world.miss(0, Verdict.GONE)
    world.show(7, PAGE)
    (office,) = world.offices()
    assert events_of(office) == [("profile", "added", None, None, None)]


def test_a_profile_stays_gone_however_often_that_is_seen(world: World) -> None:
    world.show(0, PAGE)
    for number in range(1, 9):
        world.miss(number, Verdict.GONE)
    assert events(world) == [REMOVED]
