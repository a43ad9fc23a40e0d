"""The known page with lines lost, doubled and swapped: no crash, and no line without a role."""

import re
from html import escape
from pathlib import Path
from random import Random

import pytest
from corpus.families import FAMILIES, Family
from corpus.generate import page as generate
from hypothesis import given, settings
from hypothesis import strategies as st

from jsiq_scrape.parse import read
from jsiq_scrape.parse.labels.vocabulary import Vocabulary
from jsiq_scrape.records import FindingKind, Reading

PAGES = Path(__file__).resolve().parents[1] / "fixtures" / "pages"
TEXT = (PAGES / "probenau-plain-text" / "page.txt").read_text(encoding="utf-8")
MARKUP = (PAGES / "kreis-dueren" / "page.html").read_text(encoding="utf-8")


def _said(reading: Reading) -> str:
    return _squeeze(reading.model_dump_json())


def _squeeze(text: str) -> str:
    # Hidden mails, phones and dates are rewritten in the records; their claims keep them as printed.
    return re.sub(r"\s+|\\n|\\", "", text)


def _long_lines(text: str) -> list[str]:
    """Lines long enough to be more than a label, a heading or an answer."""
    plain = re.sub(r"<[^>]*>", " ", re.sub(r"(?s)<script.*?</script>|<head>.*?</head>", " ", text))
    plain = plain.replace("&amp;", "&")
    return [line.strip() for line in plain.splitlines() if len(line.strip()) > 45]


def _check(text: str, vocabulary: Vocabulary, which: str = "") -> None:
    reading = read(text.encode(), vocabulary)
    lines = reading.lines
    assert lines.total == lines.read + lines.boilerplate + lines.unread
    assert (lines.unread > 0) == any(finding.kind is FindingKind.UNREAD for finding in reading.findings)
    if reading.profile is not None:
        said = _said(reading)
        # A label and its value on one line are two texts.
        lost = [line for line in _long_lines(text) if not _kept(line, said)]
        # What stands above the profile's title is the site's: it has that role, and no finding.
        assert len(lost) <= lines.boilerplate, (which, lost)


def _kept(line: str, said: str) -> bool:
    words = line.split()
    return any(_squeeze(" ".join(words[start:])) in said for start in range(min(4, len(words))))


@pytest.mark.parametrize("position", range(len(TEXT.splitlines())))
def test_the_text_page_without_one_line(position: int, vocabulary: Vocabulary) -> None:
    lines = TEXT.splitlines()
    _check("\n".join(lines[:position] + lines[position + 1 :]), vocabulary)


@pytest.mark.parametrize("page", ["text", "markup"])
@given(seed=st.integers(0, 2**32), changes=st.integers(1, 8))
@settings(max_examples=120, derandomize=True)
def test_lines_deleted_doubled_and_swapped(page: str, vocabulary: Vocabulary, seed: int, changes: int) -> None:
    _check(_mutated(MARKUP if page == "markup" else TEXT, Random(seed), changes), vocabulary)


def test_every_mutation_of_the_real_page_is_accounted_for(reference_page: Path, vocabulary: Vocabulary) -> None:
    text = reference_page.read_text(encoding="utf-8")
    for seed in range(150):
        _check(_mutated(text, Random(seed), 1 + seed % 8), vocabulary, f"seed {seed}")


def _mutated(page: str, rng: Random, changes: int) -> str:
    lines = page.splitlines()
    for _ in range(changes):
        one, two = rng.randrange(len(lines)), rng.randrange(len(lines))
        kind = rng.choice(("delete", "double", "swap"))
        if kind == "delete":
            del lines[one]
        elif kind == "double":
            lines.insert(two, lines[one])
        else:
            lines[one], lines[two] = lines[two], lines[one]
    return "\n".join(lines)


STRANGE = "Ein fremder Satz mit dem Wort Quittenbrot."


@pytest.mark.parametrize("family", [each for each in FAMILIES if not each.plain], ids=lambda family: family.name)
@pytest.mark.few(8)
def test_a_sentence_put_anywhere_between_the_labels_is_kept_or_reported(family: Family, vocabulary: Vocabulary) -> None:
    for seed in range(3):
        page = generate(family, Random(f"strange/{family.name}/{seed}"), seed, projects=2)
        last = page.text.rfind(escape(page.shown.projects[-1].pairs[-1].label, quote=False))
        places = [
            found.end() for found in re.finditer(r"</(?:h[1-6]|p|dl|table|ul|article|section)>", page.text[:last])
        ]
        for place in places[2::3]:
            text = f"{page.text[:place]}<p>{STRANGE}</p>{page.text[place:]}"
            if _inside(page.text, place):
                assert "Quittenbrot" in read(text.encode(), vocabulary).model_dump_json(), f"seed {seed} at {place}"


def _inside(markup: str, place: int) -> bool:
    """Whether a place lies behind the title of the profile, and in no navigation."""
    before = markup[:place]
    return bool(re.search(r"</h[1-6]>", before)) and before.count("<nav") == before.count("</nav>")
