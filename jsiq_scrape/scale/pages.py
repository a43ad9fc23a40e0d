"""Which pages prove to be profiles."""

import re
from collections.abc import Callable

from jsiq_scrape.files.warc.record_choice import WarcCapture
from jsiq_scrape.parse.labels.vocabulary import Vocabulary
from jsiq_scrape.records import Reading, Verdict
from jsiq_scrape.scale.label_search import LabelSearch

_ENCODED = re.compile(rb"^(?:content|transfer)-encoding:", re.I | re.M)
Page = tuple[bytes, str | None]  # a body and its content type
Read = Callable[[Page], Reading]  # raises PageStopped


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
