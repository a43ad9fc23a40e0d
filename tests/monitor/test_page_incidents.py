"""Which incidents captures tell of, page by page, from run files alone and with a database that judged them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jsiq_scrape.database import build
from jsiq_scrape.errors import DamagedBody
from jsiq_scrape.evidence.store import ArchiveRecord, Capture, ErrorKind, RobotsDecision, Snapshots
from jsiq_scrape.monitor.page_incidents import capture_incidents
from jsiq_scrape.workspace import Workspace

BEGIN = datetime(2018, 4, 12, 10, tzinfo=UTC)
SITE = "http://www.programm.invalid"
PAGE, LIST = f"{SITE}/details/musterau.html", f"{SITE}/standorte.html"
PROFILE = b"<h1>Musterau</h1><p>Kommune: Landkreis Musterau</p>"
NAMING = f'<h1>Standorte</h1><p><a href="{PAGE}">Musterau</a></p>'.encode()
LEADING_ON = f'<h1>Standorte</h1><p><a href="{SITE}/standorte/bayern.html">Bayern</a></p>'.encode()
EMPTY = b"<h1>Standorte</h1><p>Zurzeit keine.</p>"
HTML = (("content-type", "text/html; charset=utf-8"),)


class Captures:
    """A workspace with a run a day, whose captures a test makes up; another page of the host always answers."""

    def __init__(self, folder: Path) -> None:
        self.workspace = Workspace(folder)
        self.days = 0

    def day(self, url: str, status: int | None = 200, body: bytes | None = None, **about: object) -> None:
        """A day on which this is what became of one address."""
        at = BEGIN + timedelta(days=self.days)
        self.days += 1
        values: dict[str, object] = {"source": "test", "asked_at": at, "captured_at": at, "retrieved_at": at}
        other = f"{SITE}/details/immer-da.html"
        always = Capture(url=other, final_url=other, status=410, **values)  # type: ignore[arg-type]
        values |= {"url": url, "final_url": url, "status": status, "body": body, "headers": HTML, **about}
        with Snapshots(self.workspace.snapshots).run("live", at) as run:
            run.add(always)
            run.add(Capture(**values))  # type: ignore[arg-type]

    def reported(self, *, judged: bool = True) -> list[tuple[str, str, str, int, int | None]]:
        """Kind, subject, words, and the days of beginning and end; without a database if it shall not judge."""
        if judged:
            build(self.workspace, accept=("evidence",))
        return [
            (str(one.kind), one.subject, one.detail, number(one.first_seen), number(one.ended_at))
            for one in capture_incidents(self.workspace)
        ]  # type: ignore[misc]


def number(moment: str | None) -> int | None:
    return None if moment is None else (datetime.fromisoformat(moment) - BEGIN).days


@pytest.fixture
def captures(tmp_path: Path) -> Captures:
    return Captures(tmp_path)


def fixture(repository: Path, name: str) -> bytes:
    return (repository / "tests" / "fixtures" / "verdicts" / name).read_bytes()


@pytest.mark.parametrize(
    ("status", "incident"),
    [
        (200, None),
        (304, None),
        (400, ("unreadable", "status 400")),
        (401, ("refused", "status 401")),
        (403, ("refused", "status 403")),
        (404, None),
        (407, ("refused", "status 407")),
        (408, ("unreachable", "status 408")),
        (410, None),
        (418, ("unreadable", "status 418")),
        (425, ("unreachable", "status 425")),
        (429, ("unreachable", "status 429")),
        (451, ("refused", "status 451")),
        (499, ("unreadable", "status 499")),
        (500, ("unreachable", "status 500")),
    ],
)
def test_the_status_of_a_page_says_which_incident_it_is(
    captures: Captures, status: int, incident: tuple[str, str]
) -> None:
    captures.day(PAGE, status)
    expected = [] if incident is None else [(incident[0], PAGE, incident[1], 0, None)]
    assert captures.reported(judged=False) == expected


@pytest.mark.parametrize(
    ("kind", "incident"),
    [
        (ErrorKind.ROBOTS, "refused"),
        (ErrorKind.FORBIDDEN_HOST, "refused"),
        (ErrorKind.DOWNGRADE, "refused"),
        (ErrorKind.TOO_LARGE, "unreadable"),
        (ErrorKind.DECODING, "unreadable"),
        (ErrorKind.REDIRECT_LOOP, "unreadable"),
        (ErrorKind.TOO_MANY_HOPS, "unreadable"),
        (ErrorKind.UNREADABLE, "unreadable"),
        (ErrorKind.REFUSED, "unreachable"),
        (ErrorKind.TIMEOUT, "unreachable"),
    ],
)
def test_an_error_says_which_incident_it_is_in_its_own_words_or_by_its_name(
    captures: Captures, kind: ErrorKind, incident: str
) -> None:
    captures.day(PAGE, None, error="so steht es da", error_kind=kind)
    assert captures.reported(judged=False) == [(incident, PAGE, "so steht es da", 0, None)]
    captures.day(PAGE, None, error_kind=kind)
    assert captures.reported(judged=False) == [(incident, PAGE, str(kind), 0, None)]


def test_a_page_whose_rules_nobody_could_ask_for_is_unreachable(captures: Captures) -> None:
    robots = RobotsDecision(False, "unreachable", None)
    captures.day(PAGE, None, error_kind=ErrorKind.ROBOTS, robots=robots)
    assert captures.reported(judged=False) == [("unreachable", PAGE, "robots.txt cannot be had", 0, None)]


@pytest.mark.parametrize(
    ("page", "incident"),
    [
        ("consent-wall.html", ("blocked", "a consent page")),
        ("challenge-browser-check.html", ("blocked", "a challenge page")),
        ("error-database.html", ("unreadable", "an error page")),
        ("listing-standorte.html", ("unreadable", "a list instead of a profile")),
        ("other-home-page.html", ("unreadable", "no profile")),
        ("missing-typo3-soft-404.html", None),
    ],
)
def test_what_a_page_shows_in_place_of_a_profile_is_named(
    captures: Captures, repository: Path, page: str, incident: tuple[str, str] | None
) -> None:
    captures.day(PAGE, body=fixture(repository, page))
    assert captures.reported() == ([] if incident is None else [(incident[0], PAGE, incident[1], 0, None)])


def test_an_answer_that_nobody_has_judged_ends_what_any_answer_ends_and_nothing_else(
    captures: Captures, repository: Path
) -> None:
    captures.day(PAGE, 503)
    captures.day(PAGE, body=PROFILE)
    assert captures.reported(judged=False) == [("unreachable", PAGE, "status 503", 0, 1)]
    captures.day(PAGE, 418)
    captures.day(PAGE, body=PROFILE)
    assert captures.reported(judged=False)[1:] == [("unreadable", PAGE, "status 418", 2, None)]


def test_an_answer_that_nobody_has_judged_ends_the_incident_of_its_whole_host(captures: Captures) -> None:
    at = BEGIN
    values = {"source": "test", "asked_at": at, "captured_at": at, "retrieved_at": at, "status": 503}
    with Snapshots(captures.workspace.snapshots).run("live", at) as run:
        for url in (PAGE, f"{SITE}/details/anderswo.html"):
            run.add(Capture(url=url, final_url=url, **values))  # type: ignore[arg-type]
    captures.days = 1
    assert captures.reported(judged=False) == [("unreachable", SITE, "all pages: status 503", 0, None)]
    captures.day(PAGE, body=PROFILE)
    assert captures.reported(judged=False) == [("unreachable", SITE, "all pages: status 503", 0, 1)]


def test_the_incident_of_a_whole_host_ends_with_the_capture_that_shows_something_else(captures: Captures) -> None:
    """One page is still in the same incident, an hour before another one answers."""
    moments = [BEGIN, BEGIN, BEGIN + timedelta(days=7), BEGIN + timedelta(days=8)]
    urls = [PAGE, f"{SITE}/details/anderswo.html"] * 2
    for start, answers in ((0, (503, 503)), (2, (503, 410))):
        with Snapshots(captures.workspace.snapshots).run("live", moments[start]) as run:
            for index, status in enumerate(answers, start):
                at = moments[index]
                values = {"source": "test", "asked_at": at, "captured_at": at, "retrieved_at": at, "status": status}
                run.add(Capture(url=urls[index], final_url=urls[index], **values))  # type: ignore[arg-type]
    assert captures.reported(judged=False) == [
        ("unreachable", SITE, "all pages: status 503", 0, 8),
        ("unreachable", PAGE, "status 503", 7, None),
    ]


def test_a_list_that_shows_a_wall_is_blocked(captures: Captures, repository: Path) -> None:
    captures.day(LIST, body=fixture(repository, "consent-wall.html"), purpose="listing")
    assert captures.reported() == [("blocked", LIST, "a consent page", 0, None)]


def test_a_list_whose_body_is_not_here_ends_what_any_answer_ends(captures: Captures) -> None:
    captures.day(LIST, 503, purpose="listing")
    captures.day(LIST, 304, purpose="listing")
    assert captures.reported(judged=False) == [("unreachable", LIST, "status 503", 0, 1)]


def test_a_list_whose_body_is_damaged_names_nothing_and_is_not_empty_for_that(captures: Captures) -> None:
    captures.day(PAGE, 410)
    captures.day(LIST, body=EMPTY, purpose="listing", found_on="sources.toml")
    assert captures.reported(judged=False) == [("empty list", LIST, "names no profile", 1, None)]
    (body,) = (path for path in (captures.workspace.snapshots / "bodies").rglob("*") if path.is_file())
    body.write_bytes(b"other bytes")
    snapshots = Snapshots(captures.workspace.snapshots)
    (digest,) = {one.digest for one in snapshots.captures() if one.digest is not None}
    with pytest.raises(DamagedBody):
        snapshots.body(digest)
    assert captures.reported(judged=False) == []


def test_a_list_is_empty_when_it_named_profiles_before_or_is_where_to_begin(captures: Captures) -> None:
    captures.day(PAGE, 410)
    captures.day(LIST, body=EMPTY, purpose="listing")
    assert captures.reported(judged=False) == []
    captures.day(LIST, body=NAMING, purpose="listing")
    captures.day(LIST, body=EMPTY, purpose="listing")
    assert captures.reported(judged=False) == [("empty list", LIST, "names no profile", 3, None)]
    captures.day(LIST, 404, purpose="listing")
    captures.day(LIST, body=NAMING, purpose="listing")
    assert captures.reported(judged=False) == [("empty list", LIST, "status 404", 3, 5)]


def test_a_list_to_begin_with_may_lead_to_other_lists_but_not_to_itself(captures: Captures) -> None:
    captures.day(f"{SITE}/standorte/bayern.html", body=NAMING, purpose="listing")
    captures.day(LIST, body=LEADING_ON, purpose="listing", found_on="sources.toml")
    assert captures.reported(judged=False) == []
    itself = f'<h1>Standorte</h1><p><a href="{LIST}">nach oben</a></p>'.encode()
    captures.day(LIST, body=itself, purpose="listing", found_on="sources.toml")
    assert captures.reported(judged=False) == [("empty list", LIST, "names no profile", 2, None)]


def test_a_list_that_was_never_there_and_a_sitemap_without_profiles_are_no_incident(captures: Captures) -> None:
    captures.day(f"{SITE}/standorte/nirgends.html", 404, purpose="listing")
    captures.day(f"{SITE}/sitemap.xml", body=b"<urlset/>", purpose="sitemap", found_on="sources.toml")
    assert captures.reported(judged=False) == []
    captures.day(f"{SITE}/sitemap.xml", 500, purpose="sitemap", found_on="sources.toml")
    assert [one[:3] for one in captures.reported(judged=False)] == [
        ("unreachable", f"{SITE}/sitemap.xml", "status 500")
    ]


def test_files_of_a_folder_and_captures_of_archives_say_nothing_of_a_host(captures: Captures) -> None:
    captures.day("file:///pages/musterau.html", None, error="cut off", error_kind=ErrorKind.UNREADABLE)
    captures.day(PAGE, 503, archive=ArchiveRecord("archive.example", "20180413100000", PAGE, PAGE))
    assert captures.reported(judged=False) == []


def test_a_page_of_which_a_part_came_is_an_incident_until_it_comes_whole(captures: Captures) -> None:
    whole = b"<html><body><main><h1>Musterau</h1><h2>F\xc3\xb6rdergebiete</h2><h4>FG 1: Mitte</h4><p>Alles.</p>"
    whole += b"<h2>Projekte</h2><h3>Eins</h3><dl><dt>Zeitraum</dt><dd>2015 - 2018</dd></dl></main></body></html>"
    captures.day(PAGE, body=whole, purpose="profile")
    captures.day(PAGE, body=whole[: whole.index(b"</dl>")], purpose="profile")
    assert captures.reported() == [("unreadable", PAGE, "a part of the page only", 1, None)]
    captures.day(PAGE, body=whole, purpose="profile")
    assert captures.reported() == [("unreadable", PAGE, "a part of the page only", 1, 2)]
