"""The history of all offices: a function of the set of captures, whatever the order in which they were collected."""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from jsiq_scrape.history.entry_matching import folded_name
from jsiq_scrape.history.false_changes import Pages
from jsiq_scrape.history.features import municipality_of
from jsiq_scrape.history.identities import Identities
from jsiq_scrape.history.identity import Judgement, Office, divide_into_offices
from jsiq_scrape.history.slugs import code, profile_names, slug, unique
from jsiq_scrape.history.timeline import follow
from jsiq_scrape.history.versions import Event, OfficeTimelines, Timeline
from jsiq_scrape.parse.folding import canonical, fold
from jsiq_scrape.places import MatchedBy
from jsiq_scrape.readings.comparable import Part
from jsiq_scrape.readings.judged import JudgedCapture, States
from jsiq_scrape.readings.page_address import address
from jsiq_scrape.records import Verdict

#: Our own captures that follow each other more closely than this are one round over the site.
ROUND_GAP = timedelta(hours=1)

#: Slug, addition and what distinguishes them: what `unique` makes a key of.
Name = tuple[str, str, Callable[[], str]]

_SPEAKING = (Verdict.PROFILE, Verdict.GONE, Verdict.MISSING)


@dataclass(frozen=True, slots=True)
class Alias:
    """Another address of a profile or another title of a project."""

    id: str
    kind: str  # url or title
    alias: str
    first_seen: datetime
    last_seen: datetime


@dataclass(slots=True)
class OfficeHistory:
    """One office: its key, its timeline, its other names, and why its pages were taken for one."""

    id: str
    timelines: OfficeTimelines
    url: str  # where it was last seen
    judgements: list[Judgement]
    addresses: frozenset[str]
    aliases: list[Alias] = field(default_factory=list)
    earlier: "OfficeHistory | None" = None  # of the same municipality, seen before
    doubtful: bool = False  # nobody decided yet whether `earlier` is another office


def history(
    captures: Iterable[JudgedCapture],
    states: States,
    identities: Identities | None = None,
    named: Mapping[str, datetime] | None = None,
    pages: Pages | None = None,
) -> list[OfficeHistory]:
    """The history of each office, in the order in which they were first seen.

    `states` gives what the body of each showing says; `named` when each address was first linked from a listing,
    `pages` their lines, which show where only the markup of an unknown label changed.

    A profile is `added` where one of our own captures shows it first, an earlier round of them showed others, and
    nothing had named its address before that round ended: the first capture in an archive proves no addition.
    """
    known = identities or Identities()
    captures, offices = divide_into_offices(sorted(captures, key=lambda capture: capture.order), states, known)
    keys = _keys(offices, states, known)
    concerning = _captures_by_office(captures, offices)
    rounds = _Rounds(captures, named or {})
    found = []
    for office, key, own in zip(offices, keys, concerning, strict=True):
        timelines = follow(own, states, known.projects_of(key), pages)
        found.append(_named(key, office, timelines, known))
        before = rounds.seen_without(office, timelines)
        if before is not None:
            first = timelines.profile.versions[0].first
            timelines.events.insert(0, Event(timelines.profile, "added", before, first, first))
    _find_earlier(found, known)
    return found


def _find_earlier(offices: Iterable[OfficeHistory], identities: Identities) -> None:
    """Note on each office which one of its municipality was seen first."""
    apart = [frozenset(map(address, two.urls)) for two in identities.apart]
    first: dict[object, OfficeHistory] = {}
    for office in offices:
        municipality = _municipality(office.timelines.profile.latest.part)
        if municipality is None:
            continue
        earlier = first.setdefault(municipality, office)
        if earlier is not office:
            office.earlier = earlier
            office.doubtful = not any(office.addresses & group and earlier.addresses & group for group in apart)


def joining(one: OfficeHistory, other: OfficeHistory) -> str:
    """The lines of parsers/identities.toml that make two offices one."""
    quoted = [json.dumps(url, ensure_ascii=False) for url in dict.fromkeys((one.url, other.url))]
    names = [office.timelines.profile.latest.part.value("municipality") for office in (one, other)]
    text = f"[[profile]]\nurls = [{', '.join(quoted)}]"
    # Another office may have had one of the addresses before or since.
    same = isinstance(names[0], str) and municipality_of(names[0]) == municipality_of(names[1])
    return f"{text}\nmunicipality = {json.dumps(names[0], ensure_ascii=False)}" if same else text


def _municipality(profile: Part) -> object:
    """Equal for profiles of one municipality: a Kreis and a town in it have one AGS and two points on the map."""
    place, name = profile.derived, municipality_of(profile.value("municipality"))
    if place is None or place.ags is None:
        return name and (profile.value("state"), name)
    # The districts of a city have one point.
    return place.ags, place.latitude, place.longitude, place.matched_by == MatchedBy.ALIAS and name


def _keys(offices: Sequence[Office], states: States, identities: Identities) -> list[str]:
    fixed = [one for one in identities.profile if one.id]
    wanted: list[Name] = []
    for office in offices:
        first = office.segments[0].showings[0]
        assert first.body is not None
        state = states[first.body]
        plain, addition = profile_names(state, first.final_url)
        chosen = next((one.id for segment in office.segments for one in fixed if segment.is_of(one)), None)
        wanted.append((chosen or plain, addition, partial(address, first.final_url)))
    return unique(wanted)


def _captures_by_office(captures: Sequence[JudgedCapture], offices: Sequence[Office]) -> list[list[JudgedCapture]]:
    """The captures that concern each office: its showings, and what did not find it at an address of its own."""
    found: list[list[JudgedCapture]] = [list(office.showings) for office in offices]
    owners: dict[str, list[tuple[datetime, int]]] = {}
    for index, office in enumerate(offices):
        for segment in office.segments:
            owners.setdefault(segment.address, []).append((segment.begin, index))
        for name, at in office.via.items():
            owners.setdefault(name, []).append((at, index))
    for times in owners.values():
        times.sort()
    for capture in captures:
        if capture.verdict in (Verdict.GONE, Verdict.MISSING):
            owning = set()
            for name in capture.addresses:
                times = owners.get(name, [])
                position = bisect_right(times, capture.captured_at, key=lambda pair: pair[0])
                if position:
                    owning.add(times[position - 1][1])
            for index in sorted(owning):
                found[index].append(capture)
    return found


def _named(key: str, office: Office, timelines: OfficeTimelines, identities: Identities) -> OfficeHistory:
    assert timelines.last_shown is not None
    timelines.profile.id = key
    for entity, wanted in (("contact", _contact_names), ("funding_area", _area_names), ("project", _project_names)):
        own = [timeline for timeline in timelines.parts if timeline.entity == entity]
        for timeline, name in zip(own, unique(wanted(timeline) for timeline in own), strict=True):
            chosen = identities.project_id(key, _titles(timeline)) if entity == "project" else None
            timeline.id = chosen or f"{key}--{name}"
    found = OfficeHistory(key, timelines, timelines.last_shown.final_url, office.judgements, office.addresses)
    found.aliases = [*_url_aliases(found, office), *_title_aliases(timelines)]
    return found


def _contact_names(timeline: Timeline) -> Name:
    """Keys of contacts stand in tables that are free of personal data, so they show no names."""
    part = timeline.versions[0].part
    return _contact_slug(part), "", lambda: part.print


def _contact_slug(part: Part) -> str:
    name = part.value("name")
    return f"kontakt-{code(fold(name))}" if isinstance(name, str) and name else "kontakt"


def contact_key(profile: str, part: Part, taken: Collection[str]) -> str:
    """A key for a contact that comes to stand beside those of these keys."""
    plain = f"{profile}--{_contact_slug(part)}"
    key = plain if plain not in taken else f"{plain}-{code(part.print)}"
    while key in taken:
        key += "-2"
    return key


def _area_names(timeline: Timeline) -> Name:
    part = timeline.versions[0].part
    name, number = part.value("name"), part.value("number")
    text = slug(name) if isinstance(name, str) else ""
    return f"fg-{text or number or 'ohne-namen'}", str(number or ""), lambda: part.print


def _project_names(timeline: Timeline) -> Name:
    part = timeline.versions[0].part
    title, institutions = part.value("title"), part.value("institutions")
    carrier = slug(institutions[0]) if isinstance(institutions, tuple) and institutions else ""
    return (slug(title) if isinstance(title, str) else "") or "projekt", carrier, lambda: part.print


def _titles(timeline: Timeline) -> set[str]:
    titles = (version.part.value("title") for version in timeline.versions)
    return {folded_name(title) for title in titles if isinstance(title, str)}


def _url_aliases(found: OfficeHistory, office: Office) -> list[Alias]:
    times: dict[str, list[datetime]] = {}
    for capture in office.showings:
        for url in {capture.url, capture.final_url}:
            if url != found.url:
                times.setdefault(url, []).append(capture.captured_at)
    return [Alias(found.id, "url", url, min(at), max(at)) for url, at in sorted(times.items())]


def _title_aliases(timelines: OfficeTimelines) -> list[Alias]:
    aliases = []
    for timeline in timelines.of("project"):
        last = timeline.latest.part.value("title")
        now = canonical(last) if isinstance(last, str) else None
        times: dict[str, tuple[datetime, datetime]] = {}
        for version in timeline.versions:
            title = version.part.value("title")
            if isinstance(title, str) and title != last and canonical(title) != now:
                first = times.get(title, (version.first.captured_at, version.last.captured_at))[0]
                times[title] = (first, version.last.captured_at)
        aliases += [Alias(timeline.id, "title", title, *at) for title, at in sorted(times.items())]
    return aliases


class _Rounds:
    """Our own captures, divided into rounds over the site."""

    def __init__(self, captures: Sequence[JudgedCapture], named: Mapping[str, datetime]) -> None:
        self.named = named
        self.own = [capture for capture in captures if capture.own and capture.verdict in (*_SPEAKING, Verdict.LISTING)]
        self.begins: list[datetime] = []
        for index, capture in enumerate(self.own):
            if index == 0 or capture.captured_at - self.own[index - 1].captured_at >= ROUND_GAP:
                self.begins.append(capture.captured_at)
        self.by_address: dict[str, list[JudgedCapture]] = {}
        for capture in captures:
            for name in capture.addresses:
                self.by_address.setdefault(name, []).append(capture)

    def seen_without(self, office: Office, timelines: OfficeTimelines) -> JudgedCapture | None:
        """The last own capture before the round that showed the office first; None when it may have been there."""
        first = timelines.profile.versions[0].first
        if not first.own:
            return None
        begin = self.begins[bisect_right(self.begins, first.captured_at) - 1]
        if any(self.named[name] < begin for name in office.addresses if name in self.named):
            return None
        earlier = [
            capture
            for name in office.addresses
            for capture in self.by_address.get(name, ())
            if capture.captured_at < begin
        ]
        if any(capture.verdict not in (Verdict.GONE, Verdict.MISSING) and not capture.showing for capture in earlier):
            return None  # asked for before, and the answer said neither that it was there nor that it was not
        absent = [capture for capture in earlier if capture.own]
        if absent:
            return max(absent, key=lambda capture: capture.order)
        position = bisect_left(self.own, begin, key=lambda capture: capture.captured_at)
        return self.own[position - 1] if position else None
