"""Work on one page in a process of its own, so that a page costs itself at most: not the worker, and not the job."""

import os
import resource
import signal
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess
from pathlib import Path
from typing import Generic, NoReturn, Self, TypeVar

from jsiq_scrape.errors import JsiqError

_MOST_DESCRIPTORS = 1024
_MEMORY = 2 * 1024**3  # bytes beyond what the process has when it begins; a page of 10 MB takes some 300 MB

Given = TypeVar("Given")
Result = TypeVar("Result")


class PageStopped(JsiqError):
    """Work on a page raised an exception, took too long, or ended its process; says which."""


class Isolated(Generic[Given, Result]):
    """A function that runs in a process of its own, one call at a time; as a context manager it ends that process.

    The process is a copy of this one that holds on to nothing but its pipe.  It is made at the first call, and again
    after a call that ended it or that took longer than `seconds`.
    """

    def __init__(self, work: Callable[[Given], Result], seconds: float) -> None:
        self._work = work
        self._seconds = seconds
        self._running: tuple[ForkProcess, Connection] | None = None

    def __call__(self, given: Given) -> Result:
        """What the function gives.  Raises PageStopped."""
        if self._running is None:
            self._running = self._started()
        pipe = self._running[1]
        try:
            pipe.send(given)
            if not pipe.poll(self._seconds):
                self._end()
                raise PageStopped(f"the reader was stopped after {self._seconds:g} seconds")
            failed, result = pipe.recv()
        except (EOFError, OSError):
            status = self._end()
            ending = f"signal {-status}" if status < 0 else f"exit code {status}"
            raise PageStopped(f"the process of the reader ended ({ending})") from None
        if failed is not None:
            raise PageStopped(f"the reader failed: {failed}")
        answer: Result = result
        return answer

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *ending: object) -> None:
        if self._running is not None:
            self._end()

    def _started(self) -> tuple[ForkProcess, Connection]:
        context = get_context("fork")
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(self._work, theirs))
        process.start()
        theirs.close()
        return process, ours

    def _end(self) -> int:
        """Kill the process, if it is there still; gives how it ended, as subprocess does."""
        assert self._running is not None
        process, pipe = self._running
        self._running = None
        pipe.close()
        process.kill()
        process.join()
        status = process.exitcode or 0
        process.close()
        return status


def _serve(work: Callable[[Given], Result], pipe: Connection) -> NoReturn:
    """In the copy: answer until nobody asks any more.

    The sockets of the original are closed: who waits for its end at the other side must not wait for ours.
    """
    try:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        os.closerange(3, pipe.fileno())
        os.closerange(pipe.fileno() + 1, _MOST_DESCRIPTORS)
        _limit_memory()
        while True:
            given = pipe.recv()
            try:
                answer: tuple[str | None, Result | None] = None, work(given)
            except Exception as error:  # noqa: BLE001  # the original reports it, with the page
                answer = f"{type(error).__name__}: {error}", None
            pipe.send(answer)
    except (EOFError, OSError):
        pass  # the original is gone
    finally:
        os._exit(0)


def _limit_memory() -> None:
    try:
        held = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
    except OSError:
        return  # only Linux says how much that is
    resource.setrlimit(resource.RLIMIT_AS, (held + _MEMORY, held + _MEMORY))
