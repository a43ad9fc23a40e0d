"""`jsiq-scrape compare`: what differs between two releases."""

from pathlib import Path

import click

from jsiq_scrape.commands import options
from jsiq_scrape.errors import ExitCode


@click.command(name="compare", short_help="Show what differs between two releases.")
@click.argument("old", type=options.PATH, metavar="OLD")
@click.argument("new", type=options.PATH, metavar="NEW")
@options.as_json
@options.exit_code
@options.root
def command(old: Path, new: Path, as_json: bool, exit_code: bool) -> int:
    """Show which profiles, funding areas and projects differ between two releases (or database files), and why: the
    page changed, captures came in that were not known, or the reader reads the same page differently.

    Prints Markdown for the changelog of the data; with --json one object a line.
    """
    from jsiq_scrape.privacy import suppressions
    from jsiq_scrape.privacy.erasure import each_text
    from jsiq_scrape.privacy.redaction import identifiers_in
    from jsiq_scrape.release.release_diff import database_of, differences, markdown

    summary = differences(old, new)
    out = identifiers_in(
        map(database_of, (old, new)), suppressions.load_suppressions(options.workspace().resource(suppressions.FILE))
    )
    if as_json:
        for each in summary:
            one = each.difference
            line = {"cause": each.cause.name.lower(), "profile": each.profile, "table": one.table, "key": one.key,
                    "kind": one.kind, "field": one.column, "old": one.old, "new": one.new}  # fmt: skip
            options.print_json(each_text(line, out.text))
    else:
        click.echo(out.text(markdown(old, new, summary)), nl=False)
    return ExitCode.CHANGES_FOUND if exit_code and summary else ExitCode.DONE
