"""What a host's robots.txt allows, after RFC 9309."""

from dataclasses import dataclass

from protego import Protego

from jsiq_scrape.captures import Capture, ErrorKind, RobotsDecision

MAX_BYTES = 512 * 1024  # RFC 9309, section 2.5: at least 500 KiB are to be read
MAX_HOPS = 5  # section 2.3.1.2: after five redirects it counts as unavailable
_LONGEST_DELAY = 60.0  # a longer Crawl-delay would make a list of all pages a matter of days


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one host for our product."""

    product: str
    status: int | None
    reason: str  # why, where no file was read; "rule" where one was
    file: Protego | None = None
    allowed: bool = True  # where no file was read
    failure: str | None = None  # what went wrong, where it is unreachable

    def decide(self, url: str) -> RobotsDecision:
        """May this URL be asked for?"""
        if self.file is None:
            return RobotsDecision(self.allowed, self.reason, self.status)
        allowed = bool(self.file.can_fetch(url, self.product))
        return RobotsDecision(allowed, "no rule" if allowed else "rule", self.status)

    @property
    def delay(self) -> float:
        """Seconds that the host asks to leave between two requests."""
        asked = self.file.crawl_delay(self.product) if self.file is not None else None
        return min(max(float(asked or 0), 0.0), _LONGEST_DELAY)


def rules_of(fetched: Capture, product: str) -> Rules:
    """The rules that a capture of robots.txt gives; a file that cannot be had is decided as RFC 9309 says.

    4xx: there are none (section 2.3.1.3).  5xx, 429 and no answer: nothing is allowed for this run (2.3.1.4).
    """
    status = fetched.status
    if fetched.error_kind in (ErrorKind.TOO_MANY_HOPS, ErrorKind.REDIRECT_LOOP):
        return Rules(product, status, "no robots.txt")
    if status is None or status == 429 or status >= 500 or (fetched.body is None and status < 300):
        failure = fetched.error or f"status {status}"
        return Rules(product, status, "unreachable", allowed=False, failure=failure)
    if status >= 300 or fetched.body is None:
        return Rules(product, status, "no robots.txt")
    text = fetched.body.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").replace("\x00", "")
    return Rules(product, status, "rule", Protego.parse(text))
