"""parsers/sources.toml is a closed model, and says which URLs are what."""

from pathlib import Path

import pytest

from jsiq_scrape.errors import ConfigurationError, MissingFile
from jsiq_scrape.fetch.sources import ClientSettings, Source, load_sources
from jsiq_scrape.workspace import PACKAGE

SHIPPED = PACKAGE.parent / "parsers" / "sources.toml"
ONE = '[[source]]\nname = "live"\nkind = "live"\nhosts = ["h.example"]\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[client]\ncontakt = 'a@b.example'\n", "client.contakt: is not a key"),
        (ONE + "mood = 1\n", "source.0.mood: is not a key"),
        ("[client]\ncontact = 'nobody'\n", "client.contact"),
        ("[client]\ncontact = 'a@b.example\\r\\nX: y'\n", "client.contact"),
        ('[client]\ncontact = "a@b.example\\r\\nX: y"\n', "client.contact"),
        ("[client]\nthreads = 0\n", "client.threads"),
        ("[client]\ninterval_seconds = 'slow'\n", "client.interval_seconds"),
        ("[client]\ninterval_seconds = 0.0\n" + ONE, "client.interval_seconds = 0 is too short for live"),
        ("[client]\ninterval_seconds = 0.49\n" + ONE, "at least 0.5"),
        (ONE + 'start = ["https://other.example/"]\n', "none of the hosts"),
        (ONE + 'start = ["ftp://h.example/"]\n', "source.0.start.0"),
        (ONE + 'connect_to = { "h.example:80" = "127.0.0.1:1" }\n', "local = true"),
        (ONE + 'local = true\nconnect_to = { "h.example:80" = "192.0.2.1:80" }\n', "loopback"),
        (ONE + 'profile_patterns = ["details"]\n', "profile_patterns.0"),
        (ONE.replace("h.example", "http://h.example/"), "source.0.hosts.0"),
        (ONE.replace("h.example", "H.example"), "source.0.hosts.0"),
        (ONE.replace('"live"\nhosts', '"dead"\nhosts'), "source.0.kind"),
        (ONE + ONE, "two sources are named live"),
        ("[client\n", "is no TOML"),
        ("a = \x00", "is no TOML"),
    ],
)
def test_what_the_program_does_not_know_is_named_with_file_and_key(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(text)
    with pytest.raises(ConfigurationError) as raised:
        load_sources(path)
    assert said in str(raised.value)
    assert str(path) in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_file_that_is_missing_or_no_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingFile):
        load_sources(tmp_path / "none.toml")
    with pytest.raises(ConfigurationError):
        load_sources(tmp_path)
    (tmp_path / "sources.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigurationError, match="is no TOML"):
        load_sources(tmp_path / "sources.toml")


def test_an_empty_file_is_polite() -> None:
    settings = load_sources(Path("/dev/null")).client
    assert settings.contact is None
    assert settings.interval_seconds == 1.0


def test_only_what_is_on_this_machine_may_be_asked_without_an_interval(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(f"[client]\ninterval_seconds = 0\n{ONE}local = true\n")
    assert load_sources(path).client.interval_seconds == 0


def test_the_shipped_file_asks_no_host_more_often_than_once_a_second() -> None:
    client = load_sources(SHIPPED).client
    assert client.interval_seconds >= 1
    defaults = ClientSettings()
    assert [name for name in client.model_fields_set if getattr(client, name) == getattr(defaults, name)] == []


def test_the_shipped_file_names_the_real_hosts_and_no_contact() -> None:
    sources = load_sources(SHIPPED)
    live = sources.named("live")
    assert live.hosts == ("www.jugend-staerken.de", "jugend-staerken.de")
    assert sources.client.contact is None
    assert not live.local
    with pytest.raises(ConfigurationError, match="known: live"):
        sources.named("life")


@pytest.mark.parametrize(
    ("path", "purpose"),
    [
        ("/no_cache/standorte/details/koordinierungsstelle-jugend-staerken-im-quartier.html", "profile"),
        ("/standorte/details/landkreis-nordwestmecklenburg-fachdienst-jugend.html", "profile"),
        ("/standorte/details/landkreis-nordwestmecklenburg-fachdienst-jugend.html?tx_x=1", "profile"),
        ("/just/programme/jugend-staerken-im-quartier/standorte/kreis-dueren-139420", "profile"),
        ("/just/programme/jugend-staerken-im-quartier/139026", "profile"),
        ("/just/programme/jugend-staerken-im-quartier/nrw/139026", "profile"),
        ("/just/programme/jugend-staerken-im-quartier/standorte", "listing"),
        ("/standorte.html", "listing"),
        ("/no_cache/standorte/nordrhein-westfalen.html", "listing"),
        ("/standorte/details/a/b.html", "listing"),
        ("/just/programme/respekt/projekt-139420", None),
        ("/impressum.html", None),
    ],
)
def test_the_shipped_patterns_know_both_content_systems(path: str, purpose: str | None) -> None:
    live = load_sources(SHIPPED).named("live")
    assert live.purpose(f"https://www.jugend-staerken.de{path}") == purpose
    assert live.purpose(f"http://jugend-staerken.de{path}") == purpose
    assert live.purpose(f"http://www.example.org{path}") is None


def test_both_known_profiles_match_the_patterns_too() -> None:
    live = load_sources(SHIPPED).named("live")
    bare = live.model_copy(update={"profiles": ()})
    assert len(live.profiles) == 2
    assert all(bare.purpose(url) == "profile" for url in live.profiles)


def source(**fields: object) -> Source:
    return Source.model_validate({"name": "live", "kind": "live", "hosts": ["h.example", "h.example:8000"], **fields})


def test_only_the_hosts_of_a_source_are_allowed_and_only_on_usual_ports() -> None:
    found = source()
    for url in ("http://h.example/", "https://h.example/a", "http://H.example:80/", "http://h.example:8000/"):
        assert found.allows(url), url
    for url in ("http://h.example:22/", "http://www.h.example/", "http://h.example.evil.example/", "file:///h.example",
                "http://h.example@evil.example/", "http://evil.example/h.example", "http://127.0.0.1/"):  # fmt: skip
        assert not found.allows(url), url
    assert source(local=True).allows("http://h.example:5000/")


def test_a_pattern_with_a_question_mark_looks_at_the_query() -> None:
    found = source(listing_patterns=["/liste?seite=#"])
    assert found.purpose("http://h.example/liste?seite=12") == "listing"
    assert found.purpose("http://h.example/liste?seite=x") is None
    assert found.purpose("http://h.example/liste") is None
