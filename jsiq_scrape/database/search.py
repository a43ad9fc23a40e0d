"""Full-text search: its tables, how they are filled, and other spellings of German words, as people type them."""

import re
import unicodedata
from functools import cache
from itertools import chain

from sqlite_utils import Database

from jsiq_scrape.tables.views import SEARCH

#: Bytes of an index that are collected before they are written: all at once, so that nothing is merged.
COLLECTED = 1 << 26
#: Texts that are held in memory at a time.
_AT_A_TIME = 200
_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_UMLAUTS = (("ae", "ä"), ("oe", "ö"), ("ue", "ü"))
_WORD = re.compile(r"\w+")


def create_search() -> str:
    """The full-text tables: indexes alone, which take the texts they show from the views `*_text`.

    `*_search` finds words, `*_trigram` parts of words ("beratung" in "Einzelfallberatung"); column `spelled` holds
    the words that can be typed in other ways (Düren, Dueren, Duren) in those ways.  Their rowid is that of the table.
    """
    return "\n".join(
        f"-- {what} of table {name}\n"
        f'CREATE VIRTUAL TABLE "{name}_{kind}" USING fts5({", ".join(columns)}, spelled, '
        f'content="{name}_text", content_rowid="row", tokenize = "{tokenizer}");'
        for name, searched in SEARCH.items()
        for kind, what, columns, tokenizer in (
            ("search", "words", searched, "unicode61 remove_diacritics 2"),
            ("trigram", "parts of words", ("text",), "trigram"),
        )
    )


def fill_search(database: Database) -> None:
    """Make the full-text tables of the rows that are in."""
    with database.atomic():
        for statement in create_search().split(";\n"):
            database.execute(statement)
        for name, columns in SEARCH.items():
            for kind in ("search", "trigram"):
                statement = f"INSERT INTO {name}_{kind}({name}_{kind}, rank) VALUES ('hashsize', ?)"  # noqa: S608
                database.execute(statement, (COLLECTED,))
            listed = ", ".join(columns)
            marks = ", ".join("?" * (len(columns) + 2))
            texts = database.execute(f'SELECT "row", text, {listed} FROM {name}_text ORDER BY 1')  # noqa: S608
            insert = database.conn.executemany
            while some := texts.fetchmany(_AT_A_TIME):
                spellings = [spelled(row[1]) for row in some]
                words = [(row[0], *row[2:], other) for row, other in zip(some, spellings, strict=True)]
                parts = [(*row[:2], other) for row, other in zip(some, spellings, strict=True)]
                insert(f"INSERT INTO {name}_search(rowid, {listed}, spelled) VALUES ({marks})", words)  # noqa: S608
                insert(f"INSERT INTO {name}_trigram(rowid, text, spelled) VALUES (?, ?, ?)", parts)  # noqa: S608
            for kind in ("search", "trigram"):
                database.execute(f"INSERT INTO {name}_{kind}({name}_{kind}) VALUES ('optimize')")  # noqa: S608


def spelled(text: str) -> str:
    """The other spellings of the words of a text, each once, in small letters; "" where no word has another.

    Nobody reads them: a search finds a word by any of them.  So it does no harm that "aktuell" gets a second one.
    """
    pieces = unicodedata.normalize("NFC", text).split()
    return " ".join(dict.fromkeys(chain.from_iterable(map(_of_piece, pieces))))


@cache  # most words of one page stand on many; a bound would cost half of what is won
def _of_piece(piece: str) -> tuple[str, ...]:
    """The other spellings of the words of a text without blanks."""
    return tuple(chain.from_iterable(map(_spellings, _WORD.findall(piece.lower()))))


def _spellings(word: str) -> tuple[str, ...]:
    if not word.isascii():
        found = [word.translate(_SPELLED), _plain(word)]
    else:
        umlauts = word
        for typed, meant in _UMLAUTS:
            umlauts = umlauts.replace(typed, meant)
        found = [umlauts, _plain(umlauts), word.replace("ss", "ß")]
    return tuple(other for other in found if other != word)


def _plain(word: str) -> str:
    """The word without the dots and accents of its letters."""
    if word.isascii():
        return word
    letters = unicodedata.normalize("NFD", word.replace("ß", "ss"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
