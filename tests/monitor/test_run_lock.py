"""One writer at a time."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jsiq_scrape.errors import Busy
from jsiq_scrape.monitor.lock import hold
from jsiq_scrape.workspace import Workspace

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)

HOLDER = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from jsiq_scrape.monitor.lock import hold
from jsiq_scrape.workspace import Workspace
with hold(Workspace(Path(sys.argv[1])), "run", datetime(2026, 3, 1, 12, tzinfo=UTC)):
    print("held", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def holder(tmp_path: Path):
    """Another process that holds the workspace."""
    with subprocess.Popen([sys.executable, "-c", HOLDER, tmp_path], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_second_writer_learns_who_holds_the_workspace(tmp_path: Path, holder) -> None:
    with pytest.raises(Busy) as reported, hold(Workspace(tmp_path), "build", NOON):
        pytest.fail("the workspace was held by two")
    assert f"run, process {holder.pid} on " in str(reported.value)
    assert "since 2026-03-01 12:00:00 UTC" in str(reported.value)
    assert reported.value.exit_code == 75


def test_a_killed_writer_leaves_no_lock_behind(tmp_path: Path, holder) -> None:
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    with hold(Workspace(tmp_path), "build", NOON):
        pass


def test_the_lock_is_free_again_when_the_work_is_done(tmp_path: Path) -> None:
    for _ in range(2):
        with hold(Workspace(tmp_path), "run", NOON):
            pass


def test_the_lock_is_free_again_when_the_work_fails(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), hold(Workspace(tmp_path), "run", NOON):
        raise ZeroDivisionError
    with hold(Workspace(tmp_path), "run", NOON):
        pass


def test_what_stands_in_the_lock_file_decides_nothing(tmp_path: Path) -> None:
    Workspace(tmp_path).lock.write_text("run, process 1 on elsewhere, since the beginning\n", encoding="utf-8")
    with hold(Workspace(tmp_path), "run", NOON):
        assert f"process {os.getpid()} on " in Workspace(tmp_path).lock.read_text(encoding="utf-8")


def test_a_workspace_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    Workspace(tmp_path).lock.mkdir()
    with pytest.raises(OSError, match="lock"), hold(Workspace(tmp_path), "run", NOON):
        pass
