"""`purge` takes stored pages out for good: the store says so, nothing brings them back unawares, all else stays."""

import json
import shutil
from pathlib import Path

import pytest
from databases import content_digest, rows
from persons_and_pages import ERIKA, MAX, NINA, Store, page, suppress

from jsiq_scrape.database import build
from jsiq_scrape.errors import GateFailed, PurgedBody, SnapshotError
from jsiq_scrape.evidence.damage import DamageKind
from jsiq_scrape.evidence.store import Snapshots
from jsiq_scrape.files.warc.warc_import import restore
from jsiq_scrape.workspace import Workspace

WHY = "Az. 12"


def body_of(workspace: Workspace, name: str, number: int) -> str:
    """The digest of the n-th look at a page."""
    captures = [
        capture for capture in Snapshots(workspace.snapshots).captures() if capture.url.endswith(f"{name}.html")
    ]
    digest = captures[number].digest
    assert digest is not None
    return digest


def files_naming_her(workspace: Workspace) -> set[str]:
    """The files, evidence and all, in whose bytes her name stands; run files name the address of a page."""
    files = [path for path in workspace.root.rglob("*") if path.is_file() and path.suffix != ".jsonl"]
    return {
        str(path.relative_to(workspace.root))
        for path in files
        if any(word in path.read_bytes().lower() for word in (b"sorgenfrei-m", b"e.sorgenfrei", b"22-1117"))
    }


@pytest.fixture
def purged(mine: Workspace, jsiq) -> str:
    """The middle one of three captures, which alone says what it says, purged."""
    digest = body_of(mine, "musterau", 1)
    done = jsiq("purge", digest, "--why", WHY, "--yes", "--root", mine.root)
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"purged: {digest}\n"
    return digest


def test_the_body_goes_and_the_store_says_when_and_why(mine: Workspace, purged: str, jsiq) -> None:
    """Seen failing when `verify` did not ask the purges: the body was damage."""
    store = Snapshots(mine.snapshots)
    assert not store.bodies.path(purged).exists()
    assert not (mine.root / ".cache" / "readings.sqlite").exists()
    found = store.verify()
    assert [(one.kind, one.harmless) for one in found] == [(DamageKind.PURGED_BODY, True)]
    (file,) = (mine.snapshots / "purges").iterdir()
    printed = json.loads(file.read_bytes())
    assert (printed["purged"], printed["why"]) == (purged, WHY)
    verified = jsiq("verify", "--root", mine.root)
    assert verified.returncode == 0
    assert f"note  runs/{found[0].file[5:]} line 1: body {purged} was purged on {printed['at'][:10]} ({WHY})" in (
        verified.stdout
    )
    with pytest.raises(PurgedBody, match=WHY):
        store.body(purged)


def test_a_build_leaves_it_out_says_so_and_needs_no_leave(mine: Workspace, purged: str, jsiq) -> None:
    """Seen failing when the gate "evidence" counted it as lost, and when table `build` did not say it."""
    assert "dienstags" in str(rows(mine.database, "SELECT * FROM project_version")), (
        "two captures say it, one of them goes"
    )
    done = jsiq("build", "--root", mine.root)
    assert done.returncode == 0, done.stderr
    assert "purged: 1 stored page left out" in done.stdout
    assert rows(mine.database, "SELECT value FROM build WHERE key = 'purged'") == [("1",)]
    assert rows(mine.database, f"SELECT size FROM body WHERE digest = '{purged}'") == [(None,)]
    assert rows(mine.database, f"SELECT verdict, counted FROM capture WHERE body = '{purged[:16]}'") == [(None, None)]
    before = mine.database.read_bytes()
    build(mine)
    assert mine.database.read_bytes() == before


def test_losing_another_one_is_refused_all_the_same(mine: Workspace, purged: str) -> None:
    Snapshots(mine.snapshots).bodies.path(body_of(mine, "nordfelde", 1)).unlink()
    with pytest.raises(GateFailed, match="lost: 1 "):
        build(mine)


def test_the_same_bytes_are_not_stored_again_and_the_capture_of_them_is(mine: Workspace, purged: str) -> None:
    """Seen failing when a fetched body was written whatever the purges say."""
    Store(mine).capture(30, "musterau", page(NINA, MAX, extra="dienstags"))
    store = Snapshots(mine.snapshots)
    assert [capture.digest for capture in store.captures()][-1] == purged
    assert not store.bodies.path(purged).exists()
    assert store.latest("http://www.programm.invalid/details/musterau.html") is None, "no server is told we hold it"
    assert [one for one in store.verify() if not one.harmless] == []
    assert build(mine).purged == 1


@pytest.mark.sweep
def test_a_copy_that_brings_the_body_back_is_named_and_not_read(mine: Workspace, purged: str, jsiq) -> None:
    """A clone that never heard of the purge is merged by copying files."""
    build(mine)
    content = content_digest(mine.database)
    path = Snapshots(mine.snapshots).bodies.path(purged)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(page(NINA, MAX, extra="dienstags"))
    done = jsiq("verify", "--root", mine.root)
    assert done.returncode == 1
    assert "is here again (jsiq-scrape purge takes it out)" in done.stdout
    build(mine)
    assert content_digest(mine.database) == content
    again = jsiq("purge", purged[:16], "--why", "again", "--yes", "--json", "--root", mine.root)
    assert json.loads(again.stdout) == {"purged": [purged], "found": [purged], "noted": []}
    assert not path.exists()
    assert jsiq("verify", "--root", mine.root).returncode == 0


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (lambda file: file.write_bytes(file.read_bytes().replace(b"Az. 12", b"Az. 13")), "does not match its check"),
        (lambda file: file.write_bytes(file.read_bytes()[:-1]), "is torn"),
        (lambda file: file.rename(file.with_name("20180101T000000Z-purge-000000.jsonl")), "belongs to another run"),
        (lambda file: file.write_bytes(file.read_bytes() * 2), "says that it is line 1"),
        (lambda file: file.with_name("Notiz.txt").write_text("x"), "is no part of the store"),
        (lambda file: file.unlink(), "is missing"),
    ],
)
def test_a_line_that_was_changed_is_damage(mine: Workspace, purged: str, harm, words: str) -> None:
    (file,) = (mine.snapshots / "purges").iterdir()
    harm(file)
    assert any(words in one.message for one in Snapshots(mine.snapshots).verify() if not one.harmless)


def test_without_yes_nothing_goes(mine: Workspace, jsiq) -> None:
    digest = body_of(mine, "musterau", 1)
    done = jsiq("purge", digest, "--root", mine.root)
    assert (done.returncode, done.stdout) == (0, f"would be purged: {digest}\n")
    assert "nothing was removed" in done.stderr
    assert Snapshots(mine.snapshots).verify() == []
    assert not (mine.snapshots / "purges").exists()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ([], "say what to remove"),
        (["--suppressed", "0" * 64], "say what to remove"),
        (["0" * 64], "no stored pages have a digest"),
        (["../../etc/passwd"], "is no digest"),
        (["00", "--why", WHY, "--yes"], "is no digest"),
        (["0" * 64, "--yes"], "--why is missing"),
    ],
)
@pytest.mark.few(2)
def test_what_names_no_page_is_refused(given: list[str], words: str, mine: Workspace, jsiq) -> None:
    done = jsiq("purge", *given, "--root", mine.root)
    assert done.returncode == 2
    assert words in done.stderr


def test_a_page_that_somebody_decided_on_is_refused(mine: Workspace, jsiq) -> None:
    """The decision repeats what the page says, and would stay."""
    digest = body_of(mine, "musterau", 1)
    mine.parsers.mkdir(exist_ok=True)
    (mine.parsers / "decisions.toml").write_text(
        f'[[claim]]\nbody = "{digest}"\nfield = "profile.city"\nvalue = "Musterau"\nwho = "A"\nwhy = "b"\n'
    )
    done = jsiq("purge", digest, "--why", WHY, "--yes", "--root", mine.root)
    assert done.returncode == 2, done.stderr
    assert "decisions.toml decides on page" in done.stderr
    assert Snapshots(mine.snapshots).bodies.path(digest).exists()


@pytest.mark.sweep
def test_all_pages_of_a_suppressed_person_go_when_no_output_has_her(mine: Workspace, jsiq) -> None:
    """Seen failing when the cache of readings stayed."""
    suppress(mine, name=ERIKA.name)
    early = jsiq("purge", "--suppressed", "--why", WHY, "--yes", "--root", mine.root)
    assert early.returncode == 2
    assert "build first" in early.stderr
    build(mine)
    assert files_naming_her(mine) != set()
    done = jsiq("purge", "--suppressed", "--why", WHY, "--yes", "--json", "--root", mine.root)
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)["purged"]) == 6
    assert build(mine).purged == 6
    assert files_naming_her(mine) == set()
    assert [one for one in Snapshots(mine.snapshots).verify() if not one.harmless] == []
    assert jsiq("suppress", "--report", "--root", mine.root).returncode == 0


@pytest.mark.sweep
def test_a_release_with_its_pages_is_built_again_without_the_purged_one(
    mine: Workspace, purged: str, jsiq, tmp_path: Path
) -> None:
    """Seen failing when the WARC file carried no word of the purge: its capture named a body that is missing."""
    build(mine)
    assert jsiq("export", tmp_path / "release", "--with-contacts", "--root", mine.root).returncode == 0
    done = jsiq("rebuild", "--verify", tmp_path / "release", "--root", tmp_path)
    assert done.returncode == 0, done.stderr
    assert "byte for byte" in done.stdout
    restore(tmp_path / "release" / "snapshots.warc.gz", tmp_path / "restored")
    kinds = {one.kind for one in Snapshots(tmp_path / "restored").verify()}
    assert kinds == {DamageKind.PURGED_BODY, DamageKind.INTERRUPTED_RUN}, "a WARC file holds no closing lines"
    (tmp_path / "other").mkdir()
    taken = jsiq("collect", "warc", tmp_path / "release" / "snapshots.warc.gz", "--root", tmp_path / "other")
    assert taken.returncode == 0, taken.stderr
    assert "was purged there" in taken.stdout + taken.stderr
    assert Snapshots(tmp_path / "other" / "snapshots").verify() == []


@pytest.mark.sweep
def test_a_release_without_pages_is_built_again_by_whoever_holds_the_rest(
    mine: Workspace, purged: str, jsiq, tmp_path: Path
) -> None:
    build(mine)
    assert jsiq("export", tmp_path / "release", "--root", mine.root).returncode == 0
    done = jsiq("rebuild", "--verify", tmp_path / "release", "--root", mine.root)
    assert done.returncode == 0, done.stderr
    assert "byte for byte" in done.stdout


def test_a_folder_of_purges_that_cannot_be_read_stops_everything(mine: Workspace, purged: str) -> None:
    """A purge that is not known would bring its page back."""
    shutil.rmtree(mine.snapshots / "purges")
    (mine.snapshots / "purges").symlink_to("purges")
    with pytest.raises(SnapshotError, match="purges"):
        Snapshots(mine.snapshots).body(body_of(mine, "musterau", 0))
