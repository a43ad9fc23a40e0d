"""Requests to one archive: within its quota, with long timeouts, and every search of its index recorded."""

from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from jsiq_scrape.archives.quota import PLAYBACK, SEARCH, Quota
from jsiq_scrape.captures import NOT_APPLICABLE, Capture, ErrorKind, RobotsDecision
from jsiq_scrape.clock import Clock
from jsiq_scrape.errors import FetchError
from jsiq_scrape.fetch import log
from jsiq_scrape.fetch.client import Client
from jsiq_scrape.fetch.decoding import decode
from jsiq_scrape.fetch.exchange import Answer, ExchangeError, kind_of
from jsiq_scrape.fetch.retry import is_final, retry_after
from jsiq_scrape.fetch.sources import Archive, ClientSettings

#: Gives the archive's answer for a URL, asked with these headers.  Raises as `ArchiveClient.playback`.
Ask = Callable[[str, Sequence[tuple[str, str]]], Answer]
_SLOW = 90.0  # seconds in which a CDX search over a prefix may stay silent, as the Wayback Machine's does
_NONE_FOUND = b"No Captures found"  # pywb and Common Crawl answer a search that finds nothing with 404


class ArchiveClient:
    """Asks one archive over one pool of connections.  Thread-safe."""

    def __init__(
        self,
        settings: ClientSettings,
        archive: Archive,
        clock: Clock,
        state: Path,
        *,
        record: Callable[[Capture], object] = lambda fetched: None,
    ) -> None:
        per_minute = {SEARCH: archive.searches_per_minute, PLAYBACK: archive.playbacks_per_minute}
        file = state / f"{archive.service.replace(':', '_')}.json"
        self.quota = Quota(file, per_minute, clock, pause_seconds=archive.pause_seconds)
        self.archive = archive
        self.max_bytes = settings.max_bytes
        self.now = clock.now
        self._record = record
        self._follow_robots = archive.robots == "follow"
        slow = max(settings.read_timeout_seconds, 0.0 if archive.local else _SLOW)
        settings = settings.model_copy(update={"threads": archive.connections, "read_timeout_seconds": slow})
        self._client = Client(settings, archive, clock, record=record, rate_limiter=self.quota)

    def playback(self, url: str, headers: Sequence[tuple[str, str]] = ()) -> Answer:
        """What the archive answers for a capture; never a 429 of its own.

        Raises FetchError, also when it fails itself after several attempts, and Incomplete when it wants a rest.
        """
        return self._ask(url, PLAYBACK, headers)

    def robots(self, url: str) -> RobotsDecision:
        """Why a URL that was asked for may be."""
        return self._client.ask_robots(url) if self._follow_robots else NOT_APPLICABLE

    def search(self, url: str) -> bytes:
        """What the index answers; empty when it finds nothing.  Raises as `playback`, and records the capture."""
        body = b""
        answer: Answer | None = None
        error: FetchError | None = None
        asked_at = self.now()
        with log.measured() as cost:
            try:
                answer = self._ask(url, SEARCH)
                body = decode(answer.data, answer.header("content-encoding"), self.max_bytes)
                if answer.status != 200 and not (answer.status == 404 and _NONE_FOUND in body):
                    said = body[:200].decode("utf-8", "replace").partition("\n")[0]
                    index = f"the index of {urlsplit(url).netloc}"
                    error = ExchangeError(ErrorKind.UNAVAILABLE, f"{index} answered {answer.status}: {said}")
            except FetchError as raised:
                error = raised
        retrieved_at = self.now()
        capture = Capture(
            source=self.archive.name,
            url=url,
            asked_at=asked_at,
            captured_at=retrieved_at,
            retrieved_at=retrieved_at,
            final_url=url if answer else None,
            status=answer.status if answer else None,
            headers=answer.headers if answer else (),
            robots=self.robots(url) if answer else None,
            error=str(error) if error else None,
            error_kind=kind_of(error) if error else None,
            purpose="index",
            body=body if answer else None,
        )
        self._record(capture)
        log.fetched(capture, cost, "failed" if error else "read")
        if error is not None:
            raise error
        return b"" if answer is None or answer.status == 404 else body

    def stop(self) -> None:
        """End all waiting; questions under way end with Incomplete where they would be put again."""
        self.quota.stop()
        self._client.stop()

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    def _ask(self, url: str, kind: str, headers: Sequence[tuple[str, str]] = ()) -> Answer:
        while True:
            answer = self._client.ask(url, kind, follow_robots=self._follow_robots, headers=headers, final=_is_final)
            if answer.status == 429 and not is_capture(answer):
                self.quota.refused(self.quota.asked_at, retry_after(answer, self.now()))
                continue
            self.quota.answered(self.quota.asked_at)
            return answer


def is_capture(answer: Answer) -> bool:
    """Is it a capture that is played back, whatever its status, and no answer of the archive's own?

    RFC 7089, section 2.1.1: mementos carry Memento-Datetime, and nothing else does.
    """
    return answer.header("memento-datetime") is not None


def is_refusal(answer: Answer) -> str | None:
    """Why the archive says that it cannot play a capture back, as the Wayback Machine does beside 4xx and 5xx."""
    return answer.header("x-archive-wayback-runtime-error")


def _is_final(answer: Answer) -> bool:
    """An archive that plays back a page of status 503 does well; its own 429 is a matter of the quota."""
    return is_capture(answer) or is_refusal(answer) is not None or answer.status == 429 or is_final(answer)
