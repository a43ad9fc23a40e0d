"""What a person can be recognised by in a text, in all the spellings of pages, and the text without it.

A name stands there with or without titles, the family name first, as "Frau ..." with the family name alone, with an
initial; a mail address hidden in the usual ways; a number with any marks between its digits; and in addresses and keys
a name is a slug.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256

from jsiq_scrape.parse.folding import HYPHENS, clean
from jsiq_scrape.parse.values.persons import HERR_OR_FRAU, without_titles

#: Stands in place of what was taken out.
MARK = "[…]"

_TITLES = r"(?:(?:Prof|Dr|Mag|PD|Dipl|h|c|med|phil|jur|rer|nat|pol|Ing)\.?[ -]{0,2}|Dipl\.-\w{1,30}\.?\s){0,4}"
_ADDRESSED = rf"{HERR_OR_FRAU}\s{{1,3}}"
# Between two digits of a number; bounded, so that a long row of marks costs nothing.
_BETWEEN = rf"[\s()/.{re.escape(HYPHENS)}\u00a0-]{{0,4}}"
_AT = r"\s?(?:@|%40|[\(\[{]\s?(?:at|ät|a)\s?[\)\]}]|\bat\b|_at_)\s?"
_DOT = r"\s?(?:\.|[\(\[{]\s?(?:dot|punkt)\s?[\)\]}]|\bdot\b|\bpunkt\b)\s?"
_SLUG_JOIN = r"(?:[-_.+~ ]|%20|--)"

# One letter as pages, keys and addresses spell it.
_LETTERS = {
    **dict.fromkeys(("ä", "ae"), "ä|ae"),
    **dict.fromkeys(("ö", "oe"), "ö|oe"),
    **dict.fromkeys(("ü", "ue"), "ü|ue"),
    **dict.fromkeys(("ß", "ss"), "ß|ss"),
    "-": r"[\s-]?",
}
_SLUG_LETTERS = {
    **dict.fromkeys(("ä", "ae"), "ä|ae|a|%C3%A4|%C3%84|%E4|%C4"),
    **dict.fromkeys(("ö", "oe"), "ö|oe|o|%C3%B6|%C3%96|%F6|%D6"),
    **dict.fromkeys(("ü", "ue"), "ü|ue|u|%C3%BC|%C3%9C|%FC|%DC"),
    **dict.fromkeys(("ß", "ss"), "ß|ss|%C3%9F|%DF"),
    "é": "é|e|%C3%A9|%C3%89|%E9|%C9",
}
_SIGNS = re.compile(r"ae|oe|ue|ss|.", re.IGNORECASE | re.DOTALL)
#: Shorter than this a text that nobody understood is no trace: it would be found everywhere.
SHORTEST = 5


class Identifiers:
    """The names, mail addresses and numbers of some persons, as patterns; `salt` goes into the codes of keys."""

    def __init__(
        self,
        names: Iterable[str] = (),
        emails: Iterable[str] = (),
        phones: Iterable[str] = (),
        raw: Iterable[str] = (),
        salt: str = "",
    ) -> None:
        self.names = tuple(sorted({_words(name) for name in names if _words(name)}))
        self.emails = tuple(sorted({email.casefold() for email in emails}))
        self.phones = tuple(sorted(set(phones)))
        self._salt = salt
        texts = [part for words in self.names for part in _spelled(words)]
        texts += [_mail(email) for email in self.emails] + [_number(phone) for phone in self.phones]
        texts += [_literal(text) for text in sorted(set(raw)) if len(text) >= SHORTEST]
        slugs = [part for words in self.names if len(words) > 1 for part in _slugs(words)]
        slugs += [_mail(email) for email in self.emails]
        self._texts, self._slugs = _either(texts), _either(slugs)
        self.text = lru_cache(maxsize=4096)(self._text)  # the tables repeat what current state and versions say

    def __bool__(self) -> bool:
        return self._texts is not None

    def _text(self, text: str) -> str:
        """A text without the persons."""
        return text if self._texts is None else self._texts.sub(MARK, text)

    def key(self, key: str) -> str:
        """A key or an address without the persons; equal ones stay equal, different ones different."""
        if self._slugs is None or not self._slugs.search(key):
            return key
        code = sha256(f"{self._salt}{key}".encode("utf-8", "surrogatepass")).hexdigest()[:8]
        return self._slugs.sub(f"x{code}", key)

    def found(self, text: str) -> bool:
        """Whether one of the persons stands in a text, be it as in a key or an address."""
        return any(pattern is not None and pattern.search(text) for pattern in (self._texts, self._slugs))

    def lines(self, lines: list[str]) -> set[int]:
        """The numbers, from 1, of the lines that one of the persons stands in; a name may run over two lines."""
        if self._texts is None:
            return set()
        whole, found, number, begin = "\n".join(lines), set(), 1, 0
        for match in self._texts.finditer(whole):
            number += whole.count("\n", begin, match.start())
            begin = match.start()
            found |= set(range(number, number + match[0].count("\n") + 1))
        return found


def _words(name: str) -> tuple[str, ...]:
    return tuple(without_titles(clean(name)).split())


def _either(parts: list[str]) -> re.Pattern[str] | None:
    # The longest first, so that no part of a name is left over.
    ordered = sorted(set(parts), key=lambda part: (-len(part), part))
    return re.compile("|".join(ordered), re.IGNORECASE) if ordered else None


def _spelled(words: tuple[str, ...]) -> list[str]:
    """A name in running text."""
    first, last = words[:-1], _word(words[-1])
    patterns = [rf"(?<!\w){_ADDRESSED}{_TITLES}{last}(?:s|'s|’s)?(?!\w)"]
    if not first:
        return patterns
    given = r"[\s-]{1,3}".join(_word(word) for word in first)
    initials = r"\s{0,2}".join(rf"{re.escape(word[0])}\." for word in first)
    opening = rf"(?<!\w)(?:{_ADDRESSED})?{_TITLES}"
    patterns += [
        rf"{opening}{given}[\s-]{{1,3}}{last}(?:s|'s|’s)?(?!\w)",
        rf"{opening}{initials}\s{{0,2}}{last}(?!\w)",
        rf"(?<!\w){last},?\s{{1,3}}{_TITLES}{given}(?!\w)",
    ]
    return patterns


def _slugs(words: tuple[str, ...]) -> list[str]:
    """A name in a key or an address."""
    given, family = (
        [_word(word, _SLUG_LETTERS) for whole in names for word in re.split(r"[-.]", whole) if word]
        for names in (words[:-1], words[-1:])
    )
    parts = [*given, *family]
    return [
        rf"(?<![a-z0-9]){_SLUG_JOIN.join(order)}(?![a-z0-9])"
        for order in (parts, [*family, *given], [parts[-1], *parts[:-1]], parts[::-1])
    ]


def _word(word: str, letters: dict[str, str] = _LETTERS) -> str:
    signs = _SIGNS.findall(word)
    return "".join(f"(?:{letters[sign.lower()]})" if sign.lower() in letters else re.escape(sign) for sign in signs)


def _mail(address: str) -> str:
    local, _, domain = address.partition("@")
    parts = [re.escape(part) for part in domain.split(".")]
    names = _DOT.join(re.escape(part) for part in local.split("."))
    return rf"(?<![\w.+-]){names}{_AT}{_DOT.join(parts)}(?![\w-])"


def _number(phone: str) -> str:
    """A number with or without the code of the country."""
    german = phone.startswith("+49")
    digits = phone[3:] if german else phone.lstrip("+")
    own_country = rf"(?:(?:\+|00){_BETWEEN}4{_BETWEEN}9{_BETWEEN}0?{_BETWEEN}|0{_BETWEEN})?"
    return rf"(?<!\d){own_country if german else '(?:[+]|00)?'}{_BETWEEN.join(digits)}(?!\d)"


def _literal(text: str) -> str:
    return r"\s+".join(re.escape(word) for word in text.split())
