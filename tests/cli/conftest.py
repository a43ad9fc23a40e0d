"""The installed console script, run as people run it."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

SCRIPT = Path(sys.executable).with_name("jsiq-scrape")

Jsiq = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def script() -> Path:
    """The console script of the environment that runs the tests."""
    assert SCRIPT.is_file(), f"{SCRIPT} is missing: install the project (make install)"
    return SCRIPT


@pytest.fixture
def jsiq(script: Path, tmp_path: Path) -> Jsiq:
    """Run `jsiq-scrape` with these arguments in `tmp_path` and give what it said; its output is read as UTF-8."""

    def run(
        *arguments: str | Path, stdin: bytes = b"", environment: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [script, *arguments],
            input=stdin,
            capture_output=True,
            cwd=tmp_path,
            env={**os.environ, **(environment or {})},
            timeout=120,
            check=False,
        )
        return subprocess.CompletedProcess(
            done.args, done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
        )

    return run


def one_line(said: str) -> str:
    """The single line that an error consists of."""
    lines = said.splitlines()
    assert len(lines) == 1, said
    assert lines[0].startswith("jsiq-scrape: "), said
    return lines[0]
