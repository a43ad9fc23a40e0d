"""P11: each known value that comes, goes or alters is an event; an unknown label may come and go with its markup."""

import json
import random
import re
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from captures_and_pages import Store, World, reading
from hypothesis import given, settings
from hypothesis import strategies as st

import jsiq_scrape.demo
from jsiq_scrape.clock import StandingClock
from jsiq_scrape.database import build
from jsiq_scrape.demo.server import serve
from jsiq_scrape.demo.site import Response
from jsiq_scrape.fetch import sources
from jsiq_scrape.fetch.live import collect
from jsiq_scrape.monitor.change_log import changes
from jsiq_scrape.readings.comparable import Part, same, shown
from jsiq_scrape.records import Claim, Contact, Extra, FundingArea, Outcome, Profile, Project, Reading
from jsiq_scrape.workspace import Workspace

TEXTS = st.none() | st.lists(st.sampled_from(("ja", "nein", "am Abend", "2015", "Kurs", "Straße 3"))).map(
    lambda words: " ".join(words) or None
)
ANSWERS = st.sampled_from((True, False, None))
DAYS = st.sampled_from((date(2015, 1, 1), date(2018, 12, 31), None))
NUMBERS = st.sampled_from((None, "+49381177701", "+493811777012"))
LINES = st.lists(st.none() | TEXTS.map(lambda text: text or ""), max_size=6)
PATH = "/details/musterau.html"


def projects(title: str) -> st.SearchStrategy[Project]:
    """A project of that title that says anything else."""
    return st.builds(
        Project,
        title=st.just(title),
        institutions=TEXTS.map(lambda text: tuple(text.split()) if text else ()),
        period_start=DAYS,
        period_end=DAYS,
        period_precision=st.sampled_from(("day", "year", None)),
        target_group=TEXTS,
        services=TEXTS,
        case_management=ANSWERS,
        counselling=ANSWERS,
        outreach=ANSWERS,
        extras=st.lists(st.builds(Extra, label=st.sampled_from(("Kurs", "Angebote")), text=TEXTS.map(str))).map(tuple),
    )


#: Mail addresses with a picture in place of the @, which nobody can read.
HIDDEN = st.sampled_from((None, "wer [Bild] musterau.example", "was [Bild] musterau.example")).map(
    lambda text: (
        Claim(field="contacts[0].email", label=None, text=text, lines=(1, 1), path="", outcome=Outcome.NOT_UNDERSTOOD)
        if text
        else None
    )
)
READINGS = st.builds(
    lambda office, contact, area, first, second, extras, hidden: reading(
        profile=office,
        contacts=(contact,),
        funding_areas=(area,),
        projects=(first, second),
        extras=extras,
        claims=(hidden,) if hidden and contact.email is None else (),
    ),
    st.builds(
        Profile,
        office=TEXTS,
        municipality=st.sampled_from(("Landkreis Musterau", None)),
        street=TEXTS,
        postal_code=st.sampled_from(("19999", "2015", None)),
        city=TEXTS,
        state=st.sampled_from(("Sachsen", None)),
        soziale_stadt=ANSWERS,
        areas_text=TEXTS,
    ),
    st.builds(
        Contact,
        name=st.just("Ole Muster"),
        email=st.sampled_from(("ole@musterau.example", "o.muster@musterau.example", None)),
        phone=NUMBERS,
        fax=NUMBERS,
        mobile=NUMBERS,
        website=st.sampled_from(("http://musterau.example", None)),
    ),
    st.builds(FundingArea, number=st.sampled_from((1, 2, None)), name=st.just("Mitte"), description=TEXTS),
    projects("Wegweiser"),
    projects("Brückenbau"),
    st.just(()) | TEXTS.map(lambda text: (Extra(label="Kurs", text=text or ""),)),
    HIDDEN,
)


def known_values(page: Reading) -> dict[tuple[str, object, str], str | None]:
    """Each known field of each entry, lists sorted."""
    assert page.profile is not None
    entries = [("profile", None, page.profile), ("contact", None, page.contacts[0])]
    entries += [("funding_area", None, page.funding_areas[0])]
    entries += [("project", one.title, one) for one in page.projects]  # type: ignore[list-item]
    return {
        (entity, title, name): shown(tuple(sorted(value)) if isinstance(value, tuple) else value)
        for entity, title, entry in entries
        for name, value in entry
        if name != "extras"
    }


@dataclass
class AnyLines:
    """Pages with these lines, whatever was read from them."""

    sides: list[list[str | None]]
    held: dict[str, list[str | None]] = field(default_factory=dict)

    def free_lines(self, body: str) -> list[str | None]:
        return self.held.setdefault(body, self.sides[len(self.held) % 2])


@given(READINGS, READINGS, LINES, LINES)
@settings(max_examples=300)
def test_a_known_value_that_differs_is_an_event_and_no_other_whatever_the_lines_say(
    one: Reading, other: Reading, before: list[str | None], after: list[str | None]
) -> None:
    world = World()
    world.show(0, one)
    world.show(7, other)
    (office,) = world.offices(pages=AnyLines([before, after]))
    events_found = {
        (event.timeline.entity, event.timeline.latest.part.values.get("title"), event.field): (
            shown(event.old),
            shown(event.new),
        )
        for event in office.timelines.events
        if event.field is None or not event.field.startswith("extras[")
    }
    old, new = known_values(one), known_values(other)
    assert events_found == {name: (old[name], new[name]) for name in old if old[name] != new[name]}


def page(
    *,
    phone: str = "0381/177701",
    period: str = "01.01.2015 - 31.12.2018",
    answer: str = "ja",
    first: str = "",
    second: str = "",
) -> bytes:
    """A profile page with two projects; `first` and `second` stand at their ends."""
    return f"""<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>Musterau</title></head><body><main>
<h1>Koordinierungsstelle Landkreis Musterau</h1>
<h2>Kontakt</h2><p>Landkreis Musterau<br>Fachdienst Jugend<br>Weg 1<br>52351 Musterau<br>Nordrhein-Westfalen</p>
<h3>Ansprechperson</h3><p>jugend(at)musterau.example<br>Telefonnummer {phone}</p>
<h2>Fördergebiete</h2><p>Das Gebiet um den Markt.</p>
<h2>Projekte</h2><h3>Wegweiser</h3>
<dl><dt>Zeitraum:</dt><dd>{period}</dd><dt>Zielgruppe:</dt><dd>Junge Menschen</dd>
<dt>Casemanagement:</dt><dd>{answer}</dd></dl>{first}
<h3>Brückenbau</h3>
<dl><dt>Zeitraum:</dt><dd>2016</dd><dt>Zielgruppe:</dt><dd>Alle im Ort</dd>
<dt>Casemanagement:</dt><dd>nein</dd></dl>{second}</main></body></html>""".encode()


def events_found(store: Store, *bodies: bytes | Response) -> list[tuple[str | None, str | None, str | None]]:
    """Field, old and new value of each change between these captures of one page."""
    for number, body in enumerate(bodies):
        store.collect(7 * number, {PATH: body})
    return sorted(((one.field, one.old, one.new) for one in changes(build(store.workspace).path)), key=str)


PERIOD = [("period_end", "2018-12-31"), ("period_precision", "day"), ("period_start", "2015-01-01")]
LOST = {
    "a phone number": (page(phone="0381/177701-20-30-4050607"), [("phone", "+49381177701")]),
    "a period before a question": (page(period="01.01.2015 - 31.12.2018 oder länger?"), PERIOD),
    "a period before a mark": (page(period="01.01.2015 - 31.12.2018 (?)"), PERIOD),
    "an answer before its contrary": (page(answer="ja/nein"), [("case_management", "true")]),
    "an answer inside a word": (page(answer="jawohl"), [("case_management", "true")]),
}


@pytest.mark.parametrize("name", LOST)
def test_a_value_that_is_no_longer_understood_is_reported_though_its_words_still_stand_there(
    store: Store, name: str
) -> None:
    body, values = LOST[name]
    assert events_found(store, page(), body) == [(column, value, None) for column, value in values]


@pytest.mark.parametrize("name", LOST)
def test_a_value_that_is_understood_at_last_is_reported_though_its_words_stood_there(store: Store, name: str) -> None:
    body, values = LOST[name]
    assert events_found(store, body, page()) == [(column, None, value) for column, value in values]


def test_a_value_under_a_label_that_nobody_knows_any_more_is_reported_as_lost(store: Store) -> None:
    respelled = page().replace(b"Casemanagement:", b"Fallarbeit:")
    assert events_found(store, page(), respelled) == [
        ("case_management", "false", None),
        ("case_management", "true", None),
        ("extras[Fallarbeit]", None, "ja"),
        ("extras[Fallarbeit]", None, "nein"),
    ]


MARKED = "<dl><dt>Kooperation:</dt><dd>Jobcenter und Polizei</dd></dl>"
PLAIN = "<p>Kooperation Jobcenter und Polizei</p>"
APART = "<p>Kooperation</p><p>Jobcenter und Polizei</p>"


@pytest.mark.parametrize("plain", [PLAIN, APART])
def test_an_unknown_label_comes_and_goes_with_its_markup(store: Store, plain: str) -> None:
    marked, bare = page(first=MARKED), page(first=plain)
    assert events_found(store, marked, bare, marked) == []
    with closing(sqlite3.connect(store.workspace.database)) as connection:
        versions = connection.execute("SELECT version, extras FROM project_version WHERE project LIKE '%wegweiser'")
        extra = json.dumps([["Kooperation", "Jobcenter und Polizei"]])
        assert sorted(versions) == [(1, extra), (2, "[]"), (3, extra)]
        times = connection.execute("SELECT first_seen, last_changed FROM project WHERE id LIKE '%wegweiser'").fetchone()
        assert times == ("2018-01-01T10:00:00Z", None)


def test_a_number_of_unknown_labels_come_with_their_markup_and_one_of_them_is_new(store: Store) -> None:
    marked = page(first=MARKED.replace("</dl>", "<dt>Sprachkurse:</dt><dd>drei</dd></dl>"), second=MARKED)
    assert events_found(store, page(first=PLAIN, second=PLAIN), marked) == [("extras[Sprachkurse]", None, "drei")]


REAL = {
    "gone": (MARKED, "", "", "", [("Jobcenter und Polizei", None)]),
    "gone, and its words are a part of a line": (
        MARKED,
        "",
        "<p>Neue Kooperation Jobcenter und Polizei</p>",
        "",
        [("Jobcenter und Polizei", None)],
    ),
    "gone, and its words stood there anyway": (MARKED + PLAIN, "", PLAIN, "", [("Jobcenter und Polizei", None)]),
    "gone twice, and one of them in plain words": (
        MARKED,
        MARKED,
        PLAIN,
        "",
        [("Jobcenter und Polizei", None), ("Jobcenter und Polizei", None)],
    ),
    "moved to another project": (
        MARKED,
        "",
        "",
        MARKED,
        [("Jobcenter und Polizei", None), (None, "Jobcenter und Polizei")],
    ),
    "one word more": (
        MARKED,
        "",
        MARKED.replace("Polizei", "Schule"),
        "",
        [("Jobcenter und Polizei", "Jobcenter und Schule")],
    ),
}


@pytest.mark.parametrize("name", REAL)
def test_an_unknown_label_whose_words_came_or_went_is_reported(store: Store, name: str) -> None:
    *parts, values = REAL[name]
    before, after = page(first=parts[0], second=parts[1]), page(first=parts[2], second=parts[3])
    assert events_found(store, before, after) == sorted((("extras[Kooperation]", *each) for each in values), key=str)


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Both editions of the demo site, a week apart: other markup, other spellings, and the planned changes."""
    workspace = Workspace(tmp_path_factory.mktemp("collected"))
    workspace.parsers.mkdir()
    text = Path(jsiq_scrape.demo.__file__).with_name("sources.toml").read_text(encoding="utf-8")
    text = text.replace("attempts = 2", "attempts = 1").replace("threads = 1", "threads = 4")
    for edition in (1, 2):
        with serve(edition) as site:
            address = f'connect_to = {{ "www.programm.invalid:80" = "127.0.0.1:{site.port}" }}\n'
            (workspace.parsers / "sources.toml").write_text(text + address, encoding="utf-8")
            known = sources.load_sources(workspace.resource("sources.toml"))
            clock = StandingClock(datetime(2018, 4, 12, 10, tzinfo=UTC) + (edition - 1) * timedelta(days=7))
            collect(workspace, known.named("demo"), clock, settings=known.client)
    return workspace


ENTITIES: dict[str, type[Profile | Contact | FundingArea | Project]] = {
    "profile": Profile, "contact": Contact, "funding_area": FundingArea, "project": Project,
}  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.few(1)
def test_a_vocabulary_that_lacks_some_spellings_reports_each_known_value_that_it_loses(
    collected: Workspace, seed: int
) -> None:
    chance = random.Random(seed)

    def drawn(found: re.Match[str]) -> str:
        kept = [word for word in re.findall(r'"[^"]*"|\'[^\']*\'', found[2]) if chance.random() < 0.7]
        return f"{found[1]}[{', '.join(kept)}]" if kept else found[0]

    whole = (Path(jsiq_scrape.demo.__file__).parents[2] / "parsers" / "office_page.toml").read_text(encoding="utf-8")
    poorer = re.sub(r"(\[fields\.\w+\]\n(?:\w+ = (?!\[).*\n)*labels = )\[([^\]]*)\]", drawn, whole)
    assert poorer != whole
    (collected.parsers / "office_page.toml").write_text(poorer, encoding="utf-8")
    found = changes(build(collected, collected.root / f"{seed}.db").path)
    reported = Counter((one.entity, one.id, one.field) for one in found if one.field and "extras[" not in one.field)
    differing = Counter[tuple[str, str, str]]()
    with closing(sqlite3.connect(collected.root / f"{seed}.db")) as connection:
        connection.row_factory = sqlite3.Row
        for entity, record in ENTITIES.items():
            last: dict[str, Part] = {}
            for row in connection.execute(f"SELECT * FROM {entity}_version ORDER BY version"):
                values = {name: row[name] for name in record.model_fields if name != "extras"}
                if entity == "project":
                    values["institutions"] = json.loads(row["institutions"])
                part = Part(record.model_validate(values), "", 1)
                before = last.get(row[entity], part)
                last[row[entity]] = part
                for name in values:
                    differing[entity, row[entity], name] += not same(before.forms[name], part.forms[name])
    assert +differing == reported
    assert reported
