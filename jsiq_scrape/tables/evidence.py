"""The tables of the evidence: pages, captures, bodies, claims, and how the database was built."""

from typing import get_args

from jsiq_scrape.captures import ErrorKind, Purpose
from jsiq_scrape.records import FindingKind, Outcome, Severity, Verdict
from jsiq_scrape.tables.model import ENTITIES, Column, Kind, Table, integer, moment

COUNTED = ("shown", "stale", "partial", "gone", "missing")
_UNCOUNTED = "not counted: it is about how the evidence came here, not about what it says"
_LINES = "the body is no page that can be read"


def _lines(name: str, german: str, english: str) -> Column:
    return integer(name, german, english, _LINES, unit="lines")


EVIDENCE = (
    Table(
        "page",
        "alle bekannten Adressen",
        "all addresses that are known",
        (
            Column("id", "Kürzel der Adresse", "code of the address"),
            Column("url", "Adresse", "address"),
            Column(
                "profile",
                "Profil, das dort stand",
                "profile that stood there",
                "no profile was seen there",
                references="profile",
            ),
            moment("first_capture", "erste Aufnahme", "first capture", "never asked for itself"),
            moment("last_capture", "letzte Aufnahme", "last capture", "never asked for itself"),
            integer("captures", "Zahl der Aufnahmen", "number of captures"),
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
            Column("id", "die ersten 16 Stellen der Prüfsumme", "the first 16 digits of the digest"),
            Column(
                "digest",
                "SHA-256 des Inhalts; so heißt die Datei in snapshots/bodies",
                "SHA-256 of the content; names the file in snapshots/bodies",
            ),
            integer("size", "Größe", "size", "the stored file is damaged, missing or purged", unit="byte"),
            Column(
                "content_type",
                "Content-Type, unter dem gelesen wurde",
                "Content-Type it was read under",
                "none was sent",
            ),
            Column("charset", "Zeichensatz, mit dem gelesen wurde", "charset it was read with", _LINES),
            Column("title", "<title> der Seite", "<title> of the page", "the page has none"),
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
            Column("id", "Kürzel aus Adresse, Zeit und Inhalt", "code made of address, time and content"),
            Column("page", "gefragte Adresse", "address asked for", references="page"),
            Column(
                "final_page",
                "Adresse, die nach Weiterleitungen antwortete",
                "address that answered after redirects",
                "the address asked for answered, or none did",
                references="page",
            ),
            moment("captured_at", "wann die Seite so aussah", "when the page looked like this"),
            moment("retrieved_at", "wann wir es erfuhren", "when we learned it", content=False),
            Column(
                "verdict",
                "was für eine Antwort es war",
                "what kind of answer it was",
                "not judged: robots.txt, sitemap or index, or a damaged body",
                allowed=tuple(Verdict),
            ),
            Column(
                "counted",
                "wie der Abruf in die Geschichte eingeht: shown zeigt das Profil, stale einen überholten Stand an "
                "anderer Adresse, partial ist abgeschnitten, gone und missing sprechen für Entfernung",
                "how the capture counts in the history: shown shows the profile, stale a superseded state at another "
                "address, partial is cut off, gone and missing speak for a removal",
                "does not count for the history of any profile",
                allowed=COUNTED,
            ),
            Column("profile", "Profil", "profile", "shows none", references="profile"),
            integer("status", "HTTP-Status", "HTTP status", "there was no answer, or the page is a file"),
            Column(
                "body", "Inhalt, gesehen oder bestätigt", "content, seen or confirmed", "no content", references="body"
            ),
            Column("purpose", "wonach gefragt wurde", "what was asked for", allowed=get_args(Purpose)),
            Column("source", "Quelle aus sources.toml", "source in sources.toml"),
            Column("robots", "Entscheidung nach robots.txt", "decision by robots.txt", "none was needed"),
            Column("error_kind", "Art des Fehlers", "kind of error", "no error", allowed=tuple(ErrorKind)),
            Column("error", "Fehler in einem Satz", "the error in one sentence", "no error"),
            Column("found_on", "wo die Adresse stand", "what named the address", "named by the configuration"),
            Column("archive", "Webarchiv", "web archive", "not from an archive", content=False),
            Column(
                "archive_url",
                "Adresse im Webarchiv",
                "address in the web archive",
                "not from an archive",
                content=False,
            ),
            Column("run", "Lauf", "run", references="run", content=False),
            integer("line", "Zeile der Laufdatei", "line of the run file", content=False),
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
            Column("body", "Inhalt, in dem der Text steht", "body the text stands in", references="body"),
            Column("field", "Pfad in der Ausgabe von read --json", "path in what read --json prints"),
            Column("entity", "Art des Eintrags", "kind of entry", allowed=tuple(ENTITIES)),
            Column("id", "Schlüssel des Eintrags", "key of the entry"),
            Column("variable", "Spalte der Tabelle, die entity nennt", "column of the table that entity names"),
            Column("label", "Bezeichnung auf der Seite", "label as printed", "the place on the page gives the meaning"),
            Column("text", "Text, wie er auf der Seite steht", "text as it stands on the page"),
            integer("first_line", "erste Zeile", "first line of the page, from 1"),
            integer("last_line", "letzte Zeile", "last line of the page"),
            Column(
                "path",
                "Elementpfad der ersten Zeile, leer bei reinem Text",
                "element path of the first line, empty for plain text",
            ),
            Column("outcome", "was aus dem Text wurde", "what became of the text", allowed=tuple(Outcome)),
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
            Column("body", "Inhalt", "body", references="body"),
            integer("number", "laufende Nummer", "number, from 1"),
            Column("kind", "Art", "kind", allowed=tuple(FindingKind)),
            Column("severity", "Schwere", "severity", allowed=tuple(Severity)),
            integer("line", "Zeile", "line of the page, from 1", "concerns the whole page"),
            Column("text", "Befund", "what was found"),
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
            Column("body", "Inhalt, in dem die Zeile steht", "body the line stands in", references="body"),
            integer("line", "Zeile", "line of the page, from 1"),
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
            Column("digest", "SHA-256 des Inhalts, für den sie gilt", "SHA-256 of the body it holds for"),
            Column("field", "Pfad wie in claim", "path, as in claim"),
            Column("body", "Inhalt", "body", "no capture brought such a body", references="body"),
            Column("value", "Wert als JSON", "value as JSON"),
            Column("who", "wer entschied", "who decided"),
            Column("why", "Begründung", "reason"),
            Column(
                "state",
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
            Column("id", "Name der Laufdatei", "name of the run file"),
            Column("kind", "Art des Laufs", "kind of run"),
            moment("started_at", "Beginn", "start"),
            integer("captures", "Zahl der Abrufe", "number of captures"),
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
            Column("page", "Adresse", "address", references="page"),
            Column(
                "found_on",
                "was sie nannte: eine Seite, eine Datei, die Konfiguration",
                "what named it: a page, a file, the configuration",
            ),
            moment("first_named", "zum ersten Mal", "for the first time"),
            moment("last_named", "zum letzten Mal", "for the last time"),
        ),
        ("page", "found_on"),
        sort="page",
    ),
    Table(
        "phase",
        "Förderphasen des Programms (parsers/programme.toml)",
        "phases of the programme (parsers/programme.toml)",
        (
            integer("phase", "Förderphase", "phase of the programme"),
            Column("begins", "Beginn", "first day", kind=Kind.DATE),
            Column("ends", "Ende", "last day", kind=Kind.DATE),
            integer(
                "municipalities",
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
            integer("phase", "Förderphase", "phase of the programme"),
            Column("ags", "amtlicher Schlüssel", "official key of the municipality or its Kreis"),
            Column("name", "Kommune", "municipality"),
            Column("source", "woher das bekannt ist", "where that was read"),
            Column("profile", "Profil", "profile", "none was found", references="profile"),
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
            Column("table", "Tabelle", "table"),
            Column("column", "Spalte", "column"),
            Column("german", "Bedeutung auf Deutsch", "meaning in German"),
            Column("english", "Bedeutung auf Englisch", "meaning in English"),
            Column("on_page", "Bezeichnung auf der Seite", "label on the page", "has no label on the page"),
            Column("type", "Typ", "type", allowed=tuple(Kind)),
            Column("unit", "Einheit", "unit", "has no unit"),
            Column("allowed", "erlaubte Werte", "allowed values", "any value of the type"),
            Column("null_means", "Bedeutung von NULL", "meaning of NULL", "never NULL"),
            integer("rows", "Zeilen der Tabelle", "rows of the table", _UNCOUNTED),
            integer("filled", "davon mit Wert", "of these, with a value", _UNCOUNTED),
        ),
        ("table", "column"),
        sort="table",
        facets=("table", "type"),
    ),
    Table(
        "build",
        "womit die Datenbank gebaut wurde: Prüfsummen und Versionen",
        "what the database was built with: digests and versions",
        (Column("key", "Name", "name"), Column("value", "Wert", "value")),
        ("key",),
        sort="key",
        content=False,
    ),
)
