"""Pages that a browser saved as one file: the page in it, its address and its time."""

import base64
import os
import quopri
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jsiq_scrape import read
from jsiq_scrape.captures import Capture, ErrorKind
from jsiq_scrape.clock import StandingClock
from jsiq_scrape.database import build
from jsiq_scrape.evidence.store import Snapshots
from jsiq_scrape.fetch.sources import Sources
from jsiq_scrape.files import mhtml
from jsiq_scrape.files.folder import collect
from jsiq_scrape.files.intake import IntakeReport
from jsiq_scrape.workspace import Workspace

NOW = datetime(2024, 5, 1, 12, tzinfo=UTC)
REPLAYED = datetime(2016, 1, 2, 3, 4, 5, tzinfo=UTC)
SAVED = datetime(2018, 4, 12, 8, 30, tzinfo=UTC)
URL = "https://www.programm.example/standorte/details/a.html"
PAGE = "<html><body><h1>Köln</h1><dl><dt>Umsetzende Institution</dt><dd>Größe am Fluß</dd></dl></body></html>"


def part(body: bytes, **headers: str) -> bytes:
    """One part of a message, with its header fields."""
    lines = [f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items()]
    return "".join(lines).encode() + b"\r\n" + body + b"\r\n"


def whole(*parts: bytes, end: bytes = b"--B--\r\n", **headers: str) -> bytes:
    """A message of these parts, as Chrome writes it; a header that is empty is left out."""
    told = {
        "From": "<Saved by Blink>",
        "Snapshot_Content_Location": URL,
        "Date": "Thu, 12 Apr 2018 10:30:00 +0200",
        "MIME_Version": "1.0",
        "Content_Type": 'multipart/related;\r\n\ttype="text/html";\r\n\tboundary="B"',
        **headers,
    }
    head = part(b"", **{name: value for name, value in told.items() if value})
    return head + b"".join(b"--B\r\n" + one for one in parts) + end


def html(charset: str = "utf-8", coding: str = "quoted-printable", **headers: str) -> bytes:
    """The part of the page."""
    body = PAGE.encode(charset)
    coded = {
        "quoted-printable": quopri.encodestring(body),
        "base64": base64.encodebytes(body).replace(b"\n", b"\r\n"),
        "8bit": body,
        "binary": body,
    }
    told = {"Content_Type": f'text/html;\r\n\tcharset="{charset}"', "Content_Location": URL}
    return part(coded[coding], **{"Content_Transfer_Encoding": coding, **told, **headers})


RELATED, ALTERNATIVE = "multipart/related; boundary=B", "multipart/alternative; boundary=C"
PICTURE = part(base64.encodebytes(b"\x89PNG" * 40), Content_Type="image/png", Content_Transfer_Encoding="base64")
FRAME = part(b"<p>frame", Content_Type="text/html", Content_ID="<frame>", Content_Location="https://ads.example/")

Take = Callable[..., tuple[IntakeReport, list[Capture], Snapshots]]


@pytest.fixture
def take(tmp_path: Path) -> Take:
    """Collect a folder of these files; gives the report, all captures, and the store."""

    def taken(files: dict[str, bytes], **client: object) -> tuple[IntakeReport, list[Capture], Snapshots]:
        folder = tmp_path / "saved"
        folder.mkdir()
        for name, content in files.items():
            (folder / name).write_bytes(content)
            os.utime(folder / name, (0, 0))
        workspace = Workspace(tmp_path / "workspace")
        report = collect(workspace, folder, StandingClock(NOW), sources=Sources.model_validate({"client": client}))
        snapshots = Snapshots(workspace.snapshots)
        return report, list(snapshots.captures()), snapshots

    return taken


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "iso-8859-1", "utf-16"])
@pytest.mark.parametrize("coding", ["quoted-printable", "base64", "8bit", "binary"])
def test_the_page_is_the_root_part_whatever_its_coding_and_charset(charset: str, coding: str, take: Take) -> None:
    if charset == "utf-16" and coding in ("8bit", "quoted-printable"):
        coding = "base64"  # its line ends are no line ends of a message
    _, (capture,), snapshots = take({"a.mhtml": whole(html(charset, coding), PICTURE)})
    body = snapshots.body(capture.digest or "")
    assert body.rstrip() == PAGE.encode(charset)
    assert capture.header("content-type") == f'text/html; charset="{charset}"'
    reading = read(body, content_type=capture.header("content-type"))
    assert reading.projects[0].institutions == ("Größe am Fluß",)


def test_address_and_time_are_those_that_the_browser_wrote(take: Take) -> None:
    report, (capture,), _ = take({"a.mhtml": whole(html(), PICTURE)})
    assert (capture.url, capture.final_url, capture.captured_at) == ("folder:a.mhtml", URL, SAVED)
    assert (report.stored, report.left_out, report.damages, report.incidents) == (1, [], [], [])


def test_what_a_person_says_goes_before_what_the_file_says(take: Take) -> None:
    other = "https://www.programm.example/b.html"
    sidecar = f"file,url,captured_at\na.mhtml,{other},12.04.2017\n".encode()
    _, (capture,), _ = take({"a.mhtml": whole(html()), "urls.csv": sidecar})
    assert (capture.url, capture.final_url, capture.captured_at) == (other, other, datetime(2017, 4, 12, tzinfo=UTC))


@pytest.mark.parametrize(
    ("headers", "address", "seen_at"),
    [
        ({"Date": "yesterday"}, URL, datetime(1970, 1, 1, tzinfo=UTC)),
        ({"Date": ""}, URL, datetime(1970, 1, 1, tzinfo=UTC)),
        ({"Date": "Thu, 12 Apr 2018 08:30:00 -0000"}, URL, SAVED),
        ({"Date": "Thu, 12 Apr 2018 08:30:00 GMT"}, URL, SAVED),
        ({"location": ""}, URL, SAVED),
        ({"location": "file:///C:/seite.htm", "Snapshot_Content_Location": ""}, "folder:a.mht", SAVED),
        ({"location": f"{URL[:30]}\r\n\t{URL[30:]}"}, URL, SAVED),
        ({"location": f"https://archive.example/web/20160102030405/{URL}"}, URL, REPLAYED),
    ],
)
def test_what_is_missing_or_odd_is_not_guessed(
    headers: dict[str, str], address: str, seen_at: datetime, take: Take
) -> None:
    root = html(**({"Content_Location": headers["location"]} if headers.get("location") else {}))
    if headers.get("location") == "":
        root = root.replace(f"Content-Location: {URL}\r\n".encode(), b"")
    _, (capture,), _ = take(
        {"a.mht": whole(root, **{key: value for key, value in headers.items() if key != "location"})}
    )
    assert (capture.final_url, capture.captured_at) == (address, seen_at)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(whole(FRAME, html(Content_ID="<start>"), Content_Type=f"{RELATED}; start=<start>"), id="named"),
        pytest.param(whole(html(), FRAME), id="first"),
        pytest.param(whole(part(b"Guten Tag", Content_Type="text/plain"), html()), id="text before it"),
        pytest.param(whole(part(b"--C\r\n" + html() + b"--C--", Content_Type=ALTERNATIVE), PICTURE), id="inside"),
        pytest.param(b"\r\n" + html(MIME_Version="1.0", Date="Thu, 12 Apr 2018 10:30:00 +0200"), id="alone"),
        pytest.param(whole(html(), MIME_Version=""), id="without a version"),
    ],
)
def test_the_root_part_is_found_wherever_it_stands(content: bytes, take: Take) -> None:
    report, (capture,), snapshots = take({"a.mht": content})
    assert snapshots.body(capture.digest or "").rstrip().decode() == PAGE
    assert report.damages == []


def test_what_chromium_saves_is_read_like_the_page_itself(repository: Path, tmp_path: Path) -> None:
    fixtures = repository / "tests" / "fixtures" / "saved"
    page = mhtml.read((fixtures / "chromium-156.mhtml").read_bytes())
    assert page.location == "https://www.programm.example/standorte/details/gruenau.html?id=7"
    assert page.saved_at == datetime(2026, 11, 29, 20, 21, 51, tzinfo=UTC)
    assert page.damage is None
    saved = read(page.body, content_type=page.content_type)
    original = read((fixtures / "chromium-156.html").read_bytes())
    assert saved.projects == original.projects
    assert saved.funding_areas == original.funding_areas
    assert saved.projects[0].institutions == ("Träger Größe e. V.",)


def test_a_saved_file_becomes_a_profile_of_the_database(take: Take, tmp_path: Path) -> None:
    take({"a.mhtml": whole(html("windows-1252"), PICTURE)})
    report = build(Workspace(tmp_path / "workspace"))
    assert (report.counts["profile"], report.counts["project"]) == (1, 1)


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.9, 0.97])
@pytest.mark.parametrize("coding", ["quoted-printable", "base64"])
def test_a_file_that_ends_early_is_named_and_what_is_there_is_kept(cut: float, coding: str, take: Take) -> None:
    content = whole(html(coding=coding), PICTURE)
    start = content.index(b"\r\n\r\n", content.index(b"--B\r\n")) + 4
    report, captures, snapshots = take({"a.mhtml": content[: start + int((len(content) - start) * cut)]})
    ((name, what),) = report.damages
    assert name == "a.mhtml"
    assert what == "the file ends before its last part does"
    body = snapshots.body(captures[0].digest or "").decode("utf-8", "replace").rstrip()
    assert PAGE.startswith(re.sub("\ufffd?(?:=[0-9A-F]?)?$", "", body)), "the last letter may be half"
    assert len(body) > 20


def test_damaged_base64_is_named() -> None:
    coded = base64.encodebytes(PAGE.encode())
    for number, damaged in enumerate(
        (coded[:40] + coded[41:], coded[:40] + b"A" + coded[40:], coded[:40] + b"\xff!" + coded[40:])
    ):
        body = part(damaged, Content_Type="text/html", Content_Transfer_Encoding="base64")
        page = mhtml.read(whole(body))
        assert page.body.startswith(b"<html><body><h1>"), number
        assert page.damage == "the base64 of the page is damaged", number


def test_a_file_without_a_page_is_left_out_by_name(take: Take) -> None:
    nested = b"Content-Type: multipart/related; boundary=B\r\n\r\n--B\r\n"
    for _ in range(3000):
        nested += b"Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\n"
    report, captures, _ = take(
        {
            "a.mhtml": whole(PICTURE),
            "b.mht": b"<html>no MIME at all",
            "c.mhtml": b"",
            "d.mhtml": b"MIME-Version: 1.0\r\n" + nested,
            "e.mhtml": os.urandom(2000),
        }
    )
    assert captures == []
    assert [name for name, _ in report.left_out] == ["a.mhtml", "b.mht", "c.mhtml", "d.mhtml", "e.mhtml"]
    reasons = dict(report.left_out)
    assert reasons["a.mhtml"] == "an MHTML file without a page in HTML"
    assert reasons["b.mht"] == reasons["c.mhtml"] == reasons["e.mhtml"] == "no MHTML file"


def test_pictures_do_not_make_a_page_too_large_and_a_page_alone_may_be(take: Take) -> None:
    large = part(b"<p>" + b"x" * 3000, Content_Type="text/html")
    _, captures, _ = take({"a.mhtml": whole(html(), *[PICTURE] * 50), "b.mhtml": whole(large)}, max_bytes=2000)
    errors = {capture.url: capture.error_kind for capture in captures}
    assert errors == {"folder:a.mhtml": None, "folder:b.mhtml": ErrorKind.TOO_LARGE}
