"""`jsiq-scrape compare`: what differs between two releases."""

import json
from pathlib import Path

import click

from jsiq_scrape.commands.options import exit_code_option, json_option, root_option, workspace

CHANGES_FOUND = 5


@click.command(name="compare", short_help="Tell what differs between two releases.")
@click.argument("old", type=click.Path(path_type=Path), metavar="OLD")
@click.argument("new", type=click.Path(path_type=Path), metavar="NEW")
@json_option
@exit_code_option
@root_option
def command(old: Path, new: Path, as_json: bool, exit_code: bool) -> int:
    """Tell which profiles, funding areas and projects differ between two releases (or database files), and why: the
    page changed, captures came in that were not known, or the reader reads the same page differently.

    Prints Markdown for the changelog of the data; with --json one object a line.
    """
    from jsiq_scrape.privacy import suppressions
    from jsiq_scrape.privacy.erasure import each_text
    from jsiq_scrape.privacy.redaction import identifiers_in
    from jsiq_scrape.release.release_diff import database_of, differences, markdown

    summary = differences(old, new)
    out = identifiers_in(
        map(database_of, (old, new)), suppressions.load_suppressions(workspace().resource(suppressions.FILE))
    )
    if as_json:
        for each in summary:
            one = each.difference
            line = {"cause": each.cause.name.lower(), "profile": each.profile, "table": one.table, "key": one.key,
                    "kind": one.kind, "field": one.column, "old": one.old, "new": one.new}  # fmt: skip
            click.echo(json.dumps(each_text(line, out.text), ensure_ascii=False))
    else:
        click.echo(out.text(markdown(old, new, summary)), nl=False)
    return CHANGES_FOUND if exit_code and summary else 0
