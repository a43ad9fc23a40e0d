"""What the scheduled job has told already: written after telling, so a job that is killed in between tells it again."""

import os
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar, Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError

from jsiq_scrape.database.file import check
from jsiq_scrape.errors import DatabaseError, SnapshotError, naming
from jsiq_scrape.evidence.store import Snapshots
from jsiq_scrape.monitor.incidents import Incident
from jsiq_scrape.tables.connection import connect
from jsiq_scrape.workspace import Workspace

#: Incidents that are over and that no look tells of are remembered up to this number, for the feed of incidents.
MOST_ENDED = 200


@dataclass(frozen=True, slots=True)
class Memory:
    """What was told; the file beside the database."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    format: Literal[1] = 1
    runs: tuple[str, ...] = ()  # whose looks were there when changes were told last
    changes: tuple[str, ...] = ()  # keys of the changes that were told, or were there before anything was
    standing: tuple[Incident, ...] = ()  # incidents that stood when incidents were told last
    observed: tuple[Incident, ...] = ()  # incidents that no look tells of, with those that are over

    def having_told(self, runs: Iterable[str], events: Iterable[str]) -> "Memory":
        """The memory after all changes of a database were told."""
        return replace(self, runs=tuple(sorted({*self.runs, *runs})), changes=tuple(sorted({*self.changes, *events})))

    def having_told_of(self, standing: Iterable[Incident], observed: Iterable[Incident]) -> "Memory":
        """The memory after these incidents were told."""
        carried = sorted(observed, key=lambda one: (one.ended_at is None, one.ended_at or ""))
        ended = sum(one.ended_at is not None for one in carried)
        return replace(self, standing=tuple(standing), observed=tuple(carried[max(ended - MOST_ENDED, 0) :]))


_MEMORIES = TypeAdapter(Memory)


def recall(workspace: Workspace) -> Memory | None:
    """What was told; None when nothing was ever.  Raises SnapshotError when the file is not one of ours."""
    try:
        return _MEMORIES.validate_json(workspace.told.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError) as error:
        said = error.strerror if isinstance(error, OSError) else "it is not what this program wrote"
        remedy = "without it the changes that db/jsiq.db tells now count as told"
        raise SnapshotError(f"{workspace.told} cannot be read ({said}): delete it; {remedy}") from error


def begin(workspace: Workspace) -> Memory:
    """The memory of a job that runs for the first time, at once on disk.

    What a database tells already is no news, nor, where there is none, what earlier collections saw.
    """
    try:
        check(workspace.database)
    except DatabaseError:  # none, or none that can be read: the build says what is wrong with it
        runs = [run.id for run in Snapshots(workspace.snapshots).runs()] if workspace.snapshots.is_dir() else []
        memory = Memory().having_told(runs, ())
    else:
        memory = Memory().having_told(*contents(workspace.database))
    remember(workspace, memory)
    return memory


def contents(database: Path) -> tuple[list[str], list[str]]:
    """The runs and the keys of the changes in a database."""
    with closing(connect(database)) as connection:
        runs = [row[0] for row in connection.execute("SELECT id FROM run")]
        return runs, [row[0] for row in connection.execute("SELECT event FROM change")]


def remember(workspace: Workspace, memory: Memory) -> None:
    """Put the memory on disk, wholly or not at all."""
    workspace.db.mkdir(parents=True, exist_ok=True)
    new = workspace.told.with_name(f"{workspace.told.name}.new")  # one name: what a kill leaves is written over
    try:
        with naming(workspace.told), new.open("wb") as file:
            file.write(_MEMORIES.dump_json(memory, indent=1) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        new.replace(workspace.told)
    finally:
        new.unlink(missing_ok=True)  # on a full disk a part of it is there
