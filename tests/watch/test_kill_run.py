"""A `run` killed at any write leaves the old database whole, and the next one gives what it would have given."""

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jsiq_scrape.clock import StandingClock
from jsiq_scrape.demo.plan import PLAN
from jsiq_scrape.demo.server import serve
from jsiq_scrape.fetch import sources
from jsiq_scrape.load.database import check
from jsiq_scrape.snapshots import Snapshots
from jsiq_scrape.watch.changes import changes
from jsiq_scrape.watch.compare import DATA, compare
from jsiq_scrape.watch.run import run
from jsiq_scrape.workspace import Workspace

BEGIN = datetime(2018, 4, 12, 10, tzinfo=UTC)
LATER = BEGIN + timedelta(days=7)
#: Set to 1: every write is tried.  Else this many, spread over all of them.
ALL = os.environ.get("JSIQ_ALL_KILL_POINTS") == "1"
SAMPLED = 14

# Imports once, then forks for each line "N ROOT": N is the write to die at, 0 to run through and be told how many.
DRIVER = """
import ctypes, os, sys
from datetime import datetime
from pathlib import Path
from jsiq_scrape.clock import StandingClock
from jsiq_scrape.fetch import sources
from jsiq_scrape.watch.run import run
from jsiq_scrape.workspace import Workspace

counter = ctypes.CDLL(None)
moment = datetime.fromisoformat(sys.argv[1])
for line in sys.stdin:
    number, root = line.rstrip("\\n").split(" ", 1)
    workspace = Workspace(Path(root))
    child = os.fork()
    if child == 0:
        counter.arm(ctypes.c_long(int(number)))
        run(workspace, sources.load(workspace.resource("sources.toml")), StandingClock(moment))
        print(counter.points(), flush=True)
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    print("ended", status, flush=True)
"""


@pytest.fixture(scope="module")
def killer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library that kills at a write."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None or not sys.platform.startswith("linux"):
        pytest.skip("needs Linux and a C compiler: the writes are counted by a preloaded library")
    library = tmp_path_factory.mktemp("killer") / "kill_at_write.so"
    source = Path(__file__).with_name("kill_at_write.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)
    return library


def look(workspace: Workspace, moment: datetime) -> None:
    run(workspace, sources.load(workspace.resource("sources.toml")), StandingClock(moment))


def copied(workspace: Workspace, to: Path) -> Workspace:
    shutil.copytree(workspace.root, to)
    return Workspace(to)


def names(workspace: Workspace) -> set[str]:
    """All files but the run files, of which a killed run leaves one more: it is evidence of what it had seen."""
    files = (path.relative_to(workspace.root) for path in workspace.root.rglob("*") if path.is_file())
    return {str(path) for path in files if path.parts[:2] != ("snapshots", "runs")}


def test_a_run_killed_at_any_write_loses_nothing_and_leaves_nothing(killer: Path, lead, tmp_path: Path) -> None:
    base = tmp_path / "base"
    base.mkdir()
    with serve(1) as site:
        started = lead(site.port)
        look(started, BEGIN)
    old = started.database.read_bytes()
    with serve(2) as site:
        lead(site.port)
        template = Workspace(base / "template")
        template.root.mkdir()
        for name in ("parsers", "snapshots", "db", ".cache"):
            shutil.copytree(started.root / name, template.root / name)
        whole = copied(template, base / "whole")
        with subprocess.Popen(
            [sys.executable, "-c", DRIVER, LATER.isoformat()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "LD_PRELOAD": str(killer)},
        ) as driver:
            assert driver.stdin is not None
            assert driver.stdout is not None

            def ask(number: int, workspace: Workspace) -> str:
                driver.stdin.write(f"{number} {workspace.root}\n")
                driver.stdin.flush()
                return driver.stdout.readline().strip()

            points = int(ask(0, whole))
            assert driver.stdout.readline() == "ended 0\n"
            assert points > 100
            assert len(changes(whole.database)) == len(PLAN)
            new = whole.database.read_bytes()
            wanted = names(whole)
            # Threads and the cache of readings may make a point more or less: stay a little below the end.
            chosen = (
                range(1, points + 1)
                if ALL
                else sorted({1 + step * (points - 1) // SAMPLED for step in range(SAMPLED)} | {points - 1, points})
            )
            killed = 0
            for number in chosen:
                workspace = copied(template, base / "killed")
                answer = ask(number, workspace)
                if answer != "ended -9":
                    assert driver.stdout.readline() == "ended 0\n"
                    assert int(answer) < number, f"point {number}: the run was not killed"
                killed += answer == "ended -9"
                check(workspace.database)
                assert workspace.database.read_bytes() == old or compare(whole.database, workspace.database, DATA) == []
                damages = Snapshots(workspace.snapshots).verify()
                assert [damage for damage in damages if not damage.harmless] == [], f"point {number}"

                look(workspace, LATER)
                assert compare(whole.database, workspace.database, DATA) == [], f"point {number}"
                assert names(workspace) == wanted, f"point {number}"
                shutil.rmtree(workspace.root)
            driver.stdin.close()
            assert driver.wait(timeout=20) == 0
    assert killed >= len(chosen) - 2
    assert old != new
