"""Golden pages: a folder each with the page, its record and where its shape came from; one test a field.

A record changes only by hand, or with `pytest tests/reader/test_corpus_golden.py --update-golden`.
"""

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from corpus.scoring import RECORDS

from jsiq_scrape.parse import read
from jsiq_scrape.parse.labels.vocabulary import Vocabulary
from jsiq_scrape.records import Reading

PAGES = Path(__file__).resolve().parents[1] / "fixtures" / "pages"
FOLDERS = sorted(folder.name for folder in PAGES.iterdir())


def _record(folder: str) -> dict[str, Any]:
    return json.loads((PAGES / folder / "record.json").read_text(encoding="utf-8"))


def _leaves(path: str, value: Any) -> dict[str, Any]:
    """Every value by its path, also null; an empty list is a value."""
    if isinstance(value, dict):
        inner = [(f"{path}.{key}" if path else key, each) for key, each in value.items()]
    elif isinstance(value, list) and value:
        inner = [(f"{path}[{position}]", each) for position, each in enumerate(value)]
    else:
        return {path: value}
    return {key: leaf for name, each in inner for key, leaf in _leaves(name, each).items()}


def _shown(value: Any) -> Any:
    """A text without what never counts: composition of umlauts, soft hyphens, kinds of blanks."""
    if not isinstance(value, str):
        return value
    return unicodedata.normalize("NFC", value).replace("\u00ad", "").replace("\u00a0", " ")


@pytest.fixture(scope="module")
def readings(vocabulary: Vocabulary, request: pytest.FixtureRequest) -> dict[str, Reading]:
    found = {}
    for folder in FOLDERS:
        (page,) = (PAGES / folder).glob("page.*")
        found[folder] = read(page.read_bytes(), vocabulary)
        if request.config.getoption("--update-golden"):
            _update(folder, found[folder])
    return found


def _update(folder: str, reading: Reading) -> None:
    got = reading.model_dump(mode="json")
    record = {"verdict": got["verdict"], **{name: got[name] for name in RECORDS}, "unread": got["lines"]["unread"]}
    kinds = {finding["kind"] for finding in got["findings"]}
    wanted = _record(folder)["findings"].get("at_least")
    record["findings"] = {"exactly": sorted(kinds)} if wanted is None else {"at_least": sorted(kinds & set(wanted))}
    text = json.dumps(record, ensure_ascii=False, indent=2) + "\n"
    (PAGES / folder / "record.json").write_text(text, encoding="utf-8")


FIELDS = [
    pytest.param(folder, path, id=f"{folder} {path}")
    for folder in FOLDERS
    for name in ("verdict", *RECORDS)
    for path in _leaves(name, _record(folder)[name])
]


@pytest.mark.parametrize(("folder", "path"), FIELDS)
def test_a_field_is_read_as_its_page_shows_it(folder: str, path: str, readings: dict[str, Reading]) -> None:
    name = path.partition(".")[0].partition("[")[0]
    got = _leaves(name, readings[folder].model_dump(mode="json")[name])
    assert _shown(got.get(path)) == _shown(_leaves(name, _record(folder)[name])[path])


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_page_gives_no_more_than_its_record_holds(folder: str, readings: dict[str, Reading]) -> None:
    """A field that a record does not name is null there: with a new field no record has to be changed."""
    got, record = readings[folder].model_dump(mode="json"), _record(folder)
    for name in RECORDS:
        known = _leaves(name, record[name])
        entries = {path.rpartition(".")[0] for path in known}
        more = {path: leaf for path, leaf in _leaves(name, got[name]).items() if path not in known}
        assert [path for path, leaf in more.items() if leaf is not None or path.rpartition(".")[0] not in entries] == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_line_is_accounted_for_and_what_is_odd_is_reported(folder: str, readings: dict[str, Reading]) -> None:
    reading, record = readings[folder], _record(folder)
    kinds = {str(finding.kind) for finding in reading.findings}
    assert reading.lines.unread == record["unread"]
    assert reading.lines.total == reading.lines.read + reading.lines.boilerplate + reading.lines.unread
    if "exactly" in record["findings"]:
        assert kinds == set(record["findings"]["exactly"])
    else:
        assert kinds >= set(record["findings"]["at_least"])


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_golden_page_says_where_its_shape_came_from(folder: str) -> None:
    assert len((PAGES / folder / "origin.txt").read_text(encoding="utf-8").splitlines()) == 1
