"""Both editions of the demo site, served over real HTTP."""

from collections.abc import Iterator

import pytest

from jsiq_scrape.demo.server import DemoServer, serve


@pytest.fixture(scope="module", params=[1, 2])
def server(request: pytest.FixtureRequest) -> Iterator[DemoServer]:
    with serve(request.param) as running:
        yield running


@pytest.fixture(scope="module")
def second() -> Iterator[DemoServer]:
    with serve(2) as running:
        yield running
