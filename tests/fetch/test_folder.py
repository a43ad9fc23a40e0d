"""Saved pages of a folder: which files are taken, under which address, with which time."""

import json
import os
import subprocess
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jsiq_scrape.captures import Capture, ErrorKind
from jsiq_scrape.clock import StandingClock
from jsiq_scrape.errors import MissingFile, UsageError
from jsiq_scrape.evidence.store import Snapshots
from jsiq_scrape.fetch.sources import Sources
from jsiq_scrape.files.folder import collect
from jsiq_scrape.files.intake import IntakeReport
from jsiq_scrape.workspace import Workspace

NOW = datetime(2024, 5, 1, 12, tzinfo=UTC)
AT = datetime(2018, 4, 12, tzinfo=UTC)
URL = "https://www.programm.example/standorte/details/a.html"
TOPLESS = "<!doctype html><title>a</title><p>a</p>"

Jsiq = Callable[..., subprocess.CompletedProcess[str]]
Take = Callable[..., tuple[IntakeReport, dict[str, Capture]]]


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    folder = tmp_path / "saved"
    folder.mkdir()
    return folder


@pytest.fixture
def take(tmp_path: Path, saved: Path) -> Take:
    """Collect the folder; gives the report and all captures by the URL asked for."""

    def collected(captured_at: datetime | None = AT, **client: object) -> tuple[IntakeReport, dict[str, Capture]]:
        workspace = Workspace(tmp_path / "workspace")
        sources = Sources.model_validate({"client": client})
        report = collect(workspace, saved, StandingClock(NOW), captured_at=captured_at, sources=sources)
        return report, {capture.url: capture for capture in Snapshots(workspace.snapshots).captures()}

    return collected


def test_pages_are_found_below_the_folder_and_all_else_is_named(saved: Path, take: Take) -> None:
    for name in ("a.html", "b.HTM", "c.txt", "d.xhtml", "sub/a.html", "x.css", "x.jpg", ".hidden.html", ".git/a.html",
                 "a_files/frame.html", "a_files/logo.png", "Seite-Dateien/frame.html", "README", "scan.PDF",
                 "sub/crawl.warc.gz", "sub/crawl.wacz"):  # fmt: skip
        (saved / name).parent.mkdir(exist_ok=True)
        (saved / name).write_text(TOPLESS)
    (saved / "folder.html").mkdir()
    (saved / "urls.csv").write_text("file,captured_at\na.html,12.04.2018\nscan.PDF,12.04.2018\n")
    report, captures = take()
    assert sorted(captures) == ["folder:a.html", "folder:b.HTM", "folder:c.txt", "folder:d.xhtml", "folder:sub/a.html"]
    warc = "`jsiq-scrape collect warc` takes it"
    assert dict(report.left_out) == {
        "README": "no page by its name: a saved page ends with .html, .mhtml or .txt",
        "scan.PDF": "a PDF document: save the page itself as HTML, or its text as .txt",
        "sub/crawl.wacz": f"a WACZ file: {warc}",
        "sub/crawl.warc.gz": f"a WARC file: {warc}",
        "x.css": "no page by its name: a saved page ends with .html, .mhtml or .txt",
        "x.jpg": "a picture: save the page as HTML",
    }
    assert report.incidents == [], "scan.PDF is there"


def test_files_that_are_left_out_for_one_reason_share_a_line(saved: Path, jsiq: Jsiq) -> None:
    for name in ("a.html", *(f"{number}.pdf" for number in range(7)), "crawl.warc"):
        (saved / name).write_text(TOPLESS)
    done = jsiq("collect", "folder", saved)
    assert (done.returncode, done.stdout) == (0, f"{saved}: 1 capture stored, 8 left out\n")
    remedy = "save the page itself as HTML, or its text as .txt"
    assert done.stderr.splitlines() == [
        f"left out 0.pdf, 1.pdf, 2.pdf, 3.pdf, 4.pdf and 2 more: a PDF document: {remedy}",
        "left out crawl.warc: a WARC file: `jsiq-scrape collect warc` takes it",
    ]
    told = json.loads(jsiq("collect", "folder", saved, "--json").stdout)
    assert [name for name, _ in told["left_out"]] == [*(f"{number}.pdf" for number in range(7)), "crawl.warc"]


def test_a_folder_without_pages_says_what_is_in_it(saved: Path, jsiq: Jsiq) -> None:
    (saved / "crawl.warc.gz").write_bytes(b"")
    done = jsiq("collect", "folder", saved)
    assert (done.returncode, done.stdout) == (2, "")
    assert "holds no saved page (.htm, .html, .mht, .mhtml, .txt, .xhtml)" in done.stderr
    assert "left out crawl.warc.gz: a WARC file: `jsiq-scrape collect warc` takes it" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_damaged_file_among_pages_ends_with_1(saved: Path, jsiq: Jsiq) -> None:
    (saved / "a.html").write_text(TOPLESS)
    (saved / "b.mhtml").write_bytes(
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=B\n\n--B\nContent-Type: text/html\n\n<p>half"
    )
    done = jsiq("collect", "folder", saved)
    assert (done.returncode, done.stdout) == (1, f"{saved}: 2 captures stored, 1 damaged\n")
    assert done.stderr == "b.mhtml: the file ends before its last part does\n"


def test_a_name_with_umlauts_is_one_address_on_every_system(saved: Path, take: Take) -> None:
    (saved / unicodedata.normalize("NFD", "Kreis Düren.html")).write_text(TOPLESS)
    assert list(take()[1]) == ["folder:Kreis%20D%C3%BCren.html"]


ORIGINS = {
    "canonical link": f'<link href="{URL}" rel="canonical">',
    "canonical among others": f'<LINK REL="shortlink CANONICAL" HREF=" {URL}#oben ">',
    "Chrome": f"<!-- saved from url=(0053){URL} -->",
    "SingleFile": f"<!--\n Page saved with SingleFile \n url: {URL} \n saved date: Thu Apr 12 2018\n-->",
    "HTTrack": "<!-- Mirrored from www.programm.example/standorte/details/a.html by HTTrack Website Copier -->",
    "relative canonical": f'<!-- saved from url=(0030){URL}?x=1 --><link rel="canonical" href="a.html">',
    "canonical before comment": f'<!-- saved from url=(0020)http://b.example/ --><link rel="canonical" href="{URL}">',
    "saved from a web archive": f'<link rel="canonical" href="https://archive.example/web/20180412100000/{URL}">',
}


@pytest.mark.parametrize("origin", ORIGINS)
def test_a_page_tells_where_it_comes_from(origin: str, saved: Path, take: Take) -> None:
    (saved / "a.html").write_text(ORIGINS[origin] + TOPLESS)
    _, captures = take()
    final = captures["folder:a.html"].final_url
    assert final == (URL.replace("https", "http") if origin == "HTTrack" else URL)


@pytest.mark.parametrize("link", ["/a.html", "javascript:x", "", "http://[", "ftp://x/a"])
def test_a_canonical_link_that_names_no_page_is_none(link: str, saved: Path, take: Take) -> None:
    (saved / "a.html").write_text(f'<link rel="canonical" href="{link}">{TOPLESS}')
    assert take()[1]["folder:a.html"].final_url == "folder:a.html"


def test_an_address_that_two_files_claim_is_neithers(saved: Path, take: Take) -> None:
    for name in "ab":
        (saved / f"{name}.html").write_text(f'<link rel="canonical" href="{URL}">{name}')
    report, captures = take()
    assert {capture.final_url for capture in captures.values()} == {"folder:a.html", "folder:b.html"}
    assert report.incidents == [(URL, "several files say they are this page and are taken apart: a.html, b.html")]


def test_urls_csv_says_address_time_and_status(saved: Path, take: Take) -> None:
    (saved / "a.html").write_text(f'<link rel="canonical" href="http://other.example/">{TOPLESS}')
    (saved / "b.html").write_text(TOPLESS)
    gone = "https://www.programm.example/weg.html"
    (saved / "urls.csv").write_text(
        f"\ufefffile;url;captured_at;status\r\n.\\a.html;{URL};2017-01-02T03:04:05+01:00;200\r\nb.html;;01.01.2016\r\n"
        f";{gone};2019-01-01;410\r\nc.html;{URL};;\r\n", "utf-8"
    )  # fmt: skip
    report, captures = take(None)
    page, named, removed = captures[URL], captures["folder:b.html"], captures[gone]
    assert (page.final_url, page.captured_at, page.status) == (URL, datetime(2017, 1, 2, 2, 4, 5, tzinfo=UTC), 200)
    assert (named.captured_at, named.status) == (datetime(2016, 1, 1, tzinfo=UTC), None)
    assert (removed.status, removed.digest) == (410, None)
    assert report.incidents == [("c.html", "is named in urls.csv and is not there")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("file,name\na.html,x\n", "not 'name'"),
        ("url\nhttp://x.example/\n", "names the columns.*: file"),
        ("file,url\na.html,x\n", "line 2: x is no http"),
        ("file,captured_at\na.html,31.04.2018\n", "line 2: captured_at: there is no day 31.04.2018"),
        ("file,captured_at\na.html,2018\n", "line 2: captured_at: '2018' is neither a day"),
        ("file,status\na.html,20\n", "status 20 "),
        ("file,url\na.html,http://x.example/,5\n", "more cells"),
        ("file,url\na.html,\na.html,\n", "stands there twice"),
        ("file,url\n,http://x.example/\n", "needs a url and a status"),
        ('file,url\n"a.html,\n', "line 2"),
        ("file\nKöln\n", "not UTF-8"),
    ],
)
def test_a_sidecar_that_cannot_be_understood_is_named_and_nothing_is_taken(
    text: str, said: str, saved: Path, take: Take, tmp_path: Path
) -> None:
    (saved / "a.html").write_text(TOPLESS)
    (saved / "urls.csv").write_bytes(text.encode("latin-1"))
    with pytest.raises(UsageError, match=said):
        take()
    assert not (tmp_path / "workspace" / "snapshots" / "runs").exists()


def test_the_time_of_the_file_is_the_last_resort(saved: Path, take: Take) -> None:
    (saved / "a.html").write_text(TOPLESS)
    os.utime(saved / "a.html", (AT.timestamp() + 0.5,) * 2)
    capture = take(None)[1]["folder:a.html"]
    assert (capture.captured_at, capture.retrieved_at, capture.asked_at) == (AT, NOW, NOW)


def test_the_same_folder_twice_stores_nothing_new(saved: Path, take: Take) -> None:
    (saved / "a.html").write_text(TOPLESS)
    assert (take()[0].stored, take()[0].stored, take()[0].known) == (1, 0, 1)


def test_a_file_that_is_too_large_is_a_capture_with_an_error(saved: Path, take: Take) -> None:
    (saved / "a.html").write_text(TOPLESS)
    (capture,) = take(max_bytes=5)[1].values()
    assert (capture.error_kind, capture.digest) == (ErrorKind.TOO_LARGE, None)


def test_no_folder_no_pages_and_a_file_are_told_apart(saved: Path, take: Take, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no saved page"):
        take()
    workspace, clock = Workspace(tmp_path), StandingClock(NOW)
    with pytest.raises(MissingFile):
        collect(workspace, tmp_path / "none", clock)
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="is a file"):
        collect(workspace, tmp_path / "file", clock)
