"""Bodies read by several processes at a time, which give bytes back and touch nothing else.

What a process does not give - the reader raised, the process was killed or could not be made - is read by who asked,
who then meets the same exception in its place.  So nothing depends on how many processes there are.
"""

import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Self

from jsiq_scrape.readings.cache import Packed, ReadingCache

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

#: A body's digest and the type it is read under.
Wanted = tuple[str, str | None]

#: Bodies that make up for a process: each imports the reader for itself, which costs as much as reading forty.  They do
#: it all at once, and the original, which holds most, is spared it.
WORTHWHILE = 40

_CHUNK = 8  # bodies that a process takes at a time


def number_of_processes(bodies: int = sys.maxsize) -> int:
    """How many processes read so many bodies best; 1 is this one alone.

    A process with threads is not forked: a lock that one of them holds would stay locked in the copy for ever.  Others
    are, because a spawned process would import the script of whoever calls this as a library.
    """
    if threading.active_count() > 1 or not hasattr(os, "fork"):
        return 1
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, bodies // WORTHWHILE))


class ReadingAhead:
    """Reads bodies in other processes while this one does something else, such as fetching the next.

    A context manager: when it ends, all that was added is read and in the cache, but for what a process did not give,
    and all processes are over, also after Ctrl-C.  With fewer than two processes it reads nothing.  `report` gets the
    number of bodies that were read so far.
    """

    def __init__(
        self,
        cache: ReadingCache,
        read: Callable[[Wanted], Packed | None],
        processes: int,
        report: Callable[[int], None] = lambda done: None,
    ) -> None:
        self._cache = cache
        self._read = read
        self._processes = processes
        self._report = report
        self._done = 0
        self._pool: ProcessPoolExecutor | None = None
        self._next: list[Wanted] = []
        self._waiting: deque[tuple[list[Wanted], Future[list[Packed | None]]]] = deque()

    def __enter__(self) -> Self:
        if self._processes < 2:
            return self
        from concurrent.futures import ProcessPoolExecutor  # few runs need it
        from multiprocessing import get_context

        try:
            # Forked, so that `read` is there without being pickled; all of them now, before there are threads.
            self._pool = ProcessPoolExecutor(
                self._processes, get_context("fork"), initializer=_begin, initargs=(self._read,)
            )
            self._pool.submit(int)
        except (OSError, NotImplementedError):  # no descriptor is left; a system without semaphores
            self._end()
        return self

    def add(self, wanted: Wanted) -> None:
        """Have a body of the store read, unless its reading is in the cache."""
        if self._pool is None or self._cache.has(*wanted):
            return
        self._next.append(wanted)
        if len(self._next) == _CHUNK:
            self._submit()
            self._take(lambda future: future.done())

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: object) -> None:
        try:
            if kind is None:
                self._submit()
            self._take(lambda future: kind is None or future.done())
        finally:
            self._end()

    def _submit(self) -> None:
        from concurrent.futures.process import BrokenProcessPool

        if self._pool is not None and self._next:
            with suppress(BrokenProcessPool):
                self._waiting.append((self._next, self._pool.submit(_read_some, self._next)))
            self._next = []

    def _take(self, due: Callable[["Future[list[Packed | None]]"], bool]) -> None:
        """Put the first readings into the cache, as long as they are due."""
        from concurrent.futures.process import BrokenProcessPool

        while self._waiting and due(self._waiting[0][1]):
            some, future = self._waiting.popleft()
            with suppress(BrokenProcessPool):
                for (digest, content_type), found in zip(some, future.result(), strict=True):
                    if found is not None:
                        self._cache.put(digest, content_type, found)
                self._cache.save()
            self._done += len(some)
            self._report(self._done)

    def _end(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


_read: Callable[[Wanted], Packed | None]  # in a process of the pool


def _begin(read: Callable[[Wanted], Packed | None]) -> None:
    """In a process of the pool: leave Ctrl-C to the original, and end when that ends."""
    global _read  # noqa: PLW0603  # what a pool's initializer is for
    _read = read
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_original, daemon=True).start()


def _end_with_original() -> None:
    """A pool does not do this by itself, and whoever is left over would hold the lock of the workspace."""
    from multiprocessing import parent_process

    original = parent_process()
    assert original is not None
    original.join()
    os._exit(0)


def _read_some(some: Sequence[Wanted]) -> list[Packed | None]:
    found: list[Packed | None] = []
    for one in some:
        try:
            found.append(_read(one))
        except Exception:  # noqa: BLE001  # the original reads it too, and there it is raised
            found.append(None)
    return found
