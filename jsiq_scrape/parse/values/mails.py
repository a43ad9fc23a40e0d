"""Mail addresses in a text or link, however they are hidden; nothing that only looks like one."""

import re
from urllib.parse import unquote

from jsiq_scrape.parse.folding import clean
from jsiq_scrape.parse.hidden_mail import reveal

_ADDRESS = re.compile(r"(?<![\w.+'&@-])[\w.+'&-]+@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W_](?:[\w-]*[^\W_])?")
_LINK = re.compile(r"mailto:([^\s?\"'<>]*)(?:\?[^\s\"'<>]*)?", re.IGNORECASE)
_WEB_ADDRESS = re.compile(r"\b(?:https?|ftp)://\S*", re.IGNORECASE)  # its "@" ends a user's name

_SIGN = re.compile(r"@|%40|\bat\b|ät|\(a\)|_at_|\[a\]|\{a\}|mailto", re.IGNORECASE)  # what every form has

# "E-Mail: amt51 at kreis-musterau.example": words stand for the signs only where the line holds nothing else,
# and a capital or a hyphen ("Treff at ...", "info-at-...") only behind the label.
_LABEL = r"(?:e-?mail|mail)(?:-?adresse)?\s?:?\s"
_DOMAIN = r"[^\W_][\w-]*(?:(?:\.| (?:dot|punkt) )[^\W_][\w-]*)+"
_SPELT = re.compile(rf"(?P<local>[a-z\d][a-z\d._+-]*(?: (?:dot|punkt) [a-z\d_+-]+)*) at (?P<domain>{_DOMAIN})")
_SPELT_AFTER_LABEL = re.compile(
    rf"{_LABEL}(?P<local>[\w.+-]+?(?: (?:dot|punkt) [\w+-]+)*)(?: at |-at-)(?P<domain>{_DOMAIN})", re.IGNORECASE
)
_SPELT_DOT = re.compile(r" (?:dot|punkt) ", re.IGNORECASE)
# A word, perhaps what stands for the picture, and a domain.
_BROKEN = re.compile(
    r"(?:(?:e-?mail|mail)\s?:\s?)?(?!www\.|(?:homepage|internet|web\w*|siehe|unter|auf|link)\b)[a-z\d][\w.+-]*"
    r"(?: ?[(\[<]?(?:bild|image|grafik|icon|klammeraffe|at|ät)[)\]>]?)? ?(?<=[ )\]>])"
    r"(?!www\.)(?:[^\W_][\w-]*\.)+(?:de|com|org|net|info|eu|example)[.,;]?",
    re.IGNORECASE,
)

# TYPO3, the system of many municipal sites, writes mailto links as javascript:linkTo_UnCryptMailto('ocknvq,...'):
# each character is moved by a fixed number of places inside its own range (SpamProtect in typo3/sysext/frontend).
_ENCRYPTED = re.compile(r"linkTo_UnCryptMailto\((?:'|%27|&#39;)([^'\"()]+?)(?:'|%27|&#39;)\)", re.IGNORECASE)
# What the library takes as it is, but for capitals in the domain; it takes 100 us to say so.
_PLAIN = re.compile(
    r"[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*@(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+(?:de|com|org|net|info|eu|example)", re.I | re.A
)
_LONGEST_PLAIN = 64  # characters, the most that the library takes for a part of an address
_RANGES = ((0x2B, 0x3A), (0x40, 0x5A), (0x61, 0x7A))


def emails(text: str) -> list[str]:
    """Every address of the text once, in its order: local part as written, domain in lower case and with umlauts."""
    if not _SIGN.search(text):
        return []
    text = _ENCRYPTED.sub(lambda match: f" {_decrypted(unquote(match[1]))} ", text)
    text = _LINK.sub(lambda match: f" {unquote(match[1])} ", text)
    text = clean(_WEB_ADDRESS.sub(" ", text))
    line = text.rstrip(".,;")
    if spelt := _SPELT.fullmatch(line) or _SPELT_AFTER_LABEL.fullmatch(line):
        text = "@".join(_SPELT_DOT.sub(".", spelt[part]) for part in ("local", "domain"))
    found: dict[str, None] = {}
    for match in _ADDRESS.finditer(reveal(text)):
        if address := _valid(match[0]):
            found[address] = None
    return list(found)


def looks_like_mail(text: str) -> bool:
    """Whether a line is a mail address whose sign is no text: "amt51 kreis-dueren.de", with a picture between."""
    return not emails(text) and _BROKEN.fullmatch(clean(text)) is not None


def _valid(address: str) -> str | None:
    if len(address) <= _LONGEST_PLAIN and _PLAIN.fullmatch(address):
        local, _, domain = address.partition("@")
        return f"{local}@{domain.lower()}"
    from email_validator import EmailNotValidError, validate_email  # 46 ms, and many pages show no address

    try:
        # Letters beyond ASCII before the "@" are no address of an office but a word that ran into one.
        # The test environment lets ".test" pass, which no real page has.
        checked = validate_email(address, check_deliverability=False, allow_smtputf8=False, test_environment=True)
    except EmailNotValidError:
        return None
    return checked.normalized


def _decrypted(text: str) -> str:
    """The link behind TYPO3's cipher; "" when no number of places gives a mailto link."""
    for places in range(-25, 26):
        plain = "".join(_moved(character, places) for character in text)
        if plain.startswith("mailto:"):
            return plain
    return ""


def _moved(character: str, places: int) -> str:
    code = ord(character)
    for first, last in _RANGES:
        if first <= code <= last:
            return chr(first + (code - first + places) % (last - first + 1))
    return character
