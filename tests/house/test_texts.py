"""No file of the repository names what only one machine has: its paths, its neighbours, its package index."""

import re
import sys
from pathlib import Path

import pytest

# Written in parts, so that this file does not name them either.
REGISTRY_HOSTS = [b"pypi" + b".org", b"python" + b"hosted.org", b"registry." + b"npmjs", b"deb." + b"debian.org"]
NEIGHBOUR = b"../" + b"shared"


def findings(files: list[Path], repository: Path, pattern: re.Pattern[bytes]) -> list[str]:
    """File, line number and the text found, for each place where a file matches the pattern."""
    found = []
    for file in files:
        for number, line in enumerate(file.read_bytes().split(b"\n"), start=1):
            match = pattern.search(line)
            if match:
                place = f"{file.relative_to(repository).as_posix()}:{number}"
                found.append(f"{place}: {match[0].decode('utf-8', 'replace')}")
    return found


def test_no_file_names_the_host_of_a_package_registry(repository: Path, repository_files: list[Path]) -> None:
    pattern = re.compile(b"|".join(re.escape(host) for host in REGISTRY_HOSTS))
    assert findings(repository_files, repository, pattern) == []


def test_only_ci_names_the_folder_beside_the_checkout(repository: Path, repository_files: list[Path]) -> None:
    others = [file for file in repository_files if file != repository / ".ci" / "run"]
    assert findings(others, repository, re.compile(re.escape(NEIGHBOUR))) == []


def test_no_file_names_a_path_of_this_machine(repository: Path, repository_files: list[Path]) -> None:
    machine = [str(repository), sys.prefix, sys.base_prefix, str(Path.home())]
    folders = {re.escape(path.encode()) for path in machine if path.count("/") >= 2}
    folders |= {re.escape(b"/" + name) for name in (b"work", b"root", b"Users")}
    pattern = re.compile(rb"(?<![\w.~-])(?:" + b"|".join(sorted(folders)) + rb")/[\w.]+")
    assert findings(repository_files, repository, pattern) == []


@pytest.mark.parametrize(("line", "found"), [(b"see /work" + b"/main/x", True), (b"docs/work/main", False)])
def test_the_rule_about_paths_can_fail(line: bytes, found: bool, tmp_path: Path) -> None:
    file = tmp_path / "note.txt"
    file.write_bytes(line)
    assert bool(findings([file], tmp_path, re.compile(rb"(?<![\w.~-])/work/[\w.]+"))) is found


def test_the_ci_script_is_executable(repository: Path) -> None:
    assert (repository / ".ci" / "run").stat().st_mode & 0o111
