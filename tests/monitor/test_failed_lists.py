"""A list that brought nothing is not a list that was read, and a collection that got nothing says so."""

import json
from pathlib import Path

import pytest

from jsiq_scrape.demo.server import serve
from jsiq_scrape.demo.site import Response

pytestmark = pytest.mark.sweep  # each starts processes of its own

HTML = (("Content-Type", "text/html; charset=utf-8"),)
START, LANDS = "/no_cache/standorte.html", "/no_cache/standorte/"


def collected(jsiq, *arguments: object) -> tuple[int, dict[str, object], str]:
    done = jsiq("collect", *arguments, "--json")
    return done.returncode, json.loads(done.stdout.splitlines()[-1]), done.stderr


@pytest.mark.parametrize("status", [403, 404, 451, 500])
def test_when_no_list_is_had_and_no_profile_known_the_exit_code_says_so(status: int, jsiq, lead) -> None:
    with serve(1) as site:
        lead(site.port)
        site.pages = {"/robots.txt": site.pages["/robots.txt"]}
        site.pages |= dict.fromkeys((START, "/sitemap.xml"), Response(status, HTML, b"<html>nein</html>"))
        code, reported, said = collected(jsiq, "live")
    assert (code, reported["checked"], reported["listings"]) == (3, 0, 0)
    *named, advice = said.splitlines()
    assert reported["unlisted"] == len(named) > 0
    assert all(f"status {status}" in line for line in named)
    assert advice.startswith("incomplete: run it again")


def test_a_site_that_is_down_gives_no_list(jsiq, lead, closed: int) -> None:
    lead(closed)
    code, reported, _ = collected(jsiq, "live")
    assert (code, reported["checked"], reported["listings"]) == (3, 0, 0)
    done = jsiq("collect", "live")
    assert "checked 0 pages; failed lists: " in done.stdout


def test_lists_that_lead_to_lists_that_fail_are_not_enough(jsiq, lead) -> None:
    with serve(1) as site:
        lead(site.port)
        link = Response(200, HTML, f'<a href="{LANDS}hessen.html">Hessen</a>'.encode())
        site.pages = {"/robots.txt": site.pages["/robots.txt"], START: link}
        site.pages |= {f"{LANDS}hessen.html": Response(500, HTML, b"")}
        code, reported, _ = collected(jsiq, "live")
    assert (code, reported["checked"], reported["listings"], reported["unlisted"]) == (3, 0, 1, 1)


def test_a_list_that_fails_beside_others_is_counted_and_the_collection_is_done(jsiq, lead) -> None:
    with serve(1) as site:
        lead(site.port)
        usual = collected(jsiq, "live")[1]
        site.pages = dict(site.pages) | {f"{LANDS}hessen.html": Response(500, HTML, b"")}
        code, reported, _ = collected(jsiq, "live")
    assert code == 0
    assert (reported["listings"], reported["unlisted"]) == (int(str(usual["listings"])) - 1, 1)
    assert usual["unlisted"] == 0


def test_a_url_list_whose_only_list_fails_ends_the_same_way(jsiq, lead, tmp_path: Path) -> None:
    with serve(1) as site:
        lead(site.port)
        site.pages = dict(site.pages) | {START: Response(500, HTML, b"")}
        (tmp_path / "urls.txt").write_text(f"http://www.programm.invalid{START}\n", encoding="utf-8")
        code, reported, _ = collected(jsiq, "urls", tmp_path / "urls.txt")
    assert (code, reported["checked"], reported["listings"], reported["unlisted"]) == (3, 0, 0, 1)
