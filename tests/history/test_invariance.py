"""P6: the history is a function of the set of captures; order, repetition and division into runs do not matter."""

from datetime import date

from captures_and_pages import URL, World, content, project, reading
from hypothesis import given, settings
from hypothesis import strategies as st

from jsiq_scrape.records import Contact, FundingArea, Reading, Verdict

NEW = "http://www.programm.invalid/just/programme/landkreis-musterau-139420"
COPY = "http://x.invalid/copy.html"
PAGE = reading()

projects = st.lists(
    st.builds(
        project,
        st.sampled_from(("Wegweiser", "Wegweiser II", "Brückenbau", "Talwärts")),
        outreach=st.sampled_from((True, False, None)),
        period_end=st.sampled_from((date(2018, 12, 31), date(2022, 6, 30))),
        services=st.sampled_from(("Beratung am Abend.", "Sport und Fahrten für alle, die mögen.")),
    ),
    max_size=3,
)
readings = st.builds(
    lambda projects, areas, contacts, street: _page(projects, areas, contacts, street),
    projects,
    st.lists(st.builds(FundingArea, number=st.integers(1, 2), name=st.sampled_from(("Nord", "Süd"))), max_size=2),
    st.lists(
        st.builds(Contact, name=st.sampled_from((None, "Ole Muster")), phone=st.sampled_from(("+4911", "+4922"))),
        max_size=2,
    ),
    st.sampled_from(("Beispielweg 16", "Neuer Weg 1")),
)
captures = st.lists(
    st.tuples(
        st.integers(0, 6),
        st.sampled_from((URL, NEW, COPY)),
        st.one_of(readings, st.sampled_from((Verdict.GONE, Verdict.MISSING, Verdict.ERROR))),
        st.sampled_from((None, NEW)),
        st.booleans(),
    ),
    min_size=1,
    max_size=9,
    unique_by=lambda capture: capture[:2],
)


def _page(projects: list[object], areas: list[object], contacts: list[object], street: str) -> Reading:
    assert PAGE.profile is not None
    return reading(
        profile=PAGE.profile.model_copy(update={"street": street}),
        projects=tuple(projects),
        funding_areas=tuple(areas),
        contacts=tuple(contacts),
    )


def _world(made: list[tuple[int, str, Reading | Verdict, str | None, bool]]) -> World:
    world = World()
    for number, url, seen, final, own in made:
        if isinstance(seen, Verdict):
            world.miss(number, seen, url)
        else:
            world.show(number, seen, url, final=final or url, own=own)
    return world


@given(captures, st.randoms(use_true_random=False))
@settings(max_examples=150)
def test_any_order_of_arrival_gives_the_same_history(
    made: list[tuple[int, str, Reading | Verdict, str | None, bool]], random: object
) -> None:
    shuffled = list(made)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert content(_world(made).offices()) == content(_world(shuffled).offices())


@given(captures)
@settings(max_examples=100)
def test_versions_follow_each_other_and_events_lie_between_them(
    made: list[tuple[int, str, Reading | Verdict, str | None, bool]],
) -> None:
    for office in _world(made).offices():
        for timeline in (office.timelines.profile, *office.timelines.parts):
            for version in timeline.versions:
                assert version.first.captured_at <= version.last.captured_at
                assert version.ended is None or version.last.captured_at <= version.ended.captured_at
                assert version.before is None or version.before.captured_at <= version.first.captured_at
            for one, two in zip(timeline.versions, timeline.versions[1:], strict=False):
                assert one.ended is not None
                assert one.ended.captured_at <= two.first.captured_at
            assert (timeline.latest.ended is None) == (timeline.removed is None)
        for event in office.timelines.events:
            assert event.before.captured_at <= event.after.captured_at <= event.confirmed.captured_at
        assert len({timeline.id for timeline in office.timelines.parts}) == len(office.timelines.parts)


@given(readings, st.integers(1, 5))
@settings(max_examples=100)
def test_the_same_page_seen_again_and_again_gives_no_change(page: Reading, times: int) -> None:
    world = World()
    for number in range(times + 1):
        world.show(number, page)
    assert world.events() == []
