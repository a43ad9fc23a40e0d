"""An HTTP answer as an archive keeps it: status, headers, and the body out of its transfer and content encodings."""

import re

from jsiq_scrape.captures import ErrorKind
from jsiq_scrape.fetch.decoding import decode
from jsiq_scrape.fetch.exchange import Answer, ExchangeError

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? +(\d{3})")
_END = re.compile(rb"\r?\n\r?\n")


def parse(block: bytes) -> Answer | None:
    """The answer in the block of a `response` or `revisit` record; None when it is no HTTP answer."""
    match = _STATUS.match(block)
    if match is None:
        return None
    end = _END.search(block)
    head, payload = (block[: end.start()], block[end.end() :]) if end else (block, b"")
    headers = tuple((text_of(name), text_of(value)) for name, value in header_lines(head.partition(b"\n")[2]))
    return Answer(int(match[1]), headers, payload)


def header_lines(data: bytes) -> list[tuple[bytes, bytes]]:
    """Names in lower case and values of header lines; lines that are continued are put together."""
    found: list[tuple[bytes, bytes]] = []
    begun = False
    for line in data.splitlines():
        if line[:1] in (b" ", b"\t"):
            if begun:
                found[-1] = found[-1][0], found[-1][1] + b" " + line.strip()
            continue
        name, colon, value = line.partition(b":")
        begun = bool(colon and name.strip())
        if begun:
            found.append((name.strip().lower(), value.strip()))
    return found


def text_of(raw: bytes) -> str:
    """A header in UTF-8, else in Latin-1."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def body_of(message: Answer, max_bytes: int) -> bytes:
    """The decoded body.  Raises TooLarge, and ExchangeError when it is damaged or shorter than it says.

    Archives differ in what they keep: the bytes as sent, or with one or both encodings undone and the headers as they
    were.  What is labelled and is not so is taken as it is.
    """
    payload = message.data
    if "chunked" in (message.header("transfer-encoding") or "").lower():
        payload = _without_chunks(payload)
    else:
        length = message.header("content-length") or ""
        as_sent = not (message.header("content-encoding") or "").strip()
        if as_sent and length.isascii() and length.isdigit() and len(payload) < int(length):
            raise ExchangeError(ErrorKind.RESET, f"the body has {len(payload)} of {length} bytes")
    if not payload:
        return payload
    return decode(payload, message.header("content-encoding"), max_bytes)


def _without_chunks(payload: bytes) -> bytes:
    found, position = bytearray(), 0
    while True:
        end = payload.find(b"\n", position, position + 200)
        size = payload[position:end].partition(b";")[0].strip() if end >= 0 else b""
        if not re.fullmatch(rb"[0-9a-fA-F]{1,8}", size):
            if position == 0:
                return payload  # the archive has undone it
            raise ExchangeError(ErrorKind.PROTOCOL, "the chunks of the body are broken or end early")
        length, start = int(size, 16), end + 1
        if length == 0:
            return bytes(found)
        if len(payload) < start + length:
            raise ExchangeError(ErrorKind.PROTOCOL, "the chunks of the body are broken or end early")
        found += payload[start : start + length]
        position = start + length
        position += 2 if payload[position : position + 2] == b"\r\n" else payload[position : position + 1] == b"\n"
