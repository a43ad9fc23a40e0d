"""The build: the same evidence gives the same file, and nothing but a good file takes the place of the old one."""

import json
import sqlite3
import tracemalloc
from contextlib import closing
from pathlib import Path

import pytest
from captures_and_pages import Store, day, fetched
from databases import content_digest, rows

from jsiq_scrape.database import build
from jsiq_scrape.database.file import check
from jsiq_scrape.demo.edits import PLAN
from jsiq_scrape.demo.facts import offices
from jsiq_scrape.demo.site import Response
from jsiq_scrape.errors import ConfigurationError, GateFailed, MissingFile, UsageError
from jsiq_scrape.evidence.store import ErrorKind, Snapshots
from jsiq_scrape.release.differences import compare
from jsiq_scrape.tables import TABLES, VIEWS
from jsiq_scrape.workspace import Workspace

Editions = dict[int, dict[str, Response]]


@pytest.fixture
def both(store: Store, editions: Editions) -> Store:
    """A store with both editions of the demo site's profile pages, a week apart."""
    store.collect(0, dict(editions[1]))
    store.collect(7, dict(editions[2]))
    return store


def test_a_build_reports_the_edits_of_the_demo_site(both: Store) -> None:
    report = build(both.workspace)
    reported = rows(report.path, "SELECT profile, entity, kind, field, old, new FROM change")
    # Served by nobody here, the page that is gone answers nothing and the moved one has a new address.
    planned = [
        (one.profile, one.entity, one.kind, one.field, one.old, one.new) for one in PLAN if one.entity != "profile"
    ]
    assert sorted(reported, key=str) == sorted(planned, key=str)
    assert report.damages == ()
    assert report.counts["profile"] == len(offices())


def test_a_build_leaves_only_the_database_and_its_descriptions(both: Store) -> None:
    build(both.workspace)
    assert sorted(path.name for path in both.workspace.db.iterdir()) == ["datasette.yaml", "jsiq.db", "metadata.yaml"]


def test_a_build_with_cached_readings_gives_the_same_bytes(both: Store) -> None:
    build(both.workspace)
    cold = both.workspace.database.read_bytes()
    both.workspace.database.unlink()
    build(both.workspace)
    assert both.workspace.database.read_bytes() == cold


@pytest.mark.parametrize("damage", [b"", b"no database", bytes(4096), None])
@pytest.mark.few(1)
def test_a_damaged_cache_is_made_anew(damage: bytes | None, both: Store) -> None:
    build(both.workspace)
    good = both.workspace.database.read_bytes()
    cache = both.workspace.root / ".cache" / "readings.sqlite"
    if damage is None:
        held = bytearray(cache.read_bytes())
        held[20000:60000:7] = b"x" * len(held[20000:60000:7])
        damage = bytes(held)
    cache.write_bytes(damage)
    both.workspace.database.unlink()
    build(both.workspace)
    assert both.workspace.database.read_bytes() == good


def test_building_in_steps_gives_what_building_at_once_gives(store: Store, editions: Editions, tmp_path: Path) -> None:
    store.collect(7, dict(editions[2]))
    build(store.workspace)
    store.collect(0, dict(editions[1]))
    report = build(store.workspace)
    assert all(gate.passed for gate in report.gates)
    once = Store(Workspace(tmp_path / "once"))
    once.collect(0, dict(editions[1]))
    once.collect(7, dict(editions[2]))
    build(once.workspace)
    assert compare(store.workspace.database, once.workspace.database) == []


def test_an_answer_that_was_cut_off_on_its_way_ends_nothing(store: Store, editions: Editions) -> None:
    path, answer = next((path, answer) for path, answer in editions[1].items() if "exempelberg" in path)
    half = answer.body[: len(answer.body) * 2 // 3]
    store.collect(0, {path: answer})
    store.collect(7, {path: half}, error="the archive cut the page off", error_kind=ErrorKind.UNREADABLE)
    report = build(store.workspace)
    assert report.counts["change"] == 0
    assert ("partial",) in rows(report.path, "SELECT counted FROM capture")


def test_a_304_verifies_without_a_change(store: Store, editions: Editions) -> None:
    path, answer = next(iter(editions[1].items()))
    store.collect(0, {path: answer})
    (capture,) = Snapshots(store.workspace.snapshots).captures()
    store.collect(7, {path: 304}, confirms=capture.digest)
    report = build(store.workspace)
    assert report.counts["change"] == 0
    assert rows(report.path, "SELECT last_verified, last_changed FROM profile") == [("2018-01-08T10:00:00Z", None)]


def test_every_table_and_view_has_the_columns_that_are_described(both: Store) -> None:
    build(both.workspace)
    for described in (*TABLES, *VIEWS):
        with closing(sqlite3.connect(both.workspace.database)) as connection:
            cursor = connection.execute(f'SELECT * FROM "{described.name}"')
            assert [column[0] for column in cursor.description] == list(described.names)


def test_every_rule_of_the_tables_holds(both: Store) -> None:
    report = build(both.workspace)
    assert rows(report.path, "PRAGMA integrity_check") == [("ok",)]
    assert rows(report.path, "PRAGMA foreign_key_check") == []
    assert rows(report.path, "PRAGMA journal_mode") == [("delete",)]
    listed = rows(report.path, "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
    assert {one.name for one in TABLES} <= {name for name, strict in listed if strict}


def test_the_file_is_dense_as_it_is_made(both: Store, tmp_path: Path) -> None:
    report = build(both.workspace)
    assert rows(report.path, "PRAGMA freelist_count") == [(0,)]
    with closing(sqlite3.connect(report.path)) as connection:
        connection.execute("VACUUM INTO ?", (str(tmp_path / "vacuumed.db"),))
    assert report.path.stat().st_size <= 1.03 * (tmp_path / "vacuumed.db").stat().st_size


def test_a_text_that_is_searched_is_stored_once(both: Store) -> None:
    report = build(both.workspace)
    shadows = {
        name
        for (name,) in rows(report.path, "SELECT name FROM sqlite_schema WHERE name LIKE '%\\_content' ESCAPE '\\'")
    }
    assert shadows == set()
    for name in ("profile", "project"):
        (checked,) = rows(report.path, f"SELECT count(*), count(text) FROM {name}_text")
        assert checked == rows(report.path, f"SELECT count(*), count(*) FROM {name}")[0]
        (found,) = rows(report.path, f"SELECT count(*) FROM {name}_search WHERE {name}_search MATCH 'kreis OR stadt'")
        assert found[0] > 0


def test_every_value_of_a_version_has_a_claim(both: Store) -> None:
    report = build(both.workspace)
    for entity, columns in {
        "profile": ("municipality", "street", "postal_code", "soziale_stadt"),
        "contact": ("email", "phone"),
        "project": ("title", "period_start", "services", "case_management"),
    }.items():
        for column in columns:
            missing = rows(
                report.path,
                f"""SELECT version.{entity}, version.version FROM {entity}_version AS version
                JOIN capture ON capture.id = version.capture
                WHERE version.{column} IS NOT NULL AND NOT EXISTS (
                    SELECT 1 FROM claim WHERE claim.body = capture.body AND claim.entity = '{entity}'
                        AND claim.id = version.{entity} AND claim.variable = '{column}')""",
            )
            assert missing == [], f"{entity}.{column}"


def test_contacts_stand_in_tables_of_their_own(both: Store) -> None:
    report = build(both.workspace)
    names = [name for (name,) in rows(report.path, "SELECT DISTINCT name FROM contact_version WHERE name IS NOT NULL")]
    assert names
    personal = {one.name for one in TABLES if one.personal}
    for one in TABLES:
        if one.name in personal:
            continue
        reported = json.dumps(rows(report.path, f'SELECT * FROM "{one.name}"'), ensure_ascii=False)
        assert not [name for name in names if str(name) in reported], one.name


@pytest.mark.parametrize(
    ("table", "words", "hit"),
    [
        ("project_search", "streetwork", True),
        ("project_trigram", "beratung", True),
        ("profile_search", "düren", True),
        ("profile_search", "Dueren", True),
        ("profile_search", "duren", True),
        ("profile_search", "zzzz", False),
    ],
)
@pytest.mark.few(2)
def test_the_search_tables_find_german_words(table: str, words: str, hit: bool, both: Store) -> None:
    report = build(both.workspace)
    found = rows(report.path, f"SELECT rowid FROM {table} WHERE {table} MATCH '{words}'")
    assert bool(found) is hit


# --- what must not replace a good database ---


def damage_body(store: Store) -> None:
    (store.workspace.snapshots / "bodies").rglob("*.html").__next__().write_bytes(b"other bytes")


def damage_line(store: Store) -> None:
    path = next((store.workspace.snapshots / "runs").glob("*.jsonl"))
    lines = path.read_bytes().split(b"\n")
    lines[1] = lines[1].replace(b"programm", b"Programm")
    path.write_bytes(b"\n".join(lines))


def lose_run(store: Store) -> None:
    next((store.workspace.snapshots / "runs").glob("*.jsonl")).unlink()


def test_an_accepted_loss_is_published_and_named(both: Store) -> None:
    build(both.workspace)
    damage_body(both)
    report = build(both.workspace, accept=("evidence",))
    assert [gate.name for gate in report.accepted] == ["evidence"]
    assert len(report.damages) == 1


def test_a_gate_that_there_is_none_of_cannot_be_accepted(both: Store) -> None:
    with pytest.raises(UsageError, match="evidenze"):
        build(both.workspace, accept=("evidenze",))


def test_without_a_database_the_rest_of_a_damaged_store_is_built(both: Store) -> None:
    damage_body(both)
    damage_line(both)
    report = build(both.workspace)
    assert len(report.damages) >= 2
    assert report.counts["profile"] >= len(offices()) - 2


def test_a_page_that_a_reader_no_longer_understands_closes_a_gate(store: Store, editions: Editions) -> None:
    store.collect(0, dict(editions[1]))
    build(store.workspace)
    good = store.workspace.database.read_bytes()
    emptied = {path: answer.body.replace(b"Zielgruppe", b"Adressaten") for path, answer in editions[1].items()}
    store.collect(7, dict(emptied))
    with pytest.raises(GateFailed, match=r"fill:project\.target_group"):
        build(store.workspace)
    assert store.workspace.database.read_bytes() == good
    assert build(store.workspace, accept=("fill",)).replaced


def test_bounds_come_from_the_sources(store: Store, editions: Editions) -> None:
    store.collect(0, dict(editions[1]))
    build(store.workspace)
    store.workspace.parsers.mkdir()
    (store.workspace.parsers / "sources.toml").write_text("[gates]\nevidence = 1000\n", encoding="utf-8")
    lose_run(store)
    store.collect(0, dict(list(editions[1].items())[1:]))
    assert build(store.workspace).counts["profile"] == len(offices()) - 1
    (store.workspace.parsers / "sources.toml").write_text("[gates]\nevidenze = 1\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="evidenze"):
        build(store.workspace)


def test_a_store_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingFile, match="snapshots"):
        build(Workspace(tmp_path))


def test_an_empty_store_gives_an_empty_database(store: Store) -> None:
    store.workspace.snapshots.mkdir(parents=True)
    report = build(store.workspace)
    assert report.counts["profile"] == 0
    check(report.path)


def test_the_digest_of_the_content_changes_with_the_content(both: Store) -> None:
    before = content_digest(build(both.workspace).path)
    with Snapshots(both.workspace.snapshots).run("live", day(14)) as run:
        run.add(fetched(14, "/details/nirgends.html", 410))
    assert content_digest(build(both.workspace).path) != before


def test_each_capture_takes_little_memory(tmp_path: Path, editions: Editions) -> None:
    pages = dict(list(editions[1].items())[:5])
    peaks = []
    for rounds in (20, 220):
        workspace = Workspace(tmp_path / str(rounds))
        with Snapshots(workspace.snapshots).run("live", day(0)) as run:
            for number in range(rounds):
                run.add_all([fetched(number, path, answer) for path, answer in pages.items()])
        tracemalloc.start()
        try:
            build(workspace)
            peaks.append(tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()
    assert (peaks[1] - peaks[0]) / (200 * len(pages)) < 5_000  # bytes; measured 1,400, where a run line has 500
