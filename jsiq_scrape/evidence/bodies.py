"""The bodies of the evidence store: each distinct one once, named by its SHA-256, never changed."""

import errno
import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from jsiq_scrape.disk import replacing, sync
from jsiq_scrape.errors import DamagedBody, PurgedBody, SnapshotError

NAME = re.compile(r"([0-9a-f]{64})\.html", re.ASCII)
LEFTOVER = re.compile(r"[0-9a-f]{64}\.[0-9a-f]{6}\.tmp", re.ASCII)  # a write that a kill interrupted
#: What the system says where no file of that name is.
_MISSING = frozenset({errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ELOOP})
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


@contextmanager
def failing(what: str, path: Path) -> Iterator[None]:
    """Name what the machine could not do with a file of the store, and why, as a SnapshotError."""
    try:
        yield
    except OSError as error:
        raise SnapshotError(f"cannot {what} {path}: {error.strerror}") from error


class Bodies:
    """The folder `bodies/`; a body lies at `ab/<sha256>.html`, whatever its type.

    `purged` names those that were taken out for good, and says when and why: they are never stored or read again.
    """

    def __init__(self, folder: Path, purged: Mapping[str, object] | None = None) -> None:
        self.folder = folder
        self.purged = {} if purged is None else purged

    def path(self, digest: str) -> Path:
        """Where the body of that digest lies, or would lie."""
        if _DIGEST.fullmatch(digest) is None:  # it may come from a file and become a path
            raise DamagedBody(f"not a SHA-256 digest: {digest[:80]!r}")
        return self.folder / digest[:2] / f"{digest}.html"

    def keep(self, body: bytes) -> str:
        """Make sure that this body is on disk, unless it was purged; gives its digest.

        What is there under the name is compared: a damaged body is made whole again by the right bytes.
        """
        digest = sha256(body).hexdigest()
        path = self.path(digest)
        if digest in self.purged:
            return digest
        with failing("read", path), suppress(FileNotFoundError):
            if path.read_bytes() == body:
                return digest
        write_whole(path, body)
        return digest

    def read(self, digest: str) -> bytes:
        """The body of that digest.  Raises DamagedBody when it is missing or other than its name says, or purged.

        Raises SnapshotError when the machine cannot read it: what it says is not known then, so nothing may go on as
        if it were lost.
        """
        path = self.path(digest)
        if digest in self.purged:
            raise PurgedBody(f"body {digest} {self.purged[digest]} @ {path}")
        try:
            body = path.read_bytes()
        except OSError as error:
            if error.errno not in _MISSING:
                raise SnapshotError(f"cannot read {path}: {error.strerror}") from error
            raise DamagedBody(f"body {digest} is missing @ {path}: {error.strerror}") from error
        if sha256(body).hexdigest() != digest:
            raise DamagedBody(f"body {digest} has other bytes than its name says @ {path}")
        return body

    def holds(self, digest: str) -> bool:
        """May a capture name this body: is one of that name here, or was it purged?  Its bytes are not read."""
        return digest in self.purged or self.path(digest).is_file()

    def remove(self, digest: str) -> bool:
        """Take a body off the disk; says whether there was one."""
        path = self.path(digest)
        try:
            path.unlink()
            sync(path.parent)
        except FileNotFoundError:
            return False
        return True

    def entries(self) -> Iterator[Path]:
        """Every path below the folder that is not one of its two-digit folders, in order of names."""
        for entry in sorted(self.folder.iterdir()) if self.folder.is_dir() else ():
            if entry.is_dir() and not entry.is_symlink() and re.fullmatch("[0-9a-f]{2}", entry.name):
                yield from sorted(entry.iterdir())
            else:
                yield entry


def write_whole(path: Path, data: bytes) -> None:
    """Put a file in place so that after a kill or a power failure it is wholly there or not at all."""
    make_folder(path.parent)
    with failing("write", path), replacing(path, path.with_suffix(f".{secrets.token_hex(3)}.tmp")) as file:
        file.write(data)


def make_folder(folder: Path) -> None:
    """Create a folder and its parents, and put their names on disk."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    with failing("create", folder):
        folder.mkdir(exist_ok=True)
        sync(folder.parent)
