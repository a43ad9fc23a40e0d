"""What a command says when pages could not be fetched: each reason once, and where to read more."""

import click

from jsiq_scrape.commands.options import named_root
from jsiq_scrape.workspace import Workspace

_MANY = 20  # reasons that are printed


def tell_failures(failures: list[tuple[str, str]]) -> None:
    """Print each reason once on standard error, with the first URL that it kept from being fetched."""
    by_reason: dict[str, list[str]] = {}
    for url, reason in failures:
        by_reason.setdefault(reason, []).append(url)
    for reason, urls in list(by_reason.items())[:_MANY]:
        others = f" and {len(urls) - 1} more" if len(urls) > 1 else ""
        click.echo(f"{urls[0]}{others}: {reason}", err=True)
    if len(by_reason) > _MANY:
        click.echo(f"... and {len(by_reason) - _MANY} more reasons", err=True)
    if len(failures) > min(len(by_reason), _MANY):
        click.echo("(--json names every URL)", err=True)


def tell_incomplete(place: Workspace, *, noted: bool) -> None:
    """Print on standard error what to do after a command that left work over; `noted`: as incidents, too."""
    named = named_root()
    root = f" --root {named}" if named is not None else ""
    more = f"; jsiq-scrape incidents{root} says more" if noted else ""
    click.echo(f"incomplete: run it again, with -v to see each URL{more}", err=True)
    from jsiq_scrape.demo.tour import MARKER

    if (place.root / MARKER).is_file():
        click.echo(
            f"This is the demo's workspace; its site runs only while `jsiq-scrape demo --keep-running{root}` does, "
            "which makes the workspace anew.",
            err=True,
        )
