"""Two folders of saved pages, collected one after the other, and what `changes --json` then says."""

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from jsiq_scrape.commands import program

sys.path.insert(0, str(Path(__file__).parent))  # import mode "importlib" leaves it out

#: When the two folders were saved.
BEFORE, AFTER = "2018-04-12T10:00:00Z", "2018-10-01T08:30:00Z"

Pages = Mapping[str, str]
Object = dict[str, object]


@pytest.fixture
def changed(tmp_path: Path) -> Callable[..., list[Object]]:
    """Collect these folders in turn into an empty workspace, build, and give the objects of `changes --json`."""

    def told(*folders: Pages, times: tuple[str, ...] = (BEFORE, AFTER)) -> list[Object]:
        root = tmp_path / "workspace"
        root.mkdir()
        for number, (pages, time) in enumerate(zip(folders, times, strict=True)):
            folder = tmp_path / f"folder {number}"
            for name, text in pages.items():
                file = folder / name
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, "utf-8")
            said("collect", "folder", folder, "--captured-at", time, "--root", root)
        said("build", "--root", root)
        return [json.loads(line) for line in said("changes", "--json", "--root", root).splitlines()]

    return told


def said(*arguments: str | Path) -> str:
    """What a command that succeeds prints on standard output."""
    done = CliRunner().invoke(program, [str(argument) for argument in arguments])
    assert done.exit_code == 0, done.output
    return done.stdout
