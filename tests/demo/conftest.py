"""Both editions of the demo site, served over real HTTP."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from jsiq_scrape.demo.server import DemoServer, serve

sys.path.insert(0, str(Path(__file__).parent))  # import mode "importlib" leaves it out


@pytest.fixture(scope="module", params=[1, 2])
def server(request: pytest.FixtureRequest) -> Iterator[DemoServer]:
    with serve(request.param) as running:
        yield running


@pytest.fixture(scope="module")
def second() -> Iterator[DemoServer]:
    with serve(2) as running:
        yield running
