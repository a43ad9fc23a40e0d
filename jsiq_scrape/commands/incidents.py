"""`jsiq-scrape incidents`: what keeps the scraper from seeing the pages."""

import json

import click

from jsiq_scrape.commands.options import console, root_option, workspace

FORMATS = ("text", "json", "markdown", "atom")


@click.command(name="incidents", short_help="Print what keeps the scraper from seeing the pages.")
@click.option("--all", "everything", is_flag=True, help="Those that are over as well.")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="How to print them."
)
@click.option("--json", "as_json", is_flag=True, help="Short for --format json: one object a line.")
@root_option
def command(everything: bool, form: str, as_json: bool) -> None:
    """Print the incidents that stand, a paragraph each: pages that do not answer, refusals, block pages, lists that
    name nothing, damaged evidence, archives that ask for a pause, a gate that holds the database back.

    An incident is a state with a first and a last moment at which it was seen; `jsiq-scrape run` reports it when it
    begins and when it ends.  It is no change of the data, so it has a feed of its own (--format atom), in which each
    beginning and each end is one entry.
    """
    from jsiq_scrape.errors import MissingFile
    from jsiq_scrape.monitor import feed, report
    from jsiq_scrape.monitor.incidents import standing
    from jsiq_scrape.monitor.state import incidents

    place = workspace()
    if not place.snapshots.is_dir():
        raise MissingFile(f"no snapshots/ in {place.root.absolute()}: nothing was collected there yet")
    known = incidents(place)
    if form == "atom" and not as_json:
        click.echo(feed.atom_of_incidents(known))
        return
    chosen = known if everything else standing(known)
    if as_json or form == "json":
        for one in chosen:
            click.echo(json.dumps(one.public(), ensure_ascii=False))
    elif form == "markdown":
        click.echo(report.incidents_as_markdown(chosen))
    elif chosen:
        shown = console()
        width = shown.width if shown.is_terminal else None
        click.echo("\n\n".join(report.incident(one, width) for one in chosen))
    else:
        click.echo("no incidents", err=True)
