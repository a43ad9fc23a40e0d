"""What the index of a web archive lists: rows of captures, page by page."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlencode

from jsiq_scrape.fetch.sources import Source, WaybackArchive

_FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
_PYWB_FIELDS = ("urlkey", "timestamp", "url", "mime", "status", "digest", "length", "offset", "filename")
#: Said to an archive that can filter; what is no text is no page of ours.
_NO_TEXT = "!mimetype:(image|audio|video|font)/.*"
_SHA1 = re.compile("[A-Z2-7]{32}", re.ASCII)
_EXCEPTION = re.compile(r"(org|java)\.[\w.]*Exception", re.ASCII)  # what OpenWayback says, also with status 200
_MOST_PAGES = 10_000  # more is an archive that turns in a circle

#: Gives the body of an answer of the index; raises when there is none.
Ask = Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class Row:
    """One capture as an index lists it; None where the index says "-" or nothing."""

    timestamp: str  # 14 digits
    original: str  # the URL as it was captured
    mimetype: str | None = None
    status: int | None = None  # a revisit's is that of the capture it repeats, when it is not listed
    digest: str | None = None  # SHA-1 of the payload in base32, when it is one
    length: int | None = None
    offset: int | None = None
    filename: str | None = None

    @property
    def captured_at(self) -> datetime:
        return moment(self.timestamp)


@dataclass(slots=True)
class Page:
    """One answer of an index."""

    rows: list[Row] = field(default_factory=list)
    malformed: list[str] = field(default_factory=list)
    resume_key: str | None = None


class NoListing(ValueError):
    """The answer is no listing; says what it is."""


def moment(timestamp: str) -> datetime:
    """The moment that the 14 digits of an archive name; ValueError when they name none."""
    if re.fullmatch("[0-9]{14}", timestamp, re.ASCII) is None:
        raise ValueError(f"{timestamp!r} is no moment of an archive")
    return datetime.strptime(timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)


def prefixes(source: Source) -> list[str]:
    """The starts of URLs, without scheme, that cover the profiles of a source; none of them covers another."""
    paths = {re.split(r"[*#]", pattern)[0] for pattern in source.profile_patterns}
    paths |= {re.sub(r"^https?://[^/]+", "", url) for url in source.profiles}
    wanted = sorted(path for path in paths if not any(path != other and path.startswith(other) for other in paths))
    return [host + path for host in source.hosts for path in wanted]


def search(archive: WaybackArchive, prefix: str, ask: Ask) -> Iterator[Page]:
    """All that an archive lists below a prefix, uncollapsed, in as many answers as it takes.

    A Wayback CDX server continues where its resume key says; page=, which it knows as well, leaves out what its
    newest index holds.
    """
    parameters = {"url": prefix, "matchType": "prefix", **archive.years}
    if archive.kind == "pywb":  # neither pages nor resume keys: a limit would hide the rest
        yield read(ask(_url(archive.cdx, parameters | {"output": "json", "fl": ",".join(_PYWB_FIELDS)})))
        return
    parameters |= {"fl": ",".join(_FIELDS), "filter": _NO_TEXT}
    paged = parameters | {"limit": str(archive.page_rows), "showResumeKey": "true"}
    seen: set[str] = set()
    key: str | None = None
    while True:
        page = read(ask(_url(archive.cdx, paged | ({"resumeKey": key} if key else {}))))
        key = page.resume_key
        if key is None and not seen and len(page.rows) + len(page.malformed) >= archive.page_rows:
            # As many rows as were asked for and no key: a server that does not know keys keeps the rest to itself.
            yield read(ask(_url(archive.cdx, parameters)))
            return
        yield page
        if key is None:
            return
        if key in seen or len(seen) >= _MOST_PAGES:
            raise NoListing("the index turns in a circle: it gives a resume key for the second time")
        seen.add(key)


def read(body: bytes) -> Page:
    """The rows of an answer: lines of seven fields, or of JSON.  Raises NoListing when it is something else."""
    text = body.decode("utf-8", "replace").strip()
    if text.startswith("<") or "\n<html" in text[:1000].lower():
        raise NoListing("the index answered with a web page instead of a listing")
    if _EXCEPTION.match(text):
        raise NoListing(f"the index refused: {text.splitlines()[0][:200]}")
    page = Page()
    rows, _, key = text.partition("\n\n") if not text.startswith("{") else (text, "", "")
    page.resume_key = key.strip() or None
    for line in rows.splitlines():
        if not line.strip():
            continue
        try:
            page.rows.append(_from_json(line) if line.startswith("{") else _from_fields(line))
        except (ValueError, TypeError, RecursionError):  # the last: lists in lists in lists
            page.malformed.append(line[:200])
    if page.malformed and not page.rows:
        raise NoListing(f"no line of the listing can be read: {page.malformed[0]!r}")
    return page


def _from_fields(line: str) -> Row:
    parts = line.split(" ")
    if len(parts) != len(_FIELDS):
        raise ValueError("another number of fields")
    return _row(dict(zip(_FIELDS, parts, strict=True)))


def _from_json(line: str) -> Row:
    found = json.loads(line)
    # pywb and Common Crawl have other names for the same.
    names = {"url": "original", "mime": "mimetype", "status": "statuscode"}
    return _row({names.get(name, name): str(value) for name, value in found.items()})


def _row(values: dict[str, str]) -> Row:
    given = {name: value for name, value in values.items() if value not in ("", "-")}
    timestamp, original = given.get("timestamp", ""), given.get("original", "")
    moment(timestamp)
    if "://" not in original:
        raise ValueError("no URL")
    digest = given.get("digest", "").removeprefix("sha1:").upper()
    return Row(
        timestamp,
        original,
        given.get("mimetype"),
        _number(given.get("statuscode")),
        digest if _SHA1.fullmatch(digest) else None,
        _number(given.get("length")),
        _number(given.get("offset")),
        given.get("filename"),
    )


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    if not text.isascii() or not text.isdigit():
        raise ValueError(f"{text!r} is no number")
    return int(text)


def _url(base: str, parameters: dict[str, str]) -> str:
    return f"{base}?{urlencode(parameters)}"
