"""The README says what is true: its query has that answer, its commands print that, nothing is left out."""

import os
import re
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from jsiq_scrape.commands import VERBS
from jsiq_scrape.demo.tour import tour
from jsiq_scrape.records import Reading
from jsiq_scrape.tables.connection import connect


@pytest.fixture(scope="module")
def readme(repository: Path) -> str:
    return (repository / "README.md").read_text(encoding="utf-8")


def test_the_query_has_the_answer_that_is_printed(readme: str, tmp_path: Path) -> None:
    found = re.search(r"```sql\n(.+?)```\n\n```\n(.+?)```", readme, re.DOTALL)
    assert found is not None
    query, answer = found.groups()
    tour(tmp_path, lambda line: None)
    with closing(connect(tmp_path / "db" / "jsiq.db")) as connection:
        rows = connection.execute(query)
        shown = [[column[0] for column in rows.description], *(list(map(str, row)) for row in rows)]
    printed = [line.split() for line in answer.splitlines() if not line.startswith("-")]
    assert printed == shown


def test_make_run_prints_what_is_printed(readme: str, script: Path, tmp_path: Path) -> None:
    found = re.search(r"\$ make run\n(\S+) demo\n(.+?)```", readme, re.DOTALL)
    assert found is not None
    called = tmp_path / found[1]
    called.parent.mkdir(parents=True)
    called.symlink_to(script)
    done = subprocess.run(
        [found[1], "demo"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "PATH": os.defpath},  # no activated environment, as make calls it
        check=True,
    )
    assert done.stdout.decode() == found[2]


@pytest.fixture(scope="module")
def commands(repository: Path) -> str:
    return (repository / "docs" / "commands.md").read_text(encoding="utf-8")


def test_every_verb_and_every_exit_code_is_named(commands: str) -> None:
    named = re.findall(r"^\| `([a-z]+)", commands, re.MULTILINE)
    assert set(VERBS) <= set(named)
    codes = re.findall(r"^\| ([0-9, ]+) \|", commands, re.MULTILINE)
    assert codes == ["0", "1", "2", "3", "4", "5", "75", "130, 143"]


def test_the_keys_of_a_reading_are_named(commands: str) -> None:
    for key in Reading.model_fields.keys() - {"charset", "title"} | {"source"}:
        assert f"`{key}`" in commands


def test_every_link_into_the_repository_leads_somewhere(readme: str, repository: Path) -> None:
    links = [link for link in re.findall(r"\]\(([^)]+)\)", readme) if "://" not in link]
    assert links
    assert [link for link in links if not (repository / link).exists()] == []
