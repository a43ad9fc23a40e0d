"""The table of the lines of stored pages that are shown to nobody."""

from jsiq_scrape.tables.model import Column, Kind, Table

WITHHELD = Table(
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
)
