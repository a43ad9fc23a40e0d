"""Labels that all stand before their values, one for one: columns, and tabs over panels."""

from jsiq_scrape.parse.known_labels import LONGEST_LABEL
from jsiq_scrape.parse.marks import CELLS, Mark, style_counts, unknown_label
from jsiq_scrape.parse.page import Page

_FEWEST = 2  # known labels


def place_parallel(page: Page, marks: list[Mark]) -> list[Mark]:
    """Give the labels of such columns the elements of their values; returns those that the vocabulary does not know."""
    if not page.html:
        return []
    columns: dict[int, dict[int, Mark]] = {}
    for mark in marks:
        if mark.own > 0 and page.tags[mark.own] not in CELLS and style_counts(mark):
            columns.setdefault(page.parents[mark.own], {})[mark.own] = mark
    added: list[Mark] = []
    for column, known in columns.items():
        labels = list(page.children(column))
        if len(known) < _FEWEST or len(known) * 2 < len(labels) or not _only_labels(page, labels, known):
            continue
        values = _values(page, column, len(labels), {mark.atom for mark in marks})
        for label, value in zip(labels, values, strict=bool(values)):
            mark = known.get(label) or _unknown(page, label)
            mark.value = value
            if label not in known:
                added.append(mark)
    return added


def _only_labels(page: Page, labels: list[int], known: dict[int, Mark]) -> bool:
    for label in labels:
        inside = page.atoms_in(label)
        if not inside or page.furniture[label] or page.line_of[inside.start] != page.line_of[inside.stop - 1]:
            return False
        target = page.target(page.holders[inside.start])
        if target is not None and not target.startswith("#"):
            return False  # a menu
        if label in known and known[label].last != inside.stop - 1:
            return False
        if len(page.join(inside)) > LONGEST_LABEL:
            return False
    return True


def _values(page: Page, column: int, count: int, labels: set[int]) -> list[int]:
    """So many elements behind a column: those inside the next one, or the next ones themselves."""
    parent = page.parents[column]
    behind = [child for child in page.children(parent) if child > column]
    inside = list(page.children(behind[0])) if behind else []
    for found in (inside, behind):
        filled = [each for each in found if page.atoms_in(each)]
        if len(found) == count and filled and not any(page.starts[each] in labels for each in filled):
            return found
    return []


def _unknown(page: Page, element: int) -> Mark:
    inside = page.atoms_in(element)
    mark = unknown_label(page, page.join(inside), inside.start, inside.stop - 1)
    mark.own = element
    return mark
