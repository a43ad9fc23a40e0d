"""A workspace whose one source is the demo site, served in either edition."""

import fcntl
import os
import pty
import re
import socket
import struct
import subprocess
import termios
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from days import led_to

from jsiq_scrape.workspace import Workspace

Lead = Callable[[int], Workspace]


@pytest.fixture
def lead(tmp_path: Path) -> Lead:
    """The workspace, with its source led to this port of the loopback address.

    To another port it is led in another second: the database counts in whole ones, and captures of the same one have no
    order of time.
    """
    workspace = Workspace(tmp_path)
    file = workspace.parsers / "sources.toml"

    def to(port: int) -> Workspace:
        if file.is_file():
            time.sleep(1 - time.time() % 1)
        workspace.parsers.mkdir(exist_ok=True)
        file.write_text(led_to(port), encoding="utf-8")
        return workspace

    return to


@dataclass(frozen=True)
class Shown:
    """What a command wrote to a terminal."""

    returncode: int
    raw: str

    @property
    def lines(self) -> list[str]:
        """The lines as they stood on the screen in the end, without colours."""
        plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", self.raw.replace("\r\n", "\n"))
        return [line.rpartition("\r")[2].rstrip() for line in plain.splitlines()]


OnTerminal = Callable[..., Shown]


@pytest.fixture
def on_terminal(script: Path, tmp_path: Path) -> OnTerminal:
    """Run `jsiq-scrape` with these arguments in `tmp_path` on a terminal of so many columns."""

    def run(columns: int, *arguments: str | Path) -> Shown:
        terminal, end = pty.openpty()
        fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        environment = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "NO_COLOR")}
        process = subprocess.Popen(
            [script, *arguments], stdout=end, stderr=end, cwd=tmp_path, env={**environment, "TERM": "xterm"}
        )
        os.close(end)
        pieces = []
        with suppress(OSError):  # its end is an error where the other side has left
            while piece := os.read(terminal, 4096):
                pieces.append(piece)
        os.close(terminal)
        return Shown(process.wait(timeout=60), b"".join(pieces).decode())

    return run


@pytest.fixture
def closed() -> int:
    """A port where nobody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port
