"""A vocabulary that knows fewer labels reads less, and tells no change that the pages do not have."""

import os
import random
import re
import shutil
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import jsiq_scrape.demo
from jsiq_scrape.clock import StandingClock
from jsiq_scrape.demo.plan import PLAN
from jsiq_scrape.demo.server import serve
from jsiq_scrape.fetch import sources
from jsiq_scrape.fetch.live import collect
from jsiq_scrape.load import build
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
