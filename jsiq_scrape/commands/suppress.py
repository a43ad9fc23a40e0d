"""`jsiq-scrape suppress`: leave a person out of every output, and prove it."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jsiq_scrape.commands import options
from jsiq_scrape.errors import UsageError
from jsiq_scrape.explore.plain_text import counted

if TYPE_CHECKING:
    from jsiq_scrape.privacy.suppressions import Known
    from jsiq_scrape.workspace import Workspace

_ASKED: "dict[Known, str]" = {
    "name": "Name, as the pages print it",
    "email": "Mail address",
    "phone": "Telephone number",
}


@click.command(name="suppress", short_help="Leave a person out of every output, and prove it.")
@click.argument("outputs", nargs=-1, type=options.PATH, metavar="[OUTPUT]...")
@click.option("--name", is_flag=True, help="Ask for a name: it is read from standard input, never from arguments.")
@click.option("--email", is_flag=True, help="Ask for a mail address that is this person's alone.")
@click.option("--phone", is_flag=True, help="Ask for a telephone number that is this person's alone.")
@click.option(
    "--why", default="", metavar="TEXT", help="A remark for the file, such as a reference; it must name nobody."
)
@click.option(
    "--report", is_flag=True, help="Search every output for the suppressed persons; ends with 1 if one is found."
)
@options.as_json
@options.root
def command(
    outputs: tuple[Path, ...], name: bool, email: bool, phone: bool, why: str, report: bool, as_json: bool
) -> int:
    """Add a person to parsers/suppressions.toml, as salted hashes that name nobody, and print the lines.

    What identifies the person is asked for, or read from standard input, one line each in the order name, mail
    address, number; so it stays out of the history of the shell.  The next build leaves the person out of every
    table, and no event shows that they went.  Snapshots are evidence and stay.

    With --report: search the database, the caches and all other files of the workspace, and each OUTPUT (a release, a
    feed), for the suppressed persons.  Hashes cannot be searched for: what to look for are the names, addresses and
    numbers on the stored pages that belong to an entry, and, with --report --name (--email, --phone), what you give.
    The report names places, never persons.
    """
    asked: dict[Known, bool] = {"name": name, "email": email, "phone": phone}
    wanted = [kind for kind, flag in asked.items() if flag]
    if not (report or wanted):
        raise click.UsageError("say what to do: --name, --email or --phone, or --report")
    if outputs and not report:
        raise click.UsageError("OUTPUT goes with --report; a name is asked for, not given as an argument")
    place = options.workspace()
    return report_on(place, outputs, wanted, as_json) if report else add(place, wanted, why, as_json)


def add(place: "Workspace", wanted: "list[Known]", why: str, as_json: bool) -> int:
    from jsiq_scrape.privacy import suppressions
    from jsiq_scrape.privacy.erasure import erasure_of

    values = {kind: answer(_ASKED[kind]) for kind in wanted}
    with options.held(place, "suppress") as clock:
        file = place.parsers / suppressions.FILE
        text = place.resource(suppressions.FILE).read_text(encoding="utf-8")
        place.parsers.mkdir(exist_ok=True)
        lines = suppressions.add(file, text, values, clock.now().date(), why)
        erased = erasure_of(place)
    if as_json:
        options.print_json({"lines": lines, "contacts": erased.contacts, "pages": len(erased.lines)})
        return 0
    click.echo("\n".join(lines).strip())
    summary = f"{erased.contacts} contacts on {len(erased.lines)} stored pages are suppressed by {file}"
    click.echo(f"{summary}; they are left out from the next build on (jsiq-scrape build)", err=True)
    return 0


def answer(question: str) -> str:
    """What a person types, or the next line of standard input.  Raises UsageError when that is no text."""
    if sys.stdin.isatty():
        return str(click.prompt(question, err=True))
    try:
        return sys.stdin.buffer.readline().decode("utf-8").strip()
    except UnicodeDecodeError:
        raise UsageError("standard input is not UTF-8") from None


def report_on(place: "Workspace", outputs: tuple[Path, ...], wanted: "list[Known]", as_json: bool) -> int:
    from jsiq_scrape.privacy.leak_check import check_leaks

    summary = check_leaks(place, outputs, {kind: answer(_ASKED[kind]) for kind in wanted})
    if as_json:
        options.print_json(asdict(summary))
    else:
        click.echo(
            f"{summary.entries} entries suppress {summary.contacts} contacts on {summary.pages} stored pages; "
            f"{summary.files} files searched, {len(summary.found)} places found"
        )
        for one in summary.found:
            click.echo(f"  {one}")
        if summary.unknown:
            click.echo(
                f"{counted(summary.unknown, 'entry')} could not be searched for, because no stored page shows "
                "whom they mean: give the person, as in suppress --report --name",
                err=True,
            )
    return 1 if summary.found else 0
