"""`jsiq-scrape purge`: take a stored page out of the evidence for good, and say so there."""

import re
from typing import TYPE_CHECKING

import click

from jsiq_scrape.commands import options
from jsiq_scrape.errors import UsageError

if TYPE_CHECKING:
    from datetime import datetime

    from jsiq_scrape.evidence.store import Snapshots
    from jsiq_scrape.workspace import Workspace


@click.command(name="purge", short_help="Take a stored page out of the evidence for good.")
@click.argument("digests", nargs=-1, metavar="[DIGEST]...")
@click.option("--suppressed", is_flag=True, help="All stored pages that name a suppressed person.")
@click.option(
    "--why", default="", metavar="TEXT", help="The reason, such as a reference; it stays, and must name nobody."
)
@click.option("--yes", is_flag=True, help="Do it; without this, what would go is only listed.")
@options.as_json
@options.root
def command(digests: tuple[str, ...], suppressed: bool, why: str, yes: bool, as_json: bool) -> int:
    """Remove bodies from snapshots/bodies/, by their SHA-256 or the first 16 digits of it, and note in
    snapshots/purges/ that they were removed, when and why.

    Their captures stay.  `verify` reports them as purged, `build` leaves them out and says how many, and a page that
    is fetched with the same bytes again is not stored again.  The caches of readings are deleted with them.  What a
    database, a release, a backup or the history of a repository holds of them stays until you see to it.
    """
    from jsiq_scrape.evidence.store import Snapshots
    from jsiq_scrape.explore.plain_text import counted

    if bool(digests) == suppressed:
        raise click.UsageError("say what to remove: DIGEST, or --suppressed")
    why = " ".join(why.split())
    if yes and not why:
        raise click.UsageError("--why is missing: the store keeps the reason in the place of the page")
    place = options.collected()
    with options.held(place, "purge") as clock:
        snapshots = Snapshots(place.snapshots)
        wanted = sorted(set(naming_suppressed(place) if suppressed else (found(snapshots, one) for one in digests)))
        refuse_decided(place, wanted)
        new = [digest for digest in wanted if digest not in snapshots.purges]
        if yes:
            remove(place, snapshots, wanted, new, why, clock.now())
    if as_json:
        options.print_json({"purged": wanted if yes else [], "found": wanted, "noted": new if yes else []})
        return 0
    for digest in wanted:
        click.echo(f"{'purged' if yes else 'would be purged'}: {digest}")
    if not yes:
        click.echo(f"{counted(len(wanted), 'page')} found; nothing was removed (--yes does it)", err=True)
    elif wanted:
        click.echo(
            f"{counted(len(wanted), 'page')} removed. Still to do: jsiq-scrape build; and, where there are any, the "
            "history of a repository, backups, WARC files and releases (docs/personal-data.md)",
            err=True,
        )
    return 0


def found(snapshots: "Snapshots", named: str) -> str:
    """The digest of a stored page by its beginning.  Raises UsageError unless it names one."""
    if re.fullmatch("[0-9a-f]{16,64}", named) is None:
        raise UsageError(f"{named[:80]!r} is no digest: 16 to 64 of the digits 0-9 and a-f")
    bodies = snapshots.bodies.folder / named[:2]
    held = {path.stem for path in bodies.glob(f"{named}*.html")} if bodies.is_dir() else set()
    matching = held | {digest for digest in snapshots.purges if digest.startswith(named)}
    if len(matching) != 1:
        raise UsageError(f"{len(matching) or 'no'} stored pages have a digest that begins with {named}")
    return matching.pop()


def naming_suppressed(place: "Workspace") -> list[str]:
    """The stored pages that name a suppressed person.

    Raises UsageError while an output still does: without the pages nobody could find the person there any more.
    """
    from jsiq_scrape.privacy.erasure import erasure_of
    from jsiq_scrape.privacy.leak_check import check_leaks

    shown = check_leaks(place).found
    if shown:
        raise UsageError(
            f"a suppressed person is still in {shown[0]}: build first (suppress --report names all places)"
        )
    return list(erasure_of(place).lines)


def refuse_decided(place: "Workspace", wanted: list[str]) -> None:
    """Raise UsageError when somebody decided on one of these pages: the decision repeats what the page says."""
    from jsiq_scrape.readings import corrections

    file = place.resource("decisions.toml")
    decided = corrections.load_decisions(file).by_body.keys() & set(wanted)
    if decided:
        raise UsageError(f"{file} decides on page {min(decided)}: take out what it says of that page, then purge it")


def remove(
    place: "Workspace", snapshots: "Snapshots", wanted: list[str], new: list[str], why: str, now: "datetime"
) -> None:
    """First the note, then the bodies: a kill between them leaves pages that no build reads and `verify` names."""
    from jsiq_scrape.readings.cache import FILE

    if new:
        snapshots.purges.add(new, why, now)
    for digest in wanted:
        snapshots.bodies.remove(digest)
    for path in (place.root / ".cache").glob(f"{FILE}*"):
        path.unlink()
