"""What CONTRIBUTING.md names is there: its commands select tests, its targets, verbs, files and names exist."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from jsiq_scrape.commands import VERBS
from jsiq_scrape.fetch.sources import load_sources

TEXT = (Path(__file__).resolve().parents[2] / "CONTRIBUTING.md").read_text(encoding="utf-8")
CODE = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", TEXT, flags=re.DOTALL))
_PYTEST = ".venv/bin/pytest "


@pytest.mark.parametrize("command", [code for code in CODE if code.startswith(_PYTEST)])
def test_a_documented_command_selects_tests(command: str, repository: Path) -> None:
    """Seen failing: with -k and a word that no test of the file has."""
    words = shlex.split(command.removeprefix(_PYTEST))
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "--quiet", "-p", "no:cacheprovider", *words],
        cwd=repository,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_every_target_of_make_exists(repository: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (repository / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {code.split()[1] for code in CODE if code.startswith("make ")}
    assert named
    assert named - targets == set()


def test_every_command_exists() -> None:
    named = {match for code in [*CODE, TEXT] for match in re.findall(r"jsiq-scrape ([a-z]+)", code)}
    assert named
    assert named - {*VERBS} == set()


def test_every_file_exists(repository: Path) -> None:
    """A path may leave out jsiq_scrape/."""
    paths = {code for code in CODE if re.fullmatch(r"[\w.*-]+(/[\w.*-]+)*/?", code) and ("/" in code or ".py" in code)}
    bases = (repository, repository / "jsiq_scrape")
    assert paths
    assert sorted(path for path in paths if not any(any(base.glob(path.rstrip("/"))) for base in bases)) == []


def test_the_example_of_an_archive_is_understood(tmp_path: Path) -> None:
    (block,) = re.findall(r"```toml\n(.*?)```", TEXT, flags=re.DOTALL)
    source = '[[source]]\nname = "live"\nkind = "live"\nhosts = ["www.programm.invalid"]\n'
    (tmp_path / "sources.toml").write_text(source + block, encoding="utf-8")
    assert load_sources(tmp_path / "sources.toml").archive_named("institute").local
