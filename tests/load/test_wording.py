"""A vocabulary that knows fewer labels reads less, and tells no change that the pages do not have."""

import os
import random
import re
import shutil
import tomllib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import jsiq_scrape.demo
from jsiq_scrape.clock import StandingClock
from jsiq_scrape.demo.plan import PLAN
from jsiq_scrape.demo.server import serve
from jsiq_scrape.fetch import sources
from jsiq_scrape.fetch.folder import collect as collect_folder
from jsiq_scrape.fetch.live import collect
from jsiq_scrape.load import build
from jsiq_scrape.load.cache import ClaimLine
from jsiq_scrape.load.wording import Difference, Side, letters, same_words
from jsiq_scrape.watch.changes import Change, changes
from jsiq_scrape.workspace import Workspace

BEGIN = datetime(2018, 4, 12, 10, tzinfo=UTC)
SOURCES = Path(jsiq_scrape.demo.__file__).with_name("sources.toml")
EDITED = {one.profile for one in PLAN}
#: How many vocabularies with spellings drawn out of them are tried.
DRAWN = 150 if os.environ.get("JSIQ_ALL_VOCABULARIES") == "1" else 5
_VOCABULARY = Path(jsiq_scrape.demo.__file__).parents[2] / "parsers" / "office_page.toml"
FIELDS = sorted(tomllib.loads(_VOCABULARY.read_text(encoding="utf-8"))["fields"])


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Both editions of the demo site, a week apart: other markup, other spellings, and the planned changes."""
    workspace = Workspace(tmp_path_factory.mktemp("collected"))
    workspace.parsers.mkdir()
    for edition in (1, 2):
        with serve(edition) as site:
            text = SOURCES.read_text(encoding="utf-8").replace("threads = 1", "attempts = 1\nthreads = 4")
            text += f'connect_to = {{ "www.programm.invalid:80" = "127.0.0.1:{site.port}" }}\n'
            (workspace.parsers / "sources.toml").write_text(text, encoding="utf-8")
            known = sources.load(workspace.resource("sources.toml"))
            clock = StandingClock(BEGIN + (edition - 1) * timedelta(days=7))
            collect(workspace, known.named("demo"), clock, settings=known.client)
    return workspace


def told_with(workspace: Workspace, vocabulary: str, target: Path) -> list[Change]:
    """What a build with this vocabulary tells."""
    parsers = target.with_name("parsers")
    shutil.copytree(workspace.parsers, parsers, dirs_exist_ok=True)
    (parsers / "office_page.toml").write_text(vocabulary, encoding="utf-8")
    copy = Workspace(target.parent)
    if not copy.snapshots.exists():
        copy.snapshots.symlink_to(workspace.snapshots)
    return changes(build(copy, target).path)


def invented(told: list[Change]) -> list[tuple[str, str, str, str | None, str | None]]:
    """Changes of profiles that nobody edited, and more changes of the others than were planned."""
    found = [(one.id, one.kind, str(one.field), one.old, one.new) for one in told if one.profile not in EDITED]
    for profile in sorted(EDITED):
        own = [one for one in told if one.profile == profile]
        if len(own) > sum(one.profile == profile for one in PLAN):
            found += [(one.id, one.kind, str(one.field), one.old, one.new) for one in own]
    return found


@dataclass(frozen=True)
class Pages:
    """What two pages say: the claims and all letters of each."""

    claims_of: dict[str, list[ClaimLine]]
    words_of: dict[str, str]

    def claims(self, body: str) -> list[ClaimLine]:
        return self.claims_of.get(body, [])

    def words(self, body: str) -> str:
        return letters(self.words_of[body])


BEFORE, AFTER = Side("before", "projects[0]"), Side("after", "projects[0]")


def extra(label: str, old: str | None, new: str | None) -> Difference:
    return Difference("project 1", f"extras[{label}]", old, new, BEFORE, AFTER)


def field(name: str, old: str | None, new: str | None) -> Difference:
    return Difference("project 1", name, old, new, BEFORE, AFTER)


def test_a_value_that_no_line_was_read_from_did_change() -> None:
    pages = Pages({}, {"before": "", "after": "Angebote: Streetwork am Abend"})
    assert same_words(
        [field("services", "Streetwork am Abend", None), extra("Angebote", None, "Streetwork")], pages
    ) == (set())


def test_a_short_text_counts_with_its_label_and_a_long_one_without() -> None:
    short = Pages({}, {"before": "Sprachkurs: ja", "after": "Sprachförderung: ja"})
    assert same_words([extra("Sprachkurs", "ja", None)], short) == set()
    same = Pages({}, {"before": "Kurs: ja", "after": "Kurs ja"})
    assert same_words([extra("Kurs", "ja", None)], same) == {0}
    long = Pages({}, {"before": "Sprachkurs: am Vormittag", "after": "Sprachförderung: am Vormittag"})
    assert same_words([extra("Sprachkurs", "am Vormittag", None)], long) == {0}


def test_eight_letters_tell_themselves_apart_and_seven_do_not() -> None:
    for text, same in (("zu viert", set()), ("zu vieren", {0})):
        pages = Pages({}, {"before": f"Kurs: {text}", "after": f"Gruppe: {text}"})
        assert same_words([extra("Kurs", text, None)], pages) == same


def test_a_text_that_stands_there_less_often_did_change() -> None:
    pages = Pages({}, {"before": "Kurs: am Vormittag. Kurs: am Vormittag", "after": "Kurs: am Vormittag"})
    assert same_words([extra("Kurs", "am Vormittag", None)], pages) == set()


def test_a_text_that_went_from_one_entry_to_another_did_change() -> None:
    pages = Pages({}, dict.fromkeys(("before", "after"), "Kurs: am Vormittag"))
    other = Difference("project 2", "extras[Kurs]", None, "am Vormittag", BEFORE, AFTER)
    assert same_words([extra("Kurs", "am Vormittag", None), other], pages) == set()


def test_a_value_is_one_under_a_known_and_an_unknown_label_of_its_entry() -> None:
    claims: dict[str, list[ClaimLine]] = {
        "before": [("projects[0].services", "Angebote", "Streetwork am Abend", 1, 1, "", "parsed")]
    }
    pages = Pages(claims, {"before": "Angebote: Streetwork am Abend", "after": ""})
    gone, came = field("services", "Streetwork am Abend", None), extra("Was wir tun", None, "Streetwork am Abend!")
    assert same_words([gone, came], pages) == {0, 1}
    assert same_words([gone, replace(came, entry="project 2")], pages) == set()
    assert same_words([gone, replace(came, entry="")], pages) == {0, 1}, "parts of a page slip to the profile"
    assert same_words([gone, field("target_group", None, "Streetwork am Abend")], pages) == set(), "both are known"


def test_short_values_are_one_only_under_labels_that_are_alike() -> None:
    claims: dict[str, list[ClaimLine]] = {
        "before": [("projects[0].outreach", "Aufsuchende Arbeit", "ja", 1, 1, "", "parsed")]
    }
    pages = Pages(claims, {"before": "Aufsuchende Arbeit: ja", "after": "Aufsuchend arbeiten: ja"})
    gone = field("outreach", "true", None)
    assert same_words([gone, extra("Aufsuchend arbeiten", None, "ja")], pages) == {0, 1}
    assert same_words([gone, extra("Mikroprojekte", None, "ja")], pages) == set()


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("0381/177701", "+49 (381) 177701", True),
        ("0381/177701", "0381/177702", False),
        ("post@musterau.example", "post(at)musterau.example", True),
        ("Rufen Sie uns gern jederzeit an unter 0381/177701", "Tel. 0381/177701 oder kommen Sie vorbei", False),
    ],
)
def test_a_number_or_address_under_an_unknown_label_may_be_respelled(old: str, new: str, same: bool) -> None:
    assert same_words([extra("Kontakt", old, new)], Pages({}, {})) == ({0} if same else set())


def test_a_colon_at_the_end_of_a_line_belongs_to_a_label() -> None:
    assert same_words([field("services", "Angebote:\nStreetwork", "Angebote\nStreetwork :")], Pages({}, {})) == {0}
    assert same_words([field("services", "Angebote: Streetwork", "Angebote Streetwork")], Pages({}, {})) == set()


@pytest.mark.sweep
@pytest.mark.parametrize("name", FIELDS)
def test_a_vocabulary_without_a_field_invents_no_change(collected: Workspace, tmp_path: Path, name: str) -> None:
    text = _VOCABULARY.read_text(encoding="utf-8")
    section = re.compile(rf"(\[fields\.{name}\]\n(?:\w+ = (?!\[).*\n)*)labels = \[[^\]]*\]")
    assert section.search(text)
    poorer = section.sub(rf'\1labels = ["Unbekanntes {name.replace("_", " ")}"]', text)
    assert invented(told_with(collected, poorer, tmp_path / "poorer.db")) == []


@pytest.mark.parametrize("seed", range(DRAWN))
def test_a_vocabulary_that_lacks_some_spellings_invents_no_change(
    collected: Workspace, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)

    def drawn(found: re.Match[str]) -> str:
        kept = [word for word in re.findall(r'"[^"]*"|\'[^\']*\'', found[2]) if chance.random() < 0.7]
        return f"{found[1]}[{', '.join(kept)}]" if kept else found[0]

    text = _VOCABULARY.read_text(encoding="utf-8")
    poorer = re.sub(r"(\[fields\.\w+\]\n(?:\w+ = (?!\[).*\n)*labels = )\[([^\]]*)\]", drawn, text)
    assert poorer != text
    assert invented(told_with(collected, poorer, tmp_path / "poorer.db")) == []


def form(labels: list[tuple[str, str, str]], place: str, begin: int) -> list[ClaimLine]:
    """The claims of a project: field, label and answer, one a line."""
    return [
        (f"{place}.{name}", label, text, begin + line, begin + line, "", "understood")
        for line, (name, label, text) in enumerate(labels)
    ]


KNOWN = [("case_management", "Casemanagement", "ja"), ("counselling", "Beratung/Clearing", "nein")]
OLD = [*KNOWN, ("outreach", "Aufsuchende Arbeit", "ja")]
NEW = [*KNOWN, ("extras[0]", "Vor Ort", "ja")]


def two_projects(before: list[list[tuple[str, str, str]]], after: list[list[tuple[str, str, str]]]) -> set[int]:
    """What is none of four differences: the old label gone and the new one come, in two projects."""
    claims = {
        side: [
            line for number, labels in enumerate(pages) for line in form(labels, f"projects[{number}]", number * 10 + 1)
        ]
        for side, pages in (("before", before), ("after", after))
    }
    differences = [
        Difference(f"project {number}", name, old, new, *sides)
        for number in range(2)
        for sides in [(Side("before", f"projects[{number}]"), Side("after", f"projects[{number}]"))]
        for name, old, new in (("outreach", True, None), ("extras[Vor Ort]", None, "ja"))
    ]
    return same_words(differences, Pages(claims, {"before": "", "after": ""}))


def test_a_short_answer_keeps_its_field_where_every_project_shows_another_label_in_its_place() -> None:
    assert two_projects([OLD, OLD], [NEW, NEW]) == {0, 1, 2, 3}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([OLD, OLD], [NEW, [*KNOWN, ("extras[0]", "Vor Ort", "nein")]]),
        ([OLD, OLD], [NEW, [NEW[2], *KNOWN]]),
        ([OLD, OLD], [NEW, [*NEW, ("services", "Angebote", "Streetwork")]]),
        ([OLD, OLD], [NEW, NEW, OLD]),
        ([OLD, OLD, NEW], [NEW, NEW]),
        ([OLD[1:], OLD[1:]], [NEW[1:], NEW[1:]]),
    ],
    ids=["another answer", "another place", "one more label", "still there", "there before", "too few labels"],
)
def test_a_short_answer_under_another_label_is_a_change_where_the_form_does_not_prove_the_contrary(
    before: list[list[tuple[str, str, str]]], after: list[list[tuple[str, str, str]]]
) -> None:
    assert two_projects(before, after) == set()


def test_two_looks_at_pages_tell_a_respelled_answer_from_a_new_question(tmp_path: Path) -> None:
    def page(label: str, projects: int) -> bytes:
        head = (
            "<h1>Fachdienst Jugend</h1><h2>Landkreis Musterau</h2><h2>Fördergebiete</h2><h4>FG 1: Mitte</h4><p>Alles."
        )
        fields = f"<dl><dt>Zeitraum<dd>2015 - 2018<dt>Casemanagement<dd>ja<dt>{label}<dd>ja</dl>"
        shown = "".join(f"<h3>Projekt {chr(65 + number)}</h3>{fields}" for number in range(projects))
        return f"<html><body>{head}<h2>Projekte</h2>{shown}</body></html>".encode()

    for projects, expected in ((1, 2), (2, 0)):
        workspace = Workspace(tmp_path / str(projects))
        for number, label in enumerate(("Mikroprojekte", "Kleine Vorhaben")):
            folder = tmp_path / f"{projects} {number}"
            folder.mkdir()
            (folder / "musterau.html").write_bytes(page(label, projects))
            collect_folder(workspace, folder, StandingClock(BEGIN), captured_at=BEGIN + number * timedelta(days=7))
        assert len(changes(build(workspace).path)) == expected
