"""What the scheduled job has reported, and what it still owes to the recipients of notifications."""

from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar, Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError

from jsiq_scrape.database.file import check
from jsiq_scrape.disk import replacing
from jsiq_scrape.errors import DatabaseError, SnapshotError
from jsiq_scrape.evidence.store import Snapshots
from jsiq_scrape.monitor.incident_states import Incident, Transitions
from jsiq_scrape.tables.connection import connect
from jsiq_scrape.workspace import Workspace

#: Incidents that are over and that no capture shows are remembered up to this number, for the feed of incidents.
MOST_ENDED = 200


@dataclass(frozen=True, slots=True)
class Recipient:
    """Where notifications go, and what could not be delivered there yet."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    code: str  # made of its URL, which may hold a password
    changes: tuple[str, ...] = ()  # keys
    begun: tuple[Incident, ...] = ()
    ended: tuple[Incident, ...] = ()

    def owed(self, changes: Iterable[str], transitions: Transitions) -> "Recipient":
        """The same recipient when this has to be delivered as well."""
        return replace(
            self,
            changes=(*self.changes, *changes),
            begun=self.begun + transitions.begun,
            ended=self.ended + transitions.ended,
        )


@dataclass(frozen=True, slots=True)
class Reported:
    """What was reported; the file beside the database.  It is written after reporting, so a job that is killed in
    between reports again.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    format: Literal[2] = 2
    runs: tuple[str, ...] = ()  # whose captures were there when changes were last reported
    changes: tuple[str, ...] = ()  # keys of the changes that were reported, or were there before the first report
    standing: tuple[Incident, ...] = ()  # incidents that stood when incidents were last reported
    observed: tuple[Incident, ...] = ()  # incidents that no capture shows, with those that are over
    recipients: tuple[Recipient, ...] = ()

    def with_changes(self, runs: Iterable[str], events: Iterable[str]) -> "Reported":
        """The same after all changes of a database were reported."""
        return replace(self, runs=tuple(sorted({*self.runs, *runs})), changes=tuple(sorted({*self.changes, *events})))

    def with_incidents(self, standing: Iterable[Incident], observed: Iterable[Incident]) -> "Reported":
        """The same after these incidents were reported."""
        carried = sorted(observed, key=lambda one: (one.ended_at is None, one.ended_at or ""))
        ended = sum(one.ended_at is not None for one in carried)
        return replace(self, standing=tuple(standing), observed=tuple(carried[max(ended - MOST_ENDED, 0) :]))

    def addressed_to(self, codes: Sequence[str]) -> "Reported":
        """The same with these recipients among the known ones.

        Recipients that are new take the place of those that are named no more, and inherit what those did not get:
        somebody who corrects a password in a URL loses nothing.
        """
        known = {one.code for one in self.recipients}
        new = [code for code in codes if code not in known]
        if not new:
            return self
        named, others = [], Recipient("")
        for one in self.recipients:
            if one.code in codes:
                named.append(one)
            else:
                others = others.owed(one.changes, Transitions(one.begun, one.ended))
        return replace(self, recipients=(*named, *(replace(others, code=code) for code in new)))

    def owing(self, changes: Iterable[str], transitions: Transitions) -> "Reported":
        """The same when every recipient has to get this as well, those too that this run does not name."""
        keys = tuple(changes)
        return replace(self, recipients=tuple(one.owed(keys, transitions) for one in self.recipients))

    def delivered_to(self, code: str) -> "Reported":
        """The same after a recipient got everything."""
        return replace(self, recipients=tuple(Recipient(code) if one.code == code else one for one in self.recipients))


_FILE = TypeAdapter(Reported)


def load_reported(workspace: Workspace) -> Reported | None:
    """What was reported; None when nothing ever was.  Raises SnapshotError when the file is not one of ours."""
    try:
        return _FILE.validate_json(workspace.reported.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not what this program wrote"
        remedy = "without it the changes in db/jsiq.db count as reported"
        raise SnapshotError(f"{workspace.reported} cannot be read ({reason}): delete it; {remedy}") from error


def begin(workspace: Workspace) -> Reported:
    """The state of a job that runs for the first time, at once on disk.

    What a database already shows is no news, nor, where there is none, what earlier collections captured.
    """
    try:
        check(workspace.database)
    except DatabaseError:  # none, or none that can be read: the build says what is wrong with it
        runs = [run.id for run in Snapshots(workspace.snapshots).runs()] if workspace.snapshots.is_dir() else []
        reported = Reported().with_changes(runs, ())
    else:
        reported = Reported().with_changes(*contents(workspace.database))
    save(workspace, reported)
    return reported


def contents(database: Path) -> tuple[list[str], list[str]]:
    """The runs and the keys of the changes in a database."""
    with closing(connect(database)) as connection:
        runs = [row[0] for row in connection.execute("SELECT id FROM run")]
        return runs, [row[0] for row in connection.execute("SELECT event FROM change")]


def save(workspace: Workspace, reported: Reported) -> None:
    """Put it on disk, wholly or not at all."""
    workspace.db.mkdir(parents=True, exist_ok=True)
    with replacing(workspace.reported) as file:
        file.write(_FILE.dump_json(reported, indent=1) + b"\n")
