"""What parsers/sources.toml says: how to ask, whom to ask, and which URLs are profiles or lists of them."""

import ipaddress
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, StringConstraints, ValidationError, model_validator

from jsiq_scrape import toml_files
from jsiq_scrape.errors import ConfigurationError
from jsiq_scrape.fetch.addresses import canonical, host_and_port, path_and_query
from jsiq_scrape.programme import programme
from jsiq_scrape.toml_files import TomlTable


def _contact(text: str) -> str:
    if not re.fullmatch(r"(https?://|mailto:)?[!-~]*[@.][!-~]+", text) or set("()<>\"'\\") & set(text):
        raise ValueError("must be a mail address or a web address under which you can be reached")
    return text


def _url(text: str) -> str:
    if canonical(text) is None:
        raise ValueError("must be an http or https URL without user name")
    return text


def _host(text: str) -> str:
    if canonical(f"http://{text}/") != f"http://{text}/":
        raise ValueError("must be a host's name in lower case, with a port if it is an unusual one: no scheme, no path")
    return text


def _loopback(text: str) -> str:
    address, _, port = text.rpartition(":")
    try:
        ok = ipaddress.ip_address(address.strip("[]")).is_loopback and 0 < int(port) < 65536
    except ValueError:
        ok = False
    if not ok:
        raise ValueError("must be a loopback address and port such as 127.0.0.1:8000")
    return text


Contact = Annotated[str, AfterValidator(_contact)]
Url = Annotated[str, AfterValidator(_url)]
Host = Annotated[str, AfterValidator(_host)]
Loopback = Annotated[str, AfterValidator(_loopback)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$")]
Pattern = Annotated[str, StringConstraints(pattern=r"^/")]
Stamp = Annotated[str, StringConstraints(pattern=r"^[0-9]{4,14}$")]


class Place(TomlTable):
    """What is asked over the network: a site or an archive, with the hosts that belong to it."""

    name: Name
    hosts: tuple[Host, ...]
    drop_parameters: tuple[str, ...] = ()
    scheduled: bool = Field(True, description="`jsiq-scrape run` fetches from here")
    local: bool = Field(False, description="On this machine or in this network: no contact needed, no interval")
    connect_to: dict[str, Loopback] = Field({}, description="host:port of a URL -> loopback address:port to connect to")

    @model_validator(mode="after")
    def _only_local_names_are_led_elsewhere(self) -> Self:
        if self.connect_to and not self.local:
            raise ValueError("connect_to is for sources with local = true only")
        return self

    def canonical(self, url: str) -> str | None:
        """The URL as this place is asked for it; None when it is no http(s) URL."""
        return canonical(url, self.drop_parameters)

    def allows(self, url: str) -> bool:
        """Is the URL on one of the hosts, and on a usual port or the one that is named?"""
        known = canonical(url)
        if known is None:
            return False
        host, port = host_and_port(known)
        return f"{host}:{port}" in self.hosts or (host in self.hosts and (self.local or port in (80, 443)))


#: The shortest time between two requests to a host of somebody else.
SHORTEST_INTERVAL = 0.5


class ClientSettings(TomlTable):
    """How to ask; the defaults are polite."""

    contact: Contact | None = Field(None, description="Mail or web address in the User-Agent; no default")
    product: Annotated[str, StringConstraints(pattern=r"^[A-Za-z_-]+$")] = "jsiq_scrape"
    interval_seconds: float = Field(
        1.0, ge=0, le=3600, description="Between two requests to one host; not for local sources"
    )
    threads: int = Field(8, ge=1, le=32)
    connect_timeout_seconds: float = Field(10.0, gt=0)
    read_timeout_seconds: float = Field(30.0, gt=0, description="Silence that ends an attempt")
    deadline_seconds: float = Field(120.0, gt=0, description="One capture with its redirects, retries and waits")
    attempts: int = Field(4, ge=1, le=10)
    longest_wait_seconds: float = Field(60.0, ge=0, description="A longer Retry-After is not waited for")
    max_bytes: int = Field(10_000_000, ge=1, description="Of one body, before and after decoding")
    max_hops: int = Field(10, ge=0, le=50)
    ca_file: Path | None = Field(None, description="Further certificate authorities to trust; verification stays on")

    def with_contact(self, contact: str | None) -> Self:
        """These settings with another contact; the same for None.  Raises ConfigurationError when it is no address."""
        if contact is None:
            return self
        try:
            return self.model_validate({**self.model_dump(), "contact": contact})
        except ValidationError as error:
            raise ConfigurationError(f"contact {contact}: {error.errors(include_url=False)[0]['msg']}") from error

    def require_contact(self, places: Iterable[Place]) -> None:
        """Raise ConfigurationError when one of these is not local and nobody is named whom its hosts could turn to."""
        for place in places:
            if self.contact is None and not place.local:
                raise ConfigurationError(
                    f"source {place.name} is not on this machine: say in sources.toml, [client] contact, "
                    "under which mail or web address its owner can reach you"
                )


class Source(Place):
    """One place that has the pages."""

    kind: Literal["live"]
    hosts: tuple[Host, ...] = Field(min_length=1, description="The only hosts that are asked, also after redirects")
    start: tuple[Url, ...] = Field((), description="Lists to begin with: pages, or sitemaps ending in .xml or .xml.gz")
    profiles: tuple[Url, ...] = Field((), description="Profile pages that are known")
    profile_patterns: tuple[Pattern, ...] = ()
    listing_patterns: tuple[Pattern, ...] = ()
    drop_parameters: tuple[str, ...] = Field(
        default_factory=lambda: programme().addresses.session_parameters,
        description="Session parameters, which make one page many URLs; those of programme.toml unless named",
    )
    max_listings: int = Field(1000, ge=1, description="Lists of one run; more is a trap")
    max_profiles: int = Field(5000, ge=1)

    @model_validator(mode="after")
    def _agree(self) -> Self:
        for url in (*self.start, *self.profiles):
            if not self.allows(url):
                raise ValueError(f"{url} is on none of the hosts")
        return self

    def purpose(self, url: str) -> Literal["profile", "listing", "sitemap"] | None:
        """What an allowed URL is by its pattern; None when no pattern knows it."""
        if not self.allows(url):
            return None
        path = path_and_query(url)
        if url in self.profiles or any(matches(pattern, path) for pattern in self.profile_patterns):
            return "profile"
        if url in self.start or any(matches(pattern, path) for pattern in self.listing_patterns):
            return "sitemap" if is_sitemap(url) else "listing"
        return None


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


class Sources(TomlTable):
    """The whole file."""

    client: ClientSettings = ClientSettings()
    source: tuple[Source, ...] = ()
    archive: tuple[AnyArchive, ...] = ()
    gates: dict[str, float] = Field({}, description="Bounds of the quality gates; the build reads and checks them")

    @model_validator(mode="after")
    def _hosts_of_others_have_an_interval(self) -> Self:
        interval = self.client.interval_seconds
        for place in (*self.source, *self.archive):
            if interval < SHORTEST_INTERVAL and not place.local:
                raise ValueError(
                    f"client.interval_seconds = {interval:g} is too short for {place.name}, which is not on this "
                    f"machine: at least {SHORTEST_INTERVAL:g} (a source with local = true has no interval)"
                )
        return self

    @model_validator(mode="after")
    def _names_differ(self) -> Self:
        names = [place.name for place in (*self.source, *self.archive)]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"two sources are named {name}")
        for archive in self.archive:
            if archive.pages not in [source.name for source in self.source]:
                raise ValueError(
                    f"archive {archive.name} is asked for the pages of {archive.pages}, which is no source"
                )
        return self

    def named(self, name: str) -> Source:
        """The source of that name.  Raises ConfigurationError when there is none."""
        return _named(name, self.source, "source")

    def archive_named(self, name: str) -> Archive:
        """The archive of that name.  Raises ConfigurationError when there is none."""
        return _named(name, self.archive, "archive")


def load_sources(path: Path) -> Sources:
    """The sources in this file.  Raises ConfigurationError, which names file and key."""
    return toml_files.load_toml(path, Sources)


PlaceKind = TypeVar("PlaceKind", bound=Place)


def _named(name: str, places: tuple[PlaceKind, ...], what: str) -> PlaceKind:
    for place in places:
        if place.name == name:
            return place
    known = ", ".join(place.name for place in places) or "none"
    raise ConfigurationError(f"no {what} is named {name}; known: {known}")


def is_sitemap(url: str) -> bool:
    """Does the URL name a sitemap by its ending?"""
    return path_and_query(url).lower().endswith((".xml", ".xml.gz"))


@cache
def _expression(pattern: str) -> re.Pattern[str]:
    forms = {"**": ".*", "*": "[^/?]*", "#": "[0-9]+"}
    return re.compile("".join(forms.get(part, re.escape(part)) for part in re.split(r"(\*\*|\*|#)", pattern)))


def matches(pattern: str, path: str) -> bool:
    """Does the pattern know this path?

    `*` is any text without "/" and "?", `**` any text, `#` a number; a pattern without "?" leaves the query open.
    """
    return _expression(pattern).fullmatch(path if "?" in pattern else path.partition("?")[0]) is not None
