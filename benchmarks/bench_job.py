"""The whole job on a loopback server: fetch, read, store; the first capture, and another when nothing changed.

python benchmarks/bench_job.py [--pages 178 2000] [--rounds N]

Ours is what a schedule runs, `jsiq-scrape run`: every capture and body kept as evidence, every page read with claims,
the database with its history built, checked and put in place.  The peer is a Scrapy spider for this one markup whose
item pipeline keeps the same bodies and writes the same pages and fields to SQLite; it looks again with Scrapy's HTTP
cache under the RFC 2616 policy, so that the server answers 304 to both.  Both run as processes of their own, in turns.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from loopback_site import SIZE, running, write_sources
from processes import Used, measured
from rows import seconds, tell

HERE = Path(__file__).resolve().parent
GOALS = {178: (0.42, 0.17), 2000: (1 / 3, None)}  # shares of Scrapy's wall time: first capture, capture without changes
MEMORY = 60.0  # MB

SPIDER = '''
import hashlib, sqlite3, sys
from pathlib import Path
import scrapy
from scrapy.crawler import CrawlerProcess

folder, port, cached = Path(sys.argv[1]), sys.argv[2], sys.argv[3] == "cached"
bodies = folder / "bodies"
bodies.mkdir(parents=True, exist_ok=True)
PROJECT = ("title", "institutions", "period", "target_group", "services", "case_management", "counselling", "outreach")


class Store:
    def open_spider(self, spider):
        self.db = sqlite3.connect(folder / "pages.db")
        self.db.executescript("""
            CREATE TABLE IF NOT EXISTS page (url TEXT PRIMARY KEY, status INT, digest TEXT);
            CREATE TABLE IF NOT EXISTS profile (url TEXT PRIMARY KEY, office TEXT, municipality TEXT, street TEXT,
                city TEXT, contact TEXT, phone TEXT, email TEXT);
            CREATE TABLE IF NOT EXISTS project (url TEXT, position INT, title TEXT, institutions TEXT, period TEXT,
                target_group TEXT, services TEXT, case_management TEXT, counselling TEXT, outreach TEXT,
                PRIMARY KEY (url, position));
        """)

    def close_spider(self, spider):
        self.db.commit()
        self.db.close()

    def process_item(self, item, spider):
        digest = hashlib.sha256(item["body"]).hexdigest()
        target = bodies / digest
        if not target.exists():
            target.write_bytes(item["body"])
        url = item["url"]
        self.db.execute("INSERT OR REPLACE INTO page VALUES (?, ?, ?)", (url, item["status"], digest))
        self.db.execute("INSERT OR REPLACE INTO profile VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (url, *item["profile"]))
        self.db.executemany(
            "INSERT OR REPLACE INTO project VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(url, position, *project) for position, project in enumerate(item["projects"])],
        )
        return item


class Pages(scrapy.Spider):
    name = "pages"
    start_urls = [f"http://127.0.0.1:{port}/list/1"]

    def parse(self, response):
        for link in response.css("a::attr(href)").getall():
            yield response.follow(link, self.page if "/page/" in link else self.parse)

    def page(self, response):
        lines = {}
        for line in response.css("body > p"):
            text = " ".join(line.css("::text").getall())
            label, colon, value = text.partition(":")
            lines[label.strip()] = value.strip()
        contact = response.css("h3 + p")
        texts = [text.strip() for text in contact.css("::text").getall()]
        phone = next((text.partition(":")[2].strip() for text in texts if text.startswith("Telefon")), None)
        projects = []
        for block in response.css("dl"):
            values = [" ".join(value.css("::text").getall()).strip() for value in block.css("dd")]
            projects.append(values)
        yield {
            "url": response.url, "status": response.status, "body": response.body, "projects": projects,
            "profile": (response.css("h1::text").get(), lines.get("Kommune"), lines.get("Straße"),
                        lines.get("PLZ, Ort"), texts[0] if texts else None, phone, contact.css("a::text").get()),
        }


settings = {"LOG_ENABLED": False, "ROBOTSTXT_OBEY": True, "CONCURRENT_REQUESTS": 16,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 8, "TELNETCONSOLE_ENABLED": False, "ITEM_PIPELINES": {Store: 1},
    "DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": False}
if cached:
    settings |= {"HTTPCACHE_ENABLED": True, "HTTPCACHE_POLICY": "scrapy.extensions.httpcache.RFC2616Policy",
                 "HTTPCACHE_DIR": str(folder / "cache")}
process = CrawlerProcess(settings)
process.crawl(Pages)
process.start()
'''


def look_twice(folder: Path, port: int, pages: int, environment: dict[str, str]) -> dict[str, Used]:
    """Both sides, first and second capture; what they made is checked and removed."""
    root, peer, cached = folder / "ours", folder / "scrapy", folder / "scrapy-cached"
    write_sources(root, port)
    spider = folder / "spider.py"
    spider.write_text(SPIDER, encoding="utf-8")
    job = [sys.executable, "-m", "jsiq_scrape", "run", "--root", str(root)]
    crawl = [sys.executable, str(spider)]
    used = {
        "ours, first": measured(job, environment),
        "scrapy, first": measured([*crawl, str(peer), str(port), "plain"], environment),
    }
    measured([*crawl, str(cached), str(port), "cached"], environment)
    used["ours, again"] = measured(job, environment)
    used["scrapy, again"] = measured([*crawl, str(cached), str(port), "cached"], environment)
    check = "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute(sys.argv[2]).fetchone()[0])"
    for database, table, number in (
        (root / "db" / "jsiq.db", "profile", pages),
        (root / "db" / "jsiq.db", "project", 3 * pages),
        (peer / "pages.db", "profile", pages),
        (peer / "pages.db", "project", 3 * pages),
        (cached / "pages.db", "project", 3 * pages),
    ):
        counted = [sys.executable, "-c", check, database, f"SELECT count(*) FROM {table}"]
        held = int(subprocess.run(counted, check=True, stdout=subprocess.PIPE).stdout)
        if held != number:
            sys.exit(f"{database}: {held} rows in {table} instead of {number}: the two did not do the same job")
    for made in (root, peer, cached):
        shutil.rmtree(made)
    return used


def report(pages: int, rounds: list[dict[str, Used]]) -> None:
    """What the rounds say: the best wall and processor time of each, the least memory."""
    best = {
        name: Used(
            min(each[name].wall for each in rounds),
            min(each[name].processor for each in rounds),
            min(each[name].memory for each in rounds),
        )
        for name in rounds[0]
    }
    print(f"{pages} pages of {SIZE} bytes, best of {len(rounds)}")
    for name, used in best.items():
        print(f"  {name:14} {used.wall:7.2f} s wall {used.processor:7.2f} s processor {used.memory:6.0f} MB")
    goals = GOALS.get(pages, (None, None))
    for capture, said, goal in (("first", "first capture", goals[0]), ("again", "capture without changes", goals[1])):
        ours, theirs = best[f"ours, {capture}"], best[f"scrapy, {capture}"]
        for kind, one, other, bound in (
            ("wall", ours.wall, theirs.wall, goal),
            ("processor", ours.processor, theirs.processor, None),
        ):
            share = one / other
            print(f"  {said}, {kind}: {share:.2f} of Scrapy's" + (f" (goal: at most {bound:.2f})" if bound else ""))
            tell(
                f"{pages:,} pages, {said}, {kind} time",
                share,
                ours=seconds(one),
                peer=f"Scrapy {seconds(other)}",
                ratio="ours / Scrapy",
                at_most=bound and round(bound, 2),
            )
    most = max(best["ours, first"].memory, best["ours, again"].memory)
    theirs_ = max(best["scrapy, first"].memory, best["scrapy, again"].memory)
    tell(
        f"{pages:,} pages, peak memory",
        most,
        ours=f"{most:.0f} MB",
        peer=f"Scrapy {theirs_:.0f} MB",
        ratio="MB",
        at_most=MEMORY if pages == 178 else None,
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--pages", type=int, nargs="+", default=[178, 2000])
    arguments.add_argument("--rounds", type=int, default=3, help="of the smallest number of pages; one of the others")
    asked = arguments.parse_args()
    environment = {**os.environ, "PYTHONPATH": str(HERE.parent)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled once, as Scrapy is
    for pages in asked.pages:
        with running("profiles", pages) as port, tempfile.TemporaryDirectory() as name:
            times = asked.rounds if pages == min(asked.pages) else 1
            report(pages, [look_twice(Path(name), port, pages, environment) for _ in range(times)])


if __name__ == "__main__":
    main()
