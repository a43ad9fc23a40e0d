"""Every page of the served database: tables, views, questions, a row of each table; the slowest of them counts.

Each is asked for five times.  Goal: within 200 ms on the demo, within 1 s on 20,000 captures.

python benchmarks/bench_datasette.py [--captures N]
"""

import argparse
import json
import os
import re
import sys
import tempfile
import time
import urllib.request
from datetime import timedelta
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "explore"))

from measurements import Side, tell
from servers import serving
from small_world import FIRST, PROJECTS, capture, page

from jsiq_scrape.database import build
from jsiq_scrape.database.sql import queries
from jsiq_scrape.demo.tour import tour
from jsiq_scrape.evidence.store import Snapshots
from jsiq_scrape.tables import TABLES, VIEWS
from jsiq_scrape.workspace import Workspace

OFFICES = 178
ASKED_EACH = 5
ASKED = {
    "suche": "suche=beratung", "laufen_ueber": "datum=2018-12-31", "mit_und_ohne": "mit=counselling&ohne=outreach",
    "aenderungen_jahr": "jahr=2017", "chronik": "profil=musterort+17", "projekte_am": "datum=2016-06-01",
    "herkunft": "tabelle=project&id=x&spalte=",
}  # fmt: skip
LANDS = ("Bayern", "Hessen", "Sachsen", "Nordrhein-Westfalen")


def large(root: Path, captures: int) -> Workspace:
    """Offices captured again and again; every tenth capture shows another period."""
    workspace = Workspace(root)
    for number in range(captures // OFFICES + 1):
        moment = FIRST + timedelta(days=number * 20)
        end = "31.12.2018" if number // 10 % 2 else "30.06.2022"
        with Snapshots(workspace.snapshots).run("live", moment) as run:
            places = [
                (f"Stadt Musterort {office}", "99999", f"Musterort {office}", LANDS[office % 4])
                for office in range(OFFICES)
            ]
            run.add_all(
                capture(place[0], moment, page(place, PROJECTS, f"01.01.2015 - {end}"), archived=False)
                for place in places
            )
    build(workspace)
    return workspace


def addresses(base: str) -> list[str]:
    """Every page: the start page, the database, each table, view and query, a row of each table, a search."""
    found = ["", "jsiq", "jsiq/project?_search=beratung", "jsiq/project_overview?_search=beratung&state=Bayern"]
    found += [f"jsiq/{one.name}" for one in (*TABLES, *VIEWS)]
    found += [f"jsiq/{one.name}?{ASKED.get(one.name, '')}" for one in queries()]
    for one in TABLES:
        with urllib.request.urlopen(f"{base}jsiq/{one.name}.json?_shape=array&_size=1") as answer:
            for row in json.load(answer):
                key = (
                    re.sub(r"[^A-Za-z0-9_-]", lambda sign: f"~{ord(sign[0]):02X}", str(row[name])) for name in one.key
                )
                found.append(f"jsiq/{one.name}/{','.join(key)}")
                if one.name == "claim":
                    found.append(f"jsiq/-/seite/{row['body']}?zeilen={row['first_line']}")
    return found


def processor_time(process: int) -> float:
    """The seconds that a process has worked so far, where the system tells it (Linux); 0 elsewhere."""
    told = Path(f"/proc/{process}/stat")
    if not told.exists():
        return 0.0
    fields = told.read_text().rpartition(")")[2].split()  # after the name, which may hold blanks
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(name: str, workspace: Workspace, goal: float) -> None:
    """Ask for every page, and hand on the slowest."""
    times: dict[str, list[float]] = {}
    worked: dict[str, float] = {}
    with serving("--root", workspace.root) as running:
        for address in addresses(running.address):
            times[address] = []
            before = processor_time(running.process.pid)
            for _ in range(ASKED_EACH):
                begun = time.perf_counter()
                with urllib.request.urlopen(running.address + address) as answer:
                    answer.read()
                times[address].append(time.perf_counter() - begun)
            worked[address] = (processor_time(running.process.pid) - before) / ASKED_EACH
    slow = sorted(times, key=lambda address: -median(times[address]))
    tell(f"{name}: the slowest of {len(times)} pages", Side("serve", times[slow[0]]), at_most=goal)
    tell(f"{name}: the page in the middle", Side("serve", times[slow[len(slow) // 2]]))
    for address in slow[:5]:
        took = f"{median(times[address]) * 1000:6.0f} ms, {worked[address] * 1000:4.0f} ms of the processor"
        print(f"  {took}  /{address}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--captures", type=int, default=20_000)
    captures = parser.parse_args().captures
    with tempfile.TemporaryDirectory() as folder:
        tour(Path(folder) / "demo", lambda line: None)
        measure("demo", Workspace(Path(folder) / "demo"), 0.2)
        measure(f"{captures:,} captures", large(Path(folder) / "large", captures), 1.0)


if __name__ == "__main__":
    main()
