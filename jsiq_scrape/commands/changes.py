"""`jsiq-scrape changes`: the history, field by field."""

import click

from jsiq_scrape.commands.options import exit_code_option, published, root_option, show

FORMATS = ("table", "json", "markdown", "atom")
CHANGES_FOUND = 5


@click.command(name="changes", short_help="Print what changed on the pages.")
@click.option(
    "--since",
    metavar="DATE|RUN",
    help="Only changes seen since a day (2018-04-12 or 12.04.2018) or by a run and later ones.",
)
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="How to print them."
)
@click.option("--json", "as_json", is_flag=True, help="Short for --format json: one object a line.")
@exit_code_option
@root_option
def command(since: str | None, form: str, as_json: bool, exit_code: bool) -> int:
    """Print what changed on the pages, as the database knows it: which field of which record, from what to what.

    A change that only concerns typography, markup or the page around a profile is none.
    """
    from jsiq_scrape.monitor import feed, report
    from jsiq_scrape.monitor.changes import changes

    found = changes(published(), since)
    if as_json or form == "json":
        if found:
            click.echo(report.json_lines(found))
    elif form == "markdown":
        click.echo(report.markdown(found))
    elif form == "atom":
        click.echo(feed.atom(found))
    elif found:
        show(report.table(found))
    else:
        click.echo("no changes", err=True)
    return CHANGES_FOUND if exit_code and found else 0
