"""From a value to its evidence: the text, line and capture it was taken from, and the values it had before."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any
from urllib.parse import quote

from jsiq_scrape.errors import UsageError
from jsiq_scrape.explore.plain_text import harmless
from jsiq_scrape.history.slugs import slug
from jsiq_scrape.records import Place
from jsiq_scrape.tables import ENTITIES, Column, Kind, table

#: Answers as a German reader knows them.
ANSWERS = {1: "ja", 0: "nein", None: "keine Angabe"}
#: The table of unknown labels; its rows are parts of the versions of their owners.
EXTRA = "extra"
#: The tables whose values have evidence.
KEPT = (*ENTITIES, EXTRA)
#: Which texts a value without a text of its own is made of.
_MADE_OF = {
    **dict.fromkeys(Place.model_fields, ("municipality", "state", "postal_code", "city")),
    "period_precision": ("period_start", "period_end"),
    "number": ("name",),
}
_FRAMES = frozenset({"version", "profile", "position", "not_before", "valid_from", "valid_to", "ended_at"})
#: What an entry is called where its table has no better label than the key.
_CALLED = {"contact": "name"}
_SUGGESTED = 5
_CAPTURES = frozenset({"capture", "last_capture"})

#: One row, by the names of its columns.
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Source:
    """The text on a page that a value was made of."""

    label: str | None
    text: str
    first_line: int
    last_line: int
    path: str
    outcome: str
    decided: str | None = None  # who decided the value, and why; None when the reader did

    @property
    def lines(self) -> str:
        """The lines as a page's address names them: "56" or "42-44"."""
        return str(self.first_line) if self.first_line == self.last_line else f"{self.first_line}-{self.last_line}"


@dataclass(frozen=True, slots=True)
class SourceCapture:
    """The capture whose body the values of a version come from."""

    capture: str
    captured_at: str
    url: str
    archive_url: str | None
    body: str
    digest: str

    def archived(self, text: str) -> str | None:
        """The address in the web archive, with a fragment that lets browsers show where the text stands."""
        return archived(self.archive_url, text)


@dataclass(frozen=True, slots=True)
class State:
    """One value that a field had, and when it was seen."""

    value: str | float | None
    shown: str
    seen_from: str
    seen_to: str


@dataclass(frozen=True, slots=True)
class Value:
    """One value of an entry, with everything it rests on."""

    column: Column
    value: str | float | None
    sources: tuple[Source, ...]
    history: tuple[State, ...]  # oldest first, equal neighbours joined

    @property
    def shown(self) -> str:
        """The value as a reader sees it."""
        return shown(self.column, self.value)

    @property
    def rule(self) -> str:
        """How the value came about, in a sentence's half."""
        return f"{self.column.english} ({self.column.kind.value})"


@dataclass(frozen=True, slots=True)
class Entry:
    """One version of an entry: its values, and the capture they were taken from."""

    entity: str
    id: str
    version: int
    capture: SourceCapture
    values: tuple[Value, ...]


def entry(connection: sqlite3.Connection, name: str, key: str, version: int | None = None) -> Entry:
    """An entry of a table in its last version, or in the one of that number.

    Raises UsageError when the table has no values taken from pages, or no such entry.
    """
    entity = _kept(name)
    if entity == EXTRA:
        return _extra(connection, key)
    described = table(f"{entity}_version")
    # The names in the statements are those of our own tables.
    versions = rows(
        connection,
        f'SELECT * FROM "{described.name}" WHERE "{entity}" = ? ORDER BY version',  # noqa: S608
        (key,),
    )
    chosen = next((row for row in reversed(versions) if version in (None, row["version"])), None)
    if chosen is None:
        asked = f" in version {version}" if version else ""
        raise UsageError(f"{entity} {key}: no such entry{asked}{_meant(connection, entity, key)}")
    capture = _source_capture(connection, str(chosen["capture"]))
    claims = _claims(connection, capture.body, entity, key)
    columns = [one for one in described.columns if one.name not in _FRAMES | _CAPTURES | {entity}]
    return Entry(
        entity,
        key,
        int(chosen["version"] or 0),
        capture,
        tuple(Value(one, chosen[one.name], _sources(one.name, claims), _history(one, versions)) for one in columns),
    )


def keys(connection: sqlite3.Connection, name: str) -> list[tuple[str, str]]:
    """The key of each entry of a table, in order, and what the entry is called; "" where it has no name.

    Raises UsageError when the table has no values taken from pages.
    """
    entity = _kept(name)
    label = _CALLED.get(entity, table(entity).label)
    rows = connection.execute(f'SELECT id, "{label}" FROM "{entity}" ORDER BY id')  # noqa: S608
    return [(str(key), str(called or "")) for key, called in rows]


def _kept(name: str) -> str:
    entity = name.removesuffix("_version")
    if entity not in KEPT:
        raise UsageError(f"{name}: evidence is kept for {', '.join(KEPT)}; other tables are made from these")
    return entity


def _meant(connection: sqlite3.Connection, entity: str, asked: str) -> str:
    """Which entries somebody may have meant who asked for a key that is not there, as the end of a message."""
    known, wanted = keys(connection, entity), slug(asked)
    near = [one for one in known if wanted and wanted in f"{one[0]} {slug(one[1])}"]
    if not near:
        close = get_close_matches(wanted, [name for key, called in known for name in (key, slug(called)) if name])
        near = [one for one in known if one[0] in close or slug(one[1]) in close]
    listed = f"`jsiq-scrape explain {entity}` lists all keys"
    if not near:
        return f" ({listed})"
    named = harmless(", ".join(f"{key} ({called})" if called else key for key, called in near[:_SUGGESTED]))
    more = f", and {len(near) - _SUGGESTED} more" if len(near) > _SUGGESTED else ""
    return f"; did you mean {named}{more}?  {listed}"


def shown(column: Column, value: str | float | None) -> str:
    """A value as a German reader sees it; a list as its entries, one a line."""
    if column.kind is Kind.BOOLEAN:
        return ANSWERS[None if value is None else int(value)]
    if value is None:
        return ANSWERS[None]
    if column.kind is Kind.JSON:
        return "\n".join(": ".join(one) if isinstance(one, list) else str(one) for one in json.loads(str(value)))
    return str(value)


def archived(address: str | None, text: str) -> str | None:
    """An address in a web archive with a text fragment; None when there is none."""
    if address is None or not text.strip():
        return address
    first = text.split("\n", maxsplit=1)[0].split()
    return f"{address}#:~:text={quote(' '.join(first[:8]), safe='').replace('-', '%2D')}"


def rows(connection: sqlite3.Connection, statement: str, asked: Sequence[str] | Mapping[str, str] = ()) -> list[Row]:
    """The rows of a statement, by the names of their columns."""
    cursor = connection.execute(statement, asked)
    names = [described[0] for described in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _source_capture(connection: sqlite3.Connection, capture: str) -> SourceCapture:
    (row,) = connection.execute(
        """SELECT capture.id, capture.captured_at, page.url, capture.archive_url, body.id, body.digest
        FROM capture JOIN page ON page.id = coalesce(capture.final_page, capture.page)
        JOIN body ON body.id = capture.body WHERE capture.id = ?""",
        (capture,),
    )
    return SourceCapture(*row)


def _claims(connection: sqlite3.Connection, body: str, entity: str, key: str) -> dict[str, list[Source]]:
    found: dict[str, list[Source]] = {}
    for variable, *rest in connection.execute(
        """SELECT claim.variable, claim.label, claim.text, claim.first_line, claim.last_line, claim.path, claim.outcome,
        by_hand.who || ': ' || by_hand.why
        FROM claim LEFT JOIN by_hand ON by_hand.body = claim.body AND by_hand.field = claim.field
        WHERE claim.body = ? AND claim.entity = ? AND claim.id = ? ORDER BY claim.first_line, claim.field""",
        (body, entity, key),
    ):
        found.setdefault(variable, []).append(Source(*rest))
    return found


def _sources(name: str, claims: Mapping[str, list[Source]]) -> tuple[Source, ...]:
    known = claims.get(name) or [source for other in _MADE_OF.get(name, ()) for source in claims.get(other, ())]
    return tuple(dict.fromkeys(known))


def _history(column: Column, versions: Sequence[Row]) -> tuple[State, ...]:
    states: list[State] = []
    for row in versions:
        value, since, until = row[column.name], str(row["valid_from"]), str(row["valid_to"])
        if states and states[-1].value == value:
            since = states.pop().seen_from
        states.append(State(value, shown(column, value), since, until))
    return tuple(states)


def _extra(connection: sqlite3.Connection, key: str) -> Entry:
    """The text under an unknown label, from the versions of the profile or project that has it."""
    found = rows(connection, "SELECT profile, project, label, text FROM extra WHERE id = ?", (key,))
    if not found:
        raise UsageError(f"{EXTRA} {key}: no such entry{_meant(connection, EXTRA, key)}")
    (row,) = found
    entity, owner = ("project", row["project"]) if row["project"] else ("profile", row["profile"])
    known = entry(connection, entity, str(owner))
    claims = next(value.sources for value in known.values if value.column.name == "extras")
    versions = rows(
        connection,
        f"SELECT extras, valid_from, valid_to FROM {entity}_version WHERE {entity} = ? ORDER BY version",  # noqa: S608
        (str(owner),),
    )
    texts = [{**version, "text": _under(str(row["label"]), str(version["extras"]))} for version in versions]
    column = table(EXTRA).column("text")
    sources = tuple(source for source in claims if source.label == row["label"])
    return Entry(
        EXTRA, key, known.version, known.capture, (Value(column, row["text"], sources, _history(column, texts)),)
    )


def _under(label: str, extras: str) -> str | None:
    """The texts under one label, as table `extra` joins them; None where the label is not there."""
    texts = [text for name, text in json.loads(extras) if name == label]
    return "\n".join(texts) if texts else None
