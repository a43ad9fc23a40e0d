"""Values of labels that stand in the cells of a table: in the cell beside, or below where labels stand side by side."""

from jsiq_scrape.parse.marks import CELLS, Mark
from jsiq_scrape.parse.page import Page
from jsiq_scrape.parse.spans import Span


def span_in_row(page: Page, mark: Mark, at: dict[int, Mark], telling: bool) -> Span | None:
    """The cell that holds the value of a label in a cell; None when the row has no other cell.

    `at` gives the labels by their first atom; `telling` says whether the markup of this one tells labels from values.
    """
    row = page.parents[mark.own]
    cells = [cell for cell in page.children(row) if page.tags[cell] in CELLS]
    if len(cells) < 2:
        return None
    place = cells.index(mark.own)
    filled = [cell for cell in cells if page.atoms_in(cell)]
    right = next((cell for cell in filled if cell > mark.own), None)
    beside = right if right is not None else next((cell for cell in reversed(filled) if cell < mark.own), None)
    header = (
        beside is not None
        and _like_label(page, mark, beside, at, telling)
        and (
            right is not None or all(cell == mark.own or _like_label(page, mark, cell, at, telling) for cell in filled)
        )
    )
    if header:
        below = _below(page, row, cells, place, at)
        if below is not None:
            return Span(page.starts[below], 0, page.stops[below], 0)
    if right is None or header:
        after = page.stops[mark.own]
        return Span(after, 0, after, 0)
    return Span(page.starts[right], 0, page.stops[right], 0)


def _like_label(page: Page, mark: Mark, cell: int, at: dict[int, Mark], telling: bool) -> bool:
    other = at.get(page.starts[cell])
    if other is not None and other.own == cell:
        return True
    if not telling:
        return False
    return page.tags[cell] == page.tags[mark.own] and (
        page.tags[cell] == "th" or (bool(page.classes(cell)) and page.classes(cell) == page.classes(mark.own))
    )


def _below(page: Page, row: int, cells: list[int], place: int, at: dict[int, Mark]) -> int | None:
    """The cell of the next row in the same column, None when it is a label too."""
    column = sum(_width(page, cell) for cell in cells[:place])
    table = row
    while table > 0 and page.tags[table] != "table":
        table = page.parents[table]
    following = next((each for each in range(page.nexts[row], page.nexts[table]) if page.tags[each] == "tr"), None)
    if following is None:
        return None
    position = 0
    for cell in page.children(following):
        if page.tags[cell] not in CELLS:
            continue
        width = _width(page, cell)
        if position <= column < position + width:
            label = at.get(page.starts[cell]) if page.atoms_in(cell) else None
            return None if label is not None and label.own == cell else cell
        position += width
    return None


def _width(page: Page, cell: int) -> int:
    value = page.attribute(cell, "colspan") or "1"
    return int(value) if value.isdigit() and 0 < int(value) < 1000 else 1
