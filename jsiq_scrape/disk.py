"""What is written is wholly on disk, or not there at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from jsiq_scrape.errors import naming


@contextmanager
def replacing(path: Path, temporary: Path | None = None) -> Iterator[IO[bytes]]:
    """A new file that takes the place of `path` at the end; after an exception it is gone, and the old one stays.

    It is made beside `path` under a name that is always the same, so that a later write takes the place of what a kill
    leaves; `temporary` is for those who may write the same file at the same time.  Errors name `path`.
    """
    new = temporary or path.with_name(f"{path.name}.new")
    try:
        with naming(path), new.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    sync(path.parent)


def sync(path: Path) -> None:
    """Put a file, or the names in a folder, on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        with naming(path):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
