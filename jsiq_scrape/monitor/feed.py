"""Changes and incidents as static Atom feeds: the same ones give the same bytes, so a reader sees each of them once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from jsiq_scrape.explore.plain_text import harmless
from jsiq_scrape.explore.word_diff import Edit, Passage
from jsiq_scrape.monitor.change_log import Change
from jsiq_scrape.monitor.incident_states import Incident
from jsiq_scrape.monitor.report import happened, headline, links, web_address
from jsiq_scrape.programme import programme

#: The name spaces of our entries' ids; drawn once, never to be changed, or every reader sees every entry anew.
ENTRIES = UUID("5d2c3c5e-7d0b-5f3e-9b0e-6a1f0c8e4b27")
INCIDENTS = UUID("b7a2b1a4-8c0f-5c66-8f2e-3f5b6d1e9a70")

_ELEMENTS = {Edit.EQUAL: "span", Edit.REMOVED: "del", Edit.ADDED: "ins"}


@dataclass(frozen=True, slots=True)
class _Entry:
    key: str
    title: str
    updated: str
    text: str
    links: Mapping[str, str]  # by what it leads to, the page before the row
    difference: Sequence[Passage] = ()  # the words that differ


def atom(changes: list[Change], base_url: str | None = None) -> str:
    """The feed of the changes, newest first; an entry's id is made of the key of its change.

    Each entry links to the page, and to the row of the change where `base_url` is the address of a Datasette with
    this database.
    """
    entries = [
        _Entry(
            change.event,
            headline(change),
            change.seen_at,
            f"{happened(change)}, between {change.not_before} and {change.seen_at}",
            links(change, base_url),
            change.difference,
        )
        for change in reversed(changes)
    ]
    return _feed(ENTRIES, f"{programme().name}: changes of the profile pages", entries)


def atom_of_incidents(incidents: Iterable[Incident]) -> str:
    """The feed of the incidents of the scraper, newest first: an entry for each beginning and one for each end."""
    entries = []
    for one in incidents:
        about = f"{one.kind} {one.subject}"
        key = f"{about} {one.first_seen}"
        page = {"page": address} if (address := web_address(one.subject)) else {}
        began = f"{one.detail} (since {one.first_seen})"
        entries.append(_Entry(f"{key} began", f"incident: {about}", one.first_seen, began, page))
        if one.ended_at is not None:
            ended = f"{one.detail} (from {one.first_seen} to {one.ended_at})"
            entries.append(_Entry(f"{key} ended", f"over: {about}", one.ended_at, ended, page))
    entries.sort(key=lambda entry: (entry.updated, entry.key), reverse=True)
    return _feed(INCIDENTS, f"{programme().name}: incidents of the scraper", entries)


def _feed(name: UUID, title: str, entries: Sequence[_Entry]) -> str:
    from jsiq_scrape.templates import environment

    made = environment("jsiq_scrape.monitor")
    made.filters |= {"harmless": harmless, "plain": lambda text: " ".join(harmless(text).split())}
    # An empty feed may not depend on the clock: it says the first day of the programme.
    first_day = f"{programme().phases[0].begins.isoformat()}T00:00:00Z"
    updated = max((entry.updated for entry in entries), default=first_day)
    ids = [f"urn:uuid:{uuid5(name, entry.key)}" for entry in entries]
    return made.get_template("feed.xml").render(
        id=name, title=title, updated=updated, entries=zip(ids, entries, strict=True), elements=_ELEMENTS
    )
