"""P5: the same run files, reader and SQLite version give the same bytes, wherever and however they are built."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from jsiq_scrape.workspace import Workspace


@pytest.mark.sweep
@pytest.mark.parametrize(
    "surroundings",
    [
        # glibc fills its memory with MALLOC_PERTURB_: what lay there before must not get into the free space of a page.
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "MALLOC_PERTURB_": "165"},
        {"PYTHONHASHSEED": "4711", "TZ": "America/St_Johns", "LC_ALL": "de_DE.UTF-8", "PYTHONOPTIMIZE": "1"},
    ],
    ids=["far east", "far west"],
)
def test_another_process_seed_zone_locale_folder_and_order_of_files(
    collected: tuple[Workspace, Workspace], script: Path, tmp_path: Path, surroundings: dict[str, str]
) -> None:
    """Seen failing when the time of the build stood in table `build`."""
    there = collected[1]
    here = Workspace(tmp_path / "anderswo mit Ümlaut und Blank")
    here.root.mkdir()
    shutil.copytree(there.parsers, here.parsers)
    # Written in the other order and with other times, as another file system or a fresh clone would have them.
    for path in sorted(there.snapshots.rglob("*"), reverse=True):
        if path.is_file():
            copy = here.root / path.relative_to(there.root)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
            os.utime(copy, (0, 0))
    environment = {**os.environ, **surroundings, "HOME": str(tmp_path)}
    done = subprocess.run(
        [script, "build", "--root", here.root], env=environment, cwd="/", capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert here.database.read_bytes() == there.database.read_bytes()
