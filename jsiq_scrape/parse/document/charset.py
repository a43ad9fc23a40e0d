"""How the bytes of a page become text: byte order mark, header, meta, then evidence, with what was decided."""

import codecs
import re
from dataclasses import dataclass
from pathlib import PurePath

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(rb"""<(?:meta\b[^>]*?charset\s*=\s*["']?\s*|\?xml[^>]*?encoding\s*=\s*["'])([\w.:-]+)""", re.I)
_PARAMETER = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.I)
# The WHATWG Encoding Standard reads these labels as windows-1252, as every browser does.
_WINDOWS = {"iso8859-1", "ascii", "cp1252"}
# Codecs of Python that undo escapes: no page is written in them, and what a page says must not be rewritten.
_NO_CHARSETS = {"unicode-escape", "raw-unicode-escape", "utf-7", "punycode", "idna", "undefined"}
_META_WINDOW = 4096  # browsers look at 1,024 bytes; CMS pages put long comments first
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
# The first byte of a UTF-8 character, stored as a character of its own before that of the next: "Ã¤", "â€œ".
_DOUBLED = re.compile(rb"\xc3[\x82\x83][\xc2-\xf4]|\xc3\xa2\xe2\x82\xac")

# Characters that HTML forbids and no page means.
_CONTROLS = (*range(0x09), *range(0x0E, 0x20), 0x7F)
_CONTROL_TABLE = dict.fromkeys(_CONTROLS)
# Of these charsets every control character is its byte, and bytes are searched faster than text.
_BYTEWISE = ("utf-8", "cp1252")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text without control characters, the charset it was read with, and what was wrong with it (None: nothing)."""

    text: str
    charset: str | None
    problem: str | None = None


def decode(body: bytes | str, content_type: str | None = None, charset: str | None = None) -> Decoded:
    """Decode a body. `charset` overrules everything but a byte order mark.

    A text is decoded already, so that a charset that it declares counts for nothing.  Raises TypeError for a body that
    is neither bytes nor text, and never on what is in one.
    """
    body = _checked(body)
    if isinstance(body, str):
        return Decoded(body.removeprefix("\ufeff").translate(_CONTROL_TABLE), None)
    if not body:
        return Decoded("", None)
    decoded = _decode(body, _declared(body, content_type, charset))
    text, repaired = _undouble(decoded.text) if _may_be_doubled(body, decoded) else (decoded.text, None)
    problem = decoded.problem
    if repaired is not None:
        problem = repaired if problem is None else f"{problem}; {repaired}"
    # Asking for each of them takes half the time of deleting them all, and nearly every page has none.
    if decoded.charset not in _BYTEWISE or any(control in body for control in _CONTROLS):
        if "\x00" in text and problem is None:
            problem = "the body holds NUL characters, left out"
        text = text.translate(_CONTROL_TABLE)
    return Decoded(text, decoded.charset, problem)


def _checked(body: object) -> bytes | str:
    if isinstance(body, bytes | str):
        return body
    hint = "; read the file first: path.read_bytes()" if isinstance(body, PurePath) else ""
    raise TypeError(f"the body of a page is expected as bytes or str, not as {type(body).__name__}{hint}")


def _declared(body: bytes, content_type: str | None, charset: str | None) -> str | None:
    found: str | None = charset
    if found is None and content_type:
        match = _PARAMETER.search(content_type)
        found = match[1] if match is not None else None
    if found is not None:
        return found
    meta = _META.search(body[:_META_WINDOW])
    if meta is None:
        return None
    named: str = meta[1].decode("ascii", "replace")
    # A meta that could be read byte by byte cannot be in UTF-16 (WHATWG: read as UTF-8).
    return "utf-8" if named.lower().startswith("utf-16") else named


def _decode(body: bytes, declared: str | None) -> Decoded:
    for mark, marked in _MARKS:
        if body.startswith(mark):
            return _strictly(body[len(mark) :], marked)
    name = _known(declared)
    problem = f"unknown charset {declared!r} declared" if declared and name is None else None
    if name in ("utf-16-le", "utf-16-be", "utf-16", "utf-32") or (name is None and b"\x00" in body[:64]):
        wide = _wide(body)
        if wide is not None:
            return Decoded(wide.text, wide.charset, problem or wide.problem)
    if body.isascii():
        return Decoded(body.decode("ascii"), name or "utf-8", problem)
    if name is None or name == "utf-8" or name in _WINDOWS:
        return _western(body, name, problem)
    return _strictly(body, name)


def _known(declared: str | None) -> str | None:
    if declared is None:
        return None
    try:
        name = codecs.lookup(declared).name
        b"A\xe4".decode(name, "replace")
    except (LookupError, UnicodeError):
        return None  # also for codecs that are no charsets of pages (base64, idna)
    return None if name in _NO_CHARSETS else name


def _western(body: bytes, name: str | None, problem: str | None) -> Decoded:
    """UTF-8 against windows-1252: the bytes decide, the declaration is only compared."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        if name in _WINDOWS:
            return Decoded(text, "utf-8", f"declared {name}, is utf-8")
        return Decoded(text, "utf-8", problem)
    if name != "utf-8" and name is not None:
        return Decoded(_windows(body), "cp1252", problem)
    good = len(_MULTIBYTE.findall(body))
    bad = len(_HIGH.findall(_MULTIBYTE.sub(b"", body)))
    if good > bad:
        return Decoded(body.decode("utf-8", "replace"), "utf-8", f"{bad} bytes are not utf-8, each shown as U+FFFD")
    reason = "declared utf-8, is cp1252" if name else "no charset declared, read as cp1252"
    return Decoded(_windows(body), "cp1252", problem or reason)


def _windows(body: bytes) -> str:
    # Five bytes have no place in cp1252; the WHATWG table gives them their C1 control.
    return "".join(_WINDOWS_TABLE[byte] for byte in body) if _HOLES.search(body) else body.decode("cp1252")


_HOLES = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_WINDOWS_TABLE = [bytes([i]).decode("cp1252", "ignore") or chr(i) for i in range(256)]
# What was doubled by a program that took it for ISO 8859-1 has the control characters themselves.
_WINDOWS_BYTES = {byte: byte for byte in range(0x80, 0xA0)} | {
    ord(character): byte for byte, character in enumerate(_WINDOWS_TABLE)
}


def _wide(body: bytes) -> Decoded | None:
    """UTF-16 without a mark, known by where its zero bytes are."""
    sample = body[:2000]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    for name, zeros in (("utf-16-be", even), ("utf-16-le", odd)):
        if half and zeros > half * 0.6:
            return _strictly(body, name)
    return None


def _strictly(body: bytes, name: str) -> Decoded:
    try:
        return Decoded(body.decode(name), name)
    except (UnicodeDecodeError, LookupError):
        return Decoded(body.decode(name, "replace"), name, f"not all bytes are {name}, each shown as U+FFFD")


def _may_be_doubled(body: bytes, decoded: Decoded) -> bool:
    # One letter is searched faster than several bytes, and most pages have none of these.
    if decoded.charset == "utf-8" and not any(letter in decoded.text for letter in "ÃÂâ"):
        return False
    return _DOUBLED.search(body) is not None


def _undouble(text: str) -> tuple[str, str | None]:
    """Undo UTF-8 read as windows-1252 or ISO 8859-1 and stored as UTF-8 again, when every single character agrees."""
    try:
        return _stored(text).decode("utf-8"), "was encoded twice, repaired"
    except UnicodeError:
        if any(mark in text for mark in ("Ã¤", "Ã¶", "Ã¼", "ÃŸ")):
            return text, "parts look encoded twice; not repaired, because others do not"
        return text, None


def _stored(text: str) -> bytes:
    for name in ("iso8859-1", "cp1252"):  # each far faster than the table of both
        try:
            return text.encode(name)
        except UnicodeEncodeError:
            continue
    return codecs.charmap_encode(text, "strict", _WINDOWS_BYTES)[0]
