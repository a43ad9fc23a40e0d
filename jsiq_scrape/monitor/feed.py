"""Changes and incidents as static Atom feeds: the same ones give the same bytes, so a reader sees each of them once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from jsiq_scrape.explore.plain_text import harmless
from jsiq_scrape.explore.word_diff import Edit
from jsiq_scrape.monitor.changes import Change
from jsiq_scrape.monitor.incidents import Incident
from jsiq_scrape.monitor.report import happened, headline, row_address, web_address
from jsiq_scrape.programme import programme

ATOM = "http://www.w3.org/2005/Atom"
XHTML = "http://www.w3.org/1999/xhtml"
#: The name spaces of our entries' ids; drawn once, never to be changed, or every reader sees every entry anew.
ENTRIES = UUID("5d2c3c5e-7d0b-5f3e-9b0e-6a1f0c8e4b27")
INCIDENTS = UUID("b7a2b1a4-8c0f-5c66-8f2e-3f5b6d1e9a70")

_ELEMENTS = {Edit.REMOVED: "del", Edit.ADDED: "ins"}


def atom(changes: list[Change], base_url: str | None = None) -> str:
    """The feed of the changes, newest first; an entry's id is made of the key of its change.

    Each entry links to the page, and to the row of the change where `base_url` is the address of a Datasette with
    this database.
    """
    entries = []
    for change in reversed(changes):
        links = {"page": web_address(change.url), "row": row_address(change, base_url)}
        known = {name: address for name, address in links.items() if address}
        entries.append(_Entry(change.event, headline(change), change.seen_at, _content(change, known), known))
    return _feed(ENTRIES, f"{programme().name}: changes of the profile pages", entries)


def atom_of_incidents(incidents: Iterable[Incident]) -> str:
    """The feed of the incidents of the scraper, newest first: an entry for each beginning and one for each end."""
    entries = []
    for one in incidents:
        about = f"{one.kind} {one.subject}"
        key = f"{about} {one.first_seen}"
        links = {"page": address} if (address := web_address(one.subject)) else {}
        began = _paragraph(f"{one.detail} (since {one.first_seen})")
        entries.append(_Entry(f"{key} began", f"incident: {about}", one.first_seen, began, links))
        if one.ended_at is not None:
            ended = _paragraph(f"{one.detail} (from {one.first_seen} to {one.ended_at})")
            entries.append(_Entry(f"{key} ended", f"over: {about}", one.ended_at, ended, links))
    entries.sort(key=lambda entry: (entry.updated, entry.key), reverse=True)
    return _feed(INCIDENTS, f"{programme().name}: incidents of the scraper", entries)


@dataclass(frozen=True, slots=True)
class _Entry:
    key: str
    title: str
    updated: str
    content: Element
    links: dict[str, str]  # by what it leads to, the page before the row


def _content(change: Change, links: dict[str, str]) -> Element:
    """What happened, the words that differ, between which captures, and the links once more: many readers show one."""
    content = _paragraph(f"{happened(change)}, between {change.not_before} and {change.seen_at}")
    if change.difference:
        words = SubElement(content, "p")
        for passage in change.difference:
            element = SubElement(words, _ELEMENTS.get(passage.edit, "span"))
            element.text, element.tail = harmless(passage.words), passage.gap
    if links:
        leads = SubElement(content, "p")
        for name, address in links.items():
            link = SubElement(leads, "a", href=address)
            link.text, link.tail = name, " "
    return content


def _paragraph(text: str) -> Element:
    content = Element("div", xmlns=XHTML)
    _text(content, "p", text)
    return content


def _feed(name: UUID, title: str, entries: Sequence[_Entry]) -> str:
    feed = Element("feed", xmlns=ATOM)
    _text(feed, "id", f"urn:uuid:{name}")
    _text(feed, "title", title)
    # An empty feed may not depend on the clock: it says the first day of the programme.
    first_day = f"{programme().phases[0].begins.isoformat()}T00:00:00Z"
    _text(feed, "updated", max((entry.updated for entry in entries), default=first_day))
    _text(SubElement(feed, "author"), "name", "jsiq_scrape")
    for one in entries:
        entry = SubElement(feed, "entry")
        _text(entry, "id", f"urn:uuid:{uuid5(name, one.key)}")
        _text(entry, "title", one.title)
        _text(entry, "updated", one.updated)
        for (title, address), relation in zip(reversed(one.links.items()), ("alternate", "via"), strict=False):
            SubElement(entry, "link", rel=relation, href=address, title=title)
    indent(feed)
    for one, entry in zip(entries, feed.iter("entry"), strict=True):  # after indenting, which would add to its text
        entry[-1].tail = "\n    "
        content = SubElement(entry, "content", type="xhtml")
        content.append(one.content)
        content.tail = "\n  "
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(feed, encoding="unicode")


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = " ".join(harmless(text).split())
