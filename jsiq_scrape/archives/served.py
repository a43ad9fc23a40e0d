"""What an archive served for a listed capture, held against what it listed."""

from dataclasses import dataclass, replace
from datetime import datetime

from jsiq_scrape.archives.cdx import Row
from jsiq_scrape.captures import ArchiveRecord, Capture, ErrorKind, Hop
from jsiq_scrape.fetch.addresses import canonical
from jsiq_scrape.fetch.exchange import Answer
from jsiq_scrape.files.warc.warc_records import sha1_of

EMPTY = "3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"  # the digest of no bytes at all: it distinguishes no two captures
REDIRECTS = range(300, 400)
#: Why an archive could not be asked; nothing of it says anything about a capture.
OUTAGES = frozenset(
    {
        ErrorKind.OUTAGE,
        ErrorKind.DNS,
        ErrorKind.REFUSED,
        ErrorKind.TLS,
        ErrorKind.RESET,
        ErrorKind.TIMEOUT,
        ErrorKind.PROTOCOL,
        ErrorKind.ROBOTS,
    }
)

Key = tuple[str, str, str, str | None]


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of an index that is one of our pages."""

    row: Row
    url: str  # canonical
    found_on: str  # the search that listed it
    service: str
    requested_url: str  # where the archive serves it

    @property
    def key(self) -> Key:
        """What the archive calls this capture; the same in every run."""
        return self.service, self.row.timestamp, self.url, self.row.digest

    @property
    def digest(self) -> str | None:
        """What distinguishes its bytes from others; None when only the archive says which they are."""
        status = self.row.status
        alone = self.row.digest == EMPTY or (status is not None and status in REDIRECTS)
        return None if alone else self.row.digest

    def capture(
        self, source: str, asked_at: datetime, retrieved_at: datetime, served_url: str | None = None
    ) -> Capture:
        """The capture of this capture as the listing gives it, without what was served, confirmed or went wrong."""
        row = self.row
        return Capture(
            source=source,
            url=self.url,
            asked_at=asked_at,
            captured_at=row.captured_at,
            retrieved_at=retrieved_at,
            found_on=self.found_on,
            archive=ArchiveRecord(
                self.service, row.timestamp, row.original, self.requested_url, row.digest, served_url
            ),
        )


@dataclass(frozen=True, slots=True)
class Served:
    """A capture as an archive served it."""

    answer: Answer  # that was captured, as it came
    body: bytes  # without its content encodings
    timestamp: str | None  # which capture it is, by the archive's own word
    original: str | None

    def added_to(self, capture: Capture) -> Capture:
        """The capture with what was served."""
        answer, location = self.answer, self.answer.header("location")
        moved = answer.status in REDIRECTS
        return replace(
            capture,
            final_url=capture.url,
            hops=(Hop(capture.url, answer.status, location),) if moved and location else (),
            status=answer.status,
            headers=answer.headers,
            body=None if moved and not self.body else self.body,
        )


def difference(listed: Listed, served: Served, drop_parameters: tuple[str, ...] = ()) -> str | None:
    """In what the served capture is another than the one that was listed; None when it is the same.

    The digest decides where there is one: an archive may serve the same bytes from another moment (revisits).  It is
    that of the payload as it was archived, which may have been compressed or not.
    """
    row = listed.row
    if row.digest is not None:
        digests = [sha1_of(served.answer.data), sha1_of(served.body)]
        if row.digest not in digests:
            # What was stored at that moment and has no bytes of its own is listed with the digest of what it repeats.
            return f"the bytes served have the digest {digests[-1]}, the listing says {row.digest}"
        if listed.digest is not None:
            return None
    if served.timestamp is None or served.original is None:
        return "the archive does not say which capture it served"
    if served.timestamp != row.timestamp:
        return f"the archive served its capture of {served.timestamp}"
    if canonical(served.original, drop_parameters) != listed.url:
        return f"the archive served its capture of {served.original}"
    if row.status is not None and row.status != served.answer.status:
        return f"the archive served a capture of status {served.answer.status}, the listing says {row.status}"
    return None
