"""What the fuzzer starts from: whole inputs of every kind, which it then breaks; the same on every machine."""

import gzip
import json
import tempfile
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from random import Random

from corpus.families import FAMILIES
from corpus.foreign import FOREIGN
from corpus.generate import page as generate

from jsiq_scrape.captures import Capture, ErrorKind, Hop, RobotsDecision
from jsiq_scrape.demo.site import pages as demo_pages
from jsiq_scrape.evidence.store import Snapshots

REPOSITORY = Path(__file__).resolve().parents[3]
FIXTURES = REPOSITORY / "tests" / "fixtures"
NOW = datetime(2018, 4, 12, 10, tzinfo=UTC)
RUN = "20180412T100000Z-live-0a1b2c"

#: Pieces of pages that a mutation puts anywhere: marks of HTML, labels, values, and what breaks parsers.
PIECES = tuple(
    piece.encode()
    for piece in (
        "<", ">", "</", "/>", "<!--", "-->", "<![CDATA[", "]]>", "<?php ", "?>", "&", "&#0;", "&#x110000;", "&nbsp;",
        "&shy;", "\x00", "\x0c", "\u00ad", "\u200b", "\u202e", "\ufeff", "\ud7ff", "\u2028", "\x85", '"', "'", "=",
        "<p>", "</p>", "<br>", "<dl>", "<dt>", "<dd>", "</dl>", "<table>", "<tr>", "<td>", "<th>", "</table>", "<li>",
        "<div>", "</div>", "<h1>", "<h2>", "</h2>", "<b>", "</b>", "<strong>", "<span>", "<a href='", "<script>",
        "</script>", "<style>", "<template>", "<noscript>", "<select><option>", "<svg><title>", "<math>", "<textarea>",
        "<plaintext>", "<frameset>", "<body>", "</body>", "</html>", "<title>", "<img alt='", "<form>", "<button>",
        "<fieldset><legend>", "<nav>", "<footer>", " hidden", " style='display:none'", "<meta charset=utf-16>",
        "<meta charset=cp1252>", "<base href='http://[::'>", "xml:lang", "<custom-box>", ":", ": ", "\n\n", "\r\n",
        "\t",
        "Projekttitel", "Zeitraum:", "Umsetzende Institution(en):", "Zielgruppe", "Angebote", "Casemanagement: ja",
        "Ansprechpartner", "Fördergebiete", "Soziale Stadt", "Kommune:", "Straße:", "PLZ, Ort:", "Telefon:", "E-Mail:",
        "Bundesland", "Landkreis ", "1. Nordkreis", "FG 2:", "01.01.2015 - 31.12.2018", "31.02.2016", "seit 2011",
        "2018",
        "amt (at) kreis.example", "javascript:linkTo_UnCryptMailto('x')", "mailto:a@b.example", "tel:+49", "02421 22-0",
        "030 23125-000/01", "52351 Düren", "Musterweg 1", "http://www.example.org/", "Nein", "geplant", "Dr. Muster",
        "e. V. und ", ";", "99999999999999999999", "-", "\u2013", "%", "%00", "\\", "()", "²", "Ⅳ", "١٢",
    )
)  # fmt: skip


@cache
def pages() -> tuple[bytes, ...]:
    """Pages of the demo, of the generated corpus, of other sites, and the golden ones."""
    found = [answer.body for path, answer in sorted(demo_pages(1).items()) if path.endswith(".html")][:25]
    found += [generate(family, Random(f"fuzz/{family.name}"), 1, projects=2).body for family in FAMILIES]
    found += [each.body.encode() for each in FOREIGN]
    found += [path.read_bytes() for path in sorted(FIXTURES.glob("pages/*/page.*"))]
    found += [path.read_bytes() for path in sorted(FIXTURES.glob("verdicts/*.html"))]
    return tuple(found)


def capture(number: int) -> Capture:
    """One capture of those that a run file holds, each of another kind."""
    url = f"http://www.programm.invalid/details/amt-{number}.html"
    at = NOW + timedelta(seconds=number)
    kinds = (
        {"status": 200, "headers": (("content-type", "text/html"), ("etag", '"ä"')), "body": f"<p>{number}".encode()},
        {"status": 404, "headers": (("server", "x" * 40),), "found_on": "http://www.programm.invalid/"},
        {"error": "no answer within 30 s", "error_kind": ErrorKind.TIMEOUT},
        {"status": 200, "hops": (Hop(url, 301, "/neu"),), "robots": RobotsDecision(True, "no rule", 200), "body": b""},
    )
    told = kinds[number % len(kinds)]
    return Capture(source="fuzz", url=url, final_url=url, asked_at=at, captured_at=at, retrieved_at=at, **told)


@cache
def run_file() -> bytes:
    """A whole run file of the id RUN."""
    with tempfile.TemporaryDirectory() as folder:
        snapshots = Snapshots(Path(folder))
        with snapshots.run("live", NOW, suffix=RUN[-6:]) as run:
            run.add_all([capture(number) for number in range(8)])
        return (Path(folder) / "runs" / f"{RUN}.jsonl").read_bytes()


def sealed(content: bytes) -> bytes:
    """A line whose check is right, whatever it says: what no flipped byte, but another program could write."""
    check = sha256(RUN.encode() + b"\n" + content).hexdigest()[:16]
    return content + b',"check":"' + check.encode() + b'"}'


@cache
def unsealed_lines() -> tuple[bytes, ...]:
    """The lines of the run file without their check."""
    return tuple(line[: -len(b',"check":"0123456789abcdef"}')] for line in run_file().splitlines())


LISTINGS = tuple(
    text.encode()
    for text in (
        "de,programm)/a 20180412100000 http://www.programm.invalid/a text/html 200 " + "A" * 32 + " 5120\n"
        "de,programm)/b 20190101000000 http://www.programm.invalid/b warc/revisit - " + "B" * 32 + " 312\n\n"
        "de%2Cprogramm%29%2Fc+20190101000000",
        json.dumps({"urlkey": "de,p)/a", "timestamp": "20180412100000", "url": "http://p.invalid/a",
        "mime": "text/html",
                    "status": "200", "digest": "sha1:" + "C" * 32, "length": "99", "offset": "12", "filename": "x.gz"}),
        "org.archive.util.io.RuntimeIOException: java.io.IOException",
        "<html><body>Blocked</body></html>",
        "",
    )
)  # fmt: skip

ROBOTS = (
    b"User-agent: *\nDisallow: /intern/\nCrawl-delay: 2\nSitemap: http://p.invalid/sitemap.xml\n",
    b"\xef\xbb\xbfUser-agent: jsiq_scrape\nAllow: /details/*.html$\nDisallow: /\n\nUser-agent: *\nDisallow:\n",
    b"user-agent:*\ndisallow:/*?*PHPSESSID=\nRequest-rate: 1/10s 0800-1600\nVisit-time: 0600-0845\nCrawl-delay: 0.5",
)

_URL_SET = (
    b'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    b"<url><loc>http://p.invalid/a?b=1&amp;c=2</loc><lastmod>2018-01-01</lastmod></url>"
    b"<url><loc><![CDATA[ http://p.invalid/\xc3\xa4 ]]></loc></url></urlset>"
)
SITEMAPS = (
    _URL_SET,
    gzip.compress(b"<sitemapindex><sitemap><loc>http://p.invalid/s.xml</loc></sitemap></sitemapindex>", mtime=0),
)

PERIODS = (
    "01.01.2015 - 31.12.2018", "seit 01/2011", "Januar bis Juni 2018", "31.12.2007, verlängert bis 30.08.2008", "2018",
    "bis auf weiteres", "ab dem 1. März 2016", "2015/16", "Sept. 2015 – Feb. 2016", "01.01.15-31.12.18",
    "10/2007-12/2010",
    "zunächst bis 31.12.2018", "laufend seit 2015", "1.-30.06.2018", "29.02.2015 - 2016", "von 2015 bis heute geplant",
)  # fmt: skip
PHONES = (
    "02421 22-1111", "Tel.: 030 23125-000/01, Fax: -099", "+49 (0)221 4710-123", "0176 04069012 (mobil)",
    "Tel./Fax 0221/471",
    "T: 030 23125000; F: 030 23125001", "tel:+4922147101", "Telefon: 0221 4710-100 oder -200", "(0221) 4710 1 / 2 / 3",
)  # fmt: skip
ADDRESSES = (
    "Bismarckstraße 16\n52351 Düren", "Am Markt 3 - 5, D-01099 Dresden, Sachsen", "Haus C; PLZ/Ort: 10115 Berlin",
    "Platz der Republik 1, 99084 Erfurt (Thüringen)", "Postfach 12 34 | 28195 Bremen", "C 4, 9 a\n68159 Mannheim",
)  # fmt: skip
MAILS = (
    "amt51@kreis.example", "amt (at) kreis (dot) example", "erika.muster@[kreis].example", "a&#64;b.example",
    "jugend@müller.example",
    "javascript:linkTo_UnCryptMailto('nbjmup+bnuAlsfjt/fybnqmf');", "www.kreis.example/jugend?x=1#y",
    "http://kreis.example.",
)  # fmt: skip
PERSONS = (
    "Frau Dr. Erika Beispiel", "Herr Max Muster und Frau Eva Muster (Leitung)", "Prof. Dr. med. A. von der Aue", "N.N.",
    "Ansprechpartnerin: Muster, Erika", "Team Jugend, Zimmer 4", "Dipl.-Soz.-Päd. Ö. Ümit-Ärger M.A.",
)  # fmt: skip

URLS_CSV = "file,url,captured_at,status\nx.html,http://p.invalid/x,2018-04-12,200\ny.html,,20180412100000,\n,http://p.invalid/z,2018-04-12T10:00:00+02:00,410\n"

ADDRESSES_OF_PAGES = (
    "http://www.programm.invalid/details/amt-1.html",
    "HTTPS://Www.Programm.Invalid:443/%7Ea/../b/./c?PHPSESSID=1&x=%C3%A4#d",
    "http://[::1]:8080/", "http://müller.invalid/ä?ö=ü", "//kreis.invalid", "mailto:a@b.invalid",
    "http://a:b@c.invalid/",
)  # fmt: skip


@cache
def warcs() -> tuple[bytes, ...]:
    """Small WARC files: plain, gzipped by record, with chunks and encodings."""

    def record(kind: str, block: bytes, *more: str) -> bytes:
        lines = ["WARC/1.0", f"WARC-Type: {kind}", "WARC-Date: 2018-04-12T10:00:00Z", *more]
        lines += ["WARC-Target-URI: http://p.invalid/a", f"Content-Length: {len(block)}"]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"

    page = b"<html><title>a</title><p>Seite</p></html>"
    plain = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(page) + page
    chunks = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<html\r\n1;x=y\r\n>\r\n0\r\n\r\n"
    packed = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(page, mtime=0)
    digest = "WARC-Block-Digest: sha256:" + sha256(plain).hexdigest()
    whole = [
        record("warcinfo", b"software: x\r\n"),
        record("response", plain, digest, "WARC-Record-ID: <urn:uuid:1>"),
        record("response", chunks, "WARC-Payload-Digest: sha1:" + "A" * 32),
        record("response", packed, "WARC-Truncated: length"),
        record("revisit", b"HTTP/1.1 304 Not Modified\r\n\r\n", "WARC-Refers-To: <urn:uuid:1>"),
        record("resource", page, "Content-Type: text/html"),
    ]
    return (
        b"".join(whole),
        b"".join(gzip.compress(one, mtime=0) for one in whole),
        gzip.compress(b"".join(whole), mtime=0),
    )


@cache
def parser_files() -> dict[str, bytes]:
    """The TOML files of parsers/ by name."""
    return {path.name: path.read_bytes() for path in sorted((REPOSITORY / "parsers").glob("*.toml"))}
