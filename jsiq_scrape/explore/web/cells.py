"""What a cell of a list shows: names that lead to their rows, days, answers and codes in the language of the page."""

import re
from typing import Any

from datasette import hookimpl
from datasette.utils import tilde_encode
from markupsafe import Markup, escape

from jsiq_scrape.explore.value_evidence import ANSWERS
from jsiq_scrape.explore.web.descriptions import ours
from jsiq_scrape.explore.web.language import MOMENT, code, shown, t
from jsiq_scrape.tables import TABLES, VIEWS, Kind

#: Tables whose key is one text; a column of such a name in a question holds it.
_KEYED = frozenset(one.name for one in TABLES if len(one.key) == 1 and one.key != ("key",))
_DESCRIBED = {one.name: one for one in (*TABLES, *VIEWS)}
_COLUMNS = {one.name: {column.name: column for column in one.columns} for one in (*TABLES, *VIEWS)}
#: Columns that hold the name of another row, and the table it is in.
_NAMES = {
    "municipality": "profile", "kommune": "profile", "title": "project", "titel": "project", "name": "institution",
    "was": "change", "kind": "change",
}  # fmt: skip
_BODY = re.compile(r"[0-9a-f]{16}", re.ASCII)
#: Columns that hold a value of the column that another one names.
_OF_A_FIELD = frozenset({"old", "new", "vorher", "nachher"})
_LINES = frozenset({"zeile", "first_line", "line"})


@hookimpl
def render_cell(row: Any, value: Any, column: str, table: str | None, database: str, datasette: Any) -> Markup | None:
    if ours(datasette, database) is None:
        return None
    described = _COLUMNS.get(table or "", {}).get(column)
    base = datasette.urls.path(f"/{tilde_encode(database)}")
    if isinstance(value, dict):  # the key of another row, for which Datasette found the label
        other = described.references if described is not None else None
        label = shown(column, str(value["label"]))
        return _link(f"{base}/{other}/{tilde_encode(str(value['value']))}", label, str(value["value"]))
    if described is not None and described.kind is Kind.BOOLEAN:
        return escape(code(column, ANSWERS[value]) or ANSWERS[value])
    if column in _LINES and isinstance(value, int):
        return _line(row, value, column, f"{base}/-/seite/")
    if not isinstance(value, str) or not value:
        return None
    there = row.keys() if column in _OF_A_FIELD else ()
    text = shown(column, value, next((row[name] for name in ("field", "feld") if name in there), None))
    if MOMENT.fullmatch(value):
        text = Markup('<time datetime="{}" title="{}">{}</time>').format(value, value, text)
    address = _address(row, value, column, table)
    if address is not None:
        return _link(f"{base}/{address}", text)
    return escape(text) if text != value else None


def _address(row: Any, value: str, column: str, table: str | None) -> str | None:
    """The row that a cell names, below the database; None where it names none."""
    described = _DESCRIBED.get(table or "")
    if described is not None and described in TABLES:
        if column != described.label or column in described.key:
            return None
        return f"{described.name}/{','.join(tilde_encode(str(_plain(row[name]))) for name in described.key)}"
    columns = _COLUMNS.get(table or "", {})
    if column in columns and columns[column].references:
        return f"{columns[column].references}/{tilde_encode(value)}"
    if table is None and column in _KEYED:
        return f"{column}/{tilde_encode(value)}"
    wanted = _NAMES.get(column)
    for name in row.keys() if wanted is not None else ():
        references = columns[name].references if name in columns else name if table is None else None
        if references == wanted and isinstance(row[name], str) and MOMENT.fullmatch(value) is None:
            return f"{wanted}/{tilde_encode(row[name])}"
    return None


def _plain(value: Any) -> Any:
    return value["value"] if isinstance(value, dict) else value


def _link(address: str, label: str, title: str | None = None) -> Markup:
    if title is None or title == label:
        return Markup('<a href="{}">{}</a>').format(address, label)
    return Markup('<a href="{}" title="{}">{}</a>').format(address, title, label)


def _line(row: Any, first: int, column: str, pages: str) -> Markup | None:
    """A link to the line, where the row also names the stored page; a question of anybody's may name anything."""
    there = row.keys()
    body = _plain(row["body"]) if "body" in there else None
    if not isinstance(body, str) or not _BODY.fullmatch(body):
        return None
    last = row["last_line"] if column == "first_line" and "last_line" in there else first
    lines = f"{first}-{last}" if isinstance(last, int) else f"{first}"
    show = t("auf der gespeicherten Seite zeigen", "show on the stored page")
    return Markup('<a href="{}{}?zeilen={}#z{}" title="{}">{}</a>').format(pages, body, lines, first, show, first)
