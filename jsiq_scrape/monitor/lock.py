"""One writer at a time: a lock on the workspace that ends with the process that holds it."""

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from jsiq_scrape.errors import Busy, naming
from jsiq_scrape.workspace import Workspace


@contextmanager
def hold(workspace: Workspace, what: str, since: datetime) -> Iterator[None]:
    """Hold the workspace while `what` ("run", "build") is done.

    The lock is the kernel's (flock): a killed process leaves none behind, and the file itself, which only names the
    owner for whoever finds the workspace busy, is never removed.  Raises Busy with that name.
    """
    # A link in its place is not followed: the file behind it, which may be anybody's, would lose its content.
    descriptor = os.open(workspace.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = os.pread(descriptor, 400, 0).decode("utf-8", "replace").strip() or "a process that gave no name"
            raise Busy(f"{workspace.root.absolute()} is busy: {owner}") from None
        name = f"{what}, process {os.getpid()} on {socket.gethostname()}, since {since:%Y-%m-%d %H:%M:%S} UTC\n"
        with naming(workspace.lock):
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, name.encode(), 0)
        yield
    finally:
        os.close(descriptor)
