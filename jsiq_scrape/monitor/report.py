"""How a build, changes and incidents are reported: as text, as JSON, as a table, as Markdown."""

import json
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote

from jsiq_scrape.explore.plain_text import counted, escaped, harmless, shortened
from jsiq_scrape.explore.word_diff import Edit, has_common_words, marked
from jsiq_scrape.monitor.change_log import Change
from jsiq_scrape.monitor.incident_states import IncidentKind
from jsiq_scrape.monitor.state import removed

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from jsiq_scrape.database import BuildReport
    from jsiq_scrape.monitor.incident_states import Incident, Transitions

#: The name of db/jsiq.db in Datasette.
DATABASE = "jsiq"
#: The detail of an incident may be longer than a value: it names what to do.
LONGEST_DETAIL = 300
#: Kinds of incidents in which nobody answers, and how many of them a run repeats.
_SILENT, _MANY = frozenset({IncidentKind.UNREACHABLE, IncidentKind.RESTING}), 5
#: The tables that say how much a database holds; the others follow from them.
COUNTED = ("profile", "project", "contact", "funding_area", "institution", "change", "capture", "finding")


def built_as_text(report: "BuildReport") -> str:
    """What a build made, in one line, and what it could not use, in a line each."""
    gone = removed(report.path)
    counts = ", ".join(
        counted(report.counts[name], name.replace("_", " "))
        + (f" ({gone[f'{name}s']} removed)" if gone.get(f"{name}s") else "")
        for name in COUNTED
    )
    unchanged = "" if report.replaced else " (as it was)"
    damages = [f"damaged: {damage}" for damage in report.damages]
    if report.purged:
        damages.append(f"purged: {counted(report.purged, 'stored page')} left out (jsiq-scrape verify names them)")
    accepted = [f"accepted: {gate.message}" for gate in report.accepted]
    decided = [f"decided by hand, check again: {decision}" for decision in report.superseded]
    return "\n".join([f"{report.path}{unchanged}: {counts}", *damages, *accepted, *decided])


def built_as_json(report: "BuildReport") -> str:
    """The same for a program, with all tables and all gates."""
    described = {
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
    return json.dumps(described, ensure_ascii=False)


def table(changes: list[Change]) -> "Table":
    """A table for a terminal, oldest change first; keys instead of names, for they are what other commands take."""
    from rich.table import Table
    from rich.text import Text

    made = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("seen", "profile", "what", "change"):
        made.add_column(heading, no_wrap=heading == "seen", overflow="fold")
    for change in changes:
        own = change.id.removeprefix(change.profile).lstrip("-/#")  # the profile's key stands beside it
        cells = (change.seen_at[:10], change.profile, f"{change.entity} {own}".strip())
        made.add_row(*(Text(harmless(cell)) for cell in cells), _coloured(change))
    return made


def _coloured(change: Change) -> "Text":
    """What happened and the words that differ, removed ones in red and added ones in green."""
    from rich.text import Text

    words = marked_words(change)
    text = Text(f"{change.field} {change.kind}: {words}" if change.field else change.kind)
    text.highlight_regex(r"\[-.*?-\]", "red")
    text.highlight_regex(r"\{\+.*?\+\}", "green")
    return text


def markdown(changes: list[Change], base_url: str | None = None) -> str:
    """A table for an issue, a mail or a changelog; `base_url` is the address of a Datasette with this database.

    Words that differ are marked with HTML: Markdown's own marks do not work beside punctuation.
    """
    if not changes:
        return "No changes."
    lines = ["| seen | municipality | record | change | see |", "| --- | --- | --- | --- | --- |"]
    for change in changes:
        difference = marked(change.difference, ("<del>", "</del>"), ("<ins>", "</ins>"), escaped)
        linked = ", ".join(f"[{name}]({address})" for name, address in links(change, base_url).items())
        words = f"{escaped(happened(change))}{': ' if difference else ''}{difference}"
        cells = (change.seen_at[:10], escaped(place(change)), escaped(record(change)), words, linked)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def headline(change: Change) -> str:
    """A change in a few words, without its values."""
    separator = ": " if _names_field(change) else " "
    return harmless(f"{place(change)}: {record(change)}{separator}{happened(change)}")


def place(change: Change) -> str:
    """The municipality; the profile's key where the page names none."""
    return change.municipality or change.profile


def record(change: Change) -> str:
    """The kind of record and its title."""
    kind = change.entity.replace("_", " ")
    return f"{kind} “{shortened(change.title)}”" if change.title else kind


def happened(change: Change) -> str:
    """What became of which field, or of the record."""
    return f"{(change.field or '').replace('_', ' ')} {change.kind}" if _names_field(change) else change.kind


def _names_field(change: Change) -> bool:
    """Whether the field says more than the kind of change: what is renamed is a title."""
    return change.field is not None and change.kind != "renamed"


def marked_words(change: Change) -> str:
    """The words that differ, in one line; empty where no field changed."""
    if not change.difference or has_common_words(change.difference):
        return marked(change.difference)
    sides = {passage.edit: harmless(passage.words) for passage in change.difference}
    return f"{sides.get(Edit.REMOVED, '(none)')} -> {sides.get(Edit.ADDED, '(none)')}"


def web_address(url: str | None) -> str | None:
    """The address, where a browser can open it."""
    return quote(url, safe=":/?#[]@!$&'*+,;=%~") if url and url.startswith(("http://", "https://")) else None


def links(change: Change, base_url: str | None) -> dict[str, str]:
    """Where a change can be seen: the page, and its row in the Datasette at `base_url`, which names a database after
    its file.
    """
    row = f"{base_url.rstrip('/')}/{DATABASE}/change/{change.event}" if base_url else None
    return {name: address for name, address in (("page", web_address(change.url)), ("row", row)) if address}


def incident_lines(new: "Transitions") -> list[str]:
    """The incidents that began and ended, one a line."""
    began = [f"incident: {incident_line(one)}" for one in new.begun]
    ended = [f"over: {one.kind} {harmless(one.subject)}, since {one.first_seen[:10]}" for one in new.ended]
    return began + ended


def lasting_lines(standing: Sequence["Incident"], new: "Transitions", since: str) -> list[str]:
    """Who did not answer since that moment and before, one a line; those that begin to be silent are left out."""
    lasting = [one for one in standing if one.kind in _SILENT and one.last_seen >= since and one not in new.begun]
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


def incidents_as_markdown(incidents: Sequence["Incident"]) -> str:
    """A table for an issue, a mail or a status page."""
    if not incidents:
        return "No incidents."
    lines = ["| since | last seen | over | kind | subject | detail |", "| --- | --- | --- | --- | --- | --- |"]
    for one in incidents:
        days = (one.first_seen[:10], one.last_seen[:10], (one.ended_at or "")[:10])
        texts = (one.kind, one.subject, shortened(one.detail, LONGEST_DETAIL))
        lines.append("| " + " | ".join([*days, *map(escaped, texts)]) + " |")
    return "\n".join(lines)
