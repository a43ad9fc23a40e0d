"""`jsiq-scrape explain`: from a value to its text, its line, its capture, and a footnote."""

from hashlib import sha256

import pytest

from jsiq_scrape.workspace import Workspace

PROJECT = "nw-kreis-dueren--lotsen-vor-ort"


def test_a_value_is_told_with_text_line_capture_and_history(jsiq, small: Workspace) -> None:
    done = jsiq("explain", "project", PROJECT, "period_end", "--root", small.root)
    assert (done.returncode, done.stderr) == (0, "")
    for told in (
        "period_end = 2022-06-30",
        "Zeitraum: 01.01.2015 - 30.06.2022 [understood]",
        "line 18  html/body/",
        "captured   2017-05-02T09:00:00Z",
        "archive    https://web.archive.org/web/20160502090000/",
        "2016-05-02T09:00:00Z to 2016-05-02T09:00:00Z  2018-12-31",
    ):
        assert told in done.stdout
    assert "services" not in done.stdout


def test_without_a_column_every_value_is_told(jsiq, small: Workspace) -> None:
    told = jsiq("explain", "profile", "nw-kreis-dueren", "--root", small.root).stdout
    assert "municipality = Kreis Düren" in told
    assert "ags = 05358" in told
    assert "soziale_stadt = ja" in told


def test_a_footnote_names_archive_time_line_and_both_digests(jsiq, small: Workspace) -> None:
    done = jsiq("explain", "project", PROJECT, "services", "--cite", "--root", small.root)
    (line,) = done.stdout.splitlines()
    assert line.startswith(f"{PROJECT}, services: „Einzelfallberatung, Begleitung zu Ämtern“. https://web.archive.org/")
    assert "#:~:text=Einzelfallberatung%2C%20Begleitung" in line
    assert "captured 2017-05-02T09:00:00Z, line 22" in line
    assert f"database sha256:{sha256(small.database.read_bytes()).hexdigest()}." in line


def test_a_page_cannot_send_commands_to_the_terminal(jsiq, small: Workspace) -> None:
    key = "he-landkreis-img-src-http-evil-invalid-x-png-onerror-alert-1"
    told = jsiq("explain", "profile", key, "--root", small.root).stdout
    assert "\x1b" not in told
    assert '<img src="http://evil.invalid/x.png" onerror="alert(1)">' in told


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("project", "nobody"), "project nobody: no such entry"),
        (("capture", "x"), "capture: evidence is kept for profile, contact, funding_area, project"),
        (("project", PROJECT, "ags"), "project has no column ags; it has title, "),
    ],
)
def test_what_cannot_be_explained_is_said_in_one_line(jsiq, small: Workspace, arguments, complaint: str) -> None:
    done = jsiq("explain", *arguments, "--root", small.root)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"jsiq-scrape: {complaint}")
    assert len(done.stderr.splitlines()) == 1
