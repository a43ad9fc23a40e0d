"""Heads and feet of the pages of a printed text: a title, a date, an address, the number of the page."""

import re
from collections import Counter

_LINE_END = re.compile(r"\r\n|[\n\r\v\u0085\u2028\u2029]")
_DIGITS = re.compile(r"\d+")
_NUMBER_OF_PAGES = re.compile(r"(?<!\d)([1-9]\d{0,2})\s*(?:/|von|of)\s*([1-9]\d{0,2})$")
_FEWEST = 2  # pages on which the same line stands at the edge
_DEEPEST = 4  # lines of a head or foot
_LABEL = re.compile(r":(?:\s|$)")

_Page = list[tuple[int, str]]  # the lines of a page that are not empty, with their numbers


def lines_of_pages(text: str) -> tuple[list[str], set[int], set[int]]:
    """The lines of a text, the numbers of those that begin a page, and of those that are a head or a foot.

    Pages end at form feeds, or where these are lost behind lines that count them ("1/2", "Seite 1 von 2").
    """
    lines: list[str] = []
    starts: set[int] = set()
    for page in text.split("\f"):
        starts.add(len(lines))
        lines += _LINE_END.split(page)
    counts = _page_counts(lines)
    if len(starts) == 1:
        starts |= {number + 1 for number in counts}
    return lines, starts, _running(_pages(lines, starts)) | counts


def _page_counts(lines: list[str]) -> set[int]:
    """The lines that end with the number of a page and of how many: all alike, in order, the last one ends the text."""
    found = [
        (number, int(count[1]), int(count[2]))
        for number, line in enumerate(lines)
        if (count := _NUMBER_OF_PAGES.search(line.rstrip())) is not None
    ]
    total = len(found)
    counted = [(page, pages) for _, page, pages in found] == [(page, total) for page in range(1, total + 1)]
    if not counted or total < _FEWEST or any(line.strip() for line in lines[found[-1][0] + 1 :]):
        return set()
    numbers = {number for number, _, _ in found}
    return numbers if len({_masked(lines[number]) for number in numbers}) == 1 else set()


def _pages(lines: list[str], starts: set[int]) -> list[_Page]:
    pages: list[_Page] = []
    for number, line in enumerate(lines):
        if number in starts:
            pages.append([])
        if line.strip():
            pages[-1].append((number, line))
    return [page for page in pages if page]


def _running(pages: list[_Page]) -> set[int]:
    """What stands first or last on several pages, and what follows it on every page; a label ends the head or foot."""
    found: set[int] = set()
    if len(pages) < _FEWEST:
        return found
    for edges in ([page[:_DEEPEST] for page in pages], [page[: -_DEEPEST - 1 : -1] for page in pages]):
        masked = [[_masked(line) for _, line in edge] for edge in edges]
        times = Counter(own[0] for own in masked)
        for edge, own in zip(edges, masked, strict=True):
            found.update(number for (number, _), line in zip(edge, own, strict=True) if times[line] >= _FEWEST)
        deeper: set[int] = set()
        for depth in range(1, min(map(len, edges))):
            if len({own[depth] for own in masked}) > 1:
                break
            if _LABEL.search(masked[0][depth]):
                deeper.clear()  # what stands beside it may be its value
                break
            deeper.update(edge[depth][0] for edge in edges)
        found |= deeper
    return found


def _masked(line: str) -> str:
    return _DIGITS.sub("#", " ".join(line.split()))
