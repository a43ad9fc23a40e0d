"""Tables that a text draws with strokes ("+---+", "| a |"), as the text that stands in them."""

import re
from itertools import pairwise
from textwrap import dedent

_BORDER = re.compile(r"\s*\+(?:[-=:]+\+)+\s*")
_STROKES = re.compile(r"^[^\S\n]*[┌├└│].*", re.MULTILINE)  # of a terminal
_PLAIN = str.maketrans(dict.fromkeys("┌┐└┘├┤┬┴┼", "+") | {"─": "-", "│": "|"})
_DEEPEST = 4  # tables in cells


def without_strokes(text: str, depth: int = 0) -> str:
    """A text with its drawn tables undone: rows of short cells stand in columns below rules, as pandoc writes them."""
    if "│" in text and "┌" in text:
        text = _STROKES.sub(lambda line: line[0].translate(_PLAIN), text)
    if "+-" not in text and "+=" not in text:
        return text
    found: list[str] = []
    table: list[str] = []
    for line in [*text.split("\n"), ""]:
        if _BORDER.fullmatch(line) or (table and line.lstrip().startswith("|")):
            table.append(line)
            continue
        if table:
            found += _undone(table, depth) if _is_whole(table) else table
            table = []
        found.append(line)
    return "\n".join(found[:-1])


def _is_whole(table: list[str]) -> bool:
    """Whether lines are rows between borders whose strokes stand below each other; any other drawing stays."""
    first, last = table[0].index("+"), table[0].rstrip().rindex("+")
    rows = [line for line in table if not _BORDER.fullmatch(line)]
    return (
        bool(rows)
        and _BORDER.fullmatch(table[-1]) is not None
        and all(line[first : first + 1] in ("|", "+") and line.rstrip().endswith(("|", "+")) for line in table)
        and all(len(line.rstrip()) == last + 1 for line in table)
        and not any("+-" in line or "\t" in line for line in rows)
    )


def _undone(table: list[str], depth: int) -> list[str]:
    rows = _rows(table)
    texts = [dedent("\n".join(cell)) for row in rows for cell in row]
    if len({len(row) for row in rows}) > 1 or len(rows[0]) == 1 or any("\n\n" in text.strip() for text in texts):
        inner = [without_strokes(text, depth + 1) if depth < _DEEPEST else text for text in texts]
        return ["", *"\n\n".join(inner).split("\n"), ""]
    widths = [max(len(line) for cell in column for line in cell) for column in zip(*rows, strict=True)]
    rules = "  ".join("-" * max(3, width) for width in widths)
    found = ["", rules]
    for row in rows:
        lines = zip(*row, strict=True)
        found += ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines]
        found.append("")
    return [*found[:-1], rules, ""]


def _rows(table: list[str]) -> list[list[list[str]]]:
    """The lines of each cell of each row."""
    bars: list[int] = []
    rows: list[list[list[str]]] = []
    group: list[str] = []
    for line in table:
        if not _BORDER.fullmatch(line):
            group.append(line)
            continue
        if group:
            edges = [bar for bar in bars if all(line[bar] == "|" for line in group)]
            cells = [
                [line[left + 1 : right].rstrip().removeprefix(" ") for line in group] for left, right in pairwise(edges)
            ]
            rows.append(cells)
            group = []
        bars = [bar.start() for bar in re.finditer(r"\+", line)]
    return rows
