"""`jsiq-scrape collect`: pages into the snapshots, from wherever they still are."""

import click

from jsiq_scrape.commands import collect_archive, collect_files
from jsiq_scrape.commands.failures import tell_incomplete
from jsiq_scrape.commands.logs import logged
from jsiq_scrape.commands.options import (
    contact_option,
    json_option,
    looking,
    root_option,
    settings_for,
    sources_of,
    workspace,
)

INCOMPLETE = 3


@click.group(name="collect", short_help="Fetch pages and keep them as evidence.")
@root_option
def command() -> None:
    """Fetch pages and keep them in snapshots/: every answer, unread and unchanged.

    Nothing is built; `jsiq-scrape build` reads what was collected.
    """


@command.command(name="live", short_help="From the programme's site itself.")
@click.option("--source", "names", multiple=True, metavar="NAME", help="Only this source of sources.toml; repeatable.")
@contact_option
@json_option
@root_option
@logged
def live(names: tuple[str, ...], contact: str | None, as_json: bool) -> int:
    """Fetch every page of the live sources in parsers/sources.toml.

    Politely: robots.txt first, one request a second to a host, and only pages that changed are sent again.
    It ends with 3 when work is left, no page answered, or no list could be read and no page is known.
    """
    from jsiq_scrape.clock import SystemClock
    from jsiq_scrape.fetch.live import collect
    from jsiq_scrape.monitor.lock import hold

    place, clock = workspace(), SystemClock()
    known = sources_of(place)
    chosen = [known.named(name) for name in names] or list(known.source)
    settings = settings_for(place, known, contact, chosen)
    code = 0
    with hold(place, "collect live", clock.now()):
        for source in chosen:
            with looking() as progress:
                report = collect(place, source, clock, settings=settings, progress=progress)
            collect_files.show_report(source.name, report, as_json)
            code = INCOMPLETE if report.incomplete or report.silent else code
    if code == INCOMPLETE:
        tell_incomplete(place, noted=True)
    return code


for one in (
    collect_archive.archive,
    collect_files.warc,
    collect_files.parquet,
    collect_files.folder,
    collect_files.urls,
):
    command.add_command(one)
