"""Each lock file is complete, so that pip can install it without resolving anything."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from lock_files import Installed, Pin, closure, entries, environments, pins
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCKS = ("requirements.lock", "tests/requirements.lock", "tests/spark.lock", "benchmarks/requirements.lock")
#: Lock files that `make test` does not install: a package of each, and what installs it and runs these tests again.
LATER = {"tests/spark.lock": ("pyspark", "make sweeps"), "benchmarks/requirements.lock": ("scrapy", "make bench")}


@pytest.fixture(scope="module")
def pyproject(repository: Path) -> Mapping[str, Any]:
    return tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def installed() -> Installed:
    return Installed()


def roots(name: str, pyproject: Mapping[str, Any]) -> list[Requirement]:
    """What a lock file is for."""
    project, extras = pyproject["project"], dict(pyproject["project"]["optional-dependencies"])
    for extra in ("spark", "tutorial"):  # have a lock file of their own
        del extras[extra]
    asked = {
        "requirements.lock": [extras["datasette"], project["dependencies"], pyproject["build-system"]["requires"]],
        "tests/requirements.lock": [*extras.values(), project["dependencies"], pyproject["build-system"]["requires"]],
        "tests/spark.lock": [pyproject["dependency-groups"]["spark"]],
        "benchmarks/requirements.lock": [pyproject["dependency-groups"]["peers"]],
    }
    return [Requirement(requirement) for requirements in asked[name] for requirement in requirements]


def locked(name: str, repository: Path, installed: Installed) -> list[Pin]:
    """The pins of a lock file, if what it pins is installed."""
    found = pins((repository / name).read_text(encoding="utf-8"))
    package, command = LATER.get(name, ("pip", ""))
    if package not in installed.by_name:
        pytest.skip(f"{package} is not installed: {command} installs it and runs this test again")
    return found


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_pins_all_that_is_needed_and_nothing_else(
    name: str, repository: Path, pyproject: Mapping[str, Any], installed: Installed
) -> None:
    pinned, asked = locked(name, repository, installed), roots(name, pyproject)
    reached: set[Pin] = set()
    missing: set[str] = set()
    for environment in environments():
        pins_here, missing_here = closure(asked, pinned, installed, environment)
        reached |= pins_here
        missing |= set(missing_here)
    assert missing == set()
    assert set(pinned) - reached == set()


def test_a_lock_file_that_lacks_any_of_its_lines_is_noticed(
    repository: Path, pyproject: Mapping[str, Any], installed: Installed
) -> None:
    pinned, asked = locked(LOCKS[0], repository, installed), roots(LOCKS[0], pyproject)
    unnoticed = []
    for pin in pinned:
        rest = [other for other in pinned if other is not pin]
        concerned = (environment for environment in environments() if pin.holds(environment))
        if not any(closure(asked, rest, installed, environment)[1] for environment in concerned):
            unnoticed.append(str(pin))
    assert unnoticed == []


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_has_hashes(name: str, repository: Path) -> None:
    pinned = pins((repository / name).read_text(encoding="utf-8"))
    assert pinned
    assert [str(pin) for pin in pinned if not pin.hashes] == []
    assert {digest.partition(":")[0] for pin in pinned for digest in pin.hashes} == {"sha256"}


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_names_no_index_and_no_place(name: str, repository: Path) -> None:
    lines = "\n".join(entries((repository / name).read_text(encoding="utf-8"))).splitlines()
    assert [
        line
        for line in lines
        if "://" in line or "@ " in line or (line.lstrip().startswith("-") and "--hash=" not in line)
    ] == []


def test_no_two_lock_files_pin_different_versions(repository: Path) -> None:
    program, tests, *others = (set(pins((repository / name).read_text(encoding="utf-8"))) for name in LOCKS)
    assert program - tests == set()
    versions = {(pin.name, pin.version) for pin in tests}
    for other in others:
        both = {pin.name for pin in tests} & {pin.name for pin in other}
        assert {(pin.name, pin.version) for pin in other if pin.name in both} <= versions


def test_the_lock_file_of_the_program_leaves_out_what_only_tests_need(
    repository: Path, pyproject: Mapping[str, Any]
) -> None:
    program = {pin.name for pin in pins((repository / LOCKS[0]).read_text(encoding="utf-8"))}
    extras = pyproject["project"]["optional-dependencies"]
    others = {
        canonicalize_name(Requirement(text).name) for name in ("parquet", "spark", "tutorial") for text in extras[name]
    }
    assert program & (others | {"pytest", "mypy", "duckdb", "playwright"}) == set()


def test_the_groups_that_locks_are_made_of_require_what_they_stand_for(pyproject: Mapping[str, Any]) -> None:
    groups = pyproject["dependency-groups"]
    assert groups["build"] == pyproject["build-system"]["requires"]
    extras = pyproject["project"]["optional-dependencies"]
    assert set(groups["spark"]) == {*extras["spark"], *extras["tutorial"]}


#: Made packages: name and version, and what each requires.
MADE = {
    "frame 2.0": ["inner>=1", 'toml-reader>=3; extra == "toml"', 'windows-only; sys_platform == "win32"'],
    "inner 1.5": [],
    "toml-reader 3.1": ["deep"],
    "deep 1.0": [],
}
COMPLETE = ["frame==2.0", "inner==1.5", "toml-reader==3.1", "deep==1.0", 'windows-only==1.0 ; sys_platform == "win32"']


@pytest.fixture
def made(tmp_path: Path) -> Installed:
    """The metadata of the made packages, as an installation leaves it."""
    for package, requires in MADE.items():
        name, version = package.split()
        folder = tmp_path / f"{name.replace('-', '_')}-{version}.dist-info"
        folder.mkdir()
        lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}"]
        lines += [f"Requires-Dist: {requirement}" for requirement in requires]
        (folder / "METADATA").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return Installed([str(tmp_path)])


@pytest.mark.parametrize(
    ("lines", "missing"),
    [
        (COMPLETE, set()),
        ([line for line in COMPLETE if "inner=" not in line], {"frame==2.0 needs inner>=1, which is not pinned"}),
        (
            [line for line in COMPLETE if "toml" not in line],
            {'frame==2.0 needs toml-reader>=3; extra == "toml", which is not pinned'},
        ),
        ([line for line in COMPLETE if "deep" not in line], {"toml-reader==3.1 needs deep, which is not pinned"}),
        (
            [line for line in COMPLETE if "windows" not in line],
            {'frame==2.0 needs windows-only; sys_platform == "win32", which is not pinned'},
        ),
        (
            [line.replace("inner==1.5", "inner==0.9") for line in COMPLETE],
            {
                "frame==2.0 needs inner>=1, but inner==0.9 is pinned",
                "inner==0.9 is not installed, so what it needs is unknown",
            },
        ),
    ],
    ids=["complete", "dependency", "extra", "dependency-of-an-extra", "other-platform", "too-old"],
)
def test_what_a_lock_file_lacks_is_named(lines: list[str], missing: set[str], made: Installed) -> None:
    lock = "\n".join(f"{line} \\\n    --hash=sha256:{'0' * 64}" for line in lines)
    found: set[str] = set()
    for environment in environments():
        found |= set(closure([Requirement("frame[toml]")], pins(lock), made, environment)[1])
    assert found == missing
