"""The scheduled job: fetch the pages, build the database, report what is new."""

import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from jsiq_scrape.archives.summary import ArchiveReport
from jsiq_scrape.captures import NOT_ALLOWED, refuses
from jsiq_scrape.clock import Clock
from jsiq_scrape.database import BuildReport, build, reading_ahead
from jsiq_scrape.errors import ExitCode, GateFailed
from jsiq_scrape.evidence.bodies import LEFTOVER, Bodies
from jsiq_scrape.fetch.live import CollectReport, collect
from jsiq_scrape.fetch.sources import Sources
from jsiq_scrape.monitor import reported, run_incidents
from jsiq_scrape.monitor.change_log import Change, news
from jsiq_scrape.monitor.incident_states import Incident, Transitions, standing, transitions
from jsiq_scrape.monitor.lock import hold
from jsiq_scrape.monitor.notifications import Notifications
from jsiq_scrape.monitor.page_incidents import capture_incidents
from jsiq_scrape.monitor.reported import Recipient, Reported
from jsiq_scrape.tables.connection import connect
from jsiq_scrape.workspace import Workspace

#: In every heartbeat, even as 0: without them a question would stay open.
ALWAYS = ("unchanged", "changed", "unreachable")
ALSO = ("new", "gone", "missing", "moved", "refused", "blocked", "unreadable", "left", "incidents")


@dataclass(slots=True)
class RunReport:
    """What one run of the scheduled job brought."""

    started_at: str = ""  # as the moments of incidents are written
    collected: list[CollectReport | ArchiveReport] = field(default_factory=list)  # one a source or archive
    built: BuildReport | None = None  # None when a gate failed: then nothing was published
    failed: GateFailed | None = None
    changes: list[Change] = field(default_factory=list)  # that captures brought since the last report
    incidents: list[Incident] = field(default_factory=list)  # that stand
    transitions: Transitions = field(default_factory=Transitions)  # incidents that began or ended since the last report
    counts: Counter[str] = field(default_factory=Counter)  # pages by what became of them
    undelivered: list[tuple[str, str]] = field(default_factory=list)  # targets of notifications that failed, and why

    @property
    def checked(self) -> int:
        return sum(report.checked for report in self.collected)

    @property
    def incomplete(self) -> bool:
        """Is work left over, or did no live page answer at all?  Running again takes it up."""
        live = [report for report in self.collected if isinstance(report, CollectReport)]
        unreachable = sum(report.unreachable for report in live)
        silent = any(report.incidents for report in live) and unreachable == sum(report.checked for report in live)
        return silent or any(report.incomplete for report in self.collected)

    @property
    def heartbeat(self) -> str:
        """One line that says that the job ran, and what came of it."""
        words = [f"checked {self.checked}", *(f"{word} {self.counts[word]}" for word in ALWAYS)]
        counts = self.counts + Counter(
            left=sum(report.left for report in self.collected), incidents=len(self.incidents)
        )
        return ", ".join(words + [f"{word} {counts[word]}" for word in ALSO if counts[word]])

    def exit_code(self, *, report_changes: bool = False) -> int:
        """The first that applies: 4 a gate failed, 3 incomplete or not delivered, 5 changes (when asked for), 0."""
        if self.failed is not None:
            return ExitCode.GATE_FAILED
        if self.incomplete or self.undelivered:
            return ExitCode.INCOMPLETE
        return ExitCode.CHANGES_FOUND if report_changes and self.changes else ExitCode.DONE


def run(
    workspace: Workspace,
    sources: Sources,
    clock: Clock,
    *,
    contact: str | None = None,
    accept: tuple[str, ...] = (),
    progress: Callable[[int, int], object] | None = None,
    show: Callable[[RunReport], None] = lambda report: None,
    notifications: Notifications | None = None,
) -> RunReport:
    """Collect from all sources and archives that are scheduled, build, and find out what has not been reported yet.

    One process at a time: raises Busy when another one holds the workspace.  A gate that fails is part of the report.
    What `show` got is remembered when it returns: if a run is killed before, the next one reports it again.  Then the
    notifications are sent; what cannot be delivered stays owed, and later runs send it.
    """
    settings = sources.client.with_contact(contact)
    settings.require_contact(place for place in (*sources.source, *sources.archive) if place.scheduled)
    with hold(workspace, "run", clock.now()):
        sweep(workspace)
        known = reported.load_reported(workspace) or reported.begin(workspace)
        report = RunReport(f"{clock.now():%Y-%m-%dT%H:%M:%SZ}")
        with reading_ahead(workspace) as kept:
            for source in sources.source:
                if source.scheduled:
                    report.collected.append(
                        collect(workspace, source, clock, settings=settings, progress=progress, kept=kept)
                    )
        archives: list[tuple[str, ArchiveReport]] = []
        for place in sources.archive:
            if place.scheduled:
                from jsiq_scrape.archives import collection  # half of all there is to import

                pages = sources.named(place.pages)
                came = collection.collect(workspace, place, pages, clock, settings=settings, progress=progress)
                report.collected.append(came)
                archives.append((place.service, came))
        try:
            report.built = build(workspace, accept=accept, contacts=None)
        except GateFailed as failed:
            report.failed = failed
            report.counts = _by_bytes(report.collected)
        else:
            runs = [collected.run for collected in report.collected if collected.run is not None]
            report.changes = news(workspace.database, known.runs, known.changes)
            report.counts = _by_meaning(workspace.database, runs, report.changes)
            known = known.with_changes(*reported.contents(workspace.database))
        observed = run_incidents.observe(workspace, known.observed, archives, report.built, report.failed, clock.now())
        incidents = [*capture_incidents(workspace, checked=report.built is not None), *observed]
        report.incidents, report.transitions = standing(incidents), transitions(known.standing, incidents)
        show(report)
        known = known.with_incidents(report.incidents, observed)
        if notifications is not None:
            known = known.addressed_to([target.code for target in notifications.targets])
        known = known.owing((change.event for change in report.changes), report.transitions)
        reported.save(workspace, known)
        if notifications is not None:
            report.undelivered = _deliver(workspace, notifications, known)
    return report


def _deliver(workspace: Workspace, notifications: Notifications, known: Reported) -> list[tuple[str, str]]:
    """Send what is owed to each target, and write down at once that it was; the targets that failed, and why."""
    failed = []
    for target in notifications.targets:
        (owed,) = (recipient for recipient in known.recipients if recipient.code == target.code)
        if owed.changes and not workspace.database.exists():  # a gate failed, and somebody removed the old one
            failed.append((target.name, "there is no database to take the changes from"))
            continue
        message = notifications.message(owed, workspace.database)
        reason = target.send(*message) if message is not None else None
        if reason is not None:
            failed.append((target.name, reason))
        elif owed != Recipient(target.code):
            known = known.delivered_to(target.code)
            reported.save(workspace, known)
    return failed


def sweep(workspace: Workspace) -> None:
    """Remove the half-written bodies of killed runs: while the workspace is held, nobody is writing them."""
    for path in Bodies(workspace.snapshots / "bodies").entries():
        if LEFTOVER.fullmatch(path.name) and path.is_file():
            path.unlink()


def _by_meaning(database: Path, runs: list[str], found: list[Change]) -> Counter[str]:
    """The pages that these runs fetched, by what the database says of the captures."""
    changed = {change.profile for change in found}
    counts: Counter[str] = Counter()
    with closing(connect(database)) as connection:
        for name in runs:
            captures = connection.execute(
                """SELECT iif(capture.counted = 'partial', capture.counted, capture.verdict),
                          capture.profile, capture.status, capture.error_kind, capture.robots,
                          profile.first_seen = capture.captured_at
                   FROM capture LEFT JOIN profile ON profile.id = capture.profile
                   WHERE capture.run = ? AND capture.purpose = 'profile'""",
                (name,),
            )
            counts.update(_word(capture, changed) for capture in captures)
    return counts


def _word(capture: sqlite3.Row, changed: set[str]) -> str:
    """What became of one page."""
    verdict, profile, status, error_kind, robots, first = capture
    if robots == "refused: unreachable":  # the host was down when it was asked for its rules
        return "unreachable"
    if error_kind in NOT_ALLOWED or refuses(status):
        return "refused"
    if verdict == "profile":
        return "new" if first else "changed" if profile in changed else "unchanged"
    if verdict in ("gone", "missing", "moved"):
        return str(verdict)
    if verdict in ("consent", "challenge"):
        return "blocked"
    return "unreachable" if verdict == "error" else "unreadable"


def _by_bytes(collected: list[CollectReport | ArchiveReport]) -> Counter[str]:
    """The same from the captures alone, where no database could be built: changed then means other bytes."""
    words = ("new", "changed", "unchanged", "gone", "missing", "unreachable", "refused")
    return Counter({word: sum(getattr(report, word, 0) for report in collected) for word in words})
