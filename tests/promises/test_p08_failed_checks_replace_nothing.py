"""P8: failed checks never replace a good database, and damaged evidence never makes it silently poorer."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from damage import BODY_HARMS, HARMS, PARTS, Part, part
from databases import content_digest
from faults import LATER, lead, site

from jsiq_scrape.clock import StandingClock
from jsiq_scrape.database import build
from jsiq_scrape.errors import GateFailed
from jsiq_scrape.evidence.store import Snapshots
from jsiq_scrape.fetch import sources
from jsiq_scrape.monitor.job import run
from jsiq_scrape.workspace import Workspace

Harm = Callable[[bytes, Part, Part], bytes]
LINE, OTHER = 3, 4


def refuses_or_says_the_same(workspace: Workspace) -> str | None:
    """Build; the database is as it was, or says the same.  Gives what was refused, None when nothing was."""
    old, content = workspace.database.read_bytes(), content_digest(workspace.database)
    beside = sorted(path.name for path in workspace.db.iterdir())
    try:
        report = build(workspace)
    except GateFailed as refusal:
        assert workspace.database.read_bytes() == old
        assert sorted(path.name for path in workspace.db.iterdir()) == beside
        return str(refusal)
    assert content_digest(workspace.database) == content, report.damages
    return None


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.__name__)
@pytest.mark.parametrize("name", PARTS)
@pytest.mark.few(12)
def test_a_damaged_line_never_makes_the_database_poorer(name: str, harm: Harm, mine: Workspace) -> None:
    """Seen failing when the gate "evidence" was left out: the build published without the capture of the line."""
    path = max((mine.snapshots / "runs").iterdir())
    whole = path.read_bytes()
    damaged = harm(whole, part(whole, LINE, name), part(whole, OTHER, name))
    path.write_bytes(damaged)
    refused = refuses_or_says_the_same(mine)
    if damaged != whole:
        # Only an empty line more takes nothing away.
        assert refused is not None or (name, harm.__name__) == ("line feed", "doubled")
        assert refused is None or "evidence" in refused
        assert refused is None or harm.__name__ == "truncated" or path.name in refused


@pytest.mark.parametrize("harm", BODY_HARMS)
def test_a_damaged_body_never_makes_the_database_poorer(harm: str, mine: Workspace) -> None:
    store = Snapshots(mine.snapshots)
    first, second = [one.digest for one in store.captures() if one.purpose == "profile" and one.digest][:2]
    BODY_HARMS[harm](store.bodies.path(str(first)), store.bodies.path(str(second)))
    refused = refuses_or_says_the_same(mine)
    assert refused is not None
    assert "evidence" in refused
    assert str(first) in refused


def test_a_lost_run_never_makes_the_database_poorer(mine: Workspace) -> None:
    min((mine.snapshots / "runs").iterdir()).unlink()
    refused = refuses_or_says_the_same(mine)
    assert refused is not None
    assert "--accept evidence" in refused


def test_a_damage_of_the_past_keeps_no_run_from_looking(mine: Workspace) -> None:
    """The job goes on looking, says what is wrong with exit code 4, and leaves the database alone until told."""
    body = Snapshots(mine.snapshots).bodies.path(
        str(next(one.digest for one in Snapshots(mine.snapshots).captures() if one.purpose == "profile" and one.digest))
    )
    body.write_bytes(b"rotten")
    old = mine.database.read_bytes()
    with site(2) as server:
        lead(mine, server.port, ())
        known = sources.load_sources(mine.resource("sources.toml"))
        done = run(mine, known, StandingClock(LATER.replace(month=5)))
    assert done.checked > 0
    assert done.exit_code() == 4
    assert body.stem in str(done.failed)
    assert mine.database.read_bytes() == old


def test_a_capture_that_was_left_out_is_told_by_the_build(mine: Workspace, jsiq) -> None:
    """Where there is no database to protect, the rest is built, and every damage is told."""
    mine.database.unlink()
    body = next(mine.snapshots.glob("bodies/*/*.html"))
    body.unlink()
    report = build(mine)
    assert any(body.stem in damage for damage in report.damages)
    assert body.stem in jsiq("build", "--root", mine.root).stdout


def test_a_file_that_is_not_ours_is_not_replaced(mine: Workspace, jsiq) -> None:
    mine.database.unlink()
    with closing(sqlite3.connect(mine.database)) as connection, connection:
        connection.execute("CREATE TABLE thesis (text)")
    old = mine.database.read_bytes()
    done = jsiq("build", "--root", mine.root)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)
    assert mine.database.read_bytes() == old


def test_nothing_beside_the_database_is_lost_either(mine: Workspace, tmp_path: Path) -> None:
    (mine.db / "notes.txt").write_text("mine", encoding="utf-8")
    max((mine.snapshots / "runs").iterdir()).unlink()
    assert refuses_or_says_the_same(mine)
    assert (mine.db / "notes.txt").read_text(encoding="utf-8") == "mine"
