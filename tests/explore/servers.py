"""The real server, started as a person starts it; imported by the tests beside it."""

import asyncio
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

import pytest
from datasette.app import Datasette

SCRIPT = Path(sys.executable).with_name("jsiq-scrape")


@dataclass(slots=True)
class Served:
    """A running `jsiq-scrape serve`."""

    address: str
    process: subprocess.Popen[str]
    said: IO[str]  # its standard error: a file, which takes any amount

    def hear(self) -> str:
        """What it said until now."""
        return os.pread(self.said.fileno(), 1 << 20, 0).decode()

    def stop(self, number: signal.Signals = signal.SIGINT) -> tuple[int, str, str]:
        """End it; gives exit code, the rest of its output, and what it said."""
        self.process.send_signal(number)
        rest, _ = self.process.communicate(timeout=20)
        self.said.seek(0)
        return self.process.returncode, rest, self.said.read()


@contextmanager
def serving(*arguments: str | Path) -> Iterator[Served]:
    """`jsiq-scrape serve` with these arguments, until the block ends."""
    command = [SCRIPT, "serve", *arguments]
    with (
        TemporaryFile("w+") as said,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said, text=True) as process,
    ):
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            if not re.fullmatch(r"http://127\.0\.0\.1:[0-9]+/\n", line):
                process.kill()
                process.wait()
                said.seek(0)
                pytest.fail(f"no address but {line!r}: {said.read()}")
            yield Served(line.strip(), process, said)
        finally:
            process.kill()


def ask(datasette: Datasette, *paths: str, **options: Any) -> list[Any]:
    """What a Datasette of this process answers."""

    async def answers() -> list[Any]:
        await datasette.invoke_startup()
        return [await datasette.client.get(path, **options) for path in paths]

    # In a thread of its own: a browser that an earlier test started has an event loop in this one.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, answers()).result()
