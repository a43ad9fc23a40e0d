"""The whole `read()` against the bare parse of the same bytes, and against parsel and BeautifulSoup; processor time.

The pages are those of the demo, one of each of its eight markups, with as much of a site's navigation behind them as
makes 41 kB.  They alternate, and before each `read` everything is cleared that the reader's functions remember.  The
peers give the same typed fields of the same record (`peers_of_read.py` says how).

python benchmarks/bench_read.py [--rounds N]
"""

import argparse
import gc
import time
import warnings
from collections.abc import Callable, Iterator
from functools import _lru_cache_wrapper

from bs4 import XMLParsedAsHTMLWarning
from made_pages import padded
from measurements import Side, in_turns, tell
from peers_of_read import by_parsel, by_soup
from selectolax.lexbor import LexborHTMLParser

from jsiq_scrape.demo.edits import edition_of
from jsiq_scrape.demo.site import pages
from jsiq_scrape.parse import read
from jsiq_scrape.parse.document import parse_document
from jsiq_scrape.parse.labels.vocabulary import Vocabulary, load_vocabulary
from jsiq_scrape.records import Reading
from jsiq_scrape.workspace import PACKAGE, Workspace

SIZE = 41_000  # bytes; real profile pages have 25 to 60 kB
LARGE = 2_700_000


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


def measure(bodies: list[bytes], words: Vocabulary, functions: list["_lru_cache_wrapper[object]"]) -> dict[str, float]:
    """The milliseconds of each side for all pages, which come one after the other."""
    spent = dict.fromkeys(("floor", "walk", "read", "again", "parsel", "soup"), 0.0)
    for body in bodies:
        text = body.decode("utf-8", "replace")
        spent["floor"] += cpu(lambda text=text: LexborHTMLParser(text))
        spent["walk"] += cpu(lambda body=body: parse_document(body))
        for each in functions:
            each.cache_clear()
        words.openings.clear()
        spent["read"] += cpu(lambda body=body: read(body, words))
        spent["again"] += cpu(lambda body=body: read(body, words))
        spent["parsel"] += cpu(lambda body=body: by_parsel(body))
        spent["soup"] += cpu(lambda body=body: by_soup(body))
    return spent


def main() -> None:
    warnings.filterwarnings("ignore", category=XMLParsedAsHTMLWarning)  # the demo has XHTML, as real sites had
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rounds", type=int, default=20)
    rounds = arguments.parse_args().rounds
    words = load_vocabulary(Workspace(PACKAGE.parent).resource("office_page.toml"))
    served = pages(1)
    largest: dict[str, bytes] = {}  # page of each markup
    for office in edition_of(1):
        largest[office.template] = max(largest.get(office.template, b""), served[office.path].body, key=len)
    bodies = [padded(body, SIZE, template) for template, body in largest.items()]
    functions = list(remembered())
    measured = [measure(bodies, words, functions) for _ in range(rounds)]
    agreed = total = 0
    for body in bodies:
        ours, theirs = values(read(body, words)), values(by_soup(body))
        total += len(ours)
        agreed += sum(theirs.get(place) == value for place, value in ours.items())
    keeps = {
        "read": "every value with its label, lines, place and outcome, a ledger of all lines, and findings.",
        "again": "the same.",
        "parsel": f"the values alone, of these markups alone; it agrees with {agreed} of our {total}.",
        "soup": "the same as parsel.",
    }
    names = {"floor": "bare parse", "walk": "its walk", "soup": "BeautifulSoup + lxml", "again": "the same page again"}
    sides = {
        key: Side(names.get(key, key), [one[key] / len(bodies) for one in measured], keeps.get(key, ""))
        for key in measured[0]
    }
    tell(
        "a page of 41 kB, eight markups in turn, nothing remembered",
        sides["read"],
        sides["floor"],
        unit="ms",
        at_most=3.5,
    )
    tell("its walk, which makes the document", sides["walk"], sides["floor"], unit="ms")
    tell("nothing remembered, against the same page again", sides["read"], sides["again"], unit="ms", at_most=1.2)
    tell("the same against parsel", sides["read"], sides["parsel"], unit="ms")
    tell("the same against BeautifulSoup", sides["read"], sides["soup"], unit="ms")
    small, large = padded(largest["definition_list"], SIZE), padded(largest["definition_list"], LARGE)
    each = in_turns(
        5,
        {
            "small": lambda: cpu(lambda: read(small, words)) / len(small) * 1e6,
            "large": lambda: cpu(lambda: read(large, words)) / len(large) * 1e6,
        },
    )
    tell("a byte of a page of 2.7 MB", Side("2.7 MB", each["large"]), Side("41 kB", each["small"]), unit="ns")


if __name__ == "__main__":
    main()
