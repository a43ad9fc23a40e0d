"""Reading a page: the whole `read()` against the bare parse of the same bytes, and against parsel and BeautifulSoup.

python benchmarks/bench_read.py [--rounds N]

Pages are those of the demo in definition lists, with as much of a site's navigation around them as makes 25 to 60 kB.
The peers know this one markup and take its labels, values and headings by CSS; they type nothing, keep no evidence and
judge nothing.  Times are the best of many rounds of processor time; what counts are the ratios, taken in one run.
"""

import argparse
import sys
import time
import warnings
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from bs4 import BeautifulSoup, XMLParsedAsHTMLWarning
from parsel import Selector
from selectolax.lexbor import LexborHTMLParser

from jsiq_scrape.demo.edits import edition_of
from jsiq_scrape.demo.site import pages
from jsiq_scrape.parse import read
from jsiq_scrape.parse.vocabulary import load
from jsiq_scrape.workspace import PACKAGE, Workspace

SIZES = (25_000, 41_000, 60_000)  # bytes; real profile pages have 25 to 60 kB
LARGE = 2_700_000
ENTRY = '<li class="level2"><a href="/seite/{n}.html" title="Seite {n}">Menüpunkt {n}</a></li>\n'


def padded(body: bytes, size: int) -> bytes:
    """The page with a navigation that makes it about as large as asked for."""
    missing = max(size - len(body), 0)
    entries = "".join(ENTRY.format(n=number) for number in range(missing // len(ENTRY.format(n=100)) + 1))
    return body.replace(b"</body>", f"<nav><ul>{entries}</ul></nav></body>".encode(), 1)


def by_parsel(body: bytes) -> list[tuple[str, str]]:
    page = Selector(text=body.decode("utf-8", "replace"))
    found = [("heading", " ".join(node.css("::text").getall())) for node in page.css("h1, h2, h3, h4")]
    for label in page.css("dt"):
        value = label.xpath("following-sibling::dd[1]")
        found.append((" ".join(label.css("::text").getall()), " ".join(value.css("::text").getall())))
    return found


def by_soup(body: bytes) -> list[tuple[str, str]]:
    page = BeautifulSoup(body, "lxml")
    found = [("heading", node.get_text(" ")) for node in page.select("h1, h2, h3, h4")]
    for label in page.select("dt"):
        value = label.find_next_sibling("dd")
        found.append((label.get_text(" "), value.get_text(" ") if value else ""))
    return found


def best(work: Callable[[], object], rounds: int) -> float:
    """The least processor time of one call, in milliseconds."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times) * 1000


def main() -> None:
    warnings.filterwarnings("ignore", category=XMLParsedAsHTMLWarning)  # the demo has XHTML, as real sites had
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rounds", type=int, default=40)
    rounds = arguments.parse_args().rounds
    words = load(Workspace(PACKAGE.parent).resource("office_page.toml"))
    served = pages(1)
    bodies = [served[office.path].body for office in edition_of(1) if b"<dt" in served[office.path].body]
    body = max(bodies, key=lambda each: each.count(b"<dt"))
    print(
        f"Python {sys.version.split()[0]}, selectolax {version('selectolax')}, parsel {version('parsel')}, "
        f"beautifulsoup4 {version('beautifulsoup4')} + lxml {version('lxml')}; milliseconds, best of {rounds}"
    )
    print(f"{'bytes':>9} {'floor':>8} {'read':>8} {'parsel':>8} {'bs4':>8}  read/floor parsel/read bs4/read")
    for size in SIZES:
        page = padded(body, size)
        text = page.decode("utf-8", "replace")
        floor = best(lambda text=text: LexborHTMLParser(text), rounds)
        ours = best(lambda page=page: read(page, words), rounds)
        one = best(lambda page=page: by_parsel(page), rounds)
        other = best(lambda page=page: by_soup(page), max(rounds // 4, 3))
        print(
            f"{len(page):9} {floor:8.2f} {ours:8.2f} {one:8.2f} {other:8.2f}  "
            f"{ours / floor:10.1f} {one / ours:11.1f} {other / ours:8.1f}"
        )
    print("goals: read/floor at most 3, parsel/read at least 3, bs4/read at least 20")
    large = padded(body, LARGE)
    small = padded(body, SIZES[1])
    per_byte = [best(lambda page=page: read(page, words), 3) / len(page) for page in (small, large)]
    print(f"growth: {len(large)} bytes cost {per_byte[1] / per_byte[0]:.2f} times as much per byte as {len(small)}")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    main()
