"""The whole job on the demo site: the database has the planned changes, all of them and nothing else."""

from pathlib import Path

import pytest
from databases import rows

from jsiq_scrape.demo.edits import PLAN
from jsiq_scrape.demo.facts import offices
from jsiq_scrape.demo.site import DRAFT
from jsiq_scrape.demo.tour import MARKER, Tour, tour
from jsiq_scrape.errors import UsageError

SITE = "http://www.programm.invalid"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Tour:
    return tour(tmp_path_factory.mktemp("tour") / ".demo", lambda line: None)


def test_the_changes_found_are_the_changes_planned(made: Tour) -> None:
    found = sorted(str((c.profile, c.entity, c.kind, c.field, c.old, c.new)) for c in made.changes)
    planned = sorted(str((c.profile, c.entity, c.kind, c.field, c.old, c.new)) for c in PLAN)
    assert found == planned
    assert made.missing == ()
    assert made.unplanned == ()


def test_every_change_lies_between_the_two_fetches(made: Tour) -> None:
    assert {change.not_before[:10] for change in made.changes} == {"2018-04-12"}
    assert {change.seen_at[:10] for change in made.changes} == {"2018-04-19"}


def test_the_first_fetch_alone_changes_nothing(made: Tour) -> None:
    first, second = made.builds
    assert first.counts["change"] == 0
    assert second.counts["change"] == len(PLAN)
    assert (first.damages, second.damages) == ((), ())


def test_every_office_is_a_profile_with_the_id_of_the_facts(made: Tour) -> None:
    assert {row[0] for row in rows(made.workspace.database, "SELECT DISTINCT profile FROM profile_version")} == {
        one.id for one in offices()
    }


def test_the_moved_page_is_one_profile_under_two_addresses(made: Tour) -> None:
    moved = next(one for one in offices() if one.moved_path)
    assert rows(
        made.workspace.database,
        "SELECT page.url, alias.alias FROM profile JOIN page ON page.id = profile.page"
        " JOIN alias ON alias.id = profile.id WHERE alias.kind = 'url'",
    ) == [(f"{SITE}{moved.moved_path}", f"{SITE}{moved.path}")]


def test_the_draft_that_robots_forbid_was_never_asked_for(made: Tour) -> None:
    captures = rows(
        made.workspace.database,
        "SELECT page.url, status, error_kind FROM capture JOIN page ON page.id = page WHERE url LIKE '%entwurf%'",
    )
    assert captures == [(SITE + DRAFT, None, "robots")] * 2


def test_each_fetch_meets_what_its_edition_prepared(made: Tour) -> None:
    first, second = made.fetches
    # 16 offices, the programme's own page, and the draft that robots.txt forbids
    assert (first.checked, first.new, first.refused) == (18, 17, 1)
    # the moved page is fetched at both addresses; every page that is served has other bytes
    assert (second.checked, second.new, second.changed, second.unchanged) == (19, 1, 15, 0)
    assert (second.gone, second.unreachable, second.refused) == (1, 1, 1)
    assert (first.left, second.left) == (0, 0)


def test_an_outage_ends_nothing(made: Tour) -> None:
    versions = rows(
        made.workspace.database,
        "SELECT valid_from, valid_to, ended_at FROM profile_version WHERE profile = 'sh-stadt-mustermuende'",
    )
    assert [(row[0], row[2]) for row in versions] == [("2018-04-12T10:00:00Z", None)]
    assert str(versions[0][1]) < "2018-04-19"


def test_running_it_again_gives_the_same(made: Tour, tmp_path: Path) -> None:
    again = tour(tmp_path / ".demo", lambda line: None)
    assert again.changes == made.changes
    assert again.workspace.database.read_bytes() == made.workspace.database.read_bytes()
    assert tour(tmp_path / ".demo", lambda line: None).changes == made.changes


def test_a_folder_that_the_demo_did_not_make_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(UsageError, match="not made by the demo"):
        tour(tmp_path, lambda line: None)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_file_is_no_folder_for_the_demo(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="is a file"):
        tour(tmp_path / "file", lambda line: None)


def test_each_step_is_announced(tmp_path: Path) -> None:
    lines: list[str] = []
    made = tour(tmp_path / ".demo", lines.append)
    assert any("2018-04-12" in line for line in lines)
    assert any("2018-04-19" in line for line in lines)
    assert (made.workspace.root / MARKER).is_file()
