"""Run every benchmark and write docs/benchmarks.md: one table, with versions, machine and date.

python benchmarks/report.py [--keep-text FILE] [SCRIPT...]

With scripts named, only those are run, and the rows of the others stay as they stand in benchmarks/last.json.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from rows import ROWS

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent
PAGE = REPOSITORY / "docs" / "benchmarks.md"
LAST = HERE / "last.json"
LIBRARIES = (
    "selectolax", "httpx", "pydantic", "sqlite-utils", "click", "scrapy", "parsel", "beautifulsoup4", "lxml",
    "git-history", "datasette", "fastwarc", "pyspark",
)  # fmt: skip
TITLES = {
    "bench_read.py": "Reading a page",
    "bench_fetch.py": "Fetching over loopback",
    "bench_archive.py": "Asking an archive",
    "bench_history.py": "The history of 178 profiles in 20 captures",
    "bench_job.py": "The whole job: fetch, read, build",
    "bench_growth.py": "Growth of the build",
    "bench_start.py": "Starting the command line",
    "bench_datasette.py": "Pages of the database in a browser",
    "bench_sieve.py": "Sieving WARC files on Spark",
}


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("scripts", nargs="*", metavar="SCRIPT", help="bench_read.py ...; all unless named")
    arguments.add_argument("--keep-text", type=Path, help="also write what the scripts print to this file")
    asked = arguments.parse_args()
    every = sorted(path.name for path in HERE.glob("bench_*.py"))
    chosen = [Path(name).name for name in asked.scripts] or every
    last = json.loads(LAST.read_text(encoding="utf-8")) if asked.scripts and LAST.is_file() else {"rows": {}}
    rows: dict[str, list[dict[str, object]]] = {name: last["rows"].get(name, []) for name in every}
    failed = []
    texts = []
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        for name in chosen:
            sys.stdout.write(f"== {name}\n")
            sys.stdout.flush()
            file = Path(folder) / name
            environment = {**os.environ, ROWS: str(file), "PYTHONPATH": str(REPOSITORY)}
            done = subprocess.run([sys.executable, HERE / name], env=environment, stdout=subprocess.PIPE, check=False)
            text = done.stdout.decode("utf-8", "replace")
            sys.stdout.write(text)
            texts.append(f"== {name}\n{text}")
            if done.returncode:
                failed.append(name)
            lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
            rows[name] = [json.loads(line) for line in lines]
    told = {"machine": machine(), "versions": versions(), "date": f"{datetime.now(UTC):%Y-%m-%d}", "rows": rows}
    LAST.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(page(told), encoding="utf-8")
    if asked.keep_text:
        asked.keep_text.write_text("".join(texts), encoding="utf-8")
    sys.stdout.write(f"{PAGE.relative_to(REPOSITORY)} written after {time.monotonic() - began:.0f} s\n")
    for name in failed:
        sys.stderr.write(f"{name} failed: its rows are missing or incomplete\n")
    return 1 if failed else 0


def machine() -> str:
    """The processor, how many cores, and the load it was under: other programs make every time longer."""
    name = platform.processor() or platform.machine()
    information = Path("/proc/cpuinfo")
    if information.is_file():
        models = [
            line.partition(":")[2].strip() for line in information.read_text().splitlines() if "model name" in line
        ]
        name = models[0] if models else name
    load = f", load {os.getloadavg()[1]:.1f} over the last five minutes" if hasattr(os, "getloadavg") else ""
    return f"{name}, {os.cpu_count()} cores, {platform.system()} {platform.release().split('-')[0]}{load}"


def versions() -> str:
    """Of Python, SQLite and the libraries that are measured."""
    import sqlite3

    known = [f"{name} {version(name)}" for name in LIBRARIES]
    return ", ".join([f"Python {platform.python_version()}", f"SQLite {sqlite3.sqlite_version}", *known])


def page(told: dict[str, object]) -> str:
    """The whole document."""
    rows = told["rows"]
    assert isinstance(rows, dict)
    every = [row for each in rows.values() for row in each]
    missed = [row for row in every if row["met"] is False]
    met = sum(row["met"] is True for row in every)
    names = f" ({'; '.join(str(row['what']) for row in missed)})" if missed else ""
    lines = [
        "# Benchmarks",
        "",
        "`make bench` runs everything in `benchmarks/` and writes this page. Ours and the peer take turns,",
        "and the best time of each counts: other programs can only make a time longer. What counts are the ratios.",
        "",
        f"- Date: {told['date']}",
        f"- Machine: {told['machine']}",
        f"- Versions: {told['versions']}",
        f"- Goals: {met} met, {len(missed)} missed{names}",
        "",
    ]
    for name, found in rows.items():
        lines += [f"## {TITLES.get(name, name)}", "", f"`benchmarks/{name}`", ""]
        if not found:
            lines += ["Not measured.", ""]
            continue
        lines += ["| what | ours | floor | peer | ratio | goal | met |", "|---|---|---|---|---|---|---|"]
        lines += [_cells(row) for row in found]
        lines.append("")
    own = HERE / "notes.md"  # what no measurement says: profiles, and what was changed
    return "\n".join([*lines, ""]) + (own.read_text(encoding="utf-8") if own.is_file() else "")


def _cells(row: dict[str, object]) -> str:
    goal = ""
    if row["at_most"] is not None:
        goal = f"at most {row['at_most']:g}"
    if row["at_least"] is not None:
        goal = f"at least {row['at_least']:g}"
    ratio = f"{row['measured']:.3g} ({row['ratio']})" if row["ratio"] else ""
    met = {True: "yes", False: "**no**", None: ""}[row["met"]]  # type: ignore[index]
    cells = (row["what"], row["ours"], row["floor"], row["peer"], ratio, goal, met)
    return "| " + " | ".join(str(cell).replace("|", "/") for cell in cells) + " |"


if __name__ == "__main__":
    sys.exit(main())
