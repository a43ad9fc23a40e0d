"""What one state of a page says that may distinguish its office from another, and how much two states agree in it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from jsiq_scrape.history.entry_matching import words_alike
from jsiq_scrape.parse.folding import fold
from jsiq_scrape.places.naming import Sort, divide
from jsiq_scrape.places.naming import fold as fold_place
from jsiq_scrape.readings.comparable import State

#: Names of an office with this share of words in common are one name.
SAME_OFFICE = 0.8
#: This share of the shorter list of titles or area names has to be in the longer one.
SHARED_NAMES = 0.5

#: What a value counts that two pages of different municipalities share, and the most that its kind counts.  An address
#: or a telephone belongs to one place.  A mail address may be the programme's own, a title such as "Streetwork" or an
#: area such as "Innenstadt" anybody's.  The name of the office counts nothing: most have the same.
WEIGHTS = {"address": (2.0, 2.0), "phone": (2.0, 2.0), "mail": (1.0, 1.0), "projects": (1.0, 2.0), "areas": (0.5, 1.0),
           "texts": (1.0, 3.0)}  # fmt: skip
#: Where an office can be reached: only these count against one office when they differ.  Projects and their texts come
#: and go with the programme's phases.
REACH = ("address", "phone", "mail")
#: Of the 64 ways in which two pages may agree in one value of some kinds and differ in the others, 40 reach this; each
#: has the address or the telephone among them.  A mail address, a title and an area together make 2.5.
NEEDED_ELSEWHERE = 3.0
#: Shorter texts are phrases that anybody may write.
LONG_TEXT = 60

Municipality = tuple[bool, str]  # whether it is a Kreis, and its bare name


@dataclass(frozen=True)
class Features:
    """What distinguishes one office from another, taken from one state of its page."""

    municipality: Municipality | None
    bare: bool  # the page names the municipality without its kind: "Düren" may be the town or the Kreis
    ags: str | None
    land: str | None
    office: str | None
    address: frozenset[str]
    phone: frozenset[str]
    mail: frozenset[str]
    projects: frozenset[str]
    areas: frozenset[str]
    printed_texts: tuple[str, ...]

    @property
    def texts(self) -> frozenset[str]:
        """The long texts; folded when they are asked for, because few histories need them."""
        return _all_folded(self.printed_texts)

    def agreements(self, other: "Features") -> list[str]:
        """In what two pages of one municipality agree."""
        agreed = {
            "office": words_alike(self.office or "", other.office or "") >= SAME_OFFICE,
            "address": bool(self.address & other.address),
            "reach": bool(self.phone & other.phone or self.mail & other.mail),
            "projects": _shared(self.projects, other.projects),
            "areas": _shared(self.areas, other.areas),
        }
        return [name for name, same in agreed.items() if same]

    def same_place(self, other: "Features") -> bool:
        """True if both name the same municipality."""
        if self.municipality is None or self.municipality != other.municipality:
            return False
        if self.ags and other.ags:
            return self.ags == other.ags
        return not (self.land and other.land and self.land != other.land)

    def elsewhere(self, other: "Features") -> bool:
        """True if they name different municipalities."""
        if self.municipality is None or other.municipality is None or self.same_place(other):
            return False
        same_name = self.municipality[1] == other.municipality[1] and self.ags == other.ags
        return not (same_name and (self.bare or other.bare))

    def values(self, kind: str) -> frozenset[str]:
        """The values of one of WEIGHTS."""
        values: frozenset[str] = getattr(self, kind)
        return values

    @property
    def place(self) -> object:
        """The municipality, as values are counted by it."""
        return self.ags or (self.land, self.municipality)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How much two pages that name different municipalities agree."""

    kinds: tuple[str, ...]  # that at least one rare value is shared of
    shared: float
    differing: float

    @property
    def strong(self) -> bool:
        """True if the two are one office all the same: a Kreis that was renamed or merged."""
        return len(self.kinds) > 1 and self.shared >= NEEDED_ELSEWHERE and self.shared > self.differing


class Rarity:
    """How rare each value is in the whole evidence: by how many municipalities show it."""

    def __init__(self, features: Iterable[Features]) -> None:
        self._features = list(features)

    @cached_property
    def _places(self) -> dict[tuple[str, str], set[object]]:
        places: dict[tuple[str, str], set[object]] = defaultdict(set)
        for each in self._features:
            for kind in WEIGHTS:
                for value in each.values(kind):
                    places[kind, value].add(each.place)
        return places

    def may_be_one(self, one: Features, other: Features) -> bool:
        """True unless they name different municipalities and do not agree strongly."""
        return not one.elsewhere(other) or self.agreement(one, other).strong

    def agreement(self, one: Features, other: Features) -> Agreement:
        """How much the two agree: a value that two other municipalities show counts half, one of three a third.

        One other costs nothing: it may be a third name of the same Kreis.
        """
        own = {one.place, other.place}
        kinds, shared, differing = [], 0.0, 0.0
        for kind, (weight, most) in WEIGHTS.items():
            ours, theirs = (
                {value: weight / max(1, len(self._places[kind, value] - own)) for value in each.values(kind)}
                for each in (one, other)
            )
            alike = min(most, sum(ours[value] for value in ours.keys() & theirs.keys()))
            shared += alike
            if alike >= weight / 2:
                kinds.append(kind)
            if kind in REACH:
                differing += max(0.0, min(most, sum(ours.values()), sum(theirs.values())) - alike)
        return Agreement(tuple(kinds), round(shared, 4), round(differing, 4))


def features_of(state: State) -> Features:
    """The features of one state."""
    value, place = state.profile.value, state.profile.derived
    street, postal_code = value("street"), value("postal_code")
    phones = {contact.value(way) for contact in state.contacts for way in ("phone", "mobile", "fax")}
    texts = [value("areas_text"), *(area.value("description") for area in state.areas)]
    texts += [project.value(name) for project in state.projects for name in ("target_group", "services")]
    name = value("municipality")
    return Features(
        municipality_of(name),
        isinstance(name, str) and divide(fold_place(name))[0] is Sort.UNSAID,
        place.ags if place else None,
        _folded(value("state")),
        _folded(value("office")),
        frozenset({f"{fold(street)}, {postal_code}"} if isinstance(street, str) and postal_code else ()),
        frozenset(str(phone) for phone in phones if phone is not None),
        _all_folded(contact.value("email") for contact in state.contacts),
        _all_folded(project.value("title") for project in state.projects),
        _all_folded(area.value("name") for area in state.areas),
        tuple(text for text in texts if isinstance(text, str) and len(text) >= LONG_TEXT),
    )


@lru_cache(maxsize=4096)  # every state of a page names the same one
def municipality_of(name: object) -> Municipality | None:
    """The municipality that a page names, in whatever spelling."""
    if not isinstance(name, str) or not fold_place(name):
        return None
    sort, bare = divide(fold_place(name))
    return sort is Sort.KREIS, bare


def _shared(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    shorter = min(len(ours), len(theirs))
    return shorter > 0 and len(ours & theirs) >= SHARED_NAMES * shorter


def _folded(value: object) -> str | None:
    return fold(value) if isinstance(value, str) and value else None


def _all_folded(values: Iterable[object]) -> frozenset[str]:
    return frozenset(filter(None, map(_folded, values)))
