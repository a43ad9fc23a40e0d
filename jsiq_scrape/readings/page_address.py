"""The address of a page: what stays of a URL when its spelling, its host's prefix and its session are taken away."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from jsiq_scrape.programme import programme

_STANDARD_PORT = re.compile(r":(80|443)$")


@lru_cache(maxsize=1 << 16)  # each URL is asked for at every capture
def address(url: str) -> str:
    """Equal for URLs that lead to the same page; for a name that is no http URL the name itself."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https"):
        return url.partition("#")[0]
    rules = _rules()
    host = _STANDARD_PORT.sub("", parts.netloc.lower().rpartition("@")[2]).removeprefix("www.")
    path = rules.segment.sub("", rules.session_in_path.sub("", unquote(parts.path)))
    path = re.sub("/{2,}", "/", path).rstrip("/")
    query = sorted(
        pair
        for pair in parse_qsl(parts.query, keep_blank_values=True)
        if pair[0].casefold() not in rules.ignored_parameters
    )
    number = rules.page_number.search(path)
    if number and not query:
        return f"{host}#{number[1]}"
    return f"{host}{path}" + (f"?{urlencode(query)}" if query else "")


@dataclass(frozen=True, slots=True)
class _Rules:
    """What programme.toml says of addresses, ready for matching."""

    ignored_parameters: frozenset[str]
    session_in_path: re.Pattern[str]  # ";jsessionid=..." behind a path
    segment: re.Pattern[str]
    page_number: re.Pattern[str]


@cache
def _rules() -> _Rules:
    facts = programme().addresses
    sessions = "|".join(map(re.escape, facts.session_parameters))
    segments = "|".join(map(re.escape, facts.ignored_segments))
    fewest, most = facts.page_number_digits
    return _Rules(
        frozenset(name.casefold() for name in (*facts.session_parameters, *facts.other_parameters)),
        re.compile(rf";(?:{sessions})=[^/?]*", re.IGNORECASE),
        re.compile(rf"/(?:{segments})(?=/)"),
        re.compile(rf"(?:^|[-/])(\d{{{fewest},{most}}})$"),
    )


def is_file(name: str) -> bool:
    """Is this the address of a saved page that is known by its file's name?"""
    return name.startswith("folder:")
