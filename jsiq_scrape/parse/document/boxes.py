"""Tables that a text draws with strokes ("+---+", "| a |"), as the text that stands in them."""

import re
from itertools import pairwise
from textwrap import dedent

_BORDER = re.compile(r"\s*\+(?:[-=:]+\+)+\s*")
_NESTED = 4  # boxes in boxes


def unboxed(text: str, depth: int = 0) -> str:
    """A text with its boxes undone: rows of short cells as columns below rules."""
    if "+-" not in text and "+=" not in text:
        return text
    found: list[str] = []
    box: list[str] = []
    for line in [*text.split("\n"), ""]:
        if _BORDER.fullmatch(line) or (box and line.lstrip().startswith("|")):
            box.append(line)
            continue
        if box:
            found += ["", *_undone(box, depth), ""] if len(box) > 2 and _BORDER.fullmatch(box[-1]) else box
            box = []
        found.append(line)
    return "\n".join(found[:-1])


def _undone(box: list[str], depth: int) -> list[str]:
    rows = _rows(box)
    texts = [dedent("\n".join(cell)) for row in rows for cell in row]
    if len({len(row) for row in rows}) > 1 or len(rows[0]) == 1 or any("\n\n" in text.strip() for text in texts):
        inner = [unboxed(text, depth + 1) if depth < _NESTED else text for text in texts]
        return "\n\n".join(inner).split("\n")
    widths = [max(len(line) for cell in column for line in cell) for column in zip(*rows, strict=True)]
    rules = "  ".join("-" * max(3, width) for width in widths)
    found = [rules]
    for row in rows:
        lines = zip(*row, strict=True)
        found += ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines]
        found.append("")
    return [*found[:-1], rules]


def _rows(box: list[str]) -> list[list[list[str]]]:
    """The lines of each cell of each row."""
    bars = [bar.start() for bar in re.finditer(r"\+", box[0])]
    rows: list[list[list[str]]] = []
    group: list[str] = []
    for line in box:
        if not _BORDER.fullmatch(line):
            group.append(line)
        elif group:
            edges = [bar for bar in bars if all(line[bar : bar + 1] in ("|", "+") for line in group)]
            rows.append([[line[left + 2 : right].rstrip() for line in group] for left, right in pairwise(edges)])
            group = []
    return rows
