"""The whole job on a loopback server: fetch, read, store; the first run, and another when nothing changed.

Ours is what a schedule runs, `jsiq-scrape run`.  The peer is a Scrapy spider for this one markup (`job_spider.py`),
which keeps the same bodies and writes the same pages and fields; when nothing changed, both ask with ETags and get 304.

python benchmarks/bench_job.py [--pages 178 2000] [--rounds N]
"""

import argparse
import shutil
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from loopback_site import running, write_sources
from measurements import ROUNDS, Side, Used, in_turns, run, tell

SPIDER = Path(__file__).with_name("job_spider.py")
GOALS = {178: (0.6, 0.35), 2000: (0.6, 0.3)}  # shares of Scrapy's wall time: first run, run without changes
OURS = (
    "each body, on disk before the sealed line about its fetch; every value with its label and place on the page, and a"
    " ledger of all lines; histories, two search indexes, a file that was checked and swapped in, a report of the news."
)
PEER = (
    "each body, a row for each page, the same fields of profiles and projects as texts; with a cache each answer too."
)


def job(folder: Path, pages: int, rounds: int) -> None:
    """Run both sides in turns, and see that they did the same job."""
    ours, peer, cached = folder / "ours", folder / "scrapy", folder / "scrapy-cached"
    with running(pages) as port:

        def first() -> Used:
            shutil.rmtree(ours, ignore_errors=True)
            write_sources(ours, port)
            return again()

        def again() -> Used:
            return run([sys.executable, "-m", "jsiq_scrape", "run", "--root", ours])

        def scrapy_first() -> Used:
            shutil.rmtree(peer, ignore_errors=True)
            return run([sys.executable, SPIDER, peer, str(port), "plain"])

        def scrapy_again() -> Used:
            return run([sys.executable, SPIDER, cached, str(port), "cached"])

        scrapy_again()  # fills its cache
        used = in_turns(
            rounds,
            {"ours, first": first, "scrapy, first": scrapy_first},
            {"ours, again": again, "scrapy, again": scrapy_again},
        )
    database = ours / "db" / "jsiq.db"
    _expect(database, pages, "SELECT count(*) FROM profile")
    _expect(database, 3 * pages, "SELECT count(*) FROM project")
    _expect(database, pages, "SELECT count(*) FROM capture WHERE purpose = 'profile' AND status = 304")
    for made in (peer / "pages.db", cached / "pages.db"):
        _expect(made, pages, "SELECT count(*) FROM profile")
        _expect(made, 3 * pages, "SELECT count(*) FROM project")
    goals = GOALS.get(pages, (None, None))
    for name, said, goal in (("first", "first run", goals[0]), ("again", "run without changes", goals[1])):
        for figure, bound in (("wall", goal), ("processor", None)):
            tell(
                f"{pages:,} pages, {said}, {figure} time",
                Side.of("jsiq-scrape run", used[f"ours, {name}"], figure, OURS, database),
                Side.of("Scrapy", used[f"scrapy, {name}"], figure, PEER, cached / "pages.db"),
                at_most=bound,
            )


def _expect(database: Path, number: int, query: str) -> None:
    with closing(sqlite3.connect(database)) as connection:
        found = connection.execute(query).fetchone()[0]
    if found != number:
        sys.exit(f"{database}: {query}: {found} instead of {number}, so the two sides did not do the same job")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--pages", type=int, nargs="+", default=[178, 2000])
    arguments.add_argument("--rounds", type=int, default=ROUNDS)
    asked = arguments.parse_args()
    for pages in asked.pages:
        with tempfile.TemporaryDirectory() as name:
            job(Path(name), pages, asked.rounds)


if __name__ == "__main__":
    main()
