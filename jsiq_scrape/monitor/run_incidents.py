"""The incidents of a run that no capture shows: archives that rest or refuse, damaged evidence, a failed gate."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from jsiq_scrape.archives.summary import ArchiveReport
from jsiq_scrape.database import BuildReport
from jsiq_scrape.errors import GateFailed
from jsiq_scrape.evidence.store import Snapshots
from jsiq_scrape.monitor.incident_states import Incident, IncidentKind, standing
from jsiq_scrape.workspace import Workspace


def observe(
    workspace: Workspace,
    before: Sequence[Incident],
    archives: Iterable[tuple[str, ArchiveReport]],
    built: BuildReport | None,
    failed: GateFailed | None,
    now: datetime,
) -> list[Incident]:
    """The incidents of this kind that were there before, carried on, ended, or joined by those that this run met.

    What was there before and is not seen now is over if this run asked about its kind or its subject.
    """
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
        reason, _, place = damage.rpartition(" @ ")
        file = place.partition(": ")[0].removeprefix(f"{workspace.snapshots}/")
        seen[IncidentKind.DAMAGED, file] = reason or damage
    at = f"{now:%Y-%m-%dT%H:%M:%SZ}"
    known = {one.key: one for one in standing(before)}
    found = [one for one in before if one.ended_at is not None]
    for key, one in known.items():
        if key not in seen:
            found.append(replace(one, ended_at=at) if asked.intersection(key) else one)
    for key, detail in seen.items():
        found.append(Incident(*key, detail, known[key].first_seen if key in known else at, at))
    return sorted(found, key=lambda one: (one.first_seen, *one.key))


def _of_archive(report: ArchiveReport) -> dict[IncidentKind, str]:
    from jsiq_scrape.archives.service import is_exclusion  # loads all that reads archives

    found: dict[IncidentKind, str] = {}
    reasons = [text for url, text in report.incidents if url]
    if report.excluded:
        found[IncidentKind.REFUSED] = next(filter(is_exclusion, reasons), "leaves the site out")
    if report.unlisted:
        others = (text for text in reasons if not is_exclusion(text))
        found[IncidentKind.UNREACHABLE] = next(others, "a search gave no listing")
    if report.resume_after is not None:
        found[IncidentKind.RESTING] = f"asks for a pause until {report.resume_after:%Y-%m-%d %H:%M:%S} UTC"
    return found


def _damages(workspace: Workspace) -> list[str]:
    """What is damaged in the run files."""
    snapshots = Snapshots(workspace.snapshots)
    snapshots.runs()
    return [str(damage) for damage in snapshots.damages if not damage.harmless]
