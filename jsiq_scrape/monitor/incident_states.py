"""Incidents of the scraper, which are no changes of the data: states, reported when they begin and when they end."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from pydantic import ConfigDict


class IncidentKind(StrEnum):
    """What keeps the scraper from seeing what is there."""

    #: No answer, 5xx, 408, 425, 429: a page, a list, a whole host, or the index of an archive.
    UNREACHABLE = "unreachable"
    #: robots.txt, a host that is not on the list, 401, 403, 407, 451; an archive that leaves a site out.
    REFUSED = "refused"
    BLOCKED = "blocked"  # a challenge or a consent page in the place of the page
    UNREADABLE = "unreadable"  # an answer that is no profile, or that cannot be kept
    MOVED = "moved"  # a redirect to something else than a profile
    EMPTY_LIST = "empty list"  # a list that is not there, or names no profile
    DAMAGED = "damaged"  # evidence that cannot be used
    RESTING = "resting"  # an archive that wants to be left alone for a while
    GATE = "gate"  # a quality gate holds the new database back


@dataclass(frozen=True, slots=True)
class Incident:
    """One incident from its beginning on; moments as the database writes them."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    kind: IncidentKind
    subject: str  # a URL, the origin of a host ("all its pages"), an archive, a file, the database
    detail: str  # what the last capture or run said about it
    first_seen: str
    last_seen: str
    ended_at: str | None = None  # when it was first seen to be over; None while it stands

    @property
    def key(self) -> tuple[str, str]:
        return self.kind, self.subject

    def public(self) -> dict[str, str | None]:
        """The keys of one object of `incidents --json`, in this order."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Transitions:
    """What a run reports of incidents: those that began and those that ended since the last report."""

    begun: tuple[Incident, ...] = ()
    ended: tuple[Incident, ...] = ()


def standing(incidents: Iterable[Incident]) -> list[Incident]:
    """Those that are not over, by kind and subject."""
    return sorted((one for one in incidents if one.ended_at is None), key=lambda one: one.key)


def transitions(reported: Iterable[Incident], now: Iterable[Incident]) -> Transitions:
    """Between the incidents that stood in the last report, and all that are known now, ended ones included.

    An incident that came and went in between was never reported, so its end is not reported either.
    """
    before = {one.key: one for one in standing(reported)}
    present = {one.key: one for one in standing(now)}
    over = {one.key: one for one in sorted(now, key=lambda one: one.first_seen) if one.ended_at is not None}
    ended = (over.get(key, one) for key, one in before.items() if key not in present)
    return Transitions(tuple(one for key, one in present.items() if key not in before), tuple(ended))
