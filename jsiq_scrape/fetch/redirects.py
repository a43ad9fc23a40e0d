"""Where a redirect leads, and whether we go there."""

from contextlib import suppress

from jsiq_scrape.captures import ErrorKind
from jsiq_scrape.errors import ForbiddenHost
from jsiq_scrape.fetch.addresses import canonical, join
from jsiq_scrape.fetch.failures import ExchangeError
from jsiq_scrape.fetch.settings import Place

STATUSES = frozenset({301, 302, 303, 307, 308})


def target_of(current: str, location: str, source: Place | None) -> str:
    """The canonical URL that this Location means, seen from the canonical URL `current`.

    Raises ForbiddenHost for what is no web address or not on the source's hosts, ExchangeError for a step from https to
    http.  Without a source, for robots.txt, any host will do (RFC 9309, section 2.3.1.2: redirects are followed even
    across hosts); the network still refuses private addresses.
    """
    with suppress(UnicodeError):  # RFC 9110 wants ASCII; servers send UTF-8, which stands here byte by byte
        location = location.encode("latin-1").decode("utf-8")
    joined = join(current, location)
    target = canonical(joined, source.drop_parameters if source else ()) if joined else None
    if target is None:
        raise ForbiddenHost(f"redirects to {location[:200]!r}, which is no web address that may be asked")
    if source is not None:
        if not source.allows(target):
            raise ForbiddenHost(f"redirects to {target}, which is on none of the hosts of source {source.name}")
        if current.startswith("https:") and target.startswith("http:"):
            raise ExchangeError(ErrorKind.DOWNGRADE, f"redirects from https to {target}")
    return target
