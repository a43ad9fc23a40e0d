"""A person's value for one field of one entry, written into parsers/decisions.toml for all pages that show it."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches

from pydantic import ValidationError

from jsiq_scrape import toml_files
from jsiq_scrape.errors import UsageError
from jsiq_scrape.evidence.store import Snapshots
from jsiq_scrape.parse import read
from jsiq_scrape.parse.labels import vocabulary
from jsiq_scrape.parse.values import CONVERTERS, emails, phones, website, yes_no
from jsiq_scrape.readings import corrections
from jsiq_scrape.readings.comparable import Part, Value, state_of
from jsiq_scrape.records import FieldKind, Meaning, fields_of
from jsiq_scrape.tables import ENTITIES
from jsiq_scrape.workspace import Workspace

FILE = "decisions.toml"
_EXPECTED = {FieldKind.POSTAL_CODE: "five digits", FieldKind.STATE: "a German Land", FieldKind.NUMBER: "a number"}
_YES_NO = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


@dataclass(frozen=True, slots=True)
class Correction:
    """What was written."""

    old: Value
    new: Value
    field: str  # path in the last page: "projects[0].title"
    bodies: tuple[str, ...]  # digests of the pages that it holds for
    lines: tuple[str, ...]  # added to the file


def correct(
    workspace: Workspace,
    connection: sqlite3.Connection,
    entity: str,
    key: str,
    column: str,
    text: str | None,
    who: str,
    why: str,
) -> Correction:
    """Decide that the present version of an entry has this value; None: the page does not say it.

    The decision is written for each stored page that shows the version, because a decision holds for one page: with
    fewer, the value would change back when the history comes to the next page.  Raises UsageError when the table has no
    entries of pages, the column is none that pages give, the text is no value of it, or the value is decided already.
    """
    meaning = _field(entity, column)
    if not who.strip() or not why.strip():
        raise UsageError("say who decided and why: --who NAME --why TEXT, both with words")
    new = None if text is None else converted(meaning, column, text)
    pages = _pages(workspace, connection, entity, key)
    shown = pages[0][1]
    old = shown.value(column)
    if old == (tuple(sorted(new)) if isinstance(new, tuple) else new):
        raise UsageError(f"{entity} {key}: {column} is {_toml(old)} already")
    _check(shown, entity, column, new)
    path = workspace.parsers / FILE
    present = workspace.resource(FILE)
    decided = corrections.load_decisions(present).by_body
    lines: list[str] = []
    for digest, part in pages:
        field = f"{part.place}.{column}"
        before = decided.get(digest, {}).get(field)
        if before is not None:
            raise UsageError(
                f"{entity} {key}: {column} was decided by {before.who} ({before.why}): change the entry of body "
                f"{digest[:16]}, field {field}, in {present}"
            )
        lines += ["", "[[claim]]", f'body = "{digest}"', f"field = {_toml(field)}"]
        lines += [] if new is None else [f"value = {_toml(new)}"]
        lines += [f"who = {_toml(who)}", f"why = {_toml(why)}"]
    toml_files.append_lines(path, present.read_text(encoding="utf-8"), lines, corrections.load_decisions)
    last = f"{pages[-1][1].place}.{column}"
    return Correction(old, new, last, tuple(digest for digest, _ in pages), tuple(lines))


def converted(meaning: Meaning, column: str, text: str) -> Value:
    """The value that a text of the command line means for a field.  Raises UsageError, which says what is expected."""
    text = text.strip()
    value, expected = _read(meaning, text)
    if value is None or value == ():
        raise UsageError(f"{text!r} is no value of {column}: expected {expected} (--empty: the page does not say it)")
    return value


def _read(meaning: Meaning, text: str) -> tuple[Value, str]:
    """The value, None for no such value, and what is expected."""
    if meaning.python is date:
        return _day(text), "a day such as 2018-12-31 or 31.12.2018"
    if meaning.allowed:
        return (text if text in meaning.allowed else None), f"one of {', '.join(meaning.allowed)}"
    match meaning.kind:
        case FieldKind.YES_NO:
            return _YES_NO.get(text.casefold(), yes_no(text)), "ja or nein"
        case FieldKind.INSTITUTIONS:
            return tuple(name for part in text.split(";") if (name := part.strip())), "names, with ';' between them"
        case FieldKind.PHONE:
            return _only([number.e164 for number in phones(text)]), "one telephone number"
        case FieldKind.EMAIL:
            return _only(emails(text)), "one e-mail address"
        case FieldKind.WEBSITE:
            return website(text), "a web address"
    if (convert := CONVERTERS.get(meaning.kind)) is not None:
        return convert(text), _EXPECTED.get(meaning.kind, f"a value of kind {meaning.kind}")
    if meaning.python is not str:
        raise UsageError(f"a value of kind {meaning.kind} cannot be decided: CONVERTERS of parse/values has none")
    return text or None, "a text"


def _only(found: list[str] | tuple[str, ...]) -> str | None:
    return found[0] if len(found) == 1 else None


def _day(text: str) -> date | None:
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  # a day has no time zone
        except ValueError:
            continue
    return None


def _field(entity: str, column: str) -> Meaning:
    if entity not in ENTITIES:
        raise UsageError(f"{entity}: values of pages stand in {', '.join(ENTITIES)}{_near(entity, ENTITIES)}")
    known = fields_of(ENTITIES[entity])
    if column not in known:
        meant = _near(column, known)
        raise UsageError(f"{entity} has no column {column} that pages give{meant}; it has {', '.join(known)}")
    return known[column]


def _near(word: str, known: Iterable[str]) -> str:
    found = get_close_matches(word, list(known), 1)
    return f"; did you mean {found[0]}?" if found else ""


def _pages(workspace: Workspace, connection: sqlite3.Connection, entity: str, key: str) -> list[tuple[str, Part]]:
    """The digests of the pages that show the present version, the one that its values were taken from first, and the
    entry as each of them shows it.

    Raises UsageError when there is no such entry, or when the database was built before the pages were last read.
    """
    position = "1" if entity == "profile" else "version.position"
    found = connection.execute(
        f"""SELECT body.digest, {position}, version.profile, version.valid_from, version.valid_to
        FROM "{entity}_version" AS version JOIN capture ON capture.id = version.capture
        JOIN body ON body.id = capture.body WHERE version."{entity}" = ? ORDER BY version.version DESC LIMIT 1""",  # noqa: S608
        (key,),
    ).fetchone()
    if found is None:
        raise UsageError(f"{entity} {key}: no such entry")
    digest, position, profile, begins, ends = found
    others = connection.execute(
        """SELECT body.digest, body.content_type FROM capture JOIN body ON body.id = capture.body
        WHERE capture.profile = ? AND capture.counted = 'shown' AND capture.captured_at BETWEEN ? AND ?
        ORDER BY body.digest <> ?, capture.captured_at, capture.id""",
        (profile, begins, ends, digest),
    )
    words = vocabulary.load_vocabulary(workspace.resource("office_page.toml"))
    decisions = corrections.load_decisions(workspace.resource(FILE))
    snapshots = Snapshots(workspace.snapshots)
    pages: list[tuple[str, Part]] = []
    for body, content_type in dict.fromkeys(others):
        reading = decisions.reading(body, read(snapshots.body(body), words, content_type=content_type))
        for part in state_of(reading).by_entity[entity]:
            if part.print == pages[0][1].print if pages else part.position == position:
                pages.append((body, part))
                break
        if not pages:
            break
    if not pages:
        raise UsageError(f"{entity} {key}: page {digest[:16]} reads in another way now: run jsiq-scrape build first")
    return pages


def _check(part: Part, entity: str, column: str, value: Value) -> None:
    """Raise UsageError when the record cannot have that value beside its others."""
    empty = () if isinstance(getattr(part.record, column), tuple) and value is None else value
    try:
        record = ENTITIES[entity].model_validate({**part.record.model_dump(), column: empty})
    except ValidationError as error:
        raise UsageError(f"{column}: {error.errors(include_url=False)[0]['msg']}") from error
    begins, ends = getattr(record, "period_start", None), getattr(record, "period_end", None)
    if begins and ends and begins > ends:
        raise UsageError(f"{column}: the period would end ({ends}) before it begins ({begins})")


def _toml(value: Value) -> str:
    """A value as TOML writes it; JSON strings and lists of them are TOML too."""
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)
