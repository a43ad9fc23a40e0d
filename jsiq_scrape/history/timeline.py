"""The history of one office: the states its page went through, and each change between two of them.

The captures are taken in the order of time, so the outcome depends on which captures there are and on nothing else.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Literal

from jsiq_scrape.history.entry_matching import THRESHOLDS, Entity, Overrides, match, name_of
from jsiq_scrape.history.false_changes import Pages, false_changes
from jsiq_scrape.history.versions import Choice, Event, Kind, OfficeTimelines, Timeline, Version
from jsiq_scrape.readings.comparable import HiddenMail, Part, State, same
from jsiq_scrape.readings.judged import JudgedCapture, States
from jsiq_scrape.records import Contact, Verdict
from jsiq_scrape.tables.history import SECOND_CAPTURE

#: A page that is gone at one address does not count when another address shows the profile within this time after.
OTHER_ADDRESS = timedelta(hours=24)


def follow(
    captures: Sequence[JudgedCapture], states: States, overrides: Overrides, pages: Pages | None = None
) -> OfficeTimelines:
    """Follow one office through the captures that show it, or did not find it where it was; one has to show it."""
    writer = _Writer(sorted(captures, key=lambda capture: capture.order), states, overrides, pages)
    for number, capture in enumerate(writer.captures):
        if capture.showing:
            writer.show(capture)
        else:
            writer.miss(number, capture)
    return writer.finish()


class _Writer:
    """The office as it stands after the captures taken so far."""

    def __init__(
        self, captures: list[JudgedCapture], states: States, overrides: Overrides, pages: Pages | None
    ) -> None:
        self.pages = pages
        self.captures = captures
        self.states = states
        self.overrides = overrides
        self.timelines = OfficeTimelines()
        self.current: str | None = None  # fingerprint of the state the office is in
        self.number = 0  # of that state
        self.numbers: dict[str, int] = {}  # fingerprint -> number of the state when it last held
        self.newest: dict[str, int] = {}  # address -> number of the newest state it has shown
        self.shown_at: dict[str, datetime] = {}  # address -> last time it showed the office
        self.pending: dict[str, JudgedCapture] = {}  # address -> first capture that did not find the page
        self.last_gone: JudgedCapture | None = None

    def show(self, capture: JudgedCapture) -> None:
        """A capture that shows the page."""
        state = capture.state
        assert state is not None
        final = capture.addresses[0]
        for name in capture.addresses:
            self.shown_at[name] = capture.captured_at
            self.pending.pop(name, None)
        if state != self.current and self.timelines.profile.removed is None and self._is_stale(final, state):
            self.timelines.counted[capture.id] = "stale"
            return
        self.timelines.counted[capture.id] = "shown"
        if state != self.current or self.timelines.profile.removed is not None:
            assert capture.body is not None
            self._take(self.states[capture.body], capture)
            self.number += 1
            self.current = state
        self.numbers[state] = self.newest[final] = self.number
        self.timelines.last_shown = capture

    def miss(self, number: int, capture: JudgedCapture) -> None:
        """A capture that says that the page is gone, or did not find it."""
        concerned = [name for name in capture.addresses if name in self.shown_at]
        if not concerned:
            return
        gone = capture.verdict is Verdict.GONE
        self.timelines.counted[capture.id] = "gone" if gone else "missing"
        if self.timelines.profile.removed is not None:
            self.last_gone = capture
            return
        for name in concerned:
            first = self.pending.setdefault(name, capture)
            certain = gone or capture.captured_at - first.captured_at >= SECOND_CAPTURE
            if certain and self._was_its_place(name, number, capture):
                self._remove_profile(first, capture)
                return

    def finish(self) -> OfficeTimelines:
        """Finish the timelines: what still holds was last seen at the last capture that showed the page."""
        for timeline in (self.timelines.profile, *self.timelines.parts):
            if timeline.removed is None:
                self._extend(timeline)
        self.timelines.parts.sort(key=lambda timeline: timeline.begin)
        return self.timelines

    def _is_stale(self, name: str, state: str) -> bool:
        """A superseded state at an address that has shown nothing newer: a copy that lags behind, not a step back."""
        number = self.numbers.get(state)
        return number is not None and self.newest.get(name, number) <= number

    def _was_its_place(self, name: str, number: int, capture: JudgedCapture) -> bool:
        """Whether the office was last seen at this address, and no other shows it soon after."""
        if any(at > self.shown_at[name] for other, at in self.shown_at.items() if other != name):
            return False
        until = capture.captured_at + OTHER_ADDRESS
        soon = takewhile(lambda later: later.captured_at <= until, self.captures[number + 1 :])
        return not any(later.showing and name not in later.addresses for later in soon)

    def _remove_profile(self, first: JudgedCapture, confirmed: JudgedCapture) -> None:
        timelines = self.timelines
        assert timelines.last_shown is not None
        for timeline in (timelines.profile, *timelines.parts):
            if timeline.removed is None:
                self._end(timeline, first)
                timeline.removed = first
        timelines.events.append(Event(timelines.profile, "removed", timelines.last_shown, first, confirmed))
        self.last_gone = confirmed

    def _take(self, state: State, capture: JudgedCapture) -> None:
        """Go over to another state, or back to life."""
        timelines, last_shown = self.timelines, self.timelines.last_shown
        if not timelines.profile.versions:
            timelines.profile.versions.append(Version(state.profile, capture, capture, None))
            for entity, parts in _parts(state):
                timelines.parts += [Timeline(entity, [Version(part, capture, capture, None)]) for part in parts]
            return
        assert last_shown is not None
        gone, before = timelines.profile.removed, last_shown
        if gone is not None:
            assert self.last_gone is not None
            before = self.last_gone
            timelines.events.append(Event(timelines.profile, "reappeared", before, capture, capture))
        alive = [timeline for timeline in timelines.parts if timeline.removed is gone]
        start = len(timelines.events)
        self._compare(timelines.profile, state.profile, before, capture)
        for entity, parts in _parts(state):
            self._take_parts(
                entity, parts, [timeline for timeline in alive if timeline.entity == entity], before, capture
            )
        if self.pages is not None:
            self._drop_false_changes(start, capture, self.pages)

    def _drop_false_changes(self, start: int, capture: JudgedCapture, pages: Pages) -> None:
        """Drop what only the markup of this capture makes of unknown labels; the versions stay."""
        timelines, last_shown = self.timelines, self.timelines.last_shown
        assert last_shown is not None
        assert last_shown.body is not None
        assert capture.body is not None
        fresh = timelines.events[start:]
        false = false_changes(fresh, last_shown.body, capture.body, pages)
        timelines.events[start:] = [event for index, event in enumerate(fresh) if index not in false]
        for index in false:
            timeline = fresh[index].timeline
            timeline.latest.reread = all(event.timeline is not timeline for event in timelines.events[start:])

    def _take_parts(
        self,
        entity: Entity,
        parts: Sequence[Part],
        alive: list[Timeline],
        before: JudgedCapture,
        capture: JudgedCapture,
    ) -> None:
        """Match the entries of one kind with those that stood there before; `before` is when they last did not."""
        timelines, last_shown = self.timelines, self.timelines.last_shown
        assert last_shown is not None
        matches = match(entity, [timeline.latest.part for timeline in alive], parts, self.overrides)
        back = self._reappeared(entity, matches.new, parts, alive)
        for pair in matches.pairs:
            timeline = alive[pair.old]
            if pair.score is not None:
                self._choose(timeline, parts[pair.new], "same", pair.score, capture)
            self._compare(timeline, parts[pair.new], before, capture)
        for pair in matches.ties:
            self._choose(alive[pair.old], parts[pair.new], "tie", pair.score or 0.0, capture)
        for index in sorted(matches.old):
            timeline = alive[index]
            if timeline.removed is None:
                self._end(timeline, capture)
            timeline.removed = capture
            timelines.events.append(Event(timeline, "removed", last_shown, capture, capture))
        for index in sorted(matches.new):
            known = back.get(index)
            if known is not None:
                timelines.events.append(Event(known, "reappeared", last_shown, capture, capture))
                self._compare(known, parts[index], last_shown, capture)
            else:
                timeline = Timeline(entity, [Version(parts[index], capture, capture, before)])
                timelines.parts.append(timeline)
                timelines.events.append(Event(timeline, "added", last_shown, capture, capture))

    def _reappeared(
        self, entity: Entity, new: set[int], parts: Sequence[Part], alive: list[Timeline]
    ) -> dict[int, Timeline]:
        """Entries that were taken away earlier and stand there again under the same name."""
        removed: dict[str, list[Timeline]] = {}
        for timeline in self.timelines.of(entity):
            name = name_of(entity, timeline.latest.part) or timeline.latest.part.print
            if timeline.removed is not None and all(timeline is not other for other in alive):
                removed.setdefault(name, []).append(timeline)
        found = {}
        for index in sorted(new):
            candidates = removed.get(name_of(entity, parts[index]) or parts[index].print, [])
            if len(candidates) == 1:
                found[index] = candidates.pop()
        return found

    def _compare(self, timeline: Timeline, part: Part, before: JudgedCapture, capture: JudgedCapture) -> None:
        """Put a new version onto a timeline when a field differs, or when it was away in between."""
        was, away = timeline.latest, timeline.removed is not None
        fields = [] if was.part.printed == part.printed else _differing(was.part, part)
        if not fields and not away:
            was.part = _without_past_mail(_with_readable_mail(was.part, part), part)
            return
        if not away:
            self._end(timeline, capture)
        timeline.versions.append(Version(_with_readable_mail(part, was.part), capture, capture, before))
        timeline.removed = None
        for name in fields:
            kind: Kind = "renamed" if (timeline.entity, name) == ("project", "title") else "changed"
            self.timelines.events.append(
                Event(
                    timeline, kind, was.last, capture, capture, name, was.part.values.get(name), part.values.get(name)
                )
            )

    def _end(self, timeline: Timeline, capture: JudgedCapture) -> None:
        self._extend(timeline)
        timeline.latest.ended = capture

    def _extend(self, timeline: Timeline) -> None:
        assert self.timelines.last_shown is not None
        timeline.latest.last = self.timelines.last_shown

    def _choose(
        self, timeline: Timeline, part: Part, outcome: Literal["same", "tie"], score: float, capture: JudgedCapture
    ) -> None:
        assert timeline.entity != "profile"
        other = part.values["title" if timeline.entity == "project" else "name"]
        if timeline.entity == "contact":
            other = None  # decisions name no persons
        self.timelines.choices.append(
            Choice(timeline, str(other or part.place), outcome, score, THRESHOLDS[timeline.entity], capture)
        )


def _parts(state: State) -> tuple[tuple[Entity, tuple[Part, ...]], ...]:
    return ("contact", state.contacts), ("funding_area", state.areas), ("project", state.projects)


def _differing(one: Part, other: Part) -> list[str]:
    """The fields whose values differ in more than their form; a mail address that nobody could read is no value."""
    return [
        name
        for name in {**one.forms, **other.forms}
        if not same(one.forms.get(name), other.forms.get(name)) and one.values.get(name) != other.values.get(name)
    ]


def _with_readable_mail(part: Part, other: Part) -> Part:
    """An entry that hides its mail address gets it from another capture of the entry, if it is the same address."""
    if part.hidden_mail is None or not isinstance(part.record, Contact):
        return part
    mail, known = part.forms["email"], other.forms["email"]
    if not isinstance(mail, HiddenMail) or not mail.may_be(known):
        return part
    return replace(part, record=part.record.model_copy(update={"email": other.values["email"]}), hidden_mail=None)


def _without_past_mail(part: Part, other: Part) -> Part:
    """An entry without the mail address that it hid and a later capture does not: the next readable one is a change."""
    if part.hidden_mail is None or same(part.forms["email"], other.forms["email"]):
        return part
    return replace(part, hidden_mail=None)
