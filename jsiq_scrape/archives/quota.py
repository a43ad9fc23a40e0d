"""How often an archive is asked: a quota and pauses that all processes of a user keep together."""

import fcntl
import json
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ConfigDict, TypeAdapter, ValidationError

from jsiq_scrape.clock import Clock
from jsiq_scrape.errors import ConfigurationError, Incomplete

SEARCH, PLAYBACK = "search", "playback"

_LONGEST_PAUSE = 120.0  # seconds that a run waits; a longer wish ends it
_TOO_OFTEN = 3  # refusals in a row, a pause after each: whoever goes on after that is blocked for an hour, then two ...
_BLOCK = 3600.0
_LONGEST_BLOCK = 24 * 3600.0  # nobody means more; a Retry-After of years is a mistake
_SKEW = 120.0  # a start that is further away was given before the clock was set back


@dataclass(slots=True)
class _State:
    """What the file holds; moments in seconds since 1970."""

    __pydantic_config__ = ConfigDict(extra="ignore")

    next: dict[str, float] = field(default_factory=dict)  # kind -> when the next request may be sent
    paused_at: float = 0.0  # an answer to a question that was put before says nothing new
    until: float = 0.0  # nobody asks before
    refusals: int = 0  # in a row
    blocks: int = 0  # that the refusals led to, in a row


_STATES = TypeAdapter(_State)


class Quota:
    """How often one archive is asked: evenly spaced requests, counted in a file that all processes share."""

    def __init__(self, file: Path, per_minute: Mapping[str, float], clock: Clock, *, pause_seconds: float) -> None:
        self._file = file
        self._spacing = {kind: 60.0 / number for kind, number in per_minute.items()}
        self._clock = clock
        self._pause = pause_seconds
        self._stopped = threading.Event()
        self._given = threading.local()
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644))
        except OSError as error:
            raise ConfigurationError(
                f"{file} cannot be written ({error.strerror}); the quotas of archives are kept there: "
                "let XDG_STATE_HOME name a folder that can"
            ) from error

    def check(self) -> None:
        """Raise Incomplete while the archive wants to be left alone for longer than a run would wait."""
        with self._held() as state:
            self._give_up(state)

    def wait(self, name: str) -> None:
        """Return when a question of this kind may be put; kinds without a limit wait for pauses only."""
        while not self._stopped.is_set():
            with self._held() as state:
                now = self._now()
                self._give_up(state)
                start = max(now, state.until)
                paused = start > now
                if name in self._spacing and not paused:
                    free = state.next.get(name, now)
                    start = max(now, free) if free - now < _SKEW else now
                    state.next[name] = start + self._spacing[name]
            self._sleep(start - now)
            with self._held() as state:
                if not paused and state.until <= self._now():
                    self._given.at = self._clock.now()
                    return

    @property
    def asked_at(self) -> datetime:
        """When this thread was last allowed to send a request, which is when it did."""
        at: datetime = self._given.at
        return at

    def slow_down(self, name: str, seconds: float) -> None:
        """Leave at least so much time between two questions of any kind."""
        self._spacing = {kind: max(spacing, seconds) for kind, spacing in self._spacing.items()}

    def hold(self, name: str, seconds: float) -> None:
        """The archive asked for a pause: nobody sends a request before it is over."""
        with self._held() as state:
            state.until = max(state.until, self._now() + min(seconds, _LONGEST_BLOCK))

    def refused(self, asked_at: datetime, wish: float | None) -> None:
        """The archive answered 429 to what was asked then; `wish` is its Retry-After.

        All processes pause.  Raises Incomplete when it has said so too often, or wants a long rest.
        """
        with self._held() as state:
            if asked_at.timestamp() < state.paused_at:
                return
            now = self._now()
            state.refusals += 1
            pause = self._pause * 2 ** (state.refusals - 1) if wish is None else max(wish, 1.0)
            if state.refusals >= _TOO_OFTEN or pause > _LONGEST_PAUSE:
                pause = max(pause, _BLOCK * 2**state.blocks) if state.refusals >= _TOO_OFTEN else pause
                state.blocks += 1
            state.paused_at, state.until = now, now + min(pause, _LONGEST_BLOCK)
            self._give_up(state)

    def down(self, seconds: float) -> datetime:
        """The archive does not answer: leave it alone for so long, this run and the next; gives the end of that."""
        with self._held() as state:
            state.until = max(state.until, self._now() + seconds)
            return _moment(state.until)

    def answered(self, asked_at: datetime) -> None:
        """The archive answered what was asked then: earlier refusals are forgotten."""
        with self._held() as state:
            if asked_at.timestamp() >= state.paused_at:
                state.refusals = state.blocks = 0

    def stop(self) -> None:
        """End all waiting."""
        self._stopped.set()

    def _give_up(self, state: _State) -> None:
        if state.until - self._now() > _LONGEST_PAUSE or (state.refusals >= _TOO_OFTEN and state.until > self._now()):
            raise Resume(_moment(state.until))

    def _now(self) -> float:
        return self._clock.now().timestamp()

    def _sleep(self, seconds: float) -> None:
        while seconds > 0 and not self._stopped.is_set():  # in slices, so that `stop` is heard
            self._clock.sleep(min(seconds, 1.0))
            seconds -= 1.0

    @contextmanager
    def _held(self) -> Iterator[_State]:
        """The state, held against everyone else; written back at the end, also when Incomplete is raised."""
        descriptor = os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            data = os.pread(descriptor, 100_000, 0)
            state = _read(data)
            if state.until - self._now() > _LONGEST_BLOCK + _SKEW:  # the clock was set back
                state.until = 0.0
            try:
                yield state
            finally:
                written = json.dumps(_STATES.dump_python(state)).encode()
                if written != data:
                    os.pwrite(descriptor, written.ljust(len(data)), 0)  # never shorter: a kill leaves no half of it
        finally:
            os.close(descriptor)


class Resume(Incomplete):
    """The archive wants to be left alone until a moment; running again after it goes on."""

    def __init__(self, moment: datetime) -> None:
        super().__init__(f"the archive wants to be left alone; resume after {moment:%Y-%m-%d %H:%M:%S} UTC")
        self.moment = moment


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=0)


def _read(data: bytes) -> _State:
    try:
        return _STATES.validate_json(data) if data.strip() else _State()
    except ValidationError:  # written by another version, or by a hand: the quota begins anew
        return _State()
