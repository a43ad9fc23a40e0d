"""`jsiq-scrape audit`: how often the reader errs, by a sample that a person checks."""

import json
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import click

from jsiq_scrape.commands import options


@click.command(name="audit", short_help="Draw a sample to check by hand, and read it back.")
@click.option("--sample", "number", type=click.IntRange(min=1), metavar="N", help="Print that many values as CSV.")
@click.option("--seed", type=int, default=1, show_default=True, metavar="S", help="Another seed draws another sample.")
@click.option(
    "--read",
    "checked",
    type=options.PATH,
    metavar="CSV",
    help="Read a sample whose column verdict was filled in, and state the error rate of each field.",
)
@options.as_json
@options.root
def command(number: int | None, seed: int, checked: Path | None, as_json: bool) -> None:
    """Print a sample of the values in the database for a person to check: the value, the text it was read from, and
    where the page is.  Write right, wrong or unsure into the column verdict, and read the file back with --read: it
    states how often each field is wrong, with the interval of Wilson at 95 %.

    The sample holds personal data when it draws contacts.  It is about values that were found, not of what nobody saw.
    """
    from jsiq_scrape.release.error_rates import as_text, rates, sample
    from jsiq_scrape.tables.connection import connect

    if (number is None) == (checked is None):
        raise click.UsageError("say what to do: --sample N, or --read CSV")
    if checked is not None:
        summary = rates(checked)
        lines = [json.dumps(asdict(rate) | {"rate": rate.rate}) for rate in summary]
        click.echo("\n".join(lines) if as_json else as_text(summary))
    elif number is not None:
        with closing(connect(options.published())) as connection:
            click.echo(sample(connection, number, seed), nl=False)
