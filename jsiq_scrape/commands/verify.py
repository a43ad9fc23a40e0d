"""`jsiq-scrape verify`: is every stored byte still what it was?"""

import click

from jsiq_scrape.commands import options
from jsiq_scrape.explore.plain_text import counted


@click.command(name="verify", short_help="Check that every stored byte is what it was.")
@options.as_json
@options.root
def command(as_json: bool) -> int:
    """Read and re-hash everything in snapshots/ and name what is damaged.

    Exits with 1 when evidence is damaged or lost.  What a killed run leaves behind is printed, and is not damage.
    With --json, one object a line for each thing found.
    """
    from jsiq_scrape.evidence.store import Snapshots

    workspace = options.collected()
    snapshots = Snapshots(workspace.snapshots)
    found = snapshots.verify()
    for damage in found:
        if as_json:
            summary = {"file": damage.file, "line": damage.line, "kind": damage.kind.value, "message": damage.message}
            options.print_json(summary | {"harmless": damage.harmless})
        else:
            line = f" line {damage.line}" if damage.line is not None else ""
            click.echo(f"{'note' if damage.harmless else 'DAMAGED'}  {damage.file}{line}: {damage.message}")
    damaged = sum(not damage.harmless for damage in found)
    runs = snapshots.runs()
    captures = sum(run.captures for run in runs)
    verdict = f"{damaged} damaged" if damaged else "all whole"
    click.echo(f"{counted(len(runs), 'run')} with {counted(captures, 'capture')}: {verdict}", err=True)
    return 1 if damaged else 0
