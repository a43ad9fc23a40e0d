"""Heads and feet of the pages of a printed text: a title, a date, an address, the number of the page."""

import re
from collections import Counter

_DIGITS = re.compile(r"\d+")
_NUMBER_OF_PAGES = re.compile(r"(?<!\d)(\d{1,3})\s*(?:/|von|of)\s*(\d{1,3})$")
_FEWEST = 2  # pages on which the same line stands at the edge
_DEEPEST = 4  # lines of a head or foot
_LABEL = re.compile(r":(?:\s|$)")

_Page = list[tuple[int, str]]  # the lines of a page that are not empty, with their numbers


def without_page_breaks(text: str, line_end: re.Pattern[str]) -> tuple[list[str], set[int], set[int]]:
    """The lines of a text, the numbers of those that begin a page, and of those that are a head or a foot.

    Pages end at form feeds, or where these are lost behind lines that count them ("1/2", "Seite 1 von 2").
    """
    lines: list[str] = []
    starts: set[int] = set()
    for page in text.split("\f"):
        starts.add(len(lines))
        lines += line_end.split(page)
    counts = _page_counts(lines)
    if len(starts) == 1:
        starts |= {number + 1 for number in counts}
    return lines, starts, _running(_pages(lines, starts)) | counts


def _page_counts(lines: list[str]) -> set[int]:
    """The lines that end with the number of a page and of how many: each page has one, in order."""
    found = [
        (number, int(count[1]), int(count[2]))
        for number, line in enumerate(lines)
        if (count := _NUMBER_OF_PAGES.search(line.rstrip())) is not None
    ]
    total = len(found)
    counted = [(page, pages) for _, page, pages in found] == [(page, total) for page in range(1, total + 1)]
    return {number for number, _, _ in found} if counted and total >= _FEWEST else set()


def _pages(lines: list[str], starts: set[int]) -> list[_Page]:
    pages: list[_Page] = []
    for number, line in enumerate(lines):
        if number in starts:
            pages.append([])
        if line.strip():
            pages[-1].append((number, line))
    return [page for page in pages if page]


def _running(pages: list[_Page]) -> set[int]:
    """What stands first or last on several pages, and what follows it on every page; no line with a label does."""
    found: set[int] = set()
    for edges in ([page[:_DEEPEST] for page in pages], [page[: -_DEEPEST - 1 : -1] for page in pages]):
        masked = [[_DIGITS.sub("#", " ".join(line.split())) for _, line in edge] for edge in edges]
        first = Counter(edge[0] for edge in masked)
        found.update(edge[0][0] for edge, own in zip(edges, masked, strict=True) if first[own[0]] >= _FEWEST)
        for depth in range(1, min(map(len, edges), default=0)):
            if len(pages) < _FEWEST or len({tuple(own[: depth + 1]) for own in masked}) > 1:
                break
            if _LABEL.search(masked[0][depth]):
                break
            found.update(edge[depth][0] for edge in edges)
    return found
