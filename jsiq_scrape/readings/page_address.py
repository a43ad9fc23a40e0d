"""The address of a page: what stays of a URL when its spelling, its host's prefix and its session are taken away."""

import re
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

# The second CMS ends its paths in a number that names the page; the words before it may change.  Six digits at least:
# five are a postal code, and eight a date.
_PAGE_NUMBER = re.compile(r"(?:^|[-/])(\d{6,7})$")
# The first CMS served each page with and without this segment (its cache switched off and on).
_CACHE_SEGMENT = "/no_cache/"
_SESSION_IN_PATH = re.compile(r";jsessionid=[^/?]*", re.IGNORECASE)
_SESSION = re.compile(r"^(phpsessid|jsessionid|sid|session_?id|chash|no_cache|print|utm_\w+)$", re.IGNORECASE)
_STANDARD_PORT = re.compile(r":(80|443)$")


@lru_cache(maxsize=1 << 16)  # each URL is asked for at every capture
def address(url: str) -> str:
    """Equal for URLs that lead to the same page; for a name that is no http URL the name itself."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        return url.partition("#")[0]
    host = _STANDARD_PORT.sub("", parts.netloc.lower().rpartition("@")[2]).removeprefix("www.")
    path = _SESSION_IN_PATH.sub("", unquote(parts.path)).replace(_CACHE_SEGMENT, "/")
    path = re.sub("/{2,}", "/", path).rstrip("/")
    query = sorted(pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _SESSION.match(pair[0]))
    number = _PAGE_NUMBER.search(path)
    if number and not query:
        return f"{host}#{number[1]}"
    return f"{host}{path}" + (f"?{urlencode(query)}" if query else "")


def is_file(name: str) -> bool:
    """Is this the address of a saved page that is known by its file's name?"""
    return name.startswith("folder:")
