"""How long to bear with a server: which answers call for another attempt, and how long to wait before it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import tenacity

from jsiq_scrape.fetch.connections import Deadline
from jsiq_scrape.fetch.failures import ExchangeError
from jsiq_scrape.fetch.sources import ClientSettings


@dataclass(frozen=True, slots=True)
class Answer:
    """What came over the wire: names of headers in lower case, the body not decoded."""

    status: int
    headers: tuple[tuple[str, str], ...]
    data: bytes
    cut: bool = False  # only the first bytes were read

    def header(self, name: str) -> str | None:
        """The first header of that lower-case name."""
        return next((value for key, value in self.headers if key == name), None)


def retry_after(answer: Answer, now: datetime) -> float | None:
    """Seconds that the server asks to wait; None when it does not, or says what makes no sense."""
    text = (answer.header("retry-after") or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:12])
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max((moment - now).total_seconds(), 0.0)


def is_final(answer: Answer) -> bool:
    """Is it an answer that another attempt would not better?"""
    return answer.status != 429 and answer.status < 500


class Patience:
    """Tries again after transport errors, 429 and 5xx: after 1, 2, 4 ... seconds, or when the server asks us to."""

    def __init__(
        self,
        settings: ClientSettings,
        now: Callable[[], datetime],
        deadline: Deadline,
    ) -> None:
        self._settings = settings
        self._now = now
        self._deadline = deadline

    def bear(
        self,
        ask: Callable[[], Answer],
        sleep: Callable[[float, bool], None],
        final: Callable[[Answer], bool] = is_final,
    ) -> Answer:
        """The answer of the first attempt that calls for no other, else of the last one; an error is raised likewise.

        It is the last one when there were enough, or when the wait before the next would be too long.
        `sleep(seconds, asked)` waits; `asked` says that it is the server's wish.
        """
        first: Answer | ExchangeError
        try:
            first = answer = ask()
        except ExchangeError as error:
            first = error
        else:
            if final(answer):
                return answer  # nearly always, and then there are no attempts to count
        return self._bear(first, ask, sleep, final)

    def _bear(
        self,
        first: Answer | ExchangeError,
        ask: Callable[[], Answer],
        sleep: Callable[[float, bool], None],
        final: Callable[[Answer], bool],
    ) -> Answer:
        """The same, when there was a first attempt."""
        asked = False
        made = iter([first])

        def attempt() -> Answer:
            known = next(made, None)
            if isinstance(known, ExchangeError):
                raise known
            return known or ask()

        def wait(state: tenacity.RetryCallState) -> float:
            nonlocal asked
            backoff = 2.0 ** (state.attempt_number - 1)
            wish = self._wish(state)
            asked = wish is not None
            return max(wish or 0.0, backoff)

        def too_long(state: tenacity.RetryCallState) -> bool:
            return (
                state.attempt_number >= self._settings.attempts
                or state.upcoming_sleep > self._settings.longest_wait_seconds
                or state.upcoming_sleep > self._deadline.remaining()
            )

        def calls_for_another(state: tenacity.RetryCallState) -> bool:
            assert state.outcome is not None
            if state.outcome.failed:
                error = state.outcome.exception()
                return isinstance(error, ExchangeError) and error.again
            return not final(state.outcome.result())

        def pause(seconds: float) -> None:
            before = time.monotonic()
            sleep(seconds, asked)
            # Counts as time of the capture also where the clock is not a real one.
            self._deadline.extend(time.monotonic() - before - seconds)

        attempts = tenacity.Retrying(
            stop=too_long, wait=wait, retry=calls_for_another, sleep=pause, retry_error_callback=_last
        )
        answer: Answer = attempts(attempt)
        return answer

    def _wish(self, state: tenacity.RetryCallState) -> float | None:
        if state.outcome is None or state.outcome.failed:
            return None
        return retry_after(state.outcome.result(), self._now())


def _last(state: tenacity.RetryCallState) -> Answer:
    assert state.outcome is not None
    answer: Answer = state.outcome.result()  # raises the error of the last attempt
    return answer
