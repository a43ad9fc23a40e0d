"""One page, one spelling of its URL."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jsiq_scrape.fetch.addresses import canonical, host_and_port, join, origin


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTP://WWW.Programm.Invalid", "http://www.programm.invalid/"),
        ("http://www.programm.invalid:80/a#oben", "http://www.programm.invalid/a"),
        ("https://www.programm.invalid.:443/a/./b/../c/", "https://www.programm.invalid/a/c/"),
        ("http://www.programm.invalid:8080/", "http://www.programm.invalid:8080/"),
        ("http://h/%7euser/%c3%bc/ü b", "http://h/~user/%C3%BC/%C3%BC%20b"),
        ("http://h/100%/a%2Fb", "http://h/100%25/a%2Fb"),
        ("http://h/a?PHPSESSID=1&b=2&&sid=3", "http://h/a?b=2&sid=3"),
        ("http://h/a?%50HPSESSID=1", "http://h/a"),
        ("http://h/a?", "http://h/a"),
        ("http://h/../../a/..", "http://h/"),
        ("http://jugend-stärken.invalid/", "http://xn--jugend-strken-jfb.invalid/"),
        ("http://[2001:DB8::1]:80/", "http://[2001:db8::1]/"),
        (" http://h/a\n", "http://h/a"),
    ],
)
def test_a_url_has_one_canonical_spelling(url: str, expected: str) -> None:
    assert canonical(url, ("PHPSESSID",)) == expected


@pytest.mark.parametrize(
    "url",
    [
        "", "/a", "h/a", "//h/a", "file:///etc/passwd", "ftp://h/", "javascript:alert(1)", "mailto:a@b.example", "http://",
        "http:///a", "http://user@h/", "http://user:word@h/", "http://h:0x50/", "http://h:99999/", "http://[::1/",
        "http://a..b/", "http://a b/", "http://h/" + "a" * 5000,
    ],
)  # fmt: skip
def test_what_is_no_plain_web_address_has_none(url: str) -> None:
    assert canonical(url) is None


@given(
    st.text(st.characters(codec="utf-8"), max_size=60), st.sampled_from(["http://h/", "https://h/a?", "", "http://"])
)
def test_the_canonical_spelling_is_its_own_and_plain_ascii(text: str, start: str) -> None:
    spelled = canonical(start + text, ("sid",))
    if spelled is not None:
        assert canonical(spelled, ("sid",)) == spelled
        assert spelled.isascii()
        assert not set(spelled) & set(' \t\r\n#"<>\\')
        assert urlsplit(spelled).path.startswith("/")


def test_host_port_and_origin_of_a_canonical_url() -> None:
    assert host_and_port("https://h/a") == ("h", 443)
    assert host_and_port("http://[::1]:8000/a") == ("[::1]", 8000)
    assert origin("http://h:8000/a?b") == "http://h:8000"


def test_a_target_that_is_no_address_joins_to_nothing() -> None:
    assert join("http://h/a", "http://[::1") is None
    assert join("http://h/a/b", "../c") == "http://h/c"
