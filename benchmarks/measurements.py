"""What all benchmarks share: processes measured from outside, rounds in which the sides take turns, rows of results."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Self, TypeVar

#: Names the file that rows are appended to; without it they are only printed.
ROWS = "JSIQ_BENCHMARK_ROWS"
ROUNDS = 5
REPOSITORY = Path(__file__).resolve().parents[1]
#: For processes that run the program of this checkout; it is compiled once, as an installed one is.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in (ROWS, "PYTHONDONTWRITEBYTECODE")} | {
    "PYTHONPATH": str(REPOSITORY)
}

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Used:
    """What a process used: the times of all its descendants count, and the memory of the largest of them."""

    wall: float  # seconds
    processor: float  # seconds
    memory: float  # megabytes, the most that was resident at one time


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: a figure for each round, what it took beside that, and what it leaves behind."""

    name: str
    figures: Sequence[float]
    keeps: str = ""  # what it has made and checked when it ends
    memory: float | None = None  # megabytes
    file: float | None = None  # megabytes of the database that it wrote

    @classmethod
    def of(cls, name: str, runs: Sequence[Used], figure: str, keeps: str = "", database: Path | None = None) -> Self:
        """The side that these processes were; `figure` is "wall" or "processor"."""
        size = None if database is None else megabytes(database)
        return cls(name, [getattr(run, figure) for run in runs], keeps, median(run.memory for run in runs), size)


def run(command: Sequence[str | Path], environment: Mapping[str, str] = ENVIRONMENT) -> Used:
    """Run a command to its end; when it fails, end with what it said."""
    start = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr is not None
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command} ended with {process.returncode}: {said.decode('utf-8', 'replace')[-2000:]}")
    return Used(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def in_turns(rounds: int, *phases: Mapping[str, Callable[[], Result]]) -> dict[str, list[Result]]:
    """The results of all sides, round by round; within a phase they run in one order and in the other in turns."""
    found: dict[str, list[Result]] = {name: [] for phase in phases for name in phase}
    for number in range(rounds):
        for phase in phases:
            for name in list(phase)[:: 1 if number % 2 == 0 else -1]:
                found[name].append(phase[name]())
    return found


def tell(what: str, ours: Side, other: Side | None = None, *, unit: str = "s", at_most: float | None = None) -> None:
    """Print a row, and hand it to the report: the ratio of two sides round by round, or the figures of one alone.

    `unit` is that of the figures; `at_most` is the goal for the median of what is compared.
    """
    values = (
        ours.figures if other is None else [one / two for one, two in zip(ours.figures, other.figures, strict=True)]
    )
    row = {
        "what": what,
        "unit": unit,
        "ours": asdict(ours),
        "other": other and asdict(other),
        "values": list(values),
        "at_most": at_most,
    }
    against = f" against {other.name} {shown(other.figures, unit)}" if other else ""
    ratio = f": {shown(values, '')}" if other else ""
    goal = (
        "" if at_most is None else f" (goal: at most {at_most:.3g}) {'met' if median(values) <= at_most else 'MISSED'}"
    )
    print(f"{what}: {ours.name} {shown(ours.figures, unit)}{against}{ratio}{goal}", flush=True)
    if ROWS in os.environ:
        with Path(os.environ[ROWS]).open("a", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def shown(values: Sequence[float], unit: str) -> str:
    """The median of some rounds, and the least and the most of them where they differ."""
    scale, unit = (1000, "ms") if unit == "s" and median(values) < 1 else (1, unit)
    texts = [f"{value * scale:.3g}" for value in (median(values), min(values), max(values))]
    spread = f" ({texts[1]} to {texts[2]})" if texts[1] != texts[2] else ""
    return f"{texts[0]}{unit and ' '}{unit}{spread}"


def megabytes(path: Path) -> float:
    """The size of a file."""
    return path.stat().st_size / 1e6
