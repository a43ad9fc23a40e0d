"""Reading a page: the whole `read()` against the bare parse of the same bytes, and against parsel and BeautifulSoup.

python benchmarks/bench_read.py [--rounds N]

Pages are those of the demo, one of each of its eight markups, with as much of a site's navigation behind them as makes
25 to 60 kB.  The peers give the same typed fields of the same record (`peers_of_read.py` says how); how many of our
values theirs agree with is printed.  Times are the best of many rounds of processor time, ours and theirs in turns;
what counts are the ratios, taken in one run.

A reader remembers what texts mean, so three times are given: `read` has met the site's menus, labels and classes but
none of the page's values (the next page of a site: the figure the ratios are made of), `again` has read the very page
before, `first` has remembered nothing.
"""

import argparse
import gc
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from functools import _lru_cache_wrapper
from importlib.metadata import version
from pathlib import Path

from bs4 import XMLParsedAsHTMLWarning

#
from peers_of_read import by_parsel, by_soup
from rows import tell
from selectolax.lexbor import LexborHTMLParser

from jsiq_scrape.demo.edits import edition_of
from jsiq_scrape.demo.site import pages
from jsiq_scrape.parse import read
from jsiq_scrape.parse.labels.vocabulary import Vocabulary, load
from jsiq_scrape.records import Reading
from jsiq_scrape.workspace import PACKAGE, Workspace

SIZES = (25_000, 41_000, 60_000)  # bytes; real profile pages have 25 to 60 kB
LARGE = 2_700_000
ENTRY = '<li class="level2"><a href="/seite/{n}.html" title="Seite {n}">Menüpunkt {n}</a></li>\n'


def padded(body: bytes, size: int) -> bytes:
    """The page with a navigation that makes it about as large as asked for."""
    missing = max(size - len(body), 0)
    entries = "".join(ENTRY.format(n=number) for number in range(missing // len(ENTRY.format(n=100)) + 1))
    return body.replace(b"</body>", f"<nav><ul>{entries}</ul></nav></body>".encode(), 1)


# What a reader keeps from other pages of a site: how words fold and classes speak, labels, menus.
OF_A_SITE = ("folding", "vocabulary", "furniture", "menus", "labels", "page")


def remembered() -> Iterator["_lru_cache_wrapper[object]"]:
    """The functions of the reader that remember their results."""
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


class Times:
    """The best times of one page, taken in turns, so that a load of the machine falls on all of them."""

    def __init__(self, body: bytes, words: Vocabulary, rounds: int) -> None:
        text = body.decode("utf-8", "replace")
        functions = list(remembered())
        of_values = [each for each in functions if each.__module__.rsplit(".", 1)[-1] not in OF_A_SITE]
        found: dict[str, list[float]] = {name: [] for name in ("floor", "first", "read", "again", "parsel", "soup")}
        for number in range(rounds):
            found["floor"].append(cpu(lambda: LexborHTMLParser(text)))
            for each in functions:
                each.cache_clear()
            forget()
            words.begun.clear()
            words.openings.clear()
            found["first"].append(cpu(lambda: read(body, words)))
            for each in of_values:
                each.cache_clear()
            found["read"].append(cpu(lambda: read(body, words)))
            found["again"].append(cpu(lambda: read(body, words)))
            found["parsel"].append(cpu(lambda: by_parsel(body)))
            if number % 4 == 0:
                found["soup"].append(cpu(lambda: by_soup(body)))
        self.size = len(body)
        self.floor, self.first, self.read, self.again, self.parsel, self.soup = map(min, found.values())

    def line(self, name: str) -> str:
        times = (self.floor, self.read, self.again, self.first, self.parsel, self.soup)
        ratios = (self.read / self.floor, self.parsel / self.read, self.soup / self.read)
        return f"{name:18}{self.size:7}" + "".join(f"{each:8.2f}" for each in times) + _ratios(*ratios)


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
    print(f"{'':18}{'bytes':>7}{'floor':>8}{'read':>8}{'again':>8}{'first':>8}{'parsel':>8}{'bs4':>8}", end="")
    print(f"{'read/floor':>11}{'parsel/read':>13}{'bs4/read':>10}")
    for size in SIZES:
        print(Times(padded(bodies["definition_list"], size), words, rounds).line("definition_list"))
    sums: dict[str, float] = dict.fromkeys(("floor", "read", "parsel", "soup"), 0.0)
    agreed = total = 0
    for template, body in bodies.items():
        page = padded(body, SIZES[1])
        times = Times(page, words, rounds)
        print(times.line(template))
        for name in sums:
            sums[name] += getattr(times, name)
        ours, theirs = values(read(page, words)), values(by_soup(page))
        total += len(ours)
        agreed += sum(theirs.get(place) == value for place, value in ours.items())
    floor, ours_, parsel, soup = sums.values()
    print(
        f"all eight markups: read/floor {ours_ / floor:.1f}, parsel/read {parsel / ours_:.1f}, "
        f"bs4/read {soup / ours_:.1f}; the peers agree on {agreed} of {total} values"
    )
    print("goals: read/floor at most 3, parsel/read at least 3, bs4/read at least 20")
    told = {"ours": f"{ours_ / 8:.2f} ms", "floor": f"bare parse {floor / 8:.2f} ms"}
    tell(
        "a page of 41 kB, all eight markups, against the bare parse",
        ours_ / floor,
        ratio="ours / floor",
        at_most=3,
        **told,
    )
    peers = (("parsel", parsel, 3), ("BeautifulSoup + lxml", soup, 20))
    for name, time_, goal in peers:
        peer = f"{name} {time_ / 8:.2f} ms"
        tell(f"the same against {name}", time_ / ours_, peer=peer, ratio=f"{name} / ours", at_least=goal, **told)
    large, small = padded(bodies["definition_list"], LARGE), padded(bodies["definition_list"], SIZES[1])
    per_byte = [min(cpu(lambda page=page: read(page, words)) for _ in range(5)) / len(page) for page in (small, large)]
    share = per_byte[1] / per_byte[0]
    tell("a byte of a page of 2.7 MB against one of 41 kB", share, ours=f"{per_byte[1] * 1e6:.0f} ns", ratio="share")
    print(f"growth: {len(large)} bytes cost {per_byte[1] / per_byte[0]:.2f} times as much per byte as {len(small)}")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    main()
