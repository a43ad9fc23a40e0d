"""A real Chromium without a window, and the real server on a small world it looks at."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "explore"))  # import mode "importlib" leaves them out
sys.path.insert(0, str(Path(__file__).parent))

from servers import Served, serving
from small_world import small_world

from jsiq_scrape.workspace import Workspace

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
#: No sandbox, because CI runs as root; no talk of the browser's own with its maker.
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Offices of real places, and one page that means no good."""
    return small_world(tmp_path_factory.mktemp("small") / "workspace")


@pytest.fixture(scope="session")
def served(small: Workspace) -> Iterator[Served]:
    """Its database, served."""
    with serving("--root", small.root) as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """The browser of the system, driven by Playwright, which brings none of its own."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium to run the browser tests")
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: make install")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
