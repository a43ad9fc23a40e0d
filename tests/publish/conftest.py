"""A real database of the demo site, and the real server on it."""

import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from jsiq_scrape.demo.tour import tour
from jsiq_scrape.workspace import Workspace

SCRIPT = Path(sys.executable).with_name("jsiq-scrape")


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The workspace of the demo, for reading."""
    root = tmp_path_factory.mktemp("demo")
    tour(root, lambda line: None)
    return Workspace(root)


@pytest.fixture
def copied(demo: Workspace, tmp_path: Path) -> Workspace:
    """A copy of it that a test may damage; its folder's name holds what URIs and shells trip over."""
    root = tmp_path / "Büro 100% #1?"
    shutil.copytree(demo.root, root)
    return Workspace(root)


@dataclass(slots=True)
class Served:
    """A running `jsiq-scrape serve`."""

    address: str
    process: subprocess.Popen[str]

    def stop(self, number: signal.Signals = signal.SIGINT) -> tuple[int, str, str]:
        """End it; gives exit code, the rest of its output, and what it said."""
        self.process.send_signal(number)
        rest, said = self.process.communicate(timeout=20)
        return self.process.returncode, rest, said


@contextmanager
def serving(*arguments: str | Path) -> Iterator[Served]:
    """`jsiq-scrape serve` with these arguments, until the block ends."""
    command = [SCRIPT, "serve", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            if not re.fullmatch(r"http://127\.0\.0\.1:[0-9]+/\n", line):
                process.kill()
                pytest.fail(f"no address but {line!r}: {process.communicate()[1]}")
            yield Served(line.strip(), process)
        finally:
            process.kill()


@pytest.fixture(scope="module")
def served(demo: Workspace) -> Iterator[Served]:
    """The demo's database, served."""
    with serving("--root", demo.root) as running:
        yield running


@pytest.fixture
def start() -> Callable[..., object]:
    """Start a server of one's own."""
    return serving
