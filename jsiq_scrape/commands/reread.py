"""`jsiq-scrape reread`: what another reader or vocabulary makes of the same evidence."""

import json
from typing import TYPE_CHECKING

import click

from jsiq_scrape.commands import options
from jsiq_scrape.errors import ExitCode
from jsiq_scrape.explore.plain_text import counted

if TYPE_CHECKING:
    from jsiq_scrape.privacy.identifiers import Identifiers
    from jsiq_scrape.release.rereading import Reread


@click.command(name="reread", short_help="Show, or accept, what a new reader alters.")
@click.option("--diff", is_flag=True, help="Only show it; the database stays as it is.")
@options.accept
@options.as_json
@options.exit_code
@options.root
def command(diff: bool, accept: tuple[str, ...], as_json: bool, exit_code: bool) -> int:
    """Read the stored pages again, with the reader and the parsers/ of today.

    With --diff nothing is published: each value that would become another one is printed, table, row, field, old and
    new, and for each key that would change the lines of parsers/identities.toml that keep it.  With --json one object
    a line, and --exit-code ends with 5 when there is any.  Without --diff this is `jsiq-scrape build`, gates included.
    """
    from jsiq_scrape.database import build
    from jsiq_scrape.database.building import as_before
    from jsiq_scrape.monitor.report import built_as_json, built_as_text
    from jsiq_scrape.privacy import suppressions
    from jsiq_scrape.privacy.redaction import identifiers_in
    from jsiq_scrape.release.rereading import reread

    workspace = options.collected()
    options.name_vocabulary(workspace)
    if not diff:
        with options.held(workspace, "reread"), options.counting("reading") as progress:
            contacts = as_before(workspace.database)
            report = build(workspace, accept=accept, progress=progress, contacts=contacts)
        click.echo(built_as_json(report) if as_json else built_as_text(report))
        return 0
    options.published()
    with options.held(workspace, "reread"), options.counting("reading") as progress:
        found = reread(workspace, progress)
    suppressed = suppressions.load_suppressions(workspace.resource(suppressions.FILE))
    _show(found, identifiers_in([workspace.database], suppressed), as_json=as_json)
    return ExitCode.CHANGES_FOUND if exit_code and (found.differences or found.rekeyed) else ExitCode.DONE


def _show(found: "Reread", out: "Identifiers", *, as_json: bool) -> None:
    from jsiq_scrape.privacy.erasure import each_text

    for one in found.differences:
        if as_json:
            line = {"table": one.table, "key": one.key, "kind": one.kind, "field": one.column,
                    "old": one.old, "new": one.new}  # fmt: skip
            options.print_json(each_text(line, out.text))
        else:
            what = f"{one.table} {' '.join(map(str, one.key))}"
            values = f"{one.column}: {_value(one.old)} -> {_value(one.new)}" if one.column else one.kind
            click.echo(out.text(f"{what}  {values}"))
    for key in found.rekeyed:
        if as_json:
            options.print_json(
                {"table": key.table, "kind": "rekeyed", "old": key.old, "new": key.new, "decision": key.decision}
            )
        else:
            click.echo(f"{key.table} {key.old} would become {key.new}; to keep it, in parsers/identities.toml:")
            click.echo("\n".join(f"    {line}" for line in key.decision.splitlines()))
    if found.captures:
        newer = f"{counted(found.captures, 'capture')} {'is' if found.captures == 1 else 'are'} newer than the database"
        click.echo(f"{newer}; what that brings is shown too", err=True)
    if not found.differences:
        click.echo("a build would alter nothing", err=True)


def _value(value: object) -> str:
    from jsiq_scrape.explore.plain_text import harmless

    return "nothing" if value is None else harmless(json.dumps(value, ensure_ascii=False))
