"""Values of labels that stand in the cells of a table: in the cell beside, or below where labels stand side by side."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

from jsiq_scrape.parse.marks import CELLS, Mark
from jsiq_scrape.parse.page import Page
from jsiq_scrape.parse.spans import Span


@dataclass(frozen=True, slots=True)
class _Row:
    cells: list[int]
    filled: list[int]
    columns: list[int]  # in which each cell begins, from 0


@dataclass(slots=True)
class Rows:
    """The rows of a page's tables, each looked at once."""

    page: Page
    at: Mapping[int, Mark]  # the labels by their first atom
    _known: dict[int, _Row] = field(default_factory=dict)

    def value(self, mark: Mark, telling: bool) -> Span | None:
        """The cell that holds the value of a label in a cell; None when the row has no other cell.

        `telling` says whether the markup of the label tells labels from values.
        """
        page = self.page
        row = self._row(page.parents[mark.own])
        if len(row.cells) < 2:
            return None
        behind = bisect_right(row.filled, mark.own)
        right = row.filled[behind] if behind < len(row.filled) else None
        before = bisect_left(row.filled, mark.own) - 1
        beside = right if right is not None else row.filled[before] if before >= 0 else None
        header = (
            beside is not None
            and self._like_label(mark, beside, telling)
            and (
                right is not None
                or all(cell == mark.own or self._like_label(mark, cell, telling) for cell in row.filled)
            )
        )
        if header:
            below = self._below(page.parents[mark.own], row.columns[bisect_left(row.cells, mark.own)])
            if below is not None:
                return Span(page.starts[below], 0, page.stops[below], 0)
        if right is None or header:
            after = page.stops[mark.own]
            return Span(after, 0, after, 0)
        return Span(page.starts[right], 0, page.stops[right], 0)

    def _row(self, row: int) -> _Row:
        found = self._known.get(row)
        if found is None:
            page = self.page
            cells = [cell for cell in page.children(row) if page.tags[cell] in CELLS]
            columns, column = [], 0
            for cell in cells:
                columns.append(column)
                column += _width(page, cell)
            filled = [cell for cell in cells if page.starts[cell] < page.stops[cell]]
            found = self._known[row] = _Row(cells, filled, columns)
        return found

    def _like_label(self, mark: Mark, cell: int, telling: bool) -> bool:
        page = self.page
        other = self.at.get(page.starts[cell])
        if other is not None and other.own == cell:
            return True
        if not telling:
            return False
        return page.tags[cell] == page.tags[mark.own] and (
            page.tags[cell] == "th" or (bool(page.classes(cell)) and page.classes(cell) == page.classes(mark.own))
        )

    def _below(self, row: int, column: int) -> int | None:
        """The cell of the next row in the same column, None when it is a label too."""
        page = self.page
        table = row
        while table > 0 and page.tags[table] != "table":
            table = page.parents[table]
        following = next((each for each in range(page.nexts[row], page.nexts[table]) if page.tags[each] == "tr"), None)
        if following is None:
            return None
        below = self._row(following)
        place = bisect_right(below.columns, column) - 1
        if place < 0 or column >= below.columns[place] + _width(page, below.cells[place]):
            return None
        cell = below.cells[place]
        label = self.at.get(page.starts[cell]) if page.atoms_in(cell) else None
        return None if label is not None and label.own == cell else cell


def _width(page: Page, cell: int) -> int:
    value = page.attribute(cell, "colspan") or "1"
    return int(value) if value.isdigit() and 0 < int(value) < 1000 else 1


def names_table(page: Page, atom: int, stop: int) -> bool:
    """Whether a heading is the caption of a table in which a value would end."""
    holder = page.holders[atom]
    while holder > 0 and not page.is_block(holder):
        holder = page.parents[holder]
    return page.tags[holder] == "caption" and page.starts[holder] < stop < page.stops[page.parents[holder]]
