"""The database in the browser: the real Datasette process on the demo's database."""

import json
import signal
import socket
import sqlite3
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import yaml

from jsiq_scrape.workspace import Workspace

pytestmark = pytest.mark.sweep  # each starts processes of its own


def get(address: str) -> tuple[int, str]:
    """Status and body, whatever the status."""
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return answer.status, answer.read().decode(errors="replace")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def get_json(address: str) -> Any:
    status, body = get(address)
    assert status == 200, f"{address}: {status}"
    return json.loads(body)


def tables_of(database: Path) -> list[str]:
    """Tables and views, without the shadow tables of the search."""
    with closing(sqlite3.connect(database)) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
    return [name for name in names if not any(part in name for part in ("_search_", "_trigram_", "sqlite_"))]


def test_every_table_and_view_has_a_page(served, demo: Workspace) -> None:
    names = tables_of(demo.database)
    assert {"profile", "project", "change", "claim", "project_overview", "roster"} <= set(names)
    answers = {name: get(f"{served.address}jsiq/{name}")[0] for name in names}
    assert answers == dict.fromkeys(names, 200)


def test_the_index_names_the_database_and_what_it_is(served) -> None:
    status, body = get(served.address)
    assert status == 200
    assert "JUGEND STÄRKEN im Quartier" in body
    assert "/jsiq" in body


def test_the_database_is_immutable_and_no_other_is_shown(served) -> None:
    databases = {database["name"]: database for database in get_json(f"{served.address}-/databases.json")}
    assert [name for name, database in databases.items() if database["is_mutable"]] == []
    assert {name for name in databases if get(f"{served.address}{name}")[0] == 200} == {"jsiq"}


def test_descriptions_of_tables_and_columns_reach_the_page(served, demo: Workspace) -> None:
    described = yaml.safe_load((demo.db / "metadata.yaml").read_text(encoding="utf-8"))["databases"]["jsiq"]["tables"]
    shown = get_json(f"{served.address}-/metadata.json")["databases"]["jsiq"]["tables"]
    assert {name: table.get("columns") for name, table in shown.items()} == {
        name: table.get("columns") for name, table in described.items()
    }
    page = get(f"{served.address}jsiq/project")[1]
    assert "Beginn des Zeitraums" in page


def test_a_query_that_cannot_be_run_is_told_without_a_traceback(demo: Workspace, start) -> None:
    with start("--root", demo.root) as running:
        assert get(f"{running.address}nothing-here")[0] == 404
        assert get(f"{running.address}jsiq?sql=selekt")[0] == 400
        assert get(f"{running.address}jsiq?sql={quote('select * from nothing')}")[0] == 400
        _, rest, said = running.stop()
    assert rest == ""
    assert "Traceback" not in said


def test_writing_is_refused(served) -> None:
    status, body = get(f"{served.address}jsiq.json?sql={quote('delete from profile')}")
    assert status == 400
    assert "SELECT" in body


@pytest.mark.parametrize(
    ("number", "code"), [pytest.param(signal.SIGINT, 130, marks=pytest.mark.sweep), (signal.SIGTERM, 143)]
)
def test_it_ends_when_told_to_and_leaves_nothing_behind(demo: Workspace, start, number, code) -> None:
    before = sorted(demo.db.iterdir())
    with start("--root", demo.root) as running:
        assert get(running.address)[0] == 200
        ended, rest, said = running.stop(number)
    assert (ended, rest) == (code, "")
    assert "Traceback" not in said
    assert "Error" not in said
    assert sorted(demo.db.iterdir()) == before


@pytest.mark.sweep
def test_it_ends_although_a_client_keeps_its_connection(demo: Workspace, start) -> None:
    with start("--root", demo.root) as running:
        port = int(running.address.rsplit(":", 1)[1].strip("/"))
        with socket.create_connection(("127.0.0.1", port)) as kept:
            kept.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert kept.recv(100).startswith(b"HTTP/1.1 200")
            assert running.stop()[0] == 130


def test_only_this_machine_is_answered(served) -> None:
    port = int(served.address.rsplit(":", 1)[1].strip("/"))
    listening = Path("/proc/net/tcp").read_text() if Path("/proc/net/tcp").exists() else ""
    assert f"0100007F:{port:04X} 00000000:0000 0A" in listening
    assert f"00000000:{port:04X} 00000000:0000 0A" not in listening


@pytest.mark.sweep
def test_a_port_that_is_taken_is_named(demo: Workspace, jsiq, served) -> None:
    port = served.address.rsplit(":", 1)[1].strip("/")
    done = jsiq("serve", "--root", demo.root, "--port", port)
    assert (done.returncode, done.stderr) == (2, f"jsiq-scrape: port {port} cannot be used (address already in use)\n")


@pytest.mark.sweep
def test_a_folder_may_have_any_name_and_a_database_may_be_named(copied: Workspace, start) -> None:
    for arguments in (("--root", copied.root), (copied.database,)):
        with start(*arguments) as running:
            rows = get_json(f"{running.address}jsiq/profile.json?_shape=array&_size=max")
            assert "nw-kreis-dueren" in {row["id"] for row in rows}


def replace_database(place: Workspace, change: str) -> None:
    """Publish another file, as a build does."""
    replacement = place.database.with_name("new.db")
    replacement.write_bytes(place.database.read_bytes())
    with closing(sqlite3.connect(replacement)) as connection, connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute(change)
    replacement.replace(place.database)


def test_a_new_file_that_a_build_publishes_is_shown_and_a_broken_one_is_not(copied: Workspace, start) -> None:
    with start("--root", copied.root) as running:
        address = f"{running.address}jsiq/profile.json?_shape=array&_size=max"
        before = get_json(address)
        replace_database(copied, "PRAGMA user_version = 9999")
        wait_until(lambda: "still showing" in running.hear())
        assert get_json(address) == before
        replace_database(copied, "PRAGMA user_version = 1")
        replace_database(copied, "UPDATE profile SET municipality = 'Neu'")
        wait_until(lambda: {row["municipality"] for row in get_json(address)} == {"Neu"})
        assert "Neu" in get(running.address + "jsiq/profile")[1]


def wait_until(reached: Callable[[], bool]) -> None:
    for _ in range(300):
        if reached():
            return
        time.sleep(0.1)
    pytest.fail("it never came about")


@pytest.mark.sweep
def test_a_database_without_descriptions_is_shown_as_it_is(copied: Workspace, start) -> None:
    (copied.db / "metadata.yaml").unlink()
    (copied.db / "datasette.yaml").unlink()
    with start("--root", copied.root) as running:
        assert get(f"{running.address}jsiq/project")[0] == 200


def empty(path: Path) -> None:
    path.write_bytes(b"")


def text(path: Path) -> None:
    path.write_text("Stand am Datum\n" * 100, encoding="utf-8")


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def torn(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    for start in range(4096, len(whole), 3 * 4096):
        whole[start : start + 64] = bytes(64)
    path.write_bytes(whole)


def foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE profile (id TEXT)")


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA user_version = 9999")


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def missing(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize(
    ("verb", "damage"),
    [("serve", truncated), ("serve", missing), ("changes", foreign)]
    + [
        pytest.param(verb, damage, marks=pytest.mark.sweep)
        for verb, damage in [
            *(("serve", damage) for damage in (empty, text, torn, foreign, newer, folder)),
            ("changes", missing),
            ("status", foreign),
        ]
    ],
)
def test_a_file_that_is_no_whole_database_of_ours_is_refused_in_one_line(copied: Workspace, jsiq, damage, verb) -> None:
    damage(copied.database)
    done = jsiq(verb, "--root", copied.root)
    assert done.returncode in (1, 2)
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert "jsiq.db" in done.stderr
