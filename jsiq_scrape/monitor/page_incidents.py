"""The incidents that captures of live pages show: a function of the captures and of how the database judged them."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path
from statistics import mode
from urllib.parse import urlsplit

from jsiq_scrape.captures import NOT_ALLOWED, Capture, ErrorKind, fails, refuses
from jsiq_scrape.database.file import check
from jsiq_scrape.errors import DamagedBody, DatabaseError
from jsiq_scrape.evidence.store import Snapshots
from jsiq_scrape.monitor.incident_states import Incident, IncidentKind
from jsiq_scrape.parse import links
from jsiq_scrape.readings.page_address import address
from jsiq_scrape.records import Verdict
from jsiq_scrape.tables.connection import connect
from jsiq_scrape.workspace import Workspace

_PAGES = frozenset({"profile", "listing", "sitemap"})
_NO_PAGE = frozenset(
    {ErrorKind.TOO_LARGE, ErrorKind.DECODING, ErrorKind.REDIRECT_LOOP, ErrorKind.TOO_MANY_HOPS, ErrorKind.UNREADABLE}
)
#: Incidents of a whole host where all its pages have them: all pages behind one dead server are one incident.
_OF_HOSTS = frozenset({IncidentKind.UNREACHABLE, IncidentKind.REFUSED, IncidentKind.BLOCKED})
#: What an answer ends, also one whose meaning no database knows yet.
_ENDED_BY_ANY_ANSWER = frozenset({IncidentKind.UNREACHABLE, IncidentKind.REFUSED})

Found = tuple[IncidentKind, str] | None  # the incident that a capture shows and its details; None: all is well


@dataclass(slots=True)
class _States:
    """The incidents of each subject, written down in the order of the captures."""

    open: dict[str, Incident] = field(default_factory=dict)
    over: list[Incident] = field(default_factory=list)

    def note(self, subject: str, found: Found, at: str) -> None:
        """What a capture of this subject shows."""
        before = self.open.get(subject)
        if before is not None and (found is None or found[0] is not before.kind):
            self.over.append(replace(before, ended_at=at))
            del self.open[subject]
            before = None
        if found is not None:
            kind, detail = found
            self.open[subject] = Incident(kind, subject, detail, before.first_seen if before else at, at)

    def answered(self, subject: str, at: str) -> None:
        """The subject answered, with content that has no verdict yet."""
        before = self.open.get(subject)
        if before is not None and before.kind in _ENDED_BY_ANY_ANSWER:
            self.note(subject, None, at)


def capture_incidents(workspace: Workspace, *, checked: bool = False) -> list[Incident]:
    """All incidents that the captures in the snapshots show, those that are over included, by their beginning.

    `checked`: the database was built just now, so its check need not be repeated.
    """
    snapshots = Snapshots(workspace.snapshots)
    captures = [one for one in snapshots.captures() if one.archive is None and one.purpose in _PAGES]
    judgements = _Judgements(snapshots, captures, verdicts(workspace.database, checked=checked))
    states = _States()
    for _, of_run in groupby(sorted(captures, key=lambda one: (one.run, one.line)), key=lambda one: one.run):
        by_host: dict[str, list[Capture]] = {}
        for capture in of_run:
            parts = urlsplit(capture.url)
            if parts.scheme in ("http", "https"):
                by_host.setdefault(f"{parts.scheme}://{parts.netloc}", []).append(capture)
        for host, own in by_host.items():
            _note_round(states, host, own, judgements)
    return sorted([*states.over, *states.open.values()], key=lambda one: (one.first_seen, *one.key))


def verdicts(database: Path, *, checked: bool = False) -> dict[str, str | None]:
    """The verdict of a database on each capture, by its key, "partial" for a part of a page; {} without a database."""
    try:
        if not checked:
            check(database)
    except DatabaseError:
        return {}
    with closing(connect(database)) as connection:
        query = "SELECT id, iif(counted = 'partial', counted, verdict) FROM capture WHERE archive IS NULL"
        return dict(connection.execute(query))


def _note_round(states: _States, host: str, captures: list[Capture], judgements: "_Judgements") -> None:
    """The captures of one run at one host."""
    found = [(capture, judgements.of(capture)) for capture in captures]
    kinds = {judged[0] if isinstance(judged, tuple) else None for _, judged in found}
    first = found[0][1]
    if len(kinds) == 1 and isinstance(first, tuple) and first[0] in _OF_HOSTS:
        standing = states.open.get(host)
        if len(found) > 1 or (standing is not None and standing.kind is first[0]):
            details = sorted(one[1].replace(capture.url, "…") for capture, one in found if isinstance(one, tuple))
            states.note(host, (first[0], f"all pages: {mode(details)}"), _at(captures[-1]))
            return
    for capture, judged in found:
        at = _at(capture)
        if judged == "unknown":
            states.answered(host, at)
            states.answered(capture.url, at)
            continue
        assert not isinstance(judged, str)
        if host in states.open and (judged is None or judged[0] is not states.open[host].kind):
            states.note(host, None, at)
        states.note(capture.url, judged, at)


class _Judgements:
    """The incident that each capture shows."""

    def __init__(self, snapshots: Snapshots, captures: list[Capture], verdicts: Mapping[str, str | None]) -> None:
        self.snapshots = snapshots
        self.verdicts = verdicts
        self._profiles = frozenset(address(one.url) for one in captures if one.purpose == "profile")
        self._lists = frozenset(address(one.url) for one in captures if one.purpose == "listing")
        # What sources.toml names must name something, and so must what has named profiles.
        self._beginning = frozenset(one.url for one in captures if one.found_on == "sources.toml")
        self._naming: set[str] = set()
        self._read: dict[str, frozenset[str] | None] = {}  # digest of a list -> what it links to

    def of(self, capture: Capture) -> "Found | str":
        """The incident that this capture shows, None when all is well, "unknown" when it has no verdict yet."""
        kind, status = capture.error_kind, capture.status
        if kind is ErrorKind.ROBOTS and capture.robots is not None and capture.robots.reason == "unreachable":
            return IncidentKind.UNREACHABLE, capture.error or "robots.txt cannot be had"
        if kind is not None:
            incident = (
                IncidentKind.REFUSED
                if kind in NOT_ALLOWED
                else IncidentKind.UNREADABLE
                if kind in _NO_PAGE
                else IncidentKind.UNREACHABLE
            )
            return incident, capture.error or kind
        if status == 503 and capture.header("cf-mitigated") is not None:
            return IncidentKind.BLOCKED, "a challenge page"
        if fails(status):
            return IncidentKind.UNREACHABLE, f"status {status}"
        if refuses(status):
            return IncidentKind.REFUSED, f"status {status}"
        if capture.purpose == "profile":
            return self._of_profile(capture)
        return self._of_list(capture)

    def _of_profile(self, capture: Capture) -> "Found | str":
        if capture.status in (404, 410):  # that a page is gone is data
            return None
        if capture.status is not None and capture.status >= 400:
            return IncidentKind.UNREADABLE, f"status {capture.status}"
        verdict = self.verdicts.get(capture.id)
        if verdict is None:
            return "unknown"
        if verdict in (Verdict.PROFILE, Verdict.GONE, Verdict.MISSING):
            return None
        if verdict == "partial":
            return IncidentKind.UNREADABLE, "a part of the page only"
        if verdict in (Verdict.CONSENT, Verdict.CHALLENGE):
            return IncidentKind.BLOCKED, f"a {verdict} page"
        if verdict == Verdict.MOVED:
            return IncidentKind.MOVED, f"leads to {capture.final_url}"
        details = {Verdict.LISTING: "a list instead of a profile", Verdict.ERROR: "an error page"}
        return IncidentKind.UNREADABLE, details.get(Verdict(verdict), "no profile")

    def _of_list(self, capture: Capture) -> "Found | str":
        if capture.status is not None and capture.status >= 400:
            known = capture.url in self._naming or capture.url in self._beginning
            return (IncidentKind.EMPTY_LIST, f"status {capture.status}") if known else None
        if capture.purpose == "sitemap":
            return None
        verdict = self.verdicts.get(capture.id)
        if verdict in (Verdict.CONSENT, Verdict.CHALLENGE):
            return IncidentKind.BLOCKED, f"a {verdict} page"
        named = self._named(capture)
        if named is None:
            return "unknown"
        profiles, lists = named
        if profiles:
            self._naming.add(capture.url)
        wanting = not profiles if capture.url in self._naming else capture.url in self._beginning and not lists
        return (IncidentKind.EMPTY_LIST, "names no profile") if wanting else None

    def _named(self, capture: Capture) -> tuple[bool, bool] | None:
        """Whether a list names known profiles, and other lists; None if its body is damaged."""
        digest = capture.content_digest
        if digest is None:
            return None
        if digest not in self._read:
            try:
                body = self.snapshots.body(digest)
            except DamagedBody:
                self._read[digest] = None
            else:
                targets = links(body, capture.final_url or capture.url, capture.header("content-type"))
                self._read[digest] = frozenset(address(one) for one in targets if one.startswith(("http:", "https:")))
        found = self._read[digest]
        if found is None:
            return None
        return bool(found & self._profiles), bool((found & self._lists) - {address(capture.url)})


def _at(capture: Capture) -> str:
    return f"{capture.retrieved_at:%Y-%m-%dT%H:%M:%SZ}"
