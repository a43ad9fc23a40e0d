"""Looks of known run files come from the cache, and only what is whole is taken from there."""

import sqlite3
import tracemalloc
from contextlib import closing
from pathlib import Path

import pytest
from looks_and_pages import Store, day, fetched

from jsiq_scrape.database import build
from jsiq_scrape.demo.site import Response
from jsiq_scrape.evidence.store import Snapshots
from jsiq_scrape.workspace import Workspace

Editions = dict[int, dict[str, Response]]


@pytest.fixture
def looked_at(store: Store, editions: Editions) -> Store:
    """Two pages of the demo site, looked at in three runs, and a database of them."""
    pages = dict(list(editions[1].items())[:2])
    for number in (0, 7, 14):
        store.collect(number, dict(pages))
    build(store.workspace)
    return store


def kept(store: Store) -> int:
    """How many run files the cache holds."""
    with closing(sqlite3.connect(cache_of(store))) as connection:
        number: int = connection.execute("SELECT count(*) FROM run").fetchone()[0]
        return number


def cache_of(store: Store) -> Path:
    return store.workspace.root / ".cache" / "readings.sqlite"


def run_files(store: Store) -> list[Path]:
    return sorted((store.workspace.snapshots / "runs").iterdir())


def test_each_run_file_is_kept_once(looked_at: Store) -> None:
    assert kept(looked_at) == 3
    build(looked_at.workspace)
    assert kept(looked_at) == 3


def test_cached_looks_give_what_the_run_files_give(looked_at: Store) -> None:
    good = looked_at.workspace.database.read_bytes()
    looked_at.workspace.database.unlink()
    assert build(looked_at.workspace).counts["capture"] == 6
    assert looked_at.workspace.database.read_bytes() == good


def test_a_run_file_that_is_there_no_more_is_forgotten(looked_at: Store) -> None:
    run_files(looked_at)[0].unlink()
    build(looked_at.workspace, accept=("evidence",))
    assert kept(looked_at) == 2


def test_a_run_file_with_a_damaged_line_is_told_at_each_build_and_never_kept(looked_at: Store) -> None:
    first = run_files(looked_at)[0]
    first.write_bytes(first.read_bytes().replace(b"programm", b"Programm", 1))
    for _ in range(2):
        report = build(looked_at.workspace, accept=("evidence",))
        assert [damage for damage in report.damages if first.name in damage]
        assert report.counts["capture"] == 5
        assert kept(looked_at) == 2


@pytest.mark.parametrize("looks", [b"", b"[]", b"[[1, 2]]", b"\x00" * 99, None, 7])
def test_damaged_looks_are_read_anew(looks: object, looked_at: Store) -> None:
    good = looked_at.workspace.database.read_bytes()
    with closing(sqlite3.connect(cache_of(looked_at))) as connection, connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("UPDATE run SET looks = ?", (b"null" if looks is None else looks,))
    looked_at.workspace.database.unlink()
    build(looked_at.workspace)
    assert looked_at.workspace.database.read_bytes() == good


def test_each_look_takes_little_memory(tmp_path: Path, editions: Editions) -> None:
    pages = dict(list(editions[1].items())[:5])
    peaks = []
    for rounds in (20, 220):
        workspace = Workspace(tmp_path / str(rounds))
        with Snapshots(workspace.snapshots).run("live", day(0)) as run:
            for number in range(rounds):
                run.add_all([(fetched(number, path, answer), None) for path, answer in pages.items()])
        tracemalloc.start()
        try:
            build(workspace)
            peaks.append(tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()
    assert (peaks[1] - peaks[0]) / (200 * len(pages)) < 5_000  # bytes; measured 1,400, where a run line has 500
