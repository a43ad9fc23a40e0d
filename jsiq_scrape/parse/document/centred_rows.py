"""Rows of a printed table whose cells are centred: the label stands beside the middle of its value, or the other way.

                   Junge Menschen ohne
    Zielgruppe
                   Abschluss
    Aufsuchende
                   ja
    Jugendarbeit

Browsers centre the cells of a row unless a page says otherwise, and printing keeps the lines where they are.
"""

from collections.abc import Iterator

_TALLEST = 40  # lines of a row
_FEWEST = 2  # rows of several lines


def centred_rows(cells: list[tuple[bool, bool]]) -> list[range]:
    """The rows of a stretch of lines, of which each may have a label and a value; none if they are not centred.

    Lines that have only a label may stand above the first row: the title of the table.
    """
    title = next((number for number, (_, value) in enumerate(cells) if value), 0)
    if cells[title][0] and all(value or not label for label, value in cells[title:]):
        return []  # each label stands beside the first line of its value
    rows: dict[int, range | None] = {len(cells): None}  # by their first line, where all lines below are rows too
    for first in reversed(range(len(cells))):
        row = next((row for row in _rows_at(cells, first) if row.stop in rows), None)
        if row is not None:
            rows[first] = row
    first = next((number for number in range(title + 1) if number in rows), len(cells))
    found: list[range] = []
    while (row := rows.get(first)) is not None:
        found.append(row)
        first = row.stop
    return found if sum(len(row) > 1 for row in found) >= _FEWEST else []  # one may be so by chance


def _rows_at(cells: list[tuple[bool, bool]], first: int) -> Iterator[range]:
    """Every centred row that begins with a line, the shortest first."""
    for stop in range(first + 1, min(first + _TALLEST, len(cells)) + 1):
        lines = range(first, stop)
        labels = [number for number in lines if cells[number][0]]
        values = [number for number in lines if cells[number][1]]
        if _is_centred(lines, labels) and _is_centred(lines, values) and _is_one_row(labels, values):
            yield lines


def _is_centred(lines: range, own: list[int]) -> bool:
    middle = lines.start + lines.stop - 1
    return bool(own) and all(one + other == middle for one, other in zip(own, reversed(own), strict=True))


def _is_one_row(labels: list[int], values: list[int]) -> bool:
    """Whether lines of label and value are side by side, or no two of them are: they stand half a line apart."""
    between = set(range(labels[0], labels[-1] + 1)) - set(labels)
    gaps = set(range(values[0], values[-1] + 1)) - set(values)
    if set(labels) & set(values):
        return not between and not gaps
    return between <= set(values) and gaps <= set(labels)
