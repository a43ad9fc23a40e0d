"""What one record of a WARC file holds: the body with its status and headers, or why there is none."""

import base64
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from jsiq_scrape.captures import ErrorKind
from jsiq_scrape.errors import FetchError
from jsiq_scrape.fetch.addresses import canonical
from jsiq_scrape.fetch.exchange import kind_of
from jsiq_scrape.files.warc.http_message import body_of, parse
from jsiq_scrape.files.warc.warc_records import Headers, Record, holds_digest

_WITHOUT_BODY = frozenset({204, 205, 304})


@dataclass(frozen=True, slots=True)
class Original:
    """What a revisit record may refer to."""

    digest: str
    status: int | None


@dataclass(frozen=True, slots=True)
class Content:
    """What a `response` or `resource` record holds."""

    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    error: str | None = None
    error_kind: ErrorKind | None = None


def content_of(record: Record, max_bytes: int) -> Content:
    """The content of a record that is held; what is cut, damaged or too large is no body but an error."""
    assert record.block is not None
    cut = record.headers.get("warc-truncated")
    error = f"the archive cut the page off ({cut})" if cut else None
    error_kind = ErrorKind.TOO_LARGE if cut else None
    if record.headers.type != "response":
        kind = record.headers.get("content-type")
        return Content(
            None, (("content-type", kind),) if kind else (), None if cut else record.block, error, error_kind
        )
    message = parse(record.block)
    if message is None:
        return Content(error="the record holds no HTTP answer", error_kind=ErrorKind.PROTOCOL)
    body: bytes | None = None
    if not cut and message.status not in _WITHOUT_BODY and not 300 <= message.status < 400:
        try:
            body = body_of(message, max_bytes)
        except FetchError as raised:
            error, error_kind = str(raised), kind_of(raised)
    return Content(message.status, message.headers, body, error, error_kind)


def digest_holds(record: Record, body: bytes) -> bool:
    """Whether the payload digest is right, where no digest of the whole block was there to be checked."""
    written = record.headers.get("warc-payload-digest")
    if not written or record.headers.get("warc-block-digest") or record.block is None:
        return True
    message = parse(record.block) if record.headers.type == "response" else None
    return any(holds_digest(one, written) for one in (message.data if message else record.block, body))


def names_of(headers: Headers, record: Record | None = None) -> tuple[str, ...]:
    """By what a revisit may refer to this record."""
    found = [headers.get("warc-record-id").strip("<> ")]
    at = date_of(headers.get("warc-date"))
    if at is not None:
        found.append(name_by_time(headers.target, at))
    digest = headers.get("warc-payload-digest").lower()
    if not digest and record is not None and record.block is not None:
        message = parse(record.block)
        payload = message.data if message else record.block
        digest = "sha1:" + base64.b32encode(hashlib.sha1(payload, usedforsecurity=False).digest()).decode().lower()
    return (*(key for key in found if key), *([digest] if digest else ()))


def names_of_original(headers: Headers) -> tuple[str, ...]:
    """What a revisit refers to: the record, the URL and time, the same content; the most exact first."""
    found = [headers.get("warc-refers-to").strip("<> ")]
    at = date_of(headers.get("warc-refers-to-date"))
    if at is not None:
        found.append(name_by_time(headers.get("warc-refers-to-target-uri") or headers.target, at))
    found.append(headers.get("warc-payload-digest").lower())
    return tuple(key for key in found if key)


def name_by_time(url: str, at: datetime) -> str:
    return f"{at:%Y%m%d%H%M%S} {canonical(url.strip('<>')) or url}"


def date_of(text: str) -> datetime | None:
    """A WARC-Date; WARC 1.1 allows fractions of a second, of which we keep six digits."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
