"""A store in a folder of its own, and captures to put into it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jsiq_scrape.evidence.store import Capture, RobotsDecision, Snapshots

START = datetime(2021, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Snapshots:
    return Snapshots(tmp_path / "snapshots")


@pytest.fixture
def make_capture() -> Callable[..., Capture]:
    """A factory of captures: `make_capture("a")` is one at http://www.programm.invalid/a that brought the body b"a"."""

    def make(name: str, *, minutes: int = 0, **fields: object) -> Capture:
        moment = START + timedelta(minutes=minutes)
        url = f"http://www.programm.invalid/{name}"
        values: dict[str, object] = {
            "source": "live",
            "url": url,
            "final_url": url,
            "asked_at": moment,
            "captured_at": moment,
            "retrieved_at": moment,
            "status": 200,
            "headers": (("content-type", "text/html"), ("etag", f'"{name}"')),
            "robots": RobotsDecision(True, "no rule", 200),
            "body": name.encode(),
        }
        return Capture(**(values | fields))  # type: ignore[arg-type]

    return make
