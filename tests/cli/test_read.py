"""`jsiq-scrape read`: one object a line, whatever the file."""

import base64
import json
import os
import random
import re
from pathlib import Path

import pytest

from jsiq_scrape.explore import record_text
from jsiq_scrape.parse import read
from jsiq_scrape.parse.labels import vocabulary
from jsiq_scrape.records import Finding, FindingKind, Reading, Severity, Verdict
from jsiq_scrape.workspace import Workspace

KEYS = [
    "source", "verdict", "profile", "contacts", "funding_areas", "projects", "extras", "place", "claims", "findings",
    "lines",
]  # fmt: skip

PAGE = """<html><head><meta charset="utf-8"><title>x</title></head><body><h1>Jugendbüro Köln</h1>
<dl><dt>Fördergebiete</dt><dd>Südstadt &amp; Höhenberg</dd>
<dt>Beteiligung am Städtebauförderungsprogramm "Soziale Stadt"</dt><dd>ja</dd></dl>
<h3>Brücke</h3><dl><dt>Umsetzende Institution(en)</dt><dd>Träger Größe e.V.</dd>
<dt>Zeitraum</dt><dd>01.01.2015 - 31.12.2018</dd><dt>Casemanagement</dt><dd>nein</dd></dl></body></html>"""


def objects(said: str) -> list[dict]:
    return [json.loads(line) for line in said.splitlines()]


def test_json_has_exactly_the_documented_keys_in_their_order(jsiq, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    done = jsiq("read", "page.html", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    (printed,) = objects(done.stdout)
    assert list(printed) == KEYS
    assert (printed["source"], printed["verdict"]) == ("page.html", "profile")
    assert printed["projects"][0]["period_end"] == "2018-12-31"
    assert printed["projects"][0]["case_management"] is False
    assert printed["lines"].keys() == {"total", "read", "boilerplate", "unread"}


def test_a_page_that_is_no_profile_is_read_too(jsiq, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<p>Willkommen", encoding="utf-8")
    done = jsiq("read", "page.html", "--json")
    assert done.returncode == 0
    (printed,) = objects(done.stdout)
    assert (printed["verdict"], printed["profile"], printed["projects"]) == ("other", None, [])


def test_several_files_and_standard_input_give_a_line_each_in_their_order(jsiq, tmp_path: Path) -> None:
    (tmp_path / "one.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "two.txt").write_text("Nichts", encoding="utf-8")
    done = jsiq("read", "two.txt", "-", "one.html", "--json", stdin=PAGE.encode())
    assert [(printed["source"], printed["verdict"]) for printed in objects(done.stdout)] == [
        ("two.txt", "other"),
        ("-", "profile"),
        ("one.html", "profile"),
    ]


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        pytest.param({"LC_ALL": "POSIX", "PYTHONIOENCODING": "ascii"}, marks=pytest.mark.sweep),
        pytest.param({"PYTHONIOENCODING": "latin-1"}, marks=pytest.mark.sweep),
    ],
)
def test_umlauts_survive_every_locale(jsiq, tmp_path: Path, environment) -> None:
    (tmp_path / "büro.html").write_text(PAGE, encoding="utf-8")
    done = jsiq("read", "büro.html", "--json", environment=environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Träger Größe e.V." in done.stdout
    assert "Jugendbüro Köln" in jsiq("read", "büro.html", environment=environment).stdout


@pytest.mark.parametrize(
    ("name", "words"), [("missing.html", "no such file"), ("folder", "is a folder"), ("secret.html", "cannot be read")]
)
def test_what_cannot_be_read_is_named_and_the_rest_goes_on(jsiq, tmp_path: Path, name, words) -> None:
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "folder").mkdir()
    (tmp_path / "secret.html").symlink_to("secret.html")  # refused to root too, unlike missing permissions
    done = jsiq("read", name, "page.html", "--json")
    assert done.returncode == 2
    assert done.stderr.startswith(f"jsiq-scrape: {name}")
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert [printed["source"] for printed in objects(done.stdout)] == ["page.html"]


def test_a_file_that_never_ends_is_refused(jsiq) -> None:
    done = jsiq("read", "/dev/zero")
    assert (done.returncode, done.stdout) == (2, "")
    assert "larger than 64 MB" in done.stderr


def noise(size: int) -> bytes:
    return random.Random(size).randbytes(size)


HOSTILE = {
    "empty": b"",
    "NUL": b"\x00" * 1000,
    "NUL inside": PAGE.replace("Brücke", "Br\x00cke").encode(),
    "noise": noise(100_000),
    "lone high bytes": b"\xff\xfe\xfd" * 100,
    "UTF-16": PAGE.encode("utf-16"),
    "UTF-32": PAGE.encode("utf-32"),
    "unknown charset": PAGE.replace("utf-8", "klingon").encode(),
    "cp1252 called utf-8": PAGE.encode("cp1252"),
    "utf-8 called latin-1": PAGE.replace("utf-8", "latin-1").encode(),
    "terminal commands": PAGE.replace("Brücke", "\x1b[2J\x1b]0;owned\x07Brücke").encode(),
    "deep": b"<div>" * 10_000 + PAGE.encode(),
    "a PNG": b"\x89PNG\r\n\x1a\n" + noise(5000),
    "a PDF": b"%PDF-1.4\n" + noise(5000),
    "unclosed": b"<table><tr><td>Zeitraum<td" * 500,
}


@pytest.mark.parametrize("form", [("--json",), ()])
def test_no_content_is_an_error(jsiq, tmp_path: Path, form) -> None:
    for name, body in HOSTILE.items():
        (tmp_path / name).write_bytes(body)
    done = jsiq("read", *HOSTILE, *form)
    assert done.returncode == 0
    assert [line.split(": ")[0] for line in done.stderr.splitlines()] == (["a PNG", "a PDF"] if form else [])
    assert not any(ord(sign) < 32 and sign != "\n" for sign in done.stdout), "a control character reached the terminal"
    if form:
        assert [printed["source"] for printed in objects(done.stdout)] == list(HOSTILE)
    else:
        assert all(f"\n{name}: " in f"\n{done.stdout}" for name in HOSTILE)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.pdf", b"%PDF-1.4\n", "a PDF document: save the page itself as HTML, or its text as .txt"),
        ("a.warc", b"WARC/1.0\r\n", "a WARC file: `jsiq-scrape collect warc` takes it"),
        ("a.wacz", b"PK\x03\x04", "a WACZ file: `jsiq-scrape collect warc` takes it"),
        ("a.docx", b"PK\x03\x04", "an office document: save it as HTML or text"),
        ("a", b"PK\x03\x04", "a ZIP file: unpack it; `jsiq-scrape collect warc` takes a WACZ as it is"),
        ("a.html", b"\x1f\x8b\x08", "a gzip file: unpack it; `jsiq-scrape collect warc` takes a WARC file as it is"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "a picture: save the page as HTML"),
    ],
)
@pytest.mark.few(2)
def test_what_is_no_page_is_other_for_a_reason(jsiq, tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(content)
    for form in ((), ("--explain",)):
        said = jsiq("read", name, *form, environment={"COLUMNS": "200"}).stdout
        assert said.splitlines()[0] == f"{name}: other ({reason})"
    done = jsiq("read", name, "--json")
    assert done.stderr == f"{name}: {reason}\n"
    assert json.loads(done.stdout)["verdict"] == "other"


def test_the_page_in_an_mhtml_file_is_read(jsiq, tmp_path: Path) -> None:
    page = PAGE.replace('<meta charset="utf-8">', "").encode("cp1252")
    (tmp_path / "page.mht").write_bytes(
        b"MIME-Version: 1.0\nContent-Type: text/html; charset=windows-1252\nContent-Transfer-Encoding: base64\n\n"
        + base64.encodebytes(page)
    )
    (printed,) = objects(jsiq("read", "page.mht", "--json").stdout)
    assert printed["projects"][0]["institutions"] == ["Träger Größe e.V."]
    assert printed["findings"] == objects(jsiq("read", "-", "--json", stdin=PAGE.encode()).stdout)[0]["findings"]
    said = jsiq("read", "-", stdin=b"MIME-Version: 1.0\n\nGuten Tag").stdout
    assert said.startswith("-: other (an MHTML file without a page in HTML)\n")


@pytest.mark.sweep
def test_five_megabytes_are_read(jsiq, tmp_path: Path) -> None:
    (tmp_path / "page").write_text(PAGE.replace("</body>", "<p>Text und mehr Text</p>\n" * 200_000), encoding="utf-8")
    assert (tmp_path / "page").stat().st_size > 5_000_000
    (printed,) = objects(jsiq("read", "page", "--json").stdout)
    assert printed["verdict"] == "profile"
    assert printed["lines"]["total"] > 200_000


def test_a_name_that_is_no_text_is_printed_as_json_can(jsiq, tmp_path: Path) -> None:
    name = os.fsdecode(b"B\xfcro.html")
    (tmp_path / name).write_text(PAGE, encoding="utf-8")
    (printed,) = objects(jsiq("read", name, "--json").stdout)
    assert printed["source"] == name


@pytest.mark.parametrize(
    ("vocabulary", "words"),
    [(b"[broken", "office_page.toml"), (b'surprise = "yes"\n', "surprise"), (b"\xff\xfe", "office_page.toml")],
)
def test_a_vocabulary_that_says_what_nobody_knows_is_named(
    jsiq, repository: Path, tmp_path: Path, vocabulary: bytes, words
) -> None:
    ours = (repository / "parsers" / "office_page.toml").read_bytes()
    (tmp_path / "parsers").mkdir()
    (tmp_path / "parsers" / "office_page.toml").write_bytes(vocabulary + ours)
    done = jsiq("read", "-", stdin=PAGE.encode())
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_explain_is_for_a_person_and_sends_no_colours_into_a_file(jsiq, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE.replace("Brücke", "Brücke\x1b[31m"), encoding="utf-8")
    done = jsiq("read", "--explain", "page.html")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("page.html: profile\n")
    assert "projects[0].period_start" in done.stdout
    assert "\x1b" not in done.stdout


LABELS = """<!doctype html><meta charset="utf-8"><body><h1>Stadt Lindenau</h1>
<p><b>Fördergebiete</b></p><p>FG 1: "Hafenviertel"</p><h2>Lotsen am Kai</h2>
<p><b>Umsetzende Institution</b> Hafenwerk e. V.</p><p><b>Zeitraum</b> 01.03.2016 - 31.12.2018</p>
<p><b>Zielgruppe</b> Junge Menschen</p><p><b>Treffpunkt</b> Speicher 3</p><p><b>Casemanagement</b> ja</p>
<p>Zeitraum: siehe oben</p></body>"""


def labels_of(jsiq, page: str, columns: int = 100) -> list[str]:
    """The rows of the table of labels, its head first; what stands in several lines of the screen is made one line."""
    said = jsiq("read", "--explain", "-", stdin=page.encode(), environment={"COLUMNS": str(columns)}).stdout
    assert max(map(len, said.splitlines())) <= columns
    rows: list[str] = []
    for line in said.split("\n\n")[1].splitlines():
        if line[:4].strip():
            rows.append("")
        rows[-1] = " ".join(f"{rows[-1]} {line}".split())
    return rows


def test_explain_shows_each_label_with_meaning_form_and_weight(jsiq) -> None:
    rows = labels_of(jsiq, LABELS)
    assert rows[:3] == [
        "line label meaning form weight",
        "2 Fördergebiete areas p > b 5.0",
        '3 FG 1: "Hafenviertel" funding area a line -',
    ]
    assert rows[-2:] == ["8 Treffpunkt unknown label p > b 5.0", "9 Casemanagement case_management p > b 5.0"]


def test_explain_shows_which_other_place_of_a_label_lost(jsiq) -> None:
    (row,) = [row for row in labels_of(jsiq, LABELS) if "lost" in row]
    assert row == "6 Zeitraum period p > b 5.0 lost to it: line 10 (text before a colon, 1.5)"


def test_a_place_that_lost_is_shown_once_where_the_label_stands_in_every_project(jsiq) -> None:
    project = LABELS[LABELS.index("<h2>") : LABELS.index("<p>Zeitraum:")]
    rows = labels_of(jsiq, LABELS.replace(project, f"{project}{project.replace('Lotsen', 'Kompass')}"))
    assert sum(" period " in row for row in rows) == 2
    assert sum("lost to it" in row for row in rows) == 1


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<dl><dt>Zeitraum</dt><dd>2016</dd></dl>", "dt"),
        ("<table><tr><td>Zeitraum</td><td>2016</td></tr></table>", "cell 1"),
        ("<table><tr><th>Zeitraum</th><td>2016</td></tr></table>", "header cell 1"),
        ("<table><tr><td><b>Zeitraum</b></td><td>2016</td></tr></table>", "cell 1 > b"),
        ("<p>Zeitraum: 2016</p>", "text before a colon"),
        ("<ul><li>Zeitraum: 2016</li></ul>", "text before a colon in li"),
        ("<p>Zeitraum <b>2016</b></p>", "text before an element"),
        ("<p>Zeitraum 2016</p>", "known words, unmarked"),
        ("<p>Zeitraum</p><p>2016</p>", "a line"),
        ("<h3>Zeitraum</h3><p>2016</p>", "h3"),
        ("<p>Lotsen<br>Zeitraum<br>2016</p>", "a line after a br"),
    ],
)
@pytest.mark.few(2)
def test_a_form_is_said_in_words(jsiq, markup: str, words: str) -> None:
    page = f'<!doctype html><meta charset="utf-8"><h2>Lotsen</h2><p>Umsetzende Institution: Werk e. V.</p>{markup}'
    (row,) = [row for row in labels_of(jsiq, page) if " period " in row]
    assert re.fullmatch(rf"\d+ Zeitraum period {re.escape(words)} \d\.\d", row), row


@pytest.mark.parametrize("columns", [80, 100])
def test_the_table_of_labels_breaks_no_name_of_a_field(jsiq, columns: int) -> None:
    page = LABELS.replace("<b>Zeitraum</b>", '<b>Beteiligung am Städtebauförderungsprogramm "Soziale Stadt"</b> ja', 1)
    words = {word for row in labels_of(jsiq, page, columns) for word in row.split()}
    assert words >= {"areas", "institutions", "target_group", "case_management", "soziale_stadt", "Casemanagement"}


def test_the_example_in_the_documentation_is_what_explain_prints(jsiq, repository: Path) -> None:
    document = (repository / "docs" / "reader.md").read_text(encoding="utf-8")
    (page,) = re.findall(r"```html\n(.*?)```", document, re.DOTALL)
    (table,) = re.findall(r"```\n(line  label.*?)```", document, re.DOTALL)
    said = jsiq("read", "--explain", "-", stdin=page.encode(), environment={"COLUMNS": "100"}).stdout
    assert [line.rstrip() for line in said.split("\n\n")[1].splitlines()] == table.splitlines()


def test_a_page_without_labels_has_no_table_of_labels(jsiq) -> None:
    assert "meaning" not in jsiq("read", "--explain", "-", stdin=b"<p>Willkommen").stdout


def test_explain_and_json_exclude_each_other(jsiq) -> None:
    done = jsiq("read", "--explain", "--json", "-")
    assert (done.returncode, done.stdout) == (2, "")
    assert "choose one" in done.stderr


def test_the_reference_page_is_read_as_a_person_reads_it(jsiq, reference_page: Path) -> None:
    done = jsiq("read", reference_page)
    assert done.returncode == 0
    for fact in (
        "municipality  Kreis Düren",
        "Bismarckstraße 16, 52351 Düren, Nordrhein-Westfalen",
        "amt51@kreis-dueren.de, +492421221111, http://www.kreis-dueren.de",
        "AGS 05358",
        "soziale stadt no",
        "funding area  1 Nordkreis",
        "Kreis Düren, Sozialwerk Dürener Christen",
        "2015-01-01 to 2018-12-31",
        "0 unread",
    ):
        assert fact in done.stdout


def test_the_record_shows_what_was_not_understood_and_cuts_what_is_long() -> None:
    finding = Finding(kind=FindingKind.UNREAD, severity=Severity.WARNING, line=7, text="viel " * 100)
    printed = record_text.as_text("page", Reading(verdict=Verdict.PROFILE, findings=(finding,)))
    (line,) = [line for line in printed.splitlines() if "warning" in line]
    assert line.startswith("  warning       unread line 7: viel viel")
    assert line.endswith("…")
    assert len(line) < 130


def test_json_and_library_say_the_same() -> None:
    words = vocabulary.load_vocabulary(Workspace(Path()).resource("office_page.toml"))
    printed = json.loads(record_text.as_json("x", read(PAGE.encode(), words)))
    assert printed["claims"][0].keys() == {"field", "label", "text", "lines", "path", "outcome"}
    assert all(isinstance(claim["lines"], list) and len(claim["lines"]) == 2 for claim in printed["claims"])
