"""Other spellings of German words, as people type them: Dueren and Duren for Düren, Straße for Strasse."""

import re
import unicodedata
from functools import cache
from itertools import chain

_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_UMLAUTS = (("ae", "ä"), ("oe", "ö"), ("ue", "ü"))
_WORD = re.compile(r"\w+")


def spelled(text: str) -> str:
    """The other spellings of the words of a text, each once, in small letters; "" where no word has another.

    Nobody reads them: a search finds a word by any of them.  So it does no harm that "aktuell" gets a second one.
    """
    pieces = unicodedata.normalize("NFC", text).split()
    return " ".join(dict.fromkeys(chain.from_iterable(map(_of_piece, pieces))))


@cache  # most words of one page stand on many; a bound would cost half of what is won
def _of_piece(piece: str) -> tuple[str, ...]:
    """The other spellings of the words of a text without blanks."""
    return tuple(chain.from_iterable(map(_spellings, _WORD.findall(piece.lower()))))


def _spellings(word: str) -> tuple[str, ...]:
    if not word.isascii():
        found = [word.translate(_SPELLED), _plain(word)]
    else:
        umlauts = word
        for typed, meant in _UMLAUTS:
            umlauts = umlauts.replace(typed, meant)
        found = [umlauts, _plain(umlauts), word.replace("ss", "ß")]
    return tuple(other for other in found if other != word)


def _plain(word: str) -> str:
    """The word without the dots and accents of its letters."""
    if word.isascii():
        return word
    letters = unicodedata.normalize("NFD", word.replace("ß", "ss"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
