"""What every area's tests may use: the reference page, and hypothesis settings that hold on a slow machine."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

REPOSITORY = Path(__file__).resolve().parents[1]

# A deadline per example measures the machine, not the code; several test processes share two cores.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write what the reader says of the golden pages as their records"
    )


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the checkout."""
    return REPOSITORY


@pytest.fixture(scope="session")
def reference_page() -> Path:
    """The text of one real page, which is not ours to publish and so lies outside the repository."""
    named = os.environ.get("JSIQ_REFERENCE_PAGE")
    if not named:
        pytest.skip("JSIQ_REFERENCE_PAGE names no file: set it to the text of the Kreis Düren page to run this test")
    page = Path(named)
    if not page.is_file():
        pytest.fail(f"JSIQ_REFERENCE_PAGE names {page}, which is no file")
    return page
