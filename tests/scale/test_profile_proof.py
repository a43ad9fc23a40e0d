"""The test on bytes turns no profile away, in whatever charset and markup it comes."""

from pathlib import Path

import pytest
from cases import profiles

from jsiq_scrape import read
from jsiq_scrape.parse.labels.vocabulary import load_vocabulary
from jsiq_scrape.records import Verdict
from jsiq_scrape.scale.profile_proof import LabelSearch

VOCABULARY = load_vocabulary()
MAY_BE = LabelSearch(VOCABULARY)
PROVING = sorted(
    label
    for spellings in VOCABULARY.spellings.values()
    for label in spellings
    if (term := VOCABULARY.find(label)) is not None and term.proof
)
CHARSETS = ("utf-8", "cp1252", "iso-8859-15", "mac-roman", "cp437", "utf-16-le", "utf-16-be", "utf-16", "utf-32-le")


@pytest.mark.parametrize("charset", CHARSETS)
def test_every_proving_label_is_found_in_every_charset(charset: str) -> None:
    pages = {label: f"<html><body><p><b>{label}:</b> ja</p></body></html>".encode(charset) for label in PROVING}
    assert [label for label, page in pages.items() if not MAY_BE(page)] == []


def test_a_charset_without_ascii_is_known_by_the_header() -> None:
    page = "<p>Umsetzende Institution: Kreis</p>".encode("cp500")
    assert MAY_BE(page, "text/html; charset=cp500")
    assert not MAY_BE(page, "text/html; charset=utf-8")


@pytest.mark.parametrize(
    "written",
    [
        "UMSETZENDE INSTITUTION",
        "Umsetzende&nbsp;Institution",
        "Umsetzende&#160;Institution",
        "Umsetzende\u00a0Institution",
        "<b>Umsetzende</b> <span class='a b'>Institution</span>",
        "Umset&shy;zende Insti&shy;tution",
        "Umset\u00adzende Insti\u00adtution",
        "Umset<wbr>zende Insti&#173;tution",
        "Umset&#xAD;zende Institu\u200btion",
        "F&ouml;rder&shy;gebiete",
        "F&#246;rdergebiete",
        "Fo\u0308rdergebiete",
        "Förder-Gebiete",
        "Case-Management",
        "Case<br/>Management",
        "Casemanage&shy;ment",
        "„Soziale Stadt“",
        "Soziale\r\n\t\tStadt",
        "Aufsuchende<em> Jugend</em>sozialarbeit",
    ],
)
@pytest.mark.parametrize("charset", ["utf-8", "utf-16-le"])
def test_a_label_is_found_however_html_writes_it(written: str, charset: str) -> None:
    assert MAY_BE(f"<html><body><p>{written}: ja</p></body></html>".encode(charset))


def test_no_profile_of_the_demo_and_the_fixtures_is_turned_away(repository: Path) -> None:
    bodies = [page.body for page in profiles().values()]
    bodies += [path.read_bytes() for path in (repository / "tests").rglob("*.html")]
    read_as_profile = [body for body in bodies if read(body).verdict is Verdict.PROFILE]
    assert len(read_as_profile) >= len(profiles())
    assert [body for body in read_as_profile if not MAY_BE(body)] == []


def test_pages_that_share_words_with_profiles_and_have_no_label_are_turned_away() -> None:
    assert not MAY_BE(b"<p>In this case we support your project management. The institution of the city.</p>" * 20)
    assert not MAY_BE(b"<p>Die soziale Arbeit der Institution in der Beratung</p>" * 20)


def test_a_new_proving_spelling_of_the_vocabulary_is_searched_for(repository: Path, tmp_path: Path) -> None:
    text = (repository / "parsers" / "office_page.toml").read_text("utf-8")
    own = tmp_path / "office_page.toml"
    own.write_text(text.replace('"Umsetzung durch",', '"Umsetzung durch", "Ausführende Stelle",'), "utf-8")
    page = "<p>Ausführende Stelle: Kreis</p>".encode()
    assert LabelSearch(load_vocabulary(own))(page)
    assert not MAY_BE(page)
