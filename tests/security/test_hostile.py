"""What strangers send cannot reach into this machine's files, its network or its time.

The other half of these promises stands where its subject is tested: redirects, private addresses, caps and bombs in
tests/fetch, cookies and credentials in tests/evidence, markup, CSV and headers of pages in tests/explore.
docs/security.md lists them all.
"""

import ipaddress
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jsiq_scrape.clock import StandingClock
from jsiq_scrape.database import building
from jsiq_scrape.errors import ConfigurationError, ForbiddenHost, JsiqError
from jsiq_scrape.evidence.store import Snapshots
from jsiq_scrape.fetch import sources
from jsiq_scrape.fetch.client import target_of
from jsiq_scrape.fetch.sources import Source, Sources
from jsiq_scrape.fetch.transport import is_public
from jsiq_scrape.files import folder
from jsiq_scrape.files.warc import warc_import
from jsiq_scrape.history import identities
from jsiq_scrape.parse.labels import vocabulary
from jsiq_scrape.privacy import suppressions
from jsiq_scrape.privacy.identifiers import Identifiers
from jsiq_scrape.readings import corrections
from jsiq_scrape.release import dataset
from jsiq_scrape.workspace import Workspace

NOW = datetime(2024, 5, 1, 12, tzinfo=UTC)
HOST = "www.programm.invalid"
SOURCE = Source(name="live", kind="live", hosts=(HOST,))


@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/passwd", "ftp://www.programm.invalid/a", "gopher://www.programm.invalid/", "data:text/html,x",
        "javascript:alert(1)", "http://user:word@www.programm.invalid/", "http://www.programm.invalid@127.0.0.1/",
        "http://127.0.0.1/", "http://2130706433/", "http://0177.0.0.1/", "http://0x7f.1/", "http://[::1]/",
        "http://[::ffff:127.0.0.1]/", "http://169.254.169.254/latest/meta-data/", "http://localhost/", "//e.invalid/",
        "http://www.programm.invalid:22/", "http://www.programm.invalid.evil.invalid/",
        "http://evil.invalid\\@www.programm.invalid/",
        "http://www.programm.invalid%2eevil.invalid/", "http:///etc/passwd", "http://[/", "\x00http://evil.invalid/",
    ],
)  # fmt: skip
def test_no_redirect_leads_off_the_hosts_of_its_source(location: str) -> None:
    try:
        target = target_of(f"http://{HOST}/a/b.html", location, SOURCE)
    except ForbiddenHost:
        return
    assert target.startswith(f"http://{HOST}/")
    assert "@" not in target.partition("//")[2].partition("/")[0]


def test_a_redirect_within_the_hosts_is_followed() -> None:
    assert target_of(f"http://{HOST}/a/b.html", "../c.html", SOURCE) == f"http://{HOST}/c.html"


@pytest.mark.parametrize(
    "address",
    ["::7f00:1", "::ffff:0:7f00:1", "::ffff:0:a9fe:a9fe", "64:ff9b:1::7f00:1", "fec0::1", "5f00::1", "3fff::1", "::2"],
)
def test_an_address_that_wraps_a_local_one_is_local(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.fixture
def outside(tmp_path: Path) -> Callable[[], set[str]]:
    """The files that are there and belong neither to the input nor to the store, by their names."""

    def found() -> set[str]:
        files = (path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file())
        return {str(path) for path in files if path.parts[0] != "given" and path.parts[:2] != ("work", "snapshots")}

    return found


TRAVERSALS = (
    "http://www.programm.invalid/details/../../../../evil.html",
    "http://www.programm.invalid/details/..%2f..%2f..%2fevil.html",
    "http://www.programm.invalid/details/....//....//evil.html",
    "http://www.programm.invalid/details/%00evil.html",
    "http://www.programm.invalid/details/C:%5cevil.html",
    "file:///tmp/evil.html",
    "../../../evil.html",
)


def test_no_name_of_a_file_is_taken_from_a_warc_file(tmp_path: Path, outside: Callable[[], set[str]]) -> None:
    (tmp_path / "given").mkdir()
    page = b"<html><p>Zielgruppe: alle</p></html>"
    records = b""
    for number, url in enumerate(TRAVERSALS):
        block = (
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
            b"Content-Disposition: attachment; filename=../../../evil.html\r\n"
            b"Content-Location: ../../../evil.html\r\nSet-Cookie: session=geheim\r\n\r\n" + page + b"%d" % number
        )
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:../../evil-{number}>\r\n"
            f"WARC-Filename: ../../../evil.html\r\nWARC-Date: 2018-04-12T10:00:00Z\r\nWARC-Target-URI: {url}\r\n"
            f"Content-Type: application/http;msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
        )
        records += head.encode() + block + b"\r\n\r\n"
    file = tmp_path / "given" / "pages.warc"
    file.write_bytes(records)
    workspace = Workspace(tmp_path / "work")
    known = Sources(source=(Source(name="live", kind="live", hosts=(HOST,), profile_patterns=("/*", "/details/*")),))
    warc_import.collect(workspace, [file], StandingClock(NOW), warc_import.chooser(known))
    assert outside() == set()
    assert len(list(Snapshots(workspace.snapshots).captures())) >= 2
    names = {path.name for path in workspace.snapshots.rglob("*") if path.is_file()}
    assert names
    assert not any("evil" in name for name in names)
    assert not any(b"geheim" in path.read_bytes() for path in (workspace.snapshots / "runs").iterdir())


@pytest.mark.parametrize("name", ["../secret.html", "/etc/passwd", "sub/../../secret.html", "..\\secret.html"])
def test_urls_csv_names_no_file_outside_its_folder(name: str, tmp_path: Path, outside: Callable[[], set[str]]) -> None:
    given = tmp_path / "given"
    (given / "pages").mkdir(parents=True)
    (given / "secret.html").write_text("<p>geheim</p>", encoding="utf-8")
    (given / "pages" / "a.html").write_text("<p>Zielgruppe: alle</p>", encoding="utf-8")
    (given / "pages" / "urls.csv").write_text(f"file,url\n{name},http://{HOST}/a\n", encoding="utf-8")
    workspace = Workspace(tmp_path / "work")
    report = folder.collect(workspace, given / "pages", StandingClock(NOW))
    assert report.stored == 1
    assert outside() == set()
    assert not any(b"geheim" in path.read_bytes() for path in tmp_path.glob("work/**/*") if path.is_file())


@pytest.mark.parametrize(
    "load",
    [
        vocabulary.load_vocabulary,
        sources.load_sources,
        identities.load_identities,
        corrections.load_decisions,
        suppressions.load_suppressions,
        dataset.load_dataset,
    ],
    ids=["vocabulary", "sources", "identities", "decisions", "suppressions", "dataset"],
)
@pytest.mark.parametrize(
    "text",
    ["a = " + "[" * 100_000, "a" + ".a" * 2_000 + " = 1", "[" + "a." * 2_000 + "a]", "\x00", "a = 1\na = 2"],
    ids=["nested lists", "dotted keys", "dotted tables", "a zero byte", "a key twice"],
)
def test_no_toml_file_brings_down_its_reader(load: Callable[[Path], object], text: str, tmp_path: Path) -> None:
    file = tmp_path / "file.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"file\.toml"):
        load(file)


def test_no_sources_file_brings_down_the_gates(tmp_path: Path) -> None:
    (tmp_path / "parsers").mkdir()
    (tmp_path / "parsers" / "sources.toml").write_text("a = " + "[" * 100_000, encoding="utf-8")
    with pytest.raises(JsiqError):
        building.bounds(Workspace(tmp_path))


#: A page whose every text is one of these, repeated: what makes patterns that backtrack take the square of its length.
_READ = """
import resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (45, 45))
sys.path.insert(0, sys.argv[1])
from persons_and_pages import ERIKA, page
from pathlib import Path
from jsiq_scrape.privacy.identifiers import Identifiers
from jsiq_scrape.privacy.withheld import Withholding
from jsiq_scrape.parse import read
from jsiq_scrape.parse.labels import vocabulary
from jsiq_scrape.workspace import Workspace
words = vocabulary.load_vocabulary(Workspace(Path()).resource("office_page.toml"))
identifiers = Identifiers([ERIKA.name], [ERIKA.email], ["+492421221117"])
withholding = Withholding([])
units = ["a", "0", "(", "a@", "0 ", "Frau ", ".", "-", "Aa ", "[", "Prof. ", "/", "1.1.", "a-", "A. ", "%", "a.",
         "und ", "0/", "+", "Dr. Dipl-a ", "mailto:", "a at ", "01.01.2015 - ", "a,", ": ", "a: ", "0-", "Erika ",
         "e.", "02421 "]
told = page(ERIKA).decode()
for unit in units:
    text = (unit * 10000)[:10000]
    body = told
    for place in ("Beispielweg 16", ERIKA.name, ERIKA.phone, "01.01.2015 - 31.12.2018", "Verein Lernwege", "Beratung",
                  "Junge", "Das Gebiet", "montags", "Sprechzeiten vor Ort"):
        body = body.replace(place, text)
    print(repr(unit), flush=True)
    read(body.encode(), words)
    for one in (text, "x" + text + "x", text + "Erika Sorgenfrei", ERIKA.email.partition("@")[0] + text):
        identifiers.text(one), identifiers.key(one), identifiers.found(one), withholding.text(one)
print("done")
"""


@pytest.mark.sweep
def test_no_text_of_a_page_costs_the_square_of_its_length(repository: Path) -> None:
    """Some three seconds of processor time; one pattern that backtracks over 10,000 signs takes minutes.

    The kernel ends the child that takes more than 45.  Seen failing with the mail pattern of privacy/withheld.py
    that had no beginning.
    """
    command = [sys.executable, "-c", _READ, str(repository / "tests" / "privacy")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1:] == ["done"], (
        done.stdout.splitlines()[-1:],
        done.returncode,
        done.stderr[-500:],
    )


def test_traces_of_nobody_find_nothing() -> None:
    assert not Identifiers().found("Erika Mustermann")
    assert Identifiers().text("Erika") == Identifiers().key("Erika") == "Erika"
