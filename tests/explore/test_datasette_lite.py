"""The published files in Pyodide, where JSIQ_PYODIDE names the folder of that npm package (docs/datasette.md)."""

import json
import os
import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

import httpx
import pytest

from jsiq_scrape.database.sql import queries
from jsiq_scrape.tables import TABLES, VIEWS
from jsiq_scrape.workspace import Workspace

PYODIDE = os.environ.get("JSIQ_PYODIDE")
NODE = shutil.which("node")
pytestmark = [
    pytest.mark.sweep,
    pytest.mark.skipif(
        PYODIDE is None or NODE is None,
        reason="JSIQ_PYODIDE names no folder of the npm package pyodide, or there is no node",
    ),
]
PAGES = [f"/jsiq/{one.name}" for one in (*TABLES, *VIEWS, *queries())]
ROWS = [
    *(f"/jsiq/{one.name}.json?_shape=array&_size=max" for one in (*TABLES, *VIEWS)),
    *(
        f"/jsiq/suche.json?_shape=array&suche={asked}"
        for asked in ("Dueren", "Duren", "fallberat", "Sch%C3%BCler*innen", "%22", "AND", "")
    ),
    "/jsiq/projekte_am.json?_shape=array&datum=31.12.2016",
    "/jsiq/aenderungen_seit.json?_shape=array&datum=",
    "/jsiq/chronik.json?_shape=array&profil=D%C3%BCren",
    "/jsiq/project_overview.json?_shape=array&_search=beratung",
]


@pytest.fixture(scope="module")
def lite(small: Workspace) -> dict[str, Any]:
    script = Path(__file__).with_name("lite.mjs")
    command = [str(NODE), str(script), str(PYODIDE), sysconfig.get_path("purelib"), str(small.db)]
    asked = json.dumps(["/", "/jsiq", *PAGES, *ROWS])
    done = subprocess.run(command, check=False, input=asked, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_every_page_answers_in_the_browser_too(lite: dict[str, Any]) -> None:
    answers = {address: lite["answers"][address][0] for address in ("/", "/jsiq", *PAGES)}
    assert answers == dict.fromkeys(answers, 200)
    assert "Beginn des Zeitraums" in lite["answers"]["/jsiq/project_overview"][1]


def test_its_sqlite_gives_the_rows_that_ours_gives(lite: dict[str, Any], small_served) -> None:
    with httpx.Client(base_url=small_served.address, timeout=30) as browser:
        for address in ROWS:
            status, text = lite["answers"][address]
            assert status == 200, address
            assert json.loads(text) == browser.get(address).json(), address
