"""How changes are reported: as a table, as JSON, as Markdown, as a feed; and the state of a workspace."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from rich.console import Console

from jsiq_scrape.errors import UsageError
from jsiq_scrape.monitor import feed, report
from jsiq_scrape.monitor.change_log import Change, moment
from jsiq_scrape.monitor.incident_states import Incident, IncidentKind
from jsiq_scrape.monitor.state import Entry, State, duration, spoken

PHONE = Change(
    "e1", "nw-kreis-dueren", "contact", "nw-kreis-dueren--kontakt", "changed", "phone", "+492421221111", None,
    "2018-04-12T10:00:00Z", "2018-04-19T10:00:00Z", "Kreis Düren", "Erika Mustermann", "http://jsiq.example/düren?a=(1)",
)  # fmt: skip
STAYED = "Viele Worte, die blieben. " * 10
TEXT = replace(
    PHONE, event="e4", entity="project", id="nw-kreis-dueren--x", field="services", title="Am Turm",
    old=f"Beratung. {STAYED}Bis 26 Jahre", new=f"Beratung: {STAYED}Bis 27 Jahre.",
)  # fmt: skip
GONE = Change(
    "e2", "bb-stadt", "profile", "bb-stadt", "removed", None, None, None, "2018-04-12T10:00:00Z", "2018-04-20T10:00:00Z"
)
EVIL = Change(
    "e3", "bb-stadt", "project", "bb-stadt--x", "changed", "services", "a | <b>b</b> [x](http://e.example)\nc" * 20,
    "\x1b[31mred\x00 & <script>", "2018-04-12T10:00:00Z", "2018-04-21T10:00:00Z",
)  # fmt: skip

ATOM = "{http://www.w3.org/2005/Atom}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def shown(changes: list[Change]) -> str:
    console = Console(width=160, markup=False, emoji=False, highlight=False)
    with console.capture() as captured:
        console.print(report.table(changes))
    return captured.get()


def test_json_has_everything_but_our_key() -> None:
    assert PHONE.public() == {
        "profile": "nw-kreis-dueren", "municipality": "Kreis Düren", "entity": "contact",
        "id": "nw-kreis-dueren--kontakt", "title": "Erika Mustermann", "kind": "changed", "field": "phone",
        "old": "+492421221111", "new": None,
        "difference": [{"removed": "+492421221111"}],
        "not_before": "2018-04-12T10:00:00Z", "seen_at": "2018-04-19T10:00:00Z", "url": "http://jsiq.example/düren?a=(1)",
    }  # fmt: skip
    assert EVIL.public()["new"] == EVIL.new


def test_the_table_names_record_field_and_both_values() -> None:
    reported = shown([PHONE, GONE])
    assert "contact kontakt" in reported
    assert "phone changed: +492421221111 -> (none)" in reported
    assert "removed" in reported


def test_a_narrow_terminal_folds_keys_and_cuts_nothing_off() -> None:
    console = Console(width=50, markup=False, emoji=False, highlight=False)
    with console.capture() as captured:
        console.print(report.table([replace(PHONE, profile="x" * 60, id="y" * 60)]))
    lines = captured.get().splitlines()
    assert all(line.startswith(("2018-04-19 ", " " * 11)) for line in lines[1:]), "days are not folded"
    reported = captured.get()
    assert (reported.count("x"), reported.count("y"), "…" in reported) == (60, 60, False)


@pytest.mark.parametrize("form", [shown, report.markdown])
def test_what_a_page_says_is_text_and_nothing_else(form) -> None:
    reported = form([EVIL])
    assert "\x1b" not in reported
    assert "\x00" not in reported
    assert "…" in reported
    if form is report.markdown:
        assert r"\<<del>b</del><ins>script</ins>\>" in reported
        assert r"ca \| \<b\>" in reported
        assert r"\[x\](" in reported
        assert len(reported.splitlines()) == 3


def test_an_incident_is_a_paragraph_with_its_days_and_what_was_said_as_text() -> None:
    over = Incident(IncidentKind.BLOCKED, "http://x.invalid/a", "\x1b[31ma\nchallenge", "2018-04-12T10:00:00Z",
                   "2018-04-13T10:00:00Z", "2018-04-14T10:00:00Z")  # fmt: skip
    standing = replace(over, kind=IncidentKind.GATE, subject="db/jsiq.db", ended_at=None)
    subject, said, times = report.incident(over).splitlines()
    assert (subject, times) == (
        "blocked http://x.invalid/a",
        "  since 2018-04-12, last seen 2018-04-13, over 2018-04-14",
    )
    assert said.endswith("a challenge")
    assert "\x1b" not in said
    assert report.incident(standing).splitlines()[0] == "gate db/jsiq.db"
    assert report.incident(standing).endswith("  since 2018-04-12, last seen 2018-04-13")


def test_an_incident_is_folded_between_words_and_its_address_is_whole() -> None:
    address = f"http://x.invalid/{'a' * 60}"
    one = Incident(IncidentKind.UNREACHABLE, address, "word " * 20, "2018-04-12T10:00:00Z", "2018-04-12T10:00:00Z")
    first, *others = report.incident(one, 40).splitlines()
    assert first == f"unreachable {address}"
    assert max(map(len, others)) <= 40
    assert " ".join(" ".join(others).split()).startswith("word " * 20)


def test_of_a_long_text_the_words_that_changed_are_shown_with_a_few_around_them() -> None:
    words = "Beratung[-.-] {+:+} Viele Worte, die blieben. … Worte, die blieben. Bis [-26-] {+27+} Jahre{+.+}"
    assert " ".join(shown([TEXT]).split()).endswith(f"services changed: {words}")
    assert "Beratung<del>.</del> <ins>:</ins> Viele Worte" in report.markdown([TEXT])
    assert TEXT.public()["difference"] == [
        {"equal": "Beratung"}, {"removed": ". "}, {"added": ": "},
        {"equal": "Viele Worte, die blieben. … Worte, die blieben. Bis "},
        {"removed": "26 "}, {"added": "27 "}, {"equal": "Jahre"}, {"added": "."},
    ]  # fmt: skip


def test_markdown_names_municipality_and_title_and_links_to_page_and_row() -> None:
    *_, line = report.markdown([TEXT], "https://data.example/").splitlines()
    day, municipality, record, _, see = line.strip("| ").split(" | ")
    assert (day, municipality, record) == ("2018-04-19", "Kreis Düren", "project “Am Turm”")
    assert see == "[page](http://jsiq.example/d%C3%BCren?a=%281%29), [row](https://data.example/jsiq/change/e4)"


def test_incidents_are_a_table_in_markdown() -> None:
    one = Incident(IncidentKind.GATE, "db/jsiq_x.db", "fewer | less", "2018-04-12T10:00:00Z", "2018-04-13T10:00:00Z")
    assert report.incidents_as_markdown([one]).splitlines()[2:] == [
        r"| 2018-04-12 | 2018-04-13 |  | gate | db/jsiq\_x.db | fewer \| less |"
    ]
    assert report.incidents_as_markdown([]) == "No incidents."


def test_markdown_of_no_changes_says_so() -> None:
    assert report.markdown([]) == "No changes."


def test_the_feed_is_valid_newest_first_and_the_same_every_time() -> None:
    reported = feed.atom([PHONE, GONE, EVIL])
    root = ElementTree.fromstring(reported)
    assert root.findtext(f"{ATOM}updated") == EVIL.seen_at
    updated = [entry.findtext(f"{ATOM}updated") for entry in root.findall(f"{ATOM}entry")]
    assert updated == [EVIL.seen_at, GONE.seen_at, PHONE.seen_at]
    assert feed.atom([PHONE, GONE, EVIL]) == reported


@pytest.mark.parametrize(("base_url", "links"), [
    (None, [("alternate", "http://jsiq.example/d%C3%BCren?a=%281%29")]),
    ("https://data.example", [("alternate", "https://data.example/jsiq/change/e4"),
                              ("via", "http://jsiq.example/d%C3%BCren?a=%281%29")]),
])  # fmt: skip
def test_an_entry_names_municipality_and_title_and_links_to_page_and_row(base_url: str | None, links) -> None:
    (entry,) = ElementTree.fromstring(feed.atom([TEXT], base_url)).findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Kreis Düren: project “Am Turm”: services changed"
    assert [(one.get("rel"), one.get("href")) for one in entry.findall(f"{ATOM}link")] == links
    content = entry.find(f"{ATOM}content/{XHTML}div")
    assert content is not None
    assert [one.text for one in content.iter(f"{XHTML}del")] == [".", "26"]
    assert [one.text for one in content.iter(f"{XHTML}ins")] == [":", "27", "."]
    assert [one.get("href") for one in content.iter(f"{XHTML}a")] == [address for _, address in reversed(links)]


def test_an_entry_of_the_feed_keeps_its_id_when_others_come() -> None:
    (alone,) = ElementTree.fromstring(feed.atom([PHONE])).findall(f"{ATOM}entry")
    among = ElementTree.fromstring(feed.atom([PHONE, GONE, EVIL])).findall(f"{ATOM}entry")
    ids = [entry.findtext(f"{ATOM}id") for entry in among]
    assert len(set(ids)) == 3
    assert alone.findtext(f"{ATOM}id") == ids[2]
    assert alone.findtext(f"{ATOM}id") == "urn:uuid:d37fbd8d-ca0c-545d-bac4-4ce7656da3c6", "readers saw this id already"


def test_an_empty_feed_does_not_depend_on_the_clock() -> None:
    assert feed.atom([]) == feed.atom([])
    assert ElementTree.fromstring(feed.atom([])).findtext(f"{ATOM}updated") == "2015-01-01T00:00:00Z"


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        ("2018-04-12", "2018-04-12T00:00:00Z"),
        ("2018-04-12T10:00", "2018-04-12T10:00:00Z"),
        ("2018-04-12T01:30+02:00", "2018-04-11T23:30:00Z"),
        ("2018-04-12T10:00:00Z", "2018-04-12T10:00:00Z"),
        ("12.04.2018", "2018-04-12T00:00:00Z"),
        ("1.4.2018", "2018-04-01T00:00:00Z"),
        ("12. 04. 2018 10:00", "2018-04-12T10:00:00Z"),
        ("20180412101112", "2018-04-12T10:11:12Z"),
    ],
)
def test_days_and_moments_are_read_as_utc_unless_they_say_otherwise(text: str, reported: str) -> None:
    assert moment(text) == reported


@pytest.mark.parametrize(
    "text", ["yesterday", "12.04.18", "04/12/2018", "", "0001-01-01T00:00+23:00", "2018-04-12T25:00", "12.04.20180"]
)
def test_what_is_no_day_and_no_run_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match=r"--since: .* is neither a day \(2018-04-12, 12.04.2018\) nor a moment"):
        moment(text)


@pytest.mark.parametrize("text", ["2018-02-30", "31.02.2018", "29.2.2018", "12.13.2018", "2018-00-01"])
def test_a_day_that_no_calendar_has_is_refused_as_that(text: str) -> None:
    with pytest.raises(UsageError, match=f"--since: there is no day {text} in the calendar"):
        moment(text)


@pytest.mark.parametrize(("text", "hours"), [("90m", 1.5), ("36h", 36), ("8d", 192), ("2w", 336), ("0d", 0)])
def test_an_age_is_read_in_its_unit(text: str, hours: float) -> None:
    assert duration(text) == timedelta(hours=hours)


@pytest.mark.parametrize("text", ["8", "d", "-1d", "8 d", "1y", "9999999d", "٣d"])
def test_an_age_without_a_unit_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="--max-age"):
        duration(text)


@pytest.mark.parametrize(
    ("age", "reported"),
    [
        (timedelta(seconds=5), "a moment"),
        (timedelta(seconds=80), "a minute"),
        (timedelta(minutes=119), "119 minutes"),
        (timedelta(hours=47), "47 hours"),
        (timedelta(days=8, hours=3), "8 days"),
    ],
)
def test_an_age_is_given_in_its_largest_useful_unit(age: timedelta, reported: str) -> None:
    assert spoken(age) == reported


def test_pages_are_counted_by_state_the_most_frequent_first() -> None:
    roster = tuple(Entry(f"u{number}", state, None, None) for number, state in enumerate(["gone", "read", "read"]))
    known = State(1, 2, 3, 4, "run", "2018-04-12T10:00:00Z", roster)
    assert list(known.pages.items()) == [("read", 2), ("gone", 1)]
    assert known.age(datetime(2018, 4, 13, 10, tzinfo=UTC)) == timedelta(days=1)
    assert State(0, 0, 0, 0, None, None, ()).age(datetime(2018, 4, 13, tzinfo=UTC)) is None
