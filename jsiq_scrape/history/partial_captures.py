"""Pages that broke off, for offices that no look shows whole: better a part of a profile than none.

What such a page lacks proves nothing, so it says nothing of an office of which a whole page is known, and of several
only the longest speaks: between it and another no change could be told from a cut.
"""

from collections.abc import Sequence
from dataclasses import replace

from jsiq_scrape.history.clusters import Office
from jsiq_scrape.history.identities import Identities
from jsiq_scrape.history.offices import divide_into_offices
from jsiq_scrape.readings.sighting import Sighting, States
from jsiq_scrape.records import Verdict


def divide_with_spares(
    looks: Sequence[Sighting], states: States, identities: Identities
) -> tuple[list[Sighting], list[Office]]:
    """The looks, where those at broken pages that serve are taken for showings, and the offices that all show."""
    offices = divide_into_offices(looks, states, identities)
    spares = _longest(looks, {segment.address for office in offices for segment in office.segments})
    if not spares:
        return list(looks), offices
    tried = _promoted(looks, spares)
    offices = divide_into_offices(tried, states, identities)  # to learn whose pages they are
    serving = {id(look) for office in offices for look in _serving(office)}
    kept = {id(look) for look, taken in zip(looks, tried, strict=True) if id(taken) in serving}
    if kept != spares:
        tried = _promoted(looks, kept)
        offices = divide_into_offices(tried, states, identities)
    return tried, offices


def _promoted(looks: Sequence[Sighting], spares: set[int]) -> list[Sighting]:
    return [replace(look, whole=True) if id(look) in spares else look for look in looks]


def _longest(looks: Sequence[Sighting], shown: set[str]) -> set[int]:
    """The looks at the longest broken page of each address that shows no whole one, by identity."""
    longest: dict[str, tuple[int, str]] = {}
    spares = [
        look for look in looks if look.spare and look.verdict is Verdict.PROFILE and look.addresses[0] not in shown
    ]
    for look in spares:
        longest[look.addresses[0]] = max(longest.get(look.addresses[0], (0, "")), (look.spare, look.body or ""))
    return {id(look) for look in spares if longest[look.addresses[0]] == (look.spare, look.body or "")}


def _serving(office: Office) -> list[Sighting]:
    """The broken pages that serve an office: all looks at the longest, when it has no whole one."""
    showings = office.showings
    if not all(look.spare for look in showings):
        return []
    longest = max((look.spare, look.body or "") for look in showings)
    return [look for look in showings if (look.spare, look.body or "") == longest]
