"""A static site of the dataset in German: pages that open from a folder and that any static host can serve."""

import json
import sqlite3
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from jsiq_scrape.database import build
from jsiq_scrape.database.demo_data import NOTE, is_demo
from jsiq_scrape.errors import SnapshotError
from jsiq_scrape.explore.value_evidence import ANSWERS, Entry, Row, Source, SourceCapture, Value, entry, rows
from jsiq_scrape.explore.web.germany import draw
from jsiq_scrape.explore.web.language import day, head, shown
from jsiq_scrape.explore.word_diff import Passage, has_common_words, word_diff
from jsiq_scrape.history.slugs import LAND, UNKNOWN_LAND, land_of
from jsiq_scrape.parse.labels import vocabulary
from jsiq_scrape.places.gazetteer import STATES
from jsiq_scrape.programme import programme
from jsiq_scrape.release import dataset as datasets
from jsiq_scrape.release.dataset import Dataset
from jsiq_scrape.release.formats.datapackage import MADE_BY
from jsiq_scrape.release.output_folder import check_place, replacing
from jsiq_scrape.tables import Column, Kind, table
from jsiq_scrape.tables.connection import connect
from jsiq_scrape.templates import environment
from jsiq_scrape.workspace import Workspace

#: By this file a folder is known as a site of this program.
ABOUT = "about.json"
STATIC = ("site.css", "search.js")
#: What a card shows apart from its list of facts.
_TITLES = frozenset({"title", "name", "number", "municipality"})
_PERIOD = frozenset({"period_start", "period_end", "period_precision"})
#: Known from the place, not from the page; the map shows it.
_POINT = frozenset({"latitude", "longitude", "matched_by"})
_LANDS = {LAND[number]: name for number, name in STATES.items()} | {UNKNOWN_LAND: "Land nicht bekannt"}
_NO_NAME = "ohne Namen"
_MAP = """SELECT id AS profile, municipality AS kommune, state AS land, projects AS projekte, latitude, longitude
    FROM profile_overview WHERE latitude IS NOT NULL ORDER BY id"""
_CAPTURES = """SELECT capture.captured_at, capture.counted, page.url, capture.archive_url
    FROM capture JOIN page ON page.id = coalesce(capture.final_page, capture.page)
    WHERE capture.profile = ? AND capture.counted IS NOT NULL ORDER BY capture.captured_at, capture.id"""
_PROFILES = """
    SELECT id, coalesce(municipality, office, id) AS title, state, ags, first_seen, last_verified, removed_at,
    earlier_profile FROM profile ORDER BY id"""
_CHANGES = """
    SELECT profile, coalesce(municipality, profile) AS municipality, entity, kind, field, old, new, not_before,
        seen_at, CASE entity WHEN 'funding_area' THEN (SELECT name FROM funding_area WHERE id = change_detail.id)
            ELSE title END AS title
    FROM change_detail ORDER BY seen_at DESC, profile, entity, id, field, event"""


@dataclass(frozen=True, slots=True)
class Published:
    """What was written."""

    folder: Path
    files: int
    profiles: int
    demo: bool


@dataclass(frozen=True, slots=True)
class Fact:
    """A value under its German label, and the words on the page that it was read from."""

    label: str
    text: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """An entry as its page shows it."""

    entity: str
    id: str
    title: str
    period: Fact | None
    answers: tuple[Fact, ...]
    facts: tuple[Fact, ...]
    removed_at: str | None
    capture: SourceCapture

    @property
    def proven(self) -> tuple[Fact, ...]:
        """What has a place on the page."""
        period = () if self.period is None else (self.period,)
        return tuple(fact for fact in (*period, *self.answers, *self.facts) if fact.sources)


@dataclass(frozen=True, slots=True)
class Change:
    """One change, and its values in words."""

    row: Row
    field: str | None
    old: str
    new: str
    passages: Sequence[Passage]  # empty where a value gave way to an altogether different one


@dataclass(frozen=True, slots=True)
class Profile:
    """All that the page of one office shows."""

    row: Row
    land: str
    office: Card
    projects: tuple[Card, ...]
    areas: tuple[Card, ...]
    contacts: tuple[Card, ...]
    changes: tuple[Change, ...]
    captures: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Land:
    """The offices of one Land."""

    code: str
    name: str
    profiles: tuple[Profile, ...]

    def yes(self, label: str) -> int:
        """How many of its projects have a building block."""
        return sum(
            answer.label == label and answer.text == ANSWERS[1]
            for one in self.profiles
            for project in one.projects
            for answer in project.answers
        )


def write(
    workspace: Workspace,
    folder: Path,
    *,
    contacts: bool = False,
    force: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Published:
    """Build the dataset anew from the snapshots and write its pages to `folder`, which is wholly old or wholly new.

    Raises UsageError when something stands there already: an earlier site gives way with `force`, anything else never
    does.  Raises SnapshotError when the evidence is damaged.
    """
    check_place(folder, "site", "export --site", _is_site, force=force)
    described = datasets.load_dataset(datasets.file_of(workspace))
    with replacing(folder) as new, TemporaryDirectory(prefix="jsiq-scrape-") as made:
        report = build(workspace, Path(made) / "jsiq.db", progress=progress, contacts=contacts)
        if report.damages:
            raise SnapshotError(
                f"the evidence is damaged and was not published: {report.damages[0]} (jsiq-scrape verify)"
            )
        with closing(connect(report.path)) as connection:
            written = write_pages(connection, new, described, contacts=contacts)
            demo = is_demo(connection)
    return Published(folder, sum(1 for path in folder.rglob("*") if path.is_file()), written, demo)


def _is_site(folder: Path) -> bool:
    try:
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(about, dict) and about.get("made_by") == MADE_BY


def write_pages(connection: sqlite3.Connection, folder: Path, described: Dataset, *, contacts: bool) -> int:
    """The pages of one database, the same bytes each time; gives the number of profiles.

    With `contacts` the pages of the profiles show the contacts that the database holds; the search never does.
    """
    demo = is_demo(connection)
    made = environment("jsiq_scrape.release.formats")
    made.filters |= {"day": day, "moment": moment}
    note = NOTE.partition(" | ")[0] if demo else None
    made.globals |= {"demo": note, "dataset": described, "contacts": contacts, "shown": shown}
    made.globals["programme"] = programme()
    changes = tuple(_changes(connection, contacts=contacts))
    lands = _lands(connection, changes, contacts=contacts)
    profiles = [one for land in lands for one in land.profiles]
    seen = [one["captured_at"] for profile in profiles for one in profile.captures]
    made.globals |= {"first": min(seen, default=None), "last": max(seen, default=None)}

    def render(name: str, template: str, root: str, **values: object) -> None:
        text = made.get_template(template).render(root=root, **values)
        (folder / name).write_text(text, encoding="utf-8", newline="\n")

    blocks = [column for column in table("project").columns if column.kind is Kind.BOOLEAN]
    render(
        "index.html",
        "index.html",
        "",
        lands=lands,
        profiles=profiles,
        changes=changes,
        blocks=[label(one) for one in blocks],
        projects=[card for one in profiles for card in one.projects],
        years=sorted(Counter(moment[:4] for moment in seen).items()),
    )
    render("aenderungen.html", "changes.html", "", changes=changes)
    render("karte.html", "map.html", "", map=draw(connection, _MAP), profiles=profiles)
    render("suche.html", "search.html", "")
    (folder / "profile").mkdir()
    for one in profiles:
        render(f"profile/{one.row['id']}.html", "profile.html", "../", profile=one)
    entries = json.dumps(list(_entries(profiles)), separators=(",", ":"))
    (folder / "search-index.js").write_text(f"const ENTRIES = {entries};\n", encoding="utf-8", newline="\n")
    for name in STATIC:
        source = files("jsiq_scrape.release.formats").joinpath("templates", name)
        (folder / name).write_bytes(source.read_bytes())
    about = {
        "made_by": MADE_BY,
        "contacts": contacts,
        "demo": demo,
        "built_with": dict(connection.execute("SELECT key, value FROM build ORDER BY key")),
    }
    (folder / ABOUT).write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8", newline="\n")
    return len(profiles)


def _lands(connection: sqlite3.Connection, changes: tuple[Change, ...], *, contacts: bool) -> list[Land]:
    found: dict[str, list[Profile]] = {}
    for row in rows(connection, _PROFILES):
        code = land_of(row["state"], row["ags"])
        found.setdefault(code, []).append(_profile(connection, row, _LANDS[code], changes, contacts=contacts))
    lands = [
        Land(code, _LANDS[code], tuple(sorted(profiles, key=lambda one: (_sorted_as(one.row["title"]), one.row["id"]))))
        for code, profiles in found.items()
    ]
    return sorted(lands, key=lambda land: (land.code == UNKNOWN_LAND, _sorted_as(land.name)))


def _profile(
    connection: sqlite3.Connection, row: Row, land: str, changes: tuple[Change, ...], *, contacts: bool
) -> Profile:
    key = row["id"]
    return Profile(
        row,
        land,
        _card(entry(connection, "profile", key), row["removed_at"]),
        tuple(_cards(connection, "project", key)),
        tuple(_cards(connection, "funding_area", key)),
        tuple(_cards(connection, "contact", key)) if contacts else (),
        tuple(change for change in changes if change.row["profile"] == key),
        tuple(rows(connection, _CAPTURES, (key,))),
    )


def _cards(connection: sqlite3.Connection, entity: str, profile: str) -> Iterator[Card]:
    """The entries of a profile: those that are there as the page has them, then those that are not."""
    found = connection.execute(
        f'SELECT id, removed_at FROM "{entity}" WHERE profile = ? ORDER BY removed_at IS NOT NULL, position, id',  # noqa: S608
        (profile,),
    )
    for key, removed_at in found.fetchall():
        yield _card(entry(connection, entity, key), removed_at)


def _card(shown: Entry, removed_at: str | None) -> Card:
    values = {one.column.name: one for one in shown.values}
    facts = [one for one in shown.values if one.column.name not in _TITLES | _PERIOD | _POINT]
    name = next((values[one].value for one in ("title", "name", "municipality") if one in values), None)
    number = values["number"].value if "number" in values else None
    title = str(name or _NO_NAME)
    return Card(
        shown.entity,
        shown.id,
        f"{number}. {title}" if number else title,
        Fact("Zeitraum", _period(values), values["period_precision"].sources) if "period_start" in values else None,
        tuple(Fact(label(one.column), one.shown, one.sources) for one in facts if one.column.kind is Kind.BOOLEAN),
        tuple(fact for one in facts if one.column.kind is not Kind.BOOLEAN for fact in _facts(one)),
        removed_at,
        shown.capture,
    )


def _facts(value: Value) -> Iterator[Fact]:
    """A value as facts: each unknown label is one of its own."""
    if value.value is None:
        return
    if value.column.name == "extras":
        for name, text in json.loads(str(value.value)):
            yield Fact(name, text, tuple(source for source in value.sources if source.label == name))
    elif value.shown:
        yield Fact(label(value.column), value.shown, value.sources)


def _period(values: Mapping[str, Value]) -> str:
    begin, end, precision = (values[name].value for name in ("period_start", "period_end", "period_precision"))
    since, until = (_rounded(one, precision) for one in (begin, end))
    if since and until:
        return since if since == until else f"{since} bis {until}"
    if since:
        return f"ab {since}, Ende unbekannt"
    return f"bis {until}, Beginn unbekannt" if until else "Zeitraum unbekannt"


def _rounded(text: object, precision: object) -> str | None:
    """A day as precise as the page says it."""
    if text is None:
        return None
    return {"year": str(text)[:4], "month": f"{str(text)[5:7]}/{str(text)[:4]}"}.get(str(precision), day(str(text)))


def _changes(connection: sqlite3.Connection, *, contacts: bool) -> Iterator[Change]:
    for row in rows(connection, _CHANGES):
        if row["entity"] == "contact" and not contacts:
            continue
        field = row["field"]
        old, new = (ANSWERS[None] if text is None else shown("old", text, field) for text in (row["old"], row["new"]))
        passages = word_diff(old, new) if row["old"] and row["new"] else []
        called = field and head(field.removeprefix("extras[").removesuffix("]"), None)
        yield Change(row, called, old, new, passages if has_common_words(passages) else ())


def _entries(profiles: list[Profile]) -> Iterator[dict[str, str]]:
    """What the search finds: offices with their areas, and projects; never contacts."""
    for one in profiles:
        areas = [f"{area.title}\n{_text(area)}" for area in one.areas]
        title, address = one.row["title"], f"profile/{one.row['id']}.html"
        text = "\n".join([one.land, _text(one.office), *areas])
        yield _entry("Koordinierungsstelle", title, title, address, text)
        for project in one.projects:
            yield _entry("Projekt", project.title, title, f"{address}#{project.id}", _text(project))


def _entry(kind: str, title: str, municipality: str, address: str, text: str) -> dict[str, str]:
    facts = {"kind": kind, "title": title, "municipality": municipality, "address": address, "text": text}
    return {name: unicodedata.normalize("NFC", value) for name, value in facts.items()}


def _text(card: Card) -> str:
    """A card as lines; a building block that it has in all of its spellings."""
    yes = [one.label for one in card.answers if one.text == ANSWERS[1]]
    named = [one for one in table(card.entity).columns if one.kind is Kind.BOOLEAN and label(one) in yes]
    spellings = vocabulary.load_vocabulary().spellings
    others = [[name for group in one.labels for name in spellings[group] if name != label(one)] for one in named]
    blocks = [f"{label(one)} ({', '.join(names)})" for one, names in zip(named, others, strict=True)]
    return "\n".join([*(f"{fact.label}: {fact.text}" for fact in card.facts), *blocks])


def label(column: Column) -> str:
    """The German head of a column, as Datasette's pages have it."""
    return head(column.name, column)


def moment(text: str) -> str:
    """2018-04-12T10:00:00Z as 12.04.2018, 10:00 Uhr (UTC)."""
    return f"{day(text)}, {text[11:16]} Uhr (UTC)"


def _sorted_as(text: str) -> str:
    """German order: umlauts stand with their vowels."""
    return unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
