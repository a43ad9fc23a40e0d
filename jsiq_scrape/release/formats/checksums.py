"""SHA256SUMS of a release: written last, and the first thing that is checked when one is opened."""

import json
import re
from hashlib import file_digest
from pathlib import Path

from pydantic import JsonValue

from jsiq_scrape.errors import MissingFile, ReleaseError
from jsiq_scrape.release.formats.datapackage import MADE_BY

SUMS = "SHA256SUMS"
_LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")


def write_sums(folder: Path) -> int:
    """Write the digests of all files, in the form that `sha256sum -c` reads; gives their number."""
    files = _files(folder)
    lines = [f"{_digest(folder / name)}  {name}\n" for name in files]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8", newline="\n")
    return len(files) + 1


def is_release(folder: Path) -> bool:
    """Whether a folder calls itself a release of this program, whole or not."""
    try:
        return isinstance(_package(folder).get(MADE_BY), dict)
    except ReleaseError:
        return False


def check_release(folder: Path) -> None:
    """Raise ReleaseError, which names the file, unless this is a release of ours with every byte in its place.

    Raises MissingFile when there is no such folder.
    """
    if not folder.is_dir():
        raise MissingFile(f"{folder}: no such folder")
    if not (folder / "datapackage.json").is_file() and not (folder / SUMS).is_file():
        raise ReleaseError(f"{folder} is no release: it has neither datapackage.json nor {SUMS}")
    if not (folder / SUMS).is_file():
        raise ReleaseError(f"{folder} is incomplete: {SUMS} is missing")
    listed = _listed(folder)
    for name, digest in listed.items():
        path = folder / name
        if not path.is_file() or path.is_symlink():
            raise ReleaseError(f"{folder} is incomplete: {name} is missing")
        if _digest(path) != digest:
            raise ReleaseError(f"{folder} is damaged: {name} is not what {SUMS} says")
    if not is_release(folder):
        raise ReleaseError(f"{folder} is no release of jsiq_scrape: its datapackage.json was written by something else")
    if "jsiq.db" not in listed:
        raise ReleaseError(f"{folder} is incomplete: {SUMS} does not name jsiq.db")
    strange = set(_files(folder)) - set(listed)
    if strange:
        raise ReleaseError(f"{folder} was changed: {min(strange)} is no part of the release ({SUMS} does not name it)")


def _listed(folder: Path) -> dict[str, str]:
    listed = {}
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise ReleaseError(f"{folder} is damaged: {SUMS} is no text") from error
    for number, line in enumerate(lines, 1):
        match = _LINE.fullmatch(line)
        name = match[2] if match else ""
        if match is None or name.startswith("/") or ".." in Path(name).parts:
            raise ReleaseError(f"{folder} is damaged: line {number} of {SUMS} cannot be read")
        listed[name] = match[1]
    return listed


def _package(folder: Path) -> dict[str, JsonValue]:
    try:
        package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ReleaseError(f"{folder}: datapackage.json cannot be read: {error}") from error
    return package if isinstance(package, dict) else {}


def _files(folder: Path) -> list[str]:
    paths = (path for path in folder.rglob("*") if path.is_file() or path.is_symlink())
    return sorted(name for path in paths if (name := path.relative_to(folder).as_posix()) != SUMS)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
