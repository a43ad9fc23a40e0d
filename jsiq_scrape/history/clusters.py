"""Looks at one address as segments, and segments that are one office as groups."""

from dataclasses import dataclass, field
from datetime import datetime

from jsiq_scrape.history.features import Card
from jsiq_scrape.history.identities import Identities
from jsiq_scrape.readings.page_address import address, is_file
from jsiq_scrape.readings.sighting import Sighting


@dataclass(slots=True)
class Segment:
    """The looks at one address in the time in which it showed one office."""

    address: str
    showings: list[Sighting]
    first: Card
    last: Card

    @property
    def begin(self) -> datetime:
        return self.showings[0].at

    @property
    def end(self) -> datetime:
        return self.showings[-1].at

    @property
    def order(self) -> tuple[datetime, str, str]:
        return self.showings[0].order


@dataclass(frozen=True, slots=True)
class Judgement:
    """Why two pages were taken for one office, or were not."""

    segment: Segment
    other: str  # the other address
    outcome: str  # same, apart or tie
    reason: str
    score: int | None = None
    threshold: int | None = None


@dataclass(slots=True)
class Office:
    """All looks that show one office, in the order of time."""

    segments: list[Segment] = field(default_factory=list)
    via: dict[str, datetime] = field(default_factory=dict)  # addresses that only redirected here, and when last
    judgements: list[Judgement] = field(default_factory=list)

    @property
    def showings(self) -> list[Sighting]:
        return sorted((look for segment in self.segments for look in segment.showings), key=lambda look: look.order)

    @property
    def begin(self) -> tuple[datetime, str, str]:
        return min(segment.order for segment in self.segments)


class Groups:
    """Segments that are one office so far, and which must not be (union-find with vetoes)."""

    def __init__(self, segments: list[Segment], identities: Identities) -> None:
        self.segments = segments
        self.parent = list(range(len(segments)))
        self.via: dict[int, dict[str, datetime]] = {}
        self.judgements: list[Judgement] = []
        self.apart = [frozenset(map(address, two.urls)) for two in identities.apart]
        self.files = [frozenset(filter(is_file, _asked(segment))) for segment in segments]

    def find(self, index: int) -> int:
        while self.parent[index] != index:
            self.parent[index] = self.parent[self.parent[index]]
            index = self.parent[index]
        return index

    def members(self, index: int) -> list[Segment]:
        root = self.find(index)
        return [segment for number, segment in enumerate(self.segments) if self.find(number) == root]

    def files_of(self, index: int) -> frozenset[str]:
        """The names of the files that show the office of that segment."""
        root = self.find(index)
        return frozenset().union(*(files for number, files in enumerate(self.files) if self.find(number) == root))

    def join(self, one: int, other: int, *, decided: bool = False) -> bool:
        """Make the two one office unless a person or the names of their files say otherwise; are they one now?"""
        one, other = sorted((self.find(one), self.find(other)))
        if one == other:
            return True
        if any(self.files) and not decided:
            files = self.files_of(one), self.files_of(other)
            if all(files) and not files[0] & files[1]:
                return False
        ours = {segment.address for segment in self.members(one)}
        theirs = {segment.address for segment in self.members(other)}
        if any((ours & group) and (theirs & group) and len((ours | theirs) & group) > 1 for group in self.apart):
            return False
        self.parent[other] = one
        return True

    def offices(self) -> list[Office]:
        offices: dict[int, Office] = {}
        index_of = {id(segment): index for index, segment in enumerate(self.segments)}
        for index, segment in enumerate(self.segments):
            offices.setdefault(self.find(index), Office()).segments.append(segment)
        for index, addresses in self.via.items():
            office = offices[self.find(index)]
            for name, at in addresses.items():
                office.via[name] = max(at, office.via.get(name, at))
        for judgement in self.judgements:
            offices[self.find(index_of[id(judgement.segment)])].judgements.append(judgement)
        return sorted(offices.values(), key=lambda office: office.begin)


def _asked(segment: Segment) -> set[str]:
    """Every address that was asked for when the segment was shown."""
    return {name for look in segment.showings for name in look.addresses}
