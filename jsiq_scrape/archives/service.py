"""A web archive as it is asked, whatever kind it is: what it lists of our pages, and the captures it serves of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from jsiq_scrape.archives.archive_client import ArchiveClient, Ask
from jsiq_scrape.archives.cdx import NoListing, Page, Row
from jsiq_scrape.archives.common_crawl import CommonCrawl
from jsiq_scrape.archives.served import OUTAGES, Listed, Served, difference
from jsiq_scrape.archives.summary import ArchiveReport
from jsiq_scrape.archives.wayback import Wayback
from jsiq_scrape.captures import Capture, ErrorKind, RobotsDecision
from jsiq_scrape.errors import FetchError
from jsiq_scrape.evidence.store import Snapshots
from jsiq_scrape.fetch.exchange import Answer, ExchangeError, kind_of
from jsiq_scrape.fetch.sources import Archive, Source, WaybackArchive

#: How Wayback machines say that the owner of a site had it left out; asking again does not help.
_LEFT_OUT = re.compile("AccessControlException|Blocked Site Error")


class Service(Protocol):
    """What the kinds of archives do, each in its way."""

    def searches(self, source: Source) -> Iterator[tuple[str, Iterator[Page]]]:
        """Each search for the profiles of a source, by the URL that names it, and the pages of its answer.

        Raises FetchError and NoListing when it cannot be known what to search.
        """

    def place(self, row: Row) -> str:
        """Where it serves a capture; a fragment is the place in there."""

    def serve(self, listed: Listed, ask: Ask) -> Served:
        """What it serves for a listed capture.  Raises FetchError; of the kind OUTAGE when it says that it failed."""


def service_of(client: ArchiveClient, archive: Archive, snapshots: Snapshots) -> Service:
    """How an archive of sources.toml is asked; snapshots hold what earlier runs learned of its index."""
    if isinstance(archive, WaybackArchive):
        return Wayback(client, archive)
    return CommonCrawl(client, archive, snapshots)


def list_captures(service: Service, archive: Archive, source: Source, report: ArchiveReport) -> Iterator[Listed]:
    """Search an archive for all profiles of a source; a search that fails is reported and the others go on.

    Raises Resume when the archive wants a rest before all is listed.
    """
    try:
        for found_on, pages in service.searches(source):
            try:
                for page in pages:
                    yield from _ours(page, found_on, service, archive, source)
                    report.incidents += [(found_on, f"a line that is none: {line!r}") for line in page.malformed]
                report.answered += 1
            except (FetchError, NoListing) as error:
                report.excluded += is_exclusion(str(error))
                report.unlisted += not is_exclusion(str(error))
                report.incidents.append((found_on, str(error)))
    except (FetchError, NoListing) as error:
        report.unlisted += 1
        report.incidents.append((archive.addresses[0], str(error)))


def is_exclusion(said: str) -> bool:
    """Does the archive say that it leaves the site out?"""
    return _LEFT_OUT.search(said) is not None


def fetch(service: Service, client: ArchiveClient, source: Source, listed: Listed) -> Capture:
    """The capture of a listed capture; that the archive serves something else, or nothing that is whole, is its error.

    Raises FetchError of a kind in OUTAGES when the archive itself failed, and Incomplete when it wants a rest.
    """
    asked_at = client.now()
    own = url = listed.requested_url.partition("#")[0]
    robots: RobotsDecision | None = None
    unanswered = False

    def ask(asked: str, headers: Sequence[tuple[str, str]] = ()) -> Answer:
        nonlocal url, robots, unanswered
        url, unanswered = asked, True
        answer = client.playback(url, headers)
        robots, unanswered = client.robots(url), False
        return answer

    def seen() -> Capture:
        served_url = url if robots and url != own else None
        return replace(listed.capture(client.archive.name, asked_at, client.now(), served_url), robots=robots)

    try:
        served = service.serve(listed, ask)
        other = difference(listed, served, source.drop_parameters)
        if other is not None:
            raise ExchangeError(ErrorKind.MISMATCH, f"{other} @ {listed.requested_url if url == own else url}")
    except FetchError as error:
        kind = kind_of(error)
        if kind is ErrorKind.OUTAGE or (unanswered and kind in OUTAGES):
            raise
        return replace(seen(), error=str(error), error_kind=kind)
    return served.added_to(seen())


def _ours(page: Page, found_on: str, service: Service, archive: Archive, source: Source) -> Iterator[Listed]:
    for row in page.rows:
        url = source.canonical(row.original)
        if url is not None and source.purpose(url) == "profile":
            yield Listed(row, url, found_on, archive.service, service.place(row))
