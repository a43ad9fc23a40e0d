"""Mail addresses hidden from collectors, as in "a [at] b [dot] de", shown as plain addresses again."""

import re

_LOCAL = r"[A-Za-z0-9][\w.+'&-]*"
_AT = r"(?:\(\s*(?:at|ät|@|a)\s*\)|\[\s*(?:at|ät|@|a)\s*\]|\{\s*(?:at|ät|@|a)\s*\}|<\s*(?:at|ät|@)\s*>|_at_|\*at\*|@)"
_DOT = r"(?:\(\s*(?:dot|punkt|\.)\s*\)|\[\s*(?:dot|punkt|\.)\s*\]|\{\s*(?:dot|punkt|\.)\s*\}|<\s*(?:dot|punkt)\s*>)"
_NAME = r"[^\W_](?:[^\W_]|-(?=[\w-]))*"

# One address: a local part, a sign for "@", names joined by dots.  Blanks may stand around the signs only.
_HIDDEN = re.compile(
    rf"(?<![\w.+@-])(?P<local>{_LOCAL}(?:\s?{_DOT}\s?[\w.+-]+)*)\s?{_AT}\s?(?P<domain>{_NAME}(?:(?:\.|\s?{_DOT}\s?){_NAME})+)",
    re.IGNORECASE,
)
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


def _plain(match: re.Match[str]) -> str:
    return _DOTS.sub(".", match["local"]) + "@" + _DOTS.sub(".", match["domain"])
