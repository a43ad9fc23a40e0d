"""The history of 178 profiles in 20 captures, 2 % of them edited each time: ours, git-history, and bare inserts.

Ours reads the HTML of stored pages; git-history is given the finished records as JSON in a git repository, one commit
a capture, so that reading is no part of its time; it runs with each of its options that matter, and its best counts.
The floor is our own rows put into tables without checks or indexes.  It is compared with the same rows put into our
tables, and with the whole build, which reads, matches, searches and checks besides.

git-history's file holds the records of today, their versions and what changed.  Ours holds each capture, page and claim
as well, and an index of all words and their parts; so what of it tells the history is measured by itself too.

Goals: at least 4 times as fast as git-history cold and 10 times with cached readings, half its file, and at most twice
the floor.  What is missed is said; the exit code is 1 only when the history itself is wrong.
Seconds are those of the processor, which other programs on the machine do not lengthen much; each build runs in a
process of its own, so that nothing is warm, and start-up and imports are taken off on both sides.
"""

import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from rows import seconds, tell
from sqlite_utils import Database

from jsiq_scrape.database.file import insert
from jsiq_scrape.database.schema import create_indexes, create_table, create_tables
from jsiq_scrape.evidence.store import Capture, Snapshots
from jsiq_scrape.tables import CURRENT, HISTORY, TABLES
from jsiq_scrape.tables.connection import connect
from jsiq_scrape.workspace import Workspace

PROFILES, CAPTURES, EDITED = 178, 20, 0.02
BEGIN = datetime(2016, 1, 4, 9, tzinfo=UTC)
WEEK = timedelta(days=7)
#: Each is done so often, and its best time counts: other programs can only slow it down.
ROUNDS = 3
#: Without --wal each commit is synced; --full-versions stores complete rows, as ours are.
OPTIONS = ((), ("--wal",), ("--full-versions",), ("--full-versions", "--wal"))
#: What git-history's file holds too: the state today, all states, and what changed between them.
HISTORY_ALONE = (*(one for one in CURRENT if one.name != "extra"), *(one for one in HISTORY if one.name != "decision"))

#: The processes that read pages count too.
BUILD = """import resource, sys
from pathlib import Path
from jsiq_scrape.database import build
from jsiq_scrape.workspace import Workspace
def used():
    each = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in each)
started = used()
build(Workspace(Path(sys.argv[1])))
print(used() - started)"""


def record(number: int, state: int) -> dict[str, object]:
    """What the page of an office says in a state; an edit counts the state up."""
    return {
        "id": f"musterkreis-{number:03}",
        "office": f"Jugendamt Musterkreis {number:03}",
        "municipality": f"Landkreis Musterkreis {number:03}",
        "street": f"Musterweg {number}",
        "city": f"{10000 + number} Musterort",
        "contact": "Erika Beispiel",
        "phone": f"030 1234-{1000 + state}",
        "email": f"jugend{number}@musterkreis.example",
        **{
            f"project_{position}_{name}": text
            for position in range(3)
            for name, text in project(number, position, state if position == 0 else 0).items()
        },
    }


def project(number: int, position: int, state: int) -> dict[str, str]:
    """One of the three projects of an office; the texts of a page are as long as those of the one real page we know."""
    about = f"in Stadtteil {position} von Musterkreis {number}"
    return {
        "title": f"{('Werkstatt', 'Wegweiser', 'Brückenbau')[position]} {number:03}",
        "institutions": f"Jugendwerk {number:03} e. V.",
        "period": "01.01.2015 - 31.12.2018",
        "target_group": f"Junge Menschen zwischen 12 und 26 Jahren {about}, die beim Übergang in den Beruf "
        "mehr Hilfe brauchen, als Regelangebote geben: ohne Abschluss, ohne Ausbildung oder neu im Land. Viele von "
        "ihnen haben die Schule lange nicht besucht, leben in engen Wohnungen, tragen Verantwortung für Geschwister "
        "oder haben mit Ämtern schlechte Erfahrungen gemacht; manche erreicht niemand sonst.",
        "services": f"Beratung, Begleitung, Werkstatt und Streetwork {about}. Das Team ist an {1 + state} Tagen "
        "im Monat da, hilft bei Bewerbungen und Praktika, bespricht mit Eltern und Schulen die nächsten Schritte und "
        "öffnet am Nachmittag die Räume für alle, die Ruhe zum Lernen suchen oder gemeinsam kochen wollen. Wer nicht "
        "von selbst kommt, wird besucht: zu Hause, am Bahnhof, auf dem Platz hinter der Sporthalle. Mit jedem und "
        "jeder wird ein Plan für das nächste halbe Jahr geschrieben, der in der Sprache der Jugendlichen sagt, wer "
        "was bis wann tut; Mikroprojekte mit den Vereinen des Viertels bringen alle zusammen, die dort wohnen, und am "
        "Ende steht etwas, das bleibt: ein Beet, ein Wandbild, ein Film.",
        "case_management": "Ja",
        "counselling": "Ja" if position else "Nein",
        "outreach": "Nein",
    }


LABELS = {
    "title": "Projekttitel",
    "institutions": "Umsetzende Institution(en)",
    "period": "Zeitraum",
    "target_group": "Zielgruppe",
    "services": "Angebote",
    "case_management": "Casemanagement",
    "counselling": "Niedrigschwellige Beratung/Clearing",
    "outreach": "Aufsuchende Jugendsozialarbeit",
}


def page(told: dict[str, object]) -> bytes:
    """The page of an office."""
    projects = "".join(
        "<dl>"
        + "".join(f"<dt>{label}:</dt><dd>{told[f'project_{at}_{name}']}</dd>" for name, label in LABELS.items())
        + "</dl>"
        for at in range(3)
    )
    return (
        f"<html><head><meta charset=utf-8><title>{told['office']}</title></head><body><h1>{told['office']}</h1>"
        f"<p>Kommune: {told['municipality']}</p><p>Straße: {told['street']}</p><p>PLZ, Ort: {told['city']}</p>"
        f"<h3>Ansprechpartner</h3><p>{told['contact']}<br>Telefon: {told['phone']}<br>"
        f"E-Mail: <a href='mailto:{told['email']}'>{told['email']}</a></p><h2>Projekte</h2>{projects}</body></html>"
    ).encode()


def captures(profiles: int, number: int) -> list[list[dict[str, object]]]:
    """All records of each capture; which offices are edited goes round, so that it is the same every time."""
    states = [0] * profiles
    edits = max(1, round(profiles * EDITED))
    taken = []
    for capture in range(number):
        if capture:
            for edit in range(edits):
                states[(capture * 37 + edit * 59) % profiles] += 1
        taken.append([record(office, state) for office, state in enumerate(states)])
    return taken


def store(workspace: Workspace, taken: list[list[dict[str, object]]]) -> None:
    """The captures as snapshots."""
    snapshots = Snapshots(workspace.snapshots)
    for index, records in enumerate(taken):
        at = BEGIN + index * WEEK
        stored = []
        for told in records:
            url = f"http://www.programm.invalid/details/{told['id']}.html"
            stored.append(
                Capture(
                    source="benchmark",
                    url=url,
                    final_url=url,
                    asked_at=at,
                    captured_at=at,
                    retrieved_at=at,
                    status=200,
                    headers=(("content-type", "text/html; charset=utf-8"),),
                    body=page(told),
                )
            )
        with snapshots.run("live", at) as run:
            run.add_all(stored)


def commit(folder: Path, taken: list[list[dict[str, object]]]) -> None:
    """The captures as commits of one JSON file, which is what git-history reads."""
    folder.mkdir()
    git = ["git", "-C", str(folder), "-c", "user.name=Benchmark", "-c", "user.email=benchmark@programm.invalid"]
    subprocess.run([*git, "init", "--quiet", "--initial-branch=main"], check=True)
    for index, records in enumerate(taken):
        (folder / "profiles.json").write_text(json.dumps(records, indent=1, ensure_ascii=False), encoding="utf-8")
        moment = f"{BEGIN + index * WEEK:%Y-%m-%dT%H:%M:%S+0000}"
        dated = {**os.environ, "GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
        subprocess.run([*git, "add", "profiles.json"], check=True)
        subprocess.run([*git, "commit", "--quiet", "--message", f"capture {index}"], check=True, env=dated)


def ours(workspace: Workspace, *, cached: bool) -> float:
    """Seconds of CPU of one build."""
    if not cached:
        shutil.rmtree(workspace.root / ".cache", ignore_errors=True)
    workspace.database.unlink(missing_ok=True)
    command = [sys.executable, "-c", BUILD, str(workspace.root)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def theirs(tool: Path, repository: Path, target: Path, *options: str) -> tuple[float, int]:
    """Seconds of CPU of git-history without its start-up (measured on --version), and the bytes of its file."""
    for file in target.parent.glob(f"{target.name}*"):  # a log of the last round would be read into the new file
        file.unlink()
    started = children()
    subprocess.run([tool, "--version"], check=True, stdout=subprocess.DEVNULL)
    idle = children() - started
    command = [tool, "file", target, "profiles.json", "--repo", repository, "--branch", "main", "--id", "id", *options]
    started = children()
    subprocess.run([*command, "--silent"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return children() - started - idle, target.stat().st_size


def children() -> float:
    """Seconds of CPU that all child processes used so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def rows_of(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables."""
    with closing(connect(database)) as connection:
        return {one.name: connection.execute(f'SELECT * FROM "{one.name}"').fetchall() for one in TABLES}


def floor(database: Path, target: Path) -> tuple[float, int]:
    """Seconds of CPU that bare inserts of the same rows take, and how many rows they are."""
    rows = rows_of(database)
    target.unlink(missing_ok=True)
    started = time.process_time()
    with closing(sqlite3.connect(target)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        for one in TABLES:
            columns = ", ".join(f'"{name}"' for name in one.names)
            connection.execute(f'CREATE TABLE "{one.name}" ({columns})')
            connection.executemany(
                f'INSERT INTO "{one.name}" VALUES ({", ".join("?" * len(one.names))})', rows[one.name]
            )
        connection.commit()
    return time.process_time() - started, sum(map(len, rows.values()))


def loaded(database: Path, target: Path) -> float:
    """Seconds of CPU that the same rows take in our tables, with every type, rule, key and index."""
    rows = rows_of(database)
    target.unlink(missing_ok=True)
    started = time.process_time()
    with closing(sqlite3.connect(target)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.executescript(f"BEGIN; {create_tables()} COMMIT;")
        tables = Database(connection, execute_plugins=False)
        with tables.atomic():
            for one in TABLES:
                insert(tables, one.name, rows[one.name])
        connection.executescript(f"BEGIN; {create_indexes()} COMMIT;")
    return time.process_time() - started


def history_alone(database: Path, target: Path) -> int:
    """Bytes of a file that holds nothing but the tables of the history, as they are."""
    target.unlink(missing_ok=True)
    with closing(sqlite3.connect(target)) as connection:
        connection.execute("ATTACH DATABASE ? AS whole", (str(database),))
        for one in HISTORY_ALONE:
            connection.executescript(create_table(one))
            connection.execute(f'INSERT INTO main."{one.name}" SELECT * FROM whole."{one.name}"')
        connection.commit()
        connection.execute("DETACH DATABASE whole")
        connection.execute("VACUUM")
    return target.stat().st_size


def main(profiles: int = PROFILES, number: int = CAPTURES) -> int:
    """Measure and compare."""
    tool = next(
        (path for path in (Path(sys.executable).with_name("git-history"), *_on_path("git-history")) if path.is_file()),
        None,
    )
    if tool is None:
        print("git-history is not installed: make bench installs benchmarks/requirements.lock", file=sys.stderr)
        return 1
    taken = captures(profiles, number)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        workspace = Workspace(folder)
        store(workspace, taken)
        commit(folder / "repository", taken)
        rounds = [  # one after the other in each round, so that all have the same neighbours on the machine
            (
                ours(workspace, cached=False),
                ours(workspace, cached=True),
                *(theirs(tool, folder / "repository", folder / "peer.db", *chosen) for chosen in OPTIONS),
                loaded(workspace.database, folder / "loaded.db"),
                floor(workspace.database, folder / "bare.db"),
            )
            for _ in range(ROUNDS)
        ]
        cold, warm = (min(column) for column in list(zip(*rounds, strict=True))[:2])
        peers = {chosen: min(one[2 + at] for one in rounds) for at, chosen in enumerate(OPTIONS)}
        into_tables, (bare, rows) = min(one[-2] for one in rounds), min(one[-1] for one in rounds)
        with closing(connect(workspace.database)) as connection:
            changes = connection.execute("SELECT count(*) FROM change").fetchone()[0]
        edits = sum(len(set(map(str, later)) - set(map(str, earlier))) for earlier, later in pairwise(taken))
        size, bare_size = (path.stat().st_size for path in (workspace.database, folder / "bare.db"))
        alone = history_alone(workspace.database, folder / "alone.db")
        best, peer_size = min(peers.values())[0], min(size for _, size in peers.values())
        print(
            f"{profiles} profiles x {number} captures, {edits} pages edited in two fields each: {changes} changes told"
        )
        for chosen, (used, bytes_) in peers.items():
            print(f"git-history {' '.join(chosen):22} {used:6.2f} s {bytes_ / 1e6:7.2f} MB")
        print(f"ours, cold                         {cold:6.2f} s {size / 1e6:7.2f} MB, {rows} rows")
        print(f"ours, readings cached              {warm:6.2f} s {alone / 1e6:7.2f} MB the history alone")
        print(f"the same rows in our tables        {into_tables:6.2f} s")
        print(f"the same rows bare                 {bare:6.2f} s {bare_size / 1e6:7.2f} MB")
        goals = (
            ("cold, times as fast as git-history", best / cold, 4.0, True, seconds(cold)),
            ("cached, times as fast as git-history", best / warm, 10.0, True, seconds(warm)),
            ("size of the file, as a share of git-history's", size / peer_size, 0.5, False, f"{size / 1e6:.2f} MB"),
            (
                "size of the history alone, as a share of git-history's",
                alone / peer_size,
                0.5,
                False,
                f"{alone / 1e6:.2f} MB",
            ),
            (
                "the same rows in our tables, as a multiple of the floor",
                into_tables / bare,
                2.0,
                False,
                seconds(into_tables),
            ),
            ("cached, as a multiple of the floor", warm / bare, 2.0, False, seconds(warm)),
        )
        for what, measured, goal, least, said in goals:
            tell(
                what,
                measured,
                ours=said,
                floor=f"bare inserts {seconds(bare)}, {bare_size / 1e6:.2f} MB",
                peer=f"git-history {seconds(best)}, {peer_size / 1e6:.2f} MB",
                ratio="git-history / ours" if least else "share" if "size" in what else "ours / floor",
                at_least=goal if least else None,
                at_most=None if least else goal,
            )
            met = measured >= goal if least else measured <= goal
            bound = f"at {'least' if least else 'most'} {goal:g}"
            print(f"{what}: {measured:.2f} (goal: {bound}) {'met' if met else 'MISSED'}")
    if changes != 2 * edits:
        print(f"{changes} changes instead of {2 * edits}: not the history that was asked for", file=sys.stderr)
        return 1
    return 0


def _on_path(name: str) -> list[Path]:
    found = shutil.which(name)
    return [Path(found)] if found else []


if __name__ == "__main__":
    sys.exit(main())
