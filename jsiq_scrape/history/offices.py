"""Which captures show the same office: by address, redirect, equal content and likeness; a tie never merges.

One address shows one office until it names another municipality, because a freed address goes to the next office.  The
office stays the same, as a Kreis that was renamed or merged, if both agree in several rare things (`features.WEIGHTS`).

Two addresses show one office if they name the same municipality and agree in two of five things
(`features.AGREEMENTS`); in three, projects or areas among them, if both showed different content at the same time,
because then they may be two offices of one town.

A saved page is known by its file's name: files of one name are one page, and files of different names never are.

A page that broke off proves nothing by what it lacks.  It says nothing of an office of which a whole page is known;
without one, the longest page serves alone, because no change could be told from a cut.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from jsiq_scrape.history.features import NEEDED_ELSEWHERE, Features, Rarity, features_of, municipality_of
from jsiq_scrape.history.identities import Identities, OneProfile
from jsiq_scrape.readings.judged import JudgedCapture, States
from jsiq_scrape.readings.page_address import address, is_file
from jsiq_scrape.records import Verdict

#: How many of AGREEMENTS two addresses of one municipality need.
NEEDED = 2
NEEDED_IN_PARALLEL = 3


@dataclass(slots=True)
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


@dataclass(slots=True)
class Office:
    """All captures that show one office, in the order of time."""

    segments: list[Segment] = field(default_factory=list)
    via: dict[str, datetime] = field(default_factory=dict)  # addresses that only redirected here, and when last
    judgements: list[Judgement] = field(default_factory=list)

    @property
    def showings(self) -> list[JudgedCapture]:
        return sorted(
            (capture for segment in self.segments for capture in segment.showings), key=lambda capture: capture.order
        )

    @property
    def begin(self) -> tuple[datetime, str, str]:
        return min(segment.order for segment in self.segments)


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
    longest: dict[str, tuple[int, str]] = {}
    partial = [
        capture
        for capture in captures
        if capture.partial_size and capture.verdict is Verdict.PROFILE and capture.addresses[0] not in shown
    ]
    for capture in partial:
        longest[capture.addresses[0]] = max(
            longest.get(capture.addresses[0], (0, "")), (capture.partial_size, capture.body or "")
        )
    return {
        id(capture)
        for capture in partial
        if longest[capture.addresses[0]] == (capture.partial_size, capture.body or "")
    }


def _serving(office: Office) -> list[JudgedCapture]:
    """The partial captures that serve an office without a whole one: those of the longest page."""
    showings = office.showings
    if not all(capture.partial_size for capture in showings):
        return []
    longest = max((capture.partial_size, capture.body or "") for capture in showings)
    return [capture for capture in showings if (capture.partial_size, capture.body or "") == longest]


def _offices(captures: Sequence[JudgedCapture], states: States, identities: Identities) -> list[Office]:
    features: dict[str, Features] = {}
    showings = sorted((capture for capture in captures if capture.showing), key=lambda capture: capture.order)
    for capture in showings:
        assert capture.state is not None
        assert capture.body is not None
        if capture.state not in features:
            features[capture.state] = features_of(states[capture.body])
    rarity = Rarity(features.values())
    segments, judgements = _segments(showings, features, rarity)
    clusters = _Clusters(segments, judgements, identities)
    _join_by_decision(clusters, identities)
    _join_by_file(clusters, rarity)
    _join_by_redirect(clusters, showings, features, rarity)
    _join_by_equal_content(clusters)
    _join_by_likeness(clusters)
    return clusters.offices()


def _segments(
    showings: Iterable[JudgedCapture], features: Mapping[str, Features], rarity: Rarity
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
            assert capture.state is not None
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


class _Clusters:
    """Segments that are one office so far, and those that must not be (union-find with vetoes)."""

    def __init__(self, segments: list[Segment], judgements: list[Judgement], identities: Identities) -> None:
        self.segments = segments
        self.parent = list(range(len(segments)))
        self.via: dict[int, dict[str, datetime]] = {}
        self.judgements = judgements
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
        """Make the two one office unless a person or the names of their files object; True if they are one now."""
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
    """Every address that a capture of the segment was asked for at."""
    return {name for capture in segment.showings for name in capture.addresses}


def _join_by_decision(clusters: _Clusters, identities: Identities) -> None:
    for one in identities.profile:
        found = [index for index, segment in enumerate(clusters.segments) if segment.is_of(one)]
        for index in found[1:]:
            if clusters.join(found[0], index, decided=True):
                segment = clusters.segments[index]
                clusters.judgements.append(
                    Judgement(clusters.segments[found[0]], segment.address, "same", "parsers/identities.toml says so")
                )


def _join_by_file(clusters: _Clusters, rarity: Rarity) -> None:
    """Files of one name are one page, also where the page gives another address of itself by now."""
    last_of: dict[str, int] = {}
    for index, segment in enumerate(clusters.segments):
        for name in sorted(clusters.files[index]):
            earlier = clusters.segments[last_of.setdefault(name, index)]
            if earlier is not segment and rarity.may_be_one(earlier.last, segment.first):
                clusters.join(last_of[name], index)
            last_of[name] = index


def _join_by_redirect(
    clusters: _Clusters, showings: Iterable[JudgedCapture], features: Mapping[str, Features], rarity: Rarity
) -> None:
    """An address that redirects to a profile belongs to it, unless it showed another office itself."""
    by_address: dict[str, list[int]] = {}
    of_capture: dict[int, int] = {}
    for index, segment in enumerate(clusters.segments):
        by_address.setdefault(segment.address, []).append(index)
        of_capture.update((id(capture), index) for capture in segment.showings)
    done: set[tuple[int, str]] = set()
    for capture in showings:
        if len(capture.addresses) == 1:
            continue
        target, asked = of_capture[id(capture)], capture.addresses[1]
        assert capture.state is not None
        own = [index for index in by_address.get(asked, ()) if clusters.segments[index].begin <= capture.captured_at]
        source = own[-1] if own else None
        if source is None:
            held = clusters.via.setdefault(target, {})
            held[asked] = max(capture.captured_at, held.get(asked, capture.captured_at))
            continue
        if (target, asked) in done:
            continue
        done.add((target, asked))
        same_office = rarity.may_be_one(clusters.segments[source].last, features[capture.state])
        same_office = same_office and clusters.join(source, target)
        reason = "redirects there" if same_office else "redirects there, but showed another office"
        outcome = "same" if same_office else "apart"
        clusters.judgements.append(Judgement(clusters.segments[target], asked, outcome, reason))


def _join_by_equal_content(clusters: _Clusters) -> None:
    first_with: dict[str, int] = {}
    for index, segment in enumerate(clusters.segments):
        for state in dict.fromkeys(capture.state for capture in segment.showings):
            assert state is not None
            earlier = first_with.setdefault(state, index)
            if clusters.find(earlier) != clusters.find(index) and clusters.join(earlier, index):
                clusters.judgements.append(
                    Judgement(clusters.segments[earlier], segment.address, "same", "shows the same content")
                )


@dataclass(frozen=True, slots=True)
class _Edge:
    one: int
    other: int
    points: int
    needed: int
    agreed: tuple[str, ...]


def _join_by_likeness(clusters: _Clusters) -> None:
    by_place: dict[tuple[bool, str], set[int]] = {}
    for index, segment in enumerate(clusters.segments):
        for features in (segment.first, segment.last):
            if features.municipality is not None:
                by_place.setdefault(features.municipality, set()).add(clusters.find(index))
    edges: dict[tuple[int, int], _Edge] = {}
    for roots in by_place.values():
        ordered = sorted(roots)
        for position, one in enumerate(ordered):
            for other in ordered[position + 1 :]:
                edge = _compare(clusters, one, other)
                if edge is not None:
                    edges[one, other] = edge
    good = {pair for pair, edge in edges.items() if edge.points >= edge.needed}
    for edge in sorted(edges.values(), key=lambda edge: (-edge.points, edge.one, edge.other)):
        rival = _rival(edge, edges, good)
        segment, counterpart = clusters.segments[edge.one], clusters.segments[edge.other].address
        agreed = ", ".join(edge.agreed) or "nothing else"
        if edge.points < edge.needed:
            outcome, reason = "apart", f"same municipality, agrees in {agreed}"
        elif rival is not None:
            outcome = "tie"
            reason = f"agrees in {agreed}, as much as {clusters.segments[rival].address}"
        elif clusters.join(edge.one, edge.other):
            outcome, reason = "same", f"same municipality, agrees in {agreed}"
        else:
            outcome, reason = "apart", "kept apart by parsers/identities.toml or by the names of their files"
        clusters.judgements.append(Judgement(segment, counterpart, outcome, reason, edge.points, edge.needed))


def _compare(clusters: _Clusters, one: int, other: int) -> _Edge | None:
    """How much two offices of one municipality agree where they meet in time."""
    ours, theirs = clusters.members(one), clusters.members(other)
    # Offices are numbered by their first capture, so it is `other` that may have begun after `one` had ended.
    parallel = min(segment.begin for segment in theirs) <= max(segment.end for segment in ours)
    best: list[str] | None = None
    for left in ours:
        for right in theirs:
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
    return _Edge(one, other, points, NEEDED_IN_PARALLEL if parallel else NEEDED, tuple(best))


def _rival(edge: _Edge, edges: dict[tuple[int, int], _Edge], good: set[tuple[int, int]]) -> int | None:
    """Another office that is as good a match for one of the two, and cannot be the same as the second."""
    for (one, other), rival in edges.items():
        if rival is edge or rival.points < edge.points or (one, other) not in good:
            continue
        shared = {one, other} & {edge.one, edge.other}
        if len(shared) == 1:
            third = ({one, other} - shared).pop()
            second = ({edge.one, edge.other} - shared).pop()
            if (min(third, second), max(third, second)) not in good:
                return third
    return None
