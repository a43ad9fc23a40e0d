"""Changes and incidents as static Atom feeds: the same ones give the same bytes, so a reader sees each of them once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5
from xml.etree import ElementTree

from jsiq_scrape.explore.plain_text import harmless
from jsiq_scrape.monitor.changes import Change
from jsiq_scrape.monitor.incidents import Incident

ATOM = "http://www.w3.org/2005/Atom"
#: The name spaces of our entries' ids; drawn once, never to be changed, or every reader sees every entry anew.
ENTRIES = UUID("5d2c3c5e-7d0b-5f3e-9b0e-6a1f0c8e4b27")
INCIDENTS = UUID("b7a2b1a4-8c0f-5c66-8f2e-3f5b6d1e9a70")
#: What an empty feed says, because it may not depend on the clock: the first day of the programme.
BEGINNING = "2015-01-01T00:00:00Z"


def atom(changes: list[Change]) -> str:
    """The feed of the changes, newest first; an entry's id is made of the key of its change."""
    entries = [
        _Entry(
            change.event,
            f"{change.profile}: {change.entity} {change.field or ''} {change.kind}",
            change.seen_at,
            summary(change),
        )
        for change in reversed(changes)
    ]
    return _feed(ENTRIES, "JUGEND STÄRKEN im Quartier: changes of the profile pages", entries)


def atom_of_incidents(incidents: Iterable[Incident]) -> str:
    """The feed of the incidents of the scraper, newest first: an entry for each beginning and one for each end."""
    entries = []
    for one in incidents:
        key = f"{one.kind} {one.subject} {one.first_seen}"
        about = f"{one.kind} {one.subject}"
        began = f"{one.detail} (since {one.first_seen})"
        entries.append(_Entry(f"{key} began", f"incident: {about}", one.first_seen, began))
        if one.ended_at is not None:
            ended = f"{one.detail} (from {one.first_seen} to {one.ended_at})"
            entries.append(_Entry(f"{key} ended", f"over: {about}", one.ended_at, ended))
    entries.sort(key=lambda entry: (entry.updated, entry.key), reverse=True)
    return _feed(INCIDENTS, "JUGEND STÄRKEN im Quartier: incidents of the scraper", entries)


def summary(change: Change) -> str:
    """One sentence of plain text."""
    told = change.kind
    if change.field is not None:
        told = f"{change.field} was {change.old or 'empty'}, is {change.new or 'empty'}"
    return f"{change.id}: {told} (between {change.not_before} and {change.seen_at})"


@dataclass(frozen=True, slots=True)
class _Entry:
    key: str
    title: str
    updated: str
    content: str


def _feed(name: UUID, title: str, entries: Sequence[_Entry]) -> str:
    feed = ElementTree.Element("feed", xmlns=ATOM)
    _text(feed, "id", f"urn:uuid:{name}")
    _text(feed, "title", title)
    _text(feed, "updated", max((entry.updated for entry in entries), default=BEGINNING))
    _text(ElementTree.SubElement(feed, "author"), "name", "jsiq_scrape")
    for one in entries:
        entry = ElementTree.SubElement(feed, "entry")
        _text(entry, "id", f"urn:uuid:{uuid5(name, one.key)}")
        _text(entry, "title", one.title)
        _text(entry, "updated", one.updated)
        _text(entry, "content", one.content)
    ElementTree.indent(feed)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(feed, encoding="unicode")


def _text(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = " ".join(harmless(text).split())
