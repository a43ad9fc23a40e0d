"""What `datasette publish` and `datasette package` make of a database starts, and shows our pages, below a path too.

The programs of the hosts need the network. Stand-ins on the PATH say that they are there, and keep what they are given.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from jsiq_scrape.workspace import Workspace

ROOT = Path(__file__).parents[2]
DATASETTE = Path(sys.executable).with_name("datasette")
STAND_INS = {
    "heroku": "echo heroku-builds 0.0.29",
    "docker": 'cp -RL . "$KEPT"',
}


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that a stand-in keeps what it is given in."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, what in STAND_INS.items():
        (programs / name).write_text(f"#!/bin/sh\n{what}\n", encoding="utf-8")
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{DATASETTE.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("KEPT", str(tmp_path / "kept"))
    return tmp_path / "kept"


@pytest.fixture(scope="session")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of `make wheel`."""
    folder = tmp_path_factory.mktemp("workspace") / "dist"
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    return folder


def publish(command: str, small: Workspace, dist: Path, *options: str) -> str:
    """Run it as docs/publishing.md does; gives what is installed there: our wheel."""
    (wheel,) = dist.glob("*.whl")
    what = f"wheels/{wheel.name}[datasette]"
    shared = ["--static", f"wheels:{dist}", "--install", what, *options]
    subprocess.run([DATASETTE, *command.split(), small.database, *shared], check=True, capture_output=True, text=True)
    return what


@contextmanager
def running(command: str, folder: Path, base: str = "/") -> Iterator[httpx.Client]:
    """A command line of a host, run in its folder on this machine alone."""
    parts = shlex.split(command.replace("0.0.0.0", "127.0.0.1").replace("$PORT", "0"))
    assert parts[:2] == ["datasette", "serve"]
    with subprocess.Popen(parts, cwd=folder, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            told = next(line for line in process.stderr if "running on" in line)
            (address,) = re.findall(r"http://127\.0\.0\.1:[0-9]+", told)
            with httpx.Client(base_url=address + base, timeout=30) as client:
                yield client
        finally:
            process.kill()


def shows_our_pages(browser: httpx.Client, base: str = "/") -> None:
    start = browser.get("")
    assert "JUGEND STÄRKEN im Quartier</h1>" in start.text
    addresses = re.findall(r'(?:href|src|action)="(/[^"]*)"', start.text)
    assert [one for one in addresses if not one.startswith(base)] == []
    style = next(one for one in addresses if one.endswith("pages.css"))
    assert browser.get(style.removeprefix(base)).status_code == 200
    row = browser.get("jsiq/project/nw-kreis-dueren--lotsen-vor-ort").text
    evidence = next(iter(re.findall(r'href="([^"#]*/-/seite/[^"#]*)', row)))
    assert "liegen nicht bei dieser Datenbank" in browser.get(evidence.removeprefix(base)).text
    assert 'class="point"' in browser.get("jsiq/karte").text
    assert browser.get("jsiq/projekte_nach_jahr.json").json()["rows"]


@pytest.mark.sweep
def test_what_publish_heroku_generates_starts(small: Workspace, dist: Path, kept: Path) -> None:
    what = publish("publish heroku", small, dist, "--generate-dir", str(kept))
    assert (kept / "requirements.txt").read_text(encoding="utf-8").split() == ["datasette", what]
    assert (kept / what.partition("[")[0]).is_file()
    subprocess.run(["sh", "bin/post_compile"], cwd=kept, check=True, capture_output=True)
    web = (kept / "Procfile").read_text(encoding="utf-8").removeprefix("web: ")
    with running(web, kept) as browser:
        shows_our_pages(browser)


@pytest.mark.sweep
def test_what_package_builds_starts_below_a_path(small: Workspace, dist: Path, kept: Path) -> None:
    what = publish("package", small, dist, "--extra-options", "--setting base_url /daten/")
    lines = (kept / "Dockerfile").read_text(encoding="utf-8").splitlines()
    steps = [line.removeprefix("RUN ") for line in lines if line.startswith("RUN ")]
    assert steps[0] == f"pip install -U datasette {what}"
    assert (kept / what.partition("[")[0]).is_file()
    subprocess.run(shlex.split(steps[1]), cwd=kept, check=True, capture_output=True)
    (command,) = (line.removeprefix("CMD ") for line in lines if line.startswith("CMD "))
    with running(command, kept, "/daten/") as browser:
        shows_our_pages(browser, "/daten/")


def test_the_container_file_of_the_docs_starts(small: Workspace, dist: Path, kept: Path, tmp_path: Path) -> None:
    text = (ROOT / "docs" / "publishing.md").read_text(encoding="utf-8")
    (recipe,) = re.findall(r"^    FROM python:3\.\d+-slim\n(?:    .*\n)+", text, re.MULTILINE)
    copied = re.findall(r"^    COPY (\S+) (\S+)$", recipe, re.MULTILINE)
    assert copied == [("dist/*.whl", "/tmp/"), ("db/jsiq.db", "/data/jsiq.db")]
    assert list(dist.glob("*.whl"))
    (tmp_path / "data").mkdir()
    shutil.copy(small.database, tmp_path / "data" / "jsiq.db")
    (command,) = re.findall(r"^    CMD \[(.*)\]$", recipe, re.MULTILINE)
    line = shlex.join(re.findall(r'"([^"]*)"', command))
    with running(line.replace("/data/", "data/").replace("--port 8001", "--port $PORT"), tmp_path) as browser:
        shows_our_pages(browser)
