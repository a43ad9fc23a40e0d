"""What parsers/sources.toml says: how to ask, whom to ask, and which URLs are profiles or lists of them."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self, TypeVar

from pydantic import Field, StringConstraints, ValidationError, model_validator

from jsiq_scrape.errors import ConfigurationError, MissingFile
from jsiq_scrape.fetch.addresses import path_and_query
from jsiq_scrape.fetch.archive_sources import AnyArchive, Archive
from jsiq_scrape.fetch.settings import Closed, Contact, Host, Pattern, Place, Url


class ClientSettings(Closed):
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
    drop_parameters: tuple[str, ...] = Field((), description="Session parameters, which make one page many URLs")
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


class Sources(Closed):
    """The whole file."""

    client: ClientSettings = ClientSettings()
    source: tuple[Source, ...] = ()
    archive: tuple[AnyArchive, ...] = ()
    gates: dict[str, float] = Field({}, description="Bounds of the quality gates; the build reads and checks them")

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


def load(path: Path) -> Sources:
    """The sources in this file.  Raises ConfigurationError, which names file and key."""
    try:
        return Sources.model_validate(tomllib.loads(path.read_text("utf-8")))
    except FileNotFoundError as error:
        raise MissingFile(f"no file {path}") from error
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ConfigurationError(f"{path} is no TOML: {error}") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ".".join(str(part) for part in first["loc"]) or "the file"
        said = "is not a key of this file" if first["type"] == "extra_forbidden" else first["msg"]
        raise ConfigurationError(f"{path}: {key}: {said}") from error


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
