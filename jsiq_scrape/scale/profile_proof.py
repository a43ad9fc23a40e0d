"""Which pages prove to be profiles: before one is read, one pass over its bytes, which costs a hundredth of that.

The search looks for the labels that prove a profile, and errs on one side only: a page that it turns away has none.
It needs no charset.  Only ASCII letters count, and they stand in the same order in UTF-8, in every charset that has
ASCII in it, and in UTF-16 and UTF-32, where a letter is an ASCII byte beside zeros.  So umlauts, blanks, hyphens and
quotes count as little as they do for the reader.
"""

import re
from codecs import lookup
from collections.abc import Callable, Iterable
from functools import lru_cache

import re2

from jsiq_scrape.files.warc.record_choice import WarcCapture
from jsiq_scrape.parse.folding import fold
from jsiq_scrape.parse.labels.vocabulary import Vocabulary
from jsiq_scrape.records import Reading, Verdict

_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.I)
#: A letter that is not ASCII divides, and so does "ss", which may be written "ß".
_WORD = re.compile(r"(?:(?!ss)[a-z])+")
_SHORTEST = 3  # letters; shorter words are in every page
_MEMORY = 64 * 1024 * 1024  # bytes that RE2 may take for what it finds out on the way; with less it is slower


def _wide(*characters: str) -> str:
    """ASCII characters as they stand in any charset: in the wide ones there are zeros between them."""
    return "".join(rf"{character}\x00*" for character in characters)


_INVISIBLE = "|".join(_wide(*one) for one in (("s", "h", "y"), ("#", "x", "0*", "a", "d"), ("z", "w", "n?", "j")))
#: What may stand inside a word: all but letters and tags, and `&shy;`, `&#xad;`, `&zwnj;`, `&zwj;` and `<wbr>`.
_INSIDE = rf"(?:[^a-z<>&]|{_wide('&')}(?:{_INVISIBLE})?|{_wide('<', 'w', 'b', 'r', '>')})*"
#: Between two words of a label: tags, a short word, and what is left of `&nbsp;`, `&bdquo;` and umlauts.
_LETTERS = rf"{_INSIDE}(?:[a-z]{_INSIDE}){{0,12}}"
_BETWEEN = rf"{_LETTERS}(?:<[^<>]*>{_LETTERS})*"

_ENCODED = re.compile(rb"^(?:content|transfer)-encoding:", re.I | re.M)

Words = tuple[str, ...]
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


class LabelSearch:
    """The search for the proving labels of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        every = (spelling for spellings in vocabulary.spellings.values() for spelling in spellings)
        proving = (label for label in every if (term := vocabulary.find(label)) is not None and term.proof)
        spelled = (_BETWEEN.join(_INSIDE.join(word) for word in words) for words in _needed(map(_words, proving)))
        options = re2.Options()
        options.encoding = re2.Options.Encoding.LATIN1  # bytes
        options.case_sensitive, options.never_capture, options.max_mem = False, True, _MEMORY
        # RE2 takes one pass for all of them, whatever the page; Python's own expressions go back and forth.
        self._labels = re2.compile("|".join(spelled).encode(), options)

    def __call__(self, body: bytes, content_type: str | None = None) -> bool:
        """Whether one of the labels stands in this body."""
        if content_type is not None and "charset" in content_type.lower():
            body = _with_ascii(body, content_type)
        return self._labels.search(body) is not None


def _words(label: str) -> Words:
    return tuple(word for word in _WORD.findall(fold(label)) if len(word) >= _SHORTEST)


def _needed(labels: Iterable[Words]) -> list[Words]:
    """Those without which the search would find less: a page with "Fördergebiete" has "Fördergebiet"."""
    needed: list[Words] = []
    for words in sorted(set(labels), key=lambda words: (sum(map(len, words)), words)):
        if not any("<>".join(shorter) in "<>".join(words) for shorter in needed):
            needed.append(words)
    return needed


@lru_cache(maxsize=256)
def _has_ascii(charset: str) -> bool:
    try:
        return b"A" in "A".encode(lookup(charset).name)
    except (LookupError, UnicodeError):
        return True  # no charset: the reader goes by the bytes, too


def _with_ascii(body: bytes, content_type: str) -> bytes:
    """The body in a charset in which an A is an A; all but those of mainframes are."""
    declared = _CHARSET.search(content_type)
    if declared is None or _has_ascii(declared[1]):
        return body
    return body.decode(declared[1], "replace").encode()
