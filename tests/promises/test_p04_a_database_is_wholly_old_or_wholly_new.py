"""P4: the published file is wholly old or wholly new, for whoever looks at whatever moment."""

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from hashlib import sha256
from pathlib import Path

from faults import Disturbance

from jsiq_scrape.database.file import publish
from jsiq_scrape.workspace import Workspace

READER = """
import sqlite3, sys
from hashlib import sha256
path, *known = sys.argv[1:]
while True:
    with open(path, "rb") as file:
        whole = sha256(file.read()).hexdigest() in known
    connection = sqlite3.connect(path)
    whole = whole and connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
    connection.close()
    print("whole" if whole else "torn", flush=True)
"""


def test_who_reads_while_it_is_published_sees_one_or_the_other(
    collected: tuple[Workspace, Workspace], tmp_path
) -> None:
    """Seen failing when the new file was copied over the old one instead of taking its place."""
    old, new = (workspace.database for workspace in collected)
    target, beside = tmp_path / "jsiq.db", tmp_path / "jsiq.db.new"
    shutil.copyfile(old, target)
    known = [sha256(path.read_bytes()).hexdigest() for path in (old, new)]
    assert known[0] != known[1]
    with subprocess.Popen([sys.executable, "-c", READER, target, *known], stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "whole\n"
        for number in range(120):
            shutil.copyfile((new, old)[number % 2], beside)
            assert publish(beside, target)
            assert reader.stdout.readline() == "whole\n"
        reader.kill()


def test_who_holds_it_open_goes_on_with_the_old_one(collected: tuple[Workspace, Workspace], tmp_path: Path) -> None:
    old, new = (workspace.database for workspace in collected)
    target, beside = tmp_path / "jsiq.db", tmp_path / "jsiq.db.new"
    shutil.copyfile(old, target)
    shutil.copyfile(new, beside)
    with closing(sqlite3.connect(target)) as reader:
        cursor = reader.execute("SELECT id FROM capture")
        first = cursor.fetchone()
        assert publish(beside, target)
        seen = 1 + len(cursor.fetchall())
        assert first is not None
        assert reader.execute("SELECT count(*) FROM change").fetchone() == (0,)
    with closing(sqlite3.connect(target)) as reader:
        assert reader.execute("SELECT count(*) FROM change").fetchone()[0] > 0
        assert reader.execute("SELECT count(*) FROM capture").fetchone()[0] > seen


def test_nothing_is_ever_written_into_the_published_file(disturbed: Disturbance) -> None:
    """Every call of a whole run that alters something: the database's own name is only ever taken by a rename."""
    calls = [call for call, path in disturbed.second.ending.calls if path == "db/jsiq.db"]
    assert calls == ["rename"]
