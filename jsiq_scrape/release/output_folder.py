"""The folder that an export writes: wholly old or wholly new, and nothing but an earlier one of its kind gives way."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from jsiq_scrape.disk import sync
from jsiq_scrape.errors import UsageError


def check_place(folder: Path, kind: str, command: str, is_ours: Callable[[Path], bool], *, force: bool) -> None:
    """Raise UsageError unless `command` may write a `kind` ("release") there: over one of ours with `force` only."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise UsageError(f"{folder} is no folder; {command} takes a new one")
    if not folder.exists() or not any(folder.iterdir()):
        return
    if not is_ours(folder):
        raise UsageError(f"{folder} is not empty and no {kind} of this program: name another folder")
    if not force:
        raise UsageError(f"{folder} holds a {kind} already: name another folder, or replace it with --force")


@contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """An empty folder that takes the place of `folder` at the end; after an exception it is gone."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    new = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir()
    try:
        yield new
        _swap(new, folder)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _swap(new: Path, folder: Path) -> None:
    """Put a finished folder in the place of the one that may stand there."""
    for path in (*new.rglob("*"), new):
        sync(path)
    old = folder.with_name(f".{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    new.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
