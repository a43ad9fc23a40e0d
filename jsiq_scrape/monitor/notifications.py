"""Notifications of changes and incidents by mail, webhook, ntfy, Matrix and whatever else Apprise delivers to."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from jsiq_scrape.errors import UsageError
from jsiq_scrape.explore.plain_text import counted
from jsiq_scrape.monitor.change_log import Change, ChangeFilter, changes_of, without_contacts
from jsiq_scrape.monitor.incident_states import Transitions
from jsiq_scrape.monitor.report import headline, incident_lines, links, marked_words
from jsiq_scrape.programme import programme

if TYPE_CHECKING:
    from apprise import NotifyBase

    from jsiq_scrape.monitor.reported import Recipient

#: Digits of the code of a URL: enough to keep a few apart, too few to test guesses of a password with.
_CODE = 8


@dataclass(frozen=True)
class Target:
    """One URL to which notifications go."""

    code: str  # made of the URL; as in reported.json
    name: str  # the URL without its password and options
    service: "NotifyBase"

    def send(self, title: str, body: str) -> str | None:
        """Deliver a message; None when that worked, else why not."""
        import apprise

        with apprise.LogCapture(level=apprise.logging.WARNING, fmt="%(message)s") as log:
            sender = apprise.Apprise([self.service])
            if sender.notify(body, title=title, body_format=apprise.NotifyFormat.TEXT):
                return None
            return " ".join(log.getvalue().split()).rstrip(".") or "no reason given"


@dataclass(frozen=True)
class Notifications:
    """Who is notified, and of what."""

    targets: tuple[Target, ...]
    filter: ChangeFilter
    contacts: bool = False  # whether changes of contacts are sent too
    base_url: str | None = None  # of a Datasette that shows the database

    def message(self, owed: "Recipient", database: Path) -> tuple[str, str] | None:
        """Title and text of what a recipient has to get; None when the filter leaves nothing."""
        transitions = Transitions(owed.begun, owed.ended)
        changes = changes_of(database, owed.changes) if owed.changes else []
        if not self.contacts and changes:
            changes = without_contacts(database, changes)
        changes = self.filter.chosen(changes)
        incidents = incident_lines(transitions)
        parts = [counted(len(changes), "change")] if changes else []
        parts += [counted(len(incidents), "incident")] if incidents else []
        if not parts:
            return None
        paragraphs = [_paragraph(change, self.base_url) for change in changes] + incidents
        return f"{programme().name}: {', '.join(parts)}", "\n\n".join(paragraphs)


def targets(urls: Sequence[str]) -> tuple[Target, ...]:
    """The targets that these URLs name.  Raises UsageError for one that Apprise does not understand."""
    if not urls:
        return ()
    if find_spec("apprise") is None:
        raise UsageError("--notify needs the extra 'notify': pip install apprise")
    import apprise

    found = []
    for url in dict.fromkeys(urls):
        with apprise.LogCapture():  # it would print the URL with its password
            service = apprise.Apprise.instantiate(url)
        if service is None:
            scheme, separator, _ = url.partition("://")
            named = f"{scheme}://..." if separator else "a URL"
            raise UsageError(f"--notify: Apprise cannot use {named} (mailto://... and json://... are examples)")
        if "overflow=" not in url:
            service.overflow_mode = apprise.OverflowMode.SPLIT  # a long message is cut into several, not off
        name = str(service.url(privacy=True)).partition("?")[0]
        found.append(Target(sha256(url.encode()).hexdigest()[:_CODE], name, service))
    return tuple(found)


def _paragraph(change: Change, base_url: str | None) -> str:
    words = marked_words(change)
    addresses = links(change, base_url).values()
    return "\n".join([headline(change), *([words] if words else []), f"seen {change.seen_at[:10]}", *addresses])
