"""Where a hit of the search says what was asked for, and what somebody may have meant who found nothing."""

import re
import sqlite3
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from markupsafe import Markup, escape

from jsiq_scrape.database.search import spelled

_WORD = re.compile(r"\w+")
#: Signs shown before and after the first word that was found.
_BEFORE, _AFTER = 60, 180
_SUGGESTED = 3
#: How alike a word and what was typed must be, from 0 to 1.
_ALIKE = 0.72


def passage(text: str, asked: str) -> Markup:
    """The part of a text around the first word that was asked for, each such word marked."""
    wanted = [spellings(word) for word in _WORD.findall(asked)]
    found = [
        word.span()
        for word in _WORD.finditer(text)
        if any(typed in there for one in wanted for typed in one for there in spellings(word[0]))
    ]
    first = found[0][0] if found else 0
    start = text.rfind(" ", 0, max(first - _BEFORE, 0)) + 1
    end = min(first + _AFTER, len(text))
    shown, done = Markup("… ") if start else Markup(""), start
    for begin, stop in found:
        if start <= begin and stop <= end:
            shown += escape(text[done:begin]) + Markup("<mark>") + escape(text[begin:stop]) + Markup("</mark>")
            done = stop
    return shown + escape(text[done:end]) + (" …" if end < len(text) else "")


def spellings(word: str) -> tuple[str, ...]:
    """A word in small letters, and in its other spellings."""
    return (word.lower(), *spelled(word).split())


def texts(connection: sqlite3.Connection, table: str, keys: Iterable[str]) -> dict[str, str]:
    """The searched texts of rows of profile or project, by key."""
    wanted = tuple(keys)
    marks = ", ".join("?" * len(wanted))
    return dict(connection.execute(f"SELECT id, text FROM {table}_text WHERE id IN ({marks})", wanted))  # noqa: S608  # names of ours


def suggestions(connection: sqlite3.Connection, search: str, asked: str) -> Sequence[str]:
    """What finds something and is spelled almost like what was asked for."""
    words = _WORD.findall(asked[:200])
    known: dict[str, str] = {}
    for table in ("profile", "project"):
        for (text,) in connection.execute(f"SELECT text FROM {table}_text"):  # noqa: S608  # names of ours
            known.update((word.lower(), word) for word in _WORD.findall(text or "") if len(word) > 2)
    choices = [
        [word] if _finds(connection, search, word) else
        [known[near] for near in get_close_matches(word.lower(), known, _SUGGESTED, _ALIKE)]
        for word in words
    ]  # fmt: skip
    tried = (
        " ".join(options[min(number, len(options) - 1)] for options in choices if options)
        for number in range(_SUGGESTED)
    )
    return [
        one for one in dict.fromkeys(tried) if one and one.lower() != asked.lower() and _finds(connection, search, one)
    ]


def _finds(connection: sqlite3.Connection, search: str, asked: str) -> bool:
    return connection.execute(f"SELECT 1 FROM ({search}) LIMIT 1", {"suche": asked}).fetchone() is not None  # noqa: S608  # a file of ours
