"""What the promises share: a library that makes writes fail, and a small workspace that has looked once."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from databases import content_digest

from jsiq_scrape.clock import StandingClock
from jsiq_scrape.fetch import sources
from jsiq_scrape.monitor.job import run
from jsiq_scrape.workspace import Workspace

sys.path.insert(0, str(Path(__file__).parent))  # import mode "importlib" leaves it out

pytest.register_assert_rewrite("faults")

from faults import BEGIN, FIRST, LATER, SECOND, Disturbance, Undisturbed, copied, faults, files, lead, site  # noqa: E402


@pytest.fixture(scope="session")
def fault_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library that makes the n-th write fail."""
    compiler = shutil.which("gcc") or shutil.which("cc") or shutil.which("clang")
    if compiler is None or not sys.platform.startswith("linux"):
        pytest.skip("needs Linux and a C compiler: faults come from a library that is compiled here and preloaded")
    library = tmp_path_factory.mktemp("fault") / "fault_at.so"
    source = Path(__file__).with_name("fault_at.c")
    done = subprocess.run(
        [compiler, "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        pytest.skip(f"{compiler} cannot compile the library that makes writes fail: {done.stderr[:300]}")
    return library


@pytest.fixture(scope="module")
def disturbed(fault_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Disturbance]:
    """A workspace before and after its first and its second run, and the driver of disturbed ones."""
    base = tmp_path_factory.mktemp("disturbed")

    def undisturbed(start: Workspace, moment: datetime, name: str) -> Undisturbed:
        end = copied(start, base / name)
        ending = driver.run(end, moment)
        assert (ending.code, ending.struck) == (0, False), ending.said
        return Undisturbed(start, moment, end, ending, content_digest(end.database), files(end))

    with site(1) as old, site(2) as new:
        warm, empty, once = (Workspace(base / name) for name in ("warm", "empty", "once"))
        for workspace in (warm, empty):
            lead(workspace, old.port, FIRST)
        with faults(fault_library, warm) as driver:
            first = undisturbed(empty, BEGIN, "first")
            copied(first.end, once.root)
            lead(once, new.port, SECOND)
            yield Disturbance(driver, first, undisturbed(once, LATER, "second"))


@pytest.fixture(scope="session")
def collected(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, Workspace]:
    """A small workspace after its first capture, and the same after its second one, which saw changes; for reading."""
    base = tmp_path_factory.mktemp("checked")
    once, twice = Workspace(base / "once"), Workspace(base / "twice")
    for workspace, edition, moment, paths in ((once, 1, BEGIN, FIRST), (twice, 2, LATER, SECOND)):
        if edition == 2:
            copied(once, twice.root)
        with site(edition) as server:
            lead(workspace, server.port, paths)
            known = sources.load_sources(workspace.resource("sources.toml"))
            assert run(workspace, known, StandingClock(moment)).exit_code() == 0
    return once, twice


@pytest.fixture
def mine(collected: tuple[Workspace, Workspace], tmp_path: Path) -> Workspace:
    """A copy of the second of them that a test may damage."""
    return copied(collected[1], tmp_path / "mine")
