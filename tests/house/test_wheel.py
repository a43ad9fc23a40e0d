"""What is installed from the wheel: one package, complete, that works far from the checkout."""

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from jsiq_scrape.workspace import RESOURCES


def hatch(folder: Path, target: str, destination: Path) -> Path:
    """Build one distribution with the hatchling that is installed here: no isolation, so no network."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", destination],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    (built,) = destination.iterdir()
    return built


@pytest.fixture(scope="module")
def wheel(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    return hatch(repository, "wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def source_distribution(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sdist of this checkout."""
    return hatch(repository, "sdist", tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="module")
def wheel_names(wheel: Path) -> set[str]:
    """The names of the files in the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_top_level_of_the_wheel_is_the_package_and_its_metadata(wheel_names: set[str]) -> None:
    assert {name.split("/")[0] for name in wheel_names} == {"jsiq_scrape", "jsiq_scrape-0.1.0.dist-info"}


@pytest.mark.parametrize(
    "name",
    [
        "jsiq_scrape/py.typed",
        "jsiq_scrape/parsers/office_page.toml",
        "jsiq_scrape/parsers/sources.toml",
        "jsiq_scrape/parsers/identities.toml",
        "jsiq_scrape/parsers/decisions.toml",
        "jsiq_scrape/parsers/dataset.toml",
        "jsiq_scrape/places/NOTICE",
        "jsiq_scrape-0.1.0.dist-info/licenses/LICENSE",
    ],
)
def test_the_wheel_carries(name: str, wheel_names: set[str]) -> None:
    assert name in wheel_names


def test_the_wheel_carries_every_file_of_the_package(
    repository: Path, repository_files: list[Path], wheel_names: set[str]
) -> None:
    package = {
        path.relative_to(repository).as_posix()
        for path in repository_files
        if path.is_relative_to(repository / "jsiq_scrape")
    }
    assert package
    assert package - wheel_names == set()


def test_the_wheel_carries_no_cache_and_no_test(wheel_names: set[str]) -> None:
    assert [name for name in wheel_names if "__pycache__" in name or name.endswith(".pyc") or "/test" in name] == []


def test_a_wheel_built_from_the_sdist_holds_the_same_files(
    source_distribution: Path, wheel: Path, tmp_path: Path
) -> None:
    with tarfile.open(source_distribution) as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
    (unpacked,) = (tmp_path / "unpacked").iterdir()
    again = hatch(unpacked, "wheel", tmp_path / "again")
    assert contents(again) == contents(wheel)


def test_the_sdist_holds_what_rebuilds_and_tests_it_and_no_evidence(source_distribution: Path) -> None:
    with tarfile.open(source_distribution) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    expected = {
        "README.md",
        "LICENSE",
        "Makefile",
        "pyproject.toml",
        "requirements.lock",
        "tests/requirements.lock",
        "benchmarks/requirements.lock",
        "tests/conftest.py",
        ".ci/run",
    }
    assert expected - names == set()
    assert [
        name for name in names if name.startswith(("snapshots/bodies", "snapshots/runs", "db/jsiq.db", ".venv"))
    ] == []


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` of a fresh environment that holds the wheel, and sees the libraries of this one but not its checkout.

    Only the libraries are borrowed, so that no network is needed: the line in a .pth file adds a folder to the
    search path, it does not follow that folder's own .pth files, which is where the editable checkout stands.
    """
    environment = tmp_path_factory.mktemp("environment") / "venv"
    venv.create(environment, symlinks=True)
    binaries = environment / "bin"
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", binaries / "python", "install", "--no-index", "--no-deps", wheel],
        check=True,
        capture_output=True,
    )
    (libraries,) = environment.glob("lib/python*/site-packages")
    (libraries / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return binaries


def run(command: list[str | Path], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command the way a stranger's shell would: in another folder, with no setting of this test run."""
    settings = {"PATH": os.defpath, "HOME": str(folder), "LC_ALL": "C"}
    return subprocess.run(
        command, check=False, cwd=folder, env=settings, text=True, encoding="utf-8", capture_output=True, timeout=300
    )


def test_the_installed_package_is_the_one_that_is_imported(installed: Path, tmp_path: Path) -> None:
    script = "import jsiq_scrape, pathlib, json; print(json.dumps([jsiq_scrape.__file__, jsiq_scrape.__version__]))"
    answer = run([installed / "python", "-c", script], tmp_path)
    assert answer.returncode == 0, answer.stderr
    file, version = json.loads(answer.stdout)
    assert Path(file).is_relative_to(installed.parent)
    assert version == "0.1.0"


def test_the_installed_package_finds_the_vocabulary_it_came_with(installed: Path, tmp_path: Path) -> None:
    script = (
        "from pathlib import Path; from jsiq_scrape.workspace import RESOURCES, Workspace\n"
        "for name in RESOURCES: print(Workspace(Path.cwd()).resource(name))"
    )
    answer = run([installed / "python", "-c", script], tmp_path)
    assert answer.returncode == 0, answer.stderr
    inside = [Path(line).is_relative_to(installed.parent) for line in answer.stdout.splitlines()]
    assert inside == [True] * len(RESOURCES)


@pytest.mark.sweep
def test_the_installed_command_runs_the_demo_outside_the_checkout(installed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "anywhere else"
    folder.mkdir()
    answer = run([installed / "jsiq-scrape", "demo"], folder)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "Traceback" not in answer.stderr
    assert list((folder / ".demo").rglob("*.db")), answer.stdout + answer.stderr


def test_the_installed_command_prints_its_version(installed: Path, tmp_path: Path) -> None:
    answer = run([installed / "jsiq-scrape", "--version"], tmp_path)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "0.1.0" in answer.stdout


def contents(wheel: Path) -> dict[str, int]:
    """Name and checksum of every file in a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return {entry.filename: entry.CRC for entry in archive.infolist()}
