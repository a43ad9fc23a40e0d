"""The views of the database, described like tables; their SQL stands in database/views.sql."""

from jsiq_scrape.records import NOT_SAID, FieldKind, Place, Profile, Project, fields_of, names_of
from jsiq_scrape.tables.current import PROFILE, SEEN
from jsiq_scrape.tables.history import HISTORY
from jsiq_scrape.tables.model import Column, Kind, Table, answers_of, columns_of

ANSWERS = ("ja", "nein", "keine Angabe")


def _answer(column: Column) -> Column:
    """A yes/no column as a reader sees it."""
    return Column(column.name, Kind.TEXT, column.german, column.english, labels=column.labels, allowed=ANSWERS)


def _readable(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    return tuple(_answer(column) if column.kind is Kind.BOOLEAN else column for column in columns)


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

_ROW = Column("row", Kind.INTEGER, "Zeilennummer für die Volltextsuche", "row number for full-text search")
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
    Kind.TEXT,
    "umsetzende Institutionen, mit „; “ verbunden",
    "implementing institutions, joined by '; '",
    "the page names none",
    ("institutions",),
)
_TEXTS = {column.name: column for column in (*columns_of(Profile), *columns_of(Project))} | {
    "institutions": _JOINED_INSTITUTIONS,
    "areas": Column(
        "areas",
        Kind.TEXT,
        "Text der Fördergebiete, mit ihren Namen und Beschreibungen",
        "text of the funding areas, with their names and descriptions",
        NOT_SAID,
        ("areas",),
    ),
    "extras": Column(
        "extras",
        Kind.TEXT,
        "Angaben unter unbekannten Bezeichnungen, eine je Zeile",
        "values under unknown labels, one a line",
        "the page has none",
    ),
    "address": Column(
        "address",
        Kind.TEXT,
        "Straße, Postleitzahl, Ort, Land und AGS",
        "street, postal code, town, Land and AGS",
        "the page names no address",
    ),
    "blocks": Column(
        "blocks",
        Kind.TEXT,
        "Bausteine, die das Projekt anbietet, einer je Zeile",
        "building blocks that the project offers, one a line",
    ),
}
_SEARCHED = (
    Column("text", Kind.TEXT, "alle diese Texte, einer je Absatz", "all these texts, one a paragraph"),
    Column(
        "spelled",
        Kind.TEXT,
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
            Column("url", Kind.TEXT, "Adresse der Seite", "address of the page"),
            Column("id", Kind.TEXT, "Projekt", "project", references="project"),
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
            Column("projects", Kind.INTEGER, "Zahl der Projekte, die zuletzt da waren", "number of projects last seen"),
            Column(
                "funding_areas",
                Kind.INTEGER,
                "Zahl der Fördergebiete, die zuletzt da waren",
                "number of funding areas last seen",
            ),
            *_SEEN_LAST_FIRST,
            *POINT,
            Column("url", Kind.TEXT, "Adresse der Seite", "address of the page"),
            Column("id", Kind.TEXT, "Profil", "profile", references="profile"),
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
            Column("municipality", Kind.TEXT, "Kommune", "municipality", "the page does not say it"),
            Column("title", Kind.TEXT, "Titel des Projekts", "title of the project", "the entry is no project"),
            *(_CHANGE[name] for name in ("entity", "kind", "field", "old", "new", "not_before", "confirmed_at")),
            Column(
                "days_between",
                Kind.REAL,
                "Tage zwischen den beiden Abrufen: so ungenau ist der Zeitpunkt",
                "days between the two captures: how uncertain the moment is",
                unit="day",
            ),
            Column("url_before", Kind.TEXT, "Adresse der Aufnahme vorher", "address of the capture before"),
            Column("url", Kind.TEXT, "Adresse der Aufnahme nachher", "address of the capture after"),
            *(_CHANGE[name] for name in ("id", "profile")),
            Column("event", Kind.TEXT, "Schlüssel der Änderung", "key of the change", references="change"),
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
            Column("year", Kind.INTEGER, "Jahr", "year", "the page names no period that is understood"),
            OFFICE[0],
            _TEXTS["title"],
            Column(
                "certainty",
                Kind.TEXT,
                "was vom Zeitraum bekannt ist: within Beginn und Ende, sonst was fehlt",
                "what is known of the period: within both ends, else what is missing",
                allowed=("within", "end_unknown", "start_unknown", "unknown"),
            ),
            _TEXTS["period_start"],
            _TEXTS["period_end"],
            _TEXTS["state"],
            Column("project", Kind.TEXT, "Projekt", "project", references="project"),
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
            Column("phase", Kind.INTEGER, "Förderphase", "phase of the programme"),
            Column("begins", Kind.DATE, "Beginn", "first day"),
            Column("ends", Kind.DATE, "Ende", "last day"),
            Column("expected", Kind.INTEGER, "erwartete Kommunen", "municipalities expected"),
            Column(
                "found",
                Kind.INTEGER,
                "davon mit Profil: gelesen oder mit einem Projekt, dessen Zeitraum in die Phase reicht",
                "of these, with a profile: read, or with a project whose period reaches into the phase",
            ),
            Column("read", Kind.INTEGER, "davon in der Phase gelesen", "of these, read in the phase"),
            Column(
                "with_projects",
                Kind.INTEGER,
                "Kommunen mit einem Projekt, dessen Zeitraum in die Phase reicht",
                "municipalities with a project whose period reaches into the phase",
            ),
            Column(
                "end_unknown",
                Kind.INTEGER,
                "Profile mit einem Projekt, das in der Phase beginnt und dessen Ende unbekannt ist",
                "profiles with a project that starts in the phase and whose end is unknown",
            ),
            Column("missing", Kind.INTEGER, "erwartet, aber nicht gefunden", "expected and not found"),
            Column(
                "basis",
                Kind.TEXT,
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
            Column("url", Kind.TEXT, "Adresse", "address"),
            Column("profile", Kind.TEXT, "Profil", "profile", "no profile was seen there", references="profile"),
            Column(
                "state",
                Kind.TEXT,
                "was aus dem letzten Abruf wurde",
                "what came of the last capture",
                allowed=("read", "gone", "missing", "moved", "refused", "unreachable", "unreadable", "never captured"),
            ),
            Column("found_on", Kind.TEXT, "was sie zuerst nannte", "what named it first", "nothing named it"),
            Column("first_named", Kind.MOMENT, "zum ersten Mal genannt", "first named", "nothing named it"),
            Column("captures", Kind.INTEGER, "Zahl der Abrufe", "number of captures"),
            Column("last_capture", Kind.MOMENT, "letzter Abruf", "last capture", "never asked for"),
            Column(
                "last_verdict", Kind.TEXT, "Urteil des letzten Abrufs", "verdict of the last capture", "never asked for"
            ),
            Column(
                "last_read",
                Kind.MOMENT,
                "letzter Abruf, der ein Profil zeigt",
                "last capture that shows a profile",
                "none does",
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
            Column("id", Kind.TEXT, "Profil", "profile", references="profile"),
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
            Column("id", Kind.TEXT, "Projekt", "project", references="project"),
            *(_TEXTS[name] for name in SEARCH["project"]),
            *_SEARCHED,
        ),
        ("id",),
        label="title",
        sort="id",
    ),
)
