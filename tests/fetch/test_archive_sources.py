"""What sources.toml may say of archives, and what the file that comes with the program says."""

from pathlib import Path

import pytest

from jsiq_scrape.archives.cdx import NoListing, moment, prefixes, read
from jsiq_scrape.errors import ConfigurationError
from jsiq_scrape.fetch.sources import CommonCrawlArchive, Sources, WaybackArchive, load_sources

PAGES = '[[source]]\nname = "live"\nkind = "live"\nhosts = ["h.example"]\n'
ONE = (
    PAGES + '[[archive]]\nname = "w"\nkind = "wayback"\ncdx = "https://a.example/cdx"\n'
    'playback = "https://a.example/web"\n'
)


@pytest.fixture(scope="module")
def own(repository: Path) -> Sources:
    return load_sources(repository / "parsers" / "sources.toml")


def test_the_scheduled_job_asks_the_wayback_machine_and_not_the_site_that_is_gone(own: Sources) -> None:
    assert [place.name for place in (*own.source, *own.archive) if place.scheduled] == ["wayback"]
    wayback = own.archive_named("wayback")
    assert isinstance(wayback, WaybackArchive)
    assert (wayback.searches_per_minute, wayback.playbacks_per_minute) == (24, 480)
    assert isinstance(own.archive_named("commoncrawl"), CommonCrawlArchive)


def test_both_generations_are_searched_on_both_hosts(own: Sources) -> None:
    assert prefixes(own.named("live")) == [
        host + path
        for host in ("www.jugend-staerken.de", "jugend-staerken.de")
        for path in (
            "/just/programme/jugend-staerken-im-quartier/",
            "/no_cache/standorte/details/",
            "/standorte/details/",
        )
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ONE + 'collapse = "digest"\n', "archive.0.wayback.collapse: is not a key"),
        (ONE + "searches_per_minute = 0\n", "searches_per_minute"),
        (ONE + 'pages = "other"\n', "of other, which is no source"),
        (ONE + 'since = "yesterday"\n', "since"),
        (ONE.replace('"wayback"', '"tape"'), "kind"),
        (ONE.replace('name = "w"', 'name = "live"'), "two sources are named live"),
        (ONE.replace("https://a.example/cdx", "ftp://a.example/cdx"), "cdx"),
        (ONE + 'connect_to = { "a.example:443" = "127.0.0.1:1" }\n', "local = true"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "sources.toml"
    file.write_text(text)
    with pytest.raises(ConfigurationError) as told:
        load_sources(file)
    assert said in str(told.value)


def test_an_archive_asks_its_own_hosts_only(tmp_path: Path) -> None:
    file = tmp_path / "sources.toml"
    file.write_text(ONE)
    archive = load_sources(file).archive[0]
    assert archive.allows("https://a.example/web/20150101000000id_/http://h.example/")
    assert not archive.allows("https://b.example/")
    assert not archive.allows("https://a.example.evil.example/")
    assert not archive.allows("https://a.example:8443/")


@pytest.mark.parametrize("timestamp", ["2015", "20150231101500", "20150301256000", "2015030110150x", "", "²" * 14])
def test_fourteen_digits_that_are_no_moment_are_refused(timestamp: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        moment(timestamp)


def test_rows_of_either_dialect_say_the_same() -> None:
    digest = "A" * 32
    (plain,) = read(f"k 20150301101500 http://h.example/a text/html - {digest} 10".encode()).rows
    (lines,) = read(
        f'{{"urlkey": "k", "timestamp": "20150301101500", "url": "http://h.example/a", "mime": "text/html", '
        f'"digest": "sha1:{digest}", "length": "10"}}'.encode()
    ).rows
    assert plain == lines
    assert plain.status is None


def test_an_empty_answer_lists_nothing_and_rubbish_is_no_listing() -> None:
    assert read(b"").rows == []
    with pytest.raises(NoListing):
        read(b"{}")
