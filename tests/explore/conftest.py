"""A real database of the demo site, and the real server on it."""

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from jsiq_scrape.demo.tour import tour
from jsiq_scrape.workspace import Workspace

sys.path.insert(0, str(Path(__file__).parent))  # import mode "importlib" leaves it out

from servers import Served, serving
from small_world import small_world


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


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Offices of real places, and one page that means no good; for reading."""
    return small_world(tmp_path_factory.mktemp("small") / "workspace")


@pytest.fixture(scope="session")
def small_served(small: Workspace) -> Iterator[Served]:
    """Its database, served."""
    with serving("--root", small.root) as running:
        yield running


@pytest.fixture(scope="session")
def served(demo: Workspace) -> Iterator[Served]:
    """The demo's database, served."""
    with serving("--root", demo.root) as running:
        yield running


@pytest.fixture
def start() -> Callable[..., object]:
    """Start a server of one's own."""
    return serving
