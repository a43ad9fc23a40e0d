"""Reading a page: the whole `read()` against the bare parse of the same bytes, and against parsel and BeautifulSoup.

python benchmarks/bench_read.py [--rounds N]

Pages are those of the demo, one of each of its eight markups, with as much of a site's navigation behind them as makes
25 to 60 kB.  The peers give the same typed fields of the same record (`peers_of_read.py` says how); how many of our
values theirs agree with is printed.  Times are the best of many rounds of processor time, ours and theirs in turns;
what counts are the ratios, taken in one run.

Pages of different sites alternate, each with a navigation of its own, and before each `read` everything is cleared that
the reader's functions remember: the ratios are made of that figure.  `again` reads the very page a second time, so the
two show what remembering is worth; `walk` is the part of a reading that makes the document.
"""

import argparse
import gc
import math
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import _lru_cache_wrapper
from importlib.metadata import version
from pathlib import Path

from bs4 import XMLParsedAsHTMLWarning
from peers_of_read import by_parsel, by_soup
from rows import tell
from selectolax.lexbor import LexborHTMLParser

from jsiq_scrape.demo.edits import edition_of
from jsiq_scrape.demo.site import pages
from jsiq_scrape.parse import read
from jsiq_scrape.parse.document import parse_document
from jsiq_scrape.parse.labels.vocabulary import Vocabulary, load
from jsiq_scrape.records import Reading
from jsiq_scrape.workspace import PACKAGE, Workspace

SIZES = (25_000, 41_000, 60_000)  # bytes; real profile pages have 25 to 60 kB
LARGE = 2_700_000
ENTRY = '<li class="level2"><a href="/seite/{n}.html" title="Seite {n}">Menüpunkt {site}{n}</a></li>\n'


def padded(body: bytes, size: int, site: str = "") -> bytes:
    """The page with a navigation, that of its site, which makes it about as large as asked for."""
    missing = max(size - len(body), 0)
    length = len(ENTRY.format(n=100, site=site))
    entries = "".join(ENTRY.format(n=number, site=site) for number in range(missing // length + 1))
    return body.replace(b"</body>", f"<nav><ul>{entries}</ul></nav></body>".encode(), 1)


def remembered() -> Iterator["_lru_cache_wrapper[object]"]:
    """The functions of the reader that remember what they returned."""
    for each in gc.get_objects():
        if isinstance(each, _lru_cache_wrapper) and each.__module__.startswith("jsiq_scrape.parse."):
            yield each


def values(reading: Reading) -> dict[str, object]:
    """The values of a record by their places."""
    parts = ("profile", "contacts", "funding_areas", "projects")
    return dict(_flat(reading.model_dump(mode="json", include=set(parts)), ""))


def _flat(value: object, place: str) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(inner, f"{place}.{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _flat(inner, f"{place}[{number}]")
    elif value is not None:
        yield place, value


def cpu(work: Callable[[], object]) -> float:
    """The processor time of one call, in milliseconds."""
    start = time.process_time_ns()
    work()
    return (time.process_time_ns() - start) / 1e6


@dataclass
class Times:
    """The best times of one page, in milliseconds."""

    name: str
    body: bytes
    floor: float = math.inf
    walk: float = math.inf
    read: float = math.inf
    again: float = math.inf
    parsel: float = math.inf
    soup: float = math.inf

    def take(self, words: Vocabulary, functions: list["_lru_cache_wrapper[object]"], with_soup: bool) -> None:
        """Measure everything once."""
        body, text = self.body, self.body.decode("utf-8", "replace")
        self.floor = min(self.floor, cpu(lambda: LexborHTMLParser(text)))
        self.walk = min(self.walk, cpu(lambda: parse_document(body)))
        for each in functions:
            each.cache_clear()
        words.openings.clear()
        self.read = min(self.read, cpu(lambda: read(body, words)))
        self.again = min(self.again, cpu(lambda: read(body, words)))
        self.parsel = min(self.parsel, cpu(lambda: by_parsel(body)))
        if with_soup:
            self.soup = min(self.soup, cpu(lambda: by_soup(body)))

    def line(self) -> str:
        times = (self.floor, self.walk, self.read, self.again, self.parsel, self.soup)
        ratios = (self.read / self.floor, self.parsel / self.read, self.soup / self.read)
        return f"{self.name:18}{len(self.body):7}" + "".join(f"{each:8.2f}" for each in times) + _ratios(*ratios)


def in_turns(pages: dict[str, bytes], words: Vocabulary, rounds: int) -> list[Times]:
    """The best times of pages that alternate, so that a load of the machine falls on all of them."""
    functions = list(remembered())
    found = [Times(name, body) for name, body in pages.items()]
    for number in range(rounds):
        for times in found:
            times.take(words, functions, with_soup=number % 4 == 0)
    return found


def _ratios(floor: float, parsel: float, soup: float) -> str:
    return f"{floor:11.1f}{parsel:13.1f}{soup:10.1f}"


def main() -> None:
    warnings.filterwarnings("ignore", category=XMLParsedAsHTMLWarning)  # the demo has XHTML, as real sites had
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rounds", type=int, default=40)
    rounds = arguments.parse_args().rounds
    words = load(Workspace(PACKAGE.parent).resource("office_page.toml"))
    served = pages(1)
    bodies: dict[str, bytes] = {}  # the largest page of each markup
    for office in edition_of(1):
        bodies[office.template] = max(bodies.get(office.template, b""), served[office.path].body, key=len)
    print(
        f"Python {sys.version.split()[0]}, selectolax {version('selectolax')}, parsel {version('parsel')}, "
        f"beautifulsoup4 {version('beautifulsoup4')} + lxml {version('lxml')}; milliseconds, best of {rounds}"
    )
    print(f"{'':18}{'bytes':>7}{'floor':>8}{'walk':>8}{'read':>8}{'again':>8}{'parsel':>8}{'bs4':>8}", end="")
    print(f"{'read/floor':>11}{'parsel/read':>13}{'bs4/read':>10}")
    markups = {template: padded(body, SIZES[1], template) for template, body in bodies.items()}
    sizes = {f"{size // 1000} kB": padded(bodies["definition_list"], size) for size in SIZES}
    for times in in_turns(sizes, words, rounds):
        print(times.line())
    found = in_turns(markups, words, rounds)
    agreed = total = 0
    for times in found:
        print(times.line())
        ours, theirs = values(read(times.body, words)), values(by_soup(times.body))
        total += len(ours)
        agreed += sum(theirs.get(place) == value for place, value in ours.items())
    floor, walk, reading, again, parsel, soup = (
        sum(getattr(times, name) for times in found) for name in ("floor", "walk", "read", "again", "parsel", "soup")
    )
    print(
        f"all eight markups: read/floor {reading / floor:.1f}, walk/floor {walk / floor:.1f}, read/again "
        f"{reading / again:.2f}, parsel/read {parsel / reading:.1f}, bs4/read {soup / reading:.1f}; "
        f"the peers agree on {agreed} of {total} values"
    )
    print("goals: read/floor at most 3.5, read/again at most 1.2, parsel/read at least 3, bs4/read at least 20")
    told = {"ours": f"{reading / 8:.2f} ms", "floor": f"bare parse {floor / 8:.2f} ms"}
    what = "a page of 41 kB, all eight markups in turn, nothing remembered"
    tell(what, reading / floor, ratio="ours / floor", at_most=3.5, **told)
    tell("the same, only its walk", walk / floor, ours=f"{walk / 8:.2f} ms", floor=told["floor"], ratio="ours / floor")
    same = f"{again / 8:.2f} ms"
    tell("the same against the same page again", reading / again, peer=same, ratio="ours / again", at_most=1.2, **told)
    peers = (("parsel", parsel, 3), ("BeautifulSoup + lxml", soup, 20))
    for name, time_, goal in peers:
        peer = f"{name} {time_ / 8:.2f} ms"
        tell(f"the same against {name}", time_ / reading, peer=peer, ratio=f"{name} / ours", at_least=goal, **told)
    large, small = padded(bodies["definition_list"], LARGE), padded(bodies["definition_list"], SIZES[1])
    per_byte = [min(cpu(lambda page=page: read(page, words)) for _ in range(5)) / len(page) for page in (small, large)]
    share = per_byte[1] / per_byte[0]
    tell("a byte of a page of 2.7 MB against one of 41 kB", share, ours=f"{per_byte[1] * 1e6:.0f} ns", ratio="share")
    print(f"growth: {len(large)} bytes cost {per_byte[1] / per_byte[0]:.2f} times as much per byte as {len(small)}")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    main()
