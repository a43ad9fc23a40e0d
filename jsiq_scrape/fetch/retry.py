"""Retry policy: which answers and errors call for another attempt, and how long to wait before it."""

from collections.abc import Callable
from datetime import datetime

import tenacity

from jsiq_scrape.fetch.exchange import Answer, Deadline, ExchangeError
from jsiq_scrape.fetch.sources import ClientSettings
from jsiq_scrape.moments import header_moment


def retry_after(answer: Answer, now: datetime) -> float | None:
    """Seconds that the server asks to wait; None when it does not, or says what makes no sense."""
    text = (answer.header("retry-after") or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:12])
    moment = header_moment(text)
    return None if moment is None else max((moment - now).total_seconds(), 0.0)


def is_final(answer: Answer) -> bool:
    """Is it an answer that another attempt would not better?"""
    return answer.status != 429 and answer.status < 500


def retrying(
    settings: ClientSettings,
    deadline: Deadline,
    now: Callable[[], datetime],
    sleep: Callable[[float], None],
    hold: Callable[[float], None],
    final: Callable[[Answer], bool] = is_final,
) -> tenacity.Retrying:
    """Attempts after transport errors, 429 and 5xx: after 1, 2, 4 ... seconds, or when the server asks us to.

    Called with a function, it gives the answer of the first attempt that is final, else that of the last one, or raises
    its error.  There is no other when there were enough, or when the wait before it would be too long.  `hold` gets the
    seconds in which the server wants no other request either.
    """
    backoff = tenacity.wait_exponential()

    def server_wish(state: tenacity.RetryCallState) -> float | None:
        answered = state.outcome is not None and not state.outcome.failed
        return retry_after(state.outcome.result(), now()) if state.outcome and answered else None

    def wait(state: tenacity.RetryCallState) -> float:
        return max(server_wish(state) or 0.0, backoff(state))

    def is_too_late(state: tenacity.RetryCallState) -> bool:
        return state.upcoming_sleep > min(settings.longest_wait_seconds, deadline.remaining())

    def hold_others(state: tenacity.RetryCallState) -> None:
        if server_wish(state) is not None:
            hold(state.upcoming_sleep)

    return tenacity.Retrying(
        retry=tenacity.retry_if_exception(lambda error: isinstance(error, ExchangeError) and error.again)
        | tenacity.retry_if_result(lambda answer: not final(answer)),
        wait=wait,
        stop=lambda state: state.attempt_number >= settings.attempts or is_too_late(state),
        before_sleep=hold_others,
        sleep=sleep,
        retry_error_callback=_last_outcome,
    )


def _last_outcome(state: tenacity.RetryCallState) -> Answer:
    assert state.outcome is not None
    answer: Answer = state.outcome.result()  # raises the error of the last attempt
    return answer
