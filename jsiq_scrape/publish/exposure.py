"""Where a suppressed person still shows: every output searched for what the stored pages say of them.

The search knows nothing of how persons are taken out.  It compares letters and digits alone, in all cells of all
tables (those of full-text search too), in the bytes of database files, and in all other files.
"""

import gzip
import json
import re
import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from jsiq_scrape.errors import MissingFile, UsageError
from jsiq_scrape.load import by_hand, suppressions
from jsiq_scrape.load.cache import ReadingCache
from jsiq_scrape.load.database import connect
from jsiq_scrape.load.erasure import Erasure, erasure
from jsiq_scrape.load.evidence import gather
from jsiq_scrape.load.readings import Readings
from jsiq_scrape.load.suppressions import name_words
from jsiq_scrape.load.traces import Traces
from jsiq_scrape.parse import vocabulary
from jsiq_scrape.snapshots import Snapshots
from jsiq_scrape.workspace import Workspace

#: Evidence, and what holds only hashes.
_NO_OUTPUT = frozenset({"snapshots", ".git", ".venv", suppressions.FILE})
_MAGIC = b"SQLite format 3\x00"
_AT = re.compile(r"\s*(?:[\(\[{]\s*(?:at|ät|a)\s*[\)\]}]|%40)\s*")
_MARKS = re.compile(r"[\s()/.\-\u2010-\u2015\u00a0]+")


@dataclass(frozen=True, slots=True)
class Exposure:
    """What was searched for, and where it was found; it names nobody."""

    entries: int  # in suppressions.toml
    contacts: int  # on stored pages that an entry suppresses
    pages: int  # stored pages that tell of them
    files: int  # outputs that were searched
    found: tuple[str, ...]  # places: file, and table and column or line


def known(workspace: Workspace) -> Erasure:
    """Who is suppressed on the stored pages, read anew: no cache is asked."""
    words = vocabulary.load(workspace.resource("office_page.toml"))
    decisions = by_hand.load(workspace.resource("decisions.toml"))
    suppressed = suppressions.load(workspace.resource(suppressions.FILE))
    if not suppressed or not workspace.snapshots.is_dir():
        return Erasure(Traces(), {}, {})
    snapshots = Snapshots(workspace.snapshots)
    with ReadingCache(None, "") as nothing:
        readings = Readings(snapshots, words, nothing, decisions, suppressed)
        return erasure(suppressed, readings, gather(snapshots, readings))


def refuse_suppressed(workspace: Workspace) -> Traces:
    """Raise UsageError when the stored pages, about to be given away as they are, show a suppressed person."""
    erased = known(workspace)
    if erased.lines:
        raise UsageError(
            f"{len(erased.lines)} stored pages show persons who are suppressed (parsers/suppressions.toml), and a WARC "
            "file holds the pages as they are: export DIR without contacts instead"
        )
    return erased.traces


def exposure(workspace: Workspace, others: Sequence[Path] = ()) -> Exposure:
    """Search the workspace, and other files and folders, for the suppressed persons.  Raises MissingFile."""
    for path in others:
        if not path.exists():
            raise MissingFile(f"{path}: no such file or folder")
    entries = suppressions.load(workspace.resource(suppressions.FILE)).entries
    erased = known(workspace)
    search = _Search(erased.traces)
    files = sorted({file for place in (workspace.root, *others) for file in _files(place)})
    found = [place for file in files for place in _places(file, search)] if erased.traces else []
    return Exposure(len(entries), erased.contacts, len(erased.lines), len(files), tuple(found))


class _Search:
    """The persons as letters and digits."""

    def __init__(self, traces: Traces) -> None:
        self.traces = traces
        names = [name_words(" ".join(words)) for words in traces.names if len(words) > 1]
        turned = [words[first:] + words[:first] for words in names for first in range(len(words))]
        self._names = {f" {' '.join(words)} " for words in turned}
        digits = [phone.removeprefix("+49").lstrip("+") for phone in traces.phones]
        self._numbers = re.compile(rf"(?<!\d)(?:0|49|0049|490|00490)?(?:{'|'.join(digits)})(?!\d)") if digits else None
        plain = [" ".join(words) for words in traces.names if len(words) > 1]
        self.phrases = tuple(plain)
        self.bytes = tuple(text.lower().encode() for text in (*plain, *traces.emails))

    def found(self, text: str) -> bool:
        """Whether one of them stands in a text, however it is written."""
        if self.traces.found(text):
            return True
        spaced = f" {' '.join(name_words(text))} "
        if any(name in spaced for name in self._names):
            return True
        joined = "".join(_AT.sub("@", text).casefold().split())
        if any(email in joined for email in self.traces.emails):
            return True
        return self._numbers is not None and self._numbers.search(_MARKS.sub("", text)) is not None


def _files(place: Path) -> Iterator[Path]:
    if place.is_file():
        yield place.resolve()
        return
    for path in sorted(place.iterdir()):
        if path.name not in _NO_OUTPUT and not path.is_symlink():
            yield from _files(path)


def _places(file: Path, search: _Search) -> Iterator[str]:
    with file.open("rb") as opened:
        head = opened.read(len(_MAGIC))
    if search.found(file.name):
        yield "the name of a file"
    if head == _MAGIC:
        yield from (f"{file}: {place}" for place in dict.fromkeys(_in_database(file, search)))
    elif file.suffix == ".parquet":
        yield from (f"{file}: column {place}" for place in dict.fromkeys(_in_parquet(file, search)))
    else:
        content = gzip.decompress(file.read_bytes()) if head[:2] == b"\x1f\x8b" else file.read_bytes()
        lines = content.decode("utf-8", "replace").split("\n")
        yield from (f"{file}: line {number}" for number, line in enumerate(lines, 1) if search.found(line))


def _in_database(file: Path, search: _Search) -> Iterator[str]:
    with closing(connect(file)) as connection:
        tables = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table' ORDER BY name").fetchall()
        for name, sql in tables:
            if "fts5" in str(sql).lower():
                yield from _in_search(connection, name, search)
            rows = connection.execute(f"SELECT * FROM {quoted(name)}")  # noqa: S608
            columns = [description[0] for description in rows.description]
            for row in rows:
                for column, cell in zip(columns, row, strict=True):
                    text = _text(cell)
                    if text and search.found(text):
                        yield f"table {name}, column {column}"
    content = file.read_bytes().lower()
    if any(sought in content for sought in search.bytes):
        yield "bytes of the file"


def _in_search(connection: sqlite3.Connection, name: str, search: _Search) -> Iterator[str]:
    for phrase in search.phrases:
        asked = '"' + phrase.replace('"', '""') + '"'
        if connection.execute(f"SELECT 1 FROM {quoted(name)} WHERE {quoted(name)} MATCH ?", (asked,)).fetchone():  # noqa: S608
            yield f"search table {name}"


def _in_parquet(file: Path, search: _Search) -> Iterator[str]:
    from pyarrow.parquet import read_table

    read = read_table(file)
    for column in read.column_names:
        if any(search.found(text) for text in map(_text, read[column].to_pylist()) if text):
            yield column


def _text(cell: object) -> str:
    """A cell as text; what is packed is unpacked, and JSON freed of its escapes."""
    if cell is None:
        return ""
    if not isinstance(cell, bytes):
        return str(cell)
    try:
        return json.dumps(json.loads(zlib.decompress(cell)), ensure_ascii=False)
    except (zlib.error, ValueError):
        return cell.decode("utf-8", "replace")


def quoted(name: str) -> str:
    """A name in a statement of SQL, whatever signs it has."""
    return '"' + name.replace('"', '""') + '"'
