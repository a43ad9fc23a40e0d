"""German or English, the language of the page that is being made: words, column heads and codes."""

import json
import re
import tomllib
from collections.abc import Mapping
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

from jsiq_scrape.tables import ENTITIES, TABLES, VIEWS, Column, Kind, Table
from jsiq_scrape.tables.model import answers_of

Language = Literal["de", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
#: The cookie that remembers the choice, and the argument of an address that makes it.
COOKIE = "jsiq_language"
ARGUMENT = "_lang"

#: Set for each request, read by everything that makes its page.
LANGUAGE: ContextVar[Language] = ContextVar("language", default="de")

#: Where the name of a column or table ends and its explanation begins.
_EXPLANATION = re.compile(r"[,;:(]")
#: Columns that name a column.
_COLUMN_NAMES = frozenset({"field", "feld", "variable", "spalte"})
#: A day or a moment.
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:]{8}Z)?", re.ASCII)
#: A column of each name: that of the table which people read first.
_COLUMNS = {column.name: column for one in (*VIEWS, *reversed(TABLES)) for column in one.columns}


def chosen(asked: str | None) -> Language | None:
    """The language of that code; None when pages are not written in it."""
    return next((one for one in LANGUAGES if one == asked), None)


def t(german: str, english: str) -> str:
    """The one of two texts that the page wants."""
    return german if LANGUAGE.get() == "de" else english


def both(text: str | None) -> str:
    """The half of "German | English" that the page wants; the whole where there is only one."""
    german, _, english = (text or "").partition(" | ")
    return t(german, english or german)


def number(value: int) -> str:
    """1.234 or 1,234."""
    english = f"{value:,}"
    return t(english.replace(",", "."), english)


def day(moment: str | None) -> str:
    """The day of a date or moment as the page writes it: 31.12.2018 or 2018-12-31."""
    if not moment:
        return t("unbekannt", "unknown")
    year, month, rest = moment[:4], moment[5:7], moment[8:10]
    return t(f"{rest}.{month}.{year}", f"{moment[:10]}")


def head(name: str, column: Column | None) -> str:
    """The head of a column: what words.toml says, else the first words of its meaning, else its name."""
    known = _words()["heads"].get(name)
    if known is not None:
        return t(*known)
    column = column or _COLUMNS.get(name)
    return called(column) if column is not None else name


def called(described: Column | Table) -> str:
    """What a column or table is called: the first words of its meaning."""
    meaning = _EXPLANATION.split(t(described.german, described.english))[0].strip()
    return meaning[:1].upper() + meaning[1:]


def shown(column: str, value: str, field: str | None = None) -> str:
    """A text of a cell: a day, the meaning of a code, the head of the column that it names, a list as its entries.

    `field` is the column that the value is one of, where the cell is one of another: the old value of a change.
    """
    if MOMENT.fullmatch(value):
        return day(value)
    one_of = _COLUMNS.get(field or column)
    if one_of is not None and one_of.kind is Kind.JSON and value.startswith("["):
        return "; ".join(": ".join(one) if isinstance(one, list) else str(one) for one in json.loads(value))
    return head(value, None) if column in _COLUMN_NAMES else code(column, value) or value


def code(name: str, value: str) -> str | None:
    """What a code of a column means; None where the column has no such code."""
    known = _words().get(f"codes.{name}", {}).get(value)
    return t(*known) if known is not None else None


def empty(column: Column) -> str | None:
    """What it means that the column is empty; None where it never is."""
    return None if column.null is None else t(_toml()["nulls"].get(column.null, column.null), column.null)


@cache
def _words() -> Mapping[str, Mapping[str, tuple[str, str]]]:
    """words.toml: `heads`, and for each column `codes.NAME`."""
    tables = {"heads": _toml()["heads"]}
    for names, meanings in _toml()["codes"].items():
        for name in names.split():
            tables[f"codes.{name}"] = tables.get(f"codes.{name}", {}) | meanings
    for name in (answer for record in ENTITIES.values() for answer in answers_of(record)):
        tables[f"codes.{name}"] = tables["codes.answers"]
    return {name: {key: (german, english) for key, (german, english) in one.items()} for name, one in tables.items()}


@cache
def _toml() -> dict[str, Any]:
    return tomllib.loads(files("jsiq_scrape.explore.web").joinpath("words.toml").read_text(encoding="utf-8"))
