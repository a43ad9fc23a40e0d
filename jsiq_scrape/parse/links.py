"""Where a page leads to: what the fetcher follows to find profiles."""

from urllib.parse import urljoin, urlsplit, urlunsplit

from selectolax.lexbor import LexborHTMLParser

from jsiq_scrape.parse.document.charset import decode


def links(body: bytes | str, base_url: str, content_type: str | None = None) -> list[str]:
    """Absolute http and https link targets in the order of the page, each once, without fragments."""
    parser = LexborHTMLParser(decode(body, content_type).text)
    base = parser.css_first("base[href]")
    if base is not None:
        base_url = _join(base_url, base.attributes.get("href") or "") or base_url
    found: dict[str, None] = {}
    for node in parser.css("a[href], area[href], link[rel=next][href], link[rel=prev][href]"):
        target = _join(base_url, node.attributes.get("href") or "")
        if target is not None:
            found[target] = None
    return list(found)


def _join(base: str, reference: str) -> str | None:
    try:
        # Browsers drop these characters inside a reference (URL standard, 4.4).
        target = urljoin(base, reference.strip().translate({9: None, 10: None, 13: None}))
        parts = urlsplit(target)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return None
        return urlunsplit(parts._replace(fragment=""))
    except ValueError:  # an address such as http://[ that is none
        return None
