"""Bodies read by several processes at a time, which give bytes back and touch nothing else.

What a process does not give - the reader raised, the process was killed or could not be made - is read by who asked,
who then meets the same exception in its place.  So nothing depends on how many processes there are.
"""

import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
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
_PORTION = 256  # for each process, so that no more readings than these wait to be taken


def number_of_processes(bodies: int = sys.maxsize) -> int:
    """How many processes read so many bodies best; 1 is this one alone.

    A process with threads is not forked: a lock that one of them holds would stay locked in the copy for ever.  Others
    are, because a spawned process would import the script of whoever calls this as a library.
    """
    if threading.active_count() > 1 or not hasattr(os, "fork"):
        return 1
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, bodies // WORTHWHILE))


def read_in_processes(
    wanted: Sequence[Wanted], read: Callable[[Wanted], Packed | None], processes: int
) -> Iterator[tuple[Wanted, Packed | None]]:
    """What `read` gives for each, in the order asked for; None where it raised, and for all after a process failed.

    All processes are over at the end, also after Ctrl-C.
    """
    from concurrent.futures.process import BrokenProcessPool  # few builds need it

    given = 0
    try:
        pool = _pool(read, processes)
        try:
            while portion := wanted[given : given + processes * _PORTION]:
                for one, packed in zip(portion, pool.map(_read_one, portion, chunksize=_CHUNK), strict=True):
                    given += 1
                    yield one, packed
        finally:
            pool.shutdown(cancel_futures=True)
    except (BrokenProcessPool, OSError, NotImplementedError):  # the last: a system without semaphores
        yield from ((one, None) for one in wanted[given:])


class ReadingAhead:
    """Reads bodies in other processes while this one does something else, such as fetching the next.

    A context manager: when it ends, all that was added is read and in the cache, but for what a process did not give.
    """

    def __init__(self, cache: ReadingCache, read: Callable[[Wanted], Packed | None]) -> None:
        self._cache = cache
        self._read = read
        self._pool: ProcessPoolExecutor | None = None
        self._waiting: deque[tuple[Wanted, Future[Packed | None]]] = deque()

    def __enter__(self) -> Self:
        processes = number_of_processes()
        if processes < 2:
            return self
        try:
            self._pool = _pool(self._read, processes)
            self._pool.submit(int)  # they are forked now, before there are threads; each imports the reader at need
        except (OSError, NotImplementedError):  # no descriptors are left, a system without semaphores
            if self._pool is not None:
                self._pool.shutdown(cancel_futures=True)
                self._pool = None
        return self

    def add(self, wanted: Wanted) -> None:
        """Have a body read that is in the store."""
        from concurrent.futures.process import BrokenProcessPool

        digest, content_type = wanted
        if self._pool is None or self._cache.has(digest, content_type or ""):
            return
        try:
            self._waiting.append((wanted, self._pool.submit(_read_one, wanted)))
        except BrokenProcessPool:
            self._pool = None
        self._take(lambda future: future.done())

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: object) -> None:
        try:
            self._take(lambda future: kind is None or future.done())
        finally:
            if self._pool is not None:
                self._pool.shutdown(cancel_futures=True)

    def _take(self, due: Callable[["Future[Packed | None]"], bool]) -> None:
        """Put the first readings into the cache, as long as they are due."""
        from concurrent.futures.process import BrokenProcessPool

        while self._waiting and due(self._waiting[0][1]):
            (digest, content_type), future = self._waiting.popleft()
            try:
                found = future.result()
            except BrokenProcessPool:
                continue
            if found is not None:
                self._cache.put(digest, content_type or "", found)
        self._cache.save()


def _pool(read: Callable[[Wanted], Packed | None], processes: int) -> "ProcessPoolExecutor":
    """Processes that are forked, so that `read` is there without being pickled."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    return ProcessPoolExecutor(processes, get_context("fork"), initializer=_begin, initargs=(read,))


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


def _read_one(one: Wanted) -> Packed | None:
    try:
        return _read(one)
    except Exception:  # noqa: BLE001  # the original reads it too, and there it is raised
        return None
