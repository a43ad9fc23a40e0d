"""The address that a saved page gives of itself, and the one made of its file's name."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import quote

from selectolax.lexbor import LexborHTMLParser

from jsiq_scrape.fetch.addresses import canonical, join
from jsiq_scrape.fetch.sources import Source

#: Pages without an address of their own are addressed by this scheme and the name of their file.
SCHEME = "folder:"

_HEAD = 20_000  # characters; programs that save pages write where they took them from near the top
_SAVED_FROM = (
    re.compile(r"<!--\s*saved from url=\(\d{4}\)\s*(\S+?)\s*-->", re.IGNORECASE),  # Internet Explorer, Chrome
    re.compile(r"<!--\s*Page saved with SingleFile\s+url:\s*(\S+)", re.IGNORECASE),
    re.compile(r"<!--\s*Mirrored from (\S+) by HTTrack", re.IGNORECASE),  # writes no scheme
)
# A page that was saved out of a web archive's replay; the archive's address contains the page's own.
_REPLAYED = re.compile(r"https?://[^/]+/(?:web|wayback|all)/(\d{4,14})(?:[a-z]{2}_)?/(https?:/{1,2}.+)", re.IGNORECASE)


def address_of_file(name: str) -> str:
    """The stable address of a page that is known by its file's name: the same for the same name in every folder."""
    return SCHEME + quote(unicodedata.normalize("NFC", name), safe="/")


def own_address(text: str, location: str | None = None) -> str | None:
    """Where a saved page says that it comes from: its canonical link, else what the program that saved it noted.

    That is the `location` in the file around the page, else a comment in the page.
    """
    saved_from = _original(location) or _saved_from(text)
    if "canonical" in text.lower():
        link = LexborHTMLParser(text).css_first('link[rel~="canonical" i][href]')
        target = (link.attributes.get("href") or "").strip() if link is not None else ""
        found = _original(join(saved_from, target) if saved_from else target) if target else None
        if found is not None:
            return found
    return saved_from


def replayed_at(url: str | None) -> datetime | None:
    """When the page was captured that a web archive replays at this address; None for any other address."""
    match = _REPLAYED.fullmatch(url or "")
    try:
        return datetime.strptime(f"{match[1]}Z", "%Y%m%d%H%M%S%z") if match else None
    except ValueError:
        return None  # fewer digits, or no time: the archive leads on to the capture that it has


def spelled(url: str, sources: Iterable[Source]) -> str | None:
    """The URL as the source whose host it is on would ask for it; None when it is no http(s) URL."""
    for source in sources:
        if source.allows(url):
            return source.canonical(url)
    return canonical(url)


def _saved_from(text: str) -> str | None:
    for expression in _SAVED_FROM:
        match = expression.search(text, 0, _HEAD)
        if match:
            url = match[1]
            return _original(url if "://" in url else f"http://{url}")
    return None


def _original(url: str | None) -> str | None:
    if url is None:
        return None
    match = _REPLAYED.fullmatch(url)
    if match:
        url = re.sub("^(https?:)/+", r"\1//", match[2], flags=re.IGNORECASE)
    return canonical(url)
