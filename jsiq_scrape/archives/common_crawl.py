"""Common Crawl: an index for each crawl, and one record out of a WARC file for each capture."""

import json
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from jsiq_scrape.archives import cdx
from jsiq_scrape.archives.archive_client import ArchiveClient, Ask
from jsiq_scrape.archives.cdx import NoListing, Page, Row, prefixes, read
from jsiq_scrape.archives.served import Listed, Served
from jsiq_scrape.captures import ErrorKind
from jsiq_scrape.errors import DamagedBody
from jsiq_scrape.evidence.store import Snapshots
from jsiq_scrape.fetch.addresses import canonical
from jsiq_scrape.fetch.exchange import ExchangeError
from jsiq_scrape.fetch.sources import CommonCrawlArchive, Source
from jsiq_scrape.files.warc.http_message import body_of, parse
from jsiq_scrape.files.warc.warc_records import records

_HEADERS = 64 * 1024  # of a record beside the page


@dataclass(frozen=True, slots=True)
class CommonCrawl:
    """Common Crawl, or whoever keeps crawls as it does."""

    client: ArchiveClient
    archive: CommonCrawlArchive
    snapshots: Snapshots

    def searches(self, source: Source) -> Iterator[tuple[str, Iterator[Page]]]:
        """Each search and the pages of its answer; what an earlier run learned of a crawl is not asked again.

        A crawl never changes once it is published, and there are more than a hundred of them.  Raises FetchError and
        NoListing when there is no list of them.
        """
        held = {
            capture.url: capture
            for capture in self.snapshots.captures()
            if capture.purpose == "index" and capture.source == self.archive.name and capture.error is None
        }

        def ask(url: str) -> bytes:
            capture = held.get(url)
            if capture is not None and capture.digest is not None:
                try:
                    return b"" if capture.status == 404 else self.snapshots.body(capture.digest)
                except DamagedBody:  # `verify` names it
                    pass
            return self.client.search(url)

        for crawl in _crawls(self.client.search(self.archive.crawls), self.archive):
            # Its index leaves `www.` out of all names, so one search finds both.
            for prefix in dict.fromkeys(prefix.removeprefix("www.") for prefix in prefixes(source)):
                parameters = {"url": prefix, "matchType": "prefix", "output": "json", **self.archive.years}
                yield f"{crawl}?{urlencode(parameters)}", _pages(crawl, parameters, ask)

    def place(self, row: Row) -> str:
        """The WARC file, with the place of the record in it as a fragment: offset+length."""
        return f"{self.archive.data.rstrip('/')}/{row.filename}#{row.offset}+{row.length}"

    def serve(self, listed: Listed, ask: Ask) -> Served:
        """The answer in the record."""
        row = listed.row
        if row.offset is None or row.length is None or row.filename is None:
            raise ExchangeError(ErrorKind.UNAVAILABLE, "the index does not say where the record is")
        data = range_of(listed.requested_url.partition("#")[0], row.offset, row.length, ask)
        return _served(data, self.client.max_bytes)


def range_of(url: str, offset: int, length: int, ask: Ask) -> bytes:
    """A part of a file.  Raises as `ask`, and ExchangeError when the answer is something else."""
    span = f"{offset}-{offset + length - 1}"
    answer = ask(url, [("Range", f"bytes={span}"), ("Accept-Encoding", "identity")])
    if answer.status >= 500:
        raise ExchangeError(ErrorKind.OUTAGE, f"the archive answers {answer.status}")
    if answer.status != 206 or not (answer.header("content-range") or "").startswith(f"bytes {span}/"):
        raise ExchangeError(ErrorKind.UNAVAILABLE, f"the archive answers {answer.status} instead of bytes {span}")
    return answer.data


def _crawls(body: bytes, archive: CommonCrawlArchive) -> list[str]:
    """The index of each crawl that has captures of the years in question."""
    try:
        return [
            crawl["cdx-api"]
            for crawl in json.loads(body)
            if _year(crawl["id"]) >= (archive.since or "")[:4] and _year(crawl["id"]) <= (archive.until or "9999")[:4]
        ]
    except (ValueError, TypeError, KeyError) as error:
        raise NoListing(f"the list of crawls cannot be read: {error!r}") from error


def _year(crawl: str) -> str:
    found = re.search(r"\d{4}", crawl)
    return found[0] if found else "9999"


def _pages(index: str, parameters: dict[str, str], ask: cdx.Ask) -> Iterator[Page]:
    answer_text = ask(f"{index}?{urlencode(parameters | {'showNumPages': 'true'})}")
    try:
        number = int(json.loads(answer_text)["pages"]) if answer_text.strip() else 0
    except (ValueError, TypeError, KeyError) as error:
        raise NoListing(f"the index does not say how many pages there are: {error!r}") from error
    for page in range(number):
        yield read(ask(f"{index}?{urlencode(parameters | {'page': str(page)})}"))


def _served(data: bytes, max_bytes: int) -> Served:
    """The capture in one member of a WARC file.  Raises ExchangeError when there is none, or none that is whole."""
    flaws: list[tuple[int, str]] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "member.warc.gz"
        path.write_bytes(data)
        found = list(records(path, lambda headers: True, max_bytes + _HEADERS, flaws))
    if flaws or len(found) != 1:
        answer_text = flaws[0][1] if flaws else f"{len(found)} records"
        raise ExchangeError(ErrorKind.UNREADABLE, f"the part of the file is no whole record: {answer_text}")
    record = found[0]
    message = parse(record.block) if record.block is not None and record.headers.type == "response" else None
    if message is None:
        raise ExchangeError(ErrorKind.UNAVAILABLE, f"the record is a {record.headers.type} without an answer")
    return Served(
        message,
        body=body_of(message, max_bytes),
        timestamp=re.sub(r"\D", "", record.headers.get("warc-date"))[:14] or None,
        original=record.headers.target if canonical(record.headers.target) else None,
    )
