"""The captures of a source's profiles that an archive lists, whatever kind of archive it is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from jsiq_scrape.archives import cdx, common_crawl, wayback
from jsiq_scrape.archives.archive_client import ArchiveClient
from jsiq_scrape.archives.quota import Resume
from jsiq_scrape.archives.served import Listed
from jsiq_scrape.captures import Capture
from jsiq_scrape.errors import FetchError
from jsiq_scrape.evidence.store import Snapshots
from jsiq_scrape.fetch.sources import Archive, Source, WaybackArchive

#: How Wayback machines say that the owner of a site had it left out; asking again does not help.
_LEFT_OUT = re.compile("AccessControlException|Blocked Site Error")


@dataclass(slots=True)
class Listing:
    """What the searches gave."""

    captures: list[Listed] = field(default_factory=list)
    answered: int = 0  # searches that gave their whole listing, which may be empty
    missing: int = 0  # searches that gave no listing, or a part of one
    excluded: int = 0  # searches for what the archive leaves out for good
    incidents: list[tuple[str, str]] = field(default_factory=list)  # (search, what went wrong)
    resume: Resume | None = None  # the archive wanted a rest before all was listed


def list_captures(client: ArchiveClient, archive: Archive, source: Source, snapshots: Snapshots) -> Listing:
    """Search an archive for all profiles of a source; a search that fails is named and the others go on."""
    listing = Listing()
    searches = (
        wayback.searches(client, archive, source)
        if isinstance(archive, WaybackArchive)
        else common_crawl.searches(client, archive, source, snapshots)
    )
    try:
        for found_on, pages in searches:
            try:
                for page in pages:
                    listing.captures += _ours(page, found_on, archive, source)
                    listing.incidents += [(found_on, f"a line that is none: {line!r}") for line in page.malformed]
                listing.answered += 1
            except (FetchError, cdx.NoListing) as error:
                listing.excluded += is_exclusion(str(error))
                listing.missing += not is_exclusion(str(error))
                listing.incidents.append((found_on, str(error)))
    except (FetchError, cdx.NoListing) as error:
        listing.missing += 1
        listing.incidents.append((archive.addresses[0], str(error)))
    except Resume as resume:
        listing.resume = resume
    return listing


def is_exclusion(said: str) -> bool:
    """Does the archive say that it leaves the site out?"""
    return _LEFT_OUT.search(said) is not None


def fetch(client: ArchiveClient, archive: Archive, capture: Listed, drop: tuple[str, ...]) -> Capture:
    """The capture of a listed capture, fetched; raises FetchError when the archive failed, Incomplete when it rests."""
    if isinstance(archive, WaybackArchive):
        return wayback.fetch(client, archive, capture, drop)
    return common_crawl.fetch(client, archive, capture)


def _ours(page: cdx.Page, found_on: str, archive: Archive, source: Source) -> Iterator[Listed]:
    for row in page.rows:
        url = source.canonical(row.original)
        if url is not None and source.purpose(url) == "profile":
            requested = (
                wayback.playback_url(archive, row.timestamp, row.original)
                if isinstance(archive, WaybackArchive)
                else common_crawl.data_url(archive, row)
            )
            yield Listed(row, url, found_on, archive.service, requested)
