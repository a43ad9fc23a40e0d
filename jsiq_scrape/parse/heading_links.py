"""Links that stand in headings and are no part of them: "[Bearbeiten]", "¶", "#"."""

import re
from collections import Counter

from jsiq_scrape.parse.page import Page

_WORD = re.compile(r"\w")
_MOST_ATOMS = 12  # of a heading with links in it
_FEWEST = 2  # headings that end with the same words


def part_links(page: Page, headings: list[tuple[int, int]]) -> None:
    """Give such links lines of their own, which belong to the site.

    A sign that is a link leads to the heading itself; links of words are such where they end several headings.
    """
    runs: list[tuple[int, range]] = []
    for element, _ in headings:
        inside = page.atoms_in(element)
        if 1 < len(inside) <= _MOST_ATOMS and page.is_block(element):
            runs += [(element, run) for run in (_before(page, inside), _behind(page, inside)) if run]
    if not runs:
        return
    counts = Counter(page.join(run) for _, run in runs)
    found = [(each, run) for each, run in runs if counts[page.join(run)] >= _FEWEST or not _WORD.search(page.join(run))]
    if found:
        for element, run in found:
            _move_out(page, element, run)
        _set_apart(page, [run for _, run in found])


def _before(page: Page, inside: range) -> range:
    first = page.texts[inside.start]
    linked = page.target(page.holders[inside.start]) is not None
    return range(inside.start, inside.start + (linked and not _WORD.search(first)))


def _behind(page: Page, inside: range) -> range:
    start, links = inside.stop, 0
    while start > inside.start:
        linked = page.target(page.holders[start - 1]) is not None
        if not linked and _WORD.search(page.texts[start - 1]):
            break
        links += linked
        start -= 1
    return range(start, inside.stop if links and start > inside.start else start)


def _move_out(page: Page, heading: int, run: range) -> None:
    """Let the atoms stand beside the heading, not in it."""
    for atom in run:
        page.holders[atom] = page.parents[heading]
    for element in range(heading, page.nexts[heading]):
        start, stop = page.starts[element], page.stops[element]
        kept = range(run.stop, stop) if start == run.start else range(start, min(stop, run.start))
        page.starts[element] = kept.start
        page.stops[element] = max(kept.stop, kept.start)


def _set_apart(page: Page, runs: list[range]) -> None:
    atoms = {atom for run in runs for atom in run}
    firsts = {run.start for run in runs} | {run.stop for run in runs if run.stop < len(page.texts)}
    soft = {page.first_atoms[line] for line in page.soft}
    page.first_atoms[:] = sorted(firsts.union(page.first_atoms))
    page.soft = {line for line, atom in enumerate(page.first_atoms) if atom in soft}
    page.glued -= firsts
    stops = [*page.first_atoms[1:], len(page.texts)]
    page.line_of[:] = [
        line for line, (start, stop) in enumerate(zip(page.first_atoms, stops, strict=True)) for _ in range(start, stop)
    ]
    for atom in atoms:
        page.of_site[atom] = 1
    page.asides = atoms
    page.own = [atom for atom in page.own if atom not in atoms]
