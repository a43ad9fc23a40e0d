"""The files of the repository."""

import os
import subprocess
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def repository_files(repository: Path) -> list[Path]:
    """Every file that is committed or would be: what git knows, or the whole tree where there is no git (an sdist)."""
    if not (repository / ".git").exists():
        return sorted(file for file in repository.rglob("*") if file.is_file() and ".venv" not in file.parts)
    listing = subprocess.run(
        ["git", "-C", repository, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        check=True,
    )
    names = {os.fsdecode(name) for name in listing.stdout.split(b"\0") if name}
    return sorted(repository / name for name in names if (repository / name).is_file())
