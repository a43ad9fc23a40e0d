"""Why an exchange with a server failed, as exceptions that never leave fetch/: they become the error of a capture."""

from jsiq_scrape.captures import ErrorKind
from jsiq_scrape.errors import DeadlineExceeded, FetchError, ForbiddenHost, TooLarge, TransportError


class ExchangeError(TransportError):
    """One exchange failed; `again` says whether a second attempt may help."""

    def __init__(self, kind: ErrorKind, message: str, *, again: bool = False) -> None:
        super().__init__(message)
        self.kind = kind
        self.again = again


def kind_of(error: FetchError) -> ErrorKind:
    """Under which kind a capture records this error."""
    if isinstance(error, ExchangeError):
        return error.kind
    if isinstance(error, ForbiddenHost):
        return ErrorKind.FORBIDDEN_HOST
    if isinstance(error, TooLarge):
        return ErrorKind.TOO_LARGE
    assert isinstance(error, DeadlineExceeded), error
    return ErrorKind.TIMEOUT
