"""Which captures show the same office: by address, redirect, equal content and likeness; a tie never merges.

One address shows one office until it names another municipality, because a freed address goes to the next office.  The
office stays the same, as a Kreis that was renamed or merged, if both agree in several rare things (`features.WEIGHTS`).

Two addresses show one office if they name the same municipality and agree in two of five things
(`Features.agreements`); in three, projects or areas among them, if both showed different content at the same time,
because then they may be two offices of one town.

A saved page is known by its file's name: files of one name are one page, and files of different names never are.

A page that broke off proves nothing by what it lacks.  It says nothing of an office of which a whole page is known;
without one, the longest page serves alone, because a change could not be distinguished from a cut.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import combinations, product

from jsiq_scrape.history.features import NEEDED_ELSEWHERE, Features, Rarity, features_of, municipality_of
from jsiq_scrape.history.identities import Identities, OneProfile
from jsiq_scrape.readings.judged import JudgedCapture, States
from jsiq_scrape.readings.page_address import address, is_file
from jsiq_scrape.records import Verdict

#: In how many things two addresses of one municipality have to agree.
NEEDED = 2
NEEDED_IN_PARALLEL = 3


@dataclass(slots=True, eq=False)
class Segment:
    """The captures of one address in the time in which it showed one office."""

    address: str
    showings: list[JudgedCapture]
    first: Features
    last: Features  # of the last capture that names a municipality

    @property
    def begin(self) -> datetime:
        return self.showings[0].captured_at

    @property
    def end(self) -> datetime:
        return self.showings[-1].captured_at

    @property
    def order(self) -> tuple[datetime, str, str]:
        return self.showings[0].order

    @property
    def files(self) -> set[str]:
        """The names of the files that show it."""
        return {name for capture in self.showings for name in capture.addresses if is_file(name)}

    def is_of(self, one: OneProfile) -> bool:
        """True if a person decided that it shows this profile."""
        if self.address not in map(address, one.urls):
            return False
        wanted = municipality_of(one.municipality)
        return wanted is None or wanted in (self.first.municipality, self.last.municipality)


@dataclass(frozen=True, slots=True)
class Judgement:
    """Why two pages are one office, or are not."""

    segment: Segment
    other: str  # the other address, or the same one at another time
    outcome: str  # same, apart or tie
    reason: str
    score: float | None = None
    threshold: float | None = None


@dataclass(slots=True, eq=False)
class Office:
    """All captures that show one office."""

    segments: list[Segment]  # in the order of time
    via: dict[str, datetime] = field(default_factory=dict)  # addresses that only redirected here, and when last
    judgements: list[Judgement] = field(default_factory=list)

    @property
    def showings(self) -> list[JudgedCapture]:
        return sorted(
            (capture for segment in self.segments for capture in segment.showings), key=lambda capture: capture.order
        )

    @property
    def order(self) -> tuple[datetime, str, str]:
        return self.segments[0].order

    @property
    def addresses(self) -> frozenset[str]:
        """Those that showed it, and those that only redirected there."""
        return frozenset({segment.address for segment in self.segments} | self.via.keys())

    def redirected_from(self, name: str, at: datetime) -> None:
        self.via[name] = max(at, self.via.get(name, at))


def divide_into_offices(
    captures: Sequence[JudgedCapture], states: States, identities: Identities
) -> tuple[list[JudgedCapture], list[Office]]:
    """The captures, with partial ones that serve marked as whole, and all offices in the order of first sight."""
    offices = _offices(captures, states, identities)
    longest = _longest_partial(captures, {segment.address for office in offices for segment in office.segments})
    if not longest:
        return list(captures), offices
    tried = _as_whole(captures, longest)
    offices = _offices(tried, states, identities)  # shows whose pages they are
    serving = {id(capture) for office in offices for capture in _serving(office)}
    kept = {id(capture) for capture, taken in zip(captures, tried, strict=True) if id(taken) in serving}
    if kept != longest:
        tried = _as_whole(captures, kept)
        offices = _offices(tried, states, identities)
    return tried, offices


def _as_whole(captures: Sequence[JudgedCapture], partial: set[int]) -> list[JudgedCapture]:
    return [replace(capture, whole=True) if id(capture) in partial else capture for capture in captures]


def _longest_partial(captures: Sequence[JudgedCapture], shown: set[str]) -> set[int]:
    """The captures of the longest partial page of each address without a whole one, by identity."""
    partial: dict[str, list[JudgedCapture]] = {}
    for capture in captures:
        if capture.partial_size and capture.verdict is Verdict.PROFILE and capture.addresses[0] not in shown:
            partial.setdefault(capture.addresses[0], []).append(capture)
    return {id(capture) for own in partial.values() for capture in _longest(own)}


def _serving(office: Office) -> list[JudgedCapture]:
    """The partial captures that serve an office without a whole one: those of the longest page."""
    showings = office.showings
    return _longest(showings) if all(capture.partial_size for capture in showings) else []


def _longest(captures: Sequence[JudgedCapture]) -> list[JudgedCapture]:
    """The captures of the longest of these pages."""
    longest = max((capture.partial_size, capture.body or "") for capture in captures)
    return [capture for capture in captures if (capture.partial_size, capture.body or "") == longest]


def _offices(captures: Sequence[JudgedCapture], states: States, identities: Identities) -> list[Office]:
    features: dict[str | None, Features] = {}
    showings = sorted((capture for capture in captures if capture.showing), key=lambda capture: capture.order)
    for capture in showings:
        assert capture.body is not None
        if capture.state not in features:
            features[capture.state] = features_of(states[capture.body])
    rarity = Rarity(features.values())
    segments, judgements = _segments(showings, features, rarity)
    joined = _Joined(segments, judgements, identities)
    _join_by_decision(joined, identities)
    _join_by_file(joined, rarity)
    _join_by_redirect(joined, showings, features, rarity)
    _join_by_equal_content(joined)
    _join_by_likeness(joined)
    return joined.offices()


def _segments(
    showings: Iterable[JudgedCapture], features: Mapping[str | None, Features], rarity: Rarity
) -> tuple[list[Segment], list[Judgement]]:
    """The captures of each address, divided where it went to another office."""
    by_address: dict[str, list[JudgedCapture]] = {}
    for capture in showings:
        by_address.setdefault(capture.addresses[0], []).append(capture)
    segments: list[Segment] = []
    judgements: list[Judgement] = []
    for name, own in by_address.items():
        current: Segment | None = None
        for capture in own:
            shown = features[capture.state]
            if current is not None and current.last.elsewhere(shown):
                agreement = rarity.agreement(current.last, shown)
                agreed = ", ".join(agreement.kinds) or "nothing"
                judgements.append(
                    Judgement(
                        current,
                        name,
                        "same" if agreement.strong else "apart",
                        f"another municipality at one address, agrees in {agreed}",
                        agreement.shared,
                        max(NEEDED_ELSEWHERE, agreement.differing),
                    )
                )
                if not agreement.strong:
                    current = None
            if current is None:
                current = Segment(name, [], shown, shown)
                segments.append(current)
            current.showings.append(capture)
            if shown.municipality is not None:
                current.last = shown
    return sorted(segments, key=lambda segment: segment.order), judgements


class _Joined:
    """The office of each segment: its own until it is joined with another."""

    def __init__(self, segments: list[Segment], judgements: list[Judgement], identities: Identities) -> None:
        self.segments = segments
        self.judgements = judgements
        self.office = {segment: Office([segment]) for segment in segments}
        self.apart = [frozenset(map(address, two.urls)) for two in identities.apart]

    def join(self, one: Segment, other: Segment, *, decided: bool = False) -> bool:
        """Make their offices one unless a person or the names of their files object; True if they are one now."""
        stays, goes = sorted((self.office[one], self.office[other]), key=lambda office: office.order)
        if stays is goes:
            return True
        files = [set().union(*(segment.files for segment in office.segments)) for office in (stays, goes)]
        if all(files) and not files[0] & files[1] and not decided:
            return False
        ours, theirs = ({segment.address for segment in office.segments} for office in (stays, goes))
        if any((ours & group) and (theirs & group) and len((ours | theirs) & group) > 1 for group in self.apart):
            return False
        stays.segments = sorted(stays.segments + goes.segments, key=lambda segment: segment.order)
        for name, at in goes.via.items():
            stays.redirected_from(name, at)
        self.office.update(dict.fromkeys(goes.segments, stays))
        return True

    def judge(self, segment: Segment, other: str, outcome: str, reason: str, *likeness: int) -> None:
        self.judgements.append(Judgement(segment, other, outcome, reason, *likeness))

    def offices(self) -> list[Office]:
        for judgement in self.judgements:
            self.office[judgement.segment].judgements.append(judgement)
        return sorted(set(self.office.values()), key=lambda office: office.order)


def _join_by_decision(joined: _Joined, identities: Identities) -> None:
    for one in identities.profile:
        found = [segment for segment in joined.segments if segment.is_of(one)]
        for segment in found[1:]:
            if joined.join(found[0], segment, decided=True):
                joined.judge(found[0], segment.address, "same", "parsers/identities.toml says so")


def _join_by_file(joined: _Joined, rarity: Rarity) -> None:
    """Files of one name are one page, also where the page gives another address of itself by now."""
    last_of: dict[str, Segment] = {}
    for segment in joined.segments:
        for name in sorted(segment.files):
            earlier = last_of.get(name, segment)
            if earlier is not segment and rarity.may_be_one(earlier.last, segment.first):
                joined.join(earlier, segment)
            last_of[name] = segment


def _join_by_redirect(
    joined: _Joined, showings: Iterable[JudgedCapture], features: Mapping[str | None, Features], rarity: Rarity
) -> None:
    """An address that redirects to a profile belongs to it, unless it showed another office itself."""
    by_address: dict[str, list[Segment]] = {}
    of_capture: dict[int, Segment] = {}
    for segment in joined.segments:
        by_address.setdefault(segment.address, []).append(segment)
        of_capture.update((id(capture), segment) for capture in segment.showings)
    done: set[tuple[Segment, str]] = set()
    for capture in showings:
        if len(capture.addresses) == 1:
            continue
        target, asked = of_capture[id(capture)], capture.addresses[1]
        own = [segment for segment in by_address.get(asked, ()) if segment.begin <= capture.captured_at]
        if not own:
            joined.office[target].redirected_from(asked, capture.captured_at)
        elif (target, asked) not in done:
            done.add((target, asked))
            if rarity.may_be_one(own[-1].last, features[capture.state]) and joined.join(own[-1], target):
                joined.judge(target, asked, "same", "redirects there")
            else:
                joined.judge(target, asked, "apart", "redirects there, but showed another office")


def _join_by_equal_content(joined: _Joined) -> None:
    first_with: dict[str | None, Segment] = {}
    for segment in joined.segments:
        for state in dict.fromkeys(capture.state for capture in segment.showings):
            earlier = first_with.setdefault(state, segment)
            if joined.office[earlier] is not joined.office[segment] and joined.join(earlier, segment):
                joined.judge(earlier, segment.address, "same", "shows the same content")


@dataclass(frozen=True, slots=True)
class _Edge:
    """How much two offices of one municipality agree; each is named by its first segment, the earlier one first."""

    one: Segment
    other: Segment
    needed: int
    points: int
    agreed: tuple[str, ...]

    @property
    def pair(self) -> frozenset[Segment]:
        return frozenset((self.one, self.other))


def _join_by_likeness(joined: _Joined) -> None:
    by_place: dict[object, dict[Segment, Office]] = {}
    for segment in joined.segments:
        office = joined.office[segment]
        for features in (segment.first, segment.last):
            if features.municipality is not None:
                by_place.setdefault(features.municipality, {})[office.segments[0]] = office
    edges: dict[frozenset[Segment], _Edge] = {}
    for offices in by_place.values():
        for one, other in combinations(sorted(offices.values(), key=lambda office: office.order), 2):
            edge = _compare(one, other)
            if edge is not None:
                edges[edge.pair] = edge
    good = {pair for pair, edge in edges.items() if edge.points >= edge.needed}
    for edge in sorted(edges.values(), key=lambda edge: (-edge.points, edge.one.order, edge.other.order)):
        rival = _rival(edge, edges, good)
        agreed = ", ".join(edge.agreed) or "nothing else"
        if edge.pair not in good:
            outcome, reason = "apart", f"same municipality, agrees in {agreed}"
        elif rival is not None:
            outcome, reason = "tie", f"agrees in {agreed}, as much as {rival.address}"
        elif joined.join(edge.one, edge.other):
            outcome, reason = "same", f"same municipality, agrees in {agreed}"
        else:
            outcome, reason = "apart", "kept apart by parsers/identities.toml or by the names of their files"
        joined.judge(edge.one, edge.other.address, outcome, reason, edge.points, edge.needed)


def _compare(one: Office, other: Office) -> _Edge | None:
    """How much two offices of one municipality agree where they meet in time; `one` began first."""
    parallel = other.segments[0].begin <= max(segment.end for segment in one.segments)
    best: list[str] | None = None
    for left, right in product(one.segments, other.segments):
        if left.end < right.begin:
            pairs = [(left.last, right.first)]
        elif right.end < left.begin:
            pairs = [(left.first, right.last)]
        else:
            pairs = [(left.first, right.first), (left.last, right.last)]
        for features, counterpart in pairs:
            if features.same_place(counterpart):
                agreed = features.agreements(counterpart)
                best = agreed if best is None or len(agreed) > len(best) else best
    if best is None:
        return None
    points = len(best)
    if parallel and not {"projects", "areas"} & set(best):
        points = min(points, NEEDED)
    needed = NEEDED_IN_PARALLEL if parallel else NEEDED
    return _Edge(one.segments[0], other.segments[0], needed, points, tuple(best))


def _rival(
    edge: _Edge, edges: Mapping[frozenset[Segment], _Edge], good: Collection[frozenset[Segment]]
) -> Segment | None:
    """Another office that is as good a match for one of the two, and cannot be the same as the second."""
    for pair, rival in edges.items():
        third = pair - edge.pair
        if len(third) == 1 and rival.points >= edge.points and pair in good and pair ^ edge.pair not in good:
            return next(iter(third))
    return None
