"""A process and what it used: wall, processor, and the most memory it held."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Used:
    """What one process, with the children it waited for, used."""

    wall: float  # seconds
    processor: float  # seconds
    memory: float  # megabytes, the most that was resident at one time


def measured(
    command: Sequence[str],
    environment: Mapping[str, str] | None = None,
    *,
    stdout: int = subprocess.DEVNULL,
    allowed: tuple[int, ...] = (0,),
) -> Used:
    """Run a command to its end.  Leaves with what it said when its exit code is none of the allowed ones."""
    start = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=stdout, stderr=subprocess.PIPE)
    assert process.stderr is not None
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in allowed:
        sys.exit(f"{command[:4]} ended with {process.returncode}: {said.decode('utf-8', 'replace')[-2000:]}")
    return Used(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
