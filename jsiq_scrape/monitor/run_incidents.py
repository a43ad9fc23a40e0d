"""The incidents of a run that no capture shows: archives that rest or refuse, damaged evidence, a failed gate."""

from collections.abc import Iterable
from datetime import datetime

from jsiq_scrape.archives.summary import ArchiveReport
from jsiq_scrape.database import BuildReport
from jsiq_scrape.errors import GateFailed
from jsiq_scrape.evidence.store import Snapshots
from jsiq_scrape.monitor.incidents import Incident, IncidentKind, observed
from jsiq_scrape.workspace import Workspace


def observe(
    workspace: Workspace,
    before: Iterable[Incident],
    archives: Iterable[tuple[str, ArchiveReport]],
    built: BuildReport | None,
    failed: GateFailed | None,
    now: datetime,
) -> list[Incident]:
    """The incidents of this kind that were there before, carried on, ended, or joined by those that this run met."""
    seen: dict[tuple[IncidentKind, str], str] = {}
    asked: set[IncidentKind | str] = {IncidentKind.GATE}
    for service, report in archives:
        asked.add(service)
        seen |= {(kind, service): detail for kind, detail in _of_archive(report).items()}
    if failed is not None:
        seen[IncidentKind.GATE, "db/jsiq.db"] = str(failed)
    damages = _damages(workspace) if built is None else list(built.damages)
    if built is not None:  # a build that failed says nothing of bodies
        asked.add(IncidentKind.DAMAGED)
    for damage in damages:
        said, _, place = damage.rpartition(" @ ")
        file = place.partition(": ")[0].removeprefix(f"{workspace.snapshots}/")
        seen[IncidentKind.DAMAGED, file] = said or damage
    return observed(before, seen, asked, f"{now:%Y-%m-%dT%H:%M:%SZ}")


def _of_archive(report: ArchiveReport) -> dict[IncidentKind, str]:
    from jsiq_scrape.archives.listing import is_exclusion  # with all that reads archives: for who asks one

    found: dict[IncidentKind, str] = {}
    said = [(url, text) for url, text in report.incidents if url]
    left_out = [text for _, text in said if is_exclusion(text)]
    if report.excluded:
        found[IncidentKind.REFUSED] = left_out[0] if left_out else "leaves the site out"
    if report.unlisted:
        others = [text for _, text in said if not is_exclusion(text)]
        found[IncidentKind.UNREACHABLE] = others[0] if others else "a search gave no listing"
    if report.resume_after is not None:
        found[IncidentKind.RESTING] = f"wants to be left alone until {report.resume_after:%Y-%m-%d %H:%M:%S} UTC"
    return found


def _damages(workspace: Workspace) -> list[str]:
    """What of the run files cannot be used."""
    snapshots = Snapshots(workspace.snapshots)
    snapshots.runs()
    return [str(damage) for damage in snapshots.damages if not damage.harmless]
