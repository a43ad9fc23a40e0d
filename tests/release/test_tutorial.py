"""A newcomer who follows docs/tutorial.md gets from a WARC file to two figures that cite their source."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from documented import examples

Jsiq = Callable[..., subprocess.CompletedProcess[str]]


@pytest.mark.sweep
def test_the_tutorial_leads_from_a_warc_file_to_a_cited_figure(repository: Path, jsiq: Jsiq, tmp_path: Path) -> None:
    pending, printed, expected = "", "", ""
    for example in examples(repository / "docs" / "tutorial.md"):
        if example.language == "python":
            pending += example.code
            expected += example.printed or ""
            continue
        printed += _run(pending, tmp_path)
        pending = ""
        for line in example.code.splitlines():
            done = jsiq(*line.removeprefix("$ jsiq-scrape ").split())
            assert done.returncode == 0, f"docs/tutorial.md:{example.line}: {line}: {done.stderr}"
    assert printed + _run(pending, tmp_path) == expected
    for name in ("bausteine.svg", "laufzeit.svg"):
        assert (tmp_path / name).stat().st_size > 5_000


def _run(program: str, folder: Path) -> str:
    """What a program prints that was started in that folder."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
