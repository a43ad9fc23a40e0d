"""How a build and the changes are told: as text, as JSON, as a table, as Markdown."""

import json
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

from jsiq_scrape.explore.plain_text import counted, escaped, harmless, shortened
from jsiq_scrape.monitor.changes import Change
from jsiq_scrape.monitor.incidents import IncidentKind
from jsiq_scrape.monitor.state import removed

if TYPE_CHECKING:
    from rich.table import Table

    from jsiq_scrape.database import BuildReport
    from jsiq_scrape.monitor.incidents import Incident, Transitions

#: What was said of an incident may be longer: it names what to do.
LONGEST_DETAIL = 300
#: Incidents in which nobody answers, and how many of them a run names again.
_SILENT, _MANY = frozenset({IncidentKind.UNREACHABLE, IncidentKind.RESTING}), 5
#: The tables that say how much a database holds; the others follow from them.
TOLD = ("profile", "project", "contact", "funding_area", "institution", "change", "capture", "finding")


def built_as_text(report: "BuildReport") -> str:
    """What a build made, in one line, and what it could not use, in a line each."""
    gone = removed(report.path)
    counts = ", ".join(
        counted(report.counts[name], name.replace("_", " "))
        + (f" ({gone[f'{name}s']} removed)" if gone.get(f"{name}s") else "")
        for name in TOLD
    )
    unchanged = "" if report.replaced else " (as it was)"
    damages = [f"damaged: {damage}" for damage in report.damages]
    if report.purged:
        damages.append(f"purged: {counted(report.purged, 'stored page')} left out (jsiq-scrape verify names them)")
    accepted = [f"accepted: {gate.message}" for gate in report.accepted]
    decided = [f"decided by hand, look again: {told}" for told in report.superseded]
    return "\n".join([f"{report.path}{unchanged}: {counts}", *damages, *accepted, *decided])


def built_as_json(report: "BuildReport") -> str:
    """The same for a program, with all tables and all gates."""
    told = {
        "path": str(report.path),
        "replaced": report.replaced,
        "counts": report.counts,
        "removed": removed(report.path),
        "damages": report.damages,
        "purged": report.purged,
        "gates": [
            {"name": gate.name, "measured": gate.measured, "bound": gate.bound, "passed": gate.passed}
            for gate in report.gates
        ],
        "accepted": [gate.name for gate in report.accepted],
        "superseded": report.superseded,
    }
    return json.dumps(told, ensure_ascii=False)


def json_lines(changes: list[Change]) -> str:
    """One object a line."""
    return "\n".join(json.dumps(change.public(), ensure_ascii=False) for change in changes)


def table(changes: list[Change]) -> "Table":
    """A table for a terminal, oldest change first."""
    from rich.table import Table
    from rich.text import Text

    made = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("seen", "profile", "what", "change"):
        made.add_column(heading, no_wrap=heading == "seen", overflow="fold")
    for change in changes:
        cells = (change.seen_at[:10], change.profile, _whose(change), _what(change))
        made.add_row(*(Text(harmless(cell)) for cell in cells))
    return made


def markdown(changes: list[Change]) -> str:
    """A table for an issue, a mail or a changelog."""
    if not changes:
        return "No changes."
    lines = ["| seen | profile | what | change |", "| --- | --- | --- | --- |"]
    for change in changes:
        cells = (change.seen_at[:10], change.profile, _whose(change), _what(change))
        lines.append("| " + " | ".join(escaped(cell) for cell in cells) + " |")
    return "\n".join(lines)


def incident_lines(told: "Transitions") -> list[str]:
    """The incidents that began and ended, one a line."""
    began = [f"incident: {incident_line(one)}" for one in told.begun]
    ended = [f"over: {one.kind} {harmless(one.subject)}, since {one.first_seen[:10]}" for one in told.ended]
    return began + ended


def lasting_lines(standing: Sequence["Incident"], told: "Transitions", since: str) -> list[str]:
    """Who did not answer since that moment and before, one a line; whoever begins to be silent is told already."""
    lasting = [one for one in standing if one.kind in _SILENT and one.last_seen >= since and one not in told.begun]
    lines = [f"still: {incident_line(one)} (since {one.first_seen[:10]})" for one in lasting[:_MANY]]
    return lines + ([f"still: {len(lasting) - _MANY} more"] if len(lasting) > _MANY else [])


def incident_line(one: "Incident") -> str:
    """An incident in one line, without its times."""
    return harmless(f"{one.kind} {one.subject}: {shortened(one.detail, LONGEST_DETAIL)}")


def incident(one: "Incident", width: int | None = None) -> str:
    """An incident as a paragraph: kind and subject, what was said, its times; folded to the width where there is one.

    The subject keeps its line to itself and whole, so that it can be copied.
    """
    over = f", over {one.ended_at[:10]}" if one.ended_at else ""
    times = f"since {one.first_seen[:10]}, last seen {one.last_seen[:10]}{over}"
    lines = [harmless(f"{one.kind} {one.subject}")]
    for text in (harmless(" ".join(one.detail.split())), times):
        folded = textwrap.wrap(text, width - 2, break_long_words=False, break_on_hyphens=False) if width else [text]
        lines += [f"  {line}" for line in folded]
    return "\n".join(lines)


def _whose(change: Change) -> str:
    """The record: for all but the profile itself its key without the profile's, which stands beside it."""
    own = change.id.removeprefix(change.profile).lstrip("-/#")
    return f"{change.entity} {own}".strip()


def _what(change: Change) -> str:
    if change.field is None:
        return change.kind
    return f"{change.field} {change.kind}: {shortened(change.old)} -> {shortened(change.new)}"
