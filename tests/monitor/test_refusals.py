"""A status that refuses or puts off is the same in every place that judges it, and proves nothing about the page."""

import sqlite3
from contextlib import closing

import pytest
from days import run_on

from jsiq_scrape.demo.server import serve
from jsiq_scrape.demo.site import Response
from jsiq_scrape.fetch.live import CollectReport

PAGE = "/no_cache/standorte/details/landratsamt-beispielland-kreisjugendamt.html"
URL = f"http://www.programm.invalid{PAGE}"


@pytest.mark.parametrize(
    ("status", "word"),
    [
        *((status, "refused") for status in (401, 403, 407, 451)),
        *((status, "unreachable") for status in (408, 425, 429, 500, 503)),
    ],
)
@pytest.mark.few(1)
def test_a_page_that_answers_so_for_days_is_called_the_same_everywhere_and_stays(status: int, word: str, lead) -> None:
    with serve(1) as site:
        workspace = lead(site.port)
        site.pages = dict(site.pages)
        usual = run_on(workspace, 0)
        site.pages[PAGE] = Response(status, (), b"")
        later = [run_on(workspace, day) for day in (1, 3)]
    for report in later:
        assert report.changes == []
        assert report.counts[word] == usual.counts[word] + 1
        (before,), (collected,) = usual.collected, report.collected
        assert isinstance(before, CollectReport)
        assert isinstance(collected, CollectReport)
        assert getattr(collected, word) == getattr(before, word) + 1
        assert (word, URL) in {(str(one.kind), one.subject) for one in report.incidents}
    with closing(sqlite3.connect(workspace.database)) as connection:
        (state,) = connection.execute("SELECT state FROM roster WHERE url = ?", (URL,)).fetchone()
    assert state == word
