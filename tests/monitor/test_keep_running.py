"""`demo --keep-running`: the demo's site stays, so that other commands can fetch it."""

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

pytestmark = pytest.mark.sweep  # each starts processes of its own


@contextmanager
def keeping(script: Path, folder: Path) -> Iterator["subprocess.Popen[str]"]:
    """The demo, once it says that its site stays."""
    with subprocess.Popen(
        [script, "demo", "--keep-running"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if "runs until Ctrl-C" in line:
                break
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 0), (signal.SIGTERM, 143)])
def test_the_site_is_there_for_other_commands_until_the_demo_is_stopped(
    script: Path, jsiq, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    sources = tmp_path / ".demo" / "parsers" / "sources.toml"
    with keeping(script, tmp_path) as process:
        assert "connect_to = " in sources.read_text("utf-8")
        during = jsiq("run", "--root", ".demo")
        process.send_signal(number)
        assert process.wait(timeout=20) == code
        assert process.stdout is not None
        assert process.stdout.read().endswith("7 changes, as planned\n")
    assert during.returncode == 0
    assert "checked 19, unchanged 15, changed 0, unreachable 1" in during.stderr
    assert "connect_to" not in sources.read_text("utf-8")


def test_a_run_after_the_demo_says_how_to_keep_its_site(jsiq) -> None:
    jsiq("demo")
    for command in (("run",), ("collect", "live")):
        done = jsiq(*command, "--root", ".demo")
        assert done.returncode == 3
        assert "`jsiq-scrape demo --keep-running --root .demo`" in done.stderr.splitlines()[-1]
    assert "--keep-running" in jsiq("demo", "--help").stdout
