"""Texts without the differences that mean nothing: `fold` compares labels and names, `canonical` two captures."""

import re
from unicodedata import is_normalized, normalize

from jsiq_scrape.parse.hidden_mail import reveal

# Characters without width: soft hyphen, zero-width blanks and joiners, direction marks, word joiner, byte order mark.
INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
HYPHENS = "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d"
DOUBLE_QUOTES = "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\u301d\u301e\u301f\uff02"
SINGLE_QUOTES = "\u2018\u2019\u201a\u201b\u2039\u203a\u2032\u00b4\u0060\uff07"

_TYPOGRAPHY = {
    **dict.fromkeys(INVISIBLE, ""),
    **dict.fromkeys(HYPHENS, "-"),
    **dict.fromkeys(DOUBLE_QUOTES, '"'),
    **dict.fromkeys(SINGLE_QUOTES, "'"),
    "\u2026": "...",
    "\uff1a": ":",
    "\u2236": ":",
    "\u2044": "/",
    **{chr(0xFB00 + offset): letters for offset, letters in enumerate(("ff", "fi", "fl", "ffi", "ffl", "st", "st"))},
}
_TYPOGRAPHIC = re.compile(f"[{re.escape(''.join(_TYPOGRAPHY))}]")  # five times as fast as str.translate
# Quotes typed with two keys, as older pages have them: ,,Mitte''
_DOUBLED_QUOTES = re.compile(r"''|,,(?=\w)")
_UNSEEN = re.compile(f"[{INVISIBLE}]")
_BLANK_AT_SLASH = re.compile(r" ?/ ?")
# White space counts only where it divides two words.
_BLANK_BESIDE_MARK = re.compile(r" (?:(?!\w)|(?<=\W ))")


def clean(text: str) -> str:
    """The text as a person sees it: NFC, nothing invisible, every run of white space one blank."""
    if not text.isprintable():  # asked first, because it costs a tenth of looking for each
        text = _UNSEEN.sub("", text)
    return _compose(" ".join(text.split()))


def fold(text: str) -> str:
    """The form in which labels and names are compared.

    Gone are: case, kinds and runs of blanks, blanks around "/", invisible characters, NFC or NFD, kinds of hyphen and
    quote, "ß" against "ss", a colon at the end.  Idempotent.
    """
    if text.isascii():
        text = text.lower().replace("`", "'")
    else:
        # Unicode 3.13, D145: decompose, fold case, compose again.
        text = normalize("NFC", _plain(normalize("NFD", text)).casefold())
    text = _join_quotes(" ".join(text.split()))
    if "/" in text:
        text = _BLANK_AT_SLASH.sub("/", text)
    if text.endswith(":"):
        text = text.rstrip(": ")
    return text


def canonical(text: str) -> str:
    """The form in which two captures' texts are compared: every word, mark and capital counts, typography does not.

    Gone are: white space except between two words, invisible characters, NFC or NFD, kinds of quote, dash, ellipsis
    and ligature, and the way a mail address is hidden.  Idempotent.
    """
    text = reveal(_compose(_join_quotes(_plain(text))))
    text = _BLANK_BESIDE_MARK.sub("", " ".join(text.split()))
    return _compose(_join_quotes(text))  # what a blank divided may join now


def _plain(text: str) -> str:
    return _TYPOGRAPHIC.sub(lambda match: _TYPOGRAPHY[match[0]], text)


def _join_quotes(text: str) -> str:
    return _DOUBLED_QUOTES.sub('"', text) if "''" in text or ",," in text else text


def _compose(text: str) -> str:
    return text if is_normalized("NFC", text) else normalize("NFC", text)
