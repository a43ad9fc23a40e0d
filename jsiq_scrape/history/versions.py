"""What is known of one office: its entries through all their versions, and the events between these."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from jsiq_scrape.history.entry_matching import Entity
from jsiq_scrape.readings.comparable import Part, Value
from jsiq_scrape.readings.judged import JudgedCapture

Kind = Literal["added", "removed", "changed", "renamed", "reappeared"]


@dataclass(slots=True)
class Version:
    """One state of an entry, from the first capture that showed it to the last."""

    part: Part
    first: JudgedCapture
    last: JudgedCapture
    before: JudgedCapture | None  # last capture of the state before; None for the first state
    ended: JudgedCapture | None = None  # first capture that showed it no longer
    reread: bool = False  # the page says the same as in the version before, and is read in another way


@dataclass(slots=True)
class Timeline:
    """One entry (the profile, a contact, an area, a project) through all its versions."""

    entity: Literal["profile"] | Entity
    versions: list[Version] = field(default_factory=list)
    id: str = ""  # its key, given when all versions are known
    known_as: str = ""  # the key that its events are known by, where that is another one
    removed: JudgedCapture | None = None

    @property
    def latest(self) -> Version:
        return self.versions[-1]

    @property
    def begin(self) -> tuple[datetime, str, str, int]:
        first = self.versions[0]
        return *first.first.order, first.part.position


@dataclass(frozen=True, slots=True)
class Event:
    """One field of one entry that changed, or an entry that came or went."""

    timeline: Timeline
    kind: Kind
    before: JudgedCapture  # last capture of the old state
    after: JudgedCapture  # first capture of the new state
    confirmed: JudgedCapture  # the capture that made it certain
    field: str | None = None
    old: Value = None
    new: Value = None
    #: True: about a suppressed person; counted, so that events keep their keys, and shown nowhere.
    suppressed: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """Two entries of different names that were taken for one, or were not because the choice was a tie."""

    timeline: Timeline
    other: str  # the name it was compared with
    outcome: Literal["same", "tie"]
    score: float
    threshold: float
    capture: JudgedCapture


@dataclass(slots=True)
class OfficeTimelines:
    """All that is known of one office."""

    profile: Timeline = field(default_factory=lambda: Timeline("profile"))
    parts: list[Timeline] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    counted: dict[str, str] = field(default_factory=dict)  # capture -> shown, stale, gone or missing
    last_shown: JudgedCapture | None = None

    def of(self, entity: Entity) -> list[Timeline]:
        """The timelines of one kind, in the order in which they were first seen."""
        return [timeline for timeline in self.parts if timeline.entity == entity]
