"""Bodies are read by several processes, and nothing shows it: not their number, not an error, not a kill."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from captures_and_pages import Store

from jsiq_scrape.demo.site import Response
from jsiq_scrape.readings.processes import WORTHWHILE, number_of_processes

Editions = dict[int, dict[str, Response]]

BUILD = """
import shutil, sys
from hashlib import sha256
from pathlib import Path
from jsiq_scrape.database import build
from jsiq_scrape.workspace import Workspace

workspace = Workspace(Path(sys.argv[1]))
for processes in sys.argv[2:]:
    shutil.rmtree(workspace.root / ".cache", ignore_errors=True)
    workspace.database.unlink(missing_ok=True)
    found = []
    report = build(workspace, progress=lambda done, known: found.append((done, known)), processes=int(processes))
    assert found == sorted(found) and len({known for done, known in found}) == 1 and found[-1][0] == found[-1][1]
    print(sha256(workspace.database.read_bytes()).hexdigest(), len(report.damages))
"""

# Each `read` says which process it ran in; the tests below put faults into one.
READ = """
import os, signal, sys, time
from jsiq_scrape.readings.cache import Packed
from jsiq_scrape.readings.processes import ReadingAhead

class Cache(dict):
    has = lambda self, *key: key in self
    put = lambda self, name, kind, packed: self.update({{(name, kind): packed}})
    save = lambda self: None

def read(one):
    {fault}
    return Packed(one[0].encode(), b"%d" % os.getpid())

wanted = [(str(number), None) for number in range(100)]
cache = Cache()
reported = []
with ReadingAhead(cache, read, 3, reported.append) as ahead:
    for one in wanted:
        ahead.add(one)
assert reported == sorted(reported) and reported[-1:] in ([], [100])
assert all(packed.reading.decode() == name for (name, kind), packed in cache.items())
print([name for name, kind in wanted if (name, kind) not in cache])
print(len({{packed.claims for packed in cache.values()}} - {{b"%d" % os.getpid()}}))
try:
    os.waitpid(-1, os.WNOHANG)
except ChildProcessError:
    print("no child is left")
"""

# The captures of a store, read while they are fetched; whether a build that may not read finds them.
AHEAD = """
import sys
from pathlib import Path
from jsiq_scrape.database import build, reading_ahead
from jsiq_scrape.evidence.store import Snapshots
from jsiq_scrape.workspace import Workspace

workspace = Workspace(Path(sys.argv[1]))
with reading_ahead(workspace) as kept:
    for capture in Snapshots(workspace.snapshots).captures():
        kept(capture)
print("jsiq_scrape.parse.profile" in sys.modules)
build(workspace)
print("jsiq_scrape.parse.profile" in sys.modules)
"""


def said(code: str, *arguments: object) -> list[str]:
    """What a program of its own prints; a process that has threads, as one that runs tests may, is not copied."""
    command = [sys.executable, "-X", "dev", "-W", "error", "-c", code, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


@pytest.mark.sweep
def test_any_number_of_processes_gives_the_same_bytes(store: Store, editions: Editions) -> None:
    """Seen failing when the results were taken in the order of their arrival."""
    store.collect(0, editions[1])
    store.collect(30, editions[2])
    damaged = sorted(path for path in (store.workspace.snapshots / "bodies").rglob("*.html"))[3]
    damaged.write_bytes(damaged.read_bytes()[:-1])
    lines = said(BUILD, store.workspace.root, 1, 2, 5)
    assert len(lines) == 3
    assert len(set(lines)) == 1
    assert lines[0].endswith(" 1"), "the damaged body is named, whoever reads"


def test_all_processes_read_and_end() -> None:
    # Each takes long enough that no process reads all before the others have begun.
    assert said(READ.format(fault="time.sleep(0.01)")) == ["[]", "3", "no child is left"]


def test_what_raises_in_a_process_is_left_to_who_asked() -> None:
    fault = "time.sleep(0.01)\n    if one[0] in ('4', '7'): raise RuntimeError"
    assert said(READ.format(fault=fault)) == ["['4', '7']", "3", "no child is left"]


def test_what_processes_did_not_give_when_one_was_killed_is_left_to_who_asked() -> None:
    lacking, processes, end = said(READ.format(fault="if one[0] == '31': os.kill(os.getpid(), signal.SIGKILL)"))
    assert "'31'" in lacking
    assert int(processes) <= 3
    assert end == "no child is left"


@pytest.mark.parametrize("descriptors", [4, 8])
def test_what_processes_that_cannot_be_made_would_give_is_left_to_who_asked(descriptors: int) -> None:
    """Three descriptors are those of the streams."""
    limit = f"resource.setrlimit(resource.RLIMIT_NOFILE, ({descriptors}, {descriptors}))"
    ready = "import resource, concurrent.futures.process, multiprocessing.popen_fork"
    found = said(READ.format(fault="").replace("wanted = ", f"{ready}; {limit}\nwanted = "))
    assert (len(found[0].split(", ")), *found[1:]) == (100, "0", "no child is left")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, -2), (signal.SIGTERM, -15), (signal.SIGKILL, -9)])
@pytest.mark.few(1)
def test_no_process_outlives_the_one_it_was_copied_from(number: int, code: int, tmp_path: Path) -> None:
    """Ctrl-C goes to all of them, the others only to the first."""
    began = tmp_path / "began"
    fault = f"open({str(began)!r}, 'a').write(f'{{os.getpid()}} '); time.sleep(0.05)"
    command = [sys.executable, "-c", READ.format(fault=fault)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        wait_until(lambda: began.exists() and len(set(began.read_text().split())) == 3)
        copies = [int(text) for text in set(began.read_text().split())]
        if number == signal.SIGINT:
            os.killpg(process.pid, number)
        else:
            process.send_signal(number)
        assert process.wait(60) == code
        wait_until(lambda: not any(map(is_alive, copies)))
    finally:
        process.kill()
        process.wait()


@pytest.mark.skipif(number_of_processes() < 2, reason="one processor reads nothing beside the fetching")
def test_what_was_read_while_it_was_fetched_is_not_read_again(store: Store, editions: Editions) -> None:
    """The process that fetches and builds never imports the reader."""
    store.collect(0, editions[1])
    assert said(AHEAD, store.workspace.root) == ["False", "False"]


def test_a_process_with_threads_is_not_copied() -> None:
    """Its locks would be copied as they are held."""
    over = threading.Event()
    thread = threading.Thread(target=over.wait)
    thread.start()
    try:
        assert number_of_processes(1000 * WORTHWHILE) == 1
    finally:
        over.set()
        thread.join()


def test_as_many_processes_as_there_are_processors_and_bodies_for() -> None:
    code = (
        "import os; from jsiq_scrape.readings.processes import *; cores = len(os.sched_getaffinity(0))\n"
        "print(number_of_processes(0), number_of_processes(2 * WORTHWHILE - 1),"
        " number_of_processes(10_000 * WORTHWHILE) == cores)"
    )
    assert said(code) == ["1 1 True"]


def wait_until(true: object) -> None:
    """Until it is so; the limit of a test's time ends the wait."""
    assert callable(true)
    while not true():
        time.sleep(0.02)


def is_alive(process: int) -> bool:
    """Whether it is there and has not ended; who ended may wait to be asked for."""
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(") ")[2]
    except FileNotFoundError:
        return False
    return not state.startswith("Z")
