"""`jsiq-scrape export`: the dataset as a release or as a static site, or the evidence as a WARC file."""

from pathlib import Path

import click

from jsiq_scrape.commands import options
from jsiq_scrape.explore.plain_text import counted
from jsiq_scrape.workspace import Workspace


@click.command(name="export", short_help="Write a release of the dataset, a static site, or the evidence.")
@click.argument("folder", type=options.PATH, metavar="[DIR]", required=False)
@click.option(
    "--with-contacts",
    is_flag=True,
    help="Keep the contact persons, and put the pages beside the data as WARC: personal data.",
)
@options.without_contacts
@click.option("--force", is_flag=True, help="Replace an earlier release, or an earlier site, in DIR.")
@click.option("--site", type=options.PATH, metavar="DIR", help="As a static site, in German, for any web server.")
@click.option("--warc", type=options.PATH, metavar="FILE", help="As a WARC 1.1 file, gzipped when it ends in .gz.")
@options.as_json
@options.root
def command(
    folder: Path | None,
    with_contacts: bool,
    without_contacts: bool,
    force: bool,
    site: Path | None,
    warc: Path | None,
    as_json: bool,
) -> None:
    """Write the dataset to DIR as a release: SQLite, the tables as files in several formats (its README lists them),
    codebook, datapackage.json, RO-Crate, CITATION.cff and SHA256SUMS.  Title, authors and licence come from
    dataset.toml; contact persons are left out unless asked for (--without-contacts says so in words).  With a list of
    municipalities in expected.csv its README names those that are missing.

    With --site DIR: write pages that open from the folder and that any static host can serve: a start page, one page a
    profile with its history and evidence, changes, a map and a search in the browser.  Contact persons are left out
    unless asked for.

    With --warc FILE: write all that was collected into a WARC file that web archives such as pywb replay.
    `jsiq-scrape collect warc FILE` takes it in again without loss.  The file holds the pages as they are, with the
    names and addresses of the contact persons.  Nothing is overwritten.
    """
    if sum(one is not None for one in (folder, site, warc)) != 1:
        raise click.UsageError("say what to write: DIR for a release, --site DIR, or --warc FILE")
    if with_contacts and without_contacts:
        raise click.UsageError("--with-contacts and --without-contacts: choose one; without is what a release is made")
    if warc is not None:
        if without_contacts:
            raise click.UsageError("a WARC file holds the pages as they are: there is none without contacts")
        if with_contacts or force:
            raise click.UsageError("--with-contacts and --force go with DIR and --site, not with --warc")
        _write_warc(options.collected(), warc, as_json)
    elif site is not None:
        _write_site(options.collected(), site, with_contacts, force, as_json)
    else:
        assert folder is not None
        _write_release(options.collected(), folder, with_contacts, force, as_json)


def _write_warc(place: Workspace, warc: Path, as_json: bool) -> None:
    from jsiq_scrape.evidence.store import Snapshots
    from jsiq_scrape.files.warc.warc_export import export
    from jsiq_scrape.privacy.erasure import refuse_suppressed

    with options.held(place, "export"):
        refuse_suppressed(place)
        done = export(Snapshots(place.snapshots), warc)
    if as_json:
        options.print_json(
            {"path": str(done.path), "captures": done.captures, "bodies": done.bodies, "records": done.records}
        )
        return
    captures, records = counted(done.captures, "capture"), counted(done.records, "record")
    click.echo(f"{done.path}: {captures} with {counted(done.bodies, 'body')} in {records}")


def _write_site(place: Workspace, folder: Path, contacts: bool, force: bool, as_json: bool) -> None:
    from jsiq_scrape.errors import naming
    from jsiq_scrape.release.formats.static_site import write

    with options.held(place, "export"), options.counting("reading") as progress, naming(folder):
        done = write(place, folder, contacts=contacts, force=force, progress=progress)
    if as_json:
        options.print_json(
            {"path": str(done.folder), "files": done.files, "profiles": done.profiles, "demo": done.demo}
        )
        return
    held_back = "contacts included" if contacts else "contacts left out"
    click.echo(f"{done.folder}: {counted(done.profiles, 'profile')}, {counted(done.files, 'file')}, {held_back}")


def _write_release(place: Workspace, folder: Path, contacts: bool, force: bool, as_json: bool) -> None:
    from jsiq_scrape.errors import naming
    from jsiq_scrape.release.release import write

    with options.held(place, "export"), options.counting("reading") as progress, naming(folder):
        done = write(place, folder, contacts=contacts, force=force, progress=progress)
    if as_json:
        options.print_json({"path": str(done.folder), "files": done.files, "counts": done.counts, "notes": done.notes})
        return
    parts = [counted(done.counts[name], name) for name in ("profile", "project")]
    parts += [counted(done.files, "file"), "contacts and pages included" if contacts else "contacts left out"]
    click.echo(f"{done.folder}: {', '.join(parts)}")
    for note in done.notes:
        click.echo(f"note: {note}", err=True)
