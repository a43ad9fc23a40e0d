"""What the client asks for, when, and what it makes of the answers; respx answers, so no network is touched."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpcore
import httpx
import pytest
import respx

from jsiq_scrape import __version__
from jsiq_scrape.clock import StandingClock
from jsiq_scrape.errors import ConfigurationError
from jsiq_scrape.evidence.store import Capture, ErrorKind, RobotsDecision
from jsiq_scrape.fetch.client import Client
from jsiq_scrape.fetch.sources import ClientSettings, Source

START = datetime(2021, 3, 1, 12, 0, tzinfo=UTC)
HOST = "www.programm.example"
URL = f"http://{HOST}/a.html"
ROBOTS = f"http://{HOST}/robots.txt"
SOURCE = Source(name="live", kind="live", hosts=(HOST, "programm.example"))


class Diary(StandingClock):
    """A standing clock that remembers how long it was told to sleep."""

    def __init__(self) -> None:
        super().__init__(START)
        self.slept = 0.0

    def sleep(self, seconds: float) -> None:
        self.slept += seconds
        super().sleep(seconds)


@pytest.fixture
def diary() -> Diary:
    return Diary()


@pytest.fixture
def captures() -> list[Capture]:
    return []


@pytest.fixture
def net() -> Iterator[respx.Router]:
    with respx.mock(assert_all_called=False) as router:
        yield router


Make = Callable[..., Client]


@pytest.fixture
def make(diary: Diary, captures: list[Capture], net: respx.Router) -> Iterator[Make]:
    clients: list[Client] = []

    def build(source: Source = SOURCE, **settings: object) -> Client:
        chosen = ClientSettings.model_validate({"contact": "jane@example.org", "interval_seconds": 0, **settings})
        clients.append(Client(chosen, source, diary, record=captures.append))
        return clients[-1]

    yield build
    for client in clients:
        client.close()


def test_nobody_is_asked_before_there_is_a_contact(diary: Diary) -> None:
    with pytest.raises(ConfigurationError, match="contact") as raised:
        Client(ClientSettings(), SOURCE, diary)
    assert raised.value.exit_code == 2


def test_the_user_agent_says_who_asks_and_how_to_reach_them(make: Make, net: respx.Router) -> None:
    net.get(ROBOTS).respond(404)
    page = net.get(URL).respond(200)
    make().get(URL)
    sent = page.calls.last.request.headers
    assert sent["user-agent"] == f"jsiq_scrape/{__version__} (+jane@example.org)"
    assert "cookie" not in sent
    assert "authorization" not in sent
    assert "if-none-match" not in sent


def test_an_answer_becomes_a_capture(make: Make, net: respx.Router, diary: Diary) -> None:
    net.get(ROBOTS).respond(404)
    net.get(URL).respond(200, headers=[("X-One", "1"), ("X-Two", "2")], content=b"body")
    fetched = make().get(URL, purpose="listing", found_on="sources.toml")
    assert (fetched.status, fetched.body, fetched.final_url, fetched.hops) == (200, b"body", URL, ())
    assert (fetched.source, fetched.url, fetched.purpose, fetched.found_on) == ("live", URL, "listing", "sources.toml")
    assert (fetched.error, fetched.error_kind, fetched.confirms, fetched.archive) == (None, None, None, None)
    assert fetched.headers[:2] == (("x-one", "1"), ("x-two", "2"))
    assert fetched.robots == RobotsDecision(True, "no robots.txt", 404)
    assert fetched.asked_at == fetched.captured_at == fetched.retrieved_at == START


def test_robots_txt_is_asked_first_once_for_each_host_and_recorded(
    make: Make, net: respx.Router, captures: list[Capture]
) -> None:
    net.get(ROBOTS).respond(200, text="User-agent: *\nDisallow: /b\n")
    net.get(f"http://{HOST}/a.html").respond(200)
    net.get("http://programm.example/robots.txt").respond(404)
    net.get("http://programm.example/c").respond(200)
    client = make()
    for url in (URL, URL, f"http://{HOST}/b.html", "http://programm.example/c"):
        client.get(url)
    paths = [str(call.request.url) for call in net.calls]
    assert paths == [ROBOTS, URL, URL, "http://programm.example/robots.txt", "http://programm.example/c"]
    assert [(capture.url, capture.purpose, capture.status) for capture in captures] == [
        (ROBOTS, "robots", 200),
        ("http://programm.example/robots.txt", "robots", 404),
    ]
    assert captures[0].body == b"User-agent: *\nDisallow: /b\n"
    assert captures[0].robots == RobotsDecision(True, "not applicable")


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow:", "/a", True),
        ("", "/a", True),
        ("User-agent: jsiq_scrape\nDisallow: /\n\nUser-agent: *\nAllow: /", "/a", False),
        ("User-agent: other\nDisallow: /", "/a", True),
        ("User-agent: *\nDisallow: /*.html$\nAllow: /b.html", "/a.html", False),
        ("User-agent: *\nDisallow: /*.html$\nAllow: /b.html$", "/b.html", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b", True),
        ("\ufeffUser-agent: *\r\nDisallow: /a\r\n", "/a", False),
        ("<!DOCTYPE html><html>not found</html>", "/a", True),
        ("User-agent: *\nDisallow: /\x00a\n\x00\x01\x02\n:::::\nDisallow", "/a", False),
        ("User-agent: *\nDisallow: /stra%C3%9Fe", "/straße", False),
    ],
)
def test_rules_are_understood_as_rfc_9309_means_them(
    make: Make, net: respx.Router, text: str, path: str, allowed: bool
) -> None:
    net.get(ROBOTS).respond(200, content=text.encode())
    net.get(url__regex=f"^http://{HOST}/.*").respond(200)
    decision = make().ask_robots(f"http://{HOST}{path}")
    assert decision == RobotsDecision(allowed, "no rule" if allowed else "rule", 200)


def test_a_url_that_robots_txt_forbids_is_not_asked_and_the_capture_says_why(make: Make, net: respx.Router) -> None:
    net.get(ROBOTS).respond(200, text="User-agent: *\nDisallow: /")
    page = net.get(URL).respond(200)
    fetched = make().get(URL)
    assert not page.called
    assert (fetched.error_kind, fetched.status, fetched.body) == (ErrorKind.ROBOTS, None, None)
    assert fetched.robots == RobotsDecision(False, "rule", 200)


@pytest.mark.parametrize(
    ("status", "allowed", "reason"),
    [
        *[(status, True, "no robots.txt") for status in (401, 403, 404, 410)],
        *[(status, False, "unreachable") for status in (204, 429, 500, 503)],
    ],
)
def test_the_status_of_robots_txt_decides_where_there_is_no_file(
    make: Make, net: respx.Router, status: int, allowed: bool, reason: str
) -> None:
    net.get(ROBOTS).respond(status, text="User-agent: *\nDisallow: /")
    net.get(URL).respond(200)
    fetched = make().get(URL)
    assert fetched.robots == RobotsDecision(allowed, reason, status)
    assert (fetched.status == 200) is allowed


def test_robots_txt_that_cannot_be_reached_forbids_everything_for_this_run(
    make: Make, net: respx.Router, captures: list[Capture]
) -> None:
    robots = net.get(ROBOTS).mock(side_effect=httpcore.ConnectError)
    fetched = make(attempts=2).get(URL)
    assert fetched.error_kind is ErrorKind.ROBOTS
    assert fetched.robots == RobotsDecision(False, "unreachable", None)
    assert robots.call_count == 2
    assert captures[0].error_kind is ErrorKind.RESET


def test_redirects_of_robots_txt_are_followed_five_times_even_to_other_hosts(
    make: Make, net: respx.Router, captures: list[Capture]
) -> None:
    net.get(ROBOTS).respond(301, headers={"Location": "https://elsewhere.example/robots.txt"})
    net.get("https://elsewhere.example/robots.txt").respond(200, text="User-agent: *\nDisallow: /")
    assert not make().get(URL).robots.allowed  # type: ignore[union-attr]
    assert captures[0].final_url == "https://elsewhere.example/robots.txt"


def test_robots_txt_behind_too_many_redirects_counts_as_none(make: Make, net: respx.Router) -> None:
    net.get(URL).respond(200)
    net.get(ROBOTS).respond(302, headers={"Location": "/r0"})
    for number in range(7):
        net.get(f"http://{HOST}/r{number}").respond(302, headers={"Location": f"/r{number + 1}"})
    fetched = make().get(URL)
    assert fetched.robots == RobotsDecision(True, "no robots.txt", 302)
    assert fetched.status == 200


def test_of_a_huge_robots_txt_the_first_half_megabyte_counts(
    make: Make, net: respx.Router, captures: list[Capture]
) -> None:
    text = b"User-agent: *\nDisallow: /a\n" + b"#" * 5_000_000 + b"\nDisallow: /\n"
    net.get(ROBOTS).respond(200, content=text)
    client = make()
    assert not client.ask_robots(URL).allowed
    assert client.ask_robots(f"http://{HOST}/b").allowed
    assert captures[0].error_kind is ErrorKind.TOO_LARGE
    assert captures[0].body == text[: 512 * 1024]


def test_two_requests_to_one_host_are_an_interval_apart(make: Make, net: respx.Router, diary: Diary) -> None:
    net.get(ROBOTS).respond(404)
    net.get("http://programm.example/robots.txt").respond(404)
    net.get(url__regex=r".*\.html$").respond(200)
    client = make(interval_seconds=1.5)
    for _ in range(3):
        client.get(URL)
    assert diary.slept == pytest.approx(4.5)  # four requests with robots.txt
    client.get("http://programm.example/a.html")
    assert diary.slept == pytest.approx(6.0)  # another host has a limit of its own


def test_time_that_passed_by_itself_counts(make: Make, net: respx.Router, diary: Diary) -> None:
    net.get(ROBOTS).respond(404)
    net.get(URL).respond(200)
    client = make(interval_seconds=1)
    client.get(URL)
    diary.moment += timedelta(seconds=0.75)
    slept = diary.slept
    client.get(URL)
    assert diary.slept - slept == pytest.approx(0.25)


def test_a_clock_that_is_set_back_or_forward_costs_at_most_one_interval(
    make: Make, net: respx.Router, diary: Diary
) -> None:
    net.get(ROBOTS).respond(404)
    net.get(URL).respond(200)
    client = make(interval_seconds=1)
    for jump in (timedelta(days=-400), timedelta(days=800)):
        client.get(URL)
        slept = diary.slept
        diary.moment += jump
        client.get(URL)
        assert diary.slept - slept <= 1.0


def test_a_crawl_delay_is_kept_up_to_a_minute(make: Make, net: respx.Router, diary: Diary) -> None:
    for delay, expected in (("5", 5.0), ("86400", 60.0), ("-3", 0.0), ("x", 0.0)):
        net.get(ROBOTS).respond(200, text=f"User-agent: *\nCrawl-delay: {delay}\n")
        net.get(URL).respond(200)
        client = make()
        client.get(URL)
        before = diary.slept
        client.get(URL)
        assert diary.slept - before == pytest.approx(expected), delay


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_passing_incident_is_waited_out(make: Make, net: respx.Router, diary: Diary, status: int) -> None:
    net.get(ROBOTS).respond(404)
    page = net.get(URL).mock(side_effect=[httpx.Response(status)] * 3 + [httpx.Response(200, content=b"there")])
    fetched = make().get(URL)
    assert (fetched.status, fetched.body, page.call_count) == (200, b"there", 4)
    assert diary.slept == pytest.approx(1 + 2 + 4)


def test_a_lasting_incident_is_recorded_as_it_is(make: Make, net: respx.Router) -> None:
    net.get(ROBOTS).respond(404)
    page = net.get(URL).respond(503, text="later")
    fetched = make(attempts=3).get(URL)
    assert (fetched.status, fetched.body, fetched.error_kind, page.call_count) == (503, b"later", None, 3)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418, 451])
def test_what_will_not_change_is_not_asked_again(make: Make, net: respx.Router, diary: Diary, status: int) -> None:
    net.get(ROBOTS).respond(404)
    page = net.get(URL).respond(status, text="no")
    fetched = make().get(URL)
    assert (fetched.status, fetched.body, fetched.error_kind, page.call_count) == (status, b"no", None, 1)
    assert diary.slept == 0


@pytest.mark.parametrize(
    ("said", "waited"),
    [
        ("7", 7.0),
        ("0", 1.0),
        ("-5", 1.0),
        ("soon", 1.0),
        ("", 1.0),
        ("1e3", 1.0),
        ("\u0661", 1.0),
        (format_datetime(START + timedelta(seconds=20), usegmt=True), 20.0),
        (format_datetime(START - timedelta(days=20), usegmt=True), 1.0),
        ("Mon, 99 Foo 2021 99:99:99 GMT", 1.0),
    ],
)
def test_retry_after_is_kept_when_it_makes_sense(
    make: Make, net: respx.Router, diary: Diary, said: str, waited: float
) -> None:
    net.get(ROBOTS).respond(404)
    headers = [(b"retry-after", said.encode())]
    net.get(URL).mock(side_effect=[httpx.Response(429, headers=headers), httpx.Response(200)])
    assert make().get(URL).status == 200
    assert diary.slept == pytest.approx(waited)


@pytest.mark.parametrize("said", ["3600", "99999999999999999999999999", "Fri, 31 Dec 2999 23:59:59 GMT"])
def test_a_retry_after_beyond_what_is_waited_for_ends_the_fetch_at_once(
    make: Make, net: respx.Router, diary: Diary, said: str
) -> None:
    net.get(ROBOTS).respond(404)
    page = net.get(URL).respond(503, headers={"Retry-After": said})
    fetched = make().get(URL)
    assert (fetched.status, page.call_count, diary.slept) == (503, 1, 0.0)
    assert fetched.header("retry-after") == said


def test_waits_count_for_the_deadline_of_the_capture(make: Make, net: respx.Router, diary: Diary) -> None:
    net.get(ROBOTS).respond(404)
    page = net.get(URL).respond(503)
    make(attempts=10, deadline_seconds=10).get(URL)
    assert page.call_count == 4  # 1 + 2 + 4 seconds; 8 more would be too long
    assert diary.slept == pytest.approx(7)


def capture(**fields: object) -> Capture:
    values: dict[str, object] = {
        "source": "live", "url": URL, "final_url": URL, "asked_at": START, "captured_at": START, "retrieved_at": START,
        "status": 200, "digest": "a" * 64, "run": "r", "line": 1,
        "headers": (("etag", 'W/"1-ä"'.replace("ä", "x")), ("last-modified", "Mon, 01 Mar 2021 00:00:00 GMT")),
    }  # fmt: skip
    return Capture(**(values | fields))  # type: ignore[arg-type]


def test_a_known_page_is_asked_whether_it_changed_and_304_confirms_it(make: Make, net: respx.Router) -> None:
    net.get(ROBOTS).respond(404)
    page = net.get(URL).respond(304)
    fetched = make().get(URL, known=capture())
    sent = page.calls.last.request.headers
    assert sent["if-none-match"] == 'W/"1-x"'
    assert sent["if-modified-since"] == "Mon, 01 Mar 2021 00:00:00 GMT"
    assert (fetched.status, fetched.body, fetched.confirms, fetched.error) == (304, None, "a" * 64, None)


@pytest.mark.parametrize(
    "known",
    [
        None,
        capture(headers=()),
        capture(final_url=f"http://{HOST}/elsewhere"),
        capture(headers=(("etag", "a\r\nX-Evil: 1"),)),
        capture(headers=(("etag", "\u00e4"),)),
        capture(digest=None),
    ],
)
def test_without_a_usable_mark_there_is_no_condition_and_304_is_an_error(
    make: Make, net: respx.Router, known: Capture | None
) -> None:
    net.get(ROBOTS).respond(404)
    page = net.get(URL).respond(304)
    fetched = make().get(URL, known=known)
    assert "if-none-match" not in page.calls.last.request.headers
    assert "x-evil" not in page.calls.last.request.headers
    assert (fetched.error_kind, fetched.confirms) == (ErrorKind.PROTOCOL, None)


def test_after_a_redirect_the_condition_goes_where_the_body_came_from(make: Make, net: respx.Router) -> None:
    net.get(ROBOTS).respond(404)
    first = net.get(URL).respond(301, headers={"Location": "/new.html"})
    second = net.get(f"http://{HOST}/new.html").respond(304)
    fetched = make().get(URL, known=capture(final_url=f"http://{HOST}/new.html"))
    assert "if-none-match" not in first.calls.last.request.headers
    assert "if-none-match" in second.calls.last.request.headers
    assert (fetched.confirms, fetched.final_url) == ("a" * 64, f"http://{HOST}/new.html")


def test_redirects_are_followed_and_recorded_hop_by_hop(make: Make, net: respx.Router, captures: list[Capture]) -> None:
    net.get(ROBOTS).respond(404)
    net.get("https://programm.example/robots.txt").respond(404)
    net.get(URL).respond(301, headers={"Location": "b.html?PHPSESSID=1#top"})
    net.get(f"http://{HOST}/b.html").respond(302, headers=[(b"location", "//programm.example:80/straße".encode())])
    net.get("http://programm.example/robots.txt").respond(404)
    net.get("http://programm.example/stra%C3%9Fe").respond(307, headers={"Location": "https://programm.example/"})
    net.get("https://programm.example/").respond(200, content=b"home")
    fetched = make(SOURCE.model_copy(update={"drop_parameters": ("PHPSESSID",)})).get(URL)
    assert [(hop.url, hop.status) for hop in fetched.hops] == [
        (URL, 301),
        (f"http://{HOST}/b.html", 302),
        ("http://programm.example/stra%C3%9Fe", 307),
    ]
    assert fetched.hops[0].location == "b.html?PHPSESSID=1#top"
    assert (fetched.final_url, fetched.status, fetched.body) == ("https://programm.example/", 200, b"home")
    assert len(captures) == 3  # each host and scheme has its own robots.txt


@pytest.mark.parametrize(
    ("location", "kind"),
    [
        ("http://elsewhere.example/", ErrorKind.FORBIDDEN_HOST),
        ("http://127.0.0.1/", ErrorKind.FORBIDDEN_HOST),
        ("http://[::1]/", ErrorKind.FORBIDDEN_HOST),
        ("http://169.254.169.254/latest/meta-data/", ErrorKind.FORBIDDEN_HOST),
        (f"http://{HOST}:22/", ErrorKind.FORBIDDEN_HOST),
        (f"http://user:word@{HOST}/", ErrorKind.FORBIDDEN_HOST),
        (f"http://{HOST}@elsewhere.example/", ErrorKind.FORBIDDEN_HOST),
        ("file:///etc/passwd", ErrorKind.FORBIDDEN_HOST),
        ("ftp://www.programm.example/", ErrorKind.FORBIDDEN_HOST),
        ("javascript:alert(1)", ErrorKind.FORBIDDEN_HOST),
        ("http://[", ErrorKind.FORBIDDEN_HOST),
        ("/a.html", ErrorKind.REDIRECT_LOOP),
        ("", ErrorKind.REDIRECT_LOOP),
    ],
)
def test_a_redirect_that_is_not_followed_is_recorded_with_its_reason(
    make: Make, net: respx.Router, location: str, kind: ErrorKind
) -> None:
    net.get(ROBOTS).respond(404)
    net.get(URL).respond(302, headers={"Location": location})
    fetched = make().get(URL)
    assert (fetched.error_kind, fetched.status, fetched.final_url) == (kind, 302, URL)
    assert [hop.location for hop in fetched.hops] == [location]
    assert fetched.body is None
    assert len(net.calls) == 2


def test_a_step_from_https_to_http_is_not_followed(make: Make, net: respx.Router) -> None:
    net.get(f"https://{HOST}/robots.txt").respond(404)
    net.get(f"https://{HOST}/a.html").respond(301, headers={"Location": URL})
    fetched = make().get(f"https://{HOST}/a.html")
    assert (fetched.error_kind, fetched.status) == (ErrorKind.DOWNGRADE, 301)


def test_a_longer_loop_and_an_endless_chain_end(make: Make, net: respx.Router) -> None:
    net.get(ROBOTS).respond(404)
    for here, there in (("a", "b"), ("b", "c"), ("c", "b")):
        net.get(f"http://{HOST}/{here}.html").respond(302, headers={"Location": f"/{there}.html"})
    for number in range(20):
        net.get(f"http://{HOST}/{number}").respond(302, headers={"Location": f"/{number + 1}"})
    assert make().get(URL).error_kind is ErrorKind.REDIRECT_LOOP
    endless = make(max_hops=4).get(f"http://{HOST}/0")
    assert endless.error_kind is ErrorKind.TOO_MANY_HOPS
    assert len(endless.hops) == 5


def test_a_redirect_into_what_robots_txt_forbids_is_not_followed(make: Make, net: respx.Router) -> None:
    net.get(ROBOTS).respond(200, text="User-agent: *\nDisallow: /intern")
    net.get(URL).respond(302, headers={"Location": "/intern"})
    page = net.get(f"http://{HOST}/intern").respond(200)
    fetched = make().get(URL)
    assert not page.called
    assert fetched.error_kind is ErrorKind.ROBOTS
    assert fetched.robots == RobotsDecision(False, "rule", 200)


def test_a_redirect_that_says_nothing_about_where_is_an_answer(make: Make, net: respx.Router) -> None:
    net.get(ROBOTS).respond(404)
    net.get(URL).respond(302, text="moved")
    fetched = make().get(URL)
    assert (fetched.status, fetched.body, fetched.hops, fetched.error) == (302, b"moved", (), None)


def test_a_url_of_another_host_is_never_asked(make: Make, net: respx.Router) -> None:
    fetched = make().get("http://elsewhere.example/")
    assert fetched.error_kind is ErrorKind.FORBIDDEN_HOST
    assert not net.calls
