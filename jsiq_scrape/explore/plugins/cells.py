"""Links in cells: where a query or a view names an entry, a capture or a line, it leads there."""

import re
from typing import Any

from datasette import hookimpl
from datasette.utils import tilde_encode
from markupsafe import Markup

from jsiq_scrape.tables import TABLES, VIEWS

#: Tables whose key is one text; a column of such a name in a query holds it.
_KEYED = frozenset(one.name for one in TABLES if len(one.key) == 1 and one.key != ("key",))
_TABLES = frozenset(one.name for one in TABLES)
_REFERENCES = {one.name: {column.name: column.references for column in one.columns} for one in VIEWS}
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:]{8}Z)?", re.ASCII)
_BODY = re.compile(r"[0-9a-f]{16}", re.ASCII)
_LINES = frozenset({"zeile", "first_line", "line"})
SHOW = "auf der gespeicherten Seite zeigen"


@hookimpl
def render_cell(row: Any, value: Any, column: str, table: str | None, database: str, datasette: Any) -> Markup | None:
    if column in _LINES and isinstance(value, int):
        return _line(row, value, column, datasette.urls.path(f"/{tilde_encode(database)}/-/seite/"))
    if not isinstance(value, str):
        return None
    if _TIME.fullmatch(value):
        return Markup("<time>") + value + Markup("</time>")  # never broken at its hyphens
    if table in _TABLES:
        return None
    target = _REFERENCES.get(table or "", {}).get(column) or (column if column in _KEYED else None)
    if target is None:
        return None
    address: str = datasette.urls.path(f"/{tilde_encode(database)}/{target}/{tilde_encode(value)}")
    return Markup('<a href="') + address + Markup('">') + value + Markup("</a>")


def _line(row: Any, first: int, column: str, pages: str) -> Markup | None:
    """A link to the line, where the row also names the stored page; a question of anybody's may name anything."""
    there = row.keys()
    body = row["body"] if "body" in there else None
    body = body["value"] if isinstance(body, dict) else body
    if not isinstance(body, str) or not _BODY.fullmatch(body):
        return None
    last = row["last_line"] if column == "first_line" and "last_line" in there else first
    lines = f"{first}-{last}" if isinstance(last, int) else f"{first}"
    return Markup('<a href="{}{}?zeilen={}#z{}" title="{}">{}</a>').format(pages, body, lines, first, SHOW, first)
