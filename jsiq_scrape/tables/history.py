"""The tables of the history: each state with its bracket, and each change between two states."""

from datetime import timedelta

from jsiq_scrape.records import Contact, FundingArea, Place, Profile, Project
from jsiq_scrape.tables.current import POSITION, PROFILE
from jsiq_scrape.tables.model import ENTITIES, Column, Kind, Table, columns_of, integer, moment, real

#: A page that is not found may be a slip of the server; a second capture after this long makes it a removal.
SECOND_CAPTURE = timedelta(hours=24)
_HOURS = f"{SECOND_CAPTURE / timedelta(hours=1):g}"
KINDS = ("added", "removed", "changed", "renamed", "reappeared")

_VERSION = integer(
    "version", "laufende Nummer der Fassung, ab 1", "number of the version, from 1", check=("from_1", "version > 0")
)
_EXTRAS = Column(
    "extras",
    "unbekannte Bezeichnungen mit Wert, geordnet, als JSON",
    "unknown labels with their values, sorted, as JSON",
    kind=Kind.JSON,
)
_BRACKET = (
    moment(
        "not_before",
        "letzte Aufnahme, die den vorigen Stand zeigt: danach begann dieser",
        "last capture that shows the state before: this one began after it",
        null="the first state that is known",
    ),
    moment("valid_from", "erste Aufnahme, die diesen Stand zeigt", "first capture that shows this state"),
    moment("valid_to", "letzte Aufnahme, die diesen Stand zeigt", "last capture that shows this state"),
    moment(
        "ended_at",
        "erster Abruf, der einen anderen Stand oder die Entfernung zeigt",
        "first capture that shows another state, or that it is gone",
        null="the state still held at the last capture",
    ),
    Column(
        "capture",
        "Aufnahme, aus der die Werte stammen (die zu valid_from)",
        "capture the values are taken from (that of valid_from)",
        references="capture",
    ),
    Column("last_capture", "Aufnahme zu valid_to", "capture of valid_to", references="capture"),
)
_CHECKS = (("order_of_times", "valid_from <= valid_to AND (ended_at IS NULL OR valid_to <= ended_at)"),)


def _versions(of: str, german: str, english: str, columns: tuple[Column, ...], *, personal: bool = False) -> Table:
    owner = Column(of, "Eintrag, zu dem die Fassung gehört", "entry the version belongs to", references=of)
    profile = () if of == "profile" else (PROFILE, POSITION)
    return Table(
        f"{of}_version",
        german,
        english,
        (owner, _VERSION, *profile, *columns, *_BRACKET),
        (of, "version"),
        sort="valid_from",
        descending=True,
        checks=_CHECKS,
        indexes=() if of == "profile" else (("profile",),),
        personal=personal,
        rowid=True,
    )


def _capture(name: str, german: str, english: str) -> Column:
    return Column(name, german, english, references="capture")


HISTORY = (
    _versions(
        "profile",
        "Fassungen der Profile: vollständige Zeilen mit Gültigkeit",
        "versions of the profiles: complete rows with their time",
        (*columns_of(Profile), *columns_of(Place), _EXTRAS),
    ),
    _versions(
        "contact",
        "Fassungen der Kontakte; personenbezogene Daten",
        "versions of the contacts; personal data",
        columns_of(Contact),
        personal=True,
    ),
    _versions("funding_area", "Fassungen der Fördergebiete", "versions of the funding areas", columns_of(FundingArea)),
    _versions(
        "project",
        "Fassungen der Projekte: vollständige Zeilen mit Gültigkeit",
        "versions of the projects: complete rows with their time",
        (*columns_of(Project, lists=True), _EXTRAS),
    ),
    Table(
        "change",
        "Änderungen der Seiten, ein Feld je Zeile; Zeilen mit entity contact sind personenbezogene Daten",
        "changes of the pages, one field a row; rows with entity contact are personal data",
        (
            Column("event", "Schlüssel aus dem Inhalt der Zeile", "key made of what the row says"),
            PROFILE,
            Column("entity", "Art des Eintrags", "kind of entry", allowed=tuple(ENTITIES)),
            Column("id", "Schlüssel des Eintrags", "key of the entry in the table that entity names"),
            Column("kind", "Art der Änderung", "kind of change", allowed=KINDS),
            Column(
                "field",
                "geändertes Feld; extras[…] nennt eine unbekannte Bezeichnung",
                "field that changed; extras[...] names an unknown label",
                null="the entry as a whole was added, removed or reappeared",
            ),
            Column(
                "old", "Wert vorher; Wahrheitswerte true/false", "value before; booleans true/false", null="no value"
            ),
            Column(
                "new", "Wert nachher; Wahrheitswerte true/false", "value after; booleans true/false", null="no value"
            ),
            moment("not_before", "letzter Abruf mit dem alten Stand", "last capture of the state before"),
            moment("seen_at", "erster Abruf mit dem neuen Stand", "first capture of the state after"),
            moment(
                "confirmed_at",
                f"Abruf, mit dem die Änderung feststand: seen_at, bei 404 der zweite nach mindestens {_HOURS} Stunden",
                f"capture that made the change certain: seen_at, but with 404 the second after {_HOURS} hours or more",
            ),
            _capture("capture_before", "Aufnahme zu not_before", "capture of not_before"),
            _capture("capture", "Aufnahme zu seen_at", "capture of seen_at"),
        ),
        ("event",),
        label="kind",
        sort="seen_at",
        descending=True,
        facets=("entity", "kind", "field"),
        indexes=(("profile",), ("seen_at",)),
        rowid=True,
        checks=(
            ("whole_entry", "(kind IN ('added', 'removed', 'reappeared')) = (field IS NULL)"),
            ("order_of_times", "not_before <= seen_at AND seen_at <= confirmed_at"),
        ),
        personal=True,
    ),
    Table(
        "alias",
        "andere Adressen der Profile und andere Titel der Projekte",
        "other addresses of the profiles and other titles of the projects",
        (
            PROFILE,
            Column("id", "Schlüssel des Profils oder Projekts", "key of the profile or project"),
            Column("kind", "Art des anderen Namens", "kind of other name", allowed=("url", "title")),
            Column("alias", "die andere Adresse, der andere Titel", "the other address, the other title"),
            moment("first_seen", "erste Aufnahme damit", "first capture with it"),
            moment("last_seen", "letzte Aufnahme damit", "last capture with it"),
        ),
        ("id", "kind", "alias"),
        sort="id",
        facets=("kind",),
        indexes=(("profile",),),
    ),
    Table(
        "decision",
        "Entscheidungen, welche Einträge derselbe sind; änderbar in parsers/identities.toml",
        "decisions on which entries are the same one; parsers/identities.toml overrides them",
        (
            Column("decision", "Schlüssel aus dem Inhalt der Zeile", "key made of what the row says"),
            PROFILE,
            Column("entity", "Art des Eintrags", "kind of entry", allowed=tuple(ENTITIES)),
            Column("id", "Schlüssel des Eintrags", "key of the entry"),
            Column(
                "other",
                "womit er verglichen wurde: Schlüssel oder Adresse",
                "what it was compared with: a key or an address",
            ),
            Column(
                "outcome",
                "same: derselbe; apart: nicht derselbe; tie: unentschieden, daher nicht derselbe",
                "same: one entry; apart: two; tie: undecided, therefore two",
                allowed=("same", "apart", "tie"),
            ),
            real("score", "erreichte Ähnlichkeit", "similarity reached", "decided by hand or by redirect"),
            real("threshold", "nötige Ähnlichkeit", "similarity needed", "decided by hand or by redirect"),
            Column("reason", "Begründung", "reason"),
            Column(
                "capture",
                "Aufnahme, an der entschieden wurde",
                "capture it was decided on",
                "decided on all captures",
                references="capture",
            ),
        ),
        ("decision",),
        sort="id",
        facets=("entity", "outcome"),
        indexes=(("profile",),),
    ),
)
