"""What every area's tests may use: the console script, the reference page, and settings for a slow machine."""

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import settings

REPOSITORY = Path(__file__).resolve().parents[1]

# A deadline per example measures the machine, not the code; several test processes share two cores.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

# A shell without job control starts what it puts in the background deaf to Ctrl-C, and every process that the tests
# start would inherit that: the tests of Ctrl-C would wait for ever.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write what the reader says of the golden pages as their records"
    )


@pytest.hookimpl(tryfirst=True)  # before -m leaves anything out
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of a test marked `few(n)` the cases behind the first n are sweeps."""
    seen: Counter[str] = Counter()
    for item in items:
        mark = item.get_closest_marker("few")
        if mark is not None:
            name = item.nodeid.partition("[")[0]
            seen[name] += 1
            if seen[name] > mark.args[0]:
                item.add_marker(pytest.mark.sweep)


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


Jsiq = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def script() -> Path:
    """The console script of the environment that runs the tests."""
    installed = Path(sys.executable).with_name("jsiq-scrape")
    assert installed.is_file(), f"{installed} is missing: install the project (make install)"
    return installed


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
