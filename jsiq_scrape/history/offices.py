"""Which looks show the same office: by address, by redirect, by equal content, by likeness; a tie never merges.

One page is one office as long as what it shows does not belong to another municipality and share nothing else.
Two pages are one office when they name the same municipality and agree in two of five things (cards.AGREEMENTS);
in three, projects or areas among them, when both were seen in the same time with different content, because then they
may be two offices of one town.  A page that is known by its file's name is the page of that name: whatever else it
says, files of one name are one page, and files of different names are never one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jsiq_scrape.history.clusters import Groups, Judgement, Office, Segment
from jsiq_scrape.history.features import Card, card_of
from jsiq_scrape.history.identities import Identities
from jsiq_scrape.readings.page_address import address
from jsiq_scrape.readings.sighting import Sighting, States

NEEDED = 2
NEEDED_IN_PARALLEL = 3


def divide_into_offices(sightings: Sequence[Sighting], states: States, identities: Identities) -> list[Office]:
    """All offices, in the order in which they were first seen."""
    cards: dict[str, Card] = {}
    showings = sorted((look for look in sightings if look.showing), key=lambda look: look.order)
    for look in showings:
        assert look.state is not None
        assert look.body is not None
        if look.state not in cards:
            cards[look.state] = card_of(states[look.body])
    segments = _segments(showings, cards)
    groups = Groups(segments, identities)
    _by_decision(groups, identities)
    _by_file(groups)
    _by_redirect(groups, showings, cards)
    _by_equal_content(groups)
    _by_likeness(groups)
    return groups.offices()


def _segments(showings: Iterable[Sighting], cards: dict[str, Card]) -> list[Segment]:
    by_address: dict[str, list[Sighting]] = {}
    for look in showings:
        by_address.setdefault(look.addresses[0], []).append(look)
    segments: list[Segment] = []
    for name in sorted(by_address):
        current: Segment | None = None
        for look in sorted(by_address[name], key=lambda look: look.order):
            assert look.state is not None
            card = cards[look.state]
            if current is None or current.last.contradicts(card):
                current = Segment(name, [], card, card)
                segments.append(current)
            current.showings.append(look)
            current.last = card
    return sorted(segments, key=lambda segment: segment.order)


def _by_decision(groups: Groups, identities: Identities) -> None:
    for one in identities.profile:
        wanted = set(map(address, one.urls))
        found = [index for index, segment in enumerate(groups.segments) if segment.address in wanted]
        for index in found[1:]:
            if groups.join(found[0], index, decided=True):
                segment = groups.segments[index]
                groups.judgements.append(
                    Judgement(groups.segments[found[0]], segment.address, "same", "parsers/identities.toml says so")
                )


def _by_file(groups: Groups) -> None:
    """Files of one name are one page, also where the page came to give another address of itself."""
    last_of: dict[str, int] = {}
    for index, segment in enumerate(groups.segments):
        for name in sorted(groups.files[index]):
            earlier = groups.segments[last_of.setdefault(name, index)]
            if earlier is not segment and not earlier.last.contradicts(segment.first):
                groups.join(last_of[name], index)
            last_of[name] = index


def _by_redirect(groups: Groups, showings: Iterable[Sighting], cards: dict[str, Card]) -> None:
    """An address that redirects to a profile belongs to it, unless it showed another office itself."""
    by_address: dict[str, list[int]] = {}
    of_look: dict[int, int] = {}
    for index, segment in enumerate(groups.segments):
        by_address.setdefault(segment.address, []).append(index)
        of_look.update((id(look), index) for look in segment.showings)
    told: set[tuple[int, str]] = set()
    for look in showings:
        if len(look.addresses) == 1:
            continue
        target, asked = of_look[id(look)], look.addresses[1]
        assert look.state is not None
        own = [index for index in by_address.get(asked, ()) if groups.segments[index].begin <= look.at]
        source = own[-1] if own else None
        if source is None:
            held = groups.via.setdefault(target, {})
            held[asked] = max(look.at, held.get(asked, look.at))
            continue
        if (target, asked) in told:
            continue
        told.add((target, asked))
        same_office = not groups.segments[source].last.contradicts(cards[look.state]) and groups.join(source, target)
        reason = "redirects there" if same_office else "redirects there, but showed another office"
        groups.judgements.append(Judgement(groups.segments[target], asked, "same" if same_office else "apart", reason))


def _by_equal_content(groups: Groups) -> None:
    first_with: dict[str, int] = {}
    for index, segment in enumerate(groups.segments):
        for state in dict.fromkeys(look.state for look in segment.showings):
            assert state is not None
            earlier = first_with.setdefault(state, index)
            if groups.find(earlier) != groups.find(index) and groups.join(earlier, index):
                groups.judgements.append(
                    Judgement(groups.segments[earlier], segment.address, "same", "shows the same content")
                )


@dataclass(frozen=True, slots=True)
class _Edge:
    one: int
    other: int
    points: int
    needed: int
    agreed: tuple[str, ...]


def _by_likeness(groups: Groups) -> None:
    by_place: dict[tuple[bool, str], set[int]] = {}
    for index, segment in enumerate(groups.segments):
        for card in (segment.first, segment.last):
            if card.municipality is not None:
                by_place.setdefault(card.municipality, set()).add(groups.find(index))
    edges: dict[tuple[int, int], _Edge] = {}
    for roots in by_place.values():
        ordered = sorted(roots)
        for position, one in enumerate(ordered):
            for other in ordered[position + 1 :]:
                edge = _compare(groups, one, other)
                if edge is not None:
                    edges[one, other] = edge
    good = {pair for pair, edge in edges.items() if edge.points >= edge.needed}
    for edge in sorted(edges.values(), key=lambda edge: (-edge.points, edge.one, edge.other)):
        rival = _rival(edge, edges, good)
        segment, counterpart = groups.segments[edge.one], groups.segments[edge.other].address
        agreed = ", ".join(edge.agreed) or "nothing else"
        if edge.points < edge.needed:
            outcome, reason = "apart", f"same municipality, agrees in {agreed}"
        elif rival is not None:
            outcome = "tie"
            reason = f"agrees in {agreed}, as much as {groups.segments[rival].address}"
        elif groups.join(edge.one, edge.other):
            outcome, reason = "same", f"same municipality, agrees in {agreed}"
        else:
            outcome, reason = "apart", "kept apart by parsers/identities.toml or by the names of their files"
        groups.judgements.append(Judgement(segment, counterpart, outcome, reason, edge.points, edge.needed))


def _compare(groups: Groups, one: int, other: int) -> _Edge | None:
    """How much two offices of one municipality agree where they meet in time."""
    ours, theirs = groups.members(one), groups.members(other)
    # Offices are numbered by their first look, so it is `other` that may have begun after `one` had ended.
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
            for card, counterpart in pairs:
                if card.same_place(counterpart):
                    agreed = card.agreements(counterpart)
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
