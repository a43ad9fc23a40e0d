"""What tells one office from another: a card made of one state of its page."""

from dataclasses import dataclass
from functools import lru_cache

from jsiq_scrape.history.entry_matching import words_alike
from jsiq_scrape.parse.folding import fold
from jsiq_scrape.places.naming import Sort, divide
from jsiq_scrape.places.naming import fold as fold_place
from jsiq_scrape.readings.comparable import State

AGREEMENTS = ("office", "address", "reach", "projects", "areas")
#: Names of an office with this share of words in common are one name.
SAME_OFFICE = 0.8
#: This share of the shorter list of titles or area names has to be in the longer one.
SHARED_NAMES = 0.5


@dataclass(frozen=True, slots=True)
class Card:
    """What tells one office from another, taken from one state of its page."""

    municipality: tuple[bool, str] | None  # whether it is a Kreis, and its bare name
    land: str | None
    office: str | None
    address: tuple[str, str] | None
    reach: frozenset[str]
    projects: frozenset[str]
    areas: frozenset[str]

    def agreements(self, other: "Card") -> list[str]:
        """In which of AGREEMENTS the two agree."""
        agreed = {
            "office": words_alike(self.office or "", other.office or "") >= SAME_OFFICE,
            "address": self.address is not None and self.address == other.address,
            "reach": bool(self.reach & other.reach),
            "projects": _shared(self.projects, other.projects),
            "areas": _shared(self.areas, other.areas),
        }  # fmt: skip
        return [name for name in AGREEMENTS if agreed[name]]

    def same_place(self, other: "Card") -> bool:
        """Whether both name the same municipality."""
        lands_differ = self.land and other.land and self.land != other.land
        return self.municipality is not None and self.municipality == other.municipality and not lands_differ

    def contradicts(self, other: "Card") -> bool:
        """Whether the two are surely different offices: another municipality and nothing in common."""
        if self.municipality is None or other.municipality is None or self.same_place(other):
            return False
        return not set(self.agreements(other)) - {"office"}  # most offices have the same name


def card_of(state: State) -> Card:
    """The card of one state."""
    value = state.profile.value
    street, postal_code = value("street"), value("postal_code")
    reach = {contact.value(way) for contact in state.contacts for way in ("email", "phone", "mobile", "fax")}
    return Card(
        _municipality(value("municipality")),
        _folded(value("state")),
        _folded(value("office")),
        (fold(street), str(postal_code)) if isinstance(street, str) and postal_code else None,
        frozenset(str(way) for way in reach if way is not None),
        frozenset(filter(None, (_folded(project.value("title")) for project in state.projects))),
        frozenset(filter(None, (_folded(area.value("name")) for area in state.areas))),
    )


@lru_cache(maxsize=4096)  # every state of a page names the same one
def _municipality(name: object) -> tuple[bool, str] | None:
    if not isinstance(name, str) or not fold_place(name):
        return None
    sort, bare = divide(fold_place(name))
    return sort is Sort.KREIS, bare


def _shared(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    shorter = min(len(ours), len(theirs))
    return shorter > 0 and len(ours & theirs) >= SHARED_NAMES * shorter


def _folded(value: object) -> str | None:
    return fold(value) if isinstance(value, str) and value else None
