"""`jsiq-scrape correct`: one command writes a person's value for an entry, and the next build and `explain` show it."""

import json

import pytest
from click.testing import CliRunner, Result
from databases import rows

from jsiq_scrape.commands import program
from jsiq_scrape.database import build
from jsiq_scrape.workspace import Workspace

PROFILE = "nw-stadt-neu-exempelheim"
BY = ("--who", "E. Musterfrau", "--why", "Auskunft der Stelle vom 12.03.2017")


def run(holder: Workspace, *arguments: str) -> Result:
    return CliRunner().invoke(program, [arguments[0], "--root", str(holder.root), *arguments[1:]])


def correct(holder: Workspace, *arguments: str) -> Result:
    return run(holder, "correct", *arguments, *BY)


def project_of(holder: Workspace) -> str:
    """A project whose state was shown by several pages with different bodies."""
    ((key,),) = rows(
        holder.database,
        """SELECT version.project FROM project_version AS version
        JOIN capture ON capture.profile = version.profile AND capture.counted = 'shown'
            AND capture.captured_at BETWEEN version.valid_from AND version.valid_to
        WHERE version.ended_at IS NULL AND version.version = (
            SELECT max(other.version) FROM project_version AS other WHERE other.project = version.project)
        GROUP BY version.project HAVING count(DISTINCT capture.body) > 1 ORDER BY version.project LIMIT 1""",
    )
    return str(key)


def test_a_corrected_answer_is_in_the_next_build_and_explained(holder: Workspace) -> None:
    comments = holder.resource("decisions.toml").read_text(encoding="utf-8")
    done = correct(holder, "profile", PROFILE, "soziale_stadt", "ja")
    assert done.exit_code == 0, done.output
    written = (holder.parsers / "decisions.toml").read_text(encoding="utf-8")
    assert written.startswith(comments.rstrip("\n"))
    assert "value = true" in written
    build(holder)
    assert rows(holder.database, f"SELECT soziale_stadt FROM profile WHERE id = '{PROFILE}'") == [(1,)]
    explained = run(holder, "explain", "profile", PROFILE, "soziale_stadt")
    assert "[by_hand]" in explained.output
    assert "E. Musterfrau: Auskunft der Stelle vom 12.03.2017" in explained.output


def test_a_correction_is_no_change_of_the_page_and_holds_for_every_page_of_the_version(holder: Workspace) -> None:
    key = project_of(holder)
    before = rows(holder.database, "SELECT count(*) FROM change")
    done = correct(holder, "project", key, "institutions", "Verein Eins e. V.; Verein Zwei gGmbH")
    assert done.exit_code == 0, done.output
    assert (holder.parsers / "decisions.toml").read_text(encoding="utf-8").count("\n[[claim]]\n") > 1
    report = build(holder)
    found = rows(
        holder.database, f"SELECT entity, field, kind FROM change WHERE id = '{key}' AND field = 'institutions'"
    )
    assert report.superseded == ()
    assert rows(holder.database, "SELECT DISTINCT state FROM by_hand") == [("in use",)]
    assert found == []
    assert rows(holder.database, "SELECT count(*) FROM change") == before
    institutions = "SELECT institution.name FROM project_institution JOIN institution ON institution.id = institution"
    assert rows(holder.database, f"{institutions} WHERE project = '{key}' ORDER BY position") == [
        ("Verein Eins e. V.",),
        ("Verein Zwei gGmbH",),
    ]


def test_a_value_can_be_taken_away(holder: Workspace) -> None:
    key = project_of(holder)
    done = correct(holder, "project", key, "period_end", "--empty")
    assert done.exit_code == 0, done.output
    build(holder)
    assert rows(holder.database, f"SELECT period_end FROM project WHERE id = '{key}'") == [(None,)]


def test_the_json_names_pages_and_both_values(holder: Workspace) -> None:
    done = correct(holder, "profile", PROFILE, "city", "Neustadt", "--json")
    found = json.loads(done.output)
    assert found["new"] == "Neustadt"
    assert found["old"]
    assert all(len(digest) == 64 for digest in found["bodies"])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("profil", PROFILE, "city", "x"), "did you mean profile?"),
        (("extra", "some-key", "text", "x"), "values of pages stand in profile, contact, funding_area, project"),
        (("profile", "neu-exempelheim", "city", "x"), f"did you mean {PROFILE}"),
        (("profile", PROFILE, "sozial_stadt", "ja"), "did you mean soziale_stadt?"),
        (("profile", PROFILE, "ags", "05358"), "has no column ags that pages give"),
        (("profile", PROFILE, "soziale_stadt", "vielleicht"), "expected ja or nein"),
        (("profile", PROFILE, "postal_code", "5235"), "expected five digits"),
        (("profile", PROFILE, "state", "Absurdistan"), "expected a German Land"),
        (("profile", PROFILE, "city"), "give VALUE, or --empty"),
        (("profile", PROFILE, "city", "x", "--empty"), "give VALUE, or --empty"),
    ],
)
def test_what_cannot_be_decided_is_refused_with_a_way_out(
    holder: Workspace, arguments: tuple[str, ...], message: str
) -> None:
    done = run(holder, "correct", *arguments, *BY)
    assert done.exit_code == 2, done.output
    assert message in done.output
    assert not (holder.parsers / "decisions.toml").exists()


def test_dates_are_checked_beside_the_other_end_of_the_period(holder: Workspace) -> None:
    key = project_of(holder)
    assert "expected a day" in correct(holder, "project", key, "period_end", "Ende 2018").output
    assert "before it begins" in correct(holder, "project", key, "period_end", "31.12.1999").output


def test_a_value_that_stands_there_or_was_decided_is_not_decided_again(holder: Workspace) -> None:
    ((city,),) = rows(holder.database, f"SELECT city FROM profile WHERE id = '{PROFILE}'")
    assert f'city is "{city}" already' in correct(holder, "profile", PROFILE, "city", str(city)).output
    assert correct(holder, "profile", PROFILE, "city", "Neustadt").exit_code == 0
    assert "was decided by E. Musterfrau" in correct(holder, "profile", PROFILE, "city", "Altstadt").output
