"""Suppressed persons taken out of what is to be written: their entries whole, their identifiers out of all other texts.

It happens behind the history, not before: which pages are one office, what changed when and by which keys, stays what
it is, so that leaving a person out makes no event, and takes none away that is about somebody else.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from jsiq_scrape.errors import UsageError
from jsiq_scrape.history.histories import OfficeHistory, contact_key
from jsiq_scrape.history.versions import Event, Timeline, Version
from jsiq_scrape.parse.values.mails import looks_like_mail
from jsiq_scrape.privacy import suppressions as entries
from jsiq_scrape.privacy.identifiers import MARK, Identifiers
from jsiq_scrape.privacy.name_detection import detect_persons, known_by, spelled_out
from jsiq_scrape.privacy.stored_pages import lines_of, read_anew
from jsiq_scrape.privacy.suppressions import Suppressions
from jsiq_scrape.privacy.withheld import FREE, OWN_WORDS
from jsiq_scrape.readings.judged import Evidence
from jsiq_scrape.readings.readings import Readings
from jsiq_scrape.records import Claim, Outcome
from jsiq_scrape.tables import Kind, Table, table
from jsiq_scrape.tables.rows import Row, Rows
from jsiq_scrape.workspace import Workspace

#: What has fewer is no telephone number, and would be found everywhere.
FEWEST_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Erasure:
    """What is to be taken out of one build."""

    identifiers: Identifiers
    places: Mapping[str, set[str]]  # by body: the contacts that are suppressed, as "contacts[0]"
    lines: Mapping[str, set[int]]  # by body: the lines of the page that are about them

    @property
    def contacts(self) -> int:
        """How many contacts of how many stored pages are suppressed."""
        return sum(map(len, self.places.values()))

    def from_history(self, offices: Iterable[OfficeHistory]) -> None:
        """Take the suppressed states of contacts out of the timelines, and mark the events that are about them."""
        for office in offices:
            taken = {timeline.id for timeline in office.timelines.parts}
            split = {
                id(timeline): self._divided(office, timeline, taken)
                for timeline in office.timelines.parts
                if timeline.entity == "contact" and any(map(self._is_out, timeline.versions))
            }
            if not split:
                continue
            timelines = office.timelines
            timelines.events = [self._event(event, split) for event in timelines.events]
            timelines.choices = [choice for choice in timelines.choices if id(choice.timeline) not in split]
            timelines.parts = [part for timeline in timelines.parts for part in split.get(id(timeline), [timeline])]

    def from_rows(self, rows: Rows) -> None:
        """Take the identifiers out of all rows that are there."""
        if not self.identifiers:
            return
        for name in list(rows.by_table):
            one = table(name)
            found = dict.fromkeys(filter(None, (self._row(one, row) for row in rows.by_table[name])))
            rows.by_table[name] = list(found)  # two titles that differed by a name are one title now

    def withheld_lines(self, bodies: Iterable[str], rows: Rows) -> None:
        """The lines that nobody is shown."""
        for body in sorted(set(bodies) & self.lines.keys()):
            for line in self.lines[body]:
                rows.add("withheld_line", {"body": body[:16], "line": line})

    def _is_out(self, version: Version) -> bool:
        return version.part.place in self.places.get(version.first.body or "", ())

    def _divided(self, office: OfficeHistory, timeline: Timeline, taken: set[str]) -> list[Timeline]:
        """What is left of a contact: the states of others who stood in the same place, each with its own key."""
        left: list[Timeline] = []
        previous: Version | None = None
        for version in timeline.versions:
            if self._is_out(version):
                previous = None
                continue
            if previous is None:
                own = timeline.id if version is timeline.versions[0] else contact_key(office.id, version.part, taken)
                taken.add(own)
                left.append(Timeline("contact", [], own, known_as=timeline.known_as or timeline.id))
            left[-1].versions.append(version)
            previous = version
        for part in left:
            part.removed = timeline.removed if part.latest is timeline.latest else part.latest.ended
        return left

    def _event(self, event: Event, split: Mapping[int, list[Timeline]]) -> Event:
        """An event of somebody else, with the timeline that is left of theirs; or one that is marked as suppressed."""
        if id(event.timeline) not in split:
            return event
        versions = event.timeline.versions
        last = max((n for n, version in enumerate(versions) if version.first.order < event.after.order), default=None)
        now = next((n for n, version in enumerate(versions) if version.first is event.after), None)
        concerned = [versions[n] for n in ((last,) if event.kind == "removed" else (last, now)) if n is not None]
        if any(map(self._is_out, concerned)) or not concerned:
            return replace(event, suppressed=True)
        owner = next(part for part in split[id(event.timeline)] if concerned[-1] in part.versions)
        return replace(event, timeline=owner)

    def _row(self, one: Table, row: Row) -> Row | None:
        values = dict(zip(one.names, row, strict=True))
        if one.name == "by_hand" and self._decided(str(values["digest"]), str(values["field"])):
            return None
        free = FREE[one.name]
        before = (values.get("old"), values.get("new"))
        for column in one.columns:
            value = values[column.name]
            if not isinstance(value, str) or column.allowed:
                continue
            if column.name not in free and not (one.name == "change" and column.name == "field"):
                values[column.name] = self.identifiers.key(value)
            elif column.kind is Kind.JSON:
                values[column.name] = json.dumps(
                    each_text(json.loads(value), self.identifiers.text), ensure_ascii=False
                )
            else:
                values[column.name] = self.identifiers.text(value)
        after = (values.get("old"), values.get("new"))
        if one.name == "change" and before != after and _squeezed(after[0]) == _squeezed(after[1]):
            return None  # only the person made the difference
        if one.name == "finding" and values["kind"] not in OWN_WORDS and self._beside(values["body"], values["line"]):
            values["text"] = MARK
        return tuple(values.values())

    def _decided(self, digest: str, field: str) -> bool:
        return field.partition(".")[0] in self.places.get(digest, ())

    def _beside(self, body: object, line: object) -> bool:
        return any(line in lines for digest, lines in self.lines.items() if digest[:16] == body)


def each_text(value: object, change: Callable[[str], str]) -> object:
    """JSON with each of its texts changed; names of keys stay."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {name: each_text(entry, change) for name, entry in value.items()}
    return [each_text(entry, change) for entry in value] if isinstance(value, list | tuple) else value


def _squeezed(text: object) -> str:
    return "".join(sign for sign in str(text or "") if sign.isalnum())


def erasure_of(workspace: Workspace) -> Erasure:
    """What the suppressions of a workspace take out of its stored pages, read anew: no cache is asked."""
    suppressed = entries.load_suppressions(workspace.resource(entries.FILE))
    if not suppressed or not workspace.snapshots.is_dir():
        return Erasure(Identifiers(), {}, {})
    with read_anew(workspace, suppressed) as (readings, evidence):
        return erasure(suppressed, readings, evidence)


def refuse_suppressed(workspace: Workspace) -> Identifiers:
    """Raise UsageError when the stored pages, about to be given away as they are, show a suppressed person."""
    erased = erasure_of(workspace)
    if erased.lines:
        raise UsageError(
            f"{len(erased.lines)} stored pages show persons who are suppressed (parsers/suppressions.toml), and a WARC "
            "file holds the pages as they are: export DIR without contacts instead"
        )
    return erased.identifiers


def erasure(suppressions: Suppressions, readings: Readings, evidence: Evidence) -> Erasure:
    """What the suppressions take out of the stored pages, and out of the addresses of purged ones.

    A contact without a name that has a mail address or a number of theirs alone is the same person.
    """
    readable = [body for body in evidence.bodies.values() if body.size is not None]
    placed = [
        (body.digest, f"contacts[{index}]", contact)
        for body in readable
        if body.profile
        for index, contact in enumerate(readings.reading(body.digest).contacts)
    ]
    contacts = [contact for _, _, contact in placed]
    suppressed = [contact for contact in contacts if suppressions.suppresses(contact)]
    others = [contact for contact in contacts if contact.name and not suppressions.suppresses(contact)]
    known = detect_persons((line for body in readable for line in lines_of(readings, body)), suppressions)
    for kind, values in known_by(suppressed, others, suppressions).items():
        known[kind] |= values
    known["name"] |= spelled_out((url for urls in evidence.purged.values() for url in urls), suppressions)
    places: dict[str, set[str]] = {}
    for digest, place, contact in placed:
        theirs = not contact.name and (contact.email in known["email"] or known["phone"] & set(contact.numbers))
        if theirs or suppressions.suppresses(contact):
            places.setdefault(digest, set()).add(place)
    lines: dict[str, set[int]] = {body.digest: set() for body in readable}
    raw: set[str] = set()
    for digest, within in places.items():
        for claim in readings.whole(digest).claims:
            if claim.field.partition(".")[0] in within:
                lines[digest].update(range(claim.lines[0], claim.lines[1] + 1))
                if is_raw(claim):
                    raw.add(claim.text)
    identifiers = Identifiers(known["name"], known["email"], known["phone"], raw, suppressions.salt)
    for body in readable:
        lines[body.digest] |= identifiers.lines(lines_of(readings, body))
    return Erasure(identifiers, places, {digest: found for digest, found in lines.items() if found})


def is_raw(claim: Claim) -> bool:
    """Whether a claim holds a mail address or a number that the reader could not undo: a trace as it stands."""
    doubtful = claim.outcome is Outcome.NOT_UNDERSTOOD
    return doubtful and (looks_like_mail(claim.text) or sum(map(str.isdigit, claim.text)) >= FEWEST_DIGITS)
