"""The history of one office: the states its page went through, and each change between two of them.

The captures are taken in the order of time, so the outcome depends on which captures there are and on nothing else.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from jsiq_scrape.history.entry_matching import THRESHOLDS, Entity, Overrides, match, name_of
from jsiq_scrape.history.false_changes import Pages, false_changes
from jsiq_scrape.history.versions import Choice, Event, Kind, Thread, Timeline, Version
from jsiq_scrape.readings.comparable import HiddenMail, Part, State, same
from jsiq_scrape.readings.judged import JudgedCapture, States
from jsiq_scrape.records import Contact, Verdict

#: A page that is not found may be a slip of the server; a second capture after this long makes it a removal.
SECOND_CAPTURE = timedelta(hours=24)
#: A page that is gone at one address does not count when another address shows the profile within this time after.
OTHER_ADDRESS = timedelta(hours=24)


def timeline(
    captures: Sequence[JudgedCapture], states: States, overrides: Overrides, pages: Pages | None = None
) -> Timeline:
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
        self.told = Timeline()
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
        if state != self.current and self.told.profile.removed is None and self._is_stale(final, state):
            self.told.counted[capture.id] = "stale"
            return
        self.told.counted[capture.id] = "shown"
        if state != self.current or self.told.profile.removed is not None:
            assert capture.body is not None
            self._take(self.states[capture.body], capture)
            self.number += 1
            self.current = state
        self.numbers[state] = self.newest[final] = self.number
        self.told.last_shown = capture

    def miss(self, number: int, capture: JudgedCapture) -> None:
        """A capture that says that the page is gone, or did not find it."""
        concerned = [name for name in capture.addresses if name in self.shown_at]
        if not concerned:
            return
        gone = capture.verdict is Verdict.GONE
        self.told.counted[capture.id] = "gone" if gone else "missing"
        if self.told.profile.removed is not None:
            self.last_gone = capture
            return
        for name in concerned:
            first = self.pending.setdefault(name, capture)
            if (gone or capture.captured_at - first.captured_at >= SECOND_CAPTURE) and self._was_its_place(
                name, number, capture
            ):
                self._remove_profile(first, capture)
                return

    def finish(self) -> Timeline:
        """Close the books: what still holds was last seen at the last capture that showed the page."""
        for thread in (self.told.profile, *self.told.parts):
            if thread.removed is None:
                self._extend(thread)
        self.told.parts.sort(key=lambda thread: thread.begin)
        return self.told

    def _is_stale(self, name: str, state: str) -> bool:
        """A superseded state at an address that has shown nothing newer: a copy that lags behind, not a step back."""
        number = self.numbers.get(state)
        return number is not None and self.newest.get(name, number) <= number

    def _was_its_place(self, name: str, number: int, capture: JudgedCapture) -> bool:
        """Whether the office was last seen at this address, and no other shows it soon after."""
        if any(at > self.shown_at[name] for other, at in self.shown_at.items() if other != name):
            return False
        return not any(
            later.showing and name not in later.addresses
            for later in self._within(number, capture.captured_at + OTHER_ADDRESS)
        )

    def _within(self, number: int, until: datetime) -> Iterator[JudgedCapture]:
        for later in self.captures[number + 1 :]:
            if later.captured_at > until:
                return
            yield later

    def _remove_profile(self, first: JudgedCapture, confirmed: JudgedCapture) -> None:
        told = self.told
        assert told.last_shown is not None
        for thread in (told.profile, *told.parts):
            if thread.removed is None:
                self._end(thread, first)
                thread.removed = first
        told.events.append(Event(told.profile, "removed", told.last_shown, first, confirmed))
        self.last_gone = confirmed

    def _take(self, state: State, capture: JudgedCapture) -> None:
        """Go over to another state, or back to life."""
        told, last_shown = self.told, self.told.last_shown
        if not told.profile.versions:
            told.profile.versions.append(Version(state.profile, capture, capture, None))
            for entity, parts in _parts(state):
                told.parts += [Thread(entity, [Version(part, capture, capture, None)]) for part in parts]
            return
        assert last_shown is not None
        gone, before = told.profile.removed, last_shown
        if gone is not None:
            assert self.last_gone is not None
            before = self.last_gone
            told.events.append(Event(told.profile, "reappeared", before, capture, capture))
        alive = [thread for thread in told.parts if thread.removed is gone]
        start = len(told.events)
        self._compare(told.profile, state.profile, before, capture)
        for entity, parts in _parts(state):
            self._take_parts(entity, parts, [thread for thread in alive if thread.entity == entity], before, capture)
        if self.pages is not None:
            self._drop_false_changes(start, capture, self.pages)

    def _drop_false_changes(self, start: int, capture: JudgedCapture, pages: Pages) -> None:
        """Drop what only the markup of this capture makes of unknown labels; the versions stay."""
        told, last_shown = self.told, self.told.last_shown
        assert last_shown is not None
        assert last_shown.body is not None
        assert capture.body is not None
        fresh = told.events[start:]
        false = false_changes(fresh, last_shown.body, capture.body, pages)
        told.events[start:] = [event for index, event in enumerate(fresh) if index not in false]
        for index in false:
            thread = fresh[index].thread
            thread.latest.reread = all(event.thread is not thread for event in told.events[start:])

    def _take_parts(
        self, entity: Entity, parts: Sequence[Part], alive: list[Thread], before: JudgedCapture, capture: JudgedCapture
    ) -> None:
        """Match the entries of one kind with those that stood there before; `before` is when they last did not."""
        told, last_shown = self.told, self.told.last_shown
        assert last_shown is not None
        matches = match(entity, [thread.latest.part for thread in alive], parts, self.overrides)
        back = self._reappeared(entity, matches.new, parts, alive)
        for pair in matches.pairs:
            thread = alive[pair.old]
            if pair.score is not None:
                self._choose(thread, parts[pair.new], "same", pair.score, capture)
            self._compare(thread, parts[pair.new], before, capture)
        for pair in matches.ties:
            self._choose(alive[pair.old], parts[pair.new], "tie", pair.score or 0.0, capture)
        for index in sorted(matches.old):
            thread = alive[index]
            if thread.removed is None:
                self._end(thread, capture)
            thread.removed = capture
            told.events.append(Event(thread, "removed", last_shown, capture, capture))
        for index in sorted(matches.new):
            known = back.get(index)
            if known is not None:
                told.events.append(Event(known, "reappeared", last_shown, capture, capture))
                self._compare(known, parts[index], last_shown, capture)
            else:
                thread = Thread(entity, [Version(parts[index], capture, capture, before)])
                told.parts.append(thread)
                told.events.append(Event(thread, "added", last_shown, capture, capture))

    def _reappeared(
        self, entity: Entity, new: set[int], parts: Sequence[Part], alive: list[Thread]
    ) -> dict[int, Thread]:
        """Entries that were taken away earlier and stand there again under the same name."""
        removed: dict[str, list[Thread]] = {}
        for thread in self.told.of(entity):
            name = name_of(entity, thread.latest.part) or thread.latest.part.print
            if thread.removed is not None and all(thread is not other for other in alive):
                removed.setdefault(name, []).append(thread)
        found = {}
        for index in sorted(new):
            candidates = removed.get(name_of(entity, parts[index]) or parts[index].print, [])
            if len(candidates) == 1:
                found[index] = candidates.pop()
        return found

    def _compare(self, thread: Thread, part: Part, before: JudgedCapture, capture: JudgedCapture) -> None:
        """Put a new version onto a thread when a field differs, or when it was away in between."""
        was, away = thread.latest, thread.removed is not None
        fields = [] if was.part.printed == part.printed else _differing(was.part, part)
        if not fields and not away:
            was.part = _with_readable_mail(was.part, part)
            return
        if not away:
            self._end(thread, capture)
        thread.versions.append(Version(_with_readable_mail(part, was.part), capture, capture, before))
        thread.removed = None
        for name in fields:
            kind: Kind = "renamed" if (thread.entity, name) == ("project", "title") else "changed"
            self.told.events.append(
                Event(thread, kind, was.last, capture, capture, name, was.part.values.get(name), part.values.get(name))
            )

    def _end(self, thread: Thread, capture: JudgedCapture) -> None:
        self._extend(thread)
        thread.latest.ended = capture

    def _extend(self, thread: Thread) -> None:
        assert self.told.last_shown is not None
        thread.latest.last = self.told.last_shown

    def _choose(
        self, thread: Thread, part: Part, outcome: Literal["same", "tie"], score: float, capture: JudgedCapture
    ) -> None:
        assert thread.entity != "profile"
        other = part.values["title" if thread.entity == "project" else "name"]
        if thread.entity == "contact":
            other = None  # decisions name no persons
        self.told.choices.append(
            Choice(thread, str(other or part.place), outcome, score, THRESHOLDS[thread.entity], capture)
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
