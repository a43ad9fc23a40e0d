"""`jsiq-scrape changes`: the history, field by field."""

import click

from jsiq_scrape.commands import options
from jsiq_scrape.errors import ExitCode


@click.command(name="changes", short_help="Print what changed on the pages.")
@click.option(
    "--since",
    metavar="DATE|RUN",
    help="Only changes seen since a day (2018-04-12 or 12.04.2018) or by a run and later ones.",
)
@options.filters()
@options.formats("table", "json", "markdown", "atom")
@options.with_contacts
@options.base_url
@options.exit_code
@options.root
def command(
    since: str | None,
    fields: tuple[str, ...],
    records: tuple[str, ...],
    lands: tuple[str, ...],
    form: str,
    with_contacts: bool,
    base_url: str | None,
    exit_code: bool,
) -> int:
    """Print what changed on the pages, as the database knows it: which field of which record, from what to what.

    Of a text that changed, the words are shown that were removed [-so-] and added {+so+}.  A change that only concerns
    typography, markup or the page around a profile is none.

    Markdown and Atom are meant for publishing: they hold no contact data unless asked to (--with-contacts), and link to
    the pages.  The table and JSON always hold everything.
    """
    from jsiq_scrape.monitor import feed, report
    from jsiq_scrape.monitor.change_log import ChangeFilter, changes, without_contacts

    chosen = ChangeFilter.of(fields, records, lands)
    database = options.published()
    found = chosen.chosen(changes(database, since))
    if form == "json":
        for change in found:
            options.print_json(change.public())
    elif form in ("markdown", "atom"):
        public = found if with_contacts else without_contacts(database, found)
        click.echo(report.markdown(public, base_url) if form == "markdown" else feed.atom(public, base_url))
    elif found:
        options.show(report.table(found))
    else:
        click.echo("no changes", err=True)
    return ExitCode.CHANGES_FOUND if exit_code and found else ExitCode.DONE
