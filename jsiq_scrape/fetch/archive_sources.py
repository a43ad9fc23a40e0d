"""What parsers/sources.toml says of web archives: where they list captures, where they serve them, how fast."""

from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, StringConstraints

from jsiq_scrape.fetch.settings import Host, Name, Place, Url

Stamp = Annotated[str, StringConstraints(pattern=r"^[0-9]{4,14}$")]


class _Archive(Place):
    """What both kinds of archives have."""

    hosts: tuple[Host, ...] = Field((), description="Further hosts that its answers may lead to")
    pages: Name = Field("live", description="The source whose hosts and patterns say which captures are wanted")
    since: Stamp | None = Field(None, description="First moment of the captures: 2015, 20150101 ...")
    until: Stamp | None = Field(None, description="Last moment, likewise")
    # The Wayback Machine blocks beyond about 30 searches and 600 playbacks a minute; a fifth is left as a margin.
    searches_per_minute: float = Field(24.0, gt=0)
    playbacks_per_minute: float = Field(480.0, gt=0)
    connections: int = Field(16, ge=1, le=32, description="Playbacks under way: they take a second and more each")
    pause_seconds: float = Field(60.0, ge=0, description="After a 429 that does not say how long to wait")
    robots: Literal["follow", "interface"] = Field(
        "follow",
        description="interface: what is asked is meant for programs and has limits of its own; robots.txt is not asked",
    )

    @property
    def addresses(self) -> tuple[str, ...]:
        """The URLs that the file names, whose hosts are asked."""
        raise NotImplementedError

    def allows(self, url: str) -> bool:
        """Is the URL on the archive's hosts and ports?"""
        asked = urlsplit(url)
        return (asked.scheme, asked.netloc) in {urlsplit(own)[:2] for own in self.addresses} or super().allows(url)

    @property
    def service(self) -> str:
        """By which name captures call the archive, whatever the source is called."""
        return urlsplit(self.addresses[-1]).netloc

    @property
    def years(self) -> dict[str, str]:
        """The parameters of a search that bound its captures in time."""
        return {key: value for key, value in (("from", self.since), ("to", self.until)) if value is not None}


class WaybackArchive(_Archive):
    """An archive with a CDX search and a playback: the Wayback Machine, OpenWayback, pywb."""

    kind: Literal["wayback", "pywb"] = Field(description="The dialect of its search; pywb gives all rows at once")
    cdx: Url = Field(description="Its CDX search, such as https://web.archive.org/cdx/search/cdx")
    playback: Url = Field(description="What stands before /<14 digits>id_/<URL>, such as https://web.archive.org/web")
    page_rows: int = Field(10_000, ge=1, description="Rows of one answer of the search (wayback)")

    @property
    def addresses(self) -> tuple[str, ...]:
        return self.cdx, self.playback


class CommonCrawlArchive(_Archive):
    """Common Crawl: one index a crawl, and WARC files of which a part is asked for."""

    kind: Literal["commoncrawl"]
    crawls: Url = Field(description="The list of crawls, such as https://index.commoncrawl.org/collinfo.json")
    data: Url = Field(description="What stands before the file's name, such as https://data.commoncrawl.org")

    @property
    def addresses(self) -> tuple[str, ...]:
        return self.crawls, self.data


Archive = WaybackArchive | CommonCrawlArchive
AnyArchive = Annotated[Archive, Field(discriminator="kind")]
