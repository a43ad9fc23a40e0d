"""Dependencies are declared with their lowest version, and the README's commands are the Makefile's."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

import jsiq_scrape


def name_of(requirement: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[^A-Za-z0-9._-]", requirement)[0]).lower()


#: Datasette's plugins break on its 1.0; DuckDB's extension must be of DuckDB's own version.
BOUNDED = {"datasette", "duckdb", "duckdb-extension-sqlite-scanner"}


def test_dependencies_have_lower_bounds_and_few_an_upper_one(repository: Path) -> None:
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = project["dependencies"] + [name for extra in project["optional-dependencies"].values() for name in extra]
    assert [requirement for requirement in asked if ">=" not in requirement] == []
    assert {name_of(requirement) for requirement in asked if re.search(r"<|==|~=", requirement)} == BOUNDED


@pytest.mark.parametrize("target", ["run", "test", "test-all"])
def test_the_commands_of_the_readme_exist(target: str, repository: Path) -> None:
    assert f"make {target}" in (repository / "README.md").read_text(encoding="utf-8")
    assert re.search(rf"^{target}:", (repository / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_every_target_the_readme_and_docs_name_exists(repository: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (repository / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    texts = [repository / "README.md", *sorted((repository / "docs").glob("*.md")), repository / ".ci" / "run"]
    named = {
        target
        for text in texts
        for target in re.findall(r"^\s*(?:\$ )?make ([a-z-]+)", text.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert named
    assert named - targets == set()


@pytest.mark.parametrize(
    ("python", "words"), [("no-such-python", "no 'no-such-python' here"), ("old-python", "Python 3.10.9 is too old")]
)
def test_make_says_which_python_it_needs(python: str, words: str, repository: Path, tmp_path: Path) -> None:
    old = tmp_path / "old-python"
    old.write_text('#!/bin/sh\ncase "$1" in --version) echo Python 3.10.9;; *) exit 1;; esac\n', encoding="utf-8")
    old.chmod(0o755)
    command = ["make", "--no-print-directory", "-f", repository / "Makefile", ".venv/bin/python"]
    name = str(old) if python == "old-python" else python
    answer = subprocess.run([*command, f"PYTHON={name}"], check=False, cwd=tmp_path, capture_output=True, text=True)
    assert answer.returncode != 0
    assert words in answer.stderr
    assert not (tmp_path / ".venv").exists()


def test_the_version_is_the_same_wherever_it_stands(repository: Path) -> None:
    citation = (repository / "CITATION.cff").read_text(encoding="utf-8")
    changelog = (repository / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"version: {jsiq_scrape.__version__}\n" in citation
    assert f"## {jsiq_scrape.__version__}" in changelog


def test_the_changelog_lists_changes_of_the_data_schema(repository: Path) -> None:
    assert re.search(r"^#+ Data schema$", (repository / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
