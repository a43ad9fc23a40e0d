"""URLs in one canonical spelling, so that one page is asked for once."""

import re
from functools import lru_cache
from urllib.parse import SplitResult, quote, unquote_to_bytes, urljoin, urlsplit, urlunsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}
_ESCAPE = re.compile("%([0-9a-fA-F]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_LONGEST = 4000  # beyond that a URL is a trap; servers cut at 8,000 bytes or earlier


@lru_cache(maxsize=4096)  # a URL is asked about for its host, its purpose and its spelling
def canonical(url: str, drop_parameters: tuple[str, ...] = ()) -> str | None:
    """The canonical spelling of an http(s) URL: normalised after RFC 3986, without fragment and session parameters.

    None when it is none, carries a user name or password, or is longer than any real one.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
        host = host_name(parts.hostname or "")
    except ValueError:  # a port or an IPv6 address that is none
        return None
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS or not host or "@" in parts.netloc:
        return None
    place = host if port in (None, _DEFAULT_PORTS[scheme]) else f"{host}:{port}"
    path = _without_dots(_spelled(parts.path, "/:@!$&'()*+,;=")) or "/"
    kept = [part for part in parts.query.split("&") if part and _name(part) not in drop_parameters]
    result = urlunsplit(SplitResult(scheme, place, path, _spelled("&".join(kept), "/:@!$&'()*+,;=?"), ""))
    return result if len(result) <= _LONGEST else None


def join(base: str, target: str) -> str | None:
    """The absolute URL that a Location or a link means, not yet canonical; None when it is none at all."""
    try:
        return urljoin(base, target.strip())
    except ValueError:
        return None


def host_name(host: str) -> str:
    """A host's name in lower case and ASCII (IDNA), an IPv6 address in brackets; "" when it is none."""
    if ":" in host:
        return f"[{host.lower()}]"
    try:
        name = host.lower().rstrip(".").encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    return name if re.fullmatch(r"[a-z0-9._-]+", name) else ""


def origin(url: str) -> str:
    """Scheme, host and port of a canonical URL."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


@lru_cache(maxsize=4096)  # asked for with every request and every header of a page
def host_and_port(url: str) -> tuple[str, int]:
    """Host and port of a canonical URL; the port of its scheme when it names none."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    return (f"[{host}]" if ":" in host else host), parts.port or _DEFAULT_PORTS[parts.scheme]


def path_and_query(url: str) -> str:
    """What patterns are matched with: the path, and the query if there is one."""
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _spelled(text: str, safe: str) -> str:
    """Percent-encoding in one form: escapes in upper case, none for what needs none, all else escaped as UTF-8."""

    def escape(match: re.Match[str]) -> str:
        character = chr(int(match[1], 16))
        return character if character in _UNRESERVED else match[0].upper()

    # "%" stays where it begins an escape and is escaped where it does not.
    text = re.sub("%(?![0-9a-fA-F]{2})", "%25", text)
    return quote(_ESCAPE.sub(escape, text), safe=safe + "%", errors="replace")


def _without_dots(path: str) -> str:
    """RFC 3986, section 5.2.4: "." and ".." have no meaning on the wire."""
    kept: list[str] = []
    segments = path.split("/")
    for number, segment in enumerate(segments):
        last = number == len(segments) - 1
        if segment == "..":
            if len(kept) > 1:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
            continue
        if last:
            kept.append("")
    return "/".join(kept)


def _name(parameter: str) -> str:
    return unquote_to_bytes(parameter.partition("=")[0]).decode("utf-8", "replace")
