"""Pages that try to mislead the reader: what stands around a profile, broken bytes, and pages that are none."""

import gzip
import time
from collections.abc import Callable
from typing import Any

import pytest
from corpus.scoring import RECORDS
from corpus.traps import AREAS, BEFORE, BEHIND, NO_PROFILE, PROFILE, PROJECTS, TOP, page

from jsiq_scrape.parse import read
from jsiq_scrape.parse.labels.vocabulary import Vocabulary
from jsiq_scrape.records import FindingKind, Reading, Verdict

Shown = dict[str, Any]


def _shown(reading: Reading) -> Shown:
    whole = reading.model_dump(mode="json")
    return {name: whole[name] for name in ("verdict", *RECORDS)}


@pytest.fixture(scope="module")
def plain(vocabulary: Vocabulary) -> Shown:
    """What the profile alone gives; the tests below change everything but the profile."""
    reading = read(page(PROFILE), vocabulary)
    assert (reading.verdict, len(reading.projects), len(reading.funding_areas)) == (Verdict.PROFILE, 2, 2)
    assert not reading.findings
    return _shown(reading)


@pytest.mark.parametrize("before", BEFORE.values(), ids=BEFORE)
def test_what_stands_before_a_profile_changes_nothing(before: str, plain: Shown, vocabulary: Vocabulary) -> None:
    reading = read(page(before + PROFILE), vocabulary)
    assert _shown(reading) == plain
    assert not reading.findings


BOX = "<div>{}</div>"
PAIR = "<p><strong>{}:</strong> {}</p>"
CONSENT = BOX.format(
    "".join(PAIR.format(*pair) for pair in (("Name", "Matomo"), ("Anbieter", "Diese Seite"), ("Laufzeit", "13 Monate")))
)


@pytest.mark.parametrize("around", ["<main>{0}</main>{1}", "{1}<main>{0}</main>", "{1}<main>{0}</main>{1}"])
def test_pairs_outside_main_are_none_of_the_profile(around: str, plain: Shown, vocabulary: Vocabulary) -> None:
    reading = read(page(around.format(PROFILE, CONSENT)), vocabulary)
    assert _shown(reading) == plain
    assert not reading.findings


def test_a_contact_beside_main_is_one_of_the_profile(plain: Shown, vocabulary: Vocabulary) -> None:
    title, contact = TOP.split("<h3>", 1)
    main = f"<main>{title}{AREAS}{PROJECTS}</main>"
    shown = _shown(read(page(f"{main}<div><h3>{contact}</div>"), vocabulary))
    assert (shown["contacts"], shown["projects"]) == (plain["contacts"], plain["projects"])


BARE = {f"bare-{name}": ("", behind) for name, behind in BEHIND.items()}
IN_MAIN = {f"in a main part-{name}": ("<main>", behind) for name, behind in BEHIND.items()}


@pytest.mark.parametrize(
    "case",
    (BARE | IN_MAIN).values(),
    ids=BARE | IN_MAIN,
)
def test_what_stands_behind_a_profile_changes_nothing(
    case: tuple[str, str], plain: Shown, vocabulary: Vocabulary
) -> None:
    opening, behind = case
    reading = read(page(f"{opening}{PROFILE}{opening.replace('<', '</')}{behind}"), vocabulary)
    assert _shown(reading) == plain
    assert not reading.findings


@pytest.mark.parametrize("note", ["Stand: 12.03.2018", "Stand 3. März 2018, 10:30 Uhr", "Letzte Änderung: 12.03.2018"])
def test_a_date_below_the_profile_is_a_part_of_the_site(note: str, plain: Shown, vocabulary: Vocabulary) -> None:
    reading = read(page(f"{PROFILE}<p>{note}</p>"), vocabulary)
    assert (_shown(reading), reading.findings) == (plain, ())


def test_a_sentence_that_begins_as_such_a_date_is_a_part_of_its_text(vocabulary: Vocabulary) -> None:
    talk = "Seite 3 der Broschüre zeigt alle Angebote."
    reading = read(page(f"{PROFILE}<dl><dt>Zielgruppe</dt><dd>Alle.<br>{talk}</dd></dl>"), vocabulary)
    assert reading.projects[-1].target_group == f"Alle.\n{talk}"


BROKEN: dict[str, Callable[[str], str]] = {
    "a NUL in a word": lambda text: text.replace("Fachdienst", "Fach\0dienst"),
    "a bell in a label": lambda text: text.replace("Zeitraum", "Zeit\x07raum"),
    "no end tags": lambda text: text.replace("</dt>", "").replace("</dd>", "").replace("</p>", ""),
    "tags that cross": lambda text: text.replace("<dt>Zeitraum</dt>", "<dt><b>Zeitraum</dt></b>"),
    "an i that never ends": lambda text: text.replace("<p>Viele", "<p><i>Viele"),
    "labels in capitals": lambda text: text.replace("<dt>Zeitraum", "<dt>ZEITRAUM").replace(
        "<dt>Angebote", "<dt>ANGEBOTE"
    ),
    "soft hyphens in labels": lambda text: text.replace("<dt>Zielgruppe", "<dt>Ziel&shy;gruppe"),
    "places to break in labels": lambda text: text.replace("<dt>Angebote", "<dt>Ange<wbr>bote"),
    "labels that are links": lambda text: text.replace("<dt>Zeitraum</dt>", '<dt><a href="/z">Zeitraum</a></dt>'),
    "old fonts": lambda text: f"<font face=Arial>{text}</font>",
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_broken_markup_changes_nothing(broken: Callable[[str], str], plain: Shown, vocabulary: Vocabulary) -> None:
    changed = broken(PROFILE)
    assert changed != PROFILE
    assert _shown(read(page(changed), vocabulary)) == plain


def test_a_page_without_html_and_body_or_with_an_xml_declaration_is_read(plain: Shown, vocabulary: Vocabulary) -> None:
    assert _shown(read(PROFILE, vocabulary)) == plain
    assert _shown(read('<?xml version="1.0" encoding="utf-8"?>\n' + page(PROFILE), vocabulary)) == plain


NONE, UTF8, LATIN1 = "", '<meta charset="utf-8">', '<meta charset="iso-8859-1">'
CHARSETS = {
    "utf-16 with its mark": (page(PROFILE, NONE).encode("utf-16"), None, False),
    "latin-1 by the header": (page(PROFILE, NONE).encode("latin-1"), "text/html; charset=iso-8859-1", False),
    "macintosh by the page": (page(PROFILE, "<meta charset=macintosh>").encode("mac-roman"), None, False),
    "cp1252, nothing declared": (page(PROFILE, NONE).encode("cp1252"), None, True),
    "cp1252 called utf-8": (page(PROFILE, UTF8).encode("cp1252"), None, True),
    "utf-8 called latin-1": (page(PROFILE, LATIN1).encode(), None, True),
    "utf-8 called latin-1 by the header": (page(PROFILE, NONE).encode(), "text/html; charset=iso-8859-1", True),
    "utf-8 twice": (page(PROFILE, UTF8).encode().decode("latin-1").encode(), None, True),
    "an invented charset": (page(PROFILE, "<meta charset=x-klingon>").encode(), None, True),
}


@pytest.mark.parametrize(("body", "content_type", "odd"), CHARSETS.values(), ids=CHARSETS)
def test_no_charset_changes_a_record_and_an_odd_one_is_reported(
    body: bytes, content_type: str | None, odd: bool, plain: Shown, vocabulary: Vocabulary
) -> None:
    reading = read(body, vocabulary, content_type=content_type)
    assert _shown(reading) == plain
    assert [finding.kind for finding in reading.findings] == [FindingKind.CHARSET] * odd


def test_one_bad_byte_is_shown_as_such_and_reported(vocabulary: Vocabulary) -> None:
    reading = read(page(PROFILE).encode().replace("Brücke".encode(), b"Br\xfccke"), vocabulary)
    assert [project.title for project in reading.projects] == ["Br\ufffdcke ins Leben", "Lernort 2.0"]
    assert [finding.kind for finding in reading.findings] == [FindingKind.CHARSET]


@pytest.mark.parametrize("ballast", ["<!--{}-->", "<script>{}</script>", "<div><p>{}</p></div>"])
def test_five_megabytes_around_a_profile_are_read_in_time(ballast: str, plain: Shown, vocabulary: Vocabulary) -> None:
    started = time.process_time()
    assert _shown(read(page(ballast.format("Wort " * 1_000_000) + PROFILE), vocabulary)) == plain
    assert time.process_time() - started < 20  # half a second on an idle machine


@pytest.mark.parametrize(("verdict", "body"), NO_PROFILE.values(), ids=NO_PROFILE)
def test_a_page_that_is_no_profile_is_not_taken_for_one(verdict: str, body: str, vocabulary: Vocabulary) -> None:
    reading = read(page(body), vocabulary)
    assert (reading.verdict, reading.projects, reading.funding_areas) == (Verdict(verdict), (), ())


NO_PAGES = {
    "nothing": b"",
    "blanks": b" \r\n\t ",
    "NULs": b"\0" * 50,
    "a PDF": b"%PDF-1.4\n%\xe2\xe3\n1 0 obj <</Type/Catalog>> endobj",
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "JSON": b'{"Zeitraum": "2015", "Casemanagement": "ja"}',
    "a packed profile": gzip.compress(page(PROFILE).encode()),
    "a sitemap": b'<?xml version="1.0"?><urlset><url><loc>http://a.example/</loc></url></urlset>',
}


@pytest.mark.parametrize("body", NO_PAGES.values(), ids=NO_PAGES)
def test_what_is_no_page_at_all_gives_nothing(body: bytes, vocabulary: Vocabulary) -> None:
    reading = read(body, vocabulary)
    assert (reading.verdict, reading.profile, reading.contacts, reading.projects) == (Verdict.OTHER, None, (), ())


def test_a_profile_without_projects_and_one_with_its_areas_last_are_profiles(
    plain: Shown, vocabulary: Vocabulary
) -> None:
    assert _shown(read(page(TOP + AREAS), vocabulary)) == plain | {"projects": []}
    assert _shown(read(page(TOP + PROJECTS + AREAS), vocabulary)) == plain
