"""What the tests of history and database share; the values stand in captures_and_pages.py."""

from pathlib import Path

import pytest
from captures_and_pages import Store, World

from jsiq_scrape.demo.site import Response, pages
from jsiq_scrape.workspace import Workspace


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
