"""A list of URLs: each is looked at once, by the rules of its host's source or of none."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from scripted_server import HOST, Server, reply

from jsiq_scrape.clock import StandingClock
from jsiq_scrape.errors import ConfigurationError, MissingFile, UsageError
from jsiq_scrape.evidence.store import Snapshots
from jsiq_scrape.fetch.sources import Sources
from jsiq_scrape.files.url_list import collect, load_urls
from jsiq_scrape.workspace import Workspace

CLOCK = StandingClock(datetime(2021, 3, 1, 12, 0, tzinfo=UTC))


def test_the_urls_of_the_file_are_looked_at_and_no_others(server: Server, tmp_path: Path) -> None:
    server.routes |= {
        "/standorte/details/a.html": reply(200, "<p>a</p>"),
        "/anderes/b": reply(200, '<p>b</p><a href="/standorte/details/c.html">c</a>'),
        "/standorte/": reply(200, '<a href="/standorte/details/c.html">c</a>'),
    }
    file = tmp_path / "urls.txt"
    base = f"http://{HOST}"
    file.write_text(f"\ufeff# from a letter\n\n{base}/standorte/details/a.html\n {base}/anderes/b \n"
                    f"{base}/standorte/details/a.html?PHPSESSID=7\n{base}/standorte/\n", "utf-8")  # fmt: skip
    workspace = Workspace(tmp_path)
    source = server.source(drop_parameters=("PHPSESSID",))
    sources = Sources(source=(source,))
    ((name, report),) = collect(workspace, file, sources, CLOCK)
    captures = [capture for capture in Snapshots(workspace.snapshots).captures() if capture.purpose != "robots"]
    assert sorted(capture.url for capture in captures) == [
        f"{base}/anderes/b", f"{base}/standorte/", f"{base}/standorte/details/a.html"
    ]  # fmt: skip
    assert {capture.found_on for capture in captures} == {"urls.txt"}
    assert (name, report.checked, report.new, report.listings) == (source.name, 2, 2, 1)


def test_a_host_that_no_source_names_needs_somebody_to_turn_to(tmp_path: Path) -> None:
    file = tmp_path / "urls.txt"
    file.write_text("https://elsewhere.invalid/a.html\n")
    with pytest.raises(ConfigurationError, match="contact"):
        collect(Workspace(tmp_path), file, Sources(), CLOCK)


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "names no URL"), ("# none\n", "names no URL"), ("http://x.example/ y\n", "line 1"), ("\nx\n", "line 2: x")],
)
def test_a_file_that_is_no_list_of_urls_is_named_with_its_line(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "urls.txt").write_text(text)
    with pytest.raises(UsageError, match=said):
        load_urls(tmp_path / "urls.txt")
    with pytest.raises(MissingFile):
        load_urls(tmp_path / "none.txt")
