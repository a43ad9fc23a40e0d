"""Labels that nothing but their own line shows ("Sprechzeiten:"), looked for among the lines that no value holds."""

from collections.abc import Sequence

from jsiq_scrape.parse.ledger import Role
from jsiq_scrape.parse.marks import Mark, complete
from jsiq_scrape.parse.page import Page
from jsiq_scrape.parse.spans import Field, Span
from jsiq_scrape.parse.unknown import colon_mark

_MOST_WORDS = 6  # of a label without a colon


def left_field(page: Page, line: int, roles: Sequence[Role | None]) -> Field | None:
    """The label that a line without a role begins with, and its value: behind it, or in the free lines below."""
    atoms = page.atoms_of(line)
    mark = colon_mark(page, line, atoms.start)
    if mark is None:
        below = _below(page, line, roles) if _bold_alone(page, line) else atoms.stop
        if below == atoms.stop:
            return None
        last = atoms.stop - 1
        whole = Mark(None, page.text_of(line), atoms.start, 0, last, len(page.texts[last]), line, False)
        return Field(complete(page, line, atoms, whole), Span(atoms.stop, 0, below))
    if not mark.alone:
        return Field(mark, Span(mark.last, mark.end, atoms.stop))
    stop = _below(page, line, roles)
    if stop == atoms.stop:
        stop = _beside(page, line, roles)
    return Field(mark, Span(atoms.stop, 0, stop))


def _bold_alone(page: Page, line: int) -> bool:
    """Whether a line in bold begins its block and could be a label."""
    text = page.text_of(line)
    return (
        page.html
        and line not in page.soft
        and all(page.emphasised(page.holders[atom]) for atom in page.atoms_of(line))
        and len(text.split()) <= _MOST_WORDS
        and text[0].isupper()
        and not text.endswith((".", "!", "?", ","))
    )


def _below(page: Page, line: int, roles: Sequence[Role | None]) -> int:
    """Where the free lines of the same block end, or those of a text up to an empty one."""
    following = line + 1
    while (
        following < page.count
        and (following in page.soft if page.html else following not in page.after_blank)
        and _is_free(page, following, roles)
    ):
        following += 1
    return page.atoms_of(following - 1).stop


def _beside(page: Page, line: int, roles: Sequence[Role | None]) -> int:
    """Where the element ends that stands beside the label's own, if all of it is free."""
    stop = page.atoms_of(line).stop
    if not page.html or stop >= len(page.texts):
        return stop
    element = page.holders[stop - 1]
    while element > 0 and page.stops[element] <= stop:
        element = page.parents[element]
    beside = next((child for child in page.children(element) if page.starts[child] == stop < page.stops[child]), None)
    if beside is None:
        return stop
    last = page.line_of[page.stops[beside] - 1]
    free = all(_is_free(page, each, roles) and not page.level(each) for each in range(line + 1, last + 1))
    return page.stops[beside] if free and page.atoms_of(last).stop == page.stops[beside] else stop


def _is_free(page: Page, line: int, roles: Sequence[Role | None]) -> bool:
    atoms = page.atoms_of(line)
    return (
        roles[line] is None
        and not all(atom in page.unseen for atom in atoms)
        and colon_mark(page, line, atoms.start) is None
    )
