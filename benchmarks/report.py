"""Run the benchmarks and write docs/benchmarks.md from what they measured.

python benchmarks/report.py                      run all, write results.json and the page
python benchmarks/report.py history job          run these alone and print what they say; nothing is written
python benchmarks/report.py --from-results       write the page again, of results.json and reasons.toml
"""

import argparse
import ast
import json
import os
import platform
import sqlite3
import subprocess
import sys
import tempfile
import time
import tomllib
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median

from measurements import ENVIRONMENT, REPOSITORY, ROWS, shown

HERE = Path(__file__).resolve().parent
PAGE = REPOSITORY / "docs" / "benchmarks.md"
RESULTS = HERE / "results.json"  # of one run of everything
REASONS = HERE / "reasons.toml"  # by goal: why it is missed; written by hand, after a profile
PROFILES = HERE / "profiles.md"  # what no benchmark measures: where the time goes
TITLES = {
    "read": "Reading a page",
    "job": "The whole job: fetch, read, build",
    "history": "The history of 178 profiles in 20 captures, from HTML",
    "growth": "Growth of a build",
    "datasette": "Pages of the database in a browser",
    "archive": "Asking an archive",
    "sieve": "Sieving WARC files on Spark",
    "start": "Starting the command line",
}
LIBRARIES = (
    "selectolax", "httpx", "pydantic", "sqlite-utils", "click", "scrapy", "parsel", "beautifulsoup4", "lxml",
    "git-history", "datasette", "fastwarc",
)  # fmt: skip
HEAD = "| what | ours | MB | file | against | its figure | MB | file | ours / other | goal |"


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("only", nargs="*", metavar="NAME", help=", ".join(TITLES))
    arguments.add_argument("--from-results", action="store_true")
    arguments.add_argument("--spark", default=sys.executable, help="the Python that has pyspark")
    asked = arguments.parse_args()
    if unknown := set(asked.only) - set(TITLES):
        arguments.error(f"no benchmark is named {', '.join(unknown)}")
    if asked.from_results:
        PAGE.write_text(page(json.loads(RESULTS.read_text("utf-8"))), "utf-8")
        return 0
    began, load, failed, sections = time.monotonic(), os.getloadavg()[1], [], {}
    for name in asked.only or TITLES:
        sys.stdout.write(f"== {name}\n")
        sys.stdout.flush()
        with tempfile.TemporaryDirectory() as folder:
            rows = Path(folder) / "rows.jsonl"
            rows.touch()
            command = [asked.spark if name == "sieve" else sys.executable, HERE / f"bench_{name}.py"]
            if subprocess.run(command, env=ENVIRONMENT | {ROWS: str(rows)}, check=False).returncode:
                failed.append(name)
            sections[name] = [json.loads(line) for line in rows.read_text("utf-8").splitlines()]
    minutes = (time.monotonic() - began) / 60
    sys.stdout.write(f"{minutes:.1f} minutes\n")
    if failed:
        sys.stderr.write(f"failed, so nothing is written: {', '.join(failed)}\n")
        return 1
    if not asked.only:
        about = {
            "date": f"{datetime.now(UTC):%Y-%m-%d}",
            "machine": f"{_machine()}; load before the run {load:.1f}; {minutes:.0f} minutes",
            "versions": _versions(),
        }
        RESULTS.write_text(json.dumps(about | {"sections": sections}, ensure_ascii=False, indent=1) + "\n", "utf-8")
        PAGE.write_text(page(json.loads(RESULTS.read_text("utf-8"))), "utf-8")
    return 0


def _machine() -> str:
    """The processor, and how many cores it has."""
    information = Path("/proc/cpuinfo")
    lines = information.read_text().splitlines() if information.is_file() else []
    models = [line.partition(":")[2].strip() for line in lines if "model name" in line]
    name = models[0] if models else platform.processor() or platform.machine()
    return f"{name}, {os.cpu_count()} cores, {platform.system()} {platform.release().split('-')[0]}"


def _versions() -> str:
    """Of Python, SQLite and the libraries that are measured."""
    known = [f"{name} {version(name)}" for name in LIBRARIES]
    return ", ".join([f"Python {platform.python_version()}", f"SQLite {sqlite3.sqlite_version}", *known])


def page(results: dict[str, object]) -> str:
    """The whole document."""
    sections = results["sections"]
    assert isinstance(sections, dict)
    lines = [
        "# Benchmarks",
        "",
        "`make bench` runs everything in `benchmarks/` and writes this page; `make bench ONLY=history` runs one of",
        "them and prints what it measures. All sides take turns; each figure is the median of the rounds, with the",
        "least and the most behind it. What counts are the ratios, which are taken round by round. MB is the most",
        "memory that a process of that side held, file the size in MB of the database that it wrote.",
        "",
        f"- Date: {results['date']}",
        f"- Machine: {results['machine']}",
        f"- Versions: {results['versions']}",
        "",
        "## Goals",
        "",
        "| what | goal | measured | | why it is missed |",
        "|---|---|---|---|---|",
        *_goals(sections),
        "",
    ]
    for name, rows in sections.items():
        script = HERE / f"bench_{name}.py"
        about = ast.get_docstring(ast.parse(script.read_text("utf-8"))) or ""
        about = about.partition("\n\npython ")[0]  # how to run it alone stands in the script
        lines += [f"## {TITLES[name]}", "", f"`benchmarks/{script.name}`: {about}", "", HEAD, "|---" * 10 + "|"]
        lines += [_line(row) for row in rows]
        sides = [side for row in rows for side in (row["ours"], row["other"]) if side and side["keeps"]]
        lines += [
            "",
            *(f"- {name} keeps {keeps}" for name, keeps in {side["name"]: side["keeps"] for side in sides}.items()),
        ]
        lines.append("")
    return "\n".join(lines) + "\n" + PROFILES.read_text("utf-8")


def _goals(sections: dict[str, list[dict[str, object]]]) -> list[str]:
    """Each goal: met, or how far away and why."""
    reasons = tomllib.loads(REASONS.read_text("utf-8"))
    lines = []
    for name, rows in sections.items():
        explained = reasons.pop(name, {})
        for row in rows:
            if row["at_most"] is None:
                continue
            measured, goal, what = median(row["values"]), row["at_most"], str(row["what"])
            reason = explained.pop(what, "**not explained yet**")
            met = measured <= goal
            unit = "" if row["other"] else f" {row['unit']}"
            distance = "met" if met else f"**{measured / goal:.2f} times the goal**"
            figures = f"at most {goal:.3g}{unit} | {measured:.3g}{unit}"
            lines.append(f"| {name}: {what} | {figures} | {distance} | {'' if met else reason} |")
        for what in explained:
            sys.stderr.write(f"reasons.toml explains a goal that there is not: {name}: {what}\n")
    return lines


def _line(row: dict[str, object]) -> str:
    """One row of the table of a section."""
    cells = [str(row["what"])]
    for side in (row["ours"], row["other"]):
        if side is not row["ours"]:
            cells.append(side["name"] if side else "")
        figures = shown(side["figures"], str(row["unit"])) if side else ""
        memory, file = (side["memory"], side["file"]) if side else (None, None)
        cells += [figures, "" if memory is None else f"{memory:.0f}", "" if file is None else f"{file:.2f}"]
    cells.append(shown(row["values"], "") if row["other"] else "")
    cells.append("" if row["at_most"] is None else f"at most {row['at_most']:.3g}")
    return "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"


if __name__ == "__main__":
    sys.exit(main())
