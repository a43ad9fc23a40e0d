"""The URLs that a sitemap lists."""

import html
import re

from jsiq_scrape.errors import FetchError
from jsiq_scrape.fetch.decoding import decode

_LOCATION = re.compile(
    rb"<(?:[a-zA-Z]+:)?loc>\s*(?:<!\[CDATA\[)?\s*([^<\]\s][^<\]]*?)\s*(?:\]\]>)?\s*</", re.IGNORECASE
)
_MAX_BYTES = 50 * 1024 * 1024  # sitemaps.org: of one file, unpacked


def locations(body: bytes) -> list[str]:
    """The text of every `loc` of a sitemap or of an index of sitemaps, also gzipped, in its order.

    No XML parser reads it, so there is no entity to expand and nothing to be well-formed; [] for anything else.
    """
    if body.startswith(b"\x1f\x8b"):
        try:
            body = decode(body, "gzip", _MAX_BYTES)
        except FetchError:
            return []
    return [html.unescape(match[1].decode("utf-8", "replace")) for match in _LOCATION.finditer(body)]
