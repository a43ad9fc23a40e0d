"""Whether a page may be a profile: a test on its bytes that costs a tenth of reading it.

It looks for the labels that prove a profile, and errs on one side only: a page that it turns away has none of them.
It needs no charset.  From page and labels it drops every byte that is no ASCII letter or bracket of a tag, and that
leaves the same in UTF-8, in every charset that has ASCII in it, and in UTF-16 and UTF-32, where a letter is an ASCII
byte beside zeros.  So umlauts, blanks, hyphens and quotes count as little as they do for the reader.
"""

import re
from codecs import lookup
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from jsiq_scrape.parse.folding import fold
from jsiq_scrape.parse.labels.vocabulary import Vocabulary

_SMALL = b"abcdefghijklmnopqrstuvwxyz"
_LOWER = bytes.maketrans(_SMALL.upper(), _SMALL)
_DROPPED = bytes(set(range(256)) - set(_SMALL + _SMALL.upper() + b"<>"))
#: What may stand inside a word, and what is left of it: `&shy;`, `&#xad;`, `&zwnj;` and `<wbr>`.
_REFERENCE = re.compile(rb"&(?:shy|#x0*ad|zwn?j)", re.I)
_INSIDE_WORDS = (b"shy", b"xad", b"zwnj", b"zwj", b"<wbr>")
_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.I)
#: A letter that is not ASCII divides, and so does "ss", which may be written "ß".
_WORD = re.compile(r"(?:(?!ss)[a-z])+")
_SHORTEST = 3  # letters; shorter words are in every page
#: Between two words of a label: tags, a short word, and what is left of `&nbsp;`, `&bdquo;` and umlauts.
_GAP = b"[a-z]{0,12}(?:<[^<>]*>[a-z]{0,12}){0,20}?"

Words = tuple[bytes, ...]


class LabelSearch:
    """The search for the proving labels of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        every = (spelling for spellings in vocabulary.spellings.values() for spelling in spellings)
        proving = (label for label in every if (term := vocabulary.find(label)) is not None and term.proof)
        labels = _needed(map(_words, proving))
        shared = Counter(word for words in labels for word in set(words))
        self._labels: dict[bytes, list[re.Pattern[bytes]]] = {}  # by the word that most labels have
        for words in labels:
            key = max(words, key=lambda word: (shared[word], len(word)))
            self._labels.setdefault(key, []).append(re.compile(_GAP.join(words)))

    def __call__(self, body: bytes, content_type: str | None = None) -> bool:
        """Whether one of the labels stands in this body."""
        if content_type is not None and "charset" in content_type.lower():
            body = _with_ascii(body, content_type)
        letters = _letters(body)
        return any(
            key in letters and any(label.search(letters) for label in labels) for key, labels in self._labels.items()
        )


def _letters(text: bytes) -> bytes:
    letters = text.translate(_LOWER, _DROPPED)
    if b"<wbr>" in letters or b"\0" in text or _REFERENCE.search(text) is not None:
        for inside in _INSIDE_WORDS:
            letters = letters.replace(inside, b"")
    return letters


def _words(label: str) -> Words:
    words = (_letters(word.encode()) for word in _WORD.findall(fold(label)))
    return tuple(word for word in words if len(word) >= _SHORTEST)


def _needed(labels: Iterable[Words]) -> list[Words]:
    """Those without which the search would find less: a page with "Fördergebiete" has "Fördergebiet"."""
    needed: list[Words] = []
    for words in sorted(set(labels), key=lambda words: (sum(map(len, words)), words)):
        if not any(re.search(_GAP.join(shorter), b"<>".join(words)) for shorter in needed):
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
