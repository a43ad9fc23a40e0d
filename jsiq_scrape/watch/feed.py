"""The changes as a static Atom feed: the same changes give the same bytes, so a reader sees each of them once."""

from uuid import UUID, uuid5
from xml.etree import ElementTree

from jsiq_scrape.publish.plain import harmless
from jsiq_scrape.watch.changes import Change

ATOM = "http://www.w3.org/2005/Atom"
#: The name space of our entries' ids; drawn once, never to be changed, or every reader sees every entry anew.
ENTRIES = UUID("5d2c3c5e-7d0b-5f3e-9b0e-6a1f0c8e4b27")
#: What an empty feed says, because it may not depend on the clock: the first day of the programme.
BEGINNING = "2015-01-01T00:00:00Z"


def atom(changes: list[Change]) -> str:
    """The feed, newest change first; an entry's id is made of the key of its change."""
    feed = ElementTree.Element("feed", xmlns=ATOM)
    _text(feed, "id", f"urn:uuid:{ENTRIES}")
    _text(feed, "title", "JUGEND STÄRKEN im Quartier: changes of the profile pages")
    _text(feed, "updated", max((change.seen_at for change in changes), default=BEGINNING))
    _text(ElementTree.SubElement(feed, "author"), "name", "jsiq_scrape")
    for change in reversed(changes):
        entry = ElementTree.SubElement(feed, "entry")
        _text(entry, "id", f"urn:uuid:{uuid5(ENTRIES, change.event)}")
        _text(entry, "title", f"{change.profile}: {change.entity} {change.field or ''} {change.kind}")
        _text(entry, "updated", change.seen_at)
        _text(entry, "content", summary(change))
    ElementTree.indent(feed)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(feed, encoding="unicode")


def summary(change: Change) -> str:
    """One sentence of plain text."""
    told = change.kind
    if change.field is not None:
        told = f"{change.field} was {change.old or 'empty'}, is {change.new or 'empty'}"
    return f"{change.id}: {told} (between {change.not_before} and {change.seen_at})"


def _text(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = " ".join(harmless(text).split())
