"""Bodies read by several processes at a time, which give bytes back and touch nothing else.

What a process does not give - the reader raised, the process was killed or could not be made - is read by who asked,
who then meets the same exception in its place.  So nothing depends on how many processes there are.
"""

import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence

from jsiq_scrape.readings.cache import Packed

#: A body's digest and the type it is read under.
Wanted = tuple[str, str | None]

#: Bodies that make up for a process: each imports the reader for itself, which costs as much as reading forty.  They do
#: it all at once, and the original, which holds most, is spared it.
WORTHWHILE = 40

_CHUNK = 8  # bodies that a process takes at a time
_PORTION = 256  # for each process, so that no more readings than these wait to be taken


def number_of_processes(bodies: int) -> int:
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
    from concurrent.futures import ProcessPoolExecutor  # few builds need it
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    given = 0
    try:
        # Forked, so that `read` is there without being pickled.
        pool = ProcessPoolExecutor(processes, get_context("fork"), initializer=_begin, initargs=(read,))
        try:
            while portion := wanted[given : given + processes * _PORTION]:
                for one, packed in zip(portion, pool.map(_read_one, portion, chunksize=_CHUNK), strict=True):
                    given += 1
                    yield one, packed
        finally:
            pool.shutdown(cancel_futures=True)
    except (BrokenProcessPool, OSError, NotImplementedError):  # the last: a system without semaphores
        yield from ((one, None) for one in wanted[given:])


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
