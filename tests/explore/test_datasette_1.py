"""The published files on a Datasette 1.0 alpha, where JSIQ_DATASETTE_1 names the command of one (docs/datasette.md)."""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from jsiq_scrape.database.sql import queries
from jsiq_scrape.tables import TABLES, VIEWS
from jsiq_scrape.workspace import Workspace

PROGRAM = os.environ.get("JSIQ_DATASETTE_1")
pytestmark = [
    pytest.mark.sweep,
    pytest.mark.skipif(
        PROGRAM is None,
        reason="JSIQ_DATASETTE_1 names no Datasette 1.0: set it to the command in an environment of its own",
    ),
]
PROJECT = "nw-kreis-dueren--lotsen-vor-ort"


@pytest.fixture(scope="module")
def browser(small: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """The database and the two files beside it as a configuration folder, served by that Datasette."""
    folder = tmp_path_factory.mktemp("folder")
    for name in ("jsiq.db", "metadata.yaml", "datasette.yaml"):
        shutil.copy(small.db / name, folder / name)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert PROGRAM is not None
    said = Path(folder / "said.txt")
    with (
        said.open("w") as file,
        subprocess.Popen([PROGRAM, str(folder), "--port", str(port)], stdout=file, stderr=file) as process,
    ):
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}/", timeout=30) as client:
                for _ in range(200):
                    try:
                        client.get("-/versions.json")
                        break
                    except httpx.ConnectError:
                        assert process.poll() is None, said.read_text()
                        time.sleep(0.1)
                yield client
        finally:
            process.kill()


def test_it_is_a_datasette_1(browser: httpx.Client) -> None:
    assert browser.get("-/versions.json").json()["datasette"]["version"].startswith("1.")


@pytest.mark.parametrize("name", [one.name for one in (*TABLES, *VIEWS)] + [one.name for one in queries()])
def test_every_table_view_and_question_answers(browser: httpx.Client, name: str) -> None:
    assert browser.get(f"jsiq/{name}").status_code == 200


def test_a_row_answers(browser: httpx.Client) -> None:
    assert "Jugendwerk" not in browser.get("jsiq/project/nobody").text
    assert browser.get(f"jsiq/project/{PROJECT}").status_code == 200


def test_the_search_finds_german(browser: httpx.Client) -> None:
    for address in ("jsiq/suche.json?suche=Dueren", "jsiq/project_overview.json?_search=Dueren"):
        found = browser.get(address).json()["rows"]
        assert {row["profile"] for row in found} == {"nw-kreis-dueren"}


def test_descriptions_facets_titles_and_hidden_tables_are_taken_over(browser: httpx.Client) -> None:
    table = browser.get("jsiq/project_overview").text
    assert "Beginn des Zeitraums" in table
    assert re.search(r'data-column="counselling".*?keine Angabe', table, re.DOTALL)
    listed = browser.get("jsiq/-/queries").text  # the page of the database names only five
    assert "Stand am Datum: Projekte" in listed
    hidden = {one["name"] for one in browser.get("jsiq.json").json()["tables"] if one["hidden"]}
    assert {"project_search", "project_trigram"} <= hidden
    assert "project" not in hidden


def test_markup_of_a_page_is_text_there_too(browser: httpx.Client) -> None:
    for address in ("jsiq/project", "jsiq/profile", "jsiq/claim?_size=max", "jsiq/suche?suche=script"):
        page = browser.get(address).text
        assert "<script>document.title" not in page
        assert "<img src=" not in page
