"""`jsiq-scrape diff`: two captures of a profile, line by line, and the changes between them."""

from pathlib import Path

import pytest

from jsiq_scrape.demo.tour import tour
from jsiq_scrape.explore.explanation import PageLine
from jsiq_scrape.explore.page_diff import Pair, pairs, shown

pytestmark = pytest.mark.sweep  # each starts processes of its own

PROFILE = "he-kreis-musterwald"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("demo")
    tour(root, lambda line: None)
    return root


@pytest.fixture
def lines(jsiq, demo: Path):
    def run(*arguments: str) -> list[str]:
        done = jsiq("diff", "--root", demo, *arguments)
        assert done.returncode == 0, done.stderr
        return [" ".join(line.split()) for line in done.stdout.splitlines()]

    return run


def test_it_shows_the_two_sides_of_the_last_change_with_roles_fields_and_events(lines) -> None:
    printed = lines(PROFILE)
    assert "44 heading [-Wegweiser Wald-] projects[0].title" in printed
    assert "44 heading {+Talwärts - Wege in Ausbildung+} projects[0].title" in printed
    assert "46 46 value Bildungsträger Talwerk gGmbH projects[0].institutions" in printed
    assert any(line.startswith("77 boilerplate [-") for line in printed)
    assert printed[-1].endswith("renamed: Wegweiser Wald -> Talwärts - Wege in Ausbildung")
    assert printed.count("…") == 2
    assert len(lines(PROFILE, "--all")) > len(printed) + 40


def test_captures_are_named_by_day_or_key_and_profiles_by_address_too(lines) -> None:
    by_day = lines(PROFILE, "12.04.2018", "2018-04-19")
    assert by_day == lines(PROFILE)
    first, second = (line.partition("(capture ")[2][:16] for line in by_day[:2])
    assert lines(by_day[0].split()[-1], first, second) == by_day


def test_a_capture_compared_with_itself_differs_in_nothing(jsiq, demo: Path) -> None:
    done = jsiq("diff", "--root", demo, PROFILE, "2018-04-12", "2018-04-12")
    assert (done.returncode, done.stderr) == (
        0, "no line differs in text, role or field\nno changes between these captures\n"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["xx-nirgends"], "there is no profile xx-nirgends"),
        ([PROFILE, "2011-01-01"], "there is no capture until 2011-01-01; the first is of 2018-04-12T10:00:00Z"),
        ([PROFILE, "2018-04-19", "2018-04-12"], "the earlier one comes first"),
        ([PROFILE, "neulich"], "neulich is not the key of a capture of this profile, and 'neulich' is neither a day"),
    ],
)
def test_what_cannot_be_compared_is_named(jsiq, demo: Path, arguments: list[str], message: str) -> None:
    done = jsiq("diff", "--root", demo, *arguments)
    assert done.returncode == 2
    assert message in done.stderr


def line(number: int, text: str, role: str = "value") -> PageLine:
    return PageLine(number, text, "", role, ())


def test_a_line_stands_beside_its_later_state_and_one_with_another_role_differs() -> None:
    old = [line(1, "Angebote"), line(2, "Beratung bis 26 Jahre"), line(3, "weg"), line(4, "gleich")]
    new = [line(1, "Angebote"), line(2, "ganz neu"), line(3, "Beratung bis 27 Jahre"), line(4, "gleich", "unread")]
    found = pairs(old, new)
    assert found == [
        Pair(old[0], new[0]),
        Pair(None, new[1]),
        Pair(old[1], new[2]),
        Pair(old[2], None),
        Pair(old[3], new[3]),
    ]
    assert [pair.same for pair in found] == [True, False, False, False, False]
    assert shown(found, 0) == [None, *found[1:]]
