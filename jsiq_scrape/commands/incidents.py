"""`jsiq-scrape incidents`: what keeps the scraper from seeing the pages."""

import click

from jsiq_scrape.commands import options


@click.command(name="incidents", short_help="Print what keeps the scraper from seeing the pages.")
@click.option("--all", "everything", is_flag=True, help="Those that are over as well.")
@options.formats("text", "json", "markdown", "atom")
@options.root
def command(everything: bool, form: str) -> None:
    """Print the incidents that stand, a paragraph each: pages that do not answer, refusals, block pages, lists that
    name nothing, damaged evidence, archives that ask for a pause, a gate that holds the database back.

    An incident is a state with a first and a last moment at which it was seen; `jsiq-scrape run` reports it when it
    begins and when it ends.  It is no change of the data, so it has a feed of its own (--format atom), in which each
    beginning and each end is one entry.
    """
    from jsiq_scrape.monitor import feed, report
    from jsiq_scrape.monitor.incident_states import standing
    from jsiq_scrape.monitor.state import incidents

    known = incidents(options.collected())
    chosen = known if everything else standing(known)
    if form == "atom":
        click.echo(feed.atom_of_incidents(known))
    elif form == "json":
        for one in chosen:
            options.print_json(one.public())
    elif form == "markdown":
        click.echo(report.incidents_as_markdown(chosen))
    elif chosen:
        shown = options.console()
        width = shown.width if shown.is_terminal else None
        click.echo("\n\n".join(report.incident(one, width) for one in chosen))
    else:
        click.echo("no incidents", err=True)
