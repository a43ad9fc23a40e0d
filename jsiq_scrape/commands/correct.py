"""`jsiq-scrape correct`: a person's value where the reader misread a page."""

import click

from jsiq_scrape.commands import options
from jsiq_scrape.errors import UsageError
from jsiq_scrape.explore.plain_text import counted


@click.command(name="correct", short_help="Correct a value that was misread.")
@click.argument("table")
@click.argument("entry_id", metavar="ID")
@click.argument("column")
@click.argument("value", required=False)
@click.option("--empty", is_flag=True, help="Instead of VALUE: the page does not say it.")
@click.option("--who", required=True, metavar="NAME", help="Who decided it.")
@click.option("--why", required=True, metavar="TEXT", help="Why, with the source.")
@options.as_json
@options.root
def command(
    table: str, entry_id: str, column: str, value: str | None, empty: bool, who: str, why: str, as_json: bool
) -> None:
    """Write into parsers/decisions.toml that COLUMN of an entry has VALUE, whatever the reader makes of the page, and
    print the lines.

    TABLE is profile, contact, funding_area or project; ID is the entry's key (`jsiq-scrape explain TABLE` lists them).
    VALUE is written as on a page: ja or nein, 31.12.2018, several institutions with ";" between them.  It holds for
    the stored pages that show the present version of the entry, from the next build on; a later page that says
    something else counts again.
    """
    import json
    from contextlib import closing

    from jsiq_scrape.database.correction import correct
    from jsiq_scrape.explore.value_evidence import entry
    from jsiq_scrape.tables import ENTITIES
    from jsiq_scrape.tables.connection import connect

    if empty == (value is not None):
        raise UsageError("give VALUE, or --empty when the page does not say it")
    place = options.workspace()
    with options.held(place, "correct"), closing(connect(options.published())) as connection:
        if table in ENTITIES:
            entry(connection, table, entry_id)  # names the entries that may be meant when there is no such one
        done = correct(place, connection, table, entry_id, column, value, who, why)
    if as_json:
        summary = {"field": done.field, "bodies": done.bodies, "old": done.old, "new": done.new}
        click.echo(json.dumps(summary, ensure_ascii=False, default=str))
        return
    click.echo("\n".join(done.lines).strip())
    pages = counted(len(done.bodies), "stored page")
    click.echo(f"decided for {pages} in {place.parsers / 'decisions.toml'}; next: jsiq-scrape build", err=True)
