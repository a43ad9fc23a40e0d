"""A fresh clone installs what is locked, whatever the index has by then."""

import ensurepip
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from lock_files import Installed, closure, pins
from package_index import Index, fill, served
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from jsiq_scrape import __version__


@dataclass(frozen=True)
class Clone:
    """A copy of what an installation reads, with locks that name the wheels of the index, and that index."""

    folder: Path
    index: Index
    environment: Mapping[str, str]
    locked: Mapping[str, str]  # version of each package pinned for this machine

    def run(self, *command: str | Path, folder: Path | None = None, **environment: str) -> str:
        """Run a command in the clone, or another folder, as a stranger's shell would, and give its output."""
        settings = {**self.environment, **environment}
        done = subprocess.run(
            command, check=False, cwd=folder or self.folder, env=settings, text=True, capture_output=True, timeout=300
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture
def clone(repository: Path, repository_files: list[Path], tmp_path: Path) -> Iterator[Clone]:
    folder, installed, index = tmp_path / "clone", Installed(), Index(tmp_path / "index")
    for file in repository_files:
        name = file.relative_to(repository)
        if len(name.parts) == 1 or name.parts[0] in ("jsiq_scrape", "parsers", "docs"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, folder / name)
    (folder / "tests").mkdir()
    lock = (repository / "tests" / "requirements.lock").read_text(encoding="utf-8")
    pinned = [pin for pin in pins(lock) if pin.holds(installed.environment)]
    build, _ = closure([Requirement("hatchling")], pinned, installed, installed.environment)
    needed = {pin.name for pin in build} | {"pip"}
    for name in ("requirements.lock", "tests/requirements.lock"):
        lock = (repository / name).read_text(encoding="utf-8")
        (folder / name).write_text(fill(index, lock, installed, with_modules=needed), encoding="utf-8")
    with served(index) as address:
        settings = {
            "PATH": f"{Path(sys.executable).resolve().parent}{os.pathsep}{os.defpath}",
            "HOME": str(tmp_path),
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_INDEX_URL": address,
            "PIP_NO_CACHE_DIR": "1",
        }
        yield Clone(folder, index, settings, {pin.name: pin.version for pin in pinned})


@pytest.mark.parametrize(
    "newest_pip",
    [
        pytest.param(False, id="the pip that this Python brings", marks=pytest.mark.sweep),
        pytest.param(True, id="the newest pip", marks=pytest.mark.sweep),
    ],
)
def test_a_fresh_clone_installs_what_is_locked_from_an_index_that_has_newer_versions_of_everything(
    newest_pip: bool, clone: Clone
) -> None:
    python = clone.folder / ".venv" / "bin" / "python"
    clone.run("make", python.relative_to(clone.folder), f"PYTHON={sys.executable}")
    if newest_pip:
        clone.run(python, "-m", "pip", "install", "--quiet", f"pip=={clone.locked['pip']}")
    version = clone.run(python, "-m", "pip", "--version").split()[1]
    assert version == (clone.locked["pip"] if newest_pip else ensurepip.version())
    # The first command replaces the pip that runs the second, so this pip tries the second beforehand.
    commands = [line for line in clone.run("make", "-n", ".venv/installed-tests").splitlines() if "--require-" in line]
    assert len(commands) == 2
    clone.run("sh", "-c", f"{commands[1]} --dry-run")
    said = clone.run("make", ".venv/installed-tests")
    assert said.count("No broken requirements found") == 2
    freeze = clone.run(python, "-m", "pip", "list", "--format=freeze")
    listed = (line.split("==") for line in freeze.splitlines())
    versions = {canonicalize_name(name): version for name, version in listed}
    assert versions.pop(canonicalize_name("jsiq-scrape"))
    assert versions == clone.locked
    locked = {f"{name.replace('-', '_')}-{version}-py3-none-any.whl" for name, version in clone.locked.items()}
    assert clone.index.wheels_asked_for() == locked


def shell_block(text: str, heading: str) -> str:
    """The first block of shell commands below a heading."""
    found = re.search(rf"^## {heading}$.*?^```sh\n(.+?)^```$", text, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


def lend_libraries(environment: Path) -> None:
    """Let an environment import the libraries of this one: the wheels of the index hold none."""
    (packages,) = environment.glob("lib/python*/site-packages")
    (packages / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")


@pytest.mark.sweep
def test_the_recipes_install_a_command_that_runs(clone: Clone, repository: Path, tmp_path: Path) -> None:
    recipes = repository / "docs" / "recipes"
    text = (recipes / "scheduled.md").read_text(encoding="utf-8")
    installed = tmp_path / "opt"
    installation = shell_block(text, "Installation").replace("/opt/jsiq", str(installed))
    assert str(installed / "bin" / "pip") in installation
    clone.run("sh", "-ec", installation)
    clone.run(installed / "bin" / "python", "-m", "pip", "check")
    lend_libraries(installed)
    assert clone.run(installed / "bin" / "jsiq-scrape", "--version", folder=tmp_path).split()[-1] == __version__
    clone.run(installed / "bin" / "jsiq-scrape", "init", "jsiq")
    clone.run("sh", "-ec", shell_block(text, "GitHub Actions"))
    workflow = yaml.safe_load((recipes / "watch.yml").read_text(encoding="utf-8"))
    (step,) = [step for step in workflow["jobs"]["watch"]["steps"] if step.get("name") == "Install"]
    runner = tmp_path / "runner"
    clone.run("python3", "-m", "venv", runner)
    path = f"{runner / 'bin'}{os.pathsep}{clone.environment['PATH']}"
    clone.run("bash", "-ec", step["run"], folder=clone.folder / "jsiq", PATH=path)
    lend_libraries(runner)
    assert clone.run("jsiq-scrape", "--version", PATH=path).split()[-1] == __version__
