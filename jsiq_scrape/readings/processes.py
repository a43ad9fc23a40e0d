"""Bodies read by several processes at a time: copies of this one that give bytes back and touch nothing else.

What a process does not give - it met an exception, it was killed, it could not be made - is read by who asked, who
then meets the same exception in its place.  So nothing depends on how many processes there are.
"""

import gc
import os
import signal
import struct
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import BinaryIO, NoReturn

from jsiq_scrape.readings.cache import Packed

#: A body's digest and the type it is read under.
Wanted = tuple[str, str | None]

#: Bodies that make up for a process: each imports the reader for itself, which costs as much as reading forty.  They do
#: it all at once, and the original, which holds most, is spared it.
WORTHWHILE = 40

_HEAD = struct.Struct("=?B32sII")  # is there a reading; then the lengths of what follows, the fingerprint being 0 or 32
_MOST_DESCRIPTORS = 1024
_ENDING = {signal.SIGINT, signal.SIGTERM}


def number_of_processes(bodies: int) -> int:
    """How many processes read so many bodies best; 1 is this one alone.

    A process with threads is not copied: a lock that one of them holds would stay locked in the copy for ever.
    """
    if threading.active_count() > 1 or not hasattr(os, "fork"):
        return 1
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, bodies // WORTHWHILE))


def read_in_processes(
    wanted: Sequence[Wanted], read: Callable[[Wanted], Packed | None], processes: int
) -> Iterator[tuple[Wanted, Packed | None]]:
    """What `read` gives for each, in the order asked for; None also where a process failed.

    Each process takes every n-th body, so that all of them are at work to the end.
    """
    with _running([wanted[first::processes] for first in range(processes)], read) as pipes:
        for number, one in enumerate(wanted):
            place = number % processes
            yield one, _received(pipes[place]) if place < len(pipes) else None


@contextmanager
def _running(shares: Sequence[Sequence[Wanted]], read: Callable[[Wanted], Packed | None]) -> Iterator[list[BinaryIO]]:
    """A process for each share, and the pipe it writes to; all are over at the end, also after Ctrl-C."""
    children: list[int] = []
    pipes: list[BinaryIO] = []
    try:
        with suppress(OSError):  # no more processes or descriptors: those that are there do their share
            for share in shares:
                _start(share, read, children, pipes)
        yield pipes
    finally:
        for pipe in pipes:
            pipe.close()
        for child in children:
            os.kill(child, signal.SIGKILL)  # one that has ended waits to be asked for, so this hits nobody else
            os.waitpid(child, 0)


def _start(
    share: Sequence[Wanted], read: Callable[[Wanted], Packed | None], children: list[int], pipes: list[BinaryIO]
) -> None:
    reading, writing = os.pipe()
    held = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)  # neither side may end before it knows who it is
    try:
        child = os.fork()
        if child == 0:
            _work(share, read, writing, held)
        children.append(child)
        pipes.append(os.fdopen(reading, "rb"))
    except OSError:
        os.close(reading)
        raise
    finally:
        os.close(writing)
        signal.pthread_sigmask(signal.SIG_SETMASK, held)


def _work(
    share: Sequence[Wanted], read: Callable[[Wanted], Packed | None], writing: int, mask: Iterable[int]
) -> NoReturn:
    """In the copy: read, write, end; nothing that the original holds is closed or given back on the way."""
    try:
        for number in _ENDING:
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        os.closerange(3, writing)  # the lock of the workspace above all: it is the original's alone
        os.closerange(writing + 1, _MOST_DESCRIPTORS)
        gc.freeze()  # or a collection would write to, and so copy, all memory that both share
        with os.fdopen(writing, "wb") as pipe:
            for one in share:
                try:
                    packed = read(one)
                except Exception:  # noqa: BLE001  # the original reads it too, and there it is raised
                    packed = None
                _send(pipe, packed)
    finally:
        os._exit(0)  # also when the original is gone and nobody reads the pipe


def _send(pipe: BinaryIO, packed: Packed | None) -> None:
    if packed is None:
        pipe.write(_HEAD.pack(False, 0, b"", 0, 0))
    else:
        fingerprint = (packed.fingerprint or "").encode()
        head = _HEAD.pack(True, len(fingerprint), fingerprint, len(packed.reading), len(packed.claims))
        pipe.write(head + packed.reading + packed.claims)
    pipe.flush()


def _received(pipe: BinaryIO) -> Packed | None:
    """The next result of a process; None when there is none, or only a part of it."""
    head = pipe.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    there, signs, fingerprint, reading, claims = _HEAD.unpack(head)
    rest = pipe.read(reading + claims)
    if not there or len(rest) < reading + claims:
        return None
    return Packed(fingerprint[:signs].decode() or None, rest[:reading], rest[reading:])
