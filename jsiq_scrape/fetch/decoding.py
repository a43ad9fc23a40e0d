"""Bodies out of their Content-Encoding, never larger than a cap: a bomb is noticed before it unfolds."""

import zlib

from jsiq_scrape.captures import ErrorKind
from jsiq_scrape.errors import TooLarge
from jsiq_scrape.fetch.exchange import ExchangeError

ACCEPTED = "gzip, deflate, br, zstd"
_ZSTD_WINDOW = 8 * 1024 * 1024  # RFC 8878, section 3.1.1.1.2: what a decoder has to support, and need not exceed
_BR_PIECE = 256 * 1024  # of output
_ZSTD_PIECE = 128  # of input, as its output cannot be limited: three bytes may stand for a block of 128 KiB


def decode(data: bytes, content_encoding: str | None, max_bytes: int) -> bytes:
    """The body without its content encodings, undone from the last to the first.

    Raises TooLarge beyond `max_bytes`, and ExchangeError when the data is not what the header says.  Data labelled gzip
    that is no gzip at all is taken as it is: archives and caches keep the header of a body they have unpacked.
    """
    for name in reversed([part.strip().lower() for part in (content_encoding or "").split(",")]):
        if name in ("", "identity"):
            continue
        if name in ("gzip", "x-gzip"):
            data = _gunzip(data, max_bytes) if data[:2] == b"\x1f\x8b" else data
        elif name == "deflate":
            data = _inflate(data, max_bytes)
        elif name == "br":
            data = _brotli(data, max_bytes)
        elif name == "zstd":
            data = _zstd(data, max_bytes)
        else:
            raise ExchangeError(ErrorKind.DECODING, f"the Content-Encoding {name[:40]!r} is not known")
    return data


def _gunzip(data: bytes, max_bytes: int) -> bytes:
    found = bytearray()
    while data[:2] == b"\x1f\x8b":  # RFC 1952, section 2.2: members may follow one another; all else is padding
        unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
        found += _unzip(unpacker, data, "gzip", max_bytes - len(found))
        data = unpacker.unused_data
    return bytes(found)


def _inflate(data: bytes, max_bytes: int) -> bytes:
    # RFC 9110, section 8.4.1.2: "deflate" is the zlib format; some servers send the raw stream.
    wrapped = len(data) >= 2 and data[0] & 0x0F == 8 and int.from_bytes(data[:2]) % 31 == 0
    return _unzip(zlib.decompressobj(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS), data, "deflate", max_bytes)


def _unzip(unpacker: "zlib._Decompress", data: bytes, name: str, max_bytes: int) -> bytes:
    try:
        found = unpacker.decompress(data, max_bytes + 1)
    except zlib.error as error:
        raise _wrong(name) from error
    if len(found) > max_bytes:
        raise _bomb(max_bytes)
    if not unpacker.eof:
        raise ExchangeError(ErrorKind.DECODING, f"the {name} data ends early")
    return found


def _brotli(data: bytes, max_bytes: int) -> bytes:
    import brotli

    unpacker = brotli.Decompressor()
    found = bytearray()
    rest = data
    try:
        while not unpacker.is_finished():
            piece = unpacker.process(rest, output_buffer_limit=_BR_PIECE)
            found += piece
            if len(found) > max_bytes:
                raise _bomb(max_bytes)
            rest = b""
            if not piece and unpacker.can_accept_more_data() and not unpacker.is_finished():
                raise ExchangeError(ErrorKind.DECODING, "the br data ends early")
    except brotli.error as error:
        raise _wrong("br") from error
    return bytes(found)


def _zstd(data: bytes, max_bytes: int) -> bytes:
    import zstandard

    found = bytearray()
    try:
        while data:  # RFC 8878, section 3: frames may follow one another
            frame = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj()
            for start in range(0, len(data), _ZSTD_PIECE):
                found += frame.decompress(data[start : start + _ZSTD_PIECE])
                if len(found) > max_bytes:
                    raise _bomb(max_bytes)
                if frame.eof:
                    data = frame.unused_data + data[start + _ZSTD_PIECE :]
                    break
            else:
                raise ExchangeError(ErrorKind.DECODING, "the zstd data ends early")
    except zstandard.ZstdError as error:
        raise _wrong("zstd") from error
    return bytes(found)


def _wrong(name: str) -> ExchangeError:
    return ExchangeError(ErrorKind.DECODING, f"the body is labelled {name} and is none")


def _bomb(max_bytes: int) -> TooLarge:
    return TooLarge(f"the body unfolds to more than {max_bytes} bytes")
