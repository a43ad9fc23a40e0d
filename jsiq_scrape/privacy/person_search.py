"""Persons in any text, however it spells them: made of their own names, addresses and numbers, and of nothing else.

A text is reduced to words and numbers, and a person to a pattern over those.  Nothing here is shared with what takes
persons out (`identifiers`, `name_detection`), so one of the two may know a spelling that the other does not.
"""

import html
import re
from collections.abc import Iterable, Iterator
from unicodedata import normalize
from urllib.parse import unquote

from jsiq_scrape.privacy.suppressions import Known

#: Marks over letters, and characters without width: they divide no word.
_UNSEEN = re.compile(
    "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
    "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]+"
)
_WORDS = re.compile(r"[^\W\d_]+|\d+")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_PIECES = re.compile(r"[aou]e|.")
_DEEPEST = 3  # an address in an attribute of a page in a feed is encoded as often
_LEAST_DIGITS = 6  # what has fewer is no telephone number, and would be found everywhere

# Words that stand before a name, or between its parts, and are none of it.
_TITLES = "dr|prof|professor|mag|pd|dipl|ing|paed|pad|soz|med|phil|jur|rer|nat|pol|h|c|b|m|sc"
_TITLE = re.compile(rf"{_TITLES}|frau|herrn?")
_BETWEEN = rf"(?: (?:{_TITLES}))* ?"
_ADDRESSED = rf"(?:frau|fr|herrn?|hr)(?: (?:{_TITLES}))* "
_AT = r" ?(?:(?:at|a) )?"  # "(ät)" is "at" by here
_DOT = r" ?(?:(?:dot|punkt) )?"


class PersonSearch:
    """Asks whether one of some persons stands in a text.

    A name may be in any order and case, with or without titles; a telephone number is E.164.
    """

    def __init__(self, sought: Iterable[tuple[Known, str]]) -> None:
        known: dict[Known, list[str]] = {"name": [], "email": [], "phone": []}
        for kind, value in sorted(set(sought)):
            known[kind].append(value)
        names = [words for name in known["name"] if (words := _name(name))]
        exact = [_exact(order) for words in names if len(words) > 1 for order in _orders(words)]
        exact += [_exact(reduced(email).split()) for email in known["email"]]
        spelled = [pattern for words in names for pattern in _spelled(words)]
        spelled += [*map(_mail, known["email"]), *map(_number, known["phone"])]
        spelled = list(filter(None, spelled))
        # Only from where a word begins to where one ends: "Jan Ott" is not in "Jan Otto".
        self._spelled = re.compile(rf"(?<!\S)(?:{'|'.join(spelled)})(?!\S)") if spelled else None
        self._exact = re.compile("|".join(exact)) if exact else None

    def found(self, text: str) -> bool:
        """True if one of them stands in the text, in any spelling."""
        return self._spelled is not None and self._spelled.search(reduced(text)) is not None

    def glued(self, content: str) -> Iterator[tuple[str, str, str]]:
        """Each name and address in what may be glued to other texts, as in the pages of a database.

        Given are the letters before it in the same word, itself, and the letters behind it.
        """
        text = reduced(content)
        for match in self._exact.finditer(text) if self._exact is not None else ():
            begin, end = text.rfind(" ", 0, match.start()) + 1, text.find(" ", match.end())
            yield text[begin : match.start()], match[0], text[match.end() : end if end >= 0 else None]


def reduced(text: str) -> str:
    """The words and numbers of a text in small letters, one blank between two; encodings undone, marks dropped."""
    for _ in range(_DEEPEST):
        before = text
        if "&" in text:
            text = html.unescape(text)
        if "%" in text:
            text = _unquoted(text)
        if "\\u" in text:
            text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
        if text == before:
            break
    if not text.isascii():
        text = _UNSEEN.sub("", normalize("NFKD", text))
    text = text.casefold()
    return " ".join(_WORDS.findall(text))


def _unquoted(text: str) -> str:
    try:
        return unquote(text, errors="strict")
    except UnicodeDecodeError:  # as older pages write addresses
        return unquote(text, encoding="cp1252", errors="replace")


def _name(name: str) -> list[str]:
    """The words of a name without titles; the family name last, its parts in one word."""
    before, comma, behind = name.partition(",")
    if comma and behind.strip():
        name = f"{behind} {before}"
    words = [reduced(normalize("NFC", word).casefold().translate(_UMLAUTS)).replace(" ", "-") for word in name.split()]
    words = [word for word in words if word]
    while len(words) > 1 and all(map(_TITLE.fullmatch, words[0].split("-"))) and len(words[0]) > 1:
        words = words[1:]
    return words


def _orders(words: list[str]) -> list[list[str]]:
    """The parts of a name as texts, lists and addresses order them."""
    parts = [part for word in words for part in word.split("-")]
    return [parts[::-1], *(parts[first:] + parts[:first] for first in range(len(parts)))]


def _spelled(words: list[str]) -> list[str]:
    family = _pattern(words[-1])
    spelled = [rf"{_ADDRESSED}{family}(?: ?s)?"]
    if len(words) > 1:
        initials = " ?".join(word[0] for word in words[:-1])
        spelled.append(f"{initials} {family}")
        spelled += [f"{_BETWEEN.join(map(_pattern, order))}(?: ?s)?" for order in _orders(words)]
    return spelled


def _pattern(word: str) -> str:
    """A word, its letters perhaps divided; an umlaut with, without and as two letters."""
    pieces = [
        f"{piece[0]}(?: ?e)?" if len(piece) == 2 else piece
        for piece in _PIECES.findall(word.replace("-", "").replace(" ", ""))
    ]
    return " ?".join(pieces)


def _exact(words: list[str]) -> str:
    """Words that are written as they should be."""
    return " ".join(re.sub("([aou])e", r"\1e?", word) for word in words)


def _mail(email: str) -> str:
    local, _, domain = email.casefold().translate(_UMLAUTS).rpartition("@")
    ends = [_DOT.join(_pattern(part) for part in reduced(end).split()) for end in (local, domain)]
    return _AT.join(ends) if all(ends) else ""


def _number(phone: str) -> str:
    """A number with or without the code of the country; any marks between its digits."""
    german = phone.startswith("+49")
    digits = phone[3:] if german else phone.lstrip("+")
    if len(digits) < _LEAST_DIGITS:
        return ""
    before = "(?:(?:0 ?0 ?)?4 ?9 ?(?:0 ?)?|0 ?)?" if german else "(?:0 ?0 ?)?"
    return before + " ?".join(digits)
