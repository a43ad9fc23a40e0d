"""Collecting 2,000 pages over loopback, and looking again when nothing changed: this program against Scrapy.

python benchmarks/bench_fetch.py [--pages N] [--rounds N]

Both sides do the same job in a process of their own: fetch a listing, follow its links, keep each body and a line
about it on disk; then do it again with what they remember (our store's ETags, Scrapy's HTTP cache with its RFC 2616
policy).  The floor is bare sockets on as many threads, which keep nothing.
"""

import argparse
import os
import resource
import shutil
import socket
import sys
import tempfile
import time
from pathlib import Path
from threading import Thread

from loopback_site import HOST, SIZE, THREADS, running, write_sources
from processes import Used, measured
from rows import tell

OURS = """
import sys
from pathlib import Path
from jsiq_scrape.clock import SystemClock
from jsiq_scrape.fetch.live import collect
from jsiq_scrape.fetch.sources import load_sources
from jsiq_scrape.workspace import Workspace
root = Path(sys.argv[1])
sources = load_sources(root / "parsers" / "sources.toml")
report = collect(Workspace(root), sources.named("bench"), SystemClock(), settings=sources.client)
assert report.checked >= int(sys.argv[2]), report
"""

SCRAPY = """
import hashlib, json, sys
from pathlib import Path
import scrapy
from scrapy.crawler import CrawlerProcess
folder, port, cached = Path(sys.argv[1]), sys.argv[2], sys.argv[3] == "cached"
bodies = folder / "bodies"; bodies.mkdir(parents=True, exist_ok=True)
class Keep:
    def open_spider(self, spider): self.lines = open(folder / "items.jsonl", "a")
    def close_spider(self, spider): self.lines.close()
    def process_item(self, item, spider):
        digest = hashlib.sha256(item["body"]).hexdigest()
        target = bodies / digest
        if not target.exists(): target.write_bytes(item["body"])
        self.lines.write(json.dumps({"url": item["url"], "status": item["status"], "digest": digest}) + "\\n")
        return item
class Pages(scrapy.Spider):
    name = "pages"
    start_urls = [f"http://127.0.0.1:{port}/list/1"]
    def parse(self, response):
        for link in response.css("a::attr(href)").getall():
            yield response.follow(link, self.page if "/page/" in link else self.parse)
    def page(self, response):
        yield {"url": response.url, "status": response.status, "body": response.body}
settings = {"LOG_ENABLED": False, "ROBOTSTXT_OBEY": True, "CONCURRENT_REQUESTS": 16,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
    "TELNETCONSOLE_ENABLED": False, "ITEM_PIPELINES": {Keep: 1}, "DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": False}
if cached:
    settings |= {"HTTPCACHE_ENABLED": True, "HTTPCACHE_POLICY": "scrapy.extensions.httpcache.RFC2616Policy",
                 "HTTPCACHE_DIR": str(folder / "cache")}
process = CrawlerProcess(settings)
process.crawl(Pages)
process.start()
"""


def raw_sockets(port: int, pages: int) -> float:
    """Requests per second of bare sockets on as many threads; the floor under both."""

    def worker(numbers: range) -> None:
        with socket.create_connection((HOST, port)) as connection:
            for number in numbers:
                connection.sendall(f"GET /page/{number}.html HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
                left, head = None, b""
                while left is None or left > 0:
                    part = connection.recv(65536)
                    if left is None:
                        head += part
                        if b"\r\n\r\n" in head:
                            front, rest = head.split(b"\r\n\r\n", 1)
                            left = int(front.lower().split(b"content-length:")[1].split(b"\r\n")[0]) - len(rest)
                    else:
                        left -= len(part)

    threads = [Thread(target=worker, args=(range(start, pages, THREADS),)) for start in range(THREADS)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return pages / (time.perf_counter() - start)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--pages", type=int, default=2000)
    arguments.add_argument("--rounds", type=int, default=2)
    asked = arguments.parse_args()
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1])}
    results: dict[str, list[Used]] = {}
    floors = []
    with running("filler", asked.pages) as port, tempfile.TemporaryDirectory() as scratch:
        for round_ in range(asked.rounds):
            floors.append(raw_sockets(port, asked.pages))
            root = Path(scratch) / f"ours-{round_}"
            write_sources(root, port)
            spider = Path(scratch) / "spider.py"
            spider.write_text(SCRAPY)
            for capture in ("first capture", "second capture, nothing changed"):
                ours = [sys.executable, "-c", OURS, str(root), str(asked.pages)]
                results.setdefault(f"ours: {capture}", []).append(measured(ours, environment))
            plain, cached = Path(scratch) / f"scrapy-{round_}", Path(scratch) / f"scrapy-cached-{round_}"
            theirs = [sys.executable, str(spider), str(plain), str(port), "plain"]
            results.setdefault("scrapy: first capture", []).append(measured(theirs, environment))
            theirs = [sys.executable, str(spider), str(cached), str(port), "cached"]
            measured(theirs, environment)
            results.setdefault("scrapy: second capture, nothing changed", []).append(measured(theirs, environment))
            for folder in (root, plain, cached):
                shutil.rmtree(folder)
    python = sys.version.split()[0]
    print(f"{asked.pages} pages of {SIZE} bytes, best of {asked.rounds}, {THREADS} threads, Python {python}")
    print(f"{'':40}{'pages/s':>9}{'CPU s':>8}{'MB':>6}")
    print(f"{'floor: raw sockets, nothing kept':40}{max(floors):9.0f}")
    best = {name: min(runs, key=lambda used: used.wall) for name, runs in results.items()}
    for name, used in best.items():
        print(f"{name:40}{asked.pages / used.wall:9.0f}{used.processor:8.2f}{used.memory:6.0f}")
    for capture, goal in (("first capture", 2.5), ("second capture, nothing changed", 4.0)):
        ours, theirs = best[f"ours: {capture}"], best[f"scrapy: {capture}"]
        rate, cpu = theirs.wall / ours.wall, ours.processor / theirs.processor
        peer = f"Scrapy {asked.pages / theirs.wall:.0f} pages/s, {theirs.processor:.2f} s"
        said = {
            "ours": f"{asked.pages / ours.wall:.0f} pages/s, {ours.processor:.2f} s",
            "floor": f"raw sockets {max(floors):.0f}/s",
        }
        tell(
            f"{asked.pages:,} pages, {capture}: pages per second",
            rate,
            peer=peer,
            ratio="ours / Scrapy",
            at_least=goal,
            **said,
        )
        tell(
            f"{asked.pages:,} pages, {capture}: processor time",
            cpu,
            peer=peer,
            ratio="ours / Scrapy",
            at_most=0.5,
            **said,
        )
        print(f"{capture}: {rate:.2f} x Scrapy's pages per second (goal {goal}), {cpu:.2f} of its CPU")


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    main()
