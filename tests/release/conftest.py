"""Releases of the demo's data, with and without contacts."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from jsiq_scrape.demo.tour import tour
from jsiq_scrape.release.release import write
from jsiq_scrape.workspace import Workspace

DATASET = """
title = "Koordinierungsstellen: ein Versuch"
description = "Data of the demo, for tests."
version = "1.2.0"
released = 2026-02-03

[[authors]]
name = "Musterfrau, Erika"
orcid = "0000-0002-1825-0097"

[licence]
name = "Creative Commons Attribution 4.0 International"
url = "https://creativecommons.org/licenses/by/4.0/"
spdx = "CC-BY-4.0"
"""


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The workspace of the demo, for reading."""
    root = tmp_path_factory.mktemp("demo")
    tour(root, lambda line: None)
    (root / "dataset.toml").write_text(DATASET, encoding="utf-8")
    return Workspace(root)


@pytest.fixture(scope="session")
def free(demo: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release without contacts, for reading."""
    return write(demo, tmp_path_factory.mktemp("free") / "release").folder


@pytest.fixture(scope="session")
def full(demo: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release with contacts and pages, for reading."""
    return write(demo, tmp_path_factory.mktemp("full") / "release", contacts=True).folder


@pytest.fixture
def copied(tmp_path: Path) -> Callable[[Path], Path]:
    """A copy of a release or workspace that a test may damage; its folder's name holds blanks and umlauts."""

    def copy(folder: Path) -> Path:
        return Path(shutil.copytree(folder, tmp_path / "Kopie für Übung"))

    return copy


@pytest.fixture
def holder(demo: Workspace, copied: Callable[[Path], Path]) -> Workspace:
    """A copy of the demo's workspace."""
    return Workspace(copied(demo.root))
