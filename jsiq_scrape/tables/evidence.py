"""The tables of the evidence: pages, captures, bodies, claims, and how the database was built."""

from typing import get_args

from jsiq_scrape.captures import ErrorKind, Purpose
from jsiq_scrape.records import FindingKind, Outcome, Severity, Verdict
from jsiq_scrape.tables.model import ENTITIES, Column, Kind, Table

COUNTED = ("shown", "stale", "partial", "gone", "missing")
_UNCOUNTED = "not counted: it is about how the evidence came here, not about what it says"
_LINES = "the body is no page that can be read"


def _lines(name: str, german: str, english: str) -> Column:
    return Column(name, Kind.INTEGER, german, english, _LINES, unit="lines")


EVIDENCE = (
    Table(
        "page",
        "alle bekannten Adressen",
        "all addresses that are known",
        (
            Column("id", Kind.TEXT, "Kürzel der Adresse", "code of the address"),
            Column("url", Kind.TEXT, "Adresse", "address"),
            Column(
                "profile",
                Kind.TEXT,
                "Profil, das dort stand",
                "profile that stood there",
                "no profile was seen there",
                references="profile",
            ),
            Column("first_capture", Kind.MOMENT, "erste Aufnahme", "first capture", "never asked for itself"),
            Column("last_capture", Kind.MOMENT, "letzte Aufnahme", "last capture", "never asked for itself"),
            Column("captures", Kind.INTEGER, "Zahl der Aufnahmen", "number of captures"),
        ),
        ("id",),
        label="url",
        sort="url",
        indexes=(("profile",),),
    ),
    Table(
        "body",
        "gespeicherte Antworten, jede einmal",
        "stored answers, each once",
        (
            Column("id", Kind.TEXT, "die ersten 16 Stellen der Prüfsumme", "the first 16 digits of the digest"),
            Column(
                "digest",
                Kind.TEXT,
                "SHA-256 des Inhalts; so heißt die Datei in snapshots/bodies",
                "SHA-256 of the content; names the file in snapshots/bodies",
            ),
            Column("size", Kind.INTEGER, "Größe", "size", "the stored file is damaged, missing or purged", unit="byte"),
            Column(
                "content_type",
                Kind.TEXT,
                "Content-Type, unter dem gelesen wurde",
                "Content-Type it was read under",
                "none was sent",
            ),
            Column("charset", Kind.TEXT, "Zeichensatz, mit dem gelesen wurde", "charset it was read with", _LINES),
            Column("title", Kind.TEXT, "<title> der Seite", "<title> of the page", "the page has none"),
            _lines("lines_total", "sichtbare Zeilen", "visible lines"),
            _lines("lines_read", "davon gelesen", "of these, read"),
            _lines(
                "lines_boilerplate", "davon Beiwerk außerhalb des Profils", "of these, boilerplate outside the profile"
            ),
            _lines("lines_unread", "davon im Profil und ungelesen", "of these, inside the profile and unread"),
        ),
        ("id",),
        label="title",
        sort="id",
    ),
    Table(
        "capture",
        "jeder Abruf einer Adresse: was wann geantwortet hat",
        "each capture of an address: what answered, and when",
        (
            Column("id", Kind.TEXT, "Kürzel aus Adresse, Zeit und Inhalt", "code made of address, time and content"),
            Column("page", Kind.TEXT, "gefragte Adresse", "address asked for", references="page"),
            Column(
                "final_page",
                Kind.TEXT,
                "Adresse, die nach Weiterleitungen antwortete",
                "address that answered after redirects",
                "the address asked for answered, or none did",
                references="page",
            ),
            Column("captured_at", Kind.MOMENT, "wann die Seite so aussah", "when the page looked like this"),
            Column("retrieved_at", Kind.MOMENT, "wann wir es erfuhren", "when we learned it", content=False),
            Column(
                "verdict",
                Kind.TEXT,
                "was für eine Antwort es war",
                "what kind of answer it was",
                "not judged: robots.txt, sitemap or index, or a damaged body",
                allowed=tuple(Verdict),
            ),
            Column(
                "counted",
                Kind.TEXT,
                "wie der Abruf in die Geschichte eingeht: shown zeigt das Profil, stale einen überholten Stand an "
                "anderer Adresse, partial ist abgeschnitten, gone und missing sprechen für Entfernung",
                "how the capture counts in the history: shown shows the profile, stale a superseded state at another "
                "address, partial is cut off, gone and missing speak for a removal",
                "does not count for the history of any profile",
                allowed=COUNTED,
            ),
            Column("profile", Kind.TEXT, "Profil", "profile", "shows none", references="profile"),
            Column("status", Kind.INTEGER, "HTTP-Status", "HTTP status", "there was no answer, or the page is a file"),
            Column(
                "body",
                Kind.TEXT,
                "Inhalt, gesehen oder bestätigt",
                "content, seen or confirmed",
                "no content",
                references="body",
            ),
            Column("purpose", Kind.TEXT, "wonach gefragt wurde", "what was asked for", allowed=get_args(Purpose)),
            Column("source", Kind.TEXT, "Quelle aus sources.toml", "source in sources.toml"),
            Column("robots", Kind.TEXT, "Entscheidung nach robots.txt", "decision by robots.txt", "none was needed"),
            Column("error_kind", Kind.TEXT, "Art des Fehlers", "kind of error", "no error", allowed=tuple(ErrorKind)),
            Column("error", Kind.TEXT, "Fehler in einem Satz", "the error in one sentence", "no error"),
            Column(
                "found_on", Kind.TEXT, "wo die Adresse stand", "what named the address", "named by the configuration"
            ),
            Column("archive", Kind.TEXT, "Webarchiv", "web archive", "not from an archive", content=False),
            Column(
                "archive_url",
                Kind.TEXT,
                "Adresse im Webarchiv",
                "address in the web archive",
                "not from an archive",
                content=False,
            ),
            Column("run", Kind.TEXT, "Lauf", "run", references="run", content=False),
            Column("line", Kind.INTEGER, "Zeile der Laufdatei", "line of the run file", content=False),
        ),
        ("id",),
        label="captured_at",
        sort="captured_at",
        descending=True,
        facets=("verdict", "counted", "source"),
        indexes=(("page",), ("body",), ("profile",)),
        rowid=True,
    ),
    Table(
        "claim",
        "Belege: aus welchem Text jeder Wert einer Fassung stammt; mit entity contact personenbezogene Daten",
        "evidence: the text that each value of a version comes from; rows with entity contact are personal data",
        (
            Column("body", Kind.TEXT, "Inhalt, in dem der Text steht", "body the text stands in", references="body"),
            Column("field", Kind.TEXT, "Pfad in der Ausgabe von read --json", "path in what read --json prints"),
            Column("entity", Kind.TEXT, "Art des Eintrags", "kind of entry", allowed=tuple(ENTITIES)),
            Column("id", Kind.TEXT, "Schlüssel des Eintrags", "key of the entry"),
            Column(
                "variable", Kind.TEXT, "Spalte der Tabelle, die entity nennt", "column of the table that entity names"
            ),
            Column(
                "label",
                Kind.TEXT,
                "Bezeichnung auf der Seite",
                "label as printed",
                "the place on the page gives the meaning",
            ),
            Column("text", Kind.TEXT, "Text, wie er auf der Seite steht", "text as it stands on the page"),
            Column("first_line", Kind.INTEGER, "erste Zeile", "first line of the page, from 1"),
            Column("last_line", Kind.INTEGER, "letzte Zeile", "last line of the page"),
            Column(
                "path",
                Kind.TEXT,
                "Elementpfad der ersten Zeile, leer bei reinem Text",
                "element path of the first line, empty for plain text",
            ),
            Column("outcome", Kind.TEXT, "was aus dem Text wurde", "what became of the text", allowed=tuple(Outcome)),
        ),
        ("body", "field"),
        sort="body",
        facets=("entity", "variable", "outcome"),
        personal=True,
        checks=(("order_of_lines", "first_line <= last_line"),),
    ),
    Table(
        "finding",
        "was der Leser an Profilseiten bemerkt hat; kann Namen enthalten",
        "what the reader noticed on profile pages; may hold names",
        (
            Column("body", Kind.TEXT, "Inhalt", "body", references="body"),
            Column("number", Kind.INTEGER, "laufende Nummer", "number, from 1"),
            Column("kind", Kind.TEXT, "Art", "kind", allowed=tuple(FindingKind)),
            Column("severity", Kind.TEXT, "Schwere", "severity", allowed=tuple(Severity)),
            Column("line", Kind.INTEGER, "Zeile", "line of the page, from 1", "concerns the whole page"),
            Column("text", Kind.TEXT, "Befund", "what was found"),
        ),
        ("body", "number"),
        sort="body",
        facets=("kind", "severity"),
        personal=True,
    ),
    Table(
        "withheld_line",
        "Zeilen gespeicherter Seiten, die nicht gezeigt werden (parsers/suppressions.toml)",
        "lines of stored pages that are shown to nobody (parsers/suppressions.toml)",
        (
            Column("body", Kind.TEXT, "Inhalt, in dem die Zeile steht", "body the line stands in", references="body"),
            Column("line", Kind.INTEGER, "Zeile", "line of the page, from 1"),
        ),
        ("body", "line"),
        sort="body",
        hidden=True,
    ),
    Table(
        "by_hand",
        "Werte, die ein Mensch entschieden hat (parsers/decisions.toml); können personenbezogen sein",
        "values that a person decided (parsers/decisions.toml); may be personal data",
        (
            Column("digest", Kind.TEXT, "SHA-256 des Inhalts, für den sie gilt", "SHA-256 of the body it holds for"),
            Column("field", Kind.TEXT, "Pfad wie in claim", "path, as in claim"),
            Column("body", Kind.TEXT, "Inhalt", "body", "no capture brought such a body", references="body"),
            Column("value", Kind.TEXT, "Wert als JSON", "value as JSON"),
            Column("who", Kind.TEXT, "wer entschied", "who decided"),
            Column("why", Kind.TEXT, "Begründung", "reason"),
            Column(
                "state",
                Kind.TEXT,
                "in use: gilt für den heutigen Stand; superseded: eine spätere Seite steht an der Stelle dieser; "
                "unknown: es gibt keinen solchen Inhalt",
                "in use: holds for the present state; superseded: a later page stands in the place of that one; "
                "unknown: there is no such body",
                allowed=("in use", "superseded", "unknown"),
            ),
        ),
        ("digest", "field"),
        sort="digest",
        facets=("state",),
        personal=True,
    ),
    Table(
        "run",
        "Läufe des Sammlers",
        "runs of the collector",
        (
            Column("id", Kind.TEXT, "Name der Laufdatei", "name of the run file"),
            Column("kind", Kind.TEXT, "Art des Laufs", "kind of run"),
            Column("started_at", Kind.MOMENT, "Beginn", "start"),
            Column("captures", Kind.INTEGER, "Zahl der Abrufe", "number of captures"),
        ),
        ("id",),
        label="id",
        sort="started_at",
        descending=True,
        content=False,
    ),
    Table(
        "roster_entry",
        "woher jede Adresse bekannt ist",
        "how each address became known",
        (
            Column("page", Kind.TEXT, "Adresse", "address", references="page"),
            Column(
                "found_on",
                Kind.TEXT,
                "was sie nannte: eine Seite, eine Datei, die Konfiguration",
                "what named it: a page, a file, the configuration",
            ),
            Column("first_named", Kind.MOMENT, "zum ersten Mal", "for the first time"),
            Column("last_named", Kind.MOMENT, "zum letzten Mal", "for the last time"),
        ),
        ("page", "found_on"),
        sort="page",
    ),
    Table(
        "phase",
        "Förderphasen des Programms (parsers/programme.toml)",
        "phases of the programme (parsers/programme.toml)",
        (
            Column("phase", Kind.INTEGER, "Förderphase", "phase of the programme"),
            Column("begins", Kind.DATE, "Beginn", "first day"),
            Column("ends", Kind.DATE, "Ende", "last day"),
            Column(
                "municipalities",
                Kind.INTEGER,
                "Zahl der Kommunen, die das Programm veröffentlicht hat",
                "number of municipalities, as the programme published it",
            ),
        ),
        ("phase",),
        sort="phase",
    ),
    Table(
        "expected",
        "Kommunen, die laut expected.csv teilnahmen, mit ihrem Profil",
        "municipalities that took part according to expected.csv, with their profile",
        (
            Column("phase", Kind.INTEGER, "Förderphase", "phase of the programme"),
            Column("ags", Kind.TEXT, "amtlicher Schlüssel", "official key of the municipality or its Kreis"),
            Column("name", Kind.TEXT, "Kommune", "municipality"),
            Column("source", Kind.TEXT, "woher das bekannt ist", "where that was read"),
            Column("profile", Kind.TEXT, "Profil", "profile", "none was found", references="profile"),
        ),
        ("phase", "ags", "name"),
        sort="name",
        facets=("phase",),
        indexes=(("profile",),),
    ),
    Table(
        "codebook",
        "Beschreibung jeder Spalte, mit Füllstand",
        "description of each column, with its fill rate",
        (
            Column("table", Kind.TEXT, "Tabelle", "table"),
            Column("column", Kind.TEXT, "Spalte", "column"),
            Column("german", Kind.TEXT, "Bedeutung auf Deutsch", "meaning in German"),
            Column("english", Kind.TEXT, "Bedeutung auf Englisch", "meaning in English"),
            Column("on_page", Kind.TEXT, "Bezeichnung auf der Seite", "label on the page", "has no label on the page"),
            Column("type", Kind.TEXT, "Typ", "type", allowed=tuple(Kind)),
            Column("unit", Kind.TEXT, "Einheit", "unit", "has no unit"),
            Column("allowed", Kind.TEXT, "erlaubte Werte", "allowed values", "any value of the type"),
            Column("null_means", Kind.TEXT, "Bedeutung von NULL", "meaning of NULL", "never NULL"),
            Column("rows", Kind.INTEGER, "Zeilen der Tabelle", "rows of the table", _UNCOUNTED),
            Column("filled", Kind.INTEGER, "davon mit Wert", "of these, with a value", _UNCOUNTED),
        ),
        ("table", "column"),
        sort="table",
        facets=("table", "type"),
    ),
    Table(
        "build",
        "womit die Datenbank gebaut wurde: Prüfsummen und Versionen",
        "what the database was built with: digests and versions",
        (
            Column("key", Kind.TEXT, "Name", "name"),
            Column("value", Kind.TEXT, "Wert", "value"),
        ),
        ("key",),
        sort="key",
        content=False,
    ),
)
