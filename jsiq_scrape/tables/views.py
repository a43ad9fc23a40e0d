"""The views of the database, described like tables; their SQL stands in database/views.sql."""

from dataclasses import replace

from jsiq_scrape.records import NOT_SAID, FieldKind, Place, Profile, Project, fields_of, names_of
from jsiq_scrape.tables.current import PROFILE, SEEN
from jsiq_scrape.tables.history import HISTORY
from jsiq_scrape.tables.model import Column, Kind, Table, answers_of, columns_of, integer, moment, real

ANSWERS = ("ja", "nein", "keine Angabe")


def _readable(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """The same columns with answers in words where they are yes or no."""
    return tuple(
        replace(column, kind=Kind.TEXT, null=None, allowed=ANSWERS) if column.kind is Kind.BOOLEAN else column
        for column in columns
    )


#: The texts of each table that are searched, columns of its view of texts; contacts are left out on purpose.
SEARCH = {
    "profile": (*names_of(Profile, FieldKind.NAME), "address", "areas"),
    "project": (
        "municipality",
        *names_of(Project, FieldKind.NAME, FieldKind.INSTITUTIONS, FieldKind.TEXT),
        "extras",
        "blocks",
    ),
}

_ROW = integer("row", "Zeilennummer für die Volltextsuche", "row number for full-text search")
#: What a table for analysts shows of an office: all but its prose, the best known name first.
OFFICE = sorted(
    _readable(
        tuple(column for column in columns_of(Profile) if fields_of(Profile)[column.name].kind is not FieldKind.TEXT)
    ),
    key=lambda column: column.name != "municipality",
)
POINT = tuple(column for column in columns_of(Place) if fields_of(Place)[column.name].kind is not FieldKind.METHOD)
#: What it shows of a project: short values, and its prose.
PROJECT_LONG = tuple(column for column in columns_of(Project) if column.name in names_of(Project, FieldKind.TEXT))
PROJECT_SHORT = tuple(column for column in columns_of(Project) if column not in PROJECT_LONG)
_SEEN = {column.name: column for column in SEEN}
_SEEN_LAST_FIRST = tuple(_SEEN[name] for name in ("last_verified", "removed_at", "last_changed", "first_seen"))
_JOINED_INSTITUTIONS = Column(
    "institutions",
    "umsetzende Institutionen, mit „; “ verbunden",
    "implementing institutions, joined by '; '",
    "the page names none",
    labels=("institutions",),
)
_TEXTS = {column.name: column for column in (*columns_of(Profile), *columns_of(Project))} | {
    "institutions": _JOINED_INSTITUTIONS,
    "areas": Column(
        "areas",
        "Text der Fördergebiete, mit ihren Namen und Beschreibungen",
        "text of the funding areas, with their names and descriptions",
        NOT_SAID,
        labels=("areas",),
    ),
    "extras": Column(
        "extras",
        "Angaben unter unbekannten Bezeichnungen, eine je Zeile",
        "values under unknown labels, one a line",
        "the page has none",
    ),
    "address": Column(
        "address",
        "Straße, Postleitzahl, Ort, Land und AGS",
        "street, postal code, town, Land and AGS",
        "the page names no address",
    ),
    "blocks": Column(
        "blocks",
        "Bausteine, die das Projekt anbietet, einer je Zeile",
        "building blocks that the project offers, one a line",
    ),
}
_SEARCHED = (
    Column("text", "alle diese Texte, einer je Absatz", "all these texts, one a paragraph"),
    Column(
        "spelled",
        "andere Schreibweisen der Wörter, für die Suche",
        "other spellings of the words, for the search",
        "always: they stand in the index alone",
    ),
)
_CHANGE = {column.name: column for table in HISTORY if table.name == "change" for column in table.columns}

VIEWS = (
    Table(
        "project_overview",
        "Projekte mit ihrer Kommune, flach, eine Zeile je Projekt; auch entfernte, mit removed_at",
        "projects with their municipality, flat, one row a project; those taken away stay, with removed_at",
        (
            OFFICE[0],
            *_readable(PROJECT_SHORT),
            _JOINED_INSTITUTIONS,
            *PROJECT_LONG,
            *_SEEN_LAST_FIRST,
            *OFFICE[1:],
            *POINT,
            Column("url", "Adresse der Seite", "address of the page"),
            Column("id", "Projekt", "project", references="project"),
            PROFILE,
            _ROW,
        ),
        ("id",),
        label="title",
        sort="id",
        facets=("state", *answers_of(Profile), *answers_of(Project)),
    ),
    Table(
        "profile_overview",
        "Koordinierungsstellen, flach, eine Zeile je Stelle, mit Punkt für die Karte; auch entfernte, mit removed_at",
        "coordination offices, flat, one row each, with a point for the map; those taken away stay, with removed_at",
        (
            *OFFICE,
            integer("projects", "Zahl der Projekte, die zuletzt da waren", "number of projects last seen"),
            integer(
                "funding_areas", "Zahl der Fördergebiete, die zuletzt da waren", "number of funding areas last seen"
            ),
            *_SEEN_LAST_FIRST,
            *POINT,
            Column("url", "Adresse der Seite", "address of the page"),
            Column("id", "Profil", "profile", references="profile"),
            _ROW,
        ),
        ("id",),
        label="municipality",
        sort="id",
        facets=("state", *answers_of(Profile)),
    ),
    Table(
        "change_detail",
        "Änderungen mit Kommune, Titel und den Adressen der beiden Aufnahmen",
        "changes with municipality, title and the addresses of both captures",
        (
            _CHANGE["seen_at"],
            Column("municipality", "Kommune", "municipality", "the page does not say it"),
            Column("title", "Titel des Projekts", "title of the project", "the entry is no project"),
            *(_CHANGE[name] for name in ("entity", "kind", "field", "old", "new", "not_before", "confirmed_at")),
            real(
                "days_between",
                "Tage zwischen den beiden Abrufen: so ungenau ist der Zeitpunkt",
                "days between the two captures: how uncertain the moment is",
                unit="day",
            ),
            Column("url_before", "Adresse der Aufnahme vorher", "address of the capture before"),
            Column("url", "Adresse der Aufnahme nachher", "address of the capture after"),
            *(_CHANGE[name] for name in ("id", "profile")),
            Column("event", "Schlüssel der Änderung", "key of the change", references="change"),
        ),
        ("event",),
        sort="seen_at",
        descending=True,
        facets=("entity", "kind", "field"),
        personal=True,
    ),
    Table(
        "project_year",
        "Projekte nach Jahr, eine Zeile je Projekt und Jahr seines Zeitraums; ist das Ende unbekannt, das des Beginns",
        "projects by year, one row for each project and year of its period; where the end is unknown, the first year",
        (
            integer("year", "Jahr", "year", "the page names no period that is understood"),
            OFFICE[0],
            _TEXTS["title"],
            Column(
                "certainty",
                "was vom Zeitraum bekannt ist: within Beginn und Ende, sonst was fehlt",
                "what is known of the period: within both ends, else what is missing",
                allowed=("within", "end_unknown", "start_unknown", "unknown"),
            ),
            _TEXTS["period_start"],
            _TEXTS["period_end"],
            _TEXTS["state"],
            Column("project", "Projekt", "project", references="project"),
            PROFILE,
        ),
        ("project", "year"),
        label="title",
        sort="year",
        facets=("year", "certainty", "state"),
    ),
    Table(
        "coverage",
        "wie viele Kommunen je Förderphase erwartet und gefunden sind",
        "how many municipalities are expected and found in each phase of the programme",
        (
            integer("phase", "Förderphase", "phase of the programme"),
            Column("begins", "Beginn", "first day", kind=Kind.DATE),
            Column("ends", "Ende", "last day", kind=Kind.DATE),
            integer("expected", "erwartete Kommunen", "municipalities expected"),
            integer(
                "found",
                "davon mit Profil: gelesen oder mit einem Projekt, dessen Zeitraum in die Phase reicht",
                "of these, with a profile: read, or with a project whose period reaches into the phase",
            ),
            integer("read", "davon in der Phase gelesen", "of these, read in the phase"),
            integer(
                "with_projects",
                "Kommunen mit einem Projekt, dessen Zeitraum in die Phase reicht",
                "municipalities with a project whose period reaches into the phase",
            ),
            integer(
                "end_unknown",
                "Profile mit einem Projekt, das in der Phase beginnt und dessen Ende unbekannt ist",
                "profiles with a project that starts in the phase and whose end is unknown",
            ),
            integer("missing", "erwartet, aber nicht gefunden", "expected and not found"),
            Column(
                "basis",
                "woher die Zahl der erwarteten Kommunen stammt",
                "where the number of expected municipalities comes from",
                allowed=("expected.csv", "programme"),
            ),
        ),
        ("phase",),
        sort="phase",
    ),
    Table(
        "roster",
        "jede bekannte Adresse: woher bekannt, wann gefragt, was daraus wurde",
        "each known address: how it became known, when it was asked for, what came of it",
        (
            Column("url", "Adresse", "address"),
            Column("profile", "Profil", "profile", "no profile was seen there", references="profile"),
            Column(
                "state",
                "was aus dem letzten Abruf wurde",
                "what came of the last capture",
                allowed=("read", "gone", "missing", "moved", "refused", "unreachable", "unreadable", "never captured"),
            ),
            Column("found_on", "was sie zuerst nannte", "what named it first", "nothing named it"),
            moment("first_named", "zum ersten Mal genannt", "first named", "nothing named it"),
            integer("captures", "Zahl der Abrufe", "number of captures"),
            moment("last_capture", "letzter Abruf", "last capture", "never asked for"),
            Column("last_verdict", "Urteil des letzten Abrufs", "verdict of the last capture", "never asked for"),
            moment(
                "last_read", "letzter Abruf, der ein Profil zeigt", "last capture that shows a profile", "none does"
            ),
        ),
        ("url",),
        sort="url",
        facets=("state",),
    ),
    Table(
        "profile_text",
        "Texte der Koordinierungsstellen, wie sie durchsucht werden",
        "texts of the coordination offices as they are searched",
        (
            _ROW,
            Column("id", "Profil", "profile", references="profile"),
            *(_TEXTS[name] for name in SEARCH["profile"]),
            *_SEARCHED,
        ),
        ("id",),
        label="municipality",
        sort="id",
    ),
    Table(
        "project_text",
        "Texte der Projekte, wie sie durchsucht werden",
        "texts of the projects as they are searched",
        (
            _ROW,
            Column("id", "Projekt", "project", references="project"),
            *(_TEXTS[name] for name in SEARCH["project"]),
            *_SEARCHED,
        ),
        ("id",),
        label="title",
        sort="id",
    ),
)
