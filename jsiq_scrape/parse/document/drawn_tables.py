"""Tables that a text draws with strokes ("+---+", "| a |"), as the text that stands in them."""

import re
from collections.abc import Iterable
from itertools import pairwise, zip_longest
from textwrap import dedent

from jsiq_scrape.parse.document.layout import BULLET

_BORDER = re.compile(r"\s*\+(?:[-=:]+\+)+\s*")
_STROKES = re.compile(r"^[^\S\n]*[┌├└│].*", re.MULTILINE)  # of a terminal
_PLAIN = str.maketrans(dict.fromkeys("┌┐└┘├┤┬┴┼", "+") | {"─": "-", "│": "|"})
_DEEPEST = 4  # tables in cells


def without_strokes(text: str, *, markdown: bool = False, depth: int = 0) -> str:
    """A text with its drawn tables undone: rows of short cells stand in columns below rules, as pandoc writes them.

    In Markdown, whose cells may hold anything, they are tables of HTML.
    """
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
            found += _undone(table, depth, markdown=markdown) if _is_whole(table) else table
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


def table_of(rows: Iterable[Iterable[str]]) -> str:
    """The rows of a table whose cells hold Markdown, as HTML that may stand in Markdown."""
    written = ("".join(f"<td>\n\n{cell.strip()}\n\n</td>\n" for cell in row) for row in rows)
    return "\n<table>\n" + "".join(f"<tr>\n{row}</tr>\n" for row in written) + "</table>\n\n"


def _undone(table: list[str], depth: int, *, markdown: bool) -> list[str]:
    rows = _rows(table, markdown=markdown)
    texts = [[dedent("\n".join(cell)) for cell in row] for row in rows]
    paragraphs = any("\n\n" in text.strip() for row in texts for text in row)
    alone = len(rows[0]) == 1
    if markdown or alone or paragraphs or len({len(row) for row in rows}) > 1:
        if depth < _DEEPEST:
            texts = [[without_strokes(text, markdown=markdown, depth=depth + 1) for text in row] for row in texts]
        if markdown and not alone:
            return table_of(texts).split("\n")
        return ["", *"\n\n".join(text for row in texts for text in row).split("\n"), ""]
    widths = [max(len(line) for cell in column for line in cell) for column in zip(*rows, strict=True)]
    rules = "  ".join("-" * max(3, width) for width in widths)
    found = ["", rules]
    for row in rows:
        lines = zip_longest(*row, fillvalue="")
        found += ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines]
        found.append("")
    return [*found[:-1], rules, ""]


def _rows(table: list[str], *, markdown: bool) -> list[list[list[str]]]:
    """The lines of each cell of each row; those that the width of a cell has divided are one again."""
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
            padded = all(line[edge + 1 : edge + 2] in (" ", "") for line in group for edge in edges)
            widths = [right - left - (3 if padded else 1) for left, right in pairwise(edges)]
            whole = zip(cells, widths, strict=True)
            rows.append(cells if markdown else [_filled(cell, width) for cell, width in whole])
            group = []
        bars = [bar.start() for bar in re.finditer(r"\+", line)]
    return rows


def _filled(lines: list[str], width: int) -> list[str]:
    found: list[str] = []
    last = ""
    for line in lines:
        words = line.split(maxsplit=1)
        if words and last and len(last) + 1 + len(words[0]) > width and not BULLET.match(line.strip()):
            found[-1] += f" {line.strip()}"
        else:
            found.append(line)
        last = line
    return found
