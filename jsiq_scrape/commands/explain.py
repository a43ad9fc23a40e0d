"""`jsiq-scrape explain`: where a value comes from."""

from typing import TYPE_CHECKING

import click

from jsiq_scrape.commands import options
from jsiq_scrape.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from jsiq_scrape.explore.value_evidence import Entry, Value


@click.command(name="explain", short_help="Show where a value comes from.")
@click.argument("table")
@click.argument("entry_id", metavar="[ID]", required=False)
@click.argument("column", required=False)
@click.option("--cite", is_flag=True, help="Print one line for a footnote: address, time, line, database digest.")
@options.root
def command(table: str, entry_id: str | None, column: str | None, cite: bool) -> None:
    """Print what a value of the database rests on: the text, line and element of the page, the capture, the address
    in the web archive, and the values that stood there before.

    TABLE is profile, contact, funding_area, project or extra.  ID is the entry's key; without it the keys of the table
    are listed with the names of the entries.  Without COLUMN all values of the entry are explained.
    """
    from contextlib import closing

    from jsiq_scrape.explore.value_evidence import entry, keys
    from jsiq_scrape.tables.connection import connect

    if cite and entry_id is None:
        raise UsageError("--cite needs the ID of an entry")
    database = options.published()
    with closing(connect(database)) as connection:
        if entry_id is None:
            lines = listed(keys(connection, table))
        else:
            found = entry(connection, table, entry_id)
            values = [value for value in found.values if column in (None, value.column.name)]
            if not values:
                known = ", ".join(value.column.name for value in found.values)
                raise UsageError(f"{found.entity} has no column {column}; it has {known}")
            lines = citation(found, values, database) if cite else shown(found, values)
    if lines:
        click.echo("\n".join(lines))
    else:
        click.echo(f"table {table} is empty", err=True)


def listed(keys: "list[tuple[str, str]]") -> list[str]:
    """One line a key, with what its entry is called."""
    from jsiq_scrape.explore.plain_text import harmless

    width = max((len(key) for key, _ in keys), default=0)
    return [harmless(f"{key:<{width}}  {called}".rstrip()) for key, called in keys]


def shown(found: "Entry", values: "list[Value]") -> list[str]:
    """The evidence of some values, for a person."""
    from jsiq_scrape.explore.plain_text import harmless

    capture = found.capture
    lines = [
        f"{found.entity} {found.id}, version {found.version}",
        _row("page", capture.url),
        _row("captured", f"{capture.captured_at} (capture {capture.capture})"),
        _row("stored as", f"snapshots/bodies/{capture.digest[:2]}/{capture.digest}.html"),
    ]
    if capture.archive_url:
        lines.append(_row("archive", capture.archive_url))
    for value in values:
        lines += ["", f"{value.column.name} = {value.shown}", _row("rule", value.rule)]
        for source in value.sources:
            label = f"{source.label}: " if source.label else ""
            lines.append(_row("text", f"{label}{source.text} [{source.outcome}]"))
            lines.append(_row("", f"line {source.lines}  {source.path}".rstrip()))
            if source.decided:
                lines.append(_row("by hand", source.decided))
        if not value.sources:
            lines.append(_row("text", "the page does not say it"))
        if len(value.history) > 1:
            for number, state in enumerate(value.history):
                seen = f"{state.seen_from} to {state.seen_to}"
                lines.append(_row("" if number else "history", f"{seen}  {state.shown}"))
    return [harmless(part) for line in lines for part in line.split("\n")]


def citation(found: "Entry", values: "list[Value]", database: "Path") -> list[str]:
    """One line a value, ready for a footnote."""
    from hashlib import sha256

    from jsiq_scrape.explore.plain_text import harmless

    digest = sha256(database.read_bytes()).hexdigest()
    capture = found.capture
    lines = []
    for value in values:
        source = value.sources[0] if value.sources else None
        address = capture.archived(source.text if source else "") or capture.url
        where = f", line {source.lines}" if source else ""
        shown = " ".join(value.shown.split())
        lines.append(
            f"{found.id}, {value.column.name}: „{shown}“. {address}, captured {capture.captured_at}{where}; "
            f"page sha256:{capture.digest}; database sha256:{digest}."
        )
    return [harmless(line) for line in lines]


def _row(name: str, text: str) -> str:
    first, *rest = text.split("\n")
    return "\n".join([f"  {name:<11}{first}", *(f"{'':<13}{line}" for line in rest)])
