"""A page that broke off ends nothing, neither profile nor what it lacks; it serves where nothing better is known."""

from itertools import permutations

import pytest
from captures_and_pages import URL, Store, World, content, project, reading

from jsiq_scrape.database.building import build
from jsiq_scrape.parse.document.truncation import cut_off
from jsiq_scrape.records import Verdict

NEW = "http://www.programm.invalid/just/programme/landkreis-musterau-139420"
PAGE = reading()
HALF = reading(projects=PAGE.projects[:1], extras=())
QUARTER = reading(projects=(), extras=(), funding_areas=())
CUT = {"whole": False, "partial_size": 4000}
SHORTER = {"whole": False, "partial_size": 2000}

WHOLE = """<!DOCTYPE html><html><head><title>A</title><script>if (a < b) { c("</p>") }</script></head><body>
<!-- <div> --><main><div class="a"><h3>Wegweiser</h3><dl><dt>Zeitraum<dd>2015 - 2018</dl><p>Ein <b>Text</b> ohne Ende
<ul><li>eins<li>zwei</ul></div></main></body></html>"""


@pytest.mark.parametrize("end", range(WHOLE.index("<main>") + 6, WHOLE.index("</div>"), 7))
def test_a_page_that_ends_inside_an_element_broke_off(end: int) -> None:
    assert cut_off(WHOLE[:end]) is not None


@pytest.mark.parametrize(
    "text",
    [
        WHOLE,
        WHOLE.upper(),
        WHOLE.replace("</body></html>", ""),
        WHOLE.replace("</html>", ""),
        "<h3>Ein Stück</h3><div>einer Seite",
        "<html><p>Absätze und <br> Zeilen<p>ohne Ende",
        "<html><body><script>var a = '<div>'</script><p>Text",
        "<html><body><svg><path d='M0 0'/><a/></svg><p>Text",
        "",
    ],
    ids=["whole", "capitals", "no end tags", "no html end", "piece", "paragraphs", "script", "empty elements", "empty"],
)
def test_a_page_that_only_leaves_out_what_may_be_left_out_is_whole(text: str) -> None:
    assert cut_off(text) is None


@pytest.mark.parametrize("text", ["<html><script>if (a", "<html><!-- no end", "<html><p>Text <a href='x"])
def test_a_page_that_ends_inside_a_tag_a_comment_or_a_script_broke_off(text: str) -> None:
    assert cut_off(text) is not None


def test_a_page_that_broke_off_between_two_whole_ones_is_no_change(world: World) -> None:
    world.show(0, PAGE)
    world.show(7, HALF, **CUT)
    world.show(14, PAGE)
    assert world.events() == []


def test_a_page_that_broke_off_says_nothing_of_an_office_known_by_another_address(world: World) -> None:
    world.show(0, PAGE)
    world.show(7, HALF, NEW, **CUT)
    (office,) = world.offices()
    assert office.timelines.events == []
    assert office.addresses == {URL.removeprefix("http://www.")}


def test_where_nothing_shows_an_office_whole_the_longest_page_serves(world: World) -> None:
    world.show(0, QUARTER, **SHORTER)
    world.show(7, HALF, **CUT)
    world.show(14, QUARTER, **SHORTER)
    world.show(21, HALF, NEW, **CUT)
    (office,) = world.offices()
    assert office.timelines.events == []
    assert [timeline.latest.part.value("title") for timeline in office.timelines.of("project")] == ["Wegweiser"]


def test_a_whole_page_that_comes_to_light_later_takes_the_place_of_a_part(world: World) -> None:
    world.show(0, HALF, **CUT)
    world.show(7, PAGE)
    (office,) = world.offices()
    assert office.timelines.events == []
    assert len(office.timelines.of("project")) == 2


def test_pages_that_broke_off_count_alike_in_every_order_of_arrival() -> None:
    found = []
    changed = reading(projects=(*PAGE.projects, project("Talwärts", target_group="Eltern.", services="Kurse am Tag.")))
    for order in permutations(range(5)):
        world = World()
        for number in order:
            page, url, about = (
                (QUARTER, URL, SHORTER), (HALF, NEW, CUT), (PAGE, URL, {}), (changed, URL, {}), (HALF, URL, CUT),
            )[number]  # fmt: skip
            world.show(number, page, url, **about)
        world.miss(9, Verdict.GONE)
        found.append(content(world.offices()))
    assert all(one == found[0] for one in found)


def test_a_stored_page_that_broke_off_is_named_and_ends_no_project(store: Store, editions: dict) -> None:  # type: ignore[type-arg]
    path, answer = next(
        (path, answer) for path, answer in sorted(editions[1].items()) if b"Wegweiser Wald" in answer.body
    )
    half = answer.body[: answer.body.index(b"Wegweiser Wald") + 400]
    store.collect(0, {path: answer.body})
    store.collect(7, {path: half})
    store.collect(14, {path: answer.body})
    report = build(store.workspace)
    assert report.counts["change"] == 0
    assert report.counts["profile"] == 1
