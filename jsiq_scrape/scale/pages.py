"""The reader as Spark's workers use it: made of the files of parsers/, and run in a process of its own."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache

from jsiq_scrape.files.warc.record_choice import WarcCapture
from jsiq_scrape.parse import read
from jsiq_scrape.parse.labels.vocabulary import Vocabulary, parse
from jsiq_scrape.privacy.redaction import redacted
from jsiq_scrape.privacy.suppressions import Suppressions
from jsiq_scrape.records import Reading, Verdict
from jsiq_scrape.scale.isolation import Isolated
from jsiq_scrape.scale.label_search import LabelSearch

_ENCODED = re.compile(rb"^(?:content|transfer)-encoding:", re.I | re.M)
Page = tuple[bytes, str | None]  # a body and its content type
Read = Callable[[Page], Reading]  # raises PageStopped


@dataclass(frozen=True, slots=True)
class Reader:
    """How pages are read; small enough to be sent to every worker."""

    office_page: bytes  # the file of that name
    suppressions: Suppressions
    seconds: float  # for one page

    @property
    def vocabulary(self) -> Vocabulary:
        """What the file says; parsed once in a process."""
        return parse(self.office_page, "office_page.toml")

    @contextmanager
    def isolated(self) -> Iterator[Read]:
        """The reader of pages, without suppressed persons, in a process of its own; it remembers the last page."""
        vocabulary = self.vocabulary

        def of(page: Page) -> Reading:
            body, content_type = page
            return redacted(read(body, vocabulary, content_type=content_type), self.suppressions)[0]

        with Isolated(of, self.seconds) as reader:
            yield lru_cache(maxsize=1)(reader)  # a page that proved to be a profile is asked for again at once


class ProfileProof:
    """Whether the content of a record is a profile: the labels first, and only what has one is read."""

    def __init__(self, vocabulary: Vocabulary, read: Read) -> None:
        self._has_label = LabelSearch(vocabulary)
        self._read = read

    def may_be(self, block: bytes) -> bool:
        """Whether one of the labels stands in an HTTP answer, or it is encoded."""
        head = block[: block.find(b"\r\n\r\n")]
        return _ENCODED.search(head) is not None or self._has_label(block, head.decode("latin-1"))

    def __call__(self, capture: WarcCapture) -> bool:
        """Raises PageStopped."""
        content_type = content_type_of(capture.headers)
        if capture.body is None or capture.status not in (200, None) or not _is_text(content_type):
            return False
        if not self._has_label(capture.body, content_type):
            return False
        return self._read((capture.body, content_type)).verdict is Verdict.PROFILE


def content_type_of(headers: tuple[tuple[str, str], ...]) -> str | None:
    """The first Content-Type."""
    return next((value for name, value in headers if name == "content-type"), None)


def _is_text(content_type: str | None) -> bool:
    """Whether a body of this type may be a page; servers that do not know call pages octets."""
    kind = (content_type or "").partition(";")[0].strip().lower()
    return not kind.startswith(("image/", "video/", "audio/", "font/", "application/pdf", "application/zip"))
