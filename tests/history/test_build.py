"""The build: the same evidence gives the same file, and nothing but a good file takes the place of the old one."""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from captures_and_pages import Store, day, fetched

from jsiq_scrape.database import build
from jsiq_scrape.database.file import check
from jsiq_scrape.demo.offices import offices
from jsiq_scrape.demo.plan import PLAN
from jsiq_scrape.demo.site import Response
from jsiq_scrape.errors import ConfigurationError, DatabaseError, GateFailed, MissingFile, UsageError
from jsiq_scrape.evidence.store import ErrorKind, Snapshots
from jsiq_scrape.release.compare import compare, content_digest, same_content
from jsiq_scrape.tables import TABLES, VIEWS
from jsiq_scrape.workspace import Workspace

Editions = dict[int, dict[str, Response]]

RUN = """import sys
import time
from pathlib import Path
from jsiq_scrape.database import build
from jsiq_scrape.workspace import Workspace
build(Workspace(Path(sys.argv[1])))"""


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


@pytest.fixture
def both(store: Store, editions: Editions) -> Store:
    """A store with both editions of the demo site's profile pages, a week apart."""
    store.collect(0, dict(editions[1]))
    store.collect(7, dict(editions[2]))
    return store


def test_a_build_tells_the_edits_of_the_demo_site(both: Store) -> None:
    report = build(both.workspace)
    told = rows(report.path, "SELECT profile, entity, kind, field, old, new FROM change")
    # Served by nobody here, the page that is gone answers nothing and the moved one has a new address.
    planned = [
        (one.profile, one.entity, one.kind, one.field, one.old, one.new) for one in PLAN if one.entity != "profile"
    ]
    assert sorted(told, key=str) == sorted(planned, key=str)
    assert report.damages == ()
    assert report.counts["profile"] == len(offices())


def test_a_build_leaves_only_the_database_and_its_descriptions(both: Store) -> None:
    build(both.workspace)
    assert sorted(path.name for path in both.workspace.db.iterdir()) == ["datasette.yaml", "jsiq.db", "metadata.yaml"]


@pytest.mark.sweep
def test_other_process_seed_zone_locale_and_folder_give_the_same_bytes(both: Store, tmp_path: Path) -> None:
    build(both.workspace)
    other = tmp_path / "anderswo mit Ümlaut"
    shutil.copytree(both.workspace.root, other, ignore=shutil.ignore_patterns("db", ".cache"))
    environment = {
        **os.environ,
        "PYTHONHASHSEED": "4711",
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
        "HOME": str(tmp_path),
    }
    subprocess.run([sys.executable, "-c", RUN, str(other)], check=True, env=environment, cwd=tmp_path)
    assert Workspace(other).database.read_bytes() == both.workspace.database.read_bytes()


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


def test_the_same_captures_divided_into_other_runs_give_the_same_content(
    both: Store, editions: Editions, tmp_path: Path
) -> None:
    build(both.workspace)
    other = Store(Workspace(tmp_path / "other"))
    for path, answer in sorted(editions[2].items(), reverse=True):
        other.collect(7, {path: answer})
    for path, answer in editions[1].items():
        other.collect(0, {path: answer})
    other.collect(0, dict(editions[1]))
    build(other.workspace)
    assert compare(both.workspace.database, other.workspace.database) == []
    assert same_content(both.workspace.database, other.workspace.database)


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
    assert same_content(store.workspace.database, once.workspace.database)


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
        told = json.dumps(rows(report.path, f'SELECT * FROM "{one.name}"'), ensure_ascii=False)
        assert not [name for name in names if str(name) in told], one.name


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


def lose_body(store: Store) -> None:
    (store.workspace.snapshots / "bodies").rglob("*.html").__next__().unlink()


def damage_line(store: Store) -> None:
    path = next((store.workspace.snapshots / "runs").glob("*.jsonl"))
    lines = path.read_bytes().split(b"\n")
    lines[1] = lines[1].replace(b"programm", b"Programm")
    path.write_bytes(b"\n".join(lines))


def lose_run(store: Store) -> None:
    next((store.workspace.snapshots / "runs").glob("*.jsonl")).unlink()


@pytest.mark.parametrize("harm", [damage_body, lose_body, damage_line, lose_run])
def test_damaged_evidence_never_makes_the_database_poorer(harm: Callable[[Store], None], both: Store) -> None:
    build(both.workspace)
    good = both.workspace.database.read_bytes()
    harm(both)
    with pytest.raises(GateFailed, match="evidence") as refusal:
        build(both.workspace)
    assert "--accept evidence" in str(refusal.value)
    assert both.workspace.database.read_bytes() == good
    assert sorted(path.name for path in both.workspace.db.iterdir()) == ["datasette.yaml", "jsiq.db", "metadata.yaml"]


def test_an_accepted_loss_is_published_and_named(both: Store) -> None:
    build(both.workspace)
    damage_body(both)
    report = build(both.workspace, accept=("evidence",))
    assert [gate.name for gate in report.accepted] == ["evidence"]
    assert len(report.damages) == 1


def test_a_gate_that_there_is_none_of_cannot_be_accepted(both: Store) -> None:
    with pytest.raises(UsageError, match="evidenze"):
        build(both.workspace, accept=("evidenze",))


def digest(path: Path) -> str:
    """Of a file: two that differ are told apart in one line."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.sweep
@pytest.mark.parametrize("seconds", [0.3, 0.6, 0.9, 1.2, 1.5, 1.8])
def test_a_build_that_is_killed_leaves_the_old_database_and_the_next_one_cleans_up(
    seconds: float, both: Store, editions: Editions
) -> None:
    build(both.workspace)
    old = digest(both.workspace.database)
    both.collect(14, dict(editions[1]))
    killed = subprocess.Popen([sys.executable, "-c", RUN, str(both.workspace.root)], stderr=subprocess.DEVNULL)
    time.sleep(seconds)
    killed.kill()
    killed.wait()
    found = digest(both.workspace.database)
    check(both.workspace.database)
    build(both.workspace)
    after = digest(both.workspace.database)
    # It may have died after the swap and before its end: then the file is wholly the new one.
    assert found in {old, after}
    shutil.rmtree(both.workspace.root / ".cache")
    both.workspace.database.unlink()
    build(both.workspace)
    assert digest(both.workspace.database) == after
    assert sorted(path.name for path in both.workspace.db.iterdir()) == ["datasette.yaml", "jsiq.db", "metadata.yaml"]


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


def _foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE mine (a)")


def _newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 999")


def _corrupt(path: Path) -> None:
    held = bytearray(path.read_bytes())
    held[8192:] = b"\x5a" * (len(held) - 8192)
    path.write_bytes(bytes(held))


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda path: path.write_bytes(b""), "is empty"),
        (lambda path: path.write_text("Das ist ein Brief."), "is no SQLite database"),
        (lambda path: (path.unlink(), _foreign(path)), "another program"),
        (_newer, "newer"),
        (_corrupt, "is damaged"),
        (lambda path: path.write_bytes(path.read_bytes()[:20000]), "is damaged"),
    ],
)
def test_what_is_not_our_database_is_refused_with_a_remedy_and_left_alone(
    spoil: Callable[[Path], object], words: str, store: Store, editions: Editions
) -> None:
    path, answer = next(iter(editions[1].items()))
    store.collect(0, {path: answer})
    build(store.workspace)
    spoil(store.workspace.database)
    before = store.workspace.database.read_bytes()
    with pytest.raises(DatabaseError, match=words):
        check(store.workspace.database)
    with pytest.raises(DatabaseError, match=words):
        build(store.workspace)
    assert store.workspace.database.read_bytes() == before


def test_a_reader_of_the_old_database_sees_it_whole_while_a_new_one_is_published(
    store: Store, editions: Editions
) -> None:
    store.collect(0, dict(editions[1]))
    build(store.workspace)
    with closing(sqlite3.connect(store.workspace.database)) as reader:
        cursor = reader.execute("SELECT id FROM profile")
        first = cursor.fetchone()
        store.collect(7, dict(editions[2]))
        build(store.workspace)
        assert len([first, *cursor.fetchall()]) == len(offices())
    assert rows(store.workspace.database, "SELECT count(*) FROM change")[0][0] > 0


def test_a_log_left_beside_the_old_database_does_not_hide_the_new_one(store: Store, editions: Editions) -> None:
    store.collect(0, dict(editions[1]))
    build(store.workspace)
    with closing(sqlite3.connect(store.workspace.database)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA user_version = 1")
    store.collect(7, dict(editions[2]))
    build(store.workspace)
    assert rows(store.workspace.database, "SELECT count(*) FROM change")[0][0] > 0
    assert not store.workspace.database.with_name("jsiq.db-wal").exists()


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
