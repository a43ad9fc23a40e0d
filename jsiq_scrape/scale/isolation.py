"""Work on one page in a process of its own, so that a page costs itself at most: not the worker, and not the job."""

import os
import resource
import signal
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from types import TracebackType
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
        self._child: int | None = None
        self._pipe: Connection | None = None

    def __call__(self, given: Given) -> Result:
        """What the function gives.  Raises PageStopped."""
        if self._pipe is None:
            self._start()
        assert self._pipe is not None
        try:
            self._pipe.send(given)
            if not self._pipe.poll(self._seconds):
                self._end()
                raise PageStopped(f"the reader was stopped after {self._seconds:g} seconds")
            failed, result = self._pipe.recv()
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

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pipe is not None:
            self._end()

    def _start(self) -> None:
        ours, theirs = Pipe()
        child = os.fork()
        if child == 0:
            self._serve(theirs)
        theirs.close()
        self._pipe, self._child = ours, child

    def _end(self) -> int:
        """Kill the process, if it is there still; gives how it ended, as subprocess does."""
        assert self._pipe is not None
        assert self._child is not None
        self._pipe.close()
        with suppress(ProcessLookupError):
            os.kill(self._child, signal.SIGKILL)
        _, status = os.waitpid(self._child, 0)
        self._pipe = self._child = None
        return os.waitstatus_to_exitcode(status)

    def _serve(self, pipe: Connection) -> NoReturn:
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
                    answer: tuple[str | None, Result | None] = None, self._work(given)
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
