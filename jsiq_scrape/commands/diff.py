"""`jsiq-scrape diff`: two captures of a profile, line by line."""

import click

from jsiq_scrape.commands import options


@click.command(name="diff", short_help="Compare two captures of a profile line by line.")
@click.argument("profile")
@click.argument("before", metavar="[FROM]", required=False)
@click.argument("after", metavar="[TO]", required=False)
@click.option("--all", "everything", is_flag=True, help="All lines of both pages, not only those that differ.")
@options.root
def command(profile: str, before: str | None, after: str | None, everything: bool) -> None:
    """Print both readings of a profile line by line, with the role of each line and the fields read from it, and the
    changes between them that the database reports: what to look at when one of these seems wrong.

    PROFILE is the key of a profile or one of its addresses.  FROM and TO are keys of captures, days or moments: of a
    time, the last capture until then.  Without TO, the last capture.  Without both, the two sides of the last change.
    Removed words are marked [-so-], added ones {+so+}.
    """
    from contextlib import closing

    from jsiq_scrape.explore import page_diff
    from jsiq_scrape.explore.plain_text import harmless
    from jsiq_scrape.monitor import report
    from jsiq_scrape.monitor.change_log import changes
    from jsiq_scrape.tables.connection import connect

    database = options.published()
    with closing(connect(database)) as connection:
        key = page_diff.profile_key(connection, profile)
        old, new = page_diff.captures(connection, key, before, after)
    read = page_diff.reader(options.workspace())
    click.echo(harmless(f"{key}: from {old.captured_at} (capture {old.id}) {old.url}"))
    click.echo(harmless(f"{' ' * len(key)}    to {new.captured_at} (capture {new.id}) {new.url}"))
    found = page_diff.pairs(read(old), read(new))
    lines = page_diff.shown(found, None if everything else page_diff.CONTEXT)
    if any(line is not None for line in lines):
        click.echo()
        options.show(page_diff.table(lines))
    else:
        click.echo("no line differs in text, role or field", err=True)
    events = [
        change
        for change in changes(database)
        if change.profile == key and old.captured_at < change.seen_at <= new.captured_at
    ]
    click.echo()
    if events:
        options.show(report.table(events))
    else:
        click.echo("no changes between these captures", err=True)
