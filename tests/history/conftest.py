"""What the tests of history and database share; the values stand in captures_and_pages.py."""

import sys
from pathlib import Path

import pytest

from jsiq_scrape.demo.site import Response, pages
from jsiq_scrape.workspace import Workspace

sys.path.insert(0, str(Path(__file__).parent))  # import mode "importlib" leaves it out

from captures_and_pages import Store, World


@pytest.fixture
def world() -> World:
    """No capture yet."""
    return World()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty workspace."""
    return Store(Workspace(tmp_path / "workspace"))


@pytest.fixture(scope="session")
def editions() -> dict[int, dict[str, Response]]:
    """The profile pages of both editions of the demo site, by path."""
    return {
        edition: {
            path: answer
            for path, answer in pages(edition).items()  # type: ignore[arg-type]
            if answer.status == 200 and ("/details/" in path or "-139" in path) and "entwurf" not in path
        }
        for edition in (1, 2)
    }
