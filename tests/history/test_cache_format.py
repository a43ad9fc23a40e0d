"""A reading that another version of the cache packed is never unpacked by this one."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from captures_and_pages import Store

import jsiq_scrape
from jsiq_scrape.database import build
from jsiq_scrape.demo.site import Response

BUILD = """
import sys
from pathlib import Path
import jsiq_scrape.readings.cache
from jsiq_scrape.database import build
from jsiq_scrape.workspace import Workspace

assert Path(jsiq_scrape.readings.cache.__file__).is_relative_to(sys.argv[1])
build(Workspace(Path(sys.argv[2])))
"""

#: How this version packs the text of a claim, and how another one might.
NOW, THEN = "claim.label, claim.text,", "claim.label, claim.text[::-1],"


@pytest.fixture
def known(store: Store, editions: dict[int, dict[str, Response]]) -> Store:
    store.collect(0, dict(list(editions[1].items())[:2]))
    return store


def test_the_readings_of_another_format_are_read_anew(known: Store, tmp_path: Path) -> None:
    build(known.workspace)
    good = known.workspace.database.read_bytes()
    shutil.rmtree(known.workspace.root / ".cache")

    package = tmp_path / "other" / "jsiq_scrape"
    shutil.copytree(Path(jsiq_scrape.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(Path(jsiq_scrape.__file__).parents[1] / "parsers", tmp_path / "other" / "parsers")
    code = (package / "readings" / "cache.py").read_text(encoding="utf-8")
    assert NOW in code
    (package / "readings" / "cache.py").write_text(code.replace(NOW, THEN), encoding="utf-8")
    subprocess.run([sys.executable, "-c", BUILD, package, known.workspace.root], check=True, cwd=package.parent)

    build(known.workspace)
    assert known.workspace.database.read_bytes() == good, "the other version's cache was used"
    build(known.workspace)  # from its own cache, which it made anew
    assert known.workspace.database.read_bytes() == good
