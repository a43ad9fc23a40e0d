"""The captures of our pages that a web archive holds: listed, fetched where their bytes are new, kept as captures."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from jsiq_scrape.archives.archive_client import ArchiveClient
from jsiq_scrape.archives.plan import MOST_TRIES, Group, Ledger
from jsiq_scrape.archives.quota import Resume
from jsiq_scrape.archives.served import Listed
from jsiq_scrape.archives.service import Service, fetch, list_captures, service_of
from jsiq_scrape.archives.summary import ArchiveReport, decision
from jsiq_scrape.captures import Capture, Held
from jsiq_scrape.clock import Clock
from jsiq_scrape.errors import FetchError, Incomplete
from jsiq_scrape.evidence.run_files import Run
from jsiq_scrape.evidence.store import Snapshots
from jsiq_scrape.fetch import log
from jsiq_scrape.fetch.exchange import kind_of
from jsiq_scrape.fetch.sources import Archive, ClientSettings, Source
from jsiq_scrape.workspace import Workspace, state_folder

_TOO_MANY_OUTAGES = 5  # captures in a row, each after several attempts: the archive is down, or blocks us
_REST = 600.0  # seconds that it is then left alone


@dataclass(slots=True)
class _Done:
    """What became of a group of captures; bodies are on disk already, lines are not yet written."""

    captures: list[Capture] = field(default_factory=list)
    rest: list[Listed] = field(default_factory=list)  # those that were not come to
    failed: list[tuple[Listed, Capture]] = field(default_factory=list)  # over which the archive failed itself
    resume: Incomplete | None = None


def collect(
    workspace: Workspace,
    archive: Archive,
    source: Source,
    clock: Clock,
    *,
    settings: ClientSettings | None = None,
    state: Path | None = None,
    progress: Callable[[int, int], object] | None = None,
    dry_run: bool = False,
) -> ArchiveReport:
    """Fetch every capture of the source's profiles that the archive lists and the snapshots do not have yet.

    Each group of captures is stored as soon as it is done; a run that was interrupted is taken up by the next one.
    With `dry_run` the archive is searched, nothing is fetched or stored, and the report says what would be.
    `state` is the folder with the quotas that processes share.  Raises ConfigurationError without a contact.
    """
    settings = settings or ClientSettings()
    snapshots = Snapshots(workspace.snapshots)
    report = ArchiveReport()
    with snapshots.run("archive", clock.now()) as run:
        record: Callable[[Capture], object] = (lambda fetched: None) if dry_run else run.add
        client = ArchiveClient(settings, archive, clock, state or state_folder(), record=record)
        pool = ThreadPoolExecutor(archive.connections, thread_name_prefix="archive")
        try:
            client.quota.check()
            service, ledger = service_of(client, archive, snapshots), Ledger(snapshots)
            collection = _Collection(archive, source, client, service, ledger, pool, run, report, progress)
            collection.plan()
            if not dry_run:
                collection.work()
        except Resume as resume:
            report.resume_after = resume.moment
        finally:
            client.stop()
            pool.shutdown(wait=True, cancel_futures=True)
            client.close()
    if report.resume_after is not None:
        report.incidents.insert(
            0, (archive.service, f"incomplete, resume after {report.resume_after:%Y-%m-%d %H:%M:%S} UTC")
        )
    report.run = run.id if run.captures else None
    return report


@dataclass(slots=True)
class _Collection:
    """One collection under way."""

    archive: Archive
    source: Source
    client: ArchiveClient
    service: Service
    ledger: Ledger
    pool: ThreadPoolExecutor
    run: Run
    report: ArchiveReport
    progress: Callable[[int, int], object] | None
    groups: deque[Group] = field(default_factory=deque)
    outages: int = 0  # in a row
    again: list[Group] = field(default_factory=list)
    second: bool = False

    def plan(self) -> None:
        """Search the archive, and hold its listing against what the snapshots have."""
        report = self.report
        listed: list[Listed] = []
        try:
            listed.extend(list_captures(self.service, self.archive, self.source, report))
        finally:  # what the archive listed before it wanted a rest counts
            groups, report.known = self.ledger.plan(listed)
            report.listed, report.pages = len(listed), len({capture.url for capture in listed})
            report.left = sum(len(group.captures) for group in groups)
            report.playbacks = sum(group.held is None for group in groups)
            report.seconds = report.playbacks * 60 / self.archive.playbacks_per_minute
            self.groups.extend(groups)

    def work(self) -> None:
        """Fetch and confirm; captures over which the archive failed get a second chance at the end."""
        self._take()
        if self.again and self.outages < _TOO_MANY_OUTAGES:
            self.second, self.outages = True, 0
            self.groups.extend(self.again)
            self._take()

    def _take(self) -> None:
        waiting: deque[Future[_Done]] = deque()
        try:
            while (self.groups and self.report.resume_after is None) or waiting:
                while self.groups and len(waiting) < 4 * self.archive.connections:
                    waiting.append(self.pool.submit(self._fetch, self.groups.popleft()))
                self._settle(waiting.popleft().result())
                if self.report.resume_after is not None:
                    self.groups.clear()
        except (KeyboardInterrupt, SystemExit):
            self.client.stop()
            self.pool.shutdown(wait=True, cancel_futures=True)
            for future in waiting:  # what is done is evidence, whatever stands before it
                if not future.cancelled() and future.exception() is None:
                    self._settle(future.result())
            raise

    def _fetch(self, group: Group) -> _Done:
        """In a thread of the pool: fetch one capture of the group, and confirm the others with it."""
        done = _Done(rest=list(group.captures))
        held = group.held
        while done.rest:
            listed = done.rest[0]
            if held is not None:
                confirmed = self._confirmed(listed, held)
                log.fetched(confirmed, log.Cost(), decision(confirmed))
                done.captures.append(confirmed)
                done.rest.pop(0)
                continue
            asked_at = self.client.now()
            with log.measured() as cost:
                try:
                    capture = fetch(self.service, self.client, self.source, listed)
                except Incomplete as resume:
                    done.resume = resume
                    break
                except FetchError as error:
                    capture = listed.capture(self.archive.name, asked_at, self.client.now())
                    capture = replace(capture, error=str(error), error_kind=kind_of(error))
                    log.fetched(capture, cost, "failed")
                    done.failed.append((done.rest.pop(0), capture))
                    if self.second:
                        continue
                    break
            capture = self.run.keep(capture)
            log.fetched(capture, cost, decision(capture))
            done.captures.append(capture)
            done.rest.pop(0)
            if capture.digest is not None and listed.digest is not None:
                held = Held(capture.digest, capture.status)
        return done

    def _confirmed(self, listed: Listed, held: Held) -> Capture:
        status = listed.row.status if listed.row.status is not None else held.status
        now = self.client.now()
        capture = listed.capture(self.archive.name, now, now)
        return replace(capture, final_url=listed.url, status=status, confirms=held.digest)

    def _settle(self, done: _Done) -> None:
        """In the main thread: write the lines, and count."""
        report = self.report
        self.run.add_all(done.captures)
        for capture in done.captures:
            report.count(capture)
        if done.captures:
            self.outages = 0
        if isinstance(done.resume, Resume):
            report.resume_after = done.resume.moment
        if done.failed:
            self._fail(done)
        if self.progress is not None and done.captures:
            self.progress(report.checked, report.checked + report.left)

    def _fail(self, done: _Done) -> None:
        """The archive failed over captures: they come again, unless the archive as a whole is down."""
        report = self.report
        self.outages += not done.captures
        if self.outages >= _TOO_MANY_OUTAGES:
            if report.resume_after is None:
                report.resume_after = self.client.quota.down(_REST)
                report.incidents.append((done.failed[0][0].requested_url, done.failed[0][1].error or ""))
        elif not self.second:
            self.again.append(Group([listed for listed, _ in done.failed] + done.rest))
        elif report.checked:  # others were served, so it is these captures
            self.run.add_all([capture for _, capture in done.failed])
            for listed, capture in done.failed:
                report.incidents.append((listed.requested_url, capture.error or ""))
                if self.ledger.tries(listed) + 1 >= MOST_TRIES:
                    report.failed += 1
                    report.checked += 1
                    report.left -= 1
