"""How two captures of a profile differ, line by line, each line with its role and the fields read from it."""

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from jsiq_scrape.errors import UsageError
from jsiq_scrape.evidence.store import Snapshots
from jsiq_scrape.explore.explanation import PageLine, page_lines
from jsiq_scrape.explore.word_diff import Edit, Passage, word_diff
from jsiq_scrape.moments import written_moment
from jsiq_scrape.parse.labels import vocabulary
from jsiq_scrape.parse.profile.reading import examine
from jsiq_scrape.privacy import suppressions
from jsiq_scrape.privacy.redaction import redacted
from jsiq_scrape.readings import corrections
from jsiq_scrape.workspace import Workspace

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

#: Lines around a difference that are shown with it.
CONTEXT = 3
#: From this share of equal words on, a line is the later state of another one.
_ALIKE = 0.5
#: Lines between two equal ones that are compared word by word; more are removed and added as they stand.
_MOST_COMPARED = 100
_STYLES = {Edit.REMOVED: "red", Edit.ADDED: "green"}
_MARKS = {Edit.REMOVED: ("[-", "-]"), Edit.ADDED: ("{+", "+}")}


@dataclass(frozen=True, slots=True)
class PageCapture:
    """One capture of a profile that has a body."""

    id: str
    captured_at: str
    url: str
    digest: str
    content_type: str | None
    withheld: frozenset[int]  # lines about a person who is left out, by what other pages say too


def profile_key(connection: sqlite3.Connection, name: str) -> str:
    """The key of the profile with this key or address.  Raises UsageError when there is none."""
    found = connection.execute(
        """SELECT id FROM profile WHERE id = :name
        UNION SELECT profile FROM page WHERE url = :name AND profile IS NOT NULL""",
        {"name": name},
    ).fetchone()
    if found is None:
        raise UsageError(f"there is no profile {name} (jsiq-scrape explain profile lists them)")
    key: str = found[0]
    return key


def captures(
    connection: sqlite3.Connection, profile: str, before: str | None, after: str | None
) -> tuple[PageCapture, PageCapture]:
    """The two captures to compare.  Raises UsageError when there are none, or they are the wrong way round."""
    known = [
        PageCapture(*(*row[:-1], frozenset(json.loads(row[-1]))))
        for row in connection.execute(
            """SELECT capture.id, capture.captured_at, page.url, body.digest, body.content_type,
                (SELECT json_group_array(line) FROM withheld_line WHERE withheld_line.body = body.id)
            FROM capture JOIN body ON body.id = capture.body JOIN page ON page.id = coalesce(final_page, capture.page)
            WHERE capture.profile = ? ORDER BY capture.captured_at, capture.id""",
            (profile,),
        )
    ]
    if not known:
        raise UsageError(f"no capture of {profile} has a body")
    if before is None:
        change = connection.execute(
            "SELECT capture_before, capture FROM change WHERE profile = ? ORDER BY seen_at DESC, event LIMIT 1",
            (profile,),
        ).fetchone()
        sides = [capture for side in change or () for capture in known if capture.id == side]
        if len(sides) == 2:
            return sides[0], sides[1]
    last = known[-1] if after is None else _capture(known, after)
    bodies = [capture for capture in known if capture.captured_at < last.captured_at and capture.digest != last.digest]
    if before is None and not bodies:
        raise UsageError(f"all captures of {profile} have the same content")
    first = bodies[-1] if before is None else _capture(known, before)
    if first.captured_at > last.captured_at:
        raise UsageError(f"FROM is {first.captured_at} and TO is {last.captured_at}: the earlier one comes first")
    return first, last


def _capture(known: list[PageCapture], name: str) -> PageCapture:
    """The capture with this key, or the last one until this day or moment."""
    by_key = [capture for capture in known if capture.id == name]
    if by_key:
        return by_key[0]
    try:
        moment = written_moment(name)
    except ValueError as error:
        raise UsageError(f"{name} is not the key of a capture of this profile, and {error}") from None
    if moment.time() == time():  # a day: until its end
        moment += timedelta(days=1, seconds=-1)
    until = f"{moment:%Y-%m-%dT%H:%M:%SZ}"
    earlier = [capture for capture in known if capture.captured_at <= until]
    if not earlier:
        raise UsageError(f"there is no capture until {name}; the first is of {known[0].captured_at}")
    return earlier[-1]


def reader(place: Workspace) -> Callable[[PageCapture], list[PageLine]]:
    """What reads the lines of a capture, as a build does: with decisions made by hand, without suppressed persons."""
    snapshots = Snapshots(place.snapshots)
    words = vocabulary.load_vocabulary(place.resource("office_page.toml"))
    decisions = corrections.load_decisions(place.resource("decisions.toml"))
    suppressed = suppressions.load_suppressions(place.resource(suppressions.FILE))

    def read(one: PageCapture) -> list[PageLine]:
        page = examine(snapshots.body(one.digest), words, content_type=one.content_type)
        reading = decisions.reading(one.digest, page.reading)
        hidden = one.withheld
        if suppressed:
            reading, own = redacted(reading, suppressed, page.document)
            hidden |= own
        return page_lines(page, reading.claims, hidden)

    return read


@dataclass(frozen=True, slots=True)
class Pair:
    """A line before and after; None where it is on one side only."""

    old: PageLine | None
    new: PageLine | None

    @property
    def same(self) -> bool:
        """True if nothing but the number of the line may differ."""
        old, new = self.old, self.new
        return (
            old is not None and new is not None and (old.text, old.role, old.fields) == (new.text, new.role, new.fields)
        )


def pairs(old: Sequence[PageLine], new: Sequence[PageLine]) -> list[Pair]:
    """All lines of both pages in their order, those beside each other that are equal or states of one line."""
    matcher = SequenceMatcher(None, [line.text for line in old], [line.text for line in new], autojunk=False)
    found: list[Pair] = []
    for tag, first, last, first_new, last_new in matcher.get_opcodes():
        before, after = old[first:last], new[first_new:last_new]
        if tag == "equal":
            found += map(Pair, before, after)
        else:
            found += _paired(before, after)
    return found


def _paired(old: Sequence[PageLine], new: Sequence[PageLine]) -> Iterator[Pair]:
    """Each old line with the next new one that has most of its words."""
    rest = list(new)
    for line in old:
        alike = (number for number, other in enumerate(rest) if _alike(line.text, other.text))
        place = next(alike, None) if max(len(old), len(new)) <= _MOST_COMPARED else None
        if place is None:
            yield Pair(line, None)
            continue
        yield from (Pair(None, other) for other in rest[:place])
        yield Pair(line, rest[place])
        del rest[: place + 1]
    yield from (Pair(None, other) for other in rest)


def _alike(old: str, new: str) -> bool:
    passages = word_diff(old, new)
    common = sum(len(passage.text) for passage in passages if passage.edit is Edit.EQUAL)
    return 2 * common >= _ALIKE * (len(old) + len(new))


def shown(found: Sequence[Pair], context: int | None = CONTEXT) -> list[Pair | None]:
    """The pairs that differ with so many around them; None stands for what is left out.  All where it is None."""
    if context is None:
        return list(found)
    near = {
        number
        for place, pair in enumerate(found)
        if not pair.same
        for number in range(place - context, place + context + 1)
    }
    chosen: list[Pair | None] = []
    for number, pair in enumerate(found):
        if number in near:
            chosen.append(pair)
        elif not chosen or chosen[-1] is not None:
            chosen.append(None)
    return chosen


def table(chosen: Sequence[Pair | None]) -> "Table":
    """The lines for a terminal: numbers, role, text with the words that differ, fields."""
    from rich.table import Table

    made = Table(box=None, pad_edge=False, expand=True, header_style="bold")
    for heading in ("from", "to"):
        made.add_column(heading, justify="right", no_wrap=True)
    made.add_column("role", no_wrap=True)
    made.add_column("text on the page", ratio=2, overflow="fold")
    made.add_column("field", ratio=1, overflow="fold")
    for pair in chosen:
        if pair is None:
            made.add_row("", "", "", "…", "")
            continue
        sides = (pair.old, pair.new)
        numbers = [str(side.number) if side else "" for side in sides]
        words = word_diff(*(side.text if side else "" for side in sides))
        roles = list(dict.fromkeys(side.role for side in sides if side))
        fields = list(dict.fromkeys(", ".join(side.fields) or "(none)" for side in sides if side))
        made.add_row(*numbers, " -> ".join(roles), _text(words), "" if fields == ["(none)"] else " -> ".join(fields))
    return made


def _text(passages: Sequence[Passage]) -> "Text":
    from rich.text import Text

    from jsiq_scrape.explore.plain_text import harmless

    text = Text()
    for passage in passages:
        begin, end = _MARKS.get(passage.edit, ("", ""))
        text.append(f"{begin}{harmless(passage.words)}{end}", _STYLES.get(passage.edit, ""))
        text.append(passage.gap)
    return text
