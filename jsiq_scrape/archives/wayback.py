"""A capture from the playback of a web archive, as it was archived and checked to be the one that was listed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode, urljoin

from jsiq_scrape.archives.archive_client import ArchiveClient, Ask, is_capture, is_refusal
from jsiq_scrape.archives.cdx import Page, Row, prefixes, search
from jsiq_scrape.archives.served import REDIRECTS, Listed, Served
from jsiq_scrape.captures import ErrorKind
from jsiq_scrape.fetch.decoding import decode
from jsiq_scrape.fetch.exchange import Answer, ExchangeError
from jsiq_scrape.fetch.sources import Source, WaybackArchive
from jsiq_scrape.moments import header_moment

_MOST_HOPS = 5
_ORIGINAL = re.compile(r'<([^<>]*)>\s*;[^,<]*\brel="?original"?', re.IGNORECASE)
_PLAYED = re.compile(r"/([0-9]{1,14})(?:[a-z]{2}_)?/(https?:/.*)", re.ASCII)
_PREFIX = "x-archive-orig-"
#: Of the archive's own answer, not of the page's.
_CARRIED = frozenset({"link", "vary", "cache-control", "date", "server", "connection", "transfer-encoding"})


@dataclass(frozen=True, slots=True)
class Wayback:
    """The Wayback Machine, OpenWayback or pywb: an index, and a playback that leads from capture to capture."""

    client: ArchiveClient
    archive: WaybackArchive

    def searches(self, source: Source) -> Iterator[tuple[str, Iterator[Page]]]:
        """Each search, by the URL that names it, and the pages of its answer."""
        for prefix in prefixes(source):
            named = f"{self.archive.cdx}?{urlencode({'url': prefix, 'matchType': 'prefix'})}"
            yield named, search(self.archive, prefix, self.client.search)

    def place(self, row: Row) -> str:
        """Where a capture is served without a change: `id_`, and all 14 digits, or the nearest one is."""
        return f"{self.archive.playback.rstrip('/')}/{row.timestamp}id_/{row.original.replace('#', '%23')}"

    def serve(self, listed: Listed, ask: Ask) -> Served:
        """What the archive plays back, behind its own redirects."""
        url = listed.requested_url
        for _ in range(_MOST_HOPS + 1):
            answer = ask(url, ())
            further = _further(answer, url, listed)
            if further is None:
                return _served(answer, url, listed, self.client.max_bytes)
            url = further
        raise ExchangeError(ErrorKind.TOO_MANY_HOPS, f"the archive redirects more than {_MOST_HOPS} times")


def _further(answer: Answer, url: str, listed: Listed) -> str | None:
    """Where the archive's own redirect leads: to another capture of the same page.  None for everything else.

    Raises ExchangeError when it leads to the capture of another page, or out of the archive.
    """
    location = answer.header("location")
    if is_capture(answer) or answer.status not in REDIRECTS or location is None:
        return None
    if listed.row.status is not None and listed.row.status in REDIRECTS and _PLAYED.search(location) is None:
        return None  # an archive that plays a redirect back without saying that it does
    target = urljoin(url, location)
    played = _PLAYED.search(target)
    if played is None or _page(played[2]) != _page(listed.row.original):
        raise ExchangeError(ErrorKind.MISMATCH, f"the archive redirects to {target} instead of serving the capture")
    # Some archives forget that the bytes are wanted as they were archived.
    start = target[: played.start()]
    return f"{start}/{played[1]}id_/{played[2]}"


def _served(answer: Answer, url: str, listed: Listed, max_bytes: int) -> Served:
    """The capture in an answer.  Raises ExchangeError when there is none in it."""
    if not is_capture(answer):
        refusal = is_refusal(answer)
        if refusal is not None:
            raise ExchangeError(ErrorKind.UNAVAILABLE, f"the archive refuses: {refusal[:200]}")
        if answer.status >= 500:
            raise ExchangeError(ErrorKind.OUTAGE, f"the archive answers {answer.status}")
        listed_status = listed.row.status
        if answer.status != (200 if listed_status is None else listed_status) or listed.row.digest is None:
            raise ExchangeError(ErrorKind.UNAVAILABLE, f"the archive answers {answer.status} and serves no capture")
    headers = _headers(answer, url)
    encoding = answer.header("content-encoding") or dict(headers).get("content-encoding")
    memento = header_moment(answer.header("memento-datetime") or "")
    link = _ORIGINAL.search(answer.header("link") or "")
    played = _PLAYED.search(url)
    # For a revisit pywb and the Wayback Machine give the status of what it repeats.
    return Served(
        replace(answer, headers=headers),
        body=decode(answer.data, encoding, max_bytes),
        timestamp=f"{memento:%Y%m%d%H%M%S}" if memento else None,
        original=link[1] if link else played[2] if played and memento else None,
    )


def _headers(answer: Answer, url: str) -> tuple[tuple[str, str], ...]:
    """The headers that the page's own server sent: under a prefix, where the archive keeps them apart from its own."""
    originals = [(name.removeprefix(_PREFIX), value) for name, value in answer.headers if name.startswith(_PREFIX)]
    known = {name for name, _ in originals}
    own = [(name, value) for name, value in answer.headers if not name.startswith(_PREFIX) and name not in known]
    if originals:
        own = [(name, value) for name, value in own if name in ("content-type", "location", "memento-datetime")]
    return tuple(
        (name, _as_archived(value, url) if name == "location" else value)
        for name, value in [*originals, *own]
        if name not in _CARRIED or name in known
    )


def _as_archived(location: str, url: str) -> str:
    """The target of an archived redirect, without what the archive puts before it."""
    played = _PLAYED.search(urljoin(url, location))
    return played[2] if played else location


def _page(url: str) -> str:
    """The URL without what archives do not distinguish: scheme, www., port and case."""
    return re.sub(r"^https?:/+(www\d*\.)?([^/:?]*)(:\d+)?", r"\2", url, flags=re.IGNORECASE).rstrip("/").lower()
