"""Where a suppressed person still shows: every output searched for the person's own data.

The data are what the caller gives, and what of the stored pages the entries of suppressions.toml prove to be theirs.
How persons are taken out of the outputs is unknown here (`privacy/person_search` says how they are found): all cells
of all tables are searched, the words that indexes of full-text search hold, the bytes of database files, and all other
files.
"""

import codecs
import gzip
import json
import re
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import combinations, groupby
from pathlib import Path
from urllib.parse import unquote, urlsplit

from jsiq_scrape.errors import MissingFile
from jsiq_scrape.parse.values.mails import emails
from jsiq_scrape.parse.values.persons import person_names
from jsiq_scrape.parse.values.phones import phones
from jsiq_scrape.privacy import suppressions
from jsiq_scrape.privacy.person_search import PersonSearch
from jsiq_scrape.privacy.stored_pages import lines_of, read_anew
from jsiq_scrape.privacy.suppressions import Known, Suppressions, hashed, normalised, values_of
from jsiq_scrape.readings.judged import Evidence
from jsiq_scrape.tables.connection import connect
from jsiq_scrape.workspace import Workspace

#: Evidence, and what holds only hashes.
_NO_OUTPUT = frozenset({"snapshots", ".git", ".venv", suppressions.FILE})
_MAGIC = b"SQLite format 3\x00"
_CHUNK, _OVERLAP = 1 << 20, 400  # bytes of a file that are searched at a time; no name or address is longer than these
_TAIL = 200  # characters of the line before: a name may run over two
_MOST_WORDS = 4  # of a name in an address, or behind Frau or Herr
_ADDRESSED = re.compile(r"\b(?:Frau|Herrn?|Fr\.|Hr\.)\s+((?:[\w.'’-]+\s*){1,6})")

_TURNED = re.compile(r"(?:^|[(;:])\s*([^\W\d_a-z][\w'’-]+),\s([^\W\d_a-z][\w'’-]+)")


@dataclass(frozen=True, slots=True)
class LeakReport:
    """What was searched for, and where it was found; it names nobody."""

    entries: int  # in suppressions.toml
    unknown: int  # entries whose person neither the caller nor a stored page names: nobody could search for them
    contacts: int  # on stored pages that an entry suppresses
    pages: int  # stored pages that are about the persons
    files: int  # outputs that were searched
    found: tuple[str, ...]  # places: file, and table and column or line


@dataclass(slots=True)
class _Stored:
    """What the stored pages say of suppressed persons."""

    values: set[tuple[Known, str]] = field(default_factory=set)
    entries: set[tuple[Known, str]] = field(default_factory=set)  # those that something on the pages belongs to
    contacts: int = 0
    texts: list[str] = field(default_factory=list)  # of all pages


def check_leaks(workspace: Workspace, others: Sequence[Path] = (), given: dict[Known, str] | None = None) -> LeakReport:
    """Search the workspace, and other files and folders, for the suppressed persons and the person that is given.

    Raises MissingFile, and UsageError when what is given is no name, mail address or number.
    """
    for path in others:
        if not path.exists():
            raise MissingFile(f"{path}: no such file or folder")
    given = given or {}
    suppressed = suppressions.load_suppressions(workspace.resource(suppressions.FILE))
    stored = _stored(workspace, suppressed)
    named = {kind: suppressions.checked(kind, value) for kind, value in given.items()}
    own = {(kind, hashed(suppressed.salt, kind, normal)) for kind, normal in named.items()} if suppressed else set()
    # The normal form of a name is sorted; as it was given, it says which of its words is the family name.
    names = {kind: value for kind, value in given.items() if kind == "name"}
    search = PersonSearch({*stored.values, *(named | names).items()})
    files = sorted({file for place in (workspace.root, *others) for file in _files(place)})
    return LeakReport(
        entries=len(suppressed.entries),
        unknown=len({(one.kind, one.digest) for one in suppressed.entries} - stored.entries - own),
        contacts=stored.contacts,
        pages=sum(map(search.found, stored.texts)),
        files=len(files),
        found=tuple(place for file in files for place in _places(file, search)),
    )


def _stored(workspace: Workspace, suppressed: Suppressions) -> _Stored:
    """Read the stored pages anew, from no cache, and ask of all that may be a person whether an entry is meant."""
    if not suppressed or not workspace.snapshots.is_dir():
        return _Stored()
    with read_anew(workspace, suppressed) as (readings, evidence):
        readable = [body for body in evidence.bodies.values() if body.size is not None]
        contacts = [contact for body in readable if body.profile for contact in readings.reading(body.digest).contacts]
        texts = ["\n".join(lines_of(readings, body)) for body in readable]
    own = [contact for contact in contacts if suppressed.suppresses(contact)]
    theirs = [value for contact in own for value in values_of(contact)]
    elsewhere = {one for one in (*_candidates(texts), *_addresses(evidence)) if suppressed.has(*one)}
    # What another person has too is no proof of this one, unless it is an entry itself.
    shared = {value for contact in contacts if contact.name and contact not in own for value in values_of(contact)}
    values = {one for one in theirs if one not in shared or suppressed.has(*one)} | elsewhere
    entries = {
        (kind, hashed(suppressed.salt, kind, normal))
        for kind, value in values
        if suppressed.has(kind, value) and (normal := normalised(kind, value)) is not None
    }
    nameless = [one for one in contacts if not one.name and one not in own and values & set(values_of(one))]
    return _Stored(values, entries, len(own) + len(nameless), texts)


def _candidates(texts: Iterable[str]) -> Iterator[tuple[Known, str]]:
    """What on the pages may be a name, a mail address or a number, contacts aside."""
    for line in dict.fromkeys(line for text in texts for line in text.splitlines()):
        yield from (("name", name) for name in person_names(line))
        yield from (("name", name) for found in _ADDRESSED.findall(line) for name in _windows(found.split()))
        yield from (("name", f"{given} {family}") for family, given in _TURNED.findall(line))
        yield from (("email", email) for email in emails(line))
        yield from (("phone", phone.e164) for phone in phones(line))


def _addresses(evidence: Evidence) -> Iterator[tuple[Known, str]]:
    """What the addresses of purged pages may spell: nothing else is left of those."""
    steps = {step for urls in evidence.purged.values() for url in urls for step in urlsplit(url).path.split("/")}
    for step in sorted(steps):
        yield from (("name", name) for name in _windows(re.findall(r"[^\W\d_]+", unquote(step))))


def _windows(words: list[str]) -> Iterator[str]:
    for first, end in combinations(range(len(words) + 1), 2):
        if 2 <= end - first <= _MOST_WORDS:
            yield " ".join(words[first:end])


def _files(place: Path) -> Iterator[Path]:
    if place.is_file():
        yield place.resolve()
        return
    for path in sorted(place.iterdir()):
        if path.name not in _NO_OUTPUT and not path.is_symlink():
            yield from _files(path)


def _places(file: Path, search: PersonSearch) -> Iterator[str]:
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
        yield from (f"{file}: line {number}" for number in _in_lines(_decoded(content), search))


def _in_lines(text: str, search: PersonSearch) -> Iterator[int]:
    """The numbers of the lines that name somebody, or end what the line before begins."""
    before = ""
    for number, line in enumerate(text.split("\n"), 1):
        if search.found(line) or (search.found(f"{before}\n{line}") and not search.found(before)):
            yield number
        before = line[-_TAIL:]


def _decoded(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _in_database(file: Path, search: PersonSearch) -> Iterator[str]:
    with closing(connect(file)) as connection:
        for name, column, text in _cells(connection):
            if search.found(text):
                yield f"table {name}, column {column}"
        for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE sql LIKE '%using fts5%' ORDER BY name"):
            yield from _in_index(connection, name, search)
        hits = set(_in_bytes(file, search))
        # "Jan Otto" of a row is no sign of Jan Ott; what stands in no row may be what a deleted one has left.
        longer = {hit for _, _, text in _cells(connection) for hit in search.glued(text)} if hits else set()
        if any(not any(_is(hit, one) for one in longer) for hit in hits):
            yield "bytes of the file"


def _cells(connection: sqlite3.Connection) -> Iterator[tuple[str, str, str]]:
    """Table, column and text of each cell."""
    for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").fetchall():
        rows = connection.execute(f"SELECT * FROM {quoted(name)}")  # noqa: S608
        columns = [description[0] for description in rows.description]
        for row in rows:
            yield from (
                (name, column, text) for column, cell in zip(columns, row, strict=True) if (text := _text(cell))
            )


def _in_bytes(file: Path, search: PersonSearch) -> Iterator[tuple[str, str, str]]:
    before = b""
    with file.open("rb") as opened:
        while chunk := opened.read(_CHUNK):
            yield from search.glued((before + chunk).decode("utf-8", "replace"))
            before = chunk[-_OVERLAP:]


def _is(hit: tuple[str, str, str], cell: tuple[str, str, str]) -> bool:
    """True if a hit in the bytes is that of a cell; more may be glued to it there."""
    return hit[0].endswith(cell[0]) and hit[1] == cell[1] and hit[2].startswith(cell[2])


def _in_index(connection: sqlite3.Connection, name: str, search: PersonSearch) -> Iterator[str]:
    """An index of full-text search has the words of each text, whatever became of the text itself."""
    connection.execute("DROP TABLE IF EXISTS temp.held")
    connection.execute(f"CREATE VIRTUAL TABLE temp.held USING fts5vocab(main, {quoted(name)}, instance)")
    words = connection.execute("SELECT doc, col, term FROM temp.held ORDER BY doc, col, offset")
    for _, group in groupby(words, key=lambda row: row[:2]):
        if search.found(" ".join(term for _, _, term in group)):
            yield f"search table {name}"
            return


def _in_parquet(file: Path, search: PersonSearch) -> Iterator[str]:
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
