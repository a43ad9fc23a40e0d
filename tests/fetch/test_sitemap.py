"""Sitemaps are read for their URLs and nothing else."""

import gzip

import pytest

from jsiq_scrape.fetch.live import locations

MAP = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:i="http://www.example.org/i">
<url><loc> https://h/a?x=1&amp;y=2 </loc><lastmod>2021-01-01</lastmod></url>
<url><LOC><![CDATA[https://h/b&c]]></LOC></url><url><i:loc>https://h/d</i:loc></url><url><loc></loc></url>
"""
FOUND = ["https://h/a?x=1&y=2", "https://h/b&c", "https://h/d"]


@pytest.mark.parametrize("body", [MAP, gzip.compress(MAP, mtime=0), b"\xef\xbb\xbf" + MAP])
def test_every_location_is_found_in_order(body: bytes) -> None:
    assert locations(body) == FOUND


CUT = gzip.compress(MAP, mtime=0)[:60]


@pytest.mark.parametrize("body", [b"", b"\x00\xff", b"<html>loc</html>", b"<loc>" * 10_000, CUT])
def test_what_is_no_sitemap_lists_nothing(body: bytes) -> None:
    assert locations(body) == []
