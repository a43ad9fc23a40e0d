"""Full-text search: what is searched, its tables, and how they are filled."""

from sqlite_utils import Database

from jsiq_scrape.database.spelling import spelled

#: The searchable texts of each table, columns of its view of texts; contacts are left out on purpose.
SEARCH = {
    "profile": ("office", "municipality", "city", "areas"),
    "project": ("municipality", "title", "institutions", "target_group", "services", "extras"),
}
#: Bytes of an index that are collected before they are written: all at once, so that nothing is merged.
COLLECTED = 1 << 26
#: Texts that are held in memory at a time.
_AT_A_TIME = 200


def create_search() -> str:
    """The full-text tables: indexes alone, which take the texts they show from the views `*_text`.

    `*_search` finds words, `*_trigram` parts of words ("beratung" in "Einzelfallberatung"); column `spelled` holds
    the words that can be typed in other ways (Düren, Dueren, Duren) in those ways.  Their rowid is that of the table.
    """
    return "\n".join(
        f"-- {what} of table {name}\n"
        f'CREATE VIRTUAL TABLE "{name}_{kind}" USING fts5({", ".join(columns)}, spelled, '
        f'content="{name}_text", content_rowid="row", tokenize = "{tokenizer}");'
        for name, searched in SEARCH.items()
        for kind, what, columns, tokenizer in (
            ("search", "words", searched, "unicode61 remove_diacritics 2"),
            ("trigram", "parts of words", ("text",), "trigram"),
        )
    )


def fill_search(database: Database) -> None:
    """Make the full-text tables of the rows that are in."""
    with database.atomic():
        for statement in create_search().split(";\n"):
            database.execute(statement)
        for name, columns in SEARCH.items():
            for kind in ("search", "trigram"):
                statement = f"INSERT INTO {name}_{kind}({name}_{kind}, rank) VALUES ('hashsize', ?)"  # noqa: S608
                database.execute(statement, (COLLECTED,))
            listed = ", ".join(columns)
            marks = ", ".join("?" * (len(columns) + 2))
            texts = database.execute(f'SELECT "row", text, {listed} FROM {name}_text ORDER BY 1')  # noqa: S608
            insert = database.conn.executemany
            while some := texts.fetchmany(_AT_A_TIME):
                spellings = [spelled(row[1]) for row in some]
                words = [(row[0], *row[2:], other) for row, other in zip(some, spellings, strict=True)]
                parts = [(*row[:2], other) for row, other in zip(some, spellings, strict=True)]
                insert(f"INSERT INTO {name}_search(rowid, {listed}, spelled) VALUES ({marks})", words)  # noqa: S608
                insert(f"INSERT INTO {name}_trigram(rowid, text, spelled) VALUES (?, ?, ?)", parts)  # noqa: S608
            for kind in ("search", "trigram"):
                database.execute(f"INSERT INTO {name}_{kind}({name}_{kind}) VALUES ('optimize')")  # noqa: S608
