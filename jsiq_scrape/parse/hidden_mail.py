"""Mail addresses hidden from collectors, as in "a [at] b [dot] de", shown as plain addresses again."""

import re
from urllib.parse import unquote

_LOCAL = r"[A-Za-z0-9][\w.+'&-]*"
_AT = r"(?:\(\s*(?:at|ät|@|a)\s*\)|\[\s*(?:at|ät|@|a)\s*\]|\{\s*(?:at|ät|@|a)\s*\}|<\s*(?:at|ät|@)\s*>|_at_|\*at\*|@)"
_DOT = r"(?:\(\s*(?:dot|punkt|\.)\s*\)|\[\s*(?:dot|punkt|\.)\s*\]|\{\s*(?:dot|punkt|\.)\s*\}|<\s*(?:dot|punkt)\s*>)"
_NAME = r"[^\W_](?:[^\W_]|-(?=[\w-]))*"

# One address: a local part, a sign for "@", names joined by dots.  Blanks may stand around the signs only.
_HIDDEN = re.compile(
    rf"(?<![\w.+@-])(?P<local>{_LOCAL}(?:\s?{_DOT}\s?[\w.+-]+)*)\s?{_AT}\s?(?P<domain>{_NAME}(?:(?:\.|\s?{_DOT}\s?){_NAME})+)",
    re.IGNORECASE,
)
_CALL = re.compile(r"""linkTo_UnCryptMailto\(['"]([^'"]+)""", re.IGNORECASE)
_RANGES = ((0x2B, 0x3A), (0x40, 0x5A), (0x61, 0x7A))
_SIGN = re.compile(_AT, re.IGNORECASE)  # looked for first: prose without a sign costs next to nothing
_DOTS = re.compile(rf"\s?{_DOT}\s?", re.IGNORECASE)


def reveal(text: str) -> str:
    """The text with each hidden address written as `local@domain`; everything else stays as it is."""
    return _HIDDEN.sub(_plain, text) if _SIGN.search(text) else text


def unmasked(code: str) -> str:
    """The address behind a script's code: bytes in hexadecimal, of which the first changes all others."""
    try:
        key, *others = bytes.fromhex(code)
    except ValueError:
        return ""
    return bytes(key ^ other for other in others).decode("utf-8", "replace")


def decrypted(target: str) -> str:
    """The mailto: address in a call of TYPO3's linkTo_UnCryptMailto; any other target as it is.

    TYPO3 shifts letters, digits and some signs inside three ranges of ASCII; the shift differs by site, so the one
    that gives "mailto:" is taken.
    """
    call = _CALL.search(target)
    if call is None:
        return target
    code = unquote(call[1]).replace("\\", "")
    for shift in range(-26, 27):
        plain = "".join(_shifted(ord(character), shift) for character in code)
        if plain.startswith("mailto:"):
            return plain
    return target


def _shifted(code: int, shift: int) -> str:
    for first, last in _RANGES:
        if first <= code <= last:
            return chr(first + (code - first + shift) % (last - first + 1))
    return chr(code)


def _plain(match: re.Match[str]) -> str:
    return _DOTS.sub(".", match["local"]) + "@" + _DOTS.sub(".", match["domain"])
