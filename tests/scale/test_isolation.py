"""Work on one page costs that page at most."""

import os
import signal
import socket
import time

import pytest

from jsiq_scrape.scale.isolation import Isolated, PageStopped


def work(given: str) -> str:
    """What the tests ask for."""
    if given == "raise":
        raise ValueError("what a page says")
    if given == "hang":
        time.sleep(600)
    if given == "hang and hear nothing":
        signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        time.sleep(600)
    if given == "die":
        os.kill(os.getpid(), signal.SIGSEGV)
    if given == "eat":
        return str(len(bytearray(64 * 1024**3)))
    return f"{given} by {os.getpid()}"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("raise", "ValueError: what a page says"),
        ("hang", "stopped after 0.5 seconds"),
        ("hang and hear nothing", "stopped after 0.5 seconds"),
        ("die", f"signal {signal.SIGSEGV.value}"),
        ("eat", "MemoryError"),
    ],
)
def test_a_page_that_stops_the_reader_is_told_and_the_next_one_is_read(given: str, told: str) -> None:
    with Isolated(work, 0.5) as isolated, pytest.raises(PageStopped, match=told):
        isolated(given)
    with Isolated(work, 60.0) as isolated:
        if not given.startswith("hang"):
            with pytest.raises(PageStopped, match=told):
                isolated(given)
        assert isolated("next").startswith("next by ")


def test_the_pages_are_worked_on_in_another_process_which_ends_with_the_block() -> None:
    with Isolated(work, 60.0) as isolated:
        first, second = (int(isolated(name).rpartition(" ")[2]) for name in ("a", "b"))
    assert first == second != os.getpid()
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)


def test_the_other_process_holds_no_socket_of_this_one_open() -> None:
    here, there = socket.socketpair()
    with there, Isolated(work, 60.0) as isolated:
        isolated("a")
        here.close()
        there.settimeout(30)
        assert there.recv(1) == b""  # the end, which a copy of `here` would hold back


def test_what_is_large_goes_both_ways() -> None:
    with Isolated(bytes.upper, 60.0) as isolated:
        assert isolated(b"a" * 10_000_000) == b"A" * 10_000_000
