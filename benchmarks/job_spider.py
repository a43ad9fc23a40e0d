"""The job as a Scrapy spider for this one markup: python benchmarks/job_spider.py FOLDER PORT plain|cached

Its item pipeline keeps the bodies that ours keeps, and writes the same pages and fields to SQLite; "cached" adds
Scrapy's HTTP cache under the RFC 2616 policy, so that the server answers 304 where nothing changed.
"""

import hashlib
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response

FOLDER, PORT, CACHED = Path(sys.argv[1]), sys.argv[2], sys.argv[3] == "cached"
TABLES = """
    CREATE TABLE IF NOT EXISTS page (url TEXT PRIMARY KEY, status INT, digest TEXT);
    CREATE TABLE IF NOT EXISTS profile (url TEXT PRIMARY KEY, office TEXT, municipality TEXT, street TEXT,
        city TEXT, contact TEXT, phone TEXT, email TEXT);
    CREATE TABLE IF NOT EXISTS project (url TEXT, position INT, title TEXT, institutions TEXT, period TEXT,
        target_group TEXT, services TEXT, case_management TEXT, counselling TEXT, outreach TEXT,
        PRIMARY KEY (url, position));
"""


class Store:
    """Bodies in files, pages and fields in SQLite."""

    def open_spider(self, spider: scrapy.Spider) -> None:
        (FOLDER / "bodies").mkdir(parents=True, exist_ok=True)
        self.database = sqlite3.connect(FOLDER / "pages.db")
        self.database.executescript(TABLES)

    def close_spider(self, spider: scrapy.Spider) -> None:
        self.database.commit()
        self.database.close()

    def process_item(self, item: dict[str, Any], spider: scrapy.Spider) -> dict[str, Any]:
        digest = hashlib.sha256(item["body"]).hexdigest()
        target = FOLDER / "bodies" / digest
        if not target.exists():
            target.write_bytes(item["body"])
        url = item["url"]
        self.database.execute("INSERT OR REPLACE INTO page VALUES (?, ?, ?)", (url, item["status"], digest))
        self.database.execute("INSERT OR REPLACE INTO profile VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (url, *item["profile"]))
        self.database.executemany(
            "INSERT OR REPLACE INTO project VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(url, position, *project) for position, project in enumerate(item["projects"])],
        )
        return item


class Pages(scrapy.Spider):
    """From the first list to all pages."""

    name = "pages"
    start_urls = (f"http://127.0.0.1:{PORT}/list/1",)

    def parse(self, response: Response) -> Iterator[object]:
        for link in response.css("a::attr(href)").getall():
            yield response.follow(link, self.page if "/page/" in link else self.parse)

    def page(self, response: Response) -> Iterator[dict[str, Any]]:
        lines = {}
        for line in response.css("#content > p"):
            label, _, value = " ".join(line.css("::text").getall()).partition(":")
            lines[label.strip()] = value.strip()
        contact = response.css("h3 + p")
        texts = [text.strip() for text in contact.css("::text").getall()]
        phone = next((text.partition(":")[2].strip() for text in texts if text.startswith("Telefon")), None)
        profile = (
            response.css("h1::text").get(), lines.get("Kommune"), lines.get("Straße"), lines.get("PLZ, Ort"),
            texts[0] if texts else None, phone, contact.css("a::text").get(),
        )  # fmt: skip
        projects = [
            [" ".join(value.css("::text").getall()).strip() for value in block.css("dd")]
            for block in response.css("dl")
        ]
        yield {
            "url": response.url,
            "status": response.status,
            "body": response.body,
            "profile": profile,
            "projects": projects,
        }


def main() -> None:
    settings = {
        "LOG_ENABLED": False,
        "ROBOTSTXT_OBEY": True,
        "CONCURRENT_REQUESTS": 16,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
        "TELNETCONSOLE_ENABLED": False,
        "ITEM_PIPELINES": {Store: 1},
        "DOWNLOAD_DELAY": 0,
        "AUTOTHROTTLE_ENABLED": False,
    }
    if CACHED:
        settings |= {
            "HTTPCACHE_ENABLED": True,
            "HTTPCACHE_POLICY": "scrapy.extensions.httpcache.RFC2616Policy",
            "HTTPCACHE_DIR": str(FOLDER / "cache"),
        }
    process = CrawlerProcess(settings)
    process.crawl(Pages)
    process.start()


if __name__ == "__main__":
    main()
