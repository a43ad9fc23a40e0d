"""HTTP answers as archives keep them: as sent, half undone, and damaged."""

import pytest

from jsiq_scrape.captures import ErrorKind
from jsiq_scrape.fetch.exchange import ExchangeError
from jsiq_scrape.files.warc.http_message import body_of, parse

MOST = 1 << 20
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


def _body(block: bytes) -> bytes:
    message = parse(block)
    assert message is not None
    return body_of(message, MOST)


def test_a_folded_header_is_one_and_a_line_without_colon_is_none() -> None:
    message = parse(b"HTTP/1.0 200\nX-Note: one\n  two\n\tthree\nno header\nServer: \xe4\n\nbody")
    assert message is not None
    assert message.headers == (("x-note", "one two three"), ("server", "ä"))
    assert (message.status, message.data, message.header("date")) == (200, b"body", None)


def test_an_answer_may_end_with_its_headers() -> None:
    message = parse(b"HTTP/1.1 304 Not Modified\r\nETag: a")
    assert message is not None
    assert (message.status, message.headers, message.data) == (304, (("etag", "a"),), b"")


def test_what_is_no_answer_is_none() -> None:
    assert parse(b"GET / HTTP/1.1\r\n\r\n") is None


@pytest.mark.parametrize("end", [b"0\r\n\r\n", b"0\r\nDigest: a\r\n\r\n", b"0;last\n"])
@pytest.mark.parametrize("line", [b"\r\n", b"\n"])
def test_chunks_are_joined_whatever_ends_their_lines(line: bytes, end: bytes) -> None:
    chunks = b"3;name=value" + line + b"abc" + line + b"A" + line + b"0123456789" + line
    assert _body(CHUNKED + chunks + end) == b"abc0123456789"


def test_a_body_whose_chunks_the_archive_joined_is_taken_as_it_is() -> None:
    assert _body(CHUNKED + b"<p>joined before</p>\n") == b"<p>joined before</p>\n"


@pytest.mark.parametrize("chunks", [b"3\r\nabc\r\n", b"3\r\nabc\r\nxyz\r\n", b"5\r\nabc", b"3\r\nabc\r\n123456789\r\n"])
def test_chunks_that_end_early_or_are_none_are_an_error(chunks: bytes) -> None:
    with pytest.raises(ExchangeError, match="chunks") as error:
        _body(CHUNKED + chunks)
    assert error.value.kind is ErrorKind.PROTOCOL


def test_a_body_shorter_than_it_says_is_an_error_unless_an_encoding_was_undone() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n"
    with pytest.raises(ExchangeError, match="4 of 9 bytes") as error:
        _body(head + b"\r\nbody")
    assert error.value.kind is ErrorKind.RESET
    assert _body(head + b"Content-Encoding: gzip\r\n\r\n<p>undone</p>") == b"<p>undone</p>"
    assert _body(b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nbody") == b"body"
