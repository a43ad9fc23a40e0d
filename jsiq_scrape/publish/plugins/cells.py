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
_LINES = frozenset({"zeile", "first_line", "line"})


@hookimpl
def render_cell(row: Any, value: Any, column: str, table: str | None, database: str, datasette: Any) -> Markup | None:
    if column in _LINES and isinstance(value, int) and "body" in row.keys():  # noqa: SIM118  # rows iterate over values
        body = row["body"]
        body = body["value"] if isinstance(body, dict) else body
        last = row["last_line"] if column == "first_line" else value
        address = datasette.urls.path(f"/{tilde_encode(database)}/-/seite/{body}?zeilen={value}-{last}#z{value}")
        return Markup('<a href="{}" title="auf der gespeicherten Seite zeigen">{}</a>').format(address, value)
    if not isinstance(value, str):
        return None
    if _TIME.fullmatch(value):
        return Markup("<time>{}</time>").format(value)  # never broken at its hyphens
    if table in _TABLES:
        return None
    target = _REFERENCES.get(table or "", {}).get(column) or (column if column in _KEYED else None)
    if target is None:
        return None
    address = datasette.urls.path(f"/{tilde_encode(database)}/{target}/{tilde_encode(value)}")
    return Markup('<a href="{}">{}</a>').format(address, value)
