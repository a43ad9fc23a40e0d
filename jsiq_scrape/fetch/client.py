"""One polite GET: robots.txt first, within the rate limit, every redirect checked, every failure named."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx

from jsiq_scrape import __version__
from jsiq_scrape.captures import NOT_APPLICABLE, Capture, ErrorKind, Hop, Purpose, RobotsDecision
from jsiq_scrape.clock import Clock
from jsiq_scrape.errors import FetchError, ForbiddenHost, Incomplete, TooLarge
from jsiq_scrape.fetch import log, robots
from jsiq_scrape.fetch.addresses import canonical, host_and_port, join, origin
from jsiq_scrape.fetch.decoding import ACCEPTED, decode
from jsiq_scrape.fetch.exchange import Answer, Deadline, ExchangeError, kind_of
from jsiq_scrape.fetch.rate_limit import HostRateLimiter, RateLimiter
from jsiq_scrape.fetch.retry import is_final, retrying
from jsiq_scrape.fetch.sources import ClientSettings, Place
from jsiq_scrape.fetch.transport import Transport

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_WITHOUT_BODY = frozenset({204, 205, 304})


@dataclass(slots=True)
class _Trail:
    """How far a fetch has come, so that a failure is recorded with all that was known before it."""

    hops: list[Hop] = field(default_factory=list)
    robots: RobotsDecision | None = None
    final_url: str | None = None
    answer: Answer | None = None
    body: bytes | None = None
    confirms: str | None = None


class Client:
    """Asks the hosts of one source.  Thread-safe; fetches of robots.txt are handed to `record` as they happen.

    Raises ConfigurationError when the source is not local and nobody is named whom its hosts could turn to.
    """

    def __init__(
        self,
        settings: ClientSettings,
        source: Place,
        clock: Clock,
        *,
        record: Callable[[Capture], object] = lambda fetched: None,
        rate_limiter: RateLimiter | None = None,
    ) -> None:
        settings.require_contact([source])
        about = f" (+{settings.contact})" if settings.contact else ""
        self.user_agent = f"{settings.product}/{__version__}{about}"
        self._settings = settings
        self._source = source
        self._clock = clock
        self._record = record
        self._stopped = threading.Event()
        self._deadline = Deadline()
        interval = 0.0 if source.local else settings.interval_seconds
        self._rate_limiter = rate_limiter or HostRateLimiter(interval, clock.now, self._sleep)
        self._rules: dict[str, robots.Rules] = {}
        self._rules_locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()
        self._http = httpx.Client(
            transport=Transport(settings, source, self._deadline),
            headers={
                "User-Agent": self.user_agent,
                "Accept": "text/html, application/xhtml+xml, text/plain;q=0.9, */*;q=0.5",
                "Accept-Language": "de",
                "Accept-Encoding": ACCEPTED,
            },
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),  # keeps none
            follow_redirects=False,  # each is checked first
            trust_env=False,  # no proxy, no .netrc
        )

    def get(
        self, url: str, *, known: Capture | None = None, purpose: Purpose = "profile", found_on: str | None = None
    ) -> Capture:
        """Fetch a canonical URL.  What the server does wrong becomes the error of the capture; nothing of it is raised.

        `known` is the last capture of this URL that brought a body: the server is then asked whether it changed.
        Raises Incomplete when `stop` was called meanwhile.
        """
        asked_at = self._clock.now()
        trail = _Trail()
        error: FetchError | None = None
        self._deadline.set(self._settings.deadline_seconds)
        try:
            self._follow(url, trail, known, for_robots=purpose == "robots")
        except FetchError as raised:
            error = raised
        now = self._clock.now()
        return Capture(
            source=self._source.name,
            url=url,
            asked_at=asked_at,
            captured_at=now,
            retrieved_at=now,
            final_url=trail.final_url,
            hops=tuple(trail.hops),
            status=trail.answer.status if trail.answer else None,
            headers=trail.answer.headers if trail.answer else (),
            robots=trail.robots,
            error=str(error) if error else None,
            error_kind=kind_of(error) if error else None,
            found_on=found_on,
            confirms=trail.confirms,
            purpose=purpose,
            body=trail.body,
        )

    def ask(
        self,
        url: str,
        limited_as: str,
        *,
        follow_robots: bool = True,
        headers: Sequence[tuple[str, str]] = (),
        final: Callable[[Answer], bool] = is_final,
    ) -> Answer:
        """One answer as it came over the wire: no redirect is followed, the body is not decoded.

        `limited_as` names the rate limit, `final` says of which answers another attempt would be no better.
        Raises FetchError, and Incomplete when `stop` was called meanwhile.
        """
        self._deadline.set(self._settings.deadline_seconds)
        if not self._source.allows(url):
            raise ForbiddenHost(f"{url} is on none of the hosts of {self._source.name}")
        if follow_robots and not self.ask_robots(url).allowed:
            raise ExchangeError(ErrorKind.ROBOTS, self._refusal(url, url))
        return self._exchange(url, headers, limited_as, final=final)

    def ask_robots(self, url: str) -> RobotsDecision:
        """May this canonical URL be asked for?  Fetches its host's robots.txt when that was not done yet."""
        place = origin(url)
        with self._lock:
            lock = self._rules_locks.setdefault(place, threading.Lock())
        with self._not_counted(), lock:
            if place not in self._rules:
                with log.measured() as cost:
                    fetched = self.get(f"{place}/robots.txt", purpose="robots")
                self._record(fetched)
                rules = robots.rules_of(fetched, self._settings.product)
                log.fetched(fetched, cost, rules.reason)
                if rules.delay and not self._source.local:
                    self._rate_limiter.slow_down(_host(url), rules.delay)
                self._rules[place] = rules
        return self._rules[place].decide(url)

    def stop(self) -> None:
        """End all waiting; fetches that are under way end with Incomplete where they would ask again."""
        self._stopped.set()

    def close(self) -> None:
        """Close all connections."""
        self._http.close()

    def _follow(self, url: str, trail: _Trail, known: Capture | None, *, for_robots: bool) -> None:
        """Ask, and ask where the answer points to, until there is an answer that points nowhere."""
        current = url
        max_hops = robots.MAX_HOPS if for_robots else self._settings.max_hops
        while True:
            if for_robots:
                trail.robots = NOT_APPLICABLE
            else:
                if not self._source.allows(current):
                    raise ForbiddenHost(f"{current} is on none of the hosts of source {self._source.name}")
                trail.robots = self.ask_robots(current)
                if not trail.robots.allowed:
                    raise ExchangeError(ErrorKind.ROBOTS, self._refusal(current, url))
            conditions = _conditions(known) if known and known.final_url == current else []
            trail.answer, trail.final_url = None, None
            answer = self._exchange(current, conditions, _host(current), for_robots=for_robots)
            trail.answer, trail.final_url = answer, current
            location = answer.header("location")
            if answer.status not in _REDIRECTS or location is None:
                break
            trail.hops.append(Hop(current, answer.status, location))
            target = target_of(current, location, None if for_robots else self._source)
            if target in (url, *(hop.url for hop in trail.hops)):
                raise ExchangeError(ErrorKind.REDIRECT_LOOP, f"the redirects come back to {target}")
            if len(trail.hops) > max_hops:
                raise ExchangeError(ErrorKind.TOO_MANY_HOPS, f"more than {max_hops} redirects")
            current = target
        if answer.status == 304:
            if not conditions or known is None:
                raise ExchangeError(ErrorKind.PROTOCOL, "the server says 304, but was not asked whether it changed")
            trail.confirms = known.digest
        if answer.status not in _WITHOUT_BODY:
            limit = robots.MAX_BYTES if for_robots else self._settings.max_bytes
            trail.body = decode(answer.data, answer.header("content-encoding"), limit)
            if answer.cut:
                raise TooLarge(f"only the first {limit} bytes were read")

    def _exchange(
        self,
        url: str,
        headers: Sequence[tuple[str, str]],
        limited_as: str,
        *,
        for_robots: bool = False,
        final: Callable[[Answer], bool] = is_final,
    ) -> Answer:
        """The answer to a request, after as many attempts as it takes."""
        attempts = retrying(
            self._settings,
            self._deadline,
            self._clock.now,
            self._sleep_counted,
            lambda seconds: self._rate_limiter.hold(limited_as, seconds),
            final,
        )
        return attempts(self._request, url, headers, limited_as, for_robots)

    def _request(self, url: str, headers: Sequence[tuple[str, str]], limited_as: str, for_robots: bool) -> Answer:
        """One request within the rate limit, and its answer."""
        with self._not_counted():
            self._rate_limiter.wait(limited_as)
        if self._stopped.is_set():
            raise Incomplete("the collection was stopped")
        self._deadline.left()
        limit = robots.MAX_BYTES if for_robots else self._settings.max_bytes
        started = time.monotonic()
        status, error_kind, size = None, None, 0
        try:
            with self._http.stream("GET", url, headers=list(headers)) as response:
                answer = _read(response, limit, cut=for_robots)
            status, size = answer.status, len(answer.data)
        except FetchError as error:
            error_kind = kind_of(error)
            raise
        except httpx.InvalidURL as error:
            error_kind = ErrorKind.PROTOCOL
            raise ExchangeError(error_kind, f"the URL cannot be asked for: {error}") from error
        finally:
            log.requested(url, time.monotonic() - started, status=status, error_kind=error_kind, size=size)
        return answer

    def _refusal(self, url: str, wanted: str) -> str:
        """Why the rules of its host do not let this URL be asked for; `wanted` is where the redirects began."""
        rules = self._rules[origin(url)]
        if rules.failure is not None:
            return f"robots.txt of {origin(url).partition('://')[2]} is unreachable: {rules.failure}"
        return "robots.txt forbids it" if url == wanted else f"redirects to {url}, which robots.txt forbids"

    def _sleep_counted(self, seconds: float) -> None:
        """Wait before another attempt, which is time of the fetch also where the clock is not a real one."""
        before = time.monotonic()
        self._sleep(seconds)
        self._deadline.extend(time.monotonic() - before - seconds)

    def _sleep(self, seconds: float) -> None:
        while seconds > 0 and not self._stopped.is_set():  # in slices, so that `stop` is heard
            self._clock.sleep(min(seconds, 1.0))
            seconds -= 1.0

    @contextmanager
    def _not_counted(self) -> Iterator[None]:
        """Time spent here is no time of the fetch that is under way in this thread."""
        ends, before = self._deadline.ends, time.monotonic()
        try:
            yield
        finally:
            self._deadline.ends = ends + time.monotonic() - before


def _conditions(known: Capture) -> list[tuple[str, str]]:
    """The headers that ask whether a page is still as it was; none for a copy out of an archive."""
    pairs = (("If-None-Match", known.header("etag")), ("If-Modified-Since", known.header("last-modified")))
    if known.archive is not None or known.digest is None:
        return []
    return [(name, value) for name, value in pairs if value and value.isascii() and value.isprintable()]


def _host(url: str) -> str:
    host, port = host_and_port(url)
    return f"{host}:{port}"


def _read(response: httpx.Response, limit: int, *, cut: bool) -> Answer:
    """The whole answer; beyond `limit` bytes TooLarge, or only the first bytes when `cut` allows that."""
    headers = tuple((name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in response.headers.raw)
    length = ", ".join(value for name, value in headers if name == "content-length")
    if length.isdigit() and int(length[:20]) > limit and not cut and response.status_code not in _REDIRECTS:
        raise TooLarge(f"the server announces {length[:20]} bytes, more than {limit}")
    data = bytearray()
    for piece in response.iter_raw():
        data += piece
        if len(data) > limit:
            if cut:
                return Answer(response.status_code, headers, bytes(data[:limit]), cut=True)
            raise TooLarge(f"the body has more than {limit} bytes")
    return Answer(response.status_code, headers, bytes(data))


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
