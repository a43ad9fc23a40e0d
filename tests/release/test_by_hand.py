"""A person's value for one field of one page counts, is shown as such, and is listed when its page is superseded."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from databases import rows

from jsiq_scrape.database import build
from jsiq_scrape.errors import ConfigurationError
from jsiq_scrape.monitor.report import built_as_text
from jsiq_scrape.readings import corrections
from jsiq_scrape.workspace import Workspace

PROFILE = "nw-stadt-neu-exempelheim"


def bodies(holder: Workspace) -> list[str]:
    """The digests of the profile's pages, the oldest first."""
    with closing(sqlite3.connect(holder.database)) as connection:
        rows = connection.execute(
            "SELECT digest FROM capture JOIN body ON body.id = capture.body WHERE profile = ? ORDER BY captured_at",
            (PROFILE,),
        )
        return [row[0] for row in rows]


def decide(holder: Workspace, body: str, field: str, value: str) -> None:
    """Write one decision."""
    line = f"value = {value}\n" if value else ""
    (holder.parsers / "decisions.toml").write_text(
        f'[[claim]]\nbody = "{body}"\nfield = "{field}"\n{line}who = "E. M."\nwhy = "asked the office"\n', "utf-8"
    )


def test_the_value_counts_and_its_claim_says_who_decided(holder: Workspace) -> None:
    assert rows(holder.database, f"SELECT soziale_stadt FROM profile WHERE id = '{PROFILE}'") == [(None,)]
    last = bodies(holder)[-1]
    decide(holder, last, "profile.soziale_stadt", "true")
    report = build(holder)
    assert rows(report.path, f"SELECT soziale_stadt FROM profile WHERE id = '{PROFILE}'") == [(1,)]
    claim = f"SELECT text, outcome FROM claim WHERE body = '{last[:16]}' AND field = 'profile.soziale_stadt'"
    assert rows(report.path, claim) == [("geplant", "by_hand")]
    assert rows(report.path, "SELECT value, who, why, state FROM by_hand") == [
        ("true", "E. M.", "asked the office", "in use")
    ]
    assert report.superseded == ()


def test_a_cached_reading_gives_the_same_as_a_new_one(holder: Workspace, tmp_path: Path) -> None:
    decide(holder, bodies(holder)[-1], "projects[0].title", '"Ein Name von Hand"')
    first = build(holder, tmp_path / "one.db").path.read_bytes()
    for file in (holder.root / ".cache").iterdir():
        file.unlink()
    assert build(holder, tmp_path / "two.db").path.read_bytes() == first
    assert rows(tmp_path / "one.db", "SELECT count(*) FROM project WHERE title = 'Ein Name von Hand'") == [(1,)]


def test_a_decision_on_a_page_that_was_superseded_is_listed(holder: Workspace) -> None:
    decide(holder, bodies(holder)[0], "profile.soziale_stadt", "true")
    report = build(holder)
    (found,) = report.superseded
    assert found == f"profile.soziale_stadt of body {bodies(holder)[0][:16]}: superseded"
    assert f"decided by hand, check again: {found}" in built_as_text(report)


def test_a_decision_may_say_that_there_is_no_value(holder: Workspace) -> None:
    decide(holder, bodies(holder)[-1], "projects[0].period_end", "")
    path = build(holder).path
    assert rows(path, f"SELECT period_end FROM project WHERE profile = '{PROFILE}' AND position = 1") == [(None,)]


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("profile.colour", '"red"', "no field of a page: profile.colour"),
        ("projects[0].extras", "[]", "no field of a page"),
        ("projects[].title", '"x"', "no field of a page"),
        ("profile[0].street", '"x"', "no field of a page"),
        ("projects[0].period_end", '"soon"', r"projects\[0\]\.period_end of body"),
        ("projects[99].title", '"x"', r"has no projects\[99\]\.title"),
    ],
)
def test_a_decision_that_cannot_hold_is_named(holder: Workspace, field: str, value: str, message: str) -> None:
    decide(holder, bodies(holder)[-1], field, value)
    with pytest.raises(ConfigurationError, match=message):
        build(holder)


def test_a_decision_on_the_profile_of_a_page_that_shows_none_is_named(holder: Workspace) -> None:
    (listing,) = rows(
        holder.database,
        "SELECT digest FROM body JOIN capture ON capture.body = body.id WHERE purpose = 'listing' LIMIT 1",
    )
    decide(holder, str(listing[0]), "profile.street", '"Westweg 1"')
    with pytest.raises(ConfigurationError, match=r"has no profile\.street"):
        build(holder)


def test_two_decisions_on_one_field_are_refused(tmp_path: Path) -> None:
    one = f'[[claim]]\nbody = "{"a" * 64}"\nfield = "profile.city"\nvalue = "x"\nwho = "a"\nwhy = "b"\n'
    (tmp_path / "decisions.toml").write_text(one * 2, encoding="utf-8")
    with pytest.raises(ConfigurationError, match="is decided twice"):
        corrections.load_decisions(tmp_path / "decisions.toml")
