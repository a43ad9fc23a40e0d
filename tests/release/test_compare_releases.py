"""Differences between two releases come with their cause: the page changed, captures came in, or the reader changed."""

import json
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from jsiq_scrape.errors import MissingFile, ReleaseError
from jsiq_scrape.release.release import write
from jsiq_scrape.release.release_diff import Cause, differences, markdown
from jsiq_scrape.workspace import Workspace

Copied = Callable[[Path], Path]


def _without(holder: Workspace, run: str, folder: Path) -> Path:
    """A release of all captures but those of one run."""
    (file,) = holder.snapshots.glob(f"runs/*{run}.jsonl")
    file.rename(holder.root / file.name)
    try:
        return write(holder, folder).folder
    finally:
        (holder.root / file.name).rename(file)


def test_equal_releases_do_not_differ(free: Path, full: Path) -> None:
    assert differences(free, full) == []


def test_what_a_later_capture_shows_is_a_change_of_the_page(holder: Workspace, free: Path, tmp_path: Path) -> None:
    found = differences(_without(holder, "000002", tmp_path / "first"), free)
    assert Counter(each.cause for each in found) == {Cause.PAGE: len(found)}
    fields = {(each.profile, each.difference.column or each.difference.kind) for each in found}
    assert ("by-landkreis-beispielland", "counselling") in fields
    assert ("he-kreis-musterwald", "title") in fields
    assert ("sn-stadt-exempelberg", "added") in fields
    assert ("bb-stadt-beispielow", "removed_at") in fields


def test_what_an_earlier_capture_adds_is_a_matter_of_captures(holder: Workspace, free: Path, tmp_path: Path) -> None:
    found = differences(_without(holder, "000001", tmp_path / "second"), free)
    assert found
    assert {each.cause for each in found} == {Cause.CAPTURES}
    assert "bb-stadt-beispielow" in {each.profile for each in found}


def test_what_another_vocabulary_reads_is_a_matter_of_the_reader(holder: Workspace, free: Path, tmp_path: Path) -> None:
    text = holder.resource("office_page.toml").read_text(encoding="utf-8")
    (holder.parsers / "office_page.toml").write_text(text.replace('"Zielgruppe"', '"Zielgruppen"'), encoding="utf-8")
    found = differences(free, write(holder, tmp_path / "other").folder)
    assert found
    assert {each.cause for each in found} == {Cause.READER}
    assert {each.difference.column for each in found if each.difference.table == "project"} >= {"target_group"}
    page = markdown(free, tmp_path / "other", found)
    assert f"{len(found)} differences because the reader reads the same page differently." in page
    assert "### The reader changed" in page
    assert "Built with another reader, vocabulary." in page


def test_a_release_that_is_not_there_is_named(free: Path, tmp_path: Path) -> None:
    with pytest.raises(MissingFile, match="no such release and no such database"):
        differences(free, tmp_path / "nirgends")


def test_a_database_is_compared_like_a_release(free: Path, full: Path) -> None:
    assert differences(free / "jsiq.db", full) == []


def test_a_damaged_release_is_named(free: Path, full: Path, copied: Copied) -> None:
    folder = copied(free)
    (folder / "jsiq.db").write_bytes(b"")
    with pytest.raises(ReleaseError, match=r"is damaged: jsiq\.db"):
        differences(folder, full)


@pytest.mark.sweep
def test_the_command_prints_markdown_or_json_and_has_an_exit_code(
    holder: Workspace, free: Path, tmp_path: Path, jsiq: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    first = _without(holder, "000002", tmp_path / "first")
    done = jsiq("compare", first, free, "--exit-code")
    assert done.returncode == 5
    assert done.stdout.startswith("## release, compared with first\n")
    assert "project `he-kreis-musterwald--wegweiser-wald`: title Wegweiser Wald -> " in done.stdout
    lines = [json.loads(line) for line in jsiq("compare", first, free, "--json").stdout.splitlines()]
    assert {line["cause"] for line in lines} == {"page"}
    assert jsiq("compare", free, free, "--exit-code").returncode == 0
