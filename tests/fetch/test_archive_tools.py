"""Real parts: pywb replays what we exported and answers our collection; EDGI's client sees what we see."""

import json
import socket
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from archive_server import PAGE, Reply, Shelf, pages, serve
from archive_tools import install

from jsiq_scrape.archives.collection import collect
from jsiq_scrape.clock import SystemClock
from jsiq_scrape.evidence.store import Snapshots
from jsiq_scrape.workspace import Workspace

Jsiq = Callable[..., subprocess.CompletedProcess[str]]

HISTORY = ("profile_version", "contact_version", "funding_area_version", "project_version", "change")
#: A capture through a redirect is two captures in an archive, so the evidence of a version may be another capture.
EVIDENCE = {"capture", "last_capture"}


@pytest.fixture(scope="module")
def tools() -> Path:
    """The programs of pywb and EDGI's client; skips where they cannot be installed."""
    found = install()
    if isinstance(found, str):
        pytest.skip(found)
    return found


@pytest.fixture
def pywb(tools: Path, tmp_path: Path) -> Iterator[Callable[[Path], str]]:
    """Serves a WARC file by pywb on the loopback address, and gives the URL of the collection."""
    running: list[subprocess.Popen[bytes]] = []

    def start(warc: Path) -> str:
        folder = tmp_path / "pywb"
        folder.mkdir()
        for command in (["init", "demo"], ["add", "demo", warc]):
            subprocess.run([tools / "wb-manager", *command], cwd=folder, check=True, capture_output=True, timeout=60)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        with (folder / "log").open("wb") as log:
            command = [tools / "wayback", "--bind", "127.0.0.1", "--port", str(port)]
            running.append(subprocess.Popen(command, cwd=folder, stdout=log, stderr=log))
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return f"http://127.0.0.1:{port}/demo"
            assert running[0].poll() is None, (folder / "log").read_text()
            time.sleep(0.1)
        pytest.fail(f"pywb does not answer: {(folder / 'log').read_text()}")

    yield start
    for process in running:
        process.terminate()
        process.wait(10)


def history(root: Path) -> dict[str, list[tuple[object, ...]]]:
    found = {}
    with closing(sqlite3.connect(root / "db" / "jsiq.db")) as database:
        for table in HISTORY:
            columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})") if row[1] not in EVIDENCE]
            found[table] = sorted(database.execute(f"SELECT {', '.join(columns)} FROM {table}"), key=repr)
    return found


@pytest.mark.sweep
def test_what_we_export_comes_back_from_pywb_as_the_same_history(
    jsiq: Jsiq, pywb: Callable[[Path], str], tmp_path: Path
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    assert jsiq("demo", "--root", first).returncode == 0
    assert jsiq("export", "--root", first, "--warc", tmp_path / "out.warc.gz").returncode == 0
    url = pywb(tmp_path / "out.warc.gz")
    (second / "parsers").mkdir(parents=True)
    (second / "parsers" / "sources.toml").write_text(
        (first / "parsers" / "sources.toml").read_text()
        + f"""
[[archive]]
name = "pywb"
kind = "pywb"
local = true
pages = "demo"
cdx = "{url}/cdx"
playback = "{url}"
searches_per_minute = 6000
playbacks_per_minute = 60000
"""
    )
    home = {"XDG_STATE_HOME": str(tmp_path / "state")}
    collected = jsiq("collect", "archive", "--json", "--root", second, environment=home)
    report = json.loads(collected.stdout)
    assert (collected.returncode, report["incidents"]) == (0, [])
    assert report["confirmed"] > 0, "the demo has a page that did not change between the captures"
    assert jsiq("build", "--root", second).returncode == 0
    assert history(second) == history(first)
    again = json.loads(jsiq("collect", "archive", "--json", "--root", second, environment=home).stdout)
    assert (again["known"], again["checked"]) == (report["listed"], 0)


EDGI = """
import json, sys
from requests.adapters import HTTPAdapter
from wayback import Mode, WaybackClient, WaybackSession

class ToThisMachine(HTTPAdapter):
    def send(self, request, **options):
        asked = request.url
        request.url = asked.replace("https://web.archive.org", sys.argv[1]).replace("/cdx/search/cdx", "/cdx")
        response = super().send(request, **options)
        response.url = request.url = asked
        return response

session = WaybackSession(retries=0, search_calls_per_second=100, memento_calls_per_second=100)
session.mount("https://web.archive.org/", ToThisMachine())
with WaybackClient(session) as client:
    for record in client.search(sys.argv[2], match_type="prefix", limit=3):
        found = {"url": record.url, "timestamp": record.timestamp.strftime("%Y%m%d%H%M%S"), "digest": record.digest}
        try:
            with client.get_memento(record, mode=Mode.original, follow_redirects=False) as memento:
                found |= {"status": memento.status_code, "body": memento.content.decode()}
                found["served"] = memento.timestamp.strftime("%Y%m%d%H%M%S")
        except Exception as error:
            found["error"] = type(error).__name__
        print(json.dumps(found))
"""


@pytest.mark.sweep
def test_edgis_client_sees_in_the_same_archive_what_we_see(tools: Path, tmp_path: Path) -> None:
    with serve(Shelf()) as shelf:
        for year in range(2015, 2020):
            shelf.add(f"{year}0301101500", "a.html", f"page of {year}")
        shelf.add("20200301101500", "a.html", "gone", status=404)
        shelf.add("20210301101500", "a.html", "unavailable", status=503)
        shelf.add("20220301101500", "a.html", "never served", serve=lambda _: Reply(404, (), b"not archived"))
        elsewhere = lambda _: Reply(302, (("Location", f"/web/20150301101500id_/{PAGE}a.html"),))  # noqa: E731
        shelf.add("20220401101500", "a.html", "redirected", serve=elsewhere)
        base = f"http://127.0.0.1:{shelf.port}"
        asked = subprocess.run(
            [tools / "python", "-W", "ignore", "-c", EDGI, base, PAGE.partition("://")[2]],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert asked.returncode == 0, asked.stderr
        theirs = [json.loads(line) for line in asked.stdout.splitlines()]
        collect(Workspace(tmp_path), shelf.archive(page_rows=3), pages(), SystemClock(), state=tmp_path / "state")
    store = Snapshots(tmp_path / "snapshots")
    ours = [capture for capture in store.captures() if capture.purpose == "profile"]
    assert len(theirs) == len(ours) == 9
    for one, other in zip(sorted(theirs, key=lambda found: str(found["timestamp"])), ours, strict=True):
        assert other.archive is not None
        assert (one["url"], one["timestamp"], one["digest"]) == (
            other.archive.original, other.archive.timestamp, other.archive.digest,
        )  # fmt: skip
        if "error" in one:
            assert other.error_kind is not None, one
        else:
            assert (one["status"], one["body"]) == (other.status, store.body(other.digest or "").decode())
