"""Bodies out of their encodings, and bombs left folded."""

import gzip
import tracemalloc
import zlib

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from jsiq_scrape.captures import ErrorKind
from jsiq_scrape.errors import FetchError, TooLarge
from jsiq_scrape.fetch.decoding import decode
from jsiq_scrape.fetch.exchange import ExchangeError, kind_of

CAP = 1_000_000


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


PACKERS = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "Deflate": raw_deflate,
    "br": brotli.compress,
    "zstd": zstandard.compress,
    "identity": bytes,
    "": bytes,
}


@pytest.mark.parametrize("name", PACKERS)
@given(data=st.binary(max_size=2000))
def test_what_was_packed_comes_out_again(name: str, data: bytes) -> None:
    assert decode(PACKERS[name](data), name, CAP) == data


def test_several_encodings_are_undone_from_the_last_to_the_first() -> None:
    assert decode(brotli.compress(gzip.compress(b"a")), "gzip, br", CAP) == b"a"


def test_a_gzip_file_may_have_several_members_and_padding() -> None:
    assert decode(gzip.compress(b"a") + gzip.compress(b"b") + b"\0\0\0", "gzip", CAP) == b"ab"


def test_what_is_labelled_gzip_and_is_none_is_taken_as_it_is() -> None:
    assert decode(b"<html>", "gzip", CAP) == b"<html>"
    assert decode(b"", "gzip", CAP) == b""


@pytest.mark.parametrize("name", ["gzip", "deflate", "br", "zstd"])
@pytest.mark.few(1)
def test_a_bomb_is_refused_before_it_unfolds(name: str) -> None:
    bomb = PACKERS[name](b"\0" * 60_000_000)
    assert len(bomb) < CAP
    tracemalloc.start()
    with pytest.raises(TooLarge) as raised:
        decode(bomb, name, CAP)
    assert tracemalloc.get_traced_memory()[1] < 20 * CAP
    tracemalloc.stop()
    assert kind_of(raised.value) is ErrorKind.TOO_LARGE


def test_a_bomb_in_a_bomb_is_refused() -> None:
    with pytest.raises(TooLarge):
        decode(gzip.compress(gzip.compress(b"\0" * 50_000_000)), "gzip, gzip", CAP)


def test_a_body_of_just_the_cap_is_none() -> None:
    for name in ("gzip", "deflate", "br", "zstd"):
        assert len(decode(PACKERS[name](b"a" * 1000), name, 1000)) == 1000
        with pytest.raises(TooLarge):
            decode(PACKERS[name](b"a" * 1001), name, 1000)


@pytest.mark.parametrize("name", ["gzip", "deflate", "br", "zstd"])
def test_a_body_cut_short_or_damaged_is_named(name: str) -> None:
    whole = PACKERS[name](b"some text that is long enough to be cut " * 20)
    for data in (whole[: len(whole) // 2], whole[:2] + b"\xff" * 30):
        with pytest.raises(ExchangeError) as raised:
            decode(data, name, CAP)
        assert raised.value.kind is ErrorKind.DECODING
        assert name in str(raised.value)


def test_an_unknown_encoding_is_named() -> None:
    with pytest.raises(ExchangeError, match="'rot13'"):
        decode(b"a", "rot13", CAP)


@given(data=st.binary(max_size=300), name=st.sampled_from(["gzip", "deflate", "br", "zstd", "gzip, br"]))
def test_any_bytes_under_any_label_give_a_body_or_a_named_error(data: bytes, name: str) -> None:
    try:
        decode(data, name, CAP)
        kind = None
    except FetchError as error:
        kind = kind_of(error)
    assert kind in (None, ErrorKind.DECODING, ErrorKind.TOO_LARGE)
