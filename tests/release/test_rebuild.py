"""A release is rebuilt from its evidence to the same bytes; damage, gaps and foreign folders are named."""

import json
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from jsiq_scrape.errors import MissingFile, ReleaseError, SnapshotError, UsageError
from jsiq_scrape.release.formats.checksums import check_release, write_sums
from jsiq_scrape.release.release import write
from jsiq_scrape.release.reproduction import Sameness, verify
from jsiq_scrape.workspace import Workspace

Copied = Callable[[Path], Path]


def test_a_release_with_pages_gives_the_same_bytes_from_its_warc_file_alone(full: Path) -> None:
    found = verify(full)
    assert (found.sameness, found.evidence, found.captures) == (Sameness.BYTES, "snapshots.warc.gz", 67)
    assert found.unlike == {}


def test_a_release_without_pages_gives_the_same_bytes_from_the_snapshots_of_their_holder(
    free: Path, demo: Workspace
) -> None:
    found = verify(free, demo)
    assert (found.sameness, found.unlike) == (Sameness.BYTES, {})


def test_captures_that_came_later_are_no_evidence_of_an_earlier_release(
    free: Path, demo: Workspace, copied: Copied
) -> None:
    from jsiq_scrape.clock import StandingClock
    from jsiq_scrape.demo.tour import ROUNDS
    from jsiq_scrape.files.folder import collect

    holder = Workspace(copied(demo.root))
    pages = holder.root / "pages"
    pages.mkdir()
    (pages / "neu.html").write_text("<p>Projekte</p>", encoding="utf-8")
    collect(holder, pages, StandingClock(ROUNDS[1][1]), captured_at=ROUNDS[1][1])
    assert verify(free, holder).sameness is Sameness.BYTES


def test_writing_a_release_twice_gives_the_same_files(free: Path, demo: Workspace, tmp_path: Path) -> None:
    again = write(demo, tmp_path / "again").folder
    assert (again / "SHA256SUMS").read_bytes() == (free / "SHA256SUMS").read_bytes()


def test_without_pages_and_without_their_holder_it_says_who_is_needed(free: Path) -> None:
    with pytest.raises(MissingFile, match=r"digests of the pages only.*--root"):
        verify(free)


def test_evidence_that_its_holder_lost_or_that_was_damaged_is_named(
    free: Path, demo: Workspace, copied: Copied
) -> None:
    holder = Workspace(copied(demo.root))
    page = next(path for path in sorted(holder.snapshots.glob("bodies/*/*.html")) if path.stat().st_size > 3000)
    whole = page.read_bytes()
    page.write_bytes(b"other")
    with pytest.raises(ReleaseError, match=r"the evidence in .* is damaged"):
        verify(free, holder)
    page.write_bytes(whole)
    lost = min(holder.snapshots.glob("runs/*.jsonl"))
    lost.unlink()
    with pytest.raises(ReleaseError, match=f"is incomplete: run {lost.stem} is missing"):
        verify(free, holder)


def test_a_release_that_lacks_a_column_is_another_one(full: Path, copied: Copied) -> None:
    release = copied(full)
    with closing(sqlite3.connect(release / "jsiq.db")) as connection, connection:
        for (view,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall():
            connection.execute(f"DROP VIEW {view}")
        connection.execute("ALTER TABLE extra DROP COLUMN text")
    write_sums(release)
    assert verify(release).sameness is Sameness.DIFFERENT


def test_a_content_that_differs_is_counted_by_table(full: Path, copied: Copied) -> None:
    release = copied(full)
    vocabulary = release / "parsers" / "office_page.toml"
    vocabulary.write_text(vocabulary.read_text("utf-8").replace('"Zielgruppe"', '"Zielgruppen"'), encoding="utf-8")
    write_sums(release)
    found = verify(release)
    assert found.sameness is Sameness.DIFFERENT
    assert {"vocabulary", "reader"} <= found.unlike.keys()
    assert found.differences["project"]["changed"] > 0


@pytest.mark.parametrize(
    ("harm", "message"),
    [
        (lambda folder: (folder / "csv" / "project.csv").unlink(), "is incomplete: csv/project.csv is missing"),
        (lambda folder: (folder / "SHA256SUMS").unlink(), "is incomplete: SHA256SUMS is missing"),
        (lambda folder: (folder / "README.md").write_text("x"), "is damaged: README.md is not what SHA256SUMS says"),
        (lambda folder: (folder / "SHA256SUMS").write_text("x\n"), "line 1 of SHA256SUMS cannot be read"),
        (lambda folder: (folder / "new.txt").write_text("x"), "was changed: new.txt is no part of the release"),
        (lambda folder: shutil.rmtree(folder / "parquet"), "is incomplete: parquet/"),
    ],
)
def test_a_release_that_is_not_whole_is_named(
    harm: Callable[[Path], object], message: str, free: Path, copied: Copied
) -> None:
    folder = copied(free)
    harm(folder)
    with pytest.raises(ReleaseError, match=message):
        check_release(folder)


def test_a_path_out_of_the_release_is_never_followed(free: Path, copied: Copied) -> None:
    folder = copied(free)
    sums = folder / "SHA256SUMS"
    sums.write_text(sums.read_text("utf-8").replace("  README.md", "  ../README.md"), encoding="utf-8")
    with pytest.raises(ReleaseError, match="cannot be read"):
        check_release(folder)


def test_a_folder_of_somebody_else_is_no_release(tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text("a,b\n")
    with pytest.raises(ReleaseError, match="is no release"):
        check_release(tmp_path)
    (tmp_path / "datapackage.json").write_text('{"name": "other"}')
    write_sums(tmp_path)
    with pytest.raises(ReleaseError, match="written by something else"):
        check_release(tmp_path)


def test_a_damaged_warc_file_is_named(full: Path, copied: Copied) -> None:
    folder = copied(full)
    warc = folder / "snapshots.warc.gz"
    warc.write_bytes(warc.read_bytes()[:-900])
    write_sums(folder)
    with pytest.raises(ReleaseError, match=r"snapshots\.warc\.gz is damaged: byte \d+"):
        verify(folder)


def test_nothing_is_overwritten_without_force(free: Path, demo: Workspace, copied: Copied) -> None:
    folder = copied(free)
    before = (folder / "SHA256SUMS").read_bytes()
    with pytest.raises(UsageError, match=r"holds a release already.*--force"):
        write(demo, folder, contacts=True)
    assert (folder / "SHA256SUMS").read_bytes() == before
    assert (write(demo, folder, contacts=True, force=True).folder / "snapshots.warc.gz").is_file()
    check_release(folder)


def test_a_folder_of_somebody_else_is_left_alone_even_with_force(demo: Workspace, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(UsageError, match="no release of this program"):
        write(demo, tmp_path, force=True)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_damaged_evidence_is_not_released(demo: Workspace, copied: Copied, tmp_path: Path) -> None:
    holder = Workspace(copied(demo.root))
    shutil.rmtree(holder.root / ".cache", ignore_errors=True)
    min(holder.snapshots.glob("bodies/*/*.html")).write_bytes(b"other")
    with pytest.raises(SnapshotError, match="damaged and was not released"):
        write(holder, tmp_path / "release")
    assert not (tmp_path / "release").exists()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.sweep
def test_the_commands_do_the_same(
    demo: Workspace, tmp_path: Path, jsiq: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    done = jsiq("export", tmp_path / "one", "--root", demo.root)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("contacts left out\n")
    again = jsiq("export", tmp_path / "one", "--root", demo.root)
    assert (again.returncode, again.stdout) == (2, "")
    assert "--force" in again.stderr
    checked = jsiq("rebuild", "--verify", tmp_path / "one", "--root", demo.root)
    assert checked.returncode == 0
    assert "the same database, byte for byte" in checked.stdout
    found = json.loads(jsiq("rebuild", "--verify", tmp_path / "one", "--root", demo.root, "--json").stdout)
    assert found["sameness"] == "bytes"
    written = json.loads(jsiq("export", tmp_path / "one", "--force", "--json", "--root", demo.root).stdout)
    assert Path(written["path"]) == tmp_path / "one"
    assert written["counts"]["profile"] > 10
    mixed = jsiq("export", "--warc", tmp_path / "all.warc", "--force", "--root", demo.root)
    assert (mixed.returncode, mixed.stdout) == (2, "")
    assert "go with DIR" in mixed.stderr
    foreign = jsiq("rebuild", "--verify", demo.root)
    assert (foreign.returncode, foreign.stdout) == (1, "")
    assert "is no release" in foreign.stderr
