"""Both sides begin with the HTML of 178 pages in 20 captures, 2 % of them edited each time, and end with a history.

Ours is `jsiq-scrape build`, with and without the readings of an earlier build.  The peer (`history_peer.py`) reads this
one markup with hand-written selectolax, commits the records as JSON and runs git-history.  Whole processes count, with
their start.  The floor is SQLite alone: every row of the built file put into tables without rules and indexes; there
the build counts without its start.

python benchmarks/bench_history.py [--profiles N] [--captures N] [--rounds N]
"""

import argparse
import json
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from itertools import pairwise
from pathlib import Path

from made_pages import BEGIN, CAPTURES, PROFILES, WEEK, captures, page, store
from measurements import ROUNDS, Side, Used, in_turns, megabytes, run, tell

from jsiq_scrape.database.file import insert, new_database
from jsiq_scrape.tables import TABLES
from jsiq_scrape.tables.connection import connect

PEER = Path(__file__).with_name("history_peer.py")
TOOL = Path(sys.executable).with_name("git-history")
#: Writes what the build itself used; the processes that read pages count too.
BUILD = """import resource, sys
from pathlib import Path
from jsiq_scrape.database import build
from jsiq_scrape.workspace import Workspace
def used():
    each = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in each)
started = used()
build(Workspace(Path(sys.argv[1])))
Path(sys.argv[2]).write_text(str(used() - started))"""
OURS = (
    "every capture and body; every value with its label and place on the page; complete versions of profiles, contacts,"
    " areas and projects, matched by what they say; each change of a field; two search indexes; all of it checked."
)
THEIRS = (
    "the records of today, their versions (only what changed is filled) and which columns changed, by the given id."
)


def lay_out(folder: Path, taken: list[list[dict[str, object]]]) -> None:
    """The same pages for the peer: one folder for each capture."""
    for index, records in enumerate(taken):
        day = folder / f"{BEGIN + index * WEEK:%Y-%m-%dT%H:%M:%S+0000}"
        day.mkdir(parents=True)
        for known in records:
            (day / f"{known['id']}.html").write_bytes(page(known))


def rows_of(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables."""
    with closing(connect(database)) as connection:
        return {one.name: connection.execute(f'SELECT * FROM "{one.name}"').fetchall() for one in TABLES}


def bare(rows: dict[str, list[tuple[object, ...]]], target: Path) -> None:
    """The rows in tables without types, rules and indexes."""
    with closing(sqlite3.connect(target)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        for one in TABLES:
            columns = ", ".join(f'"{name}"' for name in one.names)
            connection.execute(f'CREATE TABLE "{one.name}" ({columns})')
            marks = ", ".join("?" * len(one.names))
            connection.executemany(f'INSERT INTO "{one.name}" VALUES ({marks})', rows[one.name])
        connection.commit()


def whole(rows: dict[str, list[tuple[object, ...]]], target: Path) -> None:
    """The rows in the file that a build makes: with types, rules, keys, indexes, views and search, and checked."""
    with new_database(target) as database:
        for one in TABLES:
            insert(database, one.name, rows[one.name])


def timed(work: Callable[[dict[str, list[tuple[object, ...]]], Path], None], database: Path, target: Path) -> Used:
    """The processor time that it takes in this process."""
    rows = rows_of(database)
    target.unlink(missing_ok=True)
    started = time.process_time()
    work(rows, target)
    return Used(0, time.process_time() - started, 0)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--profiles", type=int, default=PROFILES)
    arguments.add_argument("--captures", type=int, default=CAPTURES)
    arguments.add_argument("--rounds", type=int, default=ROUNDS)
    asked = arguments.parse_args()
    taken = captures(asked.profiles, asked.captures)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        root, repository, peer, alone = folder / "ours", folder / "repository", folder / "peer.db", folder / "used"
        database, cache = root / "db" / "jsiq.db", root / ".cache"
        store(root, taken)
        lay_out(folder / "pages", taken)

        def cached() -> Used:
            database.unlink(missing_ok=True)
            return run([sys.executable, "-m", "jsiq_scrape", "build", "--root", root])

        def cold() -> Used:
            shutil.rmtree(cache, ignore_errors=True)
            return cached()

        def started() -> Used:
            database.unlink()
            run([sys.executable, "-c", BUILD, root, alone])
            return Used(0, float(alone.read_text()), 0)

        def theirs() -> Used:
            shutil.rmtree(repository, ignore_errors=True)
            for file in folder.glob(f"{peer.name}*"):  # a log of the last round would be read into the new file
                file.unlink()
            return run([sys.executable, PEER, folder / "pages", repository, peer, TOOL])

        used = in_turns(
            asked.rounds,
            {"cold": cold, "peer": theirs},
            {
                "cached": cached,
                "started": started,
                "bare": lambda: timed(bare, database, folder / "bare.db"),
                "whole": lambda: timed(whole, database, folder / "whole.db"),
            },
        )
        with closing(connect(database)) as connection:
            changes = connection.execute("SELECT count(*) FROM change").fetchone()[0]
        edits = sum(len(set(map(str, later)) - set(map(str, earlier))) for earlier, later in pairwise(taken))
        if changes != 2 * edits:
            sys.exit(f"ours has {changes} changes instead of {2 * edits}")
        if json.loads((repository / "profiles.json").read_text("utf-8")) != taken[-1]:
            sys.exit("the peer does not read what the pages say")
        for side, said, bounds in (("cold", "cold", (None, 1.0)), ("cached", "readings cached", (None, 1 / 3))):
            for figure, bound in zip(("wall", "processor"), bounds, strict=True):
                tell(
                    f"{said}, {figure} time",
                    Side.of("jsiq-scrape build", used[side], figure, OURS, database),
                    Side.of("selectolax, git and git-history", used["peer"], figure, THEIRS, peer),
                    at_most=bound,
                )
        tell(
            "size of the file",
            Side("jsiq-scrape build", [megabytes(database)], OURS),
            Side("selectolax, git and git-history", [megabytes(peer)], THEIRS),
            unit="MB",
            at_most=3.5,
        )
        build = Side(
            "the build without its start", [one.processor for one in used["started"]], file=megabytes(database)
        )
        for floor, what, keeps, bound in (
            ("bare", "bare inserts", "the rows alone, without types, rules, keys, indexes and search.", 5.0),
            ("whole", "SQLite making the same file", "the same file: only reading and following is not done.", None),
        ):
            figures = [one.processor for one in used[floor]]
            other = Side(what, figures, keeps, file=megabytes(folder / f"{floor}.db"))
            tell(f"readings cached against {what}, processor time", build, other, at_most=bound)


if __name__ == "__main__":
    main()
