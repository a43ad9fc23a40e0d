"""Workspaces with one person on many pages, and with that person suppressed."""

import shutil
from pathlib import Path

import pytest
from persons_and_pages import ERIKA, Store, fill, suppress

from jsiq_scrape.database import build
from jsiq_scrape.workspace import Workspace


@pytest.fixture(scope="session")
def named(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Built with everybody, for reading."""
    store = Store(Workspace(tmp_path_factory.mktemp("named") / "workspace"))
    store.workspace.root.mkdir()
    fill(store)
    build(store.workspace)
    return store.workspace


@pytest.fixture(scope="session")
def suppressed(named: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The same, built again after Erika was suppressed: its cache and its database had her; for reading."""
    workspace = Workspace(tmp_path_factory.mktemp("suppressed") / "workspace")
    shutil.copytree(named.root, workspace.root)
    suppress(workspace, name=ERIKA.name)
    build(workspace)
    return workspace


@pytest.fixture
def mine(named: Workspace, tmp_path: Path) -> Workspace:
    """A copy of the one with everybody, to be altered."""
    workspace = Workspace(tmp_path / "workspace")
    shutil.copytree(named.root, workspace.root)
    return workspace
