"""Whether a page may be a profile: one pass over its bytes, which costs a hundredth of reading it.

It looks for the labels that prove a profile, and errs on one side only: a page that it turns away has none of them.
It needs no charset.  Only ASCII letters count, and they stand in the same order in UTF-8, in every charset that has
ASCII in it, and in UTF-16 and UTF-32, where a letter is an ASCII byte beside zeros.  So umlauts, blanks, hyphens and
quotes count as little as they do for the reader.
"""

import re
from codecs import lookup
from collections.abc import Iterable
from functools import lru_cache

import re2

from jsiq_scrape.parse.folding import fold
from jsiq_scrape.parse.labels.vocabulary import Vocabulary

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

Words = tuple[str, ...]


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
