"""A workspace whose one source is the demo site, served in either edition."""

from collections.abc import Callable
from pathlib import Path

import pytest

import jsiq_scrape.demo
from jsiq_scrape.workspace import Workspace

SOURCES = Path(jsiq_scrape.demo.__file__).with_name("sources.toml")

Lead = Callable[[int], Workspace]


@pytest.fixture
def lead(tmp_path: Path) -> Lead:
    """The workspace, with its source led to this port of the loopback address."""
    workspace = Workspace(tmp_path)

    def to(port: int) -> Workspace:
        workspace.parsers.mkdir(exist_ok=True)
        text = SOURCES.read_text(encoding="utf-8").replace("threads = 1", "attempts = 1\nthreads = 8")
        text += f'connect_to = {{ "www.programm.invalid:80" = "127.0.0.1:{port}" }}\n'
        (workspace.parsers / "sources.toml").write_text(text, encoding="utf-8")
        return workspace

    return to
